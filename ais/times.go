package ais

import "bytes"

// Times outside of these are no times of reception: AIS was mandated in 2002,
// and small numbers in c: are counters, not dates.
const (
	earliest = 1_000_000_000 // 2001-09-09
	latest   = 4_102_444_800 // 2100-01-01
)

// parseTime reads a time of reception as feeds write it: unix time in seconds,
// milli-, micro- or nanoseconds, told apart by the number of digits, with or
// without a fraction; or ISO 8601 in UTC.
func parseTime(b []byte) (unix int64, ok bool) {
	n := 0
	for n < len(b) && b[n] >= '0' && b[n] <= '9' {
		n++
	}
	if n == 4 {
		return parseISO(b)
	}
	unit := int64(1)
	switch n {
	case 10:
	case 13:
		unit = 1e3
	case 16:
		unit = 1e6
	case 19:
		unit = 1e9
	default:
		return 0, false
	}
	if n < len(b) && (b[n] != '.' || !allDigits(b[n+1:])) {
		return 0, false
	}
	var v uint64
	for _, c := range b[:n] {
		v = v*10 + uint64(c-'0')
	}
	t := int64(v / uint64(unit))
	return t, t >= earliest && t < latest
}

// parseISO reads "2006-01-02T15:04:05" or with a blank for the T; a fraction
// and a Z may follow.
func parseISO(b []byte) (unix int64, ok bool) {
	const form = "dddd-dd-dd dd:dd:dd"
	if len(b) < len(form) {
		return 0, false
	}
	for i, c := range []byte(form) {
		switch {
		case c == 'd':
			if b[i] < '0' || b[i] > '9' {
				return 0, false
			}
		case c == ' ':
			if b[i] != ' ' && b[i] != 'T' {
				return 0, false
			}
		case b[i] != c:
			return 0, false
		}
	}
	rest := bytes.TrimSuffix(b[len(form):], []byte("Z"))
	if len(rest) > 0 && (rest[0] != '.' || !allDigits(rest[1:])) {
		return 0, false
	}
	t, ok := unixTime(number(b[0:4]), number(b[5:7]), number(b[8:10]), number(b[11:13]), number(b[14:16]), number(b[17:19]))
	return t, ok && t >= earliest && t < latest
}

func allDigits(b []byte) bool {
	for _, c := range b {
		if c < '0' || c > '9' {
			return false
		}
	}
	return true
}

// number reads digits; at most nine of them.
func number(b []byte) int {
	v := 0
	for _, c := range b {
		v = v*10 + int(c-'0')
	}
	return v
}

// unixTime turns a date in UTC into unix seconds; ok is false when there is no
// such moment.
func unixTime(year, month, day, hour, minute, second int) (unix int64, ok bool) {
	if year < 1 || month < 1 || month > 12 || day < 1 || hour > 23 || minute > 59 || second > 59 {
		return 0, false
	}
	leap := year%4 == 0 && (year%100 != 0 || year%400 == 0)
	days := [...]int{31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31}[month-1]
	if month == 2 && leap {
		days = 29
	}
	if day > days {
		return 0, false
	}
	// Days since 1970-01-01 by counting years from March, so that the leap day
	// is the last of its year.
	y, m := year, month-3
	if m < 0 {
		y, m = y-1, m+12
	}
	n := 365*y + y/4 - y/100 + y/400 + (153*m+2)/5 + day - 1 - 719468
	return ((int64(n)*24+int64(hour))*60+int64(minute))*60 + int64(second), true
}

// trailer reads the comma-separated fields some feeds put after the checksum:
// a unix time, and the station ("r003669946") in the form of the United
// States coast guard.
func trailer(b []byte) (station []byte, received int64) {
	for len(b) > 0 {
		field := b
		if i := bytes.IndexByte(b, ','); i >= 0 {
			field, b = b[:i], b[i+1:]
		} else {
			b = nil
		}
		if isStation(field) {
			station = field
			continue
		}
		if received == 0 {
			if t, ok := parseTime(field); ok {
				received = t
			}
		}
	}
	return station, received
}

// isStation says whether a trailing field is a station's name: "r003669946",
// "b003669708", "r11NTRQ1".
func isStation(field []byte) bool {
	if len(field) < 7 || field[0] != 'r' && field[0] != 'b' {
		return false
	}
	for _, c := range field[1:] {
		if !isTalkerByte(c) {
			return false
		}
	}
	return true
}

// parsePGHP reads the line that Gatehouse software writes before a sentence:
// "$PGHP,1,year,month,day,hour,minute,second,ms,country,region,station,..."
func parsePGHP(b []byte) (station []byte, received int64, ok bool) {
	if star := bytes.IndexByte(b, '*'); star >= 0 {
		if star+2 >= len(b) || xor(b[1:star]) != hexDigit(b[star+1])<<4|hexDigit(b[star+2]) {
			return nil, 0, false
		}
		b = b[:star]
	}
	b = bytes.TrimPrefix(b, []byte("$PGHP,1,"))
	var v [6]int
	for i := 0; i < 10; i++ {
		comma := bytes.IndexByte(b, ',')
		if comma < 0 {
			return nil, 0, false
		}
		field := b[:comma]
		b = b[comma+1:]
		switch {
		case i < 6:
			if comma < 1 || comma > 4 || !allDigits(field) {
				return nil, 0, false
			}
			v[i] = number(field)
		case i == 9 && allDigits(field):
			station = field
		}
	}
	received, ok = unixTime(v[0], v[1], v[2], v[3], v[4], v[5])
	return station, received, ok && received >= earliest && received < latest
}
