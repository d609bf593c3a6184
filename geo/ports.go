package geo

import (
	"bytes"
	_ "embed"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"math"
	"slices"
	"strconv"
	"strings"
	"sync"
)

//go:embed data/ports.csv
var portsFile []byte

//go:embed data/wpi.csv
var worldPortsFile []byte

var embeddedPorts = sync.OnceValues(func() (*Ports, error) {
	own, err := ReadPorts("data/ports.csv", bytes.NewReader(portsFile))
	if err != nil {
		return nil, err
	}
	world, err := ReadPorts("data/wpi.csv", bytes.NewReader(worldPortsFile))
	if err != nil {
		return nil, err
	}
	return own.With(world.list...)
})

// LoadPorts returns the ports that come with the program; see data/README.md.
// The data is read once.
func LoadPorts() (*Ports, error) { return embeddedPorts() }

// Port is a port, terminal or anchorage.
type Port struct {
	Code       string   `json:"code"`
	Name       string   `json:"name"`
	Aliases    []string `json:"aliases,omitempty"`
	Country    string   `json:"country"` // ISO 3166-1 alpha-2, "" for none
	Point      Point    `json:"point"`
	Confidence string   `json:"confidence"` // "published" or "approximate"
	Source     string   `json:"source"`
}

// Ports is a list of ports in the order of their codes.
type Ports struct {
	list []Port
	near map[int32][]int32 // by cell: ports of which a ship in the cell can be within WithinMetres
}

// WithinMetres is how far [Ports.Within] sees.
const WithinMetres = 30_000

// NewPorts makes a list of ports. Two ports may not share a code.
func NewPorts(ports []Port) (*Ports, error) {
	list := slices.Clone(ports)
	slices.SortFunc(list, func(a, b Port) int { return strings.Compare(a.Code, b.Code) })
	for i, p := range list {
		if !p.Point.Valid() {
			return nil, fmt.Errorf("port %s (%s) is not on the globe: %v", p.Code, p.Name, p.Point)
		}
		if i > 0 && list[i-1].Code == p.Code {
			return nil, fmt.Errorf("port code %s is given twice: %s and %s", p.Code, list[i-1].Name, p.Name)
		}
	}
	ps := &Ports{list: list, near: map[int32][]int32{}}
	ps.index()
	return ps, nil
}

// With returns a list that has more ports.
func (ps *Ports) With(more ...Port) (*Ports, error) {
	return NewPorts(append(slices.Clone(ps.list), more...))
}

// All lists the ports in the order of their codes.
func (ps *Ports) All() []Port { return slices.Clone(ps.list) }

// index notes every port in the cells around it. Where cells become too narrow
// to count, near the poles, a port is noted all around.
func (ps *Ports) index() {
	reach := WithinMetres / metresPerDeg
	for i, p := range ps.list {
		wide := 180.0
		if cos := math.Cos((math.Abs(p.Point.Lat) + reach) * radian); cos > reach/180 {
			wide = reach / cos
		}
		west := floorColumn(p.Point.Lon - wide)
		east := min(floorColumn(p.Point.Lon+wide), west+landColumns-1)
		for row := rowOf(p.Point.Lat - reach); row <= rowOf(p.Point.Lat+reach); row++ {
			for c := west; c <= east; c++ {
				cell := int32(row*landColumns + wrapColumn(c))  //nolint:gosec // far fewer than 2^31
				ps.near[cell] = append(ps.near[cell], int32(i)) //nolint:gosec // as above
			}
		}
	}
}

// Within returns the nearest port no farther than so many metres, at most
// [WithinMetres]. It is quick where there is none, which is most of the sea.
func (ps *Ports) Within(p Point, metres float64) (port *Port, away float64, ok bool) {
	best := math.Nextafter(math.Min(metres, WithinMetres), math.Inf(1))
	cell := int32(rowOf(p.Lat)*landColumns + columnOf(p.Lon)) //nolint:gosec // as in index
	for _, i := range ps.near[cell] {
		if d := Distance(p, ps.list[i].Point); d < best {
			port, best, ok = &ps.list[i], d, true
		}
	}
	return port, best, ok
}

// NearestPort returns the port nearest to a point and how far it is in metres.
// It is not ok when the list is empty.
func (ps *Ports) NearestPort(p Point) (port Port, metres float64, ok bool) {
	if near, away, ok := ps.Within(p, WithinMetres); ok {
		return *near, away, true
	}
	metres = math.Inf(1)
	for i := range ps.list {
		q := &ps.list[i]
		// The difference in latitude alone rules most ports out.
		if math.Abs(q.Point.Lat-p.Lat)*metresPerDeg > metres {
			continue
		}
		if d := Distance(p, q.Point); d < metres {
			port, metres, ok = *q, d, true
		}
	}
	return port, metres, ok
}

// ReadPorts reads a list of ports from CSV with the columns code, name,
// aliases (separated by semicolons), country, lat, lon, confidence, source.
func ReadPorts(file string, r io.Reader) (*Ports, error) {
	in := csv.NewReader(r)
	head, err := in.Read()
	if err != nil {
		return nil, fmt.Errorf("reading the head of %s: %w", file, err)
	}
	column := map[string]int{}
	for i, name := range head {
		column[name] = i
	}
	for _, name := range []string{"code", "name", "aliases", "country", "lat", "lon", "confidence", "source"} {
		if _, ok := column[name]; !ok {
			return nil, fmt.Errorf("%s has no column %q", file, name)
		}
	}
	var ports []Port
	for {
		row, err := in.Read()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return nil, fmt.Errorf("reading %s: %w", file, err)
		}
		line, _ := in.FieldPos(0)
		get := func(name string) string { return row[column[name]] }
		lat, errLat := strconv.ParseFloat(get("lat"), 64)
		lon, errLon := strconv.ParseFloat(get("lon"), 64)
		if err := errors.Join(errLat, errLon); err != nil {
			return nil, fmt.Errorf("%s line %d: reading the place of %s: %w", file, line, get("code"), err)
		}
		p := Port{
			Code: get("code"), Name: get("name"), Country: get("country"), Point: Point{lat, lon},
			Confidence: get("confidence"), Source: get("source"),
		}
		for alias := range strings.SplitSeq(get("aliases"), ";") {
			if alias = strings.TrimSpace(alias); alias != "" {
				p.Aliases = append(p.Aliases, alias)
			}
		}
		ports = append(ports, p)
	}
	ps, err := NewPorts(ports)
	if err != nil {
		return nil, fmt.Errorf("reading %s: %w", file, err)
	}
	return ps, nil
}
