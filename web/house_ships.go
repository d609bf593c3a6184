package web

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"plimsoll/voyage"
	"plimsoll/voyage/pattern"
	"plimsoll/web/chart"
)

const (
	shipsOfPage  = 200
	eventsOfPage = 50
)

func (s *sea) row(x *hull) ShipRow {
	return ShipRow{
		Name: x.ship.Name, IMO: x.ship.IMO, MMSI: fmt.Sprintf("%09d", x.ship.MMSI), Flag: x.ship.Flag, Kind: x.ship.Kind,
		Verdict: x.verdict, Fixes: x.Reports, Events: len(x.events), Href: x.ship.Href,
	}
}

// Ships lists the ships that are asked for, those with most events first, and
// the newest events, a page at a time.
func (h fromHouse) Ships(ctx context.Context, q Query) (Ships, error) {
	s, err := h.sea(ctx)
	if err != nil || s == nil {
		return Ships{Query: q}, err
	}
	out := Ships{Query: q, Flags: s.flags}
	var hulls []*hull
	for i := range s.hulls {
		if x := &s.hulls[i]; s.asked(x, q) && q.during(x.First, x.Last) {
			hulls = append(hulls, x)
		}
	}
	slices.SortStableFunc(hulls, func(a, b *hull) int {
		return cmp.Or(-cmp.Compare(len(a.events), len(b.events)), cmp.Compare(a.ship.Name, b.ship.Name))
	})
	events := s.events(q)
	slices.Reverse(events)
	out.Total, out.TotalEvents = len(hulls), len(events)
	out.Page = max(1, q.Page)
	out.Pages = max(1, (len(hulls)+shipsOfPage-1)/shipsOfPage, (len(events)+eventsOfPage-1)/eventsOfPage)
	if out.Page > out.Pages {
		return out, badRequest(fmt.Sprintf("What is asked for has the pages 1 to %d.", out.Pages))
	}
	for _, x := range sheetOf(hulls, out.Page, shipsOfPage) {
		out.Rows = append(out.Rows, s.row(x))
	}
	for _, i := range sheetOf(events, out.Page, eventsOfPage) {
		out.Events = append(out.Events, s.event(&s.found.Events[i], s.feed, s))
	}
	return out, nil
}

// sheetOf is a page of a list.
func sheetOf[T any](all []T, page, size int) []T {
	from := min((page-1)*size, len(all))
	return all[from:min(from+size, len(all))]
}

// Ship is the page of a hull.
func (h fromHouse) Ship(ctx context.Context, key string) (Ship, error) {
	s, err := h.sea(ctx)
	if err != nil {
		return Ship{}, err
	}
	if s != nil {
		if x := s.byKey[key]; x != nil {
			return s.page(ctx, x)
		}
	}
	return Ship{}, fmt.Errorf("ship %s: %w", key, ErrNotFound)
}

// shipPage is the address of the page of a hull with the IMO number, or "".
func (h fromHouse) shipPage(ctx context.Context, imo string) (string, error) {
	s, err := h.sea(ctx)
	if err != nil || s == nil || s.byKey[imo] == nil {
		return "", err
	}
	return ShipHref(imo), nil
}

func (s *sea) page(ctx context.Context, x *hull) (Ship, error) {
	first := x.Idents[0]
	out := Ship{ShipRow: s.row(x), CallSign: first.CallSign, Chart: s.shipChart(x), Ladder: s.ladder(x)}
	if l, b := int(first.A)+int(first.B), int(first.C)+int(first.D); l > 0 {
		out.Size = fmt.Sprintf("%d × %d m", l, b)
	}
	var ds []string
	for _, d := range x.Draughts {
		ds = append(ds, fmt.Sprintf("%.1f", d.Metres))
	}
	if len(ds) > 0 {
		out.Draught = strings.Join(ds, " → ") + " m"
	}
	for _, i := range x.events {
		out.Log = append(out.Log, s.event(&s.found.Events[i], s.feed, s))
	}
	out.Timeline = s.timeline(x)
	for _, id := range x.parties {
		out.Findings = addFindings(out.Findings, s.findingsOf(id))
	}
	out.Leads = s.leadsOf(x)
	var err error
	if out.Patterns, err = s.patternsOf(x); err != nil {
		return out, err
	}
	if len(x.parties) > 0 {
		out.Party = x.parties[0]
	}
	out.Listings, err = s.listingsOf(ctx, x)
	return out, err
}

func addFindings(all, more []Finding) []Finding {
	for _, f := range more {
		if !slices.ContainsFunc(all, func(g Finding) bool { return g.ID == f.ID }) {
			all = append(all, f)
		}
	}
	return all
}

// listingsOf gathers what every list says of every identity the hull gave.
func (s *sea) listingsOf(ctx context.Context, x *hull) ([]Listing, error) {
	var out []Listing
	for _, id := range x.parties {
		found := s.reg.Entities(id)
		if len(found) == 0 {
			continue
		}
		p, err := s.party(ctx, found[0], s.reg)
		if err != nil {
			return nil, err
		}
		for _, l := range p.Listings {
			if !slices.ContainsFunc(out, func(m Listing) bool { return m.Dataset == l.Dataset && m.Number == l.Number && m.Since.Equal(l.Since) }) {
				out = append(out, l)
			}
		}
	}
	slices.SortStableFunc(out, func(a, b Listing) int { return a.Since.Compare(b.Since) })
	return out, nil
}

// patternsOf are the stories that events of the hull tell together.
func (s *sea) patternsOf(x *hull) ([]Pattern, error) {
	all, err := s.patterns()
	if err != nil {
		return nil, err
	}
	var out []Pattern
	for i := range all {
		p := &all[i]
		if !slices.ContainsFunc(p.Idents, func(id voyage.Ident) bool { return id.Track == x.ID }) {
			continue
		}
		v := Pattern{
			ID: p.ID, Rule: p.Rule, Title: p.Title, Start: p.Start, End: p.End, Rounds: p.Rounds, Confidence: p.Confidence,
			Sentence: p.Sentence, Refutes: p.Refutes,
		}
		for _, st := range p.Steps {
			v.Steps = append(v.Steps, s.step(st, p, x))
		}
		out = append(out, v)
	}
	return out, nil
}

// step links a step to the events it was taken by: on this page where the hull
// had a part in them, else on that of the ship that had.
func (s *sea) step(st pattern.Step, p *pattern.Pattern, x *hull) PatternStep {
	v := PatternStep{Title: st.Title, Grade: st.Grade, Says: st.Says}
	if st.Start != nil {
		v.Start, v.End = *st.Start, *st.End
	}
	for _, id := range st.Events {
		for i := range p.Events {
			e := &p.Events[i]
			if e.ID != id || len(e.Ships) == 0 {
				continue
			}
			href := "#" + id
			if !slices.ContainsFunc(e.Ships, func(i voyage.Ident) bool { return i.Track == x.ID }) {
				href = ShipHref(s.keyOf(e.Ships[0].Track)) + "#" + id
			}
			v.Events = append(v.Events, Link{Text: kindWord(e.Kind) + " of " + day(e.Start), Href: href})
		}
	}
	return v
}

// leadsOf are the leads on record with an event of the hull.
func (s *sea) leadsOf(x *hull) []LeadRow {
	var out []LeadRow
	for _, l := range s.Cases.AllLeads() {
		named := slices.ContainsFunc(l.Events, func(e voyage.Event) bool {
			return slices.ContainsFunc(e.Ships, func(i voyage.Ident) bool { return i.Track == x.ID })
		})
		for _, p := range l.Parties {
			named = named || slices.Contains(x.parties, p.Entity)
		}
		if !named {
			continue
		}
		v := LeadRow{ID: l.ID, Title: l.Title, Score: l.Score, Start: l.Start, End: l.End}
		for _, m := range l.Measures {
			v.Measures = append(v.Measures, m.ID)
		}
		for _, r := range l.Reasons {
			v.Reasons = append(v.Reasons, r.Text)
		}
		out = append(out, v)
	}
	return out
}

// timeline puts the events of a hull in time, over how well it was heard.
func (s *sea) timeline(x *hull) chart.Timeline {
	t := chart.Timeline{Title: "Events of " + x.ship.Name, From: x.First, To: x.Last, Reports: x.Reports}
	times := make([]time.Time, len(x.Fixes))
	for i := range x.Fixes {
		times[i] = x.Fixes[i].Time
	}
	t.Count(times)
	for _, i := range x.events {
		e := &s.found.Events[i]
		span := chart.Span{
			ID: e.ID, Kind: e.Kind, Word: kindWord(e.Kind), Label: eventLabel(*e), Start: e.Start, End: e.End, Quiet: quiet(*e), Open: e.Open,
		}
		if r := e.Evidence.Reception; r != nil && r.SilentHours > 0 {
			share := float64(r.NeighbourHours) / float64(r.SilentHours)
			span.Others = &share
			span.OthersSay = fmt.Sprintf("%d others heard in %d of %d clock hours", r.Neighbours, r.NeighbourHours, r.SilentHours)
		}
		t.Spans = append(t.Spans, span)
	}
	return t
}
