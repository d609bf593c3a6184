package voyage

import (
	"fmt"
	"math"
	"strings"
	"time"

	"plimsoll/geo"
)

const (
	namedNeighbours = 12
	namedPorts      = 12
	draughtLate     = 4 * time.Hour
	draughtSent     = 30 * time.Minute // a draught is sent every six minutes: then the one of the ship's return has been
)

// gapOf tells a silence soon after it ended, once more when the first draught or
// destination after it was heard since, which may take hours, and again when as
// much time has gone by as the model of silences wants to know of.
func (w *Watcher) gapOf(h *hull, x *hole) {
	if x.undone {
		return // it ended later, and is told as that
	}
	if !x.told {
		w.gap(h, h, x)
		x.told, x.saidMore = true, false
		w.timers.add(timer{t: x.on.t + int64(draughtLate.Seconds()), task: taskGap, hull: h, hole: x})
		if x.after > 0 {
			w.timers.add(timer{t: x.after, task: taskGap, hull: h, hole: x})
		}
		return
	}
	if h.back == x {
		h.back = nil
	}
	if x.saidMore || x.after > 0 && w.now >= x.after {
		x.saidMore = false
		w.gap(h, h, x)
	}
}

// noteReturn keeps what a ship says first after a silence.
func (x *hole) noteReturn(st *static) {
	if x.draughtOn == 0 && st.draught > 0 {
		x.draughtOn, x.saidMore = float64(st.draught)/10, true
	}
	if x.destOn == "" && st.destination != "" {
		x.destOn, x.saidMore = st.destination, true
	}
}

// gap makes the event, unless the ship was heard too seldom before for its
// silence to mean anything.
func (w *Watcher) gap(before, after *hull, x *hole) {
	if x.receivedBefore < w.p.Gap.MinReceived || !w.real(before) {
		return
	}
	hours := float64(x.on.t-x.off.t) / secondsPerHour
	off, on := x.off.point(), x.on.point()
	metres := geo.Distance(off, on)
	back := w.positionOf(after, &x.on)
	g := w.gapEvidence(before, x, hours)
	g.On, g.MMSIOn, g.DraughtOn, g.DestOn = &back, x.toMMSI, x.draughtOn, x.destOn
	g.DistanceKM, g.ImpliedKnots = round(metres/1000, 1), round(metres/hours/secondsPerHour/geo.Knot, 1)
	g.ShoreOnKM = round(w.land.DistanceToShore(on)/1000, 1)
	if before != after { // another number: what it said first is not kept
		g.DraughtOn, g.DestOn = w.draughtAt(after, x.on.time().Add(draughtLate)), after.destination
	}
	r := w.receptionOf(x, hours)
	laidUp, port := w.laidUp(off, on, metres)
	laidUp = laidUp && !(w.underWay(&x.off) && w.underWay(&x.on))
	heard := w.heardAround(r)
	if before == after && !laidUp {
		g.Odds = w.odds(after, x, g, true)
	}
	elsewhere := x.elsewhere >= w.p.Gap.ElsewhereShare
	g.Dark = !laidUp && heard && !elsewhere
	if !laidUp {
		w.reachOf(g, before, off, on, hours)
	}
	r.CoverageExplain = w.explainReception(r, heard)
	e := w.gapEvent(before, x, g, r, geo.Between(off, on, 0.5), laidUp)
	e.End = x.on.time()
	e.Positions = append(e.Positions, back)
	e.Reason = gapReason(e.Ships[0], g, r, laidUp, port)
	if elsewhere {
		e.Reason += fmt.Sprintf(" In %.0f of a hundred of these hours its number was heard elsewhere: this is a place where it only seemed to be, or two ships send the number.", 100*x.elsewhere)
	}
	e.Refutes = gapRefutes(g, r)
	w.emit(e)
}

// gapEvidence is what is known of a silence from its beginning.
func (w *Watcher) gapEvidence(h *hull, x *hole, hours float64) *GapEvidence {
	return &GapEvidence{
		Hours: round(hours, 2), Off: w.positionOf(h, &x.off), ShoreOffKM: round(w.land.DistanceToShore(x.off.point())/1000, 1),
		DraughtOff: w.draughtAt(h, x.off.time()), MMSIOff: x.fromMMSI, DestOff: x.destination,
	}
}

// gapEvent makes what a silence that goes on and one that has ended have in
// common, its name too.
func (w *Watcher) gapEvent(h *hull, x *hole, g *GapEvidence, r *Reception, place geo.Point, laidUp bool) Event {
	start := x.off.time()
	e := Event{
		Kind: Gap, Start: start, Ships: []Ident{w.identAt(h, start)}, Place: place,
		Evidence:   Evidence{Gap: g, Reception: r, Where: w.where(place)},
		Positions:  []Position{g.Off},
		Parameters: w.p.Gap.numbers(),
	}
	e.Confidence = w.gapConfidence(g, r)
	e.Tags = w.gapTags(&e, w.heardAround(r), laidUp)
	e.ID = eventID(e.Kind, start, start, e.Ships)
	return e
}

// heardAround says that others were heard where the ship ought to have been.
func (w *Watcher) heardAround(r *Reception) bool {
	return r.Neighbours >= w.p.Gap.MinNeighbours && r.KnownHours > 0 &&
		float64(r.NeighbourHours) >= w.p.Gap.MinHeardShare*float64(r.SilentHours)
}

func (w *Watcher) receptionOf(x *hole, hours float64) *Reception {
	r := &Reception{
		HoursBefore: round(x.hoursBefore, 2), ReceivedBefore: x.receivedBefore, NeighbourKM: w.p.Gap.NeighbourKM,
		Neighbours: len(x.near.ships), NeighbourHours: x.near.hours, SilentHours: x.near.silent,
		SameReceiver: x.near.sameReceiver, KnownHours: x.near.known, NeighbourShips: []Ident{},
	}
	// A ship heard for a few minutes only has no rate yet; an hour is the least.
	rate := float64(x.receivedBefore) / math.Max(x.hoursBefore, 1)
	r.PerHourBefore = round(rate, 1)
	r.ExpectedSilent = round(rate*hours, 0)
	for _, mmsi := range x.near.ships {
		if len(r.NeighbourShips) == namedNeighbours {
			break
		}
		for _, h := range w.ships[mmsi].hulls {
			if w.real(h) {
				r.NeighbourShips = append(r.NeighbourShips, w.identAt(h, x.off.time()))
				break
			}
		}
	}
	return r
}

// laidUp says that a ship lay in one port all the while.
func (w *Watcher) laidUp(off, on geo.Point, metres float64) (bool, string) {
	a, toA, okA := w.ports.NearestPort(off)
	b, toB, okB := w.ports.NearestPort(on)
	near := w.p.Gap.PortKM * 1000
	if okA && okB && a.Code == b.Code && toA <= near && toB <= near && metres <= w.p.Gap.PortMovedKM*1000 {
		return true, a.Name
	}
	return false, ""
}

// underWay says that a ship said it made way. One that did so when it was heard
// last, and when it was heard again, was not lying there at either time.
func (w *Watcher) underWay(f *fix) bool { return f.knots() > w.p.Loitering.MaxKnots }

func (w *Watcher) explainReception(r *Reception, heard bool) string {
	switch {
	case r.KnownHours == 0:
		return "the silence is too long ago: what was heard around it is no longer in memory"
	case heard:
		return fmt.Sprintf("reception was there: %d other ships were heard within %.0f km of its way in %d of %d clock hours",
			r.Neighbours, r.NeighbourKM, r.NeighbourHours, r.SilentHours)
	case r.Neighbours == 0:
		return fmt.Sprintf("nobody was heard within %.0f km of its way: a hole in coverage explains the silence", r.NeighbourKM)
	}
	others := fmt.Sprintf("only %d other ships were", r.Neighbours)
	if r.Neighbours == 1 {
		others = "only one other ship was"
	}
	return fmt.Sprintf("%s heard within %.0f km of its way, in %d of %d clock hours: a hole in coverage may explain the silence",
		others, r.NeighbourKM, r.NeighbourHours, r.SilentHours)
}

// gapConfidence is how sure it is that the ship chose to be silent.
func (w *Watcher) gapConfidence(g *GapEvidence, r *Reception) string {
	share := float64(r.NeighbourHours) / math.Max(1, float64(r.SilentHours))
	switch {
	case !g.Dark:
		return Low
	case g.Odds != nil && g.Odds.Probability < 0.5:
		return Low
	case share >= 0.8 && r.Neighbours >= 2*w.p.Gap.MinNeighbours-1 && r.ReceivedBefore >= 2*w.p.Gap.MinReceived:
		return High
	}
	return Moderate
}

func (w *Watcher) gapTags(e *Event, heard, laidUp bool) []string {
	var tags []string
	if e.Evidence.Gap.Dark {
		tags = append(tags, TagDark)
	}
	if !heard {
		tags = append(tags, TagCoverage)
	}
	if laidUp {
		tags = append(tags, TagPort)
	} else {
		tags = append(tags, w.zone(e.Evidence.Where))
	}
	g := e.Evidence.Gap
	if g.DraughtOff > 0 && g.DraughtOn > 0 && math.Abs(g.DraughtOn-g.DraughtOff) >= w.p.Loitering.DraughtMetres {
		tags = append(tags, TagDraught)
	}
	if g.DestOff != "" && g.DestOn != "" && g.DestOff != g.DestOn {
		tags = append(tags, TagDestination)
	}
	if len(g.Reach) > 0 && g.Reach[0].Port.DPRK() {
		tags = append(tags, TagDPRK)
	}
	return tagUnassigned(tags, e.Ships)
}

// dprk is the country whose ports come first.
const dprk = "KP"

// reachOf looks for the ports that the ship can have called at unseen. It is
// given the speed it was seen to make, or an ordinary one.
func (w *Watcher) reachOf(g *GapEvidence, h *hull, off, on geo.Point, hours float64) {
	w.assume(g, h)
	g.StayHours = w.p.Gap.StayHours
	limit := 0
	if g.Dark {
		limit = namedPorts
	}
	g.Reach = w.sea.Reachable(w.ports, off, on, hours, g.ReachKnots, g.StayHours, dprk, limit)
	g.Reach = g.Reach[:min(len(g.Reach), namedPorts)]
}

// assume gives the speed that a ship can have gone at unseen.
func (w *Watcher) assume(g *GapEvidence, h *hull) {
	g.ReachKnots = w.p.Gap.ReachKnots
	if made := float64(h.fastest) / 10; made > g.ReachKnots {
		g.ReachKnots = round(math.Min(made, w.p.Gap.ReachMaxKnots), 1)
	}
}

func gapReason(ship Ident, g *GapEvidence, r *Reception, laidUp bool, port string) string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s was not heard for %.1f hours, from %s to %s. %s", called(ship), g.Hours, clockText(g.Off.Time), clockText(g.On.Time), missing(r))
	b.WriteByte('.')
	switch {
	case laidUp:
		fmt.Fprintf(&b, " It lay at %s all the while, so this is not called dark.", port)
	case g.Dark:
		fmt.Fprintf(&b, " It came up %.0f km away, as at %.1f kn.", g.DistanceKM, g.ImpliedKnots)
	}
	if len(g.Reach) > 0 && g.Reach[0].Port.DPRK() {
		p := g.Reach[0]
		fmt.Fprintf(&b, " At %.0f kn it can have called at %s (%s) in between and lain there %.0f hours.", g.ReachKnots, p.Port.Name, p.Port.Country, p.HoursLeft)
	}
	if g.DestOff != "" && g.DestOn != "" && g.DestOff != g.DestOn {
		fmt.Fprintf(&b, " It said it was bound for %q, and after for %q.", g.DestOff, g.DestOn)
	}
	if d := g.DraughtOn - g.DraughtOff; g.DraughtOff > 0 && g.DraughtOn > 0 && math.Abs(d) >= 0.1 {
		fmt.Fprintf(&b, " Its draught went from %.1f to %.1f m.", g.DraughtOff, g.DraughtOn)
	}
	b.WriteString(oddsText(g.Odds))
	return b.String()
}

// missing says what ought to have been heard, and whether it could have been.
func missing(r *Reception) string {
	return fmt.Sprintf("Before, it was heard %.1f times an hour, so about %.0f reports are missing; %s", r.PerHourBefore, r.ExpectedSilent, r.CoverageExplain)
}

func gapRefutes(g *GapEvidence, r *Reception) []string {
	if !g.Dark {
		return []string{"a receiver that covers the area and heard other ships all through, but not this one, would make it dark"}
	}
	return []string{
		"another network or satellite that heard the ship in this time",
		"a report of a broken or replaced transponder, or of a blackout, made at the time",
		"proof that the receivers which heard the neighbours could not hear this ship: weaker class of transponder, antenna down, radio horizon",
		fmt.Sprintf("the %d neighbours turning out to be heard by a receiver that never heard this ship (%d of them were heard by the one that heard it last)",
			r.Neighbours, r.SameReceiver),
	}
}
