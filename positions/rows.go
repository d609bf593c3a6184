package positions

import (
	"bytes"
	"errors"
	"fmt"
	"io"

	"github.com/parquet-go/parquet-go"
)

// positionRow and staticRow are the rows as they lie in the files. Rows are
// sorted by ship and time, so that differences are small: these are what is
// written of the columns that run on.
type positionRow struct {
	MMSI    uint32 `parquet:"mmsi,delta"`
	Time    int64  `parquet:"time,delta"`
	Lat     int32  `parquet:"lat,delta"`
	Lon     int32  `parquet:"lon,delta"`
	SOG     int32  `parquet:"sog,delta"`
	COG     int32  `parquet:"cog,delta"`
	Heading int32  `parquet:"heading"`
	Status  int32  `parquet:"status,dict"`
	Type    int32  `parquet:"type,dict"`
	Source  string `parquet:"source,dict"`
	Station string `parquet:"station,dict"`
	Line    int64  `parquet:"line,delta"`
}

type staticRow struct {
	MMSI        uint32 `parquet:"mmsi,delta"`
	Time        int64  `parquet:"time,delta"`
	Type        int32  `parquet:"type,dict"`
	Part        int32  `parquet:"part,dict"`
	IMO         uint32 `parquet:"imo"`
	Name        string `parquet:"name"`
	CallSign    string `parquet:"callsign"`
	ShipType    int32  `parquet:"ship_type"`
	Bow         int32  `parquet:"bow"`
	Stern       int32  `parquet:"stern"`
	Port        int32  `parquet:"port"`
	Starboard   int32  `parquet:"starboard"`
	Draught     int32  `parquet:"draught"`
	Destination string `parquet:"destination"`
	Source      string `parquet:"source,dict"`
	Station     string `parquet:"station,dict"`
	Line        int64  `parquet:"line,delta"`
}

// A row group is what is read at once: small, so that a filter skips most of a
// file and a reader of many files needs little memory.
const groupRows = 1 << 15

const (
	formatKey     = "plimsoll.positions"
	formatVersion = "1"
)

func writerOptions(kind string, sorted ...parquet.SortingColumn) []parquet.WriterOption {
	return []parquet.WriterOption{
		parquet.Compression(&parquet.Zstd),
		parquet.MaxRowsPerRowGroup(groupRows),
		parquet.PageBufferSize(1 << 20), // a page holds its row group
		parquet.ColumnIndexSizeLimit(func([]string) int { return 16 }),
		parquet.CreatedBy("plimsoll", formatVersion, ""),
		parquet.KeyValueMetadata(formatKey, formatVersion+" "+kind),
		parquet.SortingWriterConfig(parquet.SortingColumns(sorted...)),
	}
}

// partWriter writes one part.
type partWriter[T, R any] struct {
	w    *parquet.GenericWriter[R]
	row  func(*T) R
	rows []R
	n    int64
}

func newPositionWriter(to io.Writer) *partWriter[Position, positionRow] {
	w := parquet.NewGenericWriter[positionRow](to, writerOptions(kindPositions, parquet.Ascending("mmsi"), parquet.Ascending("time"))...)
	return &partWriter[Position, positionRow]{w: w, row: toPositionRow}
}

func newStaticWriter(to io.Writer) *partWriter[Static, staticRow] {
	o := append(writerOptions(kindStatics, parquet.Ascending("mmsi"), parquet.Ascending("type"), parquet.Ascending("part"), parquet.Ascending("time")),
		parquet.BloomFilters(parquet.SplitBlockFilter(10, "imo"))) // by which a ship is found among all
	return &partWriter[Static, staticRow]{w: parquet.NewGenericWriter[staticRow](to, o...), row: toStaticRow}
}

func (w *partWriter[T, R]) add(v *T) error {
	w.rows = append(w.rows, w.row(v))
	if len(w.rows) == 1024 {
		return w.write()
	}
	return nil
}

func (w *partWriter[T, R]) write() error {
	_, err := w.w.Write(w.rows)
	w.n += int64(len(w.rows))
	w.rows = w.rows[:0]
	return err
}

func (w *partWriter[T, R]) close() error { return errors.Join(w.write(), w.w.Close()) }

// encode writes rows, sorted and without the repeated ones, as one part.
func (k kind[T, R]) encode(rows []T) (part []byte, kept int64, err error) {
	var buf bytes.Buffer
	w := k.writer(&buf)
	var last *T
	for _, at := range k.order(rows) {
		row := &rows[at.row]
		if last != nil && k.same(last, row) {
			continue
		}
		last = row
		if err := w.add(row); err != nil {
			return nil, 0, fmt.Errorf("making a part: %w", err)
		}
	}
	if err := w.close(); err != nil {
		return nil, 0, fmt.Errorf("making a part: %w", err)
	}
	return buf.Bytes(), w.n, nil
}

func toPositionRow(p *Position) positionRow {
	return positionRow{
		p.MMSI, p.Time, p.Lat, p.Lon, int32(p.SOG), int32(p.COG), int32(p.Heading), int32(p.Status), int32(p.Type),
		p.Source, p.Station, p.Line,
	}
}

func toStaticRow(s *Static) staticRow {
	return staticRow{
		s.MMSI, s.Time, int32(s.Type), int32(s.Part), s.IMO, s.Name, s.CallSign, int32(s.ShipType),
		int32(s.A), int32(s.B), int32(s.C), int32(s.D), int32(s.Draught), s.Destination, s.Source, s.Station, s.Line,
	}
}

func (r *staticRow) static() Static {
	return Static{
		MMSI: r.MMSI, Time: r.Time, Type: uint8(r.Type), Part: uint8(r.Part), IMO: r.IMO, Name: r.Name, CallSign: r.CallSign,
		ShipType: uint8(r.ShipType), A: uint16(r.Bow), B: uint16(r.Stern), C: uint16(r.Port), D: uint16(r.Starboard),
		Draught: uint8(r.Draught), Destination: r.Destination, Source: r.Source, Station: r.Station, Line: r.Line,
	}
}
