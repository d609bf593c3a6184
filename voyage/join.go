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
	metres   float64  // from where it was, or would have been, to where it came up
	x, y     *variant // the identities by which they are one
	sameIMO  bool
	sameDims bool
	reason   string
}

func (j *join) minutes() float64 { return float64(j.to.first.t-j.from.last.t) / 60 }

// predecessor finds the hull that stopped sending one MMSI and went on as h.
// Each may have one successor and one predecessor; where several would fit,
// none is taken, unless the IMO number tells.
func (w *Watcher) predecessor(h *hull) (join, bool) {
	var found []join
	for _, a := range w.alike(h) {
		if w.fellSilent(a, h) && w.longEnough(a) && a.next == nil {
			if j, ok := w.joined(a, h); ok {
				found = append(found, j)
			}
		}
	}
	for _, j := range found {
		if !only(found, j) {
			continue
		}
		var rivals []join // others that could be what j.from became
		for _, b := range w.alike(j.from) {
			if w.fellSilent(j.from, b) {
				if r, ok := w.joined(j.from, b); ok {
					rivals = append(rivals, r)
				}
			}
		}
		if only(rivals, j) {
			return j, true
		}
	}
	return join{}, false
}

// alike lists the other hulls that sent an IMO number or dimensions that h
// sent, in the order in which they were first heard.
func (w *Watcher) alike(h *hull) []*hull {
	var out []*hull
	for _, y := range h.idents {
		if imoValid(y.IMO) {
			out = append(out, w.byIMO[y.IMO]...)
		}
		out = append(out, w.byDims[y.dims()]...)
	}
	slices.SortFunc(out, func(a, b *hull) int { return cmp.Compare(a.number, b.number) })
	out = slices.Compact(out)
	return slices.DeleteFunc(out, func(a *hull) bool { return a.mmsi == h.mmsi || a.reports == 0 })
}

// fellSilent says that a was last heard before b was first, and not long before.
func (w *Watcher) fellSilent(a, b *hull) bool {
	dt := b.first.t - a.last.t
	return dt > 0 && float64(dt) <= w.p.Joins.MaxHours*secondsPerHour
}

func (w *Watcher) longEnough(h *hull) bool {
	p := w.p.Joins
	return int(h.reports) >= p.MinFixes && float64(h.last.t-h.first.t) >= p.MinHistoryMinutes*secondsPerMinute
}

// joined says whether b can be the hull a under another number. Its place
// decides; that it says so itself may be in any of its identities, for a
// receiver that hears two hulls of one number may mix them up.
func (w *Watcher) joined(a, b *hull) (join, bool) {
	x := a.main()
	j := join{from: a, to: b, x: x}
	if x == nil {
		return j, false
	}
	for _, y := range b.idents {
		imo := imoValid(x.IMO) && x.IMO == y.IMO
		dims := x.dims() == y.dims() && int(x.length()) >= w.p.Joins.MinLength && x.beam() > 0
		if !imo && !dims || j.y != nil && (j.sameIMO && !imo || j.y.messages >= y.messages) {
			continue
		}
		j.y, j.sameIMO, j.sameDims = y, imo, dims
	}
	if j.y == nil {
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
	if j.metres > w.p.Joins.Metres+w.strayed(way, j.sameIMO) {
		return j, false
	}
	j.reason = j.explain(x)
	return j, true
}

// strayed is how far from where its course led a ship may be that sailed so far
// meanwhile. One that says it is the same, by its IMO number, may have sailed
// anywhere; of one that only has the same dimensions little is allowed, for in
// hours there are others.
func (w *Watcher) strayed(way float64, sameIMO bool) float64 {
	if sameIMO {
		return way
	}
	return math.Max(w.p.Joins.PerWay*way, math.Min(way/2, w.p.Joins.TurnMetres))
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
