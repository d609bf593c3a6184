package petroleum

import (
	"cmp"
	"slices"
	"strconv"
	"time"
)

// placed is a line with its days as numbers.
type placed struct {
	*Line
	from, to int // days of the year, from 1
}

// gapOf gives the first and the last day for which the line holds nothing of
// the supplier; both lie outside the year where it holds all.
func (l placed) gapOf(supplier string) [2]int {
	if g := l.Without; g != nil && g.Supplier == supplier {
		return [2]int{g.Start.yearDay(), g.End.yearDay()}
	}
	return [2]int{367, -1}
}

// assignRoles decides for every line of one year whether it is summed. The
// widest lines published in the account's unit are: a month stands inside its
// year, one supplier inside a figure for two. What is left out keeps the
// reason and the id of the line that made it so. Lines with tonnes alone are
// held against each other likewise, so that none is converted twice.
func assignRoles(c *Cap, lines []Line) {
	var order, others []placed // published in the account's unit, or not
	for i := range lines {
		l := &lines[i]
		switch {
		case l.Start.Year() != l.End.Year():
			l.Role = TwoYears
		case c != nil && (l.Start < c.From || l.End > c.Until):
			l.Role = OutsideCap
		case l.amount() == nil:
			others = append(others, placed{l, l.Start.yearDay(), l.End.yearDay()})
		default:
			order = append(order, placed{l, l.Start.yearDay(), l.End.yearDay()})
		}
	}
	slices.SortFunc(order, widestFirst)
	taken := ledger{days: map[string]*[367]taker{}}
	for _, l := range order {
		first := taken.first(l)
		if first == nil {
			l.Role = Summed
			taken.take(l)
			continue
		}
		l.Role, l.Within = l.besides(first), first.ID
	}
	slices.SortFunc(others, widestFirst)
	tonnes := ledger{days: map[string]*[367]taker{}}
	for _, l := range others {
		l.Role = TonnesOnly // coal has tonnes always
		if first := taken.first(l); first != nil && first.contains(l.Line) {
			l.Within = first.ID
		} else if first := tonnes.first(l); first != nil {
			l.Within = first.ID
		} else {
			tonnes.take(l)
		}
	}
}

// widestFirst puts lines for more suppliers and more days first, then the
// later edition. No two lines of a book are equal in all of this, so the order
// they came in decides nothing.
func widestFirst(a, b placed) int {
	if n := cmp.Compare(len(b.Suppliers), len(a.Suppliers)); n != 0 {
		return n
	}
	if n := cmp.Compare(b.to-b.from, a.to-a.from); n != 0 {
		return n
	}
	if n := cmp.Compare(b.AsOf, a.AsOf); n != 0 {
		return n
	}
	return a.byTime(b.Line)
}

// ledger holds, for each supplier and day of the year, the summed line that
// counts it. No day of a supplier is counted twice.
type ledger struct {
	days  map[string]*[367]taker
	taken int
}

type taker struct {
	line  *Line
	order int // of taking, from 1
}

func (t *ledger) take(l placed) {
	t.taken++
	for _, s := range l.Suppliers {
		if t.days[s] == nil {
			t.days[s] = new([367]taker)
		}
		gap := l.gapOf(s)
		for d := l.from; d <= l.to; d++ {
			if d < gap[0] || d > gap[1] {
				t.days[s][d] = taker{l.Line, t.taken}
			}
		}
	}
}

// first is the earliest taken line that counts a day and supplier of l.
func (t *ledger) first(l placed) *Line {
	var found taker
	for _, s := range l.Suppliers {
		if t.days[s] == nil {
			continue
		}
		gap := l.gapOf(s)
		for d, x := range t.days[s][l.from : l.to+1] {
			if d += l.from; d >= gap[0] && d <= gap[1] {
				continue
			}
			if x.line != nil && (found.line == nil || x.order < found.order) {
				found = x
			}
		}
	}
	return found.line
}

// besides tells what becomes of a line that shares days and suppliers with a
// summed one.
func (l *Line) besides(s *Line) Role {
	switch {
	case slices.Equal(l.Suppliers, s.Suppliers) && l.Start == s.Start && l.End == s.End:
		return Replaced
	case s.contains(l):
		return Contained
	}
	return Overlaps
}

func (l *Line) contains(x *Line) bool {
	return !slices.ContainsFunc(x.Suppliers, func(s string) bool { return !l.holds(s, x.Start, x.End) })
}

// yearDay is the day's number in its year, from 1.
func (d Day) yearDay() int {
	month, err1 := strconv.Atoi(string(d[5:7]))
	day, err2 := strconv.Atoi(string(d[8:]))
	if err1 != nil || err2 != nil {
		return 0
	}
	return time.Date(d.Year(), time.Month(month), day, 0, 0, 0, 0, time.UTC).YearDay()
}

func (d Day) after() Day {
	t, err := time.Parse(time.DateOnly, string(d))
	if err != nil {
		return ""
	}
	return Day(t.AddDate(0, 0, 1).Format(time.DateOnly))
}

func (l *Line) byTime(x *Line) int {
	if n := cmp.Compare(l.Start, x.Start); n != 0 {
		return n
	}
	if n := cmp.Compare(l.End, x.End); n != 0 {
		return n
	}
	if n := slices.Compare(l.Suppliers, x.Suppliers); n != 0 {
		return n
	}
	return cmp.Compare(l.AsOf, x.AsOf)
}
