package voyage

import "math"

// task is something to be done when the event time has come: an event is
// complete only when what follows it is known.
type task uint8

const (
	taskGap      task = iota // a silence ended; its draught after is due
	taskIdentity             // a new identity: whether it replaced the one before
	taskShared               // several hulls under one MMSI
	taskJump                 // a hull came up elsewhere: whether the other stays away
	taskLying                // a port call or loitering ended; the draught after is due
	taskDraught              // an encounter ended; draughts after are due
)

type timer struct {
	t     int64
	order uint64 // in which they were set
	task  task
	hull  *hull
	hole  *hole
	ident *variant
	ship  *ship
	met   *parted
	lay   *Event
}

// timers is a heap by time.
type timers struct {
	list []timer
	set  uint64
}

func (q *timers) before(i, j int) bool {
	a, b := &q.list[i], &q.list[j]
	return a.t < b.t || a.t == b.t && a.order < b.order
}

func (q *timers) add(t timer) {
	t.order = q.set
	q.set++
	q.list = append(q.list, t)
	for i := len(q.list) - 1; i > 0; {
		up := (i - 1) / 2
		if !q.before(i, up) {
			break
		}
		q.list[i], q.list[up] = q.list[up], q.list[i]
		i = up
	}
}

func (q *timers) take() timer {
	first := q.list[0]
	last := len(q.list) - 1
	q.list[0] = q.list[last]
	q.list[last] = timer{}
	q.list = q.list[:last]
	if c := cap(q.list); c > 1024 && last < c/4 { // after many at once
		q.list = append(make([]timer, 0, c/2), q.list...)
	}
	for i := 0; ; {
		least := i
		for _, child := range [2]int{2*i + 1, 2*i + 2} {
			if child < last && q.before(child, least) {
				least = child
			}
		}
		if least == i {
			return first
		}
		q.list[i], q.list[least] = q.list[least], q.list[i]
		i = least
	}
}

// due does what was to be done before a time.
func (w *Watcher) due(t int64) {
	for len(w.timers.list) > 0 && w.timers.list[0].t < t {
		w.do(w.timers.take())
	}
}

func (w *Watcher) dueAll() {
	for len(w.timers.list) > 0 {
		w.due(math.MaxInt64)
	}
}

func (w *Watcher) do(t timer) {
	switch t.task {
	case taskGap:
		w.gapOf(t.hull, t.hole)
	case taskIdentity:
		w.changedTo(t.hull, t.ident)
		w.sharedIMO(t.hull, t.ident)
		w.falseIMO(t.hull, t.ident)
	case taskShared:
		w.shared(t.ship)
	case taskJump:
		w.jump(t.hull)
	case taskLying:
		w.draughtAfterLying(t.hull, t.lay)
	case taskDraught:
		w.draughtsAfter(t.met)
	}
}
