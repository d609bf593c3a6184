package names

import (
	_ "embed"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"sync"
	"unicode/utf8"
)

//go:embed domains.tsv
var domainsTSV string

//go:embed places.txt
var placesTXT string

// firstDomain is the least id of a group of words of one meaning; the ids
// below are those of groups of given names.
const firstDomain = 1 << 20

// domain is what a word of domains.tsv tells.
type domain struct {
	groups []uint32 // sorted
	bits   float64
}

type domainTable struct {
	words   map[string]domain    // by tableKey
	stems   [2]map[string]domain // of Cyrillic adjectives and nouns
	places  map[string]bool      // words that divide and belong to no group
	slavic  map[string]domain    // Cyrillic words of slavicLength letters and more, by slavicKey
	endings map[string]bool      // last parts of compounds written without blanks
	longest int                  // bytes of the longest word written without blanks
}

var domains = sync.OnceValue(func() *domainTable {
	t, err := readDomains(domainsTSV, placesTXT)
	if err != nil {
		panic(err) // the file is compiled in and covered by a test
	}
	return t
})

// The endings that a Russian, Ukrainian, Belarusian or Bulgarian word of the table may
// have.
var (
	adjectiveEndings = strings.Fields("ый ий ой ая яя ое ее ого его ому ему ом ем ым им ей ую юю ые ие ых их ыми ими а о и ія ої ої ій і у ія е ы ае ай ага аму ыя")
	nounEndings      = append(strings.Fields("а у ом ем е ы и ов ев ей ам ям ами ями ах ях я ю ь ью ия ии ию ией ие ием ий иям іі ія ії ію і о ът ят та ата аў яў"), "")
)

// articles stand before an Arabic word without a blank.
var articles = []string{"", "ال", "وال", "بال", "لل", "و"}

func readDomains(tsv, places string) (*domainTable, error) {
	t := &domainTable{words: map[string]domain{}, stems: [2]map[string]domain{{}, {}}, places: map[string]bool{}, slavic: map[string]domain{}, endings: map[string]bool{}}
	for n, row := range rows(tsv, "\t") {
		n++ // counted from 1
		if len(row) != 3 {
			return nil, fmt.Errorf("reading domains.tsv: group %d: want group, bits, words", n)
		}
		bits, err := strconv.ParseFloat(row[1], 64)
		if err != nil || bits <= 0 || bits > MaxBits {
			return nil, fmt.Errorf("reading domains.tsv: group %q: %q is no number of bits", row[0], row[1])
		}
		d := domain{groups: []uint32{uint32(firstDomain + n)}, bits: bits}
		for _, w := range strings.Fields(row[2]) {
			if err := t.addWord(w, d); err != nil {
				return nil, fmt.Errorf("reading domains.tsv: group %q: %w", row[0], err)
			}
		}
	}
	t.addPlaces(places)
	return t, nil
}

func (t *domainTable) addPlaces(text string) {
	for line := range strings.Lines(text) {
		if strings.HasPrefix(line, "#") {
			continue
		}
		for _, w := range strings.Fields(line) {
			t.places[w] = true
			t.longest = max(t.longest, len(w))
		}
	}
}

func (t *domainTable) addWord(written string, d domain) error {
	stem := strings.TrimLeft(strings.TrimRight(written, "*~"), "-")
	pieces, _ := split(stem)
	if len(pieces) == 0 || len(pieces) > 1 && pieces[0].script != Hangul {
		return fmt.Errorf("%q is not one word", written)
	}
	word, script := "", pieces[0].script
	for _, p := range pieces {
		word += p.key
	}
	switch {
	case strings.HasPrefix(written, "-"):
		t.endings[word] = true
		t.put(t.words, word, d)
	case strings.HasSuffix(written, "*"):
		t.put(t.stems[0], word, d)
		t.addLatin(word, endings()[0].latin, d)
	case strings.HasSuffix(written, "~"):
		t.put(t.stems[1], word, d)
		t.addLatin(word, endings()[1].latin, d)
	case script == Cyrillic:
		t.put(t.words, word, d)
		t.addLatin(word, []string{""}, d)
	case script == Arabic:
		for _, a := range articles {
			t.put(t.words, a+word, d)
		}
	default:
		t.put(t.words, word, d)
		if script == Han || script == Hangul {
			t.longest = max(t.longest, len(word))
		}
	}
	return nil
}

// addLatin adds the transliterations of a stem with its endings.
func (t *domainTable) addLatin(stem string, endings []string, d domain) {
	stem = plainCyrillic.Replace(stem)
	for _, e := range endings {
		switch latin := stem + e; {
		case len(latin) >= slavicLength:
			t.put(t.slavic, slavicKey(latin), d)
		case len(latin) == slavicLength-1: // zavod
			t.put(t.words, latin, d)
		}
	}
}

// endingSet is the endings of a kind of word.
type endingSet struct {
	is    map[string]bool
	latin []string
}

var endings = sync.OnceValue(func() (sets [2]endingSet) {
	for i, list := range [][]string{adjectiveEndings, nounEndings} {
		sets[i].is = map[string]bool{}
		for _, e := range list {
			sets[i].is[e] = true
			sets[i].latin = append(sets[i].latin, plainCyrillic.Replace(e))
		}
	}
	return sets
})

// longestEnding is in letters.
const longestEnding = 3

// stemOf finds a Cyrillic word by its stem.
func (t *domainTable) stemOf(word string) (domain, bool) {
	sets := endings()
	for at, n := len(word), 0; n <= longestEnding && at > 0; n++ {
		for i, stems := range t.stems {
			if sets[i].is[word[at:]] {
				if d, ok := stems[word[:at]]; ok {
					return d, true
				}
			}
		}
		_, size := utf8.DecodeLastRuneInString(word[:at])
		at -= size
	}
	return domain{}, false
}

// put adds the groups of d to what a word has. A word of several groups
// carries the bits of the commonest.
func (t *domainTable) put(words map[string]domain, word string, d domain) {
	have, ok := words[word]
	if !ok {
		words[word] = domain{slices.Clip(d.groups), d.bits}
		return
	}
	if !slices.Contains(have.groups, d.groups[0]) {
		have.groups = slices.Clip(append(slices.Clone(have.groups), d.groups...))
		slices.Sort(have.groups)
		words[word] = domain{have.groups, min(have.bits, d.bits)}
	}
}

// of finds what the table tells of a token.
func (t *domainTable) of(tok *Token) (domain, bool) {
	key := tableKey(tok.Surface, tok.Script)
	if d, ok := t.words[key]; ok {
		return d, true
	}
	if tok.Script == Cyrillic {
		if d, ok := t.stemOf(key); ok {
			return d, true
		}
	} else if tok.Script == Latin && len(tok.Surface) >= slavicLength {
		var buf [maxSlavic]byte
		if d, ok := t.slavic[string(appendSlavic(buf[:0], tok.Surface))]; ok {
			return d, true
		}
	}
	if word, ok := loans().of(tok); ok {
		d, ok := t.words[word]
		return d, ok
	}
	return domain{}, false
}

// tellDomain gives a word of an organisation's or a ship's name the groups of
// words of its meaning. People bear such words as names, which mean nothing.
func tellDomain(class Class, t *Token) {
	if class == Person || t.Kind != Word {
		return
	}
	if d, ok := domains().of(t); ok {
		t.Groups = d.groups
	}
}

// domainBits is the information of a word of domains.tsv.
func domainBits(t *Token) (float64, bool) {
	if len(t.Groups) == 0 || t.Groups[len(t.Groups)-1] < firstDomain {
		return 0, false
	}
	d, ok := domains().of(t)
	return d.bits, ok
}
