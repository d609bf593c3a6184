package uk

import (
	"regexp"
	"strings"

	"plimsoll/ftm"
	"plimsoll/lists"
)

// address states an address; one that stands twice stands once.
func (p *party) address(lines []lists.Value, postCode, country lists.Value) {
	key := country.Text
	for _, v := range append([]lists.Value{postCode}, lines...) {
		key += "|" + v.Text
	}
	if p.places[key] {
		return
	}
	if p.places == nil {
		p.places = map[string]bool{}
	}
	p.places[key] = true
	// Of six lines the list means the last for the town, but uses them freely:
	// they stay lines.
	postal := lists.Postal{PostalCode: postCode, Country: country}
	var texts []string
	for _, v := range lines {
		if v.Empty() {
			continue
		}
		if postal.Street.Empty() {
			postal.Street = v
		}
		texts = append(texts, plain(v.Text))
	}
	if len(texts) > 1 {
		postal.Street.Raw = ""
	}
	postal.Street.Text = strings.Join(texts, ", ")
	p.Address(postal)
}

// birthDate reads a day with masks. About says that the text beside it calls
// it approximate.
func (p *party) birthDate(v lists.Value, about bool) {
	if v.Empty() {
		return
	}
	d, ok := lists.DayFirst(v.Text)
	switch {
	case !ok:
		p.Party.Note(v, "Date of birth: %s", v.Text)
		p.m.Warn(v.Place, "date not understood, kept in notes")
		return
	case !p.Party.Has("birthDate"):
		p.Party.Note(v, "Date of birth: %s", v.Text)
		return
	case about:
		d.Qualifier = ftm.Circa
	}
	p.Party.DateAs("birthDate", d, v)
}

func (p *party) birthPlace(town, country lists.Value) {
	if !p.Party.Has("birthPlace") {
		for _, v := range []lists.Value{town, country} {
			if !v.Empty() {
				p.Party.Note(v, "Place of birth: %s", v.Text)
			}
		}
		return
	}
	p.Party.Add("birthPlace", town)
	p.birthCountry(country)
}

// today finds the country of now in "Ukrainian SSR (now Ukraine)" and "Former
// USSR, currently Belarus".
var today = regexp.MustCompile(`(?i)^(.{3,60}?),? \(?(?:now|currently) (.{3,60}?)\)?$`)

// birthCountry states the country of then and the one of now where the list
// gives both.
func (p *party) birthCountry(v lists.Value) {
	if m := today.FindStringSubmatch(v.Text); m != nil {
		then, thenKnown := lists.Countries(m[1])
		now, nowKnown := lists.Countries(strings.TrimPrefix(m[2], "Republic of "))
		if nowKnown {
			p.Party.Say("birthCountry", now[0], v)
			if thenKnown {
				p.Party.Say("birthCountry", then[0], v)
			}
			p.Party.Note(v, "Country of birth: %s", v.Text)
			return
		}
	}
	p.Party.Country("birthCountry", v)
}

func (p *party) nationality(v lists.Value) {
	if p.Party.Has("nationality") {
		p.Party.Country("nationality", v)
	} else {
		p.Party.Country("country", v)
	}
}

func (p *party) gender(v lists.Value) {
	switch g := strings.ToLower(v.Text); g {
	case "male", "female":
		p.tell("gender", v.With(g))
	case "", "unknown":
	default:
		p.Party.Note(v, "Gender: %s", v.Text)
		p.m.Warn(v.Place, "gender not understood, kept in notes")
	}
}

// tell states a value where the schema has the property, and notes it
// otherwise.
func (p *party) tell(prop string, v lists.Value) {
	switch {
	case v.Empty():
	case p.Party.Has(prop):
		p.Party.Say(prop, plain(v.Text), v)
	default:
		p.Party.Note(v, "%s: %s", prop, plain(v.Text))
	}
}

// phone states a number. A spreadsheet that took it for a sum leaves -101823
// or 8.5E+11, which nobody can call.
func (p *party) phone(v lists.Value) {
	if v.Empty() {
		return
	}
	exponent := strings.Contains(v.Text, "E+") || strings.Contains(v.Text, "e+")
	if strings.HasPrefix(v.Text, "-") || exponent {
		p.Party.Note(v, "Phone number, damaged: %s", v.Text)
		p.m.Warn(v.Place, "phone number damaged by a spreadsheet, kept in notes")
		return
	}
	p.tell("phone", v)
}

// entityType tells a company from other bodies where the list calls it one.
func (p *party) entityType(v lists.Value) {
	if v.Empty() {
		return
	}
	p.tell("legalForm", v)
	if saysCompany(v.Text) {
		p.company()
	}
}

func (p *party) company() {
	if p.Party.Schema == "Organization" {
		p.Party.Replace("Company")
	}
}

func saysCompany(s string) bool {
	s = strings.ToLower(s)
	for _, word := range []string{"company", "corporation", "limited", "joint stock", "llc", "ltd", "plc", "enterprise"} {
		if strings.Contains(s, word) {
			return true
		}
	}
	return false
}

// parent and subsidiary keep the name, and remember it: it may be another
// entry's.
func (p *party) parent(v lists.Value) {
	if v.Empty() {
		return
	}
	p.company()
	p.Party.Note(v, "Parent company: %s", plain(v.Text))
	p.m.links.name(parentOf, p.Party, v)
}

func (p *party) subsidiary(v lists.Value) {
	if v.Empty() {
		return
	}
	p.Party.Note(v, "Subsidiary: %s", plain(v.Text))
	p.m.links.name(subsidiaryOf, p.Party, v)
}

func (p *party) owner(v lists.Value, was bool) {
	if v.Empty() {
		return
	}
	role, words := ownerOf, "Current owner or operator"
	if was {
		role, words = formerOwnerOf, "Previous owner or operator"
	}
	p.Party.Note(v, "%s: %s", words, plain(v.Text))
	p.m.links.name(role, p.Party, v)
}

func (p *party) imo(v lists.Value) { p.Party.IMO(v) }

func (p *party) flag(v lists.Value, was bool) {
	prop, words := "flag", "Flag"
	if was {
		prop, words = "pastFlags", "Previous flag"
	}
	switch {
	case v.Empty():
	case p.Party.Has(prop):
		p.Party.Country(prop, v)
	default:
		p.Party.Note(v, "%s: %s", words, v.Text)
	}
}

func (p *party) built(v lists.Value) {
	if p.Party.Has("buildDate") {
		p.date(p.Party, "buildDate", v)
	} else if !v.Empty() {
		p.Party.Note(v, "Year built: %s", v.Text)
	}
}

// note keeps what has no property.
func (p *party) note(words string, v lists.Value) {
	if !v.Empty() {
		p.Party.Note(v, "%s: %s", words, plain(v.Text))
	}
}
