package voyage

import (
	"cmp"
	"fmt"
	"math"
	"slices"
	"strings"
	"time"

	"plimsoll/geo"
)

// changeOfMMSI is a hull that went on under another number.
func (w *Watcher) changeOfMMSI(j join) {
	x, y := j.x, j.y
	a, b := identOf(j.from.track(), j.from.mmsi, x), identOf(j.to.track(), j.to.mmsi, y)
	changes := append([]Change{{"mmsi", fmt.Sprint(a.MMSI), fmt.Sprint(b.MMSI)}}, changesOf(&x.who, &y.who)...)
	place := j.to.first.point()
	e := Event{
		Kind: Identity, Start: j.from.last.time(), End: j.to.first.time(), Ships: []Ident{a, b}, Place: place,
		Evidence: Evidence{Where: w.where(place), Identity: &IdentityEvidence{
			Changes: changes, Minutes: round(j.minutes(), 1),
			DistanceKM: round(geo.Distance(j.from.last.point(), place)/1000, 1), Dimensions: y.dims(),
			Identities: append(hullIdents(j.from), hullIdents(j.to)...),
		}},
		Positions:  []Position{w.positionOf(j.from, &j.from.last), w.positionOf(j.to, &j.to.first)},
		Confidence: Moderate, Tags: []string{TagMMSIChange},
		Parameters: w.p.only("joins.max_hours", "joins.metres", "joins.per_way", "joins.turn_metres", "joins.min_history_minutes", "joins.min_fixes", "joins.min_length"),
		Refutes: []string{
			"both numbers heard at one time from two places near here: then there are two ships",
			"a registry or a picture that shows another ship under the second number",
			"a transponder that was set anew by its installer, with papers of the day",
		},
	}
	if j.sameIMO || j.sameDims && j.metres <= w.p.Joins.Metres {
		e.Confidence = High
	}
	if y.IMO != x.IMO && y.IMO != 0 && !imoValid(y.IMO) {
		e.Tags = append(e.Tags, TagIMOInvalid)
	}
	e.Tags = tagUnassigned(append(e.Tags, w.zone(e.Evidence.Where)), e.Ships)
	e.Reason = fmt.Sprintf("One hull changed who it says it is: %s became %s. %s.", called(a), called(b), j.reason)
	e.ID = eventID(e.Kind, e.Start, e.End, e.Ships, TagMMSIChange)
	j.to.joined = &e
	w.emit(e)
}

func identOf(track string, mmsi uint32, v *variant) Ident {
	i := Ident{Track: track, MMSI: mmsi}
	if v != nil {
		i.IMO, i.Name = imoText(v.IMO), v.Name
	}
	return i
}

// changesOf lists what differs; a field that one of them leaves empty does not
// count.
func changesOf(x, y *who) []Change {
	var out []Change
	for _, c := range []Change{
		{"imo", imoText(x.IMO), imoText(y.IMO)}, {"name", x.Name, y.Name}, {"callsign", x.CallSign, y.CallSign},
	} {
		if c.From != "" && c.To != "" && c.From != c.To {
			out = append(out, c)
		}
	}
	return out
}

// changedTo tells that y is a new name or IMO number under one MMSI, if it is:
// one identity ended and y began. Two that alternate are not a change.
func (w *Watcher) changedTo(h *hull, y *variant) {
	if !w.real(h) || !slices.Contains(h.idents, y) {
		return // it was given up since
	}
	var x *variant // of those that began before y, the one heard last
	for _, v := range h.idents {
		if v != y && v.messages >= w.p.Identity.MinMessages && beganBefore(v, y) && (x == nil || v.last > x.last) {
			x = v
		}
	}
	if x == nil || y.first < x.last {
		return
	}
	changes := changesOf(&x.who, &y.who)
	if slices.ContainsFunc(changes, func(c Change) bool { return c.Field != "callsign" }) {
		w.changeUnder(h, x, y, changes)
	}
}

func beganBefore(a, b *variant) bool {
	return cmp.Or(cmp.Compare(a.first, b.first), cmp.Compare(a.last, b.last), strings.Compare(a.Name, b.Name)) < 0
}

// real says that a hull is more than an error: it is confirmed, or the only
// one under its number.
func (w *Watcher) real(h *hull) bool {
	return h.reports > 0 && (w.firm(h) || len(w.ships[h.mmsi].hulls) == 1)
}

func (w *Watcher) changeUnder(h *hull, x, y *variant, changes []Change) {
	id := h.track()
	a, b := identOf(id, h.mmsi, x), identOf(id, h.mmsi, y)
	at := h.nearest(y.first)
	e := Event{
		Kind: Identity, Start: time.Unix(x.last, 0).UTC(), End: time.Unix(y.first, 0).UTC(), Ships: []Ident{a, b},
		Place: at.point(), Confidence: Moderate, Positions: []Position{w.positionOf(h, at)},
		Evidence: Evidence{Where: w.where(at.point()), Identity: &IdentityEvidence{
			Changes: changes, Minutes: round(float64(y.first-x.last)/60, 1), Dimensions: y.dims(), Identities: hullIdents(h),
		}},
		Parameters: w.p.only("identity.min_messages", "identity.apart_seconds"),
		Refutes: []string{
			"a registry that shows the change as made in the open: new owner, new flag, new name on that day",
			"two ships that were taken for one because they send the same MMSI from near each other",
		},
	}
	var texts []string
	for _, c := range changes {
		texts = append(texts, fmt.Sprintf("%s %s became %s", fieldText(c.Field), c.From, c.To))
		switch c.Field {
		case "name":
			e.Tags = append(e.Tags, TagNameChange)
		case "imo":
			e.Tags = append(e.Tags, TagIMOChange)
			if !imoValid(y.IMO) {
				e.Tags = append(e.Tags, TagIMOInvalid)
			}
		}
	}
	if x.dims() != y.dims() && x.length() > 0 && y.length() > 0 {
		e.Tags = append(e.Tags, TagHullMismatch)
	}
	slices.Sort(e.Tags)
	e.Tags = tagUnassigned(append(e.Tags, w.zone(e.Evidence.Where)), e.Ships)
	e.Reason = fmt.Sprintf("The ship under MMSI %d changed who it says it is between %s and %s: %s.",
		h.mmsi, clockText(e.Start), clockText(e.End), strings.Join(texts, ", "))
	e.ID = eventID(e.Kind, e.Start, e.End, e.Ships, append([]string{a.Name, a.IMO, b.Name, b.IMO}, e.Tags...)...)
	w.emit(e)
}

func fieldText(field string) string {
	return map[string]string{"imo": "IMO number", "name": "name", "callsign": "call sign", "mmsi": "MMSI"}[field]
}

// nearest is the kept position nearest to a time.
func (h *hull) nearest(t int64) *fix {
	i, _ := slices.BinarySearchFunc(h.kept, t, func(p packed, t int64) int { return cmp.Compare(int64(p.t), t) })
	if i == len(h.kept) || i > 0 && t-int64(h.kept[i-1].t) < int64(h.kept[i].t)-t {
		i--
	}
	f := h.kept[i].fix()
	return &f
}

// sharedAgain is how often a number that goes on being shared is told again.
const sharedAgain = 6 * secondsPerHour

// noteShared has a number looked at when the feed went back and forth between
// its hulls often enough.
func (w *Watcher) noteShared(s *ship) {
	n := 0
	for _, h := range s.hulls {
		if int(h.returned) >= w.p.Identity.MinReturns {
			n++
		}
	}
	if n < 2 {
		return
	}
	if s.sharing == nil {
		s.sharing = new(sharing)
	}
	if s.sharing.due {
		return
	}
	s.sharing.due = true
	again := int64(sharedAgain)
	if s.sharing.told == "" {
		again = secondsPerHour
	}
	w.timers.add(timer{t: w.now + again, task: taskShared, ship: s})
}

// shared is one MMSI from several hulls at once: the feed goes back and forth
// between places that one hull cannot both have been at.
func (w *Watcher) shared(s *ship) {
	s.sharing.due = false
	var hulls []*hull
	for _, h := range s.hulls {
		if w.firm(h) {
			hulls = append(hulls, h)
		}
	}
	slices.SortFunc(hulls, func(a, b *hull) int { return cmp.Compare(a.number, b.number) })
	for len(hulls) > 1 {
		group := hulls[:1]
		last := hulls[0].last.t
		for _, h := range hulls[1:] {
			if h.first.t > last {
				break
			}
			last = max(last, h.last.t)
			group = hulls[:len(group)+1]
		}
		hulls = hulls[len(group):]
		w.sharedBy(s.mmsi, slices.DeleteFunc(slices.Clone(group), func(h *hull) bool {
			return int(h.returned) < w.p.Identity.MinReturns
		}))
	}
}

// sharedBy makes the event; the hulls overlap in time.
func (w *Watcher) sharedBy(mmsi uint32, hulls []*hull) {
	if len(hulls) < 2 {
		return
	}
	x := &IdentityEvidence{DistanceKM: math.Inf(1), Minutes: math.Inf(1)}
	e := Event{Kind: Identity, Confidence: High, Tags: []string{TagMMSIShared}}
	var firsts, lasts []int64
	for _, h := range hulls {
		id := h.track()
		e.Ships = append(e.Ships, identOf(id, mmsi, h.main()))
		x.Identities = append(x.Identities, hullIdents(h)...)
		firsts, lasts = append(firsts, h.first.t), append(lasts, h.last.t)
		for _, r := range h.returns {
			if !slices.Contains(hulls, r.other) {
				continue
			}
			x.DistanceKM = math.Min(x.DistanceKM, round(geo.Distance(r.there.point(), r.here.point())/1000, 1))
			x.Minutes = math.Min(x.Minutes, round(float64(r.here.t-r.there.t)/60, 1))
			e.Positions = append(e.Positions, w.positionOf(r.other, &r.there), w.positionOf(h, &r.here))
		}
	}
	if math.IsInf(x.DistanceKM, 1) {
		return
	}
	// From when the second was there until only one was left.
	slices.Sort(firsts)
	slices.Sort(lasts)
	start, end := firsts[1], lasts[len(lasts)-2]
	if end < start {
		start, end = end, start
	}
	slices.SortStableFunc(e.Positions, func(a, b Position) int {
		return cmp.Or(a.Time.Compare(b.Time), strings.Compare(a.Track, b.Track))
	})
	e.Positions = slices.CompactFunc(e.Positions, func(a, b Position) bool { return a.Time.Equal(b.Time) && a.Track == b.Track })
	e.Start, e.End = time.Unix(start, 0).UTC(), time.Unix(end, 0).UTC()
	e.Place = hulls[len(hulls)-1].first.point()
	e.Evidence = Evidence{Identity: x, Where: w.where(e.Place)}
	e.Parameters = w.p.only("tracks.max_knots", "tracks.usual_knots", "tracks.slack_metres", "tracks.slack_seconds", "tracks.confirm_fixes", "identity.min_returns")
	e.Tags = tagUnassigned(append(e.Tags, w.zone(e.Evidence.Where)), e.Ships)
	e.Reason = fmt.Sprintf("MMSI %d was sent by %d hulls at once from %s to %s: back and forth between positions at least %.0f km apart, at times only %s from one to the other.",
		mmsi, len(hulls), clockText(e.Start), clockText(e.End), x.DistanceKM, minutesText(int64(math.Round(x.Minutes*60))))
	e.Refutes = []string{
		"one of the places being made up: a position no receiver near it ever heard, or a jammed satellite receiver",
		"a network that mixes up the messages of two ships, shown by a second network that does not",
		"an installer's default number that ought to be on the list of default numbers",
	}
	e.ID = eventID(e.Kind, e.Start, e.Start, e.Ships[:1], TagMMSIShared)
	if s := w.ships[mmsi].sharing; s.told != e.Reason {
		s.told = e.Reason
		w.emit(e)
	}
}
