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
		if d.Stats().BadCount() == 0 || stats.Damaged == 0 {
			t.Errorf("seed %d: nothing was damaged", seed)
		}
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

func check(t *testing.T, seed uint64, events []voyage.Event) {
	t.Helper()
	var dark, meetings, changed, shared int
	for _, e := range events {
		switch {
		case e.Kind == voyage.Gap && e.Evidence.Gap.Dark:
			dark++
			if n := names(e); n[0] != "MERROWBANE" || math.Abs(e.Evidence.Gap.Hours-9) > 1 || e.Evidence.Reception.Neighbours < 3 {
				t.Errorf("seed %d: dark: %v for %.1f h, %d neighbours", seed, n, e.Evidence.Gap.Hours, e.Evidence.Reception.Neighbours)
			}
		case e.Kind == voyage.Encounter && !slices.Contains(e.Tags, voyage.TagPort):
			meetings++
			if n := names(e); !slices.Equal(n, []string{"MERROWBANE", "ORRIN TALE"}) || math.Abs(e.Evidence.Encounter.Hours-4.6) > 0.7 {
				t.Errorf("seed %d: encounter of %v for %.1f h", seed, n, e.Evidence.Encounter.Hours)
			}
			for _, s := range e.Evidence.Encounter.Ships {
				if math.Abs(s.DraughtAfter-s.DraughtBefore) < 2.5 {
					t.Errorf("seed %d: draught %v to %v", seed, s.DraughtBefore, s.DraughtAfter)
				}
			}
		case e.Kind == voyage.Identity && slices.Contains(e.Tags, voyage.TagMMSIChange):
			changed++
		case e.Kind == voyage.Identity && slices.Contains(e.Tags, voyage.TagMMSIShared):
			shared++
		}
	}
	if dark != 1 || meetings != 1 || changed != 1 || shared != 1 {
		for _, e := range events {
			t.Logf("%s %v %s %v", e.Kind, names(e), e.Reason, e.Tags)
		}
		t.Errorf("seed %d: %d dark gaps, %d meetings at sea, %d changes of MMSI, %d shared MMSIs; want one each", seed, dark, meetings, changed, shared)
	}
}

func BenchmarkWrite(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		write(b, 1718)
	}
}
