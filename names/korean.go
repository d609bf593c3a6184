package names

import (
	"slices"
	"strings"
	"sync"
	"unicode/utf8"
)

// System is a way to write Korean in Latin letters.
type System uint8

// The systems lists are written in.
const (
	DPRK             System = iota // the DPRK's own of 1992, as in UN lists: Pak Pong Ju, Phyongchon
	McCuneReischauer               // Pak Pong-ju, P'yŏngch'ŏn
	Revised                        // the Republic of Korea's of 2000: Bak Bongju, Pyeongcheon
)

// The jamo in Unicode order: 19 initials, 21 vowels, 28 finals.
var (
	initials = [3][19]string{
		DPRK:             {"k", "kk", "n", "t", "tt", "r", "m", "p", "pp", "s", "ss", "", "j", "jj", "ch", "kh", "th", "ph", "h"},
		McCuneReischauer: {"k", "kk", "n", "t", "tt", "r", "m", "p", "pp", "s", "ss", "", "ch", "tch", "ch'", "k'", "t'", "p'", "h"},
		Revised:          {"g", "kk", "n", "d", "tt", "r", "m", "b", "pp", "s", "ss", "", "j", "jj", "ch", "k", "t", "p", "h"},
	}
	vowels = [3][21]string{
		DPRK:             {"a", "ae", "ya", "yae", "o", "e", "yo", "ye", "o", "wa", "wae", "oe", "yo", "u", "wo", "we", "wi", "yu", "u", "ui", "i"},
		McCuneReischauer: {"a", "ae", "ya", "yae", "ŏ", "e", "yŏ", "ye", "o", "wa", "wae", "oe", "yo", "u", "wŏ", "we", "wi", "yu", "ŭ", "ŭi", "i"},
		Revised:          {"a", "ae", "ya", "yae", "eo", "e", "yeo", "ye", "o", "wa", "wae", "oe", "yo", "u", "wo", "we", "wi", "yu", "eu", "ui", "i"},
	}
	finals = [28]string{"", "k", "k", "k", "n", "n", "n", "t", "l", "k", "m", "l", "l", "l", "p", "l", "m", "p", "p", "t", "t", "ng", "t", "t", "k", "t", "p", "t"}

	initialClass = [19]string{"K", "K", "N", "T", "T", "R", "M", "P", "P", "S", "S", "", "J", "J", "J", "K", "T", "P", "H"}
	vowelClass   = [21]string{"a", "E", "ya", "yE", "O", "E", "yO", "yE", "O", "wa", "wE", "wE", "yO", "U", "wO", "wE", "wI", "yU", "U", "I", "I"}
)

// voiced are the initials that soften between vowels and sonorants.
var voiced = map[int]string{0: "g", 3: "d", 7: "b", 12: "j"}

// jamo takes a Hangul syllable apart.
func jamo(r rune) (initial, vowel, final int, ok bool) {
	if r < 0xAC00 || r > 0xD7A3 {
		return 0, 0, 0, false
	}
	n := int(r - 0xAC00)
	return n / 588, n % 588 / 28, n % 28, true
}

// Romanise writes Hangul in Latin letters, syllable by syllable, softening
// initials inside the word where the system does. Sound changes between two
// consonants (압록: Amnok) are left out; [Token.Korean] covers the common ones.
// What is not Hangul stays as it is.
func Romanise(hangul string, in System) string {
	var b strings.Builder
	soft := false
	for _, r := range hangul {
		i, v, f, ok := jamo(r)
		if !ok {
			b.WriteRune(r)
			soft = false
			continue
		}
		head := initials[in][i]
		if s, has := voiced[i]; has && soft && in != Revised {
			head = s
		}
		b.WriteString(head + vowels[in][v] + finals[f])
		switch finals[f] {
		case "", "n", "l", "m", "ng":
			soft = true
		default:
			soft = false
		}
	}
	return b.String()
}

// hangulCode is the class of a syllable: what remains when aspiration, voice,
// and the difference of ㅓ/ㅗ and ㅜ/ㅡ are dropped, as Latin writing drops them.
// Initial ㄹ is written like the South reads it (리 이, 라 나).
func hangulCode(r rune) (string, bool) {
	i, v, f, ok := jamo(r)
	if !ok {
		return "", false
	}
	return southern(initialClass[i], vowelClass[v]) + vowelClass[v] + finalClass(finals[f]), true
}

// hangulWord is the code of a word of one or more syllables.
func hangulWord(s string) (string, bool) {
	code := ""
	for _, r := range s {
		c, ok := hangulCode(r)
		if !ok {
			return "", false
		}
		if code != "" {
			code += KoreanBreak
		}
		code += c
	}
	return code, true
}

func finalClass(f string) string {
	if f == "ng" {
		return "7"
	}
	return f
}

func southern(initial, vowel string) string {
	if initial != "R" {
		return initial
	}
	if vowel[0] == 'y' || vowel == "I" {
		return ""
	}
	return "N"
}

// spelling is one way to write a jamo class in Latin.
type spelling struct{ text, class string }

// Longest first: the search tries all, but order keeps it short.
var (
	initialSpellings = []spelling{
		{"tch", "J"},
		{"kk", "K"},
		{"kh", "K"},
		{"gh", "K"},
		{"tt", "T"},
		{"dd", "T"},
		{"th", "T"},
		{"pp", "P"},
		{"bb", "P"},
		{"ph", "P"},
		{"ss", "S"},
		{"sh", "S"},
		{"jj", "J"},
		{"ch", "J"},
		{"dj", "J"},
		{"rh", "R"},
		{"k", "K"},
		{"g", "K"},
		{"n", "N"},
		{"t", "T"},
		{"d", "T"},
		{"r", "R"},
		{"l", "R"},
		{"m", "M"},
		{"p", "P"},
		{"b", "P"},
		{"s", "S"},
		{"j", "J"},
		{"z", "J"},
		{"h", "H"},
		{"", ""},
	}
	vowelSpellings = []spelling{
		{"yeo", "yO"},
		{"you", "yO"},
		{"yae", "yE"},
		{"yoo", "yU"},
		{"wae", "wE"},
		{"weo", "wO"},
		{"woo", "U"},
		{"eui", "I"},
		{"wee", "wI"},
		{"ae", "E"},
		{"ai", "E"},
		{"ay", "E"},
		{"ya", "ya"},
		{"eo", "O"},
		{"ye", "yE"},
		{"wa", "wa"},
		{"oa", "wa"},
		{"oe", "wE"},
		{"oi", "wE"},
		{"yo", "yO"},
		{"oo", "U"},
		{"ou", "U"},
		{"wu", "U"},
		{"wo", "wO"},
		{"we", "wE"},
		{"wi", "wI"},
		{"yu", "yU"},
		{"eu", "U"},
		{"ui", "I"},
		{"ee", "I"},
		{"ah", "a"},
		{"oh", "O"},
		{"a", "a"},
		{"e", "E"},
		{"o", "O"},
		{"u", "U"},
		{"i", "I"},
		{"y", "I"},
	}
	finalSpellings = []spelling{
		{"ng", "7"},
		{"ck", "k"},
		{"k", "k"},
		{"g", "k"},
		{"n", "n"},
		{"t", "t"},
		{"d", "t"},
		{"l", "l"},
		{"r", "l"},
		{"m", "m"},
		{"p", "p"},
		{"b", "p"},
		{"", ""},
	}
	// irregular spellings of family names, by the syllable they stand for.
	irregular = map[string]rune{
		"park": '박', "lee": '리', "yi": '리', "rhee": '리', "rhie": '리', "choi": '최', "noh": '로', "tsoi": '최', "whang": '황', "yim": '림', "bark": '박',
	}
	surnames = "김리이박최정전장조주차천강고구권곽길라나량양렴염류유로노림임문민배백변방서성송손신심안연오윤한허현홍황남맹명모봉석설소승어엄여왕우원육인지진채추탁태편표하함형기계국금도동두마반부빈사선순옥용위은음"
)

const maxKoreanCodes = 16

// koreanCodes lists the readings of a Latin token as Korean, in the classes of
// hangulCode, over every way to cut it into syllables. "u" before a final is
// also read ㅓ, as English spellers write it (Jung, Chul). A token that does
// not read as one to three syllables, or in too many ways, has none.
func koreanCodes(latin string) (codes []string, single bool) {
	if len(latin) == 0 || len(latin) > 18 {
		return nil, false
	}
	if r, ok := irregular[latin]; ok {
		c, _ := hangulCode(r)
		return []string{c}, true
	}
	seen := map[string]bool{}
	over := false
	var walk func(rest, code string, syllables int)
	walk = func(rest, code string, syllables int) {
		if over {
			return
		}
		if rest == "" {
			seen[code] = true
			single = single || syllables == 1
			over = len(seen) > maxKoreanCodes
			return
		}
		if syllables == 3 {
			return
		}
		for _, cut := range syllablesOf(rest) {
			if syllables > 0 {
				cut.class = KoreanBreak + cut.class
			}
			walk(rest[cut.length:], code+cut.class, syllables+1)
		}
	}
	walk(latin, "", 0)
	if over || len(seen) == 0 {
		return nil, false
	}
	for c := range seen {
		codes = append(codes, c)
	}
	slices.Sort(codes)
	return codes, single
}

// byFirst finds the spellings that may begin a text by its first letter; those
// that are empty may begin any.
type byFirst struct {
	letter [256][]spelling
	end    []spelling
}

func newByFirst(all []spelling) *byFirst {
	b := new(byFirst)
	for _, s := range all {
		if s.text == "" {
			b.end = append(b.end, s)
		}
		for c := range b.letter {
			if s.text == "" || s.text[0] == byte(c) {
				b.letter[c] = append(b.letter[c], s)
			}
		}
	}
	return b
}

func (b *byFirst) at(text string) []spelling {
	if text == "" {
		return b.end
	}
	return b.letter[text[0]]
}

var initialsBy, vowelsBy, finalsBy = newByFirst(initialSpellings), newByFirst(vowelSpellings), newByFirst(finalSpellings)

type syllable struct {
	length int
	class  string
}

// syllablesOf lists the syllables a text may begin with.
func syllablesOf(text string) []syllable {
	var out []syllable
	for _, i := range initialsBy.at(text) {
		if !strings.HasPrefix(text, i.text) {
			continue
		}
		for _, v := range vowelsBy.at(text[len(i.text):]) {
			rest := text[len(i.text):]
			if !strings.HasPrefix(rest, v.text) {
				continue
			}
			rest = rest[len(v.text):]
			for _, f := range finalsBy.at(rest) {
				if !strings.HasPrefix(rest, f.text) {
					continue
				}
				n := len(i.text) + len(v.text) + len(f.text)
				out = append(out, syllable{n, southern(i.class, v.class) + v.class + f.class})
				if f.text != "" && (v.text == "u" || v.text == "yu") {
					open := strings.Replace(v.class, "U", "O", 1)
					out = append(out, syllable{n, southern(i.class, open) + open + f.class})
				}
			}
		}
	}
	return out
}

// readAsKorean decides whether a name is taken for Korean, and gives its
// tokens their codes. A person's or ship's name is when every word reads as
// Korean (a person's with a family name at one end); of a firm's name, the
// words of two or three syllables are read, the others being translations.
func readAsKorean(n *Name) {
	type reading struct {
		codes  []string
		single bool
	}
	var words, syllables int
	all := true
	readings := make([]reading, len(n.Words))
	for i, t := range n.Words {
		if t.Kind == Number {
			continue
		}
		words++
		switch t.Script {
		case Hangul:
			c, ok := hangulWord(t.Surface)
			if ok {
				readings[i] = reading{[]string{c}, utf8.RuneCountInString(t.Surface) == 1}
			}
			all = all && ok
		case Latin:
			c, s := koreanCodes(t.Latin())
			readings[i] = reading{c, s}
			all = all && c != nil
		default:
			all = false
		}
		if readings[i].single {
			syllables++
		} else {
			syllables += 2
		}
	}
	if words == 0 {
		return
	}
	n.Korean = all && words >= 2 && syllables <= 8
	if n.Class == Person {
		n.Korean = n.Korean && syllables <= 5 && markSurname(n.Words, func(i int) []string { return readings[i].codes })
	}
	for i := range n.Words {
		t := &n.Words[i]
		if n.Korean || t.Script == Hangul || (n.Class != Person && readings[i].codes != nil && !readings[i].single && len(t.Latin()) >= 5) {
			t.Korean, t.Single = readings[i].codes, readings[i].single
		}
	}
}

// markSurname marks the family name of a Korean: first, else last.
func markSurname(words []Token, codes func(int) []string) bool {
	known := surnameCodes()
	for _, i := range []int{0, len(words) - 1} {
		for _, c := range codes(i) {
			if known[c] {
				words[i].Surname = true
				return true
			}
		}
	}
	return false
}

var surnameCodes = sync.OnceValue(func() map[string]bool {
	m := map[string]bool{}
	for _, r := range surnames {
		if c, ok := hangulCode(r); ok {
			m[c] = true
		}
	}
	return m
})
