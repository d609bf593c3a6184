package geo

import (
	"cmp"
	"math"
	"slices"
	"sync/atomic"
)

// shores remembers, for cells that were asked about, which segments can be the
// nearest shore of a point in them. Far from any shore the cells are large and
// the answer is good to half a per cent; nearer it is exact.
type shores struct {
	far  []atomic.Pointer[around] // by cell of a degree
	near []atomic.Pointer[around] // by cell of the land, where far says so
}

// around is what lies around the middle of a cell.
type around struct {
	centre Point
	fine   bool // ask the finer cell
	list   []shoreEdge
}

// shoreEdge is a segment and how far it is from the centre, by which a list of
// them is in order.
type shoreEdge struct {
	metres  float32
	segment int32
}

const (
	farRows    = 180
	farColumns = 360
	// Beyond this a cell of a degree is enough.
	farMetres = 220_000
	// Around so many points a side the nearest shores of a far cell are looked for.
	farSamples = 6
	// A near cell is looked at in so many parts a side.
	nearParts = 4
)

func (s *shores) init() {
	s.far = make([]atomic.Pointer[around], farRows*farColumns)
	s.near = make([]atomic.Pointer[around], landRows*landColumns)
}

// DistanceToShore is the way in metres to the nearest shore, whether the point
// is at sea or on land. It is exact up to 100 km from the shore, and good to
// half a per cent beyond. It is NaN for a point that is not on the globe.
func (l *Land) DistanceToShore(p Point) float64 {
	if !p.Valid() {
		return math.NaN()
	}
	if len(l.segments) == 0 {
		return math.Inf(1)
	}
	row := min(int(p.Lat+90), farRows-1)
	col := min(int(p.Lon+180), farColumns-1)
	at := &l.shores.far[row*farColumns+col]
	c := at.Load()
	if c == nil {
		c = l.aroundFar(row, col)
		at.Store(c)
	}
	if !c.fine {
		return l.nearestOf(c, p)
	}
	cell := rowOf(p.Lat)*landColumns + columnOf(p.Lon)
	at = &l.shores.near[cell]
	if c = at.Load(); c == nil {
		c = l.aroundNear(cell)
		at.Store(c)
	}
	return l.nearestOf(c, p)
}

// nearestOf looks at the shores nearest to the centre first and stops where none
// can be nearer to p.
func (l *Land) nearestOf(c *around, p Point) float64 {
	away := Distance(c.centre, p)
	var nearest Point
	best := math.Inf(1) // metres, not yet squared
	square := best
	sin, cos := math.Sincos(p.Lat * radian)
	for i := range c.list {
		if float64(c.list[i].metres)-away > best*1.01+1 { // what is flattened is wrong by less
			break
		}
		e := &l.segments[c.list[i].segment]
		x, y, f := nearestOn(p, sin, cos, e)
		if d := x*x + y*y; d < square {
			square = d
			best = math.Sqrt(d)
			nearest = Point{e.a.Lat + (e.b.Lat-e.a.Lat)*f, e.a.Lon + (e.b.Lon-e.a.Lon)*f}
		}
	}
	return Distance(p, nearest)
}

// nearestOn is the offset in metres of the point of a segment nearest to p, and
// the fraction of the segment it is at. Parallels are measured half way between
// p and each end, which is good to a tenth of a per cent over hundreds of
// kilometres.
func nearestOn(p Point, sin, cos float64, s *segment) (x, y, f float64) {
	ay, by := s.a.Lat-p.Lat, s.b.Lat-p.Lat
	ax, bx := DeltaLon(p.Lon, s.a.Lon), s.b.Lon-s.a.Lon
	bx += ax
	ax *= cos - sin*ay*(radian/2)
	bx *= cos - sin*by*(radian/2)
	dx, dy := bx-ax, by-ay
	if n := dx*dx + dy*dy; n > 0 {
		f = math.Max(0, math.Min(1, -(ax*dx+ay*dy)/n))
	}
	return (ax + dx*f) * metresPerDeg, (ay + dy*f) * metresPerDeg, f
}

// aroundFar lists what can be the nearest shore of a cell of a degree.
func (l *Land) aroundFar(row, col int) *around {
	south, west := float64(row-90), float64(col-180)
	c := &around{centre: Point{south + 0.5, west + 0.5}}
	_, metres := l.search(c.centre)
	// Where parallels are short the flat measure is not good enough.
	if metres < farMetres || math.Abs(c.centre.Lat) > 70 {
		return &around{fine: true}
	}
	var found []int32
	for i := range farSamples {
		for k := range farSamples {
			p := Point{south + float64(i)/(farSamples-1), west + float64(k)/(farSamples-1)}
			n, _ := l.search(p)
			found = append(found, n)
		}
	}
	slices.Sort(found)
	c.add(l, slices.Compact(found))
	return c
}

// aroundNear lists what can be the nearest shore of a cell of the land.
func (l *Land) aroundNear(cell int) *around {
	south := -90 + float64(cell/landColumns)*cellDegrees
	west := -180 + float64(cell%landColumns)*cellDegrees
	c := &around{centre: Point{south + cellDegrees/2, west + cellDegrees/2}}
	_, metres := l.search(c.centre)
	// A point is no farther from the middle of its part of the cell than the
	// corners of that are, and so no farther from a shore than that more.
	corner := math.Max(Distance(c.centre, Point{south, west}), Distance(c.centre, Point{south + cellDegrees, west}))
	all := l.within(c.centre, metres+2*corner)
	kept := make([]bool, len(all))
	away := make([]float64, len(all))
	for part := range nearParts * nearParts {
		p := Point{south + (float64(part/nearParts)+0.5)/nearParts*cellDegrees, west + (float64(part%nearParts)+0.5)/nearParts*cellDegrees}
		least := math.Inf(1)
		for i, n := range all {
			away[i] = distanceToSegment(p, l.segments[n])
			least = math.Min(least, away[i])
		}
		for i := range all {
			kept[i] = kept[i] || away[i] <= (least+2*corner/nearParts)*1.001+1
		}
	}
	n := 0
	for i := range all {
		if kept[i] {
			all[n] = all[i]
			n++
		}
	}
	c.add(l, all[:n])
	return c
}

func (c *around) add(l *Land, segments []int32) {
	c.list = make([]shoreEdge, 0, len(segments))
	for _, i := range segments {
		c.list = append(c.list, shoreEdge{float32(distanceToSegment(c.centre, l.segments[i])), i})
	}
	slices.SortFunc(c.list, func(a, b shoreEdge) int {
		return cmp.Or(cmp.Compare(a.metres, b.metres), cmp.Compare(a.segment, b.segment))
	})
}

// within lists the segments no farther than so many metres from p, each once.
func (l *Land) within(p Point, metres float64) []int32 {
	var out []int32
	row, col := rowOf(p.Lat), columnOf(p.Lon)
	for ring := 0; ring < landColumns; ring++ {
		if ringOutOfReach(p, ring, metres) {
			break
		}
		l.visitRing(row, col, ring, func(cell int) {
			for _, i := range l.of(cell) {
				if distanceToSegment(p, l.segments[i]) <= metres*1.001+1 {
					out = append(out, i)
				}
			}
		})
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// search finds the nearest segment without what is remembered.
func (l *Land) search(p Point) (nearest int32, metres float64) {
	row, col := rowOf(p.Lat), columnOf(p.Lon)
	best := math.Inf(1)
	for ring := 0; ring < landColumns; ring++ {
		if ringOutOfReach(p, ring, best) {
			break
		}
		l.visitRing(row, col, ring, func(cell int) {
			for _, i := range l.of(cell) {
				if d := distanceToSegment(p, l.segments[i]); d < best {
					nearest, best = i, d
				}
			}
		})
	}
	return nearest, best
}

// ringOutOfReach says that no cell of the ring, nor of a later one, can hold a
// shore nearer than best.
func ringOutOfReach(p Point, ring int, best float64) bool {
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
	sin, cos := math.Sincos(p.Lat * radian)
	ax, ay := Offset(p, s.a)
	if math.Abs(ax)+math.Abs(ay) > 400_000 {
		bx, by := Offset(p, s.b)
		dx, dy := bx-ax, by-ay
		t := 0.0
		if n := dx*dx + dy*dy; n > 0 {
			t = math.Max(0, math.Min(1, -(ax*dx+ay*dy)/n))
		}
		return Distance(p, Between(s.a, s.b, t))
	}
	_, _, t := nearestOn(p, sin, cos, &s)
	return Distance(p, Between(s.a, s.b, t))
}
