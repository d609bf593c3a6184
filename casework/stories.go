package casework

import (
	"fmt"
	"math"
	"slices"
	"strings"
	"time"

	"plimsoll/regime"
	"plimsoll/voyage"
	"plimsoll/voyage/pattern"
)

const (
	tankerFirst = 80 // ship types of ITU-R M.1371
	tankerLast  = 89
)

// add gives a reason. What speaks for the lead a second time counts less, and
// what an event shows with low confidence counts half.
func (x *story) add(d *desk, kind string, e *voyage.Event, format string, args ...any) {
	r := Reason{Text: fmt.Sprintf(format, args...), Weight: d.Weights[kind].Weight, Kind: kind}
	if e != nil {
		r.Event = e.ID
		if slices.ContainsFunc(x.lead.Reasons, func(have Reason) bool { return have.Kind == kind && have.Event == e.ID && have.Text == r.Text }) {
			return
		}
	}
	if x.given[kind] {
		r.Weight = d.Weights[forAgain].Weight
	}
	x.given[kind] = true
	if e != nil && e.Confidence == voyage.Low && e.Kind != voyage.Loitering {
		r.Weight = math.Round(r.Weight*50) / 100
		r.Text += " (an event of low confidence)"
	}
	x.put(r)
}

func (x *story) put(r Reason) {
	x.lead.Reasons = append(x.lead.Reasons, r)
	x.lead.Score = math.Min(1, math.Round((x.lead.Score+r.Weight)*100)/100)
}

// meeting says that two ships lay together where and as a transfer is made: not
// at a port, and neither of them a tug or a pilot.
func meeting(e *voyage.Event) bool {
	return e.Kind == voyage.Encounter && len(e.Ships) == 2 && e.Evidence.Encounter != nil &&
		!slices.Contains(e.Tags, voyage.TagPort) && !slices.Contains(e.Tags, voyage.TagService)
}

// meetings are those of a listed ship. The story is the other ship's; where
// both are listed it is of the one whose name comes first.
func (d *desk) meetings() {
	for _, e := range d.events {
		if !meeting(e) {
			continue
		}
		a, b := d.ships[e.Ships[0].Track], d.ships[e.Ships[1].Track]
		subject := a
		if a.ent != nil && (b.ent == nil || b.key < a.key) {
			subject = b
		}
		if a.ent == nil && b.ent == nil || a == b {
			continue
		}
		x := d.about(StoryTransfer, subject, e)
		x.meet(d, a)
		x.meet(d, b)
		tankers := x.weighMeeting(d, e)
		x.silences(d, e)
		x.measures(d, transfer(e.Start, tankers, true))
		meetings := 0
		for _, have := range x.lead.Events {
			if meeting(&have) {
				meetings++
			}
		}
		x.lead.Title = fmt.Sprintf("%s and %s lay together for %.1f hours", a.party.Name, b.party.Name, e.Evidence.Encounter.Hours)
		if meetings > 1 {
			x.lead.Title = fmt.Sprintf("%s lay together with listed ships %d times", subject.party.Name, meetings)
		}
	}
}

// transfer is the act of handing over from ship to ship, taken as bound for
// the DPRK: that is what a lead suspects.
func transfer(day time.Time, petroleum, listed bool) regime.Act {
	act := regime.Act{Kind: regime.ShipToShipTransfer, Date: day, Direction: regime.ToDPRK, PartyListed: listed}
	if petroleum {
		act.Goods = regime.RefinedPetroleum
	}
	return act
}

// weighMeeting weighs what the two ships did, and reports whether both say
// they are tankers.
func (x *story) weighMeeting(d *desk, e *voyage.Event) bool {
	ev := e.Evidence.Encounter
	if slices.Contains(e.Tags, voyage.TagOpenSea) && !ev.BothAnchored {
		x.add(d, forOpenSea, e, "they lay together in the open sea, %.0f km from the nearest shore, for %.1f hours",
			e.Evidence.Where.ShoreKM, ev.Hours)
	}
	if len(ev.Ships) != 2 {
		return false
	}
	one, two := ev.Ships[0], ev.Ships[1]
	d1, d2 := one.DraughtAfter-one.DraughtBefore, two.DraughtAfter-two.DraughtBefore
	known := one.DraughtBefore > 0 && one.DraughtAfter > 0 && two.DraughtBefore > 0 && two.DraughtAfter > 0
	if known && math.Abs(d1) >= d.DraughtMetres && math.Abs(d2) >= d.DraughtMetres && (d1 > 0) != (d2 > 0) {
		x.add(d, forDraught, e, "the draught of %s went from %.1f to %.1f m as that of %s went from %.1f to %.1f m",
			d.ships[e.Ships[0].Track].party.Name, one.DraughtBefore, one.DraughtAfter,
			d.ships[e.Ships[1].Track].party.Name, two.DraughtBefore, two.DraughtAfter)
	}
	if isTanker(one.ShipType) && isTanker(two.ShipType) {
		x.add(d, forTankers, e, "both say they are tankers (ship types %d and %d)", one.ShipType, two.ShipType)
		return true
	}
	return false
}

func isTanker(t uint8) bool { return t >= tankerFirst && t <= tankerLast }

// silences are the dark gaps of either ship in the days around.
func (x *story) silences(d *desk, e *voyage.Event) {
	around := time.Duration(d.AroundHours * float64(time.Hour))
	for _, g := range d.events {
		if !isDark(g) || !g.End.After(e.Start.Add(-around)) || !g.Start.Before(e.End.Add(around)) {
			continue
		}
		for _, s := range e.Ships {
			if g.Ships[0].Track == s.Track {
				x.with(g)
				x.weighSilence(d, g, s.Label())
			}
		}
	}
}

func isDark(g *voyage.Event) bool {
	return g.Kind == voyage.Gap && g.Evidence.Gap != nil && g.Evidence.Gap.Dark
}

func (x *story) weighSilence(d *desk, g *voyage.Event, name string) {
	v := g.Evidence.Gap
	if g.Open {
		x.add(d, forDark, g, "%s had been silent for %.1f hours by %s while %d other ships were heard around it", name, v.Hours, moment(g.End), neighbours(g))
	} else {
		x.add(d, forDark, g, "%s was silent for %.1f hours while %d other ships were heard around it", name, v.Hours, neighbours(g))
	}
	if v.DraughtOff > 0 && v.DraughtOn > 0 && math.Abs(v.DraughtOn-v.DraughtOff) >= d.DraughtMetres {
		x.add(d, forCargo, g, "its draught was %.1f m before the silence and %.1f m after", v.DraughtOff, v.DraughtOn)
	}
	if slices.Contains(g.Tags, voyage.TagDestination) {
		x.add(d, forBound, g, "it said it was bound for %q before the silence and for %q after", v.DestOff, v.DestOn)
	}
}

func neighbours(g *voyage.Event) int {
	if g.Evidence.Reception == nil {
		return 0
	}
	return g.Evidence.Reception.Neighbours
}

// patterns are stories of their own; a listed partner of the ship is a party.
func (d *desk) patterns() {
	for i := range d.in.Patterns {
		p := &d.in.Patterns[i]
		subject := d.ships[p.Ship.Track]
		if subject == nil {
			continue
		}
		var x *story
		for _, step := range p.Steps {
			for _, id := range step.Events {
				k := slices.IndexFunc(p.Events, func(e voyage.Event) bool { return e.ID == id })
				if k >= 0 && step.Name == p.Key {
					x = d.about(StoryPattern+p.Rule, subject, &p.Events[k])
				}
			}
		}
		if x == nil {
			continue
		}
		x.meet(d, subject)
		x.lead.Patterns = append(x.lead.Patterns, p.ID)
		x.lead.Title = fmt.Sprintf("%s: %s", subject.party.Name, strings.ToLower(p.Title[:1])+p.Title[1:])
		act := regime.Act{
			Kind: regime.Kind(p.Act.Kind), Goods: p.Act.Goods, Direction: regime.Direction(p.Act.Direction), Date: p.Start,
			PartyListed: subject.ent != nil,
		}
		for k := range p.Events {
			e := &p.Events[k]
			x.with(e)
			if meeting(e) {
				for _, s := range e.Ships {
					x.meet(d, d.ships[s.Track])
					act.PartyListed = act.PartyListed || d.ships[s.Track].ent != nil
				}
			}
		}
		x.patternReason(d, p)
		x.measures(d, act)
	}
}

func (x *story) patternReason(d *desk, p *pattern.Pattern) {
	kind := forPattern + p.Confidence
	r := Reason{Text: p.Title + " (confidence " + p.Confidence + "): " + p.Sentence, Weight: d.Weights[kind].Weight, Event: p.ID, Kind: kind}
	for _, level := range []string{voyage.High, voyage.Moderate, voyage.Low} {
		if x.given[forPattern+level] {
			r.Weight = d.Weights[forAgain].Weight
		}
	}
	x.given[kind] = true
	x.put(r)
}

// calls are those at ports of the DPRK, of any ship, and sightings there.
func (d *desk) calls() {
	for _, e := range d.events {
		if !slices.Contains(e.Tags, voyage.TagDPRK) || e.Kind != voyage.PortCall && e.Kind != pattern.Sighting {
			continue
		}
		subject := d.ships[e.Ships[0].Track]
		x := d.about(StoryCall, subject, e)
		x.meet(d, subject)
		name, port := subject.party.Name, e.Evidence.Where.PortName
		if e.Kind == pattern.Sighting {
			x.add(d, forSeen, e, "%s was seen at %s in the DPRK on %s", name, port, day(e.Start))
		} else {
			l := e.Evidence.Lying
			if l != nil {
				port = l.PortName
			}
			x.add(d, forCall, e, "%s called at %s in the DPRK on %s", name, port, day(e.Start))
			if l != nil && l.DraughtBefore > 0 && l.DraughtAfter > 0 && math.Abs(l.DraughtAfter-l.DraughtBefore) >= d.DraughtMetres {
				x.add(d, forDraught, e, "its draught went from %.1f to %.1f m there", l.DraughtBefore, l.DraughtAfter)
			}
		}
		x.silences(d, e)
		x.lead.Title = fmt.Sprintf("%s called at %s in the DPRK", name, port)
		if n := len(x.principal); n > 1 {
			x.lead.Title = fmt.Sprintf("%s was at ports of the DPRK %d times", name, n)
		}
	}
}

func day(t time.Time) string    { return t.UTC().Format("2 January 2006") }
func moment(t time.Time) string { return t.UTC().Format("2 January 2006, 15:04 UTC") }

// darkness is a listed ship silent with a port of the DPRK in reach, or silent now.
func (d *desk) darkness() {
	for _, e := range d.events {
		subject := d.ships[e.Ships[0].Track]
		if !isDark(e) && !slices.Contains(e.Tags, voyage.TagSilent) || subject.ent == nil || !slices.Contains(e.Tags, voyage.TagDPRK) {
			continue
		}
		x := d.about(StoryDark, subject, e)
		if reach := e.Evidence.Gap.Reach; len(reach) > 0 {
			if e.Open {
				x.add(d, forDPRKDark, e, "it can have come to %s by then", reach[0].Port.Name)
			} else {
				x.add(d, forDPRKDark, e, "it can have called at %s unseen and lain there for %.0f hours", reach[0].Port.Name, reach[0].HoursLeft)
			}
		}
		x.weighSilence(d, e, subject.party.Name)
		x.lead.Title = fmt.Sprintf("%s, listed, was silent with a port of the DPRK in reach", subject.party.Name)
		if e.Open {
			x.lead.Title = fmt.Sprintf("%s, listed, was not heard from %s on, with a port of the DPRK in reach", subject.party.Name, moment(e.Start))
		}
		if n := len(x.principal); n > 1 {
			x.lead.Title += fmt.Sprintf(", %d times", n)
		}
	}
}

// hops are changes of who a listed hull says it is, after its listing.
func (d *desk) hops() {
	for _, e := range d.events {
		if e.Kind != voyage.Identity || e.Evidence.Identity == nil || len(e.Evidence.Identity.Changes) == 0 {
			continue
		}
		subject := d.ships[e.Ships[0].Track]
		if subject.ent == nil || subject.since.IsZero() || e.End.Before(subject.since) {
			continue
		}
		var x *story
		for _, c := range e.Evidence.Identity.Changes {
			kind := map[string]string{"mmsi": forNumber, "imo": forIMO, "name": forName}[c.Field]
			if kind == "" {
				continue
			}
			text := fmt.Sprintf("%s, listed since %s, changed its %s from %s to %s", subject.party.Name, day(subject.since), fieldName(c.Field), c.From, c.To)
			if from, to, hop := flagHop(e, c); hop {
				kind, text = forFlagHop, text+fmt.Sprintf(", and so its flag from %s to %s", from, to)
			}
			if x == nil {
				x = d.about(StoryHop, subject, e)
			}
			x.add(d, kind, e, "%s", text)
		}
		if x == nil {
			continue
		}
		x.falsehoods(d, subject)
		x.measures(d, regime.Act{Kind: regime.Flagging, Date: e.End, PartyListed: true})
		x.lead.Title = fmt.Sprintf("%s changed who it says it is after its listing", subject.party.Name)
		if n := len(x.principal); n > 1 {
			x.lead.Title += fmt.Sprintf(", %d times", n)
		}
	}
}

func fieldName(field string) string {
	return map[string]string{"mmsi": "MMSI", "imo": "IMO number", "name": "name"}[field]
}

// flagHop says that a change of MMSI is one of flag.
func flagHop(e *voyage.Event, c voyage.Change) (from, to string, hop bool) {
	if c.Field != "mmsi" || len(e.Ships) != 2 {
		return "", "", false
	}
	from, to = voyage.FlagOf(e.Ships[0].MMSI), voyage.FlagOf(e.Ships[1].MMSI)
	return from, to, from != to
}

// falsehoods are what else the ship sent that is not so.
func (x *story) falsehoods(d *desk, s *ship) {
	for _, e := range d.events {
		own := slices.ContainsFunc(e.Ships, func(i voyage.Ident) bool { return d.ships[i.Track] == s || d.ships[i.Track].key == s.key })
		switch {
		case !own:
		case slices.Contains(e.Tags, voyage.TagMMSIShared) || slices.Contains(e.Tags, voyage.TagIMOShared):
			x.with(e)
			x.add(d, forBorrowed, e, "%s", e.Reason)
		case e.Kind == voyage.Spoof || e.Kind == voyage.Jump:
			x.with(e)
			x.add(d, forFalse, e, "%s", e.Reason)
		}
	}
}

// contacts look back one hop: who lay together with a ship that, not long
// before, had met a listed one or called in the DPRK.
func (d *desk) contacts() {
	type touched struct {
		at   time.Time
		e    *voyage.Event
		text string
	}
	history := map[string][]touched{} // by ship
	for _, e := range d.events {
		switch {
		case e.Kind == voyage.PortCall && slices.Contains(e.Tags, voyage.TagDPRK):
			s := d.ships[e.Ships[0].Track]
			history[s.key] = append(history[s.key], touched{e.End, e, "called in the DPRK"})
		case meeting(e):
			for i, s := range e.Ships {
				me, other := d.ships[s.Track], d.ships[e.Ships[1-i].Track]
				if me.ent == nil && other.ent != nil {
					history[me.key] = append(history[me.key], touched{e.End, e, "lay together with the listed ship " + other.party.Name})
				}
			}
		}
	}
	back := time.Duration(d.LookBackDays * 24 * float64(time.Hour))
	for _, e := range d.events {
		if !meeting(e) {
			continue
		}
		for i, s := range e.Ships {
			subject, other := d.ships[s.Track], d.ships[e.Ships[1-i].Track]
			if subject.ent != nil || other.ent != nil || subject.key == other.key {
				continue
			}
			for _, t := range history[other.key] {
				if t.e == e || t.at.After(e.Start) || e.Start.Sub(t.at) > back {
					continue
				}
				x := d.about(StoryContact, subject, e)
				x.with(t.e)
				x.meet(d, subject)
				x.meet(d, other)
				x.add(d, forContact, t.e, "%s lay together with %s, which %s %.0f days before", subject.party.Name, other.party.Name, t.text, e.Start.Sub(t.at).Hours()/24)
				tankers := x.weighMeeting(d, e)
				x.measures(d, transfer(e.Start, tankers, false))
				x.lead.Title = fmt.Sprintf("%s lay together with %s, which %s", subject.party.Name, other.party.Name, t.text)
			}
		}
	}
}
