package names

import (
	"strings"
	"unicode"
)

// Numbers are compared as such: each has one normal form, and two numbers
// agree when the forms are equal. A text that cannot be such a number has no
// form, and is evidence of nothing.

// IMO gives the seven digits of an IMO ship number, with the leading zeros
// that AIS drops, and whether its check digit holds: the first six digits
// weighted 7 to 2, summed, end in the seventh.
func IMO(s string) (digits string, ok bool) {
	digits = strings.TrimSpace(strings.ToUpper(s))
	digits = strings.TrimPrefix(digits, "IMO")
	digits = strings.TrimLeft(digits, " :#.-")
	digits = strings.TrimPrefix(digits, "NO")
	digits = strings.Trim(digits, " :#.-")
	if !allDigits(digits) || len(digits) < 5 || len(digits) > 7 {
		return "", false
	}
	digits = strings.Repeat("0", 7-len(digits)) + digits
	sum := 0
	for i := range 6 {
		sum += int(digits[i]-'0') * (7 - i)
	}
	return digits, sum%10 == int(digits[6]-'0') && sum > 0
}

// MMSI gives the nine digits of a maritime mobile service identity and the
// maritime identification digits (MID) inside it, which stand for a country:
// behind 0, 00, 111, 8, 98, 99 or, for a ship, at the start.
func MMSI(s string) (digits, mid string, ok bool) {
	digits = strings.Map(func(r rune) rune {
		if r == ' ' || r == '-' {
			return -1
		}
		return r
	}, s)
	if len(digits) != 9 || !allDigits(digits) {
		return "", "", false
	}
	for _, p := range []string{"111", "00", "98", "99", "0", "8"} {
		if strings.HasPrefix(digits, p) {
			mid = digits[len(p) : len(p)+3]
			break
		}
	}
	if mid == "" {
		mid = digits[:3]
	}
	return digits, mid, mid[0] >= '2' && mid[0] <= '7'
}

// BIC gives a bank's identifier code (ISO 9362) without the branch code XXX
// that stands for the head office.
func BIC(s string) (string, bool) {
	s = strings.ToUpper(strings.TrimSpace(s))
	if len(s) != 8 && len(s) != 11 {
		return "", false
	}
	for i, r := range s {
		letter, number := r >= 'A' && r <= 'Z', r >= '0' && r <= '9'
		if !letter && (!number || (i >= 4 && i < 6)) {
			return "", false
		}
	}
	return s[:8] + strings.TrimPrefix(s[8:], "XXX"), true
}

// Document gives the number of a passport, identity card or register entry:
// letters and digits alone, in upper case. One without any digit or shorter
// than five characters is shared by too many to say anything.
func Document(s string) (string, bool) {
	var b strings.Builder
	hasDigit := false
	for _, r := range strings.ToUpper(Fold(s)) {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			b.WriteRune(r)
			hasDigit = hasDigit || unicode.IsDigit(r)
		}
	}
	n := b.Len()
	return b.String(), hasDigit && n >= 5 && n <= 64
}

// Wallet gives the address of a crypto wallet. Base58 addresses depend on
// case; hexadecimal (0x) and bech32 ones do not.
func Wallet(s string) (string, bool) {
	s = strings.TrimSpace(s)
	if len(s) < 14 || len(s) > 128 {
		return "", false
	}
	for i := range len(s) {
		c := s[i]
		if (c < '0' || c > '9') && (c|0x20 < 'a' || c|0x20 > 'z') && c != ':' {
			return "", false
		}
	}
	if low := strings.ToLower(s); strings.HasPrefix(low, "0x") || strings.HasPrefix(low, "bc1") {
		return low, true
	}
	return s, true
}

func allDigits(s string) bool {
	for i := range len(s) {
		if s[i] < '0' || s[i] > '9' {
			return false
		}
	}
	return s != ""
}

// CallSign reads a ship's radio call sign, as the ITU assigns them: 4 to 7
// letters and digits, not all of them digits. Blanks and hyphens do not count.
func CallSign(s string) (string, bool) {
	b := make([]byte, 0, 8)
	letters := 0
	for i := range len(s) {
		c := s[i]
		switch {
		case c == ' ' || c == '-':
			continue
		case c >= 'a' && c <= 'z':
			c -= 'a' - 'A'
			letters++
		case c >= 'A' && c <= 'Z':
			letters++
		case c < '0' || c > '9':
			return "", false
		}
		if b = append(b, c); len(b) > 7 {
			return "", false
		}
	}
	return string(b), len(b) >= 4 && letters > 0
}
