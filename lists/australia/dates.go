package australia

import (
	"regexp"
	"strconv"
	"strings"

	"plimsoll/ftm"
	"plimsoll/lists"
)

// enumerator is the letter of a list: a) b) or (a) (b).
var enumerator = regexp.MustCompile(`(?:^|[\s;,.])\(?[a-z]\) *`)

// enumerated takes a text apart at the letters of a list, if it is one.
func enumerated(text string) []string {
	if !strings.Contains(text, "a)") {
		return []string{text}
	}
	return tidy(enumerator.Split(text, -1))
}

// tidy trims pieces and drops those of which nothing is left.
func tidy(pieces []string) []string {
	out := pieces[:0]
	for _, s := range pieces {
		if s = strings.Trim(s, " ,;.:"); s != "" {
			out = append(out, s)
		}
	}
	return out
}

var (
	birthSeparator = regexp.MustCompile(`(?i);|>>|\balt\.? DOB:?|,? +\bor\b`)
	monthComma     = regexp.MustCompile(`^[A-Za-z]{3,9}\.? \d{1,2}, \d{4}$`)
)

// births takes a cell of dates of birth apart. Rest is what is not understood
// or says something beside a date.
func births(text string) (dates []lists.Date, rest []string) {
	for _, part := range enumerated(text) {
		for _, piece := range birthSeparator.Split(part, -1) {
			piece = strings.Trim(piece, " ,;:")
			pieces := []string{piece}
			if strings.Contains(piece, ",") && !monthComma.MatchString(piece) {
				pieces = strings.Split(piece, ",")
			}
			for _, s := range pieces {
				d, beside := birth(strings.Trim(s, " .,"))
				dates = append(dates, d...)
				if beside != "" {
					rest = append(rest, beside)
				}
			}
		}
	}
	return dates, rest
}

// birth reads one date with what may stand beside it: "1949 (as Orrin Vale)".
func birth(s string) (dates []lists.Date, beside string) {
	if s == "" {
		return nil, ""
	}
	if d, ok := date(s); ok {
		return []lists.Date{d}, ""
	}
	if i := strings.IndexByte(s, '('); i >= 0 {
		head, inside := strings.TrimSpace(s[:i]), strings.TrimRight(s[i+1:], ") ")
		if head == "" {
			if d, ok := date(inside); ok {
				return []lists.Date{d}, ""
			}
			return nil, s
		}
		if strings.Contains(strings.ToLower(inside), "hijri") {
			if d, ok := hijri(head); ok {
				return []lists.Date{d}, ""
			}
		}
		if d, ok := date(head); ok {
			return []lists.Date{d}, s
		}
	}
	// "1958. For this name only": a date and a sentence.
	for i := range len(s) {
		if strings.HasPrefix(s[i:], ". ") {
			if d, ok := date(s[:i]); ok {
				return []lists.Date{d}, s
			}
		}
	}
	if d := slashedRow(s); d != nil {
		return d, ""
	}
	return nil, s
}

// slashedRow reads days that nothing but blanks divide.
func slashedRow(s string) []lists.Date {
	words := strings.Fields(s)
	if len(words) < 2 {
		return nil
	}
	out := make([]lists.Date, 0, len(words))
	for _, w := range words {
		d, ok := lists.DayFirst(w)
		if !ok || !strings.Contains(w, "/") {
			return nil
		}
		out = append(out, d)
	}
	return out
}

var (
	dottedDay  = regexp.MustCompile(`^(\d{1,2})\. ?([A-Za-z])`)
	yearsSlash = regexp.MustCompile(`(\d{4}) ?/ ?(\d{4})$`)
	monthYear  = regexp.MustCompile(`^/?(\d{1,2})/(\d{4})$`)
	blankSlash = regexp.MustCompile(` ?/ ?`)
	between    = regexp.MustCompile(`(?i)^(?:between )?(.+?) (?:and|to) (.+)$`)
	lastYear   = regexp.MustCompile(`\d{4}$`)
)

// date reads a single date or a span.
func date(s string) (lists.Date, bool) {
	s = dottedDay.ReplaceAllString(s, "$1 $2")
	s = yearsSlash.ReplaceAllString(s, "$1-$2")
	if d, ok := lists.DayFirst(s); ok {
		return d, true
	}
	s = blankSlash.ReplaceAllString(s, "/")
	if m := monthYear.FindStringSubmatch(s); m != nil {
		mon, _ := strconv.Atoi(m[1])
		year, _ := strconv.Atoi(m[2])
		return lists.NewDate(year, mon, 0)
	}
	if d, ok := lists.DayFirst(s); ok {
		return d, true
	}
	return span(s)
}

// span reads "3 March 1951 to 2 April 1951" and "between May and Jun 1957".
// The two ends stand for what lies between.
func span(s string) (lists.Date, bool) {
	m := between.FindStringSubmatch(s)
	if m == nil {
		return lists.Date{}, false
	}
	from, to := m[1], m[2]
	if year := lastYear.FindString(to); year != "" && !lastYear.MatchString(from) {
		from += " " + year
	}
	a, okA := lists.DayFirst(from)
	b, okB := lists.DayFirst(to)
	if !okA || !okB || len(a.Values) != 1 || len(b.Values) != 1 || a.Values[0] > b.Values[0] {
		return lists.Date{}, false
	}
	return lists.Date{Values: []string{a.Values[0], b.Values[0]}, Qualifier: ftm.Range}, true
}

// hijri reads a day of the Islamic calendar, dd/mm/yyyy.
func hijri(s string) (lists.Date, bool) {
	parts := strings.Split(s, "/")
	if len(parts) != 3 {
		return lists.Date{}, false
	}
	n := make([]int, 3)
	for i, p := range parts {
		var err error
		if n[i], err = strconv.Atoi(strings.TrimSpace(p)); err != nil {
			return lists.Date{}, false
		}
	}
	return lists.HijriDate(n[2], n[1], n[0])
}

// listedOn finds the day of the listing: the first day that follows the word
// listed or designated. "Relisted" and what is amended come later.
var listedOn = regexp.MustCompile(`(?i)\b(?:listed|designated)\b[^()]{0,160}?\bon:? ?(\d{1,2} ?[A-Za-z]{3,9}\.? ?\d{4})`)

func listed(text string) (lists.Date, bool) {
	if d, ok := lists.ParseDate(strings.Trim(text, " .")); ok {
		return d, true
	}
	if !strings.Contains(text, "isted") && !strings.Contains(text, "esignated") {
		return lists.Date{}, false
	}
	if m := listedOn.FindStringSubmatch(text); m != nil {
		return lists.ParseDate(m[1])
	}
	return lists.Date{}, false
}
