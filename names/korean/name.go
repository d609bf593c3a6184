package korean

import (
	"math"
	"unicode/utf8"
)

// Word is what a word of a name says, read as Korean.
type Word struct {
	Codes     []string
	Syllables int  // of the likeliest code
	Surname   bool // a family name, at an end of a person's name
}

// Limits of the name of a person.
const (
	maxWords          = 5
	maxNameSyllables  = 5
	maxGivenSyllables = 3
)

// unlikely is the cost, in bits a syllable, beyond which the reading of a
// person's name is not taken for a Korean's.
const unlikely = 9.5

// Person decides whether the words of a person's name are a Korean's, and
// reads them. They are when a family name stands first or last, in a word of
// its own or before the given name in one word, when the rest are syllables
// usual in given names, and when there are not too many of either. All
// readings of a Korean's words are kept, but where only one end can be the
// family name, it is read as one.
//
// A Chinese or Vietnamese whose name is all made of such syllables (Li Jun) is
// taken for a Korean too: nothing in the name tells them apart. Chinese
// characters are read as a Korean's on the same terms, and their readings as
// Chinese stay with the caller.
func Person(words []string) ([]Word, bool) {
	if len(words) == 0 || len(words) > maxWords {
		return nil, false
	}
	var readings [maxWords]reading
	total := 0
	for i, w := range words {
		if !readings[i].read(w) {
			return nil, false
		}
		total += readings[i].fewest()
	}
	if total < 2 || total > maxNameSyllables {
		return nil, false
	}
	n := len(words)
	t := tables()
	first, last := math.Inf(1), math.Inf(1)
	if n > 1 {
		first = likelihood(t, &readings[0], readings[1:n])
		last = likelihood(t, &readings[n-1], readings[:n-1])
	}
	if min(first, last) > unlikely {
		if n > 2 || n == 2 && total != 3 || !readings[0].onlyWhole(t) {
			return nil, false
		}
		first, last = 0, 0
	}
	out := make([]Word, n)
	switch {
	case first <= unlikely && last > unlikely:
		readings[0].onlySurnames(t)
		out[0].Surname = true
	case last <= unlikely && first > unlikely:
		readings[n-1].onlySurnames(t)
		out[n-1].Surname = true
	case first > 0:
		out[0].Surname = true
	}
	for i := range out {
		out[i].Codes, out[i].Syllables = readings[i].codes(), int(readings[i].parses[0].n)
	}
	return out, true
}

// likelihood is the cost a syllable of reading a family name and a given name.
func likelihood(t *table, family *reading, given []reading) float64 {
	cost, n := math.Inf(1), 0
	for i := range family.all() {
		if p := &family.parses[i]; p.isSurname(t) {
			if c := p.surnameCost(t); c < cost {
				cost, n = c, int(p.n)
			}
		}
	}
	if n == 0 {
		return cost
	}
	m := 0
	for i := range given {
		cost += float64(given[i].parses[0].cost)
		m += int(given[i].parses[0].n)
	}
	if m > maxGivenSyllables {
		return math.Inf(1)
	}
	return cost / float64(n+m)
}

// surnameCost is what a parse costs as a family name.
func (p *parse) surnameCost(t *table) float64 {
	cost := float64(p.cost)
	for _, c := range p.classes[:p.n] {
		cost -= float64(t.rarity[c])
	}
	return cost + t.surnameBits(p.classes[:p.n])
}

// surnameBits is 0 for no family name.
func (t *table) surnameBits(c []class) float64 {
	switch len(c) {
	case 1:
		return t.surname[c[0]]
	case 2:
		return t.compound[[2]class{t.lawful[c[0]], t.lawful[c[1]]}]
	}
	return 0
}

// fewest is the least number of syllables a word has.
func (r *reading) fewest() int {
	n := MaxSyllables
	for i := range r.all() {
		n = min(n, int(r.parses[i].n))
	}
	return n
}

func (p *parse) isSurname(t *table) bool { return t.surnameBits(p.classes[:p.n]) > 0 }

// only keeps the parses that pass, when any does.
func (r *reading) only(pass func(*parse) bool) bool {
	n := 0
	for i := range r.all() {
		if pass(&r.parses[i]) {
			r.parses[n] = r.parses[i]
			n++
		}
	}
	if n > 0 {
		r.n = n
	}
	return n > 0
}

func (r *reading) onlySurnames(t *table) {
	r.only(func(p *parse) bool { return p.isSurname(t) })
}

// onlyWhole keeps the parses that begin with a family name and end in a given
// name, or in the first syllable of one.
func (r *reading) onlyWhole(t *table) bool {
	return r.only(func(p *parse) bool {
		for at := 1; at <= 2 && at < int(p.n); at++ {
			bits := t.surnameBits(p.classes[:at])
			if bits == 0 {
				continue
			}
			cost := float64(p.cost) + bits
			for _, c := range p.classes[:at] {
				cost -= float64(t.rarity[c])
			}
			if cost <= unlikely*float64(p.n) {
				return true
			}
		}
		return false
	})
}

// strange is the cost, in bits a syllable, beyond which a word of a ship's or
// firm's name is not taken for Korean.
const strange = 10.0

// shortest is the length of the shortest word, in letters of an alphabet, that
// is taken for Korean without the others.
const shortest = 5

// Words reads the words of the name of a ship or a firm. When all of at least
// two are Korean, all is true and every word is read; else those are that are
// Korean by themselves: in Hangul, or of two syllables or more, the others
// being translations (Tanchon Commercial Bank). The result is nil when nothing
// is.
func Words(words []string) (out []Word, all bool) {
	const most = 8
	total := 0
	all = len(words) >= 2
	for i, w := range words {
		var r reading
		if !r.read(w) || r.strange() {
			all = false
			continue
		}
		if out == nil {
			out = make([]Word, len(words))
		}
		n := int(r.parses[0].n)
		out[i] = Word{Codes: r.codes(), Syllables: n}
		total += n
	}
	if all && total <= most {
		return out, true
	}
	none := true
	for i, w := range words {
		if out == nil || out[i].Codes == nil {
			continue
		}
		first, _ := utf8.DecodeRuneInString(w)
		alone := first >= firstSyllable && first <= lastSyllable
		alone = alone || out[i].Syllables > 1 && (first >= utf8.RuneSelf || len(w) >= shortest)
		if !alone {
			out[i] = Word{}
		}
		none = none && !alone
	}
	if none {
		return nil, false
	}
	return out, false
}

// strange reports whether the likeliest reading is too unusual to be meant.
func (r *reading) strange() bool {
	return float64(r.parses[0].cost) > strange*float64(r.parses[0].n)
}
