package voyage

import (
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"plimsoll/ais"
	"plimsoll/geo"
)

// aDay is a feed in which everything happens that can: a dark gap, an
// encounter, a change of MMSI, a shared one.
func aDay() *sea {
	var s sea
	quiet := ship1(299000801)
	quiet.name = "QUIET"
	s.quiet(quiet, openSea, 5, 9)
	s.neighbours(5, geo.Destination(openSea, 90, 170_000), 30)
	a, b := tankers()
	s.apart(a, b, geo.Destination(openSea, 180, 300_000), 0)
	s.pairAt(a, b, geo.Destination(openSea, 180, 300_000), 4, 4.5, 30, tenMinutes)
	x, y := ship1(299000102), ship1(298000305)
	x.name, y.name = "BEFORE", "AFTER"
	x.dims, y.dims = [4]uint16{60, 28, 7, 6}, [4]uint16{60, 28, 7, 6}
	s.changes(x, y, 40)
	s.sail(y, hoursAfter(6.03), 8, tenMinutes, geo.Destination(openSea, 90, 900_000), 10, 0)
	return &s
}

// result is everything that must not depend on the order of arrival.
func result(w *Watcher) [2]any { return [2]any{w.Events(), w.Tracks()} }

func TestTheDayHoldsOneOfEverything(t *testing.T) {
	w := aDay().watch(t)
	tags := map[string]int{}
	for _, e := range w.Events() {
		tags[e.Kind]++
		for _, tag := range e.Tags {
			tags[tag]++
		}
	}
	if tags[Gap] != 1 || tags[TagDark] != 1 || tags[Encounter] != 1 || tags[TagMMSIChange] != 1 || tags[TagMMSIShared] != 1 {
		t.Errorf("%v", tags)
	}
}

// Messages may come late by as much as the lag, in any order: tracks and
// events are the same to the last byte.
func TestTheOrderOfArrivalDoesNotMatterWithinTheLag(t *testing.T) {
	s := aDay()
	want := result(s.watch(t))
	wantText := asJSON(t, want)
	p, err := DefaultParameters()
	if err != nil {
		t.Fatal(err)
	}
	lag := time.Duration(p.Order.LagMinutes * float64(time.Minute))
	rapid.Check(t, func(rt *rapid.T) {
		rng := rand.New(rand.NewPCG(rapid.Uint64().Draw(rt, "seed"), 1)) //nolint:gosec // a shuffle
		type arrival struct {
			sent
			due time.Time
		}
		feed := make([]arrival, len(s.feed))
		for i, x := range s.feed {
			feed[i] = arrival{x, x.at.Add(time.Duration(rng.Int64N(int64(lag))))}
		}
		slices.SortStableFunc(feed, func(a, b arrival) int { return a.due.Compare(b.due) })
		w := defaultWatcher(t)
		for i := range feed {
			w.Feed(&feed[i].msg, feed[i].at)
		}
		if got := asJSON(t, result(w)); got != wantText {
			rt.Fatalf("another order gave another result:\n%s", cmp.Diff(want[0], result(w)[0]))
		}
	})
}

func TestWhatEveryReceiverHeardCountsOnce(t *testing.T) {
	s := aDay()
	want := asJSON(t, result(s.watch(t)))
	w := defaultWatcher(t)
	for i := range s.feed {
		w.Feed(&s.feed[i].msg, s.feed[i].at)
		if m := s.feed[i].msg; m.IsPosition() {
			w.Feed(&m, s.feed[i].at)
		}
	}
	if got := asJSON(t, result(w)); got != want {
		t.Error("hearing every position twice gave another result")
	}
}

func TestLateMessagesAreCounted(t *testing.T) {
	var s sea
	s.sail(ship1(299000801), noon, 6, tenMinutes, openSea, 5, 90)
	s.watch(t)
	s.report(ship1(298000900), hoursAfter(1), openSea, 5, 90)
	w := watchFeed(t, s.feed)
	if got := rejected(w, rejectLate); got != 1 {
		t.Errorf("%d late", got)
	}
	if n := len(w.Tracks()); n != 1 {
		t.Errorf("%d tracks", n)
	}
}

func TestAClockFarAheadDoesNotStopTheFeed(t *testing.T) {
	for _, where := range []string{"first", "in the middle", "last but one"} {
		var s sea
		s.sail(ship1(299000801), noon, 6, tenMinutes, openSea, 5, 90)
		s.watch(t)
		n := len(s.feed)
		at := map[string]int{"first": 0, "in the middle": n / 2, "last but one": n - 1}[where]
		var odd sea
		odd.report(ship1(298000900), noon.AddDate(1, 0, 0), openSea, 5, 90)
		feed := slices.Insert(slices.Clone(s.feed), at, odd.feed...)
		w := watchFeed(t, feed)
		if got := rejected(w, rejectAhead); got != 1 {
			t.Errorf("%s: %d ahead; %+v", where, got, w.Stats())
		}
		if tr := w.Tracks(); len(tr) != 1 || tr[0].Reports != 37 {
			t.Errorf("%s: tracks %d", where, len(tr))
		}
	}
}

func TestAHoleInTheFeedIsCrossed(t *testing.T) {
	var s sea
	v := ship1(299000801)
	s.sail(v, noon, 20, tenMinutes, openSea, 5, 90)
	s.sail(v, hoursAfter(60), 20, tenMinutes, geo.Destination(openSea, 90, 300_000), 5, 90)
	w := s.watch(t)
	if tr := w.Tracks(); len(tr) != 1 || tr[0].Reports != 242 {
		t.Errorf("%d tracks, %d reports", len(tr), tr[0].Reports)
	}
	if e := one(t, w, Gap); e.Evidence.Gap.Dark {
		t.Error("the whole feed was silent, and the ship is called dark")
	}
}

func TestWhatIsNoShipOrNoPlaceIsCounted(t *testing.T) {
	valid := func() ais.Message {
		var m ais.Message
		m.Reset()
		m.Type, m.MMSI, m.Line = 1, 299000801, 1
		m.SetPosition(31, 125)
		return m
	}
	for _, c := range []struct {
		reason string
		change func(m *ais.Message, at *time.Time)
	}{
		{rejectDefault, func(m *ais.Message, _ *time.Time) { m.MMSI = 0 }},
		{rejectDefault, func(m *ais.Message, _ *time.Time) { m.MMSI = 123456789 }},
		{rejectDefault, func(m *ais.Message, _ *time.Time) { m.MMSI = 111111111 }},
		{rejectStation, func(m *ais.Message, _ *time.Time) { m.MMSI = 2991234 }},   // coast station
		{rejectStation, func(m *ais.Message, _ *time.Time) { m.MMSI = 992991234 }}, // buoy
		{rejectStation, func(m *ais.Message, _ *time.Time) { m.MMSI = 970123456 }}, // distress beacon
		{rejectKind, func(m *ais.Message, _ *time.Time) { m.Type = 4 }},
		{rejectKind, func(m *ais.Message, _ *time.Time) { m.Type = 9 }},
		{rejectNoTime, func(_ *ais.Message, at *time.Time) { *at = time.Time{} }},
		{rejectNoPlace, func(m *ais.Message, _ *time.Time) { m.SetPosition(91, 181) }},
		{rejectNoPlace, func(m *ais.Message, _ *time.Time) { m.Lat = ais.LatNotAvailable }},
		{rejectNull, func(m *ais.Message, _ *time.Time) { m.SetPosition(0, 0) }},
	} {
		m, at := valid(), noon
		c.change(&m, &at)
		w := defaultWatcher(t)
		w.Feed(&m, at)
		if got := rejected(w, c.reason); got != 1 || len(w.Tracks()) != 0 {
			t.Errorf("%s: %+v", c.reason, w.Stats())
		}
	}
	w := defaultWatcher(t)
	m := valid()
	w.Feed(&m, noon)
	if len(w.Tracks()) != 1 {
		t.Error("a plain position made no track")
	}
	w.Feed(&m, noon)
	if w.Stats().Fed != 2 || len(w.Tracks()) != 1 {
		t.Error("feeding after the end changed something")
	}
}
