package un

import (
	"regexp"
	"slices"
	"strings"

	"plimsoll/ftm"
	"plimsoll/lists"
)

// expiry finds the day a document ends in the note beside it.
var expiry = regexp.MustCompile(`(?i)\b(?:expir(?:es|ed|ing|y date|ation date)(?: on)?|valid until):? +(\d{1,2} [A-Za-z]{3,9}\.? \d{4}|[A-Za-z]{3,9}\.? \d{1,2},? \d{4})`)

func (r *record) documents() {
	for _, b := range r.node.all("INDIVIDUAL_DOCUMENT") {
		kind, kind2, number := b.one("TYPE_OF_DOCUMENT"), b.one("TYPE_OF_DOCUMENT2"), b.one("NUMBER")
		place, day, note := b.one("CITY_OF_ISSUE"), b.one("DATE_OF_ISSUE"), b.one("NOTE")
		countries := []*node{b.one("ISSUING_COUNTRY"), b.one("COUNTRY_OF_ISSUE")}
		typ := strings.TrimRight(kind.text, ":")
		if kind2.text != "" && !strings.EqualFold(kind.text, kind2.text) {
			typ = strings.Trim(typ+", "+strings.TrimRight(kind2.text, ":"), ", ")
		}
		from := number
		value, said := documentNumber(number.text)
		if value == "" && strings.ContainsAny(kind2.text, "0123456789") {
			from = kind2
			value, _ = documentNumber(kind2.text)
		}
		if value == "" {
			r.looseDocument(b, typ, []*node{number, countries[0], countries[1], place, day, note})
			continue
		}
		d := r.document(typ, value, said, from)
		for _, c := range countries {
			r.country(d, "country", c, "Document "+value)
		}
		r.date(d, "startDate", day)
		if place.text != "" {
			r.addAs(d, "summary", "Issued in "+place.text, place, place.raw)
		}
		r.add(d, "description", note)
		if m := expiry.FindStringSubmatch(note.text); m != nil {
			if end, ok := lists.ParseDate(m[1]); ok {
				r.addAs(d, "endDate", end.Values[0], note, m[0])
			}
		}
	}
}

func (r *record) document(typ, value, said string, from *node) *ftm.Entity {
	schema, prop, kind := "Identification", "idNumber", "id"
	if isPassport(typ) || (typ == "" && isPassport(said)) {
		schema, prop, kind = "Passport", "passportNumber", "passport"
	}
	d := r.child(schema, kind+"-"+slug(value))
	r.addAs(d, "holder", r.party.ID, r.node, "")
	r.addAs(d, "number", value, from, from.raw)
	r.addAs(d, "type", typ, from, "")
	if said != "" {
		r.addAs(d, "summary", said, from, from.raw)
	}
	r.addAs(r.party, prop, value, from, from.raw)
	r.rest = append(r.rest, d)
	return d
}

// looseDocument keeps what is said of a document without a number.
func (r *record) looseDocument(block *node, typ string, parts []*node) {
	text := []string{}
	if typ != "" {
		text = append(text, typ)
	}
	for _, n := range parts {
		if n.text != "" {
			text = append(text, n.text)
		}
	}
	if len(text) > 0 {
		r.addAs(r.party, "notes", "Document without a number: "+strings.Join(text, ", "), block, "")
	}
}

func isPassport(s string) bool {
	s = strings.ToLower(s)
	return strings.Contains(s, "passport") || strings.Contains(s, "passeport") || strings.Contains(s, "pasaporte")
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
