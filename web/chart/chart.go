// Package chart draws what ships did as a sea chart in SVG: land, graticule,
// tracks, silences, meetings. It is the chart of pages without JavaScript and
// of print; the map in the browser shows the same view, sent as JSON.
package chart

import (
	"encoding/json"
	"math"
	"slices"
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
	Open  bool      `json:"open,omitempty"`  // it goes on, as far as is known
	Reach []Place   `json:"reach,omitempty"` // ports that the ship can have called at in the gap
	Href  string    `json:"href"`
}

// Place is a named port or terminal.
type Place struct {
	Name string `json:"name"`
	At   Point  `json:"at"`
	Note string `json:"note,omitempty"`
}

// Chart is everything drawn on one sheet.
type Chart struct {
	Title  string    `json:"title"`
	From   time.Time `json:"from"`
	To     time.Time `json:"to"` // the moment it shows
	Tracks []Track   `json:"tracks"`
	Marks  []Mark    `json:"events"`
	Crowds []Crowd   `json:"crowds,omitempty"`
	Places []Place   `json:"places,omitempty"`
	View   *Box      `json:"view,omitempty"` // what the sheet shows; nil for all that is on it
	Count  Count     `json:"count"`
}

// Count says how much of what was asked for is drawn.
type Count struct {
	Ships       int `json:"ships"`
	Drawn       int `json:"drawn"`   // one by one
	Crowded     int `json:"crowded"` // only as a number of ships
	Events      int `json:"events"`
	EventsDrawn int `json:"events_drawn"`
}

// Left tells whether the sheet has no room for all that was asked for.
func (c Count) Left() bool { return c.Crowded > 0 || c.EventsDrawn < c.Events }

// Reaches tells whether ports within reach of a silence are marked.
func (c Chart) Reaches() bool {
	return slices.ContainsFunc(c.Marks, func(m Mark) bool { return len(m.Reach) > 0 })
}

// Open tells whether a silence goes on.
func (c Chart) Open() bool {
	return slices.ContainsFunc(c.Marks, func(m Mark) bool { return m.Kind == Gap && m.Open })
}

// Empty tells whether there is nothing to draw.
func (c Chart) Empty() bool { return len(c.Tracks) == 0 && len(c.Marks) == 0 && len(c.Crowds) == 0 }

// Box is the part of the sea that a sheet shows.
type Box struct {
	South float64 `json:"south"`
	West  float64 `json:"west"`
	North float64 `json:"north"`
	East  float64 `json:"east"`
}

// Holds tells whether a place lies in the box.
func (b Box) Holds(p Point) bool {
	return p.Lat >= b.South && p.Lat <= b.North && p.Lon >= b.West && p.Lon <= b.East
}

// NoBox holds nothing yet.
func NoBox() Box { return Box{South: 90, West: 180, North: -90, East: -180} }

// Take makes the box as large as it must be to hold a place.
func (b *Box) Take(p Point) {
	b.South, b.North = min(b.South, p.Lat), max(b.North, p.Lat)
	b.West, b.East = min(b.West, p.Lon), max(b.East, p.Lon)
}

// Land gives the rings of land that touch a box, each closed on itself.
// *geo.Land does.
type Land interface {
	RingsIn(south, west, north, east float64) [][]Point
}

// bounds is the view, or the smallest box around everything on the chart.
func (c Chart) bounds() Box {
	if c.View != nil {
		return *c.View
	}
	b := NoBox()
	for _, t := range c.Tracks {
		for _, f := range t.Fixes {
			b.Take(f.Point)
		}
	}
	for _, m := range c.Marks {
		b.Take(m.At)
		if m.To != nil {
			b.Take(*m.To)
		}
		for _, p := range m.Reach {
			b.Take(p.At)
		}
	}
	for _, x := range c.Crowds {
		b.Take(x.At)
	}
	if b.South > b.North {
		return Box{South: 20, West: 110, North: 45, East: 145}
	}
	return b
}
