package traffic_test

import (
	"bytes"
	"slices"
	"strings"
	"testing"

	"plimsoll/ais"
	"plimsoll/demo/traffic"
	"plimsoll/voyage"
)

// What is lawful or explained must be seen as such, and nothing more than the
// story may come out.
func TestLawfulAndExplainedThingsAreNotMistaken(t *testing.T) {
	for _, seed := range []uint64{1718, 5, 6} {
		data, _ := write(t, seed)
		w, err := voyage.NewDefault()
		if err != nil {
			t.Fatal(err)
		}
		if err := w.Read(ais.NewDecoder(bytes.NewReader(data), ais.Options{})); err != nil {
			t.Fatal(err)
		}
		var bunkering, honest, other int
		for _, e := range w.Events() {
			who := strings.Join(names(e), " and ")
			switch {
			case e.Kind == voyage.Encounter && who == "OAKUM STAR and SABLE LANTERN" && slices.Contains(e.Tags, voyage.TagPort):
				bunkering++
			case e.Kind == voyage.Gap && who == "DRIFTHOLM" && !e.Evidence.Gap.Dark && slices.Contains(e.Tags, voyage.TagCoverage):
				honest++
			case e.Kind == voyage.Gap && who == "MERROWBANE" && e.Evidence.Gap.Dark,
				e.Kind == voyage.Encounter && who == "MERROWBANE and ORRIN TALE",
				e.Kind == voyage.Identity && strings.Contains(who, "PELLUCID OWL"):
			case e.Kind == voyage.PortCall, e.Kind == voyage.Loitering && !slices.Contains(e.Tags, voyage.TagOneSided): // what ships do
			default:
				other++
				t.Logf("seed %d: %s %v %s", seed, e.Kind, e.Tags, e.Reason)
			}
		}
		if bunkering != 1 || honest != 1 || other != 0 {
			t.Errorf("seed %d: %d bunkerings in port, %d honest gaps, %d events beside the story", seed, bunkering, honest, other)
		}
	}
}

// Every number on the air is one that no real ship can have.
func TestOnlyTheCastIsOnTheAir(t *testing.T) {
	data, stats := write(t, 1718)
	if len(data) > 25<<20 || stats.Sentences > 250_000 {
		t.Errorf("%d bytes, %d sentences", len(data), stats.Sentences)
	}
	d := ais.NewDecoder(bytes.NewReader(data), ais.Options{})
	var m ais.Message
	types := map[uint8]int{}
	last := int64(0)
	for d.Next(&m) == nil {
		types[m.Type]++
		if m.Type != 4 && voyage.FlagOf(m.MMSI) != voyage.Unassigned || m.Type == 4 && m.MMSI/10000 != 299 {
			t.Fatalf("line %d: MMSI %09d could be somebody's", m.Line, m.MMSI)
		}
		if m.Type == 5 && (m.IMO == 0 || m.IMO >= 1_000_000) {
			t.Fatalf("line %d: IMO number %d could be a ship's", m.Line, m.IMO)
		}
		if m.Received < last || m.Source == "" || m.Received < traffic.Begin.Unix() || m.Received >= traffic.End.Unix() {
			t.Fatalf("line %d: received %d from %q", m.Line, m.Received, m.Source)
		}
		last = m.Received
	}
	if types[1] == 0 || types[3] == 0 || types[4] == 0 || types[5] == 0 {
		t.Errorf("types %v", types)
	}
}

// From nothing to events: the whole week.
func BenchmarkWeek(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		data, _ := write(b, 1718)
		w, err := voyage.NewDefault()
		if err != nil {
			b.Fatal(err)
		}
		if err := w.Read(ais.NewDecoder(bytes.NewReader(data), ais.Options{})); err != nil {
			b.Fatal(err)
		}
		w.Close()
	}
}
