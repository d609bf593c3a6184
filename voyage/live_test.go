package voyage

import (
	"os"
	"runtime"
	"strconv"
	"testing"
	"time"

	"plimsoll/ais"
	"plimsoll/geo"
)

// A live watch tells what a watch over a record finds.
func TestALiveWatchTellsTheSame(t *testing.T) {
	p, err := DefaultParameters()
	if err != nil {
		t.Fatal(err)
	}
	told := map[string]Event{}
	live, err := New(Config{Parameters: p, Live: true, Told: func(e Event) { told[e.ID] = e }})
	if err != nil {
		t.Fatal(err)
	}
	s := aDay()
	events := s.watch(t).Events() // it puts the feed in order too
	for i := range s.feed {
		live.Feed(&s.feed[i].msg, s.feed[i].at)
	}
	live.Close()
	for _, e := range events {
		if got := told[e.ID]; got.Reason != e.Reason {
			t.Errorf("told %q\nwant %q", got.Reason, e.Reason)
		}
	}
	if len(told) != len(events) || len(events) == 0 {
		t.Errorf("%d events told, %d found", len(told), len(events))
	}
}

// liveFleet feeds n ships that sail for some hours, each heard every ten
// minutes.
func liveFleet(tb testing.TB, n, rounds int) *Watcher {
	tb.Helper()
	p, err := DefaultParameters()
	if err != nil {
		tb.Fatal(err)
	}
	w, err := New(Config{Parameters: p, Live: true})
	if err != nil {
		tb.Fatal(err)
	}
	var m ais.Message
	for k := range rounds {
		for i := range n {
			at := noon.Add(time.Duration(k)*10*time.Minute + time.Duration(i%600)*time.Second)
			start := geo.Point{Lat: float64(i*7919%120000)/1000 - 60, Lon: float64(i*104729%360000)/1000 - 180}
			m.Reset()
			m.Type, m.MMSI, m.SOG, m.COG, m.Heading = 1, 298000000+uint32(i), 120, uint16(i%3600), uint16(i%360)
			q := geo.Destination(start, float64(i%360), 12*geo.Knot*float64(k*600))
			m.SetPosition(q.Lat, q.Lon)
			w.Feed(&m, at)
			if k%2 == 0 {
				m.Reset()
				m.Type, m.MMSI, m.Name, m.CallSign, m.Destination = 5, 298000000+uint32(i), "SHIP "+strconv.Itoa(i), "X"+strconv.Itoa(i), "PORT "+strconv.Itoa(i%100)
				m.A, m.B, m.C, m.D, m.Draught, m.ShipType = uint16(i%200), uint16(i%80), 10, 10, uint8(60+k), 80
				w.Feed(&m, at)
			}
		}
	}
	return w
}

// What a live ship costs: two kilobytes of 300,000 (PLIMSOLL_SHIPS=300000), beside
// the land and the ports that all share.
func TestALiveShipTakesLittleMemory(t *testing.T) {
	n := 20_000
	if s, err := strconv.Atoi(os.Getenv("PLIMSOLL_SHIPS")); err == nil {
		n = s
	}
	shared := defaultWatcher(t) // the land and the ports
	var before, after runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&before)
	w := liveFleet(t, n, 40)
	w.order.flush(w.observe, w.rejectObs)
	runtime.GC()
	runtime.ReadMemStats(&after)
	each := float64(after.HeapAlloc-before.HeapAlloc) / float64(n)
	t.Logf("%d ships: %.0f bytes each, %.0f MB", n, each, float64(after.HeapAlloc-before.HeapAlloc)/1e6)
	limit := 2048.0
	if n < 300_000 { // so few pay more for the cells in which they were heard
		limit = 2500
	}
	if each > limit {
		t.Errorf("a ship takes %.0f bytes", each)
	}
	runtime.KeepAlive(w)
	runtime.KeepAlive(shared)
}
