// Package petroleum keeps the account of what was supplied to the DPRK under a
// cap (refined petroleum, crude) or bought from it under one (coal), by
// calendar year.
//
// Two things are kept apart and never added up: the lines that suppliers
// reported, and what others estimate to have gone unreported. A figure stays
// as it was published, in tonnes or in barrels. One is turned into the other
// only with a named factor, and then stands beside the total, not in it,
// because the factor differs by product and none was published. All numbers
// are exact decimals.
package petroleum

import (
	"fmt"
	"slices"
	"strconv"
)

// Day is a civil day, YYYY-MM-DD; days compare as text.
type Day string

// Year is the calendar year of the day.
func (d Day) Year() int {
	y, err := strconv.Atoi(string(d[:min(4, len(d))]))
	if err != nil {
		return 0
	}
	return y
}

// Product is what a cap counts.
type Product string

// The products.
const (
	Refined Product = "refined-petroleum"
	Crude   Product = "crude"
	Coal    Product = "coal"
)

// Unit is the unit in which the product's account is kept.
func (p Product) Unit() Published {
	if p == Coal {
		return InTonnes
	}
	return InBarrels
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
	OutsideCap Role = "outside the days the cap counts, not summed"
)

// Line is one figure reported for a time and one or more suppliers.
type Line struct {
	ID         string      `json:"id"` // file and line, such as reported.csv:12
	Product    Product     `json:"product"`
	Start      Day         `json:"start"`
	End        Day         `json:"end"`
	Suppliers  []string    `json:"suppliers"`
	Without    *Gap        `json:"without,omitempty"`
	Tonnes     *Decimal    `json:"tonnes,omitempty"`
	Barrels    *Decimal    `json:"barrels,omitempty"`
	Published  Published   `json:"published"`
	Conversion *Conversion `json:"conversion,omitempty"`
	AsOf       string      `json:"as_of,omitempty"` // day or month of the publication
	Note       string      `json:"note,omitempty"`
	Sources    []string    `json:"sources"`

	Role   Role   `json:"role,omitempty"`   // in an account
	Within string `json:"within,omitempty"` // id of the line that contains, replaces or overlaps it
}

// Gap is a time for which a joint line holds nothing of one of its suppliers.
type Gap struct {
	Supplier string `json:"supplier"`
	Start    Day    `json:"start"`
	End      Day    `json:"end"`
}

// holds tells whether the line speaks for a supplier over some time.
func (l *Line) holds(supplier string, start, end Day) bool {
	g := l.Without
	return slices.Contains(l.Suppliers, supplier) && l.Start <= start && end <= l.End &&
		(g == nil || g.Supplier != supplier || end < g.Start || start > g.End)
}

// amount is the line's figure in the unit of its product; nil if none was
// published in it.
func (l *Line) amount() *Decimal {
	if l.Product.Unit() == InTonnes {
		return l.Tonnes
	}
	return l.Barrels
}

// Cap is a ceiling and the days it counts over. A cap in several units is
// reached by the first.
type Cap struct {
	Product    Product  `json:"product"`
	From       Day      `json:"from"`
	Until      Day      `json:"until"` // last day of the count within the year
	Per        string   `json:"per"`
	Barrels    Decimal  `json:"barrels"` // 0 where the cap has none
	Tonnes     *Decimal `json:"tonnes,omitempty"`
	Dollars    *Decimal `json:"usd,omitempty"`
	Measure    string   `json:"measure"`               // such as "2397 OP5"
	Verified   bool     `json:"verified"`              // a public page shows the paragraph's number
	ReplacedBy string   `json:"replaced_by,omitempty"` // the measure that took its place before it counted
	Note       string   `json:"note,omitempty"`
	Source     string   `json:"source"`
}

// Limit is the cap in the unit of its product's account.
func (c Cap) Limit() Decimal {
	if c.Product.Unit() == InBarrels {
		return c.Barrels
	}
	if c.Tonnes == nil {
		return Decimal{}
	}
	return *c.Tonnes
}

// Account is the state of one calendar year.
type Account struct {
	Year             int          `json:"year"`
	Product          Product      `json:"product"`
	Unit             Published    `json:"unit"`
	AsOf             Day          `json:"as_of,omitempty"`
	Cap              *Cap         `json:"cap,omitempty"`
	Reported         []Line       `json:"reported"`
	ReportedBarrels  Decimal      `json:"reported_barrels"`  // of the summed lines
	ReportedTonnes   Decimal      `json:"reported_tonnes"`   // of the summed lines, for what is counted in tonnes
	ConvertedBarrels Decimal      `json:"converted_barrels"` // of lines with tonnes alone; may hold the same barrels as the sum
	Share            Decimal      `json:"share"`             // of the cap
	Incomplete       bool         `json:"incomplete"`        // reports exist that the sum does not hold
	Notices          []Notice     `json:"notices,omitempty"`
	Months           []Month      `json:"months,omitempty"`
	Differences      []Difference `json:"differences,omitempty"`
	Estimated        []Estimate   `json:"estimated"` // never part of the sum
	Seen             []Scenario   `json:"seen,omitempty"`
	EstimatedNotices []Notice     `json:"estimated_notices,omitempty"`
	Remarks          []string     `json:"remarks,omitempty"`
}

// Total is the sum of the summed lines in the unit of the account.
func (a *Account) Total() Decimal {
	if a.Unit == InTonnes {
		return a.ReportedTonnes
	}
	return a.ReportedBarrels
}

// Book holds all lines, estimates, caps, factors and known suppliers. A book
// is never changed; what adds to it makes another.
type Book struct {
	lines     []Line // in order of time
	estimates []Estimate
	caps      []Cap
	factors   []Factor
	suppliers []string
}

// Terms say which account is wanted. The zero Terms but for the year give
// refined petroleum, all suppliers, and all that is known.
type Terms struct {
	Year     int
	Product  Product
	Supplier string   // lines given for several suppliers together are left out
	AsOf     Day      // only what was published by this day
	Own      *Decimal // a laden share of one's own, above 0 and at most 1
	Factor   string   // id of the factor for lines that were published in tonnes alone
}

// Years lists the years for which there is a line or an estimate.
func (b *Book) Years() []int {
	var out []int
	for _, l := range b.lines {
		if l.Product == Refined {
			out = append(out, l.Start.Year(), l.End.Year())
		}
	}
	for _, e := range b.estimates {
		out = append(out, e.Start.Year())
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// Caps lists every cap as it was adopted, those that never counted included.
func (b *Book) Caps() []Cap { return slices.Clone(b.caps) }

// Account draws up the account of refined petroleum of a calendar year.
func (b *Book) Account(year int) Account { return b.draw(Terms{Year: year, Product: Refined}, nil) }

// SupplierAccount draws up the account of what one supplier reported alone.
func (b *Book) SupplierAccount(year int, supplier string) Account {
	return b.draw(Terms{Year: year, Product: Refined, Supplier: supplier}, nil)
}

// Draw draws up the account that the terms ask for.
func (b *Book) Draw(t Terms) (Account, error) {
	if t.Product == "" {
		t.Product = Refined
	}
	fail := func(format string, args ...any) (Account, error) {
		return Account{}, fmt.Errorf("drawing up the account of %d: %w", t.Year, fmt.Errorf(format, args...))
	}
	if !slices.Contains(products(), t.Product) {
		return fail("unknown product %q, known are %v", t.Product, products())
	}
	if t.Supplier != "" && !slices.Contains(b.suppliers, t.Supplier) {
		return fail("unknown supplier %q, known are %v", t.Supplier, b.suppliers)
	}
	if t.Own != nil && (t.Own.Cmp(Whole(0)) <= 0 || t.Own.Cmp(Whole(1)) > 0) {
		return fail("the laden share %s is not above 0 and at most 1", *t.Own)
	}
	var f *Factor
	if t.Factor != "" {
		var err error
		if f, err = b.Factor(t.Factor); err != nil {
			return fail("%w", err)
		}
	}
	return b.draw(t, f), nil
}

func products() []Product { return []Product{Refined, Crude, Coal} }

func (b *Book) draw(t Terms, f *Factor) Account {
	a := Account{Year: t.Year, Product: t.Product, Unit: t.Product.Unit(), AsOf: t.AsOf, Cap: b.capOf(t.Product, t.Year)}
	a.Reported = make([]Line, 0, b.linesOf(t))
	var late []Line // published after the day asked for
	for i := range b.lines {
		l := &b.lines[i]
		if l.Product != t.Product || l.Start.Year() > t.Year || l.End.Year() < t.Year {
			continue
		}
		switch {
		case t.Supplier != "" && (len(l.Suppliers) != 1 || l.Suppliers[0] != t.Supplier):
		case t.AsOf != "" && l.knownFrom() > t.AsOf:
			late = append(late, *l)
		default:
			a.Reported = append(a.Reported, *l)
		}
	}
	assignRoles(a.Cap, a.Reported)
	a.convert(f)
	a.sum()
	a.Months = b.months(&a, t, late)
	a.remark()
	if t.Supplier == "" && t.Product == Refined {
		a.estimate(b.estimates, t.Own)
	}
	return a
}

func (b *Book) linesOf(t Terms) int {
	n := 0
	for i := range b.lines {
		if l := &b.lines[i]; l.Start.Year() <= t.Year && l.End.Year() >= t.Year {
			n++
		}
	}
	return n
}

func (b *Book) capOf(p Product, year int) *Cap {
	first, last := Day(fmt.Sprintf("%04d-01-01", year)), Day(fmt.Sprintf("%04d-12-31", year))
	for _, c := range b.caps {
		if c.Product != p || c.ReplacedBy != "" || c.From > last || (c.Until != "" && c.Until < first) {
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
