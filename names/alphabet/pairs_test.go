package alphabet_test

import (
	"bufio"
	"compress/gzip"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"unicode"

	"plimsoll/names"
	"plimsoll/names/alphabet"
)

// group is what a collection of names holds as spellings of one.
type group struct {
	kind   string // the source, and whether tokens, names or places
	latin  [][]names.Token
	native map[names.Script][]string // words
}

var scripts = map[string]names.Script{
	"Cyrl": names.Cyrillic, "Grek": names.Greek, "Armn": "Armn", "Geor": "Geor", "Thai": "Thai", "Deva": "Deva",
}

// readGroups reads a file of lines: group, kind, name, script, language, source.
func readGroups(t *testing.T, path string) []*group {
	f, err := os.Open(path)
	if err != nil {
		t.Skip(err)
	}
	defer f.Close()
	z, err := gzip.NewReader(f)
	if err != nil {
		t.Fatal(err)
	}
	var all []*group
	var last string
	lines := bufio.NewScanner(z)
	for lines.Scan() {
		row := strings.Split(lines.Text(), "\t")
		if len(row) < 4 {
			continue
		}
		if row[0] != last {
			last = row[0]
			all = append(all, &group{kind: row[0][:2] + " " + row[1], native: map[names.Script][]string{}})
		}
		g := all[len(all)-1]
		if row[3] == "Latn" {
			if words := names.Read(row[2], names.Person).Words; len(words) > 0 {
				g.latin = append(g.latin, words)
			}
		} else if s, ok := scripts[row[3]]; ok {
			for _, w := range strings.FieldsFunc(row[2], func(r rune) bool { return !unicode.IsLetter(r) && !unicode.Is(unicode.M, r) }) {
				if len([]rune(w)) > 1 {
					g.native[s] = append(g.native[s], strings.ToLower(w))
				}
			}
		}
	}
	return all
}

// reached tells how well one of the readings meets one of the words: 2 by
// code, 1 by anything less, 0 not at all.
func reached(readings []names.Token, words []names.Token) (best int) {
	for _, r := range readings {
		for _, w := range words {
			switch names.Similarity(&r, &w).Relation {
			case names.SameWord, names.SameSound:
				return 2
			case names.NearWord, names.SameBones:
				best = 1
			}
		}
	}
	return best
}

func tokens(readings []string) (out []names.Token) {
	for _, r := range readings {
		out = append(out, names.Read(r, names.Person).Words...)
	}
	return out
}

type tally struct{ words, read, code, match, unrelated, first, firstCode int }

// TestRealDataPairs measures words against the Latin names of the same bearer,
// and of one picked from elsewhere. A group of one-word names counts each pair.
func TestRealDataPairs(t *testing.T) {
	base := os.Getenv("PLIMSOLL_DATA")
	if base == "" {
		t.Skip("PLIMSOLL_DATA is not set")
	}
	groups := readGroups(t, filepath.Join(base, "names", "variants.tsv.gz"))
	counts := map[string]*tally{}
	var order []string
	for i, g := range groups {
		other := groups[(i+len(groups)/2+1)%len(groups)]
		for k := 1; len(other.latin) == 0; k++ {
			other = groups[(i+len(groups)/2+1+k)%len(groups)]
		}
		for s, list := range g.native {
			if len(g.latin) == 0 {
				continue
			}
			key := string(s) + " " + g.kind
			c := counts[key]
			if c == nil {
				c = &tally{}
				counts[key] = c
				order = append(order, key)
			}
			for _, w := range list {
				readings := tokens(alphabet.Readings(w))
				for _, l := range latinSides(g) {
					c.count(t, w, readings, l)
				}
				if reached(readings, other.latin[0][:1]) > 0 {
					c.unrelated++
				}
				c.read++
			}
		}
	}
	slices.Sort(order)
	t.Logf("%-18s %8s %7s %7s | first reading alone: %7s %7s | %s", "", "pairs", "code", "match", "code", "match", "unrelated that match")
	for _, k := range order {
		c := counts[k]
		n := float64(c.words) / 100
		t.Logf("%-18s %8d %6.1f%% %6.1f%% | %27.1f%% %6.1f%% | %.3f%%", k, c.words, float64(c.code)/n, float64(c.match)/n,
			float64(c.firstCode)/n, float64(c.first)/n, float64(c.unrelated)*100/float64(c.read))
	}
}

// latinSides gives the sides of pairs: each name where the names are words,
// all words together where they are of several.
func latinSides(g *group) [][]names.Token {
	if strings.HasSuffix(g.kind, "token") {
		return g.latin
	}
	var all []names.Token
	for _, l := range g.latin {
		all = append(all, l...)
	}
	return [][]names.Token{all}
}

func (c *tally) count(t *testing.T, w string, readings, latin []names.Token) {
	c.words++
	switch reached(readings, latin) {
	case 2:
		c.code++
		c.match++
	case 1:
		c.match++
	default:
		if os.Getenv("PLIMSOLL_MISSES") != "" && c.words%37 == 0 {
			t.Logf("miss %s %v: %v", w, alphabet.Readings(w), surfaces(latin))
		}
	}
	if len(readings) > 0 {
		switch reached(readings[:1], latin) {
		case 2:
			c.firstCode++
			c.first++
		case 1:
			c.first++
		}
	}
}

func surfaces(words []names.Token) (out []string) {
	for _, w := range words {
		if out = append(out, w.Surface); len(out) == 8 {
			break
		}
	}
	return out
}
