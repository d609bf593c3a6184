package names

import (
	"strings"
	"unicode/utf8"

	"plimsoll/names/korean"
)

// readAsKorean decides whether a name is taken for a Korean's, or for that of
// a Korean ship or firm, and gives its words their codes. The readings in
// Latin letters stay: characters may be a Chinese's as well.
func readAsKorean(n *Name) {
	var buf [MaxTokens]string
	words := buf[:0]
	for i := range n.Words {
		if n.Words[i].Kind != Number {
			words = append(words, n.Words[i].Surface)
		}
	}
	if len(words) == 0 {
		return
	}
	var read []korean.Word
	if n.Class == Person || n.Class == Anything {
		read, n.Korean = korean.Person(words)
	}
	if !n.Korean && n.Class != Person {
		read, n.Korean = korean.Words(words)
	}
	at := 0
	for i := range n.Words {
		t := &n.Words[i]
		if t.Kind == Number {
			continue
		}
		switch {
		case read != nil:
			w := read[at]
			t.Korean, t.Single, t.Surname = w.Codes, w.Codes != nil && w.Syllables == 1, w.Surname
		case t.Script == Hangul: // of a name that is no Korean's, but spelled in Korean
			t.Korean = korean.Codes(t.Surface)
			t.Single = t.Korean != nil && utf8.RuneCountInString(t.Surface) == 1
		}
		at++
	}
}

// madeOfKorean reports whether the pieces of a person's name are all read as a
// Korean's, in which nothing is a particle: Bin, Da, Du, Ul are syllables of
// given names, and An, Ad begin no article.
func madeOfKorean(class Class, pieces []piece) bool {
	const most = 5 // more are no Korean's
	if class != Person || len(pieces) > most {
		return false
	}
	var words [most]string
	for i, p := range pieces {
		words[i] = p.text
	}
	_, ok := korean.Person(words[:len(pieces)])
	return ok
}

// joinHangul puts the syllables of a person's name in Hangul, which are pieces
// of their own, together again where they are no Korean's name: 도널드 is one
// word, 김정은 are three. Beside other scripts each word is judged alone.
func joinHangul(class Class, pieces []piece) []piece {
	if class != Person {
		return pieces
	}
	inside := func(i int) bool { return i > 0 && pieces[i].glued && pieces[i-1].script == Hangul } // a word of Hangul
	var words []string
	whole := true // all of the name is in Hangul
	for i, p := range pieces {
		switch {
		case p.script != Hangul:
			whole = false
		case inside(i):
			words[len(words)-1] += p.text
		default:
			words = append(words, p.text)
		}
	}
	if len(words) == 0 {
		return pieces
	}
	if whole {
		if _, ok := korean.Person(words); ok {
			return pieces
		}
	}
	var out []piece
	at := -1
	for i, p := range pieces {
		if p.script == Hangul && !inside(i) {
			at++
		}
		switch {
		case p.script != Hangul, (!whole || len(words) == 1) && isKorean(words[at]):
			out = append(out, p)
		case !inside(i):
			p.text, p.key = words[at], words[at]
			out = append(out, p)
		}
	}
	return out
}

// isKorean reports whether a word is a Korean's name by itself.
func isKorean(word string) bool {
	if utf8.RuneCountInString(word) == 1 {
		return true
	}
	_, ok := korean.Person([]string{word})
	return ok
}

// hangulReadings writes Hangul in Latin letters: a word of several syllables as
// the foreign word it is in a person's name (see joinHangul), then by each
// system.
func hangulReadings(word string) []string {
	out := korean.Foreign(word)
	for _, s := range []korean.System{korean.DPRK, korean.McCuneReischauer, korean.Revised} {
		out = append(out, strings.ReplaceAll(Fold(korean.Romanise(word, s)), " ", ""))
	}
	return out
}

// koreanBits is the information in a syllable of a name taken for Korean.
func koreanBits(t *Token) (float64, bool) {
	if !t.Single || t.Script == Han {
		return 0, false
	}
	bits, ok := korean.Bits(t.Korean, t.Surname)
	return min(MaxBits, bits), ok
}
