package bis

import (
	"strings"

	"plimsoll/lists"
)

// otherNames are the marks of a further name inside a name.
var otherNames = []struct{ mark, prop string }{
	{" A/K/A ", "alias"},
	{" A.K.A. ", "alias"},
	{" AKA ", "alias"},
	{" D/B/A ", "alias"},
	{" F/K/A ", "previousName"},
}

// maxName is longer than any name that holds others.
const maxName = 4000

type namedAs struct{ prop, text string }

// splitName divides a name from the other names written into it:
// "A A/K/A B", "A (A.K.A. B) C".
func splitName(s string) (name string, others []namedAs) {
	if len(s) > maxName {
		return s, nil
	}
	for _, m := range otherNames {
		inside := "(" + m.mark[1:]
		if i := indexFold(s, inside); i >= 0 {
			if n := strings.IndexByte(s[i:], ')'); n > 0 {
				others = append(others, namedAs{m.prop, strings.TrimSpace(s[i+len(inside) : i+n])})
				s = lists.Clean(s[:i] + s[i+n+1:])
			}
		}
		if i := indexFold(s, m.mark); i > 0 {
			rest := strings.TrimSpace(s[i+len(m.mark):])
			s = s[:i]
			again, more := splitName(rest)
			others = append(append(others, namedAs{m.prop, again}), more...)
		}
	}
	return strings.TrimRight(s, ", "), others
}

// indexFold is strings.Index for an ASCII mark, whatever its case.
func indexFold(s, mark string) int {
	for i := 0; i+len(mark) <= len(s); i++ {
		if s[i] == mark[0] && strings.EqualFold(s[i:i+len(mark)], mark) {
			return i
		}
	}
	return -1
}

// successors is what the State Department puts behind every name.
const successors = "and any successor"

// withoutSuccessors cuts off the words about successors.
func withoutSuccessors(s string) (name, rest string) {
	i := strings.Index(s, successors)
	if i <= 0 {
		return s, ""
	}
	return strings.TrimRight(s[:i], ",; "), s[i:]
}
