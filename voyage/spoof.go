package voyage

import (
	"fmt"
	"math"

	"plimsoll/geo"
)

// SpoofEvidence is about positions of a form that no ship sails.
type SpoofEvidence struct {
	Form     string  `json:"form"` // "circle", "grid" or "speed"
	Reports  int     `json:"reports"`
	RadiusM  float64 `json:"radius_m,omitempty"`
	OffM     float64 `json:"off_m,omitempty"` // root mean square off the circle
	Turns    float64 `json:"turns,omitempty"`
	StepDeg  float64 `json:"step_degrees,omitempty"`
	SaidKn   float64 `json:"said_knots"`
	SailedKn float64 `json:"sailed_knots"` // as its positions say
}

// regular looks at the last positions of a hull for a form that no ship sails.
func (w *Watcher) regular(h *hull) {
	p := &w.p.Spoof
	n := len(h.kept)
	if h.lookAt++; n < p.Reports || h.lookAt < p.Reports/2 {
		return
	}
	h.lookAt = 0
	if !w.regularOf(h, h.kept[n-p.Reports:]) && len(h.wide) == p.Reports {
		wide := make([]fix, p.Reports)
		for i, s := range h.wide {
			wide[i] = fix{t: int64(s.t), lat: s.lat, lon: s.lon, sog: s.sog}
		}
		w.regularOf(h, wide)
	}
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
func (w *Watcher) regularOf(h *hull, fixes []fix) bool {
	p := &w.p.Spoof
	if fixes[len(fixes)-1].t-fixes[0].t > int64(p.MaxHours*secondsPerHour) {
		return false
	}
	v, ok := w.form(fixes)
	if !ok {
		return false
	}
	from, last := fixes[0], fixes[len(fixes)-1]
	if s := h.spoof; s != nil && s.form == v.Form && float64(from.t-s.last) < p.MaxHours*secondsPerHour {
		from = s.from
		s.last = last.t
	} else {
		h.spoof = &spoofing{v.Form, from, last.t}
	}
	start := from.time()
	place := centreOf(fixes)
	e := Event{
		Kind: Spoof, Start: start, End: last.time(), Open: true, Ships: []Ident{w.identAt(h, start)}, Place: place,
		Confidence: Moderate, Evidence: Evidence{Spoof: &v, Where: w.where(place)},
		Positions: []Position{w.positionOf(h, &from), w.positionOf(h, &last)}, Parameters: w.p.Spoof.numbers(),
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
	form string
	from fix
	last int64
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
		return fmt.Sprintf("The positions of %s lie on a circle of %.0f m around %v, off by %.0f m, and went round it %.1f times: no ship sails so.",
			ship, v.RadiusM, e.Place, v.OffM, v.Turns)
	case TagGrid:
		return fmt.Sprintf("The positions of %s under way lie on a grid of %.3f degrees: they were made, or rounded.", ship, v.StepDeg)
	}
	return fmt.Sprintf("%s said it made %.1f kn while its positions moved at %.1f kn, over %d reports.", ship, v.SaidKn, v.SailedKn, v.Reports)
}

// form finds the form of positions, if there is one. Nearly all have none,
// which one walk over them shows.
func (w *Watcher) form(fixes []fix) (SpoofEvidence, bool) {
	p := &w.p.Spoof
	v := SpoofEvidence{Reports: len(fixes)}
	known, off, onGrids, way := 0, 0, 0, 0.0
	for i := 1; i < len(fixes); i++ {
		a, b := &fixes[i-1], &fixes[i]
		metres := geo.Distance(a.point(), b.point())
		way += metres
		if b.lat%gridSteps[len(gridSteps)-1] == 0 && b.lon%gridSteps[len(gridSteps)-1] == 0 {
			onGrids++
		}
		k := b.knots()
		if math.IsNaN(k) || float64(b.t-a.t) > p.ApartMinutes*secondsPerMinute {
			continue
		}
		known++
		sailed := metres / float64(b.t-a.t) / geo.Knot
		if math.Min(math.Abs(k-sailed), math.Abs(a.knotsOr(k)-sailed)) >= p.SpeedOffKnots { // it may have changed speed in between
			off++
		}
	}
	around := geo.Distance(fixes[0].point(), fixes[len(fixes)-1].point()) <= way/2
	if 4*known < 3*len(fixes) || !around && 10*onGrids < 9*(len(fixes)-1) && 2*off < known {
		return v, false
	}
	v.SaidKn, v.SailedKn = speeds(fixes)
	switch {
	case v.SailedKn >= p.MinKnots && around && circle(fixes, &v) && v.OffM <= p.CircleOff*v.RadiusM && v.Turns >= p.Turns:
		v.Form = TagCircle
	case v.SailedKn >= p.MinKnots && onGrid(fixes, &v):
		v.Form = TagGrid
	case 2*off >= known && math.Max(v.SaidKn, v.SailedKn) >= 2*math.Min(v.SaidKn, v.SailedKn):
		v.Form = TagSpeed
	default:
		return v, false
	}
	return v, true
}

// speeds are the medians of the speeds sent and of those between positions.
func speeds(fixes []fix) (said, sailed float64) {
	var x, y []float64
	for i := 1; i < len(fixes); i++ {
		a, b := &fixes[i-1], &fixes[i]
		if k := b.knots(); !math.IsNaN(k) {
			x = append(x, k)
		}
		y = append(y, geo.Distance(a.point(), b.point())/float64(b.t-a.t)/geo.Knot)
	}
	return round(median(x), 1), round(median(y), 1)
}

// circle fits a circle to positions by least squares (Kåsa) and counts how
// often they went round.
func circle(fixes []fix, v *SpoofEvidence) bool {
	origin := fixes[0].point()
	var sx, sy, sxx, syy, sxy, sxz, syz, sz float64
	x, y := make([]float64, len(fixes)), make([]float64, len(fixes))
	for i := range fixes {
		x[i], y[i] = geo.Offset(origin, fixes[i].point())
		z := x[i]*x[i] + y[i]*y[i]
		sx, sy, sz = sx+x[i], sy+y[i], sz+z
		sxx, syy, sxy = sxx+x[i]*x[i], syy+y[i]*y[i], sxy+x[i]*y[i]
		sxz, syz = sxz+x[i]*z, syz+y[i]*z
	}
	n := float64(len(fixes))
	a, b, d := sxx-sx*sx/n, sxy-sx*sy/n, syy-sy*sy/n
	e, f := (sxz-sx*sz/n)/2, (syz-sy*sz/n)/2
	det := a*d - b*b
	if math.Abs(det) < 1e-6 {
		return false
	}
	cx, cy := (e*d-f*b)/det, (a*f-b*e)/det
	sum := 0.0
	for i := range x {
		sum += math.Hypot(x[i]-cx, y[i]-cy)
	}
	v.RadiusM = round(sum/n, 0)
	off, turned := 0.0, 0.0
	for i := range x {
		r := math.Hypot(x[i]-cx, y[i]-cy) - sum/n
		off += r * r
		if i > 0 {
			turned += math.Remainder(math.Atan2(y[i]-cy, x[i]-cx)-math.Atan2(y[i-1]-cy, x[i-1]-cx), 2*math.Pi)
		}
	}
	v.OffM, v.Turns = round(math.Sqrt(off/n), 0), round(math.Abs(turned)/(2*math.Pi), 1)
	return true
}

// Steps of degrees that made-up positions lie on, in the units of the radio.
var gridSteps = []int32{6000, 3000, 1200, 600} // 0.01, 0.005, 0.002, 0.001 degrees

// onGrid says that nearly all positions lie on a grid, and on many points of it.
func onGrid(fixes []fix, v *SpoofEvidence) bool {
	for _, step := range gridSteps {
		on := 0
		places := map[[2]int32]bool{}
		for i := range fixes {
			if fixes[i].lat%step == 0 && fixes[i].lon%step == 0 {
				on++
				places[[2]int32{fixes[i].lat, fixes[i].lon}] = true
			}
		}
		if 10*on >= 9*len(fixes) && 2*len(places) >= len(fixes) {
			v.StepDeg = float64(step) / unitsPerDegree
			return true
		}
	}
	return false
}
