package ofac

import (
	"slices"

	"plimsoll/lists"
	"plimsoll/lists/markup"
)

// listings states what the entries about a Profile say. That of the file's
// own list is the party's Sanction, as in the other formats; others have
// their list in their id.
func (a *advanced) listings(p *party, profile uint64, from lists.Value) error {
	spots := a.entries.find(profile)
	if len(spots) == 0 {
		a.r.Warn(from.Place, "a party without an entry")
		return nil
	}
	if len(spots) > maxPieces {
		return a.doc.FailHere("%d entries about one party, more than %d", len(spots), maxPieces)
	}
	own := 0
	if len(spots) > 1 {
		names, err := a.listsOf(spots)
		if err != nil {
			return err
		}
		own = max(0, slices.Index(names, a.own))
	}
	for i, at := range spots {
		n, err := a.entries.read(at)
		if err != nil {
			return err
		}
		list := a.of(n, "@ListID", "List")
		s := p.sanction
		if i != own {
			s = p.SanctionAs("sanction-"+lists.Slug(list.Text), n.Here())
		}
		s.Add("summary", list)
		s.Add("recordId", n.At("@ID"))
		a.listing(p, s, n)
		n.Unknown(a.r)
	}
	return nil
}

// listsOf names the lists of entries.
func (a *advanced) listsOf(spots []spot) ([]string, error) {
	var names []string
	for _, at := range spots {
		n, err := a.entries.read(at)
		if err != nil {
			return nil, err
		}
		names = append(names, a.word(n, "@ListID", "List"))
	}
	return names, nil
}

func (a *advanced) listing(p *party, s *lists.Subject, n *markup.Node) {
	n.Ignore("@ProfileID")
	for e := range n.All("EntryEvent") {
		e.Ignore("@ID")
		a.event(p, s, e)
	}
	for m := range n.All("SanctionsMeasure") {
		m.Ignore("@ID")
		kind, comment := a.of(m, "@SanctionsTypeID", "SanctionsType"), m.At("Comment")
		switch {
		case kind.Text == "Program":
			s.Program(comment)
		case comment.Empty():
			s.Add("provisions", kind)
		default:
			s.Say("provisions", kind.Text+": "+comment.Text, kind)
		}
		for period := range m.All("DatePeriod") {
			a.lasts(s, period)
		}
	}
}

// event states when the party was put on the list and on what legal basis.
func (a *advanced) event(p *party, s *lists.Subject, e *markup.Node) {
	kind, basis, comment := a.of(e, "@EntryEventTypeID", "EntryEventType"), a.of(e, "@LegalBasisID", "LegalBasis"), e.At("Comment")
	if basis.Text != unknown {
		s.Add("reason", basis)
	}
	if !comment.Empty() {
		s.Add("reason", comment)
	}
	for d := range e.All("Date") {
		day := d.Here().With(readMoment(d).String())
		if kind.Text == "Created" {
			p.date(s, "listingDate", day, lists.Date{})
			continue
		}
		s.Note(day, kind.Text+": "+day.Text)
		a.r.Warn(e.Place(), "an event %q of an entry, kept in notes", kind.Text)
	}
}

// lasts states from when to when something holds.
func (a *advanced) lasts(s *lists.Subject, period *markup.Node) {
	start, end := a.periodEnds(period)
	period.Ignore("Comment")
	s.DateAs("startDate", within(start.from, start.to, start.circa), period.One("Start").Here())
	s.DateAs("endDate", within(end.from, end.to, end.circa), period.One("End").Here())
}

// relationship states a ProfileRelationship.
func (a *advanced) relationship(head *markup.Node) error {
	if err := refuseDelta(a.doc, head); err != nil {
		return err
	}
	n, err := a.doc.Tree()
	if err != nil {
		return err
	}
	n.Ignore("@SanctionsEntryID")
	l := link{
		from: n.At("@From-ProfileID"), to: n.At("@To-ProfileID"), kind: a.of(n, "@RelationTypeID", "RelationType"),
		quality: a.of(n, "@RelationQualityID", "RelationQuality"), comment: n.At("Comment"), record: n.At("@ID"), here: n.Here(),
	}
	if former := n.At("@Former"); former.Text == yes {
		l.former = former
	}
	if l.fromSchema, err = a.schemaOf(n, "@From-ProfileID"); err != nil {
		return err
	}
	if l.toSchema, err = a.schemaOf(n, "@To-ProfileID"); err != nil {
		return err
	}
	s := a.links.subject(a.r, l)
	for period := range n.All("DatePeriod") {
		a.lasts(s, period)
	}
	n.Unknown(a.r)
	return a.r.Emit(s)
}

// schemaOf is the schema of the party that an attribute names.
func (a *advanced) schemaOf(n *markup.Node, attr string) (string, error) {
	id, err := number(a.doc, n, attr)
	if err != nil {
		return "", err
	}
	schema := a.parties[id]
	if schema == "" {
		a.r.Warn(n.Place(), "a relation with a party that the file does not hold")
	}
	return schema, nil
}
