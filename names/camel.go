package names

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// uncamel puts blanks where capitals alone divide the words of a name:
// "KimJongUn", "SiemensAG". What begins like a family name of two parts
// (McDonald, MacDonald, VanDyke, LaSalle) stays as it is.
func uncamel(written string) string {
	if !hasCamel(written) {
		return written
	}
	r := []rune(written)
	var b strings.Builder
	b.Grow(len(written) + 8)
	from := 0 // where the word began
	for i, c := range r {
		if i > 0 && !unicode.IsLetter(r[i-1]) {
			from = i
		}
		if i > from && unicode.IsUpper(c) && unicode.IsLower(r[i-1]) && beginsWord(r[i:]) && endsWord(r[from:i]) {
			b.WriteByte(' ')
			from = i
		}
		b.WriteRune(c)
	}
	return b.String()
}

// hasCamel reports whether a capital follows a small letter anywhere.
func hasCamel(s string) bool {
	small := false
	for i := 0; i < len(s); {
		c := s[i]
		if c < utf8.RuneSelf {
			if small && c >= 'A' && c <= 'Z' {
				return true
			}
			small = c >= 'a' && c <= 'z'
			i++
			continue
		}
		r, size := utf8.DecodeRuneInString(s[i:])
		if small && unicode.IsUpper(r) {
			return true
		}
		small = unicode.IsLower(r)
		i += size
	}
	return false
}

// beginsWord: two letters or more, and no small word in its place (LinkedIn).
func beginsWord(r []rune) bool {
	n := 1
	for n < len(r) && unicode.IsLower(r[n]) {
		n++
	}
	if n == 1 { // capitals: SiemensAG
		for n < len(r) && unicode.IsUpper(r[n]) {
			n++
		}
	}
	if n < 2 {
		return false
	}
	switch strings.ToLower(string(r[:n])) {
	case "in", "of", "on", "up", "it":
		return false
	}
	return true
}

func endsWord(r []rune) bool {
	switch len(r) {
	case 1:
		return false
	case 2, 3:
		switch strings.ToLower(string(r)) {
		case "al", "el": // the Arabic article: alQaida
			return true
		case "mac", "van", "von", "der", "den", "del", "dos", "das", "ter", "san", "fitz":
			return false
		}
		return len(r) == 3
	}
	return string(r) != "Fitz"
}
