package geo

import (
	"bytes"
	"cmp"
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
	"sync/atomic"
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
	Size       string   `json:"size,omitempty"`        // of the harbour: large, medium, small, very small
	Uses       []string `json:"uses,omitempty"`        // what is known to be handled there: oil, coal, arms ...
	PrecisionM float64  `json:"precision_m,omitempty"` // how far off the place may be
	Confidence string   `json:"confidence"`            // "published" or "approximate"
	Source     string   `json:"source"`
}

// DPRK says whether the port is in the Democratic People's Republic of Korea.
func (p Port) DPRK() bool { return p.Country == "KP" }

// Handles says whether something is known to be handled in the port. That it is
// not known says little: most ports are listed without.
func (p Port) Handles(use string) bool { return slices.Contains(p.Uses, use) }

// Ports is a list of ports in the order of their codes.
type Ports struct {
	list    []Port
	byLat   []int32 // ports from south to north
	start   []int32 // by cell of the land: where its ports begin in near
	near    []int32 // ports of which a ship in the cell can be within WithinMetres
	country map[string][]int32
	far     []atomic.Pointer[portsAround] // by cell of a degree, made when first asked
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
	ps := &Ports{list: list, country: map[string][]int32{}}
	ps.index()
	return ps, nil
}

// With returns a list that has more ports.
func (ps *Ports) With(more ...Port) (*Ports, error) {
	return NewPorts(append(slices.Clone(ps.list), more...))
}

// All lists the ports in the order of their codes.
func (ps *Ports) All() []Port { return slices.Clone(ps.list) }

// index notes every port in the cells around it.
func (ps *Ports) index() {
	for i := range ps.list {
		ps.byLat = append(ps.byLat, int32(i))
		ps.country[ps.list[i].Country] = append(ps.country[ps.list[i].Country], int32(i))
	}
	slices.SortStableFunc(ps.byLat, func(a, b int32) int {
		return cmp.Compare(ps.list[a].Point.Lat, ps.list[b].Point.Lat)
	})
	ps.far = make([]atomic.Pointer[portsAround], farRows*farColumns)
	ps.start = make([]int32, landRows*landColumns+1)
	for i := range ps.list {
		cellsAround(ps.list[i].Point, func(cell int) { ps.start[cell+1]++ })
	}
	for cell := range landRows * landColumns {
		ps.start[cell+1] += ps.start[cell]
	}
	ps.near = make([]int32, ps.start[landRows*landColumns])
	next := slices.Clone(ps.start)
	for i := range ps.list {
		cellsAround(ps.list[i].Point, func(cell int) {
			ps.near[next[cell]] = int32(i)
			next[cell]++
		})
	}
}

// cellsAround are those that hold every point within WithinMetres. Where cells
// become too narrow to count, near the poles, these are all of a row.
func cellsAround(p Point, visit func(cell int)) {
	reach := WithinMetres / metresPerDeg
	wide := 180.0
	if cos := math.Cos((math.Abs(p.Lat) + reach) * radian); cos > reach/180 {
		wide = reach / cos
	}
	west := floorColumn(p.Lon - wide)
	east := min(floorColumn(p.Lon+wide), west+landColumns-1)
	for row := rowOf(p.Lat - reach); row <= rowOf(p.Lat+reach); row++ {
		for c := west; c <= east; c++ {
			visit(row*landColumns + wrapColumn(c))
		}
	}
}

// Within returns the nearest port no farther than so many metres, at most
// [WithinMetres]. It is quick where there is none, which is most of the sea.
func (ps *Ports) Within(p Point, metres float64) (port *Port, away float64, ok bool) {
	best := math.Nextafter(math.Min(metres, WithinMetres), math.Inf(1))
	if !p.Valid() {
		return nil, best, false
	}
	cell := rowOf(p.Lat)*landColumns + columnOf(p.Lon)
	for _, i := range ps.near[ps.start[cell]:ps.start[cell+1]] {
		if d := Distance(p, ps.list[i].Point); d < best {
			port, best, ok = &ps.list[i], d, true
		}
	}
	return port, best, ok
}

// NearestPort returns the port nearest to a point and how far it is in metres.
// It is not ok when the list is empty or the point is not on the globe.
func (ps *Ports) NearestPort(p Point) (port Port, metres float64, ok bool) {
	if near, away, ok := ps.Within(p, WithinMetres); ok {
		return *near, away, true
	}
	if len(ps.list) == 0 || !p.Valid() {
		return Port{}, math.Inf(1), false
	}
	row, col := min(int(p.Lat+90), farRows-1), min(int(p.Lon+180), farColumns-1)
	at := &ps.far[row*farColumns+col]
	c := at.Load()
	if c == nil {
		c = ps.around(row, col)
		at.Store(c)
	}
	// Whose direction from the middle of the globe is nearest to that of p.
	v := direction(p)
	most, nearest := -2.0, int32(0)
	for i := range c.list {
		e := &c.list[i]
		if d := v[0]*e.to[0] + v[1]*e.to[1] + v[2]*e.to[2]; d > most {
			most, nearest = d, e.port
		}
	}
	return ps.list[nearest], Distance(p, ps.list[nearest].Point), true
}

// direction is the unit vector from the middle of the globe to a point.
func direction(p Point) [3]float64 {
	sinLat, cosLat := math.Sincos(p.Lat * radian)
	sinLon, cosLon := math.Sincos(p.Lon * radian)
	return [3]float64{cosLat * cosLon, cosLat * sinLon, sinLat}
}

// portsAround are the ports that can be the nearest to a point of a cell.
type portsAround struct{ list []portTo }

type portTo struct {
	to   [3]float64
	port int32
}

func (ps *Ports) around(row, col int) *portsAround {
	south, west := float64(row-90), float64(col-180)
	centre := Point{south + 0.5, west + 0.5}
	away := make([]float64, len(ps.list))
	for i := range ps.list {
		away[i] = Distance(centre, ps.list[i].Point)
	}
	// A point is no farther from the centre than the corners are, and so no
	// farther from a port than that more.
	corner := math.Max(Distance(centre, Point{south, west}), Distance(centre, Point{south + 1, west}))
	reach := (slices.Min(away) + 2*corner) * 1.002
	c := &portsAround{}
	for i := range ps.list {
		if away[i] <= reach {
			c.list = append(c.list, portTo{direction(ps.list[i].Point), int32(i)})
		}
	}
	return c
}

// PortAt is a port and how far it is.
type PortAt struct {
	Port   *Port
	Metres float64
}

// PortsWithin lists all ports no farther than so many metres, the nearest
// first.
func (ps *Ports) PortsWithin(p Point, metres float64) []PortAt {
	var out []PortAt
	for _, i := range ps.band(p.Lat, metres) {
		if d := Distance(p, ps.list[i].Point); d <= metres {
			out = append(out, PortAt{&ps.list[i], d})
		}
	}
	slices.SortStableFunc(out, func(a, b PortAt) int {
		return cmp.Or(cmp.Compare(a.Metres, b.Metres), cmp.Compare(a.Port.Code, b.Port.Code))
	})
	return out
}

// band lists the ports that latitude alone does not put farther away.
func (ps *Ports) band(lat, metres float64) []int32 {
	reach := metres/metresPerDeg + 1e-9
	find := func(lat float64) int {
		n, _ := slices.BinarySearchFunc(ps.byLat, lat, func(i int32, lat float64) int {
			return cmp.Compare(ps.list[i].Point.Lat, lat)
		})
		return n
	}
	return ps.byLat[find(lat-reach):max(find(math.Nextafter(lat+reach, 91)), find(lat-reach))]
}

// ReadPorts reads a list of ports from CSV with the columns code, name,
// aliases (separated by semicolons), country, lat, lon, confidence, source and,
// where there are such, size, uses (separated likewise) and precision_m. Lines
// that begin with # are remarks.
func ReadPorts(file string, r io.Reader) (*Ports, error) {
	in := csv.NewReader(r)
	in.Comment = '#'
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
		p, err := readPort(func(name string) string {
			if i, ok := column[name]; ok {
				return row[i]
			}
			return ""
		})
		if err != nil {
			return nil, fmt.Errorf("%s line %d: %w", file, line, err)
		}
		ports = append(ports, p)
	}
	ps, err := NewPorts(ports)
	if err != nil {
		return nil, fmt.Errorf("reading %s: %w", file, err)
	}
	return ps, nil
}

func readPort(get func(column string) string) (Port, error) {
	lat, errLat := strconv.ParseFloat(get("lat"), 64)
	lon, errLon := strconv.ParseFloat(get("lon"), 64)
	if err := errors.Join(errLat, errLon); err != nil {
		return Port{}, fmt.Errorf("reading the place of %s: %w", get("code"), err)
	}
	p := Port{
		Code: get("code"), Name: get("name"), Country: get("country"), Point: Point{lat, lon}, Size: get("size"),
		Aliases: splitList(get("aliases")), Uses: splitList(get("uses")),
		Confidence: get("confidence"), Source: get("source"),
	}
	if text := get("precision_m"); text != "" {
		metres, err := strconv.ParseFloat(text, 64)
		if err != nil || !(metres >= 0) {
			return Port{}, fmt.Errorf("reading how far off the place of %s may be: %q is not a number of metres", p.Code, text)
		}
		p.PrecisionM = metres
	}
	return p, nil
}

func splitList(text string) []string {
	var out []string
	for word := range strings.SplitSeq(text, ";") {
		if word = strings.TrimSpace(word); word != "" {
			out = append(out, word)
		}
	}
	return out
}
