package voyage

import (
	"cmp"
	"fmt"
	"math"
	"slices"

	"plimsoll/geo"
)

// join is one hull that goes on under another MMSI.
type join struct {
	from, to *hull
	metres   float64 // from where it was, or would have been, to where it came up
	sameIMO  bool
	sameDims bool
	reason   string
}

func (j *join) minutes() float64 { return float64(j.to.first.t-j.from.last.t) / 60 }

// joins finds the hulls that stopped sending one MMSI and went on under
// another. Each may have one successor and one predecessor; where several
// would fit, none is taken, unless the IMO number tells.
func (w *Watcher) joins(hulls []*hull) []join {
	var enders, starters []*hull
	for _, h := range hulls {
		if !w.longEnough(h) || h.main() == nil {
			continue
		}
		enders = append(enders, h)
		if float64(h.first.t-w.begin) >= w.p.Joins.MinHistoryMinutes*secondsPerMinute {
			starters = append(starters, h)
		}
	}
	slices.SortFunc(enders, func(a, b *hull) int {
		return cmp.Or(cmp.Compare(a.last.t, b.last.t), cmp.Compare(a.number, b.number))
	})
	window := int64(w.p.Joins.MaxHours * secondsPerHour)
	byIMO, byDims := map[uint32][]*hull{}, map[[4]uint16][]*hull{}
	for _, a := range enders {
		x := a.main()
		if imoValid(x.IMO) {
			byIMO[x.IMO] = append(byIMO[x.IMO], a)
		}
		byDims[x.dims()] = append(byDims[x.dims()], a)
	}
	var found []join
	for _, b := range starters {
		y := b.main()
		candidates := within(byIMO[y.IMO], b.first.t, window)
		for _, a := range within(byDims[y.dims()], b.first.t, window) {
			if !slices.Contains(candidates, a) {
				candidates = append(candidates, a)
			}
		}
		for _, a := range candidates {
			if j, ok := w.joined(a, b); ok {
				found = append(found, j)
			}
		}
	}
	return unique(found)
}

// within picks the hulls that were heard last in so many seconds before a time;
// they come in the order of that.
func within(enders []*hull, t, seconds int64) []*hull {
	byLast := func(h *hull, t int64) int { return cmp.Compare(h.last.t, t) }
	i, _ := slices.BinarySearchFunc(enders, t-seconds, byLast)
	k, _ := slices.BinarySearchFunc(enders, t, byLast)
	return slices.Clone(enders[i:max(i, k)])
}

func (w *Watcher) longEnough(h *hull) bool {
	p := w.p.Joins
	return h.reports >= p.MinFixes && float64(h.last.t-h.first.t) >= p.MinHistoryMinutes*secondsPerMinute
}

// joined says whether b can be the hull a under another number.
func (w *Watcher) joined(a, b *hull) (join, bool) {
	if a.mmsi == b.mmsi {
		return join{}, false
	}
	x, y := a.main(), b.main()
	j := join{
		from: a, to: b,
		sameIMO:  imoValid(x.IMO) && x.IMO == y.IMO,
		sameDims: x.dims() == y.dims() && int(x.A)+int(x.B) >= w.p.Joins.MinLength && x.Beam > 0,
	}
	if !j.sameIMO && !j.sameDims {
		return j, false
	}
	dt := float64(b.first.t - a.last.t)
	j.metres = geo.Distance(a.last.point(), b.first.point())
	way := 0.0
	if k, c := a.last.knots(), a.last.course(); !math.IsNaN(k) && !math.IsNaN(c) {
		way = k * geo.Knot * dt
		led := geo.Destination(a.last.point(), c, way)
		j.metres = math.Min(j.metres, geo.Distance(led, b.first.point()))
	}
	if j.metres > w.p.Joins.Metres+w.p.Joins.PerWay*way {
		return j, false
	}
	j.reason = j.explain(x)
	return j, true
}

func (j *join) explain(x *variant) string {
	same := fmt.Sprintf("same dimensions (%d+%d x %d+%d m)", x.A, x.B, x.C, x.D)
	if j.sameIMO {
		same = "same IMO number " + imoText(x.IMO)
		if j.sameDims {
			same += " and dimensions"
		}
	}
	return fmt.Sprintf("MMSI %d fell silent at %s; %.0f minutes later MMSI %d was heard for the first time, %.0f m from where the ship would have been: %s",
		j.from.mmsi, clockText(j.from.last.time()), j.minutes(), j.to.mmsi, j.metres, same)
}

// unique keeps the joins that leave no choice.
func unique(found []join) []join {
	from, to := map[*hull][]join{}, map[*hull][]join{}
	for _, j := range found {
		from[j.from] = append(from[j.from], j)
		to[j.to] = append(to[j.to], j)
	}
	var out []join
	for _, j := range found {
		if only(from[j.from], j) && only(to[j.to], j) {
			out = append(out, j)
		}
	}
	return out
}

// only says that j is the one candidate, or the one with the same IMO number.
func only(candidates []join, j join) bool {
	if len(candidates) == 1 {
		return true
	}
	n := 0
	for _, c := range candidates {
		if c.sameIMO {
			n++
		}
	}
	return n == 1 && j.sameIMO
}
