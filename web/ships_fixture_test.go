package web

import (
	"context"
	"fmt"
	"time"

	"plimsoll/web/chart"
)

func (f *fixture) ladder(r ShipRow) []Rung {
	line := []Ref{{SHA256: f.radio, Name: "demo.nmea", Line: 3}}
	return []Rung{
		{Kind: "identity", At: f.chart.From, To: night, Name: r.Name, IMO: r.IMO, MMSI: r.MMSI, CallSign: "Q9OT1", Flag: r.Flag, Refs: line, Messages: 7},
		{
			Kind: "identity", At: night, To: f.chart.To, Name: "QUIET FARROW", IMO: r.IMO, MMSI: "299000777", Refs: line,
			Changes: []FieldChange{{"name", r.Name, "QUIET FARROW"}, {"MMSI", r.MMSI, "299000777"}}, How: "join", Why: "the same IMO number came up 2 km away", Apart: "1 h and 2 km apart",
		},
		{Kind: "split", How: "split", At: night, MMSI: r.MMSI, Why: "positions 900 km apart within 4 minutes", Refs: line},
	}
}

func (f *fixture) timeline(t chart.Track, log []Event) chart.Timeline {
	l := chart.Timeline{Title: t.Ship.Name, From: f.chart.From, To: f.chart.To, Reports: len(t.Fixes)}
	var times []time.Time
	for _, x := range t.Fixes {
		times = append(times, x.Time)
	}
	l.Count(times)
	half := 0.5
	for _, e := range log {
		l.Spans = append(l.Spans, chart.Span{ID: e.ID, Kind: e.Kind, Word: kindWord(e.Kind), Label: e.Reason, Start: e.Start, End: e.End, Others: &half, OthersSay: "6 others heard"})
	}
	return l
}

func (f *fixture) events() []Event {
	refs := []Ref{{SHA256: f.radio, Name: "demo.nmea", Line: 20412}, {SHA256: f.radio, Name: "demo.nmea", Line: 23977}}
	var out []Event
	for i, m := range f.chart.Marks {
		e := Event{ID: m.ID, Kind: m.Kind, Start: m.Start, End: m.End, At: m.At, Refs: refs}
		for _, s := range m.Ships {
			e.Ships = append(e.Ships, Link{Text: s.Name, Href: s.Href})
		}
		e.Reason = []string{
			"Nothing was heard from her while 6 ships within 40 km of her course were heard 214 times.",
			"Two hulls lay less than 100 m apart, both drifting slower than 1.5 kn; their draughts changed in opposite ways.",
			"The same hull, at the same place and on the same course, began to send under another number; the rightful holder was heard 900 km away.",
		}[i]
		e.Facts = []Fact{{Label: "Least distance", Value: "62 m"}, {Label: "Greatest speed", Value: "1.2 kn"}, {Label: "Draught", Value: "7.8 → 4.9 m"}}
		e.Refutes = []string{"a port call in that time", "a report of the ship by another receiver"}
		out = append(out, e)
	}
	return out
}

func (f *fixture) row(t chart.Track) ShipRow {
	r := ShipRow{
		Name: t.Ship.Name, IMO: t.Ship.IMO, MMSI: fmt.Sprint(t.Ship.MMSI), Flag: t.Ship.Flag, Kind: t.Ship.Kind,
		Verdict: Verdict{Status: t.Ship.Status}, Fixes: len(t.Fixes), Href: t.Ship.Href,
	}
	switch r.Verdict.Status {
	case "listed":
		r.Verdict.Text, r.Verdict.Ref = "by the demo list since 2026-01-05", &Ref{SHA256: f.list, Name: "demo-list.csv", Line: 2}
	case "reported only":
		r.Verdict.Text = "in finding " + findingID + "; on no list"
	default:
		r.Verdict.Text = "on no list, in no finding"
	}
	for _, m := range f.chart.Marks {
		for _, s := range m.Ships {
			if s.IMO == r.IMO {
				r.Events++
			}
		}
	}
	return r
}

func (f *fixture) Version(context.Context) (string, error) {
	f.mu.RLock()
	defer f.mu.RUnlock()
	return fmt.Sprint(f.version), f.broken
}

func (f *fixture) Ships(_ context.Context, q Query) (Ships, error) {
	if f.empty || f.broken != nil {
		return Ships{}, f.broken
	}
	s := Ships{Query: q, Events: f.events(), Page: 1, Pages: 1}
	for _, t := range f.chart.Tracks {
		s.Rows = append(s.Rows, f.row(t))
	}
	s.Total, s.TotalEvents = len(s.Rows), len(s.Events)
	return s, nil
}

func (f *fixture) Ship(ctx context.Context, imo string) (Ship, error) {
	for _, t := range f.chart.Tracks {
		if t.Ship.IMO != imo {
			continue
		}
		s := Ship{ShipRow: f.row(t), CallSign: "Q9OT1", Size: "104 × 16 m", Draught: "3.1 → 6.0 m", Chart: f.chart}
		s.Chart.Tracks = []chart.Track{t}
		s.Chart.Marks = nil
		for i, m := range f.chart.Marks {
			for _, x := range m.Ships {
				if x.IMO == imo {
					s.Chart.Marks = append(s.Chart.Marks, m)
					s.Log = append(s.Log, f.events()[i])
				}
			}
		}
		s.Ladder = f.ladder(s.ShipRow)
		s.Timeline = f.timeline(t, s.Log)
		if t.Ship.Status == "listed" {
			s.Party = "DEMO-V1"
		}
		if t.Ship.Status != "nothing known" {
			s.Findings, _ = f.Findings(ctx)
		}
		return s, nil
	}
	return Ship{}, fmt.Errorf("ship %s: %w", imo, ErrNotFound)
}
