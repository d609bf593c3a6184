package web

import (
	"fmt"
	"math"
	"strconv"
	"strings"
	"time"
)

// thin is the narrow no-break space that groups the digits of a number.
const thin = "\u202f"

// number writes an integer in groups of three digits: 1 367 628.
func number(n int) string {
	s := strconv.Itoa(n)
	sign := ""
	if n < 0 {
		sign, s = "−", s[1:]
	}
	if len(s) <= 4 {
		return sign + s
	}
	var parts []string
	for len(s) > 3 {
		parts = append([]string{s[len(s)-3:]}, parts...)
		s = s[:len(s)-3]
	}
	return sign + strings.Join(append([]string{s}, parts...), thin)
}

func barrels(v float64) string { return number(int(math.Round(v))) }

// percent writes a share with one decimal: 33.7 %.
func percent(share float64) string {
	return strconv.FormatFloat(share*100, 'f', 1, 64) + thin + "%"
}

func score(v float64) string { return strconv.FormatFloat(v, 'f', 2, 64) }

// bytesize writes a size as a reader says it, in powers of ten.
func bytesize(n int64) string {
	switch {
	case n < 1000:
		return strconv.FormatInt(n, 10) + thin + "bytes"
	case n < 1_000_000:
		return strconv.FormatFloat(float64(n)/1e3, 'f', 1, 64) + thin + "kB"
	}
	return strconv.FormatFloat(float64(n)/1e6, 'f', 1, 64) + thin + "MB"
}

func day(t time.Time) string { return t.UTC().Format("2006-01-02") }

// stamp writes a moment to the minute and says that it is UTC.
func stamp(t time.Time) string { return t.UTC().Format("2006-01-02 15:04") + " UTC" }

func machine(t time.Time) string { return t.UTC().Format(time.RFC3339) }

// lasting writes how long something took: 9 h 10 min.
func lasting(from, to time.Time) string {
	d := to.Sub(from).Round(time.Minute)
	if d < 0 {
		d = -d
	}
	h, m := int(d.Hours()), int(d.Minutes())%60
	switch {
	case h >= 48:
		return fmt.Sprintf("%d%sd %d%sh", h/24, thin, h%24, thin)
	case h == 0:
		return fmt.Sprintf("%d%smin", m, thin)
	case m == 0:
		return fmt.Sprintf("%d%sh", h, thin)
	}
	return fmt.Sprintf("%d%sh %d%smin", h, thin, m, thin)
}

// position writes a place as charts do, in degrees and decimal minutes.
func position(lat, lon float64) string {
	return half(lat, "N", "S", 2) + " " + half(lon, "E", "W", 3)
}

func half(v float64, pos, neg string, width int) string {
	side := pos
	if v < 0 {
		side, v = neg, -v
	}
	minutes := math.Round(v*600) / 10
	deg := math.Floor(minutes / 60)
	return fmt.Sprintf("%0*.0f°%04.1f′%s", width, deg, minutes-deg*60, side)
}

// short is the beginning of a hash: enough to tell two apart on a page.
func short(hash string) string {
	if len(hash) <= 12 {
		return hash
	}
	return hash[:12]
}

// plain turns a camel-case property name into words: birthDate, birth date.
func plain(prop string) string {
	var b strings.Builder
	for i, r := range prop {
		if r >= 'A' && r <= 'Z' {
			if i > 0 && !strings.HasSuffix(b.String(), " ") && !(prop[i-1] >= 'A' && prop[i-1] <= 'Z') {
				b.WriteByte(' ')
			}
			if i+1 >= len(prop) || prop[i+1] < 'A' || prop[i+1] > 'Z' {
				if i == 0 || !(prop[i-1] >= 'A' && prop[i-1] <= 'Z') {
					r += 'a' - 'A'
				}
			}
		}
		b.WriteRune(r)
	}
	return b.String()
}
