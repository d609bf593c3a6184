package book

import (
	"bytes"
	_ "embed"
	"encoding/csv"
	"fmt"
	"slices"
	"strings"
	"sync"

	"plimsoll/ftm"
	"plimsoll/lists"
)

//go:embed columns.csv
var columnsCSV []byte

// What a column may mean besides a property.
const (
	idColumn     = "id"
	schemaColumn = "schema"
)

// column is a column of a book and what it means.
type column struct {
	label    string // for messages: its name, with its number where it has one
	property string // or id or schema; "" for one that is not used
	kind     string // FollowTheMoney's type of the property
}

// vocabulary is what columns can be called. It is read-only.
type vocabulary struct {
	kinds   map[string]string // property to type
	written map[string]string // folded heading to property
	links   map[string]bool   // properties that name other entities: known, and nothing to search by
	near    []string          // what a misspelt heading may have meant
}

var loadVocabulary = sync.OnceValues(func() (*vocabulary, error) {
	v := &vocabulary{kinds: map[string]string{}, written: map[string]string{}, links: map[string]bool{}}
	for _, n := range parties() {
		schema, _ := ftm.Default().Schema(n)
		for _, p := range schema.PropertyNames() {
			prop, _ := schema.Property(p)
			if prop.Type == "entity" {
				v.links[p] = true
			} else if v.kinds[p] == "" {
				v.kinds[p] = prop.Type
			}
		}
	}
	v.near = []string{idColumn, schemaColumn}
	for p, kind := range v.kinds {
		if k := fold(p); v.written[k] == "" || p < v.written[k] {
			v.written[k] = p
		}
		if kind == "name" || kind == "identifier" || kind == "gender" || kind == "country" || p == "birthDate" || nameParts[p] {
			v.near = append(v.near, p)
		}
	}
	slices.Sort(v.near)
	v.written[idColumn], v.written[schemaColumn] = idColumn, schemaColumn
	r := csv.NewReader(bytes.NewReader(columnsCSV))
	r.Comment = '#'
	rows, err := r.ReadAll()
	if err != nil {
		return nil, fmt.Errorf("reading the table of columns: %w", err)
	}
	for _, row := range rows[1:] {
		if row[1] != "-" && !v.means(row[1]) {
			return nil, fmt.Errorf("reading the table of columns: %s: no property is called %q", row[0], row[1])
		}
		v.written[row[0]] = row[1]
	}
	return v, nil
})

func (v *vocabulary) means(property string) bool {
	return property == idColumn || property == schemaColumn || v.kinds[property] != ""
}

// matters reports whether screening looks at a property.
func (v *vocabulary) matters(property string) bool {
	_, yes := slices.BinarySearch(v.near, property)
	return yes
}

// nameParts are properties that make up a name where none is given whole.
var nameParts = map[string]bool{"firstName": true, "secondName": true, "middleName": true, "lastName": true, "fatherName": true}

// parties are the schemata that a row may have.
func parties() []string {
	var out []string
	for _, s := range ftm.Default().SchemaNames() {
		if schema, _ := ftm.Default().Schema(s); schema.Matchable && s != "Address" && s != "Position" {
			out = append(out, s)
		}
	}
	return out
}

// fold leaves of a heading its letters and digits, small.
func fold(heading string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r >= 'A' && r <= 'Z':
			return r + 'a' - 'A'
		case r >= 'a' && r <= 'z', r >= '0' && r <= '9', r >= 0x80:
			return r
		}
		return -1
	}, heading)
}

// columns are the columns of one book.
type columns struct {
	words   *vocabulary
	options Options
	by      map[string]*column // by the name in the file
	used    map[string]bool    // of Options.Columns
	remarks []Remark
}

func newColumns(o Options) (*columns, error) {
	words, err := loadVocabulary()
	if err != nil {
		return nil, err
	}
	for from, to := range o.Columns {
		if to != "-" && !words.means(to) {
			return nil, fmt.Errorf("column %q cannot mean %q: no such property%s", from, to, meant(to, words.near))
		}
	}
	return &columns{words: words, options: o, by: map[string]*column{}, used: map[string]bool{}}, nil
}

func (c *columns) has(property string) bool {
	for _, x := range c.by {
		if x.property == property {
			return true
		}
	}
	return false
}

// meaning finds out what a heading means. The suggestion is set for one that
// is not known and near to one that is: it may be a slip, and passing over it
// would lose what it says.
func (c *columns) meaning(heading string) (property, suggestion string) {
	heading = strings.TrimSpace(heading)
	if to, ok := c.options.Columns[heading]; ok {
		c.used[heading] = true
		if to == "-" {
			return "", ""
		}
		return to, ""
	}
	if c.words.means(heading) {
		return heading, ""
	}
	switch p := c.words.written[fold(heading)]; p {
	case "":
	case "-":
		return "", ""
	default:
		return p, ""
	}
	if c.words.links[heading] {
		return "", ""
	}
	return "", lists.Nearest(heading, c.words.near)
}

// add takes in a column; number is 0 where columns have none.
func (c *columns) add(heading string, number int) (*column, error) {
	label := strings.TrimSpace(heading)
	if number > 0 {
		label = fmt.Sprintf("%d (%s)", number, label)
	}
	property, near := c.meaning(heading)
	if near != "" {
		return nil, fmt.Errorf("no property is called %q; did you mean %q? To use the column say --map %q, to leave it out --map %q",
			clip(heading), near, clip(heading)+"="+near, clip(heading)+"=-")
	}
	x := &column{label: label, property: property, kind: c.words.kinds[property]}
	_, named := c.options.Columns[strings.TrimSpace(heading)]
	if property == "" && !named && !c.words.links[heading] && strings.TrimSpace(heading) != "" {
		c.remarks = append(c.remarks, Remark{Line: 1, Column: label, Reason: "not known and not used; --map COLUMN=PROPERTY gives a column a meaning"})
	}
	c.by[heading] = x
	return x, nil
}

// complete says what is missing once all columns are known. A book without
// anything to search for is an error; id and schema can be done without.
func (c *columns) complete(line int) *Remark {
	for _, from := range sortedKeys(c.options.Columns) {
		if !c.used[from] {
			return &Remark{Line: line, Column: from, Reason: "--map names a column that the book does not have; it has " + c.headings()}
		}
	}
	searchable := false
	for _, x := range c.by {
		searchable = searchable || x.kind == "name" || x.kind == "identifier" || x.property == "lastName"
	}
	if !searchable {
		return &Remark{Line: line, Column: "name", Reason: "the column is missing, and so is every other to search by; the book has " + c.headings() +
			"; say which is the name: --map COLUMN=name"}
	}
	if !c.has(idColumn) {
		c.remarks = append(c.remarks, Remark{Line: line, Column: idColumn, Reason: "the column is missing; rows are known by their number"})
	}
	if !c.has(schemaColumn) && c.options.Schema == "" {
		reason := "the column is missing; each row is compared with persons, bodies and ships alike; say --schema Person if all are persons"
		if c.has("type") {
			reason += ", or --map type=schema if that column tells"
		}
		c.remarks = append(c.remarks, Remark{Line: line, Column: schemaColumn, Reason: reason})
	}
	return nil
}

func (c *columns) headings() string {
	names := sortedKeys(c.by)
	for i, n := range names {
		names[i] = clip(n)
	}
	const most = 40
	if len(names) > most {
		names = append(names[:most], "...")
	}
	return strings.Join(names, ", ")
}

func meant(word string, candidates []string) string {
	if n := lists.Nearest(word, candidates); n != "" {
		return fmt.Sprintf("; did you mean %q?", n)
	}
	return ""
}

func sortedKeys[V any](m map[string]V) []string {
	out := make([]string, 0, len(m))
	for k := range m {
		out = append(out, k)
	}
	slices.Sort(out)
	return out
}

// clip shortens what a message shows of a file.
func clip(s string) string {
	const most = 60
	if len(s) <= most {
		return s
	}
	cut := most
	for cut > 0 && s[cut]&0xc0 == 0x80 {
		cut--
	}
	return s[:cut] + "..."
}
