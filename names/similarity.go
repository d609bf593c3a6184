package names

import (
	"math"
	"math/bits"
	"slices"
	"strings"
	"unicode/utf8"
)

// Version names the rules and tables of this package. It changes whenever a
// score could.
const Version = "names-3"

// MaxBits is the most information one token is credited with.
const MaxBits = 13

// Relation says how two tokens are similar.
type Relation uint8

// The relations, and the keys under which an index finds them (see Keys).
const (
	Unrelated    Relation = iota
	SameWord              // the surface
	SameNumber            // exact or nothing
	SameSound             // the phonetic code
	SameKorean            // a reading as Korean
	SameBones             // the consonant skeleton, the vowels being close
	NearWord              // one or two edits
	SameStart             // an initial and a word
	WrittenAsOne          // adjacent tokens against one
	SameMeaning           // words of one meaning, see domains.tsv
)

func (r Relation) String() string {
	return [...]string{
		"no relation", "same word", "same number", "same sound", "same reading as Korean", "same consonants",
		"spelling differs slightly", "initial", "written as one word", "same meaning",
	}[r]
}

// Match is the outcome of comparing two tokens.
type Match struct {
	Similarity float64
	Relation   Relation
}

// The similarity of tokens that agree by something less than their surface.
const (
	simSound  = 0.93
	simKorean = 0.93
	simScript = 0.96 // the same sound written in two scripts: no spelling to differ
	simBones  = 0.78
	simStart  = 0.90
	simJoined = 0.95
	simMean   = 0.90
)

// Similarity compares two tokens. It is 1 for the same word, between 0.7 and
// 1 for any other relation, and 0 for no relation; it is symmetric, and costs
// a bounded time whatever the tokens. In order:
//
//   - numbers agree exactly or not at all, and with nothing else;
//   - the same surface is 1;
//   - an initial and a word that begins with it are 0.90, and nothing else
//     agrees with an initial;
//   - when both read as Korean, a common reading is 0.93, or 0.96 across
//     scripts; a single syllable has no other relation, because half of all
//     Korean syllables are one letter from another;
//   - the same phonetic code is 0.93, or 0.96 across scripts;
//   - an edit distance (with transpositions) of 1 for readings of 4 to 8
//     letters and of 2 for longer ones gives 1 - 0.9 x weight / length, where
//     an edit of a vowel, of a confusable pair or of a doubled letter weighs
//     0.6 and any other 1, and a different first letter adds 0.4;
//   - two words of one meaning (bank, банк, 银行; see domains.tsv) are 0.90;
//   - the same skeleton of three or more consonants, at an edit distance of
//     at most 3 between the codes, is 0.78; where one side is written without
//     its vowels, the same consonants are enough.
//
// A token of another script has several Latin readings; the closest count.
func Similarity(a, b *Token) Match {
	switch {
	case a.Kind == Number || b.Kind == Number:
		if a.Kind == b.Kind && a.Surface == b.Surface {
			return Match{1, SameNumber}
		}
		return Match{}
	case a.Surface == b.Surface:
		return Match{1, SameWord}
	case a.Kind == Acronym || b.Kind == Acronym:
		return withAcronym(a, b)
	case a.Kind == Initial || b.Kind == Initial:
		return withInitial(a, b)
	}
	if len(a.Korean) > 0 && len(b.Korean) > 0 {
		if share(a.Korean, b.Korean) {
			return Match{across(a, b, simKorean), SameKorean}
		}
		if a.Single || b.Single {
			return Match{}
		}
	}
	var best Match
	for i := range a.Sounds {
		for j := range b.Sounds {
			if m := alike(a, b, &a.Sounds[i], &b.Sounds[j]); m.Similarity > best.Similarity {
				best = m
			}
		}
	}
	if best.Similarity < simBones && (len(a.Bones) > 0 || len(b.Bones) > 0) && shareBones(a, b) {
		best = Match{simBones, SameBones}
	}
	if best.Similarity < simMean && sameMeaning(a, b) {
		return Match{simMean, SameMeaning}
	}
	return best
}

// sameMeaning reports whether two words are in one group of domains.tsv.
func sameMeaning(a, b *Token) bool {
	for _, g := range a.Groups {
		if g >= firstDomain && slices.Contains(b.Groups, g) {
			return true
		}
	}
	return false
}

// alike compares one reading of each of two tokens.
func alike(a, b *Token, f, g *Sound) Match {
	if f.Code == "" || g.Code == "" {
		return Match{}
	}
	if f.Code == g.Code {
		return Match{across(a, b, simSound), SameSound}
	}
	if s := near(f, g); s > 0 {
		return Match{s, NearWord}
	}
	if f.Skeleton != "" && f.Skeleton == g.Skeleton {
		if d, _ := editDistance(f.Code, g.Code, 3); d <= 3 {
			return Match{simBones, SameBones}
		}
	}
	return Match{}
}

// shareBones reports whether a word written without its vowels has the
// consonants of the other, with whatever vowels.
func shareBones(a, b *Token) bool {
	has := func(t *Token, bone string) bool {
		return slices.Contains(t.Bones, bone) || slices.ContainsFunc(t.Sounds, func(f Sound) bool { return f.Skeleton == bone })
	}
	return slices.ContainsFunc(a.Bones, func(bone string) bool { return has(b, bone) }) ||
		slices.ContainsFunc(b.Bones, func(bone string) bool { return has(a, bone) })
}

func across(a, b *Token, same float64) float64 {
	if a.Script != b.Script {
		return simScript
	}
	return same
}

// withAcronym compares letters of two scripts: in one script nothing but the
// same letters agree.
func withAcronym(a, b *Token) Match {
	if a.Script == b.Script || a.Kind == Initial || b.Kind == Initial || len(a.Sounds) == 0 || len(b.Sounds) == 0 ||
		a.Sounds[0].Code == "" || a.Sounds[0].Code != b.Sounds[0].Code {
		return Match{}
	}
	return Match{simScript, SameSound}
}

func withInitial(a, b *Token) Match {
	if a.Kind == b.Kind { // two initials, not the same letter in one script
		if a.Latin() != "" && a.Latin() == b.Latin() {
			return Match{simStart, SameStart}
		}
		return Match{}
	}
	if a.Kind != Initial {
		a, b = b, a
	}
	if a.Latin() != "" && strings.HasPrefix(b.Latin(), a.Latin()) {
		return Match{simStart, SameStart}
	}
	return Match{}
}

// share reports whether two sorted lists have a value in common.
func share(a, b []string) bool {
	for i, j := 0, 0; i < len(a) && j < len(b); {
		switch {
		case a[i] == b[j]:
			return true
		case a[i] < b[j]:
			i++
		default:
			j++
		}
	}
	return false
}

// EditsAllowed is the edit distance at which readings of this many runes are
// still similar. The shorter of two readings decides.
func EditsAllowed(runes int) int {
	switch {
	case runes < 4 || runes > MaxEdit:
		return 0
	case runes <= 8:
		return 1
	}
	return 2
}

// near is the similarity by edit distance. A letter that only one side has
// costs that side an edit, which settles most pairs without a table.
func near(x, y *Sound) float64 {
	a, b := x.Latin, y.Latin
	la, lb := utf8.RuneCountInString(a), utf8.RuneCountInString(b)
	if max(la, lb) > MaxEdit {
		return 0
	}
	k := EditsAllowed(min(la, lb))
	if k == 0 || max(la, lb)-min(la, lb) > k ||
		bits.OnesCount32(x.letters&^y.letters) > k || bits.OnesCount32(y.letters&^x.letters) > k {
		return 0
	}
	d, weight := editDistance(a, b, k)
	if d > k {
		return 0
	}
	if a[0] != b[0] {
		weight += 0.4
	}
	// In hundredths, for an index counts the different values (screen.Meta).
	return max(0.7, math.Round(100-90*weight/float64(min(la, lb)))/100)
}

// Bits is the information a token carries: -log2 of the share of names that
// hold it, after the frozen table words.csv, or by its length. It never
// depends on the lists searched, so that scores do not drift with them.
func Bits(t *Token) float64 {
	n := utf8.RuneCountInString(t.Surface)
	switch {
	case t.Kind == Number:
		return min(MaxBits, 1+math.Log2(10)*float64(n))
	case t.Kind == Acronym:
		return min(MaxBits, 2.5*float64(n))
	case t.Kind == Initial:
		return 3
	}
	if b, ok := domainBits(t); ok {
		return b
	}
	if b, ok := tables().bits[t.Latin()]; ok {
		return b
	}
	if t.Single {
		return 5.5
	}
	switch t.Script {
	case Han, Kana:
		return min(MaxBits, 2+4*float64(n))
	}
	return min(MaxBits, 3+1.35*float64(n))
}
