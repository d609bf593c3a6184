// Package korean reads the names of Koreans, of their ships and firms, in any
// script in which lists write them: in Latin letters by any romanisation, in
// Hangul, Cyrillic, kana, and Chinese characters.
//
// One name is written in many ways (Lee, Ri, Yi, Rhee; Jong, Chung, Jeong), and
// one writing stands for several names. What the writings have in common is
// the class of each syllable: its sounds without aspiration and voice, without
// the difference of ㅓ and ㅗ, of ㅜ and ㅡ, and without an initial ㄹ or ㄴ
// that the South does not write. A code is a word's classes with [Break]
// between them (정은: "Jog.un"); two words may be one name when they have a
// code in common.
//
// The package also writes Hangul in Latin and Cyrillic letters (see
// [Romanise]), decides whether a name is a Korean's (see [Person]), and tells
// how much a family name or a syllable says (see [SurnameBits], [GivenBits]).
//
// It is pure; its tables are compiled in.
package korean

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Break divides the syllables in a code.
const Break = "."

// Codes gives the codes of a word, in lower case and without marks, sorted; at
// most [Max], the likeliest. It is nil for a word that is no Korean word of up
// to [MaxSyllables] syllables.
func Codes(word string) []string {
	var r reading
	if !r.read(word) {
		return nil
	}
	return r.codes()
}

// Syllables is the number of syllables in a code.
func Syllables(code string) int { return strings.Count(code, Break) + 1 }

// reading is a word's parses, by the law, likeliest first.
type reading struct {
	parses [Max]parse
	n      int
}

func (r *reading) all() []parse { return r.parses[:r.n] }

// read reports whether the word has any.
func (r *reading) read(word string) bool {
	r.n = 0
	if word == "" || len(word) > 3*maxLetters {
		return false
	}
	if word[0] < utf8.RuneSelf {
		return r.spelled(word, latin())
	}
	first, _ := utf8.DecodeRuneInString(word)
	switch {
	case first >= firstSyllable && first <= lastSyllable:
		return r.hangul(word)
	case unicode.Is(unicode.Cyrillic, first):
		var buf [maxLetters]byte
		if spelled, ok := cyrillicLetters(buf[:0], word); ok {
			return r.spelledBytes(spelled, cyrillic())
		}
	case unicode.Is(unicode.Han, first):
		return r.han(word)
	case unicode.In(first, unicode.Katakana, unicode.Hiragana):
		var buf [maxLetters]byte
		if spelled, ok := kanaLetters(buf[:0], word); ok {
			return r.spelledBytes(spelled, kana())
		}
	}
	return false
}

func (r *reading) spelledBytes(b []byte, g *grammar) bool { return r.spelled(string(b), g) }

// spelled reads a word by a grammar.
func (r *reading) spelled(word string, g *grammar) bool {
	p := parser{t: tables(), g: g}
	if !p.read(word) {
		return false
	}
	for i := range p.parses[:p.count] {
		r.keep(p.t, &p.parses[i])
	}
	return true
}

// keep puts a parse among the likeliest, in its place.
func (r *reading) keep(t *table, p *parse) {
	q := *p
	at := r.n
	for at > 0 && r.parses[at-1].cost > q.cost {
		at--
	}
	if r.n > 0 && q.cost > r.parses[0].cost+worst {
		return
	}
	for i := range at {
		if t.same(&r.parses[i], &q) {
			return
		}
	}
	end := r.n
	for i := at; i < r.n; i++ {
		if t.same(&r.parses[i], &q) {
			end = i // its dearer double makes room
			break
		}
	}
	if end == Max {
		end--
	}
	if at > end {
		return
	}
	copy(r.parses[at+1:end+1], r.parses[at:end])
	r.parses[at] = q
	r.n = max(r.n, end+1)
	for r.n > 1 && r.parses[r.n-1].cost > r.parses[0].cost+worst {
		r.n--
	}
}

// same reports whether two parses have one code.
func (t *table) same(a, b *parse) bool {
	if a.n != b.n {
		return false
	}
	for i := range a.n {
		if t.lawful[a.classes[i]] != t.lawful[b.classes[i]] {
			return false
		}
	}
	return true
}

func (r *reading) hangul(word string) bool {
	var p parse
	for _, c := range word {
		k, ok := hangulClass(c)
		if !ok || p.n == MaxSyllables {
			return false
		}
		p.classes[p.n] = k
		p.n++
	}
	r.parses[0], r.n = p, 1
	return true
}

// han combines the readings of the characters.
func (r *reading) han(word string) bool {
	t := tables()
	r.parses[0], r.n = parse{}, 1
	for _, c := range word {
		readings := t.hanja[c]
		if len(readings) == 0 || r.parses[0].n == MaxSyllables {
			return false
		}
		n := r.n
		for i := range n {
			p := &r.parses[i]
			p.n++
			for k, c := range readings[1:] {
				if r.n == Max {
					break
				}
				q := *p
				q.classes[q.n-1], q.cost = c, q.cost+uint16(k)
				r.parses[r.n] = q
				r.n++
			}
			p.classes[p.n-1] = readings[0]
		}
	}
	return true
}

// codes writes the parses out, sorted.
func (r *reading) codes() []string {
	if r.n == 0 {
		return nil
	}
	t := tables()
	out := make([]string, 0, r.n)
	var b strings.Builder
	b.Grow(r.n * 4 * int(r.parses[0].n))
	for i := range r.all() {
		p := &r.parses[i]
		if p.n == 1 {
			out = append(out, t.texts[t.lawful[p.classes[0]]])
			continue
		}
		from := b.Len()
		for k, c := range p.classes[:p.n] {
			if k > 0 {
				b.WriteString(Break)
			}
			b.WriteString(t.texts[t.lawful[c]])
		}
		out = append(out, b.String()[from:])
	}
	slices.Sort(out)
	return slices.Compact(out)
}
