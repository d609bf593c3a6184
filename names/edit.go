package names

import "strings"

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
	if c == before {
		return perEdit + 6
	}
	return perEdit + costs.gap[costs.letter[c]%letters]
}

func swapCost(a, b byte) uint32 {
	return perEdit + costs.swap[costs.letter[a]%letters][costs.letter[b]%letters]
}

// editCosts are weights in tenths, by the place of a letter: those of readings
// and codes have each their own, all others the last.
type editCosts struct {
	letter [256]uint8
	gap    [letters]uint32
	swap   [letters][letters]uint32
}

const letters = 32

// costs of an edit by how much oftener it was seen between two spellings of
// one listed person's name than between unrelated words one edit apart (703
// and 7,693 pairs of phonetic codes): 0.4 when e times as often or more, 0.6
// when half as often again, 0.8 when as often, 1 when a third as often, else
// 1.2. A letter alone is one that the other side lacks.
var costs = func() (c editCosts) {
	for i := range c.letter {
		c.letter[i] = letters - 1
	}
	for i, l := range "abcdefghijklmnopqrstuvwxyzSCZ" {
		c.letter[l] = uint8(i) //nolint:gosec // 0 to 28
	}
	set := func(cost uint32, edits string) {
		for e := range strings.FieldsSeq(edits) {
			a := c.letter[e[0]]
			if len(e) == 1 {
				c.gap[a] = cost
				continue
			}
			b := c.letter[e[1]]
			c.swap[a][b], c.swap[b][a] = cost, cost
		}
	}
	for a := range letters {
		c.gap[a] = 10
		for b := range letters {
			c.swap[a][b] = 12
		}
	}
	const vowels = "aeiou"
	for _, a := range vowels {
		for _, b := range vowels {
			c.swap[c.letter[a]][c.letter[b]] = 8
		}
	}
	set(4, "Zi gk uv gh eo CS Ch ou ei CZ hk Ck e vw cs ck kq sz jy iy gj") // the last of these in spellings, not codes
	set(6, "Z ae Ss Zh t au a dt o h y")
	set(8, "i u iu ao eu v Zg g r ai")
	set(10, "as ah il Cs Zf ds Sh st kv bh iv df bd mn n k Zs b bv fs fv bp lr")
	set(12, "io s l m d f S C")
	return c
}()
