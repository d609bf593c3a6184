package screen

import (
	"cmp"
	"slices"
	"strings"

	"plimsoll/names"
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
	for _, id := range asked.ids {
		x.numbers.each(id.hash(), func(party uint32) { s.found = append(s.found, party) })
	}
	slices.Sort(s.found)
	var hits []Hit
	for _, party := range slices.Compact(s.found) {
		x.loadParty(party, &s.listed)
		if h := score(asked, &s.listed, threshold); h != nil {
			hits = append(hits, x.keep(h, party, &s.listed))
		}
	}
	return ordered(hits)
}

// Scan scores every entity. It is what Search must equal, and slow.
func (x *Index) Scan(q Query, threshold float64) []Hit {
	asked := readQuery(q)
	var hits []Hit
	var listed party
	for i := range x.meta.Parties {
		x.loadParty(uint32(i), &listed) //nolint:gosec // fewer than 2^24
		if h := score(asked, &listed, threshold); h != nil {
			hits = append(hits, x.keep(h, uint32(i), &listed)) //nolint:gosec // as above
		}
	}
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

// searcher finds the parties worth comparing with one name after the other. It
// is used again.
type searcher struct {
	x      *Index
	found  []uint32 // parties
	listed party    // being compared
	token  names.Token

	words    []names.Token
	bits     []float64
	t        float64           // the ratio to be reached, see the package's proof
	// What a bit without a partner takes away, on either side.
	queryLoss, listedLoss float64
	base     [maxWords]float64 // what a word loses when it has no partner
	best     [maxWords]float64 // the most it can gain
	rise     [maxWords]float64 // the most it can gain and the mass its partner takes away
	options  [maxWords][]option
	left     [maxWords]int // how many options are left out, of those in order of gain
	partners partners
	once     tokenSet
	finder   *finder
	before   map[string][]lead // leads of words that the index does not have
	kept     int               // how many those are
	met      marks             // aliases weighed
	one      marks             // aliases met by a word before
}

const maxWords = names.MaxTokens

// option is a way for a word to find aliases, and what the pair can gain.
type option struct {
	gain  float64
	rise  float64
	token uint32
	end   uint32 // where its postings become too heavy
	cost  int    // how many there are before
	kind  optionKind
}

type optionKind uint8

const (
	byToken  optionKind = iota
	byLetter            // any token that begins with the letter: of an initial
)

// marks is a set of aliases that is emptied as fast as it was filled.
type marks struct {
	bits []uint64
	list []uint32
}

func newMarks(n int) marks { return marks{bits: make([]uint64, (n+63)/64)} }

func (m *marks) has(a uint32) bool { return m.bits[a/64]>>(a%64)&1 != 0 }

// add reports whether the alias is new.
func (m *marks) add(a uint32) bool {
	if m.has(a) {
		return false
	}
	m.bits[a/64] |= 1 << (a % 64)
	m.list = append(m.list, a)
	return true
}

func (m *marks) clear() {
	for _, a := range m.list {
		m.bits[a/64] = 0
	}
	m.list = m.list[:0]
}

func newSearcher(x *Index) *searcher {
	return &searcher{x: x, met: newMarks(x.meta.Aliases), one: newMarks(x.meta.Aliases), partners: newPartners(x.meta.Tokens), finder: newFinder(x.image), before: map[string][]lead{}}
}

// margin keeps the bound safe from the rounding of scores.
const margin = 1e-3

// collect adds every party of which a name can reach the threshold. No pair
// agrees in more bits than the query has.
func (s *searcher) collect(a *alias, threshold float64) {
	needed := curveOf(a.name.Class).least(threshold - margin)
	s.t = max(leastRatio(needed, sum(a.bits))-margin, margin)
	s.queryLoss, s.listedLoss = queryPenalty*s.t, listedPenalty*s.t
	s.gather(a)
}

// gather adds every party of a name in which what the words gain makes up for
// the losses.
func (s *searcher) gather(a *alias) {
	s.words, s.bits = a.name.Words, a.bits
	s.partners.reset()
	for i := range s.words {
		s.base[i] = -s.queryLoss * s.bits[i]
		s.best[i], s.rise[i] = s.base[i], s.base[i]
		s.options[i] = s.options[i][:0]
	}
	for i := range s.words {
		s.findPartners(i)
		s.findWholes(i)
	}
	if !s.cut() {
		return
	}
	if followed := s.chooseOptions(); s.pairing() < weighing*followed {
		s.followPairs()
	} else {
		for i := range s.words {
			for _, o := range s.options[i][s.left[i]:] {
				s.follow(o)
			}
		}
	}
	s.met.clear()
}

// cut finds out how far the postings of every option have to be read. It
// reports whether the threshold can be reached at all.
func (s *searcher) cut() bool {
	all, rise := 0.0, margin
	for i := range s.words {
		all += s.best[i]
		rise += s.rise[i]
	}
	if all < -margin {
		return false
	}
	for i := range s.words {
		for n := range s.options[i] {
			o := &s.options[i][n]
			if o.kind == byToken {
				o.end = s.end(o.token, s.limit(rise-s.rise[i]+o.rise))
				o.cost = int(o.end - s.x.tokens[o.token].postings)
			}
		}
	}
	return true
}

// limit is how many aliases, which are in order of mass, are light enough for
// the gains to make up for the mass that stays unmatched.
func (s *searcher) limit(rise float64) uint32 {
	if s.listedLoss == 0 {
		return uint32(s.x.meta.Aliases) //nolint:gosec // fewer than 2^32
	}
	step := int(max(0, rise)/s.listedLoss*massSteps) + 1
	return s.x.limits[min(step, len(s.x.limits)-1)]
}

// end is where the postings of a token reach an alias.
func (s *searcher) end(token, limit uint32) uint32 {
	from, to := s.x.tokens[token].postings, s.x.tokens[token+1].postings
	if to == from || s.x.postings[to-1] < limit {
		return to
	}
	n, _ := slices.BinarySearch(s.x.postings[from:to], limit)
	return from + uint32(n) //nolint:gosec // within the postings
}

// findPartners takes in what word i leads to.
func (s *searcher) findPartners(i int) {
	w, b := &s.words[i], s.bits[i]
	gain := (1 - s.t) * b // the most there is in any partner of as many bits
	for _, l := range s.leads(w) {
		switch why := l.why(); {
		case why >= rarePart:
			// The mass taken away is not known before the parts are seen: at
			// most that of all of them.
			parts := float64(why - rarePart)
			s.option(i, option{gain: gain, rise: gain + s.listedLoss*names.MaxBits*parts, token: l.token()})
		case why >= firstPart:
			s.partners.add(l.token(), partner{word: uint8(i), parts: why - firstPart, rise: float32(gain - s.base[i])}) //nolint:gosec // below 64
		default:
			s.offer(i, i+1, l.token(), s.match(why))
		}
	}
	if w.Kind == names.Initial {
		o := option{gain: gain, rise: gain + s.listedLoss*b, cost: len(s.x.postings) / 8, kind: byLetter, token: uint32(names.First(w))}
		s.option(i, o)
	}
}

// leads looks up what a word leads to: in the index when it keeps that of the
// very word, else among those looked for before.
func (s *searcher) leads(w *names.Token) []lead {
	if token, ok := s.finder.known(w); ok && s.x.frequency(token) >= leadFrom {
		return s.x.leads[s.x.leading[token]:s.x.leading[token+1]]
	}
	if found, ok := s.before[string(s.finder.form)]; ok {
		return found
	}
	form := string(s.finder.form)
	found := slices.Clone(s.finder.leads(w))
	if s.kept += len(found) + 16; s.kept > mostKept {
		clear(s.before)
		s.kept = 0
	}
	s.before[form] = found
	return found
}

// mostKept is how many leads are kept of words that the index does not have:
// two megabytes of them.
const mostKept = 1 << 19

func (s *searcher) match(number uint8) names.Match {
	if known := s.x.meta.Matches; int(number) < len(known) {
		return known[number]
	}
	return s.finder.more[int(number)-len(s.x.meta.Matches)]
}

// findWholes looks for tokens that write word i and those after it as one.
func (s *searcher) findWholes(i int) {
	for to := i + 2; to <= min(i+names.MaxJoin, len(s.words)); to++ {
		s.once.reset()
		names.JoinProbes(s.words[i:to], func(k names.Key) {
			s.x.codes.each(spread(uint64(k)), func(token uint32) {
				if !s.once.add(token) {
					return
				}
				s.token.View(s.x.token[s.x.tokens[token].data:])
				if m := names.JoinedSimilarity(s.words[i:to], &s.token); m.Similarity > 0 {
					s.offer(i, to, token, m)
				}
			})
		})
	}
}

// offer takes in that words [from, to) and a token agree. What the pair is
// worth is divided among the words by their bits.
func (s *searcher) offer(from, to int, token uint32, m names.Match) {
	d := float64(s.x.tokens[token].bits)
	q := sum(s.bits[from:to])
	credit, full := worth(m, q, d)
	gain := credit - s.t*full
	for i := from; i < to; i++ {
		share := s.bits[i] / q
		o := option{gain: gain * share, rise: (gain + s.listedLoss*d) * share, token: token}
		s.option(i, o)
		s.partners.add(token, partner{word: uint8(i), joined: to > from+1, rise: float32(o.rise - s.base[i])}) //nolint:gosec // below 64
	}
}

func (s *searcher) option(i int, o option) {
	s.options[i] = append(s.options[i], o)
	s.best[i] = max(s.best[i], o.gain)
	s.rise[i] = max(s.rise[i], o.rise)
}

// chooseOptions leaves out options, those that gain least first, as long as an
// alias that is met by none but those left out cannot reach the threshold. It
// does so where most postings are saved for what it gives away, and returns
// how many are left.
func (s *searcher) chooseOptions() (followed int) {
	n := len(s.words)
	total := 0.0
	var bound [maxWords]float64 // the most that is given away
	for i := range n {
		total += s.base[i]
		bound[i], s.left[i] = s.base[i], 0
		slices.SortFunc(s.options[i], func(a, b option) int { return cmp.Compare(a.gain, b.gain) })
	}
	for {
		word, to, best := -1, 0, 0.0
		for i := range n {
			saved := 0
			for k := s.left[i]; k < len(s.options[i]); k++ {
				o := &s.options[i][k]
				given := max(0, o.gain-bound[i])
				if total+given >= -margin {
					break
				}
				saved += o.cost + 8 // a list costs something even when it is short
				if rate := float64(saved) / (given + 1e-6); rate > best {
					word, to, best = i, k+1, rate
				}
			}
		}
		if word < 0 {
			break
		}
		reached := max(bound[word], s.options[word][to-1].gain)
		total += reached - bound[word]
		bound[word], s.left[word] = reached, to
	}
	for i := range n {
		for _, o := range s.options[i][s.left[i]:] {
			followed += o.cost
		}
	}
	return followed
}

// weighing is how many postings can be read in the time in which one alias is
// weighed: its words lie far apart in memory.
const weighing = 12

// pairing is the cost of reading the postings of every option.
func (s *searcher) pairing() (cost int) {
	for i := range s.words {
		for _, o := range s.options[i] {
			if o.kind == byToken {
				cost += o.cost
			}
		}
	}
	return cost
}

// followPairs reads the postings of all options and weighs the aliases that
// two words meet, and those met by an option that is enough alone. An initial
// is taken to have a partner wherever it is, for its options are too many.
func (s *searcher) followPairs() {
	total := 0.0
	for i := range s.words {
		total += s.alone(i)
	}
	for i := range s.words {
		rest := total - s.alone(i)
		for _, o := range s.options[i] {
			if o.gain+rest >= -margin {
				s.follow(o)
			}
			if o.gain+rest >= -margin || o.kind == byLetter {
				continue
			}
			for _, a := range s.x.postings[s.x.tokens[o.token].postings:o.end] {
				if s.one.has(a) {
					s.consider(a)
				}
			}
		}
		for _, o := range s.options[i] {
			if o.kind == byToken && o.gain+rest < -margin {
				for _, a := range s.x.postings[s.x.tokens[o.token].postings:o.end] {
					s.one.add(a)
				}
			}
		}
	}
	s.one.clear()
}

// alone is what word i gains where only other words are known to be met.
func (s *searcher) alone(i int) float64 {
	if s.words[i].Kind == names.Initial {
		return s.best[i]
	}
	return s.base[i]
}

// follow weighs every alias that an option leads to and that is light enough.
func (s *searcher) follow(o option) {
	if o.kind == byLetter {
		for token, first := range s.x.firsts {
			if first == uint8(o.token) { //nolint:gosec // it is a letter
				for _, a := range s.x.postings[s.x.tokens[token].postings:s.x.tokens[token+1].postings] {
					s.consider(a)
				}
			}
		}
		return
	}
	for _, a := range s.x.postings[s.x.tokens[o.token].postings:o.end] {
		s.consider(a)
	}
}

func (s *searcher) consider(a uint32) {
	if s.met.add(a) {
		if r := &s.x.aliases[a]; s.weigh(r) {
			s.found = append(s.found, r.party)
		}
	}
}

// weigh reports whether an alias can reach the threshold: whether what its
// tokens can gain for the words makes up for the mass of all of them. A word
// has one partner and a token has one, so that neither the most for every word
// nor the most for every token is less than any assignment gains.
func (s *searcher) weigh(r *aliasRecord) bool {
	var risen [maxWords]float32
	var byWord, byToken float32
	words := s.x.words[r.words : r.words+uint32(r.count)]
	for j, token := range words {
		var one, joined float32
		for at := s.partners.first(token); at != 0; {
			p := &s.partners.list[at]
			rise := p.rise
			if p.parts > 0 {
				for _, t := range words[j:min(j+int(p.parts), len(words))] {
					rise += float32(s.listedLoss) * s.x.tokens[t].bits
				}
			}
			if rise > risen[p.word] {
				byWord += rise - risen[p.word]
				risen[p.word] = rise
			}
			if p.joined {
				joined += max(0, rise)
			} else {
				one = max(one, rise)
			}
			at = p.next
		}
		byToken += max(one, joined)
	}
	total := float64(min(byWord, byToken)) - s.listedLoss*float64(r.mass)
	for i := range s.words {
		total += s.base[i]
		if s.words[i].Kind == names.Initial {
			total += s.letter(i, words, float64(risen[i]))
		}
	}
	return total >= -margin
}

// letter is what an initial gains more from the words that begin with it.
func (s *searcher) letter(i int, words []uint32, risen float64) float64 {
	first := names.First(&s.words[i])
	more := 0.0
	for _, token := range words {
		if s.x.firsts[token] != first {
			continue
		}
		d := float64(s.x.tokens[token].bits)
		credit, full := worth(names.Match{Similarity: 1, Relation: names.SameStart}, s.bits[i], d)
		more = max(more, credit-s.t*full+s.listedLoss*d-s.base[i]-risen)
	}
	return more
}
