package voyage

import (
	"math"
	"slices"
	"time"

	"plimsoll/geo"
)

// ship is everything sent under one MMSI.
type ship struct {
	mmsi    uint32
	hulls   []*hull // most often one
	last    *hull   // that the last position went to
	waiting []waiting
	sharing *sharing // with several hulls, see noteShared
}

// sharing is what is known of a number that several hulls send.
type sharing struct {
	due  bool   // a look at it is due
	told string // what was said of it last
}

// hull is a stretch of positions under one MMSI that one hull can have made.
// There are hundreds of thousands: what few have lies behind a pointer.
type hull struct {
	first       fix
	last        fix
	fine        *fix     // the last position good enough for an encounter, where last is not; see lastFine
	kept        []packed // thinned
	wide        []spot   // minutes apart
	idents      []*variant
	part        *static    // of the two parts of type 24, nil for ships that do not send it
	returns     []comeback // the feed went from another hull of this MMSI to this one
	origin      *split     // why this is not the hull that was known before
	lying       *lying
	adrift      *adrift
	back        *hole  // a silence that ended not long ago
	loitered    *Event // the last, until a port call shows what it waited for
	spoof       *spoofing
	early       *early // what it said after a silence before its place was heard
	destination string // sent last
	noted       noted
	slotPoint   geo.Point
	chain
	rate     hourly
	mmsi     uint32
	slot     uint32 // the last instant at which the position was sampled, 0 for none
	met      uint32 // end of the last encounter
	number   int32  // in the order in which hulls were first heard
	reports  int32
	keep     int32 // seconds between kept positions
	returned int32
	fastest  uint16 // tenths of a knot, sent twice and more
	fastOnce uint16
	draught  uint8 // sent last
	told     uint8 // how often its present silence was told
	lookAt   uint8 // positions kept since their form was looked at
	alone    bool  // the last is the only one since a silence or a leap: nothing bears it out
}

// lastFine is the last position good enough for an encounter, nil for none.
func (h *hull) lastFine() *fix {
	if h.reports > 0 && !h.last.coarse {
		return &h.last
	}
	return h.fine
}

// split says why a position could not be the known hull's.
type split struct {
	from   *hull
	at     fix // of from, the last before
	metres float64
	dt     int64
}

// comeback is a pair of positions that one hull cannot have made.
type comeback struct {
	other *hull
	there fix // of the other hull
	here  fix
}

const maxComebacks = 6

func (f *fix) point() geo.Point {
	return geo.Point{Lat: float64(f.lat) / unitsPerDegree, Lon: float64(f.lon) / unitsPerDegree}
}

func (f *fix) time() time.Time { return time.Unix(f.t, 0).UTC() }

func (f *fix) knots() float64 {
	if f.sog >= 1023 {
		return math.NaN()
	}
	return float64(f.sog) / 10
}

// knotsOr is the speed sent, or another value where none was.
func (f *fix) knotsOr(other float64) float64 {
	if k := f.knots(); !math.IsNaN(k) {
		return k
	}
	return other
}

func (f *fix) course() float64 {
	if f.cog >= 3600 {
		return math.NaN()
	}
	return float64(f.cog) / 10
}

func (f *fix) head() float64 {
	if f.heading >= 360 {
		return math.NaN()
	}
	return float64(f.heading)
}

// anchored says that the ship called itself at anchor, aground or moored.
func (f *fix) anchored() bool { return f.status == 1 || f.status == 5 || f.status == 6 }

// position gives a position to the hull that can have made it.
func (w *Watcher) position(s *ship, f fix) {
	h, verdict := w.hullOf(s, &f)
	switch verdict {
	case placeDuplicate:
		w.reject(rejectDuplicate, int(f.line))
		return
	case placeNowhere:
		w.reject(rejectHulls, int(f.line))
		return
	}
	w.stats.Positions++
	if s.last != nil && s.last != h {
		h.returned++
		w.noteShared(s)
		if len(h.returns) >= maxComebacks { // make room for ones that count
			h.returns = slices.DeleteFunc(h.returns, func(r comeback) bool { return !w.firm(r.other) })
		}
		if len(h.returns) < maxComebacks {
			h.returns = append(h.returns, comeback{other: s.last, there: s.last.last, here: f})
		}
	}
	s.last = h
	w.extend(h, f)
	w.settleWaiting(s)
}

type placement int

const (
	placeHere placement = iota
	placeDuplicate
	placeNowhere
)

// hullOf finds the hull of a ship that a position fits best, or starts one.
func (w *Watcher) hullOf(s *ship, f *fix) (*hull, placement) {
	var best, nearest *hull
	bestScore, nearestMetres := math.Inf(1), math.Inf(1)
	p := f.point()
	firm := slices.ContainsFunc(s.hulls, w.firm)
	expected := len(s.hulls) > 1 && slices.ContainsFunc(s.hulls, func(h *hull) bool { return w.firm(h) && w.expects(h, f) })
	for _, h := range s.hulls {
		if duplicate(&h.last, f) {
			return h, placeDuplicate
		}
		if firm && !w.firm(h) && (expected || float64(f.t-h.last.t) > w.p.Tracks.ConfirmHours*secondsPerHour) {
			continue
		}
		metres := geo.Distance(h.last.point(), p)
		if metres < nearestMetres {
			nearest, nearestMetres = h, metres
		}
		if metres > w.reach(f.t-h.last.t) {
			continue
		}
		if len(s.hulls) == 1 {
			return h, placeHere
		}
		if score := w.misfit(h, f, metres); score < bestScore {
			best, bestScore = h, score
		}
	}
	if best == nil {
		best = w.takeBack(s, f)
	}
	if best != nil {
		return best, placeHere
	}
	if len(s.hulls) >= w.p.Tracks.MaxHulls && !w.dropTentative(s) {
		return nil, placeNowhere
	}
	h := &hull{mmsi: s.mmsi, number: w.numbers, first: *f, last: *f, keep: w.p.Tracks.KeepSeconds}
	if nearest != nil {
		h.origin = &split{from: nearest, at: nearest.last, metres: nearestMetres, dt: f.t - nearest.last.t}
	}
	s.hulls = append(s.hulls, h)
	w.hulls = append(w.hulls, h)
	w.numbers++
	return h, placeHere
}

// firm says that a hull was heard often enough not to be an error.
func (w *Watcher) firm(h *hull) bool { return int(h.reports) >= w.p.Tracks.ConfirmFixes }

// duplicate says that another receiver heard the same transmission.
func duplicate(last, f *fix) bool {
	if last.lat != f.lat || last.lon != f.lon || last.sog != f.sog || last.cog != f.cog {
		return false
	}
	dt := f.t - last.t
	return dt == 0 && last.heading == f.heading || dt < 30 && f.sog > 5 && f.sog < 1023
}

// reach is how far a hull gets in so many seconds at the very most.
func (w *Watcher) reach(dt int64) float64 {
	t := w.p.Tracks
	return t.MaxKnots*geo.Knot*(float64(dt)+t.SlackSeconds) + t.SlackMetres
}

// expects says that a hull can have made a position at a speed that ships
// usually make. Then it does not confirm another hull, of which there may be no
// more than an error: after a silence, the place of an error is in reach too.
func (w *Watcher) expects(h *hull, f *fix) bool {
	t := w.p.Tracks
	return geo.Distance(h.last.point(), f.point()) <= t.UsualKnots*geo.Knot*(float64(f.t-h.last.t)+t.SlackSeconds)+t.SlackMetres
}

// takeBack looks for a hull whose last position was an error: the only one since
// a silence, in which the ship could have come there, but not on to f; and f lies
// where the ship was heading before. Then that position is given up.
func (w *Watcher) takeBack(s *ship, f *fix) *hull {
	for _, h := range s.hulls {
		before := h.keptBefore(h.last.t)
		if !h.alone || before == nil || !w.firm(h) {
			continue
		}
		was := hull{last: *before}
		if !w.expects(&was, f) || 2*before.astray(f) > before.astray(&h.last) {
			continue
		}
		w.rejectMany(rejectJump, int(h.last.line), 1)
		w.stats.Positions--
		h.reports--
		if n := len(h.kept); int64(h.kept[n-1].t) == h.last.t {
			h.kept = h.kept[:n-1]
		}
		h.last, h.fine, h.alone = was.last, nil, false
		return h
	}
	return nil
}

// keptBefore is the latest kept position before a time.
func (h *hull) keptBefore(t int64) *fix {
	for i := len(h.kept) - 1; i >= 0; i-- {
		if int64(h.kept[i].t) < t {
			f := h.kept[i].fix()
			return &f
		}
	}
	return nil
}

// astray is how far a later position is from where a ship was and from where its
// course led, the lesser of both.
func (f *fix) astray(later *fix) float64 {
	off := geo.Distance(f.point(), later.point())
	if k, c := f.knots(), f.course(); !math.IsNaN(k) && !math.IsNaN(c) {
		led := geo.Destination(f.point(), c, k*geo.Knot*float64(later.t-f.t))
		off = math.Min(off, geo.Distance(led, later.point()))
	}
	return off
}

// misfit is how badly a position fits a hull: the way from where it was, or
// from where its course led, against what time allows. Time counts less and
// less, and of two that fit alike the one heard not so long ago is likelier, so
// that a hull not heard for days does not take what another leaves in passing
// (both as in GFW's gpsdio-segment).
func (w *Watcher) misfit(h *hull, f *fix, metres float64) float64 {
	hours := float64(f.t-h.last.t) / secondsPerHour
	damped := hours / (1 + math.Sqrt(hours/4))
	off := metres
	if k, c := h.last.knots(), h.last.course(); !math.IsNaN(k) && !math.IsNaN(c) {
		led := geo.Destination(h.last.point(), c, k*geo.Knot*damped*secondsPerHour)
		off = math.Min(off, geo.Distance(led, f.point()))
	}
	part := misfitSteep * off / (w.p.Tracks.SlackMetres + w.p.Tracks.UsualKnots*geo.Knot*damped*secondsPerHour)
	return part*part + math.Log(math.Max(hours, misfitHours))
}

const (
	misfitSteep = 5    // GFW: the fastest ship against an ordinary one
	misfitHours = 0.25 // GFW: less makes no difference
)

// dropTentative makes room by giving up the oldest hull that was never
// confirmed.
func (w *Watcher) dropTentative(s *ship) bool {
	for i, h := range s.hulls {
		if !w.firm(h) && h != s.last {
			w.giveUp(h)
			h.origin, h.returns, h.kept = nil, nil, nil // others may still refer to it
			w.dropped++
			s.hulls = slices.Delete(s.hulls, i, i+1)
			if w.dropped > 1000 && 2*w.dropped > len(w.hulls) {
				w.hulls = slices.DeleteFunc(w.hulls, func(h *hull) bool { return h.reports == 0 })
				w.dropped = 0
			}
			return true
		}
	}
	return false
}

// giveUp counts the positions of a hull as errors.
func (w *Watcher) giveUp(h *hull) {
	w.rejectMany(rejectJump, int(h.first.line), int(h.reports))
	w.stats.Positions -= int(h.reports)
	h.reports = 0
}

// extend adds a position to a hull.
func (w *Watcher) extend(h *hull, f fix) {
	if h.reports > 0 {
		dt := f.t - h.last.t
		if float64(dt) >= w.p.Gap.MinHours*secondsPerHour {
			w.noteHole(h, f)
		}
		h.alone = dt >= w.p.Tracks.AloneSeconds || !w.expects(h, &f)
	}
	if h.next != nil {
		w.contradict(h, &f)
	}
	w.sample(h, &f)
	w.drift(h, &f)
	w.heard.add(h, &f)
	h.noteSpeed(f.sog)
	h.rate.add(f.t)
	if f.coarse {
		if fine := h.lastFine(); fine == &h.last {
			last := h.last
			h.fine = &last
		}
	}
	h.reports++
	h.last, h.told = f, 0
	w.watchJump(h)
	if n := len(h.kept); n == 0 || f.t-int64(h.kept[n-1].t) >= int64(h.keep) {
		w.keepFix(h, &f)
		w.keepWide(h, &f)
		w.regular(h)
	}
	if !h.settled && h.reports%settleEvery == 0 {
		w.settle(h)
	}
}

// settleEvery is after how many positions a new hull is looked at again.
const settleEvery = 8

// noteSpeed keeps the greatest speed that was sent twice: one report may be an
// error.
func (h *hull) noteSpeed(sog uint16) {
	if sog >= 1023 || sog <= h.fastest {
		return
	}
	if sog <= h.fastOnce {
		h.fastest = sog
		return
	}
	h.fastest, h.fastOnce = max(h.fastest, h.fastOnce), sog
}

// liveKept is how many positions are kept of a hull in a live feed, so that
// their form can be seen.
const liveKept = 20

// keepFix stores a position for drawing; when there are too many, every second
// one goes and they are stored half as often from then on. Of a live feed only
// the last ones are kept.
func (w *Watcher) keepFix(h *hull, f *fix) {
	if w.live {
		if h.kept == nil {
			h.kept = make([]packed, 0, liveKept)
		}
		if len(h.kept) == liveKept {
			h.kept = h.kept[:copy(h.kept, h.kept[1:])]
		}
		h.kept = append(h.kept, pack(f))
		return
	}
	h.kept = append(h.kept, pack(f))
	if len(h.kept) < w.p.Tracks.MaxFixes {
		return
	}
	n := 0
	for i := 0; i < len(h.kept); i += 2 {
		h.kept[n] = h.kept[i]
		n++
	}
	h.kept = h.kept[:n]
	h.keep *= 2
}

const rateHours = 24

// hourly counts reports by clock hour for the last day.
type hourly struct {
	count [rateHours]uint16
	last  int32 // the hour of the last report
}

func (r *hourly) add(t int64) {
	hour := int32(t / secondsPerHour) //nolint:gosec // until the year 9999
	if r.last == 0 {
		r.last = hour
	}
	for n := min(hour-r.last, rateHours); n > 0; n-- { // hours passed over
		r.count[mod(hour-n+1, rateHours)] = 0
	}
	r.last = max(r.last, hour)
	if i := mod(hour, rateHours); r.last-hour < rateHours && r.count[i] < math.MaxUint16 {
		r.count[i]++
	}
}

// before counts the reports of the clock hour of t and of the hours-1 before
// it, and says from when on that is.
func (r *hourly) before(t int64, hours int) (count int, from int64) {
	last := int32(t / secondsPerHour) //nolint:gosec // until the year 9999
	for age := range int32(hours) {   //nolint:gosec // at most rateHours
		if hour := last - age; hour <= r.last && r.last-hour < rateHours {
			count += int(r.count[mod(hour, rateHours)])
		}
	}
	return count, int64(last-int32(hours)+1) * secondsPerHour //nolint:gosec // as above
}

func mod(a, b int32) int32 { return (a%b + b) % b }
