package network

import (
	"slices"
	"time"
)

// Path finds a shortest chain of relations between two entities, whatever the
// relations' direction, among those that hold on the day (a zero day: ever).
// Which of several shortest chains is found depends on the graph alone. Ok is
// false when nothing links them.
func (g *Graph) Path(a, b string, day time.Time) (steps []Step, ok bool) {
	from, okA := g.index[a]
	to, okB := g.index[b]
	if !okA || !okB {
		return nil, false
	}
	if from == to {
		return nil, true
	}
	const none = -1
	cameBy := make([]int32, len(g.ids))
	for i := range cameBy {
		cameBy[i] = none
	}
	// Breadth first from b, so that the chain can be read off from a on.
	queue := []int32{to}
	for len(queue) > 0 && cameBy[from] == none {
		n := queue[0]
		queue = queue[1:]
		for _, i := range g.around[n] {
			e := &g.edges[i]
			if !day.IsZero() && !e.On(day) {
				continue
			}
			other := g.other(e, n)
			if other == to || cameBy[other] != none {
				continue
			}
			cameBy[other] = i
			queue = append(queue, other)
		}
	}
	if cameBy[from] == none {
		return nil, false
	}
	for n := from; n != to; {
		e := g.edges[cameBy[n]]
		next := g.other(&e, n)
		steps = append(steps, Step{From: g.ids[n], To: g.ids[next], Edge: e})
		n = next
	}
	return slices.Clip(steps), true
}

func (g *Graph) other(e *Edge, n int32) int32 {
	if g.ids[n] == e.Source {
		return g.index[e.Target]
	}
	return g.index[e.Source]
}
