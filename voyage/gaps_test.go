package voyage

import (
	"strings"
	"testing"
	"time"

	"plimsoll/geo"
)

const tenMinutes = 10 * time.Minute

// neighbours are n ships within reach of the place, heard all day.
func (s *sea) neighbours(n int, p geo.Point, hours float64) {
	for i := range n {
		v := ship1(298000900 + uint32(i))
		v.name = ""
		s.sail(v, noon, hours, tenMinutes, geo.Destination(p, float64(i)*70, 20_000+float64(i)*5000), 0.2, 0)
	}
}

// quiet is a ship heard for a day, silent for some hours, heard again.
func (s *sea) quiet(v vessel, p geo.Point, knots, silence float64) {
	end := s.sail(v, noon, 14, tenMinutes, p, knots, 90)
	back := geo.Destination(end, 90, knots*geo.Knot*silence*3600)
	s.sail(v, hoursAfter(14+silence), 3, tenMinutes, back, knots, 90)
}

func TestSilenceIsDarkWhenOthersWereHeardAround(t *testing.T) {
	var s sea
	v := ship1(299000801)
	s.quiet(v, openSea, 5, 9)
	s.neighbours(5, geo.Destination(openSea, 90, 170_000), 30)
	e := one(t, s.watch(t), Gap)
	g, r := e.Evidence.Gap, e.Evidence.Reception
	if !g.Dark || !hasTag(e, TagDark) || hasTag(e, TagCoverage) || !hasTag(e, TagOpenSea) || !hasTag(e, TagUnassigned) {
		t.Errorf("not dark: %v %s", e.Tags, e.Reason)
	}
	if g.Hours != 9 || r.Neighbours != 5 || r.NeighbourHours < 8 || e.Confidence != High {
		t.Errorf("%.2f h, %d neighbours in %d of %d hours, confidence %s", g.Hours, r.Neighbours, r.NeighbourHours, r.SilentHours, e.Confidence)
	}
	if r.ReceivedBefore < 66 || r.ReceivedBefore > 73 || r.ExpectedSilent < 50 || r.ExpectedSilent > 58 {
		t.Errorf("received %d before at %.1f an hour, %.0f missing", r.ReceivedBefore, r.PerHourBefore, r.ExpectedSilent)
	}
	if g.ImpliedKnots != 5 || len(r.NeighbourShips) != 5 {
		t.Errorf("implied %.1f kn, names of %d neighbours", g.ImpliedKnots, len(r.NeighbourShips))
	}
}

func TestSilenceIsNotCalledDark(t *testing.T) {
	for _, c := range []struct {
		name  string
		build func(s *sea)
		want  string // in the reason
	}{
		{"when nobody is heard there", func(s *sea) { s.quiet(ship1(299000801), openSea, 5, 9) }, "nobody was heard"},
		{"when only one other is heard there", func(s *sea) {
			s.quiet(ship1(299000801), openSea, 5, 9)
			s.neighbours(1, geo.Destination(openSea, 90, 170_000), 30)
		}, "only one other ship was heard"},
		{"when others are heard elsewhere", func(s *sea) {
			s.quiet(ship1(299000801), openSea, 5, 9)
			s.neighbours(5, geo.Destination(openSea, 180, 400_000), 30)
		}, "nobody was heard"},
		{"when others are silent as well", func(s *sea) {
			s.quiet(ship1(299000801), openSea, 5, 9)
			for i := range uint32(4) {
				s.quiet(ship1(298000900+i), geo.Destination(openSea, 180, 9000*float64(i+1)), 5, 9)
			}
		}, "nobody was heard"},
		{"when the ship lies in one port all the while", func(s *sea) {
			s.quiet(ship1(299000801), nampo, 0, 9)
			s.neighbours(5, nampo, 30)
		}, "It lay at Nampo"},
	} {
		t.Run(c.name, func(t *testing.T) {
			var s sea
			c.build(&s)
			found := false
			for _, e := range kindsOf(t, s.watch(t), Gap) {
				if e.Evidence.Gap.Dark || hasTag(e, TagDark) || e.Confidence != Low {
					t.Errorf("dark: %s", e.Reason)
				}
				found = found || strings.Contains(e.Reason, c.want)
			}
			if !found {
				t.Errorf("no gap says %q", c.want)
			}
		})
	}
}

func TestSilenceIsNotJudged(t *testing.T) {
	for _, c := range []struct {
		name  string
		build func(s *sea)
	}{
		{"when it is shorter than the threshold", func(s *sea) { s.quiet(ship1(299000801), openSea, 5, 5.8) }},
		{"when a class B ship was heard only now and then", func(s *sea) {
			v := ship1(299000801)
			v.class = 18
			s.sail(v, noon, 24, 75*time.Minute, openSea, 5, 90)
			s.sail(v, hoursAfter(33), 3, 75*time.Minute, geo.Destination(openSea, 90, 300_000), 5, 90)
			s.neighbours(5, geo.Destination(openSea, 90, 300_000), 40)
		}},
	} {
		t.Run(c.name, func(t *testing.T) {
			var s sea
			c.build(&s)
			s.neighbours(5, geo.Destination(openSea, 90, 170_000), 24)
			none(t, s.watch(t), Gap)
		})
	}
}

func TestSilenceFarInThePastIsNotJudgedByReceptionThatIsForgotten(t *testing.T) {
	p, err := DefaultParameters()
	if err != nil {
		t.Fatal(err)
	}
	p.Gap.RetentionHours = 2
	w, err := New(Config{Parameters: p})
	if err != nil {
		t.Fatal(err)
	}
	var s sea
	s.quiet(ship1(299000801), openSea, 5, 9)
	s.neighbours(5, geo.Destination(openSea, 90, 170_000), 30)
	s.watch(t) // sorts
	for i := range s.feed {
		w.Feed(&s.feed[i].msg, s.feed[i].at)
	}
	e := one(t, w, Gap)
	if e.Evidence.Gap.Dark || e.Evidence.Reception.KnownHours > 3 {
		t.Errorf("judged by %d known hours: %s", e.Evidence.Reception.KnownHours, e.Reason)
	}
}

func TestGapAcrossAChangeOfMMSIIsOneGapOfTheHull(t *testing.T) {
	var s sea
	a, b := ship1(299000801), ship1(298000802)
	p, err := DefaultParameters()
	if err != nil {
		t.Fatal(err)
	}
	p.Joins.MaxHours = 12
	end := s.sail(a, noon, 14, tenMinutes, openSea, 4, 90)
	s.sail(b, hoursAfter(22), 3, tenMinutes, geo.Destination(end, 90, 4*geo.Knot*8*3600), 4, 90)
	s.watch(t)
	w, err := New(Config{Parameters: p})
	if err != nil {
		t.Fatal(err)
	}
	for i := range s.feed {
		w.Feed(&s.feed[i].msg, s.feed[i].at)
	}
	g := one(t, w, Gap).Evidence.Gap
	if g.MMSIOff != a.mmsi || g.MMSIOn != b.mmsi || g.Hours != 8 {
		t.Errorf("gap from %d to %d of %.1f h", g.MMSIOff, g.MMSIOn, g.Hours)
	}
	if n := len(w.Tracks()); n != 1 {
		t.Errorf("%d tracks", n)
	}
}

// A place where a ship only seemed to be, twice in a day, is no silence of the
// ship: it was heard where it was all the time.
func TestAGhostIsNotDarkBetweenTwoAppearances(t *testing.T) {
	var s sea
	v := ship1(298000701)
	there := geo.Destination(openSea, 0, 500_000)
	s.sail(v, noon, 40, tenMinutes, openSea, 1, 90)
	for _, h := range []float64{14, 26, 36} {
		s.sail(v, hoursAfter(h), 3, 5*time.Minute, there, 0.5, 90)
	}
	s.neighbours(5, there, 40)
	s.neighbours(5, openSea, 40)
	found := false
	for _, e := range kindsOf(t, s.watch(t), Gap) {
		if e.Ships[0].MMSI == v.mmsi {
			found = true
			if hasTag(e, TagDark) || !strings.Contains(e.Reason, "heard elsewhere") {
				t.Error(e.Reason)
			}
		}
	}
	if !found {
		t.Error("nothing is told of it")
	}
}

// A few reports of the number elsewhere do not excuse a silence: anybody can send
// them.
func TestAFewReportsElsewhereDoNotExcuseASilence(t *testing.T) {
	var s sea
	v := ship1(299000801)
	s.quiet(v, openSea, 5, 20)
	s.sail(v, hoursAfter(20), 0.5, tenMinutes, geo.Destination(openSea, 0, 900_000), 1, 90)
	s.neighbours(5, geo.Destination(openSea, 90, 200_000), 48)
	dark := 0
	for _, e := range kindsOf(t, s.watch(t), Gap) {
		if e.Ships[0].MMSI == v.mmsi && e.Evidence.Gap.Hours == 20 && hasTag(e, TagDark) {
			dark++
		}
	}
	if dark != 1 {
		t.Errorf("%d dark silences of 20 hours", dark)
	}
}
