package joins

import (
	"cmp"
	"iter"
	"slices"
	"strings"
)

// proposal is a suggestion in few bytes; its reasons are found again when
// somebody asks for them.
type proposal struct {
	p, q   uint32 // parties
	score  int16
	strong bool
}

// propose scores the pairs of parties that share an identifier or a name.
func (j *Joined) propose() {
	pairs, crowds := j.namesakes()
	j.crowds = append(slices.Clone(j.v.crowds), crowds...)
	for _, s := range j.v.sharing {
		a, b := unpair(s)
		p, q := j.party[a], j.party[b]
		if p != q && j.v.compatible(j.members.of(p), j.members.of(q)) {
			pairs = append(pairs, pair(p, q))
		}
	}
	var all []proposal
	for _, x := range sortedSet(pairs) {
		p, q := unpair(x)
		us, vs := j.members.of(p), j.members.of(q)
		if j.heldApart(us, vs) {
			continue
		}
		if s := j.weigh(us, vs, false); s.strong || s.total >= leastScore {
			all = append(all, proposal{p, q, int16(s.total), s.strong})
		}
	}
	slices.SortStableFunc(all, func(x, y proposal) int { return cmp.Compare(y.score, x.score) })
	count := map[uint32]int{}
	for _, x := range all {
		if !x.strong {
			if count[x.p] >= maxSuggestions || count[x.q] >= maxSuggestions {
				j.counts.Capped++
				continue
			}
			count[x.p]++
			count[x.q]++
		}
		j.proposals = append(j.proposals, x)
	}
}

func (j *Joined) heldApart(us, vs []uint32) bool {
	if len(j.apart) == 0 {
		return false
	}
	for _, a := range us {
		for _, b := range vs {
			if _, ok := j.apart[pair(a, b)]; ok {
				return true
			}
		}
	}
	return false
}

// Suggestions goes through what a person should look at, the best first.
func (j *Joined) Suggestions() iter.Seq[Suggestion] {
	return func(yield func(Suggestion) bool) {
		for _, x := range j.proposals {
			if !yield(j.suggestion(x)) {
				return
			}
		}
	}
}

// SuggestionsFor lists those about the party that has an entry of this id.
func (j *Joined) SuggestionsFor(id string) []Suggestion {
	var out []Suggestion
	for _, n := range j.v.all(id)[:min(1, len(j.v.all(id)))] {
		for _, x := range j.proposals {
			if x.p == j.party[n] || x.q == j.party[n] {
				out = append(out, j.suggestion(x))
			}
		}
	}
	return out
}

func (j *Joined) suggestion(x proposal) Suggestion {
	us, vs := j.members.of(x.p), j.members.of(x.q)
	s := j.weigh(us, vs, true)
	for _, list := range [][]Reason{s.pro, s.contra} {
		slices.SortStableFunc(list, func(a, b Reason) int { return cmp.Compare(max(b.Points, -b.Points), max(a.Points, -a.Points)) })
	}
	return Suggestion{
		A: j.member(s.a), B: j.member(s.b), PartyA: j.key(x.p), PartyB: j.key(x.q),
		Score: s.total, Strong: s.strong, For: s.pro, Against: s.contra,
	}
}

// scale weighs two parties.
type scale struct {
	v           *view
	us, vs      []uint32
	telling     bool // reasons are wanted, not just the total
	a, b        uint32
	best        int // points of the pair of entries a, b
	total       int
	strong      bool
	strongCount int
	pro, contra []Reason
}

func (s *scale) add(k Kind, points int, value func() string) {
	s.total += points
	if !s.telling {
		return
	}
	r := Reason{k, value(), points}
	if points < 0 {
		s.contra = append(s.contra, r)
	} else {
		s.pro = append(s.pro, r)
	}
}

func (j *Joined) weigh(us, vs []uint32, telling bool) *scale {
	s := &scale{v: j.v, us: us, vs: vs, telling: telling, a: us[0], b: vs[0], best: -1}
	s.identifiers()
	s.sharedName()
	s.facts()
	for _, r := range j.v.contradictions(us, vs) {
		s.add(r.Kind, r.Points, func() string { return r.Value })
	}
	if n := j.v.sameList(us, vs); n != noNode {
		s.add(Dataset, pointsDataset, func() string { return j.v.dataset(n) })
	}
	if rival, ok := j.rivals[pair(us[0], vs[0])]; ok {
		s.add(Rival, pointsRival, func() string {
			if rival == noNode {
				return ""
			}
			return j.key(rival)
		})
	}
	return s
}

// entries notes the pair of entries that a person decides about.
func (s *scale) entries(a, b uint32, points int) {
	if points > s.best {
		s.a, s.b, s.best = a, b, points
	}
}

// identifiers counts each identifier that any two entries share once.
func (s *scale) identifiers() {
	var seen []hit
	for _, a := range s.us {
		for _, b := range s.vs {
			for _, h := range s.v.hits(a, b) {
				i := slices.IndexFunc(seen, func(g hit) bool { return g.kind == h.kind && g.x.key == h.x.key })
				switch {
				case i < 0:
					seen = append(seen, h)
				case h.full:
					seen[i].full = true
				}
				s.entries(a, b, pointsOf(h))
			}
		}
	}
	slices.SortStableFunc(seen, func(x, y hit) int { return cmp.Compare(pointsOf(y), pointsOf(x)) })
	weak := map[Kind]bool{}
	for _, h := range seen {
		points := pointsOf(h)
		if h.x.kind < bic {
			s.strong = true
			if s.strongCount++; s.strongCount > 1 {
				points = pointsFurther
			}
		} else if weak[h.kind] {
			continue
		}
		weak[h.kind] = true
		s.add(h.kind, points, func() string { return h.x.value })
	}
}

func pointsOf(h hit) int {
	switch {
	case h.x.kind < bic && h.full:
		return pointsStrong
	case h.x.kind < bic:
		return pointsPartial
	case h.x.kind == contact:
		return pointsContact
	case h.x.kind == postal:
		return pointsPostal
	}
	return pointsWeak
}

func (s *scale) sharedName() {
	var best sharedName
	for _, a := range s.us {
		for _, b := range s.vs {
			if n, ok := s.v.shareName(&s.v.nodes[a], &s.v.nodes[b]); ok {
				s.entries(a, b, n.points())
				if best.x == nil || n.better(best) {
					best = n
				}
			}
		}
	}
	if best.x == nil && s.strangers() {
		x, y := &s.v.nodes[s.a], &s.v.nodes[s.b]
		s.add(Name, pointsStrangers, func() string { return x.caption + " / " + y.caption })
	}
	if best.x != nil {
		s.add(Name, best.points(), func() string {
			if best.x.written == best.y.written {
				return best.x.written
			}
			return best.x.written + " / " + best.y.written
		})
	}
}

func (s *scale) strangers() bool {
	for _, a := range s.us {
		for _, b := range s.vs {
			if !strangers(&s.v.nodes[a], &s.v.nodes[b]) {
				return false
			}
		}
	}
	return true
}

// facts weighs what many have in common.
func (s *scale) facts() {
	v := s.v
	switch l, x, y := likeliest(gather(s.us, v.birthsOf), gather(s.vs, v.birthsOf)); l {
	case sameDay:
		s.add(Birth, pointsSameDay, x.String)
	case agree:
		s.add(Birth, pointsAgree, func() string { return x.String() + " / " + y.String() })
	case near:
		s.add(Birth, pointsNear, func() string { return x.String() + " / " + y.String() })
	}
	ships := v.nodes[s.a].class == ship
	kind := Country
	if ships {
		kind = Flag
		s.misprintedShip()
	}
	x, y := gather(s.us, v.countriesOf), gather(s.vs, v.countriesOf)
	switch {
	case overlap(x, y):
		s.add(kind, pointsCountry, func() string { return v.codesOf(x, y) })
	case len(x) > 0 && len(y) > 0 && !ships:
		s.add(kind, pointsCountries, func() string { return v.codesOf(x, x) + " / " + v.codesOf(y, y) })
	}
	if p, q := gather(s.us, v.regimesOf), gather(s.vs, v.regimesOf); overlap(p, q) {
		s.add(Regime, pointsRegime, func() string {
			return distinct(slices.DeleteFunc(slices.Clone(p), func(r string) bool { return !slices.Contains(q, r) }))
		})
	}
}

// misprintedShip names an IMO number that fails its check digit, where the
// other side has one that holds.
func (s *scale) misprintedShip() {
	of := func(group []uint32, k markKind) []string {
		return gather(group, func(n uint32) []string { return s.v.keys(n, k) })
	}
	right, wrong := of(s.us, shipNumber), of(s.vs, wrongShip)
	if len(right) == 0 || len(wrong) == 0 {
		right, wrong = of(s.vs, shipNumber), of(s.us, wrongShip)
	}
	if len(right) == 0 || len(wrong) == 0 {
		return
	}
	points := pointsNear
	if oneSlip(right[0], wrong[0]) {
		points = pointsMisprint
	}
	s.add(Ship, points, func() string { return right[0] + " / " + wrong[0] + ", which fails its check digit" })
}

// oneSlip reports whether one digit differs or two neighbours are swapped.
func oneSlip(x, y string) bool {
	var at []int
	for i := range min(len(x), len(y)) {
		if x[i] != y[i] {
			at = append(at, i)
		}
	}
	return len(x) == len(y) && (len(at) == 1 ||
		len(at) == 2 && at[1] == at[0]+1 && x[at[0]] == y[at[1]] && x[at[1]] == y[at[0]])
}

func (v *view) regimesOf(n uint32) []string {
	var out []string
	for _, i := range v.listingsOf.of(n) {
		out = append(out, v.listings[i].programIDs...)
	}
	return out
}

// codesOf lists the countries of xs that are also in ys.
func (v *view) codesOf(xs, ys []uint16) string {
	var out []string
	for _, c := range xs {
		if slices.Contains(ys, c) {
			out = append(out, v.codes[c])
		}
	}
	slices.Sort(out)
	return strings.Join(slices.Compact(out), ", ")
}
