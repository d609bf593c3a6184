package table

import (
	"math"
	"strconv"
	"time"

	"plimsoll/ais"
)

// null says whether a cell says that it has nothing to say.
func null(c []byte) bool {
	switch len(c) {
	case 0:
		return true
	case 1:
		return c[0] == ' '
	case 2:
		return string(c) == `\N`
	case 3:
		return string(c) == "N/A" || string(c) == "nan" || string(c) == "NaN"
	case 4:
		return string(c) == "null" || string(c) == "NULL" || string(c) == "None" || string(c) == "none"
	case 7:
		return string(c) == "Unknown"
	case 9:
		return string(c) == "Undefined"
	case 13:
		return string(c) == "Unknown value"
	}
	return false
}

// whole reads a whole number; a fraction of zeros, as programs that know only
// floating point write it, does not count.
func whole(c []byte) (int64, bool) {
	if null(c) {
		return 0, false
	}
	v, ok := decimal(c, 3)
	return v / 1000, ok && v%1000 == 0
}

// decimal reads a number times ten to the power of decimals, rounded. A comma
// for the point is read where one can get here, in tables whose cells are not
// divided by commas or stand in quotes.
func decimal(c []byte, decimals int) (int64, bool) {
	i, negative := 0, false
	if len(c) > 0 && (c[0] == '-' || c[0] == '+') {
		i, negative = 1, c[0] == '-'
	}
	var v int64
	digits, point := 0, -1
	for ; i < len(c); i++ {
		d := c[i] - '0'
		switch {
		case d <= 9 && point >= decimals: // decides the rounding, if it is the first
			if point == decimals && d >= 5 {
				v++
			}
			point++
		case d <= 9:
			if v > math.MaxInt64/100 {
				return 0, false
			}
			v = v*10 + int64(d)
			digits++
			if point >= 0 {
				point++
			}
		case (c[i] == '.' || c[i] == ',') && point < 0:
			point = 0
		case c[i] == 'e' || c[i] == 'E':
			return exponent(c, decimals)
		default:
			return 0, false
		}
	}
	for point = max(point, 0); point < decimals; point++ {
		if v > math.MaxInt64/100 {
			return 0, false
		}
		v *= 10
	}
	if negative {
		v = -v
	}
	return v, digits > 0
}

func exponent(c []byte, decimals int) (int64, bool) {
	x, err := strconv.ParseFloat(string(c), 64)
	x = math.Round(x * math.Pow10(decimals))
	if err != nil || math.Abs(x) > 1e18 || math.IsNaN(x) {
		return 0, false
	}
	return int64(x), true
}

// Times outside of these are none of AIS.
const (
	earliest = 1_000_000_000 // 2001-09-09
	latest   = 4_102_444_800 // 2100-01-01
)

// moment reads a time in UTC: 2025-03-04T05:06:07 and its kin, 04/03/2025
// 05:06:07, 20250304_050607, or unix time in seconds to nanoseconds.
func moment(c []byte, monthFirst bool) (unix int64, ok bool) {
	n := 0
	for n < len(c) && c[n] >= '0' && c[n] <= '9' {
		n++
	}
	switch {
	case n == 4 && n < len(c):
		unix, ok = isoTime(c)
	case (n == 1 || n == 2) && n < len(c):
		d, rest, good := slashed(c, monthFirst)
		if good {
			unix, ok = clockTime(d, rest)
		}
	case n == 8 && n < len(c):
		d := date{number(c[0:4]), number(c[4:6]), number(c[6:8])}
		unix, ok = clockTime(d, c[8:])
	case n == 14 && n == len(c):
		d := date{number(c[0:4]), number(c[4:6]), number(c[6:8])}
		unix, ok = clockTime(d, c[7:])
	default:
		unix, ok = unixTime(c, n)
	}
	return unix, ok && unix >= earliest && unix < latest
}

// unixTime reads seconds since 1970, or thousandths and so on of them, told
// apart by the number of digits; a fraction may follow.
func unixTime(c []byte, n int) (int64, bool) {
	switch n {
	case 10, 13, 16, 19:
	default:
		return 0, false
	}
	if n < len(c) && c[n] != '.' {
		return 0, false
	}
	return int64(number(c[:10])), true
}

type date struct{ year, month, day int }

// isoTime reads 2025-03-04T05:06:07, with a blank for the T, with a fraction,
// and with Z or an offset.
func isoTime(c []byte) (int64, bool) {
	if len(c) < 16 || c[4] != '-' || c[7] != '-' {
		return 0, false
	}
	return clockTime(date{number(c[0:4]), number(c[5:7]), number(c[8:10])}, c[10:])
}

// slashed reads 4/3/2025, and gives what follows it.
func slashed(c []byte, monthFirst bool) (d date, rest []byte, ok bool) {
	var v [3]int
	for i := range v {
		n := 0
		for n < len(c) && n < 4 && c[n] >= '0' && c[n] <= '9' {
			n++
		}
		if n == 0 || i < 2 && (n > 2 || n == len(c) || c[n] != '/') || i == 2 && n != 4 {
			return date{}, nil, false
		}
		v[i] = number(c[:n])
		c = c[n:]
		if i < 2 {
			c = c[1:]
		}
	}
	if monthFirst {
		v[0], v[1] = v[1], v[0]
	}
	return date{v[2], v[1], v[0]}, c, true
}

// clockTime reads what follows a date: a sign, then 05:06:07, 050607 or 05:06,
// a fraction, Z or an offset.
func clockTime(d date, c []byte) (int64, bool) {
	if len(c) < 6 {
		return 0, false
	}
	c = c[1:]
	h := number(c[:2])
	var mi, s int
	switch {
	case c[2] != ':':
		if len(c) < 6 {
			return 0, false
		}
		mi, s, c = number(c[2:4]), number(c[4:6]), c[6:]
	case len(c) >= 8 && c[5] == ':':
		mi, s, c = number(c[3:5]), number(c[6:8]), c[8:]
	default:
		mi, c = number(c[3:5]), c[5:]
	}
	if h < 0 || h > 23 || mi < 0 || mi > 59 || s < 0 || s > 59 {
		return 0, false
	}
	offset, ok := zone(c)
	if !ok || d.year < 1 || d.month < 1 || d.month > 12 || d.day < 1 {
		return 0, false
	}
	t := time.Date(d.year, time.Month(d.month), d.day, h, mi, s, 0, time.UTC)
	return t.Unix() - offset, t.Day() == d.day // 30 February becomes 2 March
}

// zone reads a fraction of a second, which is dropped, and Z, " UTC" or an
// offset.
func zone(c []byte) (seconds int64, ok bool) {
	if len(c) > 0 && c[0] == '.' {
		n := 1
		for n < len(c) && c[n] >= '0' && c[n] <= '9' {
			n++
		}
		c = c[n:]
	}
	switch {
	case len(c) == 0, string(c) == "Z", string(c) == " UTC":
		return 0, true
	case c[0] != '+' && c[0] != '-':
		return 0, false
	}
	var h, m int
	switch {
	case len(c) == 3:
		h = number(c[1:3])
	case len(c) == 5:
		h, m = number(c[1:3]), number(c[3:5])
	case len(c) == 6 && c[3] == ':':
		h, m = number(c[1:3]), number(c[4:6])
	default:
		return 0, false
	}
	if h < 0 || h > 14 || m < 0 || m > 59 {
		return 0, false
	}
	seconds = int64(h*3600 + m*60)
	if c[0] == '-' {
		seconds = -seconds
	}
	return seconds, true
}

// number reads digits, and gives -1 for anything else.
func number(c []byte) int {
	v := 0
	for _, b := range c {
		if b < '0' || b > '9' {
			return -1
		}
		v = v*10 + int(b-'0') // at most ten of them
	}
	return v
}

// arrival reads an ETA: a date and time, or as it is sent, 03-04 05:06.
func arrival(c []byte, monthFirst bool) (ais.ETA, bool) {
	if len(c) == 11 && c[2] == '-' && c[8] == ':' {
		e := [4]int{number(c[0:2]), number(c[3:5]), number(c[6:8]), number(c[9:11])}
		ok := e[0] >= 0 && e[0] <= 12 && e[1] >= 0 && e[1] <= 31 && e[2] >= 0 && e[2] <= 24 && e[3] >= 0 && e[3] <= 60
		if !ok {
			return ais.ETA{Hour: 24, Minute: 60}, false
		}
		return ais.ETA{Month: uint8(e[0]), Day: uint8(e[1]), Hour: uint8(e[2]), Minute: uint8(e[3])}, true
	}
	unix, ok := moment(c, monthFirst)
	if !ok {
		return ais.ETA{Hour: 24, Minute: 60}, false
	}
	t := time.Unix(unix, 0).UTC()
	return ais.ETA{Month: uint8(t.Month()), Day: uint8(t.Day()), Hour: uint8(t.Hour()), Minute: uint8(t.Minute())}, true
}
