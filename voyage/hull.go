package voyage

import (
	"slices"

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
	h.kept = everySecond(h.kept)
	h.keep *= 2
}

// everySecond thins a list in its own memory.
func everySecond[T any](list []T) []T {
	n := 0
	for i := 0; i < len(list); i += 2 {
		list[n] = list[i]
		n++
	}
	return list[:n]
}
