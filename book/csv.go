package book

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"strings"
	"unicode/utf8"
)

// maxCell is the most bytes of one cell; no name or address is longer.
const maxCell = 10_000

// csvSource reads comma-separated values as RFC 4180 has them, and is lenient
// where no doubt arises: quotes inside a cell that does not begin with one are
// text, and lines may end in LF or CRLF. A quote that is never closed costs its
// own line and no other.
type csvSource struct {
	*lines
	delim   byte
	columns []*column
	cells   []cell
}

func newCSV(r io.Reader, o Options, m *rowMaker, at int64) (*csvSource, error) {
	s := &csvSource{lines: newLines(r, at)}
	refuse := func(column, format string, args ...any) error {
		return &Refusal{o.File, Remark{Line: s.line, Column: column, Reason: fmt.Sprintf(format, args...)}}
	}
	var head []byte
	var next int
	for { // comments and blank lines may stand before the header
		var err error
		head, next, err = s.peek(0)
		switch {
		case errors.Is(err, io.EOF):
			return nil, refuse("", "the book is empty: its first line must name the columns, such as id,schema,name,birthDate,country")
		case errors.Is(err, errLong):
			return nil, refuse("", "the first line is longer than 1 MB: a book begins with a line that names its columns")
		case err != nil:
			return nil, fmt.Errorf("reading the header of %s: %w", o.File, err)
		}
		if len(bytes.TrimSpace(head)) > 0 && head[0] != '#' {
			break
		}
		s.skip(next, 1)
	}
	if i := bytes.IndexByte(head, '\r'); i >= 0 {
		return nil, refuse("", "the lines end in CR alone: convert the file with tr '\\r' '\\n'")
	}
	if !utf8.Valid(head) {
		i := invalid(head)
		return nil, &Refusal{o.File, Remark{Line: s.line, Byte: s.at + int64(i) + 1, Reason: notUTF8(head[i:])}}
	}
	s.delim = delimiter(head)
	if reason := s.quoted(head); reason != "" {
		return nil, refuse("", "the header: %s", reason)
	}
	names := make([]string, 0, len(s.cells))
	for _, c := range s.cells {
		names = append(names, c.text)
	}
	for i, n := range names {
		if _, twice := m.columns.by[n]; twice && strings.TrimSpace(n) != "" {
			return nil, refuse(fmt.Sprintf("%d (%s)", i+1, clip(n)), "the column stands twice")
		}
		x, err := m.columns.add(n, i+1)
		if err != nil {
			return nil, refuse(fmt.Sprintf("%d (%s)", i+1, clip(n)), "%v", err)
		}
		s.columns = append(s.columns, x)
	}
	if bad := m.columns.complete(s.line); bad != nil {
		return nil, &Refusal{o.File, *bad}
	}
	s.skip(next, 1)
	return s, nil
}

// delimiter is a comma unless the header has none and has tabs, semicolons or
// bars instead.
func delimiter(head []byte) byte {
	for _, d := range []byte(",\t;|") {
		if bytes.IndexByte(head, d) >= 0 {
			return d
		}
	}
	return ','
}

func (s *csvSource) next() (record, error) {
	for {
		line, next, err := s.peek(0)
		rec := record{line: s.line, at: s.at}
		switch {
		case errors.Is(err, errLong):
			rec.bad = &Remark{Reason: fmt.Sprintf("the line is longer than %d bytes", maxLine)}
			return rec, s.skipLong()
		case err != nil:
			return rec, err
		case len(line) == 0:
			s.skip(next, 1)
			continue
		}
		if bytes.IndexByte(line, '"') >= 0 {
			return s.quotedRecord(rec, line, next)
		}
		s.split(line)
		s.skip(next, 1)
		return s.counted(rec), nil
	}
}

// counted gives the cells their columns, if there are as many.
func (s *csvSource) counted(rec record) record {
	if len(s.cells) != len(s.columns) {
		rec.bad = s.miscounted()
		return rec
	}
	for i := range s.cells {
		s.cells[i].column = s.columns[i]
	}
	rec.cells = s.cells
	return rec
}

func (s *csvSource) miscounted() *Remark {
	r := &Remark{Reason: fmt.Sprintf("the row has %d cells, the header %d", len(s.cells), len(s.columns))}
	if len(s.cells) < len(s.columns) {
		r.Column = s.columns[len(s.cells)].label // the first that is missing
	} else {
		r.Reason += "; a cell with a " + delimiterName(s.delim) + " in it must stand in quotes"
	}
	return r
}

func delimiterName(d byte) string {
	switch d {
	case '\t':
		return "tab"
	case ';':
		return "semicolon"
	case '|':
		return "bar"
	}
	return "comma"
}

// split cuts a line that has no quotes.
func (s *csvSource) split(line []byte) {
	text, ascii := string(line), plain(line)
	s.cells = s.cells[:0]
	for at := 0; ; {
		i := strings.IndexByte(text[at:], s.delim)
		if i < 0 {
			s.cells = append(s.cells, cell{text: text[at:], at: int64(at), ascii: ascii})
			return
		}
		s.cells = append(s.cells, cell{text: text[at : at+i], at: int64(at), ascii: ascii})
		at += i + 1
	}
}

// quotedRecord reads a record with quotes, which may go over several lines.
// Where it does not end well, only its first line is given up: a quote that
// was never closed must not take the rows after it along.
func (s *csvSource) quotedRecord(rec record, line []byte, next int) (record, error) {
	reason := s.quoted(line)
	end, count := next, 1
	for reason == openQuote && len(s.cells) <= len(s.columns) {
		more, after, err := s.peek(end)
		if err != nil && !errors.Is(err, io.EOF) && !errors.Is(err, errLong) {
			return rec, err
		}
		if err != nil || after-int(s.cells[len(s.cells)-1].at) > maxCell {
			break
		}
		if len(s.columns) > 1 && bytes.Count(more, []byte{s.delim})+1 == len(s.columns) {
			reason = "a cell begins with a quote that its line does not close, and the next line looks like a row of its own"
			break
		}
		end, count = after, count+1
		if !closes(more) {
			continue
		}
		raw := bytes.TrimSuffix(bytes.TrimSuffix(s.buf[s.start:s.start+end], []byte("\n")), []byte("\r"))
		reason = s.quoted(raw)
	}
	if reason == "" && (count == 1 || len(s.cells) == len(s.columns)) {
		s.skip(end, count)
		return s.counted(rec), nil
	}
	s.skip(next, 1)
	switch {
	case reason == "" || len(s.cells) > len(s.columns):
		reason = "a quoted cell goes over several lines, and the row does not have as many cells as the header: is a quote missing, or one too many?"
	case reason == openQuote:
		reason = "a cell begins with a quote that is never closed"
	}
	rec.bad = &Remark{Reason: reason}
	if n := len(s.cells); n <= len(s.columns) {
		rec.bad.Column, rec.bad.Byte = s.columns[n-1].label, rec.at+s.cells[n-1].at+1
	}
	return rec, nil
}

// closes reports whether a line that begins inside quotes leaves them.
func closes(line []byte) bool {
	for {
		i := bytes.IndexByte(line, '"')
		switch {
		case i < 0:
			return false
		case i+1 == len(line) || line[i+1] != '"':
			return true
		}
		line = line[i+2:]
	}
}

// openQuote is what quoted says of a record whose last cell is still open.
const openQuote = "open"

// quoted cuts a record with quotes into cells. It says what is wrong, "" when
// nothing is; the last of the cells is then the one that is wrong.
func (s *csvSource) quoted(raw []byte) (reason string) {
	s.cells = s.cells[:0]
	ascii := plain(raw)
	for at := 0; ; {
		if at >= len(raw) || raw[at] != '"' {
			end := bytes.IndexByte(raw[at:], s.delim)
			last := end < 0
			if last {
				end = len(raw) - at
			}
			if i := bytes.IndexByte(raw[at:at+end], '\n'); i >= 0 { // the record ended before
				return "a cell ends in a quote that it does not begin with"
			}
			s.cells = append(s.cells, cell{text: string(raw[at : at+end]), at: int64(at), ascii: ascii})
			if last {
				return ""
			}
			at += end + 1
			continue
		}
		text, after, closed := unquote(raw[at+1:])
		s.cells = append(s.cells, cell{text: text, at: int64(at), ascii: ascii})
		if !closed {
			return openQuote
		}
		at += 1 + after
		switch {
		case at == len(raw):
			return ""
		case raw[at] == s.delim:
			at++
		default:
			return `a quote inside a cell in quotes must be doubled ("")`
		}
	}
}

// unquote reads up to the closing quote and says where what follows begins.
func unquote(raw []byte) (text string, after int, closed bool) {
	var b []byte
	for from := 0; ; {
		i := bytes.IndexByte(raw[from:], '"')
		if i < 0 {
			return string(append(b, raw[from:]...)), len(raw), false
		}
		if from+i+1 < len(raw) && raw[from+i+1] == '"' {
			b = append(b, raw[from:from+i+1]...)
			from += i + 2
			continue
		}
		return string(append(b, raw[from:from+i]...)), from + i + 1, true
	}
}
