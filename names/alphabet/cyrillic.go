package alphabet

// The columns of letters/cyrillic.csv.
const (
	passport = iota
	spoken
	national
	unmarked
	german
	french
	foreign
)

// orders are the ways of writing by what the letters say of the language.
var orders = [...][]int{
	russian:   {passport, spoken, foreign, unmarked, german, french},
	ruthenian: {national, passport, unmarked, german, french},
	southSlav: {unmarked, spoken, passport, foreign},
	asian:     {passport, unmarked, spoken},
}

type language uint8

const (
	russian   language = iota // or none in particular
	ruthenian                 // Ukrainian, Belarusian
	southSlav                 // Serbian, Macedonian
	asian                     // Kazakh, Uzbek, Tajik, Mongolian and their like
)

// languageOf goes by the letters that one group of languages has alone.
// Kazakh shares і with Ukrainian, and Uzbek ў with Belarusian.
func languageOf(word []rune) language {
	l := russian
	for _, r := range word {
		switch {
		case r >= 'ѐ' && r <= 'џ' && r != 'ё':
			switch r {
			case 'є', 'і', 'ї', 'ў':
				l = ruthenian
			default:
				return southSlav
			}
		case r == 'ґ':
			return ruthenian
		case r > 'ґ':
			return asian
		}
	}
	return l
}

func readCyrillic(word []rune) []string {
	return readColumns(tables().cyrillic, word, orders[languageOf(word)])
}
