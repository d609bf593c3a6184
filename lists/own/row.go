package own

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"unicode"

	"plimsoll/ftm"
	"plimsoll/lists"
	"plimsoll/lists/table"
)

// reference is a value that names another entity.
type reference struct{ id, place string }

// maxValues is more than any party has of anything; a cell beyond it is a
// mistake, and slow to read.
const maxValues = 5000

// entity makes the entity of a row.
func (p *parser) entity(ctx context.Context, row *table.Row) error {
	id, name := row.Value("id").Text, row.Value("schema").Text
	switch {
	case id == "":
		return p.table.Fail("id", "the row has no id")
	case strings.ContainsFunc(id, unicode.IsSpace):
		return p.table.Fail("id", "an id is one word: %q", id)
	case p.rows[id] > 0:
		return p.table.Fail("id", "%s stands in row %d already", id, p.rows[id])
	}
	schema, ok := ftm.Default().Schema(name)
	if !ok || schema.Abstract {
		return p.table.Fail("schema", "%q is no schema that a row can have%s", name, didYouMean(name, concreteSchemata()))
	}
	if err := ctx.Err(); err != nil {
		return fmt.Errorf("reading %s: %w", p.file.Name, err)
	}
	p.rows[id] = p.table.Row()
	e := p.Loose(id, name)
	for i, column := range p.table.Columns() {
		if column == "id" || column == "schema" {
			continue
		}
		cell := row.At(i)
		if cell.Empty() {
			continue
		}
		prop, ok := schema.Property(column)
		if !ok {
			return p.table.Fail(column, "a %s has no %s%s", name, column, didYouMean(column, schema.PropertyNames()))
		}
		values := splitCell(cell.Raw)
		if len(values) > maxValues {
			return p.table.Fail(column, "the cell has %d values, more than %d", len(values), maxValues)
		}
		for _, raw := range values {
			v := lists.Value{Text: lists.Clean(raw), Raw: raw, Place: cell.Place, Exhibit: cell.Exhibit}
			if err := p.value(e, prop, v); err != nil {
				return err
			}
		}
	}
	p.wholeFile(e, schema, row.Here())
	if err := ftm.Default().Check(e.Entity); err != nil {
		return p.table.Fail("", "%v", err)
	}
	p.Counts[name]++
	return p.Emit(e)
}

// value states one value of a cell after reading it by its type.
func (p *parser) value(e *lists.Subject, prop *ftm.Property, v lists.Value) error {
	if v.Empty() {
		return nil
	}
	switch {
	case prop.Type == "date":
		d, ok := lists.ParseDate(v.Text)
		if !ok {
			return p.table.Fail(prop.Name, "%q is no date: write 1961, 1961-02 or 1961-02-03", v.Text)
		}
		e.DateAs(prop.Name, d, v)
		return nil
	case prop.Type == "country":
		p.country(e, prop, v)
		return nil
	case prop.Type == "entity":
		p.refs = append(p.refs, reference{v.Text, v.Place})
	case prop.Type == "name":
		strength := ftm.Strength("")
		if prop.Name == "weakAlias" {
			strength = ftm.Weak
		}
		e.Name(prop.Name, v, strength)
		return nil
	case prop.Type == "gender":
		v.Text = strings.ToLower(v.Text)
	case prop.Name == "imoNumber":
		v.Text = p.imo(e, v)
	}
	e.Add(prop.Name, v)
	return nil
}

// country states codes; a text that is more or less than the name of one
// country is kept beside them.
func (p *parser) country(e *lists.Subject, prop *ftm.Property, v lists.Value) {
	codes, exact := lists.Countries(v.Text)
	for _, c := range codes {
		e.Say(prop.Name, c, v)
	}
	if !exact {
		e.Note(v, "%s: %s", prop.Label, v.Text)
	}
	if len(codes) == 0 {
		hint := ""
		if near := lists.NearestCountry(v.Text); near != "" {
			hint = fmt.Sprintf(" (did you mean %s?)", near)
		}
		p.Warn(v.Place, "country not understood, kept as text: %s%s", v.Text, hint)
	}
}

// imo reads a ship's or a firm's number; a wrong one is kept and warned of.
func (p *parser) imo(e *lists.Subject, v lists.Value) string {
	read := lists.IMOCompanyNumber
	if s, ok := ftm.Default().Schema(e.Schema); ok && s.Is("Vessel") {
		read = lists.IMONumber
	}
	number, valid := read(v.Text)
	if !valid {
		p.Warn(v.Place, "IMO number %s of %s fails its check digit, kept", number, e.ID)
	}
	return number
}

// wholeFile gives the entity what the "#" lines give to all, and remembers
// whom it lists.
func (p *parser) wholeFile(e *lists.Subject, schema *ftm.Schema, here lists.Value) {
	if isParty(schema) {
		p.fromMeta(e, "topics", "topics")
		if e.Listed() && p.meta["authority"].value != "" {
			p.due = append(p.due, due{e.ID, p.table.Row(), here})
		}
	}
	if schema.Name == "Sanction" {
		for _, key := range []string{"authority", "program"} {
			if e.First(key) == "" {
				p.fromMeta(e, key, key)
			}
		}
		for _, id := range e.Values("entity") {
			p.listed[id] = true
		}
	}
}

func (p *parser) fromMeta(e *lists.Subject, prop, key string) {
	m := p.meta[key]
	for _, v := range splitCell(m.value) {
		e.Say(prop, lists.Clean(v), lists.Value{Place: fmt.Sprintf("line %d, # %s @%d", m.line, key, m.at), Exhibit: p.file.Exhibit})
	}
}

// isParty tells whom or what a list can be about from what describes it.
func isParty(s *ftm.Schema) bool {
	return s.Is("Thing") && !s.Is("Address") && !s.Is("Document")
}

// finish adds the listings that the "#" lines state and warns of references
// that lead out of the file.
func (p *parser) finish() error {
	for _, r := range p.refs {
		if p.rows[r.id] == 0 {
			p.Warn(r.place, "%s names an entity that is not in this file", r.id)
		}
	}
	for _, d := range p.due {
		if p.listed[d.id] {
			continue
		}
		id := d.id + "-sanction"
		if p.rows[id] > 0 {
			return p.failAt(p.rows[id], "id", "%s is the id of the listing of %s: give the row another", id, d.id)
		}
		s := p.Loose(id, "Sanction")
		s.Say("entity", d.id, d.at)
		p.fromMeta(s, "authority", "authority")
		p.fromMeta(s, "program", "program")
		p.fromMeta(s, "sourceUrl", "source")
		if err := p.Emit(s); err != nil {
			return err
		}
	}
	return nil
}

// splitCell divides a cell at semicolons; a backslash keeps a semicolon or a
// backslash inside a value.
func splitCell(cell string) []string {
	if !strings.ContainsAny(cell, `;\`) {
		return []string{cell}
	}
	var out []string
	var b strings.Builder
	for i := 0; i < len(cell); i++ {
		switch c := cell[i]; {
		case c == '\\' && i+1 < len(cell) && (cell[i+1] == ';' || cell[i+1] == '\\'):
			i++
			b.WriteByte(cell[i])
		case c == ';':
			out = append(out, b.String())
			b.Reset()
		default:
			b.WriteByte(c)
		}
	}
	return append(out, b.String())
}

func didYouMean(word string, candidates []string) string {
	if near := lists.Nearest(word, candidates); near != "" && near != word {
		return fmt.Sprintf(": did you mean %q?", near)
	}
	return ""
}

// propertyNames lists every property of every schema.
func propertyNames() []string {
	var out []string
	for _, name := range ftm.Default().SchemaNames() {
		s, _ := ftm.Default().Schema(name)
		out = append(out, s.PropertyNames()...)
	}
	slices.Sort(out)
	return slices.Compact(out)
}

func concreteSchemata() []string {
	return slices.DeleteFunc(ftm.Default().SchemaNames(), func(name string) bool {
		s, _ := ftm.Default().Schema(name)
		return s.Abstract
	})
}
