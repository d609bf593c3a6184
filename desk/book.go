package desk

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"

	"plimsoll/book"
	"plimsoll/screen"
)

// Book is an institution's customers and ships as they came in one file.
type Book struct {
	Name    string // of the file
	Exhibit string // SHA-256 of its bytes
	Rows    []Row
	Bad     []Remark // rows that could not be read and are not screened
	Doubts  []Remark // values that cannot be what their column says; their rows are screened without them
}

// Row is one customer or ship.
type Row struct {
	Line       int
	ID         string
	Schema     string
	Name       string
	Properties map[string][]string // FollowTheMoney properties, the name among them
}

// Remark points at a place in a book.
type Remark = book.Remark

// ReadBook reads a book, which is in any of the forms that package book knows.
// It needs what an alert is known by: a column id, in which no value stands
// twice, and a column schema. A row that cannot be read is listed in Bad, and
// the rest of the book is read.
func ReadBook(name string, data io.ReadSeeker) (*Book, error) {
	hash := sha256.New()
	if _, err := io.Copy(hash, data); err != nil {
		return nil, fmt.Errorf("reading the book %s: %w", name, err)
	}
	if _, err := data.Seek(0, io.SeekStart); err != nil {
		return nil, fmt.Errorf("reading the book %s: %w", name, err)
	}
	r, err := book.Open(data, book.Options{File: name})
	if err != nil {
		return nil, err
	}
	b := &Book{Name: name, Exhibit: hex.EncodeToString(hash.Sum(nil))}
	ids := map[string]int{}
	for {
		row, err := r.Next()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return nil, err
		}
		b.take(row, ids)
	}
	for _, need := range []string{"id", "schema"} {
		if !r.Has(need) {
			return nil, &book.Refusal{File: name, Remark: Remark{Line: 1, Column: need, Reason: "the column is missing; a book needs id, schema and name"}}
		}
	}
	b.Doubts = append(r.Remarks(), b.Doubts...)
	return b, nil
}

// take adds a row that can be screened and known again.
func (b *Book) take(row book.Row, ids map[string]int) {
	bad := func(column, format string, args ...any) {
		b.Bad = append(b.Bad, Remark{Row: row.Number, Line: row.Line, Column: column, Reason: fmt.Sprintf(format, args...)})
	}
	switch first, again := ids[row.ID]; {
	case row.Bad != nil:
		b.Bad = append(b.Bad, *row.Bad)
		return
	case row.ID == "":
		bad("id", "the row has no id")
		return
	case row.Schema == "":
		bad("schema", "the row has no schema")
		return
	case again:
		bad("id", "%q is the id of line %d as well", row.ID, first)
		return
	}
	ids[row.ID] = row.Line
	b.Rows = append(b.Rows, Row{row.Line, row.ID, row.Schema, row.Name, row.Properties})
	b.Doubts = append(b.Doubts, row.Doubts...)
}

// Query is what a row asks of an index.
func (r Row) Query() screen.Query { return screen.Query{Schema: r.Schema, Properties: r.Properties} }
