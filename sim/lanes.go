package sim

import (
	"cmp"
	"math"
	"slices"

	"plimsoll/geo"
)

// lanes is where ships sail: a grid over the sea area in which a cell is open
// when no part of it is land, with a table of the ways to each port.
//
// It is not [geo.Sea], for three reasons. That one looks for the shortest way a
// ship might have taken, close along the shore and through every strait; ships
// of the simulation keep off the coast, so that their ways are a fifth longer.
// Here a place must be asked whether there is open water around it, which the
// sea does not tell. And a fleet asks for some thousand ways to a few dozen
// ports: from a table that takes 0.03 ms, a search of the sea takes 2.4 ms.
type lanes struct {
	box        Box
	rows, cols int
	open       []bool
	coast      []bool // open, with a closed cell beside it
}

// Box is a sea area in degrees.
type Box struct {
	South, West, North, East float64
}

func (b Box) holds(p geo.Point) bool {
	return p.Lat >= b.South && p.Lat < b.North && p.Lon >= b.West && p.Lon < b.East
}

const (
	laneCell    = 0.1 // degrees
	laneSamples = 7   // a side
	coastCost   = 1.6 // a metre near the coast counts for so many: ships keep off
	metresPerDe = geo.Radius * math.Pi / 180
)

func newLanes(land *geo.Land, box Box) *lanes {
	l := &lanes{box: box, rows: int(math.Ceil((box.North - box.South) / laneCell)), cols: int(math.Ceil((box.East - box.West) / laneCell))}
	l.open, l.coast = make([]bool, l.rows*l.cols), make([]bool, l.rows*l.cols)
	for i := range l.open {
		l.open[i] = l.allSea(land, i)
	}
	for i := range l.open {
		l.coast[i] = l.open[i] && l.besideClosed(i)
	}
	return l
}

func (l *lanes) allSea(land *geo.Land, i int) bool {
	south, west := l.box.South+float64(i/l.cols)*laneCell, l.box.West+float64(i%l.cols)*laneCell
	for a := range laneSamples {
		for b := range laneSamples {
			const f = laneCell / (laneSamples - 1)
			if land.OnLand(geo.Point{Lat: south + float64(a)*f, Lon: west + float64(b)*f}) {
				return false
			}
		}
	}
	return true
}

func (l *lanes) besideClosed(i int) bool {
	r, c := i/l.cols, i%l.cols
	for dr := -1; dr <= 1; dr++ {
		for dc := -1; dc <= 1; dc++ {
			if n, ok := l.index(r+dr, c+dc); ok && !l.open[n] {
				return true
			}
		}
	}
	return false
}

func (l *lanes) index(r, c int) (int, bool) {
	return r*l.cols + c, r >= 0 && r < l.rows && c >= 0 && c < l.cols
}

func (l *lanes) of(p geo.Point) (int, bool) {
	return l.index(int(math.Floor((p.Lat-l.box.South)/laneCell)), int(math.Floor((p.Lon-l.box.West)/laneCell)))
}

func (l *lanes) centre(i int) geo.Point {
	return geo.Point{Lat: l.box.South + (float64(i/l.cols)+0.5)*laneCell, Lon: l.box.West + (float64(i%l.cols)+0.5)*laneCell}
}

// isOpen says that a place can be sailed.
func (l *lanes) isOpen(p geo.Point) bool {
	i, ok := l.of(p)
	return ok && l.open[i]
}

// around lists the open cells within so many rings of a place, the nearest
// first.
func (l *lanes) around(p geo.Point, rings int) (cells []int) {
	r0, c0 := int((p.Lat-l.box.South)/laneCell), int((p.Lon-l.box.West)/laneCell)
	for dr := -rings; dr <= rings; dr++ {
		for dc := -rings; dc <= rings; dc++ {
			if i, ok := l.index(r0+dr, c0+dc); ok && l.open[i] {
				cells = append(cells, i)
			}
		}
	}
	slices.SortStableFunc(cells, func(a, b int) int {
		return cmp.Compare(geo.Distance(p, l.centre(a)), geo.Distance(p, l.centre(b)))
	})
	return cells
}

// nearest is the open cell nearest to a place, within so many rings of cells.
func (l *lanes) nearest(p geo.Point, rings int) (int, bool) {
	if cells := l.around(p, rings); len(cells) > 0 {
		return cells[0], true
	}
	return -1, false
}

// sees says that the straight way from a to b is open.
func (l *lanes) sees(a, b geo.Point) bool {
	n := int(math.Max(math.Abs(b.Lat-a.Lat), math.Abs(b.Lon-a.Lon))/(laneCell/4)) + 1
	for i := 0; i <= n; i++ {
		if !l.isOpen(geo.Between(a, b, float64(i)/float64(n))) {
			return false
		}
	}
	return true
}

// field is the way to one cell from every other.
type field struct {
	goal int
	next []int32 // by cell: the cell to sail to, -1 where there is no way
}

var laneMoves = [16][2]int{
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

// fieldTo works out the shortest ways to a cell (Dijkstra).
func (l *lanes) fieldTo(goal int) *field {
	f := &field{goal: goal, next: make([]int32, len(l.open))}
	cost := make([]float32, len(l.open))
	for i := range cost {
		f.next[i], cost[i] = -1, math.MaxFloat32
	}
	cost[goal] = 0
	q := laneQueue{{int32(goal), 0}} //nolint:gosec // far fewer cells than 2^31
	long := l.moveLengths()
	for len(q) > 0 {
		x := q.pop()
		if x.cost > cost[x.cell] {
			continue
		}
		at := int(x.cell)
		r, c := at/l.cols, at%l.cols
		for k, m := range laneMoves {
			n, ok := l.index(r+m[0], c+m[1])
			if !ok || !l.open[n] || cost[n] <= x.cost || !l.passes(r, c, m) {
				continue
			}
			d := long[r][k]
			if l.coast[n] {
				d *= coastCost
			}
			if sum := x.cost + d; sum < cost[n] {
				cost[n], f.next[n] = sum, x.cell
				q.push(laneStep{int32(n), sum}) //nolint:gosec // as above
			}
		}
	}
	return f
}

// moveLengths is how long each move is in each row, in cells north and south.
func (l *lanes) moveLengths() [][16]float32 {
	long := make([][16]float32, l.rows)
	for r := range long {
		wide := math.Cos((l.box.South + float64(r)*laneCell) * math.Pi / 180)
		for k, m := range laneMoves {
			long[r][k] = float32(math.Hypot(float64(m[0]), float64(m[1])*wide))
		}
	}
	return long
}

// passes says that a move goes through open cells only.
func (l *lanes) passes(r, c int, m [2]int) bool {
	is := func(dr, dc int) bool { i, ok := l.index(r+dr, c+dc); return ok && l.open[i] }
	switch {
	case m[0] == 0 || m[1] == 0:
		return true
	case m[0] == m[1] || m[0] == -m[1]:
		return is(m[0], 0) && is(0, m[1])
	case m[0] == 2 || m[0] == -2:
		return is(m[0]/2, 0) && is(m[0]/2, m[1])
	}
	return is(0, m[1]/2) && is(m[0], m[1]/2)
}

// way follows a field from a place to its goal and leaves out the corners that
// need not be sailed. The place comes first.
func (l *lanes) way(f *field, from geo.Point) ([]geo.Point, bool) {
	at, ok := l.of(from)
	if !ok || !l.open[at] {
		if at, ok = l.nearest(from, 4); !ok {
			return nil, false
		}
	}
	points := []geo.Point{from, l.centre(at)}
	for at != f.goal {
		if f.next[at] < 0 {
			return nil, false
		}
		at = int(f.next[at])
		points = append(points, l.centre(at))
	}
	return l.straighten(points), true
}

func (l *lanes) straighten(points []geo.Point) []geo.Point {
	out := []geo.Point{points[0]}
	for i := 0; i < len(points)-1; {
		next := i + 1
		for k := min(len(points)-1, i+300); k > i+1; k = i + (k-i)*4/5 {
			if l.sees(points[i], points[k]) {
				next = k
				break
			}
		}
		out = append(out, points[next])
		i = next
	}
	return out
}

type laneStep struct {
	cell int32
	cost float32
}

// laneQueue is a heap of its own: through container/heap it takes three times
// as long.
type laneQueue []laneStep

func (q *laneQueue) push(x laneStep) {
	h := append(*q, x)
	i := len(h) - 1
	for i > 0 && h[(i-1)/2].cost > x.cost {
		h[i] = h[(i-1)/2]
		i = (i - 1) / 2
	}
	h[i] = x
	*q = h
}

func (q *laneQueue) pop() laneStep {
	h := *q
	top, x := h[0], h[len(h)-1]
	h = h[:len(h)-1]
	for i := 0; len(h) > 0; {
		k := 2*i + 1
		if k >= len(h) {
			h[i] = x
			break
		}
		if k+1 < len(h) && h[k+1].cost < h[k].cost {
			k++
		}
		if x.cost <= h[k].cost {
			h[i] = x
			break
		}
		h[i] = h[k]
		i = k
	}
	*q = h
	return top
}
