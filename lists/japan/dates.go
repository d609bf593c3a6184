package japan

import (
	"regexp"
	"strconv"
	"strings"

	"plimsoll/ftm"
	"plimsoll/lists"
	"plimsoll/lists/sheet"
)

// noticeDay is how 告示日付 writes a day; some lost a point: 2031.405.
var noticeDay = regexp.MustCompile(`^(\d{4})\.(\d{1,2})\.(\d{1,2})$`)

// days reads 告示日付: the day of the notification, then those of revisions, or
// that of the deletion.
func (r *record) days(v lists.Value) {
	if d, ok := sheet.Date(v); ok {
		r.sanction.DateAs("listingDate", d, v)
		return
	}
	for _, line := range strings.FieldsFunc(narrow(v.Raw), func(c rune) bool { return c == '\n' || c == '\r' }) {
		line = squeeze(line)
		prop := "listingDate"
		switch {
		case line == "" || strings.HasPrefix(line, "("):
			continue // "the same person as 12"
		case strings.Contains(line, "改訂"):
			prop = "modifiedAt"
		case strings.Contains(line, deletion):
			prop = "endDate"
		}
		m := noticeDay.FindStringSubmatch(strings.NewReplacer("改訂", "", deletion, "").Replace(line))
		d, ok := lists.Date{}, false
		if m != nil {
			d, ok = numbers(m[1], m[2], m[3])
		}
		if !ok {
			r.sanction.Note(v, "告示日付: %s", line)
			r.f.r.Warn(v.Place, "date not understood, kept in notes")
			continue
		}
		r.sanction.DateAs(prop, d, v)
	}
}

func numbers(year, mon, day string) (lists.Date, bool) {
	y, _ := strconv.Atoi(year)
	m, _ := strconv.Atoi(mon)
	d, _ := strconv.Atoi(day)
	return lists.NewDate(y, m, d)
}

var (
	// brokenDay is a line break inside a day, or inside a span.
	brokenDay  = regexp.MustCompile(`(\d|から)\s*[\r\n]+\s*([年月日\d])`)
	birthEnds  = regexp.MustCompile(`[\r\n;、､,]|又は|または|及び`)
	wholeDay   = regexp.MustCompile(`^(\d{4})(?:年|$)(?:(\d{1,2})月(?:(\d{1,2})日?)?)?$`)
	slashedDay = regexp.MustCompile(`^(\d{4})/(\d{1,2})/(\d{1,2})$`)
	dayOfYear  = regexp.MustCompile(`^(\d{1,2})月(\d{1,2})日$`)
	yearSpan   = regexp.MustCompile(`^(\d{4})年?(?:から|-|~|〜|−|–)(\d{4})年?$`)
	daySpan    = regexp.MustCompile(`^(\d{4}年[^か]*)から(\d{4}年.*)$`)
	monthSpan  = regexp.MustCompile(`^(\d{4})年(\d{1,2})月から(\d{1,2})月$`)
	anyDay     = regexp.MustCompile(`\d{4}年(?:\d{1,2}月(?:\d{1,2}日)?)?`)
	aboutWords = []string{"おおよそ", "およそ", "おおむね", "約", "の頃", "頃", "ごろ"}
	spanWords  = []string{"までの間", "の間", "まで"}
	birthWords = []string{"生まれ", "生"}
)

// birth states the dates of birth of a cell.
func (r *record) birth(column string, v lists.Value) {
	if !r.Party.Has("birthDate") {
		r.Party.Note(v, "%s: %s", column, v.Text)
		return
	}
	if d, ok := sheet.Date(v); ok {
		r.Party.DateAs("birthDate", d, v)
		return
	}
	dates, rest := births(v.Raw)
	for _, d := range dates {
		r.Party.DateAs("birthDate", d, v)
	}
	if len(rest) > 0 {
		r.Party.Note(v, "%s: %s", column, v.Text)
	}
	if len(dates) == 0 && len(rest) > 0 {
		r.f.r.Warn(v.Place, "date not understood, kept in notes")
	}
}

// birthAndPlace reads the day out of a sentence that has the place as well.
func (r *record) birthAndPlace(column string, v lists.Value) {
	r.Party.Note(v, "%s: %s", column, v.Text)
	if found := anyDay.FindString(squeeze(v.Text)); found != "" && r.Party.Has("birthDate") {
		if d, ok := birthDay(found, ""); ok {
			r.Party.DateAs("birthDate", d, v)
		}
	}
}

// births takes a cell of dates of birth apart. Rest is what is not understood
// or says something beside a date.
func births(raw string) (dates []lists.Date, rest []string) {
	text := brokenDay.ReplaceAllString(narrow(raw), "$1$2")
	year := ""
	for _, part := range enumerator.Split(text, -1) {
		for _, piece := range birthEnds.Split(part, -1) {
			piece = squeeze(piece)
			if piece == "" || piece == unknown {
				continue
			}
			head, beside, _ := strings.Cut(piece, "(")
			if strings.Contains(beside, "ヒジュラ暦") {
				if m := wholeDay.FindStringSubmatch(head); m != nil {
					if d, ok := hijri(m[1], m[2], m[3]); ok {
						dates = append(dates, d)
						continue
					}
				}
			}
			d, ok := birthDay(head, year)
			if !ok {
				rest = append(rest, piece)
				continue
			}
			if len(d.Values[0]) >= 4 {
				year = d.Values[0][:4]
			}
			dates = append(dates, d)
			if beside != "" {
				rest = append(rest, piece)
			}
		}
	}
	return dates, rest
}

// birthDay reads one date. Year is that of the date before, which "or on 10
// May" leaves out.
func birthDay(s, year string) (lists.Date, bool) {
	circa := false
	for _, w := range aboutWords {
		if strings.Contains(s, w) {
			s, circa = strings.ReplaceAll(s, w, ""), true
		}
	}
	for _, w := range append(spanWords, birthWords...) {
		s = strings.TrimSuffix(s, w)
	}
	d, ok := exactDay(s, year)
	if !ok {
		return lists.Date{}, false
	}
	if circa {
		d.Qualifier = ftm.Circa
	}
	return d, true
}

func exactDay(s, year string) (lists.Date, bool) {
	if m := wholeDay.FindStringSubmatch(s); m != nil {
		return numbers(m[1], m[2], m[3])
	}
	if m := slashedDay.FindStringSubmatch(s); m != nil {
		return numbers(m[1], m[2], m[3])
	}
	if m := yearSpan.FindStringSubmatch(s); m != nil {
		return lists.ParseDate(m[1] + "-" + m[2])
	}
	if m := dayOfYear.FindStringSubmatch(s); m != nil && year != "" {
		return numbers(year, m[1], m[2])
	}
	if m := monthSpan.FindStringSubmatch(s); m != nil {
		return between(m[1]+"年"+m[2]+"月", m[1]+"年"+m[3]+"月")
	}
	if m := daySpan.FindStringSubmatch(s); m != nil {
		return between(m[1], m[2])
	}
	return lists.Date{}, false
}

// between is a span of which the two ends stand for what lies between.
func between(from, to string) (lists.Date, bool) {
	a, b := wholeDay.FindStringSubmatch(from), wholeDay.FindStringSubmatch(to)
	if a == nil || b == nil {
		return lists.Date{}, false
	}
	first, okFirst := numbers(a[1], a[2], a[3])
	last, okLast := numbers(b[1], b[2], b[3])
	if !okFirst || !okLast || first.Values[0] > last.Values[0] {
		return lists.Date{}, false
	}
	return lists.Date{Values: append(first.Values, last.Values...), Qualifier: ftm.Range}, true
}

func hijri(year, mon, day string) (lists.Date, bool) {
	y, _ := strconv.Atoi(year)
	m, _ := strconv.Atoi(mon)
	d, _ := strconv.Atoi(day)
	return lists.HijriDate(y, m, d)
}
