package names

import "strings"

// maxSlavic is the longest key that slavicKey makes; longer words are cut.
const maxSlavic = 64

// slavicSounds are what transliterations of Cyrillic write differently.
var slavicSounds = []struct {
	from string
	to   byte
}{
	{"shch", 'S'},
	{"sch", 'S'},
	{"sh", 'S'},
	{"ch", 'C'},
	{"zh", 'Z'},
	{"kh", 'h'},
	{"ts", 'c'},
	{"tz", 'c'},
	{"ks", 'x'},
	{"w", 'v'},
	{"ph", 'f'},
}

// slavicKey is equal for the usual transliterations of one word written in
// Cyrillic (obshchestvo, obschestvo; -skiy, -skii, -skij, -sky; yu, iu, ju). It
// finds words in our tables and compares no names: unrelated names may share
// a key.
func slavicKey(latin string) string {
	var buf [maxSlavic]byte
	return string(appendSlavic(buf[:0], latin))
}

func appendSlavic(b []byte, latin string) []byte {
	for len(latin) > 0 && len(b) < maxSlavic {
		c, n := latin[0], 1
		for i := range slavicSounds {
			if s := &slavicSounds[i]; s.from[0] == c && strings.HasPrefix(latin, s.from) {
				c, n = s.to, len(s.from)
				break
			}
		}
		if glide(c) { // a run of i, j, y is one i, and none before a vowel
			for n < len(latin) && glide(latin[n]) {
				n++
			}
			c = 'i'
			if n < len(latin) && strings.IndexByte("aeou", latin[n]) >= 0 {
				latin = latin[n:]
				continue
			}
		}
		if len(b) == 0 || b[len(b)-1] != c {
			b = append(b, c)
		}
		latin = latin[n:]
	}
	return b
}

func glide(c byte) bool { return c == 'i' || c == 'j' || c == 'y' }

// plainCyrillic is one usual transliteration; slavicKey knows it from others.
var plainCyrillic = strings.NewReplacer(
	"а", "a", "б", "b", "в", "v", "г", "g", "д", "d", "е", "e", "ё", "yo", "ж", "zh", "з", "z", "и", "i", "й", "y", "к", "k", "л", "l",
	"м", "m", "н", "n", "о", "o", "п", "p", "р", "r", "с", "s", "т", "t", "у", "u", "ф", "f", "х", "kh", "ц", "ts", "ч", "ch", "ш", "sh",
	"щ", "shch", "ъ", "", "ы", "y", "ь", "", "э", "e", "ю", "yu", "я", "ya", "і", "i", "ї", "yi", "є", "ye", "ґ", "g", "ў", "u", "ј", "j",
	"љ", "lj", "њ", "nj", "ћ", "c", "ђ", "dj", "џ", "dz", "ә", "a", "ғ", "g", "қ", "k", "ң", "ng", "ө", "o", "ұ", "u", "ү", "u", "һ", "h",
)

// arabicFolds are letters of Arabic script that writers interchange, and
// those that Persian and Urdu write with a code of their own.
var arabicFolds = strings.NewReplacer("أ", "ا", "إ", "ا", "آ", "ا", "ٱ", "ا", "ة", "ه", "ۀ", "ه", "ى", "ي", "ی", "ي", "ئ", "ي", "ؤ", "و", "ک", "ك", "ـ", "")

// tableKey is the text of a piece as our tables have it.
func tableKey(text string, script Script) string {
	switch script {
	case Arabic:
		return arabicFolds.Replace(text)
	case Cyrillic:
		return strings.ReplaceAll(text, "ё", "е") // as most write it
	}
	return text
}
