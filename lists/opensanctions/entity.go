package opensanctions

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"
	"time"
	"unicode"

	"plimsoll/ftm"
	"plimsoll/lists"
)

// idHash stands for an id in memory: exports have millions of them.
type idHash [16]byte

func hashOf(s string) (h idHash) {
	sum := sha256.Sum256([]byte(s))
	copy(h[:], sum[:])
	return h
}

// parser makes entities of records.
type parser struct {
	*lists.Reading
	ctx   context.Context
	file  lists.File
	lines *lineReader

	seen     map[idHash]struct{}
	ownLine  map[idHash]struct{} // ids that have a line, once a nested entity was met
	records  []*record           // one for each level of nesting
	lastSeen string
	places   []byte
	ends     []int
}

// maxNested is deeper than any export nests its entities.
const maxNested = 16

func (p *parser) record(level int) *record {
	for len(p.records) <= level {
		p.records = append(p.records, &record{})
	}
	return p.records[level]
}

// value gives a string of the line a place: "line 12, properties.name[1] @345".
func (p *parser) value(v str, path string) lists.Value {
	return lists.Value{
		Text: lists.Clean(v.text), Raw: v.text, Exhibit: p.file.Exhibit,
		Place: "line " + strconv.Itoa(p.lines.number) + ", " + path + " @" + strconv.FormatInt(p.lines.at+int64(v.at), 10),
	}
}

// here is the place of the record itself.
func (p *parser) here(rec *record, path string) lists.Value {
	place := "line " + strconv.Itoa(p.lines.number)
	if path != "" {
		place += ", " + strings.TrimSuffix(path, ".")
	}
	return lists.Value{Place: place + " @" + strconv.FormatInt(p.lines.at+int64(rec.at), 10), Exhibit: p.file.Exhibit}
}

// entity makes the entity of a record, and those nested in it. Path leads to a
// nested one.
func (p *parser) entity(rec *record, line, path string, level int) error {
	here := p.here(rec, path)
	if rec.id.text == "" {
		return p.lines.fail(rec.at, "an entity without an id")
	}
	if strings.ContainsFunc(rec.id.text, func(r rune) bool { return unicode.IsSpace(r) || unicode.IsControl(r) }) {
		return p.lines.fail(rec.id.at, "an id is one word: "+strconv.Quote(rec.id.text))
	}
	if rec.schema.text == "" {
		return p.lines.fail(rec.at, "an entity without a schema")
	}
	for _, k := range rec.unknown {
		p.Warn(here.Place, "unknown key %q left out", k.text)
	}
	p.lastSeen = max(p.lastSeen, rec.lastSeen.text)
	id, fresh := p.id(rec, line, here, level)
	if !fresh {
		return nil
	}
	schema, s := p.begin(rec, id, path)
	if err := p.state(s, schema, rec, line, path, level); err != nil {
		return err
	}
	if p.complete(s, schema, rec, here, path) {
		if level == 0 && !rec.noTarget {
			p.count(schema)
		}
		if err := p.Emit(s); err != nil {
			return err
		}
	}
	return p.nested(rec, line, path, level)
}

// id is the record's own, unless it is taken. Fresh is false for an entity
// that was read already.
func (p *parser) id(rec *record, line string, here lists.Value, level int) (id string, fresh bool) {
	id = rec.id.text
	key := hashOf(id)
	_, taken := p.seen[key]
	if level > 0 {
		if _, own := p.ownLine[key]; own || taken {
			return id, false
		}
	} else if taken {
		sum := sha256.Sum256([]byte(line))
		id += "-" + hex.EncodeToString(sum[:4])
		key = hashOf(id)
		if _, again := p.seen[key]; again {
			p.Warn(here.Place, "a line that stands in the export already, word for word, left out")
			return id, false
		}
		p.Warn(here.Place, "two lines have one id; the second is kept under an id with the hash of its line behind")
	}
	p.seen[key] = struct{}{}
	return id, true
}

// begin makes the subject. A schema that the model does not know, or that no
// entity can have, is replaced.
func (p *parser) begin(rec *record, id, path string) (*ftm.Schema, *lists.Subject) {
	name := rec.schema.text
	schema, known := ftm.Default().Schema(name)
	if known && !schema.Abstract {
		s := p.Loose(id, name)
		s.Statements = make([]ftm.Statement, 0, len(rec.values)+4)
		return schema, s
	}
	instead := "Note"
	for _, prop := range rec.props {
		if prop.name == "name" {
			instead = "LegalEntity"
		}
	}
	v := p.value(rec.schema, path+"schema")
	p.Warn(v.Place, "unknown schema %s, kept as %s", name, instead)
	s := p.Loose(id, instead)
	s.Note(v, "schema: %s", name)
	schema, _ = ftm.Default().Schema(instead)
	return schema, s
}

// state makes statements of the properties and of what stands beside them.
func (p *parser) state(s *lists.Subject, schema *ftm.Schema, rec *record, line, path string, level int) error {
	places := p.placesOf(rec, path)
	n := 0
	for i := range rec.props {
		prop := &rec.props[i]
		def, known := schema.Property(prop.name)
		first := len(s.Statements)
		for _, raw := range rec.values[prop.from:prop.to] {
			v := lists.Value{Raw: raw.text, Place: places[n], Exhibit: p.file.Exhibit}
			n++
			switch {
			case raw.end > 0:
				if err := p.reference(s, def, v, raw, line, level); err != nil {
					return err
				}
			case !known:
				if v.Text = lists.Clean(raw.text); v.Text != "" {
					p.Warn(v.Place, "%s has no property %s, kept in notes", schema.Name, prop.name)
					s.Note(v, "%s: %s", prop.name, v.Text)
				}
			case def.Type == "entity":
				p.add(s, prop.name, raw.text, v, first)
			default:
				v.Text = lists.Clean(raw.text)
				p.property(s, def, v, first)
			}
		}
	}
	p.beside(s, rec, path)
	return nil
}

// placesOf writes the places of all values into one string.
func (p *parser) placesOf(rec *record, path string) []string {
	b, ends := p.places[:0], p.ends[:0]
	for i := range rec.props {
		prop := &rec.props[i]
		for k, v := range rec.values[prop.from:prop.to] {
			b = strconv.AppendInt(append(b, "line "...), int64(p.lines.number), 10)
			b = append(append(append(b, ", "...), path...), "properties."...)
			b = append(b, prop.name...)
			if prop.list {
				b = append(strconv.AppendInt(append(b, '['), int64(k), 10), ']')
			}
			b = strconv.AppendInt(append(b, " @"...), p.lines.at+int64(v.at), 10)
			ends = append(ends, len(b))
		}
	}
	all, from := string(b), 0
	out := make([]string, len(ends))
	for i, end := range ends {
		out[i], from = all[from:end], end
	}
	p.places, p.ends = b, ends
	return out
}

// property states a value by its type.
func (p *parser) property(s *lists.Subject, def *ftm.Property, v lists.Value, first int) {
	switch {
	case def.Name == "imoNumber" && v.Text != "":
		s.IMO(v)
	case def.Type == "name":
		n := len(s.Statements)
		p.add(s, def.Name, v.Text, v, first)
		if len(s.Statements) > n {
			st := &s.Statements[n]
			if st.Lang = lists.Lang(v.Text); def.Name == "weakAlias" {
				st.Strength = ftm.Weak
			}
		}
	default:
		p.add(s, def.Name, v.Text, v, first)
	}
}

// add states a value as it is, unless a statement from the given one on has it.
func (p *parser) add(s *lists.Subject, prop, text string, v lists.Value, first int) {
	if text == "" {
		return
	}
	for i := first; i < len(s.Statements); i++ {
		if s.Statements[i].Value == text && s.Statements[i].Prop == prop {
			return
		}
	}
	st := ftm.Statement{Entity: s.ID, Schema: s.Schema, Prop: prop, Value: text, Dataset: p.Dataset, Exhibit: v.Exhibit, Place: v.Place}
	if v.Raw != text {
		st.Original = v.Raw
	}
	s.Statements = append(s.Statements, st)
}

// reference states the id of an entity that is nested where a reference would
// stand. A property that the schema lacks is the way back from a reference
// that the nested entity has itself.
func (p *parser) reference(s *lists.Subject, def *ftm.Property, v lists.Value, raw str, line string, level int) error {
	inner, err := p.inner(raw, line, level)
	if err != nil || def == nil || def.Type != "entity" {
		return err
	}
	v.Raw = ""
	s.Say(def.Name, inner.id.text, v)
	return nil
}

// inner takes apart an entity nested in another.
func (p *parser) inner(v str, line string, level int) (*record, error) {
	if level >= maxNested {
		return nil, p.lines.fail(v.at, "entities nested deeper than "+strconv.Itoa(maxNested)+" levels")
	}
	inner := p.record(level + 1)
	if err := inner.read(&scanner{s: line[:v.end], i: v.at}); err != nil {
		return nil, p.lines.refuse(err, false)
	}
	return inner, nil
}

// beside states what a line says of the record.
func (p *parser) beside(s *lists.Subject, rec *record, path string) {
	if len(rec.datasets) != 1 || rec.datasets[0].text != p.Dataset {
		for i, d := range rec.datasets {
			if d.text != "" && s.Has("publisher") {
				s.Add("publisher", p.value(d, path+"datasets["+strconv.Itoa(i)+"]"))
			}
		}
	}
	for _, t := range []struct {
		prop, key string
		v         str
	}{{"createdAt", "first_seen", rec.firstSeen}, {"modifiedAt", "last_change", rec.lastChange}} {
		if t.v.text == "" || !s.Has(t.prop) || s.First(t.prop) != "" {
			continue
		}
		v := p.value(t.v, path+t.key)
		v.Text, _, _ = strings.Cut(v.Text, "T") // the time of day is that of a program
		s.Date(t.prop, v)
	}
}

// complete sees to it that the entity has what its schema requires. One that
// lacks an end of a relation says nothing and is left out.
func (p *parser) complete(s *lists.Subject, schema *ftm.Schema, rec *record, here lists.Value, path string) bool {
	for _, req := range schema.Required {
		if s.First(req) != "" {
			continue
		}
		if req != "name" {
			p.Warn(here.Place, "%s without %s left out", schema.Name, req)
			return false
		}
		v := p.value(rec.caption, path+"caption")
		if v.Text == "" {
			v = p.value(rec.id, path+"id")
		}
		p.Warn(here.Place, "%s without a name is called by its caption", schema.Name)
		s.Name("name", v, "")
	}
	return true
}

// nested makes the entities that stand in the properties of another.
func (p *parser) nested(rec *record, line, path string, level int) error {
	for i := range rec.props {
		prop := &rec.props[i]
		for k, v := range rec.values[prop.from:prop.to] {
			if v.end == 0 {
				continue
			}
			if err := p.findOwnLines(); err != nil {
				return err
			}
			inner, err := p.inner(v, line, level)
			if err != nil {
				return err
			}
			at := path + "properties." + prop.name
			if prop.list {
				at += "[" + strconv.Itoa(k) + "]"
			}
			if err := p.entity(inner, line, at+".", level+1); err != nil {
				return err
			}
		}
	}
	return nil
}

// findOwnLines reads the export once more, for the ids of its lines: what has
// a line of its own is told there best.
func (p *parser) findOwnLines() error {
	if p.ownLine != nil {
		return nil
	}
	p.ownLine = map[idHash]struct{}{}
	l := newLineReader(p.file)
	var rec record
	for {
		line, last, err := l.next()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return err
		}
		if err := p.ctx.Err(); err != nil {
			return fmt.Errorf("reading %s: %w", p.file.Name, err)
		}
		if err := l.read(&rec, line, last); err != nil {
			return err
		}
		p.ownLine[hashOf(rec.id.text)] = struct{}{}
	}
}

// finish sets the day on which the export was made.
func (p *parser) finish() {
	if len(p.lastSeen) >= len(time.DateOnly) {
		if day, err := time.Parse(time.DateOnly, p.lastSeen[:len(time.DateOnly)]); err == nil {
			p.Published = day
		}
	}
}
