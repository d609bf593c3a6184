package worldbank

import (
	"regexp"
	"strings"

	"plimsoll/lists"
	"plimsoll/lists/records"
)

// party reads what a record says of whom it is about.
type party struct {
	*lists.Entry

	r *lists.Reading
}

// Words before a name that are no part of it.
var (
	honorific = regexp.MustCompile(`(?i)^\(?((?:mrs|mr|ms|miss|dr|eng|prof)(?:\.\)?| )) *`)
	messrs    = regexp.MustCompile(`(?i)^m/s\.? *`)
)

func (p *party) read(rec *records.Node, name lists.Value) {
	main, others := nameAndOthers(name.Text)
	p.name("name", name.With(main))
	for _, o := range others {
		p.names(o.prop, name.With(o.text))
	}
	p.additional(rec.At("ADD_SUPP_INFO"))
	p.address(rec)
	p.Party.Add("registrationNumber", rec.At("REGISTER_ID"))
	p.Party.Add("dunsCode", rec.At("DNB_ID"))
	for _, key := range []string{"SUPP_PRE_ACRN", "SUPP_POST_ACRN"} {
		if v := rec.At(key); !v.Empty() {
			p.Party.Note(v, "%s: %s", key, v.Text)
		}
	}
}

// name states one name, without the words before it.
func (p *party) name(prop string, v lists.Value) {
	text := v.Text
	if m := honorific.FindStringSubmatch(text[:min(len(text), 12)]); m != nil && p.Party.Has("title") && len(m[0]) < len(text) {
		text = text[len(m[0]):]
		p.Party.Say("title", strings.TrimRight(m[1], ") "), v)
	}
	if m := messrs.FindString(text[:min(len(text), 8)]); m != "" && len(m) < len(text) {
		text = text[len(m):]
	}
	p.Party.Name(prop, v.With(strings.TrimSpace(text)), "")
}

// names states what may be several.
func (p *party) names(prop string, v lists.Value) {
	for _, n := range splitNames(v.Text) {
		p.name(prop, v.With(n))
	}
}

func (p *party) address(rec *records.Node) {
	country := rec.At("COUNTRY_NAME")
	code := rec.At("LAND1")
	if codes, _ := lists.Countries(country.Text); len(codes) == 0 {
		country = code
	}
	zip := rec.At("SUPP_ZIP_CODE")
	if post := rec.At("SUPP_POST_CODE"); zip.Empty() {
		zip = post
	}
	p.Address(lists.Postal{
		Street: rec.At("SUPP_ADDR"), City: rec.At("SUPP_CITY"), Region: rec.At("SUPP_PROV_NAME"),
		State: rec.At("SUPP_STATE_CODE"), PostalCode: zip, Country: country,
	})
}

// additional takes ADD_SUPP_INFO apart.
func (p *party) additional(v lists.Value) {
	if v.Empty() {
		return
	}
	rest, notes := cutFootnotes(v.Text)
	for _, n := range notes {
		p.Party.Note(v, "Footnote of the list: %s", n)
	}
	pieces := brackets(strings.ReplaceAll(rest, "(dba) ", ""))
	if _, ok := labelled(strings.TrimLeft(rest, " ,")); ok && !anyLabel(pieces[1:]) {
		pieces = []string{rest} // the brackets belong to the name: "AKA Lamp (Pvt) Ltd."
	}
	for _, text := range pieces {
		text = strings.Trim(text, " ,;[]")
		if text == "" {
			continue
		}
		l, ok := labelled(text)
		switch {
		case !ok && isForeign(text):
			p.names("name", v.With(text))
		case !ok && unifiedCode.MatchString(text):
			p.Party.Say("registrationNumber", text, v)
		case !ok:
			p.Party.Note(v, "Additional information: %s", text)
		case l.prop == "alias" || l.prop == "previousName":
			p.names(l.prop, v.With(l.text))
		case l.prop == "idNumber" && p.Party.Has("passportNumber"):
			p.Document("National identification number", v.With(l.text))
		case l.prop == "idNumber":
			p.Party.Say("registrationNumber", l.text, v)
		case l.prop == "address":
			p.Address(lists.Postal{Full: v.With(l.text)})
		default:
			p.Party.Say(l.prop, l.text, v)
		}
	}
}

func anyLabel(texts []string) bool {
	for _, t := range texts {
		if _, ok := labelled(strings.TrimSpace(t)); ok || isForeign(t) || unifiedCode.MatchString(t) {
			return true
		}
	}
	return false
}

// isForeign reports whether a text is written in another script than Latin.
func isForeign(s string) bool {
	script := lists.Script(s)
	return script != "" && script != "Latn"
}

// unifiedCode is the number that China gives to every organisation.
var unifiedCode = regexp.MustCompile(`^[0-9]{8,}[0-9A-Z]{5,10}$`)
