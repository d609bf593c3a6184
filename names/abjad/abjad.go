// Package abjad reads words written in Arabic or Hebrew script, which leave
// most vowels out, as Latin letters.
//
// A word has no single reading: محمد is written Muhammad, Mohammed and
// Mehmed, and ו stands for v, o and u. So every letter is given the Latin
// letters that writers were seen to put for it beside the letters around it,
// each with its cost, and a word the cheapest ways through. The costs are
// learned from pairs of name words (see the head of arabic.tsv and
// hebrew.tsv), the few letters of Urdu, Pashto and Kurdish that the pairs
// lack are set by hand and not yet checked against a published system (see letters.go). Frequent
// words whose usual spelling no rule yields stand in words.tsv.
//
// [Readings] are whole words for a comparison letter by letter; [Skeletons]
// are consonants alone, for a comparison that does not guess at vowels.
//
// The package does no I/O; its tables are compiled in.
package abjad

import (
	"strings"

	"plimsoll/names/phonetic"
)

// Limits of what is read and given.
const (
	Max        = 6  // readings and skeletons of a word
	maxLetters = 32 // of a word; no name word is longer
)

// Readings returns the ways in which a word (one token, no blanks) in Arabic
// or Hebrew script is written in Latin letters, likeliest first, at most
// [Max], all of different sound; nil where it has none. Marks (vowels, shadda,
// niqqud) and geresh do not count. The Arabic article may be left out, as in
// a Latin name that writes it as a word of its own.
func Readings(word string) []string {
	letters, s := normalise(word)
	if s == nil {
		return nil
	}
	t := s()
	whole := t.read(letters)
	r, ok := t.withoutArticle(letters)
	if !ok {
		return whole.out
	}
	// Those with and without the article mixed, where it may be one.
	rest := t.read(r)
	var c collector
	for i := range max(len(whole.out), len(rest.out)) {
		if i < len(rest.out) {
			c.add(rest.out[i], rest.kinds[i])
		}
		if i < len(whole.out) && i%2 == 0 {
			c.add(whole.out[i], whole.kinds[i])
		}
		if i < len(rest.out) && i < 2 {
			w := "al" + rest.out[i]
			c.add(w, phonetic.Code(w))
		}
	}
	return c.out
}

// Skeletons returns the consonants with which a word can be written in Latin
// letters, likeliest first, at most [Max], in the alphabet of the skeletons of
// Latin tokens. Fewer than three consonants say too little and are left out.
func Skeletons(word string) []string {
	letters, s := normalise(word)
	if s == nil {
		return nil
	}
	t := s()
	rest, article := t.withoutArticle(letters)
	var c collector
	add := func(k string) {
		if len(k) >= 3 {
			c.add(k, k)
		}
	}
	for _, w := range t.words[rest] {
		if w != "-" {
			add(phonetic.Consonants(phonetic.Code(w)))
		}
	}
	for _, k := range t.search(rest, true).kinds {
		add(k)
		if article { // its l, or that of a name like it, whatever the vowel
			add(withL(k))
		}
	}
	return c.out
}

func withL(k string) string {
	if k != "" && k[0] == 'l' {
		return k
	}
	return "l" + k
}

// read gives what the table of words has for a word, then what its letters
// say; their first reading goes before where the table says so.
func (t *table) read(letters string) collector {
	found, words := t.search(letters, false), t.words[letters]
	if len(words) == 0 {
		return found
	}
	var c collector
	n := 0
	if words[0] == "-" {
		if words = words[1:]; len(found.out) > 0 {
			c.add(found.out[0], found.kinds[0])
			n = 1
		}
	}
	for _, w := range words {
		c.add(w, phonetic.Code(w))
	}
	for ; n < len(found.out); n++ {
		c.add(found.out[n], found.kinds[n])
	}
	return c
}

// withoutArticle takes the Arabic article off a word that is long enough to
// have one.
func (t *table) withoutArticle(letters string) (rest string, ok bool) {
	if !t.article {
		return letters, false
	}
	rest, ok = strings.CutPrefix(letters, "Al")
	if len(rest) < 3 {
		return letters, false
	}
	return rest, ok
}

// collector keeps the first Max texts of different kind.
type collector struct {
	out, kinds []string
}

func (c *collector) add(text, kind string) {
	if len(c.out) == Max || kind == "" {
		return
	}
	for _, k := range c.kinds {
		if k == kind {
			return
		}
	}
	if c.out == nil {
		both := make([]string, 2*Max)
		c.out, c.kinds = both[:0:Max], both[Max:Max]
	}
	c.out, c.kinds = append(c.out, text), append(c.kinds, kind)
}
