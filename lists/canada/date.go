package canada

import (
	"regexp"
	"strconv"
	"strings"
	"time"

	"plimsoll/ftm"
	"plimsoll/lists"
)

var (
	between = regexp.MustCompile(`(?i) +or +`)
	span    = regexp.MustCompile(`(?i)^\d{4} +or +\d{4}$`)
	decade  = regexp.MustCompile(`(?i)^(?:born )?(?:in )?(?:the )?(early |mid-?|middle |late )?(\d{3}0)s$`)
	short   = regexp.MustCompile(`^([A-Z][a-z]{2})-(\d{2})$`)
	serial  = regexp.MustCompile(`^[1-9]\d{4}$`)
)

// alternatives divides "1972-08-10 or 1972-08-11". Two years that follow each
// other stay one text, a span.
func alternatives(s string) []string {
	if !strings.Contains(strings.ToLower(s), " or ") || span.MatchString(s) {
		return []string{s}
	}
	return between.Split(s, -1)
}

// readDate reads a date as the list writes one.
func readDate(s string) (lists.Date, bool) {
	if d, ok := lists.ParseDate(s); ok {
		return d, true
	}
	switch {
	case serial.MatchString(s):
		return excelDay(s)
	case short.MatchString(s):
		return excelMonth(short.FindStringSubmatch(s))
	case strings.HasSuffix(s, "s"):
		if m := decade.FindStringSubmatch(s); m != nil {
			return years(m[1], m[2])
		}
	}
	return lists.Date{}, false
}

// excelDay reads a day as Excel counts them: from 1900, which it takes for a
// leap year.
func excelDay(s string) (lists.Date, bool) {
	n, err := strconv.Atoi(s)
	if err != nil {
		return lists.Date{}, false
	}
	t := time.Date(1899, time.December, 30, 0, 0, 0, 0, time.UTC).AddDate(0, 0, n)
	return lists.NewDate(t.Year(), int(t.Month()), t.Day())
}

// excelMonth reads "Sep-99", to which Excel turns a month. Years up to 29 it
// takes for those of this century.
func excelMonth(m []string) (lists.Date, bool) {
	century := "19"
	if m[2] < "30" {
		century = "20"
	}
	return lists.ParseDate(m[1] + " " + century + m[2])
}

// years are those of a decade, or of its early, middle or late part.
func years(part, from string) (lists.Date, bool) {
	first, err := strconv.Atoi(from)
	if err != nil {
		return lists.Date{}, false
	}
	last := first + 9
	switch strings.ToLower(strings.Trim(part, " -")) {
	case "early":
		last = first + 4
	case "mid", "middle":
		first, last = first+3, first+6
	case "late":
		first += 5
	}
	d := lists.Date{Values: lists.YearSpan(first, last), Qualifier: ftm.Range}
	return d, len(d.Values) > 0
}
