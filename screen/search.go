package screen

import (
	"cmp"
	"runtime"
	"slices"
	"strings"
)

// Search returns the entities that score at least the threshold, best first;
// entities with one score come in order of their ids. It finds exactly what
// [Index.Scan] finds (see the package's proof).
func (x *Index) Search(q Query, threshold float64) []Hit {
	s := x.scratch.Get().(*searcher) //nolint:forcetypeassert // the pool holds nothing else
	defer x.scratch.Put(s)
	asked := readQuery(q)
	s.found = s.found[:0]
	for i := range asked.names {
		s.collect(&asked.names[i], threshold)
	}
	s.numbered = s.numbered[:0]
	for _, id := range asked.ids {
		x.numbers.each(id.hash(), func(party uint32) { s.numbered = append(s.numbered, party) })
	}
	for i := range asked.places {
		asked.places[i].keys(func(h uint64) { x.numbers.each(h, func(party uint32) { s.numbered = append(s.numbered, party) }) })
	}
	slices.Sort(s.numbered)
	s.found = append(s.found, s.numbered...)
	slices.Sort(s.found)
	var hits []Hit
	for _, party := range slices.Compact(s.found) {
		// Where a number or an address is equal, all names are compared.
		wanted := &s.passed
		if _, byNumber := slices.BinarySearch(s.numbered, party); byNumber {
			wanted = nil
		}
		x.loadParty(party, &s.listed, wanted)
		if h := score(asked, &s.listed, threshold); h != nil {
			hits = append(hits, x.keep(h, party, &s.listed))
		}
	}
	s.passed.clear()
	runtime.KeepAlive(x) // what is read lies in its memory
	return ordered(hits)
}

// Scan scores every entity. It is what Search must equal, and slow.
func (x *Index) Scan(q Query, threshold float64) []Hit {
	asked := readQuery(q)
	var hits []Hit
	var listed party
	for i := range x.meta.Parties {
		x.loadParty(uint32(i), &listed, nil) //nolint:gosec // fewer than 2^24
		if h := score(asked, &listed, threshold); h != nil {
			hits = append(hits, x.keep(h, uint32(i), &listed)) //nolint:gosec // as above
		}
	}
	runtime.KeepAlive(x)
	return ordered(hits)
}

// keep completes a hit, with copies of what lies in the index.
func (x *Index) keep(h *Hit, i uint32, p *party) Hit {
	h.ID, h.Dataset, h.Schema, h.Name = strings.Clone(p.id), strings.Clone(p.dataset), p.schema.Name, strings.Clone(h.Name)
	for n := range h.Reasons {
		r := &h.Reasons[n]
		r.Listed = strings.Clone(r.Listed)
	}
	if x.entity != nil {
		h.Entity = x.entity(int(i), h.Dataset, h.ID)
	}
	return *h
}

func ordered(hits []Hit) []Hit {
	slices.SortFunc(hits, func(a, b Hit) int {
		return cmp.Or(-cmp.Compare(a.Score, b.Score), cmp.Compare(a.ID, b.ID), cmp.Compare(a.Dataset, b.Dataset))
	})
	return hits
}
