package names

import (
	"strings"
	"unicode/utf8"
)

// Many Arabic names are two words, written as one or apart and with the
// article between them in every spelling: Abd al-Rahman, Abdul Rahman,
// Abdurrahman, Abderrahmane; Nur al-Din, Noor-ud-Din, Noureddine; Saif Allah,
// Saifullah; Abu Bakr, Aboubakr. They are read as two words without the
// article: abd rahman, nur din, saif allah, abu bakr. Both sides are read
// alike whatever their class, so that no writing of such a name is preferred.

// parts are the words that Arabic names are made with, in a script of ours.
type parts struct{ abd, abu, allah, din string }

var (
	latinParts    = parts{"abd", "abu", "allah", "din"}
	cyrillicParts = parts{"абд", "абу", "аллах", "дин"}
	arabicParts   = parts{"عبد", "ابو", "الله", "الدين"}
)

// compounds takes the pieces that are such names apart.
func compounds(pieces []piece) []piece {
	for i := 0; i < len(pieces); i++ {
		p := pieces[i]
		if p.digits || len(p.text) < 3 || tables().isTitle(Person, p.text) { // Ayatollah
			continue
		}
		var first, second string
		switch p.script {
		case Latin:
			first, second = divide(p.text, p.text, latinParts)
		case Cyrillic:
			first, second = divideCyrillic(p.text)
		case Arabic:
			first, second = divideArabic(p.text)
		default:
			continue
		}
		if first == "" {
			continue
		}
		pieces[i].text = first
		if second != "" {
			rest := append([]piece{{text: second, script: p.script}}, pieces[i+1:]...)
			pieces = append(pieces[:i+1], rest...)
			i++
		}
		if isAbd(first) { // the article is no part of either word
			for i+2 < len(pieces) && second == "" && (isArticle(pieces[i+1].text) || isAssimilated(pieces[i+1].text, pieces[i+2].text)) {
				pieces = append(pieces[:i+1], pieces[i+2:]...)
			}
		}
	}
	return pieces
}

func isAbd(s string) bool {
	return s == latinParts.abd || s == cyrillicParts.abd || s == arabicParts.abd
}

func isArticle(s string) bool {
	switch s {
	case "al", "el", "ul", "аль", "эль", "ал", "эл", "уль", "ال":
		return true
	}
	return false
}

// divide tells the two words of a name from its letters. Written is the name
// itself, which has as many bytes to every letter; the words are cut from it.
// The second is "" where the name is one word in another spelling; both are
// where it is none of these names.
func divide(letters, written string, in parts) (first, second string) {
	switch {
	case letters[0] == 'a' && letters[1] == 'b':
		if isSlavic(letters) {
			return "", ""
		}
		width := len(written) / len(letters)
		if at := endOfAbd(letters); at > 0 {
			switch {
			case isAllah(letters[at:]):
				return in.abd, in.allah
			case at == len(letters):
				return in.abd, ""
			}
			return in.abd, written[at*width:]
		}
		if at := endOfAbu(letters); at > 0 && at <= len(letters) {
			return in.abu, written[at*width:]
		}
	}
	width := len(written) / len(letters)
	switch letters[len(letters)-1] {
	case 'h', 'a', 'o':
		if at := startOfAllah(letters); at >= 3 {
			return written[:at*width], in.allah
		} else if at == 0 {
			return in.allah, ""
		}
	case 'n', 'e', 'i':
		if at := startOfDin(letters); at >= 3 {
			return written[:at*width], in.din
		} else if at == 0 {
			return in.din, ""
		}
	}
	return "", ""
}

// endOfAbd finds where the second word of a name with abd begins: after the
// vowel and the l of the article, or the doubled letter that stands for it.
// The end of the letters is that of abd alone; 0 is for other names.
func endOfAbd(s string) int {
	rest, ok := strings.CutPrefix(s, "abd")
	if !ok {
		return 0
	}
	if isAllah(rest) {
		return len(s) - len(rest)
	}
	rest = strings.TrimPrefix(rest, "o") // oul, ou
	switch {
	case rest == "":
		return 0
	case strings.IndexByte("aeiou", rest[0]) >= 0:
		rest = rest[1:]
	case len(s)-len(rest) == 3:
		return 0 // no vowel after abd
	}
	switch n := len(rest); {
	case n == 0:
		return 0 // Abdi, Abdou are names
	case n == 1: // abdul, abder, abdus
		if strings.IndexByte("lrsn", rest[0]) >= 0 {
			return len(s)
		}
		return 0
	case rest[0] == 'l' && n >= 4:
		rest = rest[1:]
	case rest[0] == rest[1]:
		rest = rest[1:]
	case n >= 4 && rest[:2] == "sh" && rest[2:4] == "sh":
		rest = rest[2:]
	}
	if len(rest) < 3 {
		return 0
	}
	return len(s) - len(rest)
}

// endOfAbu finds where the second word of a name with abu begins.
func endOfAbu(s string) int {
	at := 3
	switch {
	case strings.HasPrefix(s, "abou"), strings.HasPrefix(s, "aboo"):
		at = 4
	case strings.HasPrefix(s, "abu"), strings.HasPrefix(s, "abol") && len(s) > 4:
	default:
		return 0
	}
	if len(s) > at+4 && s[at] == 'l' && !isVowel(s[at+1]) { // the article
		at++
	}
	switch {
	case len(s) == at+1 && s[at] == 'l': // abul, before another word
		return len(s)
	case len(s) < at+4, isVowel(s[at]):
		return 0
	}
	return at
}

// isAllah reports whether a text that follows abd is Allah.
func isAllah(s string) bool {
	s = strings.TrimSuffix(strings.TrimSuffix(s, "i"), "h") // Abdullahi, Abdalla
	if s = strings.TrimPrefix(s, "o"); len(s) < 3 || strings.IndexByte("aeiou", s[0]) < 0 {
		return false
	}
	return s[1:] == "lla" || s[1:] == "la" || s[1:] == "llo"
}

// startOfAllah finds where Allah begins at the end of a name; -1 when it does
// not. Without its h it is known by its u or o, for many names end in -alla.
func startOfAllah(s string) int {
	stem, breathed := strings.CutSuffix(s, "h")
	if stem, ok := strings.CutSuffix(stem, "lla"); ok && stem != "" {
		if c := stem[len(stem)-1]; c == 'u' || c == 'o' || breathed && (c == 'a' || c == 'i') {
			return endOfStem(stem)
		}
		return -1
	}
	if stem, ok := strings.CutSuffix(s, "ullo"); ok { // Tajik
		return len(stem)
	}
	if stem, ok := strings.CutSuffix(stem, "la"); ok && breathed && stem != "" {
		if c := stem[len(stem)-1]; c == 'u' || c == 'o' {
			return endOfStem(stem)
		}
	}
	return -1
}

// endOfStem drops the vowel that links a stem to Allah.
func endOfStem(s string) int {
	if n := len(s) - 2; n > 0 && s[n:] == "ou" {
		return n
	}
	return len(s) - 1
}

// startOfDin finds where (al-)din begins at the end of a name; -1 when it does
// not. It is known by the article: a vowel and l or a doubled d, or the u or e
// of Tajudin, Ezzedine.
func startOfDin(s string) int {
	stem := ""
	for _, end := range [...]string{"din", "deen", "dine", "dien", "dini"} {
		if head, ok := strings.CutSuffix(s, end); ok {
			stem = head
			break
		}
	}
	n := len(stem)
	switch {
	case n < 2:
		return -1
	case (stem[n-1] == 'd' || stem[n-1] == 'l') && isVowel(stem[n-2]):
		return n - 2
	case n > 3 && (stem[n-1] == 'u' || stem[n-1] == 'e') && !isVowel(stem[n-2]):
		return n - 1
	}
	return -1
}

func isVowel(c byte) bool { return strings.IndexByte("aeiouy", c) >= 0 }

// isSlavic tells a family name made from an Arabic one, which stays whole.
func isSlavic(s string) bool {
	for _, end := range [...]string{"ov", "ev", "ova", "eva", "vich", "vna", "enko"} {
		if strings.HasSuffix(s, end) {
			return true
		}
	}
	return false
}

// divideCyrillic does the same in Cyrillic letters, by the Latin ones nearest
// to them.
func divideCyrillic(s string) (first, second string) {
	if !strings.HasPrefix(s, "аб") && !strings.HasSuffix(s, "дин") && !strings.HasSuffix(s, "лла") && !strings.HasSuffix(s, "ллах") && !strings.HasSuffix(s, "лах") {
		return "", ""
	}
	hard := strings.ReplaceAll(s, "ь", "")
	letters := make([]byte, 0, 2*MaxEdit)
	for _, r := range hard {
		if len(letters) == cap(letters) || r < 0x400 || r > 0x52F {
			return "", ""
		}
		c := byte('?')
		if r >= 'а' && r <= 'я' {
			c = nearest[r-'а']
		}
		letters = append(letters, c)
	}
	if first, second = divide(string(letters), hard, cyrillicParts); first != "" {
		return first, second
	}
	if stem, ok := strings.CutSuffix(hard, "алла"); ok && len([]rune(stem)) >= 3 {
		return stem, cyrillicParts.allah
	}
	return "", ""
}

// nearest has a Latin letter for each from а to я, one for one.
const nearest = "abvgdejziyklmnoprstufhccss?y?eyy"

// divideArabic cuts where Arabic writing has the first word and the article
// together.
func divideArabic(s string) (first, second string) {
	for _, abd := range [...]string{"عبدال", "عبدأل"} {
		if rest, ok := strings.CutPrefix(s, abd); ok && len(rest) >= 4 {
			return arabicParts.abd, "ال" + rest
		}
	}
	for _, abu := range [...]string{"أبو", "ابو"} {
		if rest, ok := strings.CutPrefix(s, abu); ok && len(rest) >= 6 {
			return arabicParts.abu, rest
		} else if ok && rest == "" {
			return arabicParts.abu, ""
		}
	}
	for _, end := range [...]string{arabicParts.allah, arabicParts.din} {
		if stem, ok := strings.CutSuffix(s, end); ok && len(stem) >= 4 {
			return stem, end
		}
	}
	return "", ""
}

// saysChildOf tells the words that stand before a parent's name.
func saysChildOf(class Class, s string) bool {
	if class != Person {
		return false
	}
	switch s {
	case "bin", "ibn", "ben", "bint", "bent", "ould", "wuld", "ибн", "бин", "бен", "بن", "ابن", "إبن", "بنت", "ولد":
		return true
	}
	return false
}

// isAssimilated reports whether a piece is the article with its l made like
// the letter that follows: as-Sadr, ash-Shams, ud-Din. An is not unless a long
// word follows, for it is a name in Korea and Vietnam.
func isAssimilated(article, word string) bool {
	if len(article) == 4 && len(word) > 6 && article[2:] == word[:2] { // Cyrillic
		vowel, _ := utf8.DecodeRuneInString(article)
		letter, _ := utf8.DecodeRuneInString(word)
		return strings.ContainsRune("аэеу", vowel) && strings.ContainsRune("тдрзсшн", letter)
	}
	if len(article) < 2 || len(article) > 3 || strings.IndexByte("aeu", article[0]) < 0 || len(word) < 3 {
		return false
	}
	switch article[1:] {
	case "n":
		return word[0] == 'n' && len(word) >= 5
	case "t", "d", "r", "z", "s", "sh", "ch", "th", "dh":
		return strings.HasPrefix(word, article[1:])
	}
	return false
}

// withoutArticle gives a Latin word without the Arabic article that may be
// written at its head: Alqahtani, Elsayed, Essaadi. Whether it is the article
// the word alone does not tell (Alfonso), so this is a second reading.
func withoutArticle(s string) (rest string, ok bool) {
	if len(s) < 6 || s[0] != 'a' && s[0] != 'e' || isVowel(s[2]) {
		return "", false
	}
	if s[1] == 'l' || s[1] == s[2] && strings.IndexByte("tdrzsn", s[1]) >= 0 {
		return s[2:], true
	}
	return "", false
}

// withG reads the q of an Arabic or Persian name as the g that is said for it
// from Libya to Iran, and written by ear: Qadhafi, Gaddafi; Qasim, Ghasem. The
// q of Chinese stands before i and u alone, and that of the Romance languages
// before u and a vowel.
func withG(s string) (voiced string, ok bool) {
	at := strings.IndexByte(s, 'q')
	if at < 0 || at+1 >= len(s) || len(s) < 5 {
		return "", false
	}
	switch c := s[at+1]; {
	case c == 'a' || c == 'e' || c == 'o':
	case c == 'u' && at+2 < len(s) && !isVowel(s[at+2]) && len(s) > 5:
	default:
		return "", false
	}
	return strings.ReplaceAll(s, "q", "g"), true
}
