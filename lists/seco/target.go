package seco

import (
	"regexp"
	"strings"

	"plimsoll/lists"
	"plimsoll/lists/markup"
)

// target is one on its way to become entities.
type target struct {
	*lists.Entry

	p        *parser
	sanction *lists.Subject
}

func (p *parser) target(n *markup.Node) error {
	ssid := n.One("@ssid")
	if ssid.Empty() {
		return p.doc.Fail(n, "a target without ssid")
	}
	var about *markup.Node
	schema, plural := "", ""
	for c := range n.Children() {
		if s, kind := schemaOf(c); s != "" {
			about, schema, plural = n.One(c.Name), s, kind
			break
		}
	}
	if about == nil {
		return p.doc.Fail(n, "a target that is neither individual nor entity nor object")
	}
	if details(about) > maxDetails {
		return p.doc.Fail(n, "a target of more than %d details", maxDetails)
	}
	t := &target{Entry: p.r.Entry(p.id(ssid), schema), p: p}
	if schema == "Asset" {
		p.r.Warn(about.Place(), "object of unknown type %q", about.One("@object-type").Text())
	}
	if err := t.names(about); err != nil {
		return err
	}
	if t.Party.First("name") == "" {
		return p.doc.Fail(n, "a target without a name")
	}
	if sex := about.At("@sex"); !sex.Empty() {
		if t.Party.Has("gender") {
			t.Party.Add("gender", sex)
		} else {
			t.Party.Note(sex, "Sex: %s", sex.Text)
		}
	}
	for identity := range t.identities(about) {
		t.identity(identity)
	}
	t.listing(n)
	for j := range about.All("justification") {
		j.Ignore("@ssid")
		t.sanction.Add("reason", j.Value())
	}
	for o := range about.All("other-information") {
		o.Ignore("@ssid")
		t.information(o.Value())
	}
	for rel := range about.All("relation") {
		t.relation(rel)
	}
	for c := range n.Children() {
		if c.Name == "modification" {
			c.Use() // old copies of what the target is
		}
	}
	p.r.Counts[plural]++
	n.Unknown(p.r)
	return t.Emit(n.Here())
}

// maxDetails is more than any target has: names, addresses, documents ...
const maxDetails = 5000

func details(about *markup.Node) int {
	count := 0
	for c := range about.Children() {
		count++
		if c.Name == "identity" {
			for range c.Children() {
				count++
			}
		}
	}
	return count
}

func (p *parser) id(ssid *markup.Node) string {
	id := Dataset + "-" + lists.Slug(ssid.Text())
	if _, taken := p.r.Taken(id); !taken {
		return id
	}
	p.r.Warn(ssid.Place(), "two targets have one ssid, both kept")
	return p.r.Free(id)
}

// unReference is how the United Nations number those they list.
var unReference = regexp.MustCompile(`^[A-Z]{2}[ie]\.\d{3}$`)

// listing makes the Sanction and marks the party as listed unless it was taken
// off.
func (t *target) listing(n *markup.Node) {
	from := n.Here()
	s := t.Sanction(from)
	t.sanction = s
	s.Add("recordId", n.At("@ssid"))
	ids := []*markup.Node{n.One("@sanctions-set-id")} // as older files have it
	for id := range n.All("sanctions-set-id") {
		ids = append(ids, id)
	}
	for _, id := range ids {
		if id.Empty() {
			continue
		}
		set := t.p.sets[id.Text()]
		if set == nil {
			t.p.r.Warn(id.Place(), "sanctions-set-id that no programme has, kept in notes")
			s.Note(id.Value(), "Set of sanctions: %s", id.Text())
			continue
		}
		s.Program(set.key)
		s.Add("summary", set.name)
		s.Add("provisions", set.text)
	}
	for f := range n.All("foreign-identifier") {
		v := f.Value()
		if ref := strings.ReplaceAll(v.Text, " ", ""); unReference.MatchString(ref) {
			s.Say("unscId", ref, v)
		} else {
			s.Add("authorityId", v)
		}
	}
	if t.modifications(n, s) {
		t.Listed(from)
	}
}

// modifications states the days of the listing. The result tells whether the
// target is listed on the day of the list: the newest modification in effect by
// then decides, of several of one day the first, for the list has the newest
// first.
func (t *target) modifications(n *markup.Node, s *lists.Subject) (listed bool) {
	var newest, end *markup.Node
	var newestDay, endDay string
	for m := range n.All("modification") {
		kind := m.One("@modification-type").Text()
		day, at := effective(m)
		published := m.At("@publication-date")
		switch kind {
		case "listed":
			s.Date("startDate", m.At("@effective-date"))
			s.Date("listingDate", published)
		case "amended":
			s.Date("modifiedAt", at)
		case "de-listed":
			if end == nil || day > endDay {
				end, endDay = m, day
			}
		default:
			t.p.r.Warn(m.Place(), "modification of unknown type %s", kind)
		}
		if day <= t.p.day && (newest == nil || day > newestDay) {
			newest, newestDay = m, day
		}
	}
	listed = newest == nil || newest.One("@modification-type").Text() != "de-listed"
	if end != nil {
		_, at := effective(end)
		switch {
		case !listed || endDay > t.p.day:
			s.Date("endDate", at)
		default:
			s.Note(at, "Taken off %s and listed again", endDay)
		}
		if !listed && at.Empty() {
			s.Note(end.Here(), "Taken off; the list does not say when")
		}
	}
	return listed
}

// effective is the day from which a modification holds, and the attribute that
// says so.
func effective(m *markup.Node) (day string, at lists.Value) {
	for _, name := range []string{"@effective-date", "@enactment-date", "@publication-date"} {
		if v := m.At(name); !v.Empty() {
			return dayOf(v.Text), v
		}
	}
	return "", lists.Value{}
}
