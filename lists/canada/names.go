package canada

import (
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"

	"plimsoll/lists"
)

// oneName is one of the names that a text holds, and its language where the
// text tells.
type oneName struct{ text, lang string }

// language is what Aliases writes before a name, and the script a name in it
// must have: a label reaches as far as the next one, and behind the names it
// stands for others may follow.
var language = regexp.MustCompile(`\(? *\b(Russian|Belarusian|Belarussian|Ukrainian|Arabic|Persian|Farsi|Hebrew|Burmese|Chinese|Korean|Spanish|French|Romanian|Georgian|Armenian) *:`)

func tag(word string) (lang, script string) {
	switch word {
	case "Russian":
		return "ru", "Cyrl"
	case "Belarusian", "Belarussian":
		return "be", "Cyrl"
	case "Ukrainian":
		return "uk", "Cyrl"
	case "Arabic":
		return "ar", "Arab"
	case "Persian", "Farsi":
		return "fa", "Arab"
	case "Hebrew":
		return "he", "Hebr"
	case "Burmese":
		return "my", "Mymr"
	case "Chinese":
		return "zh", "Hani"
	case "Korean":
		return "ko", "Hang"
	case "Spanish":
		return "es", "Latn"
	case "French":
		return "fr", "Latn"
	case "Romanian":
		return "ro", "Latn"
	case "Georgian":
		return "ka", "Geor"
	case "Armenian":
		return "hy", "Armn"
	}
	return "", ""
}

// splitNames takes Aliases apart.
func splitNames(text string, person bool) []oneName {
	text = lists.Clean(text)
	var out []oneName
	var marks [][]int
	if strings.Contains(text, ":") {
		marks = language.FindAllStringSubmatchIndex(text, -1)
	}
	lang, script, from := "", "", 0
	for i := range len(marks) + 1 {
		to := len(text)
		if i < len(marks) {
			to = marks[i][0]
		}
		for _, name := range split(text[from:to], person) {
			l := lang
			if l == "" || lists.Script(name) != script {
				l = lists.Lang(name)
			}
			out = append(out, oneName{name, l})
		}
		if i < len(marks) {
			lang, script = tag(text[marks[i][2]:marks[i][3]])
			from = marks[i][1]
		}
	}
	return out
}

// split divides a text at semicolons, commas, strokes and "or".
func split(text string, person bool) []string {
	var out []string
	for part := range strings.SplitSeq(text, ";") {
		for _, name := range atCommas(part, person) {
			for _, one := range atOr(name, person) {
				if one = trim(one); one != "" {
					out = append(out, one)
				}
			}
		}
	}
	return out
}

// atCommas divides at commas outside brackets and quotation marks. A legal form
// belongs to the name before it; so does, in the name of a body, what begins
// with a small letter ("Ministry of Education, science and youth").
func atCommas(s string, person bool) []string {
	var out []string
	depth, from := 0, 0
	for i, r := range s {
		switch {
		case r == '(' || r == '«' || r == '"' && opens(s, i):
			depth++
		case r == ')' || r == '»' || r == '"':
			depth = max(0, depth-1)
		case r == ',' && depth == 0 && !continues(s[i+1:], person):
			out = append(out, s[from:i])
			from = i + 1
		}
	}
	return append(out, s[from:])
}

// opens tells which way a straight quotation mark looks: one behind a blank or
// at the beginning opens.
func opens(s string, i int) bool {
	before, _ := utf8.DecodeLastRuneInString(s[:i])
	after, _ := utf8.DecodeRuneInString(s[i+1:])
	return (i == 0 || before == ' ' || before == '(') && after != ' ' && after != utf8.RuneError
}

// continues reports whether what follows a comma belongs to the name before it.
func continues(rest string, person bool) bool {
	rest = strings.TrimLeft(rest, " ")
	if isLegalForm(rest) {
		return true
	}
	switch {
	case strings.HasPrefix(rest, "or "):
		return true // for [atOr]
	case strings.HasPrefix(rest, "and "):
		return person
	case person, strings.HasPrefix(rest, "the "), strings.HasPrefix(rest, "l'"):
		return false
	}
	first, _ := utf8.DecodeRuneInString(rest)
	return unicode.IsLower(first)
}

// isLegalForm reports whether the text up to the next mark is a legal form and
// nothing else.
func isLegalForm(s string) bool {
	if i := strings.IndexAny(s, ",/"); i >= 0 {
		s = s[:i]
	}
	s, _, _ = strings.Cut(s, " or ")
	s, _, _ = strings.Cut(s, " and ")
	switch strings.ToLower(strings.Trim(s, " .")) {
	case "ltd", "limited", "llc", "inc", "jsc", "pjsc", "ojsc", "fsue", "ao", "oao", "ooo", "zao", "pao", "co", "corp", "tov", "s.a", "gmbh",
		"ао", "оао", "ооо", "зао", "пао", "сао", "мк", "фгуп", "тов":
		return true
	}
	return false
}

// or are the words that stand between two writings of a name. "and" does
// between names in other scripts than Latin, where it is no part of them.
var or = regexp.MustCompile(`,? +(?:or|and) +| */ *`)

// atOr divides a text at "or", "and" and strokes. What stands on both sides may
// be whole names, or one word of a name in two writings: then each writing makes
// a name. Where that cannot be told the text stays whole.
func atOr(s string, person bool) []string {
	s = trim(s)
	for _, word := range []string{"or ", "and ", "also "} {
		s = strings.TrimPrefix(s, word)
	}
	sides := sidesOf(s, person)
	if len(sides) < 2 || len(s) > mostBytes {
		return []string{s}
	}
	if !person {
		return sides
	}
	words := make([][]string, len(sides))
	whole := true
	for i, side := range sides {
		words[i] = strings.Fields(side)
		whole = whole && len(words[i]) > 1
	}
	stroke := strings.Contains(s, "/")
	switch {
	case whole && (stroke || !oneWordDiffers(words)):
		return sides
	case stroke:
		return []string{s}
	}
	return writings(words)
}

// oneWordDiffers tells "A b or c D", one name with a word in two writings, from
// "A b or A d", two names.
func oneWordDiffers(sides [][]string) bool {
	return len(sides) == 2 && len(sides[0]) == 2 && len(sides[1]) == 2 && sides[0][0] != sides[1][0]
}

// sidesOf cuts a text at the words between names, where they can be meant so.
func sidesOf(s string, person bool) []string {
	if !strings.Contains(s, "/") && !strings.Contains(s, " or ") && !strings.Contains(s, " and ") {
		return nil
	}
	var out []string
	from := 0
	for _, loc := range or.FindAllStringIndex(s, -1) {
		left, right := s[from:loc[0]], s[loc[1]:]
		switch mark := s[loc[0]:loc[1]]; {
		case loc[0] == 0 || right == "":
			continue
		case mark == "/" && (!strings.Contains(strings.TrimSpace(left), " ") || !strings.Contains(right, " ")):
			continue // a stroke inside a word
		case strings.Contains(mark, "and") && !person && !isForeign(left, right):
			continue // a part of the name
		}
		out = append(out, left)
		from = loc[1]
	}
	return append(out, s[from:])
}

// isForeign reports whether the words left and right of a place are in another
// script than Latin.
func isForeign(left, right string) bool {
	for _, s := range []string{left, right} {
		if script := lists.Script(s); script == "" || script == "Latn" {
			return false
		}
	}
	return true
}

// Bounds of what a text with "or" in it makes: how long it may be, and how many
// names it becomes.
const (
	mostBytes    = 1000
	mostWritings = 20
)

// writings makes names of words in several writings: "A or B C" is A C and B C,
// "A B or C" is A B and A C.
func writings(sides [][]string) []string {
	var slots [][]string // the writings of each word
	for i, words := range sides {
		if i > 0 {
			last := len(slots) - 1
			slots[last] = append(slots[last], words[0])
			words = words[1:]
		}
		for _, w := range words {
			slots = append(slots, []string{w})
		}
	}
	names := []string{""}
	for _, options := range slots {
		var longer []string
		for _, n := range names {
			for _, o := range options {
				longer = append(longer, strings.TrimSpace(n+" "+o))
			}
		}
		names = longer[:min(len(longer), mostWritings)]
	}
	return names
}

// trim drops what surrounds a name: blanks, marks between names, a bracket whose
// other half was cut off, quotation marks around the whole.
func trim(s string) string {
	s = strings.Trim(s, " ,;:")
	if strings.HasPrefix(s, "(") && strings.Count(s, "(") > strings.Count(s, ")") {
		s = s[1:]
	}
	for _, bracket := range []string{")", "("} {
		if strings.HasSuffix(s, bracket) && (strings.Count(s, ")") > strings.Count(s, "(")) == (bracket == ")") && strings.Count(s, ")") != strings.Count(s, "(") {
			s = s[:len(s)-1]
		}
	}
	for _, q := range [][2]string{{`"`, `"`}, {"“", "”"}, {"«", "»"}} {
		inside := strings.TrimSuffix(strings.TrimPrefix(s, q[0]), q[1])
		if len(inside) == len(s)-len(q[0])-len(q[1]) && !strings.ContainsAny(inside, `"“”«»`) {
			s = inside
		}
	}
	return strings.TrimSpace(s)
}

// twoLanguages divides "Haiti / Haïti", "Central Bank/Banque centrale". A stroke
// inside a word is no division.
func twoLanguages(s string) (english, french string) {
	if a, b, ok := strings.Cut(s, " / "); ok {
		return strings.TrimSpace(a), strings.TrimSpace(b)
	}
	a, b, ok := strings.Cut(s, "/")
	if ok && strings.Contains(strings.TrimSpace(a), " ") && strings.Contains(strings.TrimSpace(b), " ") {
		return strings.TrimSpace(a), strings.TrimSpace(b)
	}
	return s, ""
}

// inBrackets divides "DOLE (DOHL)", a name and another spelling of it.
func inBrackets(s string) (name, other string) {
	open := strings.IndexByte(s, '(')
	if open <= 0 || !strings.HasSuffix(s, ")") {
		return s, ""
	}
	return strings.TrimSpace(s[:open]), strings.TrimSpace(s[open+1 : len(s)-1])
}

const known = "(also known as "

// alsoKnownAs divides a name from the others in brackets behind it.
func alsoKnownAs(s string) (name, others string) {
	i := strings.Index(strings.ToLower(s), known)
	if i <= 0 || len(strings.ToLower(s)) != len(s) {
		return s, ""
	}
	rest := s[i+len(known):]
	if strings.HasSuffix(rest, ")") && strings.Count(rest, ")") > strings.Count(rest, "(") {
		rest = rest[:len(rest)-1]
	}
	return strings.TrimSpace(s[:i]), rest
}
