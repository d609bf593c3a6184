package korean

import (
	_ "embed"
	"fmt"
	"math"
	"strconv"
	"strings"
	"sync"
	"unicode/utf8"
)

//go:embed hanja.txt
var hanjaText string

//go:embed syllables.csv
var syllablesText string

// absent is the rarity of a class that no Korean word is made of.
const absent = math.MaxUint8

// table is what the files say, by class before the law.
type table struct {
	hanja    map[rune][]class // readings of a character, lawful, sorted
	texts    [classCount]string
	lawful   [classCount]class
	rarity   [classCount]uint8    // in bits as a syllable of a given name; absent for no syllable of Korean
	surname  [classCount]float64  // in bits, as a family name of one syllable; 0 for none
	given    [classCount]float64  // in bits, as a syllable of a given name; lawful classes only
	compound map[[2]class]float64 // family names of two syllables, lawful
}

var tables = sync.OnceValue(func() *table {
	t, err := readTables(hanjaText, syllablesText)
	if err != nil {
		panic(err) // the files are compiled in and covered by a test
	}
	return t
})

// The bits of what the counts hold seldom or never.
const (
	rarestSurname = 13
	rarestGiven   = 13
)

func readTables(hanja, syllables string) (*table, error) {
	t := &table{hanja: map[rune][]class{}, compound: map[[2]class]float64{}}
	for c := range class(classCount) {
		t.texts[c], t.lawful[c], t.rarity[c] = c.text(), c.law(), absent
	}
	if err := t.readHanja(hanja); err != nil {
		return nil, fmt.Errorf("reading hanja.txt: %w", err)
	}
	if err := t.readSyllables(syllables); err != nil {
		return nil, fmt.Errorf("reading syllables.csv: %w", err)
	}
	return t, nil
}

// readHanja reads lines of a reading in Hangul and the characters read so.
func (t *table) readHanja(text string) error {
	for line := range strings.Lines(text) {
		line = strings.TrimSpace(line)
		if line == "" || strings.HasPrefix(line, "#") {
			continue
		}
		reading, chars, ok := strings.Cut(line, " ")
		r, size := utf8.DecodeRuneInString(reading)
		c, isHangul := hangulClass(r)
		if !ok || !isHangul || size != len(reading) {
			return fmt.Errorf("%q does not begin with a syllable of Hangul", line)
		}
		t.rarity[c] = rarestGiven + 1
		c = c.law()
		for _, char := range chars {
			t.hanja[char] = insert(t.hanja[char], c)
		}
	}
	return nil
}

func insert(sorted []class, c class) []class {
	at := 0
	for at < len(sorted) && sorted[at] < c {
		at++
	}
	if at < len(sorted) && sorted[at] == c {
		return sorted
	}
	sorted = append(sorted, 0)
	copy(sorted[at+1:], sorted[at:])
	sorted[at] = c
	return sorted
}

// readSyllables reads how often a syllable is a family name and how often a
// part of a given name.
func (t *table) readSyllables(text string) error {
	var surnames, givens [classCount]float64
	compounds := map[[2]class]float64{}
	var allSurnames, allGivens float64
	for line := range strings.Lines(text) {
		line = strings.TrimSpace(line)
		if line == "" || line[0] == '#' || strings.HasPrefix(line, "syllable") {
			continue
		}
		f := strings.Split(line, ",")
		if len(f) != 3 {
			return fmt.Errorf("%q has not three fields", line)
		}
		var cs []class
		for _, r := range f[0] {
			c, ok := hangulClass(r)
			if !ok {
				return fmt.Errorf("%q is not Hangul", f[0])
			}
			cs = append(cs, c)
		}
		surname, err1 := strconv.ParseFloat(f[1], 64)
		given, err2 := strconv.ParseFloat(f[2], 64)
		if len(cs) == 0 || len(cs) > 2 || err1 != nil || err2 != nil {
			return fmt.Errorf("%q: want syllable,count,count", line)
		}
		allSurnames, allGivens = allSurnames+surname, allGivens+given
		if len(cs) == 2 {
			compounds[[2]class{cs[0].law(), cs[1].law()}] += surname
			continue
		}
		t.rarity[cs[0]] = min(t.rarity[cs[0]], rarestGiven+1)
		surnames[cs[0]] += surname
		givens[cs[0].law()] += given
	}
	bits := func(n, of, most float64) float64 {
		if n == 0 {
			return most
		}
		return min(most, -math.Log2(n/of))
	}
	var lawfulSurnames [classCount]float64
	for c, n := range surnames {
		lawfulSurnames[t.lawful[c]] += n
	}
	for c := range class(classCount) {
		l := t.lawful[c]
		if surnames[c] > 0 {
			t.surname[c] = bits(lawfulSurnames[l], allSurnames, rarestSurname)
			t.surname[l] = t.surname[c]
		}
		t.given[c] = bits(givens[l], allGivens, rarestGiven)
		if t.rarity[c] != absent && givens[l] > 0 {
			t.rarity[c] = uint8(t.given[c])
		}
	}
	for c := range class(classCount) { // 져 is in no table, but written for 저
		if i, v, f := c.parts(); i == initialJ && palatal(v) {
			t.rarity[c] = t.rarity[classOf(i, plainOf(v), f)]
		}
	}
	for two, n := range compounds {
		t.compound[two] = bits(n, allSurnames, rarestSurname)
	}
	return nil
}
