package chart

import (
	_ "embed"
	"fmt"
	"html/template"
	"io"
	"math"
	"slices"
	"sync"
	"time"
)

//go:embed timeline.svg.tmpl
var timelineSource string

var timelineDrawing = sync.OnceValue(func() *template.Template {
	return template.Must(template.New("timeline").Parse(timelineSource))
})

// Timeline is what one ship did in time, over how well it was heard.
type Timeline struct {
	Title   string    `json:"title"`
	From    time.Time `json:"from"`
	To      time.Time `json:"to"`
	Spans   []Span    `json:"events"`
	Hours   int       `json:"bin_hours"` // that a bin of Heard takes
	Heard   []Bin     `json:"heard"`
	Kept    int       `json:"kept"`    // positions that Heard counts
	Reports int       `json:"reports"` // that were received
}

// Span is an event on a time line. Others says in which part of it ships near
// by were heard, where that is known.
type Span struct {
	ID        string    `json:"id"`
	Kind      string    `json:"kind"`
	Word      string    `json:"-"` // what to call the kind
	Label     string    `json:"label"`
	Start     time.Time `json:"start"`
	End       time.Time `json:"end"`
	Quiet     bool      `json:"quiet,omitempty"`
	Open      bool      `json:"open,omitempty"`
	Others    *float64  `json:"others_heard,omitempty"`
	OthersSay string    `json:"others_say,omitempty"`
}

// Bin is how many positions of a ship were kept in a stretch of time.
type Bin struct {
	From time.Time `json:"from"`
	N    int       `json:"n"`
}

// Empty tells whether there is no time to draw.
func (t Timeline) Empty() bool { return !t.To.After(t.From) }

// HasOthers tells whether an event says how much others were heard.
func (t Timeline) HasOthers() bool {
	return slices.ContainsFunc(t.Spans, func(s Span) bool { return s.Others != nil })
}

const maxBins = 200

// Count puts the times at which a ship was heard into bins of hours, days or
// weeks, as few hours as there is room for.
func (t *Timeline) Count(times []time.Time) {
	if t.Empty() {
		return
	}
	for _, t.Hours = range []int{1, 2, 6, 24, 7 * 24, 28 * 24, 365 * 24} {
		if t.To.Sub(t.From).Hours()/float64(t.Hours) <= maxBins {
			break
		}
	}
	step := time.Duration(t.Hours) * time.Hour
	first := t.From.Truncate(step)
	t.Heard = make([]Bin, int(t.To.Sub(first)/step)+1)
	for i := range t.Heard {
		t.Heard[i].From = first.Add(time.Duration(i) * step)
	}
	for _, at := range times {
		if i := int(at.Sub(first) / step); i >= 0 && i < len(t.Heard) {
			t.Heard[i].N++
			t.Kept++
		}
	}
}

// What the template draws, in px.
type (
	timeSheet struct {
		Width, Height, Left, Right float64
		Title, Says                string
		Days                       []timeTick
		Lanes                      []timeLane
		Bars                       []timeBar
		BarsTop, BarsLow           float64
		Most                       int
		Unit                       string
		Others                     []timeOther
		OthersTop, OthersLow       float64
	}
	timeTick struct {
		X     float64
		Text  string
		Major bool
	}
	timeLane struct {
		Word  string
		Y     float64
		Marks []timeMark
	}
	timeMark struct {
		X1, X2, Y                float64
		Kind, Class, Label, Href string
		Point                    bool // too short to be a line
		Open                     bool
	}
	timeBar   struct{ X, Y, W, H float64 }
	timeOther struct {
		X, Y, W, H         float64
		Class, Label, Href string
	}
)

const (
	lineWidth   = 960.0
	lineLeft    = 132.0 // room for the words of the lanes
	lineRight   = lineWidth - 12
	laneHigh    = 26.0
	heardHigh   = 44.0
	othersHigh  = 22.0
	axisHigh    = 30.0
	shortestBar = 9.0
)

// SVG draws the time line. Its colours come from the page's style sheet.
func (t Timeline) SVG(w io.Writer) error {
	s := timeSheet{Width: lineWidth, Left: lineLeft, Right: lineRight, Title: t.Title, Says: span(t.From, t.To)}
	x := func(at time.Time) float64 {
		part := at.Sub(t.From).Seconds() / math.Max(t.To.Sub(t.From).Seconds(), 1)
		return tenth(lineLeft + (lineRight-lineLeft)*max(0, min(1, part)))
	}
	s.Days = ticks(t.From, t.To, x)
	y := axisHigh
	for _, kind := range t.kinds() {
		lane := timeLane{Y: y + laneHigh/2}
		for _, e := range t.Spans {
			if e.Kind == kind {
				lane.Word = e.Word
				lane.Marks = append(lane.Marks, markOf(e, x, lane.Y))
			}
		}
		s.Lanes = append(s.Lanes, lane)
		y += laneHigh
	}
	s.BarsTop, s.BarsLow = y+12, y+12+heardHigh
	t.bars(&s, x)
	y = s.BarsLow + 8
	for _, e := range t.Spans {
		if e.Others != nil {
			s.OthersTop, s.OthersLow = y, y+othersHigh
			a, b := x(e.Start), x(e.End)
			h := tenth(othersHigh * max(0, min(1, *e.Others)))
			s.Others = append(s.Others, timeOther{a, tenth(s.OthersLow - h), tenth(max(b-a, 2)), h, className(e.Quiet), e.OthersSay + ": " + e.Label, "#" + e.ID})
		}
	}
	if len(s.Others) > 0 {
		y = s.OthersLow + 8
	}
	s.Height = y
	if err := timelineDrawing().Execute(w, s); err != nil {
		return fmt.Errorf("drawing the time line %q: %w", t.Title, err)
	}
	return nil
}

// kinds lists the kinds of event there are, in the order in which they warn.
func (t Timeline) kinds() []string {
	var out []string
	for _, kind := range []string{Gap, Encounter, "loitering", "drift", "port-call", "jump", "spoof", Identity} {
		if slices.ContainsFunc(t.Spans, func(s Span) bool { return s.Kind == kind }) {
			out = append(out, kind)
		}
	}
	for _, s := range t.Spans {
		if !slices.Contains(out, s.Kind) {
			out = append(out, s.Kind)
		}
	}
	return out
}

func markOf(e Span, x func(time.Time) float64, y float64) timeMark {
	m := timeMark{X1: x(e.Start), X2: x(e.End), Y: y, Kind: e.Kind, Class: className(e.Quiet), Label: e.Label, Href: "#" + e.ID, Open: e.Open}
	if e.Open {
		m.X2 = lineRight
	}
	if m.X2-m.X1 < shortestBar {
		m.Point = true
		m.X1 = tenth(min((m.X1+m.X2)/2, lineRight-6))
	}
	return m
}

func className(quiet bool) string {
	if quiet {
		return "calm"
	}
	return "warns"
}

// bars draws how often the ship was heard.
func (t Timeline) bars(s *timeSheet, x func(time.Time) float64) {
	for _, b := range t.Heard {
		s.Most = max(s.Most, b.N)
	}
	step := time.Duration(t.Hours) * time.Hour
	switch s.Unit = fmt.Sprintf("%d h", t.Hours); t.Hours {
	case 1:
		s.Unit = "an hour"
	case 24:
		s.Unit = "a day"
	case 7 * 24:
		s.Unit = "a week"
	}
	for _, b := range t.Heard {
		if b.N == 0 {
			continue
		}
		h := tenth(max(1.5, heardHigh*float64(b.N)/float64(s.Most)))
		x1, x2 := x(b.From), x(b.From.Add(step))
		s.Bars = append(s.Bars, timeBar{x1, tenth(s.BarsLow - h), tenth(max(x2-x1-0.6, 0.8)), h})
	}
}

// ticks are the days, or the hours of a short time, or the months of a long one.
func ticks(from, to time.Time, x func(time.Time) float64) []timeTick {
	var out []timeTick
	hours := to.Sub(from).Hours()
	step, form := 24*time.Hour, "01-02"
	switch {
	case hours <= 36:
		step, form = 3*time.Hour, "15:04"
	case hours > 24*400:
		step = 0
	case hours > 24*70:
		step = 7 * 24 * time.Hour
	}
	if step == 0 {
		for at := time.Date(from.Year(), from.Month(), 1, 0, 0, 0, 0, time.UTC); !at.After(to); at = at.AddDate(0, 1, 0) {
			if at.After(from) {
				out = append(out, timeTick{x(at), at.Format("2006-01"), at.Month() == 1})
			}
		}
		return sparse(out)
	}
	for at := from.UTC().Truncate(step); !at.After(to); at = at.Add(step) {
		if at.Before(from) {
			continue
		}
		tick := timeTick{x(at), at.Format(form), at.Day() == 1 || at.Hour() == 0 && form == "15:04"}
		if tick.Major && form == "15:04" {
			tick.Text = at.Format("01-02")
		}
		out = append(out, tick)
	}
	return sparse(out)
}

// sparse takes away the words that have no room; the lines stay.
func sparse(all []timeTick) []timeTick {
	last := math.Inf(-1)
	for i := range all {
		if all[i].X-last < 46 || all[i].X > lineRight-36 {
			all[i].Text = ""
			continue
		}
		last = all[i].X
	}
	return all
}
