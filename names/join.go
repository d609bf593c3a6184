package names

import (
	"strings"

	"plimsoll/names/korean"
)

// The readings of a part that count when parts are put together: those of
// further readings are too many combinations for what they find.
const (
	joinSounds = 2
	joinKorean = 4
)

// MaxJoin is how many adjacent tokens can be written as one.
const MaxJoin = 3

// JoinedSimilarity compares adjacent tokens of one name with a single token of
// another, as when "An San" is written "Ansan". They agree when codes of the
// parts, put together, are a code of the one; where a part begins with the
// letter that the part before it ends with, the letter counts once, as in any
// code. Only words are joined, and of codes only those of two letters and more.
func JoinedSimilarity(parts []Token, one *Token) Match {
	if one.Kind != Word || len(parts) < 2 || len(parts) > MaxJoin {
		return Match{}
	}
	for i := range parts {
		if parts[i].Kind != Word {
			return Match{}
		}
	}
	for i := range one.Sounds {
		if code := one.Sounds[i].Code; len(code) <= maxCut && startsWith(code, parts) {
			return Match{simJoined, WrittenAsOne}
		}
	}
	for _, code := range one.Korean {
		if startsKorean(code, parts) {
			return Match{simJoined, WrittenAsOne}
		}
	}
	return Match{}
}

// MayBegin reports whether a token can be the first of adjacent tokens that one
// writes as one; where it cannot, [JoinedSimilarity] is 0 whatever follows.
func MayBegin(part, one *Token) bool {
	if part.Kind != Word || one.Kind != Word {
		return false
	}
	for i := range part.Sounds[:min(joinSounds, len(part.Sounds))] {
		c := part.Sounds[i].Code
		if len(c) < minPart {
			continue
		}
		for j := range one.Sounds {
			if code := one.Sounds[j].Code; len(code) > len(c) && code[0] == c[0] && strings.HasPrefix(code, c) {
				return true
			}
		}
	}
	return len(part.Korean) > 0 && len(one.Korean) > 0
}

// startsWith reports whether the parts' codes make up the whole code.
func startsWith(code string, parts []Token) bool {
	sounds := parts[0].Sounds
	for i := range sounds[:min(joinSounds, len(sounds))] {
		c := sounds[i].Code
		if len(c) < minPart || !strings.HasPrefix(code, c) {
			continue
		}
		rest := code[len(c):]
		if len(parts) == 1 {
			if rest == "" {
				return true
			}
			continue
		}
		// The next part may begin with the letter this one ends with.
		if startsWith(rest, parts[1:]) || startsWith(code[len(c)-1:], parts[1:]) {
			return true
		}
	}
	return false
}

func startsKorean(code string, parts []Token) bool {
	for _, c := range parts[0].Korean[:min(joinKorean, len(parts[0].Korean))] {
		rest, ok := strings.CutPrefix(code, c)
		switch {
		case !ok:
		case len(parts) == 1:
			if rest == "" {
				return true
			}
		case strings.HasPrefix(rest, KoreanBreak) && startsKorean(rest[len(KoreanBreak):], parts[1:]):
			return true
		}
	}
	return false
}

// KoreanBreak divides the syllables in a code of [Token.Korean].
const KoreanBreak = korean.Break

// JoinProbes gives the keys under which a query's adjacent tokens find a
// listed token that writes them as one: for any d with JoinedSimilarity(parts,
// d) > 0, one of them is among Codes(d).
func JoinProbes(parts []Token, add func(Key)) {
	for i := range parts {
		if parts[i].Kind != Word {
			return
		}
	}
	joinCodes("", parts, func(code string) { add(key('c', code)) })
	joinKoreans("", parts, func(code string) { add(key('k', code)) })
}

func joinCodes(head string, parts []Token, add func(string)) {
	if len(parts) == 0 {
		add(head)
		return
	}
	sounds := parts[0].Sounds
	for i := range sounds[:min(joinSounds, len(sounds))] {
		c := sounds[i].Code
		if len(c) < minPart {
			continue
		}
		if head != "" && head[len(head)-1] == c[0] {
			joinCodes(head+c[1:], parts[1:], add)
			continue
		}
		joinCodes(head+c, parts[1:], add)
	}
}

func joinKoreans(head string, parts []Token, add func(string)) {
	if len(parts) == 0 {
		add(head)
		return
	}
	for _, c := range parts[0].Korean[:min(joinKorean, len(parts[0].Korean))] {
		if head != "" {
			c = head + KoreanBreak + c
		}
		joinKoreans(c, parts[1:], add)
	}
}

// Cuts gives the ways to divide a token into up to [MaxJoin] parts, each part as
// one of its codes: for any adjacent parts with JoinedSimilarity(parts, t) > 0,
// one of the ways has of every part in turn one of its [Codes]. A way is followed only while
// has knows its keys; the slice is used again.
func Cuts(t *Token, has func(Key) bool, add func(parts []Key)) {
	if t.Kind != Word {
		return
	}
	var way [MaxJoin]Key
	for i := range t.Sounds {
		if code := t.Sounds[i].Code; len(code) <= maxCut {
			cutCode(code, way[:0], has, add)
		}
	}
	for _, code := range t.Korean {
		cutKorean(code, way[:0], has, add)
	}
}

// Limits of what is joined and divided: a single letter is no part of a word,
// and a query that is one endless word must not cost more than a real one.
const (
	minPart = 2
	maxCut  = 40
)

func cutCode(code string, way []Key, has func(Key) bool, add func([]Key)) {
	h := keyOf('c')
	for n := range len(code) {
		h = h.with(code[n])
		if n+1 < minPart || !has(Key(h)) {
			continue
		}
		next := append(way, Key(h))
		switch rest := code[n+1:]; {
		case rest == "" && len(way) > 0:
			add(next)
		case len(next) < MaxJoin && len(rest) >= minPart:
			cutCode(rest, next, has, add)
		}
		// The next part may begin with the letter this one ends with.
		if len(next) < MaxJoin && len(code)-n >= minPart {
			cutCode(code[n:], next, has, add)
		}
	}
}

func cutKorean(code string, way []Key, has func(Key) bool, add func([]Key)) {
	if len(way) > 0 {
		if k := key('k', code); has(k) {
			add(append(way, k))
		}
	}
	if len(way) == MaxJoin-1 {
		return
	}
	for n := range len(code) {
		if code[n] != KoreanBreak[0] {
			continue
		}
		if k := key('k', code[:n]); has(k) {
			cutKorean(code[n+1:], append(way, k), has, add)
		}
	}
}
