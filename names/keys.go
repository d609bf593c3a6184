package names

import "unicode/utf8"

// Key stands for one way in which two tokens can be similar. Keys of
// different ways never meet on purpose; should two hashes meet by chance, an
// index sees a candidate more and no fewer.
type Key uint64

const (
	fnvOffset = 14695981039346656037
	fnvPrime  = 1099511628211
)

func key(kind byte, s string) Key {
	h := (uint64(fnvOffset) ^ uint64(kind)) * fnvPrime
	for i := range len(s) {
		h = (h ^ uint64(s[i])) * fnvPrime
	}
	return Key(h)
}

// Keys gives the keys of a token: an index keeps a listed token under them,
// and a query looks for partners of its own under the same. They are complete
// but for initials:
//
//	Similarity(q, d) > 0 implies that Keys(q) and Keys(d) have one in common, or
//	that one of the two is an Initial and First(q) == First(d).
//
// The proof goes by relation. Same word, number, sound, skeleton, bone, group
// and Korean reading each have a key made of exactly what must be equal. For
// the edit distance, take an alignment of d <= k edits: every edit is undone by
// deleting at most one letter on either side (a transposition by deleting the
// same letter from both), so both tokens have a common form with at most k
// letters deleted from each; the keys hold all such forms, with k taken from
// each token's own length, which is never less than the k of the shorter. A
// property test holds the two against each other.
func Keys(t *Token, add func(Key)) {
	if t.Kind == Number {
		add(key('n', t.Surface))
		return
	}
	add(key('s', t.Surface))
	if t.Kind == Initial {
		return
	}
	for _, k := range t.Korean {
		add(key('k', k))
	}
	for i := range t.Sounds {
		soundKeys(&t.Sounds[i], add)
	}
	for _, b := range t.Bones {
		add(key('x', b))
	}
	for _, g := range t.Groups {
		add(groupKey(g))
	}
}

func groupKey(g uint32) Key {
	return key('g', string([]byte{byte(g), byte(g >> 8), byte(g >> 16), byte(g >> 24)})) //nolint:gosec // the bytes of g
}

// First is the first letter of a token's likeliest Latin reading, by which
// initials are found; 0 when there is none.
func First(t *Token) byte {
	if t.Kind == Number || t.Latin() == "" {
		return 0
	}
	return t.Latin()[0]
}

func soundKeys(f *Sound, add func(Key)) {
	if f.Code != "" {
		add(key('c', f.Code))
	}
	if f.Skeleton != "" {
		add(key('x', f.Skeleton))
	}
	if n := utf8.RuneCountInString(f.Latin); n <= MaxEdit {
		deletions(f.Latin, EditsAllowed(n), add)
	}
}

// deletions gives a key for every form of s with up to k letters taken out.
func deletions(s string, k int, add func(Key)) {
	if k == 0 {
		return
	}
	r := []rune(s)
	add(without(r, -1, -1))
	for i := range r {
		add(without(r, i, -1))
		if k < 2 {
			continue
		}
		for j := i + 1; j < len(r); j++ {
			add(without(r, i, j))
		}
	}
}

func without(r []rune, i, j int) Key {
	h := uint64(key('d', ""))
	for n, c := range r {
		if n != i && n != j {
			h = (h ^ uint64(c)) * fnvPrime
		}
	}
	return Key(h)
}
