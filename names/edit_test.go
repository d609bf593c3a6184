package names

import (
	"testing"

	"pgregory.net/rapid"
)

// plainDistance is the textbook's optimal string alignment distance.
func plainDistance(a, b string) int {
	t := make([][]int, len(a)+1)
	for i := range t {
		t[i] = make([]int, len(b)+1)
		t[i][0] = i
	}
	for j := range t[0] {
		t[0][j] = j
	}
	for i := 1; i <= len(a); i++ {
		for j := 1; j <= len(b); j++ {
			swap := 1
			if a[i-1] == b[j-1] {
				swap = 0
			}
			t[i][j] = min(t[i-1][j-1]+swap, t[i-1][j]+1, t[i][j-1]+1)
			if i > 1 && j > 1 && a[i-1] == b[j-2] && a[i-2] == b[j-1] {
				t[i][j] = min(t[i][j], t[i-2][j-2]+1)
			}
		}
	}
	return t[len(a)][len(b)]
}

func TestEditDistanceIsTheTextbooksUpToItsLimit(t *testing.T) {
	word := rapid.StringMatching(`[abcdes]{0,12}`)
	rapid.Check(t, func(t *rapid.T) {
		a, b := word.Draw(t, "a"), word.Draw(t, "b")
		limit := rapid.IntRange(0, maxLimit).Draw(t, "limit")
		d, w := editDistance(a, b, limit)
		if want := min(plainDistance(a, b), limit+1); d != want {
			t.Fatalf("%q, %q within %d: %d, want %d", a, b, limit, d, want)
		}
		if e, v := editDistance(b, a, limit); e != d || d <= limit && v != w {
			t.Fatalf("%q, %q: %d %v one way, %d %v the other", a, b, d, w, e, v)
		}
		if d <= limit && (w > 1.2*float64(d)+1e-9 || w < 0.4*float64(d)-1e-9) {
			t.Fatalf("%q, %q: %d edits weigh %v", a, b, d, w)
		}
	})
}

func TestWhatSpellersInterchangeWeighsLess(t *testing.T) {
	for _, c := range []struct {
		a, b   string
		weight float64
	}{
		{"mohammed", "mohamed", 0.6}, {"marrow", "merrow", 0.6}, {"marrow", "morrow", 0.8}, {"vera", "wera", 0.4}, {"anton", "aston", 1.2}, {"omar", "umar", 0.4}, {"abcd", "abdc", 0.8}, {"sara", "sarah", 0.6},
	} {
		if d, w := editDistance(c.a, c.b, 2); d != 1 || w != c.weight {
			t.Errorf("%s, %s: %d edits of weight %v, want 1 of %v", c.a, c.b, d, w, c.weight)
		}
	}
}
