package voyage

import (
	"fmt"
	"math"
	"slices"
	"strings"
	"time"

	"plimsoll/geo"
)

// lying is a ship that makes no way, from the first slow instant on. It becomes
// a port call or a loitering.
type lying struct {
	start, last int64 // instants
	first       geo.Point
	lat, lon    float64 // sums of differences from first
	squares     float64 // sum of the squares of distances from first, in metres
	instants    int
	still       int // instants at rest
	anchored    int // at which it said so
	radius      float64
	fast        int    // instants in a row at which it made way
	silent      int64  // the longest time between two instants
	in, out     fix    // reports
	told        bool   // once it was long enough
	as          *Event // what was told of it last
}

// lie follows a ship that is slow, instant by instant.
func (w *Watcher) lie(h *hull, t int64, p geo.Point, knots float64, f *fix) {
	s, l := h.lying, &w.p.Loitering
	slow := knots <= l.MaxKnots
	if s != nil && t-s.last > w.slots.step {
		// Silent in between: it lay there all the time only if it is there still.
		s.silent = max(s.silent, t-s.last)
		if geo.Distance(s.centre(), p) > s.radius+l.StayMetres {
			w.rise(h)
			s = nil
		}
	}
	switch {
	case s == nil && slow:
		h.lying = &lying{start: t, last: t, first: p, in: *f, out: *f}
		h.lying.add(p, knots, f, l.StillKnots)
	case s == nil:
	case slow:
		s.last, s.out, s.fast = t, *f, 0
		s.add(p, knots, f, l.StillKnots)
		if !s.told && float64(t-s.start) >= l.MinHours*secondsPerHour {
			s.told = true
			w.lay(h, s, true)
		}
	default:
		if s.fast++; s.fast >= l.LeaveInstants {
			w.rise(h)
		}
	}
}

func (s *lying) add(p geo.Point, knots float64, f *fix, still float64) {
	s.instants++
	s.lat += p.Lat - s.first.Lat
	s.lon += geo.DeltaLon(s.first.Lon, p.Lon)
	s.radius = max(s.radius, geo.Distance(s.centre(), p))
	off := geo.Distance(s.first, p)
	s.squares += off * off
	if knots <= still {
		s.still++
	}
	if f.anchored() {
		s.anchored++
	}
}

func (s *lying) centre() geo.Point {
	n := float64(s.instants)
	return geo.Point{Lat: s.first.Lat + s.lat/n, Lon: geo.NormLon(s.first.Lon + s.lon/n)}
}

// spread is how far from the middle it was, as a root mean square in metres: one
// instant on the way in or out makes little difference.
func (s *lying) spread() float64 {
	off := geo.Distance(s.first, s.centre())
	return math.Sqrt(math.Max(0, s.squares/float64(s.instants)-off*off))
}

// rise ends a ship's lying.
func (w *Watcher) rise(h *hull) {
	s := h.lying
	h.lying = nil
	w.lay(h, s, false)
}

// lay tells of a port call or a loitering, still going on or ended.
func (w *Watcher) lay(h *hull, s *lying, open bool) {
	if !w.real(h) || w.appeared(h, s.start) {
		return
	}
	kind, port, metres := w.lyingKind(s)
	if s.as != nil && s.as.Kind != kind {
		w.withdraw(s.as)
	}
	s.as = nil
	switch kind {
	case PortCall:
		w.waited(h, s, port)
		s.as = w.portCall(h, s, port, metres, open)
	case Loitering:
		s.as = w.loiter(h, s, open)
	}
}

// lyingKind says what a lying is so far, "" for nothing yet. One that is adrift
// lies neither at a berth nor at anchor, however near a port.
func (w *Watcher) lyingKind(s *lying) (kind string, port *geo.Port, metres float64) {
	port, metres, ok := w.ports.Within(s.centre(), w.p.PortCall.WithinKM*1000)
	switch still := float64(s.still) * float64(w.slots.step) / secondsPerHour; {
	case ok && (s.spread() <= w.p.PortCall.SpreadKM*1000 || 2*s.anchored > s.instants): // it may have gone from the roads to a berth
		if still >= w.p.PortCall.MinHours {
			return PortCall, port, metres
		}
	case float64(s.last-s.start) >= w.p.Loitering.MinHours*secondsPerHour:
		return Loitering, nil, 0
	}
	return "", nil, 0
}

// withdraw tells again, as contradicted, what was told of a lying before it
// turned out to be the other thing: adrift off a port, or in it.
func (w *Watcher) withdraw(told *Event) {
	e := *told
	e.Open, e.Confidence = false, Low
	e.Tags = append(slices.Clone(e.Tags), TagContradicted)
	e.Reason += " It went on otherwise, and is told as what it became."
	w.emit(e)
}

// LyingEvidence is about a ship that made no way: in a port or out of one.
type LyingEvidence struct {
	Hours         float64 `json:"hours"`
	StillHours    float64 `json:"still_hours"` // at rest
	RadiusKM      float64 `json:"radius_km"`   // around the middle of all instants
	Instants      int     `json:"instants"`    // at which its place was known
	SilentHours   float64 `json:"silent_hours"`
	Anchored      bool    `json:"anchored"` // it said so most of the time
	Port          string  `json:"port,omitempty"`
	PortName      string  `json:"port_name,omitempty"`
	PortCountry   string  `json:"port_country,omitempty"`
	PortKM        float64 `json:"port_km,omitempty"`
	DraughtBefore float64 `json:"draught_before,omitempty"` // metres, 0 where not sent
	DraughtAfter  float64 `json:"draught_after,omitempty"`
	Destination   string  `json:"destination,omitempty"` // as sent before
	ShipType      uint8   `json:"ship_type"`
}

func (w *Watcher) lyingEvent(h *hull, s *lying, kind string, open bool) Event {
	start, end := time.Unix(s.start, 0).UTC(), time.Unix(s.last, 0).UTC()
	place := s.centre()
	place = geo.Point{Lat: round(place.Lat, 5), Lon: round(place.Lon, 5)}
	v := &LyingEvidence{
		Hours: round(end.Sub(start).Hours(), 2), StillHours: round(float64(s.still)*float64(w.slots.step)/secondsPerHour, 2),
		RadiusKM: round(s.radius/1000, 2), Instants: s.instants, SilentHours: round(float64(s.silent)/secondsPerHour, 2),
		Anchored: 2*s.anchored > s.instants, DraughtBefore: w.draughtAt(h, start), DraughtAfter: w.draughtAt(h, end.Add(w.draughtWait())),
		Destination: h.destination,
	}
	if m := h.main(); m != nil {
		v.ShipType = m.ShipType
	}
	e := Event{
		Kind: kind, Start: start, End: end, Open: open, Ships: []Ident{w.identAt(h, start)}, Place: place, Confidence: Moderate,
		Evidence:  Evidence{Lying: v, Where: w.where(place)},
		Positions: []Position{w.positionOf(h, &s.in), w.positionOf(h, &s.out)},
	}
	e.ID = eventID(kind, start, start, e.Ships)
	return e
}

func (w *Watcher) portCall(h *hull, s *lying, port *geo.Port, metres float64, open bool) *Event {
	e := w.lyingEvent(h, s, PortCall, open)
	v := e.Evidence.Lying
	v.Port, v.PortName, v.PortCountry, v.PortKM = port.Code, port.Name, port.Country, round(metres/1000, 1)
	e.Tags = []string{TagPort}
	if port.DPRK() {
		e.Tags = append(e.Tags, TagDPRK)
	}
	e.Tags = tagUnassigned(e.Tags, e.Ships)
	e.Parameters = w.p.PortCall.numbers()
	switch {
	case v.StillHours >= 3*w.p.PortCall.MinHours && metres <= w.p.PortCall.WithinKM*500 && port.Confidence == "published":
		e.Confidence = High
	case v.SilentHours > 12:
		e.Confidence = Low
	}
	e.Reason = fmt.Sprintf("%s lay at rest for %.1f hours, %s from %s, %.1f km from the position given for %s (%s).",
		called(e.Ships[0]), v.StillHours, goingOn(open), clockText(e.Start), v.PortKM, port.Name, port.Country) + draughtText(v)
	e.Refutes = []string{
		"a berth or anchorage of another port nearer to where it lay: the position given for a port is one point",
		"positions that are not its own: compare with a second network, a picture, or the port's own records",
	}
	w.tellLying(h, &e)
	return &e
}

func (w *Watcher) loiter(h *hull, s *lying, open bool) *Event {
	e := w.lyingEvent(h, s, Loitering, open)
	v := e.Evidence.Lying
	e.Tags = []string{w.zone(e.Evidence.Where)}
	switch {
	case v.Anchored || v.RadiusKM <= w.p.Loitering.AnchorRadiusKM:
		e.Tags = append(e.Tags, TagAnchored)
		e.Confidence = Low
	case geo.Distance(s.in.point(), s.out.point())/1000 > w.p.Loitering.DriftKMH*math.Max(v.Hours, 1):
		e.Tags = append(e.Tags, TagDrift)
	}
	e.Tags = tagUnassigned(e.Tags, e.Ships)
	e.Parameters = w.p.Loitering.numbers()
	e.Reason = fmt.Sprintf("%s made no way for %.1f hours, %s from %s, within %.1f km around %v, %.0f km from the nearest shore and out of any port known.",
		called(e.Ships[0]), v.Hours, goingOn(open), clockText(e.Start), v.RadiusKM, e.Place, e.Evidence.Where.ShoreKM) + draughtText(v)
	e.Refutes = []string{
		"waiting for a berth, a pilot, orders or weather, shown by the port's or the agent's messages of the day",
		"a breakdown reported at the time",
		"an anchorage or fishing ground that is not in the list of ports",
	}
	w.tellLying(h, &e)
	if !open {
		h.loitered = &e
	}
	return &e
}

// waited tells a loitering again when the ship calls at a port near by not long
// after: it waited for its berth.
func (w *Watcher) waited(h *hull, s *lying, port *geo.Port) {
	e := h.loitered
	h.loitered = nil
	if e == nil || float64(s.start-e.End.Unix()) > w.p.Loitering.WaitHours*secondsPerHour || geo.Distance(e.Place, port.Point) > w.p.Loitering.WaitKM*1000 {
		return
	}
	again := *e
	again.Tags = append(slices.Clone(e.Tags), TagWaiting)
	again.Confidence = Low
	again.Reason += fmt.Sprintf(" It then called at %s (%s): it may have waited for its berth.", port.Name, port.Country)
	*e = again
	w.emit(again)
}

// oneSided marks a tanker or cargo ship that lay still where none lies, and as
// long as handing something over takes: the other may have been silent.
func (w *Watcher) oneSided(h *hull, e *Event) bool {
	v := e.Evidence.Lying
	merchant := v.ShipType >= 70 && v.ShipType <= 89
	l := &w.p.Loitering
	if !merchant || v.Anchored || e.Evidence.Where.ShoreKM < w.p.Encounter.InshoreKM || v.Hours > l.OneSidedMaxHours || int64(h.met) >= e.Start.Unix() {
		return false
	}
	if v.DraughtBefore > 0 && v.DraughtAfter > 0 && math.Abs(v.DraughtAfter-v.DraughtBefore) >= l.DraughtMetres {
		e.Tags = append(slices.Clone(e.Tags), TagOneSided)
		e.Confidence = Moderate
		return true
	}
	return false
}

// tellLying tells now, and again when the draught after is due.
func (w *Watcher) tellLying(h *hull, e *Event) {
	w.emit(*e)
	if !e.Open {
		w.timers.add(timer{t: e.End.Add(w.draughtWait()).Unix(), task: taskLying, hull: h, lay: e})
	}
}

// draughtAfterLying tells an ended port call or loitering again when the ship
// sent another draught since. By then an encounter in that time is known too.
func (w *Watcher) draughtAfterLying(h *hull, told *Event) {
	e := *told
	v := *e.Evidence.Lying
	after := w.draughtAt(h, e.End.Add(w.draughtWait()))
	changed := after != v.DraughtAfter
	e.Reason = strings.Replace(e.Reason, draughtText(&v), "", 1)
	v.DraughtAfter = after
	e.Evidence.Lying = &v
	e.Reason += draughtText(&v)
	if e.Kind == Loitering && w.oneSided(h, &e) || changed {
		w.emit(e)
	}
}

func draughtText(v *LyingEvidence) string {
	if v.DraughtBefore > 0 && v.DraughtAfter > 0 && math.Abs(v.DraughtBefore-v.DraughtAfter) >= 0.1 {
		return fmt.Sprintf(" Its draught went from %.1f to %.1f m.", v.DraughtBefore, v.DraughtAfter)
	}
	return ""
}

func goingOn(open bool) string {
	if open {
		return "so far,"
	}
	return "in all,"
}

// riseAll ends what still lies when the data ends.
func (w *Watcher) riseAll() {
	for _, h := range w.hulls {
		if s := h.lying; s != nil && h.reports > 0 {
			h.lying = nil
			w.lay(h, s, true)
		}
	}
}
