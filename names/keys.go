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

// partial is a key in the making.
type partial uint64

func keyOf(kind byte) partial { return partial((uint64(fnvOffset) ^ uint64(kind)) * fnvPrime) }

func (p partial) with(c byte) partial { return (p ^ partial(c)) * fnvPrime }

func key(kind byte, s string) Key {
	h := keyOf(kind)
	for i := range len(s) {
		h = h.with(s[i])
	}
	return Key(h)
}

// Codes and Keys give the keys of a token: an index keeps a listed token under
// them, and a query looks for partners of its own under the same. Together they
// are complete but for initials:
//
//	Similarity(q, d) > 0 implies that the keys of q and those of d have one in
//	common, or that one of the two is an Initial and First(q) == First(d).
//
// The proof goes by relation. Same word, number, sound, skeleton, bone, group
// and Korean reading each have a key made of exactly what must be equal. For
// the edit distance, take an alignment of d <= k edits: every edit is undone by
// deleting at most one letter on either side (a transposition by deleting the
// same letter from both), so both tokens have a common form with at most k
// letters deleted from each; the keys hold all such forms, with k taken from
// each token's own length, which is never less than the k of the shorter; the
// codes of the likeliest readings have theirs where they are not the readings
// themselves, and where they are, both sides' forms are of one kind. A
// property test holds the two against each other.
//
// Codes are the keys of whole readings, to which joined words come down as
// well; Keys are all others.
func Codes(t *Token, add func(Key)) {
	if t.Kind == Number || t.Kind == Initial {
		return
	}
	for i := range t.Sounds {
		if code := t.Sounds[i].Code; code != "" {
			add(key('c', code))
		}
	}
	for _, k := range t.Korean {
		add(key('k', k))
	}
}

// Keys gives the keys that [Codes] does not.
func Keys(t *Token, add func(Key)) {
	if t.Kind == Number {
		add(key('n', t.Surface))
		return
	}
	add(key('s', t.Surface))
	if t.Kind == Initial || t.Kind == Acronym {
		return
	}
	for i := range t.Sounds {
		soundKeys(&t.Sounds[i], add)
	}
	if len(t.Sounds) > 0 {
		f := &t.Sounds[0]
		if n := len(f.Code); n <= MaxEdit && f.Code != f.Latin {
			deletions(f.Code, EditsAllowed(n), add)
		}
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
	if f.Skeleton != "" {
		add(key('x', f.Skeleton))
	}
	if n := utf8.RuneCountInString(f.Latin); n <= MaxEdit {
		deletions(f.Latin, EditsAllowed(n), add)
	}
}

// deletions gives a key for every form of s with up to k letters taken out, k
// being at most 2. The hash of a form is put together from those of the pieces
// between the letters taken out.
func deletions(s string, k int, add func(Key)) {
	if k == 0 {
		return
	}
	var head, power [MaxEdit + 1]uint64 // of the first so many letters; the base to that power
	power[0] = 1
	n := 0
	for _, c := range s {
		head[n+1] = head[n]*base + uint64(c) //nolint:gosec // a rune is not negative
		power[n+1] = power[n] * base
		n++
	}
	piece := func(from, to int) uint64 { return head[to] - head[from]*power[to-from] }
	emit := func(h uint64) { add(Key(h*fnvPrime ^ fnvOffset)) }
	emit(head[n])
	for i := range n {
		emit(head[i]*power[n-i-1] + piece(i+1, n))
		if k < 2 {
			continue
		}
		for j := i + 1; j < n; j++ {
			emit((head[i]*power[j-i-1]+piece(i+1, j))*power[n-j-1] + piece(j+1, n))
		}
	}
}

// base of the hash of deletions is odd and large, so that its powers fill 64 bits.
const base = 0x9e3779b97f4a7c15
