package geo

import (
	"container/heap"
	"math"
	"slices"
	"sync"
)

// Sea finds ways over water. It lays a grid over the land: a cell can be sailed
// when some part of it is sea, so that straits and rivers' mouths stay open. A
// way is good to a few per cent; that a ship may draw too much for it, or that
// ice or a law closes it, it does not know.
type Sea struct {
	land *Land
	open []uint8 // by cell: not known yet, sea or land
	mu   sync.Mutex
}

const (
	seaCell    = 0.125 // degrees
	seaRows    = int(180 / seaCell)
	seaColumns = int(360 / seaCell)
	seaUnknown = 0
	seaOpen    = 1
	seaClosed  = 2
	seaSamples = 4 // a side: a cell is looked at in so many places squared
)

var embeddedSea = sync.OnceValues(func() (*Sea, error) {
	land, err := LoadLand()
	if err != nil {
		return nil, err
	}
	return NewSea(land), nil
})

// LoadSea returns the sea around the embedded land.
func LoadSea() (*Sea, error) { return embeddedSea() }

// NewSea returns the sea around land. It is safe for use by several goroutines.
func NewSea(land *Land) *Sea {
	return &Sea{land: land, open: make([]uint8, seaRows*seaColumns)}
}

type seaAt struct{ row, col int32 }

func seaOf(p Point) seaAt {
	return seaAt{
		int32(min(max(int((p.Lat+90)/seaCell), 0), seaRows-1)),                             //nolint:gosec // a row
		int32((int(math.Floor((p.Lon+180)/seaCell))%seaColumns + seaColumns) % seaColumns), //nolint:gosec // a column
	}
}

func (c seaAt) index() int { return int(c.row)*seaColumns + int(c.col) }

func (c seaAt) centre() Point {
	return Point{-90 + (float64(c.row)+0.5)*seaCell, -180 + (float64(c.col)+0.5)*seaCell}
}

// sailed says whether a cell can be sailed; mu is held.
func (s *Sea) sailed(c seaAt) bool {
	if c.row < 0 || int(c.row) >= seaRows {
		return false
	}
	at := c.index()
	if s.open[at] == seaUnknown {
		s.open[at] = seaClosed
		if s.someSea(c) {
			s.open[at] = seaOpen
		}
	}
	return s.open[at] == seaOpen
}

func (s *Sea) someSea(c seaAt) bool {
	south, west := -90+float64(c.row)*seaCell, -180+float64(c.col)*seaCell
	for i := range seaSamples {
		for j := range seaSamples {
			p := Point{south + (float64(i)+0.5)/seaSamples*seaCell, west + (float64(j)+0.5)/seaSamples*seaCell}
			if !s.land.OnLand(p) {
				return true
			}
		}
	}
	return false
}

// toWater is the nearest cell that can be sailed; ports lie a little inland of
// a coarse coast.
func (s *Sea) toWater(p Point) (seaAt, bool) {
	c := seaOf(p)
	for ring := int32(0); ring <= 6; ring++ {
		best, found := math.Inf(1), seaAt{}
		for dr := -ring; dr <= ring; dr++ {
			for dc := -ring; dc <= ring; dc++ {
				if max(dr, -dr) != ring && max(dc, -dc) != ring {
					continue
				}
				n := c.step(dr, dc)
				if d := Distance(p, n.centre()); d < best && s.sailed(n) {
					best, found = d, n
				}
			}
		}
		if !math.IsInf(best, 1) {
			return found, true
		}
	}
	return seaAt{}, false
}

func (c seaAt) step(dr, dc int32) seaAt {
	return seaAt{c.row + dr, (c.col + dc + int32(seaColumns)) % int32(seaColumns)}
}

// The ways out of a cell: to the eight around it and, so that courses have
// sixteen directions, a knight's move away.
var seaMoves = [][2]int32{
	{0, 1},
	{1, 1},
	{1, 0},
	{1, -1},
	{0, -1},
	{-1, -1},
	{-1, 0},
	{-1, 1},
	{1, 2},
	{2, 1},
	{2, -1},
	{1, -2},
	{-1, -2},
	{-2, -1},
	{-2, 1},
	{-1, 2},
}

// passes says that a move cuts no corner of land.
func (s *Sea) passes(c seaAt, m [2]int32) bool {
	switch {
	case m[0] == 0 || m[1] == 0:
		return true
	case m[0] == m[1] || m[0] == -m[1]:
		return s.sailed(c.step(m[0], 0)) || s.sailed(c.step(0, m[1]))
	case m[0] == 2 || m[0] == -2:
		return s.sailed(c.step(m[0]/2, 0)) && s.sailed(c.step(m[0]/2, m[1]))
	default:
		return s.sailed(c.step(0, m[1]/2)) && s.sailed(c.step(m[0], m[1]/2))
	}
}

// most is how many cells are looked at for one way, about a quarter of the
// oceans.
const seaMost = 700_000

type seaStep struct {
	at       seaAt
	sofar    float64 // metres
	expected float64 // metres in all
	order    int
}

type seaQueue []seaStep

func (q seaQueue) Len() int { return len(q) }
func (q seaQueue) Less(i, j int) bool {
	return q[i].expected < q[j].expected || q[i].expected == q[j].expected && q[i].order < q[j].order
}
func (q seaQueue) Swap(i, j int) { q[i], q[j] = q[j], q[i] }
func (q *seaQueue) Push(x any)   { *q = append(*q, x.(seaStep)) } //nolint:forcetypeassert // nothing else is pushed
func (q *seaQueue) Pop() any {
	last := len(*q) - 1
	x := (*q)[last]
	*q = (*q)[:last]
	return x
}

// Route is a way by sea from a to b, both included, as the corners of its
// straight legs. It is not ok when there is none, or none of less than so many
// metres.
func (s *Sea) Route(a, b Point, within float64) ([]Point, bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	from, okA := s.toWater(a)
	to, okB := s.toWater(b)
	if !okA || !okB || Distance(a, b) > within {
		return nil, false
	}
	if s.sees(a, b) {
		return []Point{a, b}, true
	}
	cells, ok := s.search(from, to, within)
	if !ok {
		return nil, false
	}
	points := make([]Point, 0, len(cells)+2)
	points = append(points, a)
	for _, c := range cells {
		points = append(points, c.centre())
	}
	return s.straighten(append(points, b)), true
}

// Distance is the length of the way by sea in metres.
func (s *Sea) Distance(a, b Point, within float64) (metres float64, ok bool) {
	route, ok := s.Route(a, b, within)
	return Length(route), ok
}

// Length of a way of straight legs, in metres.
func Length(route []Point) (metres float64) {
	for i := 1; i < len(route); i++ {
		metres += Distance(route[i-1], route[i])
	}
	return metres
}

// search finds the shortest way over the grid (A*).
func (s *Sea) search(from, to seaAt, within float64) ([]seaAt, bool) {
	goal := to.centre()
	best := map[seaAt]float64{from: 0}
	came := map[seaAt]seaAt{}
	q := seaQueue{{at: from, expected: Distance(from.centre(), goal)}}
	for set := 1; len(q) > 0; {
		x := heap.Pop(&q).(seaStep) //nolint:forcetypeassert // as above
		if x.at == to {
			way := []seaAt{to}
			for c := to; c != from; {
				c = came[c]
				way = append(way, c)
			}
			slices.Reverse(way)
			return way, true
		}
		if x.sofar > best[x.at] || len(best) > seaMost {
			continue
		}
		here := x.at.centre()
		for _, m := range seaMoves {
			n := x.at.step(m[0], m[1])
			if !s.sailed(n) || !s.passes(x.at, m) {
				continue
			}
			there := n.centre()
			d := x.sofar + Distance(here, there)
			expected := d + Distance(there, goal)
			if old, ok := best[n]; ok && old <= d || expected > 1.1*within+50_000 {
				continue
			}
			best[n], came[n] = d, x.at
			heap.Push(&q, seaStep{n, d, expected, set})
			set++
		}
	}
	return nil, false
}

// straighten leaves out the corners that a ship need not sail.
func (s *Sea) straighten(points []Point) []Point {
	out := points[:1:1]
	for i := 0; i < len(points)-1; {
		next := i + 1
		for k := min(len(points)-1, i+400); k > i+1; k = i + (k-i)*3/4 {
			if s.sees(points[i], points[k]) {
				next = k
				break
			}
		}
		out = append(out, points[next])
		i = next
	}
	return out
}

// sees says that all cells on the straight way between two points can be
// sailed.
func (s *Sea) sees(a, b Point) bool {
	n := int(math.Max(math.Abs(b.Lat-a.Lat), math.Abs(DeltaLon(a.Lon, b.Lon)))/seaCell*3) + 1
	if n > 3000 {
		return false
	}
	for i := 1; i < n; i++ {
		if !s.sailed(seaOf(Between(a, b, float64(i)/float64(n)))) {
			return false
		}
	}
	return true
}
