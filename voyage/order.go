package voyage

import (
	"cmp"
	"math"
	"slices"
)

// obs is what a message says, on its way through the buffer.
type obs struct {
	fix
	static   *static
	mmsi     uint32
	position bool
}

// compareObs is a full order over contents, so that equal times do not leave
// the result to the order of arrival.
func compareObs(a, b *obs) int {
	if c := cmp.Compare(a.t, b.t); c != 0 {
		return c
	}
	if c := cmp.Compare(a.mmsi, b.mmsi); c != 0 {
		return c
	}
	if c := compareBool(b.position, a.position); c != 0 {
		return c
	}
	if c := cmp.Or(
		cmp.Compare(a.lat, b.lat), cmp.Compare(a.lon, b.lon), cmp.Compare(a.sog, b.sog), cmp.Compare(a.cog, b.cog),
		cmp.Compare(a.heading, b.heading), cmp.Compare(a.status, b.status), cmp.Compare(a.line, b.line),
		compareBool(a.coarse, b.coarse),
	); c != 0 {
		return c
	}
	return compareStatic(a.static, b.static)
}

func byObs(a, b obs) int { return compareObs(&a, &b) }

// compareBool puts false first.
func compareBool(a, b bool) int {
	switch {
	case a == b:
		return 0
	case b:
		return -1
	}
	return 1
}

func compareStatic(a, b *static) int {
	if a == nil || b == nil {
		switch {
		case a != nil:
			return 1
		case b != nil:
			return -1
		}
		return 0
	}
	return cmp.Or(
		cmp.Compare(a.Name, b.Name), cmp.Compare(a.CallSign, b.CallSign), cmp.Compare(a.IMO, b.IMO),
		cmp.Compare(a.draught, b.draught), cmp.Compare(a.destination, b.destination), cmp.Compare(a.ShipType, b.ShipType),
		cmp.Compare(a.A, b.A), cmp.Compare(a.B, b.B), cmp.Compare(a.C, b.C), cmp.Compare(a.D, b.D), cmp.Compare(a.line, b.line),
	)
}

// order holds messages back until none that is older can come any more, and
// lets them out by time.
//
// Times that run far ahead of everything else are a clock gone wrong, or the
// end of a long hole in the feed. They are held apart until enough of them
// came in a row; when a message of the old time comes before that, they were
// wrong.
type order struct {
	lag, jump, max int64
	confirm        int
	pending        []obs
	ahead          []obs
	newest         int64 // of pending and of what was let out
	oldest         int64 // of pending
	frontier       int64 // everything before it has been let out
	any            bool
	taken          int // until it reaches confirm, nothing is let out
	// scratch
	due, sorted, begin []int32 `snap:"-"`
}

func (q *order) init(p OrderParameters) {
	q.lag = int64(p.LagMinutes * secondsPerMinute)
	q.jump = int64(p.JumpHours * secondsPerHour)
	q.max, q.confirm = int64(p.MaxPending), p.JumpConfirm
	q.frontier, q.oldest = math.MinInt64, math.MaxInt64
}

func (q *order) push(o obs, out func(*obs), refuse func(string, obs)) {
	if q.any && o.t > q.newest+q.jump {
		q.ahead = append(q.ahead, o)
		if len(q.ahead) >= q.confirm {
			q.takeAhead(out, refuse)
		}
		return
	}
	if q.any && q.taken < q.confirm && o.t < q.newest-q.jump {
		q.retract(o.t)
	}
	if len(q.ahead) > 0 {
		q.weighAhead(o.t, out, refuse)
	}
	q.take(o, out, refuse)
}

// take puts an observation among the pending ones, and lets out what is old
// enough once that is worth a sort.
func (q *order) take(o obs, out func(*obs), refuse func(string, obs)) {
	if o.t < q.frontier {
		refuse(rejectLate, o)
		return
	}
	if !q.any || o.t > q.newest {
		q.newest = o.t
	}
	q.any = true
	q.oldest = min(q.oldest, o.t)
	q.pending = append(q.pending, o)
	q.taken++
	switch {
	case q.taken < q.confirm:
	case q.newest-q.oldest >= 2*q.lag:
		q.release(q.newest-q.lag, out)
	case int64(len(q.pending)) >= q.max:
		q.release(q.oldest+(q.newest-q.oldest)/2+1, out)
	}
}

// retract takes back the first messages of a feed when a later one shows that
// their clock ran ahead.
func (q *order) retract(t int64) {
	rest := q.pending[:0]
	q.newest = math.MinInt64
	for _, o := range q.pending {
		if o.t > t+q.jump {
			q.ahead = append(q.ahead, o)
			continue
		}
		rest = append(rest, o)
		q.newest = max(q.newest, o.t)
	}
	q.pending = rest
	q.taken = len(rest)
	q.any = len(rest) > 0
	if !q.any {
		q.newest = t
	}
}

// weighAhead decides on the times held apart now that a message of the old
// time has come.
func (q *order) weighAhead(t int64, out func(*obs), refuse func(string, obs)) {
	held := q.ahead
	q.ahead = nil
	slices.SortFunc(held, byObs)
	reach := max(q.newest, t) + q.jump
	for _, o := range held {
		if o.t > reach {
			refuse(rejectAhead, o)
			continue
		}
		reach = max(reach, o.t+q.jump)
		q.take(o, out, refuse)
	}
}

// takeAhead believes the times held apart: the feed had a hole.
func (q *order) takeAhead(out func(*obs), refuse func(string, obs)) {
	held := q.ahead
	q.ahead = nil
	slices.SortFunc(held, byObs)
	for _, o := range held {
		q.take(o, out, refuse)
	}
}

// release lets out what is before the given time.
func (q *order) release(before int64, out func(*obs)) {
	q.due = q.due[:0]
	for i := range q.pending {
		if q.pending[i].t < before {
			q.due = append(q.due, int32(i)) //nolint:gosec // max_pending of them at most
		}
	}
	q.sortDue()
	for _, i := range q.due {
		out(&q.pending[i])
	}
	rest := q.pending[:0]
	q.oldest = math.MaxInt64
	for i := range q.pending {
		if o := &q.pending[i]; o.t >= before {
			rest = append(rest, *o)
			q.oldest = min(q.oldest, o.t)
		}
	}
	clear(q.pending[len(rest):])
	q.pending = rest
	q.frontier = max(q.frontier, before)
}

// sortDue puts what is due in order. Nearly always it is of a quarter of an hour:
// then it is laid out by the second, and only what is of one second is compared.
func (q *order) sortDue() {
	if len(q.due) == 0 {
		return
	}
	less := func(i, j int32) int { return compareObs(&q.pending[i], &q.pending[j]) }
	first, last := q.pending[q.due[0]].t, q.pending[q.due[0]].t
	for _, i := range q.due {
		first, last = min(first, q.pending[i].t), max(last, q.pending[i].t)
	}
	if last-first > int64(8*len(q.due)) {
		slices.SortFunc(q.due, less)
		return
	}
	q.begin = append(q.begin[:0], make([]int32, last-first+2)...)
	for _, i := range q.due {
		q.begin[q.pending[i].t-first+1]++
	}
	for k := 1; k < len(q.begin); k++ {
		q.begin[k] += q.begin[k-1]
	}
	q.sorted = append(q.sorted[:0], make([]int32, len(q.due))...)
	for _, i := range q.due {
		at := &q.begin[q.pending[i].t-first]
		q.sorted[*at] = i
		*at++
	}
	q.due, q.sorted = q.sorted, q.due
	from := 0
	for to := 1; to <= len(q.due); to++ {
		if to == len(q.due) || q.pending[q.due[to]].t != q.pending[q.due[from]].t {
			slices.SortFunc(q.due[from:to], less)
			from = to
		}
	}
}

// flush lets everything out: the feed has ended.
func (q *order) flush(out func(*obs), refuse func(string, obs)) {
	q.takeAhead(out, refuse)
	q.release(math.MaxInt64, out)
}
