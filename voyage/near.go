package voyage

import (
	"cmp"
	"math"
	"slices"

	"plimsoll/geo"
)

// nearby finds the nearest of many places: a tree that halves them by one
// direction after the other (k-d tree). Places are points of a sphere in space,
// so that neither the 180th meridian nor the poles are a case of their own. It
// costs n log n to build, however crowded they are, and is built again in the
// same memory.
type nearby struct {
	at    [][3]float64
	order []int32
	found []neighbour
}

// neighbour is the number of a place and the square of the straight way to it,
// in metres.
type neighbour struct {
	i  int32
	d2 float64
}

func (t *nearby) build(n int, place func(i int) geo.Point) {
	t.at, t.order = t.at[:0], t.order[:0]
	for i := range n {
		p := place(i)
		sinLat, cosLat := math.Sincos(p.Lat * math.Pi / 180)
		sinLon, cosLon := math.Sincos(p.Lon * math.Pi / 180)
		t.at = append(t.at, [3]float64{geo.Radius * cosLat * cosLon, geo.Radius * cosLat * sinLon, geo.Radius * sinLat})
		t.order = append(t.order, int32(i)) //nolint:gosec // far fewer
	}
	t.halve(t.order, 0)
}

// leaf is how many places are not worth halving.
const leaf = 8

func (t *nearby) halve(list []int32, axis int) {
	for len(list) > leaf {
		mid := len(list) / 2
		t.middle(list, mid, axis)
		axis = (axis + 1) % 3
		t.halve(list[:mid], axis)
		list = list[mid+1:]
	}
}

// middle puts the place of rank k along an axis where it belongs, with none
// behind it before it.
func (t *nearby) middle(list []int32, k, axis int) {
	for len(list) > 1 {
		pivot := t.median(list, axis)
		lo, hi := 0, len(list)-1
		for lo <= hi {
			for t.at[list[lo]][axis] < pivot {
				lo++
			}
			for t.at[list[hi]][axis] > pivot {
				hi--
			}
			if lo <= hi {
				list[lo], list[hi] = list[hi], list[lo]
				lo++
				hi--
			}
		}
		switch {
		case k <= hi:
			list = list[:hi+1]
		case k >= lo:
			list, k = list[lo:], k-lo
		default:
			return
		}
	}
}

func (t *nearby) median(list []int32, axis int) float64 {
	a, b, c := t.at[list[0]][axis], t.at[list[len(list)/2]][axis], t.at[list[len(list)-1]][axis]
	return max(min(a, b), min(max(a, b), c))
}

// nearest gives the places nearest to place i, without itself: at most so many,
// none farther than so many metres, the nearest first. What it returns is good
// until the next call.
func (t *nearby) nearest(i int, metres float64, most int) []neighbour {
	t.found = t.found[:0]
	t.search(t.order, 0, int32(i), metres*metres, most) //nolint:gosec // far fewer
	return t.found
}

func (t *nearby) search(list []int32, axis int, i int32, limit float64, most int) {
	p := &t.at[i]
	for len(list) > leaf {
		mid := len(list) / 2
		t.look(list[mid], i, limit, most)
		off := p[axis] - t.at[list[mid]][axis]
		near, far := list[:mid], list[mid+1:]
		if off > 0 {
			near, far = far, near
		}
		axis = (axis + 1) % 3
		t.search(near, axis, i, limit, most)
		if off*off > t.bound(limit, most) {
			return
		}
		list = far
	}
	for _, j := range list {
		t.look(j, i, limit, most)
	}
}

// bound is how far a place may be to be among the nearest.
func (t *nearby) bound(limit float64, most int) float64 {
	if len(t.found) == most {
		return min(limit, t.found[most-1].d2)
	}
	return limit
}

func (t *nearby) look(j, i int32, limit float64, most int) {
	if j == i {
		return
	}
	p, q := &t.at[i], &t.at[j]
	x, y, z := p[0]-q[0], p[1]-q[1], p[2]-q[2]
	n := neighbour{j, x*x + y*y + z*z}
	if n.d2 > limit || len(t.found) == most && byWay(n, t.found[most-1]) >= 0 {
		return
	}
	if len(t.found) == most {
		t.found = t.found[:most-1]
	}
	at, _ := slices.BinarySearchFunc(t.found, n, byWay)
	t.found = slices.Insert(t.found, at, n)
}

func byWay(a, b neighbour) int { return cmp.Or(cmp.Compare(a.d2, b.d2), cmp.Compare(a.i, b.i)) }
