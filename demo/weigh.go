package demo

import (
	"context"
	"fmt"
	"slices"

	"plimsoll/casework"
	"plimsoll/house"
	"plimsoll/journal"
	"plimsoll/network"
	"plimsoll/voyage"
)

// weigh turns the lead into a finding: drafted by the analyst from what the
// events say, weighed by three experts of whom one dissents.
func (r *run) weigh(ctx context.Context) (string, map[string]any, error) {
	experts := panel()
	signers := make([]journal.Signer, len(experts))
	names := make([]string, len(experts))
	for i, x := range experts {
		s, err := r.Enrol(ctx, x.id, x.name, journal.RoleExpert)
		if err != nil {
			return "", nil, err
		}
		signers[i], names[i] = s, x.id
	}
	if _, ok := r.Cases.Panel(); !ok {
		p := casework.Panel{Name: "Demo panel (invented)", Members: names, Quorum: quorum}
		if err := r.Cases.Constitute(ctx, r.Operator, p); err != nil {
			return "", nil, err
		}
	}
	f, err := r.draft(ctx)
	if err != nil {
		return "", nil, err
	}
	for i, x := range experts {
		if f.Released != nil || taken(f, x.id) {
			continue
		}
		pos := casework.Position{Version: f.Version, Position: x.position, Ground: x.ground, Claim: x.claim, Text: x.text}
		if err := r.Cases.Take(ctx, signers[i], f.ID, pos); err != nil {
			return "", nil, err
		}
	}
	f, _ = r.Cases.Finding(r.finding)
	concur, dissent := f.Count(casework.Concur), f.Count(casework.Dissent)
	if concur < quorum || dissent == 0 {
		return "", nil, fmt.Errorf("finding %s has %d concurring and %d dissenting", f.ID, concur, dissent)
	}
	return fmt.Sprintf("%s: %d claims; %d experts concur, %d dissents; %s; confidence %s", f.ID, len(f.Draft.Claims), concur, dissent,
		f.Draft.Likelihood, f.Draft.Confidence), map[string]any{
		"finding": f.ID, "claims": len(f.Draft.Claims), "concur": concur, "dissent": dissent,
		"likelihood": f.Draft.Likelihood, "confidence": f.Draft.Confidence,
	}, nil
}

func taken(f casework.Finding, expert string) bool {
	return slices.ContainsFunc(f.Stances, func(s casework.Stance) bool { return s.Expert == expert })
}

// draft returns the finding made of the lead, proposing it the first time.
func (r *run) draft(ctx context.Context) (casework.Finding, error) {
	for _, f := range r.Cases.Findings() {
		if f.Draft.Lead == r.lead.ID {
			r.finding = f.ID
			return f, nil
		}
	}
	d, err := r.compose(ctx)
	if err != nil {
		return casework.Finding{}, err
	}
	id, err := r.Cases.Propose(ctx, r.Operator, r.lead.Start.UTC().Year(), d)
	if err != nil {
		return casework.Finding{}, err
	}
	r.finding = id
	f, _ := r.Cases.Finding(id)
	return f, nil
}

// compose writes the claims from the figures of the events. Each number in a
// sentence comes from the event it cites, and each claim names the lines of
// the radio record, or the cell of the list, that say so.
func (r *run) compose(ctx context.Context) (casework.Draft, error) {
	l := r.lead
	met := slices.IndexFunc(l.Events, func(e voyage.Event) bool { return e.Kind == voyage.Encounter })
	if met < 0 {
		return casework.Draft{}, fmt.Errorf("lead %s has no meeting", l.ID)
	}
	e := l.Events[met]
	ev := e.Evidence.Encounter
	listed, other, err := sides(l)
	if err != nil {
		return casework.Draft{}, err
	}
	found, err := r.Watches.Result(ctx, r.watch)
	if err != nil {
		return casework.Draft{}, err
	}
	d := casework.Draft{
		Title: fmt.Sprintf("%s met the listed tanker %s in the East China Sea", other.Name, listed.Name),
		Lead:  l.ID, Measures: l.Measures, Parties: l.Parties,
		Likelihood: "very likely", Confidence: "moderate", World: Banner,
	}
	d.Summary = fmt.Sprintf("On %s the tankers %s and %s lay together for %.1f hours in the open sea, %.0f km from the nearest shore. "+
		"One had been silent before; the draught of both changed.", day(e.Start), other.Name, listed.Name, ev.Hours, e.Evidence.Where.ShoreKM)
	for _, g := range l.Events {
		gap := g.Evidence.Gap
		if gap == nil || !gap.Dark {
			continue
		}
		d.Claims = append(d.Claims, casework.Claim{
			Text: fmt.Sprintf("%s sent nothing that was received from %s to %s, %.1f hours, while %d other ships were heard around its way.",
				g.Ships[0].Name, clock(g.Start), clock(g.End), gap.Hours, g.Evidence.Reception.Neighbours),
			Exhibits: []casework.Ref{r.lines("last report before and first after the silence", gap.Off.Line, gap.On.Line)},
		})
	}
	d.Claims = append(d.Claims,
		casework.Claim{
			Text: fmt.Sprintf("From %s to %s %s and %s lay together near %.2f N %.2f E, %.0f m between their antennas at the median, at less than 2 knots.",
				clock(e.Start), clock(e.End), other.Name, listed.Name, e.Place.Lat, e.Place.Lon, ev.AntennaMedianM),
			Exhibits: []casework.Ref{r.lines("position reports of both ships", positionLines(e)...)},
		},
		casework.Claim{
			Text: fmt.Sprintf("The draught %s sent changed from %.1f to %.1f m and that of %s from %.1f to %.1f m: cargo passed between them.",
				e.Ships[0].Name, ev.Ships[0].DraughtBefore, ev.Ships[0].DraughtAfter,
				e.Ships[1].Name, ev.Ships[1].DraughtBefore, ev.Ships[1].DraughtAfter),
			Exhibits: []casework.Ref{r.lines("static messages with these draughts", draughtLines(found, e)...)},
		})
	claim, err := r.listingClaim(ctx, listed)
	if err != nil {
		return casework.Draft{}, err
	}
	d.Claims = append(d.Claims, claim)
	for i := range d.Claims {
		d.Claims[i].N = i + 1
	}
	return d, nil
}

// sides tells the listed ship of a lead from the other.
func sides(l casework.Lead) (listed, other casework.Party, err error) {
	for _, p := range l.Parties {
		if p.Status == network.StatusListed {
			listed = p
		} else {
			other = p
		}
	}
	if listed.Name == "" || other.Name == "" {
		err = fmt.Errorf("lead %s is not between a listed and another ship", l.ID)
	}
	return listed, other, err
}

// listingClaim cites the statements of the list that name the ship.
func (r *run) listingClaim(ctx context.Context, p casework.Party) (casework.Claim, error) {
	snap, err := r.Lists.Current(ctx, "demo_list")
	if err != nil {
		return casework.Claim{}, err
	}
	for _, e := range snap.Entities {
		if e.ID != p.Entity {
			continue
		}
		c := casework.Claim{Text: fmt.Sprintf("%s, IMO number %s, stands on the demo list of %s.", p.Name, e.First("imoNumber"), day(snap.Published))}
		for _, s := range append(e.About("name"), e.About("imoNumber")...) {
			c.Exhibits = append(c.Exhibits, casework.Ref{Exhibit: s.Exhibit, Place: s.Place, Note: s.Prop + " " + s.Value})
		}
		return c, nil
	}
	return casework.Claim{}, fmt.Errorf("the demo list has no %s", p.Entity)
}

// lines refers to lines of the radio record.
func (r *run) lines(note string, lines ...int) casework.Ref {
	slices.Sort(lines)
	lines = slices.Compact(lines)
	place := "line"
	if len(lines) > 1 {
		place = "lines"
	}
	for i, n := range lines {
		sep := ", "
		if i == 0 {
			sep = " "
		}
		place += fmt.Sprintf("%s%d", sep, n)
	}
	return casework.Ref{Exhibit: r.watch.Feed, Place: place, Note: note}
}

// positionLines picks the first, middle and last reports of each ship, so that
// a reference stays readable; the event itself lists all.
func positionLines(e voyage.Event) []int {
	var out []int
	for _, s := range e.Ships {
		var own []int
		for _, p := range e.Positions {
			if p.Track == s.Track {
				own = append(own, p.Line)
			}
		}
		if n := len(own); n > 0 {
			out = append(out, own[0], own[n/2], own[n-1])
		}
	}
	return out
}

// draughtLines finds the static messages in which the draughts before and
// after an encounter were first sent.
func draughtLines(found *house.Result, e voyage.Event) []int {
	var out []int
	for _, s := range e.Ships {
		for i := range found.Tracks {
			t := &found.Tracks[i]
			if t.ID != s.Track {
				continue
			}
			before, after := 0, 0
			for _, d := range t.Draughts {
				if !d.Time.After(e.Start) {
					before = d.Line
				} else if after == 0 {
					after = d.Line
				}
			}
			for _, n := range []int{before, after} {
				if n > 0 {
					out = append(out, n)
				}
			}
		}
	}
	return out
}
