package alphabet

import (
	"strings"
	"sync"
)

// syllable is what one letter of an abugida sounds as; the vowel is unwritten
// when no sign gives one.
type syllable struct {
	onset, vowel string
	unwritten    bool
	cluster      bool // joined to the consonant before it
	nasal        rune // what follows the vowel: a nasal or a breath
}

const (
	nukta, virama                  = '\u093C', '\u094D'
	candrabindu, anusvara, visarga = '\u0901', '\u0902', '\u0903'
)

var devanagari = sync.OnceValue(func() map[string]map[string]string {
	kinds := map[string]map[string]string{"c": {}, "v": {}, "s": {}}
	for _, row := range smallTable("devanagari") {
		kinds[row[0]][row[1]] = row[2]
	}
	return kinds
})

// smallTable reads one of the tables that have no columns' names.
func smallTable(name string) [][]string {
	data, err := files.ReadFile("letters/" + name + ".csv")
	if err != nil {
		panic(err) // compiled in
	}
	return rowsOf(string(data))
}

// readDevanagari writes a word as in Hindi, where the unwritten a is dropped
// at the end and between two open syllables, then with a between, then with
// all of them as in Nepali and Sanskrit.
func readDevanagari(word []rune) []string {
	syllables, ok := syllablesOf(word)
	if !ok {
		return nil
	}
	keepAll := joinSyllables(syllables, func(int) bool { return false })
	last := len(syllables) - 1
	ends := last > 0 && losesEnd(syllables[last])
	dropEnd := joinSyllables(syllables, func(i int) bool { return ends && i == last })
	dropped := make([]bool, len(syllables)+1)
	dropped[max(last, 0)] = ends
	for i := last - 1; i > 0; i-- {
		s, next := syllables[i], syllables[i+1]
		open := !s.cluster && s.nasal == 0 && syllables[i-1].nasal == 0 && syllables[i-1].vowel != ""
		dropped[i] = s.unwritten && open && next.onset != "" && next.vowel != "" && !next.cluster && !dropped[i+1]
	}
	asHindi := joinSyllables(syllables, func(i int) bool { return dropped[i] })
	var out readings
	for _, r := range []string{asHindi, dropEnd, keepAll} {
		out.add([]byte(r))
	}
	return out.list
}

// losesEnd reports an unwritten vowel not spoken at the end of a word. It is
// spoken after consonants that cannot be said together without it.
func losesEnd(s syllable) bool {
	return s.unwritten && s.nasal == 0 && !(s.cluster && strings.ContainsAny(s.onset[:1], "ryvlnm"))
}

func syllablesOf(word []rune) (out []syllable, ok bool) {
	kinds := devanagari()
	for i := 0; i < len(word); {
		n := longestOf(kinds["c"], word[i:])
		letter := string(word[i : i+max(n, 1)])
		last := len(out) - 1
		switch {
		case n > 0:
			joined := last >= 0 && out[last].vowel == "" && !out[last].unwritten
			out = append(out, syllable{onset: kinds["c"][letter], vowel: "a", unwritten: true, cluster: joined})
			i += n
			continue
		case kinds["v"][letter] != "":
			out = append(out, syllable{vowel: kinds["v"][letter]})
		case last < 0 && isDevanagariMark(word[i]): // belongs to no letter
		case kinds["s"][letter] != "":
			out[last].vowel, out[last].unwritten = kinds["s"][letter], false
		case word[i] == virama:
			out[last].vowel, out[last].unwritten = "", false
		case word[i] >= candrabindu && word[i] <= visarga:
			out[last].nasal = word[i]
		case !isDevanagariMark(word[i]):
			return nil, false
		}
		i++
	}
	return out, true
}

func isDevanagariMark(r rune) bool { return r >= 0x900 && r <= 0x903 || r >= 0x93A && r <= 0x957 }

// longestOf gives the length of the letters at the start of a word that a
// table has: one, one with its dot, or a conjunct of three.
func longestOf(letters map[string]string, word []rune) int {
	for n := min(3, len(word)); n > 0; n-- {
		if n == 3 && word[1] != virama || n == 2 && word[1] != nukta {
			continue
		}
		if _, ok := letters[string(word[:n])]; ok {
			return n
		}
	}
	return 0
}

func joinSyllables(syllables []syllable, drop func(int) bool) string {
	var b strings.Builder
	for i, s := range syllables {
		b.WriteString(s.onset)
		if !drop(i) {
			b.WriteString(s.vowel)
		}
		next := ""
		if i+1 < len(syllables) {
			next = syllables[i+1].onset
		}
		switch {
		case s.nasal == 0:
		case s.nasal == visarga:
			b.WriteString("h")
		case next == "h": // Singh
			b.WriteString("ng")
		case next != "" && strings.ContainsAny(next[:1], "pbm"):
			b.WriteString("m")
		default:
			b.WriteString("n")
		}
	}
	return b.String()
}
