package voyage

import (
	"math"
	"testing"

	"pgregory.net/rapid"

	"plimsoll/geo"
)

func TestHullToHull(t *testing.T) {
	dims := [4]uint16{80, 20, 8, 8}
	for _, c := range []struct {
		name         string
		bearing      float64
		metres       float64
		headA, headB float64
		want         float64
	}{
		{"side by side", 90, 50, 0, 0, 34},
		{"side by side, bows opposite", 90, 50, 0, 180, 34},
		{"one ahead of the other", 0, 150, 0, 0, 50},
		{"bow to bow", 0, 200, 0, 180, 40},
		{"across the bow", 0, 100, 0, 90, 12},
		{"overlapping", 90, 10, 0, 0, 0},
		{"the same place", 0, 0, 0, 0, 0},
		{"crossed", 0, 30, 0, 90, 0},
	} {
		a := boxOf(openSea, openSea, c.headA, dims)
		b := boxOf(openSea, geo.Destination(openSea, c.bearing, c.metres), c.headB, dims)
		if got := a.distance(b); math.Abs(got-c.want) > 0.5 {
			t.Errorf("%s: %.1f m, want %.0f", c.name, got, c.want)
		}
	}
}

func TestHullToHullHoldsForAnyTwoShips(t *testing.T) {
	side := rapid.Uint16Range(1, 200)
	rapid.Check(t, func(t *rapid.T) {
		dims := func(label string) [4]uint16 {
			return [4]uint16{side.Draw(t, label+"A"), side.Draw(t, label+"B"), side.Draw(t, label+"C"), side.Draw(t, label+"D")}
		}
		there := geo.Destination(openSea, rapid.Float64Range(0, 360).Draw(t, "bearing"), rapid.Float64Range(0, 2000).Draw(t, "metres"))
		a := boxOf(openSea, openSea, rapid.Float64Range(0, 360).Draw(t, "headA"), dims("a"))
		b := boxOf(openSea, there, rapid.Float64Range(0, 360).Draw(t, "headB"), dims("b"))
		d := a.distance(b)
		if r := b.distance(a); math.Abs(d-r) > 1e-6 {
			t.Fatalf("%f one way, %f the other", d, r)
		}
		if east, north := geo.Offset(openSea, there); d > math.Hypot(east, north)+1e-6 {
			t.Fatalf("hulls are %f m apart, their antennas less", d)
		}
	})
}
