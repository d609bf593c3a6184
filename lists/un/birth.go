package un

import (
	"strconv"
	"strings"

	"plimsoll/lists"
)

// births reads dates and places of birth. Several blocks are alternatives.
func (r *record) births() {
	for _, b := range r.node.all("INDIVIDUAL_DATE_OF_BIRTH") {
		r.birthDate(b)
	}
	for _, b := range r.node.all("INDIVIDUAL_PLACE_OF_BIRTH") {
		r.birthPlace(b, b.one("STREET"), b.one("CITY"), b.one("STATE_PROVINCE"), b.one("COUNTRY"))
		if n := b.one("NOTE"); n.text != "" {
			r.note(n, "Place of birth: %s", n.text)
		}
	}
}

func (r *record) birthDate(b *node) {
	kind, note := b.one("TYPE_OF_DATE"), b.one("NOTE")
	said := note.text
	from, to := b.one("FROM_YEAR"), b.one("TO_YEAR")
	circa := strings.EqualFold(kind.text, "APPROXIMATELY")
	if strings.EqualFold(said, "approximately") {
		circa, said = true, ""
	}
	switch date, year := b.one("DATE"), b.one("YEAR"); {
	case date.text != "":
		r.birth(date, date.text, circa)
	case year.text != "":
		// A note such as "Nov. 1973" beside the year 1973 is more precise.
		if d, ok := lists.ParseDate(said); ok && !d.Circa && len(d.Values) == 1 && strings.HasPrefix(d.Values[0], year.text+"-") {
			r.addAs(r.party, "birthDate", d.Values[0], note, note.raw)
			said = ""
		} else {
			r.birth(year, year.text, circa)
		}
	case from.text != "" || to.text != "":
		r.birthSpan(from, to)
	}
	if said != "" {
		r.note(note, "Date of birth: %s", said)
	}
	switch strings.ToUpper(kind.text) {
	case "", "EXACT", "APPROXIMATELY", "BETWEEN":
	default:
		r.p.warnings.Add("unknown type of date "+kind.text, r.place(kind))
	}
}

// birth states one date. Nothing is filled in: a year stays a year.
func (r *record) birth(n *node, text string, circa bool) {
	d, ok := lists.ParseDate(text)
	if !ok {
		r.note(n, "Date of birth: %s", text)
		r.p.warnings.Add("date not understood, kept in notes", r.place(n))
		return
	}
	original := n.raw
	if circa || d.Circa {
		original = "circa " + n.text
		r.note(n, "Date of birth is approximate: %s", text)
	}
	for _, v := range d.Values {
		r.addAs(r.party, "birthDate", v, n, original)
	}
}

// birthSpan states every year that BETWEEN leaves open.
func (r *record) birthSpan(from, to *node) {
	a, aErr := strconv.Atoi(from.text)
	b, bErr := strconv.Atoi(to.text)
	years := lists.YearSpan(a, b)
	if aErr != nil || bErr != nil || years == nil {
		r.note(from, "Date of birth: between %s and %s", from.text, to.text)
		r.p.warnings.Add("span of years not understood, kept in notes", r.place(from))
		return
	}
	for _, v := range years {
		r.addAs(r.party, "birthDate", v, from, "between "+from.text+" and "+to.text)
	}
}

// birthPlace joins the parts of a place, small to large; the last is the
// country.
func (r *record) birthPlace(block *node, parts ...*node) {
	var text []string
	for _, n := range parts {
		if n.text != "" && n.text != notAvailable {
			text = append(text, n.text)
		}
	}
	if len(text) == 0 {
		return
	}
	r.addAs(r.party, "birthPlace", strings.Join(text, ", "), block, "")
	country := parts[len(parts)-1]
	codes, _ := lists.Countries(country.text)
	for _, c := range codes {
		r.addAs(r.party, "birthCountry", c, country, country.raw)
	}
	if len(codes) == 0 && country.text != "" && country.text != notAvailable {
		r.p.warnings.Add("country not understood, kept in birthPlace: "+country.text, r.place(country))
	}
}

// addresses states each block as one text, small to large, and its country.
// The parts are in the exhibit, at the place of the statement.
func (r *record) addresses(element string) {
	for _, b := range r.node.all(element) {
		country, note := b.one("COUNTRY"), b.one("NOTE")
		r.country(r.party, "country", country, "Address")
		var parts []string
		for _, name := range []string{"STREET", "CITY", "STATE_PROVINCE", "ZIP_CODE"} {
			if n := b.one(name); n.text != "" && n.text != notAvailable {
				parts = append(parts, n.text)
			}
		}
		local := len(parts) > 0
		if country.text != "" && country.text != notAvailable {
			parts = append(parts, country.text)
		}
		full := strings.Join(parts, ", ")
		if local {
			r.addAs(r.party, "address", full, b, "")
		}
		if note.text != "" {
			r.note(note, "Address %s", strings.TrimLeft(full+": "+note.text, ": "))
		}
	}
}
