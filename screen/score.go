package screen

import (
	"cmp"
	"iter"
	"math"
	"slices"

	"plimsoll/ftm"
	"plimsoll/names"
)

const (
	queryPenalty  = 0.40 // per bit of a query token without a partner
	listedPenalty = 0.28 // per bit of a listed token without a partner
)

// pair is an assignment of query words to listed words; more than one on one
// side when they are written as one on the other.
type pair struct {
	qFrom, qTo, dFrom, dTo int
	match                  names.Match
	credit, full           float64 // its part of M and F
}

// pairsOf lists every possible pair of two names.
func pairsOf(q, d *alias) []pair {
	qWords, dWords := q.name.Words, d.name.Words
	out := make([]pair, 0, min(len(qWords), len(dWords))+2)
	add := func(p pair, qBits, dBits float64) {
		p.credit, p.full = worth(p.match, qBits, dBits)
		out = append(out, p)
	}
	for i := range qWords {
		for j := range dWords {
			if m := names.Similarity(&qWords[i], &dWords[j]); m.Similarity > 0 {
				add(pair{qFrom: i, qTo: i + 1, dFrom: j, dTo: j + 1, match: m}, q.bits[i], d.bits[j])
			}
			for to := range joins(dWords, j, &qWords[i]) {
				if m := names.JoinedSimilarity(dWords[j:to], &qWords[i]); m.Similarity > 0 {
					add(pair{qFrom: i, qTo: i + 1, dFrom: j, dTo: to, match: m}, q.bits[i], sum(d.bits[j:to]))
				}
			}
			for to := range joins(qWords, i, &dWords[j]) {
				if m := names.JoinedSimilarity(qWords[i:to], &dWords[j]); m.Similarity > 0 {
					add(pair{qFrom: i, qTo: to, dFrom: j, dTo: j + 1, match: m}, sum(q.bits[i:to]), d.bits[j])
				}
			}
		}
	}
	return out
}

// joins gives the ends of the words from one on that may be written as one.
func joins(words []names.Token, from int, one *names.Token) iter.Seq[int] {
	return func(yield func(int) bool) {
		if from+1 == len(words) || !names.MayBegin(&words[from], one) {
			return
		}
		for to := from + 2; to <= min(from+names.MaxJoin, len(words)); to++ {
			if !yield(to) {
				return
			}
		}
	}
}

func sum(bits []float64) float64 {
	total := 0.0
	for _, b := range bits {
		total += b
	}
	return total
}

// worth is what a pair adds to M and F. The index relies on it, see search.go:
// neither is more than it is here for the same match of more bits.
func worth(m names.Match, qBits, dBits float64) (credit, full float64) {
	least := min(qBits, dBits)
	if m.Relation == names.SameStart {
		return m.Similarity * least, max(qBits, dBits) // an initial confirms only itself
	}
	return m.Similarity * least, least
}

// assign picks pairs, the one worth most first, each word at most once.
func assign(all []pair) []pair {
	slices.SortFunc(all, func(a, b pair) int {
		return cmp.Or(
			-cmp.Compare(a.credit, b.credit), -cmp.Compare(a.match.Similarity, b.match.Similarity),
			cmp.Compare(a.qFrom, b.qFrom), cmp.Compare(a.dFrom, b.dFrom), cmp.Compare(a.qTo, b.qTo), cmp.Compare(a.dTo, b.dTo),
		)
	})
	var qUsed, dUsed uint64
	picked := all[:0]
	for _, p := range all {
		qMask, dMask := mask(p.qFrom, p.qTo), mask(p.dFrom, p.dTo)
		if qUsed&qMask != 0 || dUsed&dMask != 0 {
			continue
		}
		qUsed |= qMask
		dUsed |= dMask
		picked = append(picked, p)
	}
	return picked
}

// onlyStarts reports whether nothing agrees but initials with words that begin
// so: nobody is known by that. The index relies on it, see follow.go.
func onlyStarts(pairs []pair) bool {
	for i := range pairs {
		if pairs[i].match.Relation != names.SameStart {
			return false
		}
	}
	return true
}

// mask has bits [from, to) set; names have at most names.MaxTokens words.
func mask(from, to int) uint64 { return (1<<to - 1) &^ (1<<from - 1) }

// comparison is the outcome of comparing two names.
type comparison struct {
	query, listed *alias
	pairs         []pair
	factors       []Reason
	ratio         float64 // M / (F + 0.4 U + 0.28 V)
	bits          float64 // M: what agrees
	value         float64
	score         float64 // the probability, by the factors
}

func compareNames(q, d *alias) comparison {
	c := comparison{query: q, listed: d}
	if q.origin == names.FromInitials && d.origin == names.FromInitials {
		return c // many names have one's initials
	}
	all := pairsOf(q, d)
	if len(all) == 0 {
		return c
	}
	if c.pairs = assign(all); onlyStarts(c.pairs) {
		return c
	}
	var m, f, u, v float64
	var qUsed, dUsed uint64
	for _, p := range c.pairs {
		m += p.credit
		f += p.full
		qUsed |= mask(p.qFrom, p.qTo)
		dUsed |= mask(p.dFrom, p.dTo)
	}
	for i, b := range q.bits {
		if qUsed&mask(i, i+1) == 0 {
			u += b
		}
	}
	for i, b := range d.bits {
		if dUsed&mask(i, i+1) == 0 {
			v += b
		}
	}
	c.bits = m
	c.ratio = m / (f + queryPenalty*u + listedPenalty*v)
	if d.weak {
		c.ratio = max(0, 1-weakAmiss*(1-c.ratio))
	}
	c.value = value(c.ratio, c.bits)
	c.score = probability(q.name.Class, c.value, c.bits)
	c.factors = nameFactors(q, d, c.pairs)
	for _, r := range c.factors {
		c.score *= r.Score
	}
	return c
}

// round keeps scores stable in print; four digits are more than they mean.
func round(score float64) float64 { return math.Round(score*1e4) / 1e4 }

// score compares two parties. The hit is nil below the threshold.
func score(q, d *party, threshold float64) *Hit {
	if !compatible(q.schema, d.schema) {
		return nil
	}
	var best comparison
	for i := range q.names {
		for j := range d.names {
			if d.names[j].beyond {
				continue
			}
			if c := compareNames(&q.names[i], &d.names[j]); c.score > best.score {
				best = c
			}
		}
	}
	var number float64
	var equal []Reason
	for _, qi := range q.ids {
		for _, di := range d.ids {
			if qi.kind == di.kind && qi.value == di.value {
				s := identifierScore[qi.kind]
				number = max(number, s)
				equal = append(equal, equalReason(qi, di, s))
			}
		}
	}
	if best.score == 0 && number == 0 {
		return nil
	}
	factors := partyFactors(q, d)
	byName, byNumber := best.score, number
	for _, f := range factors {
		byName *= f.reason.Score
		byNumber *= f.mild
	}
	if round(max(lifted(byName, addressOdds), byNumber)) < threshold {
		return nil // an address would not help
	}
	if r, ok := sameAddress(q, d); ok {
		byName = lifted(byName, addressOdds)
		factors = append(factors, factor{r, 1})
	}
	total := round(max(byName, byNumber))
	if total < threshold || total <= 0 {
		return nil
	}
	return &Hit{Score: total, Name: listedName(best, d), Reasons: explain(best, equal, factors), Value: best.value, Bits: best.bits}
}

// Compare compares a query with one entity, whatever the score; nil when
// nothing of theirs agrees, or their schemata cannot be of one party.
func Compare(q Query, listed *ftm.Entity) *Hit {
	s, ok := ftm.Default().Schema(listed.Schema)
	if !ok {
		return nil
	}
	return score(readQuery(q), readEntity(listed, s), 0)
}

func listedName(c comparison, d *party) string {
	if c.listed != nil {
		return writtenName(c.listed, d)
	}
	if len(d.names) > 0 {
		return d.names[0].name.Written
	}
	return ""
}
