package petroleum

import (
	"strconv"
	"time"
)

// State is what is known of one month of one supplier.
type State string

// The states. A month without a report is missing; it is never a zero.
const (
	MonthReported State = "reported"
	MonthNil      State = "printed as nil"
	MonthWithin   State = "only within a longer or joint line"
	MonthMissing  State = "missing"
	MonthLate     State = "late: published after the day asked for"
	MonthNotDue   State = "not yet due"
)

// Month is one month of one supplier.
type Month struct {
	Supplier string `json:"supplier"`
	Month    string `json:"month"` // 2024-02
	State    State  `json:"state"`
	Line     string `json:"line,omitempty"` // the line it stands in
	Due      Day    `json:"due"`            // the 30th of the month after, or its last day
}

// months tells for each known supplier and month what was reported.
func (b *Book) months(a *Account, t Terms, late []Line) []Month {
	var out []Month
	if a.Cap == nil || t.Product == Coal { // coal is reported by buyers, who are none of these
		return nil
	}
	known, coming := coverage(t.Year, a.Reported), coverage(t.Year, late)
	for _, s := range b.suppliers {
		if t.Supplier != "" && s != t.Supplier {
			continue
		}
		for _, c := range []map[string]*[13]cover{known, coming} {
			if c[s] == nil {
				c[s] = new([13]cover)
			}
		}
		for m := time.January; m <= time.December; m++ {
			first := time.Date(t.Year, m, 1, 0, 0, 0, 0, time.UTC)
			if Day(first.Format(time.DateOnly)) < a.Cap.From && first.Format("2006-01") != string(a.Cap.From)[:7] {
				continue
			}
			x := Month{Supplier: s, Month: first.Format("2006-01"), State: MonthMissing, Due: due(first)}
			switch {
			case known[s][m].state != "":
				x.State, x.Line = known[s][m].state, known[s][m].line
			case t.AsOf != "" && t.AsOf <= x.Due:
				x.State = MonthNotDue
			case coming[s][m].state != "":
				x.State = MonthLate
			}
			out = append(out, x)
		}
	}
	return out
}

type cover struct {
	state State
	line  string
}

// coverage finds, for each supplier and month, the line that says most of it:
// one of the supplier's own for that month before a longer or a joint one.
func coverage(year int, lines []Line) map[string]*[13]cover {
	out := map[string]*[13]cover{}
	for i := range lines {
		l := &lines[i]
		if l.Role == Replaced {
			continue
		}
		state, from, to := l.says(), l.Start.monthOf(year), l.End.monthOf(year)
		for _, s := range l.Suppliers {
			if out[s] == nil {
				out[s] = new([13]cover)
			}
			months := out[s]
			for m := from; m <= to; m++ {
				if g := l.Without; g != nil && g.Supplier == s && g.Start.monthOf(year) <= m && m <= g.End.monthOf(year) {
					continue
				}
				if months[m].state == "" || months[m].state == MonthWithin && state != MonthWithin {
					months[m] = cover{state, l.ID}
				}
			}
		}
	}
	return out
}

// says is what the line tells of the months it runs over.
func (l *Line) says() State {
	figure := l.amount()
	if figure == nil {
		figure = l.Tonnes
	}
	switch {
	case len(l.Suppliers) > 1:
		return MonthWithin
	case figure.IsZero():
		return MonthNil
	case l.Start[:7] == l.End[:7]:
		return MonthReported
	}
	return MonthWithin
}

// monthOf is the month of the day, or the end of the year on which it lies.
func (d Day) monthOf(year int) int {
	switch y := d.Year(); {
	case y < year:
		return 1
	case y > year:
		return 12
	}
	m, err := strconv.Atoi(string(d[5:7]))
	if err != nil {
		return 1
	}
	return m
}

// due is the day by which a month was to be reported: the 30th of the month
// after, which for January is the last of February.
func due(first time.Time) Day {
	last := first.AddDate(0, 2, -1)
	if last.Day() > 30 {
		last = last.AddDate(0, 0, -1)
	}
	return Day(last.Format(time.DateOnly))
}

// knownFrom is the first day on which a line counts as known: a line with no
// day of publication always does, one with a month from the end of it.
func (l *Line) knownFrom() Day {
	if len(l.AsOf) == len("2024-01") {
		return Day(l.AsOf + "-31")
	}
	return Day(l.AsOf)
}
