package sim

import (
	"fmt"
	"math"
	"slices"

	"plimsoll/geo"
)

// harbour is a port that ships of the simulation call at.
type harbour struct {
	no     int
	port   geo.Port
	gate   geo.Point // where the open sea begins
	cell   int       // of the gate
	seaway float64   // degrees, from the port to the gate
	berths []bool    // taken
	roads  []bool
	road   geo.Point // where ships wait at anchor
	to     *field
}

const (
	berthApart  = 320.0 // metres between two berths, and between two rows of them
	berthRow    = 6
	roadsApart  = 800.0 // metres between two anchor places
	roadsRow    = 5
	gateRings   = 3     // a port farther from open water than so many cells is left out
	landAllowed = 5_000 // metres from a port in which the coarse coast may be wrong
)

// countries of which ports are sailed to in the open.
var trading = map[string]bool{"KR": true, "CN": true, "JP": true, "RU": true, "TW": true}

// chartPorts picks the ports that can be reached, in the order of their codes.
func (s *Sim) chartPorts() {
	taken := geo.NewCells(9_000)
	near := map[geo.Cell]bool{}
	for _, p := range s.ports.All() {
		if !s.lanes.box.holds(p.Point) {
			continue
		}
		rings := gateRings
		closed := p.Country == "KP"
		if closed { // they lie up rivers, and nobody hears a ship there
			rings = 5
		} else if !trading[p.Country] || near[taken.Of(p.Point)] && !slices.Contains(hubs, p.Code) {
			continue
		}
		h := s.open(p, rings)
		if h == nil {
			continue
		}
		near[taken.Of(p.Point)] = true
		s.chartRoads(h)
		h.no = len(s.harbours)
		s.harbours = append(s.harbours, h)
		s.byCode[p.Code] = h
		if !closed {
			s.trade = append(s.trade, h)
		}
	}
}

// open finds the nearest gate from which a port can be sailed to, nil if there
// is none. Up a river any way will do: the coarse coast has no rivers.
func (s *Sim) open(p geo.Port, rings int) *harbour {
	cells := s.lanes.around(p.Point, rings)
	for _, cell := range cells {
		h := &harbour{port: p, cell: cell, gate: s.lanes.centre(cell)}
		h.seaway = geo.Bearing(p.Point, h.gate)
		if s.clear(h) {
			return h
		}
	}
	if len(cells) == 0 || p.Country != "KP" {
		return nil
	}
	gate := s.lanes.centre(cells[0])
	return &harbour{port: p, cell: cells[0], gate: gate, seaway: geo.Bearing(p.Point, gate)}
}

// clear says that the way in meets land near the port only.
func (s *Sim) clear(h *harbour) bool {
	d := geo.Distance(h.port.Point, h.gate)
	for x := float64(landAllowed); x < d; x += 500 {
		if s.land.OnLand(geo.Between(h.port.Point, h.gate, x/d)) {
			return false
		}
	}
	return true
}

// field is worked out when it is first asked for: not every port is called at.
func (s *Sim) field(h *harbour) *field {
	if h.to == nil {
		h.to = s.lanes.fieldTo(h.cell)
	}
	return h.to
}

// connected keeps the ports from which the others can be reached.
func (s *Sim) connected() error {
	if len(s.trade) == 0 {
		return fmt.Errorf("simulating ships: there is no port in the sea area %v", s.c.Area)
	}
	var kept []*harbour
	for _, hub := range s.trade {
		f := s.field(hub)
		kept = kept[:0]
		for _, h := range s.trade {
			if h == hub || f.next[h.cell] >= 0 {
				kept = append(kept, h)
			}
		}
		if 2*len(kept) > len(s.trade) {
			s.hub = hub
			break
		}
	}
	if len(kept) < 2 {
		return fmt.Errorf("simulating ships: the sea area %v has no two ports with a way between them", s.c.Area)
	}
	s.coast = kept
	s.openTrade()
	return nil
}

// hubs are called at in every simulation.
var hubs = []string{"RUVYP", "RUDUN", "RUVVO", "RUNJK", "KRPUS", "KRYOS", "CNDLC", "CNLKU", "CNLYG", "CNNGB", "TWKHH"}

// openTrade picks the ports that are called at: more where there are more
// ships, so that lanes are busy.
func (s *Sim) openTrade() {
	s.trade = []*harbour{s.hub}
	rest := []*harbour{}
	for _, h := range s.coast {
		switch {
		case h == s.hub:
		case slices.Contains(hubs, h.port.Code):
			s.trade = append(s.trade, h)
		default:
			rest = append(rest, h)
		}
	}
	d := s.dice.fork()
	for want := 30 + s.c.Ships/20; len(s.trade) < want && len(rest) > 0; {
		i := d.n(len(rest))
		s.trade = append(s.trade, rest[i])
		rest = slices.Delete(rest, i, i+1)
	}
}

// grid is the place of a number in rows abeam of a direction.
func grid(origin geo.Point, bearing float64, no, row int, apart float64) geo.Point {
	across := (float64(no%row) - float64(row-1)/2) * apart
	p := geo.Destination(origin, math.Mod(bearing+90, 360), across)
	return geo.Destination(p, bearing, float64(no/row)*apart)
}

func take(list *[]bool) int {
	for i, t := range *list {
		if !t {
			(*list)[i] = true
			return i
		}
	}
	*list = append(*list, true)
	return len(*list) - 1
}

// berth is the place of a berth.
func (h *harbour) berth(no int) geo.Point {
	return grid(h.port.Point, h.seaway, no, berthRow, berthApart)
}

// roadstead is a place at which ships wait at anchor.
func (h *harbour) roadstead(no int) geo.Point {
	return grid(h.road, h.seaway, no, roadsRow, roadsApart)
}

// chartRoads finds the water nearest to a port in which ships can wait, but
// not nearer than 6 km.
func (s *Sim) chartRoads(h *harbour) {
	h.road = h.gate
	for m := 6000.0; m < geo.Distance(h.port.Point, h.gate); m += 500 {
		p := geo.Destination(h.port.Point, h.seaway, m)
		if !s.land.OnLand(p) && s.land.DistanceToShore(p) > 2200 {
			h.road = p
			return
		}
	}
}

// between is the way by sea from one port's gate to another's.
func (s *Sim) between(a, b *harbour) ([]geo.Point, bool) {
	key := [2]int{a.no, b.no}
	if w, ok := s.ways[key]; ok {
		return w, w != nil
	}
	w, ok := s.lanes.way(s.field(b), a.gate)
	if !ok {
		w = nil
	}
	s.ways[key] = w
	return w, ok
}

// toPort is the way from a place at sea to a port's gate.
func (s *Sim) toPort(p geo.Point, h *harbour) ([]geo.Point, bool) { return s.lanes.way(s.field(h), p) }

// fromPort is the way from a port's gate to a place at sea.
func (s *Sim) fromPort(h *harbour, p geo.Point) ([]geo.Point, bool) {
	w, ok := s.toPort(p, h)
	if !ok {
		return nil, false
	}
	back := make([]geo.Point, len(w))
	for i := range w {
		back[len(w)-1-i] = w[i]
	}
	return back, true
}

// across is the way between two places at sea.
func (s *Sim) across(a, b geo.Point) ([]geo.Point, bool) {
	if s.lanes.sees(a, b) {
		return []geo.Point{a, b}, true
	}
	goal, ok := s.lanes.nearest(b, 4)
	if !ok {
		return nil, false
	}
	w, ok := s.lanes.way(s.lanes.fieldTo(goal), a)
	if !ok {
		return nil, false
	}
	return append(w, b), true
}
