package han

import (
	"strings"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// mora is one beat of kana: consonant and vowel; ん is "n" without a vowel.
type mora struct {
	head  string
	vowel byte // 0 in ん
	long  byte // what lengthens the vowel: 0, '-' for ー, or the vowel written ('u', 'o')
	twice bool // っ before it
}

// kanaRows are the kana by consonant, in the order of vowels of their columns.
var kanaRows = []struct{ kana, vowels, head string }{
	{"あいうえお", "aiueo", ""},
	{"かきくけこ", "aiueo", "k"},
	{"がぎぐげご", "aiueo", "g"},
	{"さすせそ", "aueo", "s"},
	{"しぢじ", "iii", ""}, // heads in oddHeads
	{"ざずぜぞづ", "aueou", "z"},
	{"たてと", "aeo", "t"},
	{"ちつ", "iu", ""},
	{"だでど", "aeo", "d"},
	{"なにぬねの", "aiueo", "n"},
	{"はひへほ", "aieo", "h"},
	{"ふ", "u", "f"},
	{"ばびぶべぼ", "aiueo", "b"},
	{"ぱぴぷぺぽ", "aiueo", "p"},
	{"まみむめも", "aiueo", "m"},
	{"やゆよ", "auo", "y"},
	{"らりるれろ", "aiueo", "r"},
	{"わ", "a", "w"},
	{"ゐゑを", "ieo", ""}, // written and no longer heard
	{"ゔ", "u", "v"},
}

var oddHeads = map[rune]string{'し': "sh", 'じ': "j", 'ぢ': "j", 'ち': "ch", 'つ': "ts"}

const (
	smallVowels = "ぁぃぅぇぉ"
	smallY      = "ゃゅょ"
	firstKana   = 'ぁ' // of the array below
	lastKana    = 'ゖ'
)

// plainKana is indexed from firstKana; a function of constants only.
var plainKana = func() (t [lastKana - firstKana + 1]mora) {
	for _, row := range kanaRows {
		i := 0
		for _, r := range row.kana {
			m := mora{head: row.head, vowel: row.vowels[i]}
			if h, ok := oddHeads[r]; ok {
				m.head = h
			}
			t[r-firstKana] = m
			i++
		}
	}
	t['ゎ'-firstKana] = mora{head: "w", vowel: 'a'}
	t['ゕ'-firstKana] = mora{head: "k", vowel: 'a'}
	t['ゖ'-firstKana] = mora{head: "k", vowel: 'e'}
	return t
}()

// kanaReadings reads a word that is all hiragana and katakana; nil otherwise.
func kanaReadings(word string) []string {
	for _, r := range word {
		if r == '\u3099' || r == '\u309A' || r >= 0xFF66 && r <= 0xFF9F { // marks apart, half width
			word = norm.NFKC.String(word)
			break
		}
	}
	if utf8.RuneCountInString(word) > MaxRunes {
		return nil
	}
	morae, katakana := readKana(word)
	if len(morae) == 0 {
		return nil
	}
	var out collector
	add := func(s spelling) { out.add(s.spell(morae)) }
	add(spelling{})
	if katakana {
		add(spelling{foreign: true})
		add(spelling{foreign: true, l: true})
		add(spelling{foreign: true, rhotic: true})
	}
	add(spelling{long: asWritten})
	add(spelling{long: withH})
	add(spelling{m: true})
	add(spelling{foreign: katakana, l: true, rhotic: true})
	add(spelling{m: true, long: asWritten})
	return out
}

// readKana takes a word apart; nil when something in it is not kana.
func readKana(word string) (out []mora, katakana bool) {
	out = make([]mora, 0, len(word)/3)
	twice := false
	for _, r := range word {
		if r >= 'ァ' && r <= 'ヶ' {
			r -= 'ァ' - 'ぁ'
			katakana = true
		}
		last := len(out) - 1
		switch {
		case r == 'っ':
			twice = true
			continue
		case r == 'ん':
			out = append(out, mora{head: "n"})
		case r == 'ー' && last >= 0:
			out[last].lengthen('-')
		case (r == 'ゝ' || r == 'ヽ' || r == 'ゞ' || r == 'ヾ') && last >= 0:
			m := out[last]
			m.long = 0
			if h, ok := voicedHeads[m.head]; ok && (r == 'ゞ' || r == 'ヾ') {
				m.head = h
			}
			out = append(out, m)
		case isSmall(r, smallVowels):
			out = addSmallVowel(out, "aiueo"[indexOf(r, smallVowels)])
		case isSmall(r, smallY):
			out = addSmallY(out, "auo"[indexOf(r, smallY)])
		case r >= firstKana && r <= lastKana && plainKana[r-firstKana].vowel != 0:
			out = addMora(out, plainKana[r-firstKana], twice)
		default:
			return nil, false
		}
		twice = false
	}
	return out, katakana
}

var voicedHeads = map[string]string{"k": "g", "s": "z", "sh": "j", "t": "d", "ch": "j", "ts": "z", "h": "b", "f": "b"}

func isSmall(r rune, set string) bool { return strings.ContainsRune(set, r) }

func indexOf(r rune, set string) int { return strings.IndexRune(set, r) / utf8.RuneLen(r) }

func (m *mora) lengthen(by byte) {
	if m.long == 0 && m.vowel != 0 {
		m.long = by
	}
}

// addMora appends a full kana; う and お after an o, and う after an u, lengthen it.
func addMora(out []mora, m mora, twice bool) []mora {
	if m.head == "" && len(out) > 0 {
		last := &out[len(out)-1]
		if last.long == 0 && (m.vowel == 'u' && (last.vowel == 'o' || last.vowel == 'u') || m.vowel == 'o' && last.vowel == 'o') {
			last.long = m.vowel
			return out
		}
	}
	m.twice = twice && m.head != ""
	return append(out, m)
}

// addSmallVowel replaces the vowel of the kana before: ファ fa, ウィ wi, ティ ti.
func addSmallVowel(out []mora, v byte) []mora {
	if len(out) == 0 || out[len(out)-1].vowel == 0 {
		return append(out, mora{vowel: v})
	}
	last := &out[len(out)-1]
	switch {
	case last.long == 'u' && v != 'u': // the う was no lengthening: ソウィ
		last.long = 0
		return append(out, mora{head: "w", vowel: v})
	case last.long != 0:
		return append(out, mora{vowel: v})
	case last.vowel == v:
		last.long = '-'
		return out
	case last.head == "" && last.vowel == 'u':
		last.head = "w"
	case last.head == "" && last.vowel == 'i':
		last.head = "y"
	case last.head == "":
		return append(out, mora{vowel: v})
	case (last.head == "k" || last.head == "g") && last.vowel == 'u':
		last.head += "w"
	}
	last.vowel = v
	return out
}

// addSmallY makes きゃ kya, しゃ sha, デュ dyu of the kana before.
func addSmallY(out []mora, v byte) []mora {
	if len(out) == 0 {
		return append(out, mora{head: "y", vowel: v})
	}
	last := &out[len(out)-1]
	if last.vowel == 0 || last.head == "" || last.long != 0 {
		return append(out, mora{head: "y", vowel: v})
	}
	switch last.head {
	case "sh", "ch", "j":
	default:
		last.head += "y"
	}
	last.vowel = v
	return out
}

// The ways to write a long vowel.
const (
	short     = iota
	asWritten // ou, oo, uu, and the vowel twice for ー
	withH     // oh for long o
)

// spelling is one way to write kana in Latin letters.
type spelling struct {
	long    int
	m       bool // ん before b, m, p is m
	foreign bool // without the vowels that only make a consonant sayable in Japanese
	l       bool // l for r
	rhotic  bool // r for what ー stands for after a and o
}

func (s spelling) spell(morae []mora) string {
	var b strings.Builder
	b.Grow(4 * len(morae))
	for i, m := range morae {
		last := i == len(morae)-1
		if m.twice {
			if m.head == "ch" {
				b.WriteByte('t')
			} else {
				b.WriteByte(m.head[0])
			}
		}
		switch {
		case s.m && m.vowel == 0 && !last && strings.ContainsAny(morae[i+1].head, "bmp"):
			b.WriteByte('m')
		case s.l && m.head == "r":
			b.WriteByte('l')
		default:
			b.WriteString(m.head)
		}
		if m.vowel == 0 || s.foreign && m.silent() && (last || morae[i+1].head != "" && morae[i+1].head != "y") {
			continue
		}
		s.writeVowel(&b, m, last)
	}
	return b.String()
}

// silent reports whether the vowel is the one that Japanese puts after a
// consonant of a foreign word that has none.
func (m mora) silent() bool {
	if m.long != 0 || m.head == "" {
		return false
	}
	switch m.vowel {
	case 'u':
		return m.head != "y" && m.head != "w" && !strings.HasSuffix(m.head, "y")
	case 'o':
		return m.head == "t" || m.head == "d"
	case 'i':
		return m.head == "ch" || m.head == "j"
	}
	return false
}

func (s spelling) writeVowel(b *strings.Builder, m mora, last bool) {
	switch {
	case m.long == '-' && s.rhotic && last && m.vowel == 'a':
		b.WriteString("er")
	case m.long == '-' && s.rhotic && (m.vowel == 'a' || m.vowel == 'o'):
		b.WriteByte(m.vowel)
		b.WriteByte('r')
	case m.long == 0 || s.long == short || s.long == withH && m.vowel != 'o':
		b.WriteByte(m.vowel)
	case s.long == withH:
		b.WriteString("oh")
	case m.long == '-':
		b.WriteByte(m.vowel)
		b.WriteByte(m.vowel)
	default:
		b.WriteByte(m.vowel)
		b.WriteByte(m.long)
	}
}
