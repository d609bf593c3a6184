package ofac

import (
	"slices"
	"strings"

	"plimsoll/ftm"
	"plimsoll/lists"
)

// party is an entry on its way to become entities. All formats make theirs
// with it, so that the same fact gives the same statement in each.
type party struct {
	*lists.Entry

	r        *lists.Reading
	sanction *lists.Subject // the listing
	plural   string         // what the entry is counted as
	told     []string       // documents and wallets, for some are printed twice
}

// kindOf is what the list calls an entry: the schema and the word it is
// counted under.
func kindOf(kind string, company bool) (schema, plural string, known bool) {
	switch strings.ToLower(kind) {
	case "individual":
		return "Person", "individuals", true
	case "vessel":
		return "Vessel", "vessels", true
	case "aircraft":
		return "Airplane", "aircraft", true
	case "entity", "", null:
		if company {
			return "Company", "entities", true
		}
		return "Organization", "entities", true
	}
	return "LegalEntity", "entities", false
}

// newParty begins the entry that has the number uid. Kind is what the list
// calls it: individual, entity, vessel, aircraft; the delimited files say
// nothing of an entity. Company is the result of [isCompany] for any of its
// features. The main name tells entries apart that have one number.
func newParty(r *lists.Reading, uid lists.Value, kind string, company bool, name string, from lists.Value) *party {
	schema, plural, known := kindOf(kind, company)
	if !known {
		r.Warn(from.Place, "entry of unknown kind %q, read as a legal entity", kind)
	}
	id := "us_ofac-" + uid.Text
	if _, taken := r.Taken(id); taken {
		r.Warn(from.Place, "an entry has the number of another; its id has its name as well")
		// No id of what belongs to an entry looks like this one.
		id += "_" + strings.ReplaceAll(lists.Slug(name), "-", "_")
	}
	p := &party{Entry: r.Entry(r.Free(id), schema), r: r, plural: plural}
	p.sanction = p.Sanction(from)
	p.sanction.Add("authorityId", uid)
	p.Listed(from)
	return p
}

// done counts the entry and hands it over.
func (p *party) done(from lists.Value) error {
	p.r.Counts[p.plural]++
	return p.Emit(from)
}

// isCompany reports whether a feature says that its party is a company.
func isCompany(kind, value string) bool {
	return strings.EqualFold(kind, "Target Type") && (value == "Private Company" || value == "Public Company")
}

// again reports whether something was told of the party already.
func (p *party) again(what string) bool {
	if slices.Contains(p.told, what) {
		return true
	}
	p.told = append(p.told, what)
	return false
}

// isLegalEntity is false of ships and aircraft.
func (p *party) isLegalEntity() bool {
	return p.Party.Schema != "Vessel" && p.Party.Schema != "Airplane"
}

// isUID reports whether a text is the number of an entry.
func isUID(s string) bool {
	for i := range len(s) {
		if s[i] < '0' || s[i] > '9' {
			return false
		}
	}
	return len(s) > 0 && len(s) <= 12
}

// name states a name. Kind is "" for the main one and "aka", "f.k.a.",
// "N.K.A." ... for others. Whole is as OFAC prints it, "FAMILY, Given" for a
// person; it may be empty where first and last are known, and is then made of
// them. Parts are stated of the main name alone, so that those of different
// names do not mix.
func (p *party) name(kind string, weak bool, whole, first, last lists.Value) {
	if whole.Empty() {
		whole = last
		switch {
		case last.Empty():
			whole = first
		case !first.Empty():
			whole = last.With(last.Text + ", " + first.Text)
			whole.Raw = last.Raw + ", " + first.Raw
		}
	}
	prop, strength := nameProp(kind, weak)
	p.Party.Name(prop, whole, strength)
	if prop == "name" && p.Party.Schema == "Person" {
		p.Party.Add("firstName", first)
		p.Party.Add("lastName", last)
	}
}

// scripted states a name that the list gives in another script, as one more
// name of the kind.
func (p *party) scripted(kind string, weak bool, lang string, whole lists.Value) {
	prop, strength := nameProp(kind, weak)
	p.Party.NameIn(prop, lang, whole, strength)
}

// nameProp is the property of a name and its strength. OFAC grades aliases;
// what is not marked weak is strong.
func nameProp(kind string, weak bool) (prop string, strength ftm.Strength) {
	k := strings.ToLower(strings.ReplaceAll(kind, ".", ""))
	switch {
	case k == "" || k == "name":
		return "name", ""
	case k == "fka" && weak:
		return "previousName", ftm.Weak
	case k == "fka":
		return "previousName", ftm.Strong
	case weak:
		return "weakAlias", ftm.Weak
	}
	return "alias", ftm.Strong
}

// splitName tells the parts of a person's name apart, which OFAC prints as
// "FAMILY, Given".
func splitName(whole lists.Value) (first, last lists.Value) {
	family, given, ok := strings.Cut(whole.Text, ", ")
	if !ok {
		return lists.Value{}, lists.Value{}
	}
	return whole.With(given), whole.With(family)
}

// title states the positions of a person.
func (p *party) title(v lists.Value) {
	for one := range strings.SplitSeq(v.Text, "; ") {
		if p.Party.Has("position") {
			p.Party.Say("position", one, v)
		} else if one != "" {
			p.Party.Note(v, "Title: "+one)
		}
	}
}

// program states a programme of the listing.
func (p *party) program(v lists.Value) { p.sanction.Program(v) }

// nowhere are OFAC's words for a country that it does not name.
func nowhere(country string) bool {
	return strings.EqualFold(country, "undetermined") || strings.EqualFold(country, "None Identified")
}

// region is how OFAC writes a place that is no country ("Region: Gaza").
const region = "Region: "

// country states a country of the party.
func (p *party) country(prop string, v lists.Value) {
	if !p.Party.Has(prop) {
		prop = "country"
	}
	p.countryOf(p.Party, prop, v)
}

// countryOf states a country. A region stays readable in the notes.
func (p *party) countryOf(s *lists.Subject, prop string, v lists.Value) {
	switch {
	case v.Empty() || nowhere(v.Text):
	case strings.HasPrefix(v.Text, region):
		s.Note(v, prop+": "+v.Text)
	default:
		s.Country(prop, v)
	}
}

// place is an address in OFAC's parts. The delimited files give street and
// city with all that follows it as one cell each: Address1 and Rest.
type place struct {
	Address1, Address2, Address3, City, State, PostalCode, Rest, Country lists.Value
}

// address states an address. Printed whole it reads as in the delimited files
// in all formats.
func (p *party) address(a place) *lists.Subject {
	postal := lists.Postal{Street: a.Address1, Street2: a.Address2, City: a.City, State: a.State, PostalCode: a.PostalCode}
	if !a.Address3.Empty() {
		postal.Street2 = a.Address2.With(joined(", ", a.Address2, a.Address3))
		postal.Street2.Raw = ""
		if a.Address2.Empty() {
			postal.Street2 = a.Address3
		}
	}
	town := joined(" ", lists.Value{Text: joined(", ", a.City, a.State)}, a.PostalCode)
	full := joined(", ", a.Address1, a.Address2, a.Address3, lists.Value{Text: town}, a.Rest)
	switch {
	case nowhere(a.Country.Text):
	case strings.HasPrefix(a.Country.Text, region):
		p.country("country", a.Country)
		if full != "" {
			full += ", " + a.Country.Text
		}
	default:
		postal.Country = a.Country
		if full != "" {
			full = joined(", ", lists.Value{Text: full}, a.Country)
		}
	}
	if full != "" {
		postal.Full = firstOf(a.Address1, a.Address2, a.Address3, a.City, a.State, a.PostalCode, a.Rest).With(full)
		postal.Full.Raw = ""
	}
	return p.Address(postal)
}

// joined joins the texts that are not empty.
func joined(by string, values ...lists.Value) string {
	var b strings.Builder
	for _, v := range values {
		if v.Empty() {
			continue
		}
		if b.Len() > 0 {
			b.WriteString(by)
		}
		b.WriteString(v.Text)
	}
	return b.String()
}

// firstOf is the first value that says something.
func firstOf(values ...lists.Value) lists.Value {
	for _, v := range values {
		if !v.Empty() {
			return v
		}
	}
	return lists.Value{}
}
