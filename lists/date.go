package lists

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"time"
)

// Date is a date as precise as its source: FollowTheMoney writes 1961,
// 1961-02 or 1961-02-03, and a span of years as each year in it.
type Date struct {
	Values []string
	Circa  bool // the source calls it approximate
}

// maxSpan is how many years of a span are written out one by one, so that any
// of them can be matched. A wider span keeps its two ends.
const maxSpan = 20

var (
	isoDate  = regexp.MustCompile(`^(\d{4})(?:-(\d{1,2})(?:-(\d{1,2}))?)?(?:Z|[+-]\d\d:\d\d|T\d\d:\d\d.*)?$`)
	dayMonth = regexp.MustCompile(`^(?:(\d{1,2})(?:st|nd|rd|th)? )?([A-Za-z]{3,9})\.?,? ?(\d{4})$`)
	monthDay = regexp.MustCompile(`^([A-Za-z]{3,9})\.? (\d{1,2}),? (\d{4})$`)
	circaRE  = regexp.MustCompile(`(?i)^(?:circa|about|around|approximately|approx\.?|c\.|ca\.?) +`)
	spanRE   = regexp.MustCompile(`(?i)^(?:between +)?(\d{4}) *(?:to|and|-|–) *(\d{4})$`)
)

// ParseDate reads the ways in which lists write a date: 1961, 1961-02,
// 1961-02-03 (a zone or time after it is dropped), 3 Feb. 1961, Feb 1961,
// circa 1961, 1959 to 1960. A day that no calendar has is no date.
func ParseDate(text string) (Date, bool) {
	text = Clean(text)
	var d Date
	if loc := circaRE.FindStringIndex(text); loc != nil {
		d.Circa = true
		text = text[loc[1]:]
	}
	if m := spanRE.FindStringSubmatch(text); m != nil {
		from, _ := strconv.Atoi(m[1])
		to, _ := strconv.Atoi(m[2])
		d.Values = YearSpan(from, to)
		return d, len(d.Values) > 0
	}
	value, ok := singleDate(text)
	if !ok {
		return Date{}, false
	}
	d.Values = []string{value}
	return d, true
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
	if d < 1 || d > time.Date(y, time.Month(m)+1, 0, 0, 0, 0, 0, time.UTC).Day() {
		return "", false
	}
	return fmt.Sprintf("%s-%02d-%02d", year, m, d), true
}

func plausibleYear(y int) bool { return y >= 1000 && y <= 2999 }
