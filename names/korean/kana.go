package korean

import "sync"

// kana reads what kanaLetters writes: one letter of the grammar for a sound of
// kana. Japanese has no final consonant but ン, and writes the others with
// small letters or with a vowel of its own (キム, パク, チョル, ッ).
var kana = sync.OnceValue(func() *grammar {
	return newGrammar(
		[]spelling{
			{"k", initialK, 0, anywhere},
			{"g", initialK, 0, anywhere},
			{"s", initialS, 0, anywhere},
			{"z", initialJ, 0, anywhere},
			{"t", initialT, 0, anywhere},
			{"d", initialT, 0, anywhere},
			{"c", initialJ, 0, anywhere},
			{"j", initialJ, 0, anywhere},
			{"n", initialN, 0, anywhere},
			{"h", initialH, 0, anywhere},
			{"b", initialP, 0, anywhere},
			{"p", initialP, 0, anywhere},
			{"m", initialM, 0, anywhere},
			{"r", initialR, 0, anywhere},
		},
		[]spelling{
			{"a", vowelA, 0, anywhere},
			{"ya", vowelYa, 0, anywhere},
			{"ia", vowelYa, 1, headed},
			{"e", vowelE, 0, anywhere},
			{"e", vowelWe, 0, afterJ},
			{"e", vowelWe, 2, anywhere},
			{"ye", vowelYe, 0, anywhere},
			{"ie", vowelYe, 1, headed},
			{"e", vowelYe, 1, anywhere},
			{"o", vowelO, 0, anywhere},
			{"yo", vowelO, 0, afterJ},
			{"yo", vowelYo, 0, anywhere},
			{"io", vowelYo, 1, headed},
			{"ya", vowelA, 0, afterJ},
			{"yu", vowelU, 0, afterJ},
			{"yu", vowelO, 2, closed},
			{"wa", vowelWa, 0, anywhere},
			{"ua", vowelWa, 0, anywhere},
			{"uwa", vowelWa, 0, anywhere},
			{"we", vowelWe, 0, anywhere},
			{"ue", vowelWe, 0, anywhere},
			{"oe", vowelWe, 1, anywhere},
			{"wo", vowelWo, 0, anywhere},
			{"uo", vowelWo, 0, anywhere},
			{"wi", vowelWi, 0, anywhere},
			{"ui", vowelWi, 0, anywhere},
			{"ui", vowelI, 0, anywhere},
			{"wi", vowelI, 1, anywhere},
			{"u", vowelU, 0, anywhere},
			{"yu", vowelYu, 0, anywhere},
			{"iu", vowelYu, 1, headed},
			{"i", vowelI, 0, anywhere},
		},
		[]spelling{
			{"ku", finalK, 0, anywhere},
			{"gu", finalK, 1, anywhere},
			{"q", finalK, 1, anywhere}, // ッ
			{"q", finalT, 1, anywhere},
			{"q", finalP, 1, anywhere},
			{"x", finalN, 0, anywhere}, // ン
			{"x", finalNg, 0, anywhere},
			{"x", finalM, 2, anywhere},
			{"to", finalT, 1, anywhere},
			{"ru", finalL, 0, anywhere},
			{"r", finalL, 0, anywhere},
			{"mu", finalM, 0, anywhere},
			{"pu", finalP, 0, anywhere},
			{"bu", finalP, 1, anywhere},
		},
		nil,
	)
})

// kanaRows are the syllables of katakana from ァ on, as letters of the
// grammar; a small vowel replaces the one before it.
var kanaRows = [...]string{
	"-a", "a", "-i", "i", "-u", "u", "-e", "e", "-o", "o", "ka", "ga", "ki", "gi", "ku", "gu", "ke", "ge", "ko", "go", "sa", "za", "si", "ji", "su", "zu",
	"se", "ze", "so", "zo", "ta", "da", "ci", "ji", "q", "cu", "zu", "te", "de", "to", "do", "na", "ni", "nu", "ne", "no", "ha", "ba", "pa", "hi", "bi", "pi",
	"hu", "bu", "pu", "he", "be", "pe", "ho", "bo", "po", "ma", "mi", "mu", "me", "mo", "-ya", "ya", "-yu", "yu", "-yo", "yo", "ra", "ri", "ru", "re", "ro",
	"-wa", "wa", "i", "e", "o", "x", "bu",
}

const (
	smallA, firstHiragana = 'ァ', 'ぁ'
	longMark              = 'ー'
)

// kanaLetters writes a word of kana in the letters of the grammar.
func kanaLetters(out []byte, word string) ([]byte, bool) {
	for _, r := range word {
		switch {
		case r == longMark:
			continue
		case r == 'ㇰ': // the small letters that write finals
			r = 'ク'
		case r == 'ㇺ':
			r = 'ム'
		case r == 'ㇷ':
			r = 'プ'
		case r == 'ㇽ':
			r = 'ル'
		case r >= firstHiragana && r <= 'ゖ':
			r += smallA - firstHiragana
		}
		if r < smallA || int(r-smallA) >= len(kanaRows) {
			return nil, false
		}
		s := kanaRows[r-smallA]
		if s[0] == '-' {
			if s = s[1:]; len(out) > 0 {
				out = smallKana(out, s)
				continue
			}
		}
		if len(out)+len(s) > maxLetters {
			return nil, false
		}
		out = append(out, s...)
	}
	return out, true
}

// smallKana writes a small vowel after what is written: キャ kya, クァ kua, ティ
// ti, ジェ je.
func smallKana(out []byte, s string) []byte {
	last := len(out) - 1
	switch prev := out[last]; {
	case len(out)+len(s) > maxLetters: // the word is too long, and is told so by its next letter
		return out
	case s[0] == 'y' && prev == 'i', prev == 'i' && s == "e" && last > 0 && (out[last-1] == 'j' || out[last-1] == 'c' || out[last-1] == 's'):
		out = out[:last]
	case prev == 'e' && s == "i", prev == 'o' && s == "u": // ティ, トゥ
		out = out[:last]
	case prev == 'i' && s == "e" && last > 0: // キェ
		return append(out[:last], "ye"...)
	}
	return append(out, s...)
}
