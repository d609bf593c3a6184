package han

import (
	"strings"
	"unicode/utf8"
)

var wadeInitials = []struct{ pinyin, wade string }{ // longest first
	{"zh", "ch"},
	{"ch", "ch"},
	{"sh", "sh"},
	{"b", "p"},
	{"d", "t"},
	{"g", "k"},
	{"j", "ch"},
	{"q", "ch"},
	{"x", "hs"},
	{"r", "j"},
	{"z", "ts"},
	{"c", "ts"},
}

// wadeWhole are the syllables in which Wade-Giles writes the vowel its own way.
var wadeWhole = map[string]string{
	"zi": "tzu", "ci": "tzu", "si": "szu", "zhi": "chih", "chi": "chih", "shi": "shih", "ri": "jih", "er": "erh",
	"ye": "yeh", "yue": "yueh", "yan": "yen", "you": "yu", "e": "o", "ge": "ko", "ke": "ko", "he": "ho",
	"gui": "kuei", "kui": "kuei", "guo": "kuo", "kuo": "kuo", "huo": "huo", "shuo": "shuo", "xiong": "hsiung",
	"qiong": "chiung", "jiong": "chiung", "yong": "yung",
}

var wadeFinals = []struct{ pinyin, wade string }{
	{"ian", "ien"},
	{"ong", "ung"},
	{"ie", "ieh"},
	{"ue", "ueh"},
	{"ve", "ueh"},
	{"uo", "o"},
	{"v", "u"},
}

// wadeGiles respells a pinyin syllable (v for ü) after Wade and Giles, without
// marks and apostrophes, as passports and lists print it.
func wadeGiles(pinyin string) string {
	if w, ok := wadeWhole[pinyin]; ok {
		return w
	}
	initial, final := "", pinyin
	for _, p := range wadeInitials {
		if rest, ok := strings.CutPrefix(pinyin, p.pinyin); ok {
			initial, final = p.wade, rest
			break
		}
	}
	for _, f := range wadeFinals {
		if head, ok := strings.CutSuffix(final, f.pinyin); ok {
			return initial + head + f.wade
		}
	}
	return initial + final
}

// cantoneseInitials are Jyutping's and Hong Kong's, longest first.
var cantoneseInitials = []struct{ jyutping, hk string }{
	{"ng", "ng"},
	{"gw", "kw"},
	{"kw", "kw"},
	{"b", "p"},
	{"d", "t"},
	{"g", "k"},
	{"z", "ch"},
	{"c", "ch"},
	{"s", "s"},
	{"j", "y"},
	{"p", "p"},
	{"m", "m"},
	{"f", "f"},
	{"t", "t"},
	{"n", "n"},
	{"l", "l"},
	{"k", "k"},
	{"h", "h"},
	{"w", "w"},
}

var cantoneseFinals = map[string]string{
	"ou": "o", "oe": "eu", "oeng": "eung", "oek": "euk", "eoi": "ui", "eon": "un", "eot": "ut",
	"yu": "u", "yun": "uen", "yut": "uet",
}

// hongKong respells a Jyutping syllable as the government of Hong Kong
// registers names: one spelling of the few in use, without tones.
func hongKong(jyutping string) string {
	if jyutping == "ng" || jyutping == "m" {
		return jyutping
	}
	initial, final, own := "", jyutping, ""
	for _, c := range cantoneseInitials {
		if rest, ok := strings.CutPrefix(jyutping, c.jyutping); ok {
			initial, final, own = c.hk, rest, c.jyutping
			break
		}
	}
	switch own {
	case "z", "c":
		switch final {
		case "e", "eoi", "ang", "ou":
			initial = "ts"
		}
	case "s":
		switch final {
		case "am":
			return "shum"
		case "aa", "aan", "e", "ek", "eon", "ing", "oeng", "uk", "yu":
			initial = "sh"
		}
	}
	if f, ok := cantoneseFinals[final]; ok {
		return initial + f
	}
	return initial + strings.Replace(final, "aa", "a", 1)
}

// foreign spells a word by the sounds that its characters have when they write
// a foreign name, the likeliest and the second; "" when one of them is not
// used for that, or the word is a single character.
func foreign(word string) (likeliest, second string) {
	if utf8.RuneCountInString(word) < 2 {
		return "", ""
	}
	t := tables()
	var a, b strings.Builder
	for _, r := range word {
		s, ok := t.foreign[r]
		if !ok {
			return "", ""
		}
		a.WriteString(s.likeliest)
		b.WriteString(s.second)
	}
	return a.String(), b.String()
}
