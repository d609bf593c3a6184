package names

import "unicode"

// Script is a writing system by its ISO 15924 code.
type Script string

// The scripts told apart. Common is digits and whatever has no script.
const (
	Common   Script = "Zyyy"
	Latin    Script = "Latn"
	Cyrillic Script = "Cyrl"
	Greek    Script = "Grek"
	Hangul   Script = "Hang"
	Han      Script = "Hani"
	Kana     Script = "Hrkt"
	Arabic   Script = "Arab"
	Hebrew   Script = "Hebr"
	Other    Script = "Zzzz"
)

var byTable = []struct {
	script Script
	table  *unicode.RangeTable
}{
	{Latin, unicode.Latin},
	{Cyrillic, unicode.Cyrillic},
	{Hangul, unicode.Hangul},
	{Han, unicode.Han},
	{Arabic, unicode.Arabic},
	{Hebrew, unicode.Hebrew},
	{Greek, unicode.Greek},
	{Kana, unicode.Katakana},
	{Kana, unicode.Hiragana},
}

// ScriptOf tells the script of one letter.
func ScriptOf(r rune) Script {
	if r < 0x80 {
		if r|0x20 >= 'a' && r|0x20 <= 'z' {
			return Latin
		}
		return Common
	}
	if r == 'ー' { // the long mark of kana is Common in Unicode
		return Kana
	}
	for _, s := range byTable {
		if unicode.Is(s.table, r) {
			return s.script
		}
	}
	if unicode.IsLetter(r) {
		return Other
	}
	return Common
}

// Scripts lists the scripts of a text in order of appearance, Common left out.
func Scripts(s string) []Script {
	var out []Script
next:
	for _, r := range s {
		sc := ScriptOf(r)
		if sc == Common {
			continue
		}
		for _, have := range out {
			if have == sc {
				continue next
			}
		}
		out = append(out, sc)
	}
	return out
}
