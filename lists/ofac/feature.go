package ofac

import (
	"strings"

	"plimsoll/lists"
)

// feature is what OFAC says of a party under a word of its own: an identity
// document, a number, a date, a determination.
type feature struct {
	Kind    string      // OFAC's word: "Passport", "Secondary sanctions risk:", "Birthdate"
	Value   lists.Value // the number, text, name of a country
	Country lists.Value // that issued it, by name
	Issued  lists.Value // as lists.ParseDate reads it, or a span: see readDate
	Expires lists.Value
	// When is the date that Value names, where a format has it in parts; else
	// Value is read as a date.
	When lists.Date
}

// feature states a feature or document, and returns the entity it became where
// it became one of its own (a document, a wallet), so that a format can add
// what it alone knows of it. A word that is not known is kept, with a warning.
func (p *party) feature(f feature) *lists.Subject {
	if f.Value.Empty() {
		return nil
	}
	w, known := words().find(f.Kind)
	if !known {
		w = word{f.Kind, "note", ""}
		if !f.Country.Empty() || !f.Issued.Empty() || !f.Expires.Empty() {
			w = word{f.Kind, "document", "idNumber"}
		}
		p.r.Warn(f.Value.Place, "unknown word %q, its value is kept as a %s", f.Kind, w.means)
	}
	return p.say(w, f)
}

func (p *party) say(w word, f feature) *lists.Subject {
	v := f.Value
	switch w.means {
	case "passport", "document", "lei", "ship":
		return p.number(w, f)
	case "wallet":
		return p.wallet(w, v)
	case "security":
		return p.security(w, v)
	case "text":
		p.text(w, v)
	case "number":
		p.text(w, v.With(strings.ReplaceAll(v.Text, ",", "")))
	case "date":
		if p.Party.Has(w.prop) {
			p.date(p.Party, w.prop, v, f.When)
		} else {
			p.note(w, v)
		}
	case "country":
		p.country(w.prop, v)
	case "birthplace":
		p.birthPlace(w, v)
	case "gender":
		p.gender(w, v)
	case "title":
		p.title(v)
	case "address":
		p.address(place{Rest: v})
	case "provision":
		p.sanction.Say("provisions", label(w)+v.Text, v)
	case "day":
		p.date(p.sanction, w.prop, v, f.When)
		p.sanction.Say("summary", label(w)+v.Text, v)
	default:
		p.note(w, v)
	}
	return nil
}

// label is the word before its value: with a colon, unless it has a mark of
// its own.
func label(w word) string {
	switch {
	case w.name == "":
		return ""
	case strings.HasSuffix(w.name, ":") || strings.HasSuffix(w.name, "-"):
		return w.name + " "
	}
	return w.name + ": "
}

func (p *party) note(w word, v lists.Value) { p.Party.Note(v, label(w)+v.Text) }

// text states the value as it is, or as a note where the party's schema has no
// such property.
func (p *party) text(w word, v lists.Value) {
	if !p.Party.Has(w.prop) {
		p.note(w, v)
		return
	}
	p.Party.Add(w.prop, v)
}

// number states a number that somebody issued: an Identification or Passport,
// and the number itself on the party. Numbers of the International Maritime
// Organization come under several words and are told by what they begin with.
func (p *party) number(w word, f feature) *lists.Subject {
	v := f.Value
	if f.Country.Empty() {
		v.Text, f.Country = cutCountry(v)
	}
	if strings.HasPrefix(v.Text, "IMO ") && p.Party.Has("imoNumber") {
		p.Party.IMO(v)
		return nil
	}
	if !p.isLegalEntity() { // it holds no documents
		p.Party.Add("registrationNumber", v)
		p.note(w, v.With(f.printed(v.Text)))
		return nil
	}
	if p.again(w.name + " " + f.printed(v.Text)) {
		return nil
	}
	schema := "Identification"
	if w.means == "passport" {
		schema = "Passport"
	}
	d := p.Child(schema, lists.Slug(w.name+" "+v.Text))
	d.Say("holder", p.Party.ID, v)
	d.Add("number", v)
	d.Say("type", w.name, v)
	p.countryOf(d, "country", f.Country)
	p.date(d, "startDate", f.Issued, lists.Date{})
	p.date(d, "endDate", f.Expires, lists.Date{})
	prop := w.prop
	if w.means == "lei" && len(v.Text) == 20 {
		prop = "leiCode"
	}
	if prop != "" && p.Party.Has(prop) {
		p.Party.Add(prop, v)
	}
	return d
}

// printed is a document as OFAC prints it.
func (f feature) printed(number string) string {
	if !f.Country.Empty() {
		number += " (" + f.Country.Text + ")"
	}
	if !f.Issued.Empty() {
		number += " issued " + f.Issued.Text
	}
	if !f.Expires.Empty() {
		number += " expires " + f.Expires.Text
	}
	return number
}

// cutCountry takes the country of issue off the end of a number:
// "472320665 (Korea, North)".
func cutCountry(v lists.Value) (number string, country lists.Value) {
	i := strings.LastIndex(v.Text, " (")
	if i <= 0 || !strings.HasSuffix(v.Text, ")") {
		return v.Text, lists.Value{}
	}
	name := v.Text[i+2 : len(v.Text)-1]
	if _, exact := lists.Countries(name); !exact && !nowhere(name) && !strings.HasPrefix(name, region) {
		return v.Text, lists.Value{}
	}
	return v.Text[:i], v.With(name)
}

// wallet makes a CryptoWallet of an address of a digital currency.
func (p *party) wallet(w word, v lists.Value) *lists.Subject {
	if p.again(w.name + " " + v.Text) {
		return nil
	}
	_, currency, _ := strings.Cut(w.name, " - ")
	c := p.Child("CryptoWallet", "wallet-"+lists.Slug(currency+" "+v.Text))
	c.Add("publicKey", v)
	c.Say("currencySymbol", currency, v)
	c.Say("holder", p.Party.ID, v)
	return c
}

// security makes a Security of the number under which a stock exchange knows
// what the party issues.
func (p *party) security(w word, v lists.Value) *lists.Subject {
	if !p.isLegalEntity() {
		p.note(w, v)
		return nil
	}
	s := p.Child("Security", "security-"+lists.Slug(v.Text))
	s.Say("name", "ISIN "+v.Text, v)
	s.Add("isin", v)
	s.Say("issuer", p.Party.ID, v)
	return s
}

// birthPlace states the place, and the country that it ends with.
func (p *party) birthPlace(w word, v lists.Value) {
	if !p.Party.Has("birthPlace") {
		p.note(w, v)
		return
	}
	p.Party.Add("birthPlace", v)
	// The name of a country may have a comma in it: "Korea, North".
	last := strings.LastIndex(v.Text, ", ")
	for _, at := range []int{strings.LastIndex(v.Text[:max(last, 0)], ", "), last} {
		rest := strings.TrimPrefix(v.Text[max(at, 0):], ", ")
		if codes, exact := lists.Countries(rest); exact {
			p.Party.Say("birthCountry", codes[0], v)
			return
		}
	}
}

func (p *party) gender(w word, v lists.Value) {
	switch g := strings.ToLower(v.Text); {
	case (g == "male" || g == "female") && p.Party.Has("gender"):
		p.Party.Say("gender", g, v)
	default:
		p.note(w, v)
	}
}
