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

const shownInstants = 12 // of an encounter, with both positions

// parted is an encounter that has been told, until the draughts that its ships
// sent afterwards are known.
type parted struct {
	event Event
	ships [2]*hull
}

// part makes an event of a pair that lay together long and slowly enough.
func (w *Watcher) part(p *pair) {
	if !w.real(p.a) || !w.real(p.b) || p.a.root() == p.b.root() || w.appeared(p.a, p.instant[0].t) || w.appeared(p.b, p.instant[0].t) {
		return
	}
	if p.a.mmsi > p.b.mmsi {
		p.swap()
	}
	e, ok := w.encounter(p)
	if !ok {
		return
	}
	p.a.met, p.b.met = uint32(p.last()), uint32(p.last()) //nolint:gosec // until 2106
	w.emit(e)
	w.timers.add(timer{
		t: p.last() + int64(w.p.Encounter.DraughtHours*secondsPerHour), task: taskDraught, met: &parted{e, [2]*hull{p.a, p.b}},
	})
}

// draughtsAfter tells an encounter again when a ship sent another draught since.
func (w *Watcher) draughtsAfter(m *parted) {
	e := m.event
	v := *e.Evidence.Encounter
	v.Ships = slices.Clone(v.Ships)
	changed := false
	for i, h := range m.ships {
		after := w.draughtAt(h, e.End.Add(w.draughtWait()))
		changed = changed || after != v.Ships[i].DraughtAfter
		v.Ships[i].DraughtAfter = after
	}
	if !changed {
		return
	}
	e.Evidence.Encounter = &v
	e.Reason = encounterReason(&e, &v, e.Evidence.Where, w.zone(e.Evidence.Where))
	w.emit(e)
}

func (w *Watcher) draughtWait() time.Duration {
	return time.Duration(w.p.Encounter.DraughtHours * float64(time.Hour))
}

func (p *pair) swap() {
	p.a, p.b = p.b, p.a
	for i := range p.instant {
		s := &p.instant[i]
		s.a, s.b = s.b, s.a
		s.knotsA, s.knotsB = s.knotsB, s.knotsA
		s.fixA, s.fixB = s.fixB, s.fixA
	}
}

func (w *Watcher) encounter(p *pair) (Event, bool) {
	start, end := time.Unix(p.instant[0].t, 0).UTC(), time.Unix(p.last(), 0).UTC()
	v := w.measure(p)
	v.Hours = round(end.Sub(start).Hours(), 2)
	v.OpenAtEdge = p.edge
	ships := []Ident{w.identAt(p.a, start), w.identAt(p.b, start)}
	v.Ships = []ShipPresent{w.present(p, start, end, false), w.present(p, start, end, true)}
	if v.Ships[0].MedianKnots >= w.p.Encounter.MaxMedianKnots || v.Ships[1].MedianKnots >= w.p.Encounter.MaxMedianKnots {
		return Event{}, false
	}
	place := meanPlace(p)
	where := w.where(place)
	zone := w.zone(where)
	alongside := w.alongside(&v)
	if !alongside && (zone != TagOpenSea || v.BothAnchored) {
		return Event{}, false // neighbours in an anchorage
	}
	e := Event{
		Kind: Encounter, Start: start, End: end, Ships: ships, Place: place,
		Evidence: Evidence{Encounter: &v, Where: where}, Confidence: Moderate, Tags: []string{zone},
		Positions: w.shown(p), Parameters: w.p.Encounter.numbers(),
	}
	if service(v.Ships[0].ShipType) || service(v.Ships[1].ShipType) {
		e.Tags = append(e.Tags, TagService)
	}
	if v.BothAnchored {
		e.Tags = append(e.Tags, TagAnchored)
	}
	e.Tags = tagUnassigned(e.Tags, ships)
	switch {
	case alongside && v.HullMethod == methodRectangles:
		e.Confidence = High
	case v.MaxSampleGapM > 90 && v.AntennaMedianM > w.p.Encounter.EnterMetres/2:
		e.Confidence = Low
	}
	e.Reason = encounterReason(&e, &v, where, zone)
	e.Refutes = []string{
		"a photograph, radar or satellite picture of the time that shows them apart",
		"positions of either that are not its own: compare with a second network, or with the receiver that heard it",
		"a lawful reason to lie together: bunkering by a licensed supplier, a tow, salvage, rescue, with papers of the day",
	}
	e.ID = eventID(e.Kind, start, start, ships)
	return e, true
}

const (
	methodRectangles = "rectangles"
	methodAntennas   = "antennas"
)

// measure works out distances over all instants.
func (w *Watcher) measure(p *pair) EncounterEvidence {
	v := EncounterEvidence{Samples: p.samples, HullMethod: methodAntennas}
	var antenna, hulls []float64
	parallel, headings, anchored := 0, 0, 0
	dimsA, dimsB := dimsOf(p.a), dimsOf(p.b)
	for i := range p.instant {
		s := &p.instant[i]
		antenna = append(antenna, float64(s.distance))
		fixA, fixB := s.fixA.fix(), s.fixB.fix()
		headA, headB := pointing(&fixA), pointing(&fixB)
		if fixA.anchored() && fixB.anchored() {
			anchored++
		}
		if math.IsNaN(headA) || math.IsNaN(headB) {
			continue
		}
		headings++
		off := math.Abs(math.Remainder(headA-headB, 180))
		if off <= w.p.Encounter.SideBySideDegrees {
			parallel++
		}
		if dimsA != [4]uint16{} && dimsB != [4]uint16{} {
			hulls = append(hulls, boxOf(s.a.point(), s.a.point(), headA, dimsA).distance(boxOf(s.a.point(), s.b.point(), headB, dimsB)))
		}
	}
	v.AntennaMinM, v.AntennaMedianM = round(slices.Min(antenna), 0), round(median(antenna), 0)
	if 2*len(hulls) >= len(p.instant) {
		least, mid := round(slices.Min(hulls), 0), round(median(hulls), 0)
		v.HullMinM, v.HullMedianM, v.HullMethod = &least, &mid, methodRectangles
	}
	limit := w.p.Encounter.AlongsideMetres
	if v.HullMedianM == nil {
		// Without headings the antennas must be as near as the beams allow.
		hulls, limit = antenna, limit+(beamOf(p.a)+beamOf(p.b))/2
	}
	v.AlongsideShare = round(shareWithin(hulls, limit), 2)
	v.SideBySide = headings > 0 && 2*parallel > headings
	v.BothAnchored = 2*anchored > len(p.instant)
	v.MaxSampleGapM = round(float64(p.longest)/60, 1)
	return v
}

// pointing is the heading, or the course of a ship that makes way.
func pointing(f *fix) float64 {
	if h := f.head(); !math.IsNaN(h) {
		return h
	}
	if k := f.knots(); k > 1 {
		return f.course()
	}
	return math.NaN()
}

func dimsOf(h *hull) [4]uint16 {
	v := h.main()
	if v == nil || v.A+v.B == 0 || v.C+v.D == 0 {
		return [4]uint16{}
	}
	return v.dims()
}

// alongside says that the two were as near as ships that hand something over,
// and kept so: they are made fast to each other. Two of which one drifts past the
// other are as near for a while.
func (w *Watcher) alongside(v *EncounterEvidence) bool {
	return v.AlongsideShare >= w.p.Encounter.AlongsideShare
}

func beamOf(h *hull) float64 {
	if v := h.main(); v != nil {
		return v.beam()
	}
	return 0
}

func shareWithin(metres []float64, limit float64) float64 {
	n := 0
	for _, d := range metres {
		if d <= limit {
			n++
		}
	}
	return float64(n) / float64(len(metres))
}

func (w *Watcher) present(p *pair, start, end time.Time, second bool) ShipPresent {
	h := p.a
	if second {
		h = p.b
	}
	var knots []float64
	for i := range p.instant {
		k := p.instant[i].knotsA
		if second {
			k = p.instant[i].knotsB
		}
		knots = append(knots, float64(k))
	}
	out := ShipPresent{
		Track: h.track(), MedianKnots: round(median(knots), 2),
		DraughtBefore: w.draughtAt(h, start), DraughtAfter: w.draughtAt(h, end.Add(w.draughtWait())),
	}
	if v := h.main(); v != nil {
		out.ShipType, out.Length, out.Beam = v.ShipType, v.length(), v.beam()
	}
	return out
}

// service lists tugs, pilots, tenders, rescue, police and the like, whose work
// is to lie alongside others.
func service(shipType uint8) bool {
	return shipType == 31 || shipType == 32 || shipType >= 50 && shipType <= 55 || shipType == 58
}

func meanPlace(p *pair) geo.Point {
	origin := p.instant[0].a.point()
	var lat, lon float64
	for i := range p.instant {
		for _, q := range [2]geo.Point{p.instant[i].a.point(), p.instant[i].b.point()} {
			lat += q.Lat - origin.Lat
			lon += geo.DeltaLon(origin.Lon, q.Lon)
		}
	}
	n := float64(2 * len(p.instant))
	return geo.Point{Lat: round(origin.Lat+lat/n, 5), Lon: round(geo.NormLon(origin.Lon+lon/n), 5)}
}

// shown picks reports of both ships spread over the encounter.
func (w *Watcher) shown(p *pair) []Position {
	var out []Position
	n := min(len(p.instant), shownInstants)
	for k := range n {
		i := 0
		if n > 1 {
			i = k * (len(p.instant) - 1) / (n - 1)
		}
		s := &p.instant[i]
		fixA, fixB := s.fixA.fix(), s.fixB.fix()
		out = append(out, w.positionOf(p.a, &fixA), w.positionOf(p.b, &fixB))
	}
	slices.SortStableFunc(out, func(a, b Position) int { return cmp.Or(a.Time.Compare(b.Time), cmp.Compare(a.MMSI, b.MMSI)) })
	return slices.CompactFunc(out, func(a, b Position) bool { return a.Time.Equal(b.Time) && a.MMSI == b.MMSI })
}

func encounterReason(e *Event, v *EncounterEvidence, at Where, zone string) string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s and %s lay together for %.1f hours from %s at %v, ",
		called(e.Ships[0]), called(e.Ships[1]), v.Hours, clockText(e.Start), e.Place)
	switch zone {
	case TagPort:
		fmt.Fprintf(&b, "%.0f km from %s: ", at.PortKM, at.PortName)
	default:
		fmt.Fprintf(&b, "%.0f km from the nearest shore: ", at.ShoreKM)
	}
	if v.HullMedianM != nil {
		fmt.Fprintf(&b, "%.0f m from hull to hull", *v.HullMedianM)
	} else {
		fmt.Fprintf(&b, "%.0f m from antenna to antenna", v.AntennaMedianM)
	}
	fmt.Fprintf(&b, " (median of %d instants), at %.1f and %.1f kn.", v.Samples, v.Ships[0].MedianKnots, v.Ships[1].MedianKnots)
	for i, s := range v.Ships {
		if s.DraughtBefore > 0 && s.DraughtAfter > 0 && math.Abs(s.DraughtBefore-s.DraughtAfter) >= 0.1 {
			fmt.Fprintf(&b, " The draught of %s went from %.1f to %.1f m.", shortName(e.Ships[i]), s.DraughtBefore, s.DraughtAfter)
		}
	}
	if v.OpenAtEdge {
		b.WriteString(" The data begins or ends while they lay together.")
	}
	return b.String()
}

func shortName(i Ident) string {
	if i.Name == "" {
		return called(i)
	}
	return i.Name
}

func median(values []float64) float64 {
	v := slices.Clone(values)
	slices.Sort(v)
	n := len(v)
	if n%2 == 1 {
		return v[n/2]
	}
	return (v[n/2-1] + v[n/2]) / 2
}
