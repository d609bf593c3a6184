package pattern

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"slices"
	"strings"
	"time"

	"plimsoll/geo"
	"plimsoll/voyage"
)

// Pattern is a story that a ship's events tell, as far as they tell it.
type Pattern struct {
	ID         string             `json:"id"` // stays as the story grows
	Rule       string             `json:"rule"`
	Title      string             `json:"title"`
	Act        Act                `json:"act"` // what it would be
	Start      time.Time          `json:"start"`
	End        time.Time          `json:"end"`
	Ship       voyage.Ident       `json:"ship"`   // by what it said last
	Idents     []voyage.Ident     `json:"idents"` // all that it said in these events
	Steps      []Step             `json:"steps"`  // in order
	Key        string             `json:"key"`    // the step by which the story is known
	Rounds     int                `json:"rounds"` // how often the story was gone through
	Confidence string             `json:"confidence"`
	Sentence   string             `json:"sentence"`
	Refutes    []string           `json:"refutes"` // what would show that it is not so
	Parameters map[string]float64 `json:"parameters"`
	Events     []voyage.Event     `json:"events"` // in the order of time
}

// Step is one step of the story: taken, perhaps taken, or not seen.
type Step struct {
	Name   string     `json:"name"`
	Title  string     `json:"title"`
	Grade  string     `json:"grade"` // "observed", "possible" or "not seen"
	Round  int        `json:"round,omitempty"`
	Says   string     `json:"says,omitempty"`
	Start  *time.Time `json:"start,omitempty"`
	End    *time.Time `json:"end,omitempty"`
	Place  *geo.Point `json:"place,omitempty"`
	Events []string   `json:"events,omitempty"`
}

// write makes a pattern of what was matched.
func (m *matcher) write(t told, ship string, idents []voyage.Ident) Pattern {
	key := t.rounds[0][slices.IndexFunc(t.rounds[0], func(x taken) bool { return x.step == m.rule.key })]
	p := Pattern{
		ID: patternID(m.rule.ID, ship, key.mark.event.ID), Rule: m.rule.ID, Title: m.rule.Title, Act: m.rule.Act, Key: m.rule.Key,
		Idents: idents, Rounds: len(t.rounds), Parameters: m.parameters(),
	}
	events := map[string]*voyage.Event{}
	for round, steps := range t.rounds {
		p.Steps = append(p.Steps, m.steps(round+1, steps, t.also, events)...)
	}
	p.gather(events)
	p.Ship = idents[len(idents)-1]
	p.Confidence = m.confidence(t)
	p.Sentence = p.sentence()
	p.Refutes = m.refutes(&p)
	return p
}

// steps writes one round of the story, and notes the events it rests on.
func (m *matcher) steps(round int, steps, also []taken, events map[string]*voyage.Event) []Step {
	var out []Step
	for i := range m.rule.Steps {
		s := &m.rule.Steps[i]
		var marks []taken
		for _, x := range append(slices.Clone(steps), also...) {
			if x.step == i {
				marks = append(marks, x)
			}
		}
		if len(marks) == 0 {
			out = append(out, Step{Name: s.Name, Title: s.Title, Grade: NotSeen, Round: round})
		}
		for _, x := range marks {
			start, end, place := x.mark.start, x.mark.end, x.mark.event.Place
			step := Step{
				Name: s.Name, Title: s.Title, Grade: m.grade(x), Round: round, Says: s.Any[x.way].say(x.mark),
				Start: &start, End: &end, Place: &place,
			}
			for _, e := range []*voyage.Event{x.mark.first, x.mark.event} {
				if e != nil && !slices.Contains(step.Events, e.ID) {
					step.Events = append(step.Events, e.ID)
					events[e.ID] = e
				}
			}
			out = append(out, step)
		}
	}
	return out
}

func (p *Pattern) gather(events map[string]*voyage.Event) {
	for _, e := range events {
		p.Events = append(p.Events, *e)
	}
	slices.SortFunc(p.Events, func(a, b voyage.Event) int {
		return cmp.Or(a.Start.Compare(b.Start), a.End.Compare(b.End), strings.Compare(a.ID, b.ID))
	})
	for i, s := range slices.DeleteFunc(slices.Clone(p.Steps), func(s Step) bool { return s.Start == nil }) {
		if i == 0 || s.Start.Before(p.Start) {
			p.Start = *s.Start
		}
		if s.End.After(p.End) {
			p.End = *s.End
		}
	}
}

// confidence is high when every step of the story was observed, moderate when
// its key step was, or was possible with all others observed, and low
// otherwise. A repetition makes a story of possible steps likelier.
func (m *matcher) confidence(t told) string {
	observed, steps, keySeen, atMost := 0, 0, false, ""
	for _, x := range t.also { // the key step again, and perhaps surer
		keySeen = keySeen || m.grade(x) == Observed && x.mark.event.Confidence != voyage.Low
	}
	for _, round := range t.rounds {
		for _, x := range round {
			way := &m.rule.Steps[x.step].Any[x.way]
			steps++
			if way.Grade == Observed && x.mark.event.Confidence != voyage.Low {
				observed++
				keySeen = keySeen || x.step == m.rule.key
			}
			if x.step == m.rule.key {
				atMost = cmp.Or(atMost, way.AtMost)
			}
		}
	}
	whole := steps == len(m.rule.Steps)*len(t.rounds)
	switch {
	case atMost != "" && !keySeen:
		return atMost
	case keySeen && whole && observed == steps:
		return voyage.High
	case keySeen, whole && observed >= steps-len(t.rounds), len(t.rounds) > 2:
		return voyage.Moderate
	}
	return voyage.Low
}

// sentence tells the story in one plain sentence.
func (p *Pattern) sentence() string {
	var seen, possible, missing, observed []string
	for _, s := range p.Steps {
		switch s.Grade {
		case NotSeen:
			missing = append(missing, s.Title)
			continue
		case Possible:
			possible = append(possible, s.Title)
		case Observed:
			observed = append(observed, s.Title)
		}
		seen = append(seen, fmt.Sprintf("%s (%s)", s.Says, when(*s.Start, *s.End)))
	}
	text := fmt.Sprintf("%s %s.", p.Ship.Label(), strings.Join(seen, ", then "))
	if p.Rounds > 1 {
		text = fmt.Sprintf("%s did the same %d times: %s.", p.Ship.Label(), p.Rounds, strings.Join(seen, ", then "))
	}
	possible = slices.DeleteFunc(possible, func(title string) bool { return slices.Contains(observed, title) })
	if len(possible) > 0 {
		text += fmt.Sprintf(" That it %s is possible and was not observed.", strings.Join(unique(possible), " and "))
	}
	if len(missing) > 0 {
		text += fmt.Sprintf(" Not seen: that it %s.", strings.Join(unique(missing), "; that it "))
	}
	return text
}

func when(start, end time.Time) string {
	a, b := start.UTC().Format("2 January 2006"), end.UTC().Format("2 January 2006")
	if a == b {
		return a
	}
	return a + " to " + b
}

// refutes lists what would refute the steps taken, then what would refute the
// events of which a step is only possible.
func (m *matcher) refutes(p *Pattern) []string {
	var out []string
	for _, s := range p.Steps {
		if s.Grade == NotSeen {
			continue
		}
		i := slices.IndexFunc(m.rule.Steps, func(r StepRule) bool { return r.Name == s.Name })
		out = append(out, m.rule.Steps[i].RefutedBy...)
	}
	for _, e := range p.Events {
		if len(e.Refutes) > 0 {
			out = append(out, e.Refutes[0])
		}
	}
	return unique(out)
}

func unique(list []string) []string {
	var out []string
	for _, s := range list {
		if !slices.Contains(out, s) {
			out = append(out, s)
		}
	}
	return out
}

func (m *matcher) parameters() map[string]float64 {
	out := map[string]float64{
		"draught_metres": m.metres, "least": float64(m.rule.Least), "least_observed": float64(m.rule.LeastObserved),
	}
	for _, s := range m.rule.Steps {
		if s.WithinDays > 0 {
			out[s.Name+".within_days"] = s.WithinDays
		}
	}
	if r := m.rule.Repeat; r != nil {
		out["repeat.least"], out["repeat.within_days"] = float64(r.Least), r.WithinDays
		out["min_dark"] = float64(m.rule.MinDark)
	}
	return out
}

func patternID(parts ...string) string {
	sum := sha256.Sum256([]byte("pattern\x1f" + strings.Join(parts, "\x1f")))
	return "P-" + hex.EncodeToString(sum[:6])
}
