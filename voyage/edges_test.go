package voyage

import (
	"math"
	"slices"
	"testing"
	"time"

	"plimsoll/geo"
)

func TestSilenceCountsFromTheThresholdOn(t *testing.T) {
	for silence, want := range map[float64]int{5.99: 0, 6: 1, 6.5: 1} {
		var s sea
		s.quiet(ship1(299000801), openSea, 5, silence)
		s.neighbours(5, geo.Destination(openSea, 90, 150_000), 30)
		if got := kindsOf(t, s.watch(t), Gap); len(got) != want {
			t.Errorf("%v h of silence: %d gaps", silence, len(got))
		}
	}
}

// The silence and the neighbours lie on both sides of the 180th meridian.
func TestSilenceOverTheDateline(t *testing.T) {
	var s sea
	p := geo.Destination(geo.Point{Lat: -15, Lon: 180}, 270, 170_000)
	s.quiet(ship1(299000801), p, 5, 9)
	s.neighbours(6, geo.Point{Lat: -15, Lon: -179.9}, 30)
	w := s.watch(t)
	e := one(t, w, Gap)
	if g := e.Evidence.Gap; !g.Dark || math.Abs(g.DistanceKM-83) > 1 {
		t.Errorf("%s", e.Reason)
	}
	if n := len(w.Tracks()); n != 7 {
		t.Errorf("%d tracks of 7 ships: crossing the meridian is no jump", n)
	}
}

// A draught is sent minutes after the first position: it still counts as the
// one with which the ship came back.
func TestGapShowsTheDraughtOfTheReturn(t *testing.T) {
	var s sea
	v := ship1(299000801)
	v.draught = 40
	end := s.sail(v, noon, 14, tenMinutes, openSea, 5, 90)
	v.draught = 70
	s.sail(v, hoursAfter(23), 3, tenMinutes, geo.Destination(end, 90, 80_000), 5, 90)
	g := one(t, s.watch(t), Gap).Evidence.Gap
	if g.DraughtOff != 4 || g.DraughtOn != 7 {
		t.Errorf("draught %.1f to %.1f", g.DraughtOff, g.DraughtOn)
	}
}

func TestShipsInTheOtherOrderOfTheFeedAreTheSameEvent(t *testing.T) {
	var s sea
	a, b := tankers()
	s.pairAt(a, b, openSea, 0, 4, 30, tenMinutes)
	s.watch(t) // sorts
	want := asJSON(t, one(t, watchFeed(t, s.feed), Encounter))
	other := slices.Clone(s.feed)
	slices.SortStableFunc(other, func(x, y sent) int {
		if c := x.at.Compare(y.at); c != 0 {
			return c
		}
		return int(y.msg.MMSI) - int(x.msg.MMSI)
	})
	if got := asJSON(t, one(t, watchFeed(t, other), Encounter)); got != want {
		t.Errorf("one way %s\nthe other %s", want, got)
	}
}

// Five hundred metres to enter, a thousand to leave.
func TestEncounterHysteresis(t *testing.T) {
	for _, c := range []struct {
		name             string
		first, then, end float64 // metres
		hours            float64 // of the event, 0 for none
	}{
		{"never within 500 m", 700, 700, 700, 0},
		{"in at 480 m, wide at 950 m, back", 480, 950, 480, 6},
		{"in at 480 m, wide at 950 m to the end", 480, 950, 950, 6},
		{"parted at 1050 m", 480, 1050, 1050, 2.2},
		{"comes in late", 700, 480, 700, 4},
	} {
		t.Run(c.name, func(t *testing.T) {
			var s sea
			a, b := tankers()
			s.lie(a, noon, 6, tenMinutes, openSea)
			s.lie(b, noon, 2.1, tenMinutes, geo.Destination(openSea, 0, c.first))
			s.lie(b, hoursAfter(2.1667), 1.7, tenMinutes, geo.Destination(openSea, 0, c.then))
			s.lie(b, hoursAfter(4), 2, tenMinutes, geo.Destination(openSea, 0, c.end))
			w := s.watch(t)
			if c.hours == 0 {
				none(t, w, Encounter)
				return
			}
			if got := one(t, w, Encounter).Evidence.Encounter.Hours; math.Abs(got-c.hours) > 0.35 {
				t.Errorf("%.2f h, want %.1f", got, c.hours)
			}
		})
	}
}

func TestEncounterDuration(t *testing.T) {
	for hours, want := range map[float64]int{1.8: 0, 2: 1, 2.2: 1} {
		var s sea
		a, b := tankers()
		s.pairAt(a, b, openSea, 0, hours, 30, tenMinutes)
		if got := kindsOf(t, s.watch(t), Encounter); len(got) != want {
			t.Errorf("%v h together: %d encounters", hours, len(got))
		}
	}
}

func TestEncounterSpeed(t *testing.T) {
	for knots, want := range map[float64]int{1.5: 1, 1.9: 1, 2.2: 0, 4.5: 0} {
		var s sea
		a, b := tankers()
		s.sail(a, noon, 4, tenMinutes, openSea, knots, 0)
		s.sail(b, noon, 4, tenMinutes, geo.Destination(openSea, 180, 30), knots, 0)
		if got := kindsOf(t, s.watch(t), Encounter); len(got) != want {
			t.Errorf("at %v kn: %d encounters", knots, len(got))
		}
	}
}

func TestServiceCraftAreTagged(t *testing.T) {
	for shipType, want := range map[uint8]bool{52: true, 31: true, 50: true, 80: false, 70: false, 30: false} {
		var s sea
		a, b := tankers()
		s.pairAt(a, b, openSea, 0, 4, 30, tenMinutes)
		for i := range s.feed {
			if m := &s.feed[i].msg; m.MMSI == a.mmsi && m.Type == 5 {
				m.ShipType = shipType
			}
		}
		if e := one(t, s.watch(t), Encounter); hasTag(e, TagService) != want {
			t.Errorf("ship type %d: %v", shipType, e.Tags)
		}
	}
}

// An event says when the data, not the ships, set its ends.
func TestEncounterSaysWhenTheDataCutItShort(t *testing.T) {
	third := ship1(298000999)
	far := geo.Destination(openSea, 90, 100_000)
	for _, c := range []struct {
		name  string
		build func(s *sea, a, b vessel)
		want  bool
	}{
		{"the data begins and ends with them together", func(s *sea, a, b vessel) {
			s.pairAt(a, b, openSea, 0, 4, 30, tenMinutes)
		}, true},
		{"reports are rare, a third ship is heard to the end", func(s *sea, a, b vessel) {
			s.apart(a, b, openSea, 0)
			s.pairAt(a, b, openSea, 3, 4, 30, 45*time.Minute)
			s.lie(third, noon, 7.3, tenMinutes, far)
		}, true},
		{"they came and went", func(s *sea, a, b vessel) {
			s.apart(a, b, openSea, 0)
			s.pairAt(a, b, openSea, 3, 4, 30, tenMinutes)
			s.apart(a, b, openSea, 8)
		}, false},
		{"they fell silent long before the end", func(s *sea, a, b vessel) {
			s.apart(a, b, openSea, 0)
			s.pairAt(a, b, openSea, 3, 4, 30, tenMinutes)
			s.lie(third, noon, 24, tenMinutes, far)
		}, false},
	} {
		t.Run(c.name, func(t *testing.T) {
			var s sea
			a, b := tankers()
			c.build(&s, a, b)
			e := one(t, s.watch(t), Encounter)
			if got := e.Evidence.Encounter.OpenAtEdge; got != c.want {
				t.Errorf("open at the edge: %v; %s", got, e.Reason)
			}
		})
	}
}

func TestHullsAreNotJoinedAfterTooLong(t *testing.T) {
	for hours, want := range map[float64]int{1: 1, 5.5: 1, 6.5: 0, 30: 0} {
		var s sea
		s.changes(ship1(299000102), ship1(298000305), hours*60)
		if got := kindsOf(t, s.watch(t), Identity); len(got) != want {
			t.Errorf("%v h of silence in between: %d changes", hours, len(got))
		}
	}
}

// The IMO number tells which of two candidates is the hull.
func TestTheSameIMODecidesBetweenTwoThatFit(t *testing.T) {
	var s sea
	a, b := ship1(299000102), ship1(298000305)
	a.imo, b.imo = 990023, 990023
	s.changes(a, b, 40)
	end := geo.Destination(openSea, 300, 10*geo.Knot*6.7*3600)
	s.sail(ship1(298000306), hoursAfter(6.7), 6, tenMinutes, geo.Destination(end, 0, 300), 10, 300)
	e := one(t, s.watch(t), Identity)
	if !hasTag(e, TagMMSIChange) || e.Ships[1].MMSI != b.mmsi {
		t.Errorf("%s", e.Reason)
	}
}
