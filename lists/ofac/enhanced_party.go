package ofac

import (
	"strings"

	"plimsoll/lists"
	"plimsoll/lists/markup"
)

// names collects the names of an entity, the main one first, in Latin letters
// before other scripts, else as they come.
func (e *enhanced) names(n *markup.Node) []spelling {
	var all spellings
	for name := range n.In("names", "name") {
		name.Ignore("@id")
		s := spelling{main: name.At("isPrimary").Text == yes, weak: name.At("isLowQuality").Text == yes}
		kind := name.One("aliasType")
		kind.Ignore("@refId")
		if s.kind = kind.Text(); s.kind == "" && !s.main {
			s.kind = "a.k.a."
		}
		for t := range name.In("translations", "translation") {
			t.Ignore("@id", "isPrimary", "formattedFirstName", "formattedLastName")
			s := s
			s.lang = scriptOf(t)
			all.add(e.spell(s, t))
		}
	}
	return all.mainFirst(e.Reading, n)
}

// scriptOf is the language tag of a translation.
func scriptOf(t *markup.Node) string {
	script := t.One("script")
	script.Ignore("@refId")
	return scriptTag(script.Text())
}

// spell reads a translation of a name: its parts, and the form in which OFAC
// prints them.
func (e *enhanced) spell(s spelling, t *markup.Node) spelling {
	var parts []namePart
	for part := range t.In("nameParts", "namePart") {
		part.Ignore("@id")
		kind := part.One("type")
		kind.Ignore("@refId")
		if v := part.At("value"); !v.Empty() {
			parts = append(parts, namePart{kind.Text(), v})
		}
	}
	s = s.put(parts, t.Here())
	if printed := t.At("formattedFullName"); !printed.Empty() && !s.closed() {
		s.whole = printed
	}
	return s
}

// listing states the lists that an entity is on. What is said of the entity
// and of none of its lists goes with the file's own list.
func (e *enhanced) listing(p *party, n *markup.Node) {
	var own *markup.Node
	for l := range n.In("sanctionsLists", "sanctionsList") {
		if own == nil || l.Text() == e.own && own.Text() != e.own {
			own = l
		}
	}
	for l := range n.In("sanctionsLists", "sanctionsList") {
		l.Ignore("@refId", "@id")
		s, name := p.sanction, l.Value()
		if l != own {
			s = p.SanctionAs("sanction-"+lists.Slug(name.Text), l.Here())
		}
		s.Add("summary", name)
		p.date(s, "listingDate", l.At("@datePublished"), lists.Date{})
	}
	for v := range n.In("legalAuthorities", "legalAuthority") {
		v.Ignore("@refId", "@id")
		p.sanction.Add("reason", v.Value())
	}
	for v := range n.In("sanctionsTypes", "sanctionsType") {
		v.Ignore("@refId", "@id")
		p.sanction.Add("provisions", v.Value())
	}
	for v := range n.In("sanctionsPrograms", "sanctionsProgram") {
		v.Ignore("@refId", "@id")
		p.program(v.Value())
	}
}

func (e *enhanced) feature(p *party, n *markup.Node) {
	n.Ignore("@id", "versionId", "valueRefId", "isPrimary")
	kind, reliability, value := n.One("type"), n.One("reliability"), n.At("value")
	kind.Ignore("@featureTypeId")
	reliability.Ignore("@refId")
	comment := n.At("comments")
	if !comment.Empty() {
		p.Party.Note(comment, kind.Text()+": "+comment.Text)
	}
	if reliability.Text() == unreliable {
		p.untrue(kind.Text(), value)
		n.One("valueDate").Ignore("@id", "fromDateBegin", "fromDateEnd", "toDateBegin", "toDateEnd", "isApproximate", "isDateRange")
		return
	}
	p.feature(feature{Kind: kind.Text(), Value: value, When: dated(n.One("valueDate"))})
}

// dated reads a date that lies between the earliest beginning and the latest
// end.
func dated(n *markup.Node) lists.Date {
	n.Ignore("@id", "fromDateEnd", "toDateBegin", "isDateRange")
	from, _, _ := strings.Cut(n.At("fromDateBegin").Text, "T")
	to, _, _ := strings.Cut(n.At("toDateEnd").Text, "T")
	return within(from, to, n.At("isApproximate").Text == yes)
}

// address states an address in each script that the list has it in.
func (e *enhanced) address(p *party, n *markup.Node) {
	n.Ignore("@id")
	country := n.At("country")
	n.One("country").Ignore("@refId")
	said := false
	for t := range n.In("translations", "translation") {
		t.Ignore("@id", "isPrimary", "script")
		at := place{Country: country}
		for part := range t.In("addressParts", "addressPart") {
			part.Ignore("@id")
			kind := part.One("type")
			kind.Ignore("@refId")
			at.put(kind.Text(), part.At("value"))
		}
		p.address(at)
		said = true
	}
	if !said {
		p.address(place{Country: country})
	}
}

func (e *enhanced) document(p *party, n *markup.Node) {
	n.Ignore("@id", "name")
	kind, country, no := n.One("type"), n.One("issuingCountry"), n.At("documentNumber")
	kind.Ignore("@refId")
	country.Ignore("@refId")
	if no.Empty() {
		p.Party.Note(n.Here(), joined(" ", kind.Value().With(kind.Text()+numberless), country.Value()))
	}
	d := p.feature(feature{Kind: kind.Text(), Value: no, Country: country.Value()})
	note := noteOn(p, d, kind.Text()+" "+no.Text)
	for _, date := range []struct{ element, prop string }{{"issueDate", "startDate"}, {"expirationDate", "endDate"}} {
		for v := range n.All(date.element) {
			when := dated(v)
			if d != nil && len(when.Values) > 0 {
				d.DateAs(date.prop, when, v.Here())
			} else if from := v.At("fromDateBegin"); !from.Empty() {
				note(from, "summary", date.element+": "+from.Text)
			}
		}
	}
	for v := range n.In("idFeatures", "idFeature") {
		v.Ignore("@id", "@featureVersionId")
		note(v.Value(), "summary", v.Text())
	}
	if valid := n.At("isValid"); valid.Text == "false" {
		note(valid, "summary", "Fraudulent")
	}
	authority, place, comment := n.At("issuingAuthority"), n.At("issuingLocation"), n.At("comments")
	note(authority, "authority", authority.Text)
	note(place, "summary", "Issued in "+place.Text)
	note(comment, "summary", comment.Text)
}
