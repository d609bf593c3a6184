package voyage

import (
	"math"
	"testing"
	"time"

	"plimsoll/geo"
)

// pairAt lets two ships drift side by side: metres is the way between their
// antennas, across.
func (s *sea) pairAt(a, b vessel, p geo.Point, from, hours, metres float64, every time.Duration) {
	s.sail(a, hoursAfter(from), hours, every, p, 0.6, 0)
	s.sail(b, hoursAfter(from), hours, every, geo.Destination(p, 180, metres), 0.6, 0)
}

// apart lets the two sail before and after, ten miles from each other.
func (s *sea) apart(a, b vessel, p geo.Point, from float64) {
	s.sail(a, hoursAfter(from), 1, tenMinutes, geo.Destination(p, 0, 18_000), 9, 0)
	s.sail(b, hoursAfter(from), 1, tenMinutes, geo.Destination(p, 180, 18_000), 9, 180)
}

func tankers() (a, b vessel) {
	a, b = ship1(299000701), ship1(298000702)
	a.name, b.name = "FIRST", "SECOND"
	return a, b
}

func TestTwoShipsAlongsideAtSeaAreAnEncounter(t *testing.T) {
	var s sea
	a, b := tankers()
	a.draught, b.draught = 78, 31
	s.apart(a, b, openSea, 0)
	s.pairAt(a, b, openSea, 4, 4.5, 30, tenMinutes)
	a.draught, b.draught = 49, 60
	s.apart(a, b, openSea, 12)
	e := one(t, s.watch(t), Encounter)
	v := e.Evidence.Encounter
	if v.Hours < 4.3 || v.Hours > 4.7 || !hasTag(e, TagOpenSea) || e.Confidence != High || !v.SideBySide {
		t.Errorf("%.2f h, %v, confidence %s, side by side %v", v.Hours, e.Tags, e.Confidence, v.SideBySide)
	}
	if v.HullMedianM == nil || math.Abs(*v.HullMedianM-14) > 2 { // 30 m less two half beams of 8 m
		t.Errorf("hull to hull %v, antennas %v", v.HullMedianM, v.AntennaMedianM)
	}
	// In the order of MMSI: SECOND is the smaller number.
	if e.Ships[0].Name != "SECOND" || v.Ships[0].DraughtBefore != 3.1 || v.Ships[0].DraughtAfter != 6.0 ||
		v.Ships[1].DraughtBefore != 7.8 || v.Ships[1].DraughtAfter != 4.9 {
		t.Errorf("ships %+v", v.Ships)
	}
	if geo.Distance(e.Place, openSea) > 5000 {
		t.Errorf("at %v", e.Place)
	}
}

func TestEncounterOverTheDateline(t *testing.T) {
	var s sea
	a, b := tankers()
	p := geo.Point{Lat: -10, Lon: 179.9999}
	a.heading, b.heading = 0, 0
	s.sail(a, noon, 4, tenMinutes, p, 0.3, 90)
	s.sail(b, noon, 4, tenMinutes, geo.Destination(p, 90, 60), 0.3, 90)
	e := one(t, s.watch(t), Encounter)
	if e.Evidence.Encounter.AntennaMedianM < 55 || e.Evidence.Encounter.AntennaMedianM > 65 || math.Abs(e.Place.Lon) < 179.9 {
		t.Errorf("%v m at %v", e.Evidence.Encounter.AntennaMedianM, e.Place)
	}
}

func TestEncounterIsTheSameFromEitherSide(t *testing.T) {
	var s, r sea
	a, b := tankers()
	s.pairAt(a, b, openSea, 0, 4, 30, tenMinutes)
	a.mmsi, b.mmsi = b.mmsi, a.mmsi
	r.pairAt(a, b, openSea, 0, 4, 30, tenMinutes)
	x, y := one(t, s.watch(t), Encounter), one(t, r.watch(t), Encounter)
	if !x.Start.Equal(y.Start) || !x.End.Equal(y.End) || x.Place != y.Place ||
		*x.Evidence.Encounter.HullMedianM != *y.Evidence.Encounter.HullMedianM ||
		x.Evidence.Encounter.AntennaMedianM != y.Evidence.Encounter.AntennaMedianM {
		t.Errorf("one way %s\nthe other %s", asJSON(t, x.Evidence), asJSON(t, y.Evidence))
	}
}

func TestEncounterGoesOnThroughALooserWhile(t *testing.T) {
	var s sea
	a, b := tankers()
	s.lie(a, noon, 5, tenMinutes, openSea)
	for _, leg := range []struct{ from, hours, metres float64 }{{0, 1.8, 400}, {1.97, 0.9, 900}, {3, 2, 400}} {
		s.lie(b, hoursAfter(leg.from), leg.hours, tenMinutes, geo.Destination(openSea, 0, leg.metres))
	}
	e := one(t, s.watch(t), Encounter)
	if e.Evidence.Encounter.Hours < 4.8 {
		t.Errorf("%.1f h", e.Evidence.Encounter.Hours)
	}
}

func TestMissingReportsCloseAnEncounter(t *testing.T) {
	var s sea
	a, b := tankers()
	s.lie(a, noon, 12, tenMinutes, openSea)
	s.lie(b, noon, 2.5, tenMinutes, geo.Destination(openSea, 0, 30))
	s.lie(b, hoursAfter(10.6), 1.4, tenMinutes, geo.Destination(openSea, 0, 30)) // after 8 h of silence
	e := one(t, s.watch(t), Encounter)
	if want := hoursAfter(2.5); !e.End.Equal(want) {
		t.Errorf("ends %v, want %v", e.End, want)
	}
}

func TestNoEncounter(t *testing.T) {
	anchored := func() (vessel, vessel) {
		a, b := tankers()
		a.status, b.status = 1, 1
		return a, b
	}
	for _, c := range []struct {
		name  string
		build func(s *sea)
	}{
		{"of ships that pass each other", func(s *sea) {
			a, b := tankers()
			s.sail(a, noon, 6, tenMinutes, openSea, 10, 90)
			s.sail(b, noon, 6, tenMinutes, geo.Destination(openSea, 90, 110_000), 10, 270)
		}},
		{"of ships that sail in company", func(s *sea) {
			a, b := tankers()
			s.sail(a, noon, 6, tenMinutes, openSea, 8, 90)
			s.sail(b, noon, 6, tenMinutes, geo.Destination(openSea, 0, 300), 8, 90)
		}},
		{"of ships together for less than two hours", func(s *sea) {
			a, b := tankers()
			s.pairAt(a, b, openSea, 0, 1.8, 30, tenMinutes)
		}},
		{"of ships a kilometre from each other", func(s *sea) {
			a, b := tankers()
			s.pairAt(a, b, openSea, 0, 6, 700, tenMinutes)
		}},
		{"of neighbours in the anchorage of a port", func(s *sea) {
			a, b := anchored()
			s.lie(a, noon, 20, tenMinutes, nampo)
			s.lie(b, noon, 20, tenMinutes, geo.Destination(nampo, 0, 220))
		}},
		{"of neighbours at anchor in the open sea", func(s *sea) {
			a, b := anchored()
			s.lie(a, noon, 20, tenMinutes, openSea)
			s.lie(b, noon, 20, tenMinutes, geo.Destination(openSea, 0, 350))
		}},
		{"of ships whose reports are too rare to be bridged", func(s *sea) {
			a, b := tankers()
			s.pairAt(a, b, openSea, 0, 12, 30, 150*time.Minute)
		}},
		{"of ships that report their place to a tenth of a minute only", func(s *sea) {
			a, b := tankers()
			a.class, b.class = 27, 27
			s.pairAt(a, b, openSea, 0, 6, 30, tenMinutes)
		}},
	} {
		t.Run(c.name, func(t *testing.T) {
			var s sea
			c.build(&s)
			none(t, s.watch(t), Encounter)
		})
	}
}

func TestEncounterInPortIsKeptAndTagged(t *testing.T) {
	var s sea
	a, b := tankers()
	a.status, b.status = 5, 5
	s.lie(a, noon, 5, 3*time.Minute, nampo)
	s.lie(b, noon, 5, 3*time.Minute, geo.Destination(nampo, 180, 20))
	e := one(t, s.watch(t), Encounter)
	if !hasTag(e, TagPort) || hasTag(e, TagOpenSea) || !hasTag(e, TagAnchored) || e.Evidence.Where.Port != "KPNAM" {
		t.Errorf("%v %s", e.Tags, e.Reason)
	}
}
