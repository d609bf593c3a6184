package chart

import (
	_ "embed"
	"fmt"
	"html/template"
	"io"
	"math"
	"slices"
	"strings"
	"sync"
	"time"
)

//go:embed chart.svg.tmpl
var source string

var drawing = sync.OnceValue(func() *template.Template {
	return template.Must(template.New("chart").Parse(source))
})

// Sheet is the size of the paper in px.
type Sheet struct{ Width, Height float64 }

// What the template draws, in px.
type (
	plate struct {
		Width, Height, Left, Top, InnerW, InnerH float64
		Title, Span                              string
		Land                                     string
		Grid, Border                             []stroke
		Degrees                                  []text
		Tracks                                   []trackLine
		Dark                                     []darkLine
		Rings                                    []ring
		Turns                                    []ring
		Lost                                     []ring
		Hulls                                    []hull
		Crowds                                   []crowd
		Reach                                    []ring
		Labels                                   []text
		Places                                   []text
		Rose                                     xy
		Edge                                     struct{ X, W, H float64 }
		ScaleBar                                 scaleBar
	}
	stroke struct{ X1, Y1, X2, Y2 float64 }
	text   struct {
		X, Y                      float64
		Anchor, Text, Class, Href string
	}
	trackLine struct{ Path, Class, Title string }
	darkLine  struct {
		X1, Y1, X2, Y2     float64
		Class, Title, Href string
	}
	ring struct {
		X, Y               float64
		Class, Title, Href string
		Small              bool // on a full sheet
	}
	hull struct {
		X, Y, Turn         float64
		Class, Title, Href string
	}
	crowd struct {
		X, Y        float64
		Ships       int
		Title, Href string
	}
	scaleBar struct {
		X, Y, W float64
		Text    string
	}
)

// SVG draws the chart. Everything it writes is escaped by html/template and
// carries no style of its own: colours come from the page's style sheet.
func (c Chart) SVG(w io.Writer, land Land, size Sheet) error {
	s := newSheet(c.bounds(), size.Width, size.Height)
	p := plate{
		Width: s.width, Height: s.height, Left: s.left, Top: s.top,
		InnerW: s.width - 2*s.left, InnerH: s.height - 2*s.top,
		Title: c.Title, Span: span(c.From, c.To),
	}
	if land != nil {
		p.Land = coast(s, land)
	}
	graticule(&p, s)
	p.Edge.X, p.Edge.W, p.Edge.H = s.left-8, s.width-2*s.left+16, s.height-2*s.top+16
	p.Rose = xy{s.width - s.left - 58, s.height - s.top - 62}
	p.ScaleBar = bar(s)
	var taken boxes
	taken.add(p.Rose.X-50, p.Rose.Y-50, 100, 100)
	c.events(&p, s)
	c.reach(&p, s, &taken)
	c.crowds(&p, s, &taken)
	c.ships(&p, s, &taken)
	c.ports(&p, s, &taken)
	if err := drawing().Execute(w, p); err != nil {
		return fmt.Errorf("drawing the chart %q: %w", c.Title, err)
	}
	return nil
}

// crowds writes the numbers of ships that have no room, as soundings.
func (c Chart) crowds(p *plate, s *sheet, taken *boxes) {
	for _, x := range c.Crowds {
		at := s.at(x.At)
		if !s.holds(at) {
			continue
		}
		p.Crowds = append(p.Crowds, crowd{
			X: tenth(at.X), Y: tenth(at.Y + 4), Ships: x.Ships, Href: x.Href, Title: fmt.Sprintf("%d ships: come closer", x.Ships),
		})
		taken.add(at.X-10, at.Y-7, 20, 14)
	}
}

// reach marks the ports that a silent ship can have called at. A port stands
// once, however many silences lead to it.
func (c Chart) reach(p *plate, s *sheet, taken *boxes) {
	done := map[string]bool{}
	for _, m := range c.Marks {
		for _, r := range m.Reach {
			at := s.at(r.At)
			if done[r.Name] || !s.holds(at) {
				continue
			}
			done[r.Name] = true
			p.Reach = append(p.Reach, ring{X: tenth(at.X), Y: tenth(at.Y), Class: "warns", Title: r.Name + ": " + r.Note, Href: m.Href})
			taken.add(at.X-7, at.Y-7, 14, 14)
			if x, y, anchor, ok := taken.place(at, r.Name, 6.6); ok {
				p.Labels = append(p.Labels, text{X: tenth(x), Y: tenth(y), Anchor: anchor, Text: r.Name, Class: "reached"})
			}
		}
	}
}

func (c Chart) ports(p *plate, s *sheet, taken *boxes) {
	for _, pl := range c.Places {
		at := s.at(pl.At)
		if !s.holds(at) || slices.ContainsFunc(p.Labels, func(t text) bool { return t.Class == "reached" && t.Text == pl.Name }) {
			continue
		}
		if x, y, anchor, ok := taken.place(at, pl.Name, 6.1); ok {
			p.Labels = append(p.Labels, text{X: tenth(x), Y: tenth(y), Anchor: anchor, Text: pl.Name, Class: "place"})
		}
		p.Places = append(p.Places, text{X: tenth(at.X), Y: tenth(at.Y), Text: pl.Name})
	}
}

// tenth of a px is as exact as a screen can show, and short.
func tenth(v float64) float64 { return math.Round(v*10) / 10 }

func span(from, to time.Time) string {
	if from.IsZero() || to.IsZero() {
		return ""
	}
	return from.UTC().Format("2006-01-02 15:04") + " to " + to.UTC().Format("2006-01-02 15:04") + " UTC"
}

func (s *sheet) holds(p xy) bool {
	return p.X >= s.left && p.X <= s.width-s.left && p.Y >= s.top && p.Y <= s.height-s.top
}

func coast(s *sheet, land Land) string {
	var b strings.Builder
	for _, r := range land.RingsIn(s.box.South, s.box.West, s.box.North, s.box.East) {
		line := make([]xy, len(r))
		for i, p := range r {
			line[i] = s.at(p)
		}
		line = clip(line, s)
		if len(line) >= 3 {
			b.WriteString(path(line, 0.7, true))
		}
	}
	return b.String()
}

func (c Chart) ships(p *plate, s *sheet, taken *boxes) {
	told := map[string]bool{} // hulls that an event names are written out
	for _, m := range c.Marks {
		for _, sh := range m.Ships {
			told[sh.Name] = true
		}
		for _, at := range []*Point{&m.At, m.To} {
			if at != nil {
				q := s.at(*at)
				taken.add(q.X-14, q.Y-14, 28, 28)
			}
		}
	}
	for _, t := range c.Tracks {
		if len(t.Fixes) == 0 {
			continue
		}
		known := Class(t.Ship.Status)
		for _, piece := range c.pieces(t) {
			line := make([]xy, len(piece))
			for i, f := range piece {
				line[i] = s.at(f.Point)
			}
			if d := path(line, 0.8, false); d != "" {
				p.Tracks = append(p.Tracks, trackLine{Path: d, Class: known, Title: t.Ship.Name})
			}
		}
		last := t.Fixes[len(t.Fixes)-1]
		at := s.at(last.Point)
		if !s.holds(at) {
			continue
		}
		turn := last.Course
		if math.IsNaN(turn) {
			turn = 0
		}
		title := t.Ship.Name + ", " + t.Ship.Status
		if t.Ship.IMO != "" {
			title += ", IMO " + t.Ship.IMO
		}
		title += ", last heard " + last.Time.UTC().Format("2006-01-02 15:04") + " UTC"
		p.Hulls = append(p.Hulls, hull{X: tenth(at.X), Y: tenth(at.Y), Turn: math.Round(turn), Class: known, Title: title, Href: t.Ship.Href})
		taken.add(at.X-8, at.Y-8, 16, 16)
	}
	c.names(p, s, taken, told)
}

// names writes the name at a ship's last place, the told ones first: they
// must not lose their room to a passer-by.
func (c Chart) names(p *plate, s *sheet, taken *boxes, told map[string]bool) {
	order := slices.Clone(c.Tracks)
	slices.SortStableFunc(order, func(a, b Track) int {
		return rank(told, b.Ship) - rank(told, a.Ship)
	})
	for _, t := range order {
		if len(t.Fixes) == 0 || t.Ship.Name == "" || len(order) > fewShips && rank(told, t.Ship) == 0 {
			continue
		}
		at := s.at(t.Fixes[len(t.Fixes)-1].Point)
		if !s.holds(at) {
			continue
		}
		x, y, anchor, ok := taken.place(at, t.Ship.Name, 7.2)
		if !ok {
			continue
		}
		class := "ship"
		if rank(told, t.Ship) == 0 {
			class = "ship passer"
		}
		p.Labels = append(p.Labels, text{X: tenth(x), Y: tenth(y), Anchor: anchor, Text: t.Ship.Name, Class: class, Href: t.Ship.Href})
	}
}

func rank(told map[string]bool, s Ship) int {
	switch {
	case told[s.Name] && s.Status != "nothing known":
		return 3
	case told[s.Name]:
		return 2
	case s.Status != "nothing known":
		return 1
	}
	return 0
}

// pieces cuts a track where it was silent: nobody knows the line between.
func (c Chart) pieces(t Track) [][]Fix {
	var gaps []Mark
	for _, m := range c.Marks {
		if m.Kind == Gap && m.Track == t.ID {
			gaps = append(gaps, m)
		}
	}
	var out [][]Fix
	start := 0
	for i := 1; i < len(t.Fixes); i++ {
		a, b := t.Fixes[i-1].Time, t.Fixes[i].Time
		if slices.ContainsFunc(gaps, func(m Mark) bool { return !a.After(m.Start) && !b.Before(m.End) }) {
			out = append(out, t.Fixes[start:i])
			start = i
		}
	}
	return append(out, t.Fixes[start:])
}

func (c Chart) events(p *plate, s *sheet) {
	for _, m := range c.Marks {
		at, class := s.at(m.At), "warns"
		if !s.holds(at) && (m.To == nil || !s.holds(s.at(*m.To))) {
			continue
		}
		if m.Quiet {
			class = "calm"
		}
		switch {
		case m.Kind == Gap && m.To != nil && farther(at, s.at(*m.To)):
			to := s.at(*m.To)
			p.Dark = append(p.Dark, darkLine{tenth(at.X), tenth(at.Y), tenth(to.X), tenth(to.Y), class, m.Label, m.Href})
		case m.Kind == Gap: // it goes on, or ended where it began
			p.Lost = append(p.Lost, ring{tenth(at.X), tenth(at.Y), class, m.Label, m.Href, c.Count.Left()})
		case m.Kind == Encounter:
			p.Rings = append(p.Rings, ring{tenth(at.X), tenth(at.Y), class, m.Label, m.Href, c.Count.Left()})
		default:
			p.Turns = append(p.Turns, ring{tenth(at.X), tenth(at.Y), class, m.Label, m.Href, c.Count.Left()})
		}
	}
}

// farther tells whether a dashed line between two points can be seen as one.
func farther(a, b xy) bool { return math.Hypot(a.X-b.X, a.Y-b.Y) > 12 }

// Class is the CSS class of a legal status.
func Class(status string) string {
	switch status {
	case "listed":
		return "listed"
	case "owned or controlled by listed":
		return "owned"
	case "reported only":
		return "reported"
	}
	return "unknown"
}

// boxes remembers where the paper is already written on.
type boxes [][4]float64

func (b *boxes) add(x, y, w, h float64) { *b = append(*b, [4]float64{x, y, x + w, y + h}) }

func (b boxes) free(x, y, w, h float64) bool {
	for _, o := range b {
		if x < o[2] && x+w > o[0] && y < o[3] && y+h > o[1] {
			return false
		}
	}
	return true
}

// place finds room for a label of the given width per letter around a point.
func (b *boxes) place(at xy, label string, letter float64) (x, y float64, anchor string, ok bool) {
	w := float64(len([]rune(label))) * letter
	for _, d := range []struct {
		dx, dy float64
		anchor string
	}{
		{13, 4, "start"},
		{-13, 4, "end"},
		{0, -14, "middle"},
		{0, 23, "middle"},
		{12, -10, "start"},
		{12, 18, "start"},
		{-12, -10, "end"},
		{-12, 18, "end"},
		{22, 4, "start"},
		{-22, 4, "end"},
		{0, 34, "middle"},
		{0, -26, "middle"},
	} {
		x, y = at.X+d.dx, at.Y+d.dy
		left := x
		switch d.anchor {
		case "end":
			left = x - w
		case "middle":
			left = x - w/2
		}
		if b.free(left-1, y-11, w+2, 14) {
			b.add(left-1, y-11, w+2, 14)
			return x, y, d.anchor, true
		}
	}
	return 0, 0, "", false
}
