package abjad

import (
	"golang.org/x/text/unicode/norm"
)

// The letters by the ASCII signs under which the tables know them: for Arabic
// those of Buckwalter's transliteration, with signs of our own for the letters
// it lacks. Letters of one sound in all languages share a sign.
var arabicLetters = map[rune]byte{
	'ء': '\'', 'آ': '|', 'أ': '>', 'ٲ': '>', 'ؤ': '&', 'إ': '<', 'ٳ': '<', 'ئ': '}', 'ا': 'A', 'ٱ': 'A',
	'ب': 'b', 'ة': 'p', 'ۃ': 'p', 'ت': 't', 'ٹ': 't', 'ټ': 't', 'ث': 'v', 'ج': 'j', 'ح': 'H', 'خ': 'x',
	'د': 'd', 'ڈ': 'd', 'ډ': 'd', 'ذ': '*', 'ر': 'r', 'ڑ': 'r', 'ړ': 'r', 'ڕ': 'r', 'ز': 'z', 'س': 's', 'ش': '$',
	'ص': 'S', 'ض': 'D', 'ط': 'T', 'ظ': 'Z', 'ع': 'E', 'غ': 'g', 'ف': 'f', 'ق': 'q', 'ك': 'k', 'ک': 'k', 'ڪ': 'k',
	'ل': 'l', 'ڵ': 'l', 'م': 'm', 'ن': 'n', 'ں': 'n', 'ڼ': 'n', 'ه': 'h', 'ہ': 'h', 'ھ': 'h', 'ۀ': 'p', 'ە': 'a',
	'و': 'w', 'ۆ': 'w', 'ۇ': 'w', 'ۈ': 'w', 'ى': 'Y', 'ي': 'y', 'ی': 'y', 'ې': 'e', 'ێ': 'e', 'ے': 'e', 'ۍ': 'e',
	'پ': 'P', 'چ': 'J', 'ژ': 'R', 'ڤ': 'V', 'ۋ': 'V', 'گ': 'G', 'ڭ': 'N', 'ښ': 'c', 'ږ': 'C', 'ځ': 'K', 'څ': 'X',
}

var hebrewLetters = map[rune]byte{
	'א': 'A', 'ב': 'b', 'ג': 'g', 'ד': 'd', 'ה': 'h', 'ו': 'w', 'ז': 'z', 'ח': 'H', 'ט': 'T', 'י': 'y', 'כ': 'k',
	'ך': 'K', 'ל': 'l', 'מ': 'm', 'ם': 'm', 'נ': 'n', 'ן': 'n', 'ס': 's', 'ע': 'E', 'פ': 'p', 'ף': 'F', 'צ': 'c',
	'ץ': 'c', 'ק': 'q', 'ר': 'r', 'ש': 'S', 'ת': 't', 'װ': 'w', 'ױ': 'w', 'ײ': 'y',
}

// rare are letters that the pairs hardly show: Pashto, Urdu and Kurdish, and
// Uyghur ng. Their spellings are set by hand, not yet checked against a
// published system.
var rare = map[byte]string{
	'e': "e 5 ay 20 i 20 ai 25", 'a': "a 10 e 10 ah 30", 'c': "sh 8 kh 15 x 30 sha 20 kha 30", 'C': "g 8 zh 15 gh 20 ga 20",
	'K': "dz 10 z 12 j 20", 'X': "ts 8 s 15 ch 25", 'N': "ng 5", 'V': "v 5 w 20", 'G': "g 5", 'P': "p 5", 'J': "ch 5", 'R': "zh 5 j 20",
}

// normalise writes a word in the signs of its table. Words of two scripts,
// without letters, or too long to be a name's have none.
func normalise(word string) (letters string, s script) {
	if len(word) > 12*maxLetters { // with marks and joining signs
		return "", nil
	}
	if presentation(word) {
		word = norm.NFKC.String(word)
	}
	var buf [maxLetters]byte
	n := 0
	for _, r := range word {
		var of script
		sign, ok := arabicLetters[r]
		if ok {
			of = arabic
		} else if sign, ok = hebrewLetters[r]; ok {
			of = hebrew
		} else if dropped(r) {
			continue
		} else {
			return "", nil
		}
		if n == maxLetters || n > 0 && (r >= 0x600) != (s != nil && s().article) {
			return "", nil
		}
		buf[n], s = sign, of
		n++
	}
	return string(buf[:n]), s
}

// dropped tells the marks that say nothing for a reading: vowels, shadda,
// niqqud, the stretch of a line, geresh and what joins or turns text.
func dropped(r rune) bool {
	switch {
	case r == '\'', r == 0x5F3, r == 0x5F4, r == 0x2019, r == 0x640:
		return true
	case r >= 0x591 && r <= 0x5C7 && r != 0x5BE, r >= 0x610 && r <= 0x61A, r >= 0x64B && r <= 0x65F, r == 0x670, r >= 0x6D6 && r <= 0x6ED:
		return true
	case r >= 0x200B && r <= 0x200F, r >= 0x202A && r <= 0x202E, r >= 0x2066 && r <= 0x2069:
		return true
	}
	return false
}

// presentation reports whether a text has letters in their joined shapes or
// with marks apart.
func presentation(word string) bool {
	for _, r := range word {
		if r >= 0xFB1D && r <= 0xFEFC || r >= 0x653 && r <= 0x655 {
			return true
		}
	}
	return false
}
