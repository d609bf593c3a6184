package voyage

import (
	"fmt"
	"math"
	"slices"
	"strings"
	"time"

	"plimsoll/geo"
)

// silences looks once an hour of event time for ships that have not been heard
// for hours. Where others were heard and a ship ought to have been it is told
// while the silence lasts, so that somebody can look; the event is told again
// under the same id as hours pass, and when the ship comes back. It is not
// called dark before: the ship may have turned to where nobody is heard.
func (w *Watcher) silences(now int64) {
	if now <= w.looked {
		return
	}
	w.looked = now
	for _, h := range w.hulls {
		if h.reports == 0 || h.next != nil {
			continue
		}
		if s := h.adrift; s != nil && now-s.last.t >= secondsPerHour && float64(now-s.last.t) > w.p.Drift.PauseMinutes*secondsPerMinute {
			w.endDrift(h) // no report may come that would end it
		}
		if told := w.stage(now - h.last.t); told > h.told {
			h.told = told
			w.silent(h, now)
		}
	}
}

// stage is how often a silence of so many seconds is to have been told.
func (w *Watcher) stage(seconds int64) uint8 {
	n := uint8(0)
	for _, hours := range w.p.Gap.TellHours {
		if float64(seconds) < hours*secondsPerHour {
			break
		}
		n++
	}
	return n
}

// silent tells a silence that goes on, when the ship could have been heard.
func (w *Watcher) silent(h *hull, now int64) {
	off := h.last.point()
	if port, metres, ok := w.ports.NearestPort(off); ok && metres <= w.p.Gap.PortKM*1000 && !port.DPRK() {
		return // who lies in port may switch off
	}
	for _, o := range w.ships[h.mmsi].hulls {
		if o != h && o.last.t > h.last.t {
			return // the number is heard elsewhere: this was a false place, or there are two ships
		}
	}
	if before, _ := h.rate.before(h.last.t, w.p.Gap.BeforeHours); before < w.p.Gap.MinReceived || !w.real(h) {
		return
	}
	x := w.holeOf(h, h.last, w.ahead(h, now), h.mmsi, 0)
	hours := float64(now-x.off.t) / secondsPerHour
	r := w.receptionOf(&x, hours)
	if !w.heardAround(r) {
		return
	}
	r.CoverageExplain = w.explainReception(r, true)
	g := w.gapEvidence(h, &x, hours)
	w.aheadOf(g, h, off)
	g.Odds = w.odds(h, &x, g, false)
	e := w.gapEvent(h, &x, g, r, off, false)
	e.Open, e.End, e.Tags = true, time.Unix(now, 0).UTC(), slices.Insert(e.Tags, 0, TagSilent)
	e.Reason = silenceReason(e.Ships[0], g, r)
	e.Refutes = append([]string{"the ship being heard again, from where receivers do not reach"}, gapRefutes(g, r)...)
	w.emit(e)
}

// ahead is where a ship would be by now if it had gone on as it was last heard:
// if that is out of everybody's hearing, its silence says nothing. A ship that
// would be on land by then turned or stopped, and is looked for where it was.
func (w *Watcher) ahead(h *hull, now int64) fix {
	f := h.last
	f.t = now
	knots, course := h.last.knotsOr(0), h.last.course()
	if knots <= w.p.Loitering.MaxKnots || math.IsNaN(course) {
		return f
	}
	p := geo.Destination(h.last.point(), course, knots*geo.Knot*float64(now-h.last.t))
	if w.land.OnLand(p) {
		return f
	}
	at := placeOf(p)
	f.lat, f.lon = at.lat, at.lon
	return f
}

// aheadOf looks for the ports that the ship can have come to by now.
func (w *Watcher) aheadOf(g *GapEvidence, h *hull, off geo.Point) {
	w.assume(g, h)
	g.Reach = w.sea.Ahead(w.ports, off, g.Hours, g.ReachKnots, 0, dprk, namedPorts)
	g.Reach = g.Reach[:min(len(g.Reach), namedPorts)]
}

func silenceReason(ship Ident, g *GapEvidence, r *Reception) string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s has not been heard for %.1f hours, since %s. %s.", called(ship), g.Hours, clockText(g.Off.Time), missing(r))
	if len(g.Reach) > 0 && g.Reach[0].Port.DPRK() {
		p := g.Reach[0]
		fmt.Fprintf(&b, " At %.0f kn it can have come to %s (%s) by now.", g.ReachKnots, p.Port.Name, p.Port.Country)
	}
	b.WriteString(oddsText(g.Odds))
	return b.String()
}
