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

var embeddedPorts = sync.OnceValues(func() (*Ports, error) {
	return ReadPorts("data/ports.csv", bytes.NewReader(portsFile))
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
type Ports struct{ list []Port }

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
	return &Ports{list: list}, nil
}

// With returns a list that has more ports.
func (ps *Ports) With(more ...Port) (*Ports, error) {
	return NewPorts(append(slices.Clone(ps.list), more...))
}

// All lists the ports in the order of their codes.
func (ps *Ports) All() []Port { return slices.Clone(ps.list) }

// NearestPort returns the port nearest to a point and how far it is in metres.
// It is not ok when the list is empty.
func (ps *Ports) NearestPort(p Point) (port Port, metres float64, ok bool) {
	metres = math.Inf(1)
	for _, q := range ps.list {
		// The difference in latitude alone rules most ports out.
		if math.Abs(q.Point.Lat-p.Lat)*metresPerDeg > metres {
			continue
		}
		if d := Distance(p, q.Point); d < metres {
			port, metres, ok = q, d, true
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
