package abjad

import "slices"

// What the tests outside the package, which may use names, need of it.
var (
	ReadTable = readTable
	Ending    = ending
)

// Around gives the surroundings of a letter as text.
func Around(letters string, i int, last byte, size int) string {
	var b []byte
	for n := surroundings(letters, i, last, size); n > 0; n >>= 8 {
		b = append(b, byte(n))
	}
	slices.Reverse(b)
	return string(b)
}

// KindOf is the kind of a sign in narrow surroundings.
func KindOf(sign byte) string { return string(rune(kindOf(sign))) }

// Signs gives a word in the signs of its table, and whether it is Arabic.
func Signs(word string) (signs string, arab, ok bool) {
	letters, s := normalise(word)
	if s == nil {
		return "", false, false
	}
	return letters, s().article, true
}

// Search reads a word by the letters alone.
func (t *table) Search(signs string) []string { return t.search(signs, false).out }

// LoadBoth reads the tables as the first use does.
func LoadBoth() {
	mustRead(arabicTSV, "arabic", true)
	mustRead(hebrewTSV, "hebrew", false)
}

// Letter is the letter whose surroundings these are.
func Letter(surroundings string) byte {
	switch len(surroundings) {
	case 1:
		return surroundings[0]
	case 3:
		return surroundings[1]
	case 6:
		return surroundings[3]
	}
	return surroundings[2]
}
