package geo

import (
	"bytes"
	"compress/gzip"
	_ "embed"
	"fmt"
	"io"
	"math"
	"slices"
	"sync"
)

//go:embed data/land-50m.json.gz
var landFile []byte

var embeddedLand = sync.OnceValues(func() (*Land, error) {
	z, err := gzip.NewReader(bytes.NewReader(landFile))
	if err != nil {
		return nil, fmt.Errorf("opening the embedded land: %w", err)
	}
	raw, err := io.ReadAll(z)
	if err != nil {
		return nil, fmt.Errorf("reading the embedded land: %w", err)
	}
	rings, err := readTopoJSON(raw, "land")
	if err != nil {
		return nil, fmt.Errorf("reading the embedded land: %w", err)
	}
	return NewLand(rings), nil
})

// LoadLand returns the land of Natural Earth at 1:50 million, which is good to
// a kilometre or two: enough to tell the open sea from a coast, not to tell on
// which side of a mole a ship lies. The data is read once.
func LoadLand() (*Land, error) { return embeddedLand() }

// Land answers where land is. It is safe for use by several goroutines.
type Land struct {
	rings    [][]Point
	segments []segment
	start    []int32 // by cell: where its segments begin in touching
	touching []int32 // segments that touch a cell, cell by cell
	state    []uint8 // by cell: see below
	shores   shores  // what is near the shore of a cell, found when first asked
}

const (
	landRows    = 720 // cells of a quarter of a degree
	landColumns = 1440
	cellDegrees = 0.25
	// The state of a cell: what its reference point is, and whether a shore
	// touches it, so that other points of it may be something else.
	cellLand  = 1
	cellMixed = 2
	// The reference point of a cell is a little off its middle: coordinates of
	// shores are round numbers more often than not.
	refNorth = cellDegrees * 0.5037
	refEast  = cellDegrees * 0.4971
)

// segment is an edge of a ring. Its longitudes are continuous: b.Lon may lie
// beyond 180 degrees.
type segment struct{ a, b Point }

// NewLand builds the index over closed rings. A ring may run over the 180th
// meridian and around the south pole; the north pole must be at sea.
func NewLand(rings [][]Point) *Land {
	l := &Land{}
	for _, ring := range rings {
		if bottomOfMap(ring) {
			continue
		}
		ring = continuous(ring)
		for i := 1; i < len(ring); i++ {
			l.segments = append(l.segments, segment{ring[i-1], ring[i]})
		}
		l.rings = append(l.rings, closeOverPole(ring))
	}
	l.index()
	l.classify()
	l.shores.init()
	return l
}

// index notes in which cells each segment lies: in those of the box around it.
func (l *Land) index() {
	l.start = make([]int32, landRows*landColumns+1)
	for i := range l.segments {
		cellsOf(&l.segments[i], func(cell int) { l.start[cell+1]++ })
	}
	for cell := range landRows * landColumns {
		l.start[cell+1] += l.start[cell]
	}
	l.touching = make([]int32, l.start[landRows*landColumns])
	next := append([]int32(nil), l.start...)
	for i := range l.segments {
		cellsOf(&l.segments[i], func(cell int) {
			l.touching[next[cell]] = int32(i)
			next[cell]++
		})
	}
}

func cellsOf(s *segment, visit func(cell int)) {
	west := floorColumn(math.Min(s.a.Lon, s.b.Lon))
	east := min(floorColumn(math.Max(s.a.Lon, s.b.Lon)), west+landColumns-1)
	for row := rowOf(math.Min(s.a.Lat, s.b.Lat)); row <= rowOf(math.Max(s.a.Lat, s.b.Lat)); row++ {
		for c := west; c <= east; c++ {
			visit(row*landColumns + wrapColumn(c))
		}
	}
}

// of lists the segments that touch a cell.
func (l *Land) of(cell int) []int32 { return l.touching[l.start[cell]:l.start[cell+1]] }

// classify finds what the reference point of each cell is. All those of one
// column lie on one meridian: going south from the north pole, which is at sea,
// each shore crossed turns sea to land and back.
func (l *Land) classify() {
	crossed := make([][]float64, landColumns) // latitudes, by column
	for _, s := range l.segments {
		west, east := math.Min(s.a.Lon, s.b.Lon), math.Max(s.a.Lon, s.b.Lon)
		for c := floorColumn(west); c <= floorColumn(east); c++ {
			lon := -180 + float64(c)*cellDegrees + refEast
			if (s.a.Lon > lon) != (s.b.Lon > lon) {
				crossed[wrapColumn(c)] = append(crossed[wrapColumn(c)], s.latAt(lon))
			}
		}
	}
	l.state = make([]uint8, landRows*landColumns)
	for col, lats := range crossed {
		slices.Sort(lats)
		for row := landRows - 1; row >= 0; row-- {
			cell := row*landColumns + col
			north, _ := slices.BinarySearch(lats, refOf(cell).Lat)
			l.state[cell] = uint8(len(lats)-north) & 1 //nolint:gosec // one bit
			if len(l.of(cell)) > 0 {
				l.state[cell] |= cellMixed
			}
		}
	}
}

func (s *segment) latAt(lon float64) float64 {
	return s.a.Lat + (lon-s.a.Lon)/(s.b.Lon-s.a.Lon)*(s.b.Lat-s.a.Lat)
}

func (s *segment) lonAt(lat float64) float64 {
	return s.a.Lon + (lat-s.a.Lat)/(s.b.Lat-s.a.Lat)*(s.b.Lon-s.a.Lon)
}

func refOf(cell int) Point {
	return Point{-90 + float64(cell/landColumns)*cellDegrees + refNorth, -180 + float64(cell%landColumns)*cellDegrees + refEast}
}

// bottomOfMap tells the edge along which flat maps are cut at the south pole,
// which Natural Earth keeps as a ring, from real shores.
func bottomOfMap(ring []Point) bool {
	for _, p := range ring {
		if p.Lat > -89.9 {
			return false
		}
	}
	return true
}

// continuous lets longitudes run on where a ring crosses the 180th meridian,
// and keeps the middle of the ring within the map.
func continuous(ring []Point) []Point {
	out := make([]Point, len(ring))
	west, east := ring[0].Lon, ring[0].Lon
	turns := 0.0
	for i, p := range ring {
		if i > 0 {
			turns -= 360 * math.Round((p.Lon-ring[i-1].Lon)/360)
		}
		out[i] = Point{p.Lat, p.Lon + turns}
		west, east = math.Min(west, out[i].Lon), math.Max(east, out[i].Lon)
	}
	if back := 360 * math.Round((west+east)/720); back != 0 {
		for i := range out {
			out[i].Lon -= back
		}
	}
	return out
}

// closeOverPole closes a ring that goes once around the globe (Antarctica)
// along the bottom of the map.
func closeOverPole(ring []Point) []Point {
	first, last := ring[0], ring[len(ring)-1]
	if math.Abs(first.Lon-last.Lon) < 180 {
		return ring
	}
	return append(ring, Point{-90, last.Lon}, Point{-90, first.Lon}, first)
}

func rowOf(lat float64) int       { return min(max(int((lat+90)/cellDegrees), 0), landRows-1) }
func floorColumn(lon float64) int { return int(math.Floor((lon + 180) / cellDegrees)) }
func wrapColumn(c int) int        { return (c%landColumns + landColumns) % landColumns }
func columnOf(lon float64) int    { return wrapColumn(floorColumn(lon)) }

// OnLand says whether the point is on land; lakes count as land where the data
// does not cut them out. Near the shore the data is too coarse for the answer to
// be taken by itself: see [Land.Inland].
func (l *Land) OnLand(p Point) bool {
	if !p.Valid() {
		return false
	}
	if p.Lon == 180 {
		p.Lon = -180
	}
	cell := rowOf(p.Lat)*landColumns + columnOf(p.Lon)
	state := l.state[cell]
	if state&cellMixed == 0 {
		return state == cellLand
	}
	// From the point along its meridian to the parallel of the reference point,
	// then along that: all within the cell, so that only its segments matter.
	ref := refOf(cell)
	land := state&cellLand != 0
	for _, i := range l.of(cell) {
		s := &l.segments[i]
		turn := turnOf(s.a.Lon, p.Lon)
		if lon := p.Lon + turn; (s.a.Lon > lon) != (s.b.Lon > lon) {
			lat := s.latAt(lon)
			land = land != ((lat > p.Lat) != (lat > ref.Lat))
		}
		if (s.a.Lat > ref.Lat) != (s.b.Lat > ref.Lat) {
			lon := s.lonAt(ref.Lat) - turn
			land = land != ((lon > p.Lon) != (lon > ref.Lon))
		}
	}
	return land
}

// turnOf is what must be added to a longitude for it to be counted as another.
func turnOf(as, lon float64) float64 {
	switch d := as - lon; {
	case d > 180:
		return 360
	case d < -180:
		return -360
	}
	return 0
}

// Inland is how far inside the land a point is, in metres, and 0 at sea. The
// coast is good to a kilometre or two, and small harbours, docks and rivers are
// not in it: a ship counts as on land only when it is farther inland than that.
// It is NaN for a point that is not on the globe.
func (l *Land) Inland(p Point) float64 {
	if p.Valid() && !l.OnLand(p) {
		return 0
	}
	return l.DistanceToShore(p)
}

// Clear says that the straight way (see [Between]) from one point to another
// meets no shore: all of it is at sea, or all of it on land.
func (l *Land) Clear(a, b Point) bool {
	dLat, dLon := b.Lat-a.Lat, DeltaLon(a.Lon, b.Lon)
	// In steps of at most a cell, each of which touches at most four cells.
	n := int(math.Max(math.Abs(dLat), math.Abs(dLon))/cellDegrees) + 1
	at := a
	for i := 1; i <= n; i++ {
		f := float64(i) / float64(n)
		to := Point{a.Lat + dLat*f, a.Lon + dLon*f}
		if !l.clearStep(at, to) {
			return false
		}
		at = to
	}
	return true
}

// clearStep is Clear for a step that is no longer than a cell; its longitudes
// may run beyond 180 degrees.
func (l *Land) clearStep(a, b Point) bool {
	west, east := floorColumn(math.Min(a.Lon, b.Lon)), floorColumn(math.Max(a.Lon, b.Lon))
	for row := rowOf(math.Min(a.Lat, b.Lat)); row <= rowOf(math.Max(a.Lat, b.Lat)); row++ {
		for c := west; c <= east; c++ {
			for _, i := range l.of(row*landColumns + wrapColumn(c)) {
				if l.segments[i].crosses(a, b) {
					return false
				}
			}
		}
	}
	return true
}

func (s *segment) crosses(a, b Point) bool {
	turn := 360 * math.Round((s.a.Lon-a.Lon)/360)
	a.Lon += turn
	b.Lon += turn
	side := func(p, q, r Point) bool {
		return (q.Lon-p.Lon)*(r.Lat-p.Lat) > (q.Lat-p.Lat)*(r.Lon-p.Lon)
	}
	return side(a, b, s.a) != side(a, b, s.b) && side(s.a, s.b, a) != side(s.a, s.b, b)
}

// Rings are the outlines of the land for drawing, each closed. Longitudes are
// continuous within a ring, so one that crosses the 180th meridian runs beyond
// -180 or 180. They must not be changed.
func (l *Land) Rings() [][]Point { return l.rings }

// RingsIn are the outlines that touch a box, for drawing a part of the sea,
// with longitudes counted as the box counts them. An east beyond 180 spans the
// 180th meridian.
func (l *Land) RingsIn(south, west, north, east float64) [][]Point {
	var out [][]Point
	for _, ring := range l.rings {
		lo, hi := ring[0], ring[0]
		for _, p := range ring {
			lo = Point{math.Min(lo.Lat, p.Lat), math.Min(lo.Lon, p.Lon)}
			hi = Point{math.Max(hi.Lat, p.Lat), math.Max(hi.Lon, p.Lon)}
		}
		if hi.Lat < south || lo.Lat > north {
			continue
		}
		for _, turn := range []float64{-360, 0, 360} {
			if hi.Lon+turn < west || lo.Lon+turn > east {
				continue
			}
			shifted := make([]Point, len(ring))
			for i, p := range ring {
				shifted[i] = Point{p.Lat, p.Lon + turn}
			}
			out = append(out, shifted)
		}
	}
	return out
}
