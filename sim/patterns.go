package sim

import (
	"errors"
	"fmt"
	"math"

	"plimsoll/geo"
)

// dprkFrom is the port and the place where ships go dark for it.
func (s *Sim) dprkFrom(d *dice, codes ...string) (*harbour, geo.Point) {
	for {
		p := dprkPorts[d.n(len(dprkPorts))]
		for _, code := range codes {
			if p.code == code {
				return s.byCode[code], p.off
			}
		}
	}
}

// run is the way from where a ship is to a place off the DPRK, unseen into a
// port, and out again with the draught of what it did there.
func (s *Sim) run(v *vessel, d *dice, h *harbour, off geo.Point, pattern *Label, draught func(v *vessel) uint8) {
	v.do(func(float64) {
		a, b := s.nearby(d, off, off, 10_000), s.nearby(d, off, off, 10_000)
		there, ok1 := s.across(v.pos, a)
		in, ok2 := s.toPort(a, h)
		out, ok3 := s.fromPort(h, b)
		if !ok1 || !ok2 || !ok3 {
			return
		}
		v.add(act{do: sail, way: there, through: true})
		s.unseen(v, h, s.label("dprk-call", v), in[1:], out, d.between(9, 15)*hour, draught)
		if pattern != nil {
			v.do(func(t float64) { pattern.finish(t) })
		}
		v.do(func(float64) { s.keepOn(v, d) })
	})
}

// playPetroleum has a tanker load, in a port or from another at sea, and
// deliver in the DPRK.
func (s *Sim) playPetroleum(d *dice, inshore bool) error {
	v, mother := s.recruit(tanker), s.recruit(tanker)
	h, off := s.dprkFrom(d, "KPNAM", "KPWON", "KPHGM")
	l := s.label("petroleum-delivery", v)
	l.Details["port"] = h.port.Code
	v.setErrand("FOR ORDERS", s.light(v))
	early := 0.12 * s.seconds
	if inshore { // loads in a port
		from := s.portNear(d, off, 900)
		l.Details["loaded"] = from.port.Code
		s.layAt(v, from, early)
		v.do(func(t float64) {
			v.home = nil
			l.begin(t, v.pos)
			v.setErrand("FOR ORDERS", s.laden(v))
		})
		s.launchAtSea(mother)
		v.add(act{do: sail, way: []geo.Point{from.gate}, through: true})
		s.run(v, d, h, off, l, s.light)
		return nil
	}
	p, err := s.spotNear(d, off, 500)
	if err != nil {
		return err
	}
	l.Details["loaded"] = "at sea"
	v.errand, mother.errand = &errand{"FOR ORDERS", s.draughtOf(v, false)}, &errand{"FOR ORDERS", s.draughtOf(mother, true)}
	m := &meeting{host: mother, guest: v, stay: d.between(3, 6) * hour, lie: drift, apart: 6}
	m.label = s.label("encounter", mother, v)
	m.after = func(float64) { s.run(v, d, h, off, l, s.light) }
	if err := s.meet(d, m, p, early+3*hour); err != nil {
		return err
	}
	v.later(early, func(t float64) { l.begin(t, v.pos) })
	return nil
}

// portNear is a port of the open trade within so many kilometres of sailing.
func (s *Sim) portNear(d *dice, p geo.Point, km float64) *harbour {
	best, least := s.hub, math.Inf(1)
	for range 60 {
		h := s.trade[d.n(len(s.trade))]
		way, ok := s.fromPort(h, p)
		if !ok {
			continue
		}
		m := geo.Length(way)
		if m > 150_000 && m < km*1000 {
			return h
		}
		if m < least {
			best, least = h, m
		}
	}
	return best
}

// spotNear is a place far out within so many kilometres.
func (s *Sim) spotNear(d *dice, p geo.Point, km float64) (geo.Point, error) {
	for range 30 {
		q, err := s.place(d, false)
		if err != nil {
			return q, err
		}
		if geo.Distance(p, q) < km*1000 {
			return q, nil
		}
	}
	return s.place(d, false)
}

// playCoal has a ship load unseen and then wait off a port that it does not
// call at.
func (s *Sim) playCoal(d *dice, _ bool) error {
	v := s.recruit(cargo)
	h, off := s.dprkFrom(d, "KPNAM", "KPCHO")
	l := s.label("coal-export", v)
	l.Details["port"] = h.port.Code
	v.errand = &errand{"FOR ORDERS", s.draughtOf(v, false)}
	a := s.nearby(d, off, off, 10_000)
	if err := s.comeTo(v, d, a, 0.12*s.seconds, false); err != nil {
		return err
	}
	v.do(func(t float64) { l.begin(t, v.pos) })
	s.run(v, d, h, off, nil, s.laden)
	v.do(func(float64) { s.waitWithoutCall(v, d, l) })
	return nil
}

func (s *Sim) waitWithoutCall(v *vessel, d *dice, l *Label) {
	to := s.portNear(d, v.pos, 700)
	l.Details["off"] = to.port.Code
	p := to.gate
	for range 40 {
		if q := geo.Destination(to.gate, d.between(0, 360), d.between(8_000, 16_000)); s.lanes.sees(to.gate, q) {
			p = q
			break
		}
	}
	way, ok := s.across(v.pos, p)
	if !ok {
		return
	}
	w := s.label("loitering", v)
	v.add(act{do: sail, way: way})
	v.do(func(t float64) { w.begin(t, v.pos) })
	v.add(act{do: drift, stay: d.between(10, 24) * hour, set: 0.2})
	v.do(func(t float64) { w.finish(t); l.finish(t) })
}

// playArms has a ship go from a Russian port to Rajin and back, unheard.
func (s *Sim) playArms(d *dice, _ bool) error {
	v := s.recruit(cargo)
	home, rajin := s.byCode[[]string{"RUDUN", "RUVYP"}[d.n(2)]], s.byCode["KPRJN"]
	if home == nil || rajin == nil {
		return errors.New("the sea area lacks Dunay, Vostochny or Rajin")
	}
	l := s.label("arms-shuttle", v)
	l.Details["home"], l.Details["port"] = home.port.Code, "KPRJN"
	s.layAt(v, home, 0.15*s.seconds*d.between(0.9, 1.5))
	turn := s.nearby(d, home.gate, geo.Destination(home.gate, 180, 14_000), 5_000)
	in, ok1 := s.toPort(turn, rajin)
	out, ok2 := s.fromPort(rajin, turn)
	back := []geo.Point{home.gate}
	if !ok1 || !ok2 {
		return fmt.Errorf("no way from %s to Rajin", home.port.Name)
	}
	v.do(func(t float64) { v.home = nil; l.begin(t, v.pos) })
	v.add(act{do: sail, way: []geo.Point{home.gate, turn}, through: true})
	s.unseen(v, rajin, s.label("dprk-call", v), in[1:], out, d.between(10, 20)*hour, s.otherCargo)
	v.do(func(t float64) { l.finish(t) })
	s.callAt(v, home, back)
	return nil
}
