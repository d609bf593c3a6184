package bis

import (
	"strings"

	"plimsoll/lists"
)

// listing is an entry of the Consolidated Screening List, whatever the format.
type listing struct {
	here                                             lists.Value
	key, source, number, kind, name, title           lists.Value
	notice, from, to, order, requirement, policy     lists.Value
	callSign, shipType, tonnage, registered, flag    lists.Value
	owner, remarks, listURL, infoURL                 lists.Value
	programs, altNames                               []lists.Value
	citizenships, nationalities, births, birthplaces []lists.Value
	addresses                                        []lists.Postal
	ids                                              []ident
}

// ident is a number that the list gives of an entry, or something else that
// came to stand among the numbers.
type ident struct{ kind, number, country, issued, expires lists.Value }

// schemaOf says what an entry is about, and how it is counted.
func schemaOf(kind string) (schema, plural string, known bool) {
	switch strings.ToLower(kind) {
	case "individual":
		return "Person", "individuals", true
	case "entity":
		return "Organization", "entities", true
	case "vessel":
		return "Vessel", "vessels", true
	case "aircraft":
		return "Airplane", "aircraft", true
	}
	return "LegalEntity", "parties", kind == ""
}

// maxValues is more than any entry has of one thing.
const maxValues = 5000

func (l *listing) tooMany() bool {
	return max(len(l.altNames), len(l.addresses), len(l.ids), len(l.births), len(l.birthplaces), len(l.programs),
		len(l.citizenships), len(l.nationalities)) > maxValues
}

// screening makes entities of listings.
type screening struct {
	r *lists.Reading
}

// add makes the entities of one listing.
func (c *screening) add(l *listing) error {
	if l.name.Empty() {
		c.r.Warn(l.here.Place, "an entry without a name left out")
		return nil
	}
	schema, plural, known := schemaOf(l.kind.Text)
	if !known {
		c.r.Warn(l.kind.Place, "unknown type %s: taken as neither person nor firm", l.kind.Text)
	}
	src := sourceOf(l.source.Text)
	if !src.known {
		c.r.Warn(l.source.Place, "unknown source list %s: taken as a control of exports", l.source.Text)
	}
	c.r.Authority = src.authority
	e := c.r.Entry(c.id(l, src), schema)
	c.names(e, l, src)
	if schema == "Person" {
		c.person(e, l)
	} else {
		c.thing(e, l)
	}
	for _, a := range l.addresses {
		e.Address(a)
	}
	s := c.sanction(e, l, src)
	for _, id := range l.ids {
		c.ident(e, s, id)
	}
	if !l.remarks.Empty() {
		e.Party.Note(l.remarks, "%s", l.remarks.Text)
	}
	for _, topic := range src.topics {
		e.Party.Say("topics", topic, l.source)
	}
	c.r.Counts[plural]++
	return e.Emit(l.here)
}

// id is OFAC's number where OFAC lists the party, else the list's own id.
func (c *screening) id(l *listing, src source) string {
	if n := l.number.Text; n != "" && src.isOFAC() {
		if strings.Trim(n, "0123456789") == "" {
			return free(c.r, "us_ofac-"+n, src.short, l.number)
		}
		c.r.Warn(l.number.Place, "entity_number is no number of OFAC")
	}
	if !l.key.Empty() {
		return free(c.r, CSL+"-"+lists.Slug(l.key.Text), src.short, l.key)
	}
	of := []lists.Value{l.source.With(src.short), l.name, l.from, l.notice}
	for _, a := range l.addresses {
		of = append(of, a.Full, a.Street, a.City)
	}
	return free(c.r, CSL+"-"+hash(of...), "", l.here)
}

func (c *screening) names(e *lists.Entry, l *listing, src source) {
	name, rest := withoutSuccessors(l.name.Text)
	name, others := splitName(name)
	c.name(e, "name", l.name.With(name))
	if rest != "" {
		e.Party.Note(l.name, "Listed with: %s", rest)
	}
	for _, o := range others {
		c.name(e, o.prop, l.name.With(o.text))
	}
	for _, a := range l.altNames {
		alt, others := splitName(strings.TrimPrefix(a.Text, "and "))
		c.name(e, "alias", a.With(alt))
		for _, o := range others {
			c.name(e, o.prop, a.With(o.text))
		}
	}
	// OFAC prints the names of persons as "FAMILY, Given".
	if family, given, ok := strings.Cut(name, ", "); ok && src.isOFAC() && e.Party.Schema == "Person" {
		e.Party.Say("firstName", given, l.name)
		e.Party.Say("lastName", family, l.name)
	}
}

func (c *screening) name(e *lists.Entry, prop string, v lists.Value) {
	if strings.Contains(v.Text, "?") {
		c.r.Warn(v.Place, "a name has a question mark where a character was lost, kept as it stands")
	}
	e.Party.Name(prop, v, "")
}

func (c *screening) person(e *lists.Entry, l *listing) {
	p := e.Party
	p.Add("position", l.title)
	for _, v := range l.births {
		p.Date("birthDate", v)
	}
	for _, v := range l.birthplaces {
		p.Add("birthPlace", v)
		if i := strings.LastIndex(v.Text, ", "); i >= 0 {
			if codes, exact := lists.Countries(v.Text[i+2:]); exact {
				p.Say("birthCountry", codes[0], v)
			}
		} else if codes, exact := lists.Countries(v.Text); exact {
			p.Say("birthCountry", codes[0], v)
		}
	}
	for _, v := range l.citizenships {
		p.Country("citizenship", v)
	}
	for _, v := range l.nationalities {
		p.Country("nationality", v)
	}
	for _, v := range []lists.Value{l.callSign, l.shipType, l.tonnage, l.registered, l.flag, l.owner} {
		if !v.Empty() {
			p.Note(v, "Of a ship: %s", v.Text)
		}
	}
}

// thing is a body, ship, aircraft, or what has no type.
func (c *screening) thing(e *lists.Entry, l *listing) {
	p := e.Party
	for _, one := range []struct {
		prop, word string
		v          lists.Value
	}{
		{"callSign", "Call sign", l.callSign},
		{"type", "Type of ship", l.shipType},
		{"tonnage", "Gross tonnage", l.tonnage},
		{"grossRegisteredTonnage", "Gross registered tonnage", l.registered},
		{"", "Owner", l.owner},
		{"", "Title", l.title},
	} {
		switch {
		case one.v.Empty():
		case one.prop != "" && p.Has(one.prop):
			p.Add(one.prop, one.v)
		default:
			p.Note(one.v, "%s: %s", one.word, one.v.Text)
		}
	}
	flag := "country"
	if p.Has("flag") {
		flag = "flag"
	}
	p.Country(flag, l.flag)
	for _, v := range append(l.citizenships, l.nationalities...) {
		p.Country("country", v)
	}
	for _, v := range l.births {
		p.Note(v, "Date of birth: %s", v.Text)
	}
	for _, v := range l.birthplaces {
		p.Note(v, "Place of birth: %s", v.Text)
	}
}

func (c *screening) sanction(e *lists.Entry, l *listing, src source) *lists.Subject {
	s := e.Sanction(l.here)
	if src.isOFAC() {
		c.r.Authority = "Office of Foreign Assets Control" // whose words the programmes are
	}
	for _, v := range l.programs {
		s.Program(v)
	}
	if len(l.programs) == 0 {
		s.Say("program", src.title, l.source)
	}
	s.Say("summary", src.title, l.source)
	s.Add("recordId", l.key)
	if l.key.Empty() {
		s.Add("recordId", l.number)
	}
	s.Date("startDate", l.from)
	s.Date("endDate", l.to)
	s.Add("authorityId", l.notice)
	s.Add("provisions", l.requirement)
	s.Add("provisions", l.policy)
	if !l.order.Empty() {
		s.Say("provisions", "Standard order: "+l.order.Text, l.order)
	}
	s.Add("sourceUrl", l.infoURL)
	s.Add("programUrl", l.listURL)
	return s
}
