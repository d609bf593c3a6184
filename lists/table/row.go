package table

import (
	"strconv"
	"strings"

	"plimsoll/lists"
)

// Row is a row of cells. It holds until the next one is read; its values hold
// for good.
type Row struct {
	t    *Reader
	text string
	base int64
	n    int
}

// Len is the number of cells.
func (r *Row) Len() int { return r.n }

// Cell is the text of a cell as it stands; "" beyond the row's end.
func (r *Row) Cell(i int) string {
	if i < 0 || i >= r.n {
		return ""
	}
	c := r.t.cells[i]
	return r.text[c.from:c.to]
}

// Value is what a column says in this row, with its place.
func (r *Row) Value(column string) lists.Value {
	i, ok := r.t.names[column]
	if !ok {
		return lists.Value{}
	}
	return r.At(i)
}

// At is the value of a cell by its number, from 0.
func (r *Row) At(i int) lists.Value {
	raw := r.Cell(i)
	if raw == "" {
		return lists.Value{}
	}
	t := lists.Clean(raw)
	if t == "" {
		return lists.Value{}
	}
	return lists.Value{Text: t, Raw: raw, Place: r.place(i), Exhibit: r.t.file.Exhibit}
}

// Here is the place of the row, for what is said by its being there.
func (r *Row) Here() lists.Value {
	var b strings.Builder
	b.WriteString("row ")
	b.WriteString(strconv.Itoa(r.t.row))
	b.WriteString(" @")
	b.WriteString(strconv.FormatInt(r.base, 10))
	return lists.Value{Place: b.String(), Exhibit: r.t.file.Exhibit}
}

func (r *Row) place(i int) string {
	b := make([]byte, 0, 64)
	b = append(b, "row "...)
	b = strconv.AppendInt(b, int64(r.t.row), 10)
	b = append(b, ", column "...)
	b = append(b, r.t.columnName(i)...)
	b = append(b, " @"...)
	b = strconv.AppendInt(b, r.base+int64(r.t.cells[i].start()), 10)
	return string(b)
}
