package geo_test

import (
	"math/rand/v2"
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

func BenchmarkWithin(b *testing.B) {
	p := ports(b)
	at := []geo.Point{{Lat: 31, Lon: 125}, {Lat: 30, Lon: 124}, {Lat: 29.9, Lon: 122.1}, {Lat: 35.1, Lon: 129.1}}
	b.ReportAllocs()
	for i := range b.N {
		p.Within(at[i%len(at)], 10_000)
	}
}
