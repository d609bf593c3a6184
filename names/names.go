// Package names reads the written names of people, companies and ships: it
// splits them into tokens, tells scripts apart, and gives every token the few
// forms by which two writings of one name can be found to agree.
//
// Two tokens are similar only through relations that an index can enumerate
// completely (see [Similarity]): same surface, same phonetic code, same
// reading as Korean, same consonant skeleton, same meaning in the name of a
// firm, an edit distance of one or two, an initial, or adjacent tokens written
// as one. A new idea of similarity may
// be added only together with the key that finds it in an index.
//
// What it reads by table: Latin; Hangul, and the names of Koreans in any script
// (package korean); Han as Mandarin and Cantonese, kana (package han); Cyrillic, Greek, Georgian, Armenian, Thai and Devanagari
// (package alphabet); Arabic and Hebrew, by what is likely to have been left
// out (package abjad). Tokens in any other script are compared by their
// surface alone.
//
// The package does no I/O; its tables are compiled in.
package names

import (
	"slices"
	"strings"
	"unicode/utf8"

	"plimsoll/names/abjad"
	"plimsoll/names/alphabet"
	"plimsoll/names/han"
)

// Class says what bears a name, for a word can be a title before a person's
// name, a legal form after a company's and a part of a ship's.
type Class uint8

// The classes of bearers.
const (
	Anything Class = iota
	Person
	Organisation
	Vessel
)

// Kind is the part a token plays in its name.
type Kind uint8

// The kinds of token. Word, Initial and Number tell bearers apart; the others
// do not and are left out of a comparison.
const (
	Word Kind = iota
	Initial
	Number
	Title    // Mr, Dr, M/V
	Particle // of, the, bin, von
	Form     // Co., Ltd.
	Acronym  // initials or a short form, which agree with the same letters alone
)

func (k Kind) String() string {
	return [...]string{"word", "initial", "number", "title", "particle", "legal form", "acronym"}[k]
}

// Limits keep a hostile name from costing more than a real one.
const (
	MaxRunes  = 1000 // of a written name; the rest is not read
	MaxTokens = 32   // that count in a comparison
	MaxEdit   = 24   // runes of a token still compared by edit distance
)

// Token is one part of a name in the forms by which it is compared.
type Token struct {
	Surface    string // lower case, without marks, in its own script; a number without leading zeros
	Kind       Kind
	Script     Script
	Single     bool     // Korean and of one syllable
	Patronymic bool     // made of the father's name
	Surname    bool     // a Korean family name, at an end of a name taken for Korean
	Father     bool     // written after "son of" or "daughter of" (bin, ibn, ould)
	Sounds     []Sound  // how it is read in Latin letters, likeliest first, all of different code; none when no table reads the script
	Korean     []string // readings as Korean, see korean.Codes; nil when the name is not taken for Korean
	Bones      []string // consonants of a word written without its vowels
	Groups     []uint32 // words of one meaning or origin that it belongs to, sorted
}

// Sound is a Latin reading and what is computed from it.
type Sound struct {
	Latin    string
	Code     string // phonetic code, see Phonetic
	Skeleton string // the consonants of Code; "" when fewer than three
	letters  uint32 // which letters Latin has, see near
}

func soundOf(latin string) Sound {
	f := Sound{Latin: latin, Code: Phonetic(latin)}
	f.Skeleton = Skeleton(f.Code)
	f.letters = lettersOf(latin)
	return f
}

func lettersOf(latin string) (set uint32) {
	for _, r := range latin {
		set |= 1 << (r % 32)
	}
	return set
}

// Latin is the likeliest Latin reading, "" when there is none.
func (t *Token) Latin() string {
	if len(t.Sounds) == 0 {
		return ""
	}
	return t.Sounds[0].Latin
}

// Name is a written name and its tokens.
type Name struct {
	Written string
	Class   Class
	Words   []Token  // what tells bearers apart, in the order written
	Rest    []Token  // titles and particles
	Forms   []string // classes of legal forms, see forms.csv, sorted
	Korean  bool     // all of it reads as Korean
	Cut     bool     // longer than the limits: read in part
}

// Read reads a written name. It never fails: a name in which nothing can be
// read has no words.
func Read(written string, class Class) Name {
	n := Name{Written: written, Class: class}
	pieces, cut := split(written)
	n.Cut = cut
	pieces, n.Forms = takeForms(pieces, class)
	sortOut(&n, segment(class, pieces))
	if len(n.Words) == 0 { // a name of titles and particles alone is made of them
		n.Words, n.Rest = n.Rest, nil
		for i := range n.Words {
			n.Words[i].Kind = Word
		}
	}
	if len(n.Words) > MaxTokens {
		n.Words, n.Cut = n.Words[:MaxTokens], true
	}
	readAsKorean(&n)
	markPatronymic(&n)
	for i := range n.Words {
		n.Words[i].settle()
		tellDomain(class, &n.Words[i])
		readStems(class, &n.Words[i])
	}
	return n
}

// sortOut gives every piece its kind.
func sortOut(n *Name, pieces []piece) {
	pieces = compounds(joinHangul(n.Class, splitHan(n.Class, shipTitle(n.Class, apartInitials(n.Class, pieces)))))
	particles := true // whether words can be particles
	for i, p := range pieces {
		tok := Token{Surface: p.text, Script: p.script, Kind: kindOf(n.Class, pieces, i, len(n.Words))}
		if tok.Kind == Particle && particles {
			particles = !madeOfKorean(n.Class, pieces)
		}
		if tok.Kind == Particle && !particles {
			tok.Kind = Word
		}
		if tok.Kind == Number {
			if !p.digits {
				tok.Surface, tok.Script = roman(p.text, true), Common
			} else if tok.Surface = strings.TrimLeft(p.text, "0"); tok.Surface == "" {
				tok.Surface = "0"
			}
		}
		tok.Father = tok.Kind == Word && i > 0 && particles && saysChildOf(n.Class, pieces[i-1].text)
		tok.read()
		if tok.Kind == Title || tok.Kind == Particle {
			n.Rest = append(n.Rest, tok)
			continue
		}
		n.Words = append(n.Words, tok)
	}
	// One word and a particle ("Li De") are more likely a name of two words.
	if n.Class == Person && len(n.Words) == 1 && len(n.Rest) > 0 && len(pieces) == len(n.Rest)+1 {
		var words, rest []Token
		for _, p := range pieces {
			i := slices.IndexFunc(n.Rest, func(t Token) bool { return t.Surface == p.text })
			switch {
			case i < 0:
				words = append(words, n.Words[0])
			case n.Rest[i].Kind == Title:
				rest = append(rest, n.Rest[i])
			default:
				tok := n.Rest[i]
				tok.Kind = Word
				words = append(words, tok)
			}
		}
		n.Words, n.Rest = words, rest
	}
}

// kindOf tells the part that piece i plays, after so many words before it.
func kindOf(class Class, pieces []piece, i, words int) Kind {
	t, p, last := tables(), &pieces[i], i == len(pieces)-1
	switch {
	case p.digits, class != Person && i > 0 && roman(p.text, last) != "":
		return Number
	case t.isTitle(class, p.text) && !last && !p.comma && (words == 0 || pieces[i-1].comma): // "VORRICK, Dr. Thessaly"
		return Title
	case class == Vessel && last && words >= 2 && isShip(p.text):
		return Title
	case class == Person && words >= 2 && t.endsPerson(pieces[i:]):
		return Title
	case class == Person && !last && isAssimilated(p.text, pieces[i+1].text):
		return Particle
	case t.isParticle(class, p.text), class != Person && !last && isAssimilated(p.text, pieces[i+1].text), isNumberSign(p.text) && !last && pieces[i+1].digits:
		return Particle
	}
	return Word
}

// isShip tells the word for a ship with which names of Korea and China end.
func isShip(s string) bool { return s == "ho" || s == "호" || s == "号" || s == "號" }

// shipTitle puts a ship's prefix written letter by letter together (M/V, M.T.),
// and takes the letter off one like LPG/C. A name in Chinese characters loses
// the word for a ship at its end.
func shipTitle(class Class, pieces []piece) []piece {
	if class != Vessel || len(pieces) == 0 {
		return pieces
	}
	if last := pieces[len(pieces)-1]; last.script == Han {
		r := []rune(last.text)
		if n := len(r) - 1; n >= 2 && isShip(string(r[n:])) {
			last.text = string(r[:n])
			last.key = last.text
			pieces = append(slices.Clone(pieces[:len(pieces)-1]), last)
		}
	}
	if len(pieces) < 3 || utf8.RuneCountInString(pieces[1].text) != 1 {
		return pieces
	}
	p := piece{text: pieces[0].text, script: pieces[0].script}
	if !tables().isTitle(class, p.text) {
		if utf8.RuneCountInString(p.text) != 1 {
			return pieces
		}
		p.text += pieces[1].text
	} else if pieces[1].text != "c" { // carrier
		return pieces
	}
	if !tables().isTitle(class, p.text) {
		return pieces
	}
	p.key = p.text
	return append([]piece{p}, pieces[2:]...)
}

func isNumberSign(s string) bool { return s == "no" || s == "nr" || s == "num" || s == "number" }

// read fills in the readings, and the groups that they belong to.
func (t *Token) read() {
	if t.Kind == Number {
		return
	}
	t.sound()
	if t.Kind == Word {
		t.Groups = groupTable().of(t)
	}
}

// sound fills in the Latin readings.
func (t *Token) sound() {
	switch t.Script {
	case Latin:
		t.Sounds = []Sound{soundOf(t.Surface)}
		if rest, ok := withoutArticle(t.Surface); ok {
			t.Sounds = append(t.Sounds, soundOf(rest))
		}
		for i := range t.Sounds {
			if voiced, ok := withG(t.Sounds[i].Latin); ok {
				t.Sounds = append(t.Sounds, soundOf(voiced))
			}
		}
	case Arabic, Hebrew:
		t.readings(abjad.Readings(t.Surface))
		t.Bones = abjad.Skeletons(t.Surface)
	case Hangul:
		t.readings(hangulReadings(t.Surface))
	case Han, Kana:
		t.readings(han.Readings(t.Surface))
	case Cyrillic, Greek, Other: // Other: Georgian, Armenian, Thai, Devanagari
		t.readings(alphabet.Readings(t.Surface))
	}
}

// splitHan divides a person's name in Han characters, which is written without
// a blank, into family and given name, as every other script writes it.
func splitHan(class Class, pieces []piece) []piece {
	if class != Person || len(pieces) != 1 || pieces[0].script != Han {
		return pieces
	}
	family, given, ok := han.Split(pieces[0].text)
	if !ok {
		return pieces
	}
	one, two := pieces[0], pieces[0]
	one.text, two.text = family, given
	return []piece{one, two}
}

// readings takes the Latin readings of a word, the likeliest first.
func (t *Token) readings(all []string) {
	for _, latin := range all {
		f := soundOf(latin)
		if f.Code != "" && !slices.ContainsFunc(t.Sounds, func(g Sound) bool { return g.Code == f.Code }) {
			t.Sounds = append(t.Sounds, f)
		}
	}
}

// settle tells an initial from a word, which only the whole name can.
func (t *Token) settle() {
	if t.Kind != Word || t.Korean != nil || utf8.RuneCountInString(t.Surface) != 1 {
		return
	}
	if t.Script == Latin || t.Script == Cyrillic || t.Script == Greek {
		t.Kind = Initial
	}
}
