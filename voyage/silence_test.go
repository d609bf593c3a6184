package voyage

import (
	"math"
	"testing"
	"time"

	"plimsoll/geo"
)

// told watches a feed live and gives what was told of one kind, in order.
func (s *sea) told(t *testing.T, kind string) []Event {
	t.Helper()
	p, err := DefaultParameters()
	if err != nil {
		t.Fatal(err)
	}
	var out []Event
	w, err := New(Config{Parameters: p, Live: true, Told: func(e Event) {
		if e.Kind == kind {
			out = append(out, e)
		}
	}})
	if err != nil {
		t.Fatal(err)
	}
	s.watch(t) // sorts
	for i := range s.feed {
		w.Feed(&s.feed[i].msg, s.feed[i].at)
	}
	w.Close()
	return out
}

func TestASilenceIsToldWhileItLastsAndAgainUnderTheSameIDWhenItEnds(t *testing.T) {
	var s sea
	v := ship1(299000801)
	s.quiet(v, openSea, 1, 30)
	s.neighbours(5, geo.Destination(openSea, 90, 50_000), 48)
	var of []Event
	for _, e := range s.told(t, Gap) {
		if e.Ships[0].MMSI == v.mmsi {
			of = append(of, e)
		}
	}
	if len(of) < 4 {
		t.Fatalf("told %d times", len(of))
	}
	for i, hours := range []float64{6, 12, 24} {
		e := of[i]
		if g := e.Evidence.Gap; !e.Open || g.On != nil || g.Dark || !hasTag(e, TagSilent) || g.Hours < hours || g.Hours > hours+1 || e.Confidence != Low || len(e.Positions) != 1 {
			t.Errorf("stage %d: open %v after %.1f h, %s: %s", i, e.Open, g.Hours, e.Confidence, e.Reason)
		}
	}
	last := of[len(of)-1]
	if last.Open || last.Evidence.Gap.On == nil || !last.Evidence.Gap.Dark || last.Evidence.Gap.Hours != 30 {
		t.Errorf("ended: %s", last.Reason)
	}
	for _, e := range of {
		if e.ID != last.ID || !e.Start.Equal(last.Start) {
			t.Errorf("%s and %s are one silence", e.ID, last.ID)
		}
	}
}

func TestASilenceThatGoesOnIsNotTold(t *testing.T) {
	for _, c := range []struct {
		name  string
		build func(s *sea)
	}{
		{"where nobody is heard", func(s *sea) { s.sail(ship1(299000801), noon, 14, tenMinutes, openSea, 5, 90) }},
		{"of a ship that was bound out of everybody's hearing", func(s *sea) {
			s.sail(ship1(299000801), noon, 14, tenMinutes, openSea, 14, 90)
			s.neighbours(5, geo.Destination(openSea, 90, 14*geo.Knot*14*3600), 40)
		}},
		{"in a port", func(s *sea) {
			busan := geo.Point{Lat: 35.1, Lon: 129.07}
			s.lie(ship1(299000801), noon, 14, tenMinutes, busan)
			s.neighbours(5, busan, 40)
		}},
		{"of a place that a ship only said it was at", func(s *sea) {
			v := ship1(299000801)
			s.sail(v, noon, 30, tenMinutes, openSea, 1, 90)
			s.sail(v, hoursAfter(3), 4, tenMinutes, geo.Destination(openSea, 0, 600_000), 1, 90)
			s.neighbours(5, geo.Destination(openSea, 0, 600_000), 30)
		}},
		{"when everybody is silent", func(s *sea) {
			s.sail(ship1(299000801), noon, 14, tenMinutes, openSea, 1, 90)
			s.neighbours(5, openSea, 14)
			s.neighbours(1, geo.Destination(openSea, 0, 500_000), 40)
		}},
	} {
		t.Run(c.name, func(t *testing.T) {
			var s sea
			c.build(&s)
			for _, e := range s.told(t, Gap) {
				if e.Open && e.Ships[0].MMSI == 299000801 {
					t.Error(e.Reason)
				}
			}
		})
	}
}

func TestAShipSilentOffADPRKPortIsToldWithWhatItCanReach(t *testing.T) {
	var s sea
	off := geo.Point{Lat: 37.9, Lon: 123.6}
	v := ship1(299000801)
	s.sail(v, noon, 14, tenMinutes, off, 1.5, 90)
	s.neighbours(5, off, 40)
	for _, e := range s.told(t, Gap) {
		if e.Ships[0].MMSI != v.mmsi {
			continue
		}
		if g := e.Evidence.Gap; !e.Open || len(g.Reach) == 0 || g.Reach[0].Port.Country != dprk || !hasTag(e, TagDPRK) {
			t.Errorf("%v %s", e.Tags, e.Reason)
		}
		return
	}
	t.Error("not told")
}

// Far from the shore the model of silences is asked; what it is told is what
// was heard. It is asked again when as much is known of the time after.
func TestFarFromTheShoreASilenceHasOdds(t *testing.T) {
	var s sea
	v := ship1(299000801)
	far := geo.Point{Lat: 15, Lon: 150}
	end := s.sail(v, noon, 30, tenMinutes, far, 5, 90)
	back := geo.Destination(end, 90, 5*geo.Knot*14*3600)
	s.sail(v, hoursAfter(44), 20, tenMinutes, back, 5, 90)
	s.neighbours(5, geo.Destination(far, 90, 350_000), 70)
	var odds []*GapOdds
	for _, e := range s.told(t, Gap) {
		if o := e.Evidence.Gap.Odds; o != nil && !e.Open {
			odds = append(odds, o)
		}
	}
	if len(odds) < 2 {
		t.Fatalf("%d times", len(odds))
	}
	first, last := odds[0], odds[len(odds)-1]
	if first.AfterKnown || !last.AfterKnown || !last.Silent || last.Probability < 0.8 || math.Abs(last.Reception-144) > 10 {
		t.Errorf("%+v, then %+v", *first, *last)
	}
	for what, got := range map[string]int{"before, 12 h": last.Before12h, "after, 12 h": last.After12h} {
		if got < 65 || got > 73 {
			t.Errorf("%s: %d reports of 72", what, got)
		}
	}
	for what, got := range map[string]int{"before": last.BeforeGap, "after": last.AfterGap} {
		if got < 77 || got > 85 {
			t.Errorf("%s, as long as it lasted: %d reports of 84", what, got)
		}
	}
}

func TestNearAShoreASilenceHasNoOdds(t *testing.T) {
	var s sea
	s.quiet(ship1(299000801), geo.Point{Lat: 37.9, Lon: 123.6}, 2, 14)
	s.neighbours(5, geo.Point{Lat: 37.9, Lon: 124}, 48)
	for _, e := range s.told(t, Gap) {
		if e.Evidence.Gap.Odds != nil {
			t.Error(e.Reason)
		}
	}
}

// Silences are looked for once an hour: what is told does not depend on how
// messages fall within it, nor on when a silence begins.
func TestStagesOfASilenceRiseWithItsLength(t *testing.T) {
	w := defaultWatcher(t)
	for hours, want := range map[time.Duration]uint8{5: 0, 6: 1, 11: 1, 12: 2, 24: 3, 71: 3, 72: 4, 1000: 4} {
		if got := w.stage(int64((hours * time.Hour).Seconds())); got != want {
			t.Errorf("%d hours: %d, want %d", hours, got, want)
		}
	}
}
