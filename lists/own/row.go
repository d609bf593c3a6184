package own

import (
	"fmt"
	"slices"
	"strings"
	"unicode"

	"plimsoll/ftm"
	"plimsoll/lists"
)

// maxValues is more than any party has of anything; a cell beyond it is a
// mistake, and slow to read.
const maxValues = 5000

// entity makes the entity of a row.
func (p *parser) entity(cells []string) error {
	id := lists.Clean(cells[slices.Index(p.columns, "id")])
	name := lists.Clean(cells[slices.Index(p.columns, "schema")])
	switch {
	case id == "":
		return p.fail("id", "the row has no id")
	case strings.ContainsFunc(id, unicode.IsSpace):
		return p.fail("id", "an id is one word: %q", id)
	case p.rows[id] > 0:
		return p.fail("id", "%s stands in row %d already", id, p.rows[id])
	}
	schema, ok := ftm.Default().Schema(name)
	if !ok || schema.Abstract {
		return p.fail("schema", "%q is no schema that a row can have%s", name, didYouMean(name, concreteSchemata()))
	}
	p.rows[id] = p.row
	e := ftm.New(id, name)
	for i, column := range p.columns {
		if column == "id" || column == "schema" {
			continue
		}
		prop, ok := schema.Property(column)
		if !ok {
			if lists.Clean(cells[i]) == "" {
				continue
			}
			return p.fail(column, "a %s has no %s%s", name, column, didYouMean(column, schema.PropertyNames()))
		}
		values := splitCell(cells[i])
		if len(values) > maxValues {
			return p.fail(column, "the cell has %d values, more than %d", len(values), maxValues)
		}
		for _, raw := range values {
			if err := p.value(e, prop, raw); err != nil {
				return err
			}
		}
	}
	p.wholeFile(e, schema)
	if err := ftm.Default().Check(e); err != nil {
		return p.fail("", "%v", err)
	}
	p.out.Entities = append(p.out.Entities, e)
	p.out.Counts[name]++
	return nil
}

// value states one value of a cell after reading it by its type.
func (p *parser) value(e *ftm.Entity, prop *ftm.Property, raw string) error {
	v := lists.Clean(raw)
	if v == "" {
		return nil
	}
	o := p.origin(fmt.Sprintf("row %d, column %s", p.row, prop.Name), raw)
	switch prop.Type {
	case "date":
		d, ok := lists.ParseDate(v)
		if !ok {
			return p.fail(prop.Name, "%q is no date: write 1961, 1961-02 or 1961-02-03", v)
		}
		if d.Circa {
			e.Add(noteProperty(e), fmt.Sprintf("%s is approximate: %s", prop.Label, v), o)
		}
		for _, day := range d.Values {
			e.Add(prop.Name, day, o)
		}
		return nil
	case "country":
		p.country(e, prop, v, o)
		return nil
	case "entity":
		p.refs = append(p.refs, reference{v, o.Place})
	case "name":
		o.Lang = lists.Lang(v)
		if prop.Name == "weakAlias" {
			o.Strength = ftm.Weak
		}
	case "gender":
		v = strings.ToLower(v)
	}
	if prop.Name == "imoNumber" {
		v = p.imo(e, v, o.Place)
	}
	e.Add(prop.Name, v, o)
	return nil
}

// country states codes; a text that is more or less than the name of one
// country is kept beside them.
func (p *parser) country(e *ftm.Entity, prop *ftm.Property, v string, o ftm.Origin) {
	codes, exact := lists.Countries(v)
	for _, c := range codes {
		e.Add(prop.Name, c, o)
	}
	if !exact {
		e.Add(noteProperty(e), prop.Label+": "+v, o)
	}
	if len(codes) == 0 {
		hint := ""
		if near := lists.NearestCountry(v); near != "" {
			hint = fmt.Sprintf(" (did you mean %s?)", near)
		}
		p.warnings.Add(fmt.Sprintf("country not understood, kept as text: %s%s", v, hint), o.Place)
	}
}

// imo reads a ship's or a firm's number; a wrong one is kept and warned of.
func (p *parser) imo(e *ftm.Entity, v, place string) string {
	read := lists.IMOCompanyNumber
	if s, ok := ftm.Default().Schema(e.Schema); ok && s.Is("Vessel") {
		read = lists.IMONumber
	}
	number, valid := read(v)
	if !valid {
		p.warnings.Add(fmt.Sprintf("IMO number %s of %s fails its check digit, kept", number, e.ID), place)
	}
	return number
}

// noteProperty is where a schema keeps free text.
func noteProperty(e *ftm.Entity) string {
	if s, ok := ftm.Default().Schema(e.Schema); ok {
		if _, has := s.Property("notes"); has {
			return "notes"
		}
	}
	return "summary"
}

func (p *parser) origin(place, original string) ftm.Origin {
	return ftm.Origin{Dataset: p.out.Dataset, Exhibit: p.in.Exhibit, Place: place, Original: original}
}

// wholeFile gives the entity what the "#" lines give to all.
func (p *parser) wholeFile(e *ftm.Entity, schema *ftm.Schema) {
	if isParty(schema) {
		p.fromMeta(e, "topics", "topics")
	}
	if schema.Name == "Sanction" {
		for _, key := range []string{"authority", "program"} {
			if e.First(key) == "" {
				p.fromMeta(e, key, key)
			}
		}
	}
}

func (p *parser) fromMeta(e *ftm.Entity, prop, key string) {
	m := p.meta[key]
	for _, v := range splitCell(m.value) {
		e.Add(prop, lists.Clean(v), p.origin(fmt.Sprintf("line %d, # %s", m.line, key), ""))
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
			p.warnings.Add(fmt.Sprintf("%s names an entity that is not in this file", r.id), r.place)
		}
	}
	if p.meta["authority"].value == "" {
		return nil
	}
	listed := map[string]bool{}
	for _, e := range p.out.Entities {
		if e.Schema == "Sanction" {
			for _, id := range e.Values("entity") {
				listed[id] = true
			}
		}
	}
	for _, e := range slices.Clone(p.out.Entities) {
		schema, _ := ftm.Default().Schema(e.Schema)
		if listed[e.ID] || !isParty(schema) || !e.Listed() {
			continue
		}
		id := e.ID + "-sanction"
		if p.rows[id] > 0 {
			return p.failAt(p.rows[id], "id", "%s is the id of the listing of %s: give the row another", id, e.ID)
		}
		s := ftm.New(id, "Sanction")
		s.Add("entity", e.ID, p.origin(fmt.Sprintf("row %d, column id", p.rows[e.ID]), ""))
		p.fromMeta(s, "authority", "authority")
		p.fromMeta(s, "program", "program")
		p.fromMeta(s, "sourceUrl", "source")
		p.out.Entities = append(p.out.Entities, s)
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
