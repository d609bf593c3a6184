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
	"slices"
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
	var c collector
	add := func(w string) { c.add(w, phonetic.Code(w)) }
	s().merge(letters, false, add)
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
	var c collector
	add := func(w string) {
		if k := phonetic.Consonants(phonetic.Code(w)); len(k) >= 3 {
			c.add(k, k)
		}
	}
	s().merge(letters, true, add)
	return c.out
}

// merge gives the readings of a word, those with and without the article
// mixed where it may have one.
func (t *table) merge(letters string, bare bool, add func(string)) {
	whole := t.read(letters, bare)
	var rest []string
	if r, ok := t.withoutArticle(letters); ok {
		rest = t.read(r, bare)
	}
	for i := range max(len(whole), len(rest)) {
		if i < len(rest) {
			add(rest[i])
		}
		if i < len(whole) && (i%2 == 0 || rest == nil) {
			add(whole[i])
		}
		if i < len(rest) && i < 2 {
			add("al" + rest[i])
		}
	}
}

// read gives what the table of words has for a word, then what its letters
// say; their first reading goes before where the table says so.
func (t *table) read(letters string, bare bool) []string {
	found, words := t.search(letters, bare), t.words[letters]
	if len(words) > 0 && words[0] == "-" {
		words = words[1:]
		if len(found) > 0 {
			return slices.Concat(found[:1], words, found[1:])
		}
	}
	if len(words) == 0 {
		return found
	}
	return slices.Concat(words, found)
}

// withoutArticle takes the Arabic article off a word that is long enough to
// have one.
func (t *table) withoutArticle(letters string) (rest string, ok bool) {
	if !t.article {
		return "", false
	}
	rest, ok = strings.CutPrefix(letters, "Al")
	return rest, ok && len(rest) >= 3
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
	c.out, c.kinds = append(c.out, text), append(c.kinds, kind)
}
