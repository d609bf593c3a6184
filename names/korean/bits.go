package korean

import (
	"math"
	"unicode/utf8"
)

// SurnameBits is the information in a family name: -log2 of the share of
// Koreans who bear one of this code (김: 2). It is false for a code that is no
// family name's.
func SurnameBits(code string) (float64, bool) {
	var buf [2]class
	cs, ok := classesOf(buf[:0], code)
	if !ok {
		return 0, false
	}
	bits := tables().surnameBits(cs)
	return bits, bits > 0
}

// GivenBits is the information in a code as a given name, or a part of one:
// the sum over its syllables of -log2 of the share of syllables of given names
// that are of one class with it. It is false for what is no code.
func GivenBits(code string) (float64, bool) {
	var buf [MaxSyllables]class
	cs, ok := classesOf(buf[:0], code)
	if !ok || len(cs) == 0 {
		return 0, false
	}
	sum := 0.0
	for _, c := range cs {
		sum += tables().given[c]
	}
	return sum, true
}

// Bits is the information in the least telling of a word's codes, and false
// when it has none: a word that may be 김 tells no more than 김.
func Bits(codes []string, surname bool) (float64, bool) {
	least := math.Inf(1)
	for _, code := range codes {
		bits, ok := GivenBits(code)
		if surname {
			bits, ok = SurnameBits(code)
		}
		if ok {
			least = min(least, bits)
		}
	}
	return least, !math.IsInf(least, 1)
}

// classesOf reads a code back, as far as there is room.
func classesOf(out []class, code string) ([]class, bool) {
	for code != "" {
		initial, final := noInitial, noFinal
		if at := indexOf(initialLetters, code[0]); at > 0 {
			initial, code = at, code[1:]
		}
		if code == "" {
			return nil, false
		}
		vowel := indexOf(vowelLetters, code[0])
		if vowel < 0 || len(out) == cap(out) {
			return nil, false
		}
		code = code[1:]
		if code != "" {
			if at := indexOf(finalLetters, code[0]); at > 0 {
				final, code = at, code[1:]
			}
		}
		out = append(out, classOf(initial, vowel, final))
		if code != "" {
			if code[0] != Break[0] || len(code) == 1 {
				return nil, false
			}
			code = code[1:]
		}
	}
	return out, true
}

func indexOf(letters string, b byte) int {
	if b >= utf8.RuneSelf || b == ' ' {
		return -1
	}
	for i := range len(letters) {
		if letters[i] == b {
			return i
		}
	}
	return -1
}
