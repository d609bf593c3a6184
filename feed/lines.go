package feed

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"

	"plimsoll/ais/table"
	"plimsoll/packed"
)

// Lines gives the text of a feed whose lines are those that messages name: as it
// is, out of its packing, or for Parquet a row a line. It is to be closed, which
// does not close r.
func Lines(r io.Reader) (io.ReadCloser, error) {
	text, packing, done, err := packed.Text(bufio.NewReaderSize(r, 1<<16))
	if err != nil {
		return nil, fmt.Errorf("opening %s: %w", packing, err)
	}
	f := &Feed{close: []func() error{func() error { done(); return nil }}}
	head, err := packed.Peek(text, 4)
	if err == nil && packed.IsParquet(head) {
		var rows io.Reader
		if rows, err = f.parquetLines(r, text); err == nil {
			return opened{rows, f}, nil
		}
	}
	if err != nil {
		return nil, errors.Join(err, f.Close())
	}
	return opened{text, f}, nil
}

func (f *Feed) parquetLines(r, rest io.Reader) (io.Reader, error) {
	file, size, err := f.parquetFile(r, rest)
	if err != nil {
		return nil, err
	}
	return table.ParquetLines(file, size)
}

type opened struct {
	io.Reader
	io.Closer
}

// CountLines says how many lines a feed has at most, for whoever numbers the
// lines of several.
func CountLines(r io.Reader) (int64, error) {
	text, err := Lines(r)
	if err != nil {
		return 0, err
	}
	defer text.Close() //nolint:errcheck // only read
	n := int64(1)
	for buf := make([]byte, 1<<16); ; {
		k, err := text.Read(buf)
		n += int64(bytes.Count(buf[:k], []byte{'\n'}) + bytes.Count(buf[:k], []byte{'\r'})) // either ends a line
		if errors.Is(err, io.EOF) {
			return n, nil
		}
		if err != nil {
			return n, err
		}
	}
}
