package geo

import (
	"bytes"
	_ "embed"
	"encoding/csv"
	"fmt"
	"io"
	"math"
	"slices"
	"strings"
	"sync"
)

//go:embed data/zones.csv
var zonesFile []byte

var embeddedZones = sync.OnceValues(func() (*Zones, error) {
	return ReadZones("data/zones.csv", bytes.NewReader(zonesFile))
})

// LoadZones returns the zones that come with the program; see data/README.md.
// The data is read once.
func LoadZones() (*Zones, error) { return embeddedZones() }

//go:embed data/inland.csv
var inlandFile []byte

var embeddedInland = sync.OnceValues(func() (*Zones, error) {
	return ReadZones("data/inland.csv", bytes.NewReader(inlandFile))
})

// LoadInlandWaters returns rough boxes around rivers and lakes on which ships
// sail though the embedded land is land there.
func LoadInlandWaters() (*Zones, error) { return embeddedInland() }

// Kinds of zones.
const (
	ZoneEEZ        = "eez"        // claimed
	ZoneMilitary   = "military"   // claimed
	ZoneSTS        = "sts"        // transfers between ships were reported
	ZoneLightering = "lightering" // cargo is passed on off the coast
	ZoneAnchorage  = "anchorage"
	ZoneApproach   = "approach" // of a port
	ZoneRoute      = "route"
	ZoneInland     = "inland" // rivers and lakes
)

var zoneKinds = []string{ZoneEEZ, ZoneMilitary, ZoneSTS, ZoneLightering, ZoneAnchorage, ZoneApproach, ZoneRoute, ZoneInland}

// Zone is a stretch of water with a name. Its bounds are round figures: a ship
// near them is near them, no more.
type Zone struct {
	Code       string  `json:"code"`
	Name       string  `json:"name"`
	Kind       string  `json:"kind"`
	Country    string  `json:"country,omitempty"` // that claims it or whose port it leads to, "" for the high seas
	Polygon    []Point `json:"polygon"`           // its corners in order, not closed
	Confidence string  `json:"confidence"`        // "derived" or "approximate"
	Source     string  `json:"source"`
	Note       string  `json:"note,omitempty"`
}

// Holds says whether a point is in the zone.
func (z *Zone) Holds(p Point) bool {
	inside := false
	a := z.Polygon[len(z.Polygon)-1]
	for _, b := range z.Polygon {
		if (a.Lat > p.Lat) != (b.Lat > p.Lat) && p.Lon < a.Lon+(p.Lat-a.Lat)/(b.Lat-a.Lat)*(b.Lon-a.Lon) {
			inside = !inside
		}
		a = b
	}
	return inside
}

// Zones is a list of zones in the order of the file.
type Zones struct {
	list  []Zone
	cells [farRows * farColumns][]uint16 // by cell of a degree: zones whose box touches it
}

// All lists the zones.
func (zs *Zones) All() []Zone { return slices.Clone(zs.list) }

// At appends the zones that hold a point to into, in the order of the list. In
// most of the sea there is none, which is known at once.
func (zs *Zones) At(p Point, into []*Zone) []*Zone {
	for _, i := range zs.near(p) {
		if z := &zs.list[i]; z.Holds(p) {
			into = append(into, z)
		}
	}
	return into
}

// In says whether a point is in a zone of a kind and country.
func (zs *Zones) In(p Point, kind, country string) bool {
	for _, i := range zs.near(p) {
		if z := &zs.list[i]; z.Kind == kind && z.Country == country && z.Holds(p) {
			return true
		}
	}
	return false
}

// DPRKWaters says whether a point is in waters that the DPRK claims: its ports,
// its territorial sea and its exclusive economic zone.
func (zs *Zones) DPRKWaters(p Point) bool { return zs.In(p, ZoneEEZ, "KP") }

func (zs *Zones) near(p Point) []uint16 {
	if !p.Valid() {
		return nil
	}
	return zs.cells[min(int(p.Lat+90), farRows-1)*farColumns+min(int(p.Lon+180), farColumns-1)]
}

// ReadZones reads zones from CSV with the columns code, name, kind, country,
// points ("lat lon; lat lon; ..."), confidence, source and note. Lines that begin
// with # are remarks. A zone may not run over the 180th meridian.
func ReadZones(file string, r io.Reader) (*Zones, error) {
	in := csv.NewReader(r)
	in.Comment = '#'
	want := []string{"code", "name", "kind", "country", "points", "confidence", "source", "note"}
	in.FieldsPerRecord = len(want)
	head, err := in.Read()
	if err != nil {
		return nil, fmt.Errorf("reading the head of %s: %w", file, err)
	}
	if !slices.Equal(head, want) {
		return nil, fmt.Errorf("reading the head of %s: the columns must be %s", file, strings.Join(want, ", "))
	}
	rows, err := in.ReadAll()
	if err != nil {
		return nil, fmt.Errorf("reading %s: %w", file, err)
	}
	zs := &Zones{}
	seen := map[string]bool{}
	for _, row := range rows {
		z := Zone{Code: row[0], Name: row[1], Kind: row[2], Country: row[3], Confidence: row[5], Source: row[6], Note: row[7]}
		z.Polygon, err = readPoints(row[4])
		switch {
		case err != nil:
		case len(z.Polygon) < 3:
			err = fmt.Errorf("it has %d corners and needs three", len(z.Polygon))
		case !slices.Contains(zoneKinds, z.Kind):
			err = fmt.Errorf("%q is not one of the kinds %s", z.Kind, strings.Join(zoneKinds, ", "))
		case seen[z.Code] || len(zs.list) > math.MaxUint16:
			err = fmt.Errorf("its code is given twice")
		}
		if err != nil {
			return nil, fmt.Errorf("reading %s: zone %q: %w", file, z.Code, err)
		}
		seen[z.Code] = true
		zs.add(z)
	}
	return zs, nil
}

func (zs *Zones) add(z Zone) {
	low, high := z.Polygon[0], z.Polygon[0]
	for _, p := range z.Polygon {
		low = Point{math.Min(low.Lat, p.Lat), math.Min(low.Lon, p.Lon)}
		high = Point{math.Max(high.Lat, p.Lat), math.Max(high.Lon, p.Lon)}
	}
	for row := min(int(low.Lat+90), farRows-1); row <= min(int(high.Lat+90), farRows-1); row++ {
		for col := min(int(low.Lon+180), farColumns-1); col <= min(int(high.Lon+180), farColumns-1); col++ {
			cell := &zs.cells[row*farColumns+col]
			*cell = append(*cell, uint16(len(zs.list)))
		}
	}
	zs.list = append(zs.list, z)
}
