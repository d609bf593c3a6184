package eu

import (
	"strings"

	"golang.org/x/text/language"

	"plimsoll/lists"
)

// address is where a party is, and how to reach it.
type address struct {
	street, poBox, city, zip, region, place lists.Value
	country, countryName                    lists.Value
	atListing                               lists.Value // "true": the address known when it was listed
	contacts                                []contact
	remarks                                 []lists.Value
}

type contact struct {
	key   string // PHONE, FAX, EMAIL, WEB
	value lists.Value
}

// citizen is a citizenship.
type citizen struct {
	country, countryName, region, since, until lists.Value
	remarks                                    []lists.Value
}

// gone are codes of states that are no more, for which FollowTheMoney has
// others.
var gone = map[string]string{"YU": "yucs", "YUG": "yucs", "SU": "suhh", "SUN": "suhh", "SCG": "csxx", "CSK": "cshh"}

// country turns the list's code into the name of the country, so that it can
// stand in an address; 00 is no country. Of a code that is no longer used the
// description is more telling.
func (p *party) country(code, description lists.Value) lists.Value {
	switch {
	case code.Text == "00" || code.Text == "UNKNOWN" || code.Empty() && description.Text == "UNKNOWN":
		return lists.Value{}
	case code.Empty():
		return description
	}
	key := strings.ToUpper(code.Text)
	if old, ok := gone[key]; ok {
		key = old
	} else if len(key) == 3 { // the older formats have three letters
		if region, err := language.ParseRegion(key); err == nil {
			key = region.String()
		}
	}
	if name, ok := lists.CountryName(strings.ToLower(key)); ok {
		return code.With(name)
	}
	if !description.Empty() {
		return description
	}
	return code
}

func (p *party) citizenship(c citizen) {
	prop := "country"
	if p.Party.Has("citizenship") {
		prop = "citizenship"
	}
	country := p.country(c.country, c.countryName)
	p.Party.Country(prop, country)
	for _, extra := range []struct {
		what string
		v    lists.Value
	}{{"region", c.region}, {"since", c.since}, {"until", c.until}} {
		if !extra.v.Empty() {
			p.Party.Note(extra.v, "Citizenship of %s, %s %s", country.Text, extra.what, extra.v.Text)
		}
	}
	for _, r := range c.remarks {
		p.Party.Note(r, "Citizenship: %s", r.Text)
	}
}

func (p *party) address(a address) {
	country := p.country(a.country, a.countryName)
	made := p.Address(lists.Postal{
		Street: a.street, Street2: a.place, POBox: a.poBox, City: a.city, Region: a.region, PostalCode: a.zip, Country: country,
	})
	for _, r := range a.remarks {
		switch {
		case made != nil:
			made.Add("remarks", r)
		case country.Empty():
			p.Party.Note(r, "Address: %s", r.Text)
		default:
			p.Party.Note(r, "Address, %s: %s", country.Text, r.Text)
		}
	}
	if made != nil && isTrue(a.atListing.Text) {
		made.Say("remarks", "as at the time of listing", a.atListing)
	}
	for _, c := range a.contacts {
		p.contact(c)
	}
}

func (p *party) contact(c contact) {
	switch strings.ToUpper(c.key) {
	case "PHONE", "MOBILE":
		for _, number := range phones(c.value.Text) {
			p.tell("phone", c.value.With(number))
		}
	case "EMAIL":
		p.tell("email", c.value)
	case "WEB", "WEBSITE":
		p.tell("website", c.value)
	default:
		p.Party.Note(c.value, "%s: %s", c.key, c.value.Text)
	}
}

// phones takes "021 86611265, 021 86611266" apart, and leaves a list of
// endings, "262 38 18, 19", whole.
func phones(s string) []string {
	const most = 50
	if strings.Count(s, ",")+strings.Count(s, ";") > most {
		return []string{s}
	}
	parts := strings.FieldsFunc(s, func(r rune) bool { return r == ',' || r == ';' })
	for i, part := range parts {
		digits := 0
		for _, r := range part {
			if r >= '0' && r <= '9' {
				digits++
			}
		}
		if digits < 5 {
			return []string{s}
		}
		parts[i] = strings.TrimSpace(part)
	}
	return parts
}

// packed takes "PHONE[1 23] FAX[4 56] (former location)" apart, the form that
// contacts have in one field. The rest is a remark.
func packed(v lists.Value) (contacts []contact, rest lists.Value) {
	const most = 100
	text := broken(v)
	var others []string
	for len(contacts) < most {
		open := strings.IndexByte(text, '[')
		if open < 0 {
			break
		}
		length := strings.IndexByte(text[open:], ']')
		key := open
		for key > 0 && text[key-1] >= 'A' && text[key-1] <= 'Z' {
			key--
		}
		if length < 0 || key == open {
			break
		}
		others = append(others, text[:key])
		if value := lists.Clean(text[open+1 : open+length]); value != "" {
			contacts = append(contacts, contact{text[key:open], v.With(value)})
		}
		text = text[open+length+1:]
	}
	others = append(others, text)
	return contacts, v.With(strings.TrimSpace(strings.Join(others, "")))
}

// isTrue reads a flag as the formats write it.
func isTrue(s string) bool {
	return strings.EqualFold(s, "true") || s == "1" || strings.EqualFold(s, "yes")
}
