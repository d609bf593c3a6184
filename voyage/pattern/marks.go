package pattern

import (
	"cmp"
	"fmt"
	"math"
	"slices"
	"strings"
	"time"

	"plimsoll/geo"
	"plimsoll/voyage"
)

// mark is something a ship did that can be a step: an event, or a change of
// its draught that two values it sent show.
type mark struct {
	kind          string
	start, end    time.Time
	event         *voyage.Event
	first         *voyage.Event // of a draught: that with the value before
	self          int           // of event.Ships
	before, after float64       // draught, 0 where not sent
}

// marksOf lists what one ship did, in the order of time.
func marksOf(events []*voyage.Event, own func(track string) bool, metres float64) []mark {
	var marks []mark
	for _, e := range events {
		if slices.Contains(e.Tags, voyage.TagContradicted) {
			continue
		}
		self := slices.IndexFunc(e.Ships, func(s voyage.Ident) bool { return own(s.Track) })
		if self < 0 {
			continue
		}
		m := mark{kind: e.Kind, start: e.Start, end: e.End, event: e, self: self}
		m.before, m.after = draughts(e, self)
		marks = append(marks, m)
	}
	slices.SortFunc(marks, byTime)
	return append(marks, draughtMarks(marks, metres)...)
}

func byTime(a, b mark) int {
	return cmp.Or(a.start.Compare(b.start), a.end.Compare(b.end), strings.Compare(a.event.ID, b.event.ID))
}

func draughts(e *voyage.Event, self int) (before, after float64) {
	switch {
	case e.Evidence.Gap != nil:
		return e.Evidence.Gap.DraughtOff, e.Evidence.Gap.DraughtOn
	case e.Evidence.Lying != nil:
		return e.Evidence.Lying.DraughtBefore, e.Evidence.Lying.DraughtAfter
	case e.Evidence.Encounter != nil && self < len(e.Evidence.Encounter.Ships):
		s := e.Evidence.Encounter.Ships[self]
		return s.DraughtBefore, s.DraughtAfter
	}
	return 0, 0
}

// draughtMarks are the changes of draught within an event and between two.
func draughtMarks(marks []mark, metres float64) []mark {
	type sent struct {
		at     time.Time
		metres float64
		event  *voyage.Event
		self   int
	}
	var all []sent
	for _, m := range marks {
		all = append(all, sent{m.start, m.before, m.event, m.self}, sent{m.end, m.after, m.event, m.self})
	}
	all = slices.DeleteFunc(all, func(s sent) bool { return s.metres <= 0 })
	slices.SortStableFunc(all, func(a, b sent) int { return a.at.Compare(b.at) })
	var out []mark
	for i, last := 1, 0; i < len(all); i++ {
		a, b := all[last], all[i]
		if math.Abs(b.metres-a.metres) >= metres {
			out = append(out, mark{
				kind: Draught, start: all[i-1].at, end: b.at, event: b.event, first: all[i-1].event, self: b.self,
				before: a.metres, after: b.metres,
			})
			last = i
		}
	}
	return out
}

// took says whether the mark is the step taken this way.
func (w *Way) took(m *mark, metres float64) bool {
	if m.kind != w.Event || !w.rightDraught(m, metres) {
		return false
	}
	if m.kind == Draught {
		return true
	}
	e := m.event
	for _, t := range w.Tags {
		if !slices.Contains(e.Tags, t) {
			return false
		}
	}
	for _, t := range w.Without {
		if slices.Contains(e.Tags, t) {
			return false
		}
	}
	hours := m.end.Sub(m.start).Hours()
	if hours < w.MinHours || w.MaxHours > 0 && hours > w.MaxHours {
		return false
	}
	if len(w.ports) > 0 && w.port(m) == "" {
		return false
	}
	return len(w.zoneBoxes) == 0 || w.zone(e.Place) != ""
}

func (w *Way) rightDraught(m *mark, metres float64) bool {
	if w.Draught == "" {
		return true
	}
	if m.before <= 0 || m.after <= 0 {
		return false
	}
	change := m.after - m.before
	return w.Draught == "up" && change >= metres || w.Draught == "down" && change <= -metres
}

// port names what of Places the mark fits, "" for nothing.
func (w *Way) port(m *mark) string {
	e := m.event
	switch {
	case w.NearKM > 0 && e.Evidence.Gap != nil:
		g := e.Evidence.Gap
		if p := w.nearest(geo.Point{Lat: g.Off.Lat, Lon: g.Off.Lon}); p != "" || g.On == nil {
			return p
		}
		return w.nearest(geo.Point{Lat: g.On.Lat, Lon: g.On.Lon})
	case w.NearKM > 0:
		return w.nearest(e.Place)
	case e.Evidence.Gap != nil:
		return w.inReach(e.Evidence.Gap)
	case e.Evidence.Lying != nil:
		if l := e.Evidence.Lying; w.ports[l.Port] {
			return l.PortName
		}
	}
	return ""
}

// namedInReach is how many ports in reach are named.
const namedInReach = 3

func (w *Way) inReach(g *voyage.GapEvidence) string {
	var names []string
	for _, r := range g.Reach {
		if w.ports[r.Port.Code] {
			names = append(names, r.Port.Name)
		}
	}
	if n := len(names); n > namedInReach {
		names = append(names[:namedInReach-1], "another of "+fmt.Sprint(n-namedInReach+1)+" ports")
	}
	return strings.Join(names, " or ")
}

func (w *Way) nearest(p geo.Point) string {
	name, best := "", w.NearKM*1000
	for i := range w.points {
		if d := geo.Distance(p, w.points[i].Point); d <= best {
			name, best = w.points[i].Name, d
		}
	}
	return name
}

func (w *Way) zone(p geo.Point) string {
	for _, z := range w.zoneBoxes {
		if p.Lat >= z.Box[0] && p.Lat <= z.Box[2] && p.Lon >= z.Box[1] && p.Lon <= z.Box[3] {
			return z.Name
		}
	}
	return ""
}

// say puts the figures of the mark into the words of the way.
func (w *Way) say(m *mark) string {
	other := "another ship"
	if len(m.event.Ships) == 2 {
		other = m.event.Ships[1-m.self].Label()
	}
	return strings.NewReplacer(
		"{port}", w.port(m), "{zone}", w.zone(m.event.Place), "{other}", other,
		"{hours}", fmt.Sprintf("%.0f", m.end.Sub(m.start).Hours()),
		"{draught}", fmt.Sprintf("%.1f to %.1f m", m.before, m.after),
	).Replace(w.Says)
}
