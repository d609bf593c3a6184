package eu

import (
	"strconv"
	"strings"

	"plimsoll/ftm"
	"plimsoll/lists"
)

// birth is a date and place of birth; several of a person are alternatives.
type birth struct {
	date, year, month, day, from, to lists.Value
	calendar                         lists.Value
	circa                            bool
	city, place, region, zip         lists.Value
	country, countryName             lists.Value
	remarks                          []lists.Value
}

func (p *party) birth(b birth) {
	if !p.Party.Has("birthDate") {
		p.founding(b)
		return
	}
	p.birthDate(b)
	if text, from := joined(b.city, b.place, b.region, b.zip); text != "" {
		// The language of the Official Journal that spells it so.
		if i := strings.Index(text, " (J.O. "); i > 0 {
			text = text[:i]
		}
		p.Party.Say("birthPlace", text, from)
	}
	p.Party.Country("birthCountry", p.country(b.country, b.countryName))
	for _, r := range b.remarks {
		p.Party.Note(r, "Birth: %s", r.Text)
	}
}

// founding keeps what an enterprise or ship has as its birth.
func (p *party) founding(b birth) {
	if d, ok := b.gregorian(); ok && p.Party.Has("incorporationDate") {
		p.Party.DateAs("incorporationDate", d, b.origin())
	} else if !b.origin().Empty() {
		p.Party.Note(b.origin(), "Date: %s", b.origin().Text)
	}
	country := p.country(b.country, b.countryName)
	if text, from := joined(b.city, b.place, b.region, b.zip, country); text != "" {
		p.Party.Note(from, "Place: %s", text)
	}
	for _, r := range b.remarks {
		p.Party.Note(r, "%s", r.Text)
	}
}

// origin is the value that tells most of the date.
func (b birth) origin() lists.Value {
	for _, v := range []lists.Value{b.date, b.year, b.from, b.to} {
		if !v.Empty() {
			return v
		}
	}
	return lists.Value{}
}

func (p *party) birthDate(b birth) {
	from := b.origin()
	if from.Empty() {
		return
	}
	var d lists.Date
	var ok bool
	switch calendar := strings.ToUpper(b.calendar.Text); calendar {
	case "", "GREGORIAN":
		d, ok = b.gregorian()
	case "ISLAMIC":
		d, ok = b.islamic()
		p.solar(b)
	default:
		// Coptic, Ethiopic, Buddhist: only the day that the list itself turned
		// into ours is of use.
		p.Party.Note(from, "Date of birth, %s calendar: %s", strings.ToLower(calendar), b.written())
		if d, ok = lists.ParseDate(b.date.Text); !ok {
			p.m.Warn(from.Place, "date of birth of the %s calendar, kept in notes", strings.ToLower(calendar))
			return
		}
		d.Qualifier = ftm.Circa
	}
	if !ok {
		p.Party.Note(from, "Date of birth: %s", b.written())
		p.m.Warn(from.Place, "date of birth not understood, kept in notes")
		return
	}
	if b.circa && d.Qualifier != ftm.Hijri {
		d.Qualifier = ftm.Circa
	}
	p.Party.DateAs("birthDate", d, from)
}

// gregorian reads the date as it stands. The parts are as precise as the date
// is; a date without parts is read by itself.
func (b birth) gregorian() (lists.Date, bool) {
	if b.date.Empty() && b.year.Empty() {
		return lists.Date{Values: lists.YearSpan(b.span()), Qualifier: ftm.Range}, len(lists.YearSpan(b.span())) > 0
	}
	if !b.date.Empty() {
		return lists.ParseDate(b.date.Text)
	}
	return lists.NewDate(number0(b.year), number0(b.month), number0(b.day))
}

// span is the years between which the birth lies; one end may be missing.
func (b birth) span() (from, to int) {
	from, to = number0(b.from), number0(b.to)
	if from == 0 {
		from = to
	}
	if to == 0 {
		to = from
	}
	return from, to
}

// islamic reads a date of the Islamic calendar. Where the list gives the day in
// our calendar as well, beside the parts in theirs, that one counts.
func (b birth) islamic() (lists.Date, bool) {
	if d, ok := lists.ParseDate(b.date.Text); ok && d.Values[0] > "17" {
		d.Qualifier = ftm.Hijri
		return d, true
	}
	if !b.year.Empty() {
		return lists.HijriDate(number0(b.year), number0(b.month), number0(b.day))
	}
	return lists.HijriDate(number0(b.date), 0, 0)
}

// solar adds the other reading of a bare Islamic year. Iran and Afghanistan
// count in solar years, of which the list does not tell the lunar ones.
func (p *party) solar(b birth) {
	year := number0(b.year)
	country := strings.ToLower(b.country.Text)
	if year == 0 || !b.month.Empty() || !b.date.Empty() || country != "ir" && country != "af" {
		return
	}
	p.Party.DateAs("birthDate", lists.Date{Values: lists.YearSpan(year+621, year+622), Qualifier: ftm.Hijri}, b.year)
	p.Party.Note(b.year, "Date of birth: the year %s of the Islamic calendar may be a solar or a lunar one", b.year.Text)
}

// written is the date as the list has it.
func (b birth) written() string {
	text, _ := joined(b.date, b.year, b.month, b.day, b.from, b.to)
	return text
}

// number0 reads a number; 0 is none.
func number0(v lists.Value) int {
	n, err := strconv.Atoi(v.Text)
	if err != nil {
		return 0
	}
	return n
}

// joined is what the values say, small to large. From is the first.
func joined(values ...lists.Value) (text string, from lists.Value) {
	var parts []string
	for _, v := range values {
		if v.Empty() {
			continue
		}
		if parts = append(parts, v.Text); len(parts) == 1 {
			from = v
		}
	}
	if len(parts) > 1 {
		from.Raw = ""
	}
	return strings.Join(parts, ", "), from
}
