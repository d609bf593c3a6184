package sim

import (
	"math"
	"slices"
	"testing"
	"time"

	"plimsoll/ais"
	"plimsoll/geo"
	"plimsoll/voyage"
)

// heard is what the tests keep of the feed of one ship.
type heard struct {
	at     []int64
	place  []geo.Point
	sog    []float64
	status []uint8
	static []identity
	when   []int64
	dest   []string
	draft  []uint8
}

// play runs a simulation and keeps what was heard, by MMSI.
func play(t *testing.T, c Config) (*Sim, map[uint32]*heard, []Label) {
	t.Helper()
	s := scene(t, c)
	all := map[uint32]*heard{}
	err := s.Run(func(m *ais.Message, at time.Time) error {
		h := all[m.MMSI]
		if h == nil {
			h = &heard{}
			all[m.MMSI] = h
		}
		switch {
		case m.HasPosition:
			h.at = append(h.at, at.Unix())
			h.place = append(h.place, geo.Point{Lat: float64(m.Lat) / 600_000, Lon: float64(m.Lon) / 600_000})
			h.sog, h.status = append(h.sog, float64(m.SOG)/10), append(h.status, m.Status)
		case m.Type == 5:
			h.static = append(h.static, identity{m.MMSI, m.IMO, m.Name, m.CallSign})
			h.when, h.dest, h.draft = append(h.when, at.Unix()), append(h.dest, m.Destination), append(h.draft, m.Draught)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return s, all, s.Labels()
}

// during lists the reports of a stretch of time.
func (h *heard) during(from, to time.Time) (at []int, n int) {
	for i, x := range h.at {
		if x > from.Unix() && x < to.Unix() {
			at = append(at, i)
		}
	}
	return at, len(at)
}

// Each incident, once near a shore and once far out, is in what was heard.
func TestEveryIncidentIsInTheData(t *testing.T) {
	want := map[string]int{}
	ships := 60
	for _, i := range incidents {
		want[i.name] = 2
		ships += 2 * i.ships
	}
	all := Reception{RangeKM: 90, Near: 1, SkyEvery: 12, SkyMinutes: 30, SkyShare: 1, NoiseM: 4, Deaf: DefaultReception().Deaf}
	s, feed, labels := play(t, Config{Seed: 11, Ships: ships, Days: 6, Every: time.Minute, Incidents: want, Reception: &all})
	got := map[string]int{}
	for i := range labels {
		l := &labels[i]
		got[l.Incident]++
		for _, m := range l.Ships {
			if feed[m] == nil && l.Incident != "dprk-call" {
				t.Errorf("%s: MMSI %d was never heard", l.Incident, m)
			}
		}
		if verify := checks[l.Incident]; verify != nil && !l.Open {
			verify(t, l, feed)
		}
		if l.Kind == "" || l.End.Before(l.Start) || !l.Place.Valid() || l.Start.Before(firstDay) {
			t.Errorf("incomplete label %+v", l)
		}
	}
	for name := range want {
		if got[name] < 2 {
			t.Errorf("%s: %d labels, want 2", name, got[name])
		}
	}
	for _, name := range []string{"port-call", "roadstead"} {
		if got[name] == 0 {
			t.Errorf("no %s", name)
		}
	}
	_ = s
}

type checkLabel func(t *testing.T, l *Label, feed map[uint32]*heard)

var checks = map[string]checkLabel{
	"dark-gap": silent, "dprk-call": silent, "draught-across-gap": silent, "destination-across-gap": silent, "laid-up": silent,
	"coverage-gap": func(t *testing.T, l *Label, feed map[uint32]*heard) {
		h := feed[l.Ships[0]]
		third := l.End.Sub(l.Start) / 4
		if _, n := h.during(l.Start.Add(third), l.End.Add(-third)); n > 0 {
			t.Errorf("coverage-gap: heard %d times where nobody is heard", n)
		}
	},
	"encounter": beside(120), "tug-alongside": beside(120), "pilot": beside(80), "anchored-neighbours": beside(800),
	"loitering": slow,
	"one-sided": func(t *testing.T, l *Label, feed map[uint32]*heard) {
		slow(t, l, feed)
		h := feed[l.Ships[0]]
		a, _ := slices.BinarySearch(h.when, l.Start.Unix())
		b, _ := slices.BinarySearch(h.when, l.End.Unix())
		if a == 0 || b == len(h.when) {
			t.Error("one-sided: no draught before or after")
		} else if by := int(h.draft[b]) - int(h.draft[a-1]); by < 8 && by > -8 {
			t.Errorf("one-sided: the draught changed by %d", by)
		}
	},
	"port-call": func(t *testing.T, l *Label, feed map[uint32]*heard) {
		h := feed[l.Ships[0]]
		at, _ := h.during(l.Start, l.End)
		for _, i := range at {
			if h.sog[i] > 1 && geo.Distance(h.place[i], l.Place) < 30_000 { // farther off is another ship with its number
				t.Errorf("port-call: MMSI %d makes %.1f kn at its berth", l.Ships[0], h.sog[i])
				return
			}
		}
	},
	"jump": away(100_000), "jamming": away(50_000),
	"name-change": changed(func(a, b identity) bool { return a.name != b.name && a.imo == b.imo }),
	"imo-change":  changed(func(a, b identity) bool { return a.imo != b.imo && check(b.imo/10) == b.imo%10 }),
	"imo-invalid": changed(func(a, b identity) bool { return a.imo != b.imo && check(b.imo/10) != b.imo%10 }),
	"mmsi-change": succeeded(func(a, b identity) bool { return a.mmsi != b.mmsi && a.name != b.name }),
	"flag-hop": succeeded(func(a, b identity) bool {
		return a.mmsi/1_000_000 != b.mmsi/1_000_000 && a.imo == b.imo && a.name == b.name
	}),
	"imo-false": changed(func(a, b identity) bool { return a == b && check(a.imo/10) != a.imo%10 }),
	"mmsi-shared": func(t *testing.T, l *Label, feed map[uint32]*heard) {
		apart := 0
		for _, m := range l.Ships {
			h := feed[m]
			at, _ := h.during(l.Start, l.End)
			for k := 1; k < len(at); k++ {
				if geo.Distance(h.place[at[k-1]], h.place[at[k]]) > 50_000 {
					apart++
				}
			}
		}
		if apart < 4 {
			t.Errorf("mmsi-shared: %d changes from one place to the other", apart)
		}
	},
	"circle": func(t *testing.T, l *Label, feed map[uint32]*heard) {
		h := feed[l.Ships[0]]
		at, _ := h.during(l.Start, l.End)
		far := 0.0
		for _, i := range at {
			for _, k := range at {
				far = math.Max(far, geo.Distance(h.place[i], h.place[k]))
			}
		}
		if r := l.Parameters["radius_m"]; math.Abs(far/2-r) > 0.1*r+100 {
			t.Errorf("circle: positions are up to %.0f m apart, radius %.0f", far, r)
		}
	},
	"grid": func(t *testing.T, l *Label, feed map[uint32]*heard) {
		h, step := feed[l.Ships[0]], l.Parameters["degrees"]
		at, _ := h.during(l.Start, l.End)
		off := 0
		for _, i := range at {
			if math.Abs(math.Remainder(h.place[i].Lat, step)) > 2e-6 || math.Abs(math.Remainder(h.place[i].Lon, step)) > 2e-6 {
				off++
			}
		}
		if len(at) < 10 || off*4 > len(at) { // messages of type 27 are rounded otherwise
			t.Errorf("grid: %d of %d positions off the grid", off, len(at))
		}
	},
}

func silent(t *testing.T, l *Label, feed map[uint32]*heard) {
	if h := feed[l.Ships[0]]; h != nil {
		if _, n := h.during(l.Start, l.End); n > 0 {
			t.Errorf("%s: MMSI %d was heard %d times while it was silent", l.Incident, l.Ships[0], n)
		}
	}
}

func beside(metres float64) checkLabel {
	return func(t *testing.T, l *Label, feed map[uint32]*heard) {
		if len(l.Ships) != 2 {
			t.Fatalf("%s of %d ships", l.Incident, len(l.Ships))
		}
		a, b := feed[l.Ships[0]], feed[l.Ships[1]]
		at, n := a.during(l.Start, l.End)
		if n == 0 {
			t.Errorf("%s: never heard", l.Incident)
		}
		for _, i := range at {
			k, _ := slices.BinarySearch(b.at, a.at[i])
			if k == len(b.at) || b.at[k]-a.at[i] > 120 {
				continue
			}
			if d := geo.Distance(a.place[i], b.place[k]); d > metres+300 { // 300: type 27
				t.Errorf("%s: %.0f m apart at %v", l.Incident, d, time.Unix(a.at[i], 0).UTC())
				return
			}
		}
	}
}

func slow(t *testing.T, l *Label, feed map[uint32]*heard) {
	h := feed[l.Ships[0]]
	at, n := h.during(l.Start, l.End)
	if n < 20 {
		t.Errorf("%s: heard %d times", l.Incident, n)
		return
	}
	for _, i := range at {
		if h.sog[i] > 2 {
			t.Errorf("%s: MMSI %d makes %.1f kn", l.Incident, l.Ships[0], h.sog[i])
			return
		}
	}
	if knots := geo.Distance(h.place[at[0]], h.place[at[n-1]]) / float64(h.at[at[n-1]]-h.at[at[0]]) / geo.Knot; knots > 1.5 {
		t.Errorf("%s: drifted at %.1f kn", l.Incident, knots)
	}
}

func away(metres float64) checkLabel {
	return func(t *testing.T, l *Label, feed map[uint32]*heard) {
		h := feed[l.Ships[0]]
		before, n1 := h.during(l.Start.Add(-3*time.Hour), l.Start)
		at, n2 := h.during(l.Start, l.End)
		if n1 == 0 || n2 == 0 {
			t.Errorf("%s: heard %d times before, %d times in it", l.Incident, n1, n2)
			return
		}
		if d := geo.Distance(h.place[before[n1-1]], h.place[at[0]]); d < metres {
			t.Errorf("%s: went %.0f km", l.Incident, d/1000)
		}
	}
}

// changed looks at the identities sent under one number, before and after.
func changed(is func(a, b identity) bool) checkLabel {
	return func(t *testing.T, l *Label, feed map[uint32]*heard) {
		h := feed[l.Ships[0]]
		if a, b := h.static[0], h.static[len(h.static)-1]; !is(a, b) {
			t.Errorf("%s: from %v to %v", l.Incident, a, b)
		}
	}
}

// succeeded looks at the identities of two numbers, the one heard after the
// other.
func succeeded(is func(a, b identity) bool) checkLabel {
	return func(t *testing.T, l *Label, feed map[uint32]*heard) {
		a, b := feed[l.Ships[0]], feed[l.Ships[1]]
		if a.at[0] > b.at[0] {
			a, b = b, a
		}
		if a.at[len(a.at)-1] >= b.at[0] || !is(a.static[0], b.static[0]) {
			t.Errorf("%s: from %v to %v", l.Incident, a.static[0], b.static[0])
		}
	}
}

func TestADraughtChangesOnlyWhereItIsSaid(t *testing.T) {
	_, feed, labels := play(t, Config{
		Seed: 12, Ships: 40, Days: 4, Every: time.Minute,
		Incidents: map[string]int{"draught-across-gap": 3, "destination-across-gap": 3},
	})
	for i := range labels {
		l := &labels[i]
		if l.Kind != voyage.Gap || l.Open {
			continue
		}
		h := feed[l.Ships[0]]
		k, _ := slices.BinarySearch(h.when, l.Start.Unix())
		if k == 0 || k >= len(h.when) {
			t.Errorf("%s: no static before or after", l.Incident)
			continue
		}
		if h.when[k]-l.End.Unix() > 1800 { // it may have been given another errand by then
			continue
		}
		draught, dest := h.draft[k-1] != h.draft[k], h.dest[k-1] != h.dest[k]
		if draught != (l.Incident == "draught-across-gap") || dest != (l.Incident == "destination-across-gap") {
			t.Errorf("%s: draught %d to %d, destination %q to %q", l.Incident, h.draft[k-1], h.draft[k], h.dest[k-1], h.dest[k])
		}
	}
}
