package lists

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"time"

	"plimsoll/ftm"
)

// Date is a date as precise as its source: FollowTheMoney writes 1961,
// 1961-02 or 1961-02-03, and a span of years as each year in it. The qualifier
// says what the values alone do not.
type Date struct {
	Values    []string
	Qualifier ftm.Qualifier
}

// maxSpan is how many years of a span are written out one by one, so that any
// of them can be matched. A wider span keeps its two ends.
const maxSpan = 20

var (
	isoDate  = regexp.MustCompile(`^(\d{4})(?:-(\d{1,2})(?:-(\d{1,2}))?)?(?:Z|[+-]\d\d:\d\d|T\d\d:\d\d.*)?$`)
	dayMonth = regexp.MustCompile(`^(?:(\d{1,2})(?:st|nd|rd|th)?[ -])?([A-Za-z]{3,9})\.?,?[ -]?(\d{4})$`)
	monthDay = regexp.MustCompile(`^([A-Za-z]{3,9})\.? (\d{1,2}),? (\d{4})$`)
	circaRE  = regexp.MustCompile(`(?i)^(?:circa|about|around|approximately|approx\.?|c\.|ca\.?) +`)
	spanRE   = regexp.MustCompile(`(?i)^(?:between +)?(\d{4}) *(?:to|and|or|-|–) *(\d{4})$`)
	slashed  = regexp.MustCompile(`^'?(\d{1,2}|dd|mm)[/.](\d{1,2}|dd|mm)[/.](\d{4})'?$`)
)

// ParseDate reads the ways in which lists write a date: 1961, 1961-02,
// 1961-02-03 (a zone or time after it is dropped), 3 Feb. 1961, Feb 1961,
// circa 1961, 1959 to 1960. A day that no calendar has is no date. Dates with
// slashes differ between authorities: see [DayFirst] and [MonthFirst].
func ParseDate(text string) (Date, bool) {
	text = Clean(text)
	if plainISO(text) { // most dates of most lists
		if value, ok := assemble(text[:4], text[5:7], text[8:]); ok {
			return Date{Values: []string{value}}, true
		}
		return Date{}, false
	}
	var d Date
	if loc := circaRE.FindStringIndex(text); loc != nil {
		d.Qualifier = ftm.Circa
		text = text[loc[1]:]
	}
	if m := spanRE.FindStringSubmatch(text); m != nil {
		from, _ := strconv.Atoi(m[1])
		to, _ := strconv.Atoi(m[2])
		d.Values = YearSpan(from, to)
		if d.Qualifier == "" && len(d.Values) > 1 {
			d.Qualifier = ftm.Range
		}
		return d, len(d.Values) > 0
	}
	value, ok := singleDate(text)
	if !ok {
		return Date{}, false
	}
	d.Values = []string{value}
	return d, true
}

func plainISO(s string) bool {
	if len(s) != len(time.DateOnly) || s[4] != '-' || s[7] != '-' {
		return false
	}
	for i := range len(s) {
		if i != 4 && i != 7 && (s[i] < '0' || s[i] > '9') {
			return false
		}
	}
	return true
}

// DayFirst reads dd/mm/yyyy, in which 00, dd and mm stand for a day or month
// that is not known, and whatever [ParseDate] reads.
func DayFirst(text string) (Date, bool) { return slashDate(text, 1, 2) }

// MonthFirst reads mm/dd/yyyy, and whatever [ParseDate] reads.
func MonthFirst(text string) (Date, bool) { return slashDate(text, 2, 1) }

func slashDate(text string, day, mon int) (Date, bool) {
	text = Clean(text)
	m := slashed.FindStringSubmatch(text)
	if m == nil {
		return ParseDate(text)
	}
	known := func(part string) string {
		if part == "00" || part == "0" || part == "dd" || part == "mm" {
			return ""
		}
		return part
	}
	d, mm := known(m[day]), known(m[mon])
	if mm == "" && d != "" {
		return Date{}, false // a day of no month
	}
	value, ok := assemble(m[3], mm, d)
	if !ok {
		return Date{}, false
	}
	return Date{Values: []string{value}}, true
}

// YearSpan writes out the years of a span, or its two ends where it is wide.
// A span that runs backwards or leaves the plausible years gives nothing.
func YearSpan(from, to int) []string {
	if from > to || !plausibleYear(from) || !plausibleYear(to) {
		return nil
	}
	if to-from > maxSpan {
		return []string{strconv.Itoa(from), strconv.Itoa(to)}
	}
	out := make([]string, 0, to-from+1)
	for y := from; y <= to; y++ {
		out = append(out, strconv.Itoa(y))
	}
	return out
}

// NewDate is a date of known parts; month and day may be 0.
func NewDate(year, mon, day int) (Date, bool) {
	m, d := "", ""
	if mon != 0 {
		m = strconv.Itoa(mon)
	}
	if day != 0 {
		if mon == 0 {
			return Date{}, false
		}
		d = strconv.Itoa(day)
	}
	if !plausibleYear(year) {
		return Date{}, false
	}
	value, ok := assemble(strconv.Itoa(year), m, d)
	if !ok {
		return Date{}, false
	}
	return Date{Values: []string{value}}, true
}

// HijriDate turns a date of the Islamic calendar into what can be said of it
// in the Gregorian one. Sighting of the moon makes a converted day uncertain
// by one or two, so that a month is the most precise that is stated; a day
// near the end of a month gives both months, a year the two years it lies in.
func HijriDate(year, mon, day int) (Date, bool) {
	if year < 1 || year > 1600 || mon < 0 || mon > 12 || day < 0 || day > 30 {
		return Date{}, false
	}
	d := Date{Qualifier: ftm.Hijri}
	if mon == 0 {
		first, last := hijriDay(year, 1, 1), hijriDay(year, 12, 29)
		d.Values = YearSpan(first.Year(), last.Year())
		return d, len(d.Values) > 0
	}
	first, last := hijriDay(year, mon, max(day, 1)), hijriDay(year, mon, day)
	if day == 0 {
		last = hijriDay(year, mon, 29)
	}
	const doubt = 2 * 24 * time.Hour
	for _, t := range []time.Time{first.Add(-doubt), first, last, last.Add(doubt)} {
		if v := t.Format("2006-01"); !contains(d.Values, v) {
			d.Values = append(d.Values, v)
		}
	}
	return d, true
}

// hijriDay is the tabular Islamic calendar: 30 years of 354 days with 11 leap
// days, counted from 16 July 622 of the Julian calendar.
func hijriDay(year, mon, day int) time.Time {
	days := (year-1)*354 + (3+11*year)/30 + 29*(mon-1) + mon/2 + day - 1
	epoch := time.Date(622, time.July, 19, 0, 0, 0, 0, time.UTC) // the same day in the Gregorian calendar
	return epoch.AddDate(0, 0, days)
}

func singleDate(text string) (string, bool) {
	if m := isoDate.FindStringSubmatch(text); m != nil {
		if m[2] == "" && len(text) > 4 {
			return "", false // "1961Z"
		}
		return assemble(m[1], m[2], m[3])
	}
	if m := dayMonth.FindStringSubmatch(text); m != nil {
		if mm, ok := month(m[2]); ok {
			return assemble(m[3], mm, m[1])
		}
	}
	if m := monthDay.FindStringSubmatch(text); m != nil {
		if mm, ok := month(m[1]); ok {
			return assemble(m[3], mm, m[2])
		}
	}
	return "", false
}

func month(word string) (string, bool) {
	for m := time.January; m <= time.December; m++ {
		name := m.String()
		if strings.EqualFold(word, name) || (len(word) >= 3 && len(word) <= 4 && strings.EqualFold(word, name[:min(len(word), len(name))])) {
			return strconv.Itoa(int(m)), true
		}
	}
	return "", false
}

// assemble checks the parts against the calendar and writes them.
func assemble(year, mon, day string) (string, bool) {
	y, _ := strconv.Atoi(year)
	if !plausibleYear(y) {
		return "", false
	}
	if mon == "" {
		return year, true
	}
	m, _ := strconv.Atoi(mon)
	if m < 1 || m > 12 {
		return "", false
	}
	if day == "" {
		return fmt.Sprintf("%s-%02d", year, m), true
	}
	d, _ := strconv.Atoi(day)
	if d < 1 || d > daysIn(y, m) {
		return "", false
	}
	return year + "-" + twoDigits[m] + "-" + twoDigits[d], true
}

var twoDigits = func() (out [32]string) {
	for i := range out {
		out[i] = fmt.Sprintf("%02d", i)
	}
	return out
}()

func daysIn(y, m int) int {
	switch m {
	case 4, 6, 9, 11:
		return 30
	case 2:
		if y%4 == 0 && (y%100 != 0 || y%400 == 0) {
			return 29
		}
		return 28
	}
	return 31
}

func plausibleYear(y int) bool { return y >= 1000 && y <= 2999 }
