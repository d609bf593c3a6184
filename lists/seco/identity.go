package seco

import (
	"iter"
	"strconv"
	"strings"

	"plimsoll/ftm"
	"plimsoll/lists"
	"plimsoll/lists/markup"
)

// identities visits the main one first.
func (t *target) identities(about *markup.Node) iter.Seq[*markup.Node] {
	return func(yield func(*markup.Node) bool) {
		for _, main := range []bool{true, false} {
			for n := range about.All("identity") {
				if (n.One("@main").Text() == "true") == main && !yield(n) {
					return
				}
			}
		}
	}
}

// identity reads what one identity says besides its names.
func (t *target) identity(n *markup.Node) {
	n.Ignore("@ssid")
	for d := range n.All("day-month-year") {
		d.Ignore("@ssid")
		t.day(d)
	}
	for b := range n.All("place-of-birth") {
		b.Ignore("@ssid")
		t.birthPlace(b)
	}
	for nat := range n.All("nationality") {
		nat.Ignore("@ssid")
		for c := range nat.All("country") {
			t.nationality(c)
		}
	}
	for a := range n.All("address") {
		a.Ignore("@ssid")
		t.address(a)
	}
	for d := range n.All("identification-document") {
		d.Ignore("@ssid")
		t.document(d)
	}
}

// day reads a date in parts: of birth, of founding, of building.
func (t *target) day(n *markup.Node) {
	prop := map[string]string{"Person": "birthDate", "Organization": "incorporationDate"}[t.Party.Schema]
	if prop == "" {
		prop = "buildDate"
	}
	from := n.One("@year")
	if from.Empty() {
		from = n
	}
	v := from.Here()
	v.Raw = strings.Join([]string{n.One("@year").Raw(), n.One("@month").Raw(), n.One("@day").Raw()}, "-")
	calendar, quality := n.One("@calendar").Text(), n.One("@quality").Text()
	d, ok := readDay(n, calendar)
	if !ok || !t.Party.Has(prop) {
		t.Party.Note(v, "Date: %s %s", v.Raw, calendar)
		t.p.r.Warn(n.Place(), "date not understood, kept in notes")
		return
	}
	if quality != "" && quality != "good" && d.Qualifier == "" {
		d.Qualifier = ftm.Circa
	}
	t.Party.DateAs(prop, d, v)
}

func readDay(n *markup.Node, calendar string) (lists.Date, bool) {
	var part [3]int
	for i, name := range []string{"@year", "@month", "@day"} {
		text := n.One(name).Text()
		if text == "" {
			continue
		}
		var err error
		if part[i], err = strconv.Atoi(text); err != nil {
			return lists.Date{}, false
		}
	}
	switch strings.ToLower(calendar) {
	case "", "gregorian":
		return lists.NewDate(part[0], part[1], part[2])
	case "islamic", "hijri":
		return lists.HijriDate(part[0], part[1], part[2])
	}
	return lists.Date{}, false
}

// at finds the place that an element names.
func (t *target) at(n *markup.Node) *place {
	n.Ignore("@quality")
	id := n.One("@place-id")
	if pl := t.p.places[id.Text()]; pl != nil {
		return pl
	}
	if !id.Empty() {
		t.p.r.Warn(id.Place(), "place-id that no place has")
	}
	return &place{}
}

// countryOf is the code of a country where the list gives one that is known,
// else the name.
func (pl *place) countryOf() lists.Value {
	if codes, _ := lists.Countries(pl.code.Text); len(codes) > 0 || pl.country.Empty() {
		return pl.code
	}
	return pl.country
}

func (t *target) birthPlace(n *markup.Node) {
	pl := t.at(n)
	var parts []string
	var from lists.Value
	for _, v := range []lists.Value{pl.location, pl.area, pl.country} {
		if !v.Empty() {
			if from.Place == "" {
				from = v
			}
			parts = append(parts, v.Text)
		}
	}
	if remarks := n.At("remarks"); !remarks.Empty() {
		t.Party.Note(remarks, "Place of birth: %s", remarks.Text)
	}
	if len(parts) == 0 {
		return
	}
	from.Raw = "" // drawn from several places
	whole := strings.Join(parts, ", ")
	if !t.Party.Has("birthPlace") {
		t.Party.Note(from, "Place: %s", whole)
		return
	}
	t.Party.Say("birthPlace", whole, from)
	t.Party.Country("birthCountry", pl.countryOf())
}

func (t *target) nationality(c *markup.Node) {
	prop := "country"
	if t.Party.Has("nationality") {
		prop = "nationality"
	}
	pl := place{country: c.Value(), code: c.At("@iso-code")}
	t.Party.Country(prop, pl.countryOf())
}

func (t *target) address(n *markup.Node) {
	pl := t.at(n)
	care, remarks := n.At("c-o"), n.At("remarks")
	if !care.Empty() {
		care.Text = "c/o " + care.Text
	}
	t.Address(lists.Postal{
		Street: n.At("address-details"), Street2: care, POBox: n.At("p-o-box"), City: pl.location, Region: pl.area,
		PostalCode: n.At("zip-code"), Country: pl.countryOf(), Remarks: remarks,
	})
}

func (t *target) document(n *markup.Node) {
	kind, number, remark := strings.ReplaceAll(n.One("@document-type").Text(), "-", " "), n.At("number"), n.At("remark")
	issuer := n.One("issuer")
	issued, expires := dateIn(n.One("date-of-issue")), dateIn(n.One("expiry-date"))
	pl := t.at(n)
	country := place{country: issuer.Value(), code: issuer.At("@iso-code")}
	if country.code.Empty() {
		country.code = issuer.At("@code")
	}
	if number.Empty() {
		text := strings.Join(strings.Fields(strings.Join([]string{kind, country.country.Text, remark.Text}, " ")), " ")
		t.Party.Note(n.Here(), "Document without a number: %s", text)
		return
	}
	d := t.Document(kind, number)
	d.Country("country", country.countryOf())
	d.Date("startDate", issued)
	d.Date("endDate", expires)
	d.Add("description", remark)
	if v := pl.location; !v.Empty() {
		d.Say("summary", "Issued in "+v.Text, v)
	}
}

// dateIn reads a date given as text or in parts.
func dateIn(n *markup.Node) lists.Value {
	d := n.One("day-month-year")
	if !d.Exists() {
		return n.Value()
	}
	d.Ignore("@ssid", "@calendar", "@quality")
	v := d.Here()
	for _, name := range []string{"@year", "@month", "@day"} {
		if part := d.One(name).Text(); part != "" {
			v.Text = strings.TrimPrefix(v.Text+"-"+part, "-")
		}
	}
	return v
}
