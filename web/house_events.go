package web

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"plimsoll/voyage"
)

// quiet says that an event is nothing to warn of: reception explains the
// silence, a ship drifted, lay in a port or waited, or the two lay in a port, at anchor, or one of them serves ships.
func quiet(e voyage.Event) bool {
	if e.Evidence.Gap != nil {
		return !e.Evidence.Gap.Dark && !slices.Contains(e.Tags, voyage.TagSilent)
	}
	if e.Evidence.Drift != nil {
		return true
	}
	if l := e.Evidence.Lying; l != nil {
		return !slices.Contains(e.Tags, voyage.TagOneSided) && l.PortCountry != "KP"
	}
	return e.Evidence.Encounter != nil && slices.ContainsFunc(e.Tags, func(tag string) bool {
		return tag == voyage.TagPort || tag == voyage.TagAnchored || tag == voyage.TagService
	})
}

// event shows an event with the lines of the feed that it rests on. s knows
// the ships' pages and may be nil.
func (h fromHouse) event(e *voyage.Event, feed string, s *sea) Event {
	v := Event{
		ID: e.ID, Kind: e.Kind, Start: e.Start, End: e.End, Open: e.Open, At: e.Place, Reason: e.Reason, Tags: e.Tags,
		Confidence: e.Confidence, Refutes: e.Refutes, Quiet: quiet(*e),
	}
	for _, i := range e.Ships {
		link := Link{Text: i.Label()}
		if key := s.keyOf(i.Track); key != "" {
			link.Href = ShipHref(key)
		}
		v.Ships = append(v.Ships, link)
	}
	v.Facts, v.More = figuresOf(e)
	v.Facts = append(v.Facts, told(e)...)
	if g := e.Evidence.Gap; g != nil {
		places := []Fact{h.placeFact("Last heard", g.Off, feed)}
		if g.On != nil {
			places = append(places, h.placeFact("Heard again", *g.On, feed))
		}
		v.Facts = append(places, v.Facts...)
	}
	for _, name := range slices.Sorted(maps.Keys(e.Parameters)) {
		v.Parameters = append(v.Parameters, Fact{Label: plainName(name), Value: figure(e.Parameters[name])})
	}
	h.lines(&v, e, feed)
	return v
}

func plainName(name string) string { return strings.ReplaceAll(name, "_", " ") }

func (h fromHouse) placeFact(label string, p voyage.Position, feed string) Fact {
	f := Fact{Label: label, Value: stamp(p.Time) + ", " + position(p.Lat, p.Lon)}
	if p.Line > 0 {
		ref := h.radioRef(feed, &p)
		f.Ref = &ref
	}
	return f
}

// lines lists the reports that the event rests on, each with its line.
func (h fromHouse) lines(v *Event, e *voyage.Event, feed string) {
	positions := slices.Clone(e.Positions)
	slices.SortStableFunc(positions, func(a, b voyage.Position) int { return a.Time.Compare(b.Time) })
	for _, p := range positions {
		ref := h.radioRef(feed, &p)
		if slices.ContainsFunc(v.Lines, func(l EventLine) bool { return l.Ref.Line == ref.Line && l.Time.Equal(p.Time) }) {
			continue
		}
		v.Lines = append(v.Lines, EventLine{
			Time: p.Time, MMSI: fmt.Sprintf("%09d", p.MMSI), Lat: p.Lat, Lon: p.Lon, Knots: p.SOG, Ref: ref,
		})
	}
	for i := range v.Lines { // the first, the middle and the last few are enough to follow
		if n := len(v.Lines); i < 2 || i >= n-2 || i == n/2 {
			v.Refs = append(v.Refs, v.Lines[i].Ref)
		}
	}
}

// told are the figures that are no single number: ports within reach, the
// draughts of two ships, what changed.
func told(e *voyage.Event) []Fact {
	var out []Fact
	if g := e.Evidence.Gap; g != nil && len(g.Reach) > 0 {
		var ports []string
		for _, r := range g.Reach {
			ports = append(ports, fmt.Sprintf("%s (%s, %.0f%sh left)", r.Port.Name, r.Port.Country, r.HoursLeft, thin))
		}
		out = append(out, Fact{Label: fmt.Sprintf("Ports within reach at %.0f%skn", g.ReachKnots, thin), Value: strings.Join(ports, ", "), Wide: true})
	}
	if m := e.Evidence.Encounter; m != nil {
		for i, s := range m.Ships {
			if s.DraughtBefore > 0 && s.DraughtAfter > 0 && i < len(e.Ships) {
				out = append(out, Fact{Label: "Draught of " + e.Ships[i].Label(), Value: fmt.Sprintf("%.1f → %.1f%sm", s.DraughtBefore, s.DraughtAfter, thin)})
			}
		}
	}
	if i := e.Evidence.Identity; i != nil {
		for _, c := range i.Changes {
			out = append(out, Fact{Label: fieldWord(c.Field), Value: changed(c.From, c.To)})
		}
	}
	if r := e.Evidence.Reception; r != nil && len(r.NeighbourShips) > 0 {
		var names []string
		for _, n := range r.NeighbourShips {
			names = append(names, n.Label())
		}
		if n := r.Neighbours - len(names); n > 0 {
			names = append(names, fmt.Sprintf("and %s more", number(n)))
		}
		out = append(out, Fact{Label: "Heard meanwhile", Value: strings.Join(names, ", "), Wide: true})
	}
	return out
}

func fieldWord(field string) string {
	switch field {
	case "mmsi":
		return "MMSI"
	case "imo":
		return "IMO number"
	case "callsign":
		return "Call sign"
	case "":
		return "Changed"
	}
	return strings.ToUpper(field[:1]) + field[1:]
}

func changed(from, to string) string {
	switch {
	case from == "":
		return to + " (sent first)"
	case to == "":
		return from + " → not sent"
	}
	return from + " → " + to
}
