package un

import (
	"regexp"
	"strings"
	"unicode"
)

// splitNames takes apart an ALIAS_NAME that holds several names:
//
//   - "A; B" outside brackets, "A b) B",
//   - "A (original script: Б)" and "Б (A; C)", a name and its writing in
//     another script, which the brackets may give in several ways.
//
// Brackets in the script of the name itself, as in "Wide Front (WF)", belong
// to the name. Quotation marks around a whole name are dropped.
func splitNames(s string) []string {
	var out []string
	for _, part := range splitTop(s) {
		outer, inner, ok := lastBrackets(part)
		if !ok || !bringsScript(outer, inner) {
			out = appendName(out, part)
			continue
		}
		out = appendName(out, outer)
		inner = strings.TrimPrefix(inner, "original script:")
		for _, v := range splitTop(inner) {
			out = appendName(out, strings.TrimSuffix(strings.TrimSpace(v), "(original script)"))
		}
	}
	return out
}

func appendName(out []string, s string) []string {
	s = strings.TrimSpace(s)
	for _, q := range [][2]string{{`"`, `"`}, {"“", "”"}} {
		inside := strings.TrimSuffix(strings.TrimPrefix(s, q[0]), q[1])
		if len(inside) == len(s)-len(q[0])-len(q[1]) && !strings.ContainsAny(inside, `"“”`) {
			s = strings.TrimSpace(inside)
		}
	}
	if s == "" {
		return out
	}
	return append(out, s)
}

// enumerator is the letter of a list that lost its line breaks.
var enumerator = regexp.MustCompile(`(?:^| )[a-z]\) `)

// splitTop splits at semicolons outside brackets.
func splitTop(s string) []string {
	if strings.Contains(s, ") ") {
		s = enumerator.ReplaceAllString(s, ";")
	}
	if !strings.Contains(s, ";") {
		return []string{s}
	}
	var out []string
	depth, start := 0, 0
	for i, r := range s {
		switch r {
		case '(':
			depth++
		case ')':
			depth = max(0, depth-1)
		case ';':
			if depth == 0 {
				out = append(out, s[start:i])
				start = i + 1
			}
		}
	}
	return append(out, s[start:])
}

// lastBrackets divides "outer (inner)" at the bracket that closes at the end.
func lastBrackets(s string) (outer, inner string, ok bool) {
	s = strings.TrimSpace(s)
	if !strings.HasSuffix(s, ")") {
		return "", "", false
	}
	depth := 0
	for i := len(s) - 1; i > 0; i-- {
		switch s[i] {
		case ')':
			depth++
		case '(':
			if depth--; depth == 0 {
				return strings.TrimSpace(s[:i]), s[i+1 : len(s)-1], true
			}
		}
	}
	return "", "", false
}

// bringsScript reports whether one side is all Latin and the other is not.
func bringsScript(outer, inner string) bool {
	return outer != "" && hasForeign(outer) != hasForeign(inner)
}

func hasForeign(s string) bool {
	for _, r := range s {
		if unicode.IsLetter(r) && !unicode.Is(unicode.Latin, r) {
			return true
		}
	}
	return false
}
