package quality

import (
	"bufio"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"plimsoll/names"
)

// listPrefixes are the groups that are entries of official lists.
var listPrefixes = []string{"us", "uk", "un", "eu"}

var schemata = map[string]string{"person": "Person", "org": "Organization", "vessel": "Vessel", "aircraft": "Airplane"}

// writing is one row of a table of variants.
type writing struct{ kind, name, script string }

// ReadVariants reads a table of writings (group, kind, name, script, ...,
// separated by tabs, with a header): names of official lists, and pairs. Rows
// of a group stand together.
func (m *Material) ReadVariants(r io.Reader) error {
	s := bufio.NewScanner(r)
	s.Buffer(nil, 1<<20)
	var group string
	var rows []writing
	for n := 1; s.Scan(); n++ {
		if n == 1 {
			continue
		}
		f := strings.Split(s.Text(), "\t")
		if len(f) < 4 {
			return fmt.Errorf("reading variants: line %d has %d columns, want 4 or more", n, len(f))
		}
		if f[0] != group {
			m.addGroup(group, rows)
			group, rows = f[0], rows[:0]
		}
		rows = append(rows, writing{f[1], f[2], f[3]})
	}
	m.addGroup(group, rows)
	if err := s.Err(); err != nil {
		return fmt.Errorf("reading variants: %w", err)
	}
	return nil
}

func (m *Material) addGroup(group string, rows []writing) {
	prefix, _, _ := strings.Cut(group, ":")
	switch {
	case slices.Contains(listPrefixes, prefix):
		for _, w := range rows {
			if schema, ok := schemata[w.kind]; ok {
				m.Listed = append(m.Listed, Listed{schema, w.name})
			}
		}
		m.addListedPairs(group, rows)
	case prefix == "np":
		m.addPairs(group, "hebrew", "Person", rows, "Hebr")
		m.addPairs(group, "hangul-foreign", "Person", slices.DeleteFunc(slices.Clone(rows), func(w writing) bool {
			return w.script == "Hang" && !strings.Contains(w.name, " ") // a name in one word is Korean or Chinese
		}), "Hang")
	case prefix == "nt":
		m.addPairs(group, "han-word", "Person", rows, "Hani")
	}
}

func (m *Material) addListedPairs(group string, rows []writing) {
	if len(rows) == 0 {
		return
	}
	schema := schemata[rows[0].kind]
	switch schema {
	case "Person":
		m.addPairs(group, "arabic", schema, rows, "Arab")
		m.addPairs(group, "cyrillic", schema, rows, "Cyrl")
		m.addPairs(group, "latin", schema, rows, "Latn")
	case "Organization":
		m.addPairs(group, "org-cyrillic", schema, rows, "Cyrl")
		m.addPairs(group, "org-latin", schema, rows, "Latn")
	case "Vessel":
		m.addPairs(group, "vessel", schema, rows, "Latn")
	default:
		return
	}
	m.addPairs(group, "han", schema, rows, "Hani")
}

// addPairs pairs every writing in a script with the group's first Latin one.
// Writings that differ in nothing but case and marks make no pair.
func (m *Material) addPairs(group, kind, schema string, rows []writing, script string) {
	first := slices.IndexFunc(rows, func(w writing) bool { return w.script == "Latn" })
	if first < 0 {
		return
	}
	if m.Pairs == nil {
		m.Pairs = map[string][]Pair{}
	}
	listed := rows[first].name
	for i, w := range rows {
		if i != first && w.script == script && names.Fold(w.name) != names.Fold(listed) {
			m.Pairs[kind] = append(m.Pairs[kind], Pair{schema, w.name, listed, group})
		}
	}
}

// ReadNative reads Korean people as Latin and Hangul, separated by a tab, with
// a header.
func (m *Material) ReadNative(r io.Reader) error {
	if m.Pairs == nil {
		m.Pairs = map[string][]Pair{}
	}
	s := bufio.NewScanner(r)
	for n := 1; s.Scan(); n++ {
		latin, hangul, ok := strings.Cut(s.Text(), "\t")
		if !ok {
			return fmt.Errorf("reading Korean names: line %d: want two columns", n)
		}
		if n > 1 {
			m.Pairs["hangul"] = append(m.Pairs["hangul"], Pair{"Person", hangul, latin, "np:" + latin})
		}
	}
	if err := s.Err(); err != nil {
		return fmt.Errorf("reading Korean names: %w", err)
	}
	return nil
}

// ReadUnlisted reads people who are on no list: a CSV with a header, the name
// in its first column.
func (m *Material) ReadUnlisted(r io.Reader) error {
	c := csv.NewReader(r)
	c.ReuseRecord = true
	for n := 0; ; n++ {
		row, err := c.Read()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return fmt.Errorf("reading unlisted people: %w", err)
		}
		if n > 0 {
			m.Unlisted = append(m.Unlisted, strings.Clone(row[0]))
		}
	}
}
