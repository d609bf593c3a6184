package geo

import (
	"bytes"
	_ "embed"
	"encoding/csv"
	"fmt"
	"io"
	"strconv"
	"strings"
	"sync"
)

//go:embed data/channels.csv
var channelsFile []byte

var embeddedChannels = sync.OnceValues(func() ([]Channel, error) {
	return ReadChannels("data/channels.csv", bytes.NewReader(channelsFile))
})

// Channel is a canal, strait or river that ships pass though the coast of the
// map leaves no water there.
type Channel struct {
	Name   string
	Points []Point
}

// ReadChannels reads channels from CSV with the columns name and points, which
// are pairs of latitude and longitude separated by semicolons. Lines that begin
// with # are remarks.
func ReadChannels(file string, r io.Reader) ([]Channel, error) {
	in := csv.NewReader(r)
	in.Comment = '#'
	in.FieldsPerRecord = 2
	rows, err := in.ReadAll()
	if err != nil {
		return nil, fmt.Errorf("reading %s: %w", file, err)
	}
	if len(rows) == 0 || rows[0][0] != "name" || rows[0][1] != "points" {
		return nil, fmt.Errorf(`reading the head of %s: the columns must be "name" and "points"`, file)
	}
	var out []Channel
	for _, row := range rows[1:] {
		points, err := readPoints(row[1])
		if err == nil && len(points) < 2 {
			err = fmt.Errorf("it has %d points and needs two", len(points))
		}
		if err != nil {
			return nil, fmt.Errorf("reading %s: channel %q: %w", file, row[0], err)
		}
		out = append(out, Channel{row[0], points})
	}
	return out, nil
}

// readPoints reads "lat lon; lat lon".
func readPoints(text string) ([]Point, error) {
	var out []Point
	for _, pair := range splitList(text) {
		lat, lon, _ := strings.Cut(pair, " ")
		a, errA := strconv.ParseFloat(lat, 64)
		b, errB := strconv.ParseFloat(strings.TrimSpace(lon), 64)
		p := Point{a, b}
		if errA != nil || errB != nil || !p.Valid() {
			return nil, fmt.Errorf("%q is not a latitude and a longitude", pair)
		}
		out = append(out, p)
	}
	return out, nil
}

// along visits points of a channel that are no farther apart than so many
// degrees.
func (c *Channel) along(step float64, visit func(Point)) {
	visit(c.Points[0])
	for i := 1; i < len(c.Points); i++ {
		a, b := c.Points[i-1], c.Points[i]
		n := int(max(abs(b.Lat-a.Lat), abs(DeltaLon(a.Lon, b.Lon)))/step) + 1
		for k := 1; k <= n; k++ {
			visit(Between(a, b, float64(k)/float64(n)))
		}
	}
}

func abs(x float64) float64 { return max(x, -x) }
