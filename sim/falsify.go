package sim

import (
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
