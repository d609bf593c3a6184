package canada

import (
	"fmt"
	"strings"

	"plimsoll/lists"
)

// party is the one a record is about.
type party struct {
	*lists.Entry

	r *lists.Reading
}

func (q party) person(f *fields) {
	p := q.Party
	last, otherLast := inBrackets(f.last.Text)
	given, otherGiven := inBrackets(f.given.Text)
	from := f.last
	if from.Empty() {
		from = f.given
	}
	name := strings.TrimSpace(given + " " + last)
	whole := from.With(name)
	whole.Raw = strings.Trim(f.given.Raw+" | "+f.last.Raw, " |") // the parts, for they stand at two places
	if f.last.Empty() || f.given.Empty() {
		whole.Raw = from.Raw
	}
	p.Name("name", whole, "")
	p.Say("firstName", given, f.given)
	p.Say("lastName", last, f.last)
	if otherLast != "" {
		p.Name("alias", f.last.With(strings.TrimSpace(given+" "+otherLast)), "")
	}
	if otherGiven != "" {
		p.Name("alias", f.given.With(strings.TrimSpace(otherGiven+" "+last)), "")
	}
	for title := range strings.SplitSeq(f.title.Text, "/") {
		p.Say("title", strings.TrimSpace(title), f.title)
	}
	if !f.body.Empty() {
		p.Name("alias", f.body, "")
	}
	q.imoNumber(f)
	q.date("birthDate", f.born)
}

func (q party) ship(f *fields) {
	q.Party.Name("name", f.body, "")
	q.Party.Add("type", f.title)
	q.imoNumber(f)
	q.date("buildDate", f.born)
}

func (q party) imoNumber(f *fields) {
	switch {
	case f.imo.Empty():
	case q.Party.Schema == "Vessel":
		q.Party.ShipIMO(f.imo)
	default:
		q.Party.Note(f.imo, "ShipIMONumber: %s", f.imo.Text)
	}
}

// body states a body's name, which may hold its other names in brackets and its
// French name behind a stroke.
func (q party) body(f *fields) {
	name, others := alsoKnownAs(f.body.Text)
	english, french := twoLanguages(name)
	q.Party.Name("name", f.body.With(english), "")
	q.Party.Name("name", f.body.With(french), "")
	for _, o := range splitNames(others, false) {
		q.Party.Name("alias", f.body.With(o.text), "")
	}
	q.date("incorporationDate", f.born)
}

// maxAliases is more than any record packs into its aliases.
const maxAliases = 5000

func (q party) aliases(v lists.Value) error {
	if v.Empty() {
		return nil
	}
	person := q.Party.Schema == "Person"
	names := splitNames(v.Raw, person)
	if len(names) > maxAliases {
		return fmt.Errorf("the record has more than %d aliases", maxAliases)
	}
	for _, n := range names {
		prop := "alias"
		if person && !strings.ContainsRune(n.text, ' ') && !isHan(n.text) {
			prop = "weakAlias"
		}
		q.Party.NameIn(prop, n.lang, v.With(n.text), "")
	}
	return nil
}

// isHan is true of names written without blanks.
func isHan(s string) bool {
	switch lists.Script(s) {
	case "Hani", "Hang", "Hira", "Kana", "Thai", "Mymr":
		return true
	}
	return false
}

// listing makes the Sanction. Who is taken off a schedule is taken off the list:
// all that stands in it is in force.
func (q party) listing(f *fields) {
	s := q.Sanction(f.here)
	s.Program(f.country)
	if !f.schedule.Empty() {
		s.Say("provisions", "Schedule "+f.schedule.Text, f.schedule)
	}
	s.Add("recordId", f.item)
	if !f.listed.Empty() {
		if d, ok := readDate(f.listed.Text); ok {
			s.DateAs("listingDate", d, f.listed)
		} else {
			s.Date("listingDate", f.listed) // which keeps it in the notes and warns
		}
	}
	q.Listed(f.here)
}

// date states a date of birth or building, or several divided by "or".
func (q party) date(prop string, v lists.Value) {
	if v.Empty() {
		return
	}
	if !q.Party.Has(prop) {
		q.Party.Note(v, "Date: %s", v.Text)
		return
	}
	for _, one := range alternatives(v.Text) {
		if d, ok := readDate(one); ok {
			q.Party.DateAs(prop, d, v)
		} else {
			q.Party.Date(prop, v.With(one)) // which keeps it in the notes and warns
		}
	}
}
