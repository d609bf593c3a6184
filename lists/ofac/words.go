package ofac

import (
	"bytes"
	_ "embed"
	"encoding/csv"
	"fmt"
	"slices"
	"strings"
	"sync"
)

// words.csv says what OFAC's words for documents and features mean: how the
// value is read, and which property of the party it becomes. All formats use
// the same words; the remarks of the delimited files add short forms of their
// own (DOB, POB, nationality, citizen).
//
//go:embed words.csv
var wordsCSV []byte

// word is a kind of document or feature.
type word struct {
	name  string // as OFAC writes it
	means string // a case of [party.feature]
	prop  string // of the party; "" where it has none
}

type wordTable struct {
	byName  map[string]word   // as OFAC writes it
	byFold  map[string]word   // see foldWord
	byFirst map[string][]word // by what stands before the first blank; long names first
}

var loadWords = sync.OnceValues(func() (*wordTable, error) {
	rows, err := csv.NewReader(bytes.NewReader(wordsCSV)).ReadAll()
	if err != nil {
		return nil, fmt.Errorf("reading the table of words: %w", err)
	}
	t := &wordTable{byName: map[string]word{}, byFold: map[string]word{}, byFirst: map[string][]word{}}
	for _, row := range rows[1:] {
		w := word{row[0], row[1], row[2]}
		t.byName[w.name], t.byFold[foldWord(w.name)] = w, w
		first, _, _ := strings.Cut(w.name, " ")
		t.byFirst[first] = append(t.byFirst[first], w)
	}
	for _, list := range t.byFirst {
		slices.SortStableFunc(list, func(a, b word) int { return len(b.name) - len(a.name) })
	}
	return t, nil
})

func words() *wordTable {
	t, err := loadWords()
	if err != nil {
		panic(err) // the file is compiled in and covered by a test
	}
	return t
}

// openWords are those that name a currency, order or directive of which there
// will be more.
func openWords() []word {
	return []word{
		{"Digital Currency Address - ", "wallet", ""},
		{"Listing Date (", "day", "listingDate"},
		{"Effective Date (", "day", "startDate"},
		{"Executive Order ", "provision", ""},
	}
}

// find knows a word by what a format calls it.
func (t *wordTable) find(kind string) (word, bool) {
	if w, ok := t.byName[kind]; ok {
		return w, true
	}
	key := foldWord(kind)
	if w, ok := t.byFold[key]; ok {
		return w, true
	}
	for _, w := range openWords() {
		if strings.HasPrefix(kind, w.name) {
			w.name = kind
			return w, true
		}
	}
	for _, tail := range []string{":", " -"} {
		if w, ok := t.byFold[key+tail]; ok {
			return w, true
		}
	}
	return word{}, false
}

// cut finds the word that a piece of the remarks begins with, and its value.
func (t *wordTable) cut(piece string) (w word, value string, ok bool) {
	first, _, _ := strings.Cut(piece, " ")
	for _, w := range t.byFirst[first] {
		if value, ok := strings.CutPrefix(piece, w.name+" "); ok {
			return w, value, true
		}
	}
	for _, w := range openWords() {
		rest, ok := strings.CutPrefix(piece, w.name)
		if !ok {
			continue
		}
		switch w.means {
		case "wallet": // Digital Currency Address - XBT 1A...
			currency, value, ok := strings.Cut(rest, " ")
			w.name += currency
			return w, value, ok
		case "day": // Listing Date (CMIC) 03 Jun 2021; ... (EO 14024 Directive 2): 24 Feb 2022
			order, value, _ := strings.Cut(rest, ")")
			w.name += order + ")"
			if after, colon := strings.CutPrefix(value, ":"); colon {
				w.name, value = w.name+":", after
			}
			value, ok := strings.CutPrefix(value, " ")
			return w, value, ok
		default: // there is no telling where the word ends
			return word{"", w.means, ""}, piece, true
		}
	}
	return word{}, "", false
}

// foldWord drops what differs between formats in the writing of one word.
func foldWord(kind string) string {
	return strings.ToLower(strings.ReplaceAll(strings.TrimSpace(kind), "’", "'"))
}
