package positions

import (
	"errors"
	"fmt"
	"io"

	"github.com/parquet-go/parquet-go"
	"github.com/parquet-go/parquet-go/encoding"
)

// Columns are read page by page as the arrays they are, which is several times
// as fast as rows.

// The columns of positionRow.
const (
	colMMSI = iota
	colTime
	colLat
	colLon
	colSOG
	colCOG
	colHeading
	colStatus
	colType
	colSource
	colStation
	colLine
)

// The columns of staticRow that are looked at by themselves.
const colIMO = 4

// bounds are the least and greatest value of a column in a row group, when the
// file says.
func bounds(g parquet.RowGroup, column int) (least, most int64, ok bool) {
	c, ok := g.ColumnChunks()[column].(*parquet.FileColumnChunk)
	if !ok {
		return 0, 0, false
	}
	lo, hi, ok := c.Bounds()
	if !ok {
		return 0, 0, false
	}
	if c.Type().Kind() == parquet.Int32 {
		return int64(lo.Int32()), int64(hi.Int32()), true
	}
	return lo.Int64(), hi.Int64(), true
}

func eachPage(g parquet.RowGroup, column int, read func(parquet.Page) error) (err error) {
	pages := g.ColumnChunks()[column].Pages()
	defer func() { err = errors.Join(err, pages.Close()) }()
	for {
		page, err := pages.ReadPage()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return err
		}
		if page.NumNulls() != 0 {
			err = errors.New("a value is missing")
		} else {
			err = read(page)
		}
		parquet.Release(page)
		if err != nil {
			return err
		}
	}
}

// column reads a column of a row group into dst, overwriting it. What lies in a
// dictionary is made once.
func column[T any](g parquet.RowGroup, n int, of func(*encoding.Values) []T, dst []T) ([]T, error) {
	dst = dst[:0]
	most := int(g.NumRows())
	err := eachPage(g, n, func(page parquet.Page) error {
		if int64(len(dst))+page.NumValues() > int64(most) {
			return fmt.Errorf("column %d has more values than the row group has rows", n+1)
		}
		data := page.Data()
		d := page.Dictionary()
		if d == nil {
			dst = append(dst, of(&data)...)
			return nil
		}
		words := d.Page().Data()
		table := of(&words)
		for _, i := range data.Int32() {
			if uint(i) >= uint(len(table)) {
				return fmt.Errorf("column %d has a value that is not in its dictionary", n+1)
			}
			dst = append(dst, table[i])
		}
		return nil
	})
	if err == nil && len(dst) != most {
		err = fmt.Errorf("column %d has %d values in a row group of %d rows", n+1, len(dst), most)
	}
	return dst, err
}

func texts(v *encoding.Values) []string {
	data, offsets := v.ByteArray()
	var out []string
	for i := 1; i < len(offsets); i++ {
		out = append(out, string(data[offsets[i-1]:offsets[i]]))
	}
	return out
}

// positionColumns is room for the columns of one row group, used again for the
// next.
type positionColumns struct {
	narrow [colType + 1][]int32 // but time
	time   []int64
	line   []int64
	source []string
	heard  []string
}

// read reads rows from up to to of a row group whose MMSIs are read already.
func (c *positionColumns) read(g parquet.RowGroup) (err error) {
	for _, n := range []int{colLat, colLon, colSOG, colCOG, colHeading, colStatus, colType} {
		if c.narrow[n], err = column(g, n, (*encoding.Values).Int32, c.narrow[n]); err != nil {
			return err
		}
	}
	if c.time, err = column(g, colTime, (*encoding.Values).Int64, c.time); err != nil {
		return err
	}
	if c.line, err = column(g, colLine, (*encoding.Values).Int64, c.line); err != nil {
		return err
	}
	if c.source, err = column(g, colSource, texts, c.source); err != nil {
		return err
	}
	c.heard, err = column(g, colStation, texts, c.heard)
	return err
}

func (c *positionColumns) row(i int) Position {
	n := &c.narrow
	return Position{
		Time: c.time[i], Line: c.line[i], Source: c.source[i], Station: c.heard[i],
		MMSI: uint32(n[colMMSI][i]), Lat: n[colLat][i], Lon: n[colLon][i],
		SOG: uint16(n[colSOG][i]), COG: uint16(n[colCOG][i]), Heading: uint16(n[colHeading][i]),
		Status: uint8(n[colStatus][i]), Type: uint8(n[colType][i]),
	}
}
