package geo_test

import (
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

func TestNoLegOfAWayCrossesLand(t *testing.T) {
	s, l := sea(t), mustLand(t)
	route, ok := s.Route(portNamed(t, "CNDLC"), portNamed(t, "KPRJN"), 5_000_000)
	if !ok {
		t.Fatal("no way")
	}
	for i := 1; i < len(route); i++ {
		for k := range 200 {
			p := geo.Between(route[i-1], route[i], float64(k)/200)
			if l.OnLand(p) && l.DistanceToShore(p) > 16_000 {
				t.Fatalf("leg %d crosses land at %v", i, p)
			}
		}
	}
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

func BenchmarkReachable(b *testing.B) {
	s, p := sea(b), ports(b)
	off, on := geo.Point{Lat: 37.8, Lon: 123.6}, geo.Point{Lat: 37.4, Lon: 123.5}
	b.ReportAllocs()
	for range b.N {
		s.Reachable(p, off, on, 48, 12, 4, "KP", 20)
	}
}
