// Package petroleum keeps the account of what the caps allow: one account a
// calendar year, with what suppliers reported and what others estimated side
// by side and never added up.
//
// Figures stand as they were published. Tonnes are not turned into barrels:
// no published factor fits them all, so a line that was published in tonnes
// alone is shown and left out of the sum, and the account says so.
package petroleum

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"time"
)

// Line is a supply that a supplier reported, as published.
type Line struct {
	From     string   `json:"from"` // civil days, both included
	To       string   `json:"to"`
	Supplier string   `json:"supplier"` // several joined by "+" where the figure is for all of them
	Tonnes   *float64 `json:"tonnes"`   // null where not published
	Barrels  *float64 `json:"barrels"`
	AsOf     string   `json:"as_of,omitempty"` // when it was published or quoted
	Note     string   `json:"note,omitempty"`
	Source   string   `json:"source"`
	Row      int      `json:"row"` // in data/reported.csv
	// Counted says that the line is part of the sum; Within names, by its row,
	// the counted line that already holds it.
	Counted bool `json:"counted"`
	Within  int  `json:"within,omitempty"`
}

// Estimate is what somebody worked out, with the shares of capacity they took
// the tankers to be laden with. It belongs to its author.
type Estimate struct {
	From       string   `json:"from"`
	To         string   `json:"to"`
	Author     string   `json:"author"`
	Deliveries *int     `json:"deliveries"`
	OneThird   *float64 `json:"barrels_one_third"`
	Half       *float64 `json:"barrels_half"`
	Ninety     *float64 `json:"barrels_90pct"`
	Other      *float64 `json:"barrels_other"`
	Qualifier  string   `json:"qualifier,omitempty"` // "at least", "if fully laden"
	Derived    string   `json:"derived,omitempty"`   // columns worked out from the others
	Verified   bool     `json:"verified"`            // a public page shows the figures
	Note       string   `json:"note,omitempty"`
	Source     string   `json:"source"`
	Row        int      `json:"row"` // in data/estimates.csv
}

// Cap is a ceiling.
type Cap struct {
	Product string  `json:"product"`
	From    string  `json:"from"`
	Until   string  `json:"until,omitempty"`
	Per     string  `json:"per"`
	Barrels float64 `json:"barrels"`
	Measure string  `json:"measure"`
	Source  string  `json:"source"`
	Row     int     `json:"row"`
}

// Notice is one of the marks at which States are told.
type Notice struct {
	Percent int  `json:"percent"`
	Passed  bool `json:"passed"`
	// By is the last day of the line with which the sum passed the mark; the
	// true day is not later.
	By string `json:"by,omitempty"`
}

// Account is one year.
type Account struct {
	Year            int        `json:"year"`
	Cap             *Cap       `json:"cap"` // null in a year that had none
	ReportedBarrels float64    `json:"reported_barrels"`
	Share           float64    `json:"share"` // of the cap, 1 is all of it
	Notices         []Notice   `json:"notices"`
	Reported        []Line     `json:"reported"`
	Estimated       []Estimate `json:"estimated"`
	TonnesOnly      int        `json:"tonnes_only"` // lines left out of the sum for want of barrels
	Remarks         []string   `json:"remarks"`
}

// Years lists the years that have a line or an estimate.
func (b *Book) Years() []int {
	var out []int
	add := func(day string) {
		var y int
		if _, err := fmt.Sscanf(day, "%4d", &y); err == nil {
			out = append(out, y)
		}
	}
	for _, l := range b.reported {
		add(l.From)
	}
	for _, e := range b.estimated {
		add(e.From)
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// Account builds the account of a year.
func (b *Book) Account(year int) Account {
	a := Account{Year: year, Remarks: []string{}}
	first, last := fmt.Sprintf("%04d-01-01", year), fmt.Sprintf("%04d-12-31", year)
	for i, c := range b.caps {
		if c.Per == "calendar year" && c.From <= first && (c.Until == "" || c.Until >= last) {
			a.Cap = &b.caps[i]
		}
	}
	for _, l := range b.reported {
		switch {
		case l.From >= first && l.To <= last:
			a.Reported = append(a.Reported, l)
		case l.From <= last && l.To >= first:
			a.Reported = append(a.Reported, l)
			a.Remarks = append(a.Remarks, fmt.Sprintf("The line of %s for %s to %s lies across the turn of the year and is not counted.", l.Supplier, l.From, l.To))
		}
	}
	for _, e := range b.estimated {
		if e.From <= last && e.To >= first {
			a.Estimated = append(a.Estimated, e)
		}
	}
	a.count(first, last)
	a.compare()
	a.notices()
	return a
}

// count chooses the lines that make the sum. A figure for a longer time or
// for more suppliers comes first; one whose time and supplier a counted line
// already holds is part of that line. Of two for the same time and supplier
// the one published last counts.
func (a *Account) count(first, last string) {
	order := make([]int, 0, len(a.Reported))
	for i, l := range a.Reported {
		inside := l.From >= first && l.To <= last
		switch {
		case inside && l.Barrels != nil:
			order = append(order, i)
		case inside:
			a.TonnesOnly++
		}
	}
	slices.SortStableFunc(order, func(i, j int) int {
		x, y := a.Reported[i], a.Reported[j]
		return cmp.Or(-cmp.Compare(x.suppliers(), y.suppliers()), -cmp.Compare(x.days(), y.days()), -cmp.Compare(x.AsOf, y.AsOf), cmp.Compare(x.Row, y.Row))
	})
	var counted []*Line
	for _, i := range order {
		l := &a.Reported[i]
		holder := slices.IndexFunc(counted, func(c *Line) bool { return c.overlaps(*l) })
		switch {
		case holder < 0:
			l.Counted = true
			a.ReportedBarrels += *l.Barrels
			counted = append(counted, l)
		case counted[holder].holds(*l):
			l.Within = counted[holder].Row
		default:
			a.Remarks = append(a.Remarks, fmt.Sprintf("The line of %s for %s to %s overlaps a counted one in part and is not counted.", l.Supplier, l.From, l.To))
		}
	}
	if a.TonnesOnly > 0 {
		a.Remarks = append(a.Remarks, fmt.Sprintf("%d lines were published in tonnes alone and are not in the sum: no factor was published with them.", a.TonnesOnly))
	}
	if a.Cap != nil && a.Cap.Barrels > 0 {
		a.Share = a.ReportedBarrels / a.Cap.Barrels
	}
}

// compare holds each counted figure against the parts published for it and
// keeps both where they differ.
func (a *Account) compare() {
	for _, total := range a.Reported {
		if !total.Counted {
			continue
		}
		sum, parts, days := 0.0, 0, 0
		for _, l := range a.Reported {
			if l.Within == total.Row && (l.days() < total.days()) && l.Supplier == total.Supplier {
				sum, parts, days = sum+*l.Barrels, parts+1, days+l.days()
			}
		}
		if parts > 0 && days == total.days() && sum != *total.Barrels {
			a.Remarks = append(a.Remarks, fmt.Sprintf("The %d parts published for %s sum to %.0f barrels, the published total is %.0f: a difference of %.0f, kept as published.",
				parts, total.Supplier, sum, *total.Barrels, *total.Barrels-sum))
		}
	}
}

func (a *Account) notices() {
	if a.Cap == nil {
		return
	}
	var lines []Line
	for _, l := range a.Reported {
		if l.Counted {
			lines = append(lines, l)
		}
	}
	slices.SortStableFunc(lines, func(x, y Line) int { return cmp.Or(cmp.Compare(x.To, y.To), cmp.Compare(x.Row, y.Row)) })
	for _, percent := range []int{75, 90, 95, 100} {
		n := Notice{Percent: percent}
		sum := 0.0
		for _, l := range lines {
			sum += *l.Barrels
			if sum >= a.Cap.Barrels*float64(percent)/100 {
				n.Passed, n.By = true, l.To
				break
			}
		}
		a.Notices = append(a.Notices, n)
	}
}

func (l Line) suppliers() int { return strings.Count(l.Supplier, "+") + 1 }

func (l Line) days() int {
	from, err1 := time.Parse(time.DateOnly, l.From)
	to, err2 := time.Parse(time.DateOnly, l.To)
	if err1 != nil || err2 != nil { // the loader has checked both
		return 0
	}
	return int(to.Sub(from).Hours()/24) + 1
}

// overlaps reports whether some of the other line's supply may be in this one.
func (l Line) overlaps(other Line) bool {
	return l.From <= other.To && other.From <= l.To && l.shares(other)
}

func (l Line) shares(other Line) bool {
	for _, s := range strings.Split(other.Supplier, "+") {
		if slices.Contains(strings.Split(l.Supplier, "+"), s) {
			return true
		}
	}
	return false
}

// holds reports whether all of the other line's supply is in this one.
func (l Line) holds(other Line) bool {
	if l.From > other.From || l.To < other.To {
		return false
	}
	for _, s := range strings.Split(other.Supplier, "+") {
		if !slices.Contains(strings.Split(l.Supplier, "+"), s) {
			return false
		}
	}
	return true
}
