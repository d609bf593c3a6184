package feed

import (
	"time"

	"plimsoll/ais"
)

// A step of the clock of this many seconds from one message to the next, either
// way, is counted: no feed falls so far behind itself, and a silence so long is
// worth a word.
const clockStep = 3600

// Odd is what messages lack or do, by kind, though they could be read.
type Odd struct {
	Kind  string
	Count int64
	Line  int // of the first
}

// The kinds, in the order in which they are told.
const (
	oddSpeed = iota
	oddBack
	oddAhead
	oddKinds
)

var oddText = [oddKinds]string{
	oddSpeed: "speed not available (102.3 knots)",
	oddBack:  "time steps back by more than an hour",
	oddAhead: "time steps ahead by more than an hour",
}

// Tally counts what shows in the messages of a feed, whatever is made of them;
// what the watch leaves out of them it counts itself. The zero value is ready.
type Tally struct {
	odd  [oddKinds]Odd
	last int64
}

// Take counts a message and the time it was given, zero where there is none.
func (t *Tally) Take(m *ais.Message, at time.Time) {
	if m.IsPosition() && m.SOG == ais.SOGNotAvailable {
		t.add(oddSpeed, m.Line)
	}
	if at.IsZero() {
		return
	}
	now := at.Unix()
	switch step := now - t.last; {
	case t.last == 0:
	case step < -clockStep:
		t.add(oddBack, m.Line)
	case step > clockStep:
		t.add(oddAhead, m.Line)
	}
	t.last = now
}

func (t *Tally) add(kind, line int) {
	o := &t.odd[kind]
	if o.Count++; o.Count == 1 {
		o.Kind, o.Line = oddText[kind], line
	}
}

// Kinds lists what was counted.
func (t *Tally) Kinds() []Odd {
	var out []Odd
	for _, o := range t.odd {
		if o.Count > 0 {
			out = append(out, o)
		}
	}
	return out
}
