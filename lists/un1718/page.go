package un1718

import (
	"bytes"
	"context"
	"fmt"
	"html"
	"io"
	"strconv"
	"strings"
	"unicode/utf8"

	"plimsoll/lists"
)

// maxPage is more than a conversion of the list has.
const maxPage = 8 << 20

// parseHTML reads the conversion of the PDF: tables, one a page, in which cells
// stretch over rows and columns.
func parseHTML(ctx context.Context, in lists.Input, emit lists.Emit) (*lists.Parsed, error) {
	f := in.Files[0]
	if f.Size > maxPage {
		return nil, refusal(f, 1, 0, "the page is longer than %d bytes: this is no list", maxPage)
	}
	data := make([]byte, f.Size)
	if n, err := io.ReadFull(f.Reader(), data); err != nil {
		return nil, fmt.Errorf("reading %s at byte %d: %w", f.Name, n, err)
	}
	h := &page{grid: newGrid(newReader(ctx, in, emit)), data: data}
	if err := h.check(); err != nil {
		return nil, err
	}
	if err := h.walk(); err != nil {
		return nil, err
	}
	return h.done()
}

// page walks the tags of an HTML page.
type page struct {
	*grid
	data []byte
	pos  int

	table, tr int // numbers of the table and row
	line      int // of the row
	counted   int // bytes whose newlines are in line
	lines     int
	rest      []int // for each column, rows that a cell above stretches over
	cells     []cell
	spans     []int // rows that each cell stretches over
	inRow     bool
	text      strings.Builder
	open      *cell
}

// check refuses what is no text and what ends in the middle.
func (h *page) check() error {
	if i := bytes.IndexByte(h.data, 0); i >= 0 {
		return h.failAt(i, "a NUL byte: this is not a text file")
	}
	for i := 0; i < len(h.data); {
		r, n := utf8.DecodeRune(h.data[i:])
		if r == utf8.RuneError && n == 1 {
			return h.failAt(i, "the byte 0x%02X is not UTF-8: save the page as UTF-8", h.data[i])
		}
		i += n
	}
	tail := bytes.ToLower(bytes.TrimSpace(h.data))
	if !bytes.HasSuffix(tail, []byte("</html>")) {
		return h.failAt(len(h.data), "the page ends in the middle: it was cut, fetch it again")
	}
	if from, to := bytes.Index(h.data, []byte("<title>")), bytes.Index(h.data, []byte("</title>")); from >= 0 && to > from {
		h.Published = titleDate(string(h.data[from:to]))
	}
	return nil
}

func (h *page) failAt(at int, format string, args ...any) error {
	return refusal(h.file, h.lineOf(at), int64(at), format, args...)
}

// lineOf counts the lines up to a byte; bytes are asked for in their order.
func (h *page) lineOf(at int) int {
	if at < h.counted {
		return 1 + bytes.Count(h.data[:at], []byte{'\n'})
	}
	h.lines += bytes.Count(h.data[h.counted:at], []byte{'\n'})
	h.counted = at
	return 1 + h.lines
}

// walk reads tag after tag; text counts inside cells alone.
func (h *page) walk() error {
	for {
		i := bytes.IndexByte(h.data[h.pos:], '<')
		if i < 0 {
			return nil
		}
		if h.open != nil {
			h.text.WriteString(html.UnescapeString(string(h.data[h.pos : h.pos+i])))
		}
		at := h.pos + i
		end := bytes.IndexByte(h.data[at:], '>')
		if bytes.HasPrefix(h.data[at:], []byte("<!--")) {
			end = bytes.Index(h.data[at:], []byte("-->"))
		}
		if end < 0 {
			return h.failAt(at, "a tag that nothing closes")
		}
		h.pos = at + end + 1
		if err := h.tag(string(h.data[at+1:at+end]), at); err != nil {
			return err
		}
	}
}

func (h *page) tag(body string, at int) error {
	name, attrs, _ := strings.Cut(strings.TrimSuffix(body, "/"), " ")
	switch strings.ToLower(name) {
	case "style", "script":
		if i := bytes.Index(bytes.ToLower(h.data[h.pos:]), []byte("</"+strings.ToLower(name))); i >= 0 {
			h.pos += i
		}
	case "table":
		h.table++
		h.tr, h.rest = 0, nil
	case "tr":
		if err := h.endRow(); err != nil {
			return err
		}
		h.tr++
		h.inRow, h.line = true, h.lineOf(at)
	case "/tr", "/table":
		return h.endRow()
	case "td", "th":
		h.endCell()
		return h.beginCell(attrs, at)
	case "/td", "/th":
		h.endCell()
	case "p", "/p", "br", "div", "/div", "li":
		if h.open != nil {
			h.text.WriteByte('\n')
		}
	}
	return nil
}

// beginCell finds the column: the first that no cell above stretches into.
func (h *page) beginCell(attrs string, at int) error {
	if !h.inRow {
		return nil
	}
	col := 0
	if n := len(h.cells); n > 0 {
		col = h.cells[n-1].col + h.cells[n-1].span
	}
	for col < len(h.rest) && h.rest[col] > 0 {
		col++
	}
	span, rows := spanOf(attrs, "colspan"), spanOf(attrs, "rowspan")
	if col+span > 100 {
		return h.failAt(at, "a table with more than 100 columns: this is another list")
	}
	place := "table " + strconv.Itoa(h.table) + ", row " + strconv.Itoa(h.tr) + ", column " + strconv.Itoa(col+1) + " @" + strconv.Itoa(at)
	h.cells = append(h.cells, cell{col: col, span: span, Value: lists.Value{Place: place, Exhibit: h.file.Exhibit}})
	h.spans = append(h.spans, rows)
	h.open = &h.cells[len(h.cells)-1]
	return nil
}

// spanOf reads colspan="2".
func spanOf(attrs, name string) int {
	_, after, found := strings.Cut(attrs, name+`="`)
	value, _, _ := strings.Cut(after, `"`)
	n, err := strconv.Atoi(value)
	if !found || err != nil || n < 1 || n > 1000 {
		return 1
	}
	return n
}

func (h *page) endCell() {
	if h.open == nil {
		return
	}
	h.open.Raw = strings.TrimSpace(h.text.String())
	h.open.Text = lists.Clean(h.open.Raw)
	h.open = nil
	h.text.Reset()
}

func (h *page) endRow() error {
	h.endCell()
	if !h.inRow {
		return nil
	}
	for c := range h.rest {
		h.rest[c] = max(0, h.rest[c]-1)
	}
	for i, c := range h.cells {
		for len(h.rest) < c.col+c.span {
			h.rest = append(h.rest, 0)
		}
		for k := range c.span {
			h.rest[c.col+k] = h.spans[i] - 1
		}
	}
	cells := h.cells
	h.cells, h.spans, h.inRow = h.cells[:0], h.spans[:0], false
	return h.row(h.line, cells)
}
