package petroleum

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"time"
)

// assignRoles decides for every line of one year whether it is summed. The
// widest lines published in barrels are: a month stands inside its year, one
// supplier inside a figure for two. What is left out keeps the reason and the
// id of the line that made it so.
func assignRoles(lines []Line) {
	order := make([]*Line, len(lines))
	for i := range lines {
		order[i] = &lines[i]
	}
	// Widest first, then the later edition, then the file's own order.
	slices.SortStableFunc(order, func(a, b *Line) int {
		return cmp.Or(
			cmp.Compare(len(b.Suppliers), len(a.Suppliers)),
			cmp.Compare(b.days(), a.days()),
			cmp.Compare(b.AsOf, a.AsOf),
		)
	})
	var summed []*Line
	for _, l := range order {
		if l.Start.Year() != l.End.Year() {
			l.Role = TwoYears
			continue
		}
		if l.Barrels == nil {
			continue
		}
		l.Role = Summed
		for _, s := range summed {
			if role := l.besides(s); role != Summed {
				l.Role, l.Within = role, s.ID
				break
			}
		}
		if l.Role == Summed {
			summed = append(summed, l)
		}
	}
	for _, l := range order {
		if l.Barrels != nil || l.Role == TwoYears {
			continue
		}
		l.Role = TonnesOnly
		for _, s := range summed {
			if s.contains(l) {
				l.Within = s.ID
				break
			}
		}
	}
}

// besides tells what becomes of a line when another is summed already.
func (l *Line) besides(s *Line) Role {
	switch {
	case slices.Equal(l.Suppliers, s.Suppliers) && l.Start == s.Start && l.End == s.End:
		return Replaced
	case s.contains(l):
		return Contained
	case l.Start <= s.End && s.Start <= l.End && slices.ContainsFunc(l.Suppliers, func(x string) bool { return slices.Contains(s.Suppliers, x) }):
		return Overlaps
	}
	return Summed
}

func (l *Line) contains(x *Line) bool {
	return l.Start <= x.Start && x.End <= l.End &&
		!slices.ContainsFunc(x.Suppliers, func(s string) bool { return !slices.Contains(l.Suppliers, s) })
}

func (l *Line) days() int {
	from, err1 := time.Parse(time.DateOnly, string(l.Start))
	to, err2 := time.Parse(time.DateOnly, string(l.End))
	if err1 != nil || err2 != nil {
		return 0
	}
	return int(to.Sub(from).Hours()/24) + 1
}

func byTime(a, b Line) int {
	return cmp.Or(cmp.Compare(a.Start, b.Start), cmp.Compare(a.End, b.End), cmp.Compare(strings.Join(a.Suppliers, "+"), strings.Join(b.Suppliers, "+")))
}

// remark says what a reader of the account must know about its lines.
func (a *Account) remark() {
	for _, l := range a.Reported {
		switch l.Role {
		case TonnesOnly:
			if l.Within == "" {
				a.add("%s: %s reported %d t for %s to %s; no barrels were published, so they are not in the sum", l.ID, l.who(), *l.Tonnes, l.Start, l.End)
			}
		case TwoYears:
			a.add("%s: %s reported one figure for %s to %s, which cannot be divided between the years", l.ID, l.who(), l.Start, l.End)
		case Overlaps:
			a.add("%s overlaps %s in part: it is not in the sum", l.ID, l.Within)
		case Replaced:
			a.add("%s was replaced by the later edition %s", l.ID, l.Within)
		case Summed:
			a.remarkParts(l)
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
func (a *Account) remarkParts(whole Line) {
	next, sum, n := whole.Start, int64(0), 0
	for _, l := range a.Reported { // in order of time
		if l.ID == whole.ID || l.Role != Contained || l.Within != whole.ID || !slices.Equal(l.Suppliers, whole.Suppliers) || l.Start != next {
			continue
		}
		sum += *l.Barrels
		n++
		next = l.End.after()
	}
	if n < 2 || next != whole.End.after() {
		return
	}
	if sum == *whole.Barrels {
		a.add("%s: its %d parts add up to the %d barrels published", whole.ID, n, sum)
		return
	}
	a.add("%s: its %d parts add up to %d barrels, %d were published for the whole", whole.ID, n, sum, *whole.Barrels)
}

func (d Day) after() Day {
	t, err := time.Parse(time.DateOnly, string(d))
	if err != nil {
		return ""
	}
	return Day(t.AddDate(0, 0, 1).Format(time.DateOnly))
}

// A tonne of refined products is about 7 barrels (fuel oil 6.7, diesel 7.5)
// to 9 (petrol 8.5, naphtha 8.9). The bounds serve a remark, never a sum.
const lightest, heaviest = 9.0, 6.3

// remarkFactors looks for tonnes and barrels of one supplier and time that
// cannot belong together.
func (a *Account) remarkFactors() {
	for _, t := range a.Reported {
		for _, b := range a.Reported {
			if t.Tonnes == nil || *t.Tonnes == 0 || b.Barrels == nil || *b.Barrels == 0 ||
				t.Start != b.Start || t.End != b.End || !slices.Equal(t.Suppliers, b.Suppliers) {
				continue
			}
			if f := float64(*b.Barrels) / float64(*t.Tonnes); f < heaviest || f > lightest {
				a.add("%s gives %d t and %s %d barrels for the same time, %.2f barrels a tonne: not the same edition or factor", t.ID, *t.Tonnes, b.ID, *b.Barrels, f)
			}
		}
	}
}
