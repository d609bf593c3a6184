package sim

import (
	"errors"
	"hash/fnv"
	"testing"
	"time"

	"plimsoll/ais"
	"plimsoll/geo"
	"plimsoll/voyage"
)

var firstDay = time.Date(2026, 3, 2, 0, 0, 0, 0, time.UTC)

func scene(t testing.TB, c Config) *Sim {
	t.Helper()
	c.Start = firstDay
	if c.Days == 0 {
		c.Days = 2
	}
	s, err := New(c)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func TestTheSameSeedGivesTheSameFeed(t *testing.T) {
	sum := func(seed uint64) (uint64, int, int) {
		s := scene(t, Config{Seed: seed, Ships: 60, Every: time.Minute})
		h := fnv.New64a()
		f := NewFeed(h, seed, false)
		if err := s.Run(func(m *ais.Message, _ time.Time) error { return f.Write(m) }); err != nil {
			t.Fatal(err)
		}
		if err := WriteLabels(h, s.Labels()); err != nil {
			t.Fatal(err)
		}
		return h.Sum64(), f.Messages, f.Dirty
	}
	a, n, dirty := sum(1)
	b, _, _ := sum(1)
	c, _, _ := sum(2)
	if a != b {
		t.Error("two runs of one seed differ")
	}
	if a == c {
		t.Error("two seeds give the same feed")
	}
	if n < 10_000 || dirty == 0 {
		t.Errorf("%d messages, %d dirty", n, dirty)
	}
}

// What is sent must be something a ship can do, whatever is received of it.
func TestShipsKeepToTheSeaAndToTheirSpeed(t *testing.T) {
	s := scene(t, Config{Seed: 3, Ships: 150})
	ashore := map[int]bool{}
	for at := 0.0; at < s.seconds; at += 60 {
		for _, v := range s.fleet {
			before, speed := v.pos, v.speed
			v.ring(at)
			v.moveTo(at)
			if at == 0 {
				continue
			}
			if knots := geo.Distance(before, v.pos) / 60 / geo.Knot; knots > v.cruise+1.5 {
				t.Fatalf("ship %d (craft %d) went %.1f kn; it can do %.1f", v.no, v.craft, knots, v.cruise)
			}
			if more := v.speed - speed; more > v.like.gather*60+1.6 {
				t.Fatalf("ship %d gathered %.1f m/s in a minute", v.no, more)
			}
			if s.land.OnLand(v.pos) && s.land.DistanceToShore(v.pos) > 1500 && !ashore[v.no] {
				if _, _, near := s.ports.Within(v.pos, 12_000); !near && !nearKP(s, v.pos) {
					ashore[v.no] = true
					t.Errorf("ship %d (craft %d) is on land at %v after %.0f s", v.no, v.craft, v.pos, at)
				}
			}
		}
	}
}

// A place within the turning circle is reached all the same.
func TestAShipDoesNotGoRoundAndRound(t *testing.T) {
	s := scene(t, Config{Seed: 6, Ships: 30, Incidents: map[string]int{}})
	for _, v := range s.fleet {
		if v.craft == fishing || v.home != nil {
			continue
		}
		for deg := 0.0; deg < 360; deg += 30 {
			for _, metres := range []float64{150, 400, 900, 2500} {
				goal := geo.Destination(v.pos, deg, metres)
				for _, through := range []bool{false, true} {
					w := *v
					w.acts, w.at, w.t = []act{{do: sail, way: []geo.Point{goal}, through: through}, {do: moor}}, 0, 0
					w.speed, w.course = w.cruise*geo.Knot, 0
					w.moveTo(1.5 * hour)
					if w.at == 0 {
						t.Fatalf("craft %d still %.0f m from a place that was %.0f m away at %.0f degrees", w.craft, geo.Distance(w.pos, goal), metres, deg)
					}
				}
			}
		}
	}
}

// nearKP says that a place is on the way into a port up a river, which the
// coarse coast closes.
func nearKP(s *Sim, p geo.Point) bool {
	for _, h := range s.harbours {
		if h.port.Country == "KP" && geo.Distance(p, h.port.Point)+geo.Distance(p, h.gate) < geo.Distance(h.port.Point, h.gate)+3000 {
			return true
		}
	}
	return false
}

// The intervals of ITU-R M.1371-5, where everything is heard.
func TestReportsAreSentAsOftenAsTheRuleAsks(t *testing.T) {
	all := Reception{RangeKM: 75, Near: 1, SkyEvery: 10, SkyMinutes: 30, SkyShare: 1}
	s := scene(t, Config{Seed: 4, Ships: 80, Days: 0.5, Reception: &all, Incidents: map[string]int{}})
	last := map[*vessel]float64{}
	seen := map[float64]int{}
	for at := 60.0; at < s.seconds; at += 60 {
		for _, v := range s.fleet {
			for v.radio.due < at {
				due := v.radio.due
				v.moveTo(due)
				if was, ok := last[v]; ok {
					want, got := v.interval(), due-was
					if got > 181 || got < 1.9 {
						t.Fatalf("%.1f s between two reports", got)
					}
					if v.turnRate == 0 && v.hold.kind == sail && want == got {
						seen[want]++
					}
				}
				last[v] = due
				v.radio.due += v.interval()
			}
		}
	}
	for _, want := range []float64{6, 10, 30} {
		if seen[want] == 0 {
			t.Errorf("no ship reported every %.0f s", want)
		}
	}
	for _, c := range []struct {
		v    vessel
		want float64
	}{
		{vessel{speed: 0.1, hold: hold{kind: moor}}, 180},
		{vessel{speed: 0.3, hold: hold{kind: anchor}}, 180},
		{vessel{speed: 0.3, hold: hold{kind: drift}}, 10},
		{vessel{speed: 12 * geo.Knot}, 10},
		{vessel{speed: 12 * geo.Knot, turnRate: 0.5}, 10.0 / 3},
		{vessel{speed: 16 * geo.Knot}, 6},
		{vessel{speed: 16 * geo.Knot, turnRate: -0.5}, 2},
		{vessel{speed: 24 * geo.Knot}, 2},
		{vessel{speed: 1 * geo.Knot, classB: true}, 180},
		{vessel{speed: 8 * geo.Knot, classB: true}, 30},
	} {
		if got := c.v.interval(); got != c.want {
			t.Errorf("%.1f kn, turning %.1f, hold %d, class B %v: every %.1f s, want %.1f", c.v.speed/geo.Knot, c.v.turnRate, c.v.hold.kind, c.v.classB, got, c.want)
		}
	}
}

func TestNoRealShipIsOnTheAir(t *testing.T) {
	s := scene(t, Config{Seed: 5, Ships: 120, Every: time.Minute})
	last := int64(0)
	types := map[uint8]int{}
	err := s.Run(func(m *ais.Message, at time.Time) error {
		types[m.Type]++
		if voyage.FlagOf(m.MMSI) != voyage.Unassigned {
			t.Fatalf("MMSI %09d could be somebody's", m.MMSI)
		}
		if m.IMO >= 1_000_000 {
			t.Fatalf("IMO number %d", m.IMO)
		}
		if (m.Type == 5 || m.Type == 24 && m.Part == 1) && m.CallSign[0] != 'Q' {
			t.Fatalf("call sign %q", m.CallSign)
		}
		if at.Unix() != m.Received || m.Source == "" || m.Received < firstDay.Unix()-60 {
			t.Fatalf("received %d from %q at %v", m.Received, m.Source, at)
		}
		if m.Received < last-int64(s.c.Reception.Lag*60)-120 {
			t.Fatalf("a message is %d s late", last-m.Received)
		}
		last = max(last, m.Received)
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	for _, kind := range []uint8{1, 3, 5, 18, 24, 27} {
		if types[kind] == 0 {
			t.Errorf("no message of type %d: %v", kind, types)
		}
	}
}

func TestWhatCannotBeSimulatedIsRefused(t *testing.T) {
	for name, c := range map[string]Config{
		"no ships":         {Start: firstDay, Days: 1},
		"no days":          {Start: firstDay, Ships: 1},
		"no start":         {Ships: 1, Days: 1},
		"too few ships":    {Start: firstDay, Ships: 3, Days: 2, Incidents: map[string]int{"encounter": 2}},
		"unknown incident": {Start: firstDay, Ships: 3, Days: 2, Incidents: map[string]int{"mutiny": 1}},
		"dry land":         {Start: firstDay, Ships: 3, Days: 2, Area: Box{40, 100, 42, 102}},
	} {
		if _, err := New(c); err == nil {
			t.Errorf("%s: no error", name)
		} else {
			t.Log(err)
		}
	}
	s := scene(t, Config{Seed: 1, Ships: 20})
	stop := errors.New("enough")
	if err := s.Run(func(*ais.Message, time.Time) error { return stop }); !errors.Is(err, stop) {
		t.Errorf("stopped with %v", err)
	}
	if s.Run(nil) == nil {
		t.Error("a simulation ran twice")
	}
}

func BenchmarkRun(b *testing.B) {
	b.ReportAllocs()
	n := 0
	for b.Loop() {
		b.StopTimer()
		s := scene(b, Config{Seed: 1, Ships: 500, Days: 2, Every: time.Minute})
		b.StartTimer()
		if err := s.Run(func(*ais.Message, time.Time) error { n++; return nil }); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64(n)/b.Elapsed().Seconds(), "messages/s")
}

func BenchmarkNew(b *testing.B) {
	for b.Loop() {
		scene(b, Config{Seed: 1, Ships: 500, Days: 5})
	}
}
