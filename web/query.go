package web

import (
	"fmt"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"plimsoll/voyage"
	"plimsoll/web/chart"
)

// Query is what a reader asks of the ships and events. The zero Query asks for
// all of them.
type Query struct {
	Kind   string     `json:"kind,omitempty"`   // of event: these events, and the ships they happened to
	Warns  bool       `json:"warns,omitempty"`  // only events that warn
	Listed bool       `json:"listed,omitempty"` // only ships on a list, and their events
	Flag   string     `json:"flag,omitempty"`   // as ISO 3166-1 alpha-2
	Text   string     `json:"q,omitempty"`      // part of a name, an IMO number or an MMSI
	From   time.Time  `json:"from,omitzero"`
	To     time.Time  `json:"to,omitzero"`
	Box    *chart.Box `json:"box,omitempty"` // of the chart
	Page   int        `json:"page,omitempty"`
}

// EventKinds are the kinds that can be asked for, with what to call them.
func EventKinds() []Option {
	return []Option{
		{"gap", "silence"},
		{"encounter", "encounter"},
		{"loitering", "loitering"},
		{"drift", "drift"},
		{"port-call", "port call"},
		{"identity", "identity change"},
		{"jump", "impossible move"},
		{"spoof", "made-up positions"},
		{"sighting", "sighting"},
	}
}

// Option is a value that a form offers.
type Option struct {
	Value string `json:"value"`
	Text  string `json:"text"`
}

// kindWord is what to call a kind of event.
func kindWord(kind string) string {
	for _, o := range EventKinds() {
		if o.Value == kind {
			return o.Text
		}
	}
	return strings.ReplaceAll(kind, "-", " ")
}

const maxText = 80

// ParseQuery reads the parameters of an address. Empty ones, as a form sends
// them, ask for nothing; what cannot be asked is an error to be read.
func ParseQuery(v url.Values) (Query, error) {
	q := Query{Kind: v.Get("kind"), Flag: v.Get("flag"), Text: strings.TrimSpace(v.Get("q")), Warns: v.Get("warns") != "", Listed: v.Get("listed") != ""}
	if q.Kind != "" && !slices.ContainsFunc(EventKinds(), func(o Option) bool { return o.Value == q.Kind }) {
		return q, badRequest(fmt.Sprintf("%q is no kind of event. The kinds are: %s.", q.Kind, kindList()))
	}
	if len(q.Text) > maxText {
		return q, badRequest(fmt.Sprintf("The text to look for is longer than %d letters.", maxText))
	}
	var err error
	if q.From, err = moment(v.Get("from"), false); err != nil {
		return q, err
	}
	if q.To, err = moment(v.Get("to"), true); err != nil {
		return q, err
	}
	if !q.From.IsZero() && !q.To.IsZero() && q.To.Before(q.From) {
		return q, badRequest("The time asked for ends before it begins.")
	}
	if q.Box, err = parseBox(v.Get("box")); err != nil {
		return q, err
	}
	if p := v.Get("page"); p != "" {
		if q.Page, err = strconv.Atoi(p); err != nil || q.Page < 1 {
			return q, badRequest(fmt.Sprintf("%q is not the number of a page.", p))
		}
	}
	return q, nil
}

func kindList() string {
	var all []string
	for _, o := range EventKinds() {
		all = append(all, o.Value)
	}
	return strings.Join(all, ", ")
}

// moment reads a time as a form sends it, in UTC: a day, or a day and minutes.
// A day at the end of a window counts to its last second.
func moment(text string, last bool) (time.Time, error) {
	if text == "" {
		return time.Time{}, nil
	}
	for _, layout := range []string{"2006-01-02T15:04", "2006-01-02T15:04:05", time.RFC3339, "2006-01-02 15:04"} {
		if t, err := time.Parse(layout, text); err == nil {
			return t.UTC(), nil
		}
	}
	t, err := time.Parse(time.DateOnly, text)
	if err != nil {
		return t, badRequest(fmt.Sprintf("%q is not a time. Write a day, 2026-03-05, or a day and a time in UTC, 2026-03-05T16:00.", text))
	}
	if last {
		t = t.Add(24*time.Hour - time.Second)
	}
	return t, nil
}

func parseBox(text string) (*chart.Box, error) {
	if text == "" {
		return nil, nil
	}
	var n []float64
	for part := range strings.SplitSeq(text, ",") {
		x, err := strconv.ParseFloat(strings.TrimSpace(part), 64)
		if err != nil {
			break
		}
		n = append(n, x)
	}
	if len(n) != 4 || !(n[0] >= -90 && n[2] <= 90 && n[0] < n[2] && n[1] >= -180 && n[3] <= 180 && n[1] < n[3]) {
		return nil, badRequest(fmt.Sprintf("%q is no part of the sea. Write south, west, north and east in degrees, as in 30,120,40,130.", text))
	}
	return &chart.Box{South: n[0], West: n[1], North: n[2], East: n[3]}, nil
}

// Any tells whether something narrower than everything is asked for.
func (q Query) Any() bool { return q.narrow() || q.Box != nil }

func (q Query) narrow() bool {
	return q.Kind != "" || q.Warns || q.Listed || q.Flag != "" || q.Text != "" || !q.From.IsZero() || !q.To.IsZero()
}

// Href is the address of a page with what is asked for.
func (q Query) Href(path string) string {
	v := url.Values{}
	set := func(name, value string) {
		if value != "" {
			v.Set(name, value)
		}
	}
	set("kind", q.Kind)
	set("flag", q.Flag)
	set("q", q.Text)
	set("from", field(q.From))
	set("to", field(q.To))
	for name, on := range map[string]bool{"warns": q.Warns, "listed": q.Listed} {
		if on {
			v.Set(name, "1")
		}
	}
	if b := q.Box; b != nil {
		v.Set("box", fmt.Sprintf("%.3f,%.3f,%.3f,%.3f", b.South, b.West, b.North, b.East))
	}
	if q.Page > 1 {
		v.Set("page", strconv.Itoa(q.Page))
	}
	if len(v) == 0 {
		return path
	}
	return path + "?" + v.Encode()
}

// At is the query for another page of the same.
func (q Query) At(page int) Query {
	q.Page = page
	return q
}

// In is the query for a part of the sea.
func (q Query) In(b *chart.Box) Query {
	q.Box, q.Page = b, 0
	return q
}

// field writes a time as a form takes it.
func field(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.UTC().Format("2006-01-02T15:04")
}

// Words says what is asked for.
func (q Query) Words() []string {
	var out []string
	if q.Kind != "" {
		out = append(out, kindWord(q.Kind))
	}
	if q.Warns {
		out = append(out, "only what warns")
	}
	if q.Listed {
		out = append(out, "listed ships")
	}
	if q.Flag != "" {
		out = append(out, "flag "+q.Flag)
	}
	if q.Text != "" {
		out = append(out, "“"+q.Text+"”")
	}
	if !q.From.IsZero() {
		out = append(out, "from "+stamp(q.From))
	}
	if !q.To.IsZero() {
		out = append(out, "to "+stamp(q.To))
	}
	if q.Box != nil {
		out = append(out, "a part of the sea")
	}
	return out
}

// during tells whether an event touches the time asked for.
func (q Query) during(start, end time.Time) bool {
	return (q.To.IsZero() || !start.After(q.To)) && (q.From.IsZero() || !end.Before(q.From))
}

// event tells whether an event is asked for, whoever it happened to.
func (q Query) event(e *voyage.Event) bool {
	return (q.Kind == "" || e.Kind == q.Kind) && q.during(e.Start, e.End) && !(q.Warns && quiet(*e))
}
