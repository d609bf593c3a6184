package names

import (
	_ "embed"
	"fmt"
	"slices"
	"strings"
	"sync"
	"unicode/utf8"
)

//go:embed forms.csv
var formsCSV string

// place says where in a name a legal form may stand.
type place uint8

const (
	atEnd place = 1 << iota
	atStart
	inBrackets
)

// form is a legal form as it is written.
type form struct {
	parts   []formPart
	classes []string
	place   place
}

// formPart is a word of a form: the text of a piece, or for a long word of a
// Slavic language in Latin letters its slavicKey.
type formPart struct {
	text   string
	slavic bool
}

// formTable finds a form by its first or its last part, or by its letters when
// each is written as a word ("S. A."). The lists have the longest forms first.
type formTable struct {
	first, last             map[string][]*form
	slavicFirst, slavicLast map[string][]*form
	letters                 map[string][]*form
	glued                   map[string][]*form // of scripts without blanks
	gluedLongest            int                // in runes
}

// slavicLength is how many letters a word has that is compared by slavicKey;
// shorter ones are few and easily taken for words of other languages.
const slavicLength = 6

// spelledLength is how many letters of a form may each be a word.
const spelledLength = 5

var formsOf = sync.OnceValue(func() *formTable {
	t, err := readForms(formsCSV)
	if err != nil {
		panic(err) // the file is compiled in and covered by a test
	}
	return t
})

func readForms(csv string) (*formTable, error) {
	t := &formTable{
		first: map[string][]*form{}, last: map[string][]*form{}, slavicFirst: map[string][]*form{}, slavicLast: map[string][]*form{},
		letters: map[string][]*form{}, glued: map[string][]*form{},
	}
	for i, row := range rows(csv, ",") {
		if len(row) < 3 || len(row) > 4 || row[1] == "" {
			return nil, fmt.Errorf("reading forms.csv: row %d: want form,class,where,at", i+1)
		}
		f := &form{classes: strings.Split(row[1], "|"), place: atEnd | atStart}
		if len(row) == 4 {
			p, ok := map[string]place{"end": atEnd, "start": atStart, "in brackets": inBrackets}[row[3]]
			if !ok {
				return nil, fmt.Errorf("reading forms.csv: row %d: no place %q", i+1, row[3])
			}
			f.place = p
		}
		pieces, _ := split(row[0])
		if len(pieces) == 0 {
			return nil, fmt.Errorf("reading forms.csv: row %d: no letters", i+1)
		}
		t.add(f, pieces)
	}
	for _, m := range []map[string][]*form{t.first, t.last, t.slavicFirst, t.slavicLast} {
		for _, forms := range m {
			slices.SortStableFunc(forms, func(a, b *form) int { return len(b.parts) - len(a.parts) })
		}
	}
	return t, nil
}

func (t *formTable) add(f *form, pieces []piece) {
	joined := ""
	cyrillicWords := true
	for _, p := range pieces {
		text := p.key
		f.parts = append(f.parts, formPart{text: text})
		joined += text
		cyrillicWords = cyrillicWords && p.script == Cyrillic
	}
	t.file(f)
	if n := utf8.RuneCountInString(joined); n >= 2 && n <= spelledLength {
		t.letters[joined] = append(t.letters[joined], f)
	}
	if len(pieces) == 1 && withoutBlanks(pieces[0].script) {
		t.glued[joined] = append(t.glued[joined], f)
		t.gluedLongest = max(t.gluedLongest, utf8.RuneCountInString(joined))
	}
	if cyrillicWords && (len(pieces) > 1 || utf8.RuneCountInString(joined) >= slavicLength) {
		latin := &form{classes: f.classes, place: f.place}
		for _, p := range pieces {
			latin.parts = append(latin.parts, slavicPart(plainCyrillic.Replace(p.text)))
		}
		t.file(latin)
	}
}

func (t *formTable) file(f *form) {
	first, last := f.parts[0], f.parts[len(f.parts)-1]
	byFirst, byLast := t.first, t.last
	if first.slavic {
		byFirst = t.slavicFirst
	}
	if last.slavic {
		byLast = t.slavicLast
	}
	byFirst[first.text] = append(byFirst[first.text], f)
	byLast[last.text] = append(byLast[last.text], f)
}

func slavicPart(latin string) formPart {
	if len(latin) < slavicLength {
		return formPart{text: latin}
	}
	return formPart{text: slavicKey(latin), slavic: true}
}

// withoutBlanks are the scripts in which a form may be written together with
// the name; Other stands for Thai.
func withoutBlanks(s Script) bool { return s == Han || s == Other || s == Kana }

// takeForms takes the legal forms off both ends of a name, and off the middle
// where a quote, a bracket or a comma sets them apart, as long as something is
// left. It tells them by their classes. People and ships have none.
func takeForms(pieces []piece, class Class) (rest []piece, classes []string) {
	if class == Person || class == Vessel {
		return pieces, nil
	}
	t := formsOf()
	company := false
	took := func(f *form) {
		if len(f.classes) == 1 && f.classes[0] == anyCompany {
			company = true
			return
		}
		classes = append(classes, f.classes...)
	}
	for len(pieces) > 0 {
		if n, f := t.at(pieces, atEnd, len(pieces)-1); n > 0 {
			pieces = pieces[:len(pieces)-n]
			took(f)
		} else if n, f := t.at(pieces, atStart, len(pieces)-1); n > 0 {
			pieces = pieces[n:]
			took(f)
		} else if p, f := t.cutGlued(pieces); f != nil {
			pieces = p
			took(f)
		} else if from, to, f := t.inside(pieces); f != nil {
			pieces = slices.Delete(slices.Clone(pieces), from, to)
			took(f)
		} else {
			break
		}
	}
	if company && classes == nil { // "Company" beside a form that says more says nothing
		classes = []string{anyCompany}
	}
	slices.Sort(classes)
	return pieces, slices.Compact(classes)
}

// at finds the longest form at an end of the pieces, of at most so many.
func (t *formTable) at(pieces []piece, where place, most int) (n int, f *form) {
	if most <= 0 {
		return 0, nil
	}
	edge, byText, bySlavic := &pieces[0], t.first, t.slavicFirst
	if where == atEnd {
		edge, byText, bySlavic = &pieces[len(pieces)-1], t.last, t.slavicLast
	}
	n, f = t.spelled(pieces, where, most)
	longest := func(forms []*form) {
		for _, g := range forms {
			if len(g.parts) <= n {
				return
			}
			if len(g.parts) <= most && g.allowed(where, edge) && g.matches(pieces, where) {
				n, f = len(g.parts), g
				return
			}
		}
	}
	longest(byText[edge.key])
	if edge.script == Latin && len(edge.text) >= slavicLength {
		var buf [maxSlavic]byte
		longest(bySlavic[string(appendSlavic(buf[:0], edge.text))])
	}
	return n, f
}

func (f *form) allowed(where place, edge *piece) bool {
	return f.place&where != 0 || f.place == inBrackets && edge.opened && edge.closed
}

func (f *form) matches(pieces []piece, where place) bool {
	if where == atEnd {
		pieces = pieces[len(pieces)-len(f.parts):]
	}
	for i, part := range f.parts {
		switch p := &pieces[i]; {
		case !part.slavic:
			if p.key != part.text {
				return false
			}
		case p.script != Latin || len(p.text) < slavicLength || slavicKey(p.text) != part.text:
			return false
		}
	}
	return true
}

// spelled finds a form of which every letter is a piece.
func (t *formTable) spelled(pieces []piece, where place, most int) (int, *form) {
	run := 0
	for run < min(most, spelledLength) && utf8.RuneCountInString(end(pieces, run, where).text) == 1 {
		run++
	}
	word := func(p piece) bool { return utf8.RuneCountInString(p.text) > 1 }
	if run < 2 || !slices.ContainsFunc(pieces, word) {
		return 0, nil // of letters alone is "I.R.I.S.L.", which holds no "S.L."
	}
	for n := run; n >= 2; n-- {
		at := pieces[:n]
		if where == atEnd {
			at = pieces[len(pieces)-n:]
		}
		var buf [4 * spelledLength]byte
		b := buf[:0]
		for i := range at {
			b = append(b, at[i].key...)
		}
		for _, f := range t.letters[string(b)] {
			if f.place&where != 0 {
				return n, f
			}
		}
	}
	return 0, nil
}

func end(pieces []piece, i int, where place) *piece {
	if where == atEnd {
		return &pieces[len(pieces)-1-i]
	}
	return &pieces[i]
}

// cutGlued takes a form off a name written without blanks.
func (t *formTable) cutGlued(pieces []piece) ([]piece, *form) {
	cut := func(i int, where place) *form {
		p := pieces[i]
		if !withoutBlanks(p.script) {
			return nil
		}
		r := []rune(p.text)
		for n := min(len(r)-1, t.gluedLongest); n > 0; n-- {
			form, rest := r[:n], r[n:]
			if where == atEnd {
				form, rest = r[len(r)-n:], r[:len(r)-n]
			}
			for _, f := range t.glued[string(form)] {
				if f.place&where != 0 {
					pieces = slices.Clone(pieces)
					pieces[i].text, pieces[i].key = string(rest), string(rest)
					return f
				}
			}
		}
		return nil
	}
	if f := cut(len(pieces)-1, atEnd); f != nil {
		return pieces, f
	}
	f := cut(0, atStart)
	return pieces, f
}

// inside finds a form in the middle that a mark sets apart: before an opening
// quote or a comma, or after a closing quote.
func (t *formTable) inside(pieces []piece) (from, to int, f *form) {
	for i := 1; i < len(pieces); i++ {
		head, tail := pieces[:i], pieces[i:]
		if pieces[i].opened || pieces[i-1].comma {
			if n, f := t.at(head, atEnd, i); n > 0 && (pieces[i].opened || f.certain()) {
				return i - n, i, f
			}
		}
		if pieces[i-1].closed {
			if n, f := t.at(tail, atStart, len(tail)); n > 0 && f.certain() {
				return i, i + n, f
			}
		}
	}
	return 0, 0, nil
}

// certain forms are hardly anything but a form: of several words or letters.
func (f *form) certain() bool { return len(f.parts) > 1 || utf8.RuneCountInString(f.parts[0].text) > 2 }

// FormsDiffer reports whether two names' classes of legal forms contradict
// each other: both say one, none is the same, and neither leaves open which.
func FormsDiffer(a, b []string) bool {
	if len(a) == 0 || len(b) == 0 || slices.Contains(a, anyCompany) || slices.Contains(b, anyCompany) {
		return false
	}
	return !share(a, b)
}

const anyCompany = "co"
