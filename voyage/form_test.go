package voyage

import (
	"math"
	"testing"
	"time"

	"plimsoll/geo"
)

// heardBySatellite keeps of a feed what is sent in nine minutes of every 35.
func (s *sea) heardBySatellite() {
	var out []sent
	for _, x := range s.feed {
		if int(x.at.Sub(noon).Minutes())%35 < 9 {
			out = append(out, x)
		}
	}
	s.feed = out
}

// path sends a position a minute from where a ship is said to be.
func (s *sea) path(v vessel, hours, knots float64, at func(seconds float64) (p geo.Point, course float64)) {
	for m := 0.0; m <= hours*60; m++ {
		p, course := at(m * 60)
		s.report(v, noon.Add(time.Duration(m)*time.Minute), p, knots, course)
	}
}

func spoofs(t *testing.T, s *sea, form string) int {
	t.Helper()
	n := 0
	for _, e := range kindsOf(t, s.watch(t), Spoof) {
		if hasTag(e, form) {
			n++
		}
	}
	return n
}

// intoCircle sails straight for some hours, and then round.
func intoCircle(hours, radius, knots float64) func(float64) (geo.Point, float64) {
	return func(seconds float64) (geo.Point, float64) {
		x := seconds - hours*3600
		if x < 0 {
			start := geo.Destination(openSea, 0, radius)
			return geo.Destination(start, 270, -x*knots*geo.Knot), 90
		}
		deg := x * knots * geo.Knot / radius * 180 / math.Pi
		return geo.Destination(openSea, math.Mod(deg, 360), radius), math.Mod(deg+90, 360)
	}
}

// A large circle takes two hours; a small one goes round several times between
// two passes of a satellite. What was sent before it began is no part of it.
func TestACircleIsSeenByCoastAndBySatellite(t *testing.T) {
	for _, c := range []struct{ radius, knots float64 }{{400, 11}, {1500, 8}, {3000, 6}} {
		for _, satellite := range []bool{false, true} {
			var s sea
			s.path(ship1(299000901), 10, c.knots, intoCircle(5, c.radius, c.knots))
			if satellite {
				s.heardBySatellite()
			}
			if n := spoofs(t, &s, TagCircle); n != 1 {
				t.Errorf("circle of %.0f m at %.0f kn, by satellite %v: told %d times", c.radius, c.knots, satellite, n)
			}
		}
	}
}

// Heard once an hour, nothing is known of the way between: to and fro along a
// curved coast is no circle.
func TestAnArcHeardNowAndThenIsNoCircle(t *testing.T) {
	var s sea
	v := ship1(299000901)
	for n := range 30 { // it was heard well before
		s.report(v, noon.Add(time.Duration(n-40)*time.Minute), geo.Destination(openSea, 0, float64(30-n)*400), 14, 180)
	}
	for n := range 40 {
		deg := float64(n*37%100) + 40
		s.report(v, noon.Add(time.Duration(n)*33*time.Minute), geo.Destination(openSea, deg, 2000), 14, 90)
	}
	none(t, s.watch(t), Spoof)
}

func TestWhatShipsSailIsNoForm(t *testing.T) {
	for name, at := range map[string]func(float64) (geo.Point, float64){
		"to and fro on a line": func(x float64) (geo.Point, float64) {
			leg := math.Mod(x, 7200)
			if leg > 3600 {
				return geo.Destination(openSea, 90, (7200-leg)*4), 270
			}
			return geo.Destination(openSea, 90, leg*4), 90
		},
		"to and fro on an arc": func(x float64) (geo.Point, float64) {
			deg := math.Mod(x*4/2000*180/math.Pi, 440)
			if deg > 220 {
				return geo.Destination(openSea, 440-deg, 2000), math.Mod(440-deg+270, 360)
			}
			return geo.Destination(openSea, deg, 2000), math.Mod(deg+90, 360)
		},
		"one long bend": func(x float64) (geo.Point, float64) {
			deg := x * 8 * geo.Knot / 30_000 * 180 / math.Pi
			return geo.Destination(openSea, deg, 30_000), math.Mod(deg+90, 360)
		},
		"straight on": func(x float64) (geo.Point, float64) { return geo.Destination(openSea, 70, x*4.1), 70 },
		"a square": func(x float64) (geo.Point, float64) {
			side := math.Mod(x, 14_400) / 3600
			p := openSea
			for k := 0.0; k < math.Floor(side); k++ {
				p = geo.Destination(p, 90*k, 14_400)
			}
			return geo.Destination(p, 90*math.Floor(side), (side-math.Floor(side))*14_400), 90 * math.Floor(side)
		},
	} {
		for _, satellite := range []bool{false, true} {
			var s sea
			s.path(ship1(299000901), 9, 8, at)
			if satellite {
				s.heardBySatellite()
			}
			none(t, s.watch(t), Spoof)
			if t.Failed() {
				t.Fatalf("%s, by satellite %v", name, satellite)
			}
		}
	}
}

// On a grid of a hundredth of a degree a ship stays at one point for minutes.
func TestAGridIsSeenByCoastAndBySatellite(t *testing.T) {
	for _, step := range []float64{0.002, 0.01} {
		for _, satellite := range []bool{false, true} {
			var s sea
			s.path(ship1(299000901), 6, 9, func(x float64) (geo.Point, float64) {
				p := geo.Destination(openSea, 60, x*9*geo.Knot)
				return geo.Point{Lat: math.Round(p.Lat/step) * step, Lon: math.Round(p.Lon/step) * step}, 60
			})
			if satellite {
				s.heardBySatellite()
				for i := range s.feed { // one in eight is a long-range message, rounded to a grid of its own
					if m := &s.feed[i].msg; i%8 == 3 {
						m.Type, m.Lat, m.Lon = 27, m.Lat/1000*1000, m.Lon/1000*1000
					}
				}
			}
			if n := spoofs(t, &s, TagGrid); n != 1 {
				t.Errorf("grid of %v degrees, by satellite %v: told %d times", step, satellite, n)
			}
		}
	}
}

func TestLongRangeMessagesAreNoGrid(t *testing.T) {
	var s sea
	v := ship1(299000901)
	v.class = 27
	s.path(v, 6, 9, func(x float64) (geo.Point, float64) {
		p := geo.Destination(openSea, 60, x*9*geo.Knot)
		return geo.Point{Lat: math.Round(p.Lat*600) / 600, Lon: math.Round(p.Lon*600) / 600}, 60
	})
	none(t, s.watch(t), Spoof)
}
