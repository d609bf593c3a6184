package book

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"
)

// plain reports whether text is printable ASCII and nothing else.
func plain(text []byte) bool {
	for _, c := range text {
		if c < ' ' && c != '\n' && c != '\r' && c != '\t' || c > '~' {
			return false
		}
	}
	return true
}

// invalid is where text stops to be UTF-8.
func invalid[T string | []byte](text T) int {
	s := string(text)
	for i, r := range s {
		if r == utf8.RuneError {
			if _, n := utf8.DecodeRuneInString(s[i:]); n == 1 {
				return i
			}
		}
	}
	return -1
}

func notUTF8(at []byte) string {
	return fmt.Sprintf("byte 0x%02X is not UTF-8; if the file comes from Windows say --encoding cp1252, or convert it with iconv -f cp1252 -t utf-8", at[0])
}

// damage looks for what no value may hold, and says where.
func damage(text string) (at int, reason string) {
	if i := invalid(text); i >= 0 {
		return i, notUTF8([]byte(text[i:]))
	}
	for i, r := range text {
		switch {
		case r == '\n' || r == '\r' || r == '\t':
		case unicode.IsControl(r):
			return i, fmt.Sprintf("control character %U: no text has that; has the file been cut or converted wrongly?", r)
		case r == utf8.RuneError:
			return i, "U+FFFD stands where a character was lost when the file was converted"
		case r == '\u202d' || r == '\u202e':
			return i, fmt.Sprintf("%U turns the direction of writing round: what is shown is not what is stored", r)
		}
	}
	return 0, ""
}

// maxName is the most characters of a name.
const maxName = 1_000

// nameFault says why a name cannot be screened, and doubt what is odd about one
// that can.
func nameFault(name string) (fault, doubt string) {
	if len(name) > maxName {
		if n := utf8.RuneCountInString(name); n > maxName {
			return fmt.Sprintf("a name of %d characters: no name has more than %d; have columns run together?", n, maxName), ""
		}
	}
	var letters, leftward, rightward bool
	for _, r := range name {
		switch {
		case r < 0x80:
			alpha := r|0x20 >= 'a' && r|0x20 <= 'z'
			letters = letters || alpha || r >= '0' && r <= '9'
			rightward = rightward || alpha
		case unicode.IsLetter(r):
			letters = true
			if unicode.In(r, unicode.Arabic, unicode.Hebrew, unicode.Syriac, unicode.Thaana, unicode.Nko) {
				leftward = true
			} else {
				rightward = true
			}
		case unicode.IsNumber(r):
			letters = true
		}
	}
	first, _ := utf8.DecodeRuneInString(name)
	switch {
	case !letters && strings.IndexFunc(name, unicode.IsMark) >= 0:
		return "a name of combining marks without a letter", ""
	case !letters:
		return fmt.Sprintf("%q has no letter and no digit: that is no name", clip(name)), ""
	case unicode.IsMark(first):
		return "", "the name begins with a combining mark that has no letter before it"
	case leftward && rightward:
		return "", "the name has letters of both directions of writing: it is screened as it is stored, which may not be the order in which it is shown"
	}
	return "", ""
}
