package names

import "strings"

// sounds maps spellings to code letters, longest spelling first. It joins what
// different romanisations write for one sound, not what sounds alike to one
// ear: c and k, ph and f, y and i, w and v, kh and h, doubled letters.
var sounds = []struct{ from, to string }{
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

// soundsOf finds the spellings by their first letter, in the order of the table.
var soundsOf = func() (by [256][]struct{ from, to string }) {
	for _, s := range sounds {
		by[s.from[0]] = append(by[s.from[0]], s)
	}
	return by
}()

// Phonetic gives the code of a Latin reading: two tokens with one code are
// taken to be one name written by different rules. A reading without letters
// has the code "".
func Phonetic(latin string) string {
	var b strings.Builder
	b.Grow(len(latin))
	var last byte
	put := func(s string) {
		for i := range len(s) {
			if s[i] != last {
				b.WriteByte(s[i])
			}
			last = s[i]
		}
	}
	for len(latin) > 0 {
		n := 1
		out := latin[:1]
		for _, s := range soundsOf[latin[0]] {
			if strings.HasPrefix(latin, s.from) {
				n, out = len(s.from), s.to
				if s.from == "c" && len(latin) > 1 && strings.IndexByte("eiy", latin[1]) >= 0 {
					out = "s"
				}
				break
			}
		}
		put(out)
		latin = latin[n:]
	}
	return b.String()
}

// Skeleton is a code without its vowels. Fewer than three consonants say too
// little: they give "".
func Skeleton(code string) string {
	s := strings.Map(func(r rune) rune {
		if strings.ContainsRune("aeiou", r) {
			return -1
		}
		return r
	}, code)
	if len(s) < 3 {
		return ""
	}
	return s
}
