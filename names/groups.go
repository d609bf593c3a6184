package names

import (
	_ "embed"
	"fmt"
	"slices"
	"strings"
	"sync"
)

// Names of one origin that no rule of sounds brings together: those of
// neighbouring languages, translations, short names, and writings in scripts
// that spell foreign names by ear. Two tokens in one group are similar to the
// degree of its kind.

//go:embed kin.tsv
var kinTSV string

//go:embed nicknames.tsv
var nicknamesTSV string

//go:embed variants.tsv
var variantsTSV string

//go:embed shortnames.tsv
var shortNamesTSV string

// kin is the kind of a group, the low bits of its number.
type kin uint32

const (
	variant     kin = iota // one name
	nickname               // a short name and the full one
	translation            // one name in languages far apart
	kinds       = 4
)

var simKin = [kinds]float64{variant: 0.93, nickname: 0.87, translation: 0.85}

// groups finds the groups of a word: one in Latin letters by its code, another
// by itself or by the codes of its readings.
type groups struct {
	byCode, byWord map[string][]uint32
	count          uint32
}

var groupTable = sync.OnceValue(mustReadGroups)

func mustReadGroups() *groups {
	g := &groups{byCode: map[string][]uint32{}, byWord: map[string][]uint32{}}
	for _, file := range []struct{ name, tsv string }{
		{"kin", kinTSV}, {"nicknames", nicknamesTSV}, {"variants", variantsTSV}, {"shortnames", shortNamesTSV},
	} {
		if err := g.read(file.tsv); err != nil {
			panic(fmt.Sprintf("names: %s.tsv: %v", file.name, err)) // compiled in and covered by a test
		}
	}
	return g
}

// read takes lines of a kind, a tab and words.
func (g *groups) read(tsv string) error {
	for line := range strings.Lines(tsv) {
		line = strings.TrimSuffix(line, "\n")
		if line == "" || line[0] == '#' {
			continue
		}
		mark, words, ok := strings.Cut(line, "\t")
		k := strings.Index("vnt", mark)
		if !ok || len(mark) != 1 || k < 0 || words == "" {
			return fmt.Errorf("%q: want v, n or t, a tab, and words", line)
		}
		id := g.count*kinds + uint32(k) //nolint:gosec // 0, 1 or 2
		g.count++
		for word := range strings.SplitSeq(words, " ") {
			in, key := g.byWord, word
			if word[0] < 0x80 {
				in, key = g.byCode, Phonetic(word)
			}
			if have := in[key]; len(have) == 0 || have[len(have)-1] != id {
				in[key] = append(have, id)
			}
		}
	}
	return nil
}

// of lists the groups of a token, sorted.
func (g *groups) of(t *Token) []uint32 {
	if t.Script == Latin && len(t.Sounds) == 1 {
		return g.byCode[t.Sounds[0].Code] // by far the most; nothing is copied
	}
	var all []uint32
	if t.Script != Latin {
		all = append(all, g.byWord[t.Surface]...)
	}
	for i := range t.Sounds {
		all = append(all, g.byCode[t.Sounds[i].Code]...)
	}
	slices.Sort(all)
	return slices.Compact(all)
}

// kinship is the similarity of two tokens by the closest group they share.
func kinship(a, b *Token) (best float64) {
	for i, j := 0, 0; i < len(a.Groups) && j < len(b.Groups); {
		switch {
		case a.Groups[i] == b.Groups[j]:
			best = max(best, simKin[a.Groups[i]%kinds])
			i++
			j++
		case a.Groups[i] < b.Groups[j]:
			i++
		default:
			j++
		}
	}
	return best
}
