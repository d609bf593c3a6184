package eu

import (
	"context"
	"regexp"
	"strings"
	"time"

	"plimsoll/lists"
	"plimsoll/lists/markup"
)

// ParseOld reads the XML 1.0, which the list had until 2017.
func ParseOld(ctx context.Context, in lists.Input, emit lists.Emit) (*lists.Parsed, error) {
	m := newMaker(ctx, in, emit)
	doc := markup.New(ctx, in.Files[0])
	root, err := doc.Root("WHOLE")
	if err != nil {
		return nil, err
	}
	stamp := root.One("@Date").Text()
	day, err := time.Parse(slashed, stamp)
	if err != nil {
		return nil, doc.Fail(root, "Date is %q, not a day like 11/02/2016: the day of publication is unknown", stamp)
	}
	m.publishedOn(day)
	return m.walk(doc, "ENTITY", "an Id", (*entry).readOld)
}

// slashed is how the older formats write the day of the file.
const slashed = "02/01/2006"

func (x *entry) readOld(n *markup.Node) {
	x.from = n.Here()
	x.logicalID, x.class = n.At("@Id"), n.At("@Type")
	x.remarks = lines(n.At("@remark"), x.remarks)
	x.acts = append(x.acts, act{
		programme: n.At("@programme"), title: n.At("@legal_basis"), published: n.At("@reg_date"), url: n.At("@pdf_link"),
	})
	for c := range n.All("NAME") {
		x.detailOld(c)
		a := alias{
			whole: c.At("WHOLENAME"), first: c.At("FIRSTNAME"), middle: c.At("MIDDLENAME"), last: c.At("LASTNAME"),
			title: c.At("TITLE"), function: c.At("FUNCTION"), gender: c.At("GENDER"), tongue: c.At("LANGUAGE"),
		}
		a.mend()
		x.names = append(x.names, a)
	}
	for c := range n.All("BIRTH") {
		x.detailOld(c)
		x.births = append(x.births, birthOld(c.At("DATE"), c.At("PLACE"), c.At("COUNTRY")))
	}
	for c := range n.All("CITIZEN") {
		x.detailOld(c)
		x.citizens = append(x.citizens, citizen{country: c.At("COUNTRY")})
	}
	for c := range n.All("ADDRESS") {
		x.detailOld(c)
		x.addresses = append(x.addresses, addressOld(c.At("NUMBER"), c.At("STREET"), c.At("ZIPCODE"), c.At("CITY"), c.At("COUNTRY"), c.At("OTHER")))
	}
	for c := range n.All("PASSPORT") {
		x.detailOld(c)
		x.numbers = append(x.numbers, numberOld(c.At("NUMBER"), c.At("COUNTRY")))
	}
}

func (x *entry) detailOld(c *markup.Node) {
	day := c.One("@reg_date")
	x.seen(day.Text(), day.Value)
	c.Ignore("@Id", "@Entity_id", "@legal_basis", "@pdf_link", "@programme")
}

// birthOld reads "1963", "1963-04-05", "1955 - 1957", each perhaps with
// "(approximative)" behind it.
func birthOld(date, place, country lists.Value) birth {
	b := birth{city: place, country: country}
	if date.Text == "N/A" {
		return b
	}
	text, circa := strings.CutSuffix(date.Text, " (approximative)")
	b.date, b.circa = date.With(text), circa
	return b
}

func addressOld(number, street, zip, city, country, other lists.Value) address {
	if text, from := joined(number, street); text != "" {
		street = from.With(text)
	}
	contacts, rest := packed(other)
	return address{street: street, zip: zip, city: city, country: country, contacts: contacts, remarks: lines(rest, nil)}
}

// packedNumber is "AB123 (passport-National passport) [known to be false](remark)".
var (
	packedNumber = regexp.MustCompile(`(?s)^(.*?) \(([a-z]+)-([^()]*)\) ?(.*)$`)
	validTo      = regexp.MustCompile(`\(valid to (\d{4}-\d\d-\d\d)\)`)
)

// numberOld takes a number apart that has kind, flags and remark behind it.
func numberOld(v, country lists.Value) number {
	n := number{number: v, country: country, code: v.With("other")}
	if !strings.Contains(v.Text, "-") {
		return n
	}
	m := packedNumber.FindStringSubmatch(broken(v))
	if m == nil {
		return n
	}
	n.number, n.code, n.kind = v.With(lists.Clean(m[1])), v.With(m[2]), v.With(m[3])
	rest := m[4]
	for _, flag := range known {
		if mark := "[" + flag.words + "]"; strings.Contains(rest, mark) {
			n.flags = append(n.flags, v.With(flag.words))
			rest = strings.ReplaceAll(rest, mark, " ")
		}
	}
	if t := validTo.FindStringSubmatch(rest); t != nil {
		n.validTo = v.With(t[1])
		rest = strings.Replace(rest, t[0], " ", 1)
	}
	n.remarks = lines(v.With(strings.TrimSpace(rest)), nil)
	return n
}

// broken is the text with its line breaks, which the CSV writes as \n.
func broken(v lists.Value) string { return strings.ReplaceAll(v.Raw, `\n`, "\n") }

// lines takes remarks apart that are divided by line breaks, often one several
// times, drops the brackets around each, and adds them to the others.
func lines(v lists.Value, out []lists.Value) []lists.Value {
	text := v.Text
	if text == lists.Clean(v.Raw) {
		text = broken(v)
	}
	const most = 500
	if strings.Count(text, "\n") > most {
		text = v.Text
	}
next:
	for line := range strings.SplitSeq(text, "\n") {
		line = unbracketed(lists.Clean(line))
		if line == "" || line == "." {
			continue
		}
		for _, have := range out {
			if have.Text == line {
				continue next
			}
		}
		out = append(out, v.With(line))
	}
	return out
}

// unbracketed drops brackets around a text, and one that a line break parted
// from its other half.
func unbracketed(s string) string {
	open, shut := strings.HasPrefix(s, "("), strings.HasSuffix(s, ")")
	balance := strings.Count(s, "(") - strings.Count(s, ")")
	switch {
	case open && shut && balance == 0:
		s = s[1 : len(s)-1]
	case open && balance > 0:
		s = s[1:]
	case shut && balance < 0:
		s = s[:len(s)-1]
	}
	return strings.TrimSpace(s)
}
