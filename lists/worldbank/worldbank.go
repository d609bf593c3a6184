// Package worldbank reads the World Bank's list of debarred firms and
// individuals, the JSON behind the page of the bank.
//
// How its keys become FollowTheMoney:
//
//   - SUPP_TYPE_CODE I is a Person, F (and C) an Organization, U - unknown - a
//     LegalEntity. Ids are "wb_debarred-" and SUPP_ID, the bank's own number.
//   - SUPP_NAME is the name without the "MR.", which becomes title, and without
//     "M/S" for a firm. A former or other name in brackets behind it, with a
//     label such as "formerly known as", is previousName or alias.
//   - ADD_SUPP_INFO packs names, registration and tax numbers, and the footnote
//     "*356" of the page; what has a label becomes a property, a Chinese name a
//     further name. The rest is notes.
//   - The listing is a Sanction: from and to date, reason, and as program
//     whether the bank debarred itself or took over a debarment. 2999-12-31 is
//     no date but says that there is no end: duration is "permanent" then.
//   - Debarment is no freeze of assets: the topic is debarment. An entry whose
//     last day lies before the day the file was refreshed (LAST_REFRESH_DATE)
//     keeps its endDate and has no topic. Without that key only endDate tells.
//
// Keys about the bank's own bookkeeping, and about its staff, are left out. The
// place of a statement is the path of its key and the byte at which the value
// begins.
package worldbank

import (
	"bytes"
	"context"
	"strings"
	"time"

	"plimsoll/lists"
	"plimsoll/lists/records"
)

// Dataset is the id of the list unless the import gives another.
const Dataset = "wb_debarred"

// Publisher is the authority of the listings.
const Publisher = "World Bank"

// Authority describes the list.
func Authority() lists.Authority {
	return lists.Authority{
		ID:        Dataset,
		Title:     "World Bank: debarred firms and individuals",
		Publisher: Publisher,
		URL:       "https://www.worldbank.org/en/projects-operations/procurement/debarred-firms",
		Licence:   "terms of use of the World Bank",
		Cadence:   "when the bank decides, several times a month; refreshed every few hours",
		Sources: []lists.Source{{
			Dataset: Dataset, Title: "Debarred firms and individuals",
			URLs:  []string{"https://apigwext.worldbank.org/dvsvc/v1.0/json/APPLICATION/ADOBE_EXPRNCE_MGR/FIRM/SANCTIONED_FIRM"},
			Needs: "PLIMSOLL_WORLDBANK_KEY", KeyHeader: "apikey",
		}},
		Formats: []lists.Format{{Name: "SANCTIONED_FIRM (JSON)", Sniff: sniff, Parts: []string{lists.OnePart}, Parse: Parse}},
	}
}

// sniff looks for the key of the array near the beginning, in an object.
func sniff(_ string, head []byte) string {
	head = bytes.TrimSpace(bytes.TrimPrefix(head, []byte("\ufeff")))
	if bytes.HasPrefix(head, []byte("{")) && bytes.Contains(head, []byte(`"ZPROCSUPP"`)) {
		return lists.OnePart
	}
	return ""
}

// Parse reads the list to its end.
func Parse(ctx context.Context, in lists.Input, emit lists.Emit) (*lists.Parsed, error) {
	file, ok := in.File(lists.OnePart)
	if !ok {
		return nil, &lists.ParseError{File: in.Dataset, Offset: -1, Reason: "no file was given"}
	}
	p := &parser{r: lists.NewReading(ctx, in, emit, Dataset, Publisher), doc: records.New(ctx, file)}
	p.r.Title = Authority().Title
	for _, k := range []string{"individuals", "entities"} {
		p.r.Counts[k] = 0
	}
	if err := p.doc.Each([]string{"response", "ZPROCSUPP"}, p.entry, p.beside); err != nil {
		return nil, err
	}
	if !p.any {
		return nil, p.doc.FailHere("the list has no records")
	}
	return p.r.Done()
}

type parser struct {
	r   *lists.Reading
	doc *records.Document
	any bool
}

func (p *parser) beside(n *records.Node) error {
	p.r.Warn(n.Place(), "%s beside the list left out", n.Path())
	return nil
}

// maxText is more than any name, or what is added to it, is long.
const maxText = 16 << 10

// permanent is the day that stands for none.
const permanent = "2999-12-31"

func (p *parser) entry(rec *records.Node) error {
	p.any = true
	name := rec.At("SUPP_NAME")
	if name.Empty() {
		return p.doc.Fail(rec, "a record without SUPP_NAME")
	}
	if more := rec.At("ADD_SUPP_INFO"); len(name.Text) > maxText || len(more.Text) > maxText {
		return p.doc.Fail(rec, "a name or additional information of more than %d bytes", maxText)
	}
	id, err := p.id(rec)
	if err != nil {
		return err
	}
	kind := rec.At("SUPP_TYPE_CODE")
	schema, count := "Organization", "entities"
	switch strings.ToUpper(kind.Text) {
	case "I":
		schema, count = "Person", "individuals"
	case "F", "C":
	case "U":
		schema, count = "LegalEntity", "others"
	default:
		schema, count = "LegalEntity", "others"
		p.r.Warn(rec.Place(), "SUPP_TYPE_CODE %q is unknown: taken as neither person nor firm", kind.Text)
	}
	p.r.Counts[count]++
	e := p.r.Entry(id, schema)
	(&party{Entry: e, r: p.r}).read(rec, name)
	p.listing(e, rec)
	ignore(rec)
	rec.Unknown(p.r)
	return e.Emit(rec.Here())
}

// id is the bank's number. A number that stands twice has the day of debarment
// added, the one thing in which such records differ.
func (p *parser) id(rec *records.Node) (string, error) {
	key := rec.At("SUPP_ID")
	if key.Empty() {
		return "", p.doc.Fail(rec, "a record without SUPP_ID")
	}
	id := Dataset + "-" + lists.Slug(key.Text)
	_, taken := p.r.Taken(id)
	if !taken {
		return id, nil
	}
	p.r.Warn(key.Place, "SUPP_ID stands at two records, both kept")
	if day := rec.At("DEBAR_FROM_DATE"); !day.Empty() {
		id += "-" + lists.Slug(day.Text)
	}
	return p.r.Free(id), nil
}

// listing makes the Sanction and marks the party as debarred unless the
// debarment is over.
func (p *parser) listing(e *lists.Entry, rec *records.Node) {
	s := e.Sanction(rec.Here())
	s.Add("recordId", rec.At("SUPP_ID"))
	s.Date("startDate", rec.At("DEBAR_FROM_DATE"))
	s.Add("reason", rec.At("DEBAR_REASON"))
	s.Add("status", rec.At("INELIGIBLY_STATUS"))
	switch v := rec.At("SUPP_ELIG_STAT"); v.Text {
	case "DEBARRED":
		s.Say("program", "Debarment", v)
	case "X-DEBARRED":
		s.Say("program", "Cross-debarment", v)
	default:
		s.Add("program", v)
	}
	to := rec.At("DEBAR_TO_DATE")
	refreshed := p.refreshed(rec.At("LAST_REFRESH_DATE"))
	if to.Text == permanent {
		s.Say("duration", "permanent", to)
	} else {
		s.Date("endDate", to)
	}
	if end := s.First("endDate"); len(end) < len(time.DateOnly) || refreshed == "" || end >= refreshed {
		e.Party.Say("topics", "debarment", rec.Here())
	}
}

// refreshed reads the day of the file, the latest that a record names.
func (p *parser) refreshed(v lists.Value) string {
	if v.Empty() {
		return ""
	}
	t, err := time.Parse(time.RFC3339, v.Text)
	if err != nil {
		p.r.Warn(v.Place, "LAST_REFRESH_DATE is no time")
		return ""
	}
	if t = t.UTC(); t.After(p.r.Published) {
		p.r.Published = t
	}
	return t.Format(time.DateOnly)
}

// ignore passes over what the bank keeps for itself.
func ignore(rec *records.Node) {
	for n := range rec.Children() {
		switch n.Name {
		case "MANDT", "LEGACY_FLG", "UN_SUPP_FLG", "INELIG_FLG", "DEBAR_TYPE", "AML_ENTR_IND", "DNB_PAR_ID", "DNB_ULTM_ID",
			"CRIS_SUPP_ID", "CRPD_MATCH", "CRPD_STAT", "ELIG_STAT", "CREATE_USER", "CREATE_DATE", "CREATE_TIME", "CREATE_USER_NAME",
			"UPD_USER", "UPD_DATE", "UPD_TIME", "UPD_USER_NAME", "REGISTER", "PARENT", "RECHK_IND":
			n.Use()
		}
	}
}
