package uk

import (
	"strings"

	"plimsoll/lists"
)

// listing is what a designation says of itself.
type listing struct {
	updated, designated, id, group, unRef lists.Value
	regime, source, imposed               lists.Value
	other, reasons                        lists.Value
}

func (p *party) listing(l listing) {
	s := p.s
	s.Program(l.regime)
	p.date(s, "listingDate", l.designated)
	p.date(s, "modifiedAt", l.updated)
	s.Add("authorityId", l.id)
	s.Add("recordId", l.group)
	if !l.unRef.Empty() {
		s.Say("unscId", strings.ReplaceAll(l.unRef.Text, " ", ""), l.unRef)
	}
	if !l.source.Empty() {
		s.Say("summary", "Designation source: "+l.source.Text, l.source)
	}
	for measure := range strings.SplitSeq(l.imposed.Text, "|") {
		s.Say("provisions", strings.TrimSpace(measure), l.imposed)
	}
	if !l.reasons.Empty() {
		s.Say("reason", plain(l.reasons.Text), l.reasons)
	}
	p.other(l.other)
	p.m.links.group(l.group.Text, p.Party.ID)
}

// date states a day that is written day first.
func (p *party) date(s *lists.Subject, prop string, v lists.Value) {
	if v.Empty() {
		return
	}
	d, ok := lists.DayFirst(v.Text)
	if !ok {
		s.Note(v, "%s: %s", prop, v.Text)
		p.m.Warn(v.Place, "date not understood, kept in notes")
		return
	}
	s.DateAs(prop, d, v)
}

// other keeps the free text, and reads from it what it says of ownership.
func (p *party) other(v lists.Value) {
	if v.Empty() {
		return
	}
	p.Party.Note(v, "%s", plain(v.Text))
	if strings.Contains(v.Text, "OFSI ID") {
		p.m.links.assets(p.Party, v)
	}
}

// measure is a measure that the indicators of the XML raise but the list of
// measures leaves out.
func (p *party) measure(name string, imposed string, v lists.Value) {
	if !strings.Contains(letters(imposed), letters(name)) {
		p.s.Say("provisions", words(name), v)
	}
}

// letters folds a text to its letters and digits in lower case.
func letters(s string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r >= 'A' && r <= 'Z':
			return r + 'a' - 'A'
		case r >= 'a' && r <= 'z', r >= '0' && r <= '9', r >= 0x80:
			return r
		}
		return -1
	}, s)
}

// words takes CharteringOfShips apart.
func words(s string) string {
	var b strings.Builder
	for i, r := range s {
		if r >= 'A' && r <= 'Z' && i > 0 {
			b.WriteByte(' ')
			r += 'a' - 'A'
		}
		b.WriteRune(r)
	}
	return b.String()
}
