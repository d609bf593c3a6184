package screen

import (
	"slices"

	"plimsoll/names"
)

// chooseOptions leaves out options, those of least credit first, as long as an
// alias that is met by none but those left out cannot reach the threshold. In
// such an alias no more agrees than the options left out have in credit, so the
// ratio it needs is that of so little. How little is tried: with less to give
// away, more is needed of what is. It returns how many postings are left.
func (s *searcher) chooseOptions(all float64) (followed int) {
	for i := range s.words {
		slices.SortFunc(s.options[i], byCredit)
	}
	best := -1
	var left [maxWords]int
	for _, share := range []float64{0.6, 0.4, 0.8, 1} {
		if n := s.leaveOut(share * all); best < 0 || n < best {
			best, left = n, s.left
		}
		if best < fewPostings/weighing {
			break
		}
	}
	s.left = left
	return best
}

// byCredit compares without care for what is no number, for nothing is.
func byCredit(a, b option) int {
	switch {
	case a.credit < b.credit:
		return -1
	case a.credit > b.credit:
		return 1
	case a.full < b.full:
		return -1
	case a.full > b.full:
		return 1
	}
	return 0
}

// fewPostings are read at once rather than looked for fewer.
const fewPostings = 1 << 10

// leaveOut leaves options out whose credit is at most so much in all. It does
// so where most postings are saved for what it gives away.
func (s *searcher) leaveOut(most float64) (followed int) {
	t := s.need(most)
	total, credits := 0.0, 0.0
	var bound, credit [maxWords]float64 // the most that is given away
	for i := range s.words {
		bound[i], s.left[i] = s.letterGain(i, t), 0
		total += bound[i]
		if s.words[i].Kind == names.Initial {
			credit[i] = s.bits[i]
			credits += credit[i]
		}
	}
	for {
		word, to, best, reached := -1, 0, 0.0, 0.0
		for i := range s.words {
			saved, gain := 0, bound[i]
			for k := s.left[i]; k < len(s.options[i]); k++ {
				o := &s.options[i][k]
				gain = max(gain, o.gain(t))
				if total-bound[i]+gain >= -margin || credits-credit[i]+max(credit[i], o.credit) > most {
					break
				}
				saved += o.cost + 8 // a list costs something even when it is short
				if rate := float64(saved) / (gain - bound[i] + 1e-6); rate > best {
					word, to, best, reached = i, k+1, rate, gain
				}
			}
		}
		if word < 0 {
			break
		}
		total += reached - bound[word]
		bound[word], s.left[word] = reached, to
		last := max(credit[word], s.options[word][to-1].credit)
		credits += last - credit[word]
		credit[word] = last
	}
	for i := range s.words {
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
		for n := range s.options[i] {
			o := &s.options[i][n]
			o.enough = s.enough(i, o)
			cost += o.cost
		}
	}
	return cost
}

// followPairs reads the postings of all options and weighs the aliases that
// two words meet, and those met by an option that is enough alone.
func (s *searcher) followPairs() {
	for i := range s.words {
		for n := range s.options[i] {
			o := &s.options[i][n]
			if o.enough {
				s.follow(o)
				continue
			}
			for _, a := range s.postings(o) {
				if s.one.has(a) {
					s.consider(a)
				}
			}
		}
		for n := range s.options[i] {
			if o := &s.options[i][n]; !o.enough {
				for _, a := range s.postings(o) {
					s.one.add(a)
				}
			}
		}
	}
	s.one.clear()
}

// enough reports whether an alias can reach the threshold of which no word but
// i is met, nor that by more than the option.
func (s *searcher) enough(i int, o *option) bool {
	bits := o.credit
	for k := range s.words {
		if k != i && s.words[k].Kind == names.Initial {
			bits += s.bits[k]
		}
	}
	t := s.need(bits)
	total := o.gain(t)
	for k := range s.words {
		if k != i {
			total += s.letterGain(k, t)
		}
	}
	return total >= -margin
}

// follow weighs every alias that an option leads to and that is light enough.
func (s *searcher) follow(o *option) {
	for _, a := range s.postings(o) {
		s.consider(a)
	}
}

func (s *searcher) postings(o *option) []uint32 {
	return s.x.postings[s.x.tokens[o.token].postings:o.end]
}

func (s *searcher) consider(a uint32) {
	if s.met.add(a) {
		if r := &s.x.aliases[a]; s.weigh(r) {
			s.passed.add(a)
			s.found = append(s.found, r.party)
		}
	}
}

// weigh reports whether an alias can reach the threshold. First comes the most
// that can agree: a word has one partner and a token has one, so that neither
// the most for every word nor the most for every token is less than any
// assignment credits. From it follows the ratio that is needed, and from that,
// in the same two ways, the most that is gained, which has to make up for the
// mass of all tokens.
func (s *searcher) weigh(r *aliasRecord) bool {
	words := s.x.words[r.words : r.words+uint32(r.count)]
	agree := s.most(words, func(_ int, p *partner) float32 { return p.credit })
	for i := range s.words {
		if s.words[i].Kind == names.Initial && s.hasFirst(words, names.First(&s.words[i])) {
			agree += s.bits[i]
		}
	}
	t := s.need(agree)
	total := -s.loss.listed * t * float64(r.mass)
	for i := range s.words {
		total += s.base(i, t)
	}
	f, light := float32(t), float32(s.loss.listed*t)
	total += s.most(words, func(j int, p *partner) float32 {
		rise := p.credit - f*p.full + light*p.mass - float32(s.base(int(p.word), t))
		if p.parts > 0 {
			for _, token := range words[j:min(j+int(p.parts), len(words))] {
				rise += light * s.x.tokens[token].bits
			}
		}
		return rise
	})
	for i := range s.words {
		if s.words[i].Kind == names.Initial {
			total += s.letter(i, words, t)
		}
	}
	return total >= -margin
}

// most is the most that partners can be worth together.
func (s *searcher) most(words []uint32, worth func(j int, p *partner) float32) float64 {
	var of [maxWords]float32
	var byWord, byToken float32
	for j, token := range words {
		var one, joined float32
		for at := s.partners.first(token); at != 0; {
			p := &s.partners.list[at]
			w := worth(j, p)
			if w > of[p.word] {
				byWord += w - of[p.word]
				of[p.word] = w
			}
			if p.joined {
				joined += max(0, w)
			} else {
				one = max(one, w)
			}
			at = p.next
		}
		byToken += max(one, joined)
	}
	return float64(min(byWord, byToken))
}

func (s *searcher) hasFirst(words []uint32, first byte) bool {
	return slices.ContainsFunc(words, func(token uint32) bool { return s.x.firsts[token] == first })
}

// letter is what an initial gains from the words that begin with it.
func (s *searcher) letter(i int, words []uint32, t float64) float64 {
	first := names.First(&s.words[i])
	more := 0.0
	for _, token := range words {
		if s.x.firsts[token] == first {
			d := float64(s.x.tokens[token].bits)
			credit, full := worth(names.Match{Similarity: 1, Relation: names.SameStart}, s.bits[i], d)
			more = max(more, credit-t*full+s.loss.listed*t*d-s.base(i, t))
		}
	}
	return more
}
