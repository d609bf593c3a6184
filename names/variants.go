package names

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Origin says how a name came to be a name of its bearer.
type Origin uint8

// The origins of names.
const (
	AsWritten    Origin = iota
	Unbraced            // without what stands in brackets
	Beside              // one of several names written in one: "X, a.k.a. Y", "X (formerly Y)"
	ShortForm           // the short form that stands in brackets: "(KNIC)"
	FromInitials        // the initials of the words, nowhere written
)

// Variant is another name that a written name gives its bearer.
type Variant struct {
	Name   Name
	Origin Origin
}

// Acronyms have at least so many letters and at most so many.
const (
	leastLetters = 3
	mostLetters  = 10
)

// Variants lists the further names that a name, read as n, gives. Most names
// give none; those of firms of three words or more give their initials.
func Variants(n *Name) []Variant {
	var out []Variant
	add := func(v Variant) {
		if len(v.Name.Words) > 0 && v.Name.Written != n.Written &&
			!slices.ContainsFunc(out, func(o Variant) bool { return o.Name.Written == v.Name.Written }) {
			out = append(out, v)
		}
	}
	whole := n.Written
	if len(whole) > 4*MaxRunes {
		return nil
	}
	if strings.ContainsAny(whole, "([") {
		outside, inside := braces(whole)
		for _, in := range inside {
			if other, ok := introduced(in); ok {
				add(Variant{Read(other, n.Class), Beside})
			} else if isFirm(n.Class) && isShortForm(in) {
				add(Variant{acronym(Fold(in), n.Class), ShortForm})
			}
		}
		if len(inside) > 0 && strings.ContainsFunc(outside, unicode.IsLetter) {
			whole = outside
			add(Variant{Read(outside, n.Class), Unbraced})
		}
	}
	for i, part := range besides(whole) {
		if i == 0 {
			whole = part
		}
		add(Variant{Read(part, n.Class), Beside})
	}
	if n.Class == Organisation && len(n.Words) >= 2 {
		for _, a := range initialsOf(whole, n.Class) {
			add(Variant{acronym(a, n.Class), FromInitials})
		}
	}
	return out
}

func isFirm(c Class) bool { return c == Organisation || c == Anything }

// acronym is a name of one word that agrees with the same letters alone.
func acronym(letters string, class Class) Name {
	r, _ := utf8.DecodeRuneInString(letters)
	t := Token{Surface: letters, Kind: Acronym, Script: ScriptOf(r)}
	t.read()
	t.Sounds = t.Sounds[:min(1, len(t.Sounds))]
	return Name{Written: strings.ToUpper(letters), Class: class, Words: []Token{t}}
}

// braces divides a name into what stands outside brackets and in each pair.
func braces(s string) (outside string, inside []string) {
	var out, in strings.Builder
	depth := 0
	for _, r := range s {
		switch {
		case r == '(' || r == '[':
			depth++
			out.WriteByte(' ')
		case (r == ')' || r == ']') && depth > 0:
			if depth--; depth == 0 {
				inside = append(inside, strings.TrimSpace(in.String()))
				in.Reset()
			}
		case depth > 0:
			in.WriteRune(r)
		default:
			out.WriteRune(r)
		}
	}
	return strings.TrimSpace(out.String()), inside
}

// introductions are what stands before another name.
var introductions = []string{
	"a.k.a. ", "a.k.a ", "aka ", "a/k/a ", "f.k.a. ", "f.k.a ", "fka ", "f/k/a ", "n.k.a. ", "nka ", "d.b.a. ", "dba ", "t/a ",
	"also known as ", "formerly known as ", "previously known as ", "formerly ", "previously ", "now known as ", "alias ", "ex-", "ex ", "trading as ",
	"бывш. ", "ранее ", "он же ", "она же ", "также известен как ",
}

// introduced takes the introduction off the name it stands before.
func introduced(s string) (name string, ok bool) {
	s = strings.TrimSpace(s)
	for _, intro := range introductions {
		if len(s) > len(intro) && strings.EqualFold(s[:len(intro)], intro) {
			return strings.Trim(s[len(intro):], " :;,"), true
		}
	}
	return "", false
}

// besides divides a name at what introduces another; nil for one name.
func besides(s string) []string {
	lower := strings.ToLower(s)
	if len(lower) != len(s) {
		return nil // offsets would not be those of s
	}
	var parts []string
	for rest := s; ; {
		at, size := -1, 0
		for _, intro := range introductions {
			if intro == "ex " || intro == "ex-" {
				continue // "ex works" and the like
			}
			for _, before := range []string{" ", ","} {
				if i := strings.Index(lower, before+intro); i > 0 && (at < 0 || i < at) {
					at, size = i, len(before+intro)
				}
			}
		}
		if at < 0 {
			if parts == nil {
				return nil
			}
			return append(parts, strings.Trim(rest, " :;,"))
		}
		parts = append(parts, strings.Trim(rest[:at], " :;,"))
		rest, lower = rest[at+size:], lower[at+size:]
	}
}

// isShortForm tells the short form of a firm's name in brackets from a remark:
// it is of one word in capitals, and none that any firm's name may hold.
func isShortForm(s string) bool {
	n := utf8.RuneCountInString(s)
	if n < leastLetters || n > mostLetters || strings.ContainsFunc(s, func(r rune) bool { return !unicode.IsUpper(r) }) {
		return false
	}
	folded := Fold(s)
	if _, common := domains().words[folded]; common {
		return false
	}
	_, form := formsOf().letters[folded]
	return !form && shorthand().words[folded] == nil
}

// initialsOf makes the initials of a firm's name of three words or more: of
// what tells it apart, with the particles between and with the "company" at
// its end, as firms make them.
func initialsOf(written string, class Class) []string {
	pieces, _ := split(written)
	core, _ := takeForms(pieces, class)
	if len(core) == 0 || len(core) > mostLetters+2 || core[0].script != Latin && core[0].script != Cyrillic {
		return nil
	}
	var plain, full strings.Builder
	words := 0
	for i, p := range core {
		if p.script != core[0].script || p.digits {
			return nil
		}
		r, _ := utf8.DecodeRuneInString(p.text)
		full.WriteRune(r)
		if tables().isParticle(class, p.text) && i > 0 {
			continue
		}
		plain.WriteRune(r)
		words++
	}
	var out []string
	add := func(s string) {
		if n := utf8.RuneCountInString(s); n >= leastLetters && n <= mostLetters && !slices.Contains(out, s) {
			out = append(out, s)
		}
	}
	if words >= 3 {
		add(plain.String())
		add(full.String())
	}
	if last := pieces[len(pieces)-1]; words >= 2 && (last.text == "company" || last.text == "corporation") {
		add(plain.String() + "c")
	}
	return out
}
