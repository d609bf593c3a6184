package names

import (
	_ "embed"
	"fmt"
	"math"
	"strconv"
	"strings"
	"sync"
	"unicode/utf8"
)

//go:embed population.tsv
var populationTSV string

// MaxBits is the most information one token is credited with.
const MaxBits = 13

// PopulationKeys names a token in the table population.tsv: by its phonetic
// code, so that every spelling of one code carries the same, and by its
// consonants.
func PopulationKeys(t *Token) []string {
	switch {
	case t.Kind != Word || t.Korean != nil:
		return nil
	case len(t.Sounds) == 0 || t.Sounds[0].Code == "":
		return nil
	case t.Sounds[0].Skeleton != "":
		return []string{t.Sounds[0].Code, consonants + t.Sounds[0].Skeleton}
	}
	return []string{t.Sounds[0].Code}
}

const (
	consonants = "-" // marks a key of population.tsv that is a skeleton
	odd        = 1.5 // bits that a rare spelling carries beyond what its consonants do
)

var population = sync.OnceValue(func() map[string]float64 {
	p, err := readPopulation(populationTSV)
	if err != nil {
		panic(err) // the file is compiled in and covered by a test
	}
	return p
})

func readPopulation(tsv string) (map[string]float64, error) {
	p := make(map[string]float64, 1<<14)
	for line := range strings.Lines(tsv) {
		if strings.HasPrefix(line, "#") {
			continue
		}
		number, words, _ := strings.Cut(line, "\t")
		bits, err := strconv.ParseFloat(number, 64)
		if err != nil || bits <= 0 || bits > MaxBits {
			return nil, fmt.Errorf("reading population.tsv: %q is no number of bits", number)
		}
		for w := range strings.FieldsSeq(words) {
			p[w] = bits
		}
	}
	return p, nil
}

// Bits is the information a token carries: -log2 of the share of names that
// hold it, after the frozen table population.tsv, or by its length. It never
// depends on the lists searched, so that scores do not drift with them.
func Bits(t *Token) float64 {
	n := utf8.RuneCountInString(t.Surface)
	switch {
	case t.Kind == Number:
		return min(MaxBits, 1+math.Log2(10)*float64(n))
	case t.Kind == Acronym:
		return min(MaxBits, 2.5*float64(n))
	case t.Kind == Initial:
		return 4
	}
	if b, ok := domainBits(t); ok {
		return b
	}
	if b, ok := koreanBits(t); ok {
		return b
	}
	most := min(MaxBits, 4+1.7*float64(n))
	if t.Patronymic {
		most = ofFather
	}
	if t.Script == Han || t.Script == Kana {
		most = min(MaxBits, 2+4*float64(n))
	}
	if len(t.Sounds) > 0 {
		if b, ok := population()[t.Sounds[0].Code]; ok {
			return min(most, b)
		}
		if b, ok := population()[consonants+t.Sounds[0].Skeleton]; ok {
			return min(most, b+odd)
		}
	}
	return most
}

// ofFather is the most that a Slavic patronymic carries: it is left out at
// will, and a father's given name is one of few.
const ofFather = 8
