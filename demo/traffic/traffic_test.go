package traffic_test

import (
	"bytes"
	"math"
	"slices"
	"testing"

	"plimsoll/ais"
	"plimsoll/demo/traffic"
	"plimsoll/voyage"
)

func write(t testing.TB, seed uint64) ([]byte, traffic.Stats) {
	t.Helper()
	var b bytes.Buffer
	s, err := traffic.Write(&b, seed)
	if err != nil {
		t.Fatal(err)
	}
	return b.Bytes(), s
}

func TestTheSameSeedGivesTheSameBytes(t *testing.T) {
	a, _ := write(t, 7)
	b, _ := write(t, 7)
	c, _ := write(t, 8)
	if !bytes.Equal(a, b) {
		t.Error("two runs with one seed differ")
	}
	if bytes.Equal(a, c) {
		t.Error("two seeds give the same noise")
	}
}

// The story must come out of the noise, whatever the noise.
func TestTheStoryIsFoundForEverySeed(t *testing.T) {
	for _, seed := range []uint64{1718, 1, 2, 3, 4} {
		data, stats := write(t, seed)
		d := ais.NewDecoder(bytes.NewReader(data), ais.Options{})
		w, err := voyage.NewDefault()
		if err != nil {
			t.Fatal(err)
		}
		if err := w.Read(d); err != nil {
			t.Fatal(err)
		}
		t.Logf("seed %d: %d bytes, %+v, bad %d, %d tracks", seed, len(data), stats, d.Stats().BadCount(), len(w.Tracks()))
		damaged(t, seed, stats, d.Stats())
		check(t, seed, w.Events())
	}
}

func names(e voyage.Event) []string {
	var out []string
	for _, s := range e.Ships {
		out = append(out, s.Name)
	}
	slices.Sort(out)
	return out
}

// damaged says that the reader counts every damaged message, of each kind, and
// loses no other.
func damaged(t *testing.T, seed uint64, wrote traffic.Stats, read ais.Stats) {
	t.Helper()
	if read.Lines != int64(wrote.Sentences) || read.Messages != int64(wrote.Messages-wrote.Damaged) {
		t.Errorf("seed %d: wrote %+v, read %d lines and %d messages", seed, wrote, read.Lines, read.Messages)
	}
	if len(read.Lenient) != 0 {
		t.Errorf("seed %d: the standard is bent: %v", seed, read.Lenient)
	}
	for _, r := range []ais.Reason{ais.ReasonChecksum, ais.ReasonCutShort, ais.ReasonOrphan, ais.ReasonIncomplete} {
		if !slices.ContainsFunc(read.Bad, func(b ais.Tally) bool { return b.Reason == r }) {
			t.Errorf("seed %d: no sentence with %q", seed, r)
		}
	}
}

func check(t *testing.T, seed uint64, events []voyage.Event) {
	t.Helper()
	var dark, meetings, changed, shared int
	for _, e := range events {
		switch {
		case e.Kind == voyage.Gap && e.Evidence.Gap.Dark:
			dark++
			checkSilence(t, seed, e)
		case e.Kind == voyage.Encounter && !slices.Contains(e.Tags, voyage.TagPort):
			meetings++
			checkMeeting(t, seed, e)
		case e.Kind == voyage.Identity && slices.Contains(e.Tags, voyage.TagMMSIChange):
			changed++
			x := e.Evidence.Identity
			if e.Ships[0].Name != "QUILL MARROW" || e.Ships[1].Name != "PELLUCID OWL" || x.Minutes > 60 {
				t.Errorf("seed %d: %v after %.1f minutes", seed, e.Ships, x.Minutes)
			}
		case e.Kind == voyage.Identity && slices.Contains(e.Tags, voyage.TagMMSIShared):
			shared++
			if len(e.Ships) != 2 || e.Ships[0].MMSI != 298000305 || math.Abs(e.Evidence.Identity.DistanceKM-900) > 50 {
				t.Errorf("seed %d: %v share a number %.0f km apart", seed, e.Ships, e.Evidence.Identity.DistanceKM)
			}
		}
	}
	if dark != 1 || meetings != 1 || changed != 1 || shared != 1 {
		for _, e := range events {
			t.Logf("%s %v %s %v", e.Kind, names(e), e.Reason, e.Tags)
		}
		t.Errorf("seed %d: %d dark gaps, %d meetings at sea, %d changes of MMSI, %d shared MMSIs; want one each", seed, dark, meetings, changed, shared)
	}
}

func checkSilence(t *testing.T, seed uint64, e voyage.Event) {
	t.Helper()
	g, r := e.Evidence.Gap, e.Evidence.Reception
	if e.Ships[0].Name != "MERROWBANE" || g.Hours < 8 || g.Hours > 10 || r.Neighbours < 3 {
		t.Errorf("seed %d: dark: %v for %.1f h, %d neighbours", seed, e.Ships, g.Hours, r.Neighbours)
	}
}

func checkMeeting(t *testing.T, seed uint64, e voyage.Event) {
	t.Helper()
	x := e.Evidence.Encounter
	if n := names(e); !slices.Equal(n, []string{"MERROWBANE", "ORRIN TALE"}) || !slices.Contains(e.Tags, voyage.TagOpenSea) {
		t.Errorf("seed %d: encounter of %v %v", seed, n, e.Tags)
		return
	}
	if x.Hours < 4 || x.Hours > 5 || !x.SideBySide || x.HullMedianM == nil || *x.HullMedianM >= 100 {
		t.Errorf("seed %d: %.1f h, hulls %v m apart, side by side %v", seed, x.Hours, x.HullMedianM, x.SideBySide)
	}
	want := map[string][2]float64{"MERROWBANE": {7.8, 4.9}, "ORRIN TALE": {3.1, 6.0}}
	for i, s := range x.Ships {
		if w := want[e.Ships[i].Name]; s.DraughtBefore != w[0] || s.DraughtAfter != w[1] || s.MedianKnots >= 1.5 {
			t.Errorf("seed %d: %s: draught %v to %v at %.1f kn", seed, e.Ships[i].Name, s.DraughtBefore, s.DraughtAfter, s.MedianKnots)
		}
	}
}

func BenchmarkWrite(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		write(b, 1718)
	}
}
