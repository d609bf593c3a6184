package table

import (
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"math"
	"strconv"
	"time"

	"github.com/parquet-go/parquet-go"
	"github.com/parquet-go/parquet-go/format"

	"plimsoll/ais"
)

const parquetMagic = "PAR1"

// parquetRows gives the rows of a Parquet file as text, so that they mean what
// they would in CSV. Columns of other kinds than numbers, texts and times, and
// lists, are not looked at.
type parquetRows struct {
	groups []parquet.RowGroup
	rows   parquet.Rows
	batch  []parquet.Row
	have   int // of batch
	at     int
	leaves []leaf
	cells  [][]byte
	buf    []byte // of the cells of a row
	ends   []int  // of the cells in buf
	number int
}

// leaf is a column of values.
type leaf struct {
	cell int // -1 when it is not looked at
	days bool
	unit int64 // of a time: units of a second; 0 when it is none
}

// NewParquet reads a table in Parquet, of the given size. Rows are numbered
// from 1.
func NewParquet(r io.ReaderAt, size int64, o Options) (t *Reader, err error) {
	defer func() {
		if p := recover(); p != nil { // what the library does on some damaged files
			err = fmt.Errorf("%v", p)
		}
		if err != nil {
			t, err = nil, fmt.Errorf("reading AIS in Parquet: the file is damaged, cut, or no table of positions: %w", err)
		}
	}()
	if err := checkFooter(r, size); err != nil {
		return nil, err
	}
	f, err := parquet.OpenFile(r, size, parquet.SkipPageIndex(true), parquet.SkipBloomFilters(true))
	if err != nil {
		return nil, err
	}
	p := &parquetRows{groups: f.RowGroups(), batch: make([]parquet.Row, 256)}
	var names []string
	for _, path := range f.Schema().Columns() {
		l := leaf{cell: -1}
		if len(path) == 1 {
			node, _ := f.Schema().Lookup(path...)
			if !node.Node.Repeated() && l.readable(node.Node.Type()) {
				l.cell = len(names)
				names = append(names, path[0])
			}
		}
		p.leaves = append(p.leaves, l)
	}
	fields, err := meanings(names, o)
	if err != nil {
		return nil, err
	}
	p.cells, p.ends = make([][]byte, len(names)), make([]int, len(names))
	return newReader(p, fields, o), nil
}

// checkFooter looks at the end of the file, where the length of the footer
// stands: the library believes it, whatever it is.
func checkFooter(r io.ReaderAt, size int64) error {
	var end [8]byte
	if size < 12 {
		return io.ErrUnexpectedEOF
	}
	if _, err := r.ReadAt(end[:], size-8); err != nil {
		return err
	}
	if string(end[4:]) != parquetMagic {
		return errors.New("it does not end in PAR1")
	}
	if n := int64(binary.LittleEndian.Uint32(end[:])); n > size-12 {
		return fmt.Errorf("its footer would have %d bytes", n)
	}
	return nil
}

// readable finds out how values of a type are written as text, and whether
// they can be.
func (l *leaf) readable(t parquet.Type) bool {
	switch t.Kind() {
	case parquet.Boolean, parquet.Int96:
		return false
	}
	if t.LogicalType() == nil {
		return true
	}
	switch x := t.LogicalType().Value.(type) {
	case *format.DecimalType, *format.TimeType:
		return false
	case *format.DateType:
		l.days = true
	case *format.TimestampType:
		l.unit = 1e3
		switch x.Unit.Value.(type) {
		case *format.NanoSeconds:
			l.unit = 1e9
		case *format.MicroSeconds:
			l.unit = 1e6
		}
	}
	return true
}

func (p *parquetRows) lines() int { return p.number }

func (p *parquetRows) row() (cells [][]byte, line int, reason ais.Reason, err error) {
	defer func() {
		if x := recover(); x != nil {
			cells, err = nil, fmt.Errorf("the Parquet file is damaged: %v", x)
		}
	}()
	for p.at == p.have {
		if err := p.more(); err != nil {
			return nil, p.number, 0, err
		}
	}
	row := p.batch[p.at]
	p.at++
	p.number++
	clear(p.cells)
	p.buf = p.buf[:0]
	clear(p.ends)
	for _, v := range row {
		l := &p.leaves[v.Column()]
		if l.cell < 0 || v.IsNull() {
			continue
		}
		from := len(p.buf)
		p.buf = l.write(p.buf, v)
		p.ends[l.cell] = len(p.buf)
		p.cells[l.cell] = p.buf[from:] // buf may move yet; its place is found again below
	}
	for i, c := range p.cells {
		if c != nil {
			p.cells[i] = p.buf[p.ends[i]-len(c) : p.ends[i]]
		}
	}
	return p.cells, p.number, 0, nil
}

// more reads the next rows, and io.EOF behind the last row group.
func (p *parquetRows) more() error {
	if p.rows == nil {
		if len(p.groups) == 0 {
			return io.EOF
		}
		p.rows, p.groups = p.groups[0].Rows(), p.groups[1:]
	}
	n, err := p.rows.ReadRows(p.batch)
	p.at, p.have = 0, n
	switch ended := errors.Is(err, io.EOF); {
	case err != nil && !ended:
		return err
	case n > 0: // the end is said again
		return nil
	case !ended:
		return io.ErrNoProgress
	}
	err = p.rows.Close()
	p.rows = nil
	return err
}

// write appends a value as the text it would be in CSV.
func (l *leaf) write(dst []byte, v parquet.Value) []byte {
	switch v.Kind() {
	case parquet.Int32, parquet.Int64:
		n := v.Int64()
		if v.Kind() == parquet.Int32 {
			n = int64(v.Int32())
		}
		switch {
		case l.days:
			return time.Unix(n*86400, 0).UTC().AppendFormat(dst, "2006-01-02T15:04:05")
		case l.unit > 0:
			return strconv.AppendInt(dst, n/l.unit, 10)
		}
		return strconv.AppendInt(dst, n, 10)
	case parquet.Double, parquet.Float:
		x, bits := v.Double(), 64
		if v.Kind() == parquet.Float {
			x, bits = float64(v.Float()), 32
		}
		if math.IsNaN(x) { // what some makers write for nothing
			return dst
		}
		return strconv.AppendFloat(dst, x, 'f', -1, bits)
	}
	return append(dst, v.ByteArray()...)
}
