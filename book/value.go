package book

import (
	"strings"

	"golang.org/x/text/language"

	"plimsoll/lists"
	"plimsoll/names"
)

// dates reads a date. One that both orders of day and month can read counts
// with its year alone.
func (b *building) dates(c *cell, v string) []string {
	if isoDay(v) {
		return []string{v}
	}
	text := tidyDate(v)
	order := lists.DayFirst
	if b.options.Dates == MonthFirst {
		order = lists.MonthFirst
	}
	d, ok := order(text)
	if b.options.Dates == OrderUnknown {
		other, otherOK := lists.MonthFirst(text)
		switch {
		case !ok:
			d, ok = other, otherOK
		case otherOK && other.Values[0] != d.Values[0]:
			b.doubt(c, "%q may be day or month first: only the year is used; say --dates day-first or --dates month-first", v)
			d.Values = []string{d.Values[0][:4]}
		}
	}
	if !ok {
		b.doubt(c, "%q is no date: write YYYY, YYYY-MM or YYYY-MM-DD; it is not used", clip(v))
		return nil
	}
	return d.Values
}

// isoDay knows the days that need no further reading.
func isoDay(s string) bool {
	if len(s) != 10 || s[4] != '-' || s[7] != '-' || s[0] != '1' && s[0] != '2' {
		return false
	}
	for i := range len(s) {
		if i != 4 && i != 7 && (s[i] < '0' || s[i] > '9') {
			return false
		}
	}
	month, day := s[5:7], s[8:10]
	return month >= "01" && month <= "12" && day >= "01" && day <= "28"
}

// tidyDate turns what databases write into what people do.
func tidyDate(v string) string {
	if i := strings.IndexByte(v, ' '); i == 10 && strings.Count(v[i:], ":") > 0 {
		v = v[:i] // a time of day
	}
	if len(v) == 8 && strings.Trim(v, "0123456789") == "" {
		return v[:4] + "-" + v[4:6] + "-" + v[6:]
	}
	if len(v) > 4 && (v[4] == '/' || v[4] == '.') {
		return strings.NewReplacer("/", "-", ".", "-").Replace(v)
	}
	if len(v) == 10 && v[2] == '-' && v[5] == '-' {
		return strings.ReplaceAll(v, "-", "/")
	}
	return v
}

func (b *building) country(c *cell, v string) []string {
	codes, known := b.countries[v]
	if !known {
		codes, _ = lists.Countries(v)
		if len(codes) == 0 && len(v) == 3 {
			if r, err := language.ParseRegion(v); err == nil && r.IsCountry() {
				codes, _ = lists.Countries(r.String())
			}
		}
		if len(b.countries) < maxWords {
			b.countries[strings.Clone(v)] = codes
		}
	}
	if len(codes) == 0 {
		near := ""
		if n := lists.NearestCountry(v); n != "" {
			near = "; did you mean " + n + "?"
		}
		b.doubt(c, "%q is no country: it is not used%s", clip(v), near)
	}
	return codes
}

func gender(v string) string {
	switch strings.ToLower(v) {
	case "m", "male", "man", "mr":
		return "male"
	case "f", "female", "woman", "w", "mrs", "ms":
		return "female"
	case "x", "o", "other", "d", "diverse":
		return "other"
	}
	return ""
}

func (b *building) shipNumber(c *cell, prop, v string) {
	switch {
	case prop == "mmsi":
		if _, _, ok := names.MMSI(v); !ok {
			b.doubt(c, "%q is no MMSI: nine digits with a country's digits inside", clip(v))
		}
	case b.schema == nil || b.schema.Is("Vessel"):
		if _, ok := names.IMO(v); !ok {
			b.doubt(c, "%q is no IMO number: seven digits, the last a check digit", clip(v))
		}
	}
}
