package geo_test

import (
	"slices"
	"strings"
	"sync"
	"testing"

	"plimsoll/geo"
)

func sea(t testing.TB) *geo.Sea {
	t.Helper()
	s, err := geo.LoadSea()
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func portNamed(t testing.TB, code string) geo.Point {
	t.Helper()
	for _, p := range ports(t).All() {
		if p.Code == code {
			return p.Point
		}
	}
	t.Fatalf("no port %s", code)
	return geo.Point{}
}

// Published distances between ports are those of shipping lanes; the shortest
// way is a little less.
func TestWaysGoBySea(t *testing.T) {
	s := sea(t)
	for _, c := range []struct {
		from, to string
		nm       float64
	}{
		{"SGKEP", "CNSGH", 2240},
		{"NLRTM", "DEHAM", 290},
		{"KRPUS", "KRINC", 350}, // around the peninsula: the straight way is 180
		{"KPNAM", "KPWON", 740}, // likewise
		{"CNLYG", "KPNAM", 380}, // around Shandong
	} {
		metres, ok := s.Distance(portNamed(t, c.from), portNamed(t, c.to), 20_000_000)
		if got := metres / geo.MetresPerNM; !ok || got < 0.88*c.nm || got > 1.05*c.nm {
			t.Errorf("%s to %s: %v, %.0f nm, want %.0f", c.from, c.to, ok, got, c.nm)
		}
	}
	east, west := geo.Point{Lat: 65.7, Lon: -171}, geo.Point{Lat: 64.6, Lon: 178.6} // around the Chukchi Peninsula, over the 180th meridian
	if metres, ok := s.Distance(east, west, 3_000_000); !ok || metres < geo.Distance(east, west) || metres > 1.6*geo.Distance(east, west) {
		t.Errorf("over the 180th meridian: %v, %.0f km", ok, metres/1000)
	}
	if _, ok := s.Distance(geo.Point{Lat: 40, Lon: 129.5}, geo.Point{Lat: 42, Lon: 51}, 7_000_000); ok {
		t.Error("a way leads into the Caspian")
	}
}

// Through canals and straits for which the coast of the map has no room.
func TestWaysLeadThroughCanals(t *testing.T) {
	s := sea(t)
	place := map[string]geo.Point{
		"Port Said": {Lat: 31.4, Lon: 32.4}, "Suez": {Lat: 29.8, Lon: 32.5},
		"Colon": {Lat: 9.5, Lon: -79.9}, "Balboa": {Lat: 8.8, Lon: -79.5},
		"Istanbul": {Lat: 40.9, Lon: 28.9}, "Odesa": {Lat: 46.4, Lon: 30.9},
		"Vladivostok": {Lat: 43, Lon: 131.8}, "Vostochny": {Lat: 42.7, Lon: 133.1},
	}
	for _, c := range []struct {
		from, to string
		nm       float64
	}{
		{"Port Said", "Suez", 100},
		{"Colon", "Balboa", 50},
		{"Istanbul", "Odesa", 350},
		{"Vladivostok", "Vostochny", 60},
	} {
		metres, ok := s.Distance(place[c.from], place[c.to], 30_000_000)
		if got := metres / geo.MetresPerNM; !ok || got < 0.8*c.nm || got > 1.2*c.nm {
			t.Errorf("%s to %s: %v, %.0f nm, want about %.0f", c.from, c.to, ok, got, c.nm)
		}
	}
}

func TestNoLegOfAWayCrossesLand(t *testing.T) {
	s, l := sea(t), mustLand(t)
	ends := []string{"CNDLC", "KPRJN", "KPNAM", "KPWON", "KRPUS", "CNZOS", "VNCPH", "RUVYP", "CNLYG", "KPHAE", "TWKHH", "MYPKG", "KRINC"}
	for i, from := range ends {
		for _, to := range ends[i+1:] {
			a, b := portNamed(t, from), portNamed(t, to)
			route, ok := s.Route(a, b, 20_000_000)
			if !ok || route[0] != a || route[len(route)-1] != b {
				t.Errorf("%s to %s: %v", from, to, ok)
				continue
			}
			for i := 1; i < len(route); i++ {
				if d := geo.Distance(route[i-1], route[i]); d > 100_001 {
					t.Errorf("%s to %s: a leg of %.0f m", from, to, d)
				}
				for k := range 50 {
					p := geo.Between(route[i-1], route[i], float64(k)/50)
					atEnd := geo.Distance(p, a) < 30_000 || geo.Distance(p, b) < 30_000
					if l.OnLand(p) && !atEnd && l.DistanceToShore(p) > 10 {
						t.Errorf("%s to %s crosses land at %v", from, to, p)
					}
				}
			}
		}
	}
}

// A port is a way off the grid; what it costs is a few per cent.
func TestReachAgreesWithTheWay(t *testing.T) {
	s, p := sea(t), ports(t)
	off, on := geo.Point{Lat: 37.8, Lon: 123.6}, geo.Point{Lat: 34.1, Lon: 124.5}
	reach := s.Reachable(p, off, on, 72, 12, 4, "KP", 40)
	if len(reach) < 20 {
		t.Fatalf("%d ports", len(reach))
	}
	for _, r := range reach {
		there, _ := s.Distance(off, r.Port.Point, 5_000_000)
		back, _ := s.Distance(r.Port.Point, on, 5_000_000)
		if want := (there + back) / 1000; r.WayKM < 0.95*want-10 || r.WayKM > 1.05*want+10 {
			t.Errorf("%s: %.0f km, by the way %.0f", r.Port.Name, r.WayKM, want)
		}
		if direct, _ := s.Distance(off, on, 5_000_000); r.DetourKM < r.WayKM-direct/1000-25 || r.DetourKM > r.WayKM-direct/1000+25 {
			t.Errorf("%s: a detour of %.0f km, the way is %.0f and straight on %.0f", r.Port.Name, r.DetourKM, r.WayKM, direct/1000)
		}
	}
}

// The east coast cannot be reached from the Yellow Sea in two days, but in five.
func TestTheOtherCoastTakesDays(t *testing.T) {
	s, p := sea(t), ports(t)
	at := geo.Point{Lat: 36.5, Lon: 124.5}
	for hours, want := range map[float64]bool{48: false, 168: true} {
		found := false
		for _, r := range s.Reachable(p, at, at, hours, 11, 6, "KP", 0) {
			if r.Port.Country != "KP" {
				t.Errorf("%s (%s) was not asked for", r.Port.Name, r.Port.Country)
			}
			found = found || r.Port.Name == "Wonsan"
		}
		if found != want {
			t.Errorf("Wonsan and back in %.0f hours: %v", hours, found)
		}
	}
}

// What was asked before, and by whom at the same time, makes no difference.
func TestAnswersDoNotDependOnWhatWasAskedBefore(t *testing.T) {
	l := mustLand(t)
	a, b := geo.Point{Lat: 38.5, Lon: 124.7}, geo.Point{Lat: 34.9, Lon: 129.3}
	first, _ := geo.NewSea(l).Route(a, b, 5_000_000)
	s, p := geo.NewSea(l), ports(t)
	var wait sync.WaitGroup
	for i := range 4 {
		wait.Go(func() {
			from := geo.Point{Lat: 34 + float64(i), Lon: 123.5}
			s.Reachable(p, from, a, 48, 10, 2, "KP", 10)
			l.DistanceToShore(from)
			if again, _ := s.Route(a, b, 5_000_000); !slices.Equal(first, again) {
				t.Errorf("%v, then %v", first, again)
			}
		})
	}
	wait.Wait()
}

func mustLand(t testing.TB) *geo.Land {
	t.Helper()
	l, err := geo.LoadLand()
	if err != nil {
		t.Fatal(err)
	}
	return l
}

// Where a ship can have been while it was silent.
func TestPortsThatCanHaveBeenReachedUnseen(t *testing.T) {
	s, p := sea(t), ports(t)
	off, on := geo.Point{Lat: 37.8, Lon: 123.6}, geo.Point{Lat: 37.4, Lon: 123.5}
	reach := s.Reachable(p, off, on, 48, 12, 4, "KP", 20)
	if len(reach) == 0 || reach[0].Port.Country != "KP" {
		t.Fatalf("%+v", reach)
	}
	var names []string
	for _, r := range reach {
		names = append(names, r.Port.Name)
		if r.HoursLeft < 4 {
			t.Errorf("%s leaves %.1f h", r.Port.Name, r.HoursLeft)
		}
		if r.Port.Name == "Wonsan" {
			t.Error("Wonsan is on the other coast")
		}
	}
	t.Log(names)
	if reach := s.Reachable(p, off, on, 6, 12, 4, "KP", 20); len(reach) != 0 {
		t.Errorf("in two hours of sailing: %+v", reach)
	}
}

// Ahead asks for one way only: what can be reached and left again is among it,
// and so is what lies as far as the hours allow.
func TestAheadReachesAsFarAsTheHoursAllow(t *testing.T) {
	s, p := sea(t), ports(t)
	off := geo.Point{Lat: 37.5, Lon: 123.5}
	both := map[string]bool{}
	for _, r := range s.Reachable(p, off, off, 30, 10, 0, "KP", 0) {
		both[r.Port.Code] = true
	}
	far := 0
	for _, r := range s.Ahead(p, off, 30, 10, 0, "KP", 0) {
		if r.WayKM > 30*10*1.852+1 || r.HoursLeft < 0 || r.DetourKM != 0 {
			t.Errorf("%s: %.0f km, %.1f h left", r.Port.Code, r.WayKM, r.HoursLeft)
		}
		if r.WayKM > 15*10*1.852 {
			far++
		}
		delete(both, r.Port.Code)
	}
	if len(both) > 0 || far == 0 {
		t.Errorf("%v can be reached and left, but not reached; %d far ones", both, far)
	}
}

func BenchmarkReachable(b *testing.B) {
	s, p := sea(b), ports(b)
	for _, c := range []struct {
		name    string
		off, on geo.Point
		hours   float64
		limit   int
	}{
		{"ruled out by the straight way", geo.Point{Lat: 10, Lon: 110}, geo.Point{Lat: 12, Lon: 111}, 48, 0},
		{"two days in the Yellow Sea", geo.Point{Lat: 37.8, Lon: 123.6}, geo.Point{Lat: 37.4, Lon: 123.5}, 48, 20},
		{"a week, East China Sea, DPRK only", geo.Point{Lat: 31, Lon: 124}, geo.Point{Lat: 30, Lon: 125}, 168, 0},
		{"three weeks, from the Gulf to Taiwan", geo.Point{Lat: 25, Lon: 57}, geo.Point{Lat: 24, Lon: 119}, 21 * 24, 20},
	} {
		b.Run(c.name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				s.Reachable(p, c.off, c.on, c.hours, 12, 4, "KP", c.limit)
			}
		})
	}
}

func BenchmarkRoute(b *testing.B) {
	s := sea(b)
	from, to := portNamed(b, "KPNAM"), portNamed(b, "VNCPH")
	b.ReportAllocs()
	for b.Loop() {
		s.Route(from, to, 20_000_000)
	}
}

func FuzzReadChannels(f *testing.F) {
	f.Add("name,points\nKiel,53.9 9.1; 54.4 10.1\n")
	f.Add("# remark\nname,points\nX,1 2\n")
	f.Fuzz(func(t *testing.T, text string) {
		channels, err := geo.ReadChannels("f", strings.NewReader(text))
		if err != nil {
			return
		}
		for _, c := range channels {
			if len(c.Points) < 2 {
				t.Fatalf("a channel of %d points", len(c.Points))
			}
		}
	})
}
