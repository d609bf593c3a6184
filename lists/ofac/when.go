package ofac

import (
	"strconv"
	"strings"
	"time"

	"plimsoll/ftm"
	"plimsoll/lists"
)

// date states a date: when, if the format has it in parts, else as it is
// written. One that is not understood becomes a note, with a warning.
func (p *party) date(s *lists.Subject, prop string, v lists.Value, when lists.Date) {
	if len(when.Values) == 0 && !v.Empty() {
		when, _ = readDate(v.Text)
	}
	if len(when.Values) > 0 {
		s.DateAs(prop, when, v)
		return
	}
	if !v.Empty() {
		p.Party.Note(v, prop+": "+v.Text)
		p.r.Warn(v.Place, "date not understood, kept in notes")
	}
}

// readDate reads a date as OFAC writes it: 10 Dec 1948, Dec 1948, 1948, circa
// 1951, 1959 to 1960, Mar 1962 to Feb 1963, 01 Jan 1961 to 31 Dec 1962.
func readDate(text string) (lists.Date, bool) {
	from, to, span := strings.Cut(text, " to ")
	if !span {
		return lists.ParseDate(text)
	}
	start, okFrom := lists.ParseDate(from)
	end, okTo := lists.ParseDate(to)
	if !okFrom || !okTo || len(start.Values) != 1 || len(end.Values) != 1 {
		return lists.Date{}, false
	}
	d, ok := between(start.Values[0], end.Values[0])
	if ok && start.Qualifier == ftm.Circa {
		d.Qualifier = ftm.Circa
	}
	return d, ok
}

// maxMonths is how many months of a span are written out; of a longer one the
// years are.
const maxMonths = 13

// between is what can be said of a date that lies in a span. The ends are
// 1961, 1961-02 or 1961-02-03. A span that is exactly a year, or a month, is
// that year or month.
func between(from, to string) (lists.Date, bool) {
	start, _, ok1 := bounds(from)
	_, end, ok2 := bounds(to)
	if !ok1 || !ok2 || end.Before(start) {
		return lists.Date{}, false
	}
	wholeYears := start.YearDay() == 1 && end.Month() == time.December && end.Day() == 31
	months := 12*(end.Year()-start.Year()) + int(end.Month()-start.Month()) + 1
	var d lists.Date
	switch {
	case start.Equal(end):
		d.Values = []string{start.Format(time.DateOnly)}
	case wholeYears || months > maxMonths:
		d.Values = lists.YearSpan(start.Year(), end.Year())
		if len(d.Values) == 1 {
			return d, true
		}
		d.Qualifier = ftm.Range
	default:
		for m := time.Date(start.Year(), start.Month(), 1, 0, 0, 0, 0, time.UTC); !m.After(end); m = m.AddDate(0, 1, 0) {
			d.Values = append(d.Values, m.Format("2006-01"))
		}
		if months > 1 || start.Day() > 1 || end.AddDate(0, 0, 1).Day() > 1 {
			d.Qualifier = ftm.Range
		}
	}
	return d, len(d.Values) > 0
}

// bounds are the first and the last day of a date.
func bounds(date string) (first, last time.Time, ok bool) {
	parts := strings.Split(date, "-")
	n := [3]int{0, 1, 1}
	for i, part := range parts {
		v, err := strconv.Atoi(part)
		if i >= len(n) || err != nil {
			return first, last, false
		}
		n[i] = v
	}
	first = time.Date(n[0], time.Month(n[1]), n[2], 0, 0, 0, 0, time.UTC)
	switch len(parts) {
	case 1:
		last = first.AddDate(1, 0, -1)
	case 2:
		last = first.AddDate(0, 1, -1)
	default:
		last = first
	}
	return first, last, true
}
