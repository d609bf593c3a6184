package screen

import (
	_ "embed"
	"fmt"
	"math/bits"
	"slices"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"

	"plimsoll/ftm"
	"plimsoll/names"
	"plimsoll/names/alphabet"
)

// An address that agrees makes a pair of alike names likelier: it multiplies
// their odds. It says nothing by itself, for many firms share one, and one that
// differs says nothing either: people move, and lists are old.
const addressOdds = 4

// address is a postal address as it is compared: its numbers, and its words in
// Latin letters without those that any address may have, and without the names
// of countries, which every list writes in its own way.
type address struct {
	written string
	numbers []string
	words   []string
}

const (
	shortestWord = 3  // letters; below lie "st", "rd", "no", "of", "ul"
	mostParts    = 12 // numbers, and words, that are looked at
	leastWords   = 2  // that are the same in both: a street and a town
)

// anyAddress are the words of addresses that do not tell one from another, each
// to nothing, and the other names of towns, each to the one that stands for it.
//
//go:embed anyaddress.txt
var anyAddressText string

var anyAddress = sync.OnceValue(func() map[string]string {
	words := map[string]string{}
	for line := range strings.Lines(anyAddressText) {
		fields := strings.Fields(line)
		switch {
		case len(fields) == 0 || fields[0] == "#":
		case fields[0] == "=":
			for _, w := range fields[2:] {
				words[names.Fold(w)] = fields[1]
			}
		default:
			for _, w := range fields {
				words[names.Fold(w)] = ""
			}
		}
	}
	return words
})

func readAddress(written string) address {
	a := address{written: written}
	for part := range strings.FieldsFuncSeq(written, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) && !unicode.IsMark(r) }) {
		if strings.ContainsFunc(part, ideograph) || strings.ContainsFunc(part, unicode.IsDigit) && strings.ContainsFunc(part, hangul) {
			a.unspaced(part)
			continue
		}
		a.part(part)
	}
	a.numbers, a.words = distinct(a.numbers), distinct(a.words)
	return a
}

// part takes in what stands between blanks and marks.
func (a *address) part(part string) {
	if strings.ContainsFunc(part, unicode.IsDigit) {
		a.numbers = append(a.numbers, strings.ToLower(strings.Map(asciiDigit, part)))
		return
	}
	w, known := anyAddress()[names.Fold(part)]
	if !known {
		w = latinWord(part)
		if as, known := anyAddress()[w]; known {
			w = as
		}
	}
	if len(w) >= shortestWord {
		a.words = append(a.words, stem(w))
	}
}

// addressText is an address that is an entity as one text.
func addressText(e *ftm.Entity) string {
	if full := e.Values("full"); len(full) > 0 {
		return full[0]
	}
	var all []string
	for _, prop := range []string{"street", "street2", "postOfficeBox", "city", "region", "state", "postalCode"} {
		all = append(all, e.Values(prop)...)
	}
	return strings.Join(all, ", ")
}

// stem takes the vowels off the end of a longer word: there case and gender of
// Slavic streets stand (Lenin Street, ulitsa Lenina; Troitsky, Troitskii).
func stem(w string) string {
	if s := strings.TrimRight(w, "aeiouy"); len(s) > shortestWord {
		return s
	}
	return w
}

// asciiDigit is a digit of any script as 0 to 9. The digits of a script stand
// in a row, ten by ten.
func asciiDigit(r rune) rune {
	if r < utf8.RuneSelf || !unicode.IsDigit(r) {
		return r
	}
	zero := r
	for r-zero < 9 && unicode.IsDigit(zero-1) {
		zero--
	}
	return '0' + (r - zero)
}

func ideograph(r rune) bool { return unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana) }

func hangul(r rune) bool { return unicode.Is(unicode.Hangul, r) }

// divides are the last characters of what is province, town, quarter, road,
// house, floor or room in an address of Chinese characters.
const divides = "省市区區县縣県镇鎮乡鄉路街号號楼樓室层層座栋棟丁目番地"

// unspaced takes in an address that is written without blanks: numbers stand
// apart, and each name ends by what it is the name of.
func (a *address) unspaced(part string) {
	from := 0
	cut := func(to int) {
		if from < to {
			a.part(part[from:to])
		}
	}
	number := false
	for i, r := range part {
		switch digit := unicode.IsDigit(r); {
		case digit != number:
			cut(i)
			from, number = i, digit
			if !digit && strings.ContainsRune(divides, r) {
				from = i + utf8.RuneLen(r)
			}
		case !digit && strings.ContainsRune(divides, r):
			cut(i)
			from = i + utf8.RuneLen(r)
		}
	}
	cut(len(part))
}

func distinct(parts []string) []string {
	slices.Sort(parts)
	parts = slices.Compact(parts)
	return parts[:min(len(parts), mostParts)]
}

// latinWord is a word as names are read, so that a street in Cyrillic is found
// in Latin.
func latinWord(w string) string {
	folded := names.Fold(w)
	if !strings.ContainsFunc(folded, func(r rune) bool { return r >= utf8.RuneSelf }) {
		return folded
	}
	if r := alphabet.Readings(folded); len(r) > 0 {
		return r[0]
	}
	n := names.Read(hangulName(w), names.Anything)
	if len(n.Words) == 0 {
		return folded
	}
	var all strings.Builder
	for i := range n.Words {
		all.WriteString(n.Words[i].Latin())
	}
	return all.String()
}

// hangulName takes off a Korean word what it is the name of, which in Latin
// letters stands behind a hyphen.
func hangulName(w string) string {
	for _, end := range []string{"특별시", "광역시", "직할시", "특별자치시", "구역", "번지", "시", "구", "동", "로", "길", "군", "도", "읍", "면", "리"} {
		if name, ok := strings.CutSuffix(w, end); ok && utf8.RuneCountInString(name) >= 2 {
			return name
		}
	}
	return w
}

// agrees reports whether two addresses are one: the numbers of the one that has
// fewer are all in the other, and so are its words, two at least as they are
// and others but for a letter. If both had a word that the other has not, they
// would be two streets of one town.
func (a *address) agrees(b *address) bool {
	numbers, _, _ := shared(a.numbers, b.numbers)
	if numbers == 0 || numbers < min(len(a.numbers), len(b.numbers)) {
		return false
	}
	words, overA, overB := shared(a.words, b.words)
	if words < leastWords {
		return false
	}
	if overA.count() > overB.count() {
		return near(b.words, overB, a.words, overA)
	}
	return near(a.words, overA, b.words, overB)
}

// parts is a set of places in a list of words or numbers.
type parts uint16

func (s parts) has(i int) bool { return s>>i&1 != 0 }
func (s parts) count() int     { return bits.OnesCount16(uint16(s)) }

// shared counts what two sorted lists have in common, and tells what is over in
// either.
func shared(a, b []string) (both int, overA, overB parts) {
	overA, overB = 1<<len(a)-1, 1<<len(b)-1
	for i, j := 0, 0; i < len(a) && j < len(b); {
		switch {
		case a[i] == b[j]:
			both++
			overA, overB = overA&^(1<<i), overB&^(1<<j)
			i++
			j++
		case a[i] < b[j]:
			i++
		default:
			j++
		}
	}
	return both, overA, overB
}

// near reports whether each word over in a has one over in b that is all but
// the same.
func near(a []string, overA parts, b []string, overB parts) bool {
	for i := range a {
		if !overA.has(i) {
			continue
		}
		found := false
		for j := range b {
			if overB.has(j) && nearWord(a[i], b[j]) {
				found, overB = true, overB&^(1<<j)
				break
			}
		}
		if !found {
			return false
		}
	}
	return true
}

// nearWord reports whether two words differ in one place, by no more than a
// letter, or two in a long word.
func nearWord(a, b string) bool {
	long, short := max(len(a), len(b)), min(len(a), len(b))
	same := 0
	for same < short && a[same] == b[same] {
		same++
	}
	for end := 1; same < short && a[len(a)-end] == b[len(b)-end]; end++ {
		same++
	}
	return long-same <= 1 && short >= 5 || long-same <= 2 && short >= 8
}

// keys gives a key for every number with every two words: addresses that agree
// have one in common.
func (a *address) keys(add func(uint64)) {
	for _, n := range a.numbers {
		for i, w := range a.words {
			for _, v := range a.words[i+1:] {
				add(identifier{kind: kindAddress, value: n + " " + w + " " + v}.hash())
			}
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
