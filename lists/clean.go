package lists

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// Clean turns every run of blanks, line breaks and no-break spaces into one
// blank, drops the invisible marks that steer the direction of writing, and
// trims the ends. What was written stays in the statement's Original.
func Clean(s string) string {
	i := cleanPrefix(s)
	if i == len(s) {
		return s
	}
	var b strings.Builder
	b.Grow(len(s))
	b.WriteString(s[:i])
	blank := false
	for i < len(s) {
		// What needs no care is copied in one piece.
		from := i
		for i < len(s) && s[i] > ' ' && s[i] < 0x7f {
			i++
		}
		if i > from {
			if blank && b.Len() > 0 {
				b.WriteByte(' ')
			}
			blank = false
			b.WriteString(s[from:i])
			continue
		}
		r, n := utf8.DecodeRuneInString(s[i:])
		i += n
		switch {
		case invisible(r):
		case isBlank(r):
			blank = true
		default:
			if blank && b.Len() > 0 {
				b.WriteByte(' ')
			}
			blank = false
			b.WriteRune(r)
		}
	}
	return b.String()
}

// cleanPrefix returns how much of the text may stay as it is, without a blank
// at its end: all of it, in the common case.
func cleanPrefix(s string) int {
	end := 0 // behind the last character that is no blank
	for i := 0; i < len(s); {
		c := s[i]
		switch {
		case c > ' ' && c < 0x7f:
			i++
			end = i
		case c == ' ' && i == end && i > 0: // a single blank inside
			i++
		case c >= utf8.RuneSelf:
			r, n := utf8.DecodeRuneInString(s[i:])
			if r == utf8.RuneError && n == 1 || invisible(r) || isBlank(r) {
				return end
			}
			i += n
			end = i
		default:
			return end
		}
	}
	return end
}

func isBlank(r rune) bool {
	if r >= 0x100 && r < 0x1680 { // most letters that are not ASCII
		return false
	}
	return unicode.IsSpace(r) || unicode.IsControl(r)
}

// invisible covers zero-width spaces and marks of direction. The joiners
// U+200C and U+200D stay: Persian spells with them.
func invisible(r rune) bool {
	switch {
	case r == '\u200b', r == '\u200e', r == '\u200f', r == '\u061c', r == '\ufeff', r == '\u2060', r == '\u00ad':
		return true
	case r >= '\u202a' && r <= '\u202e', r >= '\u2066' && r <= '\u2069':
		return true
	}
	return false
}

// scripts are those that official lists print names in, with their ISO 15924
// codes.
var scripts = []struct {
	code  string
	table *unicode.RangeTable
}{
	{"Latn", unicode.Latin},
	{"Arab", unicode.Arabic},
	{"Cyrl", unicode.Cyrillic},
	{"Hang", unicode.Hangul},
	{"Hani", unicode.Han},
	{"Hira", unicode.Hiragana},
	{"Kana", unicode.Katakana},
	{"Hebr", unicode.Hebrew},
	{"Grek", unicode.Greek},
	{"Geor", unicode.Georgian},
	{"Armn", unicode.Armenian},
	{"Deva", unicode.Devanagari},
	{"Thai", unicode.Thai},
	{"Ethi", unicode.Ethiopic},
	{"Beng", unicode.Bengali},
	{"Mymr", unicode.Myanmar},
}

// Script returns the ISO 15924 code of the script that most letters of the
// text are in, or "" where it has no letters.
func Script(s string) string {
	var counts [32]int // more than there are scripts; the last is for letters of none
	const other = len(counts) - 1
	last := 0 // letters of a script come together
	for _, r := range s {
		switch {
		case r < utf8.RuneSelf:
			if 'a' <= r|0x20 && r|0x20 <= 'z' {
				counts[0]++
			}
		case !unicode.IsLetter(r):
		case unicode.Is(scripts[last].table, r):
			counts[last]++
		default:
			found := other
			for i := range scripts {
				if unicode.Is(scripts[i].table, r) {
					found, last = i, i
					break
				}
			}
			counts[found]++
		}
	}
	best, most := "", 0
	for i, sc := range scripts {
		if counts[i] > most {
			best, most = sc.code, counts[i]
		}
	}
	if counts[other] > most {
		return "Zyyy"
	}
	return best
}

// Lang is the language tag of a name of which the list tells the script
// alone: "und-Arab", undetermined language in Arabic script. Latin gives "",
// for the lists print transcriptions in it.
func Lang(name string) string {
	if isASCII(name) {
		return "" // most names of most lists
	}
	switch s := Script(name); s {
	case "", "Latn", "Zyyy":
		return ""
	default:
		return "und-" + s
	}
}

func isASCII(s string) bool {
	for i := range len(s) {
		if s[i] >= utf8.RuneSelf {
			return false
		}
	}
	return true
}
