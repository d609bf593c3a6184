package web

import (
	"cmp"
	"fmt"
	"math"
	"slices"
	"sort"
	"strings"
	"time"

	"plimsoll/geo"
	"plimsoll/voyage"
	"plimsoll/web/chart"
)

// What a chart holds at most: more cannot be told apart on a screen, and a
// page must not grow with the sea.
const (
	maxFixes    = 1500   // of one track
	allFixes    = 24_000 // of all tracks
	wakeFixes   = 12     // of a ship that is on no list, in a full sea
	maxMarks    = 200    // events
	maxPlaces   = 40     // ports
	closestView = 0.02   // degrees

	wakeTime = 3 * time.Hour // in a full sea
)

// chart draws the ships and events that are asked for, as they were at the end
// of the time asked for.
func (s *sea) chart(q Query) chart.Chart {
	c := chart.Chart{Title: "Ships heard", From: later(q.From, s.from), To: earlier(q.To, s.to), Tracks: []chart.Track{}, Marks: []chart.Mark{}}
	q.To = c.To
	var hulls []*hull
	var spots []chart.Spot
	for i := range s.hulls {
		x := &s.hulls[i]
		if x.First.After(c.To) || x.Last.Before(c.From) || !s.asked(x, q) {
			continue
		}
		if f, ok := lastFix(x.Fixes, c.From, c.To); ok {
			hulls, spots = append(hulls, x), append(spots, chart.Spot{At: f.Point, Rank: rank(x)})
		}
	}
	c.View = q.Box
	marks := s.events(q)
	box := s.box(spots, marks, q.Box)
	drawn, crowds := chart.Thin(spots, box)
	c.Count = chart.Count{Drawn: len(drawn), Events: len(marks)}
	for _, x := range crowds {
		c.Count.Crowded += x.Ships
		b := withSea(x.Box)
		x.Href = q.In(&b).Href("/")
		c.Crowds = append(c.Crowds, x)
	}
	c.Count.Ships = c.Count.Drawn + c.Count.Crowded // of the part of the sea that is asked for
	if len(crowds) > 0 {
		c.View = &box
	}
	left := allFixes
	for _, i := range drawn {
		most, since := maxFixes, c.From
		if len(crowds) > 0 && spots[i].Rank < 2 {
			most, since = wakeFixes, later(c.From, c.To.Add(-wakeTime))
		}
		t := trackOf(hulls[i], since, c.To, min(most, max(left, 1)))
		left -= len(t.Fixes)
		c.Tracks = append(c.Tracks, t)
	}
	if len(crowds) > 0 || len(marks) > maxMarks {
		marks = s.apart(marks, box, q.Kind == "")
	}
	for _, i := range marks {
		c.Marks = append(c.Marks, s.mark(&s.found.Events[i]))
	}
	c.Count.EventsDrawn = len(c.Marks)
	c.Places = places(box)
	return c
}

// shipChart is the chart of one hull, with the ports that it can have called at
// while it was silent.
func (s *sea) shipChart(x *hull) chart.Chart {
	c := chart.Chart{Title: "Track of " + x.ship.Name, From: x.First, To: x.Last, Marks: []chart.Mark{}}
	c.Tracks = []chart.Track{trackOf(x, x.First, x.Last, maxFixes)}
	c.Count = chart.Count{Ships: 1, Drawn: 1, Events: len(x.events)}
	for _, i := range x.events[max(0, len(x.events)-maxMarks):] {
		e := &s.found.Events[i]
		m := s.mark(e)
		if g := e.Evidence.Gap; g != nil {
			m.Reach = reachable(g)
		}
		if e.Ships[0].Track != x.ID { // it is told on this page as well
			m.Href = ShipHref(x.key) + "#" + e.ID
		}
		c.Marks = append(c.Marks, m)
	}
	c.Count.EventsDrawn = len(c.Marks)
	spots := make([]chart.Spot, 0, len(c.Tracks[0].Fixes))
	for _, f := range c.Tracks[0].Fixes {
		spots = append(spots, chart.Spot{At: f.Point})
	}
	c.Places = places(s.box(spots, x.events, nil))
	return c
}

// reachable are the ports of the DPRK that a silent ship can have called at.
func reachable(g *voyage.GapEvidence) []chart.Place {
	var out []chart.Place
	for _, r := range g.Reach {
		if r.Port.DPRK() {
			out = append(out, chart.Place{
				Name: r.Port.Name, At: r.Port.Point,
				Note: fmt.Sprintf("within reach at %.0f kn, %.0f h left for lying there", g.ReachKnots, r.HoursLeft),
			})
		}
	}
	return out
}

// apart picks the events that a full sheet has room for: the weightiest and
// newest of each cell, in the order of time.
func (s *sea) apart(events []int, box chart.Box, warnings bool) []int {
	out := slices.Clone(events)
	if warnings {
		out = slices.DeleteFunc(out, func(i int) bool { return quiet(s.found.Events[i]) })
	}
	slices.SortStableFunc(out, func(a, b int) int {
		x, y := &s.found.Events[a], &s.found.Events[b]
		return cmp.Or(weight(y)-weight(x), y.Start.Compare(x.Start))
	})
	places := make([]chart.Point, len(out))
	for i, n := range out {
		places[i] = s.found.Events[n].Place
	}
	var picked []int
	for _, i := range chart.Spread(places, box) {
		picked = append(picked, out[i])
	}
	picked = picked[:min(len(picked), maxMarks)]
	slices.Sort(picked)
	return picked
}

// weight says which of two events must be seen.
func weight(e *voyage.Event) int {
	n := 0
	switch e.Kind {
	case voyage.Gap, voyage.Encounter:
		n = 3
	case voyage.PortCall, voyage.Loitering:
		n = 2
	case voyage.Identity:
		n = 1
	}
	if !quiet(*e) {
		n += 4
	}
	return n
}

// rank says which ships must not lose their place to others.
func rank(x *hull) int {
	n := 0
	if x.verdict.Status != "nothing known" {
		n += 2
	}
	if x.warned {
		n++
	}
	return n
}

// lastFix is where a ship was last heard in a time.
func lastFix(fixes []voyage.Fix, from, to time.Time) (voyage.Fix, bool) {
	if n := len(fixes); n > 0 && !fixes[n-1].Time.After(to) { // most often: nothing is looked for
		return fixes[n-1], !fixes[n-1].Time.Before(from)
	}
	n := sort.Search(len(fixes), func(i int) bool { return fixes[i].Time.After(to) })
	if n == 0 || fixes[n-1].Time.Before(from) {
		return voyage.Fix{}, false
	}
	return fixes[n-1], true
}

func later(a, b time.Time) time.Time {
	if a.After(b) {
		return a
	}
	return b
}

func earlier(a, b time.Time) time.Time {
	if !a.IsZero() && a.Before(b) {
		return a
	}
	return b
}

// trackOf is the way of a hull in a time, in no more fixes than most.
func trackOf(x *hull, from, to time.Time, most int) chart.Track {
	out := chart.Track{ID: x.ID, Ship: x.ship}
	a := sort.Search(len(x.Fixes), func(i int) bool { return !x.Fixes[i].Time.Before(from) })
	b := sort.Search(len(x.Fixes), func(i int) bool { return x.Fixes[i].Time.After(to) })
	if a == b && b > 0 {
		a = b - 1 // where it was last heard
	}
	step := (b-a)/most + 1
	for i := b - 1 - (b-1-a)/step*step; i < b; i += step { // the last one is always there
		f := x.Fixes[i]
		course := f.Heading
		if math.IsNaN(course) {
			course = f.COG
		}
		out.Fixes = append(out.Fixes, chart.Fix{Time: f.Time, Point: f.Point, Course: course, Speed: f.SOG, Line: f.Line})
	}
	return out
}

// box is the part of the sea that was asked for, or that holds everything.
func (s *sea) box(spots []chart.Spot, events []int, asked *chart.Box) chart.Box {
	if asked != nil {
		return *asked
	}
	b := chart.NoBox()
	for _, p := range spots {
		b.Take(p.At)
	}
	for _, i := range events {
		b.Take(s.found.Events[i].Place)
	}
	return b
}

// withSea is a box with some sea about it.
func withSea(b chart.Box) chart.Box {
	dy, dx := max((b.North-b.South)*0.15, closestView), max((b.East-b.West)*0.15, closestView)
	return chart.Box{South: max(b.South-dy, -85), North: min(b.North+dy, 85), West: max(b.West-dx, -180), East: min(b.East+dx, 180)}
}

// places are the ports of a part of the sea, for the reader to find the way;
// the chart writes those that it has room for.
func places(b chart.Box) []chart.Place {
	known, err := geo.LoadPorts()
	if err != nil { // embedded: its own tests read it
		return nil
	}
	b = withSea(b)
	var out []chart.Place
	size := map[string]int{"large": 0, "medium": 1, "small": 2}
	all := known.All()
	order := make([]int, 0, len(all))
	for i := range all {
		if b.Holds(all[i].Point) {
			order = append(order, i)
		}
	}
	slices.SortStableFunc(order, func(i, j int) int { return portRank(all[i], size) - portRank(all[j], size) })
	for _, i := range order[:min(len(order), maxPlaces)] {
		out = append(out, chart.Place{Name: all[i].Name, At: all[i].Point})
	}
	return out
}

func portRank(p geo.Port, size map[string]int) int {
	if p.DPRK() {
		return 0
	}
	if n, ok := size[p.Size]; ok {
		return n + 1
	}
	return 4
}

func (s *sea) mark(e *voyage.Event) chart.Mark {
	m := chart.Mark{ID: e.ID, Kind: e.Kind, Start: e.Start, End: e.End, At: e.Place, Label: eventLabel(*e), Quiet: quiet(*e), Open: e.Open}
	for _, i := range e.Ships {
		if x := s.byTrack[i.Track]; x != nil {
			m.Ships = append(m.Ships, x.ship)
		}
	}
	if len(e.Ships) > 0 {
		m.Track = e.Ships[0].Track
		if key := s.keyOf(m.Track); key != "" {
			m.Href = ShipHref(key) + "#" + e.ID
		}
	}
	if g := e.Evidence.Gap; g != nil {
		m.At = chart.Point{Lat: g.Off.Lat, Lon: g.Off.Lon}
		if g.On != nil {
			m.To = &chart.Point{Lat: g.On.Lat, Lon: g.On.Lon}
		}
	}
	return m
}

func eventLabel(e voyage.Event) string {
	var names []string
	for _, i := range e.Ships {
		names = append(names, i.Label())
	}
	who := strings.Join(names, " and ")
	switch {
	case e.Evidence.Gap != nil && e.Open:
		return fmt.Sprintf("%s not heard for %.1f h, and not yet again", who, e.Evidence.Gap.Hours)
	case e.Evidence.Gap != nil && e.Evidence.Gap.Dark:
		return fmt.Sprintf("%s dark for %.1f h", who, e.Evidence.Gap.Hours)
	case e.Evidence.Gap != nil:
		return fmt.Sprintf("%s not heard for %.1f h", who, e.Evidence.Gap.Hours)
	case e.Evidence.Encounter != nil:
		return fmt.Sprintf("%s together for %.1f h", who, e.Evidence.Encounter.Hours)
	case e.Kind == voyage.PortCall && e.Evidence.Lying != nil:
		return fmt.Sprintf("%s at %s for %.0f h", who, e.Evidence.Lying.PortName, e.Evidence.Lying.StillHours)
	case e.Kind == voyage.Loitering && e.Evidence.Lying != nil && slices.Contains(e.Tags, voyage.TagOneSided):
		return fmt.Sprintf("%s as if alongside nobody for %.1f h", who, e.Evidence.Lying.Hours)
	case e.Kind == voyage.Loitering && e.Evidence.Lying != nil:
		return fmt.Sprintf("%s made no way for %.1f h", who, e.Evidence.Lying.Hours)
	case e.Evidence.Drift != nil:
		return fmt.Sprintf("%s drifted %.1f km", who, e.Evidence.Drift.DistanceKM)
	case e.Kind == voyage.Jump && e.Evidence.Jump != nil:
		return fmt.Sprintf("%s: positions %.0f km apart", who, e.Evidence.Jump.DistanceKM)
	case e.Kind == voyage.Spoof:
		return who + ": positions of a form that no ship sails"
	case e.Evidence.Identity != nil && slices.Contains(e.Tags, voyage.TagIMOShared):
		return who + ": one IMO number, two ships"
	case e.Evidence.Identity != nil && slices.Contains(e.Tags, voyage.TagMMSIShared):
		return who + ": one number, two ships"
	case e.Kind == voyage.Identity:
		return who + ": another identity"
	}
	return who + ": " + kindWord(e.Kind)
}
