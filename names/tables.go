package names

import (
	_ "embed"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"sync"
	"unicode/utf8"
)

//go:embed forms.csv
var formsCSV string

//go:embed words.csv
var wordsCSV string

type table struct {
	forms     []form // longest first
	titles    map[Class]map[string]bool
	particles map[Class]map[string]bool
	bits      map[string]float64
}

type form struct {
	parts  []string // as split writes them
	joined string
	common string
}

var tables = sync.OnceValue(func() *table {
	t, err := readTables(formsCSV, wordsCSV)
	if err != nil {
		panic(err) // the files are compiled in and covered by a test
	}
	return t
})

func readTables(forms, words string) (*table, error) {
	t := &table{
		titles: map[Class]map[string]bool{}, particles: map[Class]map[string]bool{}, bits: map[string]float64{},
	}
	for _, c := range []Class{Anything, Person, Organisation, Vessel} {
		t.titles[c], t.particles[c] = map[string]bool{}, map[string]bool{}
	}
	for i, row := range rows(forms) {
		if len(row) != 3 || row[0] == "" || row[1] == "" {
			return nil, fmt.Errorf("reading forms.csv: row %d: want form,common,where", i+1)
		}
		pieces, _ := split(row[0])
		f := form{common: row[1]}
		for _, p := range pieces {
			f.parts = append(f.parts, p.text)
			f.joined += p.text
		}
		t.forms = append(t.forms, f)
	}
	slices.SortStableFunc(t.forms, func(a, b form) int { return len(b.parts) - len(a.parts) })
	for i, row := range rows(words) {
		if err := t.addWord(row); err != nil {
			return nil, fmt.Errorf("reading words.csv: row %d: %w", i+1, err)
		}
	}
	return t, nil
}

// rows cuts a small table of ours: comma separated, no quotes, # for comments,
// the first row a header.
func rows(csv string) [][]string {
	var out [][]string
	for line := range strings.Lines(csv) {
		line = strings.TrimSpace(line)
		if line == "" || strings.HasPrefix(line, "#") {
			continue
		}
		out = append(out, strings.Split(line, ","))
	}
	return out[1:]
}

func (t *table) addWord(row []string) error {
	if len(row) != 2 {
		return fmt.Errorf("want kind,word, got %q", row)
	}
	word := Fold(row[1])
	switch row[0] {
	case "person title":
		t.titles[Person][word] = true
	case "ship title":
		t.titles[Vessel][word] = true
	case "person particle":
		t.particles[Person][word] = true
	case "particle":
		t.particles[Organisation][word], t.particles[Vessel][word], t.particles[Anything][word] = true, true, true
	default:
		bits, err := strconv.ParseFloat(row[0], 64)
		if err != nil || bits <= 0 || bits > MaxBits {
			return fmt.Errorf("%q is neither a kind of word nor a number of bits", row[0])
		}
		t.bits[word] = bits
	}
	return nil
}

func (t *table) isTitle(c Class, w string) bool    { return t.titles[c][w] }
func (t *table) isParticle(c Class, w string) bool { return t.particles[c][w] }

// takeForms strips legal forms from both ends of a name, as long as something
// is left, and tells them by their common names. People and ships have none.
func takeForms(pieces []piece, class Class) (rest []piece, common []string) {
	if class == Person || class == Vessel {
		return pieces, nil
	}
	t := tables()
	for changed := true; changed; {
		changed = false
		for _, f := range t.forms {
			if len(pieces) == 0 {
				break
			}
			if n := formLength(pieces, f, true); n > 0 && n < len(pieces) {
				pieces, changed = pieces[:len(pieces)-n], true
			} else if n := formLength(pieces, f, false); n > 0 && n < len(pieces) {
				pieces, changed = pieces[n:], true
			} else if p, ok := trimHan(pieces, f); ok {
				pieces, changed = p, true
			} else {
				continue
			}
			common = append(common, f.common)
			break
		}
	}
	slices.Sort(common)
	return pieces, slices.Compact(common)
}

// formLength says how many pieces at the end (or start) are the form: written
// as in the table, or letter by letter ("S. A.").
func formLength(pieces []piece, f form, atEnd bool) int {
	edge, part := pieces[0], f.parts[0]
	if atEnd {
		edge, part = pieces[len(pieces)-1], f.parts[len(f.parts)-1]
	}
	if edge.text != part && utf8.RuneCountInString(edge.text) != 1 {
		return 0 // neither the form nor a letter of it
	}
	match := func(n int, want func(got []piece) bool) bool {
		if n > len(pieces) {
			return false
		}
		if atEnd {
			return want(pieces[len(pieces)-n:])
		}
		return want(pieces[:n])
	}
	if match(len(f.parts), func(got []piece) bool {
		for i, p := range got {
			if p.text != f.parts[i] {
				return false
			}
		}
		return true
	}) {
		return len(f.parts)
	}
	letters := []rune(f.joined)
	if len(f.parts) == 1 && len(letters) > 1 && len(letters) <= 4 && match(len(letters), func(got []piece) bool {
		for i, p := range got {
			if p.text != string(letters[i]) {
				return false
			}
		}
		return true
	}) {
		return len(letters)
	}
	return 0
}

// trimHan takes a form off a name written without spaces in Chinese characters.
func trimHan(pieces []piece, f form) ([]piece, bool) {
	if len(f.parts) != 1 || len(pieces) == 0 || ScriptOf([]rune(f.joined)[0]) != Han {
		return pieces, false
	}
	last := pieces[len(pieces)-1]
	rest, ok := strings.CutSuffix(last.text, f.joined)
	if !ok {
		rest, ok = strings.CutPrefix(last.text, f.joined)
	}
	if !ok || rest == "" || last.script != Han {
		return pieces, false
	}
	last.text = rest
	return append(slices.Clone(pieces[:len(pieces)-1]), last), true
}
