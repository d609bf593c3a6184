package korean

import "sync"

// cyrillic joins the rules of Kontsevich with the spellings of the Russian and
// the Ukrainian press (Ким Чен Ын, Ким Чжон Ын, Кім Чен Ин). A final н is ㄴ
// or ㅇ, which only a following vowel would tell apart (нъ).
var cyrillic = sync.OnceValue(func() *grammar {
	return newGrammar(
		[]spelling{
			{"k", initialK, 0, anywhere},
			{"kk", initialK, 0, anywhere},
			{"kh", initialK, 0, anywhere},
			{"g", initialK, 0, anywhere},
			{"n", initialN, 0, anywhere},
			{"t", initialT, 0, anywhere},
			{"tt", initialT, 0, anywhere},
			{"th", initialT, 0, anywhere},
			{"d", initialT, 0, anywhere},
			{"r", initialR, 0, anywhere},
			{"l", initialR, 0, anywhere},
			{"m", initialM, 0, anywhere},
			{"p", initialP, 0, anywhere},
			{"pp", initialP, 0, anywhere},
			{"ph", initialP, 0, anywhere},
			{"b", initialP, 0, anywhere},
			{"s", initialS, 0, anywhere},
			{"ss", initialS, 0, anywhere},
			{"x", initialS, 0, anywhere}, // ш
			{"c", initialJ, 0, anywhere},
			{"cc", initialJ, 0, anywhere},
			{"ch", initialJ, 0, anywhere},
			{"cj", initialJ, 0, anywhere},
			{"dj", initialJ, 0, anywhere},
			{"j", initialJ, 1, anywhere},
			{"z", initialJ, 1, anywhere}, // ц
			{"h", initialH, 0, anywhere},
		},
		[]spelling{
			{"a", vowelA, 0, anywhere},
			{"A", vowelYa, 0, anywhere},
			{"e", vowelE, 0, anywhere}, // э
			{"E", vowelE, 0, anywhere}, // е
			{"ai", vowelE, 1, anywhere},
			{"ei", vowelE, 1, anywhere},
			{"E", vowelYe, 0, anywhere},
			{"IE", vowelYe, 0, anywhere},
			{"EI", vowelYe, 1, anywhere},
			{"o", vowelO, 0, anywhere},
			{"O", vowelO, 0, afterJ},
			{"E", vowelO, 1, closed},    // Чен, Сен, Тен
			{"O", vowelYo, 0, anywhere}, // ё
			{"E", vowelYo, 0, anywhere}, // ё without its dots
			{"Io", vowelYo, 0, anywhere},
			{"va", vowelWa, 0, anywhere},
			{"ua", vowelWa, 2, anywhere},
			{"ve", vowelWe, 0, anywhere},
			{"vE", vowelWe, 0, anywhere},
			{"oI", vowelWe, 0, anywhere},
			{"vo", vowelWo, 0, anywhere},
			{"vi", vowelWi, 0, anywhere},
			{"ui", vowelWi, 1, anywhere},
			{"u", vowelU, 0, anywhere},
			{"y", vowelU, 0, anywhere}, // ы
			{"U", vowelYu, 0, anywhere},
			{"i", vowelI, 0, anywhere},
			{"i", vowelU, 2, closed}, // Ukrainian: Ин
			{"yi", vowelI, 0, anywhere},
			{"yI", vowelI, 0, anywhere},
			{"iI", vowelI, 0, anywhere},
		},
		[]spelling{
			{"k", finalK, 0, anywhere},
			{"g", finalK, 0, anywhere},
			{"n", finalN, 0, anywhere},
			{"n", finalNg, 0, anywhere},
			{"ng", finalNg, 0, anywhere},
			{"nq", finalNg, 0, anywhere}, // нъ
			{"t", finalT, 0, anywhere},
			{"s", finalT, 3, anywhere},
			{"lw", finalL, 0, anywhere}, // ль
			{"l", finalL, 0, anywhere},
			{"r", finalL, 0, anywhere},
			{"m", finalM, 0, anywhere},
			{"p", finalP, 0, anywhere},
			{"b", finalP, 0, anywhere},
		},
		nil,
	)
})

// cyrillicLetter gives the grammar's letter of each Cyrillic one, from а on.
const cyrillicLetter = "abvgdEjziIklmnoprstufhzcxxqyweUA"

// cyrillicLetters writes a Cyrillic word in the letters of the grammar.
func cyrillicLetters(out []byte, word string) ([]byte, bool) {
	for _, r := range word {
		if len(out) == maxLetters {
			return nil, false
		}
		switch {
		case r >= 'а' && r <= 'я':
			out = append(out, cyrillicLetter[r-'а'])
		case r == 'ё':
			out = append(out, 'O')
		case r == 'є':
			out = append(out, 'E')
		case r == 'і', r == 'ї':
			out = append(out, 'i')
		case r == 'ґ':
			out = append(out, 'g')
		default:
			return nil, false
		}
	}
	return out, true
}
