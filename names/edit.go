package names

// editDistance is the optimal string alignment distance: insertions,
// deletions, substitutions and transpositions of neighbours, none of them
// inside another. It gives up above limit, which is at most maxLimit, returning
// limit+1. The weight is that of the cheapest among the shortest alignments of
// what is left when the letters that both begin and end with are taken away.
func editDistance(a, b string, limit int) (distance int, weight float64) {
	var before byte
	for len(a) > 0 && len(b) > 0 && a[0] == b[0] {
		before = a[0]
		a, b = a[1:], b[1:]
	}
	for len(a) > 0 && len(b) > 0 && a[len(a)-1] == b[len(b)-1] {
		a, b = a[:len(a)-1], b[:len(b)-1]
	}
	if len(a) > maxEditBytes || len(b) > maxEditBytes || abs(len(a)-len(b)) > limit {
		return limit + 1, 0
	}
	d := align(a, b, before, limit)
	return int(min(d/perEdit, uint32(limit)+1)), float64(d%perEdit) / 10 //nolint:gosec // small numbers
}

const (
	maxLimit     = 3
	maxEditBytes = 4 * MaxEdit
	perEdit      = 1 << 12 // a cost is edits x perEdit + weight in tenths
	tooFar       = 1 << 24
)

// align fills, row by row, the part of the table that lies no further than
// limit from the diagonal: further off there are more than limit insertions.
func align(a, b string, before byte, limit int) uint32 {
	var table [3][maxEditBytes + 2]uint32
	cost := uint32(0)
	last := before
	for j := 0; j <= len(b) && j <= limit; j++ {
		if j > 0 {
			cost += gapCost(b[j-1], last)
			last = b[j-1]
		}
		table[0][j] = cost
	}
	if len(b) > limit {
		table[0][limit+1] = tooFar
	}
	cost = 0
	lastA := before
	for i := 1; i <= len(a); i++ {
		row, above, above2 := &table[i%3], &table[(i+2)%3], &table[(i+1)%3]
		from, to := max(1, i-limit), min(len(b), i+limit)
		gapA := gapCost(a[i-1], lastA)
		cost += gapA
		row[from-1] = tooFar
		if from == 1 && i <= limit {
			row[0] = cost
		}
		least := row[from-1]
		lastB := before
		if from > 1 {
			lastB = b[from-2]
		}
		for j := from; j <= to; j++ {
			c := above[j-1]
			if a[i-1] != b[j-1] {
				c += swapCost(a[i-1], b[j-1])
			}
			c = min(c, above[j]+gapA, row[j-1]+gapCost(b[j-1], lastB))
			if i > 1 && j > 1 && a[i-1] == b[j-2] && a[i-2] == b[j-1] {
				c = min(c, above2[j-2]+perEdit+8)
			}
			row[j] = c
			least = min(least, c)
			lastB = b[j-1]
		}
		if to < len(b) {
			row[to+1] = tooFar
		}
		if least/perEdit > uint32(limit) { //nolint:gosec // small numbers
			return tooFar
		}
		lastA = a[i-1]
	}
	return table[len(a)%3][len(b)]
}

func abs(n int) int { return max(n, -n) }

// gapCost is what a letter costs when the other side lacks it, after the
// letter before it.
func gapCost(c, before byte) uint32 {
	if c == before || c-'a' < 26 && soft>>(c-'a')&1 != 0 {
		return perEdit + 6
	}
	return perEdit + 10
}

func swapCost(a, b byte) uint32 {
	if a-'a' < 26 && b-'a' < 26 && confusable[a-'a']>>(b-'a')&1 != 0 {
		return perEdit + 6
	}
	return perEdit + 10
}

// soft are the letters that spellings drop: the vowels, y and h.
const soft = 1<<('a'-'a') | 1<<('e'-'a') | 1<<('i'-'a') | 1<<('o'-'a') | 1<<('u'-'a') | 1<<('y'-'a') | 1<<('h'-'a')

// confusable are, for every letter, those that spellings of one name write
// instead: any vowel for any other, and some pairs of consonants.
var confusable = func() (sets [26]uint32) {
	mark := func(a, b byte) {
		sets[a-'a'] |= 1 << (b - 'a')
		sets[b-'a'] |= 1 << (a - 'a')
	}
	const vowels = "aeiouy"
	for i := range vowels {
		for j := range vowels[:i] {
			mark(vowels[i], vowels[j])
		}
	}
	for _, p := range []string{"bp", "bv", "vw", "fv", "dt", "gk", "ck", "cs", "sz", "jz", "jy", "lr", "mn", "kq"} {
		mark(p[0], p[1])
	}
	return sets
}()
