package un

import (
	"regexp"
	"slices"
	"strings"

	"plimsoll/lists"
)

// expiry finds the day a document ends in the note beside it.
var expiry = regexp.MustCompile(`(?i)\b(?:expir(?:es|ed|ing|y date|ation date)(?: on)?|valid until):? +(\d{1,2} [A-Za-z]{3,9}\.? \d{4}|[A-Za-z]{3,9}\.? \d{1,2},? \d{4})`)

func (r *record) documents() {
	for b := range r.node.All("INDIVIDUAL_DOCUMENT") {
		kind, kind2, number := b.At("TYPE_OF_DOCUMENT"), b.At("TYPE_OF_DOCUMENT2"), b.At("NUMBER")
		place, day, note := b.At("CITY_OF_ISSUE"), b.At("DATE_OF_ISSUE"), noteOf(b)
		countries := []lists.Value{b.At("ISSUING_COUNTRY"), b.At("COUNTRY_OF_ISSUE")}
		typ := strings.TrimRight(kind.Text, ":")
		if !kind2.Empty() && !strings.EqualFold(kind.Text, kind2.Text) {
			typ = strings.Trim(typ+", "+strings.TrimRight(kind2.Text, ":"), ", ")
		}
		from := number
		value, said := documentNumber(number.Text)
		if value == "" && strings.ContainsAny(kind2.Text, "0123456789") {
			from = kind2
			value, _ = documentNumber(kind2.Text)
		}
		if value == "" {
			r.looseDocument(typ, kind, number, countries[0], countries[1], place, day, note)
			continue
		}
		d := r.document(typ, value, said, from)
		for _, c := range countries {
			d.Country("country", known(c))
		}
		d.Date("startDate", day)
		if !place.Empty() {
			d.Say("summary", "Issued in "+place.Text, place)
		}
		d.Add("description", note)
		if note.Empty() {
			continue
		}
		if m := expiry.FindStringSubmatch(note.Text); m != nil {
			if end, ok := lists.ParseDate(m[1]); ok {
				note.Raw = m[0]
				d.DateAs("endDate", end, note)
			}
		}
	}
}

func (r *record) document(typ, value, said string, from lists.Value) *lists.Subject {
	kind := typ
	if kind == "" && lists.IsPassport(said) {
		kind = said
	}
	d := r.Document(kind, from.With(value))
	d.Say("summary", said, from)
	return d
}

// looseDocument keeps what is said of a document without a number.
func (r *record) looseDocument(typ string, parts ...lists.Value) {
	text := []string{}
	if typ != "" {
		text = append(text, typ)
	}
	from := parts[0]
	for _, v := range parts[1:] {
		if v.Empty() {
			continue
		}
		if text = append(text, v.Text); from.Empty() {
			from = v
		}
	}
	if len(text) > 0 {
		from.Raw = ""
		r.Party.Note(from, "Document without a number: %s", strings.Join(text, ", "))
	}
}

// What stands around a number in NUMBER.
var (
	bracketTail = regexp.MustCompile(`^(.*\d\S*) *\(([^()]*)\)$`)
	commaTail   = regexp.MustCompile(`^(.*\d[^, ]*), *([A-Z][A-Za-z ]+)$`)
	seriesWord  = regexp.MustCompile(`^[A-Z]{1,4}(-[A-Z]{1,2})?$`)
	numberWord  = regexp.MustCompile(`(?i)^(?:no\.?|nos\.?|number|nr\.?|n°):?$`)
)

// documentNumber takes the number out of what NUMBER says: "Libyan Passport
// No. 96/184442" is 96/184442, "381110042 (Expired 25 Jan. 2016)" is
// 381110042, "OR 1961825" stays. Said is what the words around it tell.
func documentNumber(text string) (number, said string) {
	if !strings.ContainsAny(text, " ,(N") && strings.ContainsAny(text, "0123456789") {
		return text, "" // a number and nothing else
	}
	var after string
	for _, tail := range []*regexp.Regexp{bracketTail, commaTail} {
		if m := tail.FindStringSubmatch(text); m != nil {
			text, after = m[1], m[2]
			break
		}
	}
	words := strings.Fields(text)
	first := slices.IndexFunc(words, func(w string) bool { return strings.ContainsAny(w, "0123456789") })
	if first < 0 {
		return "", ""
	}
	for first > 0 && seriesWord.MatchString(words[first-1]) && !numberWord.MatchString(words[first-1]) {
		first--
	}
	before := strings.Join(words[:first], " ")
	kept := slices.DeleteFunc(slices.Clone(words[first:]), numberWord.MatchString)
	number = strings.TrimPrefix(strings.Join(kept, " "), "N°")
	if numberWord.MatchString(before) {
		before = ""
	}
	return number, strings.Trim(before+", "+after, ", ")
}
