package voyage

import (
	"fmt"
	"math"
	"slices"
	"time"

	"plimsoll/geo"
)

// JumpEvidence is about positions that no ship can have sailed between.
type JumpEvidence struct {
	DistanceKM float64 `json:"distance_km"`
	Minutes    float64 `json:"minutes"`
	Knots      float64 `json:"knots"`  // that it would have taken, 0 for none that is finite
	Others     int     `json:"others"` // ships that came to the same place at about the same time
	Back       bool    `json:"back"`   // it was heard at the old place again
}

// jumped is a jump that was told, kept for a while: others to the same place
// mean that something plays with everybody's satellite receivers.
type jumped struct {
	at    int64
	place geo.Point
	mmsi  uint32
	event *Event
}

// appeared says that a hull came up by a move that no ship can have made, and
// not long before: where it says it is, it may not be.
func (w *Watcher) appeared(h *hull, t int64) bool {
	o := h.origin
	return o != nil && o.from.reports > 0 && float64(o.dt) <= w.p.Jump.MaxHours*secondsPerHour && float64(t-h.first.t) < w.p.Jump.DoubtHours*secondsPerHour
}

// watchJump has a look at a hull that came up under a number whose other hull
// was heard somewhere else: if that one stays away, it is one ship that says it
// is where it cannot be.
func (w *Watcher) watchJump(h *hull) {
	o := h.origin
	if o == nil || h.reports != w.p.Tracks.ConfirmFixes || o.dt > int64(w.p.Jump.MaxHours*secondsPerHour) {
		return
	}
	w.timers.add(timer{t: h.first.t + int64(w.p.Jump.SettleHours*secondsPerHour), task: taskJump, hull: h})
}

// jump tells of an impossible move, unless two hulls share the number.
func (w *Watcher) jump(h *hull) {
	o := h.origin
	if o == nil || !w.real(h) || !w.real(o.from) {
		return
	}
	back := o.from.last.t > h.first.t
	if back && min(o.from.returned, h.returned) >= w.p.Identity.MinReturns {
		return // both are there: see shared
	}
	place := h.first.point()
	v := &JumpEvidence{DistanceKM: round(o.metres/1000, 1), Minutes: round(float64(o.dt)/60, 1), Back: back}
	if o.dt > 0 {
		v.Knots = round(o.metres/float64(o.dt)/geo.Knot, 0)
	}
	e := Event{
		Kind: Jump, Start: o.at.time(), End: h.first.time(), Ships: []Ident{w.identAt(o.from, o.at.time())}, Place: place,
		Confidence: Moderate, Evidence: Evidence{Jump: v, Where: w.where(place)},
		Positions:  []Position{w.positionOf(o.from, &o.at), w.positionOf(h, &h.first)},
		Parameters: w.p.Jump.numbers(),
		Refutes: []string{
			"a second ship that uses the number: a track of it before or elsewhere",
			"an error of the receiver that wrote down the position, shown by another that heard the same report",
		},
	}
	e.ID = eventID(e.Kind, e.Start, e.End, e.Ships)
	e.Tags = tagUnassigned([]string{w.zone(e.Evidence.Where)}, e.Ships)
	if w.land.OnLand(place) && w.land.DistanceToShore(place) > w.p.Jump.InlandKM*1000 {
		e.Tags = append(e.Tags, TagOnLand)
		e.Confidence = High
	}
	w.withOthers(&e, v, h.first.t, place, h.mmsi)
	w.emit(e)
}

// withOthers counts the ships that jumped to the same place, and tells the
// first of them again.
func (w *Watcher) withOthers(e *Event, v *JumpEvidence, at int64, place geo.Point, mmsi uint32) {
	window := int64(w.p.Jump.TogetherHours * secondsPerHour)
	w.jumps = slices.DeleteFunc(w.jumps, func(j jumped) bool { return j.at < at-4*window })
	others := map[uint32]bool{}
	var same []jumped
	for _, j := range w.jumps {
		if j.at >= at-window && j.at <= at+window && geo.Distance(j.place, place) <= w.p.Jump.TogetherKM*1000 && j.mmsi != mmsi {
			others[j.mmsi] = true
			same = append(same, j)
		}
	}
	w.jumps = append(w.jumps, jumped{at, place, mmsi, e})
	v.Others = len(others)
	if v.Others+1 >= w.p.Jump.Together {
		e.Tags = append(e.Tags, TagJamming)
	}
	e.Reason = jumpReason(e, v)
	for _, j := range same {
		again := *j.event
		x := *again.Evidence.Jump
		x.Others = max(x.Others, v.Others)
		again.Evidence.Jump = &x
		if x.Others+1 >= w.p.Jump.Together && !slices.Contains(again.Tags, TagJamming) {
			again.Tags = append(slices.Clone(again.Tags), TagJamming)
		}
		again.Reason = jumpReason(&again, &x)
		*j.event = again
		w.emit(again)
	}
}

func jumpReason(e *Event, v *JumpEvidence) string {
	text := fmt.Sprintf("%s was said to be %.0f km away from one report to the next, %s later, at %v: ",
		called(e.Ships[0]), v.DistanceKM, minutesText(int64(math.Round(v.Minutes*60))), e.Place)
	if v.Knots > 0 {
		text += fmt.Sprintf("that would take %.0f kn.", v.Knots)
	} else {
		text += "no ship is at two places at once."
	}
	if v.Others > 0 {
		text += fmt.Sprintf(" %s came to the same place at about the same time: something disturbs satellite navigation there.", others(v.Others))
	}
	return text
}

func others(n int) string {
	if n == 1 {
		return "One other ship"
	}
	return fmt.Sprintf("%d other ships", n)
}

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
		Positions: []Position{w.positionOf(a, fa), w.positionOf(b, fb)}, Parameters: w.p.only("identity.min_messages"),
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
	if y.IMO == 0 || imoValid(y.IMO) || !w.real(h) || y.ShipType < 70 || y.ShipType > 89 || y.Length < w.p.Identity.FalseIMOLength {
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
	e.Reason = fmt.Sprintf("%s, %.0f m long, says it is IMO %d, which is no IMO number: the check digit is wrong.", called(e.Ships[0]), y.Length, y.IMO)
	e.ID = eventID(e.Kind, e.Start, e.Start, e.Ships, TagIMOInvalid)
	w.emit(e)
}
