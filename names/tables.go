package names

import (
	_ "embed"
	"fmt"
	"strings"
	"sync"
)

//go:embed words.csv
var wordsCSV string

type table struct {
	titles    map[Class]map[string]bool
	particles map[Class]map[string]bool
	suffixes  map[string]bool
}

var tables = sync.OnceValue(func() *table {
	t, err := readTables(wordsCSV)
	if err != nil {
		panic(err) // the files are compiled in and covered by a test
	}
	return t
})

func readTables(words string) (*table, error) {
	t := &table{
		titles: map[Class]map[string]bool{}, particles: map[Class]map[string]bool{}, suffixes: map[string]bool{},
	}
	for _, c := range []Class{Anything, Person, Organisation, Vessel} {
		t.titles[c], t.particles[c] = map[string]bool{}, map[string]bool{}
	}
	for i, row := range rows(words, ",") {
		if err := t.addWord(row); err != nil {
			return nil, fmt.Errorf("reading words.csv: row %d: %w", i+1, err)
		}
	}
	return t, nil
}

// rows cuts a small table of ours: no quotes, # for comments, the first row a
// header.
func rows(text, separator string) [][]string {
	var out [][]string
	for line := range strings.Lines(text) {
		line = strings.TrimSpace(line)
		if line == "" || strings.HasPrefix(line, "#") {
			continue
		}
		out = append(out, strings.Split(line, separator))
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
	case "person suffix":
		t.suffixes[word] = true
	case "ship title":
		t.titles[Vessel][word] = true
	case "person particle":
		t.particles[Person][word] = true
	case "particle":
		t.particles[Organisation][word], t.particles[Vessel][word], t.particles[Anything][word] = true, true, true
	default:
		return fmt.Errorf("%q is no kind of word", row[0])
	}
	return nil
}

func (t *table) isTitle(c Class, w string) bool    { return t.titles[c][w] }
func (t *table) isParticle(c Class, w string) bool { return t.particles[c][w] }
