package ofac

import (
	"plimsoll/lists"
	"plimsoll/lists/markup"
)

// feature states what a Feature says: each version is one value.
func (a *advanced) feature(p *party, n *markup.Node) error {
	n.Ignore("@ID", "IdentityReference")
	kind := a.of(n, "@FeatureTypeID", "FeatureType")
	for v := range n.All("FeatureVersion") {
		v.Ignore("@ID")
		if err := a.version(p, kind.Text, v); err != nil {
			return err
		}
	}
	return nil
}

// Reliability of a feature, as the tables call it.
const unreliable = "False"

func (a *advanced) version(p *party, kind string, v *markup.Node) error {
	untrue := a.of(v, "@ReliabilityID", "Reliability").Text == unreliable
	say := func(value lists.Value, when lists.Date) {
		if untrue {
			p.untrue(kind, value)
			return
		}
		p.feature(feature{Kind: kind, Value: value, When: when})
	}
	for d := range v.All("VersionDetail") {
		if t := a.of(d, "@DetailTypeID", "DetailType"); t.Text == "LOOKUP" {
			say(a.of(d, "@DetailReferenceID", "DetailReference"), lists.Date{})
			continue
		}
		say(d.Value(), lists.Date{})
	}
	for d := range v.All("DatePeriod") {
		when, text := a.period(d)
		if text.Empty() {
			continue
		}
		say(text, when)
	}
	for l := range v.All("VersionLocation") {
		if err := a.versionLocation(p, kind, untrue, l, say); err != nil {
			return err
		}
	}
	if c := v.At("Comment"); !c.Empty() {
		p.Party.Note(c, kind+": "+c.Text)
	}
	return nil
}

// untrue keeps what the list itself calls false.
func (p *party) untrue(kind string, v lists.Value) {
	if !v.Empty() {
		p.Party.Note(v, "Called false by the list: "+kind+": "+v.Text)
	}
}

// versionLocation states an address, or the country that a feature names.
func (a *advanced) versionLocation(p *party, kind string, untrue bool, n *markup.Node, say func(lists.Value, lists.Date)) error {
	places, err := a.location(n, "@LocationID")
	if err != nil {
		return err
	}
	for _, at := range places {
		switch {
		case kind == "Location" && !untrue:
			p.address(at)
		case at.Rest.Empty() || kind == "Location":
			say(firstOf(at.City, at.State, at.Rest, at.Country).With(at.whole()), lists.Date{})
		default:
			say(at.Rest, lists.Date{})
		}
	}
	return nil
}

// whole is the place as one text.
func (at place) whole() string {
	return joined(", ", at.Address1, at.Address2, at.Address3, at.City, at.State, at.PostalCode, at.Rest, at.Country)
}

// maxScripts is more than any address is written in.
const maxScripts = 50

// location reads the Location that an attribute names: in Latin letters, and
// once more for each other script that parts of it are given in.
func (a *advanced) location(n *markup.Node, attr string) ([]place, error) {
	id, err := number(a.doc, n, attr)
	if err != nil {
		return nil, err
	}
	spots := a.locations.find(id)
	if len(spots) == 0 {
		a.r.Warn(n.Place(), "a location that the file does not hold")
		return nil, nil
	}
	l, err := a.locations.read(spots[0])
	if err != nil {
		return nil, err
	}
	l.Ignore("@ID", "LocationAreaCode", "FeatureVersionReference", "IDRegDocumentReference")
	var country lists.Value
	for c := range l.All("LocationCountry") {
		c.Ignore("@CountryRelevanceID")
		country = a.of(c, "@CountryID", "Country")
	}
	scripts, places := []string{""}, []place{{Country: country}}
	for part := range l.All("LocationPart") {
		kind := a.word(part, "@LocPartTypeID", "LocPartType")
		for v := range part.All("LocationPartValue") {
			v.Ignore("@Primary", "@LocPartValueTypeID", "@LocPartValueStatusID")
			script := ""
			if v.At("@Primary").Text != yes {
				script = v.At("Comment").Text
			}
			v.Ignore("Comment")
			i := 0
			for i < len(scripts) && scripts[i] != script {
				i++
			}
			if i == maxScripts {
				return nil, a.doc.Fail(n, "an address in more than %d scripts", maxScripts)
			}
			if i == len(scripts) {
				scripts, places = append(scripts, script), append(places, place{Country: country})
			}
			places[i].put(kind, v.At("Value"))
		}
	}
	l.Unknown(a.r)
	return places, nil
}

// put fills in a part of an address. A part that the format has no name for
// goes last; so does a second one of a kind.
func (at *place) put(kind string, v lists.Value) {
	var part *lists.Value
	switch kind {
	case "ADDRESS1":
		part = &at.Address1
	case "ADDRESS2":
		part = &at.Address2
	case "ADDRESS3":
		part = &at.Address3
	case "CITY":
		part = &at.City
	case "STATE/PROVINCE":
		part = &at.State
	case "POSTAL CODE":
		part = &at.PostalCode
	}
	switch {
	case part != nil && part.Empty():
		*part = v
	case at.Rest.Empty():
		at.Rest = v
	default:
		at.Rest.Text = joined(", ", at.Rest, v)
		at.Rest.Raw = ""
	}
}

// identityDocuments states the documents of an Identity.
func (a *advanced) identityDocuments(p *party, identity *markup.Node) error {
	id, err := number(a.doc, identity, "@ID")
	if err != nil {
		return err
	}
	spots := a.documents.find(id)
	if len(spots) > maxPieces {
		return a.doc.Fail(identity, "%d documents of one party, more than %d", len(spots), maxPieces)
	}
	for _, at := range spots {
		n, err := a.documents.read(at)
		if err != nil {
			return err
		}
		if err := a.document(p, n); err != nil {
			return err
		}
		n.Unknown(a.r)
	}
	return nil
}

// numberless follows the kind of a document of which the list says that there
// is one, and no number.
const numberless = " without a number"

// noteOn returns what states further things about a document: on itself where
// it is an entity of its own, else in the notes of the party.
func noteOn(p *party, d *lists.Subject, what string) func(v lists.Value, prop, text string) {
	return func(v lists.Value, prop, text string) {
		switch {
		case v.Empty():
		case d != nil && d.Has(prop):
			d.Say(prop, text, v)
		default:
			p.Party.Note(v, what+": "+text)
		}
	}
}

func (a *advanced) document(p *party, n *markup.Node) error {
	n.Ignore("@ID", "@IdentityID", "DocumentedNameReference", "FeatureVersionReference")
	kind, no, country := a.of(n, "@IDRegDocTypeID", "IDRegDocType"), n.At("IDRegistrationNo"), a.of(n, "@IssuedBy-CountryID", "Country")
	if no.Empty() {
		p.Party.Note(n.Here(), joined(" ", kind.With(kind.Text+numberless), country))
	}
	d := p.feature(feature{Kind: kind.Text, Value: no, Country: country})
	note := noteOn(p, d, kind.Text+" "+no.Text)
	for date := range n.All("DocumentDate") {
		what := a.word(date, "@IDRegDocDateTypeID", "IDRegDocDateType")
		date.Ignore("@IDRegDocDateTypeID")
		for period := range date.All("DatePeriod") {
			when, v := a.period(period)
			prop := map[string]string{"Issue Date": "startDate", "Expiration Date": "endDate"}[what]
			if d == nil || prop == "" || len(when.Values) == 0 {
				note(v, "summary", what+": "+v.Text)
				continue
			}
			d.DateAs(prop, when, v)
		}
	}
	authority := n.At("IssuingAuthority")
	note(authority, "authority", authority.Text)
	comment := n.At("Comment")
	note(comment, "summary", comment.Text)
	if v := a.of(n, "@ValidityID", "Validity"); v.Text != "Valid" {
		note(v, "summary", v.Text)
	}
	if n.One("@IssuedIn-LocationID").Exists() {
		places, err := a.location(n, "@IssuedIn-LocationID")
		if err != nil {
			return err
		}
		for _, at := range places {
			note(firstOf(at.City, at.State, at.Rest, at.Country), "summary", "Issued in "+at.whole())
		}
	}
	return nil
}
