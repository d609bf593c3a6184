package han

import (
	_ "embed"
	"fmt"
	"slices"
	"strings"
	"sync"
	"unicode/utf8"
)

//go:embed unihan.txt
var unihanText string

//go:embed families.txt
var familiesText string

//go:embed foreign.txt
var foreignText string

type table struct {
	chars    map[rune]*syllable
	families map[string][]*syllable // by name
	foreign  map[rune]sounds
}

// sounds are the letters that a character stands for in foreign names.
type sounds struct{ likeliest, second string }

var tables = sync.OnceValue(func() *table {
	t, err := readTables(unihanText, familiesText, foreignText)
	if err != nil {
		panic(err) // the files are compiled in and covered by a test
	}
	return t
})

func readTables(unihan, families, foreign string) (*table, error) {
	t := &table{
		chars: make(map[rune]*syllable, 10_000), families: make(map[string][]*syllable, 1_500),
		foreign: make(map[rune]sounds, 500),
	}
	for i, f := range rows(unihan) {
		if len(f) != 3 {
			return nil, fmt.Errorf("reading unihan.txt: row %d: want pinyin, Jyutping, characters", i+1)
		}
		jyutping := strings.Trim(f[1], "-")
		s := newSyllable(strings.Split(f[0], ","), jyutping, hongKong(jyutping))
		for _, r := range f[2] {
			t.chars[r] = s
		}
	}
	for i, f := range rows(families) {
		for name := range strings.SplitSeq(f[0], "|") {
			if err := t.addFamily(name, append(f[1:], "-", "-")); err != nil {
				return nil, fmt.Errorf("reading families.txt: row %d: %w", i+1, err)
			}
		}
	}
	for i, f := range rows(foreign) {
		if len(f) != 2 {
			return nil, fmt.Errorf("reading foreign.txt: row %d: want letters, characters", i+1)
		}
		likeliest, second, ok := strings.Cut(f[0], ",")
		if !ok {
			second = likeliest
		}
		for _, r := range f[1] {
			t.foreign[r] = sounds{likeliest, second}
		}
	}
	return t, nil
}

// rows cuts a table into fields at blanks; a line with # is a comment.
func rows(text string) [][]string {
	out := make([][]string, 0, strings.Count(text, "\n"))
	for line := range strings.Lines(text) {
		if f := strings.Fields(line); len(f) > 0 && f[0][0] != '#' {
			out = append(out, f)
		}
	}
	return out
}

// addFamily enters a family name; its readings and spelling in Hong Kong are
// "-" where they are those of its characters.
func (t *table) addFamily(name string, own []string) error {
	var out []*syllable
	for _, r := range name {
		s := t.chars[r]
		if s == nil {
			return fmt.Errorf("%q has no reading in unihan.txt", r)
		}
		out = append(out, s)
	}
	switch n := utf8.RuneCountInString(name); {
	case n == 1 && (own[0] != "-" || own[1] != "-"):
		out[0] = out[0].asFamily(own[0], own[1])
	case n == 2 && own[0] != "-":
		for i, reading := range strings.Split(own[0], "'") {
			if i >= n {
				return fmt.Errorf("%q has more syllables than %q has characters", own[0], name)
			}
			out[i] = out[i].asFamily(reading, "-")
		}
	}
	t.families[name] = out
	return nil
}

// asFamily puts the reading as a family name before the others.
func (s *syllable) asFamily(pinyin, hk string) *syllable {
	readings, spelling := s.pinyin, s.hongKong
	if pinyin != "-" {
		for _, r := range slices.Backward(strings.Split(pinyin, ",")) {
			readings = append([]string{r}, slices.DeleteFunc(slices.Clone(readings), func(o string) bool { return o == r })...)
		}
	}
	if hk != "-" {
		spelling = hk
	}
	f := newSyllable(readings, s.jyutping, spelling)
	if pinyin == "-" {
		f.wade = s.wade
	}
	return f
}

func newSyllable(pinyin []string, jyutping, hongKong string) *syllable {
	s := &syllable{wade: wadeGiles(pinyin[0]), jyutping: jyutping, hongKong: hongKong}
	for _, p := range pinyin {
		for _, r := range withoutDiaeresis(p) {
			if !slices.Contains(s.pinyin, r) {
				s.pinyin = append(s.pinyin, r)
			}
		}
	}
	return s
}

// withoutDiaeresis gives the spellings of a syllable with ü, which stands in
// the table as v: plain u, and for lü and nü also those of passports.
func withoutDiaeresis(p string) []string {
	if len(p) > 1 && p[1] == 'v' {
		plain := p[:1] + "u" + p[2:]
		if len(p) == 2 {
			return []string{plain, p[:1] + "yu", p}
		}
		return []string{plain}
	}
	return []string{p}
}
