package house

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"plimsoll/casework"
	"plimsoll/desk"
	"plimsoll/ftm"
	"plimsoll/lists"
	"plimsoll/network"
	"plimsoll/screen"
)

// FindingsDataset is the name under which published findings are asked for, as
// lists are by theirs.
const FindingsDataset = "findings"

// Scope is a part of what is on record, and a day.
type Scope struct {
	Datasets []string  // none: all lists and the findings
	AsOf     time.Time // as it stood at the end of this day (UTC); zero: now
}

// Against gathers what books are screened against: the current snapshots and
// the parties of published findings.
func (h *House) Against(ctx context.Context, day time.Time) (desk.Against, error) {
	snaps, err := h.Lists.All(ctx)
	if err != nil {
		return desk.Against{}, err
	}
	a := h.gathered(snaps, day)
	a.Reported = h.ReportedParties()
	return a, nil
}

// AgainstScope is Against for a part of what is on record, as of a day. It
// comes with the snapshots it is made of.
func (h *House) AgainstScope(ctx context.Context, s Scope) (desk.Against, []*lists.Snapshot, error) {
	names, day := s.Datasets, s.AsOf
	if len(names) == 0 {
		names = append(h.Lists.Datasets(), FindingsDataset)
	}
	if day.IsZero() {
		day = h.Journal.Now()
	}
	var snaps []*lists.Snapshot
	findings := false
	for _, name := range slices.Compact(slices.Sorted(slices.Values(names))) {
		if name == FindingsDataset {
			findings = true
			continue
		}
		snap, err := h.snapshotAsOf(ctx, name, s.AsOf)
		if errors.Is(err, lists.ErrNoSnapshot) && len(s.Datasets) == 0 {
			continue // a list that began later
		}
		if err != nil {
			return desk.Against{}, nil, err
		}
		snaps = append(snaps, snap)
	}
	a := h.gathered(snaps, day)
	if findings {
		a.Reported = h.reported(day)
	}
	return a, snaps, nil
}

func (h *House) snapshotAsOf(ctx context.Context, dataset string, asOf time.Time) (*lists.Snapshot, error) {
	if asOf.IsZero() {
		return h.Lists.Current(ctx, dataset)
	}
	return h.Lists.AsOf(ctx, dataset, asOf)
}

func (h *House) gathered(snaps []*lists.Snapshot, day time.Time) desk.Against {
	a := desk.Against{Rule: network.OFAC, Day: day, Index: h.Index}
	for _, s := range snaps {
		a.Source = append(a.Source, screen.Source{Dataset: s.Dataset, Snapshot: s.ID})
		a.Entities = append(a.Entities, s.Entities...)
	}
	return a
}

// ReportedParties are the parties of published findings, each with the
// finding's title and every dissent.
func (h *House) ReportedParties() []desk.ReportedParty { return h.reported(h.Journal.Now()) }

// reported are the parties of the findings published by the end of a day.
func (h *House) reported(day time.Time) []desk.ReportedParty {
	end := day.UTC().Truncate(24 * time.Hour).Add(24 * time.Hour)
	var out []desk.ReportedParty
	for _, f := range h.Cases.Findings() {
		if f.Published == nil || !f.Published.At.Before(end) {
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
				Entity: partyEntity(f, p), Finding: desk.FindingRef{ID: f.ID, Sentence: f.Draft.Title, Dissents: dissents, Measures: measures},
			})
		}
	}
	return out
}

// partyEntity makes the party of a finding an entity whose statements come
// from the published document.
func partyEntity(f casework.Finding, p casework.Party) *ftm.Entity {
	e := ftm.New(p.Entity, p.Schema)
	from := ftm.Origin{Dataset: FindingsDataset, Place: "finding " + f.ID}
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
