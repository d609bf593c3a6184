package voyage

import (
	"slices"
	"strings"
	"time"

	"plimsoll/ais"
)

// who is what makes an identity: draught and destination do not.
type who struct {
	Name, CallSign string
	IMO            uint32
	A, B, C, D     uint16 // metres from the antenna to bow, stern, port, starboard
	ShipType       uint8
}

func (x *who) dims() [4]uint16 { return [4]uint16{x.A, x.B, x.C, x.D} }

// length and beam are in metres, 0 where not sent.
func (x *who) length() float64 { return float64(x.A) + float64(x.B) }
func (x *who) beam() float64   { return float64(x.C) + float64(x.D) }

// static is what one message says of who a ship is.
type static struct {
	who
	t           int64
	destination string
	line        int32
	draught     uint8 // tenths of a metre, 0 where not sent
}

// variant is one identity that a hull sent, word for word.
type variant struct {
	who
	first, last         int64
	counted             int64 // when it was sent as it counts: in two parts or to two receivers is once
	firstLine, lastLine int32
	messages            int // as counted
	draughts            []draught
}

// draught is a change of draught as it is kept.
type draught struct {
	t      int64
	line   int32
	tenths uint8 // of a metre
}

// waiting is an identity for which no position has been heard yet.
type waiting struct {
	static *static
	source uint16
}

const (
	maxWaiting   = 16
	maxVariants  = 64   // identities of a hull
	maxDraughts  = 1000 // changes, of an identity
	liveDraughts = 4    // the same in a live feed: the last ones
)

// staticOf takes the identity out of a message. Texts are cloned: the decoder
// may hand out parts of larger strings.
func staticOf(m *ais.Message, t time.Time) *static {
	return &static{
		who: who{
			Name: clean(m.Name), CallSign: clean(m.CallSign), IMO: m.IMO,
			A: m.A, B: m.B, C: m.C, D: m.D, ShipType: m.ShipType,
		},
		t: t.Unix(), destination: clean(m.Destination), line: int32(m.Line), draught: m.Draught, //nolint:gosec // as of positions
	}
}

func clean(s string) string { return strings.TrimRight(strings.TrimSpace(s), "@ ") }

// static gives an identity to the hull that sent it: of several under one
// MMSI, the one heard last by the same receiver, else the one heard last.
func (w *Watcher) static(s *ship, st *static, source uint16) {
	h := s.sender(source)
	if h == nil {
		if len(s.waiting) >= maxWaiting {
			s.waiting = s.waiting[1:]
			w.reject(rejectUnsettled, int(st.line))
		}
		s.waiting = append(s.waiting, waiting{st, source})
		return
	}
	w.stats.Statics++
	w.identify(h, st)
}

// identify counts an identity for a hull, and what follows from it.
func (w *Watcher) identify(h *hull, st *static) {
	w.noteEarly(h, st)
	v, before := h.identify(st)
	w.keepDraught(h, v, st)
	if v.last-v.counted < w.p.Identity.ApartSeconds && v.messages > 0 {
		return
	}
	v.messages++
	v.counted = v.last
	switch n := v.messages; {
	case n == 1:
		// Of one that has sent too many, this one may have been given up before.
		many := len(h.idents) == maxVariants
		if imoValid(v.IMO) && !(many && slices.Contains(w.byIMO[v.IMO], h)) {
			w.byIMO[v.IMO] = append(w.byIMO[v.IMO], h)
		}
		if int(v.length()) >= w.p.Joins.MinLength && v.beam() > 0 && !(many && slices.Contains(w.byDims[v.dims()], h)) {
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
	first       *static
}

func (w *Watcher) noteEarly(h *hull, st *static) {
	silent := st.t - h.last.t
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
func (h *hull) identify(st *static) (v *variant, before int64) {
	full := *st
	if full.Name == "" || full.length() == 0 && full.CallSign == "" {
		if h.part == nil {
			h.part = new(static)
		}
		full.complete(&h.part.who)
	}
	if h.part != nil {
		*h.part = full
	}
	for _, known := range h.idents {
		if known.who == full.who {
			v = known
			break
		}
	}
	if v == nil {
		v = &variant{who: full.who, first: st.t, firstLine: st.line}
		h.makeRoom()
		h.idents = append(h.idents, v)
	}
	before = v.last
	v.last, v.lastLine = st.t, st.line
	if h.back != nil {
		h.back.noteReturn(st)
	}
	if st.destination != "" {
		h.destination = st.destination
	}
	return v, before
}

// keepDraught keeps a draught that is another than the one before. Another
// identity of this hull may have sent another in between.
func (w *Watcher) keepDraught(h *hull, v *variant, st *static) {
	n := len(v.draughts)
	if st.draught == 0 || n > 0 && v.draughts[n-1].tenths == st.draught && h.draught == st.draught {
		return
	}
	h.draught = st.draught
	switch {
	case w.live && n == liveDraughts:
		v.draughts = v.draughts[:copy(v.draughts, v.draughts[1:])]
	case n == maxDraughts:
		return
	}
	v.draughts = append(v.draughts, draught{st.t, st.line, st.draught})
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

func (x *who) complete(from *who) {
	if x.Name == "" {
		x.Name = from.Name
	}
	if x.CallSign == "" {
		x.CallSign = from.CallSign
	}
	if x.IMO == 0 {
		x.IMO = from.IMO
	}
	if x.dims() == [4]uint16{} {
		x.A, x.B, x.C, x.D = from.A, from.B, from.C, from.D
	}
	if x.ShipType == 0 {
		x.ShipType = from.ShipType
	}
}

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
