package names

import (
	"strings"
	"unicode/utf8"
)

// patronymicEndings are those of Russian, Ukrainian, Belarusian, Azerbaijani
// and Central Asian names, in the spellings of lists.
var patronymicEndings = []string{
	"ovich", "evich", "ovych", "evych", "ovitch", "evitch", "avich", "ovna", "evna", "ivna", "ichna", "auna",
	"ogly", "oglu", "oghlu", "ogli", "kyzy", "kizi", "qizi", "gyzy", "uulu",
	"ович", "евич", "йович", "ьич", "овна", "евна", "ивна", "івна", "ївна", "ична", "оглы", "оглу", "кызы", "кизи", "улы", "уулу",
}

// isPatronymic tells a word made of a father's name by its ending. Family
// names have the same: Abramovich.
func isPatronymic(s string) bool {
	for _, e := range patronymicEndings {
		if strings.HasSuffix(s, e) && utf8.RuneCountInString(s) > utf8.RuneCountInString(e)+1 {
			return true
		}
	}
	return false
}

// markPatronymic marks the patronymic of a person's name of three words or
// more. It stands after the given name: it is not the first word, and of two
// that look like one it is the first, for the other is the family name (Roman
// Arkadyevich Abramovich).
func markPatronymic(n *Name) {
	if n.Class != Person || len(n.Words) < 3 {
		return
	}
	for i := 1; i < len(n.Words); i++ {
		w := &n.Words[i]
		if w.Kind == Word && (w.Script == Latin || w.Script == Cyrillic) && isPatronymic(w.Surface) {
			w.Patronymic = true
			return
		}
	}
}

// endsPerson reports whether all that is left of a person's name is what
// follows it: Jr., III, Esq.
func (t *table) endsPerson(pieces []piece) bool {
	for i := range pieces {
		if !t.suffixes[pieces[i].text] {
			return false
		}
	}
	return true
}

// apartInitials takes two initials of a person that are written as one apart:
// the "JC" of "JC Vorrick", which can be no syllable. Some names are written
// without a vowel.
func apartInitials(class Class, pieces []piece) []piece {
	if class != Person || len(pieces) < 2 {
		return pieces
	}
	for i := 0; i < len(pieces); i++ {
		p := pieces[i]
		if p.script != Latin || len(p.text) != 2 || p.digits || strings.ContainsAny(p.text, "aeiouy") {
			continue
		}
		switch p.text {
		case "ng", "md", "mr", "ms", "dr", "st", "mc", "jr", "sr", "lt":
			continue
		}
		one, two := p, p
		one.text, one.key, one.closed, one.comma = p.text[:1], p.text[:1], false, false
		two.text, two.key, two.opened, two.glued = p.text[1:], p.text[1:], false, true
		pieces = append(append(pieces[:i:i], one, two), pieces[i+1:]...)
		i++
	}
	return pieces
}
