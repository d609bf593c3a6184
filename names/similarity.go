package names

import (
	"math"
	"math/bits"
	"slices"
	"strings"
	"unicode/utf8"

	"plimsoll/names/korean"
)

// Version names the rules and tables of this package. It changes whenever a
// score could.
const Version = "names-7"

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
	SameGroup             // a group of names of one origin
	SameMeaning           // words of one meaning, see domains.tsv
)

func (r Relation) String() string {
	return [...]string{
		"no relation", "same word", "same number", "same sound", "same reading as Korean", "same consonants",
		"spelling differs slightly", "initial", "written as one word",
		"forms of one name", "same meaning",
	}[r]
}

// Match is the outcome of comparing two tokens.
type Match struct {
	Similarity float64
	Relation   Relation
}

// The similarity of tokens that agree by something less than their surface.
const (
	simSound  = 0.94
	simKorean = 0.93
	simHangul = 0.85 // two spellings in Hangul that Latin letters do not tell apart
	simScript = 0.96 // the same sound written in two scripts: no spelling to differ
	simBones  = 0.78
	leastCode = 0.80 // of codes that differ by an edit
	simStart  = 0.80
	simJoined = 0.95
	simMean   = 0.90
)

// Similarity compares two tokens. It is 1 for the same word, between 0.6 and
// 1 for any other relation, and 0 for no relation; it is symmetric, and costs
// a bounded time whatever the tokens. In order:
//
//   - numbers agree exactly or not at all, and with nothing else;
//   - the same surface is 1;
//   - an initial and a word that begins with it are 0.80, and nothing else
//     agrees with an initial;
//   - when both read as Korean, a common reading is 0.93, or 0.96 across
//     scripts; two spellings in Hangul are 0.96 when they differ as North and
//     South do (리, 이), and else 0.85 (정, 종), for there Hangul is exact; a
//     single syllable has no other relation, because half of all Korean
//     syllables are one letter from another, unless it is a character, which
//     may be a Chinese's; and longer words have the same code or one edit;
//   - two words in Chinese characters have the same code or nothing;
//   - the same phonetic code is 0.94, or 0.96 across scripts;
//   - an edit distance (with transpositions) of 1 for readings of 4 to 8
//     letters and of 2 for longer ones gives 1 - 1.1 x weight / length, at most
//     0.93 and at least 0.6, where an edit weighs 0.4 to 1.2 by how often
//     spellings of one name differ by it, and a different first letter adds
//     0.4; where the readings are further apart, the same for the codes of
//     the likeliest when it is 0.80 or more;
//   - two words of one meaning (bank, банк, 银行; see domains.tsv) are 0.90, or 0.96
//     across scripts, where there is no other way to write it;
//   - the same skeleton of three or more consonants, at an edit distance of
//     at most 3 between the codes, is 0.78; where one side is written without
//     its vowels, the same consonants are enough;
//   - in one group of names of one origin it is 0.93 for forms of one name,
//     0.87 for a short name and 0.85 for a translation.
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
	edits := maxEdits
	if a.Script == Han && b.Script == Han {
		edits = 0
	}
	if len(a.Korean) > 0 && len(b.Korean) > 0 {
		if share(a.Korean, b.Korean) {
			return Match{alikeInKorean(a, b), SameKorean}
		}
		if (a.Single || b.Single) && a.Script != Han && b.Script != Han {
			return Match{}
		}
		edits = min(edits, 1)
	}
	var best Match
	for i := range a.Sounds {
		for j := range b.Sounds {
			m := alike(a, b, &a.Sounds[i], &b.Sounds[j], edits, i+j == 0)
			if m.Relation == SameSound {
				return m // nothing below is closer
			}
			if m.Similarity > best.Similarity {
				best = m
			}
		}
	}
	if k := kinship(a, b); k > best.Similarity {
		best = Match{k, SameGroup}
	}
	if best.Similarity < simBones && (len(a.Bones) > 0 || len(b.Bones) > 0) && shareBones(a, b) {
		best = Match{simBones, SameBones}
	}
	if mean := across(a, b, simMean); best.Similarity < mean && sameMeaning(a, b) {
		return Match{mean, SameMeaning}
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
// With fewer edits allowed than most, the same skeleton is not enough.
// First says that both readings are the likeliest.
func alike(a, b *Token, f, g *Sound, edits int, first bool) Match {
	if f.Code == "" || g.Code == "" {
		return Match{}
	}
	if f.Code == g.Code {
		return Match{across(a, b, simSound), SameSound}
	}
	if s := near(f, g, edits, first && edits == maxEdits); s > 0 {
		return Match{s, NearWord}
	}
	if edits == maxEdits && f.Skeleton != "" && f.Skeleton == g.Skeleton {
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

// alikeInKorean is the similarity of two words with a reading in common.
func alikeInKorean(a, b *Token) float64 {
	if a.Script != Hangul || b.Script != Hangul {
		return across(a, b, simKorean)
	}
	if korean.SameWord(a.Surface, b.Surface) {
		return simScript
	}
	return simHangul
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

// maxEdits is the most that EditsAllowed says.
const maxEdits = 2

// EditsAllowed is the edit distance at which readings of this many runes are
// still similar. The shorter of two readings decides.
func EditsAllowed(runes int) int {
	switch {
	case runes < 4 || runes > MaxEdit:
		return 0
	case runes <= 8:
		return 1
	}
	return maxEdits
}

// near is the similarity by edit distance, of the readings or, if asked, of
// their codes, for an edit of the one is often none of the other. Codes, being
// shorter, must differ by an edit that spellers make; they are not looked at
// where the readings are near, for they would seldom say more.
func near(x, y *Sound, edits int, codes bool) float64 {
	best := closeness(x.Latin, y.Latin, x.letters, y.letters, edits)
	if best == 0 && codes && (x.Code != x.Latin || y.Code != y.Latin) {
		if s := closeness(x.Code, y.Code, lettersOf(x.Code), lettersOf(y.Code), edits); s >= leastCode {
			best = max(best, s)
		}
	}
	return best
}

// closeness is 0 beyond the edits allowed. A letter that only one side has
// costs that side an edit, which settles most pairs without a table.
func closeness(a, b string, inA, inB uint32, edits int) float64 {
	apart := max(bits.OnesCount32(inA&^inB), bits.OnesCount32(inB&^inA))
	if apart > edits {
		return 0
	}
	la, lb := utf8.RuneCountInString(a), utf8.RuneCountInString(b)
	if max(la, lb) > MaxEdit {
		return 0
	}
	k := min(edits, EditsAllowed(min(la, lb)))
	if k == 0 || max(la, lb)-min(la, lb) > k || apart > k {
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
	return min(simSound-0.01, max(0.6, math.Round(100-110*weight/float64(min(la, lb)))/100))
}
