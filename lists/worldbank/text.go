package worldbank

import (
	"regexp"
	"strings"
)

// label is a property and the text behind the words that name it.
type label struct{ prop, text string }

// labels are the words with which a piece of text may begin, longer ones before
// those they begin with.
var labels = []label{
	{"previousName", "formerly known as"},
	{"previousName", "formerly operating as"},
	{"previousName", "previously known as"},
	{"previousName", "formerly"},
	{"previousName", "f/k/a"},
	{"previousName", "f.k.a"},
	{"previousName", "fka"},
	{"alias", "also known as"},
	{"alias", "also doing business as"},
	{"alias", "also doing business under"},
	{"alias", "also d/b/a"},
	{"alias", "also dba"},
	{"alias", "currently doing business as"},
	{"alias", "currently d/b/a"},
	{"alias", "currently known as"},
	{"alias", "now known as"},
	{"alias", "doing business as"},
	{"alias", "d/b/a"},
	{"alias", "dba"},
	{"alias", "a.k.a"},
	{"alias", "a/k/a"},
	{"alias", "aka"},
	{"alias", "also"},
	{"registrationNumber", "registration number"},
	{"registrationNumber", "registration no"},
	{"registrationNumber", "registration #"},
	{"registrationNumber", "reg. no"},
	{"registrationNumber", "reg, no"},
	{"registrationNumber", "reg no"},
	{"registrationNumber", "unified number"},
	{"taxNumber", "tax registration no"},
	{"taxNumber", "tax id no"},
	{"taxNumber", "tax id"},
	{"taxNumber", "tin no"},
	{"taxNumber", "tin"},
	{"taxNumber", "cnpj"},
	{"idNumber", "national id"},
	{"idNumber", "id no"},
	{"idNumber", "id"},
	{"address", "physical address"},
}

// labelled finds the label with which a text begins.
func labelled(s string) (label, bool) {
	for _, l := range labels {
		if len(s) <= len(l.text) || !strings.EqualFold(s[:len(l.text)], l.text) {
			continue
		}
		after := s[len(l.text):]
		if c := after[0]; c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' {
			continue // the beginning of a longer word
		}
		if rest := strings.TrimRight(strings.TrimLeft(after, " .:;#,["), " ]"); rest != "" {
			return label{l.prop, rest}, true
		}
	}
	return label{}, false
}

// footnote is a mark such as "*43 and 45", "*219,  *328".
var footnote = regexp.MustCompile(`\* ?\d+(?:(?: and |, ?)\*? ?\d+)*`)

// cutFootnotes takes the marks of footnotes out of a text; a number alone is
// one as well.
func cutFootnotes(s string) (rest string, notes []string) {
	if s != "" && strings.Trim(s, "0123456789") == "" {
		return "", []string{"*" + s}
	}
	if !strings.Contains(s, "*") {
		return s, nil
	}
	rest = footnote.ReplaceAllStringFunc(s, func(m string) string {
		notes = append(notes, m)
		return " "
	})
	return rest, notes
}

// brackets divides a text into what stands outside brackets and what stands in
// each. Brackets inside brackets belong to what is in them, unless one is left
// open: then each stands for itself.
func brackets(s string) []string {
	out, whole := cutBrackets(s, len(s))
	if !whole {
		out, _ = cutBrackets(s, 1)
	}
	return out
}

func cutBrackets(s string, deepest int) (out []string, whole bool) {
	depth, from := 0, 0
	for i := range len(s) {
		switch s[i] {
		case '(':
			if depth++; depth == 1 || depth > deepest {
				out, from = append(out, s[from:i]), i+1
			}
			depth = min(depth, deepest)
		case ')':
			if depth--; depth == 0 {
				out, from = append(out, s[from:i]), i+1
			}
			depth = max(depth, 0)
		}
	}
	return append(out, s[from:]), depth == 0
}

// inName finds a label in the middle of a name.
var inName = regexp.MustCompile(`(?i)(?:^|,? +)(?:formerly known as|a\.k\.a\.|now known as|also known as) +`)

// mayName looks whether inName could find anything: most names have nothing.
func mayName(s string) bool {
	for _, hint := range []string{"KNOWN AS", "nown as", "nown As", ".K.A.", ".k.a."} {
		if strings.Contains(s, hint) {
			return true
		}
	}
	return false
}

// nameAndOthers divides SUPP_NAME into the name and what is said of other names
// in it. Brackets without a label belong to the name.
func nameAndOthers(s string) (name string, others []label) {
	if i := strings.LastIndexByte(s, '('); i > 0 {
		inside := strings.TrimSuffix(s[i+1:], ")")
		if l, ok := labelled(inside); ok && (l.prop == "alias" || l.prop == "previousName") && strings.TrimSpace(s[:i]) != "" {
			others = append(others, l)
			s = strings.TrimSpace(s[:i])
		}
	}
	if !mayName(s) {
		return s, others
	}
	if loc := inName.FindStringIndex(s); loc != nil && loc[1] < len(s) {
		if l, ok := labelled(strings.TrimLeft(s[loc[0]:], ", ")); ok {
			if loc[0] == 0 {
				return l.text, others // nothing but the other name is left
			}
			others = append(others, l)
			s = s[:loc[0]]
		}
	}
	return s, others
}

// between divides names in a list of them.
var between = regexp.MustCompile(`(?i),? also (?:d/b/a|dba) |,? or |, `)

// splitNames divides a list of names. A legal form behind a comma belongs to
// the name before it.
func splitNames(s string) []string {
	var out []string
	from := 0
	for _, loc := range between.FindAllStringIndex(s, -1) {
		if s[loc[0]] == ',' && isLegalForm(s[loc[1]:]) {
			continue
		}
		out, from = append(out, s[from:loc[0]]), loc[1]
	}
	return append(out, s[from:])
}

// isLegalForm reports whether a text, or its part before the next comma, is a
// legal form and nothing else.
func isLegalForm(s string) bool {
	s, _, _ = strings.Cut(s, ",")
	switch strings.ToLower(strings.Trim(s, " .)")) {
	case "ltd", "limited", "co", "inc", "llc", "llp", "l.p", "s.a", "sa", "jsc", "s.l", "gmbh", "b.v", "corp", "s.r.l", "pvt", "plc", "s.a de c.v":
		return true
	}
	return false
}
