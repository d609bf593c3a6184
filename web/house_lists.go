package web

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"plimsoll/ftm"
	"plimsoll/house"
	"plimsoll/lists"
	"plimsoll/lists/joins"
	"plimsoll/network"
)

func (h fromHouse) Lists(ctx context.Context) ([]List, error) {
	var out []List
	for _, id := range h.House.Lists.Datasets() {
		l, err := h.list(id)
		if err != nil {
			return nil, err
		}
		if l.Older = len(l.Snapshots) - shownSnapshots; l.Older > 0 {
			l.Snapshots = l.Snapshots[:shownSnapshots]
		}
		out = append(out, l)
	}
	return out, ctx.Err()
}

// shownSnapshots is how many of each list the page of all lists shows.
const shownSnapshots = 3

func (h fromHouse) list(id string) (List, error) {
	history := h.House.Lists.History(id)
	if len(history) == 0 {
		return List{}, fmt.Errorf("list %s: %w", id, ErrNotFound)
	}
	head := history[len(history)-1]
	l := List{ID: id, Title: head.Title, Demo: strings.HasPrefix(id, "demo_")}
	for _, a := range h.House.Lists.Authorities() {
		if a.ID == head.Authority {
			l.Publisher, l.URL, l.Licence, l.Cadence = a.Publisher, a.URL, a.Licence, a.Cadence
		}
	}
	if l.Title == "" {
		l.Title = id
	}
	for _, s := range slices.Backward(history) {
		v := Snapshot{ID: s.ID, Published: s.Published}
		for _, x := range s.Exhibits {
			v.Exhibits = append(v.Exhibits, h.ref(x, ""))
		}
		kinds := make([]string, 0, len(s.Counts))
		for k := range s.Counts {
			kinds = append(kinds, k)
		}
		slices.Sort(kinds)
		for _, k := range kinds {
			v.Counts = append(v.Counts, Figure{Value: number(s.Counts[k]), Label: k, Href: ListHref(id)})
		}
		l.Snapshots = append(l.Snapshots, v)
	}
	for _, hold := range h.House.Lists.Holds() {
		if hold.Dataset == id && hold.State == lists.HoldOpen {
			v := Hold{ID: hold.ID, At: hold.At, Reason: hold.Reason}
			for _, x := range hold.Exhibits {
				v.Exhibits = append(v.Exhibits, h.ref(x, ""))
			}
			l.Held = append(l.Held, v)
		}
	}
	return l, nil
}

// entriesOfPage is how many entries one page of a list shows.
const entriesOfPage = 500

func (h fromHouse) List(ctx context.Context, id string, page int) (List, error) {
	l, err := h.list(id)
	if err != nil {
		return List{}, err
	}
	reg, err := h.Register(ctx)
	if err != nil {
		return List{}, err
	}
	snap, ok := reg.Snapshot(id)
	if !ok {
		return List{}, fmt.Errorf("list %s: %w", id, ErrNotFound)
	}
	var parties []*ftm.Entity
	for _, e := range snap.Entities {
		if schema, ok := ftm.Default().Schema(e.Schema); ok && schema.Is("Thing") && e.Schema != "Address" {
			parties = append(parties, e)
		}
	}
	l.Total, l.Pages = len(parties), max(1, (len(parties)+entriesOfPage-1)/entriesOfPage)
	if page < 1 || page > l.Pages {
		return List{}, badRequest(fmt.Sprintf("The list has the pages 1 to %d.", l.Pages))
	}
	l.Page = page
	from := (page - 1) * entriesOfPage
	for _, e := range parties[from:min(from+entriesOfPage, len(parties))] {
		p := Party{ID: e.ID, Schema: e.Schema, Name: e.Caption(), Verdict: h.verdict(e, reg)}
		for _, x := range reg.About(e.ID) {
			if v, ok := h.listing(e, x, snap); ok {
				p.Listings = append(p.Listings, v)
			}
		}
		l.Entries = append(l.Entries, p)
	}
	return l, nil
}

// verdict is the legal status of an entity by its listings.
func (h fromHouse) verdict(e *ftm.Entity, reg *house.Register) Verdict {
	if !e.Listed() {
		return Verdict{Status: "nothing known", Text: "on no list"}
	}
	if lists.EndedBefore(h.Journal.Now(), reg.About(e.ID)).Party(e) {
		return Verdict{Status: "nothing known", Text: "on no list any more: the listing has ended"}
	}
	v := Verdict{Status: string(network.StatusListed), Text: "on the list " + e.Statements[0].Dataset}
	for _, x := range reg.About(e.ID) {
		if x.Schema != "Sanction" {
			continue
		}
		if d, err := time.Parse(time.DateOnly, x.First("listingDate")); err == nil {
			v.Since = d
		}
		if a := x.First("authority"); a != "" {
			v.Text = "by " + a
		}
		if about := append(x.About("listingDate"), x.Statements...); len(about) > 0 {
			ref := h.ref(about[0].Exhibit, about[0].Place)
			v.Ref = &ref
		}
		break
	}
	return v
}

// listing reads a Sanction about an entity.
func (h fromHouse) listing(e, x *ftm.Entity, s *lists.Snapshot) (Listing, bool) {
	if x.Schema != "Sanction" || !slices.Contains(x.Values("entity"), e.ID) || len(x.Statements) == 0 || x.Statements[0].Dataset != s.Dataset {
		return Listing{}, false
	}
	l := Listing{
		Dataset: s.Dataset, Title: s.Title, Number: x.First("unscId"), Programs: x.Values("program"),
		Reason: strings.TrimSpace(x.First("reason") + " " + strings.Join(x.Values("provisions"), "; ")),
	}
	since := x.First("listingDate")
	if since == "" {
		since = x.First("startDate")
	}
	l.Since, _ = time.Parse(time.DateOnly, since)
	l.Until, _ = time.Parse(time.DateOnly, x.First("endDate"))
	l.Ended = lists.EndedBefore(h.Journal.Now(), []*ftm.Entity{x}).Party(e)
	about := append(append(x.About("listingDate"), x.About("startDate")...), x.Statements...)
	ref := h.ref(about[0].Exhibit, about[0].Place)
	l.Ref = &ref
	return l, true
}

func (h fromHouse) Party(ctx context.Context, id string) (Party, error) {
	reg, err := h.Register(ctx)
	if err != nil {
		return Party{}, err
	}
	if found := reg.Entities(id); len(found) > 0 {
		return h.party(ctx, found[0], reg)
	}
	for _, r := range h.ReportedParties() {
		if r.Entity.ID == id {
			return h.reported(ctx, r)
		}
	}
	return Party{}, fmt.Errorf("party %s: %w", id, ErrNotFound)
}

// party shows an entity with everything that other lists have on the same
// party.
func (h fromHouse) party(ctx context.Context, e *ftm.Entity, reg *house.Register) (Party, error) {
	p := Party{ID: e.ID, Schema: e.Schema, Name: e.Caption(), Verdict: h.verdict(e, reg)}
	members := []*ftm.Entity{e}
	if joined, ok := reg.Joined.Party(e.ID); ok {
		for _, m := range joined.Members {
			for _, other := range reg.Entities(m.ID) {
				if len(other.Statements) > 0 && other.Statements[0].Dataset == m.Dataset && other != e {
					members = append(members, other)
				}
			}
			p.Members = append(p.Members, Member{ID: m.ID, Name: m.Caption, Dataset: m.Dataset})
		}
		h.ties(&p, joined, reg)
	}
	for _, m := range members {
		h.addMember(&p, m, reg)
	}
	if e.Schema == "Vessel" {
		var err error
		if p.Ship, err = h.shipPage(ctx, e.First("imoNumber")); err != nil {
			return Party{}, err
		}
	}
	for _, m := range members {
		for _, f := range h.findingsOf(m.ID) {
			if !slices.ContainsFunc(p.Findings, func(g Finding) bool { return g.ID == f.ID }) {
				p.Findings = append(p.Findings, f)
			}
		}
	}
	return p, nil
}

// ties says why the members are one party, from whom it was told apart, and
// who may be the same.
func (h fromHouse) ties(p *Party, joined joins.Party, reg *house.Register) {
	for _, w := range joined.Why {
		a, b := h.ref(w.A.Exhibit, w.A.Place), h.ref(w.B.Exhibit, w.B.Place)
		p.Why = append(p.Why, Tie{Kind: string(w.Kind), Value: w.Value, A: w.A.Entity, B: w.B.Entity, RefA: a, RefB: b})
	}
	for _, s := range reg.Joined.SuggestionsFor(p.ID) {
		other := s.B
		if slices.ContainsFunc(joined.Members, func(m joins.Member) bool { return m.Key == s.B.Key }) {
			other = s.A
		}
		v := Maybe{Party: Link{other.Caption, PartyHref(other.ID)}, Dataset: other.Dataset, Score: s.Score}
		for _, r := range s.For {
			v.For = append(v.For, strings.TrimSpace(string(r.Kind)+" "+r.Value))
		}
		for _, r := range s.Against {
			v.Against = append(v.Against, strings.TrimSpace(string(r.Kind)+" "+r.Value))
		}
		p.MayBe = append(p.MayBe, v)
	}
}

// addMember adds what one list says of the party.
func (h fromHouse) addMember(p *Party, e *ftm.Entity, reg *house.Register) {
	for _, st := range e.Statements {
		p.Statements = append(p.Statements, Statement{
			Prop: st.Prop, Value: st.Value, Original: st.Original, Lang: st.Lang, Strength: string(st.Strength), Qualifier: string(st.Qualifier),
			Dataset: st.Dataset, Ref: h.ref(st.Exhibit, st.Place),
		})
	}
	snap, ok := reg.Snapshot(e.Statements[0].Dataset)
	if !ok {
		return
	}
	for _, x := range reg.About(e.ID) {
		if l, ok := h.listing(e, x, snap); ok {
			p.Listings = append(p.Listings, l)
			continue
		}
		p.relate(e, x, reg)
	}
}

// relate adds a tie to somebody else that a relation tells of.
func (p *Party) relate(e, x *ftm.Entity, reg *house.Register) {
	schema, ok := ftm.Default().Schema(x.Schema)
	if !ok || schema.Edge == nil {
		return
	}
	for _, end := range [][2]string{{schema.Edge.Source, schema.Edge.Target}, {schema.Edge.Target, schema.Edge.Source}} {
		if x.First(end[0]) != e.ID || x.First(end[1]) == "" {
			continue
		}
		other, role := x.First(end[1]), end[1]
		if what := x.First("role"); what != "" {
			role = what
		}
		if share := x.First("percentage"); share != "" {
			role += " (" + share + " %)"
		}
		for _, o := range reg.Entities(other)[:min(1, len(reg.Entities(other)))] {
			p.Related = append(p.Related, Relation{Role: role, Party: Link{o.Caption(), PartyHref(other)}})
		}
	}
}
