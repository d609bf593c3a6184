package voyage

import (
	"cmp"
	"math"
	"slices"

	"plimsoll/geo"
)

// pair is two ships near each other, instant after instant.
type pair struct {
	a, b    *hull        // the one with the lower number first
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

// pairSample is two ships at one instant. There are many: it is kept small.
type pairSample struct {
	t          int64
	a, b       place
	fixA, fixB packed
	knotsA     float32
	knotsB     float32
	distance   float32
}

// goOn continues or closes the pairs there are.
func (g *slotGrid) goOn(w *Watcher, t int64, samples []sample) {
	var over []*pair
	g.joined.clear()
	on := g.pairs[:0]
	for _, p := range g.pairs {
		if i, j := g.at[p.a.number], g.at[p.b.number]; i > 0 && j > 0 {
			a, b := &samples[i-1], &samples[j-1]
			if d := geo.Distance(a.point, b.point); d <= w.p.Encounter.LeaveMetres {
				p.add(t, d, a, b)
				on = append(on, p)
				g.joined.add(i-1, j-1)
				continue
			}
		}
		over = append(over, p)
	}
	clear(g.pairs[len(on):])
	g.pairs = on
	g.closeAll(w, over)
}

// closeAll ends pairs in the order of their ships.
func (g *slotGrid) closeAll(w *Watcher, pairs []*pair) {
	slices.SortFunc(pairs, func(x, y *pair) int {
		return cmp.Or(cmp.Compare(x.a.number, y.a.number), cmp.Compare(x.b.number, y.b.number))
	})
	for _, p := range pairs {
		g.closePair(w, p)
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
		if !g.joined.open(int32(a), int32(b)) { //nolint:gosec // far fewer
			continue
		}
		q := &pair{a: samples[a].hull, b: samples[b].hull, every: 1}
		q.edge = g.firstHeard(w, t, q.a, q.b)
		q.add(t, d, &samples[a], &samples[b])
		g.pairs = append(g.pairs, q)
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
		t: t, a: placeOf(a.point), b: placeOf(b.point), knotsA: a.knots, knotsB: b.knots,
		fixA: pack(&a.fix), fixB: pack(&b.fix), distance: float32(d),
	}
	if p.samples > 0 {
		p.longest = max(p.longest, int64(s.fixA.t)-int64(p.latest.fixA.t), int64(s.fixB.t)-int64(p.latest.fixB.t))
	}
	p.latest = s
	if p.samples%p.every == 0 {
		p.instant = append(p.instant, s)
	}
	p.samples++
	if len(p.instant) > maxInstants {
		p.instant = everySecond(p.instant)
		p.every *= 2
	}
}

func (p *pair) last() int64 { return p.latest.t }

// closePair ends a pair; what was too short to matter is forgotten.
func (g *slotGrid) closePair(w *Watcher, p *pair) {
	if p.instant[len(p.instant)-1].t != p.latest.t {
		p.instant = append(p.instant, p.latest)
	}
	p.edge = p.edge || g.cutShort(w, p)
	long := float64(p.last()-p.instant[0].t) >= w.p.Encounter.MinHours*secondsPerHour
	if long && p.samples >= w.p.Encounter.MinSamples {
		w.part(p)
	}
}

// together says which samples of an instant are of one pair. There are many
// pairs in a port, and each is asked for from both sides: it is kept as a list for
// each sample of those after it.
type together struct {
	links [][2]int32 // of pairs that go on
	first []int32    // by sample, where its list begins
	after []int32
	fresh map[[2]int32]bool // pairs that opened at this instant
}

func (x *together) clear() {
	x.links = x.links[:0]
	clear(x.fresh)
}

func (x *together) add(i, j int32) { x.links = append(x.links, [2]int32{i, j}) }

// set makes the lists, of n samples.
func (x *together) set(n int) {
	x.first = append(x.first[:0], make([]int32, n+1)...)
	for _, l := range x.links {
		x.first[l[0]+1]++
	}
	for i := range n {
		x.first[i+1] += x.first[i]
	}
	x.after = append(x.after[:0], make([]int32, len(x.links))...)
	at := slices.Clone(x.first)
	for _, l := range x.links {
		x.after[at[l[0]]] = l[1]
		at[l[0]]++
	}
}

// open opens a pair, unless it is one already.
func (x *together) open(i, j int32) bool {
	if slices.Contains(x.after[x.first[i]:x.first[i+1]], j) || x.fresh[[2]int32{i, j}] {
		return false
	}
	if x.fresh == nil {
		x.fresh = map[[2]int32]bool{}
	}
	x.fresh[[2]int32{i, j}] = true
	return true
}
