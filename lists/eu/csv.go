package eu

import (
	"context"
	"errors"
	"io"
	"strings"
	"time"

	"plimsoll/lists"
	"plimsoll/lists/table"
)

// shape is what the two CSV formats call the columns that both have.
type shape struct {
	day, whole string
	id, ref    string
}

var (
	shape10 = shape{day: "Date_file", whole: "Naal_wholename", id: "Entity_logical_id", ref: "EU_ref_num"}
	shape11 = shape{day: "fileGenerationDate", whole: "NameAlias_WholeName", id: "Entity_LogicalId", ref: "Entity_EU_ReferenceNumber"}
)

// ParseCSV reads the CSV of version 1.1 or 1.0. A row holds one detail of an
// entry, sometimes several, and the rows of an entry stand together.
func ParseCSV(ctx context.Context, in lists.Input, emit lists.Emit) (*lists.Parsed, error) {
	p, err := newCSV(ctx, in, emit)
	if err != nil {
		return nil, err
	}
	for {
		row, err := p.t.Next()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return nil, err
		}
		if err := p.row(row); err != nil {
			return nil, err
		}
	}
	if err := p.finish(); err != nil {
		return nil, err
	}
	if p.m.entries() == 0 {
		return nil, p.t.Fail(p.day, "the list has no entries")
	}
	return p.m.Done()
}

type csvReader struct {
	m      *maker
	t      *table.Reader
	shape  shape
	day    string // column with the day of the file
	lossy  bool   // the file was saved in an encoding that lacks most letters
	cols   columns
	groups map[string]map[string]int
	last   [2][2]string // what changed looks at

	x    entry
	open bool
	rows int             // of the entry
	said map[detail]bool // details of the entry
}

// detail is a detail's kind and logical id, or its row where it has none.
type detail struct{ kind, id, row string }

func newCSV(ctx context.Context, in lists.Input, emit lists.Emit) (*csvReader, error) {
	file := in.Files[0]
	p := &csvReader{m: newMaker(ctx, in, emit), said: map[detail]bool{}}
	src, how, err := repaired(file)
	if err != nil {
		return nil, err
	}
	p.lossy = how.lossy
	p.t = table.NewFrom(file, src, table.Options{Comma: ';', Loose: true, Ragged: how.wrapped})
	names, err := p.t.Header()
	if err != nil {
		return nil, err
	}
	switch {
	case p.t.Has(shape11.whole):
		p.shape, p.cols = shape11, columns11
	case p.t.Has(shape10.whole):
		p.shape, p.cols = shape10, columns10
	default:
		return nil, p.t.Fail("", "the header has neither %s nor %s: this is not the CSV of the EU list", shape11.whole, shape10.whole)
	}
	p.day, p.groups = names[0], p.cols.groups(names)
	if !strings.HasPrefix(p.day, p.shape.day) || !p.t.Has(p.shape.id) {
		return nil, p.t.Fail("", "the header begins with %s and not with %s, or has no %s: a column is missing", p.day, p.shape.day, p.shape.id)
	}
	if how.wrapped {
		p.m.Warn("row 1 @0", "the file was saved by a spreadsheet program, which put marks around its lines: they were taken off")
	}
	if how.lossy {
		p.m.Warn("row 1 @0", "the file is not UTF-8 and was read as Windows-1252: names in other letters than Latin are lost in it")
	}
	p.unknown(names)
	return p, nil
}

// row adds a row to the entry it belongs to.
func (p *csvReader) row(row *table.Row) error {
	i := p.groups["Entity"][p.shape.id[len("Entity_"):]]
	id := lists.Clean(row.Cell(i))
	if id == "" {
		return p.t.Fail(p.shape.id, "a row without a logical id: nothing tells whose it is")
	}
	if p.m.Published.IsZero() {
		if err := p.published(row.Value(p.day)); err != nil {
			return err
		}
	}
	if !p.open || id != p.x.logicalID.Text {
		if err := p.finish(); err != nil {
			return err
		}
		p.x.clear()
		p.x.from, p.x.logicalID, p.x.ref = row.Here(), row.At(i), row.Value(p.shape.ref)
		p.open, p.rows = true, 0
		clear(p.said)
	}
	if p.rows++; p.rows > maxDetails {
		return p.t.Fail(p.shape.id, "one entry has more than %d rows", maxDetails)
	}
	p.cols.read(p, row)
	return nil
}

func (p *csvReader) published(v lists.Value) error {
	for _, layout := range []string{slashed, time.DateOnly, time.RFC3339} {
		if day, err := time.Parse(layout, v.Text); err == nil {
			p.m.publishedOn(day)
			return nil
		}
	}
	return p.t.Fail(p.day, "%q is no day like 11/02/2016: the day of publication is unknown", v.Text)
}

// finish hands over the entry whose last row was read.
func (p *csvReader) finish() error {
	if !p.open {
		return nil
	}
	p.open = false
	if p.x.primary() < 0 {
		return p.t.Fail(p.day, "the entry before (%s) has no name", p.x.from.Place)
	}
	return p.m.emit(&p.x)
}

// first reports whether this is the first row with the detail. A detail
// without an id of its own is told by the row.
func (p *csvReader) first(kind string, id lists.Value, row *table.Row) bool {
	key := detail{kind: kind, id: id.Text}
	if id.Empty() {
		key.row = row.Here().Place
	}
	if p.said[key] {
		return false
	}
	p.said[key] = true
	return true
}

// unknown warns of columns that nobody reads.
func (p *csvReader) unknown(names []string) {
	for _, n := range names[1:] {
		if n != "" && !p.cols.has(n) {
			p.m.Warn("row 1 @0", "unknown column %s left out", n)
		}
	}
}
