package voyage

import (
	"fmt"
	"math"
	"time"

	"plimsoll/geo"
)

// sharedIMO looks for another hull that sends the same valid IMO number at the
// same time from where this one is not.
func (w *Watcher) sharedIMO(h *hull, y *variant) {
	if !w.real(h) || !imoValid(y.IMO) {
		return
	}
	for _, o := range w.byIMO[y.IMO] {
		if o == h || o.mmsi == h.mmsi || !w.real(o) || o.root() == h.root() {
			continue
		}
		x := o.sent(y.IMO)
		if x == nil || x.messages < w.p.Identity.MinMessages || x.first > y.last || y.first > x.last {
			continue // one after the other
		}
		w.borrowedIMO(o, h, x, y)
	}
}

// sent is the identity with an IMO number that a hull sent most.
func (h *hull) sent(imo uint32) *variant {
	var best *variant
	for _, v := range h.idents {
		if v.IMO == imo && (best == nil || v.messages > best.messages) {
			best = v
		}
	}
	return best
}

func (w *Watcher) borrowedIMO(a, b *hull, x, y *variant) {
	if y.first < x.first { // b is the one that came later, whoever was heard last
		a, b, x, y = b, a, y, x
	}
	start := max(x.first, y.first)
	fa, fb := a.nearest(start), b.nearest(start)
	metres := geo.Distance(fa.point(), fb.point())
	if metres <= w.reach(max(fa.t-fb.t, fb.t-fa.t)) {
		return // so near that it may be one ship with two radios
	}
	e := Event{
		Kind: Identity, Start: time.Unix(start, 0).UTC(), End: time.Unix(min(x.last, y.last), 0).UTC(),
		Ships: []Ident{identOf(a.track(), a.mmsi, x), identOf(b.track(), b.mmsi, y)}, Place: fb.point(), Confidence: High,
		Evidence: Evidence{Where: w.where(fb.point()), Identity: &IdentityEvidence{
			Minutes: round(math.Abs(float64(fa.t-fb.t))/60, 1), DistanceKM: round(metres/1000, 1), Dimensions: y.dims(),
			Identities: append(hullIdents(a), hullIdents(b)...),
		}},
		Positions: []Position{w.positionOf(a, fa), w.positionOf(b, fb)}, Parameters: w.p.only("identity.min_messages", "identity.apart_seconds"),
		Refutes: []string{
			"a slip in one digit when the radio was set up: the registry shows which ship has the number",
			"one of the two places being made up",
		},
	}
	if e.End.Before(e.Start) {
		e.End = e.Start
	}
	e.Tags = tagUnassigned([]string{TagIMOShared, w.zone(e.Evidence.Where)}, e.Ships)
	e.Reason = fmt.Sprintf("%s and %s both say they are IMO %s, at the same time, %.0f km apart: one of them borrows the number.",
		called(e.Ships[0]), called(e.Ships[1]), imoText(y.IMO), metres/1000)
	e.ID = eventID(e.Kind, e.Start, e.Start, e.Ships, TagIMOShared)
	w.emit(e)
}

// falseIMO tells of a large merchant ship whose IMO number fails its check
// digit from the start.
func (w *Watcher) falseIMO(h *hull, y *variant) {
	if y.IMO == 0 || imoValid(y.IMO) || !w.real(h) || y.ShipType < 70 || y.ShipType > 89 || y.length() < w.p.Identity.FalseIMOLength {
		return
	}
	for _, v := range h.idents {
		if v != y && v.IMO != 0 && v.first < y.first {
			return // a change is told as such; the same false number once
		}
	}
	at := h.nearest(y.first)
	e := Event{
		Kind: Identity, Start: time.Unix(y.first, 0).UTC(), End: time.Unix(y.first, 0).UTC(), Ships: []Ident{identOf(h.track(), h.mmsi, y)},
		Place: at.point(), Confidence: Low, Positions: []Position{w.positionOf(h, at)},
		Evidence:   Evidence{Where: w.where(at.point()), Identity: &IdentityEvidence{Dimensions: y.dims(), Identities: hullIdents(h)}},
		Parameters: w.p.only("identity.false_imo_length"),
		Refutes:    []string{"a slip of whoever set up the radio: one ship in a hundred has such a number"},
	}
	e.Tags = tagUnassigned([]string{TagIMOInvalid, w.zone(e.Evidence.Where)}, e.Ships)
	e.Reason = fmt.Sprintf("%s, %.0f m long, says it is IMO %d, which is no IMO number: the check digit is wrong.", called(e.Ships[0]), y.length(), y.IMO)
	e.ID = eventID(e.Kind, e.Start, e.Start, e.Ships, TagIMOInvalid)
	w.emit(e)
}
