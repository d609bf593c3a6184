package voyage

import (
	"strings"
	"testing"
	"time"

	"plimsoll/geo"
)

// changes lets a hull send as a, and some minutes later as b.
func (s *sea) changes(a, b vessel, minutes float64) {
	end := s.sail(a, noon, 6, tenMinutes, openSea, 10, 300)
	s.sail(b, hoursAfter(6+minutes/60), 6, tenMinutes, geo.Destination(end, 300, 10*geo.Knot*minutes*60), 10, 300)
}

func TestHullGoesOnUnderAnotherMMSI(t *testing.T) {
	var s sea
	a, b := ship1(299000102), ship1(298000305)
	a.name, a.imo, b.name, b.imo = "QUILL MARROW", 990023, "PELLUCID OWL", 990061
	s.changes(a, b, 40)
	w := s.watch(t)
	e := one(t, w, Identity)
	x := e.Evidence.Identity
	if !hasTag(e, TagMMSIChange) || e.Confidence != High || x.Minutes != 40 || len(x.Changes) != 3 {
		t.Errorf("%v %s %+v", e.Tags, e.Confidence, x)
	}
	if e.Ships[0].MMSI != a.mmsi || e.Ships[1].MMSI != b.mmsi || e.Ships[0].Track != e.Ships[1].Track || e.Ships[1].IMO != "0990061" {
		t.Errorf("ships %+v", e.Ships)
	}
	tr := w.Tracks()
	if len(tr) != 1 || len(tr[0].Idents) != 2 || len(tr[0].Links) != 1 || tr[0].Links[0].Kind != "join" {
		t.Fatalf("tracks %s", asJSON(t, tr))
	}
	if tr[0].Idents[0].Flag != Unassigned || !tr[0].Idents[0].IMOValid {
		t.Errorf("ident %+v", tr[0].Idents[0])
	}
	if got := tr[0].IdentAt(hoursAfter(1)).Name; got != "QUILL MARROW" {
		t.Errorf("called %s at the beginning", got)
	}
}

func TestHullsAreNotJoined(t *testing.T) {
	other := func(change func(*vessel)) vessel {
		v := ship1(298000305)
		change(&v)
		return v
	}
	for _, c := range []struct {
		name  string
		build func(s *sea)
	}{
		{"when dimensions differ", func(s *sea) {
			s.changes(ship1(299000102), other(func(v *vessel) { v.dims = [4]uint16{80, 21, 8, 8} }), 40)
		}},
		{"when nothing is known of dimensions", func(s *sea) {
			a := ship1(299000102)
			a.dims = [4]uint16{}
			s.changes(a, other(func(v *vessel) { v.dims = [4]uint16{} }), 40)
		}},
		{"when the second was heard before the first fell silent", func(s *sea) {
			s.changes(ship1(299000102), other(func(*vessel) {}), -60)
		}},
		{"when the second comes up far from where the first would be", func(s *sea) {
			s.sail(ship1(299000102), noon, 6, tenMinutes, openSea, 10, 300)
			s.sail(other(func(*vessel) {}), hoursAfter(6.5), 6, tenMinutes, openSea, 10, 300)
		}},
		{"when a third would fit as well", func(s *sea) {
			s.changes(ship1(299000102), other(func(*vessel) {}), 40)
			third := ship1(298000306)
			end := geo.Destination(openSea, 300, 10*geo.Knot*6.7*3600)
			s.sail(third, hoursAfter(6.7), 6, tenMinutes, geo.Destination(end, 0, 300), 10, 300)
		}},
		{"when they are boats of a series", func(s *sea) {
			small := func(m uint32) vessel { v := ship1(m); v.dims = [4]uint16{10, 5, 2, 2}; return v }
			s.changes(small(299000102), small(298000305), 40)
		}},
	} {
		t.Run(c.name, func(t *testing.T) {
			var s sea
			c.build(&s)
			w := s.watch(t)
			none(t, w, Identity)
			for _, tr := range w.Tracks() {
				if len(tr.Links) != 0 {
					t.Errorf("links %+v", tr.Links)
				}
			}
		})
	}
}

func TestOneMMSIFromTwoPlacesAtOnceIsTwoHulls(t *testing.T) {
	var s sea
	far := geo.Destination(openSea, 90, 900_000)
	a, b := ship1(298000305), ship1(298000305)
	a.name, b.name, b.dims = "FALSE OWL", "TRUE OWL", [4]uint16{72, 20, 7, 7}
	a.source, b.source = "west", "east"
	s.sail(a, noon, 8, tenMinutes, openSea, 10, 300)
	s.sail(b, noon.Add(4*time.Minute), 8, tenMinutes, far, 10, 0)
	w := s.watch(t)
	e := one(t, w, Identity)
	x := e.Evidence.Identity
	if !hasTag(e, TagMMSIShared) || len(e.Ships) != 2 || e.Ships[0].Track == e.Ships[1].Track || x.DistanceKM < 850 {
		t.Errorf("%v %+v %.0f km", e.Tags, e.Ships, x.DistanceKM)
	}
	if x.Minutes != 4 || !strings.Contains(e.Reason, "at times only 4 minutes from one to the other") {
		t.Errorf("%.1f minutes: %s", x.Minutes, e.Reason)
	}
	tracks := w.Tracks()
	if len(tracks) != 2 {
		t.Fatalf("%d tracks", len(tracks))
	}
	for i, want := range []string{"FALSE OWL", "TRUE OWL"} {
		if len(tracks[i].Idents) != 1 || tracks[i].Idents[0].Name != want || tracks[i].Reports != 49 {
			t.Errorf("track %d: %+v, %d reports", i, tracks[i].Idents, tracks[i].Reports)
		}
	}
	if l := tracks[1].Links; len(l) != 1 || l[0].Kind != "split" || l[0].Other != tracks[0].ID || !strings.Contains(l[0].Reason, "another hull") {
		t.Errorf("links %+v", l)
	}
}

func TestPositionsThatAreErrorsMakeNoHull(t *testing.T) {
	var s sea
	v := ship1(298000305)
	s.sail(v, noon, 8, tenMinutes, openSea, 10, 300)
	s.report(v, hoursAfter(2.01), geo.Point{Lat: -31, Lon: 125}, 10, 300)
	s.report(v, hoursAfter(4.01), geo.Point{Lat: 31, Lon: -125}, 10, 300)
	w := s.watch(t)
	none(t, w, Identity)
	if n := len(w.Tracks()); n != 1 {
		t.Errorf("%d tracks", n)
	}
	if got := rejected(w, rejectJump); got != 2 {
		t.Errorf("%d jumps rejected", got)
	}
}

// A receiver that is led astray for a while comes back; nobody else sent its
// number meanwhile.
func TestAStretchOfFalsePositionsIsNoSharedMMSI(t *testing.T) {
	var s sea
	v := ship1(298000305)
	s.sail(v, noon, 3, tenMinutes, openSea, 5, 90)
	s.sail(v, hoursAfter(3.2), 1, tenMinutes, geo.Destination(openSea, 0, 700_000), 5, 90)
	s.sail(v, hoursAfter(4.4), 3, tenMinutes, geo.Destination(openSea, 90, 40_000), 5, 90)
	w := s.watch(t)
	none(t, w, Identity)
	if n := len(w.Tracks()); n != 2 {
		t.Errorf("%d tracks", n)
	}
}

func TestNewNameAndIMOUnderOneMMSI(t *testing.T) {
	var s sea
	v := ship1(298000305)
	v.name, v.imo = "GREYLARK NINE", 990011
	end := s.sail(v, noon, 4, tenMinutes, openSea, 5, 90)
	v.name, v.imo = "ORRIN TALE", 990012 // whose check digit is wrong
	s.sail(v, hoursAfter(4.5), 4, tenMinutes, end, 5, 90)
	e := one(t, s.watch(t), Identity)
	if !hasTag(e, TagNameChange) || !hasTag(e, TagIMOChange) || !hasTag(e, TagIMOInvalid) {
		t.Errorf("%v %s", e.Tags, e.Reason)
	}
	if e.Ships[0].Name != "GREYLARK NINE" || e.Ships[1].Name != "ORRIN TALE" {
		t.Errorf("%+v", e.Ships)
	}
}

func TestOneOddNameIsNoChange(t *testing.T) {
	var s sea
	v := ship1(298000305)
	s.sail(v, noon, 4, tenMinutes, openSea, 5, 90)
	v.name = "TEXT HULL"
	s.static(v, hoursAfter(2.02))
	none(t, s.watch(t), Identity)
}

func TestTwoPartsOfType24MakeOneIdentity(t *testing.T) {
	var s sea
	v := ship1(298000305)
	v.dims, v.class = [4]uint16{}, 18
	s.sail(v, noon, 2, tenMinutes, openSea, 5, 90)
	for k := range 3 {
		at := hoursAfter(float64(k)*0.5 + 0.01)
		s.static(v, at)
		last := &s.feed[len(s.feed)-1].msg
		last.Type, last.ShipType = 24, 0
		s.static(vessel{mmsi: v.mmsi, dims: [4]uint16{8, 4, 2, 2}}, at.Add(time.Second))
		s.feed[len(s.feed)-1].msg.Type, s.feed[len(s.feed)-1].msg.Part = 24, 1
	}
	w := s.watch(t)
	none(t, w, Identity)
	idents := w.Tracks()[0].Idents
	if last := idents[len(idents)-1]; last.Name != "TEST HULL" || last.A != 8 {
		t.Errorf("%+v", idents)
	}
}

func TestIMOCheckDigit(t *testing.T) {
	for imo, want := range map[uint32]bool{9074729: true, 9074728: false, 990011: true, 990012: false, 0: false, 12345678: false} {
		if got := imoValid(imo); got != want {
			t.Errorf("%d: %v", imo, got)
		}
	}
	if got := imoText(990011); got != "0990011" {
		t.Errorf("%s", got)
	}
}

func TestFlagOf(t *testing.T) {
	for mmsi, want := range map[uint32]string{445123000: "KP", 273345000: "RU", 299000101: Unassigned, 298000201: Unassigned, 984451234: "KP", 617000123: "CV"} {
		if got := FlagOf(mmsi); got != want {
			t.Errorf("%d: %s, want %s", mmsi, got, want)
		}
	}
	if n := len(flags()); n != 292 {
		t.Errorf("%d allocated digits", n)
	}
}

func rejected(w *Watcher, reason string) int {
	for _, r := range w.Stats().Rejected {
		if r.Reason == reason {
			return r.Count
		}
	}
	return 0
}
