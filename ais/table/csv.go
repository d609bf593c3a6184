package table

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"

	"plimsoll/ais"
)

const maxLine = 1 << 16 // bytes; no row needs more

// csvRows gives the rows of a text.
type csvRows struct {
	r     *bufio.Reader
	delim byte
	line  int
	width int
	cells [][]byte
}

// openCSV reads the header, which is the first line that is not blank and may
// begin with "#".
func openCSV(r io.Reader, o Options) (*csvRows, []field, error) {
	c := &csvRows{r: bufio.NewReaderSize(r, maxLine)}
	for {
		line, err := c.next()
		switch {
		case errors.Is(err, io.EOF):
			return nil, nil, errors.New("the table is empty: its first line must name the columns")
		case errors.Is(err, errLong):
			return nil, nil, errors.New("the first line is too long to be a header: a table begins with a line that names its columns")
		case err != nil:
			return nil, nil, fmt.Errorf("reading the header: %w", err)
		case len(bytes.TrimSpace(line)) == 0:
			continue
		case line[0] == '#' && !LooksLike(line, o):
			continue
		}
		names, ok := header(line)
		if !ok {
			return nil, nil, fmt.Errorf("line %d: the header has a quote that it does not close", c.line)
		}
		fields, err := meanings(names, o)
		if err != nil {
			return nil, nil, fmt.Errorf("line %d: %w", c.line, err)
		}
		c.delim, c.width = delimiter(line), len(names)
		return c, fields, nil
	}
}

var errLong = errors.New("line too long")

// next returns the next line without its end, valid until the following call.
func (c *csvRows) next() ([]byte, error) {
	line, err := c.r.ReadSlice('\n')
	if errors.Is(err, bufio.ErrBufferFull) {
		for errors.Is(err, bufio.ErrBufferFull) {
			_, err = c.r.ReadSlice('\n')
		}
		c.line++
		if err != nil && !errors.Is(err, io.EOF) {
			return nil, err
		}
		return nil, errLong
	}
	if err != nil && (!errors.Is(err, io.EOF) || len(line) == 0) {
		return nil, err
	}
	c.line++
	return bytes.TrimRight(line, "\r\n"), nil
}

// row returns the cells of the next row; a reason says why there are none.
func (c *csvRows) row() ([][]byte, int, ais.Reason, error) {
	line, err := c.next()
	switch {
	case errors.Is(err, errLong):
		return nil, c.line, ais.ReasonLineTooLong, nil
	case err != nil:
		return nil, c.line, 0, err
	case len(line) == 0:
		return nil, c.line, 0, nil
	}
	var closed bool
	c.cells, closed = split(c.cells[:0], line, c.delim)
	switch {
	case !closed:
		return nil, c.line, ais.ReasonQuote, nil
	case len(c.cells) != c.width:
		return nil, c.line, ais.ReasonCells, nil
	}
	return c.cells, c.line, 0, nil
}

func (c *csvRows) lines() int { return c.line }

// split cuts a line into cells. A cell in quotes may hold the delimiter, and
// quotes doubled; no cell goes over several lines, for AIS has no line ends.
func split(dst [][]byte, line []byte, delim byte) (cells [][]byte, closed bool) {
	for {
		if len(line) > 0 && line[0] == '"' {
			cell, rest, ok := unquote(line[1:])
			if !ok {
				return dst, false
			}
			dst = append(dst, cell)
			if len(rest) == 0 {
				return dst, true
			}
			if rest[0] != delim {
				return dst, false
			}
			line = rest[1:]
			continue
		}
		i := bytes.IndexByte(line, delim)
		if i < 0 {
			return append(dst, line), true
		}
		dst = append(dst, line[:i])
		line = line[i+1:]
	}
}

// unquote reads up to the closing quote, in place.
func unquote(b []byte) (cell, rest []byte, ok bool) {
	n := 0
	for i := 0; i < len(b); i++ {
		if b[i] == '"' {
			if i+1 == len(b) || b[i+1] != '"' {
				return b[:n], b[i+1:], true
			}
			i++
		}
		b[n] = b[i]
		n++
	}
	return nil, nil, false
}
