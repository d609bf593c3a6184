package screen

import (
	_ "embed"
	"fmt"
	"slices"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"

	"plimsoll/names"
)

// An address that agrees makes a pair of alike names likelier: it multiplies
// their odds. It says nothing by itself, for many firms share one, and one that
// differs says nothing either: people move, and lists are old.
const addressOdds = 4

// address is a postal address as it is compared: its numbers, and its words in
// Latin letters without those that any address may have.
type address struct {
	written string
	numbers []string
	words   []string
}

const (
	shortestWord = 3  // letters; below lie "st", "rd", "no", "of", "ul"
	mostParts    = 16 // numbers, and words, that are looked at
)

// anyAddress are the words of addresses that do not tell one from another.
//
//go:embed anyaddress.txt
var anyAddressText string

var anyAddress = sync.OnceValue(func() map[string]bool {
	words := map[string]bool{}
	for line := range strings.Lines(anyAddressText) {
		if !strings.HasPrefix(line, "#") {
			for _, w := range strings.Fields(line) {
				words[w] = true
			}
		}
	}
	return words
})

func readAddress(written string) address {
	a, common := address{written: written}, anyAddress()
	for _, part := range strings.FieldsFunc(written, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) && !unicode.IsMark(r) }) {
		if strings.ContainsFunc(part, unicode.IsDigit) {
			a.numbers = append(a.numbers, strings.ToLower(part))
			continue
		}
		if w := latinWord(part); len(w) >= shortestWord && !common[w] {
			a.words = append(a.words, w)
		}
	}
	a.numbers, a.words = distinct(a.numbers), distinct(a.words)
	return a
}

func distinct(parts []string) []string {
	slices.Sort(parts)
	parts = slices.Compact(parts)
	return parts[:min(len(parts), mostParts)]
}

// latinWord is a word as names are read, so that a street in Cyrillic is found
// in Latin.
func latinWord(w string) string {
	if !strings.ContainsFunc(w, func(r rune) bool { return r >= utf8.RuneSelf }) {
		return strings.ToLower(w)
	}
	n := names.Read(w, names.Anything)
	if len(n.Words) != 1 {
		return strings.ToLower(w)
	}
	return n.Words[0].Latin()
}

// agrees reports whether two addresses are one: the numbers of the one that has
// fewer are all in the other, and so are most of its words, two at least.
func (a *address) agrees(b *address) bool {
	numbers, fewer := shared(a.numbers, b.numbers)
	if numbers == 0 || numbers < fewer {
		return false
	}
	words, fewer := shared(a.words, b.words)
	return words >= 2 && 3*words >= 2*fewer
}

// shared counts what two sorted lists have in common, and the length of the
// shorter.
func shared(a, b []string) (both, shorter int) {
	for i, j := 0, 0; i < len(a) && j < len(b); {
		switch {
		case a[i] == b[j]:
			both++
			i++
			j++
		case a[i] < b[j]:
			i++
		default:
			j++
		}
	}
	return both, min(len(a), len(b))
}

// keys gives a key for every number with every word: addresses that agree have
// one in common.
func (a *address) keys(add func(uint64)) {
	for _, n := range a.numbers {
		for _, w := range a.words {
			add(identifier{kind: kindAddress, value: n + " " + w}.hash())
		}
	}
}

// sameAddress finds an address of each party that agree. Of the listed side it
// has only what is written.
func sameAddress(q, d *party) (Reason, bool) {
	for _, written := range d.addresses {
		listed := readAddress(written)
		for i := range q.places {
			if asked := &q.places[i]; asked.agrees(&listed) {
				return Reason{
					Feature: "address", Score: 1, Query: asked.written, Listed: written,
					Text: fmt.Sprintf("address %q and %q agree: that makes one party %d times as likely", asked.written, written, addressOdds),
				}, true
			}
		}
	}
	return Reason{}, false
}

// lifted is a probability whose odds are so many times as high.
func lifted(p, odds float64) float64 { return odds * p / (1 - p + odds*p) }
