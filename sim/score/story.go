package score

import (
	"slices"

	"plimsoll/sim"
	"plimsoll/voyage"
	"plimsoll/voyage/pattern"
)

// story judges a pattern. What excuses an event does not excuse a story: that the
// ship did something else at the time does not make it true.
func (j *judge) story(p *pattern.Pattern) {
	what := sim.Pattern + " " + p.Rule
	c := Confusion{What: what, Start: text(p.Start), End: text(p.End), Tags: []string{p.Confidence}, Text: p.Sentence}
	e := voyage.Event{Kind: sim.Pattern, Ships: p.Idents, Start: p.Start, End: p.End}
	for _, s := range p.Idents {
		c.Ships = append(c.Ships, s.MMSI)
	}
	slices.Sort(c.Ships)
	c.Ships = slices.Compact(c.Ships)
	right, beside := false, false
	for _, i := range j.about(&e) {
		l := &j.labels[i]
		switch {
		case l.Kind == sim.Pattern && labelWhat(l) == what:
			right, beside = right || !l.Open, beside || l.Open
			if j.hits[i]++; j.hits[i] > 1 {
				j.out.row(what, anywhere).Repeats++
			}
		case sameDeed(l, p.Rule):
			right, beside = right || !l.Open, beside || l.Open
		case l.Kind != voyage.PortCall && c.Like == "":
			c.Like = l.Incident
		}
	}
	j.count(what, anywhere, p.Confidence, right, beside, &c)
}

// sameDeed says that a call in the DPRK is what a rule is about, though its
// beginning or end is not in the data: a tanker that comes out lighter has
// delivered; one that comes out deeper has loaded, and in every port of the DPRK
// that is called at here coal is loaded.
func sameDeed(l *sim.Label, rule string) bool {
	if l.Incident != "dprk-call" {
		return false
	}
	by := l.Parameters["draught_after"] - l.Parameters["draught_before"]
	switch rule {
	case "petroleum-delivery":
		return by <= -deed
	case "coal-export":
		return by >= deed
	}
	return false
}

// deed is the change of draught, in metres, from which on it is one of cargo.
const deed = 0.5
