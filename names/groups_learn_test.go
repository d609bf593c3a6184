package names_test

import (
	"bufio"
	"compress/gzip"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"unicode"

	"plimsoll/names"
)

var learnGroups = flag.Bool("groups", false, "write nicknames.tsv and variants.tsv from the data")

// What is taken into the tables: forms that no rule brings to a frequent name.
const (
	frequent  = 3 // bearers in the data
	farFlung  = 3 // names of which one form may be a variant; of more, it is too vague
	fewLetter = 3 // of a short name
)

// source is the data of which the tables are made.
type source struct {
	bearers   map[string]int // of a Latin word, in names of people
	variants  map[string][]names.Token
	nicknames map[string][]names.Token
	order     []string
}

func readSource(t *testing.T) source {
	base := os.Getenv("PLIMSOLL_DATA")
	if base == "" {
		t.Skip("PLIMSOLL_DATA is not set")
	}
	f, err := os.Open(filepath.Join(base, "names", "variants.tsv.gz"))
	if err != nil {
		t.Skip(err)
	}
	defer f.Close()
	z, err := gzip.NewReader(f)
	if err != nil {
		t.Fatal(err)
	}
	s := source{bearers: map[string]int{}, variants: map[string][]names.Token{}, nicknames: map[string][]names.Token{}}
	lines := bufio.NewScanner(z)
	lines.Buffer(nil, 1<<20)
	for lines.Scan() {
		f := strings.Split(lines.Text(), "\t")
		if len(f) < 4 {
			continue
		}
		from, _, _ := strings.Cut(f[0], ":")
		if from == "np" && f[3] == "Latn" {
			for _, w := range names.Read(f[2], names.Person).Words {
				s.bearers[w.Surface]++
			}
		}
		if from != "rg" && from != "nk" {
			continue
		}
		n := names.Read(f[2], names.Anything)
		if len(n.Words) != 1 || n.Words[0].Kind != names.Word || n.Words[0].Surface != names.Fold(f[2]) {
			continue // several words, or read as another
		}
		into := s.variants
		if from == "nk" {
			into = s.nicknames
		}
		if len(into[f[0]]) == 0 {
			s.order = append(s.order, f[0])
		}
		into[f[0]] = append(into[f[0]], n.Words[0])
	}
	return s
}

// TestLearnGroups makes the tables. They are kept small and safe by leaving out
// what a rule finds, names few people bear, forms that many names share, and
// forms that are frequent names of their own.
func TestLearnGroups(t *testing.T) {
	if !*learnGroups {
		t.Skip("run with -groups")
	}
	s := readSource(t)
	write(t, "nicknames.tsv", `# Short names of English and the full names they stand for: n, a tab, the full name and its short forms that no rule of
# sounds brings to it. Made by "go test -run TestLearnGroups -groups" from the nicknames of Carlton Northern and others
# (github.com/carltonnorthern/nicknames), Apache License 2.0; changed: cut to frequent names, see docs/notices.md.
`, s.shortNames())
	write(t, "variants.tsv", `# Forms of frequent names that no rule of sounds brings to them: v, a tab, the name and its forms, most of them writings by
# ear in scripts of East Asia and in Cyrillic. Made by "go test -run TestLearnGroups -groups" from the name words of
# Wikidata (CC0 1.0) as gathered by rigour.
`, s.otherForms())
}

func write(t *testing.T, file, head string, lines []string) {
	slices.Sort(lines)
	if err := os.WriteFile(file, []byte(head+strings.Join(lines, "")), 0o644); err != nil {
		t.Fatal(err)
	}
	t.Logf("%s: %d groups", file, len(lines))
}

func (s source) shortNames() (lines []string) {
	full := map[string]bool{}
	for _, id := range s.order {
		if g := s.nicknames[id]; len(g) > 0 && s.bearers[g[0].Surface] >= frequent {
			full[g[0].Surface] = true
		}
	}
	short := map[string]bool{} // full names that are short ones of others first
	for _, id := range s.order {
		g := s.nicknames[id]
		for i := 1; i < len(g) && full[g[0].Surface]; i++ {
			short[g[i].Surface] = short[g[i].Surface] || shortens(g[i].Surface, g[0].Surface)
		}
	}
	for _, id := range s.order {
		g := s.nicknames[id]
		if len(g) == 0 || !full[g[0].Surface] || short[g[0].Surface] || "nk:"+g[0].Surface != id {
			continue
		}
		line := g[0].Surface
		for i := 1; i < len(g); i++ {
			w := &g[i]
			if len(w.Surface) >= fewLetter && (!full[w.Surface] || shortens(w.Surface, g[0].Surface)) && unrelated(&g[0], w) {
				line += " " + w.Surface
			}
		}
		if line != g[0].Surface {
			lines = append(lines, "n\t"+line+"\n")
		}
	}
	return lines
}

// shortens reports whether a short name that is also a name of its own, with
// short names in turn, is made from the full one: Alex, and Bill by its rhyme,
// but not Helen from Eileen.
func shortens(short, full string) bool {
	return len(short) < len(full) && (short[0] == full[0] || strings.Contains(full, short[1:]))
}

func unrelated(a, b *names.Token) bool {
	x, y := *a, *b
	x.Groups, y.Groups = nil, nil
	return names.Similarity(&x, &y).Similarity == 0
}

func (s source) otherForms() (lines []string) {
	forms := map[string][]string{} // by name
	of := map[string][]string{}    // names by form
	var order []string
	for _, id := range s.order {
		var latin, other []names.Token
		for _, w := range s.variants[id] {
			if w.Script == names.Latin {
				latin = append(latin, w)
			} else if w.Script != names.Hangul { // read syllable by syllable
				other = append(other, w)
			}
		}
		if len(latin) == 0 {
			continue
		}
		main := slices.MaxFunc(latin, func(a, b names.Token) int { return s.bearers[a.Surface] - s.bearers[b.Surface] })
		if s.bearers[main.Surface] < frequent || len(main.Surface) < 4 {
			continue
		}
		chinese := slices.ContainsFunc(other, ofChinese)
		other = slices.DeleteFunc(other, ofChinese)
		for _, w := range latin {
			if !chinese && len(w.Surface) >= 4 && s.bearers[w.Surface] < frequent && unrelated(&main, &w) && plain(w.Surface) {
				other = append(other, w)
			}
		}
		for _, w := range other {
			if len([]rune(w.Surface)) < 2 || slices.Contains(forms[main.Surface], w.Surface) ||
				slices.ContainsFunc(latin, func(l names.Token) bool { return w.Script != names.Latin && !unrelated(&l, &w) }) {
				continue
			}
			if len(forms[main.Surface]) == 0 {
				order = append(order, main.Surface)
			}
			forms[main.Surface] = append(forms[main.Surface], w.Surface)
			of[w.Surface] = append(of[w.Surface], main.Surface)
		}
	}
	for _, name := range order {
		line := name
		for _, form := range forms[name] {
			if len(of[form]) <= farFlung {
				line += " " + form
			}
		}
		if line != name {
			lines = append(lines, fmt.Sprintf("v\t%s\n", line))
		}
	}
	return lines
}

// ofChinese reports whether a form says that the name is a family name of
// China, of which the Latin forms are those of many dialects.
func ofChinese(w names.Token) bool {
	return strings.HasSuffix(w.Surface, "姓") || strings.HasSuffix(w.Surface, "氏") ||
		strings.ContainsFunc(w.Surface, func(r rune) bool { return unicode.Is(unicode.Bopomofo, r) })
}

func plain(form string) bool {
	return !strings.ContainsFunc(form, func(r rune) bool { return r < 'a' || r > 'z' })
}
