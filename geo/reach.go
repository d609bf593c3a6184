package geo

import (
	"cmp"
	"math"
	"slices"
)

// Reach is a port that a ship can have called at unseen.
type Reach struct {
	Port      Port    `json:"port"`
	WayKM     float64 `json:"way_km"`     // by sea, to the port and on
	DetourKM  float64 `json:"detour_km"`  // of which so much more than going on without a call
	HoursLeft float64 `json:"hours_left"` // for lying there, at the speed assumed
}

// Reachable lists the ports at which a ship can have called between two places,
// at no more than a speed, with at least so many hours left for lying there:
// the ports of one country first, then those with most time. Of other countries
// it lists no more than limit, those least out of the way. What the straight
// way rules out is not looked for by sea.
func (s *Sea) Reachable(ports *Ports, off, on Point, hours, knots, stay float64, first string, limit int) []Reach {
	most := (hours - stay) * 3600 * knots * Knot // metres that can be sailed
	if !(most > 0) || !off.Valid() || !on.Valid() {
		return nil
	}
	candidates := ports.reachable(off, on, most, first, limit)
	if len(candidates) == 0 {
		return nil
	}
	to := s.lengths(off, on, most, append(candidates, &Port{Point: on}))
	direct := to[len(candidates)]
	n := 0
	for i, p := range candidates { // the way back is not searched for what is out of reach already
		if to[i]+Distance(p.Point, on) <= most {
			candidates[n], to[n] = p, to[i]
			n++
		}
	}
	candidates = candidates[:n]
	back := s.lengths(on, off, most, candidates)
	if math.IsInf(direct, 1) {
		direct = Distance(off, on)
	}
	var out []Reach
	for i, p := range candidates {
		if way := to[i] + back[i]; way <= most {
			out = append(out, Reach{Port: *p, WayKM: way / 1000, DetourKM: math.Max(0, way-direct) / 1000, HoursLeft: hours - way/Knot/knots/3600})
		}
	}
	sortReach(out, first)
	return out
}

// Ahead lists the ports that a ship can have come to since it was at a place,
// in the order of Reachable; where it went from there is not asked.
func (s *Sea) Ahead(ports *Ports, off Point, hours, knots, stay float64, first string, limit int) []Reach {
	most := (hours - stay) * 3600 * knots * Knot
	if !(most > 0) || !off.Valid() {
		return nil
	}
	candidates := ports.reachable(off, off, 2*most, first, limit)
	if len(candidates) == 0 {
		return nil
	}
	var out []Reach
	for i, way := range s.lengths(off, off, 2*most, candidates) {
		if way <= most {
			out = append(out, Reach{Port: *candidates[i], WayKM: way / 1000, HoursLeft: hours - way/Knot/knots/3600})
		}
	}
	sortReach(out, first)
	return out
}

func sortReach(list []Reach, first string) {
	slices.SortFunc(list, func(a, b Reach) int {
		if a, b := a.Port.Country == first, b.Port.Country == first; a != b {
			if a {
				return -1
			}
			return 1
		}
		return cmp.Or(-cmp.Compare(a.HoursLeft, b.HoursLeft), cmp.Compare(a.Port.Code, b.Port.Code))
	})
}

// lengths measures, in one search, the ways by sea from a place to ports from which
// another can be reached, in metres; no way is infinitely long.
func (s *Sea) lengths(from, on Point, most float64, ports []*Port) []float64 {
	out := make([]float64, len(ports))
	nodes := make([]int32, len(ports))
	start, ok := s.toWater(from)
	var goals []int32
	for i, p := range ports {
		out[i] = math.Inf(1)
		node, found := s.toWater(p.Point)
		if nodes[i] = node; found && ok {
			goals = append(goals, node)
		} else {
			nodes[i] = -1
		}
	}
	if len(goals) == 0 {
		return out
	}
	g := seaGrid{Sea: s}
	q := s.grid.get(g.size())
	defer s.grid.put(q)
	q.run(g, errand{from: start, toward: direction(on), most: most + 30_000, to: goals})
	for i, p := range ports {
		if nodes[i] < 0 {
			continue
		}
		// The way over the grid is from centre to centre of cells.
		straight := Distance(from, p.Point)
		if out[i] = math.Max(straight, float64(q.sofar[nodes[i]])); s.sees(from, p.Point) {
			out[i] = straight
		}
	}
	return out
}

// reachable lists the ports that a straight way does not rule out, those of one
// country first, then up to limit others, those least out of the way.
func (ps *Ports) reachable(off, on Point, most float64, first string, limit int) []*Port {
	type candidate struct {
		port *Port
		way  float64
	}
	if Distance(off, on) > most {
		return nil
	}
	list := ps.country[first]
	if limit > 0 {
		list = ps.band((off.Lat+on.Lat)/2, most/2)
	}
	var found []candidate
	for _, i := range list {
		p := &ps.list[i]
		if way := Distance(off, p.Point) + Distance(p.Point, on); way <= most {
			found = append(found, candidate{p, way})
		}
	}
	slices.SortFunc(found, func(a, b candidate) int {
		if a, b := a.port.Country == first, b.port.Country == first; a != b {
			if a {
				return -1
			}
			return 1
		}
		return cmp.Or(cmp.Compare(a.way, b.way), cmp.Compare(a.port.Code, b.port.Code))
	})
	var out []*Port
	for _, c := range found {
		if c.port.Country != first {
			if limit--; limit < 0 {
				break
			}
		}
		out = append(out, c.port)
	}
	return out
}
