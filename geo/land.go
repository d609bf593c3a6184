package geo

import (
	"bytes"
	"compress/gzip"
	_ "embed"
	"fmt"
	"io"
	"math"
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
	columns  [landColumns][]int32            // segments that a meridian in the column can cross
	cells    [landRows * landColumns][]int32 // segments that touch the cell
	state    [landRows * landColumns]uint8   // mixed, all sea or all land
}

const (
	landRows    = 360 // cells of half a degree
	landColumns = 720
	cellDegrees = 0.5
	cellMixed   = 0
	cellSea     = 1
	cellLand    = 2
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
			l.add(segment{ring[i-1], ring[i]})
		}
		l.rings = append(l.rings, closeOverPole(ring))
	}
	l.classify()
	return l
}

// classify finds the cells that no shore touches. Going south, such a cell is
// what the one above it is; only below a shore must edges be counted.
func (l *Land) classify() {
	for col := range landColumns {
		above := uint8(cellSea)
		for row := landRows - 1; row >= 0; row-- {
			cell := row*landColumns + col
			if len(l.cells[cell]) == 0 {
				if above == cellMixed {
					centre := Point{-90 + (float64(row)+0.5)*cellDegrees, -180 + (float64(col)+0.5)*cellDegrees}
					above = uint8(cellSea + l.crossings(centre)%2)
				}
				l.state[cell] = above
			}
			above = l.state[cell]
		}
	}
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

func (l *Land) add(s segment) {
	n := int32(len(l.segments))
	l.segments = append(l.segments, s)
	lo, hi := rowOf(math.Min(s.a.Lat, s.b.Lat)), rowOf(math.Max(s.a.Lat, s.b.Lat))
	west := floorColumn(math.Min(s.a.Lon, s.b.Lon))
	east := floorColumn(math.Max(s.a.Lon, s.b.Lon))
	for c := west; c <= min(east, west+landColumns-1); c++ {
		col := wrapColumn(c)
		l.columns[col] = append(l.columns[col], n)
		for row := lo; row <= hi; row++ {
			cell := row*landColumns + col
			l.cells[cell] = append(l.cells[cell], n)
		}
	}
}

func rowOf(lat float64) int       { return min(max(int((lat+90)/cellDegrees), 0), landRows-1) }
func floorColumn(lon float64) int { return int(math.Floor((lon + 180) / cellDegrees)) }
func wrapColumn(c int) int        { return (c%landColumns + landColumns) % landColumns }
func columnOf(lon float64) int    { return wrapColumn(floorColumn(lon)) }

// OnLand says whether the point is on land; lakes count as land where the data
// does not cut them out.
func (l *Land) OnLand(p Point) bool {
	if !p.Valid() {
		return false
	}
	switch l.state[rowOf(p.Lat)*landColumns+columnOf(p.Lon)] {
	case cellSea:
		return false
	case cellLand:
		return true
	}
	return l.crossings(p)%2 == 1
}

// crossings counts the edges met on the way to the north pole, which is at
// sea. Meridians, unlike parallels, need no care at the 180th.
func (l *Land) crossings(p Point) int {
	n := 0
	for _, i := range l.columns[columnOf(p.Lon)] {
		a, b := l.segments[i].a, l.segments[i].b
		lon := p.Lon + 360*math.Round((a.Lon-p.Lon)/360) // the point's meridian, counted as the edge counts
		if (a.Lon > lon) == (b.Lon > lon) {
			continue
		}
		if a.Lat+(lon-a.Lon)/(b.Lon-a.Lon)*(b.Lat-a.Lat) > p.Lat {
			n++
		}
	}
	return n
}

// DistanceToShore is the way in metres to the nearest shore, whether the point
// is at sea or on land. It is NaN for a point that is not on the globe.
func (l *Land) DistanceToShore(p Point) float64 {
	if !p.Valid() {
		return math.NaN()
	}
	row, col := rowOf(p.Lat), columnOf(p.Lon)
	best := math.Inf(1)
	for ring := 0; ring < landColumns; ring++ {
		if l.ringOutOfReach(p, ring, best) {
			break
		}
		l.visitRing(row, col, ring, func(cell int) {
			for _, i := range l.cells[cell] {
				best = math.Min(best, distanceToSegment(p, l.segments[i]))
			}
		})
	}
	return best
}

// ringOutOfReach says that no cell of the ring, nor of a later one, can hold a
// shore nearer than best.
func (l *Land) ringOutOfReach(p Point, ring int, best float64) bool {
	if math.IsInf(best, 1) || ring < 2 {
		return false
	}
	steps := float64(ring-1) * cellDegrees // at least so far away in latitude or in longitude
	if steps >= 90 {
		return true
	}
	toParallel := steps * metresPerDeg
	// The nearest point of a meridian so many degrees away:
	toMeridian := Radius * math.Asin(math.Abs(math.Cos(p.Lat*radian)*math.Sin(steps*radian)))
	return math.Min(toParallel, toMeridian) > best
}

// visitRing calls for each cell whose distance in cells is exactly ring, over
// the 180th meridian where need be.
func (l *Land) visitRing(row, col, ring int, visit func(cell int)) {
	for r := row - ring; r <= row+ring; r++ {
		if r < 0 || r >= landRows {
			continue
		}
		step := 2 * ring
		if r == row-ring || r == row+ring || ring == 0 {
			step = 1
		}
		last := min(col+ring, col-ring+landColumns-1) // once around is enough
		for c := col - ring; c <= last; c += max(step, 1) {
			visit(r*landColumns + wrapColumn(c))
		}
	}
}

// distanceToSegment takes a plane that touches the globe at p. Segments far
// away come out too long, never too short by much; the near ones decide.
func distanceToSegment(p Point, s segment) float64 {
	ax, ay := Offset(p, s.a)
	bx, by := Offset(p, s.b)
	dx, dy := bx-ax, by-ay
	t := 0.0
	if n := dx*dx + dy*dy; n > 0 {
		t = math.Max(0, math.Min(1, -(ax*dx+ay*dy)/n))
	}
	return Distance(p, Between(s.a, s.b, t))
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
