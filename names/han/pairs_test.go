package han_test

import (
	"bufio"
	"compress/gzip"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"plimsoll/names"
	"plimsoll/names/han"
)

// group is the spellings of one name in the pair data.
type group struct{ latin, han, katakana, hiragana []string }

// sample is one token in its script and the Latin spellings of its group.
type sample struct {
	word  string
	latin []names.Token
}

// TestRealDataPairs measures how often a reading finds the Latin spelling of
// the same name, and that of an unrelated one. It needs the file
// names/variants.tsv.gz (group, kind, name, script, language, source) in the folder
// PLIMSOLL_DATA.
func TestRealDataPairs(t *testing.T) {
	dir := os.Getenv("PLIMSOLL_DATA")
	if dir == "" {
		t.Skip("PLIMSOLL_DATA names no folder with names/variants.tsv.gz")
	}
	groups := readGroups(t, filepath.Join(dir, "names", "variants.tsv.gz"))
	learned := map[string]bool{} // what foreign.txt was learned from
	for id, g := range groups {
		for _, w := range g.han {
			learned[w] = learned[w] || strings.HasPrefix(id, "nt:")
		}
	}
	measure(t, "rg: Han, 3 and more, not in nt:", samples(groups, "rg:", func(g *group) []string {
		return slices.DeleteFunc(ofLength(g.han, 3, 99), func(w string) bool { return learned[w] })
	}))
	for _, kind := range []string{"rg:", "nt:"} {
		measure(t, kind+" Han, 1 character", samples(groups, kind, func(g *group) []string { return ofLength(g.han, 1, 1) }))
		measure(t, kind+" Han, 2 characters", samples(groups, kind, func(g *group) []string { return ofLength(g.han, 2, 2) }))
		measure(t, kind+" Han, 3 and more", samples(groups, kind, func(g *group) []string { return ofLength(g.han, 3, 99) }))
		measure(t, kind+" katakana", samples(groups, kind, func(g *group) []string { return g.katakana }))
		measure(t, kind+" hiragana", samples(groups, kind, func(g *group) []string { return g.hiragana }))
		// Names whose Latin spelling in the data carries the tones of Mandarin.
		measure(t, kind+" Han, Mandarin tones", samples(groups, kind, func(g *group) []string {
			if slices.ContainsFunc(g.latin, func(s string) bool { return strings.ContainsAny(s, "ǎǐǒǔěǚ") }) && g.hiragana == nil {
				return ofLength(g.han, 1, 3)
			}
			return nil
		}))
	}
}

func readGroups(t *testing.T, path string) map[string]*group {
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
	groups := map[string]*group{}
	lines := bufio.NewScanner(z)
	for lines.Scan() {
		row := strings.Split(lines.Text(), "\t")
		if len(row) < 5 || row[1] != "token" {
			continue
		}
		g := groups[row[0]]
		if g == nil {
			g = &group{}
			groups[row[0]] = g
		}
		switch {
		case row[3] == "Latn":
			g.latin = append(g.latin, row[2])
		case row[3] == "Hani" && row[4] != "ja":
			g.han = append(g.han, row[2])
		case row[3] == "Kana":
			g.katakana = append(g.katakana, row[2])
		case row[3] == "Hira":
			g.hiragana = append(g.hiragana, row[2])
		}
	}
	if err := lines.Err(); err != nil {
		t.Fatal(err)
	}
	return groups
}

func ofLength(words []string, from, to int) (out []string) {
	for _, w := range words {
		if n := utf8.RuneCountInString(w); n >= from && n <= to && !strings.ContainsFunc(w, func(r rune) bool { return !unicode.Is(unicode.Han, r) }) {
			out = append(out, w)
		}
	}
	return out
}

func samples(groups map[string]*group, kind string, words func(*group) []string) []sample {
	ids := make([]string, 0, len(groups))
	for id := range groups {
		if strings.HasPrefix(id, kind) {
			ids = append(ids, id)
		}
	}
	slices.Sort(ids)
	rnd := rand.New(rand.NewPCG(1, 2))
	rnd.Shuffle(len(ids), func(i, j int) { ids[i], ids[j] = ids[j], ids[i] })
	var out []sample
	for _, id := range ids {
		g := groups[id]
		var latin []names.Token
		for _, l := range g.latin {
			latin = append(latin, token(l))
		}
		for _, w := range words(g) {
			if len(latin) > 0 && len(out) < 4000 {
				out = append(out, sample{w, latin})
			}
		}
	}
	return out
}

// token reads one Latin word with its relations as Korean left out.
func token(latin string) names.Token {
	words := names.Read(latin, names.Anything).Words
	if len(words) != 1 || words[0].Kind != names.Word {
		return names.Token{Kind: names.Number, Surface: latin} // equal to itself alone
	}
	words[0].Korean, words[0].Single = nil, false
	return words[0]
}

func measure(t *testing.T, what string, all []sample) {
	t.Helper()
	if len(all) < 50 {
		return
	}
	none, same, unrelated := 0, 0, 0
	first := map[int]int{} // by the place of the first reading that matches
	missed := ""
	for i, s := range all {
		readings := han.Readings(s.word)
		if readings == nil {
			none++
		}
		at := matches(readings, s.latin)
		if at >= 0 {
			same++
			first[at]++
		} else if i < 15 {
			missed += " " + s.word + "=" + s.latin[0].Surface
		}
		if matches(readings, all[(i+len(all)/2)%len(all)].latin) >= 0 {
			unrelated++
		}
	}
	share := func(n int) float64 { return 100 * float64(n) / float64(len(all)) }
	t.Logf("%s: %d words, without a reading %.1f %%; match before 0 %%, now %.1f %% (by reading: %v); unrelated that match %.2f %%; missed:%s",
		what, len(all), share(none), share(same), first, share(unrelated), missed)
}

func matches(readings []string, latin []names.Token) int {
	for i, r := range readings {
		own := token(r)
		for _, l := range latin {
			if names.Similarity(&own, &l).Similarity > 0 {
				return i
			}
		}
	}
	return -1
}
