package petroleum

import (
	"fmt"
	"slices"
	"strings"
)

// Difference is a published total beside what its published parts add up to.
// Both stay as they are.
type Difference struct {
	Whole     string   `json:"whole"` // id of the line with the total
	Parts     []string `json:"parts"`
	Published Decimal  `json:"published"`
	Sum       Decimal  `json:"sum"`
	By        Decimal  `json:"difference"` // published less sum
}

// remark says what a reader of the account must know about its lines.
func (a *Account) remark() {
	parts := map[string][]Line{} // in order of time
	for i := range a.Reported {
		if l := &a.Reported[i]; l.Role == Contained {
			parts[l.Within] = append(parts[l.Within], *l)
		}
	}
	for i := range a.Reported {
		l := &a.Reported[i]
		switch l.Role {
		case TonnesOnly:
			if l.Within == "" {
				a.add("%s: %s reported %s t for %s to %s; no barrels were published, so they are not in the sum", l.ID, l.who(), l.Tonnes, l.Start, l.End)
			}
		case TwoYears:
			a.add("%s: %s reported one figure for %s to %s, which cannot be divided between the years", l.ID, l.who(), l.Start, l.End)
		case OutsideCap:
			a.add("%s: %s to %s is not within the days the cap counts, %s to %s", l.ID, l.Start, l.End, a.Cap.From, a.Cap.Until)
		case Overlaps:
			a.add("%s overlaps %s in part: it is not in the sum", l.ID, l.Within)
		case Replaced:
			a.add("%s was replaced by the later edition %s", l.ID, l.Within)
		case Summed:
			a.remarkParts(l, parts[l.ID])
		}
	}
	a.remarkFactors()
}

func (a *Account) add(format string, args ...any) {
	a.Remarks = append(a.Remarks, fmt.Sprintf(format, args...))
}

func (l *Line) who() string { return strings.Join(l.Suppliers, " and ") }

// remarkParts compares a summed line with parts of the same supplier that
// cover its time without a gap.
func (a *Account) remarkParts(whole *Line, parts []Line) {
	d := Difference{Whole: whole.ID, Published: *whole.amount()}
	next := whole.Start
	for _, l := range parts {
		if !slices.Equal(l.Suppliers, whole.Suppliers) || l.Start != next {
			continue
		}
		d.Sum = d.Sum.Add(*l.amount())
		d.Parts = append(d.Parts, l.ID)
		next = l.End.after()
	}
	if len(d.Parts) < 2 || next != whole.End.after() {
		return
	}
	if d.Sum.Equal(d.Published) {
		a.add("%s: its %d parts add up to the %s %s published", whole.ID, len(d.Parts), d.Sum, a.Unit)
		return
	}
	d.By = d.Published.Sub(d.Sum)
	a.Differences = append(a.Differences, d)
	a.add("%s: its %d parts add up to %s %s, %s were published for the whole", whole.ID, len(d.Parts), d.Sum, a.Unit, d.Published)
}

// A tonne of refined products is about 7 barrels (fuel oil 6.7, diesel 7.5)
// to 9 (petrol 8.5, naphtha 8.9). The bounds serve a remark, never a sum.
func usual(factor Decimal) bool {
	return factor.Cmp(Ratio(63, 10)) >= 0 && factor.Cmp(Whole(9)) <= 0
}

// remarkFactors looks for tonnes and barrels of one supplier and time that
// cannot belong together: in one line, or in the last edition of each.
func (a *Account) remarkFactors() {
	for i := 0; i < len(a.Reported); {
		var t, b *Line
		first := &a.Reported[i]
		for ; i < len(a.Reported) && a.Reported[i].sameTime(first); i++ { // in order of time: they lie together
			if l := &a.Reported[i]; l.Tonnes != nil {
				t = l
			}
			if l := &a.Reported[i]; l.Barrels != nil {
				b = l
			}
		}
		if t == nil || b == nil || t.Tonnes.IsZero() || b.Barrels.IsZero() {
			continue
		}
		if f := b.Barrels.Quo(*t.Tonnes); !usual(f) {
			a.add("%s gives %s t and %s %s barrels for the same time, %s barrels a tonne: not the same edition or factor", t.ID, t.Tonnes, b.ID, b.Barrels, f.Fixed(2))
		}
	}
}

func (l *Line) sameTime(x *Line) bool {
	return l.Start == x.Start && l.End == x.End && slices.Equal(l.Suppliers, x.Suppliers)
}

// remarkSilence names the suppliers of whom no report is at hand for a time in
// which somebody saw deliveries.
func (a *Account) remarkSilence() {
	seen := map[string]bool{}
	for _, e := range a.Estimated {
		months := map[string]int{}
		silent := map[string]int{}
		for _, m := range a.Months {
			if m.Month < string(e.Start[:7]) || m.Month > string(e.End[:7]) {
				continue
			}
			months[m.Supplier]++
			if m.State == MonthMissing || m.State == MonthLate || m.State == MonthNil {
				silent[m.Supplier]++
			}
		}
		for _, m := range a.Months {
			key := m.Supplier + e.ID
			if seen[key] || months[m.Supplier] == 0 || silent[m.Supplier] < months[m.Supplier] {
				continue
			}
			seen[key] = true
			a.add("reported none, seen many: nothing of %s is at hand for %s to %s, for which %s gives %s", m.Supplier, e.Start[:7], e.End[:7], e.Author, e.brief())
		}
	}
}

// brief is the estimate in a few words.
func (e Estimate) brief() string {
	var words []string
	if e.Deliveries > 0 {
		words = append(words, fmt.Sprintf("%d deliveries", e.Deliveries))
	}
	for _, s := range e.Scenarios {
		if !s.Derived {
			words = append(words, fmt.Sprintf("%s barrels (%s)", s.Barrels, s.Laden))
		}
	}
	return strings.Join(words, ", ")
}
