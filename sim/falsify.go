package sim

import (
	"errors"
	"fmt"
	"math"

	"plimsoll/geo"
)

// lieFor has a ship send false positions for a while.
func (s *Sim) lieFor(v *vessel, l *Label, lasts float64, f falsify) {
	v.do(func(t float64) {
		l.begin(t, v.pos)
		v.radio.falsify = f
		v.later(t+lasts, func(t float64) {
			v.radio.falsify = nil
			l.finish(t)
		})
	})
}

// playJump has a ship be said to be far off for some hours.
func (s *Sim) playJump(d *dice, inshore bool) error {
	lasts := d.between(0.7, 7) * hour
	v, err := s.underWay(d, freighter(d), inshore, lasts)
	if err != nil {
		return err
	}
	l := s.label("jump", v)
	deg, far := d.between(0, 360)*radian, d.between(120, 700)*1000
	l.Parameters["km"] = math.Round(far / 1000)
	s.lieFor(v, l, lasts, func(_ float64, at geo.Point) (geo.Point, float64, float64) {
		return shift(at, far*math.Sin(deg), far*math.Cos(deg)), v.speed / geo.Knot, v.course
	})
	v.do(func(float64) { s.keepOn(v, d) })
	return nil
}

const jammed = 5 // ships whose receivers are disturbed together

// playJamming has the receivers of several ships say that they are at one
// place, some way inland.
func (s *Sim) playJamming(d *dice, inshore bool) error {
	p, err := s.place(d, inshore)
	if err != nil {
		return err
	}
	lasts := d.between(1, 4) * hour
	at := s.moment(d, lasts)
	spot := geo.Destination(p, d.between(0, 360), d.between(150, 300)*1000)
	for range jammed {
		v := s.recruit(freighter(d))
		if err := s.comeTo(v, d, s.nearby(d, p, p, 12_000), at, false); err != nil {
			return err
		}
		l := s.label("jamming", v)
		v.do(func(float64) { s.keepOn(v, d) })
		v.later(at+d.between(0, 0.3)*hour, func(t float64) {
			l.begin(t, v.pos)
			v.radio.falsify = func(float64, geo.Point) (geo.Point, float64, float64) {
				return shift(spot, 300*v.dice.bell(), 300*v.dice.bell()), 0, 360
			}
		})
		v.later(at+lasts-d.between(0, 0.3)*hour, func(t float64) {
			v.radio.falsify = nil
			l.finish(t)
		})
	}
	return nil
}

// playCircle has a ship send positions on a circle.
func (s *Sim) playCircle(d *dice, inshore bool) error {
	lasts := d.between(4, 10) * hour
	v, err := s.underWay(d, freighter(d), inshore, lasts)
	if err != nil {
		return err
	}
	l := s.label("circle", v)
	radius, knots := d.between(400, 3000), d.between(5, 12)
	l.Parameters["radius_m"] = math.Round(radius)
	var centre geo.Point
	began := -1.0
	s.lieFor(v, l, lasts, func(t float64, at geo.Point) (geo.Point, float64, float64) {
		if began < 0 {
			began, centre = t, shift(at, -radius, 0)
		}
		a := math.Pi/2 + (t-began)*knots*geo.Knot/radius
		return shift(centre, radius*math.Sin(a), radius*math.Cos(a)), knots, math.Mod(a/radian+90, 360)
	})
	v.do(func(float64) { s.keepOn(v, d) })
	return nil
}

// playGrid has a ship send positions that lie on a grid of degrees.
func (s *Sim) playGrid(d *dice, inshore bool) error {
	lasts := d.between(4, 10) * hour
	v, err := s.underWay(d, freighter(d), inshore, lasts)
	if err != nil {
		return err
	}
	l := s.label("grid", v)
	step := []float64{0.002, 0.005, 0.01}[d.n(3)]
	l.Parameters["degrees"] = step
	s.lieFor(v, l, lasts, func(_ float64, at geo.Point) (geo.Point, float64, float64) {
		return geo.Point{Lat: math.Round(at.Lat/step) * step, Lon: math.Round(at.Lon/step) * step}, v.speed / geo.Knot, v.course
	})
	v.radio.exact = true
	v.do(func(float64) { s.keepOn(v, d) })
	return nil
}

// playFalseSpeed has a ship send a track that is made up, slower than the speed
// it says.
func (s *Sim) playFalseSpeed(d *dice, inshore bool) error {
	lasts := d.between(5, 10) * hour
	v, err := s.underWay(d, freighter(d), inshore, lasts)
	if err != nil {
		return err
	}
	l := s.label("false-speed", v)
	knots := d.between(0.5, 2)
	deg := d.between(0, 360)
	l.Parameters["knots"] = knots
	began := -1.0
	var from geo.Point
	s.lieFor(v, l, lasts, func(t float64, at geo.Point) (geo.Point, float64, float64) {
		if began < 0 {
			began, from = t, at
		}
		way := (t - began) * knots * geo.Knot
		return shift(from, way*math.Sin(deg*radian), way*math.Cos(deg*radian)), v.cruise, deg
	})
	v.do(func(float64) { s.keepOn(v, d) })
	return nil
}

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
// port, and out again.
func (s *Sim) run(v *vessel, d *dice, h *harbour, off geo.Point, pattern *Label) {
	v.do(func(float64) {
		a, b := s.nearby(d, off, off, 10_000), s.nearby(d, off, off, 10_000)
		there, ok1 := s.across(v.pos, a)
		in, ok2 := s.toPort(a, h)
		out, ok3 := s.fromPort(h, b)
		if !ok1 || !ok2 || !ok3 {
			return
		}
		v.add(act{do: sail, way: there, through: true})
		s.unseen(v, h, s.label("dprk-call", v), in[1:], out, d.between(9, 15)*hour)
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
	v.setErrand("FOR ORDERS", s.draughtOf(v, true))
	early := 0.12 * s.seconds
	if inshore { // loads in a port
		from := s.portNear(d, off, 900)
		l.Details["loaded"] = from.port.Code
		s.layAt(v, from, early)
		v.do(func(t float64) {
			v.home = nil
			l.begin(t, v.pos)
			v.setErrand("FOR ORDERS", s.draughtOf(v, true))
		})
		s.launchAtSea(mother)
		v.add(act{do: sail, way: []geo.Point{from.gate}, through: true})
		s.run(v, d, h, off, l)
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
	m.after = func(float64) { s.run(v, d, h, off, l) }
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
	s.run(v, d, h, off, nil)
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
	s.unseen(v, rajin, s.label("dprk-call", v), in[1:], out, d.between(10, 20)*hour)
	v.do(func(t float64) { l.finish(t) })
	s.callAt(v, home, back)
	return nil
}
