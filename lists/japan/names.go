package japan

import (
	"regexp"
	"slices"
	"strings"
	"unicode"

	"plimsoll/ftm"
	"plimsoll/lists"
)

var originalScript = regexp.MustCompile(`(?i)\( *original script *:? *([^()]*)\)?|\(([^()]+?):? *original script *\)|^original script *: *(.*)$`)

// scripted takes what stands behind "original script" out of a text.
func scripted(text string) (rest string, scripts []string) {
	if !strings.Contains(strings.ToLower(text), "original script") {
		return text, nil
	}
	for _, m := range originalScript.FindAllStringSubmatch(text, maxPieces) {
		if s := trim(lists.Clean(m[1] + m[2] + m[3])); s != "" && s != unknown {
			scripts = append(scripts, s)
		}
	}
	return originalScript.ReplaceAllString(text, " "), scripts
}

// english states the name in Latin letters, what stands behind it in its own
// script, and the spellings in brackets. Count is how many names there are.
func (r *record) english(v lists.Value) (count int) {
	text, scripts := scripted(narrow(v.Raw))
	names := tidy(splitTop(text, "、"))
	for _, name := range names {
		plain, others := name, []string(nil)
		if r.Party.Schema == "Person" {
			plain, others = spellings(name)
		}
		r.Party.Name("name", v.With(plain), "")
		for _, o := range others {
			r.Party.Name("alias", v.With(o), "")
		}
	}
	for _, s := range scripts {
		r.Party.Name("name", v.With(s), "")
	}
	return len(names)
}

// japanese states the Japanese name, or as many as there are in Latin letters.
func (r *record) japanese(v lists.Value, count int) {
	names := tidy(splitTop(narrow(v.Raw), "、"))
	if len(names) != count {
		names = tidy([]string{narrow(v.Raw)})
	}
	for _, name := range names {
		r.Party.NameIn("name", lang(name, true), v.With(name), "")
	}
}

var bracket = regexp.MustCompile(` *\(([^()]+)\) *`)

// maxSpellings bounds the combinations of spellings that are written out.
const maxSpellings = 16

// spellings reads "Denis (Denys) VALE(VAIL/VAYL)": the name without brackets
// and the names that the brackets give besides. Brackets with more than single
// words in them belong to the name.
func spellings(name string) (plain string, others []string) {
	marks := bracket.FindAllStringSubmatchIndex(name, -1)
	if marks == nil || marks[0][0] == 0 {
		return name, nil
	}
	// Each part ends with a word that may be written in several ways.
	combined := []string{""}
	from := 0
	for _, m := range marks {
		ways, ok := singleWords(name[m[2]:m[3]])
		part := name[from:m[0]]
		cut := strings.LastIndexByte(part, ' ') + 1
		if !ok || part[cut:] == "" {
			return name, nil
		}
		from = m[1]
		var next []string
		for _, begun := range combined {
			for _, way := range append([]string{part[cut:]}, ways...) {
				next = append(next, join(begun, part[:cut]+way))
			}
		}
		if len(next) > maxSpellings { // one way only for what comes after
			next = next[:maxSpellings]
		}
		combined = next
	}
	for i := range combined {
		combined[i] = lists.Clean(join(combined[i], name[from:]))
	}
	return combined[0], combined[1:]
}

func join(a, b string) string {
	if a == "" || b == "" {
		return a + b
	}
	return a + " " + b
}

// singleWords takes spellings apart: "Sergey, Serhiy/Serhii".
func singleWords(s string) ([]string, bool) {
	words := strings.FieldsFunc(s, func(c rune) bool { return c == ',' || c == '/' })
	for i, w := range words {
		w = strings.TrimSpace(w)
		if w == "" || strings.ContainsFunc(w, func(c rune) bool {
			return !unicode.Is(unicode.Latin, c) && !strings.ContainsRune("'’-`", c)
		}) {
			return nil, false
		}
		words[i] = w
	}
	return words, len(words) > 0
}

var (
	// akaLabel begins a list of names or one of them.
	akaLabel = regexp.MustCompile(`(?i)^[( ]*(?:(a\.? ?k\.? ?a\b\.?|also known as|別称|別名|別表記|【[^】]*】)|(f\.? ?k\.? ?a\b\.?|formerly known as|旧称))(?:[0-9]*[),.:、]| )* *(?:the following [a-z]+ aliases: *)?`)
	// akaInside stands between two names.
	akaInside = regexp.MustCompile(`(?i)[,;、() ]*\b([af]\.k\.a\b)`)
	// listedAs stands behind a name that the list once used.
	listedAs = regexp.MustCompile(`(?i) *\(?([^()]*(?:(?:formerly|previously) listed as|以前掲載の氏名|以前のリスト記載ぶり)[^()]*)\)?$`)
	// arabic is the name itself in such a remark.
	arabic = regexp.MustCompile(`\p{Arabic}[\p{Arabic}\s]*`)
	// lifeFacts begins what is no part of a name any more.
	lifeFacts = regexp.MustCompile(`(?i)[,、]? *\(?\b(?:born|DOB|POB)\b.*$|[、,(] *[^、,(]*(?:\d{4}年|生まれ|出生|旅券).*$|\((?:false|fraudulent)\b.*$|, [a-z]+ passport\b.*$`)
	// onlyFacts is no name, but tells more of the one before it.
	onlyFacts = regexp.MustCompile(`^\d{4}年.*(?:生|失効|発行)`)
	// firmEnd is no name but the end of one.
	firmEnd = regexp.MustCompile(`(?i)^(?:co|ltd|inc|llc|corp|limited|pte|jsc|s\.?a)\b\.?(?: ltd)?\.?$`)
)

// name is one of the names that a cell of aliases holds.
type name struct {
	text     string
	japanese bool // it stands in the Japanese part
	former   bool
	beside   string // what was cut off: when and where its bearer was born
}

// aliases states the names of a cell.
func (r *record) aliases(prop string, strength ftm.Strength, v lists.Value) error {
	names := aliasNames(v.Raw)
	if len(names) > maxPieces {
		return &lists.ParseError{File: r.f.file(), Offset: -1, Reason: v.Place + ": the cell holds too many names"}
	}
	for _, n := range names {
		if n.beside != "" {
			r.Party.Note(v, "%s: %s", prop, n.beside)
		}
		p := prop
		if n.former {
			p = "previousName"
		}
		if n.text != "" {
			r.Party.NameIn(p, lang(n.text, n.japanese), v.With(n.text), strength)
		}
	}
	return nil
}

// aliasNames takes a cell of aliases apart. The lists in it are marked in one
// of several ways; a comma divides Latin names only if that gives as many as
// the Japanese line above has.
func aliasNames(raw string) []name {
	var out []name
	former, labelled, mirrored, above := false, false, false, 0
	for _, line := range strings.FieldsFunc(narrow(raw), func(c rune) bool { return c == '\n' || c == '\r' }) {
		line = lists.Clean(line)
		label, isFormer, rest := cutLabel(line)
		switch {
		case label:
			// Two labels one after the other are repeated in Latin letters below.
			former, line, mirrored = isFormer, rest, labelled
		case mirrored:
			former, mirrored = false, false
		}
		labelled = label
		ja := isJapanese(line)
		pieces := dividedLine(line, above)
		above = 0
		if ja {
			above = len(pieces)
		}
		if len(out)+len(pieces) > maxPieces {
			return make([]name, maxPieces+1)
		}
		for _, piece := range pieces {
			if label, isFormer, rest := cutLabel(piece); label {
				former, piece = isFormer, rest
			}
			if n := len(out) - 1; n >= 0 && onlyFacts.MatchString(piece) {
				out[n].beside = strings.TrimSpace(out[n].beside + " " + piece)
				continue
			}
			out = append(out, oneAlias(trim(piece), former, ja)...)
		}
	}
	return slices.DeleteFunc(out, func(n name) bool { return n.text == "" && n.beside == "" })
}

func cutLabel(s string) (label, former bool, rest string) {
	m := akaLabel.FindStringSubmatchIndex(s)
	if m == nil {
		return false, false, s
	}
	return true, m[4] >= 0, s[m[1]:]
}

// dividedLine takes a line apart at the one kind of mark that divides it.
func dividedLine(line string, above int) []string {
	if outer, inner, ok := lastBracket(unmatched(line)); ok && outer == "" {
		line = inner
	}
	line = akaInside.ReplaceAllString(line, ";$1")
	if parts := enumerator.Split(line, -1); len(parts) > 1 {
		var out []string
		for _, p := range parts {
			out = append(out, splitTop(p, ";")...)
		}
		return tidy(out)
	}
	if parts := tidy(splitTop(line, ";")); len(parts) > 1 {
		return parts
	}
	if parts := tidy(splitTop(line, "、､")); len(parts) > 1 {
		return parts
	}
	if above > 1 {
		var parts []string
		for _, p := range tidy(splitTop(line, ",")) {
			if n := len(parts) - 1; n >= 0 && firmEnd.MatchString(p) {
				parts[n] += ", " + p
				continue
			}
			parts = append(parts, p)
		}
		if len(parts) == above {
			return parts
		}
	}
	return tidy([]string{line})
}

// aboutDocument is no name but what a document says.
var aboutDocument = regexp.MustCompile(`^[^ ]*(?:旅券|番号|生年月日)`)

// oneAlias reads a single name with what stands in brackets behind it: its
// Latin spelling, its own script, or that it is a former name.
func oneAlias(s string, former, ja bool) []name {
	if strings.Contains(s, "。") || aboutDocument.MatchString(s) { // a sentence about names
		return []name{{beside: s}}
	}
	s, scripts := scripted(s)
	out := spelled(trim(lists.Clean(s)), former, ja)
	for _, script := range scripts {
		out = append(out, name{text: script, former: former})
	}
	return out
}

// spelled reads a name and, in brackets behind it, the same in another script.
func spelled(s string, former, ja bool) []name {
	s = unmatched(s)
	if m := listedAs.FindStringSubmatchIndex(s); m != nil && m[0] > 0 {
		out := spelled(trim(s[:m[0]]), true, ja)
		if script := arabic.FindString(s[m[2]:m[3]]); script != "" {
			out = append(out, name{text: strings.TrimSpace(script), former: true})
		}
		return out
	}
	n := name{japanese: ja, former: former}
	if m := lifeFacts.FindStringIndex(s); m != nil && m[0] > 0 {
		n.beside, s = s, s[:m[0]]
		if strings.Count(s, "(") > strings.Count(s, ")") { // it was cut inside a bracket
			s += ")"
		}
	}
	outer, inner, ok := lastBracket(s)
	if ok && outer == "" && strings.ContainsAny(inner, ";、") {
		var out []name
		for _, part := range tidy(splitTop(inner, ";、")) {
			out = append(out, spelled(part, former, ja)...)
		}
		return out
	}
	if !ok || outer == "" || isForeign(outer) == isForeign(inner) || !hasLetter(inner) {
		n.text = unquote(s)
		return []name{n}
	}
	out := spelled(outer, former, ja)
	if len(out) > 0 && n.beside != "" {
		out[0].beside = n.beside
	}
	return append(out, name{text: unquote(inner), former: former})
}

// unmatched drops a bracket at an end that lost its other half.
func unmatched(s string) string {
	s = trim(s)
	if strings.HasSuffix(s, ")") && strings.Count(s, "(") < strings.Count(s, ")") {
		s = trim(s[:len(s)-1])
	}
	if strings.HasPrefix(s, "(") && strings.Count(s, "(") > strings.Count(s, ")") {
		s = trim(s[1:])
	}
	return s
}

// lastBracket divides "outer (inner)" at the bracket that closes at the end.
func lastBracket(s string) (outer, inner string, ok bool) {
	if !strings.HasSuffix(s, ")") {
		return "", "", false
	}
	depth := 0
	for i := len(s) - 1; i >= 0; i-- {
		switch s[i] {
		case ')':
			depth++
		case '(':
			if depth--; depth == 0 {
				return trim(s[:i]), trim(s[i+1 : len(s)-1]), true
			}
		}
	}
	return "", "", false
}

// isForeign reports whether a text has letters that are not Latin.
func isForeign(s string) bool {
	return strings.ContainsFunc(s, func(c rune) bool { return unicode.IsLetter(c) && !unicode.Is(unicode.Latin, c) })
}

func hasLetter(s string) bool { return strings.ContainsFunc(s, unicode.IsLetter) }

// unquote drops quotation marks around the whole of a name.
func unquote(s string) string {
	for _, q := range [][2]string{{`"`, `"`}, {"“", "”"}, {"”", "”"}, {"「", "」"}} {
		inside, begins := strings.CutPrefix(s, q[0])
		inside, ends := strings.CutSuffix(inside, q[1])
		if begins && ends && strings.TrimSpace(inside) != "" && !strings.ContainsAny(inside, q[0]+q[1]) {
			return strings.TrimSpace(inside)
		}
	}
	return s
}
