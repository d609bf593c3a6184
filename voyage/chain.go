package voyage

import (
	"cmp"
	"fmt"
	"slices"
	"time"
)

// chain ties the hulls of one ship together, one MMSI after another. A hull is
// settled when it is known whether it is a new ship or the next number of one
// heard before; that is once it has been heard long enough.
type chain struct {
	prev, next *hull
	by         *join // why it follows prev
	settled    bool
	joined     *Event // the change of number, as it was told
}

// trackID names the track that begins with a hull by its first report.
func trackID(h *hull) string {
	return shortHash("t", fmt.Sprint(h.mmsi), h.first.time().Format(time.RFC3339), fmt.Sprint(h.first.lat, h.first.lon))
}

func (h *hull) root() *hull {
	for h.prev != nil {
		h = h.prev
	}
	return h
}

// track is the id of the track that a hull is part of.
func (h *hull) track() string { return trackID(h.root()) }

// hulls lists the chain that begins with a hull.
func (h *hull) hulls() []*hull {
	var out []*hull
	for ; h != nil; h = h.next {
		out = append(out, h)
	}
	return out
}

// settle decides whether a hull is the next number of one that fell silent. It
// is asked for as long as that can come out: until the hull has been heard for
// so long that it is taken for a new ship.
func (w *Watcher) settle(h *hull) {
	heard := float64(h.last.t - h.first.t)
	switch {
	case float64(h.first.t-w.begin) < w.p.Joins.MinHistoryMinutes*secondsPerMinute: // it may have been there before the data begins
		h.settled = true
		return
	case heard > w.p.Joins.MaxHours*secondsPerHour:
		h.settled = true
		return
	case !w.longEnough(h):
		return
	}
	j, ok := w.predecessor(h)
	if !ok {
		return
	}
	h.settled = true
	h.prev, j.from.next, h.by = j.from, h, &j
	if before := j.from; float64(h.first.t-before.last.t) >= w.p.Gap.MinHours*secondsPerHour {
		x := w.holeOf(before, before.last, h.first, before.mmsi, h.mmsi)
		w.gap(before, h, &x)
	}
	w.changeOfMMSI(j)
}

// contradict says that a hull which was taken to have gone on under another
// number is heard under its own again.
func (w *Watcher) contradict(h *hull, f *fix) {
	to := h.next
	if to.joined == nil || f.t > to.last.t+int64(w.p.Joins.MaxHours*secondsPerHour) {
		return
	}
	e := *to.joined
	to.joined = nil // said once
	e.Confidence = Low
	e.Tags = append(slices.Clone(e.Tags), TagContradicted)
	e.Reason += fmt.Sprintf(" But MMSI %d was heard again at %s: these may be two ships.", h.mmsi, clockText(f.time()))
	w.emit(e)
}

// identAt names a hull by what its ship said at a time, or nearest to it.
func (w *Watcher) identAt(h *hull, at time.Time) Ident {
	t := Track{ID: h.track()}
	for _, x := range h.root().hulls() {
		t.Idents = append(t.Idents, hullIdents(x)...)
	}
	return t.IdentAt(at)
}

// draughtAt is the draught that a hull's ship sent last at or before a time.
func (w *Watcher) draughtAt(h *hull, at time.Time) float64 {
	var t Track
	for _, x := range h.root().hulls() {
		t.Draughts = append(t.Draughts, draughtsOf(x)...)
	}
	return t.DraughtAt(at)
}

// roots lists the first hulls of all ships that are more than errors, in the
// order in which they were first heard.
func (w *Watcher) roots() []*hull {
	var out []*hull
	for _, h := range w.confirmed() {
		if h.prev == nil {
			out = append(out, h)
		}
	}
	slices.SortFunc(out, func(x, y *hull) int {
		return cmp.Or(cmp.Compare(x.first.t, y.first.t), cmp.Compare(x.mmsi, y.mmsi), cmp.Compare(x.number, y.number))
	})
	return out
}
