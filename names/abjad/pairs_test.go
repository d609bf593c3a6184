package abjad_test

import (
	"bufio"
	"compress/gzip"
	"hash/fnv"
	"io"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"plimsoll/names"
	"plimsoll/names/abjad"
)

// pair is a name word in Latin letters and in another script.
type pair struct {
	latin, word, signs string
	source             string // nt, rg, np, ga, uk, un: see the head of arabic.tsv
	weight             float64
}

// heldOut pairs are measured, not learned from: one Latin word in ten.
func (p pair) heldOut() bool {
	h := fnv.New32a()
	io.WriteString(h, p.latin)
	return h.Sum32()%10 == 0
}

func lines(t testing.TB, path string, each func(fields []string)) {
	t.Helper()
	f, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	z, err := gzip.NewReader(f)
	if err != nil {
		t.Fatal(err)
	}
	s := bufio.NewScanner(z)
	s.Buffer(nil, 1<<20)
	for s.Scan() {
		each(strings.Split(s.Text(), "\t"))
	}
	if s.Err() != nil {
		t.Fatal(s.Err())
	}
}

// readPairs reads name words paired by group from names/variants.tsv.gz in the
// folder PLIMSOLL_DATA, weighted by how often the pair was seen. Full names are
// taken apart where both sides have as many words.
func readPairs(t testing.TB) (arabic, hebrew []pair) {
	t.Helper()
	base := os.Getenv("PLIMSOLL_DATA")
	if base == "" {
		t.Skip("PLIMSOLL_DATA is not set")
	}
	seen := map[[2]string]float64{}
	for _, file := range []string{"wd_arabic", "wd_hebrew"} {
		lines(t, filepath.Join(base, "names/coling2018_cc0", file+".aligned.tokens.gz"), func(f []string) {
			if n, err := strconv.Atoi(f[len(f)-1]); err == nil && len(f) == 3 {
				seen[[2]string{f[0], strings.ReplaceAll(f[1], " ", "")}] = float64(n)
			}
		})
	}
	have := map[string]int{}
	add := func(source, latin, word string, weight float64) {
		latin = plain(latin)
		for _, w := range strings.Fields(names.Fold(word)) {
			word = w
		}
		signs, arab, ok := abjad.Signs(word)
		if !ok || len(latin) < 2 || len(signs) < 2 {
			return
		}
		list := &hebrew
		if arab {
			list = &arabic
		}
		key := source + latin + " " + word
		if at, ok := have[key]; ok {
			(*list)[at].weight += weight
			return
		}
		have[key] = len(*list)
		*list = append(*list, pair{latin, word, signs, source, weight})
	}
	var group, source string
	var latins, others []string
	flush := func() {
		for _, l := range latins {
			for _, o := range others {
				lw, ow := words(l), words(o)
				if len(lw) != len(ow) || len(lw) == 0 || len(lw) > 6 {
					continue
				}
				for i := range lw {
					add(source, lw[i], ow[i], 1+seen[[2]string{l, o}])
				}
			}
		}
		latins, others = latins[:0], others[:0]
	}
	lines(t, filepath.Join(base, "names/variants.tsv.gz"), func(f []string) {
		if len(f) < 4 || f[1] != "token" && f[1] != "person" {
			return
		}
		if f[0] != group {
			flush()
			group = f[0]
			source, _, _ = strings.Cut(group, ":")
		}
		switch f[3] {
		case "Latn":
			latins = append(latins, f[2])
		case "Arab", "Hebr":
			others = append(others, f[2])
		}
	})
	flush()
	return arabic, hebrew
}

func words(s string) []string {
	return strings.FieldsFunc(names.Fold(s), func(r rune) bool { return r == ' ' || r == '-' || r == '־' || r == '.' })
}

// plain is a Latin word in the letters a to z, or nothing.
func plain(s string) string {
	s = names.Fold(s)
	for _, r := range s {
		if r < 'a' || r > 'z' {
			return ""
		}
	}
	return s
}

func token(latin string) (names.Token, bool) {
	n := names.Read(latin, names.Anything)
	if len(n.Words) != 1 || n.Words[0].Kind != names.Word {
		return names.Token{}, false
	}
	tok := n.Words[0]
	tok.Korean, tok.Single = nil, false
	return tok, true
}

// meets tells by which relation a Latin token and a word agree.
func meets(tok names.Token, readings []names.Token, skeletons []string) names.Relation {
	best := names.Match{}
	for _, r := range readings {
		if m := names.Similarity(&tok, &r); m.Similarity > best.Similarity {
			best = m
		}
	}
	if best.Similarity > 0 {
		return best.Relation
	}
	if len(tok.Sounds) > 0 && tok.Sounds[0].Skeleton != "" && slices.Contains(skeletons, tok.Sounds[0].Skeleton) {
		return names.SameBones
	}
	return names.Unrelated
}

type measured struct{ n, code, edit, bones, loose int }

func (m *measured) count(tok names.Token, readings []names.Token, skeletons []string) {
	m.n++
	switch r := meets(tok, readings, nil); r {
	case names.SameWord, names.SameSound:
		m.code++
	case names.NearWord:
		m.edit++
	case names.SameBones:
		m.bones++
	default:
		if meets(tok, readings, skeletons) != names.Unrelated {
			m.loose++
		}
	}
}

func (m measured) log(t *testing.T, what string) {
	share := func(k int) float64 { return 100 * float64(k) / math.Max(1, float64(m.n)) }
	t.Logf("%-28s %6d pairs: code %5.2f + edit %5.2f + bones of a reading %5.2f = %5.2f %%; + skeleton alone %5.2f = %5.2f %%", what, m.n,
		share(m.code), share(m.edit), share(m.bones), share(m.code+m.edit+m.bones), share(m.loose), share(m.code+m.edit+m.bones+m.loose))
}

func readingTokens(word string) []names.Token {
	var out []names.Token
	for _, r := range abjad.Readings(word) {
		if tok, ok := token(r); ok {
			out = append(out, tok)
		}
	}
	return out
}

// TestRealDataPairs prints the share of pairs of one name that meet, and of
// pairs of two names that meet by chance.
func TestRealDataPairs(t *testing.T) {
	arabic, hebrew := readPairs(t)
	for _, script := range []struct {
		name  string
		pairs []pair
	}{{"Arabic", arabic}, {"Hebrew", hebrew}} {
		learned := map[string]bool{}
		for _, p := range script.pairs {
			if taught(p) {
				learned[p.signs] = true
			}
		}
		by := map[string]*measured{}
		var chance measured
		var held []pair
		for _, p := range script.pairs {
			if !taught(p) {
				held = append(held, p)
			}
		}
		misses := 0
		for i, p := range held {
			tok, ok := token(p.latin)
			if !ok {
				continue
			}
			what := p.source
			if !learned[p.signs] {
				what += ", word not seen"
			}
			if by[what] == nil {
				by[what] = new(measured)
			}
			readings, skeletons := readingTokens(p.word), abjad.Skeletons(p.word)
			by[what].count(tok, readings, skeletons)
			if testing.Verbose() && i%37 == 0 && misses < 60 && meets(tok, readings, skeletons) == names.Unrelated {
				misses++
				t.Logf("missed: %s %s %s %v %v", p.source, p.latin, p.word, abjad.Readings(p.word), skeletons)
			}
			for k := 1; k <= 3; k++ {
				other := held[(i+k*9973)%len(held)]
				if tok, ok := token(other.latin); ok && other.signs != p.signs {
					chance.count(tok, readings, skeletons)
				}
			}
		}
		for _, what := range sortedKeys(by) {
			by[what].log(t, script.name+" "+what)
		}
		chance.log(t, script.name+" unrelated")
	}
}

func sortedKeys[V any](m map[string]V) []string {
	keys := make([]string, 0, len(m))
	for k := range m {
		keys = append(keys, k)
	}
	slices.Sort(keys)
	return keys
}
