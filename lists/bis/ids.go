package bis

import (
	"strings"

	"plimsoll/lists"
)

// feature is what a word among the numbers means where it is no number that
// somebody issued.
func feature(kind string) (prop string, ok bool) {
	switch kind {
	case "Website":
		return "website", true
	case "Email Address":
		return "email", true
	case "Phone Number", "Telephone":
		return "phone", true
	case "Gender":
		return "gender", true
	case "SWIFT/BIC":
		return "swiftBic", true
	case "MMSI":
		return "mmsi", true
	case "Other Vessel Call Sign", "Vessel Call Sign":
		return "callSign", true
	case "Other Vessel Type":
		return "type", true
	case "Former Vessel Flag":
		return "pastFlags", true
	case "Other Vessel Flag":
		return "flag", true
	case "Vessel Year of Build":
		return "buildDate", true
	case "Aircraft Model":
		return "model", true
	case "Aircraft Manufacturer's Serial Number (MSN)", "Aircraft Construction Number (also called L/N or S/N or F/N)":
		return "serialNumber", true
	case "Aircraft Tail Number":
		return "registrationNumber", true
	case "D-U-N-S Number":
		return "dunsCode", true
	case "Organization Established Date":
		return "incorporationDate", true
	case "Nationality of Registration":
		return "jurisdiction", true
	}
	return "", false
}

// isTax tells the numbers of tax payers.
func isTax(kind string) bool {
	switch strings.TrimRight(kind, " #.") {
	case "NIT", "RUC", "RIF", "RTN", "RFC", "R.F.C", "C.U.I.T", "N.I.F", "C.I.F", "US FEIN":
		return true
	}
	for _, word := range []string{"Tax", "tax", "Fiscal Code"} {
		if strings.Contains(kind, word) {
			return true
		}
	}
	return false
}

// isProvision tells what the Treasury says of the listing itself.
func isProvision(kind string) bool {
	for _, word := range []string{"Executive Order ", "Secondary sanctions risk", "Transactions Prohibited", "Additional Sanctions Information", "CAATSA ", "IFCA ", "PEESA ", "Listing Date", "Effective Date", "Purchase/Sales"} {
		if strings.HasPrefix(kind, word) {
			return true
		}
	}
	return false
}

const (
	wallet = "Digital Currency Address - "
	hull   = "Vessel Registration Identification"
)

// isKind reports whether a text is a word for a number, as far as that can be
// seen: a known one, or one that ends as they do.
func isKind(s string) bool {
	if _, ok := feature(s); ok || isTax(s) || isProvision(s) || lists.IsPassport(s) || strings.HasPrefix(s, wallet) || s == hull {
		return true
	}
	for _, tail := range []string{"No.", "No", "Number", "#", "ID", "Card", "License", "Identification", "Code", "Registration", "Owner", ":", " -"} {
		if rest, ok := strings.CutSuffix(s, tail); ok && strings.Trim(rest, "0123456789 ") != "" {
			return true
		}
	}
	switch s {
	case "C.U.R.P.", "C.U.I.", "C.U.I.P.", "D.N.I.", "I.F.E.", "SSN", "N.I.E.", "C.I.N.", "Credencial electoral", "Romanian C.R.":
		return true
	}
	return false
}

// splitIdent reads a number of the CSV, "Passport, 83, KP" since 2020 and
// "KP, 83, Passport" before.
func splitIdent(v lists.Value) (id ident, ok bool) {
	if kind, rest, found := strings.Cut(v.Text, ", "); found && isKind(kind) {
		id.kind, id.number = v.With(kind), v.With(rest)
		if i := strings.LastIndex(rest, ", "); i > 0 && isCode(rest[i+2:]) {
			id.number, id.country = v.With(rest[:i]), v.With(rest[i+2:])
		}
		return id, true
	}
	i := strings.LastIndex(v.Text, ", ")
	if i < 0 || !isKind(v.Text[i+2:]) {
		return ident{}, false
	}
	id.kind, id.number = v.With(v.Text[i+2:]), v.With(v.Text[:i])
	if country, number, found := strings.Cut(v.Text[:i], ", "); found && isCode(country) {
		id.number, id.country = v.With(number), v.With(country)
	}
	return id, true
}

// isCode reports whether a text looks like the code of a country.
func isCode(s string) bool {
	return len(s) == 2 && s[0] >= 'A' && s[0] <= 'Z' && s[1] >= 'A' && s[1] <= 'Z'
}

// ident states a number, or what else stands among the numbers.
func (c *screening) ident(e *lists.Entry, s *lists.Subject, id ident) {
	kind, p, v := id.kind.Text, e.Party, id.number
	prop, isFeature := feature(kind)
	switch {
	case v.Empty():
	case kind == "":
		p.Note(v, "Number: %s", v.Text)
		c.r.Warn(v.Place, "a number of unknown kind, kept in notes")
	case kind == hull && strings.HasPrefix(v.Text, "IMO ") && p.Has("imoNumber"):
		p.IMO(v)
	case isFeature && p.Has(prop):
		c.feature(p, prop, v)
	case isProvision(kind):
		s.Say("provisions", strings.TrimRight(kind, " -:")+": "+v.Text, v)
	case strings.HasPrefix(kind, wallet):
		w := e.Child("CryptoWallet", "wallet-"+lists.Slug(v.Text))
		w.Add("publicKey", v)
		w.Say("currencySymbol", kind[len(wallet):], id.kind)
		if p.Has("passportNumber") || p.Has("registrationNumber") && !p.Has("buildDate") {
			w.Say("holder", p.ID, v)
		}
	case isFeature || !isNumber(kind):
		p.Note(v, "%s: %s", kind, v.Text)
	default:
		c.document(e, id)
	}
}

// isNumber reports whether a word is one for a number that somebody issued.
func isNumber(kind string) bool {
	return isKind(kind) && !strings.HasSuffix(kind, ":") && !strings.HasSuffix(kind, "Owner")
}

func (c *screening) feature(p *lists.Subject, prop string, v lists.Value) {
	switch prop {
	case "gender":
		p.Say(prop, strings.ToLower(v.Text), v)
	case "buildDate", "incorporationDate":
		p.Date(prop, v)
	case "pastFlags", "flag", "jurisdiction":
		p.Country(prop, v)
	default:
		p.Add(prop, v)
	}
}

// document states a number on the party and as a document of its own.
func (c *screening) document(e *lists.Entry, id ident) {
	kind, p, v := id.kind.Text, e.Party, id.number
	schema, prop := "Identification", "registrationNumber"
	switch {
	case p.Has("passportNumber") && lists.IsPassport(kind):
		schema, prop = "Passport", "passportNumber"
	case strings.HasPrefix(kind, "V.A.T."):
		prop = "vatCode"
	case isTax(kind):
		prop = "taxNumber"
	case kind == "SSN" && p.Has("socialSecurityNumber"):
		prop = "socialSecurityNumber"
	case p.Has("passportNumber"):
		prop = "idNumber"
	}
	if !p.Has(prop) {
		prop = "registrationNumber" // of a ship or an aircraft
	}
	p.Add(prop, v)
	d := e.Child(schema, lists.Slug(kind+" "+v.Text))
	d.Say("holder", p.ID, v)
	d.Add("number", v)
	d.Add("type", id.kind)
	d.Country("country", id.country)
	d.Date("startDate", id.issued)
	d.Date("endDate", id.expires)
}
