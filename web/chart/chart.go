// Package chart draws what ships did as a sea chart in SVG: land, graticule,
// tracks, silences, meetings. It is the chart of pages without JavaScript and
// of print; the map in the browser shows the same view, sent as JSON.
package chart

import (
	"encoding/json"
	"math"
	"time"

	"plimsoll/geo"
)

// Point is a place in degrees.
type Point = geo.Point

// Fix is one position of a track. Course and speed are NaN where not sent.
type Fix struct {
	Time   time.Time
	Point  Point
	Course float64 // degrees true: heading where sent, else course over ground
	Speed  float64 // knots
	Line   int     // line of the sentence in the exhibit
}

// MarshalJSON writes a fix as [unix seconds, lon, lat, course, speed, line]:
// a chart has thousands of them.
func (f Fix) MarshalJSON() ([]byte, error) {
	round := func(v, to float64) any {
		if math.IsNaN(v) {
			return nil
		}
		return math.Round(v*to) / to
	}
	return json.Marshal([]any{
		f.Time.Unix(), round(f.Point.Lon, 1e5), round(f.Point.Lat, 1e5), round(f.Course, 1), round(f.Speed, 10), f.Line,
	})
}

// Ship names the hull that a track belongs to.
type Ship struct {
	Name   string `json:"name"`
	IMO    string `json:"imo,omitempty"`
	MMSI   uint32 `json:"mmsi,omitempty"`
	Kind   string `json:"type,omitempty"`
	Flag   string `json:"flag,omitempty"`
	Status string `json:"status"` // legal status, or "nothing known"
	Href   string `json:"href"`
}

// Track is the positions that one hull can have made, oldest first.
type Track struct {
	ID    string `json:"id"`
	Ship  Ship   `json:"ship"`
	Fixes []Fix  `json:"fixes"`
}

// Kinds of event.
const (
	Gap       = "gap"
	Encounter = "encounter"
	Identity  = "identity"
)

// Mark is an event at its place. A gap also has the place where it ended.
type Mark struct {
	ID    string    `json:"id"`
	Kind  string    `json:"kind"`
	Start time.Time `json:"start"`
	End   time.Time `json:"end"`
	At    Point     `json:"at"`
	To    *Point    `json:"to,omitempty"`
	Ships []Ship    `json:"ships"`
	Track string    `json:"track,omitempty"` // the track it happened to, or the first of them
	Label string    `json:"label"`
	Quiet bool      `json:"quiet,omitempty"` // explained by reception, a port or a service craft: no warning
	Href  string    `json:"href"`
}

// Place is a named port or terminal.
type Place struct {
	Name string `json:"name"`
	At   Point  `json:"at"`
}

// Chart is everything drawn on one sheet.
type Chart struct {
	Title  string    `json:"title"`
	From   time.Time `json:"from"`
	To     time.Time `json:"to"`
	Tracks []Track   `json:"tracks"`
	Marks  []Mark    `json:"events"`
	Places []Place   `json:"places,omitempty"`
}

// Empty tells whether there is nothing to draw.
func (c Chart) Empty() bool { return len(c.Tracks) == 0 && len(c.Marks) == 0 }

// Box is the part of the sea that a sheet shows.
type Box struct{ South, West, North, East float64 }

// Land gives the rings of land that touch a box, each closed on itself.
// *geo.Land does.
type Land interface {
	RingsIn(south, west, north, east float64) [][]Point
}

// bounds is the smallest box around everything on the chart.
func (c Chart) bounds() Box {
	b := Box{South: 90, West: 180, North: -90, East: -180}
	add := func(p Point) {
		b.South, b.North = min(b.South, p.Lat), max(b.North, p.Lat)
		b.West, b.East = min(b.West, p.Lon), max(b.East, p.Lon)
	}
	for _, t := range c.Tracks {
		for _, f := range t.Fixes {
			add(f.Point)
		}
	}
	for _, m := range c.Marks {
		add(m.At)
		if m.To != nil {
			add(*m.To)
		}
	}
	if b.South > b.North {
		return Box{South: 20, West: 110, North: 45, East: 145}
	}
	return b
}
