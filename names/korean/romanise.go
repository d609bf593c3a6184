package korean

import "strings"

// System is a way to write Korean in other letters.
type System uint8

// The systems.
const (
	DPRK             System = iota // the DPRK's own of 1992, as in UN lists: Pak Pong Ju, Phyongchon
	McCuneReischauer               // Pak Pongju, P'yŏngch'ŏn
	Revised                        // the Republic of Korea's of 2000: Bak Bongju, Pyeongcheon
	Kontsevich                     // Russian: Пак Пончжу, Пхёнчхон
	systemCount
)

// The jamo in Unicode order: 19 initials, 21 vowels, and the seven finals that
// are heard, after none and in the order of finalLetters.
var (
	writtenInitials = [systemCount][19]string{
		DPRK:             {"k", "kk", "n", "t", "tt", "r", "m", "p", "pp", "s", "ss", "", "j", "jj", "ch", "kh", "th", "ph", "h"},
		McCuneReischauer: {"k", "kk", "n", "t", "tt", "r", "m", "p", "pp", "s", "ss", "", "ch", "tch", "ch'", "k'", "t'", "p'", "h"},
		Revised:          {"g", "kk", "n", "d", "tt", "r", "m", "b", "pp", "s", "ss", "", "j", "jj", "ch", "k", "t", "p", "h"},
		Kontsevich:       {"к", "кк", "н", "т", "тт", "р", "м", "п", "пп", "с", "сс", "", "ч", "чч", "чх", "кх", "тх", "пх", "х"},
	}
	writtenVowels = [systemCount][21]string{
		DPRK:             {"a", "ae", "ya", "yae", "o", "e", "yo", "ye", "o", "wa", "wae", "oe", "yo", "u", "wo", "we", "wi", "yu", "u", "ui", "i"},
		McCuneReischauer: {"a", "ae", "ya", "yae", "ŏ", "e", "yŏ", "ye", "o", "wa", "wae", "oe", "yo", "u", "wŏ", "we", "wi", "yu", "ŭ", "ŭi", "i"},
		Revised:          {"a", "ae", "ya", "yae", "eo", "e", "yeo", "ye", "o", "wa", "wae", "oe", "yo", "u", "wo", "we", "wi", "yu", "eu", "ui", "i"},
		Kontsevich:       {"а", "э", "я", "йя", "о", "е", "ё", "е", "о", "ва", "вэ", "ве", "ё", "у", "во", "ве", "ви", "ю", "ы", "и", "и"},
	}
	writtenFinals = [systemCount][finalCount]string{
		DPRK:             {"", "k", "n", "t", "l", "m", "p", "ng"},
		McCuneReischauer: {"", "k", "n", "t", "l", "m", "p", "ng"},
		Revised:          {"", "k", "n", "t", "l", "m", "p", "ng"},
		Kontsevich:       {"", "к", "н", "т", "ль", "м", "п", "н"},
	}
	// softInitials are what ㄱ ㄷ ㅂ ㅈ become after a vowel or a sonorant.
	softInitials = [systemCount]map[int]string{
		DPRK:             {jamoK: "g", jamoT: "d", jamoP: "b", jamoJ: "j"},
		McCuneReischauer: {jamoK: "g", jamoT: "d", jamoP: "b", jamoJ: "j"},
		Revised:          {},
		Kontsevich:       {jamoK: "г", jamoT: "д", jamoP: "б", jamoJ: "чж"},
	}
)

// Initials by their number in Unicode.
const (
	jamoK    = 0
	jamoN    = 2
	jamoT    = 3
	jamoR    = 5
	jamoM    = 6
	jamoP    = 7
	jamoNone = 11
	jamoJ    = 12
	jamoCh   = 14
	jamoH    = 18
)

// linking tells, of each final of Unicode, what of it stays and what becomes
// the initial of a next syllable that has none (먹이: mŏ-gi).
var linking = [28]struct{ stays, moves int }{
	1: {0, 0}, 2: {0, 1}, 3: {1, 9}, 4: {0, 2}, 5: {4, 12}, 6: {0, 2}, 7: {0, 3}, 8: {0, 5}, 9: {8, 0}, 10: {8, 6}, 11: {8, 7}, 12: {8, 9},
	13: {8, 16}, 14: {8, 17}, 15: {0, 5}, 16: {0, 6}, 17: {0, 7}, 18: {17, 9}, 19: {0, 9}, 20: {0, 10}, 22: {0, 12}, 23: {0, 14}, 24: {0, 15},
	25: {0, 16}, 26: {0, 17}, 27: {0, jamoNone},
}

// Finals by their number in Unicode.
const (
	finalNh    = 6
	finalD     = 7
	finalLh    = 15
	finalVoid  = 21 // ㅇ
	finalTh    = 25
	finalH     = 27
	vowelJamoI = 20
)

// heard is a syllable as it is heard: a final is one of the seven.
type heard struct{ initial, vowel, final int }

// pronounce applies the sound changes where syllables meet.
func pronounce(word []heard) {
	for k := range word {
		s := &word[k]
		if k+1 == len(word) {
			s.final = int(finalOf[s.final])
			return
		}
		next := &word[k+1]
		switch {
		case next.initial == jamoNone && s.final != 0 && s.final != finalVoid:
			palatal := next.vowel == vowelJamoI
			switch l := linking[s.final]; {
			case palatal && s.final == finalD: // 굳이: kuji
				s.final, next.initial = 0, jamoJ
			case palatal && s.final == finalTh: // 같이: kach'i
				s.final, next.initial = 0, jamoCh
			default:
				s.final, next.initial = l.stays, l.moves
			}
		case s.final == finalNh || s.final == finalLh || s.final == finalH:
			if aspirated, ok := map[int]int{jamoK: 15, jamoT: 16, jamoJ: jamoCh}[next.initial]; ok {
				next.initial = aspirated
			}
		}
		s.final = int(finalOf[s.final])
		assimilate(s, next)
	}
}

// assimilate lets a final and the initial after it become alike.
func assimilate(s, next *heard) {
	nasal := map[int]int{finalK: finalNg, finalT: finalN, finalP: finalM}
	switch next.initial {
	case jamoN, jamoM:
		if f, ok := nasal[s.final]; ok {
			s.final = f
		} else if s.final == finalL && next.initial == jamoN { // 일남: Illam
			next.initial = jamoR
		}
	case jamoR:
		switch f, ok := nasal[s.final]; {
		case ok: // 압록: Amnok
			s.final, next.initial = f, jamoN
		case s.final == finalM || s.final == finalNg: // 종로: Chongno
			next.initial = jamoN
		case s.final == finalN: // 신라: Silla
			s.final = finalL
		}
	}
}

// Romanise writes Hangul in the letters of a system, in lower case, as it is
// heard where syllables of one word meet (압록강: amnokkang, 대동강:
// taedonggang). What is not Hangul stays as it is and divides words.
func Romanise(hangul string, in System) string {
	var b strings.Builder
	var word []heard
	flush := func() {
		pronounce(word)
		for k := range word {
			writeSyllable(&b, word, k, in)
		}
		word = word[:0]
	}
	for _, r := range hangul {
		if i, v, f, ok := jamo(r); ok {
			word = append(word, heard{i, v, f})
			continue
		}
		flush()
		b.WriteRune(r)
	}
	flush()
	return b.String()
}

func writeSyllable(b *strings.Builder, word []heard, k int, in System) {
	s := word[k]
	initial := writtenInitials[in][s.initial]
	if k > 0 {
		before := word[k-1].final
		if soft, ok := softInitials[in][s.initial]; ok && (before == noFinal || sonorant(before)) {
			initial = soft
		}
		switch {
		case s.initial == jamoR && before == finalL && in == Kontsevich:
			initial = "л"
		case s.initial == jamoR && before == finalL:
			initial = "l"
		case in == McCuneReischauer && before == finalN && s.initial == jamoK: // 한강: Han'gang
			initial = "'g"
		case in == Kontsevich && before == finalNg && s.initial == jamoNone: // 중앙: Чунъан
			initial = "ъ"
		}
	}
	vowel := writtenVowels[in][s.vowel]
	if in == Kontsevich && s.initial == jamoNone {
		switch s.vowel {
		case 5: // ㅔ
			vowel = "э"
		case 19: // ㅢ
			vowel = "ый"
		}
	}
	b.WriteString(initial)
	b.WriteString(vowel)
	b.WriteString(finalBefore(word, k, in))
}

// finalBefore writes a final, which for ㄹ depends on what follows.
func finalBefore(word []heard, k int, in System) string {
	s := word[k]
	if s.final == finalL && k+1 < len(word) {
		next := word[k+1].initial
		switch {
		case in == Kontsevich && next == jamoR:
			return "л"
		case in == Kontsevich && next == jamoH:
			return "р"
		case in == McCuneReischauer && next == jamoH:
			return "r"
		}
	}
	return writtenFinals[in][s.final]
}

func sonorant(final int) bool {
	return final == finalN || final == finalL || final == finalM || final == finalNg
}
