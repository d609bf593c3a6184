package alphabet

import (
	"strings"
	"sync"
)

// thaiLetter is a consonant at either end of a syllable.
type thaiLetter struct{ start, end, popular string }

var thai = sync.OnceValue(func() map[rune]thaiLetter {
	all := map[rune]thaiLetter{}
	for _, row := range smallTable("thai") {
		all[[]rune(row[0])[0]] = thaiLetter{row[1], row[2], row[3]}
	}
	return all
})

// readThai writes a word by the Royal system. Thai marks neither where a
// syllable ends nor every vowel; the second reading gives a consonant between
// syllables to both of them (watthana for watna), as in words from Sanskrit.
// The others have k, p and j for kh, ph and ch.
func readThai(letters []rune) []string {
	word, ok := speltThai(letters)
	if !ok {
		return nil
	}
	short := withoutSilentR(word)
	var out readings
	for _, popular := range []bool{false, true} {
		for _, linked := range []bool{false, true} {
			s := speller{word: short, linked: linked, popular: popular}
			if linked {
				s.word = word
			}
			for s.at < len(s.word) {
				s.syllable()
			}
			out.add([]byte(s.out.String()))
		}
	}
	return out.list
}

// speltThai leaves out tones and silent letters, and writes ำ as one letter.
func speltThai(word []rune) (out []rune, ok bool) {
	for i, r := range word {
		switch {
		case r == '์': // the letter under it is silent, with its vowel
			if n := len(out); n > 1 && (out[n-1] == 'ิ' || out[n-1] == 'ุ') {
				out = out[:n-1]
			}
			if n := len(out); n > 1 {
				out = out[:n-1]
			}
			if n := len(out); n > 3 && isThaiConsonant(out[n-1]) && isThaiConsonant(out[n-2]) && isThaiSign(out[n-3]) {
				out = out[:n-1] // chan(thr), lak(sn)
			}
		case r >= 0x0E48 && r <= 0x0E4B, r == 'ๆ', r == 'ฯ', r == 'ฺ', r == '๎':
		case r == 'ํ':
		case r == 'า' && i > 0 && (word[i-1] == 'ํ' || i > 1 && word[i-2] == 'ํ'):
			out = append(out, 'ำ')
		case r == 'ฤ':
			out = append(out, 'ร', 'ึ')
		case r == 'ๅ':
		case r < 'ก' || r > '็':
			return nil, false
		default:
			out = append(out, r)
		}
	}
	return out, true
}

// withoutSilentR leaves out an r that ends a word after another consonant, as
// in but(r) and chak(r).
func withoutSilentR(word []rune) []rune {
	n := len(word)
	if n > 3 && word[n-1] == 'ร' && isThaiSign(word[n-3]) &&
		(word[n-2] == 'ต' || word[n-3] != 'า' && strings.ContainsRune("กคชดท", word[n-2])) {
		return word[:n-1]
	}
	return word
}

// speller goes through a word syllable by syllable.
type speller struct {
	word            []rune
	at              int
	linked, popular bool
	out             strings.Builder
}

func (s *speller) peek(n int) rune {
	if s.at+n < len(s.word) {
		return s.word[s.at+n]
	}
	return 0
}

func (s *speller) takes(text string) bool {
	n := 0
	for _, r := range text {
		if s.peek(n) != r {
			return false
		}
		n++
	}
	s.at += n
	return true
}

func isThaiConsonant(r rune) bool { return r >= 'ก' && r <= 'ฮ' && r != 'ฤ' && r != 'ฦ' }
func isThaiSign(r rune) bool      { return r >= 'ะ' && r <= 'ู' || r == '็' }

// bare counts the consonants from here on that carry no vowel.
func (s *speller) bare() int {
	n := 0
	for isThaiConsonant(s.peek(n)) && !isThaiSign(s.peek(n+1)) {
		n++
	}
	return n
}

func (s *speller) start(r rune) string {
	l := thai()[r]
	if s.popular {
		return l.popular
	}
	return l.start
}

func (s *speller) syllable() {
	lead := s.peek(0)
	if lead < 'เ' || lead > 'ไ' {
		lead = 0
	} else {
		s.at++
	}
	if !isThaiConsonant(s.peek(0)) { // a sign without its letter
		if lead == 0 {
			s.at++
		}
		return
	}
	s.onset(lead)
	vowel, closing := s.vowel(lead)
	s.out.WriteString(vowel)
	s.final(closing)
}

// onset writes the consonants before a vowel: one, or two that go together.
func (s *speller) onset(lead rune) {
	first, second := s.peek(0), s.peek(1)
	carries := isThaiSign(s.peek(2)) || lead != 0 && isThaiConsonant(s.peek(2))
	switch {
	case first == 'ห' && strings.ContainsRune("งญนมยรลว", second) && second != 0 && (carries || s.peek(2) != 0 || lead != 0):
		s.out.WriteString(s.start(second)) // the h gives the tone alone
		s.at += 2
	case carries && second != 0 && first == 'ท' && second == 'ร':
		s.out.WriteString("s")
		s.at += 2
	case carries && second != 0 && strings.ContainsRune("รลว", second) && strings.ContainsRune("กขคตปผพ", first):
		s.out.WriteString(s.start(first) + s.start(second))
		s.at += 2
	default:
		s.out.WriteString(s.start(first))
		s.at++
	}
}

// closings say whether a consonant ends the syllable.
type closings uint8

const (
	mayClose  closings = iota
	mustClose          // the vowel is written only before one
	open
)

// spelling is a vowel by the signs after its consonant.
type spelling struct {
	signs, vowel string
	closing      closings
}

// The vowels of Thai by the sign before the consonant, longest spelling first.
var thaiVowels = map[rune][]spelling{
	'เ': {
		{"ียะ", "ia", open},
		{"ีย", "ia", mayClose},
		{"ือะ", "uea", open},
		{"ือ", "uea", mayClose},
		{"าะ", "o", open},
		{"อะ", "oe", open},
		{"า", "ao", open},
		{"ะ", "e", open},
		{"ิ", "oe", mustClose},
		{"็", "e", mustClose},
		{"อ", "oe", mayClose},
		{"ย", "oei", open},
		{"", "e", mayClose},
	},
	'แ': {{"ะ", "ae", open}, {"็", "ae", mustClose}, {"", "ae", mayClose}},
	'โ': {{"ะ", "o", open}, {"", "o", mayClose}},
	'ใ': {{"", "ai", open}},
	'ไ': {{"ย", "ai", open}, {"", "ai", open}},
	0: {
		{"ัวะ", "ua", open},
		{"ัว", "ua", mayClose},
		{"ัย", "ai", open},
		{"ั", "a", mustClose},
		{"ะ", "a", open},
		{"า", "a", mayClose},
		{"ำ", "am", open},
		{"ิ", "i", mayClose},
		{"ี", "i", mayClose},
		{"ึ", "ue", mayClose},
		{"ือ", "ue", mayClose},
		{"ื", "ue", mayClose},
		{"ุ", "u", mayClose},
		{"ู", "u", mayClose},
		{"็อ", "o", mustClose},
		{"็", "o", mayClose},
	},
}

func (s *speller) vowel(lead rune) (vowel string, closing closings) {
	for _, v := range thaiVowels[lead] {
		n := len([]rune(v.signs))
		last := s.peek(n - 1)
		if n > 0 && isThaiConsonant(last) && isThaiSign(s.peek(n)) { // the letter has a vowel of its own
			continue
		}
		if s.takes(v.signs) {
			return v.vowel, v.closing
		}
	}
	bare := s.bare()
	switch {
	case bare > 1 && s.takes("รร"):
		if s.bare() > 0 {
			return "a", mustClose
		}
		return "an", open
	case s.peek(0) == 'อ' && bare > 0:
		s.at++
		return "o", mayClose
	case s.peek(0) == 'ว' && bare > 1:
		s.at++
		return "ua", mustClose
	case bare == 0 || bare == 2 || s.linked && bare > 1:
		return "a", open // one more syllable without a vowel follows
	}
	return "o", mustClose
}

// final writes the consonant that ends a syllable. An even number of letters
// without a vowel are syllables of their own.
func (s *speller) final(closing closings) {
	r, bare := s.peek(0), s.bare()
	if closing == open || !isThaiConsonant(r) || r == 'อ' || closing == mayClose && bare%2 == 0 && !s.silentVowel() {
		return
	}
	silent := s.silentVowel()
	s.out.WriteString(thai()[r].end)
	s.at++
	switch {
	case silent:
		s.at++
	case isThaiSign(s.peek(0)): // the letter begins the next syllable as well
		s.at--
	case s.linked && isThaiConsonant(s.peek(0)) && strings.ContainsRune("ขคจชฐฒณตถทธนพภรลวศษส", r):
		s.out.WriteString(s.start(r) + "a")
	}
}

// silentVowel reports a last letter whose i or u is written only.
func (s *speller) silentVowel() bool {
	return isThaiConsonant(s.peek(0)) && (s.peek(1) == 'ิ' || s.peek(1) == 'ุ') && s.at+2 == len(s.word) &&
		strings.ContainsRune("ตธทฒ", s.peek(0))
}
