package uk

import (
	"regexp"
	"strings"

	"plimsoll/lists"
)

// unguarded drops the apostrophe with which spreadsheets keep a zero in front.
func unguarded(v lists.Value) lists.Value {
	return v.With(strings.TrimSpace(strings.TrimLeft(v.Text, "'")))
}

// document states a passport or national identifier with what stands beside
// its number. One that stands twice is one document.
func (p *party) document(kind string, number, info lists.Value) {
	number = unguarded(number)
	var words string
	number.Text, words = bare(number.Text)
	if number.Empty() || !strings.ContainsAny(number.Text, "0123456789") {
		for _, v := range []lists.Value{number, info} {
			p.note(kind+", no number", v)
		}
		return
	}
	if !p.Party.Has("idNumber") && !p.Party.Has("registrationNumber") {
		p.note(kind, number)
		p.note(kind, info)
		return
	}
	key := kind + "|" + number.Text
	d := p.papers[key]
	if d == nil {
		d = p.Document(kind, number)
		if p.papers == nil {
			p.papers = map[string]*lists.Subject{}
		}
		p.papers[key] = d
	}
	if words != "" {
		d.Say("summary", words, number)
		about(d, number.With(words))
	}
	if !info.Empty() {
		d.Say("description", plain(info.Text), info)
		about(d, info)
	}
}

// bare takes the number out of "Larkmerian number: 0258399": a text before the
// first digit that has small letters is no part of the number.
func bare(s string) (number, words string) {
	first := strings.IndexAny(s, "0123456789")
	if first <= 0 {
		return s, ""
	}
	before := s[:first]
	if strings.IndexFunc(before, func(r rune) bool { return r >= 'a' && r <= 'z' }) < 0 && !strings.Contains(before, ":") {
		return s, ""
	}
	cut := strings.LastIndexAny(before, " :.")
	if cut < 0 {
		return s, ""
	}
	return strings.TrimSpace(s[cut+1:]), strings.Trim(s[:cut+1], " :,.")
}

// What the text beside a document says of its days.
const someDay = `(\d{1,2} [A-Za-z]{3,9}\.? \d{4}|\d{1,2}[./]\d{1,2}[./]\d{4}|[A-Za-z]{3,9}\.? \d{4}|\d{4})\b`

var (
	issuedOn  = regexp.MustCompile(`(?i)\bissue(?:d|d on| date)?:? *(?:in [A-Za-z ]{3,30} )?(?:on )?` + someDay)
	expiresOn = regexp.MustCompile(`(?i)\b(?:expir(?:es|ed|y|y date|ation|ation date)|valid until)\)?:? *(?:on |date )?` + someDay)
)

// about reads issue, expiry and country from the text beside a document.
func about(d *lists.Subject, v lists.Value) {
	text := strings.ToLower(v.Text)
	if strings.Contains(text, "issue") {
		day(d, "startDate", issuedOn, v)
	}
	if strings.Contains(text, "expir") || strings.Contains(text, "valid until") {
		day(d, "endDate", expiresOn, v)
	}
	head := strings.TrimLeft(v.Text, "( ")
	if i := strings.IndexAny(head, ".,;()"); i >= 0 {
		head = head[:i]
	}
	head = strings.TrimPrefix(head, "Issuing Country: ")
	for _, tail := range []string{" passport number", " passport no", " passport", " Passport", " number", " foreign", " citizen", " diplomatic", " ID no", " national identification number"} {
		head, _, _ = strings.Cut(head, tail)
	}
	if codes, exact := lists.Countries(head); exact {
		d.Say("country", codes[0], v)
	}
}

func day(d *lists.Subject, prop string, re *regexp.Regexp, v lists.Value) {
	m := re.FindStringSubmatch(v.Text)
	if m == nil {
		return
	}
	if date, ok := lists.DayFirst(m[1]); ok {
		d.DateAs(prop, date, v)
	}
}

// labelled finds numbers in "INN: 000000000001OGRN: 0000000000002".
var labelled = regexp.MustCompile(`\b(?i:(INN|OGRN|OGRNIP|KPP|OKPO|TIN|BIK|SWIFT|Unified Social Credit Code|Unified Social Credit Identifier))\b(?i: number| no\.?)?[ :.–—-]{1,4}([0-9A-Z]{6,24})`)

// registers are the properties of labelled numbers.
var registers = map[string]string{
	"inn": "innCode", "ogrn": "ogrnCode", "ogrnip": "ogrnCode", "kpp": "kppCode", "okpo": "okpoCode", "tin": "taxNumber",
	"bik": "bikCode", "swift": "swiftBic", "unified social credit code": "registrationNumber",
	"unified social credit identifier": "registrationNumber",
}

// registration states a number of a register of business. Several in one text
// are told apart by their labels; a text with no label is the number.
func (p *party) registration(v lists.Value) {
	v = unguarded(v)
	if v.Empty() {
		return
	}
	// A label may follow a number without a blank.
	found := labelled.FindAllStringSubmatch(parted(v.Text), -1)
	if len(found) == 0 {
		number, words := bare(v.Text)
		p.tell("registrationNumber", v.With(number))
		if words != "" {
			p.note("Business registration number", v)
		}
		return
	}
	rest := parted(v.Text)
	for _, m := range found {
		prop := registers[strings.ToLower(m[1])]
		if !p.Party.Has(prop) {
			prop = "registrationNumber"
		}
		p.tell(prop, v.With(m[2]))
		rest = strings.Replace(rest, m[0], "", 1)
	}
	if strings.ContainsAny(rest, "0123456789") {
		p.note("Business registration number", v)
	}
}

// parted puts a blank between a digit and the label after it.
func parted(s string) string {
	var b strings.Builder
	prev := rune(0)
	for i, r := range s {
		if prev >= '0' && prev <= '9' && (strings.HasPrefix(s[i:], "OGRN") || strings.HasPrefix(s[i:], "INN") || strings.HasPrefix(s[i:], "TIN") ||
			strings.HasPrefix(s[i:], "OKPO") || strings.HasPrefix(s[i:], "KPP") || strings.HasPrefix(s[i:], "SWIFT")) {
			b.WriteByte(' ')
		}
		b.WriteRune(r)
		prev = r
	}
	return b.String()
}
