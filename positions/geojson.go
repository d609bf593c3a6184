package positions

import (
	"bufio"
	"io"
	"strconv"
)

// geoJSON writes the way of each ship as lines, with the time of each point. A
// line ends with the UTC day, where it would cross the 180th meridian, and
// after so many points, so that no more than that is in memory. A ship heard
// once is a point.
type geoJSON struct {
	w     *bufio.Writer
	line  []Position
	began bool
	buf   []byte
}

const longestLine = 10_000

func newGeoJSON(w io.Writer) *geoJSON {
	return &geoJSON{w: bufio.NewWriterSize(w, 1<<16)}
}

func (g *geoJSON) Write(p *Position) error {
	if n := len(g.line); n > 0 {
		last := g.line[n-1]
		switch far := int64(p.Lon) - int64(last.Lon); {
		case last.MMSI != p.MMSI || dayOf(last.Time) != dayOf(p.Time) || last.Time > p.Time || far > maxLon || far < -maxLon:
			if err := g.feature(); err != nil {
				return err
			}
		case n == longestLine: // goes on where this one ends
			if err := g.feature(); err != nil {
				return err
			}
			g.line = append(g.line, last)
		}
	}
	g.line = append(g.line, *p)
	return nil
}

func (g *geoJSON) start() error {
	if g.began {
		_, err := g.w.WriteString(",\n")
		return err
	}
	g.began = true
	_, err := g.w.WriteString("{\"type\":\"FeatureCollection\",\"features\":[\n")
	return err
}

func (g *geoJSON) feature() error {
	if len(g.line) == 0 {
		return nil
	}
	if err := g.start(); err != nil {
		return err
	}
	first, last := &g.line[0], &g.line[len(g.line)-1]
	b := append(g.buf[:0], `{"type":"Feature","properties":{"mmsi":`...)
	b = strconv.AppendUint(b, uint64(first.MMSI), 10)
	b = appendTime(append(b, `,"from":"`...), first.Time)
	b = appendTime(append(b, `","to":"`...), last.Time)
	b = strconv.AppendInt(append(b, `","positions":`...), int64(len(g.line)), 10)
	b = append(b, `,"times":[`...)
	for i := range g.line {
		if i > 0 {
			b = append(b, ',')
		}
		b = append(appendTime(append(b, '"'), g.line[i].Time), '"')
	}
	b = append(b, `]},"geometry":{"type":`...)
	if len(g.line) == 1 {
		b = append(appendPoint(append(b, `"Point","coordinates":`...), first), "}}"...)
	} else {
		b = append(b, `"LineString","coordinates":[`...)
		for i := range g.line {
			if i > 0 {
				b = append(b, ',')
			}
			b = appendPoint(b, &g.line[i])
		}
		b = append(b, "]}}"...)
	}
	g.buf, g.line = b, g.line[:0]
	_, err := g.w.Write(b)
	return err
}

func appendPoint(b []byte, p *Position) []byte {
	b = append(appendDegrees(append(b, '['), p.Lon), ',')
	return append(appendDegrees(b, p.Lat), ']')
}

func (g *geoJSON) Close() error {
	if err := g.feature(); err != nil {
		return err
	}
	if !g.began {
		if _, err := g.w.WriteString(`{"type":"FeatureCollection","features":[`); err != nil {
			return err
		}
	}
	if _, err := g.w.WriteString("\n]}\n"); err != nil {
		return err
	}
	return g.w.Flush()
}
