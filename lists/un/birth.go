package un

import (
	"strconv"
	"strings"

	"plimsoll/ftm"
	"plimsoll/lists"
	"plimsoll/lists/markup"
)

// births reads dates and places of birth. Several blocks are alternatives.
func (r *record) births() {
	for b := range r.node.All("INDIVIDUAL_DATE_OF_BIRTH") {
		r.birthDate(b)
	}
	for b := range r.node.All("INDIVIDUAL_PLACE_OF_BIRTH") {
		r.birthPlace(b.At("STREET"), b.At("CITY"), b.At("STATE_PROVINCE"), b.At("COUNTRY"))
		if v := noteOf(b); !v.Empty() {
			r.Party.Note(v, "Place of birth: %s", v.Text)
		}
	}
}

func (r *record) birthDate(b *markup.Node) {
	kind, note := b.At("TYPE_OF_DATE"), noteOf(b)
	said := note.Text
	from, to := b.At("FROM_YEAR"), b.At("TO_YEAR")
	circa := strings.EqualFold(kind.Text, "APPROXIMATELY")
	if strings.EqualFold(said, "approximately") {
		circa, said = true, ""
	}
	switch date, year := b.At("DATE"), b.At("YEAR"); {
	case !date.Empty():
		r.birth(date, circa)
	case !year.Empty():
		// A note such as "Nov. 1973" beside the year 1973 is more precise.
		d, ok := lists.ParseDate(said)
		if ok && d.Qualifier == "" && len(d.Values) == 1 && strings.HasPrefix(d.Values[0], year.Text+"-") {
			r.Party.DateAs("birthDate", d, note)
			said = ""
		} else {
			r.birth(year, circa)
		}
	case !from.Empty() || !to.Empty():
		r.birthSpan(from, to)
	}
	if said != "" {
		r.Party.Note(note, "Date of birth: %s", said)
	}
	switch strings.ToUpper(kind.Text) {
	case "", "EXACT", "APPROXIMATELY", "BETWEEN":
	default:
		r.p.Warn(kind.Place, "unknown type of date "+kind.Text)
	}
}

// birth states one date. Nothing is filled in: a year stays a year.
func (r *record) birth(v lists.Value, circa bool) {
	if !circa {
		r.Party.Date("birthDate", v)
		return
	}
	d, ok := lists.ParseDate(v.Text)
	if !ok {
		r.Party.Date("birthDate", v) // which says that it is not understood
		return
	}
	d.Qualifier = ftm.Circa
	r.Party.DateAs("birthDate", d, v)
}

// birthSpan states every year that BETWEEN leaves open.
func (r *record) birthSpan(from, to lists.Value) {
	a, aErr := strconv.Atoi(from.Text)
	b, bErr := strconv.Atoi(to.Text)
	at := from
	if at.Empty() {
		at = to
	}
	at.Raw = "between " + from.Text + " and " + to.Text
	years := lists.YearSpan(a, b)
	if aErr != nil || bErr != nil || years == nil {
		r.Party.Note(at, "Date of birth: between %s and %s", from.Text, to.Text)
		r.p.Warn(at.Place, "span of years not understood, kept in notes")
		return
	}
	r.Party.DateAs("birthDate", lists.Date{Values: years, Qualifier: ftm.Range}, at)
}

// birthPlace joins the parts of a place, small to large; the last is the
// country.
func (r *record) birthPlace(parts ...lists.Value) {
	var text []string
	var from lists.Value
	for _, v := range parts {
		if v = known(v); v.Empty() {
			continue
		}
		if text = append(text, v.Text); from.Empty() {
			from = v
		}
	}
	if len(text) == 0 {
		return
	}
	from.Raw = ""
	r.Party.Say("birthPlace", strings.Join(text, ", "), from)
	country := known(parts[len(parts)-1])
	codes, _ := lists.Countries(country.Text)
	for _, c := range codes {
		r.Party.Say("birthCountry", c, country)
	}
	if len(codes) == 0 && !country.Empty() {
		r.p.Warn(country.Place, "country not understood, kept in birthPlace: "+country.Text)
	}
}

// addresses makes an Address of each block that says more than a country.
func (r *record) addresses(element string) {
	for b := range r.node.All(element) {
		p := lists.Postal{
			Street: known(b.At("STREET")), City: known(b.At("CITY")), State: known(b.At("STATE_PROVINCE")),
			PostalCode: known(b.At("ZIP_CODE")), Country: known(b.At("COUNTRY")),
		}
		note := noteOf(b)
		a := r.Address(p)
		switch {
		case note.Empty():
		case a != nil:
			a.Add("remarks", note)
		default:
			r.Party.Note(note, "Address %s", strings.TrimLeft(p.Country.Text+": "+note.Text, ": "))
		}
	}
}
