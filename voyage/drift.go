package voyage

import (
	"fmt"
	"math"

	"plimsoll/geo"
)

// DriftEvidence is about a ship that went across its heading.
type DriftEvidence struct {
	Minutes    float64 `json:"minutes"`
	DistanceKM float64 `json:"distance_km"` // from the first report of it to the last
	Reports    int     `json:"reports"`
	Knots      float64 `json:"knots"`   // mean of those sent
	Degrees    float64 `json:"degrees"` // mean angle between course and heading
	Status     uint8   `json:"status"`  // navigational status sent last; 2 is not under command
	ShipType   uint8   `json:"ship_type"`
}

// adrift is a ship that goes across its heading, from the first report on.
type adrift struct {
	from, last fix
	reports    int
	knots      float64 // sums
	degrees    float64
}

// drift follows a ship that moves slowly across its heading: its engine does
// not drive it. It is one that broke down, or one that waits at sea, for a berth
// or for another ship.
func (w *Watcher) drift(h *hull, f *fix) {
	p := &w.p.Drift
	degrees, across := w.across(f)
	s := h.adrift
	if s != nil && float64(f.t-s.last.t) > p.PauseMinutes*secondsPerMinute {
		w.endDrift(h)
		s = nil
	}
	if !across {
		return
	}
	if s == nil {
		s = &adrift{from: *f}
		h.adrift = s
	}
	s.last = *f
	s.reports++
	s.knots += f.knots()
	s.degrees += degrees
}

// across is the angle between course and heading, and whether it is one of a
// drifting ship. Without way course means nothing; with much way it is not drift.
func (w *Watcher) across(f *fix) (degrees float64, ok bool) {
	p := &w.p.Drift
	degrees = math.Abs(math.Remainder(f.course()-f.head(), 360))
	return degrees, f.knots() > p.MinKnots && f.knots() < p.MaxKnots && degrees > p.Degrees // false where one is not known
}

// endDrift tells of a drift that was long and went far enough.
func (w *Watcher) endDrift(h *hull) {
	s, p := h.adrift, &w.p.Drift
	h.adrift = nil
	metres := geo.Distance(s.from.point(), s.last.point())
	seconds := float64(s.last.t - s.from.t)
	m := h.main()
	if seconds < p.MinMinutes*secondsPerMinute || metres < p.MinMetres || m == nil || m.length() < p.MinLength || !w.real(h) || w.appeared(h, s.from.t) {
		return
	}
	place := geo.Between(s.from.point(), s.last.point(), 0.5)
	at := w.where(place)
	if w.zone(at) == TagPort {
		return // ships that manoeuvre, and those that tugs push
	}
	n := float64(s.reports)
	v := &DriftEvidence{
		Minutes: round(seconds/secondsPerMinute, 1), DistanceKM: round(metres/1000, 2), Reports: s.reports,
		Knots: round(s.knots/n, 1), Degrees: round(s.degrees/n, 0), Status: s.last.status, ShipType: m.ShipType,
	}
	e := Event{
		Kind: Drift, Start: s.from.time(), End: s.last.time(), Ships: []Ident{w.identAt(h, s.from.time())},
		Place: geo.Point{Lat: round(place.Lat, 5), Lon: round(place.Lon, 5)}, Confidence: Moderate,
		Evidence: Evidence{Drift: v, Where: at}, Parameters: p.numbers(),
		Positions: []Position{w.positionOf(h, &s.from), w.positionOf(h, &s.last)},
		Refutes: []string{
			"a compass that is off, or antennas of two compasses: then its heading is as far off under way",
			"a ship that works so: one that surveys, lays cable, fishes, or holds its place by thrusters",
		},
	}
	e.Tags = tagUnassigned([]string{w.zone(at)}, e.Ships)
	e.Reason = fmt.Sprintf("%s went %.1f km across its heading in %s, at %.1f kn and %.0f degrees off it (%d reports): it drifted.",
		called(e.Ships[0]), v.DistanceKM, minutesText(int64(seconds)), v.Knots, v.Degrees, v.Reports)
	if v.Status == notUnderCommand {
		e.Reason += " It said it was not under command."
		e.Confidence = High
	}
	e.ID = eventID(e.Kind, e.Start, e.Start, e.Ships)
	w.emit(e)
}

const notUnderCommand = 2 // navigational status of ITU-R M.1371

// endDrifts ends what still drifts when the data ends.
func (w *Watcher) endDrifts() {
	for _, h := range w.hulls {
		if h.adrift != nil && h.reports > 0 {
			w.endDrift(h)
		}
	}
}
