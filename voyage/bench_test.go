package voyage

import (
	"bytes"
	"testing"

	"plimsoll/ais"
)

// sentencesOf writes a feed as it comes from a receiver, with the times in tag
// blocks.
func sentencesOf(t testing.TB, feed []sent) []byte {
	t.Helper()
	var enc ais.Encoder
	var out []byte
	for i := range feed {
		m := feed[i].msg
		m.Received = feed[i].at.Unix()
		var err error
		if out, err = enc.Append(out, &m); err != nil {
			t.Fatal(err)
		}
	}
	return out
}

// Reading sentences gives what feeding messages gives.
func TestReadIsFeedingWithTheTimesOfTheFeed(t *testing.T) {
	s := aDay()
	want := s.watch(t)
	w := defaultWatcher(t)
	d := ais.NewDecoder(bytes.NewReader(sentencesOf(t, s.feed)), ais.Options{})
	if err := w.Read(d); err != nil {
		t.Fatal(err)
	}
	if d.Stats().BadCount() != 0 || w.Stats().Fed != len(s.feed) {
		t.Fatalf("%d fed of %d, %+v", w.Stats().Fed, len(s.feed), d.Stats())
	}
	for i, e := range w.Events() {
		if o := want.Events()[i]; e.ID != o.ID || e.Reason != o.Reason {
			t.Errorf("%s\nwant %s", e.Reason, o.Reason)
		}
	}
	if len(w.Events()) != len(want.Events()) || len(w.Tracks()) != len(want.Tracks()) {
		t.Errorf("%d events, %d tracks; want %d and %d", len(w.Events()), len(w.Tracks()), len(want.Events()), len(want.Tracks()))
	}
}

// From sentences to tracks and events, with a made-up fleet.
func BenchmarkRead(b *testing.B) {
	feed := fleet(2000, 20)
	raw := sentencesOf(b, feed)
	b.SetBytes(int64(len(raw)))
	b.ReportAllocs()
	for b.Loop() {
		w := defaultWatcher(b)
		if err := w.Read(ais.NewDecoder(bytes.NewReader(raw), ais.Options{})); err != nil {
			b.Fatal(err)
		}
		w.Close()
	}
	b.ReportMetric(float64(len(feed)*b.N)/b.Elapsed().Seconds(), "messages/s")
}
