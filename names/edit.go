package names

import "strings"

// editDistance is the optimal string alignment distance: insertions,
// deletions, substitutions and transpositions of neighbours, none of them
// inside another. It gives up above limit, returning limit+1. The weight is
// that of the cheapest among the shortest alignments.
func editDistance(a, b string, limit int) (distance int, weight float64) {
	ra, rb := []rune(a), []rune(b)
	if len(ra) > 2*MaxEdit || len(rb) > 2*MaxEdit || abs(len(ra)-len(rb)) > limit {
		return limit + 1, 0
	}
	type cell struct {
		edits  int
		weight float64
	}
	better := func(x cell, weight float64, y cell) cell {
		y.edits++
		y.weight += weight
		if y.edits < x.edits || y.edits == x.edits && y.weight < x.weight {
			return y
		}
		return x
	}
	var table [3][2*MaxEdit + 1]cell
	for j := range len(rb) + 1 {
		table[0][j] = cell{j, gapWeights(rb[:j])}
	}
	for i := 1; i <= len(ra); i++ {
		row, above := &table[i%3], &table[(i+2)%3]
		row[0] = cell{i, gapWeights(ra[:i])}
		least := row[0].edits
		for j := 1; j <= len(rb); j++ {
			c := cell{1 << 20, 0}
			if ra[i-1] == rb[j-1] {
				c = above[j-1]
			} else {
				c = better(c, swapWeight(ra[i-1], rb[j-1]), above[j-1])
			}
			c = better(c, gapWeight(ra, i-1), above[j])
			c = better(c, gapWeight(rb, j-1), row[j-1])
			if i > 1 && j > 1 && ra[i-1] == rb[j-2] && ra[i-2] == rb[j-1] {
				c = better(c, 0.8, table[(i+1)%3][j-2])
			}
			row[j] = c
			least = min(least, c.edits)
		}
		if least > limit {
			return limit + 1, 0
		}
	}
	end := table[len(ra)%3][len(rb)]
	return min(end.edits, limit+1), end.weight
}

func abs(n int) int { return max(n, -n) }

func gapWeights(r []rune) float64 {
	w := 0.0
	for i := range r {
		w += gapWeight(r, i)
	}
	return w
}

// gapWeight is what the letter at i weighs when the other side lacks it.
func gapWeight(r []rune, i int) float64 {
	if strings.ContainsRune("aeiouyh", r[i]) || (i > 0 && r[i-1] == r[i]) {
		return 0.6
	}
	return 1
}

// confusable are pairs that spellings of one name interchange.
var confusable = []string{"bp", "bv", "vw", "fv", "dt", "gk", "ck", "cs", "sz", "jz", "jy", "iy", "lr", "mn", "kq", "ou", "ae", "ei", "ao"}

func swapWeight(a, b rune) float64 {
	const vowels = "aeiouy"
	if strings.ContainsRune(vowels, a) && strings.ContainsRune(vowels, b) {
		return 0.6
	}
	for _, p := range confusable {
		if (rune(p[0]) == a && rune(p[1]) == b) || (rune(p[0]) == b && rune(p[1]) == a) {
			return 0.6
		}
	}
	return 1
}
