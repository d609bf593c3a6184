// Package petroleum keeps the account of refined petroleum supplied to the
// DPRK against the cap of resolution 2397 (2017), by calendar year.
//
// Two things are kept apart and never added up: the lines that suppliers
// reported, and what others estimate to have gone unreported. A figure stays
// as it was published, in tonnes or in barrels; none is turned into the other,
// because the factor differs by product and none was published.
package petroleum

import (
	"fmt"
	"slices"
	"strings"
)

// Day is a civil day, YYYY-MM-DD; days compare as text.
type Day string

// Year is the calendar year of the day.
func (d Day) Year() int {
	y := 0
	if _, err := fmt.Sscanf(string(d), "%4d", &y); err != nil {
		return 0
	}
	return y
}

// Published says in which measure a line was published.
type Published string

// The measures.
const (
	InTonnes  Published = "tonnes"
	InBarrels Published = "barrels"
	InBoth    Published = "tonnes and barrels"
)

// Role is what an account does with a reported line.
type Role string

// The roles. Only a summed line counts towards the year.
const (
	Summed     Role = "summed"
	Contained  Role = "contained in another line"
	TonnesOnly Role = "tonnes only, not summed"
	Replaced   Role = "replaced by a later edition"
	Overlaps   Role = "overlaps another line, not summed"
	TwoYears   Role = "spans two years, not summed"
)

// Line is one figure reported for a time and one or more suppliers.
type Line struct {
	ID        string    `json:"id"` // file and line, such as reported.csv:12
	Start     Day       `json:"start"`
	End       Day       `json:"end"`
	Suppliers []string  `json:"suppliers"`
	Tonnes    *int64    `json:"tonnes,omitempty"`
	Barrels   *int64    `json:"barrels,omitempty"`
	Published Published `json:"published"`
	AsOf      string    `json:"as_of,omitempty"` // day or month of the publication
	Note      string    `json:"note,omitempty"`
	Sources   []string  `json:"sources"`

	Role   Role   `json:"role,omitempty"`   // in an account
	Within string `json:"within,omitempty"` // id of the line that contains, replaces or overlaps it
}

// Estimate is somebody's figure for deliveries that nobody reported.
type Estimate struct {
	ID         string     `json:"id"`
	Start      Day        `json:"start"`
	End        Day        `json:"end"`
	Author     string     `json:"author"`
	Deliveries int64      `json:"deliveries,omitempty"`
	Scenarios  []Scenario `json:"scenarios,omitempty"`
	Qualifier  string     `json:"qualifier,omitempty"` // at least, about, more than
	Verified   bool       `json:"verified"`            // the source shows the figure
	Note       string     `json:"note,omitempty"`
	Sources    []string   `json:"sources"`
}

// Scenario is the volume of an estimate at one assumed load of the tankers.
type Scenario struct {
	Laden   string  `json:"laden"` // "1/3", "1/2", "90 %", or "as stated"
	Barrels int64   `json:"barrels"`
	Derived bool    `json:"derived,omitempty"` // computed from the other scenarios, not published
	Share   float64 `json:"share"`             // of the year's cap; 0 where there is none
}

// Cap is a ceiling and the days it counts over.
type Cap struct {
	From    Day    `json:"from"`
	Until   Day    `json:"until"` // last day of the count within the year
	Per     string `json:"per"`
	Barrels int64  `json:"barrels"`
	Measure string `json:"measure"` // such as "2397 OP5"
	Source  string `json:"source"`
}

// Notice is a threshold at which the Secretary of the Committee notifies all
// States. The day is the last of the line that reached it: it was reached by
// then, not always on it.
type Notice struct {
	Percent int   `json:"percent"`
	By      Day   `json:"by"`
	Barrels int64 `json:"barrels"` // reported up to that line
}

// Account is the state of one calendar year.
type Account struct {
	Year            int        `json:"year"`
	Cap             *Cap       `json:"cap,omitempty"`
	Reported        []Line     `json:"reported"`
	ReportedBarrels int64      `json:"reported_barrels"` // of the summed lines
	Share           float64    `json:"share"`            // of the cap
	Incomplete      bool       `json:"incomplete"`       // reports exist that the sum does not hold
	Notices         []Notice   `json:"notices,omitempty"`
	Estimated       []Estimate `json:"estimated"` // never part of the sum
	Remarks         []string   `json:"remarks,omitempty"`
}

// Book holds all lines, estimates and caps.
type Book struct {
	lines     []Line
	estimates []Estimate
	caps      []Cap
}

// thresholds are the shares at which notice is given.
func thresholds() []int { return []int{75, 90, 95} }

// Years lists the years for which there is a line or an estimate.
func (b *Book) Years() []int {
	var out []int
	for _, l := range b.lines {
		out = append(out, l.Start.Year(), l.End.Year())
	}
	for _, e := range b.estimates {
		out = append(out, e.Start.Year())
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// Account draws up the account of a calendar year.
func (b *Book) Account(year int) Account { return b.account(year, "") }

// SupplierAccount draws up the account of what one supplier reported alone.
// Lines given for several suppliers together are left out of it.
func (b *Book) SupplierAccount(year int, supplier string) Account { return b.account(year, supplier) }

func (b *Book) account(year int, supplier string) Account {
	a := Account{Year: year, Cap: b.capOf(year)}
	for _, l := range b.lines {
		if l.Start.Year() > year || l.End.Year() < year {
			continue
		}
		if supplier == "" || (len(l.Suppliers) == 1 && l.Suppliers[0] == supplier) {
			a.Reported = append(a.Reported, l)
		}
	}
	assignRoles(a.Reported)
	slices.SortStableFunc(a.Reported, byTime)
	a.sum()
	a.remark()
	if supplier != "" {
		return a
	}
	for _, e := range b.estimates {
		if e.Start.Year() == year {
			a.Estimated = append(a.Estimated, e.against(a.Cap))
		}
	}
	return a
}

func (b *Book) capOf(year int) *Cap {
	first, last := Day(fmt.Sprintf("%04d-01-01", year)), Day(fmt.Sprintf("%04d-12-31", year))
	for _, c := range b.caps {
		if c.From > last || (c.Until != "" && c.Until < first) {
			continue
		}
		c.From = max(c.From, first)
		if c.Until == "" || c.Until > last {
			c.Until = last
		}
		return &c
	}
	return nil
}

// sum adds the summed lines in order of time and notes the thresholds.
func (a *Account) sum() {
	next := thresholds()
	lines := slices.Clone(a.Reported)
	slices.SortStableFunc(lines, func(x, y Line) int { return strings.Compare(string(x.End), string(y.End)) })
	for _, l := range lines {
		switch {
		case l.Role == Summed:
			a.ReportedBarrels += *l.Barrels
		case l.Role == Overlaps, l.Role == TwoYears, l.Role == TonnesOnly && l.Within == "":
			a.Incomplete = true
		}
		for a.Cap != nil && len(next) > 0 && a.ReportedBarrels*100 >= a.Cap.Barrels*int64(next[0]) {
			a.Notices = append(a.Notices, Notice{Percent: next[0], By: l.End, Barrels: a.ReportedBarrels})
			next = next[1:]
		}
	}
	if a.Cap != nil {
		a.Share = float64(a.ReportedBarrels) / float64(a.Cap.Barrels)
	}
}

func (e Estimate) against(c *Cap) Estimate {
	e.Scenarios = slices.Clone(e.Scenarios)
	if c == nil {
		return e
	}
	for i := range e.Scenarios {
		e.Scenarios[i].Share = float64(e.Scenarios[i].Barrels) / float64(c.Barrels)
	}
	return e
}

// Scenario returns the volume of the estimate at an assumed load.
func (e Estimate) Scenario(laden string) (Scenario, bool) {
	i := slices.IndexFunc(e.Scenarios, func(s Scenario) bool { return s.Laden == laden })
	if i < 0 {
		return Scenario{}, false
	}
	return e.Scenarios[i], true
}
