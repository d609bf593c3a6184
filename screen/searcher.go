package screen

import (
	"slices"

	"plimsoll/names"
)

// searcher finds the parties worth comparing with one name after the other. It
// is used again.
type searcher struct {
	x      *Index
	found  []uint32 // parties
	listed party    // being compared

	numbered []uint32 // parties with an equal number
	passed   marks    // aliases that can reach the threshold

	token names.Token

	words  []names.Token
	bits   []float64
	least  float64 // the value to be reached
	loss   losses  // what a bit without a partner takes away
	always bool    // what agrees does not matter, see Mention

	t        float64           // the ratio to be reached when all agrees that can
	credit   [maxWords]float64 // the most a word can add to what agrees
	options  [maxWords][]option
	left     [maxWords]int // how many options are left out, of those in order of credit
	partners partners
	once     tokenSet
	finder   *finder
	leadFrom int               // see leadFrom
	before   map[string][]lead // leads of words that the index does not have
	kept     int               // how many those are
	met      marks             // aliases weighed
	one      marks             // aliases met by a word before
}

type losses struct{ query, listed float64 }

const maxWords = names.MaxTokens

// option is a way for a word to find aliases, and what the pair is worth.
type option struct {
	credit, full float64 // its part of M and F, see score.go
	mass         float64 // the bits of the token
	token        uint32
	end          uint32 // where its postings become too heavy
	cost         int    // how many there are before
	enough       bool   // see enough
}

// gain is what a pair adds to the sum that has to reach 0 for a name to reach
// the ratio t.
func (o *option) gain(t float64) float64 { return o.credit - t*o.full }

func newSearcher(x *Index) *searcher {
	return &searcher{
		x: x, met: newMarks(x.meta.Aliases), one: newMarks(x.meta.Aliases), passed: newMarks(x.meta.Aliases), partners: newPartners(x.meta.Tokens),
		finder: newFinder(x.image), leadFrom: leadFrom(x.meta.Tokens), before: map[string][]lead{},
	}
}

// margin keeps the bound safe from the rounding of scores.
const margin = 1e-3

// collect adds every party of which a name can reach the threshold.
func (s *searcher) collect(a *alias, threshold float64) {
	s.least, s.always = curveOf(a.name.Class).least(threshold-margin), false
	s.loss = losses{queryPenalty, listedPenalty}
	s.gather(a)
}

// need is the least ratio of a name of which no more than so many bits agree.
func (s *searcher) need(bits float64) float64 {
	if s.always {
		return margin
	}
	return max(leastRatio(s.least, bits)-margin, margin)
}

// base is what word i takes away when it has no partner.
func (s *searcher) base(i int, t float64) float64 { return -s.loss.query * t * s.bits[i] }

func (s *searcher) gather(a *alias) {
	s.words, s.bits = a.name.Words, a.bits
	s.partners.reset()
	for i := range s.words {
		s.credit[i], s.options[i] = 0, s.options[i][:0]
	}
	all := 0.0
	for i := range s.words {
		s.findPartners(i)
		s.findWholes(i)
	}
	for i := range s.words {
		all += s.credit[i]
	}
	s.t = s.need(all)
	if s.t > 1 || !s.cut() {
		return
	}
	if pairing := s.pairing(); pairing < fewPostings || pairing < weighing*s.chooseOptions(all) {
		s.followPairs()
	} else {
		for i := range s.words {
			for n := range s.options[i][s.left[i]:] {
				s.follow(&s.options[i][s.left[i]+n])
			}
		}
	}
	s.met.clear()
}

// cut finds out how far the postings of every option have to be read. It
// reports whether the threshold can be reached at all.
func (s *searcher) cut() bool {
	gains, rises := 0.0, margin
	var rise [maxWords]float64 // the most that a word gains, and the mass its partner takes away
	for i := range s.words {
		gain := s.letterGain(i, s.t)
		if rise[i] = gain; s.words[i].Kind == names.Initial {
			rise[i] += s.loss.listed * s.t * s.bits[i]
		}
		for n := range s.options[i] {
			o := &s.options[i][n]
			gain = max(gain, o.gain(s.t))
			rise[i] = max(rise[i], o.gain(s.t)+s.loss.listed*s.t*o.mass)
		}
		gains += gain
		rises += rise[i]
	}
	if gains < -margin {
		return false
	}
	for i := range s.words {
		for n := range s.options[i] {
			o := &s.options[i][n]
			o.end = s.end(o.token, s.limit(rises-rise[i]+o.gain(s.t)+s.loss.listed*s.t*o.mass))
			o.cost = int(o.end - s.x.tokens[o.token].postings)
		}
	}
	return true
}

// limit is how many aliases, which are in order of mass, are light enough for
// the gains to make up for the mass that stays unmatched.
func (s *searcher) limit(rise float64) uint32 {
	last := len(s.x.limits) - 1
	if s.loss.listed == 0 {
		return s.x.limits[last]
	}
	return s.x.limits[int(min(max(0, rise)/(s.loss.listed*s.t)*massSteps+1, float64(last)))]
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
	for _, l := range s.leads(w) {
		switch why := l.why(); {
		case why >= rarePart:
			// The mass taken away is not known before the parts are seen: at
			// most that of all of them.
			s.option(i, option{credit: b, full: b, mass: names.MaxBits * float64(why-rarePart), token: l.token()})
		case why >= firstPart:
			s.partners.add(l.token(), partner{word: uint8(i), parts: why - firstPart, credit: float32(b), full: float32(b)}) //nolint:gosec // below 64
		default:
			s.offer(i, i+1, l.token(), s.match(why))
		}
	}
	if w.Kind == names.Initial {
		s.credit[i] = max(s.credit[i], b)
	}
}

// letterGain is the most that word i, if it is an initial, gains from a word
// that begins so: whatever word that is, from none more than from one of as
// many bits. Such partners are never looked for, for they are too many, but
// taken to be in every name.
func (s *searcher) letterGain(i int, t float64) float64 {
	if s.words[i].Kind != names.Initial {
		return s.base(i, t)
	}
	return s.bits[i] * (1 - t)
}

// leads looks up what a word leads to: in the index when it keeps that of the
// very word, else among those looked for before.
func (s *searcher) leads(w *names.Token) []lead {
	if token, ok := s.finder.known(w); ok && s.x.frequency(token) >= s.leadFrom {
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
	for i := from; i < to; i++ {
		share := s.bits[i] / q
		s.option(i, option{credit: credit * share, full: full * share, mass: d * share, token: token})
		s.partners.add(token, partner{
			word: uint8(i), joined: to > from+1, //nolint:gosec // below 64
			credit: float32(credit * share), full: float32(full * share), mass: float32(d * share),
		})
	}
}

func (s *searcher) option(i int, o option) {
	s.options[i] = append(s.options[i], o)
	s.credit[i] = max(s.credit[i], o.credit)
}
