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

// Stored gives the keys under which an index keeps a listed token, Probes
// those under which a query looks for it. Together they are complete:
//
//	Similarity(q, d) > 0 implies that Probes(q) and Stored(d) have a key in common.
//
// The proof goes by relation. Same word, number, sound, skeleton and Korean
// reading each have a key made of exactly what must be equal. An initial is
// looked for under the first letter of words, and a word under that of
// initials. For the edit distance, take an alignment of d <= k edits: every
// edit is undone by deleting at most one letter on either side (a
// transposition by deleting the same letter from both), so both tokens have a
// common form with at most k letters deleted from each; the keys hold all
// such forms, with k taken from each token's own length, which is never less
// than the k of the shorter. A property test holds the two against each other.
func Stored(t *Token, add func(Key)) {
	common(t, add)
	if t.Kind == Number || t.Latin() == "" {
		return
	}
	if t.Kind == Initial {
		add(key('i', t.Latin()[:1]))
	} else {
		add(key('f', t.Latin()[:1]))
	}
}

// Probes gives the keys under which a query looks for a token; see [Stored].
func Probes(t *Token, add func(Key)) {
	common(t, add)
	if t.Kind == Number || t.Latin() == "" {
		return
	}
	add(key('i', t.Latin()[:1]))
	if t.Kind == Initial {
		add(key('f', t.Latin()[:1]))
	}
}

func common(t *Token, add func(Key)) {
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
