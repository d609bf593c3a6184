package voyage

import (
	"slices"
	"strings"
	"time"

	"plimsoll/ais"
)

// variant is one identity that a hull sent, word for word.
type variant struct {
	Static
	first, last         int64
	counted             int64 // when it was sent as it counts: in two parts or to two receivers is once
	firstLine, lastLine int
	messages            int // as counted
	draughts            []draught
}

// draught is a change of draught as it is kept.
type draught struct {
	t      int64
	line   int32
	metres float32
}

// waiting is an identity for which no position has been heard yet.
type waiting struct {
	static *Static
	source uint16
}

const (
	maxWaiting   = 16
	maxVariants  = 64   // identities of a hull
	maxDraughts  = 1000 // changes, of an identity
	liveDraughts = 6    // the same in a live feed: the last ones
)

// staticOf takes the identity out of a message. Texts are cloned: the decoder
// may hand out parts of larger strings.
func staticOf(m *ais.Message, t time.Time) *Static {
	return &Static{
		MMSI: m.MMSI, Time: t.UTC().Truncate(time.Second), IMO: m.IMO,
		Name: clean(m.Name), CallSign: clean(m.CallSign), Destination: clean(m.Destination),
		ShipType: m.ShipType, Length: float64(m.Length()), Beam: float64(m.Beam()),
		Draught: float64(m.Draught) / 10, A: m.A, B: m.B, C: m.C, D: m.D, Line: m.Line,
	}
}

func clean(s string) string { return strings.TrimRight(strings.TrimSpace(s), "@ ") }

// static gives an identity to the hull that sent it: of several under one
// MMSI, the one heard last by the same receiver, else the one heard last.
func (w *Watcher) static(s *ship, st *Static, source uint16) {
	h := s.sender(source)
	if h == nil {
		if len(s.waiting) >= maxWaiting {
			s.waiting = s.waiting[1:]
			w.reject(rejectUnsettled, st.Line)
		}
		s.waiting = append(s.waiting, waiting{st, source})
		return
	}
	w.stats.Statics++
	w.identify(h, st)
}

// identify counts an identity for a hull, and what follows from it.
func (w *Watcher) identify(h *hull, st *Static) {
	w.noteEarly(h, st)
	v, before := h.identify(st)
	if n := len(v.draughts); w.live && n > liveDraughts {
		v.draughts = append(v.draughts[:0], v.draughts[n-liveDraughts:]...)
	}
	if v.last-v.counted < w.p.Identity.ApartSeconds && v.messages > 0 {
		return
	}
	v.messages++
	v.counted = v.last
	switch n := v.messages; {
	case n == 1:
		if imoValid(v.IMO) {
			w.byIMO[v.IMO] = append(w.byIMO[v.IMO], h)
		}
		if int(v.A)+int(v.B) >= w.p.Joins.MinLength && v.Beam > 0 {
			w.byDims[v.dims()] = append(w.byDims[v.dims()], h)
		}
	case n == w.p.Identity.MinMessages:
		w.timers.add(timer{t: v.first + int64(w.p.Identity.SettleHours*secondsPerHour), task: taskIdentity, hull: h, ident: v})
	case n > w.p.Identity.MinMessages && w.begunSince(h, v, before):
		w.sharedIMO(h, v) // it was not heard when another took its number
	}
}

// early is what a ship says of itself after a silence before its place is heard:
// it belongs to the return, not to the time before.
type early struct {
	since       int64 // when its place was heard last
	destination string
	first       *Static
}

func (w *Watcher) noteEarly(h *hull, st *Static) {
	silent := st.Time.Unix() - h.last.t
	if float64(silent) >= w.p.Gap.MinHours*secondsPerHour && (h.early == nil || h.early.since != h.last.t) {
		h.early = &early{h.last.t, h.destination, st}
	}
}

// begunSince says that another hull began to send the IMO number of an identity
// after that was heard before.
func (w *Watcher) begunSince(h *hull, v *variant, before int64) bool {
	hulls := w.byIMO[v.IMO]
	return len(hulls) > 1 && slices.ContainsFunc(hulls, func(o *hull) bool {
		x := o.sent(v.IMO)
		return o != h && x != nil && x.first > before
	})
}

func (s *ship) sender(source uint16) *hull {
	var best *hull
	same := false
	for _, h := range s.hulls {
		is := h.last.source == source
		if best == nil || is && !same || is == same && h.last.t > best.last.t {
			best, same = h, is
		}
	}
	return best
}

// settleWaiting hands out the identities that came before the first position.
func (w *Watcher) settleWaiting(s *ship) {
	if len(s.waiting) == 0 {
		return
	}
	for _, x := range s.waiting {
		w.stats.Statics++
		w.identify(s.sender(x.source), x.static)
	}
	s.waiting = nil
}

// identify counts an identity for the hull. Type 24 comes in two parts, the
// name in one and the rest in the other; each is completed from what the other
// said last. Before is when it was sent before.
func (h *hull) identify(st *Static) (v *variant, before int64) {
	full := *st
	if full.Name == "" || full.Length == 0 && full.CallSign == "" {
		if h.part == nil {
			h.part = new(Static)
		}
		full.complete(h.part)
	}
	if h.part != nil {
		*h.part = full
	}
	at := st.Time.Unix()
	for _, known := range h.idents {
		if known.same(&full) {
			v = known
			break
		}
	}
	if v == nil {
		v = &variant{Static: full, first: at, firstLine: st.Line}
		h.makeRoom()
		h.idents = append(h.idents, v)
	}
	before = v.last
	v.last, v.lastLine = at, st.Line
	// Another identity of this hull may have sent another draught in between.
	n := len(v.draughts)
	if st.Draught > 0 && n < maxDraughts && (n == 0 || v.draughts[n-1].metres != float32(st.Draught) || h.draught != st.Draught) {
		v.draughts = append(v.draughts, draught{at, int32(st.Line), float32(st.Draught)})
	}
	if h.back != nil {
		h.back.noteReturn(st)
	}
	if st.Destination != "" {
		h.destination = st.Destination
	}
	if st.Draught > 0 {
		h.draught = st.Draught
	}
	return v, before
}

// makeRoom gives up the identity heard least, the oldest of such, when a hull
// has sent too many: noise, or somebody who plays with the radio.
func (h *hull) makeRoom() {
	if len(h.idents) < maxVariants {
		return
	}
	least := 0
	for i, v := range h.idents {
		if v.messages < h.idents[least].messages {
			least = i
		}
	}
	h.idents = slices.Delete(h.idents, least, least+1)
}

func (s *Static) complete(from *Static) {
	if s.Name == "" {
		s.Name = from.Name
	}
	if s.CallSign == "" {
		s.CallSign = from.CallSign
	}
	if s.IMO == 0 {
		s.IMO = from.IMO
	}
	if s.Length == 0 && s.Beam == 0 {
		s.Length, s.Beam, s.A, s.B, s.C, s.D = from.Length, from.Beam, from.A, from.B, from.C, from.D
	}
	if s.ShipType == 0 {
		s.ShipType = from.ShipType
	}
}

// same compares what makes an identity: draught and destination do not.
func (s *Static) same(o *Static) bool {
	return s.IMO == o.IMO && s.Name == o.Name && s.CallSign == o.CallSign && s.ShipType == o.ShipType && s.dims() == o.dims()
}

func (s *Static) dims() [4]uint16 { return [4]uint16{s.A, s.B, s.C, s.D} }

// main is the identity a hull sent most often, nil when it sent none.
func (h *hull) main() *variant {
	var best *variant
	for _, v := range h.idents {
		if best == nil || v.messages > best.messages {
			best = v
		}
	}
	return best
}
