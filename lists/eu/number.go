package eu

import (
	"strings"

	"plimsoll/lists"
)

// number is a document or another number that identifies a party.
type number struct {
	code, kind, number, latin            lists.Value
	country, countryName, region         lists.Value
	issuedBy, issued, validFrom, validTo lists.Value
	nameOn                               lists.Value
	diplomatic                           bool
	flags                                []lists.Value // "known to be false"
	remarks                              []lists.Value
}

// known are the flags of a document, by the attribute that raises them.
var known = []struct{ attr, words string }{
	{"knownExpired", "known to be expired"},
	{"knownFalse", "known to be false"},
	{"reportedLost", "reported lost"},
	{"revokedByIssuer", "revoked by issuer"},
}

// papers are the kinds of document, for files that give only the code.
var papers = map[string]string{
	"passport": "National passport", "id": "National identification card", "other": "Other identification number",
	"birthcert": "Birth certificate", "drivinglicence": "Driving licence", "nationcert": "Certificate of nationality",
	"travelcardid": "Temporary travel document", "residentperm": "Residence permit", "electionid": "Election card",
	"regnumber": "Registration number", "fiscalcode": "Fiscal code", "taxid": "Tax number", "euvat": "VAT number",
	"imo": "IMO number", "swiftbic": "SWIFT/BIC", "ssn": "Social security number", "tradelic": "Trade licence",
}

// registers are the codes of numbers that are no paper somebody holds, and the
// property each is stated as.
var registers = map[string]string{
	"regnumber": "registrationNumber", "unssn": "registrationNumber", "fiscalcode": "taxNumber", "taxid": "taxNumber",
	"euvat": "vatCode", "swiftbic": "swiftBic", "ssn": "socialSecurityNumber", "tradelic": "licenseNumber",
}

// what is the kind of the number in words.
func (n number) what() string {
	switch {
	case !n.kind.Empty():
		return n.kind.Text
	case papers[n.code.Text] != "":
		return papers[n.code.Text]
	}
	return n.code.Text
}

func (p *party) number(n number) {
	switch strings.ToUpper(n.number.Text) {
	case "", "-", "UNKNOWN", "N/A", "NA":
		n.number = n.latin
	}
	if n.number.Empty() {
		if text, from := joined(append([]lists.Value{p.country(n.country, n.countryName), n.issuedBy, n.issued, n.validFrom, n.validTo, n.nameOn}, append(n.flags, n.remarks...)...)...); text != "" {
			p.Party.Note(from, "%s without a number: %s", n.what(), text)
		}
		return
	}
	switch prop := registers[n.code.Text]; {
	case n.code.Text == "imo":
		p.Party.IMO(n.number)
		p.rest(n)
	case prop != "":
		p.register(prop, n)
	default:
		p.paper(n)
	}
}

// register states a number of a register, tax office or bank.
func (p *party) register(prop string, n number) {
	for _, v := range []lists.Value{n.number, n.latin} {
		if prop == "swiftBic" {
			v.Text = strings.ToUpper(strings.ReplaceAll(v.Text, " ", ""))
		}
		p.tell(prop, v)
	}
	p.rest(n)
}

// rest notes what is said of a number beside itself.
func (p *party) rest(n number) {
	var parts []string
	say := func(words string, v lists.Value) {
		if !v.Empty() {
			parts = append(parts, words+v.Text)
		}
	}
	say("", p.country(n.country, n.countryName))
	say("", n.region)
	say("issued by ", n.issuedBy)
	say("issued ", n.issued)
	say("valid from ", n.validFrom)
	say("valid to ", n.validTo)
	say("in the name of ", n.nameOn)
	for _, v := range append(n.flags, n.remarks...) {
		say("", v)
	}
	if len(parts) > 0 {
		p.Party.Note(n.number, "%s %s: %s", n.what(), n.number.Text, strings.Join(parts, ", "))
	}
}

// paper states a document. One that stands twice is one document.
func (p *party) paper(n number) {
	kind := n.what()
	if n.diplomatic {
		kind += ", diplomatic"
	}
	country := p.country(n.country, n.countryName)
	key := kind + "|" + n.number.Text + "|" + country.Text
	d := p.papers[key]
	if d == nil {
		d = p.Document(kind, n.number)
		if p.papers == nil {
			p.papers = map[string]*lists.Subject{}
		}
		p.papers[key] = d
	}
	d.Country("country", country)
	d.Add("authority", n.issuedBy)
	start := n.validFrom
	if start.Empty() {
		start = n.issued
	}
	d.Date("startDate", start)
	d.Date("date", n.issued)
	d.Date("endDate", n.validTo)
	if !n.latin.Empty() && n.latin.Text != n.number.Text {
		d.Add("number", n.latin)
		if d.Schema == "Passport" {
			p.tell("passportNumber", n.latin)
		} else {
			p.tell("idNumber", n.latin)
		}
	}
	if !n.nameOn.Empty() {
		d.Say("summary", "in the name of "+n.nameOn.Text, n.nameOn)
	}
	if !n.region.Empty() {
		d.Say("summary", "Region: "+n.region.Text, n.region)
	}
	for _, v := range append(n.flags, n.remarks...) {
		d.Add("summary", v)
	}
}
