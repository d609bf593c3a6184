package lists

import "strings"

// IMONumber reads the number that the International Maritime Organization
// gives to a ship, with or without the letters before it. Valid says that it
// has seven digits and the last one is the check digit of the others.
func IMONumber(text string) (number string, valid bool) {
	number, d := imoDigits(text)
	if d == nil {
		return number, false
	}
	sum := 0
	for i := range 6 {
		sum += d[i] * (7 - i)
	}
	return number, sum%10 == d[6]
}

// IMOCompanyNumber reads the number given to a firm that owns or manages
// ships. It looks like a ship's and is checked by another rule, so that most
// company numbers are no ship's number. The rule was found from published
// numbers; where the remainder is 0 the sample shows a 1.
func IMOCompanyNumber(text string) (number string, valid bool) {
	number, d := imoDigits(text)
	if d == nil {
		return number, false
	}
	sum := 0
	for i, weight := range []int{8, 6, 4, 2, 9, 7} {
		sum += d[i] * weight
	}
	return number, (11-sum%11)%10 == d[6]
}

// imoDigits strips the letters and returns the seven digits, or nil.
func imoDigits(text string) (string, []int) {
	number := Clean(text)
	if len(number) > 3 && strings.EqualFold(number[:3], "IMO") {
		number = strings.TrimLeft(number[3:], " :.-")
	}
	if len(number) != 7 {
		return number, nil
	}
	digits := make([]int, 7)
	for i := range 7 {
		c := number[i]
		if c < '0' || c > '9' {
			return number, nil
		}
		digits[i] = int(c - '0')
	}
	return number, digits
}
