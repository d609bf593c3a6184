package names

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// folds are letters of one sound that Unicode does not take apart.
var folds = map[rune]string{
	'ß': "ss", 'æ': "ae", 'œ': "oe", 'ø': "o", 'đ': "d", 'ð': "d", 'þ': "th", 'ł': "l", 'ħ': "h", 'ı': "i", 'ŋ': "ng",
	// Letters of Arabic script that keyboards of several countries have in forms of their own.
	'ک': "ك", 'ڪ': "ك", 'ی': "ي", 'ہ': "ه", 'ھ': "ه", 'ۃ': "ة", 'ٱ': "ا", 'ٲ': "أ", 'ٳ': "إ",
	'ĸ': "k", 'ſ': "s", 'ə': "a", 'ɓ': "b", 'ɗ': "d", 'ƙ': "k", 'ŧ': "t", 'ɛ': "e", 'ɔ': "o", 'ĳ': "ij",
}

// Fold brings a text to lower case and compatibility form, takes off the marks
// that writers put or leave out (accents, vowel points, tones of Latin) and
// drops controls. The marks of scripts of India and South-East Asia stay, for
// they are the vowels, and so does the diaeresis of Greek, which parts two.
// Apostrophes go: they are written at will ("Ch'ol", "Chol"), and so do the
// like signs of Hebrew.
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
	if f, ok := folds[r]; ok {
		b.WriteString(f)
		return
	}
	switch {
	case r == 0x200C && endsInArabic(b.String()): // where Persian parts the words of a compound
		b.WriteByte(' ')
	case isApostrophe(r), r == 0x640, unicode.Is(unicode.Cf, r), unicode.Is(unicode.Mn, r) && !isVowelSign(r), unicode.Is(unicode.Me, r):
	case unicode.Is(unicode.Nd, r):
		b.WriteRune(digit(r))
	case unicode.Is(unicode.Latin, r):
		bare(b, r)
	case unicode.Is(unicode.Greek, r):
		switch r {
		case 'ϊ', 'ϋ':
			b.WriteRune(r)
		case 'ΐ', 'ῒ', 'ῗ':
			b.WriteRune('ϊ')
		case 'ΰ', 'ῢ', 'ῧ':
			b.WriteRune('ϋ')
		default:
			bare(b, r)
		}
	default:
		b.WriteRune(r)
	}
}

// bare writes a letter without its marks.
func bare(b *strings.Builder, r rune) {
	var buf [utf8.UTFMax]byte
	for _, d := range norm.NFD.String(string(utf8.AppendRune(buf[:0], r))) {
		if !unicode.Is(unicode.Mn, d) {
			b.WriteRune(d)
		}
	}
}

// isVowelSign tells the marks of the scripts from Devanagari to Thai, and
// their kin, from those that can be left out.
func isVowelSign(r rune) bool {
	return r >= 0x900 && r < 0x1200 || r >= 0x1700 && r < 0x1AB0 || r >= 0x1B00 && r < 0x1CD0 || r >= 0xA800 && r < 0xAC00
}

func endsInArabic(s string) bool {
	r, _ := utf8.DecodeLastRuneInString(s)
	return unicode.Is(unicode.Arabic, r)
}

func isApostrophe(r rune) bool {
	switch r {
	case '’', '‘', 'ʼ', 'ʻ', 'ʽ', 'ʹ', '′', '´', 'ʾ', 'ʿ', '‛', '＇', '׳', '״':
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
