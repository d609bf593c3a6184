package book

import (
	"fmt"
	"slices"
	"strings"

	"plimsoll/ftm"
	"plimsoll/lists"
)

// rowMaker makes rows of records.
type rowMaker struct {
	options   Options
	columns   *columns
	schemata  map[string]*schemaWord
	countries map[string][]string // as written to codes; as many as there are spellings
}

// schemaWord is what a word for a kind of party means.
type schemaWord struct {
	name   string
	schema *ftm.Schema
	bad    string
}

// kinds are words that people use for FollowTheMoney's schemata.
var kinds = map[string]string{
	"individual": "Person", "naturalperson": "Person", "private": "Person", "human": "Person", "retail": "Person",
	"corporate": "Company", "corporation": "Company", "business": "Company", "firm": "Company", "legalperson": "LegalEntity",
	"organisation": "Organization", "org": "Organization", "entity": "LegalEntity", "ship": "Vessel", "boat": "Vessel",
	"aircraft": "Airplane", "wallet": "CryptoWallet", "government": "PublicBody", "authority": "PublicBody",
}

func newRowMaker(o Options) (*rowMaker, error) {
	c, err := newColumns(o)
	if err != nil {
		return nil, err
	}
	m := &rowMaker{options: o, columns: c, schemata: map[string]*schemaWord{}, countries: map[string][]string{}}
	if w := m.schema(o.Schema); w.bad != "" {
		return nil, fmt.Errorf("schema: %s", w.bad)
	}
	return m, nil
}

// maxWords bounds what a reader remembers of a book's words.
const maxWords = 10_000

func (m *rowMaker) schema(word string) *schemaWord {
	if w := m.schemata[word]; w != nil {
		return w
	}
	w := &schemaWord{}
	if word != "" {
		known := parties()
		w.name = word
		for _, n := range known {
			if strings.EqualFold(n, word) {
				w.name = n
			}
		}
		if n := kinds[fold(word)]; n != "" {
			w.name = n
		}
		w.schema, _ = ftm.Default().Schema(w.name)
		if !slices.Contains(known, w.name) {
			w.bad = fmt.Sprintf("no kind of party is called %q%s", clip(word), meant(word, known))
		}
	}
	if len(m.schemata) < maxWords {
		m.schemata[strings.Clone(word)] = w
	}
	return w
}

// row makes a row, or one that says why it is none.
func (m *rowMaker) row(number int, rec record) Row {
	r := Row{Number: number, Line: rec.line}
	if r.Line == 0 {
		r.Line = number
	}
	b := building{rowMaker: m, row: &r, rec: &rec}
	// A row that cannot be read is still named by its id, if that can be.
	if rec.bad != nil {
		r.Bad = &Remark{number, r.Line, rec.bad.Column, rec.bad.Byte, rec.bad.Reason}
		return r
	}
	if b.names() && b.properties() && r.Name == "" && !b.searchable {
		b.bad(nil, 0, "the row has neither a name nor a number to look for")
	}
	if r.Bad != nil {
		r.Properties, r.Doubts = nil, nil
	}
	return r
}

// building is one row on its way.
type building struct {
	*rowMaker
	row        *Row
	rec        *record
	schema     *ftm.Schema
	searchable bool
	values     []string // of the whole row; properties are parts of it
}

func (b *building) remark(c *cell, at int, format string, args ...any) Remark {
	r := Remark{Row: b.row.Number, Line: b.row.Line, Reason: fmt.Sprintf(format, args...)}
	if c != nil {
		r.Column = c.column.label
		if b.rec.at >= 0 && c.at >= 0 {
			r.Byte = b.rec.at + c.at + int64(at) + 1
		}
	}
	return r
}

func (b *building) bad(c *cell, at int, format string, args ...any) {
	r := b.remark(c, at, format, args...)
	if c == nil {
		r.Column = "name"
	}
	b.row.Bad = &r
}

func (b *building) doubt(c *cell, format string, args ...any) {
	b.row.Doubts = append(b.row.Doubts, b.remark(c, 0, format, args...))
}

// names reads who the row is about: its id and its schema.
func (b *building) names() bool {
	schema := b.options.Schema
	var from *cell
	for i := range b.rec.cells {
		c := &b.rec.cells[i]
		switch c.column.property {
		case idColumn:
			if v := strings.TrimSpace(c.first()); v != "" && b.row.ID == "" {
				b.row.ID = v
			}
		case schemaColumn:
			if v := strings.TrimSpace(c.first()); v != "" {
				schema, from = v, c
			}
		}
	}
	for i := range b.rec.cells {
		if c := &b.rec.cells[i]; c.column.property != "" && !b.sound(c) {
			return false
		}
	}
	w := b.rowMaker.schema(schema)
	if w.bad != "" {
		b.bad(from, 0, "%s", w.bad)
		return false
	}
	b.row.Schema, b.schema = w.name, w.schema
	return true
}

// sound refuses a cell that is no text, or too long.
func (b *building) sound(c *cell) bool {
	size := len(c.text)
	if !c.ascii {
		for i, v := range c.list {
			size += len(v)
			if at, reason := damage(v); reason != "" {
				b.bad(c, at, "value %d: %s", i+1, reason)
				return false
			}
		}
		if at, reason := damage(c.text); reason != "" {
			if c.column.property == idColumn {
				b.row.ID = ""
			}
			b.bad(c, at, "%s", reason)
			return false
		}
	}
	if c.column.kind == "name" && size > maxName {
		for _, v := range c.values() {
			if fault, _ := nameFault(v); fault != "" {
				b.bad(c, 0, "%s", fault)
				return false
			}
		}
	}
	if size > maxCell {
		b.bad(c, 0, "the cell has %d bytes, more than %d", size, maxCell)
		return false
	}
	return true
}

func (c *cell) first() string {
	if len(c.list) > 0 {
		return c.list[0]
	}
	return c.text
}

func (c *cell) values() []string {
	if c.list != nil {
		return c.list
	}
	return values(c.text)
}

// properties reads everything else.
func (b *building) properties() bool {
	b.row.Properties = make(map[string][]string, len(b.rec.cells))
	b.values = make([]string, 0, len(b.rec.cells))
	for i := range b.rec.cells {
		c := &b.rec.cells[i]
		if p := c.column.property; p == "" || p == idColumn || p == schemaColumn || c.text == "" && len(c.list) == 0 {
			continue
		}
		if !b.property(c) {
			return false
		}
	}
	b.row.Name = best(b.row.Properties)
	return true
}

func (b *building) property(c *cell) bool {
	prop, kind, ok := b.fitting(c)
	if !ok {
		return true
	}
	from := len(b.values)
	if c.list == nil && strings.IndexByte(c.text, ';') < 0 && strings.IndexByte(c.text, '\\') < 0 {
		if !b.value(c, prop, kind, c.text) {
			return false
		}
	} else {
		for _, v := range c.values() {
			if !b.value(c, prop, kind, v) {
				return false
			}
		}
	}
	added := b.values[from:len(b.values):len(b.values)]
	if len(added) == 0 {
		return true
	}
	if have := b.row.Properties[prop]; have != nil {
		for _, v := range added {
			if !slices.Contains(have, v) {
				have = append(have, v)
			}
		}
		added = have
	}
	b.row.Properties[prop] = added
	b.searchable = b.searchable || kind == "name" || kind == "identifier"
	return true
}

// elsewhere is where a value goes whose property the row's schema does not
// have: books have one column for all kinds of parties.
var elsewhere = map[string][]string{
	"nationality": {"country", "jurisdiction"}, "citizenship": {"country"}, "jurisdiction": {"country"}, "flag": {"country"},
	"country": {"nationality"}, "idNumber": {"registrationNumber"}, "registrationNumber": {"idNumber"}, "swiftBic": {"bic"},
}

// fitting finds the property of the row's schema that a column means.
func (b *building) fitting(c *cell) (property, kind string, ok bool) {
	property, kind = c.column.property, c.column.kind
	if b.schema == nil {
		return property, kind, true
	}
	if _, have := b.schema.Property(property); have {
		return property, kind, true
	}
	for _, other := range elsewhere[property] {
		if p, have := b.schema.Property(other); have {
			return other, p.Type, true
		}
	}
	if b.columns.words.matters(property) {
		b.doubt(c, "a %s has no %s: the value is not used%s", b.schema.Name, property, meant(property, b.schema.PropertyNames()))
	}
	return "", "", false
}

// value adds a value in the form lists have it.
func (b *building) value(c *cell, prop, kind, written string) bool {
	v := lists.Clean(written)
	if v == "" {
		return true
	}
	switch {
	case kind == "name":
		fault, doubt := nameFault(v)
		if fault != "" {
			b.bad(c, 0, "%s", fault)
			return false
		}
		if doubt != "" {
			b.doubt(c, "%s", doubt)
		}
	case kind == "date":
		for _, d := range b.dates(c, v) {
			b.add(d)
		}
		return true
	case kind == "country":
		for _, code := range b.country(c, v) {
			b.add(code)
		}
		return true
	case kind == "gender":
		if v = gender(v); v == "" {
			b.doubt(c, "%q is no gender: male, female or other", clip(written))
			return true
		}
	case prop == "imoNumber" || prop == "mmsi":
		b.shipNumber(c, prop, v)
	}
	b.add(v)
	return true
}

func (b *building) add(v string) { b.values = append(b.values, v) }

// best is the name that a row is shown by.
func best(props map[string][]string) string {
	for _, p := range []string{"name", "alias", "previousName", "weakAlias"} {
		if v := props[p]; len(v) > 0 {
			return v[0]
		}
	}
	var parts []string
	for _, p := range []string{"firstName", "secondName", "middleName", "lastName"} {
		parts = append(parts, props[p]...)
	}
	return strings.Join(parts, " ")
}

// values cuts a cell at its semicolons; "\;" is one inside a value.
func values(cell string) []string {
	var out []string
	var b strings.Builder
	flush := func() {
		if v := strings.TrimSpace(b.String()); v != "" && !slices.Contains(out, v) {
			out = append(out, v)
		}
		b.Reset()
	}
	for i := 0; i < len(cell); i++ {
		switch {
		case cell[i] == '\\' && i+1 < len(cell) && (cell[i+1] == ';' || cell[i+1] == '\\'):
			i++
			b.WriteByte(cell[i])
		case cell[i] == ';':
			flush()
		default:
			b.WriteByte(cell[i])
		}
	}
	flush()
	return out
}

// One makes a row of values that come from elsewhere than a book, such as a
// command line: of heading to values, read as those of a book are.
func One(values map[string][]string, o Options) (Row, error) {
	m, err := newRowMaker(o)
	if err != nil {
		return Row{}, err
	}
	rec := record{line: 1, at: -1}
	for _, heading := range sortedKeys(values) {
		if p, near := m.columns.meaning(heading); p == "" {
			if near != "" {
				near = fmt.Sprintf("; did you mean %q?", near)
			}
			return Row{}, fmt.Errorf("no property is called %q%s", clip(heading), near)
		}
		c, err := m.columns.add(heading, 0)
		if err != nil {
			return Row{}, err
		}
		if len(values[heading]) > 0 {
			rec.cells = append(rec.cells, cell{column: c, list: values[heading], at: -1})
		}
	}
	row := m.row(1, rec)
	if row.Bad != nil {
		return Row{}, fmt.Errorf("%s: %s", row.Bad.Column, row.Bad.Reason)
	}
	return row, nil
}
