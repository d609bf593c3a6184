package alphabet

import (
	"embed"
	"fmt"
	"slices"
	"strings"
	"sync"
)

//go:embed letters/*.csv
var files embed.FS

// table holds the rules of one alphabet. Its columns are ways of writing.
type table struct {
	columns []string
	base    rune     // the first letter
	rules   [][]rule // by first letter, from base; longest first, those bound to a place before those that are not
	classes []class  // by letter, from base
}

// rule says how one to three letters are written in each column.
type rule struct {
	letters []rune
	bound   bool
	holds   place
	written []string
}

// class is a set of kinds of letter.
type class uint8

const (
	vowel class = 1 << iota
	husher
	soft
	voiceless
)

var classNames = map[string]class{"@vowels": vowel, "@hushers": husher, "@soft": soft, "@voiceless": voiceless}

// place tells whether the letters word[i:j] stand where a rule holds.
type place func(t *table, word []rune, i, j int) bool

var places = map[string]place{
	"":      func(*table, []rune, int, int) bool { return true },
	"start": func(_ *table, _ []rune, i, _ int) bool { return i == 0 },
	"end":   func(_ *table, w []rune, _, j int) bool { return j == len(w) },
	"open":  func(t *table, w []rune, i, _ int) bool { return i == 0 || t.is(w[i-1], vowel) },
	"ending": func(t *table, w []rune, i, j int) bool { // after a consonant, with a word before it
		return j == len(w) && i > 1 && !t.is(w[i-1], vowel)
	},
	"closed": func(t *table, w []rune, _, j int) bool { return j < len(w) && !t.is(w[j], vowel) },
	"glide": func(t *table, w []rune, i, j int) bool {
		return (i == 0 || t.is(w[i-1], vowel)) && j < len(w) && t.is(w[j], vowel)
	},
	"hushers":   func(t *table, w []rune, i, _ int) bool { return i > 0 && t.is(w[i-1], husher) },
	"soft":      func(t *table, w []rune, _, j int) bool { return j < len(w) && t.is(w[j], soft) },
	"voiceless": func(t *table, w []rune, _, j int) bool { return j == len(w) || t.is(w[j], voiceless) },
}

// alphabets are the tables of scripts that are written letter by letter.
type alphabets struct{ cyrillic, greek, armenian, georgian *table }

// tables are read when the first word comes.
var tables = sync.OnceValue(func() alphabets {
	must := func(name string) *table {
		data, err := files.ReadFile("letters/" + name + ".csv")
		if err != nil {
			panic(err) // compiled in
		}
		t, err := readTable(string(data))
		if err != nil {
			panic(fmt.Sprintf("alphabet: %s.csv: %v", name, err)) // covered by a test
		}
		return t
	}
	return alphabets{must("cyrillic"), must("greek"), must("armenian"), must("georgian")}
})

func readTable(csv string) (*table, error) {
	var head, body [][]string
	for _, row := range rowsOf(csv) {
		if strings.HasPrefix(row[0], "@") {
			head = append(head, row)
			continue
		}
		body = append(body, row)
	}
	if len(body) < 2 || len(body[0]) < 3 {
		return nil, fmt.Errorf("no columns or no rows")
	}
	t := &table{columns: body[0][2:], base: 1 << 30}
	last := rune(0)
	for _, row := range body[1:] {
		for _, r := range row[0] {
			t.base, last = min(t.base, r), max(last, r)
		}
	}
	t.rules, t.classes = make([][]rule, max(0, last-t.base+1)), make([]class, max(0, last-t.base+1))
	for _, row := range head {
		for _, r := range row[1] {
			if r >= t.base && r <= last {
				t.classes[r-t.base] |= classNames[row[0]]
			}
		}
	}
	for _, row := range body[1:] {
		if err := t.add(row); err != nil {
			return nil, fmt.Errorf("row %q: %w", strings.Join(row, ","), err)
		}
	}
	for _, rules := range t.rules {
		slices.SortStableFunc(rules, func(a, b rule) int {
			if d := len(b.letters) - len(a.letters); d != 0 {
				return d
			}
			return rank(a) - rank(b)
		})
	}
	return t, nil
}

func rank(r rule) int {
	if r.bound {
		return 0
	}
	return 1
}

func rowsOf(csv string) (rows [][]string) {
	for line := range strings.Lines(csv) {
		if line = strings.TrimRight(line, "\r\n"); line != "" && line[0] != '#' {
			rows = append(rows, strings.Split(line, ","))
		}
	}
	return rows
}

func (t *table) add(row []string) error {
	if len(row) != 2+len(t.columns) || row[0] == "" || row[2] == "" {
		return fmt.Errorf("want letters, a place and %d ways of writing", len(t.columns))
	}
	if places[row[1]] == nil {
		return fmt.Errorf("%q is not a place known here", row[1])
	}
	r := rule{letters: []rune(row[0]), bound: row[1] != "", holds: places[row[1]]}
	for _, w := range row[2:] {
		switch w {
		case "":
			w = r.written[0]
		case "-":
			w = ""
		}
		r.written = append(r.written, w)
	}
	first := &t.rules[r.letters[0]-t.base]
	*first = append(*first, r)
	return nil
}

func (t *table) is(r rune, c class) bool {
	i := r - t.base
	return i >= 0 && int(i) < len(t.classes) && t.classes[i]&c != 0
}

// match cuts a word into the rules that write it. It fails at a letter that
// the alphabet does not have.
func (t *table) match(into []*rule, word []rune) (rules []*rule, ok bool) {
	for i := 0; i < len(word); {
		r := t.at(word, i)
		if r == nil {
			return nil, false
		}
		into = append(into, r)
		i += len(r.letters)
	}
	return into, true
}

func (t *table) at(word []rune, i int) *rule {
	n := word[i] - t.base
	if n < 0 || int(n) >= len(t.rules) {
		return nil
	}
	rules := t.rules[n]
	for n := range rules {
		r := &rules[n]
		j := i + len(r.letters)
		if j <= len(word) && slices.Equal(r.letters, word[i:j]) && (!r.bound || r.holds(t, word, i, j)) {
			return r
		}
	}
	return nil
}

func write(into []byte, rules []*rule, column int) []byte {
	for _, r := range rules {
		into = append(into, r.written[column]...)
	}
	return into
}
