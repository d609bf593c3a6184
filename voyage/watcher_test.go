package voyage

import (
	"bytes"
	"encoding/binary"
	"path/filepath"
	"strconv"
	"testing"
	"time"

	"plimsoll/ais"
	"plimsoll/geo"
)

// decodeFuzz makes messages of bytes, 16 each, near enough to each other that
// ships meet, jump, and change names.
func decodeFuzz(data []byte) []sent {
	var out []sent
	at := noon
	for len(data) >= 16 && len(out) < 4000 {
		b := data[:16]
		data = data[16:]
		var m ais.Message
		m.Reset()
		m.Type = []uint8{1, 3, 5, 18, 19, 24, 27, 4}[b[0]%8]
		m.MMSI = 298000000 + uint32(b[1]%8)
		if b[1] == 255 {
			m.MMSI = binary.LittleEndian.Uint32(b[1:5])
		}
		m.Line = len(out) + 1
		m.SetPosition(31+float64(int8(b[2]))/1000, 125+float64(int8(b[3]))/1000)
		if b[4]&1 == 1 {
			m.Lat, m.Lon = int32(binary.LittleEndian.Uint32(b[5:9])), int32(binary.LittleEndian.Uint32(b[9:13]))
		}
		m.SOG, m.COG, m.Heading, m.Status = uint16(b[5])*4, uint16(b[6])*16, uint16(b[7])*2, b[8]%16
		m.Name, m.IMO = string(rune('A'+b[9]%4)), uint32(b[10])
		m.A, m.B, m.C, m.D, m.Draught = uint16(b[11]), uint16(b[12]), 5, 5, b[13]
		at = at.Add(time.Duration(int8(b[14])) * time.Minute)
		if b[15] == 255 {
			at = at.Add(time.Duration(b[14]) * 24 * time.Hour)
		}
		t := at
		if b[15] == 254 {
			t = time.Time{}
		}
		out = append(out, sent{t, m})
	}
	return out
}

func FuzzWatcher(f *testing.F) {
	f.Add([]byte{})
	f.Add(bytes.Repeat([]byte{0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 10, 0, 0, 2, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0}, 40))
	f.Add(bytes.Repeat([]byte{2, 1, 0, 0, 0, 0, 0, 0, 0, 1, 9, 80, 20, 31, 1, 0, 0, 1, 90, 0, 1, 9, 9, 9, 9, 9, 9, 9, 9, 9, 3, 0}, 20))
	f.Fuzz(func(t *testing.T, data []byte) {
		feed := decodeFuzz(data)
		w := watchFeed(t, feed)
		s := w.Stats()
		if s.Fed != len(feed) || s.Positions > s.Fed {
			t.Fatalf("%d fed, %+v", len(feed), s)
		}
		reports := 0
		for _, tr := range w.Tracks() {
			reports += tr.Reports
			if len(tr.Idents) == 0 || len(tr.Fixes) == 0 || tr.Last.Before(tr.First) {
				t.Fatalf("hollow track %+v", tr)
			}
			for i, x := range tr.Fixes {
				if !x.Point.Valid() || i > 0 && x.Time.Before(tr.Fixes[i-1].Time) {
					t.Fatalf("track %s: fix %d %+v", tr.ID, i, x)
				}
			}
		}
		if reports != s.Positions {
			t.Fatalf("%d reports in tracks, %d positions counted", reports, s.Positions)
		}
		if reports == 0 && len(w.Events()) > 0 {
			t.Fatal("events without positions")
		}
		ids := map[string]bool{}
		for i, e := range w.Events() {
			if ids[e.ID] {
				t.Fatalf("two events with the id %s: %s", e.ID, e.Reason)
			}
			ids[e.ID] = true
			if i > 0 && e.Start.Before(w.Events()[i-1].Start) {
				t.Fatal("events out of order")
			}
		}
		asJSON(t, result(w))
		if again := asJSON(t, result(watchFeed(t, feed))); again != asJSON(t, result(w)) {
			t.Fatal("the same feed gave another result")
		}
	})
}

func TestAWatcherThatWasFedNothing(t *testing.T) {
	w := defaultWatcher(t)
	if len(w.Tracks()) != 0 || len(w.Events()) != 0 || w.Stats().Fed != 0 {
		t.Error("something came of nothing")
	}
}

// A long recording must not keep every position.
func TestTracksAreThinned(t *testing.T) {
	var s sea
	s.sail(ship1(299000801), noon, 10, 10*time.Second, openSea, 8, 90)
	tr := s.watch(t).Tracks()[0]
	if tr.Reports != 3601 || len(tr.Fixes) < 600 || len(tr.Fixes) > 603 {
		t.Errorf("%d reports, %d kept", tr.Reports, len(tr.Fixes))
	}
	if last := tr.Fixes[len(tr.Fixes)-1]; !last.Time.Equal(tr.Last) {
		t.Error("the last report was not kept")
	}
}

// fleet is n ships that report every ten seconds for some minutes.
func fleet(n int, minutes int) []sent {
	var feed []sent
	for k := range minutes * 6 {
		at := noon.Add(time.Duration(k) * 10 * time.Second)
		for i := range n {
			var m ais.Message
			m.Reset()
			m.Type, m.MMSI, m.Line, m.SOG, m.COG = 1, 298000000+uint32(i), len(feed)+1, 80, 900
			m.SetPosition(20+float64(i%100)*0.2, 125+float64(i/100)*0.2+float64(k)*0.0004)
			feed = append(feed, sent{at, m})
		}
	}
	return feed
}

func BenchmarkWatchFleet(b *testing.B) {
	feed := fleet(2000, 20)
	b.ReportAllocs()
	for b.Loop() {
		watchFeed(b, feed).Close()
	}
	b.ReportMetric(float64(len(feed)*b.N)/b.Elapsed().Seconds(), "messages/s")
}

// Ships at anchor, all within one port: the cost of looking for pairs.
func BenchmarkCrowdedPort(b *testing.B) {
	for _, n := range []int{1250, 2500, 5000, 10_000, 20_000} {
		feed := make([]sent, 0, n*12)
		for k := range 12 {
			for i := range n {
				var m ais.Message
				m.Reset()
				m.Type, m.MMSI, m.Line, m.SOG = 1, 298000000+uint32(i), len(feed)+1, 0
				p := geo.Destination(nampo, float64(i*37%360), float64(i*7919%1500))
				m.SetPosition(p.Lat, p.Lon)
				feed = append(feed, sent{noon.Add(time.Duration(k) * tenMinutes), m})
			}
		}
		b.Run(strconv.Itoa(n), func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				watchFeed(b, feed).Close()
			}
			b.ReportMetric(float64(len(feed)*b.N)/b.Elapsed().Seconds(), "messages/s")
		})
	}
}

// From sentences to tracks: a recording of the whole world, read from memory.
func BenchmarkDecodeToTracks(b *testing.B) {
	var raw bytes.Buffer
	if _, err := raw.ReadFrom(openGz(b, filepath.Join(dataDir(b), "nmea", "aishub_nmea_sample_85k.nmea.gz"))); err != nil {
		b.Fatal(err)
	}
	b.ReportAllocs()
	fed := 0
	for b.Loop() {
		w := defaultWatcher(b)
		if err := w.Read(ais.NewDecoder(bytes.NewReader(raw.Bytes()), ais.Options{})); err != nil {
			b.Fatal(err)
		}
		fed = w.Stats().Fed
	}
	b.ReportMetric(float64(fed*b.N)/b.Elapsed().Seconds(), "messages/s")
}
