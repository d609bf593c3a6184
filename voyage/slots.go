package voyage

import (
	"cmp"
	"math"
	"slices"

	"plimsoll/geo"
)

// slotGrid compares slow ships at fixed instants, ten minutes apart. At each
// instant a ship is at the place between its report before and its report
// after; where these lie too far apart it is nowhere. So a pair looks the same
// from either side, and missing reports close an encounter by themselves.
type slotGrid struct {
	step, bridge int64              // seconds
	waiting      map[int64][]sample // instants that are not complete
	next         int64              // the first instant not looked at
	any          bool
	pairs        []*pair  // in the order in which they opened
	at           []int32  `snap:"-"` // scratch: by the number of a hull, one more than that of its sample
	joined       together `snap:"-"` // scratch: the samples that are of a pair
	tree         nearby   `snap:"-"`
	widest       float64  // extent of any ship of the instant
}

// sample is one slow ship at one instant.
type sample struct {
	hull   *hull
	point  geo.Point
	knots  float32
	fix    fix // the report nearest in time
	port   bool
	extent float64 // see extentOf
}

func newSlotGrid(p EncounterParameters) slotGrid {
	return slotGrid{
		step: int64(p.StepMinutes * secondsPerMinute), bridge: int64(p.MaxSampleGapMinutes * secondsPerMinute),
		waiting: map[int64][]sample{},
	}
}

// sample puts a hull into the instants between its last good position and f.
func (w *Watcher) sample(h *hull, f *fix) {
	if f.coarse {
		return
	}
	g := &w.slots
	from := *f
	from.t-- // only an instant that f itself falls on
	if fine := h.lastFine(); fine != nil && f.t-fine.t <= g.bridge {
		from = *fine
	}
	h.fine = nil
	for t := ceilTo(from.t+1, g.step); t <= f.t; t += g.step {
		p := from.at(f, t)
		near := &from
		if f.t-t < t-from.t {
			near = f
		}
		knots := sampleKnots(h, &from, f, near, p, t, g.step)
		h.slot, h.slotPoint = uint32(t), p //nolint:gosec // until 2106
		w.lie(h, t, p, knots, near)
		if knots > w.p.Encounter.CandidateKnots {
			continue
		}
		s := sample{hull: h, point: p, knots: float32(knots), fix: *near}
		_, _, s.port = w.ports.Within(p, w.p.Encounter.PortKM*1000)
		g.waiting[t] = append(g.waiting[t], s)
		if !g.any || t < g.next {
			g.next, g.any = t, true
		}
	}
}

// sampleKnots is the speed over the last step where that is known: the
// positions of reports a few seconds apart are too noisy to be divided by
// their time.
func sampleKnots(h *hull, from, f, near *fix, p geo.Point, t, step int64) float64 {
	if int64(h.slot) == t-step {
		return geo.Distance(h.slotPoint, p) / float64(step) / geo.Knot
	}
	if dt := f.t - from.t; dt >= 300 {
		return geo.Distance(from.point(), f.point()) / float64(dt) / geo.Knot
	}
	if k := near.knots(); !math.IsNaN(k) {
		return k
	}
	return 0
}

func ceilTo(t, step int64) int64 {
	if r := t % step; r > 0 {
		return t + step - r
	} else if r < 0 {
		return t - r
	}
	return t
}

// upTo looks at the instants that no later report can change any more.
func (g *slotGrid) upTo(w *Watcher, now int64) {
	for g.seek() && g.next+g.bridge < now {
		g.look(w, g.next)
		g.next += g.step
	}
}

// seek finds the next instant to look at: without pairs to go on with, the
// empty ones in between are passed over.
func (g *slotGrid) seek() bool {
	if len(g.waiting) == 0 && len(g.pairs) == 0 {
		g.any = false
		return false
	}
	if len(g.pairs) > 0 || g.waiting[g.next] != nil {
		return true
	}
	first := int64(math.MaxInt64)
	for t := range g.waiting {
		first = min(first, t)
	}
	g.next = first
	return true
}

// end looks at what is left and closes every pair.
func (g *slotGrid) end(w *Watcher) {
	for len(g.waiting) > 0 && g.seek() {
		g.look(w, g.next)
		g.next += g.step
	}
	over := g.pairs
	g.pairs = nil
	g.closeAll(w, over)
}

// look compares the ships of one instant.
func (g *slotGrid) look(w *Watcher, t int64) {
	samples := g.waiting[t]
	delete(g.waiting, t)
	slices.SortFunc(samples, func(a, b sample) int { return cmp.Compare(a.hull.number, b.hull.number) })
	if n := int(w.numbers); len(g.at) < n {
		g.at = make([]int32, n+n/4)
	}
	for i := range samples {
		g.at[samples[i].hull.number] = int32(i + 1) //nolint:gosec // far fewer
	}
	g.goOn(w, t, samples)
	g.joined.set(len(samples))
	for i := range samples {
		g.at[samples[i].hull.number] = 0
	}
	g.widest = 0
	for i := range samples {
		samples[i].extent = extentOf(samples[i].hull)
		g.widest = max(g.widest, samples[i].extent)
	}
	g.tree.build(len(samples), func(i int) geo.Point { return samples[i].point })
	for i := range samples {
		g.meet(w, t, samples, i)
	}
}
