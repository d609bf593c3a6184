package voyage

import (
	"cmp"
	"encoding/json"
	"slices"
	"testing"
	"time"

	"plimsoll/ais"
	"plimsoll/geo"
)

// The sea of the tests: a place far from any shore and port, from a round hour
// on. Ships there have MMSIs of no country.
var (
	openSea = geo.Point{Lat: 31, Lon: 125}
	nampo   = geo.Point{Lat: 38.72, Lon: 125.38}
	noon    = time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)
)

// sea collects the messages of a made-up feed.
type sea struct{ feed []sent }

type sent struct {
	at  time.Time
	msg ais.Message
}

// vessel is who sends, and how.
type vessel struct {
	mmsi    uint32
	imo     uint32
	name    string
	dims    [4]uint16
	draught uint8
	status  uint8
	class   uint8 // message type of its positions, 1 unless set
	heading uint16
	source  string
}

func ship1(mmsi uint32) vessel {
	return vessel{mmsi: mmsi, name: "TEST HULL", dims: [4]uint16{80, 20, 8, 8}, heading: 90}
}

// report adds one position.
func (s *sea) report(v vessel, at time.Time, p geo.Point, knots, course float64) {
	var m ais.Message
	m.Reset()
	m.Type, m.MMSI, m.Source, m.Line = max(v.class, 1), v.mmsi, v.source, len(s.feed)+1
	m.SetPosition(p.Lat, p.Lon)
	m.SOG, m.COG, m.Heading, m.Status = uint16(knots*10), uint16(course*10), v.heading, v.status
	s.feed = append(s.feed, sent{at, m})
}

// static adds one identity.
func (s *sea) static(v vessel, at time.Time) {
	var m ais.Message
	m.Reset()
	m.Type, m.MMSI, m.IMO, m.Name, m.Source, m.Line = 5, v.mmsi, v.imo, v.name, v.source, len(s.feed)+1
	m.A, m.B, m.C, m.D, m.Draught, m.ShipType = v.dims[0], v.dims[1], v.dims[2], v.dims[3], v.draught, 80
	s.feed = append(s.feed, sent{at, m})
}

// sail sends positions every so often on a straight way, and the identity now
// and then; it returns where the ship ends.
func (s *sea) sail(v vessel, from time.Time, hours float64, every time.Duration, p geo.Point, knots, course float64) geo.Point {
	end := from.Add(time.Duration(hours * float64(time.Hour)))
	n := 0
	for at := from; !at.After(end); at = at.Add(every) {
		q := geo.Destination(p, course, knots*geo.Knot*at.Sub(from).Seconds())
		s.report(v, at, q, knots, course)
		if n%5 == 0 && v.dims != [4]uint16{} {
			s.static(v, at.Add(time.Second))
		}
		n++
	}
	return geo.Destination(p, course, knots*geo.Knot*end.Sub(from).Seconds())
}

// lie sends positions of a ship that stays.
func (s *sea) lie(v vessel, from time.Time, hours float64, every time.Duration, p geo.Point) {
	s.sail(v, from, hours, every, p, 0, 0)
}

// watch feeds everything by time, with the lines in that order.
func (s *sea) watch(t testing.TB) *Watcher {
	t.Helper()
	slices.SortStableFunc(s.feed, func(a, b sent) int {
		return cmp.Or(a.at.Compare(b.at), cmp.Compare(a.msg.MMSI, b.msg.MMSI), cmp.Compare(a.msg.Type, b.msg.Type))
	})
	for i := range s.feed {
		s.feed[i].msg.Line = i + 1
	}
	return watchFeed(t, s.feed)
}

func watchFeed(t testing.TB, feed []sent) *Watcher {
	t.Helper()
	w := defaultWatcher(t)
	for i := range feed {
		w.Feed(&feed[i].msg, feed[i].at)
	}
	return w
}

func defaultWatcher(t testing.TB) *Watcher {
	t.Helper()
	w, err := NewDefault()
	if err != nil {
		t.Fatal(err)
	}
	return w
}

// kindsOf lists what a watcher found of one kind, and checks that every event
// is complete.
func kindsOf(t testing.TB, w *Watcher, kind string) []Event {
	t.Helper()
	var out []Event
	for _, e := range w.Events() {
		if e.ID == "" || e.Reason == "" || e.Confidence == "" || len(e.Refutes) == 0 || len(e.Parameters) == 0 ||
			len(e.Ships) == 0 || len(e.Tags) == 0 || len(e.Positions) == 0 || e.End.Before(e.Start) {
			t.Errorf("incomplete event: %+v", e)
		}
		for _, p := range e.Positions {
			if p.Line == 0 || p.Track == "" {
				t.Errorf("a position that leads nowhere: %+v in %s", p, e.Reason)
			}
		}
		if e.Kind == kind {
			out = append(out, e)
		}
	}
	return out
}

func one(t testing.TB, w *Watcher, kind string) Event {
	t.Helper()
	events := kindsOf(t, w, kind)
	if len(events) != 1 {
		for _, e := range w.Events() {
			t.Log(e.Kind, e.Tags, e.Reason)
		}
		t.Fatalf("%d events of kind %s, want 1", len(events), kind)
	}
	return events[0]
}

func none(t testing.TB, w *Watcher, kind string) {
	t.Helper()
	for _, e := range kindsOf(t, w, kind) {
		t.Errorf("there should be no %s: %v %s", kind, e.Tags, e.Reason)
	}
}

func hasTag(e Event, tag string) bool { return slices.Contains(e.Tags, tag) }

func asJSON(t testing.TB, v any) string {
	t.Helper()
	b, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

func hoursAfter(h float64) time.Time { return noon.Add(time.Duration(h * float64(time.Hour))) }
