// Package han reads words in Chinese characters and in kana in Latin letters.
//
// A word in Chinese characters is read as Mandarin in pinyin without tones
// (where a character has several readings, with those too, and first with the
// reading as a family name where the word begins with one: 曾 zeng, 单 shan),
// then in Wade-Giles, then as Cantonese in the spelling usual in Hong Kong and
// in Jyutping, and last as a foreign name spelled by sound (克林 "klin").
//
// A word in kana is read in Hepburn's spelling, with long vowels short, as
// they are spelled in kana, and with h (いとう ito, itou, itoh); katakana also
// as the foreign name it may stand for (シャファリク "shafarik").
//
// Out of scope: names of Japanese in kanji get their Chinese reading alone, and
// so do Korean ones (田中 "tianzhong").
//
// The package is pure; its tables are compiled in.
package han

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Limits of a word and of what is told of it.
const (
	Max      = 6  // readings of a word
	MaxRunes = 32 // a longer word has no readings
)

// syllable is one character's readings in the four systems.
type syllable struct {
	pinyin   []string // likeliest first
	wade     string
	hongKong string // "" when no Cantonese reading is known, as jyutping
	jyutping string
}

// Readings returns the ways in which a word of Chinese characters, or of kana,
// is written in Latin letters, likeliest first, at most [Max], without
// doubles. It is nil for any other word, one that mixes the two, and one with
// a character that the table does not hold.
func Readings(word string) []string {
	if len(word) < utf8.RuneLen('あ') || len(word) > MaxRunes*utf8.UTFMax {
		return nil
	}
	first, _ := utf8.DecodeRuneInString(word)
	if !unicode.Is(unicode.Han, first) {
		return kanaReadings(word)
	}
	chars := syllables(word)
	if chars == nil {
		return nil
	}
	var out collector
	out.addJoined(chars, func(s *syllable) string { return s.pinyin[0] })
	others := alternatives(chars)
	if len(others) > 0 {
		out.add(others[0])
	}
	out.addJoined(chars, func(s *syllable) string { return s.wade })
	out.addJoined(chars, func(s *syllable) string { return s.hongKong })
	likeliest, second := foreign(word)
	out.add(likeliest)
	out.add(second)
	out.addJoined(chars, func(s *syllable) string { return s.jyutping })
	for _, o := range others {
		out.add(o)
	}
	return out
}

// alternatives varies the pinyin of one character at a time, for words short
// enough to be a person's name; the family name last, for its reading is known
// best.
func alternatives(chars []*syllable) []string {
	if len(chars) > longestName {
		return nil
	}
	var out []string
	for i, c := range slices.Backward(chars) {
		for _, p := range c.pinyin[1:] {
			var b strings.Builder
			for j, d := range chars {
				if i == j {
					b.WriteString(p)
				} else {
					b.WriteString(d.pinyin[0])
				}
			}
			out = append(out, b.String())
			if len(out) == Max {
				return out
			}
		}
	}
	return out
}

// collector holds readings without doubles.
type collector []string

func (c *collector) add(s string) {
	if s != "" && len(*c) < Max && !slices.Contains(*c, s) {
		*c = append(*c, s)
	}
}

// addJoined adds the reading in one system, if every character has one.
func (c *collector) addJoined(chars []*syllable, in func(*syllable) string) {
	var b strings.Builder
	b.Grow(6 * len(chars))
	for _, s := range chars {
		r := in(s)
		if r == "" {
			return
		}
		b.WriteString(r)
	}
	c.add(b.String())
}

// Syllables gives for each character of a word its readings, likeliest first:
// in pinyin, then Wade-Giles, Hong Kong's spelling and Jyutping, so that a
// name can be written in any division into tokens. It is nil where [Readings]
// is, and for kana.
func Syllables(word string) [][]string {
	chars := syllables(word)
	if chars == nil {
		return nil
	}
	out := make([][]string, len(chars))
	for i, s := range chars {
		one := slices.Clone(s.pinyin)
		for _, r := range []string{s.wade, s.hongKong, s.jyutping} {
			if r != "" && !slices.Contains(one, r) {
				one = append(one, r)
			}
		}
		out[i] = one
	}
	return out
}

// syllables looks the characters up; nil when one has no reading.
func syllables(word string) []*syllable {
	if len(word) > MaxRunes*utf8.UTFMax {
		return nil
	}
	n := utf8.RuneCountInString(word)
	if n == 0 || n > MaxRunes {
		return nil
	}
	t := tables()
	out := make([]*syllable, 0, n)
	for _, r := range word {
		s := t.chars[r]
		if r == '々' && len(out) > 0 {
			s = out[len(out)-1]
		}
		if s == nil {
			return nil
		}
		out = append(out, s)
	}
	if n <= longestName {
		copy(out, t.families[word[:familyLength(word)]])
	}
	return out
}

// longestName is that of a two-character family name and a given name.
const longestName = 4

// familyLength is the length in bytes of the family name that a word begins
// with; 0 when it is none of the table.
func familyLength(word string) int {
	t := tables()
	_, one := utf8.DecodeRuneInString(word)
	_, two := utf8.DecodeRuneInString(word[one:])
	switch {
	case two > 0 && t.families[word[:one+two]] != nil:
		return one + two
	case t.families[word[:one]] != nil:
		return one
	}
	return 0
}

// Split divides the name of a Chinese written as one word (习近平: 习, 近平). The
// name must have two to four characters and begin with a family name of the
// table; one of four characters must begin with a family name of two, for
// most others of that length are foreign (马克西姆). Names of Japanese and
// Koreans are divided by the same table, rightly or wrongly.
func Split(word string) (family, given string, ok bool) {
	n := 0
	for _, r := range word {
		if n++; n > longestName || !unicode.Is(unicode.Han, r) {
			return "", "", false
		}
	}
	if n < 2 {
		return "", "", false
	}
	at := familyLength(word)
	if at == 0 || at == len(word) {
		return "", "", false
	}
	if n == longestName && utf8.RuneCountInString(word[:at]) < 2 {
		return "", "", false
	}
	return word[:at], word[at:], true
}
