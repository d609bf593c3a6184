package screen

import (
	"cmp"
	"slices"

	"plimsoll/names"
)

// marks remembers which parties a search has met.
type marks struct {
	seen  []uint32
	round uint32
	found []uint32
	order []int
}

func (m *marks) start() {
	m.round++
	if m.round == 0 {
		clear(m.seen)
		m.round = 1
	}
	m.found = m.found[:0]
}

func (m *marks) add(parties []uint32) {
	for _, p := range parties {
		if m.seen[p] != m.round {
			m.seen[p] = m.round
			m.found = append(m.found, p)
		}
	}
}

// Search returns the entities that score at least the threshold, best first;
// entities with one score come in order of their ids. It finds exactly what
// [Index.Scan] finds (see the package's proof).
func (x *Index) Search(q Query, threshold float64) []Hit {
	if len(x.parties) == 0 {
		return nil
	}
	asked := readQuery(q)
	m := x.scratch.Get().(*marks) //nolint:forcetypeassert // the pool holds nothing else
	defer x.scratch.Put(m)
	m.start()
	for i := range asked.names {
		x.collect(m, &asked.names[i], threshold)
	}
	for _, id := range asked.ids {
		m.add(x.numbers[identifierKey{id.kind, id.value}])
	}
	var hits []Hit
	for _, p := range m.found {
		if h := score(asked, x.parties[p], threshold); h != nil {
			hits = append(hits, *h)
		}
	}
	return ordered(hits)
}

// Scan scores every entity. It is what Search must equal, and slow.
func (x *Index) Scan(q Query, threshold float64) []Hit {
	asked := readQuery(q)
	var hits []Hit
	for _, p := range x.parties {
		if h := score(asked, p, threshold); h != nil {
			hits = append(hits, *h)
		}
	}
	return ordered(hits)
}

func ordered(hits []Hit) []Hit {
	slices.SortFunc(hits, func(a, b Hit) int {
		return cmp.Or(-cmp.Compare(a.Score, b.Score), cmp.Compare(a.Entity.ID, b.Entity.ID))
	})
	return hits
}

// collect marks every party that has a partner for a word without which the
// threshold cannot be reached.
func (x *Index) collect(m *marks, a *alias, threshold float64) {
	needed := essential(m, a.bits, threshold)
	tokens := func(k names.Key) {
		for _, t := range x.tokens.get(k) {
			m.add(x.bearers[t])
		}
	}
	words := a.name.Words
	for i := range words {
		if needed&mask(i, i+1) != 0 {
			names.Probes(&words[i], tokens)
			names.Cuts(&words[i], tokens)
		}
		for to := i + 2; to <= min(i+names.MaxJoin, len(words)); to++ {
			if needed&mask(i, to) != 0 {
				names.JoinProbes(words[i:to], tokens)
			}
		}
	}
}

// margin keeps the bound safe from the rounding of scores.
const margin = 1e-3

// essential leaves out the cheapest words as long as all of them together
// cannot reach the threshold.
func essential(m *marks, bits []float64, threshold float64) (needed uint64) {
	m.order = m.order[:0]
	rest := 0.0
	for i, b := range bits {
		m.order = append(m.order, i)
		rest += b
		needed |= mask(i, i+1)
	}
	slices.SortFunc(m.order, func(a, b int) int { return cmp.Or(cmp.Compare(bits[a], bits[b]), cmp.Compare(a, b)) })
	left := 0.0
	for _, i := range m.order {
		left += bits[i]
		rest -= bits[i]
		if left/(left+queryPenalty*max(rest, 0)) >= threshold-margin {
			break
		}
		needed &^= mask(i, i+1)
	}
	return needed
}
