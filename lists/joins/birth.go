package joins

import (
	"fmt"
	"strconv"
	"strings"

	"plimsoll/ftm"
)

// birth is a birth date as far as it is known; month and day may be 0.
type birth struct {
	year       int16
	month, day uint8
	loose      bool // circa, counted from another calendar, or before or after
}

// readBirth reads a date of FollowTheMoney. The first of January stands for
// "some day of that year" in too many registers to be taken for a day.
func readBirth(value string, q ftm.Qualifier) (birth, bool) {
	parts := strings.SplitN(value, "-", 4)
	var n [3]int
	for i, p := range parts {
		v, err := strconv.Atoi(p)
		if err != nil || i > 2 || v < 0 {
			return birth{}, false
		}
		n[i] = v
	}
	d := birth{int16(min(n[0], 9999)), uint8(min(n[1], 12)), uint8(min(n[2], 31)), false}
	if d.month == 1 && d.day == 1 {
		d.month, d.day = 0, 0
	}
	d.loose = q == ftm.Circa || q == ftm.Hijri || q == ftm.Before || q == ftm.After
	return d, d.year > 0
}

func (d birth) String() string {
	switch {
	case d.day > 0:
		return fmt.Sprintf("%04d-%02d-%02d", d.year, d.month, d.day)
	case d.month > 0:
		return fmt.Sprintf("%04d-%02d", d.year, d.month)
	}
	return fmt.Sprintf("%04d", d.year)
}

// exact reports whether the day is known.
func (d birth) exact() bool { return d.day > 0 && !d.loose }

// likeness says how two birth dates go together.
type likeness uint8

const (
	unknown likeness = iota
	differ           // exact days that are not the same, or years that cannot be
	near             // not the same, and perhaps a matter of precision
	agree            // nothing in one that is not in the other
	sameDay
)

// yearsApart is how far apart years may be that are not exact days. Lists
// that print a year often got it from an age.
const yearsApart = 2

func compareBirths(x, y birth) likeness {
	apart := int(x.year) - int(y.year)
	apart = max(apart, -apart)
	switch {
	case x.exact() && y.exact():
		if x == y {
			return sameDay
		}
		return differ
	case apart > yearsApart:
		return differ
	case x.loose || y.loose:
		return agree
	case apart > 0 || (x.month != y.month && x.month > 0 && y.month > 0):
		return near
	}
	return agree
}

// likeliest compares all dates that two sides give and returns the pair that
// goes together best. A list that gives several does not know.
func likeliest(xs, ys []birth) (best likeness, x, y birth) {
	for _, a := range xs {
		for _, b := range ys {
			l := compareBirths(a, b)
			if l > best || l == best && (a.less(x) || a == x && b.less(y)) {
				best, x, y = l, a, b
			}
		}
	}
	return best, x, y
}

func (d birth) less(e birth) bool {
	if d.year != e.year {
		return d.year < e.year
	}
	if d.month != e.month {
		return d.month < e.month
	}
	return d.day < e.day
}
