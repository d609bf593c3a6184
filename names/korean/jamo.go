package korean

// A class is a syllable without what Latin writing drops or blurs: aspiration
// and voice of the initial, the difference of ㅓ and ㅗ, ㅜ and ㅡ, ㅐ and ㅔ.
// It is (initial*vowelCount + vowel)*finalCount + final.
type class uint16

const (
	initialCount = 10
	vowelCount   = 13
	finalCount   = 8
	classCount   = initialCount * vowelCount * finalCount
)

// The letters by which classes are written in a code. No letter serves twice,
// so that a code can be read without its breaks.
const (
	initialLetters = " KNTRMPSJH" // blank: none
	vowelLetters   = "aAeEoOwqvyuUi"
	finalLetters   = " kntlmpg" // blank: none; g stands for ng
)

// Indices into the letters above, by what they stand for.
const (
	noInitial = iota
	initialK
	initialN
	initialT
	initialR
	initialM
	initialP
	initialS
	initialJ
	initialH
)

const (
	vowelA = iota
	vowelYa
	vowelE
	vowelYe
	vowelO
	vowelYo
	vowelWa
	vowelWe
	vowelWo
	vowelWi
	vowelU
	vowelYu
	vowelI
)

const (
	noFinal = iota
	finalK
	finalN
	finalT
	finalL
	finalM
	finalP
	finalNg
)

func classOf(initial, vowel, final int) class {
	return class((initial*vowelCount+vowel)*finalCount + final)
}

func (c class) parts() (initial, vowel, final int) {
	return int(c) / finalCount / vowelCount, int(c) / finalCount % vowelCount, int(c) % finalCount
}

func (c class) text() string {
	i, v, f := c.parts()
	b := make([]byte, 0, 3)
	if i != noInitial {
		b = append(b, initialLetters[i])
	}
	b = append(b, vowelLetters[v])
	if f != noFinal {
		b = append(b, finalLetters[f])
	}
	return string(b)
}

// The classes of the jamo, in their order in Unicode: 19 initials, 21 vowels,
// 27 finals after none.
var (
	initialOf = [19]uint8{
		initialK, initialK, initialN, initialT, initialT, initialR, initialM, initialP, initialP, initialS, initialS, noInitial,
		initialJ, initialJ, initialJ, initialK, initialT, initialP, initialH,
	}
	vowelOf = [21]uint8{
		vowelA, vowelE, vowelYa, vowelYe, vowelO, vowelE, vowelYo, vowelYe, vowelO, vowelWa, vowelWe, vowelWe, vowelYo,
		vowelU, vowelWo, vowelWe, vowelWi, vowelYu, vowelU, vowelI, vowelI,
	}
	finalOf = [28]uint8{
		noFinal, finalK, finalK, finalK, finalN, finalN, finalN, finalT, finalL, finalK, finalM, finalL, finalL, finalL, finalP,
		finalL, finalM, finalP, finalP, finalT, finalT, finalNg, finalT, finalT, finalK, finalT, finalP, finalT,
	}
)

const (
	firstSyllable = 0xAC00
	lastSyllable  = 0xD7A3
)

// jamo takes a Hangul syllable apart.
func jamo(r rune) (initial, vowel, final int, ok bool) {
	if r < firstSyllable || r > lastSyllable {
		return 0, 0, 0, false
	}
	n := int(r - firstSyllable)
	return n / 588, n % 588 / 28, n % 28, true
}

func compose(initial, vowel, final int) rune {
	return rune(firstSyllable + (initial*21+vowel)*28 + final)
}

func hangulClass(r rune) (class, bool) {
	i, v, f, ok := jamo(r)
	if !ok {
		return 0, false
	}
	return classOf(int(initialOf[i]), int(vowelOf[v]), int(finalOf[f])), true
}

// law applies the initial-sound law, by which the South writes 리 as 이, 녀 as
// 여 and 로 as 노, to a class in any place: names are divided differently by
// different writers, so that no syllable is known to stand inside. A y after
// ㅈ, which is not heard, goes too.
func (c class) law() class {
	i, v, f := c.parts()
	switch {
	case (i == initialR || i == initialN) && (palatal(v) || v == vowelI):
		i = noInitial
	case i == initialR:
		i = initialN
	case i == initialJ && palatal(v):
		v = plainOf(v)
	}
	return classOf(i, v, f)
}

func palatal(v int) bool {
	return v == vowelYa || v == vowelYe || v == vowelYo || v == vowelYu
}

func plainOf(v int) int {
	if v == vowelYu {
		return vowelU
	}
	return v - 1
}

// Southern writes a Hangul syllable as the South writes it at the start of a
// word: 리 as 이, 녀 as 여, 로 as 노. Two syllables of one Southern form are
// one in two spellings; of one code alone, they may be two (정, 종).
func Southern(r rune) rune {
	const (
		n, l, none = 2, 5, 11
	)
	i, v, f, ok := jamo(r)
	switch {
	case !ok:
		return r
	case (i == l || i == n) && (palatal(int(vowelOf[v])) || v == 20):
		i = none
	case i == l:
		i = n
	}
	return compose(i, v, f)
}
