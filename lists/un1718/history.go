package un1718

import (
	"strconv"
	"strings"

	"plimsoll/lists"
)

// history takes apart "1: A 2. B 3: C", oldest first. A number counts only if
// it is the next one and a dot or colon follows, so that "1: Orrin 2 2: Tale 3"
// is two names. A cell without numbers is one value, "na" none.
func history(v lists.Value) []lists.Value {
	if v.Empty() || strings.EqualFold(v.Text, "na") {
		return nil
	}
	var out []lists.Value
	rest := v.Text
	add := func(piece string) {
		if piece = strings.TrimSpace(piece); piece != "" && !strings.EqualFold(piece, "na") {
			out = append(out, v.With(piece))
		}
	}
	if !strings.HasPrefix(rest, "1:") && !strings.HasPrefix(rest, "1. ") {
		add(rest)
		return out
	}
	rest = rest[len("1:"):]
	for n := 2; ; n++ {
		at, size := findMark(rest, n)
		if at < 0 || n > maxValues+1 {
			add(rest)
			return out
		}
		add(rest[:at])
		rest = rest[at+size:]
	}
}

// findMark finds " 2:" or " 2. " and how many bytes it has.
func findMark(s string, n int) (at, size int) {
	number := " " + strconv.Itoa(n)
	colon, dot := strings.Index(s, number+":"), strings.Index(s, number+". ")
	if at = colon; at < 0 || dot >= 0 && dot < at {
		at = dot
	}
	return at, len(number) + 1
}

// splitNumbers divides the column of IMO numbers, which holds the MMSI as well:
// "8909575 MMSI: 1: 298000011 2: 298000012".
func splitNumbers(v lists.Value) (imo lists.Value, mmsi []lists.Value) {
	before, after, found := strings.Cut(v.Text, "MMSI")
	if !found {
		return v, nil
	}
	after = strings.TrimSpace(strings.TrimPrefix(strings.TrimSpace(after), ":"))
	if before = strings.TrimSpace(before); before != "" {
		imo = v.With(before)
	}
	return imo, history(v.With(after))
}

// said is the value unless it is the word that stands for nothing.
func said(v lists.Value) lists.Value {
	if strings.EqualFold(v.Text, "na") {
		return lists.Value{}
	}
	return v
}
