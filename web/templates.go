package web

import (
	"bytes"
	"embed"
	"html/template"
	"io/fs"
	"path"
	"slices"
	"strings"
	"time"

	"plimsoll/web/chart"
)

//go:embed pages/*.html
var pageFiles embed.FS

// parse makes one template a page: the layout, the parts, and the page's own.
func (s *site) parse() (map[string]*template.Template, error) {
	base, err := template.New("").Funcs(s.funcs()).ParseFS(pageFiles, "pages/layout.html", "pages/parts.html")
	if err != nil {
		return nil, err
	}
	names, err := fs.Glob(pageFiles, "pages/*.html")
	if err != nil {
		return nil, err
	}
	pages := map[string]*template.Template{}
	for _, file := range names {
		name := strings.TrimSuffix(path.Base(file), ".html")
		if name == "layout" || name == "parts" {
			continue
		}
		t, err := base.Clone()
		if err != nil {
			return nil, err
		}
		if pages[name], err = t.ParseFS(pageFiles, file); err != nil {
			return nil, err
		}
	}
	return pages, nil
}

func (s *site) funcs() template.FuncMap {
	return template.FuncMap{
		"asset":    s.assets.URL,
		"hasAsset": s.assets.Has,
		"mark":     newGauge,
		"logo":     func() gauge { return newGauge(Account{Cap: 1, Reported: 0.55}) },
		"bars":     newBars,
		"glyph":    glyph,
		"class":    chart.Class,
		"num":      number,
		"dec":      func(n int) int { return n - 1 },
		"unum":     func(n uint64) string { return number(int(n)) }, //nolint:gosec // sizes of logs
		"barrels":  barrels,
		"percent":  percent,
		"score":    score,
		"bytesize": bytesize,
		"day":      day,
		"stamp":    stamp,
		"machine":  machine,
		"lasting":  lasting,
		"position": position,
		"short":    short,
		"plain":    plain,
		"zero":     func(t time.Time) bool { return t.IsZero() },
		"join":     strings.Join,
		"shipHref": ShipHref, "partyHref": PartyHref, "findingHref": FindingHref,
		"leadHref": LeadHref, "listHref": ListHref, "petroleumHref": PetroleumHref,
		"about":    about,
		"menu":     menu,
		"sea":      s.sea,
		"timeline": drawTimeline,
		"filter":   newFilter,
		"kinds":    EventKinds,
		"kindWord": kindWord,
		"field":    field,
		"zeroSpan": func() Span { return Span{} },
		"newest":   newest,
		"head":     head,
		"inc":      func(i int) int { return i + 1 },
		"one":      func(v string) []string { return []string{v} },
		"lines":    linesOf,
		"months":   func() []string { return strings.Split("J F M A M J J A S O N D", " ") },
		"monthX":   func(i int) float64 { return plotLeft + plotWide*(float64(i)+0.5)/12 },
		"dissents": dissents,
	}
}

// chart draws a chart for a page. The drawing is made by html/template, which
// escapes every name on it: it may be trusted as HTML.
func (s *site) chart(c chart.Chart, width, height int) (template.HTML, error) {
	var b bytes.Buffer
	err := c.SVG(&b, s.land, chart.Sheet{Width: float64(width), Height: float64(height)})
	return template.HTML(b.String()), err //nolint:gosec // see above
}

// sheetView is a chart with its drawing, for the template "sea".
type sheetView struct {
	Chart   chart.Chart
	Twin    string
	Drawing template.HTML
}

func (s *site) sea(c chart.Chart, twin string, width, height int) (sheetView, error) {
	drawing, err := s.chart(c, width, height)
	return sheetView{Chart: c, Twin: twin, Drawing: drawing}, err
}

// drawTimeline draws a time line for a page; see chart for why it is trusted.
func drawTimeline(t chart.Timeline) (template.HTML, error) {
	var b bytes.Buffer
	err := t.SVG(&b)
	return template.HTML(b.String()), err //nolint:gosec // see above
}

// filterView is the form that asks for ships and events, for the template "filter".
type filterView struct {
	Query  Query
	Flags  []Option
	Action string
	Span   Span
}

func newFilter(q Query, flags []Option, action string, span Span) filterView {
	return filterView{q, flags, action, span}
}

// newest are the last n marks, the newest first.
func newest(all []chart.Mark, n int) []chart.Mark {
	out := slices.Clone(all[max(0, len(all)-n):])
	slices.Reverse(out)
	return out
}

func head(all []chart.Track, n int) []chart.Track { return all[:min(n, len(all))] }

func menu() []Link {
	return []Link{
		{"Watch", "/"},
		{"Ships", "/ships"},
		{"Findings", "/findings"},
		{"Lists", "/lists"},
		{"Desk", "/desk"},
		{"Log", "/log"},
		{"Petroleum", "/petroleum"},
	}
}

func linesOf(all []AccountLine, estimated bool) []AccountLine {
	var out []AccountLine
	for _, l := range all {
		if l.Estimated == estimated {
			out = append(out, l)
		}
	}
	return out
}

// about picks the stances on one claim: they stand beside its sentence. 0
// picks those on the finding as a whole.
func about(all []Stance, claim int) []Stance {
	var out []Stance
	for _, s := range all {
		if s.Claim == claim {
			out = append(out, s)
		}
	}
	return out
}

// dissents picks the stances of those who do not concur and say why.
func dissents(all []Stance) []Stance {
	var out []Stance
	for _, s := range all {
		if s.Position == "dissent" {
			out = append(out, s)
		}
	}
	return out
}

// glyphs are the shapes that stand before a status word, so that colour is
// never what tells them apart. All are drawn in a square of 12.
var glyphs = map[string]string{
	"listed":                        `<rect x="1.5" y="1.5" width="9" height="9"/>`,
	"owned or controlled by listed": `<path d="M1.5 1.5H10.5V10.5H1.5Z" fill="none" stroke="currentColor" stroke-width="1.6"/><path d="M1.5 10.5V1.5H10.5Z"/>`,
	"reported only":                 `<path d="M6 .8L11.2 6L6 11.2L.8 6Z" fill="none" stroke="currentColor" stroke-width="1.6"/>`,
	"nothing known":                 `<circle cx="6" cy="6" r="4.4" fill="none" stroke="currentColor" stroke-width="1.6"/>`,
	"concur":                        `<circle cx="6" cy="6" r="5"/>`,
	"dissent":                       `<path d="M6 .6L11.6 11H.4Z"/>`,
	"abstain":                       `<circle cx="6" cy="6" r="4.4" fill="none" stroke="currentColor" stroke-width="1.6"/>`,
	"recuse":                        `<path d="M2 2L10 10M10 2L2 10" stroke="currentColor" stroke-width="2"/>`,
	"gap":                           `<path d="M0 6H3.2M4.5 6H7.5M8.8 6H12" stroke="currentColor" stroke-width="2"/>`,
	"encounter":                     `<circle cx="6" cy="6" r="2.4" fill="none" stroke="currentColor" stroke-width="1.4"/><circle cx="6" cy="6" r="5.2" fill="none" stroke="currentColor" stroke-width="1.2"/>`,
	"identity":                      `<path d="M6 .8L11.2 6L6 11.2L.8 6Z" fill="none" stroke="currentColor" stroke-width="1.6"/><path d="M6 .8V11.2" stroke="currentColor"/>`,
	"port-call":                     `<path d="M6 1V11M2 7A4 4 0 0 0 10 7M3.5 3.5H8.5" fill="none" stroke="currentColor" stroke-width="1.6"/>`,
	"loitering":                     `<path d="M1 6C3 2 4.5 2 6 6S9 10 11 6" fill="none" stroke="currentColor" stroke-width="1.6"/>`,
	"drift":                         `<path d="M1 9H11M3 6L6 3L9 6M6 3V9" fill="none" stroke="currentColor" stroke-width="1.6"/>`,
	"jump":                          `<path d="M1 10L5 10L5 2L11 2M8.5 .2L11 2L8.5 3.8" fill="none" stroke="currentColor" stroke-width="1.6"/>`,
	"spoof":                         `<circle cx="6" cy="6" r="4.6" fill="none" stroke="currentColor" stroke-width="1.6" stroke-dasharray="2.4 2"/>`,
	"sighting":                      `<path d="M.8 6C3 2.4 9 2.4 11.2 6C9 9.6 3 9.6 .8 6Z" fill="none" stroke="currentColor" stroke-width="1.4"/><circle cx="6" cy="6" r="1.6"/>`,
	"lost":                          `<circle cx="6" cy="6" r="5" fill="none" stroke="currentColor" stroke-width="1.6" stroke-dasharray="2.6 2"/>`,
	"reached":                       `<rect x="2" y="2" width="8" height="8" fill="none" stroke="currentColor" stroke-width="1.8"/>`,
	"join":                          `<path d="M6 11V6M6 6L2 1M6 6L10 1" fill="none" stroke="currentColor" stroke-width="1.6"/>`,
	"split":                         `<path d="M6 1V6M6 6L2 11M6 6L10 11" fill="none" stroke="currentColor" stroke-width="1.6"/>`,
	"observed":                      `<circle cx="6" cy="6" r="5"/>`,
	"possible":                      `<circle cx="6" cy="6" r="4.4" fill="none" stroke="currentColor" stroke-width="1.6"/><path d="M6 1.6A4.4 4.4 0 0 1 6 10.4Z"/>`,
	"not seen":                      `<circle cx="6" cy="6" r="4.4" fill="none" stroke="currentColor" stroke-width="1.6" stroke-dasharray="2 1.6"/>`,
	"yes":                           `<path d="M1.5 6.5L4.6 9.6L10.6 2.6" fill="none" stroke="currentColor" stroke-width="2"/>`,
	"no":                            `<path d="M2 6H10" stroke="currentColor" stroke-width="2"/>`,
}

func glyph(name string) template.HTML {
	shape, ok := glyphs[name]
	if !ok {
		shape = glyphs["nothing known"]
	}
	return template.HTML(`<svg class="glyph" viewBox="0 0 12 12" aria-hidden="true">` + shape + `</svg>`) //nolint:gosec // constants
}
