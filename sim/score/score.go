// Package score holds what the detectors found in simulated traffic against
// what was really done there.
package score

import (
	"cmp"
	"fmt"
	"io"
	"slices"
	"strings"
	"text/tabwriter"
	"time"

	"plimsoll/sim"
	"plimsoll/voyage"
	"plimsoll/voyage/pattern"
)

// Row is how well one kind of event is found, near shores or far out.
type Row struct {
	What    string `json:"what"`  // the kind, with the tag that makes the difference
	Where   string `json:"where"` // inshore or offshore
	Done    int    `json:"done"`  // labels
	Found   int    `json:"found"` // labels of which an event tells
	Alarms  int    `json:"alarms"`
	Right   int    `json:"right"`   // alarms that a label bears out
	Beside  int    `json:"beside"`  // alarms left out: at the edge of the data, or another face of something that was done
	Repeats int    `json:"repeats"` // right ones beyond the first for one label
}

// Precision is the share of alarms that are right; 1 where there are none.
func (r *Row) Precision() float64 { return share(r.Right, r.Alarms) }

// Recall is the share of what was done that was found; 1 where nothing was.
func (r *Row) Recall() float64 { return share(r.Found, r.Done) }

func share(n, of int) float64 {
	if of == 0 {
		return 1
	}
	return float64(n) / float64(of)
}

// Confusion is one alarm that no label bears out, or one label not found.
type Confusion struct {
	What       string   `json:"what"`
	Missed     bool     `json:"missed"`               // else a false alarm
	Like       string   `json:"like,omitempty"`       // the innocent thing that was taken for it
	Ships      []uint32 `json:"ships"`                //
	Start      string   `json:"start"`                //
	End        string   `json:"end"`                  //
	Shore      float64  `json:"shore_km"`             //
	Tags       []string `json:"tags,omitempty"`       // of the event
	Confidence string   `json:"confidence,omitempty"` // of a false alarm
	Text       string   `json:"text,omitempty"`       // its reason, or what the label says
	Near       []string `json:"found,omitempty"`      // missed: what was found of these ships at the time
}

// Result is one measurement, or several added up.
type Result struct {
	Rows       []Row          `json:"rows"`
	Trust      []Trust        `json:"trust"`
	Incidents  map[string]Row `json:"incidents"` // labels and how many were found, by incident and place
	Confusions []Confusion    `json:"confusions"`
}

const (
	inshore   = "inshore"
	offshore  = "offshore"
	anywhere  = "-" // a story goes from one to the other
	inshoreKM = 37.04
	slack     = 45 * time.Minute // label and event may miss each other by so much
)

// whatOf names the rows that an event counts for as an alarm.
func whatOf(e *voyage.Event) (out []string) {
	has := func(tag string) bool { return slices.Contains(e.Tags, tag) }
	switch e.Kind {
	case voyage.Gap:
		if !has(voyage.TagDark) {
			return nil
		}
	case voyage.Encounter:
		if has(voyage.TagService) {
			return nil
		}
		return []string{e.Kind}
	case voyage.Loitering:
		if has(voyage.TagAnchored) || has(voyage.TagWaiting) { // it is said to lie at anchor, or to have waited for a berth
			return nil
		}
		out = append(out, e.Kind)
	case voyage.Jump:
		if !has(voyage.TagJamming) {
			return []string{e.Kind}
		}
	}
	for _, tag := range telling[e.Kind] {
		if has(tag) {
			out = append(out, e.Kind+" "+tag)
		}
	}
	if len(telling[e.Kind]) == 0 {
		out = []string{e.Kind}
	}
	return out
}

// telling lists the tags by which events of one kind are told apart.
var telling = map[string][]string{
	voyage.Gap:       {voyage.TagDark, voyage.TagDraught, voyage.TagDestination},
	voyage.Loitering: {voyage.TagOneSided},
	voyage.Jump:      {voyage.TagJamming},
	voyage.Spoof:     {voyage.TagCircle, voyage.TagGrid, voyage.TagSpeed},
	voyage.Identity: {
		voyage.TagMMSIChange, voyage.TagMMSIShared, voyage.TagNameChange, voyage.TagIMOChange, voyage.TagIMOInvalid, voyage.TagIMOShared,
	},
}

// labelWhat names the row of a label.
func labelWhat(l *sim.Label) string {
	if len(l.Tags) > 0 && l.Kind != voyage.Encounter {
		return l.Kind + " " + l.Tags[0]
	}
	return l.Kind
}

// judge holds the labels of one simulation by ship.
type judge struct {
	labels []sim.Label
	byShip map[uint32][]int
	hits   []int
	out    *Result
}

// Measure compares. Events of kinds for which no label stands are left out.
func Measure(labels []sim.Label, events []voyage.Event, stories []pattern.Pattern) Result {
	out := Result{Incidents: map[string]Row{}}
	j := judge{labels: labels, byShip: map[uint32][]int{}, hits: make([]int, len(labels)), out: &out}
	known := map[string]bool{}
	for i := range labels {
		known[labelWhat(&labels[i])] = true
		for _, m := range labels[i].Ships {
			j.byShip[m] = append(j.byShip[m], i)
		}
	}
	for i := range events {
		for _, what := range whatOf(&events[i]) {
			if known[what] {
				j.alarm(what, &events[i])
			}
		}
	}
	for i := range stories {
		j.story(&stories[i])
	}
	for i := range labels {
		j.label(i, events)
	}
	slices.SortFunc(out.Rows, byName)
	slices.SortFunc(out.Trust, bySure)
	return out
}

func byName(a, b Row) int {
	return cmp.Or(cmp.Compare(a.What, b.What), cmp.Compare(a.Where, b.Where))
}

func (r *Result) row(what, where string) *Row {
	for i := range r.Rows {
		if r.Rows[i].What == what && r.Rows[i].Where == where {
			return &r.Rows[i]
		}
	}
	r.Rows = append(r.Rows, Row{What: what, Where: where})
	return &r.Rows[len(r.Rows)-1]
}

func where(inshoreToo bool) string {
	if inshoreToo {
		return inshore
	}
	return offshore
}

// about lists the labels of the event's ships at its time.
func (j *judge) about(e *voyage.Event) (out []int) {
	for _, ship := range e.Ships {
		for _, i := range j.byShip[ship.MMSI] {
			if overlap(&j.labels[i], e) {
				out = append(out, i)
			}
		}
	}
	slices.Sort(out)
	return slices.Compact(out)
}

func overlap(l *sim.Label, e *voyage.Event) bool {
	return !e.End.Add(slack).Before(l.Start) && !e.Start.Add(-slack).After(l.End)
}

// alarm judges one event.
func (j *judge) alarm(what string, e *voyage.Event) {
	c := Confusion{What: what, Start: text(e.Start), End: text(e.End), Shore: e.Evidence.Where.ShoreKM, Tags: e.Tags, Text: e.Reason}
	for _, s := range e.Ships {
		c.Ships = append(c.Ships, s.MMSI)
	}
	right, beside, at := false, false, where(e.Evidence.Where.ShoreKM < inshoreKM)
	for _, i := range j.about(e) {
		l := &j.labels[i]
		same := labelWhat(l) == what && (what != voyage.Encounter || both(l, e))
		switch {
		case same && !l.Innocent && l.Open:
			beside = true
			j.hits[i]++
		case same && !l.Innocent:
			right, at = true, where(l.Inshore)
			if j.hits[i]++; j.hits[i] > 1 {
				j.out.row(what, at).Repeats++
			}
		case l.Innocent && l.Kind == e.Kind:
			c.Like = l.Incident
		case excuses(l, e), stopped(l, e):
			beside = true
		}
	}
	j.count(what, at, e.Confidence, right, beside, &c)
}

// count counts an alarm.
func (j *judge) count(what, at, confidence string, right, beside bool, c *Confusion) {
	r := j.out.row(what, at)
	if beside && !right {
		r.Beside++
		return
	}
	t := j.out.trust(what, confidence)
	r.Alarms++
	t.Told++
	if right {
		r.Right++
		t.Right++
		return
	}
	c.Confidence = confidence
	j.out.Confusions = append(j.out.Confusions, *c)
}

// excuses says that an alarm can be another face of what was done. That two
// ships met is said of both, so only what they did with others excuses it: not
// that their receivers were disturbed together.
func excuses(l *sim.Label, e *voyage.Event) bool {
	if e.Kind == voyage.Encounter {
		return !l.Innocent && (l.Kind == voyage.Encounter || l.Kind == voyage.Loitering)
	}
	return !l.Innocent && l.Kind != voyage.PortCall
}

// stopped says that the event is true of something lawful: a ship with a tug
// beside it makes no way, and one at anchor off a port lies in it as some see it.
func stopped(l *sim.Label, e *voyage.Event) bool {
	return l.Innocent && (e.Kind == voyage.Loitering && l.Kind == voyage.Encounter ||
		e.Kind == voyage.PortCall && (l.Kind == voyage.Loitering || l.Incident == "anchored-neighbours"))
}

// both says that the event is between two ships of the label.
func both(l *sim.Label, e *voyage.Event) bool {
	for _, s := range e.Ships {
		if !slices.Contains(l.Ships, s.MMSI) {
			return false
		}
	}
	return true
}

// label counts one label.
func (j *judge) label(i int, events []voyage.Event) {
	l := &j.labels[i]
	if l.Innocent || l.Open {
		return
	}
	at := where(l.Inshore)
	if l.Kind == sim.Pattern {
		at = anywhere
	}
	key := l.Incident + " " + at
	one := j.out.Incidents[key]
	one.What, one.Where = l.Incident, at
	r := j.out.row(labelWhat(l), at)
	r.Done++
	one.Done++
	if j.hits[i] > 0 {
		r.Found++
		one.Found++
	} else {
		c := Confusion{What: labelWhat(l), Missed: true, Like: l.Incident, Ships: l.Ships, Start: text(l.Start), End: text(l.End), Shore: l.ShoreKM}
		for k := range events {
			e := &events[k]
			if overlap(l, e) && slices.ContainsFunc(e.Ships, func(s voyage.Ident) bool { return slices.Contains(l.Ships, s.MMSI) }) {
				c.Near = append(c.Near, e.Kind+" "+strings.Join(e.Tags, " ")+": "+e.Reason)
			}
		}
		j.out.Confusions = append(j.out.Confusions, c)
	}
	j.out.Incidents[key] = one
}

func text(t time.Time) string { return t.UTC().Format("2006-01-02 15:04") }

// Add adds another measurement.
func (r *Result) Add(o Result) {
	if r.Incidents == nil {
		r.Incidents = map[string]Row{}
	}
	for _, x := range o.Rows {
		y := r.row(x.What, x.Where)
		y.Done, y.Found, y.Alarms, y.Right = y.Done+x.Done, y.Found+x.Found, y.Alarms+x.Alarms, y.Right+x.Right
		y.Beside, y.Repeats = y.Beside+x.Beside, y.Repeats+x.Repeats
	}
	slices.SortFunc(r.Rows, byName)
	for _, x := range o.Trust {
		y := r.trust(x.What, x.Confidence)
		y.Told, y.Right = y.Told+x.Told, y.Right+x.Right
	}
	slices.SortFunc(r.Trust, bySure)
	for key, x := range o.Incidents {
		y := r.Incidents[key]
		y.What, y.Where, y.Done, y.Found = x.What, x.Where, y.Done+x.Done, y.Found+x.Found
		r.Incidents[key] = y
	}
	r.Confusions = append(r.Confusions, o.Confusions...)
}

// Write prints the table.
func (r *Result) Write(w io.Writer) error {
	t := tabwriter.NewWriter(w, 0, 8, 2, ' ', 0)
	fmt.Fprintln(t, "what\twhere\tdone\tfound\trecall\talarms\tright\tprecision\tbeside\trepeats")
	for i := range r.Rows {
		x := &r.Rows[i]
		fmt.Fprintf(t, "%s\t%s\t%d\t%d\t%s\t%d\t%d\t%s\t%d\t%d\n", x.What, x.Where, x.Done, x.Found, figure(x.Found, x.Done), x.Alarms, x.Right, figure(x.Right, x.Alarms), x.Beside, x.Repeats)
	}
	r.writeTrust(t)
	fmt.Fprintln(t, "\nincident\twhere\tdone\tfound\trecall")
	var keys []string
	for key := range r.Incidents {
		keys = append(keys, key)
	}
	slices.Sort(keys)
	for _, key := range keys {
		x := r.Incidents[key]
		fmt.Fprintf(t, "%s\t%s\t%d\t%d\t%s\n", x.What, x.Where, x.Done, x.Found, figure(x.Found, x.Done))
	}
	return t.Flush()
}

func figure(n, of int) string {
	if of == 0 {
		return "-"
	}
	return fmt.Sprintf("%.3f", share(n, of))
}

// WriteConfusions prints what was mistaken and what was missed.
func (r *Result) WriteConfusions(w io.Writer) error {
	for i := range r.Confusions {
		c := &r.Confusions[i]
		word := "false alarm"
		if c.Missed {
			word = "missed"
		}
		if c.Like != "" {
			word += " (" + c.Like + ")"
		}
		if _, err := fmt.Fprintf(w, "%s: %s %v, %s to %s, %.0f km from the shore %v\n", word, c.What, c.Ships, c.Start, c.End, c.Shore, c.Tags); err != nil {
			return err
		}
		for _, line := range append([]string{c.Text}, c.Near...) {
			if line != "" {
				if _, err := fmt.Fprintf(w, "    %s\n", line); err != nil {
					return err
				}
			}
		}
	}
	return nil
}
