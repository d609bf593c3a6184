package names

import (
	"strings"
	"unicode"
)

// Letters of other alphabets that look like Latin ones slip into words, by
// keyboard or by intent: a Latin i in Iванов, a Cyrillic о in Smith-Jоnes. A
// word of two alphabets is read in the one that can have all its letters.

// lookalikes pairs Latin letters, in lower case, with those that look like them in
// upper or lower case.
var lookalikes = []struct{ latin, cyrillic, greek rune }{
	{'a', 'а', 'α'},
	{'b', 'в', 'β'},
	{'c', 'с', 0},
	{'e', 'е', 'ε'},
	{'h', 'н', 'η'},
	{'i', 'і', 'ι'},
	{'j', 'ј', 0},
	{'k', 'к', 'κ'},
	{'m', 'м', 'μ'},
	{'n', 0, 'ν'},
	{'o', 'о', 'ο'},
	{'p', 'р', 'ρ'},
	{'s', 'ѕ', 0},
	{'t', 'т', 'τ'},
	{'x', 'х', 'χ'},
	{'y', 'у', 'υ'},
	{'z', 0, 'ζ'},
}

// unmix writes every word of Latin and Cyrillic or Greek letters in one of
// the alphabets, where it can.
func unmix(folded string) string {
	latin, other := false, false
	for i := range len(folded) {
		c := folded[i]
		latin = latin || c >= 'a' && c <= 'z'
		other = other || c >= 0xCD && c <= 0xD4 // where Greek and Cyrillic letters begin
	}
	if !latin || !other {
		return folded
	}
	var b strings.Builder
	rest := folded
	for rest != "" {
		n := strings.IndexFunc(rest, func(r rune) bool { return !unicode.IsLetter(r) })
		switch n {
		case -1:
			n = len(rest)
		case 0:
			n = strings.IndexFunc(rest, unicode.IsLetter)
			if n < 0 {
				n = len(rest)
			}
			b.WriteString(rest[:n])
			rest = rest[n:]
			continue
		}
		b.WriteString(unmixWord(rest[:n]))
		rest = rest[n:]
	}
	return b.String()
}

// unmixWord tries the alphabet of more of the letters first.
func unmixWord(word string) string {
	count := map[Script]int{}
	for _, r := range word {
		count[ScriptOf(r)]++
	}
	if len(count) != 2 || count[Latin] == 0 {
		return word
	}
	other := Cyrillic
	if count[Greek] > 0 {
		other = Greek
	}
	tries := [2]Script{Latin, other}
	if count[other] > count[Latin] {
		tries = [2]Script{other, Latin}
	}
	for _, s := range tries {
		if w, ok := inScript(word, s, other); ok {
			return w
		}
	}
	return word
}

// inScript writes a word of Latin and another alphabet in one of the two; it
// fails at a letter that has none alike.
func inScript(word string, want, other Script) (string, bool) {
	var b strings.Builder
	for _, r := range word {
		if ScriptOf(r) == want {
			b.WriteRune(r)
			continue
		}
		to := rune(0)
		for _, p := range lookalikes {
			of := p.cyrillic
			if other == Greek {
				of = p.greek
			}
			switch {
			case of == 0:
			case want == Latin && r == of:
				to = p.latin
			case want != Latin && r == p.latin:
				to = of
			}
		}
		if to == 0 {
			return "", false
		}
		b.WriteRune(to)
	}
	return b.String(), true
}
