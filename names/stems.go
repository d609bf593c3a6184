package names

import "strings"

// adjectiveTails are the endings of Russian, Ukrainian and Belarusian adjectives in Latin
// letters, the longest first.
var adjectiveTails = []string{"aya", "aia", "aha", "aga", "aye", "oye", "oie", "ogo", "oho", "ykh", "ikh", "yye", "iye", "iy", "yy", "yi", "ii", "ij", "yj", "oy", "oi", "oj", "om", "ay", "ai", "ae", "oe", "ye", "ie", "a", "e", "y", "i"}

// readStems adds to a Russian adjective in a firm's name the readings of what
// it is made from: the place (Arzamasskiy, Arzamas; Votkinskiy, Votkinsk) or
// the stem that its genders share; and to an English word that is written by
// sound (Treyd, флай) the word.
func readStems(class Class, t *Token) {
	if !isFirm(class) || t.Kind != Word || t.Script != Latin && t.Script != Cyrillic {
		return
	}
	if word, ok := loans().of(t); ok {
		t.readings([]string{word})
		return
	}
	latin := t.Latin()
	if t.Script == Cyrillic && len(t.Groups) == 0 {
		t.readings(ofWhom(latin))
	}
	if len(latin) < 8 {
		return
	}
	for _, tail := range adjectiveTails {
		stem, ok := strings.CutSuffix(latin, tail)
		if !ok || len(stem) < 5 {
			continue
		}
		if place, ok := strings.CutSuffix(stem, "sk"); ok && len(place) >= 4 {
			t.readings([]string{stem, place})
		} else if strings.HasSuffix(stem, "n") && len(tail) > 1 {
			t.readings([]string{stem})
		}
		return
	}
}

// ofWhom is a word without the ending that says whose a firm is or of whom it
// has its name: Gruppa Vagnera, zavod imeni Chkalova.
func ofWhom(latin string) []string {
	if n := len(latin) - 1; n >= 5 && latin[n] == 'a' && !isVowel(latin[n-1]) {
		return []string{latin[:n]}
	}
	return nil
}
