package sheet

import (
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"
	"time"

	"plimsoll/lists"
)

// Row is a row of a sheet.
type Row struct {
	Sheet  string
	Number int // as a spreadsheet counts, from 1

	file  lists.File
	cells []string
}

// NewRow makes a row of cells.
func NewRow(file lists.File, sheet string, number int, cells []string) *Row {
	return &Row{Sheet: sheet, Number: number, file: file, cells: cells}
}

// Len is how many cells the row has up to its last that is not empty.
func (r *Row) Len() int { return len(r.cells) }

// At is what a cell says, counted from 0, with its place.
func (r *Row) At(i int) lists.Value {
	if i < 0 || i >= len(r.cells) {
		return lists.Value{}
	}
	raw := r.cells[i]
	if strings.Contains(raw, "_x000D_") { // escaped twice
		raw = strings.ReplaceAll(raw, "_x000D_", "\r")
	}
	text := lists.Clean(raw)
	if text == "" {
		return lists.Value{}
	}
	return lists.Value{Text: text, Raw: raw, Place: r.place(i), Exhibit: r.file.Exhibit}
}

// Blank reports whether no cell says anything.
func (r *Row) Blank() bool {
	return !slices.ContainsFunc(r.cells, func(c string) bool { return lists.Clean(c) != "" })
}

// Here is the place of the row, for what is said by its being there.
func (r *Row) Here() lists.Value {
	return lists.Value{Place: fmt.Sprintf("sheet %q row %d", r.Sheet, r.Number), Exhibit: r.file.Exhibit}
}

// Fail refuses the file for a cell of the row, counted from 0.
func (r *Row) Fail(column int, format string, args ...any) error {
	return &lists.ParseError{
		File: r.file.Name, Line: r.Number, Offset: -1, Column: Column(column),
		Reason: fmt.Sprintf("sheet %q: ", r.Sheet) + fmt.Sprintf(format, args...),
	}
}

func (r *Row) place(i int) string {
	b := make([]byte, 0, len(r.Sheet)+24)
	b = append(b, "sheet "...)
	b = strconv.AppendQuote(b, r.Sheet)
	b = append(b, " cell "...)
	b = append(b, Column(i)...)
	return string(strconv.AppendInt(b, int64(r.Number), 10))
}

// Column is the letters by which a spreadsheet names a column counted from 0.
func Column(i int) string {
	var b []byte
	for i++; i > 0; i = (i - 1) / 26 {
		b = append(b, byte('A'+(i-1)%26))
	}
	slices.Reverse(b)
	return string(b)
}

// Header is the names of the columns.
type Header struct {
	Names []string // by column; "" where the header has none
	at    map[string]int
}

// NewHeader takes a row for the header. Fold makes the name of a column of
// what its cell says; of several columns of one name the first is the one that
// is found.
func NewHeader(row *Row, fold func(string) string) *Header {
	h := &Header{at: map[string]int{}}
	for i := range row.Len() {
		name := fold(row.At(i).Text)
		h.Names = append(h.Names, name)
		if _, twice := h.at[name]; !twice && name != "" {
			h.at[name] = i
		}
	}
	return h
}

// Lacks lists which of the columns are not there.
func (h *Header) Lacks(columns ...string) []string {
	var out []string
	for _, c := range columns {
		if _, ok := h.at[c]; !ok {
			out = append(out, c)
		}
	}
	return out
}

// Value is what a row says in a column.
func (h *Header) Value(r *Row, column string) lists.Value {
	i, ok := h.at[column]
	if !ok {
		return lists.Value{}
	}
	return r.At(i)
}

// Index is where a column is, or -1.
func (h *Header) Index(column string) int {
	if i, ok := h.at[column]; ok {
		return i
	}
	return -1
}

// Date reads a cell that holds nothing but a number: the count of days since
// the last day of 1899, or a year. The counts below 2200 would be days before
// 1906, when nobody was born who is on a list; such a number is a year.
func Date(v lists.Value) (lists.Date, bool) {
	n, err := strconv.ParseFloat(v.Text, 64)
	if err != nil || n < 1 || n > 400_000 || math.IsNaN(n) {
		return lists.Date{}, false
	}
	if n < 2200 {
		if n != math.Trunc(n) {
			return lists.Date{}, false
		}
		return lists.NewDate(int(n), 0, 0)
	}
	// Spreadsheets believe in a 29 February 1900, so that counts after it are
	// one too high for a calendar that begins on 1 January.
	day := time.Date(1899, time.December, 30, 0, 0, 0, 0, time.UTC).AddDate(0, 0, int(n))
	return lists.NewDate(day.Year(), int(day.Month()), day.Day())
}
