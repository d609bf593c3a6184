package opensanctions

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io"
	"strings"

	"plimsoll/ftm"
	"plimsoll/lists"
	"plimsoll/lists/table"
)

// maxRow is more than any target needs.
const maxRow = 16 << 20

// simple reads the table of targets.
type simple struct {
	*parser
	t     *table.Reader
	props map[string]string // by column
}

// columns says which property a column becomes. Those without one are read on
// their own.
func columns() map[string]string {
	return map[string]string{
		"id": "", "schema": "", "name": "name", "aliases": "alias", "birth_date": "birthDate", "countries": "country",
		"addresses": "address", "identifiers": "", "sanctions": "", "phones": "phone", "emails": "email",
		"program_ids": "programId", "dataset": "publisher", "first_seen": "", "last_seen": "", "last_change": "",
	}
}

func parseSimple(ctx context.Context, in lists.Input, emit lists.Emit) (*lists.Parsed, error) {
	f := in.Files[0]
	s := &simple{
		parser: &parser{Reading: lists.NewReading(ctx, in, emit, Dataset, "OpenSanctions"), ctx: ctx, file: f, seen: map[idHash]struct{}{}},
		t:      table.New(f, table.Options{MaxRow: maxRow}), props: columns(),
	}
	if _, err := s.t.Header(); err != nil {
		return nil, err
	}
	for _, want := range []string{"id", "schema", "name"} {
		if !s.t.Has(want) {
			return nil, s.t.Fail("", "the table lacks the column %s", want)
		}
	}
	for {
		row, err := s.t.Next()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return nil, err
		}
		if err := s.row(row); err != nil {
			return nil, err
		}
	}
	if len(s.seen) == 0 {
		return nil, &lists.ParseError{File: f.Name, Line: 1, Offset: 0, Reason: "the table has no rows below its header"}
	}
	s.finish()
	return s.Done()
}

// row makes the target and its sanctions.
func (s *simple) row(row *table.Row) error {
	id := row.Value("id")
	switch {
	case id.Empty():
		return s.t.Fail("id", "the row has no id")
	case strings.ContainsRune(id.Text, ' '):
		return s.t.Fail("id", "an id is one word: %q", id.Text)
	}
	if row.Value("schema").Empty() {
		return s.t.Fail("schema", "the row has no schema")
	}
	own, fresh := s.rowID(id, row)
	if !fresh {
		return nil
	}
	schema, name := s.schema(row)
	e := s.Entry(own, name)
	for i, column := range s.t.Columns() {
		if err := s.column(e, schema, column, row.At(i)); err != nil {
			return err
		}
	}
	if e.Party.First("name") == "" {
		s.Warn(row.Here().Place, "%s without a name is called by its id", name)
		e.Party.Name("name", id, "")
	}
	s.dates(e, row)
	if s.lastSeen < row.Value("last_seen").Text {
		s.lastSeen = row.Value("last_seen").Text
	}
	s.count(schema)
	return e.Emit(row.Here())
}

// rowID is the id of a row, unless an earlier one has it.
func (s *simple) rowID(id lists.Value, row *table.Row) (own string, fresh bool) {
	own = id.Text
	if s.take(own) {
		return own, true
	}
	h := sha256.New()
	for i := range row.Len() {
		_, _ = h.Write([]byte(row.Cell(i) + "\x1f"))
	}
	own += "-" + hex.EncodeToString(h.Sum(nil)[:4])
	if !s.take(own) {
		s.Warn(id.Place, "a row that stands in the table already, word for word, left out")
		return own, false
	}
	s.Warn(id.Place, "two rows have one id; the second is kept under an id with the hash of its row behind")
	return own, true
}

// take marks an id as used; false where it is already.
func (s *simple) take(id string) bool {
	key := hashOf(id)
	_, taken := s.seen[key]
	s.seen[key] = struct{}{}
	return !taken
}

// schema is the row's, or what stands in for one that the model lacks.
func (s *simple) schema(row *table.Row) (*ftm.Schema, string) {
	v := row.Value("schema")
	schema, known := ftm.Default().Schema(v.Text)
	if known && !schema.Abstract {
		return schema, v.Text
	}
	const instead = "LegalEntity"
	s.Warn(v.Place, "unknown schema %s, kept as %s", v.Text, instead)
	schema, _ = ftm.Default().Schema(instead)
	return schema, instead
}

// column states what a cell says.
func (s *simple) column(e *lists.Entry, schema *ftm.Schema, column string, cell lists.Value) error {
	if cell.Empty() {
		return nil
	}
	prop, known := s.props[column]
	values := splitValues(cell.Raw)
	if len(values) > maxValues {
		return s.t.Fail(column, "the cell has %d values, more than %d", len(values), maxValues)
	}
	for _, text := range values {
		v := cell.With(lists.Clean(text))
		def, has := schema.Property(prop)
		switch {
		case v.Empty():
		case column == "sanctions":
			suffix := "sanction-" + lists.Slug(v.Text)
			for !s.take(e.Party.ID + "-" + suffix) {
				suffix += "-again"
			}
			child := e.Child("Sanction", suffix)
			child.Say("entity", e.Party.ID, v)
			child.Add("summary", v)
			e.Listed(v)
		case column == "identifiers":
			identifier(e.Party, schema, v)
		case !known:
			s.Warn(v.Place, "unknown column %s, kept in notes", column)
			e.Party.Note(v, "%s: %s", column, v.Text)
		case prop == "":
		case !has:
			e.Party.Note(v, "%s: %s", column, v.Text)
		case def.Type == "name":
			e.Party.Name(prop, v, "")
		default:
			e.Party.Add(prop, v)
		}
	}
	return nil
}

// identifier states a number of which the table does not tell the kind. Only
// an IMO number is written so that one can see what it is.
func identifier(p *lists.Subject, schema *ftm.Schema, v lists.Value) {
	if strings.HasPrefix(v.Text, "IMO") && schema.Is("Vessel") {
		p.ShipIMO(v)
		return
	}
	for _, prop := range []string{"idNumber", "registrationNumber"} {
		if p.Has(prop) {
			p.Add(prop, v)
			return
		}
	}
	p.Note(v, "identifier: %s", v.Text)
}

// dates states since when the exporter has had the target, and its last change.
func (s *simple) dates(e *lists.Entry, row *table.Row) {
	for _, d := range [][2]string{{"createdAt", "first_seen"}, {"modifiedAt", "last_change"}} {
		v := row.Value(d[1])
		v.Text, _, _ = strings.Cut(v.Text, "T")
		e.Party.Date(d[0], v)
	}
}

// splitValues divides a cell that is written like a line of CSV with
// semicolons: a value with a semicolon or quotation mark stands in quotation
// marks, and a mark inside it twice.
func splitValues(cell string) []string {
	if !strings.ContainsAny(cell, `;"`) {
		return []string{cell}
	}
	var out []string
	for rest := cell; ; {
		value, behind := cutValue(rest)
		out = append(out, value)
		if rest = strings.TrimPrefix(behind, ";"); rest == "" {
			return out
		}
	}
}

// cutValue takes the first value; rest begins with the semicolon behind it.
func cutValue(s string) (value, rest string) {
	if !strings.HasPrefix(s, `"`) {
		if i := strings.IndexByte(s, ';'); i >= 0 {
			return s[:i], s[i:]
		}
		return s, ""
	}
	var b strings.Builder
	for i := 1; i < len(s); i++ {
		if s[i] != '"' {
			b.WriteByte(s[i])
			continue
		}
		if i+1 < len(s) && s[i+1] == '"' {
			b.WriteByte('"')
			i++
			continue
		}
		// What follows the closing mark up to the semicolon is none of the format's.
		tail := s[i+1:]
		if k := strings.IndexByte(tail, ';'); k >= 0 {
			return b.String() + tail[:k], tail[k:]
		}
		return b.String() + tail, ""
	}
	return s, "" // never closed: as it stands
}
