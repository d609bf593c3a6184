// Package alphabet reads words written in alphabets other than Latin, and in
// scripts that work like one, in Latin letters: Cyrillic, Greek, Armenian,
// Georgian, Thai and Devanagari.
//
// A script has several romanisations, and lists mix them. What is given for a
// word is one reading for every way of writing it that would sound different
// to somebody who knows only the Latin letters; spellings that differ in y and
// i, v and w, kh and h and the like are given once. The first reading is that
// of passports and most lists.
//
//   - Cyrillic: ICAO passports, BGN/PCGN, ISO 9 and the Serbian alphabet
//     without marks, the Ukrainian and Belarusian h, Bulgarian, the letters of
//     Turkic and Iranian languages and Mongolian, German and French press. The
//     letters of a word tell which goes first. Four readings at most.
//   - Greek: ELOT 743 (ISO 843), by sound (b, d, g, h, i), with mb, nd, ng, and
//     classical.
//   - Armenian: BGN/PCGN, Western (p for b), without initial glides, and
//     Hübschmann-Meillet without marks.
//   - Georgian: national of 2002, with f for p, and without the -i of the
//     nominative.
//   - Thai: RTGS, by the letters.
//   - Devanagari: Hunterian, with the unwritten a dropped as in Hindi, or kept.
//
// A word of two scripts has no reading. Korean names in Cyrillic are read by
// the same rules as any other.
package alphabet

import (
	"slices"
	"unicode"

	"golang.org/x/text/unicode/norm"

	"plimsoll/names/phonetic"
)

// Max is the most readings given for one word.
const Max = 4

// maxLetters of a word are read; no name is longer.
const maxLetters = 64

// Readings returns the ways in which a word (one token, no blanks, lower case
// where the script has case) is written in Latin letters, likeliest first, at
// most [Max], without doubles; nil where it has none. Readings are of the
// letters a to z alone.
func Readings(word string) []string {
	var buf [maxLetters]rune
	letters := lettersOf(buf[:0], word)
	if len(letters) == 0 {
		return nil
	}
	switch r := letters[0]; {
	case r < 0x370:
		return nil
	case r < 0x400:
		return readColumns(tables().greek, letters, inOrder)
	case r < 0x530:
		return readCyrillic(letters)
	case r < 0x590:
		return readColumns(tables().armenian, letters, inOrder)
	case r >= 0x900 && r < 0x980:
		return readDevanagari(letters)
	case r >= 0xE00 && r < 0xE80:
		return readThai(letters)
	case r >= 0x10A0 && r < 0x1100:
		return readColumns(tables().georgian, letters, inOrder[:3])
	}
	return nil
}

// inOrder takes the columns as they come.
var inOrder = []int{0, 1, 2, 3}

// lettersOf gives the letters and the marks that belong to one, in lower case
// and composed form; apostrophes, hyphens and whatever else is not read go.
func lettersOf(out []rune, word string) []rune {
	if len(word) > 8*maxLetters { // normalising costs by length
		word = word[:8*maxLetters]
	}
	if !norm.NFC.IsNormalString(word) {
		word = norm.NFC.String(word)
	}
	for _, r := range word {
		switch {
		case r >= 0x430 && r < 0x460: // as most letters are
		case r < 0x80 && (r|0x20 < 'a' || r|0x20 > 'z'):
			continue
		case r < 0x370 && !unicode.IsLetter(r):
			continue
		case r < 0x900:
			r = unicode.ToLower(r)
			if !unicode.IsLetter(r) {
				continue
			}
			if r < 0x400 {
				if f := greekAccents[r]; f != 0 {
					r = f
				}
			}
		case r >= 0x1F00 && r < 0x2000: // Greek with the breathings of old
			for _, d := range norm.NFD.String(string(unicode.ToLower(r))) {
				r = d
				break
			}
		case !unicode.IsLetter(r) && !unicode.Is(unicode.M, r):
			continue
		default:
			r = unicode.ToLower(r)
		}
		if out = append(out, r); len(out) == maxLetters {
			break
		}
	}
	return out
}

var greekAccents = map[rune]rune{
	'ά': 'α', 'έ': 'ε', 'ή': 'η', 'ί': 'ι', 'ό': 'ο', 'ύ': 'υ', 'ώ': 'ω', 'ΐ': 'ϊ', 'ΰ': 'ϋ', 'ϐ': 'β', 'ϑ': 'θ', 'ϕ': 'φ', 'ϰ': 'κ', 'ϱ': 'ρ',
}

// readColumns writes a word in the columns of an alphabet, in this order.
func readColumns(t *table, word []rune, order []int) []string {
	var matched [maxLetters]*rule
	rules, ok := t.match(matched[:0], word)
	if !ok {
		return nil
	}
	var out readings
	var buf [4 * maxLetters]byte
	for _, column := range order {
		if out.add(write(buf[:0], rules, column)); len(out.list) == Max {
			break
		}
	}
	return out.list
}

// readings collects readings and leaves out those of one sound with one before.
type readings struct {
	list  []string
	codes []string
}

func (r *readings) add(reading []byte) {
	if len(reading) == 0 || len(r.list) == Max {
		return
	}
	text := string(reading)
	if slices.Contains(r.list, text) {
		return // most ways of writing agree to the letter
	}
	code := phonetic.Code(text)
	if slices.Contains(r.codes, code) {
		return
	}
	r.list, r.codes = append(r.list, text), append(r.codes, code)
}
