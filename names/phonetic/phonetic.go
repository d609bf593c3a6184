// Package phonetic gives the code by which two Latin spellings of one name are
// found to agree. Package names compares tokens by it; the packages that read
// other scripts choose their readings by it.
package phonetic

import "strings"

// spelling is what one sound is written as.
type spelling struct{ from, to string }

// sounds maps spellings to code letters, longest spelling first. It joins what
// different romanisations write for one sound, not what sounds alike to one
// ear: c and k, ph and f, y and i, w and v, kh and h, doubled letters.
var sounds = []spelling{
	{"shch", "S"},
	{"tsch", "C"},
	{"sch", "S"},
	{"tch", "C"},
	{"sh", "S"},
	{"ch", "C"},
	{"ph", "f"},
	{"kh", "h"},
	{"gh", "g"},
	{"th", "t"},
	{"dh", "d"},
	{"zh", "Z"},
	{"dj", "Z"},
	{"ck", "k"},
	{"qu", "kv"},
	{"ou", "u"},
	{"oo", "u"},
	{"ee", "i"},
	{"ie", "i"},
	{"c", "k"},
	{"q", "k"},
	{"x", "ks"},
	{"w", "v"},
	{"y", "i"},
	{"j", "Z"},
	{"z", "s"},
}

// byFirst are the sounds by the first letter of their spelling.
var byFirst = func() (by [26][]spelling) {
	for _, s := range sounds {
		by[s.from[0]-'a'] = append(by[s.from[0]-'a'], s)
	}
	return by
}()

// plain are the letters that begin no spelling of the table.
const plain = 1<<0 | 1<<('b'-'a') | 1<<('f'-'a') | 1<<('h'-'a') | 1<<('l'-'a') | 1<<('m'-'a') | 1<<('n'-'a') |
	1<<('r'-'a') | 1<<('u'-'a') | 1<<('v'-'a')

// Code gives the code of a Latin reading: two tokens with one code are taken
// to be one name written by different rules. A reading without letters has the
// code "".
func Code(latin string) string {
	var buf [64]byte
	b := buf[:0]
	for len(latin) > 0 {
		n := 1
		out := latin[:1]
		if c := latin[0] - 'a'; c < 26 && plain>>c&1 == 0 { // begins a spelling of its own
			for i := range byFirst[c] {
				if s := &byFirst[c][i]; strings.HasPrefix(latin, s.from) {
					n, out = len(s.from), s.to
					if s.from == "c" && len(latin) > 1 && strings.IndexByte("eiy", latin[1]) >= 0 {
						out = "s"
					}
					break
				}
			}
		}
		for i := range len(out) {
			if len(b) == 0 || out[i] != b[len(b)-1] {
				b = append(b, out[i])
			}
		}
		latin = latin[n:]
	}
	return string(b)
}

// Consonants is a code without its vowels.
func Consonants(code string) string {
	var buf [64]byte
	b := buf[:0]
	for i := range len(code) {
		if !vowel(code[i]) {
			b = append(b, code[i])
		}
	}
	return string(b)
}

func vowel(c byte) bool { return c == 'a' || c == 'e' || c == 'i' || c == 'o' || c == 'u' }
