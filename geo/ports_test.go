package geo_test

import (
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"plimsoll/geo"
)

func ports(t testing.TB) *geo.Ports {
	t.Helper()
	p, err := geo.LoadPorts()
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func TestThePortsOfTheWorldAreKnown(t *testing.T) {
	p := ports(t)
	if n := len(p.All()); n < 3700 {
		t.Errorf("%d ports", n)
	}
	for _, c := range []struct {
		at   geo.Point
		name string
	}{
		{geo.Point{Lat: 38.72, Lon: 125.40}, "Nampo"},
		{geo.Point{Lat: 42.24, Lon: 130.31}, "Rajin"},
		{geo.Point{Lat: 1.27, Lon: 103.84}, "Keppel - (East Singapore)"},
		{geo.Point{Lat: 35.1, Lon: 129.05}, "Busan"},
	} {
		port, metres, ok := p.Within(c.at, 10_000)
		if !ok || port.Name != c.name {
			t.Errorf("at %v: %v (%.0f m), want %s", c.at, port, metres, c.name)
		}
	}
	if port, metres, ok := p.Within(geo.Point{Lat: 31, Lon: 125}, geo.WithinMetres); ok {
		t.Errorf("in the East China Sea: %s at %.0f m", port.Name, metres)
	}
}

// The index finds what comparing with every port finds.
func TestWithinFindsTheNearestPort(t *testing.T) {
	p := ports(t)
	rng := rand.New(rand.NewPCG(1, 1)) //nolint:gosec // made-up places
	all := p.All()
	for range 3000 {
		q := all[rng.IntN(len(all))].Point
		at := geo.Destination(q, rng.Float64()*360, rng.Float64()*40_000)
		var want float64 = geo.WithinMetres
		found := false
		for i := range all {
			if d := geo.Distance(at, all[i].Point); d <= want {
				want, found = d, true
			}
		}
		_, metres, ok := p.Within(at, geo.WithinMetres)
		if ok != found || ok && metres != want {
			t.Fatalf("%v: %v %.1f m, want %v %.1f m", at, ok, metres, found, want)
		}
	}
}

// So does the search where no port is near.
func TestNearestPortFindsTheNearest(t *testing.T) {
	p := ports(t)
	all := p.All()
	rng := rand.New(rand.NewPCG(2, 2)) //nolint:gosec // made-up places
	for range 3000 {
		at := geo.Point{Lat: rng.Float64()*180 - 90, Lon: rng.Float64()*360 - 180}
		want := math.Inf(1)
		for i := range all {
			want = math.Min(want, geo.Distance(at, all[i].Point))
		}
		if port, metres, ok := p.NearestPort(at); !ok || metres != want || geo.Distance(at, port.Point) != metres {
			t.Fatalf("%v: %s at %.1f m, want %.1f m", at, port.Name, metres, want)
		}
		within := rng.Float64() * 1_000_000
		list := p.PortsWithin(at, within)
		n := 0
		for i := range all {
			if geo.Distance(at, all[i].Point) <= within {
				n++
			}
		}
		if n != len(list) || n > 0 && list[0].Metres != want {
			t.Fatalf("%v: %d ports within %.0f m, want %d", at, len(list), within, n)
		}
	}
}

func TestPortsOfTheDPRKAreFlagged(t *testing.T) {
	uses := map[string][]string{}
	for _, p := range ports(t).All() {
		if p.DPRK() != (p.Code[:2] == "KP") || p.PrecisionM < 500 || p.PrecisionM > 10_000 {
			t.Errorf("%+v", p)
		}
		if p.DPRK() {
			uses[p.Name] = p.Uses
		}
	}
	for _, name := range []string{
		"Nampo", "Songnim", "Taean", "Haeju", "Chongjin", "Rajin", "Sonbong", "Hungnam", "Wonsan", "Kimchaek", "Tanchon",
		"Sinuiju", "Sinpo", "Ryongnam ship repair works",
	} {
		if _, ok := uses[name]; !ok {
			t.Errorf("%s is missing", name)
		}
	}
	for name, use := range map[string]string{"Sonbong": "oil", "Nampo": "coal", "Rajin": "arms"} {
		if !slices.Contains(uses[name], use) {
			t.Errorf("%s handles %v", name, uses[name])
		}
	}
}

func BenchmarkNearestPort(b *testing.B) {
	p := ports(b)
	at := []geo.Point{{Lat: 31, Lon: 125}, {Lat: 30, Lon: -44}, {Lat: -29.9, Lon: 82.1}, {Lat: 11.1, Lon: -149.1}}
	b.ReportAllocs()
	for i := 0; b.Loop(); i++ {
		p.NearestPort(at[i%len(at)])
	}
}

func BenchmarkWithin(b *testing.B) {
	p := ports(b)
	at := []geo.Point{{Lat: 31, Lon: 125}, {Lat: 30, Lon: 124}, {Lat: 29.9, Lon: 122.1}, {Lat: 35.1, Lon: 129.1}}
	b.ReportAllocs()
	for i := 0; b.Loop(); i++ {
		p.Within(at[i%len(at)], 10_000)
	}
}
