package un1718

import (
	"context"
	"regexp"
	"strconv"
	"strings"
	"time"

	"plimsoll/lists"
)

// entry is a row of the list, whatever it was read from. Histories are in the
// list's order, the newest last.
type entry struct {
	here lists.Value
	line int // of the file; 0 where it has none

	number                     lists.Value // in the order of the list
	names, mmsi, flags, calls  []lists.Value
	imo, kind                  lists.Value
	other, owner, picture, own lists.Value
	acts                       []act
	further                    []lists.Value // with a label that is not known
}

// act is one date of designation.
type act struct {
	date     lists.Value
	measures [5]lists.Value // "Yes" or "na", in the order of measures
}

// reader makes entities of entries.
type reader struct {
	*lists.Reading
}

func newReader(ctx context.Context, in lists.Input, emit lists.Emit) *reader {
	r := &reader{lists.NewReading(ctx, in, emit, Dataset, Publisher)}
	r.Title = title
	r.Counts["vessels"] = 0
	return r
}

// fail refuses the file for what an entry says at v.
func (r *reader) fail(e *entry, v lists.Value, format string, args ...any) error {
	if v.Place == "" {
		v = e.here
	}
	return refusal(r.In.Files[0], e.line, offsetOf(v.Place), format, args...)
}

// offsetOf reads the byte at the end of a place.
func offsetOf(place string) int64 {
	at, err := strconv.ParseInt(place[strings.LastIndexByte(place, '@')+1:], 10, 64)
	if err != nil {
		return -1
	}
	return at
}

// entry makes the ship, its designations and its links.
func (r *reader) entry(e *entry) error {
	if len(e.names) == 0 {
		return r.fail(e, e.here, "a ship without a name")
	}
	for _, list := range [][]lists.Value{e.names, e.mmsi, e.flags, e.calls} {
		if len(list) > maxValues {
			return r.fail(e, list[0], "the cell has %d values, more than %d", len(list), maxValues)
		}
	}
	if v := e.unreadable(); v.Place != "" {
		return r.fail(e, v, "the file does not tell what a character in %q is", v.Text)
	}
	ship := r.Entry(r.id(e), "Vessel")
	r.identity(e, ship)
	for _, a := range e.acts {
		if err := r.designation(e, a, ship); err != nil {
			return err
		}
	}
	if len(e.acts) == 0 {
		return r.fail(e, e.here, "a ship that no measure is dated for")
	}
	r.links(e, ship)
	r.Counts["vessels"]++
	return ship.Emit(e.here)
}

// unreadable finds a value with a character that the file does not tell, as a
// PDF may do whose fonts say too little.
func (e *entry) unreadable() lists.Value {
	lost := func(list ...lists.Value) lists.Value {
		for _, v := range list {
			if strings.ContainsRune(v.Raw, '\uFFFD') {
				return v
			}
		}
		return lists.Value{}
	}
	v := lost(e.number, e.imo, e.kind, e.other, e.owner, e.picture, e.own)
	for _, list := range [][]lists.Value{e.names, e.mmsi, e.flags, e.calls, e.further} {
		v = firstOf(v, lost(list...))
	}
	for _, a := range e.acts {
		v = firstOf(v, firstOf(lost(a.date), lost(a.measures[:]...)))
	}
	return v
}

// id is the ship's number, or its oldest name: a later name is added behind.
func (r *reader) id(e *entry) string {
	key, isNumber := shipNumber(e.imo)
	if !isNumber {
		key = lists.Slug(e.names[0].Text)
	}
	id := Dataset + "-" + key
	first, taken := r.Taken(id)
	if !taken {
		return id
	}
	r.Warn(e.here.Place, "%s stands at %s already; this row is kept under its name as well", id, first)
	return r.Free(id + "-" + lists.Slug(e.names[0].Text))
}

// shipNumber reads seven digits. Whether the last one is right is not its
// business.
func shipNumber(v lists.Value) (string, bool) {
	number, valid := lists.IMONumber(v.Text)
	if valid {
		return number, true
	}
	if len(number) != 7 || strings.Trim(number, "0123456789") != "" {
		return "", false
	}
	return number, true
}

// identity states what tells the ship from others.
func (r *reader) identity(e *entry, ship *lists.Entry) {
	p := ship.Party
	last := len(e.names) - 1
	p.Name("name", e.names[last], "")
	for _, v := range e.names[:last] {
		p.Name("previousName", v, "")
	}
	if _, isNumber := shipNumber(e.imo); isNumber {
		p.ShipIMO(e.imo)
	} else if !e.imo.Empty() {
		p.Note(e.imo, "IMO number: %s", strings.ToLower(e.imo.Text))
	}
	for _, v := range e.mmsi {
		if len(v.Text) != 9 || strings.Trim(v.Text, "0123456789") != "" {
			p.Note(v, "MMSI: %s", v.Text)
			r.Warn(v.Place, "MMSI of other than nine digits, kept in notes")
			continue
		}
		p.Add("mmsi", v)
	}
	for i, v := range e.flags {
		prop := "pastFlags"
		if i == len(e.flags)-1 {
			prop = "flag"
		}
		p.Country(prop, v)
	}
	for _, v := range e.calls {
		p.Add("callSign", v)
	}
	p.Add("type", e.kind)
	p.Add("notes", e.own)
	if !e.picture.Empty() {
		// Printed over several lines, an address has blanks that are none of its own.
		p.Note(e.picture, "picture: %s", strings.ReplaceAll(e.picture.Text, " ", ""))
	}
	for _, v := range e.further {
		p.Note(v, "%s", v.Text)
	}
	ship.Listed(e.here)
}

// designation states one date and the measures that came with it.
func (r *reader) designation(e *entry, a act, ship *lists.Entry) error {
	suffix := "sanction"
	day, known := printedDate(a.date.Text)
	if known {
		suffix += "-" + day
	}
	s := ship.SanctionAs(suffix, placeOf(firstOf(a.date, e.here)))
	s.Program(e.here.With(programme))
	if known {
		s.DateAs("listingDate", lists.Date{Values: []string{day}}, a.date)
	} else {
		s.Date("listingDate", a.date)
	}
	found := false
	for i, m := range measures() {
		v := a.measures[i]
		switch strings.ToLower(v.Text) {
		case "yes":
			found = true
			for _, p := range m.provisions {
				s.Say("provisions", p, v)
			}
			s.Say("summary", m.means, v)
		case "", "na", "n/a", "no":
		default:
			return r.fail(e, v, "the measure %q is neither yes nor na but %q", m.column, v.Text)
		}
	}
	if !found {
		r.Warn(firstOf(a.date, e.here).Place, "a designation without any measure")
	}
	s.Say("reason", mend(e.other.Text), e.other)
	return nil
}

// placeOf is for what follows from a cell and does not stand in it.
func placeOf(v lists.Value) lists.Value { return lists.Value{Place: v.Place, Exhibit: v.Exhibit} }

func firstOf(v, otherwise lists.Value) lists.Value {
	if v.Place == "" {
		return otherwise
	}
	return v
}

// printedDate reads 30-Mar-18 and what the facts have, 2018-03-30.
func printedDate(s string) (string, bool) {
	for _, layout := range []string{"2-Jan-06", time.DateOnly} {
		if d, err := time.Parse(layout, s); err == nil {
			return d.Format(time.DateOnly), true
		}
	}
	return "", false
}

// brokenHyphen is where a line ended inside a word with a hyphen.
var brokenHyphen = regexp.MustCompile(`([A-Za-z]-) ([A-Za-z])`)

// mend joins what the narrow columns of the print broke.
func mend(s string) string {
	if !strings.Contains(s, "- ") {
		return s
	}
	return brokenHyphen.ReplaceAllString(s, "$1$2")
}

// companyRef is a company's reference, which the list writes KPe and Kpe.
var companyRef = regexp.MustCompile(`(?i)\(\s*KPe\.(\d{3})\s*\)`)

// links ties the ship to the companies whose resource it is.
func (r *reader) links(e *entry, ship *lists.Entry) {
	for i, m := range measures() {
		for _, a := range e.acts {
			v := a.measures[i]
			if m.controller == "" || !strings.EqualFold(v.Text, "yes") {
				continue
			}
			link := ship.Child("UnknownLink", "controller-"+lists.Slug(m.controller))
			link.Say("subject", "un_sc-"+m.controller, placeOf(v))
			link.Say("object", ship.Party.ID, placeOf(v))
			link.Say("role", "controls or operates", placeOf(v))
			break
		}
	}
	if e.owner.Empty() {
		return
	}
	m := companyRef.FindStringSubmatchIndex(e.owner.Text)
	if m == nil {
		ship.Party.Note(e.owner, "designated as economic resource of: %s", e.owner.Text)
		r.Warn(e.owner.Place, "a company without its reference, kept in notes")
		return
	}
	ref := "KPe." + e.owner.Text[m[2]:m[3]]
	link := ship.Child("Ownership", "owner-"+lists.Slug(ref))
	link.Say("owner", "un_sc-"+ref, e.owner)
	link.Say("asset", ship.Party.ID, placeOf(e.owner))
	link.Say("role", "designated as economic resource of", placeOf(e.owner))
	link.Say("namesMentioned", lists.Clean(e.owner.Text[:m[0]]+" "+e.owner.Text[m[1]:]), e.owner)
}
