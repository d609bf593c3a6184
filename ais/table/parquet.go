package table

import (
	"fmt"
	"io"
	"math"
	"strconv"
	"time"

	"github.com/parquet-go/parquet-go"
	"github.com/parquet-go/parquet-go/format"

	"plimsoll/ais"
	"plimsoll/packed"
)

// parquetRows gives the rows of a Parquet file as text, so that they mean what
// they would in CSV. Columns of other kinds than numbers, texts and times, and
// lists, are not looked at.
type parquetRows struct {
	rows   *packed.Rows
	leaves []leaf
	cells  [][]byte
	buf    []byte // of the cells of a row
	ends   []int  // of the cells in buf
}

// leaf is a column of values.
type leaf struct {
	cell int // -1 when it is not looked at
	days bool
	unit int64 // of a time: units of a second; 0 when it is none
}

// NewParquet reads a table in Parquet, of the given size. Rows are numbered
// from 1.
func NewParquet(r io.ReaderAt, size int64, o Options) (*Reader, error) {
	p, names, err := openParquet(r, size)
	if err != nil {
		return nil, err
	}
	fields, err := meanings(names, o)
	if err != nil {
		return nil, fmt.Errorf("reading AIS in Parquet: it is no table of positions: %w", err)
	}
	return newReader(p, fields, o), nil
}

// openParquet gives the rows of a file and the names of the columns that can be
// read.
func openParquet(r io.ReaderAt, size int64) (p *parquetRows, names []string, err error) {
	defer func() {
		if err != nil {
			p, err = nil, fmt.Errorf("reading AIS in Parquet: the file is damaged or cut: %w", err)
		}
	}()
	defer packed.Recovered(&err)
	f, err := packed.Parquet(r, size)
	if err != nil {
		return nil, nil, err
	}
	p = &parquetRows{rows: packed.NewRows(f)}
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
	p.cells, p.ends = make([][]byte, len(names)), make([]int, len(names))
	return p, names, nil
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

func (p *parquetRows) lines() int { return p.rows.Number() }

func (p *parquetRows) row() (cells [][]byte, line int, reason ais.Reason, err error) {
	defer packed.Recovered(&err)
	row, err := p.rows.Next()
	if err != nil {
		return nil, p.rows.Number(), 0, err
	}
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
	return p.cells, p.rows.Number(), 0, nil
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
