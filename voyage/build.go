package voyage

import (
	"cmp"
	"fmt"
	"math"
	"slices"
	"time"

	"plimsoll/geo"
)

// build makes the tracks, at the end.
func (w *Watcher) build() {
	for _, h := range w.roots() {
		w.tracks = append(w.tracks, w.trackOf(h.hulls()))
	}
}

// confirmed lists the hulls that are more than errors, in the order in which
// they were first heard. Under one MMSI a hull needs a few positions; when
// none has them, the one with most is kept.
func (w *Watcher) confirmed() []*hull {
	for _, s := range w.ships {
		var most *hull
		for _, h := range s.hulls {
			if most == nil || h.reports > most.reports {
				most = h
			}
		}
		var kept []*hull
		for _, h := range s.hulls {
			if h == most || w.firm(h) {
				kept = append(kept, h)
				continue
			}
			w.giveUp(h)
		}
		s.hulls = kept
		for _, x := range s.waiting {
			w.reject(rejectUnsettled, int(x.static.line))
		}
		s.sortIdentities()
	}
	var out []*hull
	for _, h := range w.hulls {
		if s := w.ships[h.mmsi]; h.reports > 0 && slices.Contains(s.hulls, h) {
			out = append(out, h)
		}
	}
	return out
}

// sortIdentities gives an identity that came out under several hulls of one
// MMSI to the hull that sent it most: a receiver that hears both of them may
// have put a few at the wrong door. A hull always keeps its main one.
func (s *ship) sortIdentities() {
	if len(s.hulls) < 2 {
		return
	}
	mains := make([]*variant, len(s.hulls))
	for i, h := range s.hulls {
		mains[i] = h.main()
	}
	for i, h := range s.hulls {
		h.idents = slices.DeleteFunc(h.idents, func(v *variant) bool {
			if v == mains[i] {
				return false
			}
			for k, other := range s.hulls {
				if k == i {
					continue
				}
				for _, o := range other.idents {
					if o.who == v.who && (o.messages > v.messages || o == mains[k]) {
						return true
					}
				}
			}
			return false
		})
	}
}

func (w *Watcher) trackOf(hulls []*hull) Track {
	t := Track{ID: trackID(hulls[0]), First: hulls[0].first.time(), Last: hulls[len(hulls)-1].last.time()}
	kept := 0
	for _, h := range hulls {
		kept += len(h.kept) + 1
	}
	t.Fixes = make([]Fix, 0, kept)
	for _, h := range hulls {
		t.Reports += int(h.reports)
		if n, last := len(h.kept), pack(&h.last); h.kept[n-1] != last {
			h.kept = append(h.kept, last)
		}
		for i := range h.kept {
			f := h.kept[i].fix()
			t.Fixes = append(t.Fixes, fixOf(h.mmsi, &f))
		}
		t.Idents = append(t.Idents, hullIdents(h)...)
		t.Draughts = append(t.Draughts, draughtsOf(h)...)
	}
	for _, h := range hulls[1:] {
		t.Links = append(t.Links, Link{
			Kind: "join", Time: h.first.time(), From: h.prev.mmsi, To: h.mmsi,
			Minutes: round(h.by.minutes(), 1), Metres: round(h.by.metres, 0), Reason: h.by.reason,
		})
	}
	w.linkSplits(&t, hulls)
	return t
}

func fixOf(mmsi uint32, f *fix) Fix {
	return Fix{
		MMSI: mmsi, Time: f.time(), Point: f.point(), SOG: f.knots(), COG: f.course(), Heading: f.head(),
		Status: f.status, Line: int(f.line),
	}
}

// hullIdents lists the identities of a hull in the order of time. The first
// reaches back to its first position, the last on to its last.
func hullIdents(h *hull) []HullIdent {
	var out []HullIdent
	for _, v := range h.idents {
		out = append(out, HullIdent{
			MMSI: h.mmsi, IMO: imoText(v.IMO), IMOValid: imoValid(v.IMO), Name: v.Name, CallSign: v.CallSign,
			Flag: FlagOf(h.mmsi), ShipType: v.ShipType, A: v.A, B: v.B, C: v.C, D: v.D,
			First: time.Unix(v.first, 0).UTC(), Last: time.Unix(v.last, 0).UTC(),
			FirstLine: int(v.firstLine), LastLine: int(v.lastLine), Messages: v.messages,
		})
	}
	if len(out) == 0 {
		return []HullIdent{{
			MMSI: h.mmsi, Flag: FlagOf(h.mmsi), First: h.first.time(), Last: h.last.time(),
			FirstLine: int(h.first.line), LastLine: int(h.last.line),
		}}
	}
	slices.SortStableFunc(out, func(a, b HullIdent) int {
		return cmp.Or(a.First.Compare(b.First), a.Last.Compare(b.Last), cmp.Compare(a.Name, b.Name))
	})
	if out[0].First.After(h.first.time()) {
		out[0].First = h.first.time()
	}
	latest := &out[0]
	for i := range out {
		if out[i].Last.After(latest.Last) {
			latest = &out[i]
		}
	}
	if latest.Last.Before(h.last.time()) {
		latest.Last = h.last.time()
	}
	return out
}

func draughtsOf(h *hull) []Draught {
	var all []Draught
	for _, v := range h.idents {
		for _, d := range v.draughts {
			all = append(all, Draught{Time: time.Unix(d.t, 0).UTC(), Metres: float64(d.tenths) / 10, Line: int(d.line)})
		}
	}
	slices.SortStableFunc(all, func(a, b Draught) int { return cmp.Or(a.Time.Compare(b.Time), cmp.Compare(a.Metres, b.Metres)) })
	return slices.CompactFunc(all, func(a, b Draught) bool { return a.Metres == b.Metres })
}

// linkSplits says on a track which other hulls sent its MMSI.
func (w *Watcher) linkSplits(t *Track, hulls []*hull) {
	for _, h := range hulls {
		o := h.origin
		if o == nil || o.from.reports == 0 {
			continue
		}
		t.Links = append(t.Links, Link{
			Kind: "split", Time: h.first.time(), From: h.mmsi, To: h.mmsi, Minutes: round(float64(o.dt)/60, 1),
			Metres: round(o.metres, 0), Other: o.from.track(),
			Reason: fmt.Sprintf("%.0f km from where MMSI %d was heard %s before: %s, so another hull sends the same number",
				o.metres/1000, h.mmsi, minutesText(o.dt), speedText(o.metres, o.dt)),
		})
	}
	slices.SortStableFunc(t.Links, func(a, b Link) int { return a.Time.Compare(b.Time) })
}

func minutesText(seconds int64) string {
	switch {
	case seconds < 120:
		return fmt.Sprintf("%d s", seconds)
	case seconds < 2*secondsPerHour:
		return fmt.Sprintf("%d minutes", seconds/60)
	}
	return fmt.Sprintf("%.1f h", float64(seconds)/secondsPerHour)
}

func speedText(metres float64, seconds int64) string {
	if seconds <= 0 {
		return "no ship is at two places at once"
	}
	return fmt.Sprintf("that would take %.0f kn", metres/float64(seconds)/geo.Knot)
}

func round(v float64, digits int) float64 {
	p := math.Pow10(digits)
	return math.Round(v*p) / p
}

// position makes the report of a fix for an event.
func (w *Watcher) positionOf(h *hull, f *fix) Position {
	p := f.point()
	return Position{
		Time: f.time(), MMSI: h.mmsi, Lat: round(p.Lat, 6), Lon: round(p.Lon, 6),
		SOG: known(f.knots()), COG: known(f.course()), Heading: known(f.head()), Line: int(f.line), Track: h.track(),
	}
}

// where says what lies around a place.
func (w *Watcher) where(p geo.Point) Where {
	out := Where{ShoreKM: round(w.land.DistanceToShore(p)/1000, 1)}
	if port, metres, ok := w.ports.NearestPort(p); ok {
		out.Port, out.PortName, out.PortKM = port.Code, port.Name, round(metres/1000, 1)
	}
	return out
}

// zone is the tag for where an event was.
func (w *Watcher) zone(at Where) string {
	switch {
	case at.Port != "" && at.PortKM <= w.p.Encounter.PortKM:
		return TagPort
	case at.ShoreKM <= w.p.Encounter.InshoreKM:
		return TagInshore
	}
	return TagOpenSea
}

// tagUnassigned marks ships whose MMSI begins with digits of no country.
func tagUnassigned(tags []string, ships []Ident) []string {
	for _, s := range ships {
		if FlagOf(s.MMSI) == Unassigned {
			return append(tags, TagUnassigned)
		}
	}
	return tags
}

// called names a ship in a sentence.
func called(i Ident) string {
	if i.Name == "" {
		return fmt.Sprintf("MMSI %d", i.MMSI)
	}
	return fmt.Sprintf("%s (MMSI %d)", i.Name, i.MMSI)
}

func clockText(t time.Time) string { return t.UTC().Format("2006-01-02 15:04 UTC") }
