package web

import (
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
