package geo

import (
	"cmp"
	"slices"
)

// Reach is a port that a ship can have called at unseen.
type Reach struct {
	Port      Port    `json:"port"`
	WayKM     float64 `json:"way_km"`     // by sea, to the port and on
	HoursLeft float64 `json:"hours_left"` // for lying there, at the speed assumed
}

// Reachable lists the ports at which a ship can have called between two places,
// at no more than a speed, with at least so many hours left for lying there:
// the ports of one country first, then those with most time. Of other countries
// it lists no more than limit, those least out of the way. What the straight
// way rules out is not looked for by sea.
func (s *Sea) Reachable(ports *Ports, off, on Point, hours, knots, stay float64, first string, limit int) []Reach {
	most := (hours - stay) * 3600 * knots * Knot // metres that can be sailed
	var out []Reach
	for _, p := range ports.reachable(off, on, most, first) {
		if p.Country != first {
			if limit--; limit < 0 {
				break
			}
		}
		to, ok := s.Distance(off, p.Point, most)
		if !ok || to > most {
			continue
		}
		back, ok := s.Distance(p.Point, on, most-to)
		if !ok || to+back > most {
			continue
		}
		out = append(out, Reach{Port: *p, WayKM: (to + back) / 1000, HoursLeft: hours - (to+back)/Knot/knots/3600})
	}
	slices.SortFunc(out, func(a, b Reach) int {
		if a, b := a.Port.Country == first, b.Port.Country == first; a != b {
			if a {
				return -1
			}
			return 1
		}
		return cmp.Or(-cmp.Compare(a.HoursLeft, b.HoursLeft), cmp.Compare(a.Port.Code, b.Port.Code))
	})
	return out
}

// reachable lists the ports that a straight way does not rule out, those of one
// country first, then those least out of the way.
func (ps *Ports) reachable(off, on Point, most float64, first string) []*Port {
	var out []*Port
	way := map[*Port]float64{}
	for i := range ps.list {
		p := &ps.list[i]
		if (p.Point.Lat-off.Lat)*metresPerDeg > most || (off.Lat-p.Point.Lat)*metresPerDeg > most {
			continue
		}
		if d := Distance(off, p.Point) + Distance(p.Point, on); d <= most {
			way[p] = d
			out = append(out, p)
		}
	}
	slices.SortStableFunc(out, func(a, b *Port) int {
		if a, b := a.Country == first, b.Country == first; a != b {
			if a {
				return -1
			}
			return 1
		}
		return cmp.Compare(way[a], way[b])
	})
	return out
}
