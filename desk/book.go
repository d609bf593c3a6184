package desk

import (
	"bufio"
	"bytes"
	"crypto/sha256"
	"encoding/csv"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"unicode/utf8"

	"plimsoll/ftm"
	"plimsoll/lists"
	"plimsoll/names"
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
type Remark struct {
	Line   int    `json:"line"`
	Column string `json:"column,omitempty"`
	Reason string `json:"reason"`
}

func (r Remark) String() string {
	if r.Column == "" {
		return fmt.Sprintf("line %d: %s", r.Line, r.Reason)
	}
	return fmt.Sprintf("line %d, column %s: %s", r.Line, r.Column, r.Reason)
}

// maxCell is the most bytes of one cell; no name or address is longer.
const maxCell = 10_000

// BookError says why a whole book is refused.
type BookError struct {
	File   string
	Remark Remark
}

func (e *BookError) Error() string { return e.File + ": " + e.Remark.String() }

// ReadBook reads a book: a CSV file whose header names id, schema, name and
// FollowTheMoney properties. A cell holds several values divided by ";"; "\;"
// is a semicolon inside a value. Lines before the header that begin with "#"
// are passed over. Cells are text and nothing else: one that a spreadsheet
// would run as a formula is kept as it is.
//
// A header that cannot be understood refuses the book. A row that cannot be is
// listed in Bad, with its line and column, and the rest of the book is read.
func ReadBook(name string, r io.Reader) (*Book, error) {
	hash := sha256.New()
	p := &bookReader{book: &Book{Name: name}, ids: map[string]int{}}
	br := bufio.NewReaderSize(io.TeeReader(r, hash), 1<<16)
	if err := p.preamble(br); err != nil {
		return nil, err
	}
	p.csv = csv.NewReader(br)
	p.csv.FieldsPerRecord = -1 // counted here, for the message
	if err := p.header(); err != nil {
		return nil, err
	}
	for {
		cells, err := p.csv.Read()
		if errors.Is(err, io.EOF) {
			break
		}
		var bad *csv.ParseError
		switch {
		case errors.As(err, &bad):
			p.book.Bad = append(p.book.Bad, Remark{Line: p.skipped + bad.StartLine, Reason: fmt.Sprintf("not CSV at line %d, byte %d: %v", p.skipped+bad.Line, bad.Column, bad.Err)})
		case err != nil:
			return nil, fmt.Errorf("reading the book %s: %w", name, err)
		default:
			p.row(cells)
		}
	}
	p.book.Exhibit = hex.EncodeToString(hash.Sum(nil))
	return p.book, nil
}

type bookReader struct {
	book    *Book
	csv     *csv.Reader
	skipped int // lines before the header
	columns []string
	ids     map[string]int // id to line
}

// preamble passes over a byte order mark and comment lines.
func (p *bookReader) preamble(br *bufio.Reader) error {
	if head, _ := br.Peek(3); bytes.Equal(head, []byte("\ufeff")) {
		_, _ = br.Discard(3)
	}
	for {
		head, _ := br.Peek(1)
		if len(head) == 0 || (head[0] != '#' && head[0] != '\n' && head[0] != '\r') {
			return nil
		}
		if _, err := br.ReadString('\n'); err != nil && !errors.Is(err, io.EOF) {
			return fmt.Errorf("reading the book %s: line %d: %w", p.book.Name, p.skipped+1, err)
		}
		p.skipped++
	}
}

func (p *bookReader) refuse(column, format string, args ...any) error {
	return &BookError{p.book.Name, Remark{Line: p.skipped + 1, Column: column, Reason: fmt.Sprintf(format, args...)}}
}

// header checks the columns: each must be a property of some schema.
func (p *bookReader) header() error {
	cells, err := p.csv.Read()
	if errors.Is(err, io.EOF) {
		return p.refuse("", "the book is empty: its first line must name the columns, id,schema,name and FollowTheMoney properties")
	}
	if err != nil {
		return fmt.Errorf("reading the header of the book %s: %w", p.book.Name, err)
	}
	known := []string{"id", "schema"}
	for _, s := range ftm.Default().SchemaNames() {
		if schema, _ := ftm.Default().Schema(s); schema.Matchable {
			known = append(known, schema.PropertyNames()...)
		}
	}
	slices.Sort(known)
	known = slices.Compact(known)
	for i, c := range cells {
		c = strings.TrimSpace(c)
		at := fmt.Sprintf("%d (%s)", i+1, c)
		if _, ok := slices.BinarySearch(known, c); !ok {
			if n := lists.Nearest(c, known); n != "" {
				return p.refuse(at, "no property is called %q; did you mean %q?", c, n)
			}
			return p.refuse(at, "no property is called %q; columns are id, schema and the properties of FollowTheMoney; put remarks into notes", c)
		}
		if slices.Contains(p.columns, c) {
			return p.refuse(at, "the column stands twice")
		}
		p.columns = append(p.columns, c)
	}
	for _, need := range []string{"id", "schema", "name"} {
		if !slices.Contains(p.columns, need) {
			return p.refuse(need, "the column is missing; a book needs id, schema and name")
		}
	}
	return nil
}

// row reads one record, or says what is wrong with it.
func (p *bookReader) row(cells []string) {
	line, _ := p.csv.FieldPos(0)
	line += p.skipped
	bad := func(column, format string, args ...any) {
		p.book.Bad = append(p.book.Bad, Remark{Line: line, Column: column, Reason: fmt.Sprintf(format, args...)})
	}
	if len(cells) != len(p.columns) {
		bad("", "the row has %d cells, the header %d", len(cells), len(p.columns))
		return
	}
	for i, c := range cells {
		switch {
		case !utf8.ValidString(c):
			bad(p.columns[i], "not UTF-8; save the file as UTF-8")
			return
		case len(c) > maxCell:
			bad(p.columns[i], "the cell has %d bytes, more than %d", len(c), maxCell)
			return
		}
	}
	row := Row{Line: line, Properties: map[string][]string{}}
	row.ID = strings.TrimSpace(cells[slices.Index(p.columns, "id")])
	row.Schema = strings.TrimSpace(cells[slices.Index(p.columns, "schema")])
	schema, ok := ftm.Default().Schema(row.Schema)
	switch first, again := p.ids[row.ID]; {
	case row.ID == "":
		bad("id", "the row has no id")
		return
	case again:
		bad("id", "%q is the id of line %d as well", row.ID, first)
		return
	case !ok || !schema.Matchable:
		bad("schema", "no kind of party is called %q%s", row.Schema, meant(row.Schema, partySchemata()))
		return
	}
	for i, c := range p.columns {
		if c == "id" || c == "schema" || strings.TrimSpace(cells[i]) == "" {
			continue
		}
		if _, ok := schema.Property(c); !ok {
			bad(c, "a %s has no %s%s", row.Schema, c, meantProperty(c, schema))
			return
		}
		row.Properties[c] = values(cells[i])
	}
	if n := row.Properties["name"]; len(n) > 0 {
		row.Name = n[0]
	}
	if row.Name == "" && len(row.Properties) == 0 {
		bad("name", "the row has neither a name nor anything else to screen")
		return
	}
	p.ids[row.ID] = line
	p.book.Rows = append(p.book.Rows, row)
	p.doubt(row)
}

func meantProperty(c string, schema *ftm.Schema) string {
	if n := lists.Nearest(c, schema.PropertyNames()); n != "" {
		return fmt.Sprintf("; did you mean %q?", n)
	}
	return "; leave the cell empty or use another schema"
}

func partySchemata() []string {
	var out []string
	for _, s := range ftm.Default().SchemaNames() {
		if schema, _ := ftm.Default().Schema(s); schema.Matchable {
			out = append(out, s)
		}
	}
	return out
}

// values cuts a cell at its semicolons.
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

// doubt notes values that screening cannot use.
func (p *bookReader) doubt(row Row) {
	note := func(column, format string, args ...any) {
		p.book.Doubts = append(p.book.Doubts, Remark{row.Line, column, fmt.Sprintf(format, args...)})
	}
	if row.Schema == "Vessel" {
		for _, v := range row.Properties["imoNumber"] {
			if _, ok := names.IMO(v); !ok {
				note("imoNumber", "%q is no IMO number: seven digits, the last a check digit", v)
			}
		}
	}
	for _, v := range row.Properties["mmsi"] {
		if _, _, ok := names.MMSI(v); !ok {
			note("mmsi", "%q is no MMSI: nine digits with a country's digits inside", v)
		}
	}
	for _, v := range row.Properties["birthDate"] {
		if d, ok := lists.ParseDate(v); !ok || len(d.Values) != 1 || d.Values[0] != v {
			note("birthDate", "%q is not written as YYYY, YYYY-MM or YYYY-MM-DD", v)
		}
	}
}

// Query is what a row asks of an index.
func (r Row) Query() screen.Query { return screen.Query{Schema: r.Schema, Properties: r.Properties} }
