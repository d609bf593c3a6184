package names

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
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

// latinFolds are letters that Unicode does not take apart.
var latinFolds = map[rune]string{
	'ß': "ss", 'æ': "ae", 'œ': "oe", 'ø': "o", 'đ': "d", 'ð': "d", 'þ': "th", 'ł': "l", 'ħ': "h", 'ı': "i", 'ŋ': "ng",
	'ĸ': "k", 'ſ': "s", 'ə': "a", 'ɓ': "b", 'ɗ': "d", 'ƙ': "k", 'ŧ': "t", 'ɛ': "e", 'ɔ': "o", 'ĳ': "ij",
}

// Fold brings a text to lower case and compatibility form, takes the marks off
// Latin, Greek, Arabic and Hebrew letters and drops controls. Apostrophes go:
// they are written at will ("Ch'ol", "Chol").
func Fold(s string) string {
	s = norm.NFKC.String(strings.ToValidUTF8(s, " "))
	var b strings.Builder
	b.Grow(len(s))
	for _, r := range s {
		if r < utf8.RuneSelf {
			foldASCII(&b, r)
			continue
		}
		foldRune(&b, unicode.ToLower(r))
	}
	return b.String()
}

func foldASCII(b *strings.Builder, r rune) {
	switch {
	case r >= 'A' && r <= 'Z':
		b.WriteByte(byte(r) + 'a' - 'A')
	case r == '\'' || r == '`':
	case r < ' ' || r == 0x7f:
		b.WriteByte(' ')
	default:
		b.WriteByte(byte(r))
	}
}

func foldRune(b *strings.Builder, r rune) {
	if f, ok := latinFolds[r]; ok {
		b.WriteString(f)
		return
	}
	switch {
	case isApostrophe(r), unicode.Is(unicode.Cf, r):
		return
	case unicode.Is(unicode.Mn, r):
		return
	case unicode.Is(unicode.Nd, r):
		b.WriteRune(digit(r))
		return
	case unicode.Is(unicode.Latin, r), unicode.Is(unicode.Greek, r):
		for _, d := range norm.NFD.String(string(r)) {
			if !unicode.Is(unicode.Mn, d) {
				b.WriteRune(d)
			}
		}
		return
	}
	b.WriteRune(r)
}

func isApostrophe(r rune) bool {
	switch r {
	case '’', '‘', 'ʼ', 'ʻ', 'ʽ', 'ʹ', '′', '´', 'ʾ', 'ʿ', '‛', '＇':
		return true
	}
	return false
}

// digit gives the ASCII digit of the decimal digits that lists contain.
func digit(r rune) rune {
	for _, zero := range []rune{0x660, 0x6F0, 0x966, 0x9E6, 0xE50, 0xFF10} {
		if r >= zero && r <= zero+9 {
			return '0' + r - zero
		}
	}
	return r
}

func foldLatin(s string) string { return Fold(s) }

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
	for _, r := range Fold(written) {
		isDigit := r >= '0' && r <= '9'
		if !isDigit && !unicode.IsLetter(r) && !unicode.Is(unicode.M, r) {
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
