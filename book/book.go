// Package book reads books: the customers and ships of an institution, a row
// each, out of CSV, JSON lines or Parquet, packed with gzip or zstd or not.
//
// A row becomes the FollowTheMoney properties that screening asks with. Column
// names are those of FollowTheMoney, or one of the names that people use
// (columns.csv), or what [Options.Columns] says. Values are put into the
// form in which lists have them: dates as YYYY-MM-DD, countries as codes.
//
// One row that cannot be read does not stop the others. It comes in its place
// with [Row.Bad] set, which names row, line, column and what to do. A value
// that cannot be what its column says is left out, and the row says so in
// Doubts; it is screened without that value. Only a book that cannot be read as
// a whole is refused, by a [*Refusal].
//
// Readers hold one row at a time, whatever the size of the book.
package book

import (
	"errors"
	"fmt"
	"io"
	"strings"
)

// Options say what the file does not.
type Options struct {
	// File is the book's name, for messages.
	File string
	// Encoding of text: "" or "utf-8", or "cp1252" (Windows, Western Europe).
	Encoding string
	// Columns gives columns a meaning: the name in the file to a property, to
	// id or schema, or to "-" for a column to be passed over.
	Columns map[string]string
	// Schema of the rows that name none: Person, Company, Vessel ...
	Schema string
	// Dates says how dates with slashes are written.
	Dates DateOrder
}

// DateOrder is the order of day and month in 03/04/1980.
type DateOrder int

// Where the order is not known, a date that both orders can read says no more
// than its year.
const (
	OrderUnknown DateOrder = iota
	DayFirst
	MonthFirst
)

// Row is one customer or ship.
type Row struct {
	Number     int // from 1
	Line       int // in the file; in Parquet, which has no lines, the number
	ID         string
	Schema     string // "" where neither the row nor the options say
	Name       string // the best single name
	Properties map[string][]string
	Bad        *Remark  // why the row cannot be screened
	Doubts     []Remark // values it is screened without, and what is odd about others
}

// Remark points at a place in a book.
type Remark struct {
	Row    int    `json:"row,omitempty"` // 0 for the header
	Line   int    `json:"line"`
	Column string `json:"column,omitempty"`
	Byte   int64  `json:"byte,omitempty"` // where in the unpacked file, from 1
	Reason string `json:"reason"`
}

func (r Remark) String() string {
	var b strings.Builder
	if r.Row > 0 {
		fmt.Fprintf(&b, "row %d, ", r.Row)
	}
	fmt.Fprintf(&b, "line %d", r.Line)
	if r.Column != "" {
		fmt.Fprintf(&b, ", column %s", r.Column)
	}
	if r.Byte > 0 {
		fmt.Fprintf(&b, ", byte %d", r.Byte)
	}
	return b.String() + ": " + r.Reason
}

// Refusal says why a whole book cannot be read.
type Refusal struct {
	File string
	Remark
}

func (e *Refusal) Error() string { return e.File + ": " + e.Remark.String() }

// Reader reads the rows of a book one after the other.
type Reader struct {
	source source
	rows   *rowMaker
	number int
}

// source is a kind of file: it gives one raw record after the other.
type source interface {
	// next returns io.EOF behind the last record. A record with bad set could
	// not be taken apart.
	next() (record, error)
}

// record is a row as the file has it.
type record struct {
	line  int
	at    int64 // byte of its beginning, from 0; -1 where that means nothing
	cells []cell
	bad   *Remark
}

// cell is one column of a record. Values are either one text, which may hold
// several divided by semicolons, or already apart.
type cell struct {
	column *column
	text   string
	list   []string
	at     int64 // byte of its text within the record, or -1
	ascii  bool  // the text is printable ASCII
}

// Open begins to read a book. What kind of file it is is told by its first
// bytes. Parquet is read from its end: r must be an io.ReaderAt and io.Seeker,
// as a file is and a pipe is not.
func Open(r io.Reader, o Options) (*Reader, error) {
	if o.File == "" {
		o.File = "the book"
	}
	m, err := newRowMaker(o)
	if err != nil {
		return nil, err
	}
	src, err := openSource(r, o, m)
	if err != nil {
		return nil, err
	}
	return &Reader{source: src, rows: m}, nil
}

// Next returns the next row, and io.EOF behind the last. Another error says
// that the rest of the book cannot be read; the rows before it stand.
func (r *Reader) Next() (Row, error) {
	rec, err := r.source.next()
	if errors.Is(err, io.EOF) {
		return Row{}, io.EOF
	}
	r.number++
	if err != nil {
		return Row{}, fmt.Errorf("reading %s: row %d: %w", r.rows.options.File, r.number, err)
	}
	return r.rows.row(r.number, rec), nil
}

// Remarks are what is to be said about the book as a whole: columns that are
// missing or not used.
func (r *Reader) Remarks() []Remark { return r.rows.columns.remarks }

// Has reports whether a column gives this property, or id or schema. The
// columns of JSON lines are known once they have been read.
func (r *Reader) Has(property string) bool { return r.rows.columns.has(property) }
