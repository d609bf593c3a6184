package house

import (
	"context"
	"fmt"
	"time"

	"plimsoll/casework"
	"plimsoll/desk"
	"plimsoll/ftm"
	"plimsoll/network"
)

// Against gathers what books are screened against: the current snapshots and
// the parties of published findings.
func (h *House) Against(ctx context.Context, day time.Time) (desk.Against, error) {
	snaps, err := h.Lists.All(ctx)
	if err != nil {
		return desk.Against{}, err
	}
	a := desk.Against{Rule: network.OFAC, Day: day}
	for _, s := range snaps {
		a.Entities = append(a.Entities, s.Entities...)
	}
	a.Reported = h.ReportedParties()
	return a, nil
}

// ReportedParties are the parties of published findings, each with the
// finding's title and every dissent.
func (h *House) ReportedParties() []desk.ReportedParty {
	var out []desk.ReportedParty
	for _, f := range h.Cases.Findings() {
		if f.Published == nil {
			continue
		}
		var dissents, measures []string
		for _, s := range f.Stances {
			if s.Position == casework.Dissent {
				dissents = append(dissents, fmt.Sprintf("%s (%s): %s", s.Name, s.Ground, s.Text))
			}
		}
		for _, m := range f.Draft.Measures {
			measures = append(measures, m.ID)
		}
		for _, p := range f.Draft.Parties {
			out = append(out, desk.ReportedParty{
				Entity: partyEntity(f, p), Finding: f.ID, Sentence: f.Draft.Title, Dissents: dissents, Measures: measures,
			})
		}
	}
	return out
}

// partyEntity makes the party of a finding an entity whose statements come
// from the published document.
func partyEntity(f casework.Finding, p casework.Party) *ftm.Entity {
	e := ftm.New(p.Entity, p.Schema)
	from := ftm.Origin{Dataset: "findings", Place: "finding " + f.ID}
	e.Add("name", p.Name, from)
	schema, ok := ftm.Default().Schema(p.Schema)
	if !ok {
		return e
	}
	for _, prop := range schema.PropertyNames() {
		for _, v := range p.Properties[prop] {
			e.Add(prop, v, from)
		}
	}
	return e
}
