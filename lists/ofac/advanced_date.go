package ofac

import (
	"fmt"
	"strconv"
	"time"

	"plimsoll/ftm"
	"plimsoll/lists"
	"plimsoll/lists/markup"
)

// moment is a day of which month and day may be unknown, 0.
type moment struct{ year, month, day int }

// readMoment reads <Year/><Month/><Day/>.
func readMoment(n *markup.Node) moment {
	part := func(name string) int {
		v, err := strconv.Atoi(n.At(name).Text)
		if err != nil || v < 0 {
			return 0
		}
		return v
	}
	n.Ignore("@CalendarTypeID")
	return moment{part("Year"), part("Month"), part("Day")}
}

func (m moment) String() string {
	switch {
	case m.year == 0:
		return ""
	case m.month == 0:
		return fmt.Sprintf("%04d", m.year)
	case m.day == 0:
		return fmt.Sprintf("%04d-%02d", m.year, m.month)
	}
	return fmt.Sprintf("%04d-%02d-%02d", m.year, m.month, m.day)
}

// boundary is a side of a DatePeriod: the day lies between from and to.
type boundary struct {
	from, to string
	circa    bool
}

func readBoundary(n *markup.Node) boundary {
	n.Ignore("@YearFixed", "@MonthFixed", "@DayFixed")
	b := boundary{readMoment(n.One("From")).String(), readMoment(n.One("To")).String(), n.At("@Approximate").Text == yes}
	if b.to == "" {
		b.to = b.from
	}
	if b.from == "" {
		b.from = b.to
	}
	return b
}

// period reads a DatePeriod that stands for one date: it lies between the
// earliest start and the latest end. The text is what is said of it.
func (a *advanced) period(n *markup.Node) (lists.Date, lists.Value) {
	start, end := a.periodEnds(n)
	switch {
	case start.from == "":
		start = end
	case end.from == "":
		end = start
	}
	if start.from == "" {
		return lists.Date{}, lists.Value{}
	}
	d := within(start.from, end.to, start.circa || end.circa)
	text := n.Here().With(printed(start.from, end.to, d))
	if calendar := a.word(n, "@CalendarTypeID", "CalendarType"); calendar != "" && calendar != "Gregorian" {
		return lists.Date{}, text.With(start.from + " to " + end.to + " (" + calendar + ")")
	}
	return d, text
}

// periodEnds reads a DatePeriod that lasts from one date to another.
func (a *advanced) periodEnds(n *markup.Node) (start, end boundary) {
	n.Ignore("@CalendarTypeID", "@YearFixed", "@MonthFixed", "@DayFixed")
	return readBoundary(n.One("Start")), readBoundary(n.One("End"))
}

// printed writes a date as the other formats print it: 03 Feb 1961, circa
// 1961, 01 Feb 1961 to 01 Mar 1962.
func printed(from, to string, d lists.Date) string {
	one := func(date string) string {
		if day, err := time.Parse(time.DateOnly, date); err == nil {
			return day.Format("02 Jan 2006")
		}
		if month, err := time.Parse("2006-01", date); err == nil {
			return month.Format("Jan 2006")
		}
		return date
	}
	text := one(from)
	switch {
	case len(d.Values) == 1:
		text = one(d.Values[0])
	case to != from:
		text += " to " + one(to)
	}
	if d.Qualifier == ftm.Circa {
		text = "circa " + text
	}
	return text
}

// within is the date that lies between two.
func within(from, to string, circa bool) lists.Date {
	for _, end := range []string{from, to} {
		if _, ok := lists.ParseDate(end); !ok {
			return lists.Date{}
		}
	}
	d, ok := between(from, to)
	if !ok {
		return lists.Date{}
	}
	if circa {
		d.Qualifier = ftm.Circa
	}
	return d
}
