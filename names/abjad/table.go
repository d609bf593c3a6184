package abjad

import (
	_ "embed"
	"fmt"
	"strconv"
	"strings"
	"sync"

	"plimsoll/names/phonetic"
)

//go:embed arabic.tsv
var arabicTSV string

//go:embed hebrew.tsv
var hebrewTSV string

//go:embed words.tsv
var wordsTSV string

// option is what is written for a letter, at a cost of tenths of a bit.
type option struct {
	text string
	cost int32
	last byte // what the next letter sees of it, see ending; 0 for no text
	word signature
	bone signature // of its consonants
}

// table holds what is written for a letter by its surroundings, a string of
// signs packed into a number. From narrow to wide the surroundings are: the
// letter; the ending of the Latin before it, the letter, and the kind of the
// next; the same with the next itself; with the one before the letter; with
// the next but one; with the last but one.
type table struct {
	nodes   map[uint64][]option
	words   map[string][]string
	article bool
}

type script func() *table

var (
	arabic = script(sync.OnceValue(func() *table { return mustRead(arabicTSV, "arabic", true) }))
	hebrew = script(sync.OnceValue(func() *table { return mustRead(hebrewTSV, "hebrew", false) }))
)

func mustRead(nodes, name string, article bool) *table {
	t, err := readTable(nodes, wordsTSV, name, article)
	if err != nil {
		panic(err) // the files are compiled in and covered by a test
	}
	return t
}

func readTable(nodes, words, name string, article bool) (*table, error) {
	t := &table{nodes: make(map[uint64][]option, 1<<14), words: map[string][]string{}, article: article}
	for line := range strings.Lines(nodes) {
		if strings.HasPrefix(line, "# ") {
			continue
		}
		surroundings, rest, ok := strings.Cut(strings.TrimSuffix(line, "\n"), "\t")
		if !ok || surroundings == "" || len(surroundings) > 6 {
			return nil, fmt.Errorf("reading %s.tsv: %q: want surroundings, tab, options", name, line)
		}
		options, err := readOptions(rest)
		if err != nil {
			return nil, fmt.Errorf("reading %s.tsv: %q: %w", name, line, err)
		}
		t.nodes[pack(surroundings)] = options
	}
	for sign, rest := range rare {
		if _, ok := t.nodes[pack(string(sign))]; !ok && article {
			t.nodes[pack(string(sign))], _ = readOptions(rest)
		}
	}
	for line := range strings.Lines(words) {
		f := strings.Split(strings.TrimSuffix(line, "\n"), "\t")
		if f[0] == name && len(f) == 3 {
			t.words[f[1]] = strings.Fields(f[2])
		}
	}
	return t, nil
}

func readOptions(s string) ([]option, error) {
	out := make([]option, 0, 1+strings.Count(s, " ")/2)
	for s != "" {
		var text, cost string
		text, s, _ = strings.Cut(s, " ")
		cost, s, _ = strings.Cut(s, " ")
		n, err := strconv.ParseInt(cost, 10, 32)
		if err != nil {
			return nil, fmt.Errorf("option %q: cost %q is not a number", text, cost)
		}
		if text == "-" {
			text = ""
		}
		o := option{text: text, cost: int32(n), word: sign(text), bone: sign(phonetic.Consonants(phonetic.Code(text)))}
		if text != "" {
			o.last = ending(text)
		}
		out = append(out, o)
	}
	return out, nil
}

// ending is what the letter after sees of the Latin before it: the vowel, or
// that it is a consonant.
func ending(text string) byte {
	switch c := text[len(text)-1]; c {
	case 'a', 'e', 'i', 'o', 'u':
		return c
	case 'y':
		return 'i'
	}
	return 'C'
}

func pack(signs string) uint64 {
	var n uint64
	for i := range len(signs) {
		n = n<<8 | uint64(signs[i])
	}
	return n
}

const prime = 1099511628211

// signature is a hash of a text such that the hash of two texts together
// follows from theirs: a polynomial in prime.
type signature struct{ hash, power uint64 }

func sign(s string) signature {
	g := signature{0, 1}
	for i := range len(s) {
		g.hash = g.hash*prime + uint64(s[i])
		g.power *= prime
	}
	return g
}

func (g signature) after(hash uint64) uint64 { return hash*g.power + g.hash }
