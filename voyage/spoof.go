package voyage

import (
	"fmt"
	"time"

	"plimsoll/geo"
)

// SpoofEvidence is about positions of a form that no ship sails.
type SpoofEvidence struct {
	Form     string  `json:"form"` // "circle", "grid" or "speed"
	Reports  int     `json:"reports"`
	RadiusM  float64 `json:"radius_m,omitempty"`
	OffM     float64 `json:"off_m,omitempty"` // root mean square off the circle
	Turns    float64 `json:"turns,omitempty"`
	EmptyDeg float64 `json:"empty_degrees,omitempty"` // the largest part of the circle without a report
	StepDeg  float64 `json:"step_degrees,omitempty"`
	SaidKn   float64 `json:"said_knots"`
	SailedKn float64 `json:"sailed_knots"` // as its positions say
}

// regular looks at the last positions of a hull for a form that no ship sails.
func (w *Watcher) regular(h *hull) {
	p := &w.p.Spoof
	n := len(h.kept)
	if h.lookAt++; n < p.Reports || int(h.lookAt) < p.Reports/2 {
		return
	}
	h.lookAt = 0
	if exact := w.exactOf(h.kept[n-p.Reports:]); 4*len(exact) >= 3*p.Reports && w.regularOf(h, exact, false) {
		return
	}
	wide := w.scratch[:0]
	for _, s := range h.wide {
		wide = append(wide, fix{t: int64(s.t), lat: s.lat, lon: s.lon, sog: s.sog})
	}
	w.scratch = wide
	// A satellite hears a ship in a few minutes of an hour: then the last ones
	// are hours already, and those before them may be from before it began.
	for _, n := range [2]int{p.Reports, p.WideLeast} {
		if len(wide) >= n && w.regularOf(h, wide[len(wide)-n:], true) {
			return
		}
	}
}

// exactOf leaves out the positions of long-range messages, which are rounded to
// a tenth of a minute: that is a grid of its own, and too coarse for a circle.
func (w *Watcher) exactOf(kept []packed) []fix {
	out := w.scratch[:0]
	for i := range kept {
		if f := kept[i].fix(); !f.coarse {
			out = append(out, f)
		}
	}
	w.scratch = out
	return out
}

// spot is a position as it is kept over hours, for a circle may be large.
type spot struct {
	t        uint32
	lat, lon int32
	sog      uint16
}

// keepWide keeps positions that are minutes apart.
func (w *Watcher) keepWide(h *hull, f *fix) {
	p := &w.p.Spoof
	if f.coarse {
		return
	}
	if n := len(h.wide); n > 0 && float64(f.t-int64(h.wide[n-1].t)) < p.WideMinutes*secondsPerMinute {
		return
	}
	if h.wide == nil {
		h.wide = make([]spot, 0, p.Reports)
	}
	if len(h.wide) == p.Reports {
		h.wide = h.wide[:copy(h.wide, h.wide[1:])]
	}
	h.wide = append(h.wide, spot{uint32(f.t), f.lat, f.lon, f.sog}) //nolint:gosec // until 2106
}

// regularOf tells of the form of positions, if they have one.
func (w *Watcher) regularOf(h *hull, fixes []fix, wide bool) bool {
	p := &w.p.Spoof
	if fixes[len(fixes)-1].t-fixes[0].t > int64(p.MaxHours*secondsPerHour) {
		return false
	}
	v, ok := w.form(fixes, wide)
	if !ok {
		return false
	}
	begin, last := fixes[0].t, fixes[len(fixes)-1].t
	if s := h.spoof; s == nil || s.form != v.Form || float64(begin-s.last) >= p.MaxHours*secondsPerHour {
		h.spoof = &spoofing{form: v.Form, begin: begin, from: h.reportSince(begin, p.Reports)}
	}
	h.spoof.last = last
	start := time.Unix(h.spoof.begin, 0).UTC()
	place := centreOf(fixes)
	e := Event{
		Kind: Spoof, Start: start, End: time.Unix(last, 0).UTC(), Open: true, Ships: []Ident{w.identAt(h, start)}, Place: place,
		Confidence: Moderate, Evidence: Evidence{Spoof: &v, Where: w.where(place)},
		Positions: []Position{w.positionOf(h, &h.spoof.from), w.positionOf(h, &h.last)}, Parameters: w.p.Spoof.numbers(),
		Refutes: []string{
			"a tug, survey or fishing vessel at work that does sail so",
			"a picture or radar that shows the ship where it says it is",
			"a receiver or provider that rounds positions: then those of other ships are as regular",
		},
	}
	e.Tags = tagUnassigned([]string{v.Form, w.zone(e.Evidence.Where)}, e.Ships)
	e.Reason = spoofReason(&e, &v)
	e.ID = eventID(e.Kind, e.Start, e.Start, e.Ships, v.Form)
	w.emit(e)
	return true
}

// spoofing is the form that a hull's positions were seen to have.
type spoofing struct {
	form  string
	begin int64
	from  fix // the first report of it that is kept whole
	last  int64
}

// reportSince is the first of the last few reports kept that is not before a
// time.
func (h *hull) reportSince(t int64, most int) fix {
	i := len(h.kept) - most
	for i < len(h.kept)-1 && int64(h.kept[i].t) < t {
		i++
	}
	return h.kept[i].fix()
}

func centreOf(fixes []fix) geo.Point {
	first := fixes[0].point()
	var lat, lon float64
	for i := range fixes {
		q := fixes[i].point()
		lat += q.Lat - first.Lat
		lon += geo.DeltaLon(first.Lon, q.Lon)
	}
	n := float64(len(fixes))
	return geo.Point{Lat: round(first.Lat+lat/n, 5), Lon: round(geo.NormLon(first.Lon+lon/n), 5)}
}

func spoofReason(e *Event, v *SpoofEvidence) string {
	ship := called(e.Ships[0])
	switch v.Form {
	case TagCircle:
		return fmt.Sprintf("The positions of %s lie on a circle of %.0f m around %v, off by %.0f m and on all its sides, and went round it about %.1f times: no ship sails so.",
			ship, v.RadiusM, e.Place, v.OffM, v.Turns)
	case TagGrid:
		return fmt.Sprintf("The positions of %s under way lie on a grid of %.3f degrees: they were made, or rounded.", ship, v.StepDeg)
	}
	return fmt.Sprintf("%s said it made %.1f kn while its positions moved at %.1f kn, over %d reports.", ship, v.SaidKn, v.SailedKn, v.Reports)
}
