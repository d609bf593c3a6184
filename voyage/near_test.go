package voyage

import (
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"plimsoll/geo"
)

// The tree finds what comparing all with all finds, wherever and however
// crowded.
func TestNearestIsNearest(t *testing.T) {
	rng := rand.New(rand.NewPCG(3, 3)) //nolint:gosec // made-up places
	var tree nearby
	for _, c := range []struct {
		middle geo.Point
		metres float64
		n      int
	}{
		{geo.Point{Lat: 30, Lon: 122}, 1000, 700},
		{geo.Point{Lat: 10, Lon: 180}, 5000, 500},
		{geo.Point{Lat: 89.99, Lon: 0}, 3000, 300},
		{geo.Point{Lat: 0, Lon: 0}, 0, 100}, // all in one place
		{geo.Point{Lat: 0, Lon: 0}, 1, 3},
	} {
		places := make([]geo.Point, c.n)
		for i := range places {
			places[i] = geo.Destination(c.middle, rng.Float64()*360, math.Sqrt(rng.Float64())*c.metres)
		}
		tree.build(c.n, func(i int) geo.Point { return places[i] })
		for i := range places {
			got := slices.Clone(tree.nearest(i, 250, 12))
			var want []neighbour
			for j := range places {
				p, q := tree.at[i], tree.at[j]
				d2 := (p[0]-q[0])*(p[0]-q[0]) + (p[1]-q[1])*(p[1]-q[1]) + (p[2]-q[2])*(p[2]-q[2])
				if j != i && d2 <= 250*250 {
					want = append(want, neighbour{int32(j), d2})
				}
			}
			slices.SortFunc(want, byWay)
			want = want[:min(len(want), 12)]
			if !slices.Equal(got, want) {
				t.Fatalf("around %v, place %d: %v, want %v", c.middle, i, got, want)
			}
		}
	}
}
