package voyage

import (
	"cmp"
	"maps"
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
	active       map[pairKey]*pair
	at           map[*hull]int `snap:"-"` // scratch: the sample of a hull
	tree         nearby        `snap:"-"`
	widest       float64       // extent of any ship of the instant
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

type pairKey struct{ a, b int32 } // numbers of hulls, a < b

// pair is two ships near each other, instant after instant.
type pair struct {
	a, b    *hull
	instant []pairSample // thinned where there are too many
	latest  pairSample
	samples int
	every   int   // instant holds one of so many
	longest int64 // seconds between two reports of one of them
	edge    bool  // the data began or ended while they lay together
}

// maxInstants is a day: ships that lie beside each other in a port for weeks
// must not fill the memory.
const maxInstants = 144

type pairSample struct {
	t          int64
	a, b       geo.Point
	knotsA     float32
	knotsB     float32
	fixA, fixB fix
	distance   float32
}

func newSlotGrid(p EncounterParameters) slotGrid {
	return slotGrid{
		step: int64(p.StepMinutes * secondsPerMinute), bridge: int64(p.MaxSampleGapMinutes * secondsPerMinute),
		waiting: map[int64][]sample{},
		active:  map[pairKey]*pair{}, at: map[*hull]int{},
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
	if len(g.waiting) == 0 && len(g.active) == 0 {
		g.any = false
		return false
	}
	if len(g.active) > 0 || g.waiting[g.next] != nil {
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
	g.closeAll(w, slices.Collect(maps.Keys(g.active)))
}

func (p *pair) last() int64 { return p.latest.t }

// look compares the ships of one instant.
func (g *slotGrid) look(w *Watcher, t int64) {
	samples := g.waiting[t]
	delete(g.waiting, t)
	slices.SortFunc(samples, func(a, b sample) int { return cmp.Compare(a.hull.number, b.hull.number) })
	clear(g.at)
	for i := range samples {
		g.at[samples[i].hull] = i
	}
	g.goOn(w, t, samples)
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

// goOn continues or closes the pairs there are.
func (g *slotGrid) goOn(w *Watcher, t int64, samples []sample) {
	var over []pairKey
	for key, p := range g.active {
		i, okA := g.at[p.a]
		j, okB := g.at[p.b]
		if okA && okB {
			if d := geo.Distance(samples[i].point, samples[j].point); d <= w.p.Encounter.LeaveMetres {
				p.add(t, d, &samples[i], &samples[j])
				continue
			}
		}
		over = append(over, key)
	}
	g.closeAll(w, over)
}

// closeAll ends pairs in an order that does not depend on how they are kept.
func (g *slotGrid) closeAll(w *Watcher, keys []pairKey) {
	slices.SortFunc(keys, func(x, y pairKey) int { return cmp.Or(cmp.Compare(x.a, y.a), cmp.Compare(x.b, y.b)) })
	for _, key := range keys {
		g.closePair(w, key, g.active[key])
	}
}

// firstHeard says that one of the two was not heard before, at the very
// beginning of the data: they may have been together already.
func (g *slotGrid) firstHeard(w *Watcher, t int64, a, b *hull) bool {
	return t <= w.begin+g.bridge && max(a.first.t, b.first.t) > t-g.step
}

// cutShort says that the data ended before the next report of one of the two:
// they may have gone on.
func (g *slotGrid) cutShort(w *Watcher, p *pair) bool {
	next := p.last() + g.step
	return p.last()+g.bridge >= w.now && (int64(p.a.slot) < next || int64(p.b.slot) < next)
}

// meet opens pairs between ship i and the nearest of those around it. A pair
// opens when either finds the other, so that the order does not matter. In a
// port only ships so near that they can lie alongside each other are followed.
func (g *slotGrid) meet(w *Watcher, t int64, samples []sample, i int) {
	e := &w.p.Encounter
	s := &samples[i]
	reach, most := e.EnterMetres, e.MaxNeighbours
	if s.port {
		// A ship outside, for which it is more, finds this one.
		reach, most = min(e.EnterPortMetres, e.AlongsideMetres+s.extent+g.widest), e.MaxPortNeighbours
	}
	for _, n := range g.tree.nearest(i, reach+1, most) {
		o := &samples[n.i]
		if o.hull.mmsi == s.hull.mmsi {
			continue
		}
		d := geo.Distance(s.point, o.point)
		limit := e.EnterMetres
		if s.port && o.port {
			limit = min(e.EnterPortMetres, e.AlongsideMetres+s.extent+o.extent)
		}
		if d > limit {
			continue
		}
		a, b := i, int(n.i)
		if a > b {
			a, b = b, a
		}
		key := pairKey{samples[a].hull.number, samples[b].hull.number}
		if g.active[key] != nil {
			continue
		}
		q := &pair{a: samples[a].hull, b: samples[b].hull, every: 1}
		q.edge = g.firstHeard(w, t, q.a, q.b)
		q.add(t, d, &samples[a], &samples[b])
		g.active[key] = q
	}
}

// extentOf is how far from its antenna a hull reaches at most. Where it never
// gave its dimensions, a beam is assumed: then antennas must be near.
func extentOf(h *hull) float64 {
	v := h.main()
	if v == nil || v.A+v.B == 0 {
		return 20
	}
	return math.Hypot(float64(max(v.A, v.B)), float64(max(v.C, v.D)))
}

func (p *pair) add(t int64, d float64, a, b *sample) {
	s := pairSample{
		t: t, a: a.point, b: b.point, knotsA: a.knots, knotsB: b.knots,
		fixA: a.fix, fixB: b.fix, distance: float32(d),
	}
	if p.samples > 0 {
		p.longest = max(p.longest, s.fixA.t-p.latest.fixA.t, s.fixB.t-p.latest.fixB.t)
	}
	p.latest = s
	if p.samples%p.every == 0 {
		p.instant = append(p.instant, s)
	}
	p.samples++
	if len(p.instant) > maxInstants {
		n := 0
		for i := 0; i < len(p.instant); i += 2 {
			p.instant[n] = p.instant[i]
			n++
		}
		p.instant = p.instant[:n]
		p.every *= 2
	}
}

// closePair ends a pair; what was too short to matter is forgotten.
func (g *slotGrid) closePair(w *Watcher, key pairKey, p *pair) {
	delete(g.active, key)
	if p.instant[len(p.instant)-1].t != p.latest.t {
		p.instant = append(p.instant, p.latest)
	}
	p.edge = p.edge || g.cutShort(w, p)
	long := float64(p.last()-p.instant[0].t) >= w.p.Encounter.MinHours*secondsPerHour
	if long && p.samples >= w.p.Encounter.MinSamples {
		w.part(p)
	}
}
