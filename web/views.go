package web

import (
	"time"

	"plimsoll/web/chart"
)

// Watch is the first page: the chart and the six steps from a list to an alert.
type Watch struct {
	Query   Query       `json:"query"`
	Flags   []Option    `json:"flags,omitempty"` // that ships fly
	Chart   chart.Chart `json:"chart"`
	Span    Span        `json:"span"` // of what was heard, whatever is asked for
	Steps   []Step      `json:"steps"`
	Account *Account    `json:"petroleum,omitempty"`
	Lead    *Lead       `json:"lead,omitempty"`
	Finding *Finding    `json:"finding,omitempty"`
	Alerts  []Alert     `json:"alerts"`
	Lists   []List      `json:"lists"`
}

// Heard tells whether anything was heard at all.
func (w Watch) Heard() bool { return !w.Span.To.IsZero() || !w.Chart.Empty() }

// Span is a time from its first moment to its last.
type Span struct {
	From time.Time `json:"from,omitzero"`
	To   time.Time `json:"to,omitzero"`
}

// Step is one of lists, ships, lead, finding, publish, alert. A step without
// figures has not happened; Next says what to do about it.
type Step struct {
	Name    string   `json:"name"`
	Figures []Figure `json:"figures"`
	Next    string   `json:"next,omitempty"`
}

// Verdict is the legal status of a party in one line.
type Verdict struct {
	Status string    `json:"status"` // listed, owned or controlled by listed, reported only, nothing known
	Text   string    `json:"text"`   // "listed by the demo list since 2026-01-05"
	Since  time.Time `json:"since,omitzero"`
	Ref    *Ref      `json:"ref,omitempty"`
}

// Ships is the hulls and events that are asked for, a page at a time.
type Ships struct {
	Query       Query     `json:"query"`
	Flags       []Option  `json:"flags,omitempty"`
	Rows        []ShipRow `json:"ships"`
	Events      []Event   `json:"events"`
	Total       int       `json:"total"`
	TotalEvents int       `json:"total_events"`
	Page        int       `json:"page"`
	Pages       int       `json:"pages"`
}

// ShipRow is a ship in a table.
type ShipRow struct {
	Name    string  `json:"name"`
	IMO     string  `json:"imo,omitempty"`
	MMSI    string  `json:"mmsi,omitempty"`
	Flag    string  `json:"flag,omitempty"`
	Kind    string  `json:"type,omitempty"`
	Verdict Verdict `json:"verdict"`
	Fixes   int     `json:"fixes"`
	Events  int     `json:"events"`
	Href    string  `json:"href"`
}

// Ship is one hull: who it said it was, where it went, what is known of it.
type Ship struct {
	ShipRow
	CallSign string         `json:"call_sign,omitempty"`
	Size     string         `json:"size,omitempty"` // "104 × 16 m"
	Draught  string         `json:"draught,omitempty"`
	Party    string         `json:"party,omitempty"` // id, where a list or finding knows it
	Ladder   []Rung         `json:"identities"`
	Listings []Listing      `json:"listings"`
	Chart    chart.Chart    `json:"chart"`
	Timeline chart.Timeline `json:"timeline"`
	Log      []Event        `json:"log"`
	Patterns []Pattern      `json:"patterns"`
	Leads    []LeadRow      `json:"leads"`
	Findings []Finding      `json:"findings"`
}

// Rung is one step of an identity history: who a hull said it was, what of it
// was new, and why it is taken for the same hull; or where one number turned
// out to be two hulls.
type Rung struct {
	Kind     string        `json:"kind"` // identity, join, split
	At       time.Time     `json:"from"`
	To       time.Time     `json:"to,omitzero"`
	Name     string        `json:"name,omitempty"`
	IMO      string        `json:"imo,omitempty"`
	IMOWrong bool          `json:"imo_check_digit_wrong,omitempty"`
	MMSI     string        `json:"mmsi"`
	Flag     string        `json:"flag,omitempty"`
	CallSign string        `json:"call_sign,omitempty"`
	Type     string        `json:"type,omitempty"`
	Size     string        `json:"size,omitempty"`
	Messages int           `json:"messages,omitempty"` // that said so
	Changes  []FieldChange `json:"changes,omitempty"`
	How      string        `json:"how,omitempty"` // join or split
	Why      string        `json:"why,omitempty"`
	Apart    string        `json:"apart,omitempty"` // in time and distance
	Other    *Link         `json:"other,omitempty"` // the other hull of a split
	Event    string        `json:"event,omitempty"` // id, of the event that tells of it
	Refs     []Ref         `json:"refs,omitempty"`
}

// FieldChange is one field that a ship sent otherwise than before.
type FieldChange struct {
	Field string `json:"field"`
	From  string `json:"from"`
	To    string `json:"to"`
}

// Pattern is a story that events of a ship tell together.
type Pattern struct {
	ID         string        `json:"id"`
	Rule       string        `json:"rule"`
	Title      string        `json:"title"`
	Start      time.Time     `json:"start"`
	End        time.Time     `json:"end"`
	Rounds     int           `json:"rounds"`
	Confidence string        `json:"confidence"`
	Sentence   string        `json:"sentence"`
	Refutes    []string      `json:"refutes,omitempty"`
	Steps      []PatternStep `json:"steps"`
}

// PatternStep is a step of a story: observed, possible, or not seen.
type PatternStep struct {
	Title  string    `json:"title"`
	Grade  string    `json:"grade"`
	Says   string    `json:"says,omitempty"`
	Start  time.Time `json:"start,omitzero"`
	End    time.Time `json:"end,omitzero"`
	Events []Link    `json:"events,omitempty"`
}

// LeadRow is a lead in a list.
type LeadRow struct {
	ID       string    `json:"id"`
	Title    string    `json:"title"`
	Score    float64   `json:"score"`
	Start    time.Time `json:"start"`
	End      time.Time `json:"end"`
	Measures []string  `json:"measures"`
	Reasons  []string  `json:"reasons"`
}
