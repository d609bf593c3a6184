package house

import (
	"context"
	"slices"

	"plimsoll/casework"
	"plimsoll/voyage"
	"plimsoll/voyage/pattern"
)

// FindLeads makes the leads of a watch: what it found and, besides, sightings
// as events, held against the ships that the current lists list today. It puts
// nothing on record.
func (h *House) FindLeads(ctx context.Context, w Watch, sightings []voyage.Event) ([]casework.Lead, error) {
	snaps, err := h.Lists.All(ctx)
	if err != nil {
		return nil, err
	}
	found, err := h.Watches.Result(ctx, w)
	if err != nil {
		return nil, err
	}
	rules, err := pattern.DefaultRules()
	if err != nil {
		return nil, err
	}
	place := "whole record"
	if w.Name != "" { // the exhibit is one of its pieces
		place = "watch " + w.Name
	}
	events := append(slices.Clone(found.Events), sightings...)
	return casework.Leads(casework.Radio{
		Events: events, Tracks: found.Tracks, Patterns: pattern.Find(rules, events),
		Feed: casework.Ref{Exhibit: w.Feed, Place: place, Note: "radio record"},
	}, NewFleet(snaps, h.Journal.Now()), h.Rules())
}
