package voyage

import (
	"cmp"
	"slices"
)

// Now gives the tracks as they stand, in the order of first report, of hulls that
// are more than errors. Unlike [Watcher.Tracks] it ends nothing; in a live feed a
// track has its last positions only.
func (w *Watcher) Now() []Track {
	var roots []*hull
	for _, s := range w.ships {
		for _, h := range s.hulls {
			if h.prev == nil && len(h.kept) > 0 && (w.firm(h) || len(s.hulls) == 1) {
				roots = append(roots, h)
			}
		}
	}
	slices.SortFunc(roots, func(x, y *hull) int {
		return cmp.Or(cmp.Compare(x.first.t, y.first.t), cmp.Compare(x.mmsi, y.mmsi), cmp.Compare(x.number, y.number))
	})
	out := make([]Track, 0, len(roots))
	for _, h := range roots {
		hulls := h.hulls()
		copies := make([]*hull, len(hulls)) // what makes a track adds to what is kept
		for i, x := range hulls {
			c := *x
			c.kept = slices.Clip(c.kept)
			copies[i] = &c
		}
		out = append(out, w.trackOf(copies))
	}
	return out
}

// Rejected counts what was left out so far, by reason, in the order of the
// reasons. Unlike [Watcher.Stats] it ends nothing.
func (w *Watcher) Rejected() []Reject {
	out := make([]Reject, 0, len(w.rejects))
	for _, r := range w.rejects {
		out = append(out, *r)
	}
	slices.SortFunc(out, func(a, b Reject) int { return cmp.Compare(a.Reason, b.Reason) })
	return out
}
