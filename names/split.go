package names

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// piece is a run of letters of one script, or of digits, and what stands
// beside it.
type piece struct {
	text   string
	key    string // text as our tables have it
	script Script
	digits bool
	glued  bool // to the piece before, without a blank or a mark
	opened bool // a quote or bracket stands between it and the piece before
	closed bool // a quote or bracket stands between it and the piece after
	comma  bool // a comma follows
}

// split cuts a written name into pieces: at everything that is neither letter
// nor digit, where letters meet digits, where scripts change, and between the
// syllables of Hangul.
func split(written string) (pieces []piece, cut bool) {
	if utf8.RuneCountInString(written) > MaxRunes {
		r := []rune(written)
		written, cut = string(r[:MaxRunes]), true
	}
	var run strings.Builder
	var cur piece
	glued, quoted := false, false // what stands before the next piece
	flush := func() {
		if run.Len() > 0 {
			cur.text = run.String()
			cur.key = tableKey(cur.text, cur.script)
			pieces = append(pieces, cur)
			glued = true
		}
		run.Reset()
		cur = piece{}
	}
	folded := unmix(Fold(uncamel(written)))
	for at, r := range folded {
		isDigit := r >= '0' && r <= '9'
		switch {
		case isDigit, unicode.IsLetter(r):
		case unicode.Is(unicode.M, r):
			if cur.script == Other && !cur.digits { // elsewhere a mark alone, or on a letter that has none
				run.WriteRune(r)
			}
			continue
		case r == '"' && cur.script == Hebrew && beforeHebrew(folded[at+1:]): // gershayim, as keyboards have them
			continue
		default:
			flush()
			glued = false
			if last := len(pieces) - 1; last >= 0 {
				pieces[last].comma = pieces[last].comma || isComma(r)
				pieces[last].closed = pieces[last].closed || isQuote(r)
			}
			quoted = quoted || isQuote(r)
			continue
		}
		script := ScriptOf(r)
		switch {
		case run.Len() == 0:
		case isDigit != cur.digits:
			flush()
		case !isDigit && script != Common && script != cur.script:
			flush()
		case script == Hangul:
			flush()
		}
		if run.Len() == 0 {
			cur = piece{script: script, digits: isDigit, glued: glued, opened: quoted}
			quoted = false
		}
		run.WriteRune(r)
	}
	flush()
	if len(pieces) > 4*MaxTokens {
		pieces, cut = pieces[:4*MaxTokens], true
	}
	return pieces, cut
}

// isQuote tells the marks that set a part of a name apart.
func isQuote(r rune) bool {
	switch r {
	case '"', '(', ')', '[', ']', '{', '}', '<', '>', '«', '»', '“', '”', '„', '‟', '‹', '›', '「', '」', '『', '』', '《', '》', '〈', '〉':
		return true
	}
	return false
}

func isComma(r rune) bool { return r == ',' || r == '،' || r == '、' || r == ';' }

func beforeHebrew(s string) bool {
	r, _ := utf8.DecodeRuneInString(s)
	return unicode.Is(unicode.Hebrew, r)
}

// roman reads the small Roman numerals that ships and firms carry. A single
// letter is a numeral only at the end of a name.
func roman(s string, atEnd bool) string {
	if len(s) > 6 || (len(s) == 1 && !atEnd) {
		return ""
	}
	n, prev := 0, 0
	for i := len(s) - 1; i >= 0; i-- {
		var v int
		switch s[i] {
		case 'i':
			v = 1
		case 'v':
			v = 5
		case 'x':
			v = 10
		default:
			return ""
		}
		if v < prev {
			n -= v
		} else {
			n, prev = n+v, v
		}
	}
	if n < 1 || n > 39 || numeral(n) != s {
		return ""
	}
	return itoa(n)
}

func numeral(n int) string {
	return [...]string{"", "x", "xx", "xxx"}[n/10] + [...]string{"", "i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix"}[n%10]
}

func itoa(n int) string {
	if n < 10 {
		return string(rune('0' + n))
	}
	return string([]rune{rune('0' + n/10), rune('0' + n%10)})
}
