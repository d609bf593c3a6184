package screen

import (
	"fmt"
	"unicode/utf8"

	"plimsoll/names"
)

// What an agreement with initials is worth, by their number from three. Of the
// names asked about, many have the initials of something; a listed name's are
// met only by a name that is written as those letters.
var (
	factorInitialsListed = []float64{0.66, 0.78, 0.80}
	factorInitialsAsked  = []float64{0.60, 0.72, 0.76, 0.80}
)

const factorShortForm = 0.95 // a short form that stands in brackets

// originFactor qualifies names that are not written as such.
func originFactor(q, d *alias) (Reason, bool) {
	r := Reason{Feature: "acronym", Query: q.name.Written, Listed: d.name.Written}
	switch {
	case q.origin == names.FromInitials:
		r.Score = byLetters(factorInitialsAsked, q)
		r.Text = fmt.Sprintf("%q are the initials of the name asked for", q.name.Written)
	case d.origin == names.FromInitials:
		r.Score = byLetters(factorInitialsListed, d)
		r.Text = fmt.Sprintf("%q are the initials of a listed name", d.name.Written)
	case q.origin == names.ShortForm:
		r.Score = factorShortForm
		r.Text = fmt.Sprintf("%q is the short form in brackets of the name asked for", q.name.Written)
	case d.origin == names.ShortForm:
		r.Score = factorShortForm
		r.Text = fmt.Sprintf("%q is the short form in brackets of a listed name", d.name.Written)
	default:
		return Reason{}, false
	}
	return r, true
}

func byLetters(factors []float64, a *alias) float64 {
	n := utf8.RuneCountInString(a.name.Written)
	return factors[max(0, min(n-3, len(factors)-1))]
}

// writtenName is the listed name that a name which nobody wrote was made from,
// and any other name itself.
func writtenName(a *alias, d *party) string {
	if !made(a.origin) {
		return a.name.Written
	}
	for i := range d.names {
		if n := &d.names[i].name; d.names[i].origin == names.AsWritten {
			for _, v := range names.Variants(n) {
				if v.Name.Written == a.name.Written {
					return n.Written
				}
			}
		}
	}
	return a.name.Written
}

// made reports whether a name of that origin was written by nobody.
func made(o names.Origin) bool { return o == names.FromInitials || o == names.ShortForm }
