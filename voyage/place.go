package voyage

import (
	"math"
	"slices"

	"plimsoll/geo"
)

type placement int

const (
	placeHere placement = iota
	placeDuplicate
	placeNowhere
)

// hullOf finds the hull of a ship that a position fits best, or starts one.
func (w *Watcher) hullOf(s *ship, f *fix) (*hull, placement) {
	if len(s.hulls) == 1 { // nearly always it is the one, and near
		h := s.hulls[0]
		switch {
		case duplicate(&h.last, f):
			return h, placeDuplicate
		case h.last.within(f, w.reach(f.t-h.last.t)):
			return h, placeHere
		}
	}
	var best, nearest *hull
	bestScore, nearestMetres := math.Inf(1), math.Inf(1)
	p := f.point()
	firm := slices.ContainsFunc(s.hulls, w.firm)
	expected := len(s.hulls) > 1 && slices.ContainsFunc(s.hulls, func(h *hull) bool { return w.firm(h) && w.expects(h, f) })
	for _, h := range s.hulls {
		if duplicate(&h.last, f) {
			return h, placeDuplicate
		}
		if firm && !w.firm(h) && (expected || float64(f.t-h.last.t) > w.p.Tracks.ConfirmHours*secondsPerHour) {
			continue
		}
		metres := geo.Distance(h.last.point(), p)
		if metres < nearestMetres {
			nearest, nearestMetres = h, metres
		}
		if metres > w.reach(f.t-h.last.t) {
			continue
		}
		if score := w.misfit(h, f, metres); score < bestScore {
			best, bestScore = h, score
		}
	}
	if best == nil {
		best = w.takeBack(s, f)
	}
	if best != nil {
		return best, placeHere
	}
	if len(s.hulls) >= w.p.Tracks.MaxHulls && !w.dropTentative(s) {
		return nil, placeNowhere
	}
	h := &hull{mmsi: s.mmsi, number: w.numbers, first: *f, last: *f, keep: w.p.Tracks.KeepSeconds}
	if nearest != nil {
		h.origin = &split{from: nearest, at: nearest.last, metres: nearestMetres, dt: f.t - nearest.last.t}
	}
	s.hulls = append(s.hulls, h)
	w.hulls = append(w.hulls, h)
	w.numbers++
	return h, placeHere
}

// firm says that a hull was heard often enough not to be an error.
func (w *Watcher) firm(h *hull) bool { return int(h.reports) >= w.p.Tracks.ConfirmFixes }

// duplicate says that another receiver heard the same transmission.
func duplicate(last, f *fix) bool {
	if last.lat != f.lat || last.lon != f.lon || last.sog != f.sog || last.cog != f.cog {
		return false
	}
	dt := f.t - last.t
	return dt == 0 && last.heading == f.heading || dt < 30 && f.sog > 5 && f.sog < 1023
}

// reach is how far a hull gets in so many seconds at the very most.
func (w *Watcher) reach(dt int64) float64 {
	t := &w.p.Tracks
	return t.MaxKnots*geo.Knot*(float64(dt)+t.SlackSeconds) + t.SlackMetres
}

// expects says that a hull can have made a position at a speed that ships
// usually make. Then it does not confirm another hull, of which there may be no
// more than an error: after a silence, the place of an error is in reach too.
func (w *Watcher) expects(h *hull, f *fix) bool {
	t := &w.p.Tracks
	return h.last.within(f, t.UsualKnots*geo.Knot*(float64(f.t-h.last.t)+t.SlackSeconds)+t.SlackMetres)
}

// takeBack looks for a hull whose last position was an error: the only one since
// a silence, in which the ship could have come there, but not on to f; and f lies
// where the ship was heading before. Then that position is given up.
func (w *Watcher) takeBack(s *ship, f *fix) *hull {
	for _, h := range s.hulls {
		before := h.keptBefore(h.last.t)
		if !h.alone || before == nil || !w.firm(h) {
			continue
		}
		was := hull{last: *before}
		if !w.expects(&was, f) || 2*before.astray(f) > before.astray(&h.last) {
			continue
		}
		w.rejectMany(rejectJump, int(h.last.line), 1)
		w.stats.Positions--
		h.reports--
		if n := len(h.kept); int64(h.kept[n-1].t) == h.last.t {
			h.kept = h.kept[:n-1]
		}
		if x := h.back; x != nil && x.on.t == h.last.t {
			x.undone = true
		}
		h.last, h.fine, h.alone = was.last, nil, false
		return h
	}
	return nil
}

// keptBefore is the latest kept position before a time.
func (h *hull) keptBefore(t int64) *fix {
	for i := len(h.kept) - 1; i >= 0; i-- {
		if int64(h.kept[i].t) < t {
			f := h.kept[i].fix()
			return &f
		}
	}
	return nil
}

// astray is how far a later position is from where a ship was and from where its
// course led, the lesser of both.
func (f *fix) astray(later *fix) float64 {
	off := geo.Distance(f.point(), later.point())
	if k, c := f.knots(), f.course(); !math.IsNaN(k) && !math.IsNaN(c) {
		led := geo.Destination(f.point(), c, k*geo.Knot*float64(later.t-f.t))
		off = math.Min(off, geo.Distance(led, later.point()))
	}
	return off
}

// misfit is how badly a position fits a hull: the way from where it was, or
// from where its course led, against what time allows. Time counts less and
// less, and of two that fit alike the one heard not so long ago is likelier, so
// that a hull not heard for days does not take what another leaves in passing
// (both as in GFW's gpsdio-segment).
func (w *Watcher) misfit(h *hull, f *fix, metres float64) float64 {
	hours := float64(f.t-h.last.t) / secondsPerHour
	damped := hours / (1 + math.Sqrt(hours/4))
	off := metres
	if k, c := h.last.knots(), h.last.course(); !math.IsNaN(k) && !math.IsNaN(c) {
		led := geo.Destination(h.last.point(), c, k*geo.Knot*damped*secondsPerHour)
		off = math.Min(off, geo.Distance(led, f.point()))
	}
	part := misfitSteep * off / (w.p.Tracks.SlackMetres + w.p.Tracks.UsualKnots*geo.Knot*damped*secondsPerHour)
	return part*part + math.Log(math.Max(hours, misfitHours))
}

const (
	misfitSteep = 5    // GFW: the fastest ship against an ordinary one
	misfitHours = 0.25 // GFW: less makes no difference
)

// dropTentative makes room by giving up the oldest hull that was never
// confirmed.
func (w *Watcher) dropTentative(s *ship) bool {
	for i, h := range s.hulls {
		if !w.firm(h) && h != s.last {
			w.giveUp(h)
			h.origin, h.returns, h.kept = nil, nil, nil // others may still refer to it
			w.dropped++
			s.hulls = slices.Delete(s.hulls, i, i+1)
			if w.dropped > 1000 && 2*w.dropped > len(w.hulls) {
				w.hulls = slices.DeleteFunc(w.hulls, func(h *hull) bool { return h.reports == 0 })
				w.dropped = 0
			}
			return true
		}
	}
	return false
}

// giveUp counts the positions of a hull as errors.
func (w *Watcher) giveUp(h *hull) {
	w.rejectMany(rejectJump, int(h.first.line), int(h.reports))
	w.stats.Positions -= int(h.reports)
	h.reports = 0
}
