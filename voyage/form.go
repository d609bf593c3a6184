package voyage

import (
	"math"
	"slices"

	"plimsoll/geo"
)

// form finds the form of positions, if there is one. Nearly all have none,
// which one walk over them shows. Of positions that are minutes apart (wide) the
// speeds between them say little: a ship may have turned in between.
func (w *Watcher) form(fixes []fix, wide bool) (SpoofEvidence, bool) {
	p := &w.p.Spoof
	v := SpoofEvidence{Reports: len(fixes)}
	x := w.walk(fixes)
	around := geo.Distance(fixes[0].point(), fixes[len(fixes)-1].point()) <= x.way/2
	gridded := 10*x.onGrids >= 9*(len(fixes)-1)
	slower := !wide && 4*x.known >= 3*len(fixes) && 2*x.off >= x.known
	if !around && !gridded && !slower {
		return v, false
	}
	if seconds := float64(fixes[len(fixes)-1].t - fixes[0].t); x.fastest < p.MinKnots && 2*x.way < p.MinKnots*geo.Knot*seconds {
		return v, false // a median is at most twice the mean: it does not move
	}
	v.SaidKn, v.SailedKn = speeds(fixes)
	moves := math.Max(v.SaidKn, v.SailedKn) >= p.MinKnots
	switch {
	case moves && around && w.onCircle(fixes, &v):
		v.Form = TagCircle
	case moves && gridded && w.onGrid(fixes, &v):
		v.Form = TagGrid
	case slower && math.Max(v.SaidKn, v.SailedKn) >= 2*math.Min(v.SaidKn, v.SailedKn):
		v.Form = TagSpeed
	default:
		return v, false
	}
	return v, true
}

// walked is what one walk over positions shows.
type walked struct {
	way     float64 // metres from each to the next
	onGrids int     // on the finest grid
	known   int     // so near in time that the speed between them is known
	off     int     // of these, with another speed sent
	fastest float64 // that was sent
}

func (w *Watcher) walk(fixes []fix) (x walked) {
	p := &w.p.Spoof
	finest, plane := gridSteps[len(gridSteps)-1], flatAt(&fixes[0])
	x.fastest = fixes[0].knotsOr(0)
	for i := 1; i < len(fixes); i++ {
		a, b := &fixes[i-1], &fixes[i]
		metres := plane.metres(a, b)
		x.way += metres
		if b.lat%finest == 0 && b.lon%finest == 0 {
			x.onGrids++
		}
		k := b.knots()
		x.fastest = math.Max(x.fastest, b.knotsOr(0))
		if math.IsNaN(k) || float64(b.t-a.t) > p.ApartMinutes*secondsPerMinute {
			continue
		}
		x.known++
		sailed := metres / float64(b.t-a.t) / geo.Knot
		if math.Min(math.Abs(k-sailed), math.Abs(a.knotsOr(k)-sailed)) >= p.SpeedOffKnots { // it may have changed speed in between
			x.off++
		}
	}
	return x
}

// speeds are the medians of the speeds sent and of those between positions.
func speeds(fixes []fix) (said, sailed float64) {
	x, y := make([]float64, 0, len(fixes)), make([]float64, 0, len(fixes))
	plane := flatAt(&fixes[0])
	for i := 1; i < len(fixes); i++ {
		a, b := &fixes[i-1], &fixes[i]
		if k := b.knots(); !math.IsNaN(k) {
			x = append(x, k)
		}
		y = append(y, plane.metres(a, b)/float64(b.t-a.t)/geo.Knot)
	}
	if len(x) > 0 {
		said = round(median(x), 1)
	}
	return said, round(median(y), 1)
}

// onCircle says that positions lie on a circle, on all sides of it, and went
// round it one way.
func (w *Watcher) onCircle(fixes []fix, v *SpoofEvidence) bool {
	p := &w.p.Spoof
	angles, ok := circle(fixes, v)
	if !ok || v.OffM > p.CircleOff*v.RadiusM {
		return false
	}
	knots := math.Max(v.SaidKn, v.SailedKn)
	var turned, back, onward float64
	for i := 1; i < len(fixes); i++ {
		// Where it can have gone half round or more in between, only its speed says
		// how far it went, and not which way.
		most := knots * geo.Knot * float64(fixes[i].t-fixes[i-1].t) / v.RadiusM
		if most >= math.Pi {
			turned += most
			continue
		}
		step := math.Remainder(angles[i]-angles[i-1], 2*math.Pi)
		turned += math.Abs(step)
		onward += math.Max(step, 0)
		back += math.Max(-step, 0)
	}
	v.Turns, v.EmptyDeg = round(turned/(2*math.Pi), 1), round(emptiest(angles), 0)
	oneWay := math.Min(onward, back) <= (1-p.OneWay)*(onward+back)
	return oneWay && v.Turns >= p.Turns && v.EmptyDeg <= p.EmptyDegrees
}

// circle fits a circle to positions by least squares (Kåsa) and gives the angle
// at which each lies from its centre.
func circle(fixes []fix, v *SpoofEvidence) (angles []float64, ok bool) {
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
		return nil, false
	}
	cx, cy := (e*d-f*b)/det, (a*f-b*e)/det
	sum := 0.0
	for i := range x {
		sum += math.Hypot(x[i]-cx, y[i]-cy)
	}
	off := 0.0
	for i := range x {
		r := math.Hypot(x[i]-cx, y[i]-cy) - sum/n
		off += r * r
		angles = append(angles, math.Atan2(y[i]-cy, x[i]-cx))
	}
	v.RadiusM, v.OffM = round(sum/n, 0), round(math.Sqrt(off/n), 0)
	return angles, true
}

// emptiest is the largest angle between two neighbours, in degrees.
func emptiest(angles []float64) float64 {
	sorted := slices.Sorted(slices.Values(angles))
	most := sorted[0] + 2*math.Pi - sorted[len(sorted)-1]
	for i := 1; i < len(sorted); i++ {
		most = math.Max(most, sorted[i]-sorted[i-1])
	}
	return most * 180 / math.Pi
}

// Steps of degrees that made-up positions lie on, in the units of the radio.
var gridSteps = []int32{6000, 3000, 1200, 600} // 0.01, 0.005, 0.002, 0.001 degrees

// onGrid says that nearly all positions lie on a grid, and on several points of
// it: at one of them a ship may lie by chance.
func (w *Watcher) onGrid(fixes []fix, v *SpoofEvidence) bool {
	for _, step := range gridSteps {
		on := 0
		places := map[[2]int32]bool{}
		for i := range fixes {
			if fixes[i].lat%step == 0 && fixes[i].lon%step == 0 {
				on++
				places[[2]int32{fixes[i].lat, fixes[i].lon}] = true
			}
		}
		if 10*on >= 9*len(fixes) && len(places) >= w.p.Spoof.GridPlaces {
			v.StepDeg = float64(step) / unitsPerDegree
			return true
		}
	}
	return false
}
