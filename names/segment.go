package names

import (
	_ "embed"
	"fmt"
	"slices"
	"strings"
	"sync"
	"unicode/utf8"
)

//go:embed shorthand.tsv
var shorthandTSV string

// shorthandTable holds what is written short, by tableKey and by slavicKey.
type shorthandTable struct {
	words, slavic map[string][]piece
	ends          []ending // the longest first
}

// ending is a word of trade that is written as one with the word before it.
type ending struct {
	text  string
	words []piece
}

// leastStem is how many letters stand before such a word, at least.
const leastStem = 3

var shorthand = sync.OnceValue(func() *shorthandTable {
	t, err := readShorthand(shorthandTSV)
	if err != nil {
		panic(err) // the file is compiled in and covered by a test
	}
	return t
})

func readShorthand(tsv string) (*shorthandTable, error) {
	t := &shorthandTable{words: map[string][]piece{}, slavic: map[string][]piece{}}
	for _, row := range rows(tsv, "\t") {
		if len(row) != 2 {
			return nil, fmt.Errorf("reading shorthand.tsv: %q: want short, words", row)
		}
		short := row[0]
		stem, adjective := strings.CutSuffix(short, "*")
		full, _ := split(row[1])
		if len(full) == 0 {
			return nil, fmt.Errorf("reading shorthand.tsv: %q: no letters", row)
		}
		if end, ok := strings.CutPrefix(short, "-"); ok {
			t.ends = append(t.ends, ending{end, full})
			continue
		}
		endings := []string{""}
		if adjective {
			endings = adjectiveEndings
		}
		for _, e := range endings {
			word := Fold(stem + e)
			t.words[tableKey(word, Cyrillic)] = full
			if latin := plainCyrillic.Replace(word); len(latin) >= slavicLength {
				t.slavic[slavicKey(latin)] = full
			}
		}
	}
	slices.SortStableFunc(t.ends, func(a, b ending) int { return len(b.text) - len(a.text) })
	return t, nil
}

// of is what a piece stands for, nil for itself.
func (t *shorthandTable) of(p *piece) []piece {
	if w, ok := t.words[p.key]; ok {
		return w
	}
	if p.script == Latin && len(p.text) > 2*slavicLength {
		var buf [maxSlavic]byte
		if w := t.slavic[string(appendSlavic(buf[:0], p.text))]; w != nil {
			return w
		}
	}
	if p.script == Latin || p.script == Cyrillic {
		return t.cutEnd(p)
	}
	return nil
}

// cutEnd takes the trade off a word that it is written as one with: Kafolatbank,
// Zapchasttrade.
func (t *shorthandTable) cutEnd(p *piece) []piece {
	for i := range t.ends {
		e := &t.ends[i]
		stem, ok := strings.CutSuffix(p.key, e.text)
		if !ok || utf8.RuneCountInString(stem) < leastStem {
			continue
		}
		first := *p
		first.text, first.key, first.closed, first.comma = strings.TrimSuffix(p.text, e.text), stem, false, false
		return append([]piece{first}, e.words...)
	}
	return nil
}

// segment divides a firm's name into the words by which it is compared. What
// Chinese, Japanese and Korean write without blanks is cut into the words of
// the tables and what stands between them: the country, the name and the
// trade; the syllables of Hangul between them stay together as they are
// written. What is written short is written out.
func segment(class Class, pieces []piece) []piece {
	if class != Organisation && class != Anything {
		return pieces
	}
	if slices.ContainsFunc(pieces, func(p piece) bool { return p.script == Hangul || p.script == Han }) && !maybePerson(class, pieces) {
		pieces = cutAll(pieces)
	}
	pieces = joinLetters(pieces)
	t := shorthand()
	for i := 0; i < len(pieces); i++ {
		if full := t.of(&pieces[i]); full != nil {
			pieces = slices.Concat(pieces[:i:i], full, pieces[i+1:])
			i += len(full) - 1
		}
	}
	return pieces
}

// joinLetters puts three letters and more that each stand alone together:
// "I.R.I.S.L.".
func joinLetters(pieces []piece) []piece {
	letter := func(i int) bool {
		p := &pieces[i]
		return (p.script == Latin || p.script == Cyrillic) && !p.digits && utf8.RuneCountInString(p.text) == 1
	}
	for i := 0; i < len(pieces); i++ {
		to := i
		for to < len(pieces) && letter(to) && pieces[to].script == pieces[i].script {
			to++
		}
		if to-i < leastLetters {
			i = max(i, to-1)
			continue
		}
		p := pieces[i]
		for _, q := range pieces[i+1 : to] {
			p.text += q.text
			p.closed, p.comma = q.closed, q.comma
		}
		p.key = p.text
		pieces = slices.Concat(pieces[:i:i], []piece{p}, pieces[to:])
	}
	return pieces
}

// maybePerson tells a name of up to four characters of a bearer of whom the
// class is not known: it is more likely a person's.
func maybePerson(class Class, pieces []piece) bool {
	return class == Anything && len(pieces) <= 4 &&
		(pieces[0].script == Hangul || len(pieces) == 1 && utf8.RuneCountInString(pieces[0].text) <= 4)
}

func cutAll(pieces []piece) (out []piece) {
	for i := 0; i < len(pieces); {
		p := pieces[i]
		i++
		if p.script != Hangul && p.script != Han {
			out = append(out, p)
			continue
		}
		run := p.text
		for ; p.script == Hangul && i < len(pieces) && pieces[i].script == Hangul && pieces[i].glued; i++ {
			run += pieces[i].text
		}
		domains().cut(run, func(word string) {
			p.text, p.key = word, word
			out = append(out, p)
			p.glued = true
		})
	}
	return out
}

// cut divides a run of characters, taking the longest word of the tables
// first wherever one begins.
func (t *domainTable) cut(run string, add func(string)) {
	rest := 0 // where what is no word begins
	for i := 0; i < len(run); {
		n := t.wordAt(run, i)
		if n == 0 {
			_, size := utf8.DecodeRuneInString(run[i:])
			i += size
			continue
		}
		if i > rest {
			add(run[rest:i])
		}
		add(run[i : i+n])
		i += n
		rest = i
	}
	if rest < len(run) {
		add(run[rest:])
	}
}

// character is the length in bytes of one of Han or Hangul, nearly always.
const character = 3

// wordAt is the length of the word that begins at i, of two characters or
// more, or of one that ends the run.
func (t *domainTable) wordAt(run string, i int) int {
	for n := min(t.longest, len(run)-i); n >= 2*character; n -= character {
		if _, ok := t.words[run[i:i+n]]; ok || t.places[run[i:i+n]] {
			return n
		}
	}
	if len(run)-i == character && i >= 2*character && t.endings[run[i:]] {
		return character
	}
	return 0
}
