package geo

import (
	"math"
	"sync"
)

// graph is what ways are searched in. Costs are metres.
type graph interface {
	size() int
	// away is the straight way in metres from a node in a direction from the
	// middle of the globe.
	away(node int32, to [3]float64) float64
	// arcs appends the ways out of a node.
	arcs(node int32, into []arc) []arc
}

type arc struct {
	to     int32
	metres float32
}

// quest is the memory of one search, used again by the next.
type quest struct {
	sofar []float32 // metres from the start, infinite where not yet reached
	came  []int32   // the node before
	seen  []int32   // nodes reached
	queue []waiting
	out   []arc
}

type waiting struct {
	order float32 // what comes first: metres so far, or metres expected in all
	sofar float32
	node  int32
}

// arcMetres is the way on the globe between two directions, given the cosine of
// the angle between them.
func arcMetres(cos float64) float64 {
	return 2 * Radius * math.Asin(math.Sqrt(math.Max(0, math.Min(1, (1-cos)/2))))
}

// quests are kept for searches that follow.
type quests struct{ pool sync.Pool }

func (qs *quests) get(size int) *quest {
	q, _ := qs.pool.Get().(*quest)
	if q == nil || len(q.sofar) < size {
		q = &quest{sofar: make([]float32, size), came: make([]int32, size)}
		for i := range q.sofar {
			q.sofar[i] = float32(math.Inf(1))
		}
	}
	return q
}

func (qs *quests) put(q *quest) {
	for _, n := range q.seen {
		q.sofar[n] = float32(math.Inf(1))
	}
	q.seen, q.queue = q.seen[:0], q.queue[:0]
	qs.pool.Put(q)
}

// errand says what is searched for.
type errand struct {
	from    int32
	toward  [3]float64 // the way from a node to here counts against most
	most    float64    // metres; ways that must be longer are given up
	to      []int32    // the search ends when all of these are found
	forward bool       // look first where the goal is: for one goal
}

// run searches until all goals are found or no way is left, and says whether
// they were. Of two ways alike the one over the lower node is found first, so
// that the answer is always the same.
func (q *quest) run(g graph, e errand) bool {
	missing := map[int32]bool{}
	for _, n := range e.to {
		missing[n] = true
	}
	q.reach(e, g, e.from, -1, 0)
	for len(q.queue) > 0 && len(missing) > 0 {
		x := q.pop()
		if x.sofar > q.sofar[x.node] {
			continue
		}
		delete(missing, x.node)
		q.out = g.arcs(x.node, q.out[:0])
		for _, a := range q.out {
			q.reach(e, g, a.to, x.node, x.sofar+a.metres)
		}
	}
	return len(missing) == 0
}

func (q *quest) reach(e errand, g graph, node, from int32, sofar float32) {
	old := q.sofar[node]
	if old <= sofar {
		return
	}
	left := g.away(node, e.toward)
	if float64(sofar)+left > e.most {
		return
	}
	if math.IsInf(float64(old), 1) {
		q.seen = append(q.seen, node)
	}
	q.sofar[node], q.came[node] = sofar, from
	w := waiting{sofar, sofar, node}
	if e.forward {
		w.order += float32(left / gridStretch)
	}
	q.push(w)
}

// way lists the nodes from the start to one that was found.
func (q *quest) way(to int32) []int32 {
	var out []int32
	for n := to; n >= 0; n = q.came[n] {
		out = append(out, n)
	}
	for i, k := 0, len(out)-1; i < k; i, k = i+1, k-1 {
		out[i], out[k] = out[k], out[i]
	}
	return out
}

func (w waiting) before(v waiting) bool {
	return w.order < v.order || w.order == v.order && w.node < v.node
}

func (q *quest) push(w waiting) {
	q.queue = append(q.queue, w)
	i := len(q.queue) - 1
	for i > 0 {
		up := (i - 1) / 2
		if !w.before(q.queue[up]) {
			break
		}
		q.queue[i] = q.queue[up]
		i = up
	}
	q.queue[i] = w
}

func (q *quest) pop() waiting {
	first := q.queue[0]
	last := len(q.queue) - 1
	w := q.queue[last]
	q.queue = q.queue[:last]
	i := 0
	for {
		down := 2*i + 1
		if down >= last {
			break
		}
		if down+1 < last && q.queue[down+1].before(q.queue[down]) {
			down++
		}
		if !q.queue[down].before(w) {
			break
		}
		q.queue[i] = q.queue[down]
		i = down
	}
	if last > 0 {
		q.queue[i] = w
	}
	return first
}
