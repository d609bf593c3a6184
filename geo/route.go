package geo

import (
	"math"
)

const (
	// A leg of a way is no longer than this, so that it makes no difference
	// whether it is drawn straight on a chart or on the globe.
	legMetres = 100_000
	// So often a way is searched anew when it turns out to lead over land.
	routeTries = 6
	// The grid for narrow waters.
	narrowCell   = 1.0 / 48
	narrowMargin = 0.4 // degrees around what is to be connected
	narrowMost   = 8   // degrees; a larger box is not searched
)

// Route is a way by sea from a to b, both included, in straight legs of at most
// 100 km. Legs keep off the land of the map but where a channel leads through it
// and, at the ends, where a or b lies inland of the coast. It is not ok when
// there is no way, or none of less than so many metres.
func (s *Sea) Route(a, b Point, within float64) ([]Point, bool) {
	from, okA := s.toWater(a)
	to, okB := s.toWater(b)
	if !okA || !okB || Distance(a, b) > within {
		return nil, false
	}
	if s.sees(a, b) {
		return dense([]Point{a, b}), true
	}
	g := seaGrid{Sea: s, shut: map[int32]bool{}}
	var points []Point
	for range routeTries {
		nodes, ok := s.search(g, from, to, within)
		if !ok {
			return dense(points), points != nil
		}
		var clear bool
		if points, clear = s.refine(g, a, b, nodes); clear {
			break
		}
	}
	points = s.straighten(points)
	if Length(points) > within {
		return nil, false
	}
	return dense(points), true
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
func (s *Sea) search(g seaGrid, from, to int32, within float64) ([]int32, bool) {
	q := s.grid.get(g.size())
	defer s.grid.put(q)
	e := errand{from: from, toward: direction(atNode(to).centre()), most: 1.03*within + 50_000, to: []int32{to}, forward: true}
	if !q.run(g, e) {
		return nil, false
	}
	return q.way(to), true
}

// refine makes points of the cells of a way. Where two do not see each other the
// water between them is searched closely; where there is none, the step is shut
// and the way is not clear.
func (s *Sea) refine(g seaGrid, a, b Point, nodes []int32) (points []Point, clear bool) {
	all := make([]Point, 0, len(nodes)+2)
	all = append(all, a)
	for _, n := range nodes {
		all = append(all, s.anchor(n))
	}
	all = append(all, b)
	clear = true
	points = append(points, a)
	for i := 1; i < len(all); i++ {
		if s.sees(all[i-1], all[i]) {
			points = append(points, all[i])
			continue
		}
		// On to the next place from which the way goes on.
		k := i
		for k < len(all)-1 && !s.sees(all[k], all[k+1]) {
			k++
		}
		between, ok := s.narrow(all[i-1], all[k])
		if !ok {
			clear = !s.shutAround(g, nodes, i, k) && clear
			between = all[i:k]
		}
		points = append(append(points, between...), all[k])
		i = k
	}
	return points, clear
}

// shutAround shuts the cells with some land around a step of a way for which no
// water was found: had there been any, the search would have met it. The cells in
// which the way begins and ends stay open. It says whether any was shut.
func (s *Sea) shutAround(g seaGrid, nodes []int32, i, k int) bool {
	const around = 2
	some := false
	for n := max(i-2, 0); n <= min(k-1, len(nodes)-1); n++ {
		c := atNode(nodes[n])
		for dr := -around; dr <= around; dr++ {
			for dc := -around; dc <= around; dc++ {
				at := c.step(dr, dc)
				if !s.sailed(at) || !s.someLand(at) {
					continue
				}
				if node := at.node(); node != nodes[0] && node != nodes[len(nodes)-1] && !g.shut[node] {
					g.shut[node], some = true, true
				}
			}
		}
	}
	return some
}

func (s *Sea) someLand(c seaAt) bool {
	p := c.centre()
	return s.land.OnLand(p) || s.land.DistanceToShore(p) < seaCell*metresPerDeg*0.7
}

// sees says that the straight way between two places at sea meets no land.
func (s *Sea) sees(a, b Point) bool {
	if s.land.OnLand(a) {
		return false
	}
	at, clear := a, true
	legs(a, b, func(p Point) bool {
		clear = s.land.Clear(at, p)
		at = p
		return clear
	})
	return clear
}

// legs visits the ends of legs of at most legMetres along the great circle, the
// last of which is b.
func legs(a, b Point, visit func(Point) bool) {
	d := Distance(a, b)
	n := int(math.Ceil(d / legMetres))
	if n > 1 {
		u, v := direction(a), direction(b)
		angle := d / Radius
		for i := 1; i < n; i++ {
			f := float64(i) / float64(n)
			ka, kb := math.Sin((1-f)*angle), math.Sin(f*angle)
			x, y, z := ka*u[0]+kb*v[0], ka*u[1]+kb*v[1], ka*u[2]+kb*v[2]
			if !visit(Point{math.Atan2(z, math.Hypot(x, y)) / radian, math.Atan2(y, x) / radian}) {
				return
			}
		}
	}
	visit(b)
}

// dense cuts long legs.
func dense(points []Point) []Point {
	if len(points) == 0 {
		return nil
	}
	out := points[:1:1]
	for _, p := range points[1:] {
		legs(out[len(out)-1], p, func(p Point) bool {
			out = append(out, p)
			return true
		})
	}
	return out
}

// straighten leaves out the corners that a ship need not sail.
func (s *Sea) straighten(points []Point) []Point {
	out := points[:1:1]
	for i := 0; i < len(points)-1; {
		next := i + 1
		for k := min(len(points)-1, i+600); k > i+1; k = i + (k-i)*3/4 {
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

// narrow finds a way between two places not far apart on a fine grid; the places
// themselves are not in it.
func (s *Sea) narrow(a, b Point) ([]Point, bool) {
	g := s.narrowGrid(a, b)
	if g == nil {
		return nil, false
	}
	from, okA := g.nearest(a)
	to, okB := g.nearest(b)
	if !okA || !okB {
		return nil, false
	}
	var qs quests
	q := qs.get(g.size())
	if !q.run(g, errand{from: from, toward: direction(g.place(to)), most: math.Inf(1), to: []int32{to}, forward: true}) {
		return nil, false
	}
	var out []Point
	for _, n := range q.way(to) {
		out = append(out, g.place(n))
	}
	return out, true
}

// narrowGrid is a fine grid over a box. A cell of it can be sailed when its
// centre is at sea or a channel leads through it.
type narrowGrid struct {
	sea        *Sea
	south      float64
	west       float64
	rows, cols int
	open, dug  []bool
}

func (s *Sea) narrowGrid(a, b Point) *narrowGrid {
	b.Lon = a.Lon + DeltaLon(a.Lon, b.Lon)
	g := &narrowGrid{
		sea: s, south: math.Max(math.Min(a.Lat, b.Lat)-narrowMargin, -89.9), west: math.Min(a.Lon, b.Lon) - narrowMargin,
	}
	north, east := math.Min(math.Max(a.Lat, b.Lat)+narrowMargin, 89.9), math.Max(a.Lon, b.Lon)+narrowMargin
	if north-g.south > narrowMost || east-g.west > narrowMost {
		return nil
	}
	g.rows, g.cols = int((north-g.south)/narrowCell)+1, int((east-g.west)/narrowCell)+1
	g.open, g.dug = make([]bool, g.rows*g.cols), make([]bool, g.rows*g.cols)
	for n := range g.open {
		g.open[n] = !s.land.OnLand(g.place(int32(n)))
	}
	for i := range s.channels {
		s.channels[i].along(narrowCell/2, func(p Point) {
			if n, ok := g.node(p); ok {
				g.open[n], g.dug[n] = true, true
			}
		})
	}
	return g
}

func (g *narrowGrid) size() int { return g.rows * g.cols }

func (g *narrowGrid) place(n int32) Point {
	return Point{
		g.south + (float64(int(n)/g.cols)+0.5)*narrowCell,
		NormLon(g.west + (float64(int(n)%g.cols)+0.5)*narrowCell),
	}
}

func (g *narrowGrid) away(n int32, to [3]float64) float64 {
	v := direction(g.place(n))
	return arcMetres(v[0]*to[0] + v[1]*to[1] + v[2]*to[2])
}

func (g *narrowGrid) node(p Point) (int32, bool) {
	east := p.Lon - g.west
	if east < 0 {
		east += 360
	}
	row, col := int(math.Floor((p.Lat-g.south)/narrowCell)), int(east/narrowCell)
	return int32(row*g.cols + col), row >= 0 && row < g.rows && col < g.cols
}

// nearest is the cell that can be sailed nearest to a place, within half a
// degree. Of cells alike far, one seen from the place is taken.
func (g *narrowGrid) nearest(p Point) (int32, bool) {
	best, found := 55_000.0, int32(-1)
	for n := range g.open {
		if !g.open[n] {
			continue
		}
		at := g.place(int32(n))
		d := Distance(p, at)
		if d < best && !g.sea.land.Clear(p, at) && !g.sea.land.OnLand(p) {
			d += 30_000 // another water, when there is one of its own
		}
		if d < best {
			best, found = d, int32(n)
		}
	}
	return found, found >= 0
}

func (g *narrowGrid) arcs(n int32, into []arc) []arc {
	row, col := int(n)/g.cols, int(n)%g.cols
	here := g.place(n)
	for _, m := range moves {
		r, c := row+m[0], col+m[1]
		if r < 0 || r >= g.rows || c < 0 || c >= g.cols {
			continue
		}
		to := int32(r*g.cols + c)
		if !g.open[to] {
			continue
		}
		there := g.place(to)
		// Into, out of and along a channel only to the next cell.
		if dug := g.dug[n] || g.dug[to]; dug && max(m[0]*m[0], m[1]*m[1]) > 1 || !dug && !g.sea.land.Clear(here, there) {
			continue
		}
		into = append(into, arc{to, float32(Distance(here, there) / gridStretch)})
	}
	return into
}
