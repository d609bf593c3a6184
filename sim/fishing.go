package sim

import (
	"fmt"

	"plimsoll/geo"
)

// chartGrounds picks the fishing grounds, near shores and far out in turn. Some
// lie off the ports at which ships call unseen: where boats fish, somebody can
// say what was to be heard.
func (s *Sim) chartGrounds() error {
	d := s.dice.fork()
	// Four ships in ten are kept for incidents; eleven boats fish in a ground.
	want := min(max(2, s.c.Ships*28/100*6/10/11), 60)
	for _, p := range []geo.Point{{Lat: 38.0, Lon: 123.7}, {Lat: 38.9, Lon: 130.6}, {Lat: 41.6, Lon: 131.6}} {
		if s.lanes.isOpen(p) && len(s.grounds) < want-1 {
			s.grounds = append(s.grounds, p)
		}
	}
	for len(s.grounds) < want {
		lo, hi := 14_000.0, 34_000.0
		if len(s.grounds)%2 == 1 {
			lo, hi = 70_000, 220_000
		}
		p, ok := s.spot(&d, lo, hi)
		if !ok {
			if len(s.grounds) > 0 {
				return nil
			}
			return fmt.Errorf("simulating ships: no place to fish in the sea area %v", s.c.Area)
		}
		s.grounds = append(s.grounds, p)
	}
	return nil
}

const groundReach = 18_000 // metres: how far from the middle of a ground boats fish

func (s *Sim) launchFishing(v *vessel) {
	g := s.grounds[v.no%len(s.grounds)]
	v.pos = s.nearby(&v.dice, g, g, groundReach)
	v.course, v.speed = v.dice.between(0, 360), 3*geo.Knot
	v.errand = &errand{"FISHING GROUNDS", v.errand.draught}
	s.trawl(v, g, v.dice.between(6, 72)*hour)
}

// trawl has a boat drag its net to and fro and haul it now and then.
func (s *Sim) trawl(v *vessel, g geo.Point, long float64) {
	at := v.pos
	for sum := 0.0; sum < long; {
		knots := v.dice.between(2.8, 4.4)
		to := s.nearby(&v.dice, at, g, groundReach)
		v.add(act{do: sail, way: []geo.Point{to}, knots: knots, through: true})
		sum += geo.Distance(at, to)/(knots*geo.Knot) + 60
		at = to
		if v.dice.chance(0.5) {
			haul := v.dice.between(0.3, 0.9) * hour
			v.add(act{do: drift, stay: haul, set: 0.6})
			sum += haul
		}
	}
}

// fish is the life of a fishing boat: from the ground home, and out again.
func (s *Sim) fish(v *vessel) {
	g := s.grounds[v.no%len(s.grounds)]
	if v.home != nil {
		if way, ok := s.fromPort(v.home, g); ok {
			v.add(act{do: call, then: func(float64) { v.home = nil }}, act{do: sail, way: way, through: true})
			long := v.dice.between(24, 72) * hour
			v.add(act{do: call, then: func(float64) { s.trawl(v, g, long) }})
			return
		}
	}
	h, way := s.nearestPort(v.pos)
	if h == nil {
		s.trawl(v, g, 24*hour)
		return
	}
	no := take(&h.berths)
	v.add(act{do: sail, way: append(way, h.berth(no))})
	v.add(act{do: call, then: func(float64) { v.home, v.heading = h, h.quay() }})
	s.lie(v, h, no, s.stayOf(v))
}
