package positions

import (
	"bufio"
	"fmt"
	"io"
	"math"
	"strconv"
	"time"
	"unicode/utf8"

	"github.com/parquet-go/parquet-go"

	"plimsoll/ais"
)

// Exporter writes positions in a format for others, in degrees and knots.
type Exporter interface {
	Write(p *Position) error
	Close() error // writes what is left; the writer beneath stays open
}

// Formats lists the formats of NewExporter.
func Formats() []string { return []string{"csv", "jsonl", "geojson", "parquet"} }

// NewExporter returns an Exporter of a format.
func NewExporter(format string, w io.Writer) (Exporter, error) {
	switch format {
	case "csv":
		e := &textExporter{w: bufio.NewWriterSize(w, 1<<16), row: appendCSV}
		_, err := e.w.WriteString("time,mmsi,lat,lon,sog,cog,heading,status,type,source,station,line\n")
		return e, err
	case "jsonl":
		return &textExporter{w: bufio.NewWriterSize(w, 1<<16), row: appendJSON}, nil
	case "geojson":
		return newGeoJSON(w), nil
	case "parquet":
		return &parquetExporter{w: parquet.NewGenericWriter[exportRow](w, parquet.Compression(&parquet.Zstd),
			parquet.MaxRowsPerRowGroup(1<<17), parquet.CreatedBy("plimsoll", formatVersion, ""))}, nil
	}
	return nil, fmt.Errorf("positions cannot be written as %q: give csv, jsonl, geojson or parquet", format)
}

type textExporter struct {
	w   *bufio.Writer
	buf []byte
	row func([]byte, *Position) []byte
}

func (e *textExporter) Write(p *Position) error {
	e.buf = e.row(e.buf[:0], p)
	_, err := e.w.Write(e.buf)
	return err
}

func (e *textExporter) Close() error { return e.w.Flush() }

// appendDegrees writes raw units with six digits, more than they are good for.
func appendDegrees(b []byte, v int32) []byte {
	micro := int64(math.Round(float64(v) * 1e6 / unitsPerDegree))
	if micro < 0 {
		b = append(b, '-')
		micro = -micro
	}
	b = strconv.AppendInt(b, micro/1e6, 10)
	b = append(b, '.')
	rest := strconv.AppendInt(nil, micro%1e6+1e6, 10)
	return append(b, rest[1:]...)
}

func appendTenths(b []byte, v uint16) []byte {
	b = strconv.AppendUint(b, uint64(v/10), 10)
	return append(b, '.', '0'+byte(v%10))
}

func appendTime(b []byte, unix int64) []byte {
	return time.Unix(unix, 0).UTC().AppendFormat(b, "2006-01-02T15:04:05Z")
}

func appendCSV(b []byte, p *Position) []byte {
	b = append(appendTime(b, p.Time), ',')
	b = append(strconv.AppendUint(b, uint64(p.MMSI), 10), ',')
	b = append(appendDegrees(b, p.Lat), ',')
	b = append(appendDegrees(b, p.Lon), ',')
	if p.SOG != ais.SOGNotAvailable {
		b = appendTenths(b, p.SOG)
	}
	b = append(b, ',')
	if p.COG < ais.COGNotAvailable {
		b = appendTenths(b, p.COG)
	}
	b = append(b, ',')
	if p.Heading < 360 {
		b = strconv.AppendUint(b, uint64(p.Heading), 10)
	}
	b = append(b, ',')
	if p.Status != ais.StatusNotDefined {
		b = strconv.AppendUint(b, uint64(p.Status), 10)
	}
	b = append(strconv.AppendUint(append(b, ','), uint64(p.Type), 10), ',')
	b = append(appendField(b, p.Source), ',')
	b = append(appendField(b, p.Station), ',')
	return append(strconv.AppendInt(b, p.Line, 10), '\n')
}

// appendField writes a field of CSV, in quotes where it must be. What a
// spreadsheet would take for a formula is kept from being one.
func appendField(b []byte, s string) []byte {
	quote := s != "" && (s[0] == '=' || s[0] == '+' || s[0] == '-' || s[0] == '@')
	formula := quote
	for i := range len(s) {
		switch s[i] {
		case '"', ',', '\n', '\r':
			quote = true
		}
	}
	if !quote {
		return append(b, s...)
	}
	b = append(b, '"')
	if formula {
		b = append(b, '\'')
	}
	for i := range len(s) {
		if s[i] == '"' {
			b = append(b, '"')
		}
		b = append(b, s[i])
	}
	return append(b, '"')
}

func appendJSON(b []byte, p *Position) []byte {
	b = append(appendTime(append(b, `{"time":"`...), p.Time), `","mmsi":`...)
	b = append(strconv.AppendUint(b, uint64(p.MMSI), 10), `,"lat":`...)
	b = append(appendDegrees(b, p.Lat), `,"lon":`...)
	b = append(appendDegrees(b, p.Lon), `,"sog":`...)
	if p.SOG != ais.SOGNotAvailable {
		b = appendTenths(b, p.SOG)
	} else {
		b = append(b, "null"...)
	}
	b = append(b, `,"cog":`...)
	if p.COG < ais.COGNotAvailable {
		b = appendTenths(b, p.COG)
	} else {
		b = append(b, "null"...)
	}
	b = append(b, `,"heading":`...)
	if p.Heading < 360 {
		b = strconv.AppendUint(b, uint64(p.Heading), 10)
	} else {
		b = append(b, "null"...)
	}
	b = append(b, `,"status":`...)
	if p.Status != ais.StatusNotDefined {
		b = strconv.AppendUint(b, uint64(p.Status), 10)
	} else {
		b = append(b, "null"...)
	}
	b = strconv.AppendUint(append(b, `,"type":`...), uint64(p.Type), 10)
	b = appendString(append(b, `,"source":`...), p.Source)
	b = appendString(append(b, `,"station":`...), p.Station)
	b = strconv.AppendInt(append(b, `,"line":`...), p.Line, 10)
	return append(b, "}\n"...)
}

func appendString(b []byte, s string) []byte {
	const hex = "0123456789abcdef"
	b = append(b, '"')
	for i := 0; i < len(s); {
		r, n := utf8.DecodeRuneInString(s[i:])
		switch {
		case r == utf8.RuneError && n == 1:
			b = append(b, `\ufffd`...)
		case r == '"' || r == '\\':
			b = append(b, '\\', byte(r))
		case r < 0x20:
			b = append(b, '\\', 'u', '0', '0', hex[r>>4], hex[r&15])
		default:
			b = append(b, s[i:i+n]...)
		}
		i += n
	}
	return append(b, '"')
}

// exportRow is a row for other tools: degrees, knots, and nothing where
// nothing was said.
type exportRow struct {
	Time    int64    `parquet:"time,delta,timestamp(millisecond)"`
	MMSI    int64    `parquet:"mmsi,delta"`
	Lat     float64  `parquet:"lat"`
	Lon     float64  `parquet:"lon"`
	SOG     *float64 `parquet:"sog,optional,dict"`
	COG     *float64 `parquet:"cog,optional,dict"`
	Heading *int32   `parquet:"heading,optional,dict"`
	Status  *int32   `parquet:"status,optional,dict"`
	Type    int32    `parquet:"type,dict"`
	Source  string   `parquet:"source,dict"`
	Station string   `parquet:"station,dict"`
	Line    int64    `parquet:"line,delta"`
}

type parquetExporter struct {
	w    *parquet.GenericWriter[exportRow]
	rows []exportRow
}

func (e *parquetExporter) Write(p *Position) error {
	round := func(v int32) float64 { return math.Round(float64(v)*1e6/unitsPerDegree) / 1e6 }
	r := exportRow{
		Time: p.Time * 1000, MMSI: int64(p.MMSI), Lat: round(p.Lat), Lon: round(p.Lon),
		Type: int32(p.Type), Source: p.Source, Station: p.Station, Line: p.Line,
	}
	if p.SOG != ais.SOGNotAvailable {
		v := float64(p.SOG) / 10
		r.SOG = &v
	}
	if p.COG < ais.COGNotAvailable {
		v := float64(p.COG) / 10
		r.COG = &v
	}
	if p.Heading < 360 {
		v := int32(p.Heading)
		r.Heading = &v
	}
	if p.Status != ais.StatusNotDefined {
		v := int32(p.Status)
		r.Status = &v
	}
	if e.rows = append(e.rows, r); len(e.rows) < 1024 {
		return nil
	}
	return e.flush()
}

func (e *parquetExporter) flush() error {
	_, err := e.w.Write(e.rows)
	e.rows = e.rows[:0]
	return err
}

func (e *parquetExporter) Close() error {
	if err := e.flush(); err != nil {
		return err
	}
	return e.w.Close()
}
