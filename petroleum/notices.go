package petroleum

import (
	"cmp"
	"slices"
)

// Reported is the basis of the notices that follow what suppliers reported;
// those that follow estimates have a scenario's laden share for a basis.
const Reported = "reported"

// Notice is a threshold of the cap that was reached. The resolution has the
// Secretary notify all States at 75, 90 and 95 per cent; 100 is the cap. The
// day is the last of the line that reached it: it was reached by then, not
// always on it.
type Notice struct {
	Percent int     `json:"percent"`
	Basis   string  `json:"basis"`
	By      Day     `json:"by"`
	Barrels Decimal `json:"barrels"` // up to that day; tonnes where the account is in tonnes
	Line    string  `json:"line"`    // id of the line that reached it
}

// thresholds are the shares of a cap that are told of.
func thresholds() []int { return []int{75, 90, 95, 100} }

// sum adds the summed lines in order of time and notes the thresholds.
func (a *Account) sum() {
	var steps []step
	for i := range a.Reported {
		l := &a.Reported[i]
		switch {
		case l.Role == Summed:
			steps = append(steps, step{l.End, *l.amount(), l.ID})
		case l.Role == Overlaps, l.Role == TwoYears, l.Role == TonnesOnly && l.Within == "":
			a.Incomplete = true
		}
	}
	total, notices := a.Cap.climb(Reported, steps)
	a.Notices = notices
	if a.Unit == InTonnes {
		a.ReportedTonnes = total
	} else {
		a.ReportedBarrels = total
	}
	if a.Cap != nil {
		a.Share = total.Quo(a.Cap.Limit())
	}
}

// step is an amount that counts from a day on.
type step struct {
	day    Day
	amount Decimal
	line   string
}

// climb adds up the steps day by day and notes each threshold at the first
// day whose total reaches it. Steps of one day count together, so that their
// order tells nothing but which line is named.
func (c *Cap) climb(basis string, steps []step) (Decimal, []Notice) {
	slices.SortStableFunc(steps, func(x, y step) int { return cmp.Compare(x.day, y.day) })
	var sum tally
	var notices []Notice
	next := thresholds()
	for i, s := range steps {
		sum.add(s.amount)
		if c == nil || len(next) == 0 || i+1 < len(steps) && steps[i+1].day == s.day {
			continue
		}
		total := sum.total()
		for len(next) > 0 && c.reached(next[0], total) {
			notices = append(notices, Notice{next[0], basis, s.day, total, s.line})
			next = next[1:]
		}
	}
	return sum.total(), notices
}

func (c *Cap) reached(percent int, total Decimal) bool {
	return !c.Limit().IsZero() && total.Cmp(c.Limit().Mul(Ratio(int64(percent), 100))) >= 0
}
