package voyage

import (
	"math"

	"plimsoll/geo"
)

// box is a hull seen from above: four corners in metres east and north of a
// common origin.
type box [4][2]float64

// boxOf lays a hull around its antenna: a metres to the bow, b to the stern, c
// to port, d to starboard, turned to the heading.
func boxOf(origin, antenna geo.Point, heading float64, dims [4]uint16) box {
	east, north := geo.Offset(origin, antenna)
	sin, cos := math.Sincos(heading * math.Pi / 180)
	a, b, c, d := float64(dims[0]), float64(dims[1]), float64(dims[2]), float64(dims[3])
	var out box
	for i, p := range [4][2]float64{{a, -c}, {a, d}, {-b, d}, {-b, -c}} {
		ahead, right := p[0], p[1]
		out[i] = [2]float64{east + ahead*sin + right*cos, north + ahead*cos - right*sin}
	}
	return out
}

// distance between two hulls, 0 where they overlap. Antennas are only known to
// a few metres, so ships made fast to each other may seem to.
func (x box) distance(y box) float64 {
	if x.covers(y) {
		return 0
	}
	best := math.Inf(1)
	for i := range x {
		for j := range y {
			best = math.Min(best, toEdge(x[i], y[j], y[(j+1)%4]))
			best = math.Min(best, toEdge(y[j], x[i], x[(i+1)%4]))
		}
	}
	return best
}

// covers says whether two convex boxes overlap: no side of either has the
// other wholly outside of it.
func (x box) covers(y box) bool {
	return !x.separates(y) && !y.separates(x)
}

func (x box) separates(y box) bool {
	for i := range x {
		p, q := x[i], x[(i+1)%4]
		nx, ny := q[1]-p[1], p[0]-q[0]
		inner := side(x, p, nx, ny)
		outer := true
		for _, c := range y {
			if s := (c[0]-p[0])*nx + (c[1]-p[1])*ny; s*inner >= 0 && s != 0 {
				outer = false
				break
			}
		}
		if outer && inner != 0 {
			return true
		}
	}
	return false
}

// side is on which side of an edge the box itself lies.
func side(x box, p [2]float64, nx, ny float64) float64 {
	sum := 0.0
	for _, c := range x {
		sum += (c[0]-p[0])*nx + (c[1]-p[1])*ny
	}
	return sum
}

func toEdge(p, a, b [2]float64) float64 {
	dx, dy := b[0]-a[0], b[1]-a[1]
	t := 0.0
	if n := dx*dx + dy*dy; n > 0 {
		t = math.Max(0, math.Min(1, ((p[0]-a[0])*dx+(p[1]-a[1])*dy)/n))
	}
	return math.Hypot(p[0]-a[0]-t*dx, p[1]-a[1]-t*dy)
}
