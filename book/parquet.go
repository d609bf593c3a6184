package book

import (
	"fmt"
	"io"
	"math"
	"strconv"
	"time"

	"github.com/parquet-go/parquet-go"
	"github.com/parquet-go/parquet-go/format"

	"plimsoll/packed"
)

// parquetSource reads Parquet: flat columns and lists of values. Fields of a
// group are named group.field; the group "properties" needs no naming.
type parquetSource struct {
	rows   *packed.Rows
	leaves []leaf
	cells  []cell
}

// leaf is a column with values.
type leaf struct {
	column *column
	typ    parquet.Type
}

func openParquet(r io.Reader, o Options, m *rowMaker) (src source, err error) {
	defer packed.Recovered(&err)
	at, ok := r.(io.ReaderAt)
	seek, ok2 := r.(io.Seeker)
	if !ok || !ok2 {
		return nil, &Refusal{o.File, Remark{Line: 1, Reason: "Parquet is read from its end and cannot come through a pipe: write it to a file"}}
	}
	size, err := seek.Seek(0, io.SeekEnd)
	if err != nil {
		return nil, fmt.Errorf("reading %s: %w", o.File, err)
	}
	f, err := packed.Parquet(at, size)
	if err != nil {
		return nil, &Refusal{o.File, Remark{Line: 1, Reason: fmt.Sprintf("the Parquet file is damaged or cut: %v", err)}}
	}
	s := &parquetSource{rows: packed.NewRows(f)}
	for i, path := range f.Schema().Columns() {
		name := columnName(path)
		x := m.columns.by[name]
		if x == nil {
			if x, err = m.columns.add(name, i+1); err != nil {
				return nil, &Refusal{o.File, Remark{Line: 1, Column: fmt.Sprintf("%d (%s)", i+1, clip(name)), Reason: err.Error()}}
			}
		}
		node, _ := f.Schema().Lookup(path...)
		s.leaves = append(s.leaves, leaf{column: x, typ: node.Node.Type()})
	}
	if bad := m.columns.complete(1); bad != nil {
		return nil, &Refusal{o.File, *bad}
	}
	return s, nil
}

// columnName leaves the parts of a path that Parquet puts there for lists.
func columnName(path []string) string {
	if n := len(path); n >= 3 && (path[n-2] == "list" || path[n-2] == "bag" || path[n-2] == "array") {
		path = path[:n-2]
	}
	if len(path) > 1 && path[0] == "properties" {
		path = path[1:]
	}
	name := path[0]
	for _, p := range path[1:] {
		name += "." + p
	}
	return name
}

func (s *parquetSource) next() (rec record, err error) {
	defer packed.Recovered(&err)
	row, err := s.rows.Next()
	if err != nil {
		return record{}, err
	}
	rec = record{line: s.rows.Number(), at: -1}
	s.cells = s.cells[:0]
	for _, v := range row {
		l := &s.leaves[v.Column()]
		if v.IsNull() || l.column.property == "" {
			continue
		}
		text, ok := written(v, l.typ)
		if !ok {
			rec.bad = &Remark{Column: l.column.label, Reason: fmt.Sprintf("values of the type %s are not read: write texts", l.typ)}
			return rec, nil
		}
		if n := len(s.cells); n > 0 && s.cells[n-1].column == l.column {
			s.cells[n-1].list = append(s.cells[n-1].list, text)
			continue
		}
		s.cells = append(s.cells, cell{column: l.column, list: []string{text}, at: -1})
	}
	rec.cells = s.cells
	return rec, nil
}

// written is a value as text.
func written(v parquet.Value, typ parquet.Type) (string, bool) {
	var logical any
	if l := typ.LogicalType(); l != nil {
		logical = l.Value
	}
	if _, ok := logical.(*format.DecimalType); ok {
		return "", false
	}
	switch v.Kind() {
	case parquet.ByteArray, parquet.FixedLenByteArray:
		return string(v.ByteArray()), true
	case parquet.Boolean:
		return strconv.FormatBool(v.Boolean()), true
	case parquet.Int32, parquet.Int64:
		n := v.Int64()
		if v.Kind() == parquet.Int32 {
			n = int64(v.Int32())
		}
		switch l := logical.(type) {
		case *format.DateType:
			return time.Unix(n*86400, 0).UTC().Format(time.DateOnly), true
		case *format.TimestampType:
			return timestamp(n, l.Unit), true
		}
		return strconv.FormatInt(n, 10), true
	case parquet.Double, parquet.Float:
		x := v.Double()
		if v.Kind() == parquet.Float {
			x = float64(v.Float())
		}
		if math.IsNaN(x) { // what some makers write for nothing
			return "", true
		}
		return strconv.FormatFloat(x, 'f', -1, 64), true
	}
	return "", false
}

func timestamp(n int64, unit format.TimeUnit) string {
	t := time.UnixMilli(n)
	switch unit.Value.(type) {
	case *format.NanoSeconds:
		t = time.Unix(0, n)
	case *format.MicroSeconds:
		t = time.UnixMicro(n)
	}
	return t.UTC().Format(time.DateOnly)
}
