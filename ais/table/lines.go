package table

import (
	"bytes"
	"encoding/json"
	"io"
)

// lines writes the rows of a Parquet file as lines to read.
type lines struct {
	rows  *parquetRows
	names []string
	buf   bytes.Buffer
}

// ParquetLines gives the rows of a Parquet file as text, one JSON object a line,
// so that line n is the row that messages name as their line n.
func ParquetLines(r io.ReaderAt, size int64) (io.Reader, error) {
	rows, names, err := openParquet(r, size)
	if err != nil {
		return nil, err
	}
	return &lines{rows: rows, names: names}, nil
}

func (l *lines) Read(p []byte) (int, error) {
	for l.buf.Len() == 0 {
		cells, _, _, err := l.rows.row()
		if err != nil {
			return 0, err
		}
		l.write(cells)
	}
	return l.buf.Read(p)
}

// write leaves out what a row does not say.
func (l *lines) write(cells [][]byte) {
	l.buf.WriteByte('{')
	for i, c := range cells {
		if c == nil {
			continue
		}
		if l.buf.Len() > 1 {
			l.buf.WriteByte(',')
		}
		name, _ := json.Marshal(l.names[i]) // text can be encoded
		value, _ := json.Marshal(string(c))
		l.buf.Write(name)
		l.buf.WriteByte(':')
		l.buf.Write(value)
	}
	l.buf.WriteString("}\n")
}
