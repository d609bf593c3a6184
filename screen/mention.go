package screen

import (
	"math"
	"runtime"
	"slices"

	"plimsoll/names"
)

// Mention returns the entities that have a name with a partner for every word
// of a text, whatever else it has: the way to look for part of a name. The
// score is no probability but the share of the name that agrees. Hits come
// best first, as those of Search.
func (x *Index) Mention(text string) []Hit {
	s := x.scratch.Get().(*searcher) //nolint:forcetypeassert // the pool holds nothing else
	defer x.scratch.Put(s)
	asked := readName(text, names.Anything, false)
	if len(asked.name.Words) == 0 {
		return nil
	}
	s.found = s.found[:0]
	// A word without a partner takes away more than all others can gain.
	s.always, s.loss = true, losses{query: names.MaxBits * names.MaxTokens / margin}
	s.gather(&asked)
	slices.Sort(s.found)
	var hits []Hit
	for _, party := range slices.Compact(s.found) {
		x.loadParty(party, &s.listed, nil)
		if h := mentioned(&asked, &s.listed); h != nil {
			hits = append(hits, x.keep(h, party, &s.listed))
		}
	}
	s.passed.clear()
	runtime.KeepAlive(x) // what is read lies in its memory
	return ordered(hits)
}

func mentioned(q *alias, d *party) *Hit {
	var best comparison
	for i := range d.names {
		c := comparison{query: q, listed: &d.names[i]}
		c.pairs = assign(pairsOf(q, c.listed))
		if c.ratio = mentionRatio(&c); c.ratio > best.ratio {
			best = c
		}
	}
	if best.ratio == 0 {
		return nil
	}
	h := &Hit{Score: math.Round(best.ratio*1e4) / 1e4, Name: writtenName(best.listed, d)}
	h.Reasons = explainNames(best)
	return h
}

// mentionRatio is the share of a name that agrees, 0 unless every word asked
// for has a partner.
func mentionRatio(c *comparison) float64 {
	var m, f float64
	var qUsed, dUsed uint64
	for _, p := range c.pairs {
		m, f = m+p.credit, f+p.full
		qUsed |= mask(p.qFrom, p.qTo)
		dUsed |= mask(p.dFrom, p.dTo)
	}
	if qUsed != mask(0, len(c.query.name.Words)) || onlyStarts(c.pairs) {
		return 0
	}
	for i, b := range c.listed.bits {
		if dUsed&mask(i, i+1) == 0 {
			f += listedPenalty * b
		}
	}
	return m / f
}
