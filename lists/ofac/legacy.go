package ofac

import (
	"bytes"
	"context"
	"strconv"
	"strings"
	"time"

	"plimsoll/lists"
	"plimsoll/lists/markup"
)

// legacyFormat is SDN.XML and CONSOLIDATED.XML, the older of the XML formats.
func legacyFormat() lists.Format {
	return lists.Format{
		Name:  "SDN.XML, CONSOLIDATED.XML",
		Sniff: sniffLegacy,
		Parts: []string{lists.OnePart},
		Parse: parseLegacy,
	}
}

const legacyRoot = "sdnList"

func sniffLegacy(_ string, head []byte) string {
	for rest := head; ; {
		_, after, found := bytes.Cut(rest, []byte("<"+legacyRoot))
		if !found {
			return ""
		}
		if len(after) > 0 && bytes.IndexByte([]byte(" \t\r\n>/"), after[0]) >= 0 {
			return lists.OnePart
		}
		rest = after
	}
}

// datasetOf names the list.
func datasetOf(consolidated bool) (dataset, title string) {
	if consolidated {
		return Consolidated, "Consolidated (non-SDN) list"
	}
	return SDN, "SDN list"
}

// legacy is one reading of a file.
type legacy struct {
	*lists.Reading

	doc   *markup.Document
	count int64 // entries read
	wants int64 // as the file says; -1 where it does not
}

func parseLegacy(ctx context.Context, in lists.Input, emit lists.Emit) (*lists.Parsed, error) {
	file := in.Files[0]
	dataset, title := datasetOf(isConsolidated(file.Name))
	l := &legacy{Reading: lists.NewReading(ctx, in, emit, dataset, Publisher), doc: markup.New(ctx, file), wants: -1}
	l.Title = title
	if _, err := l.doc.Root(legacyRoot); err != nil {
		return nil, err
	}
	err := l.doc.Each(func(n *markup.Node) error {
		switch n.Name {
		case "publshInformation", "publishInformation":
			return l.information()
		case "sdnEntry":
			return l.entry()
		case "@schemaLocation":
		default:
			l.Warn(n.Place(), "unknown element %s left out", n.Name)
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	switch {
	case l.wants < 0:
		return nil, l.doc.FailHere("the list does not say how many entries it has (Record_Count): it is damaged or another list")
	case l.wants != l.count:
		return nil, l.doc.FailHere("the list says that it has %d entries, and has %d: fetch it again", l.wants, l.count)
	case l.count == 0:
		return nil, l.doc.FailHere("the list has no entries: it is damaged or another list")
	}
	if err := l.doc.End(); err != nil {
		return nil, err
	}
	return l.Done()
}

func (l *legacy) information() error {
	n, err := l.doc.Tree()
	if err != nil {
		return err
	}
	day := n.One("Publish_Date")
	if l.Published, err = time.Parse("1/2/2006", day.Text()); err != nil {
		return l.doc.Fail(n, "Publish_Date is no day as mm/dd/yyyy: %q", day.Text())
	}
	count := n.One("Record_Count")
	if l.wants, err = strconv.ParseInt(count.Text(), 10, 64); err != nil || l.wants < 0 {
		return l.doc.Fail(n, "Record_Count is no number: %q", count.Text())
	}
	n.Unknown(l.Reading)
	return nil
}

func (l *legacy) entry() error {
	n, err := l.doc.Tree()
	if err != nil {
		return err
	}
	l.count++
	uid, last := n.At("uid"), n.At("lastName")
	first := n.At("firstName")
	switch {
	case !isUID(uid.Text):
		return l.doc.Fail(n, "an entry without a number (uid)")
	case last.Empty() && first.Empty():
		return l.doc.Fail(n, "entry %s has no name", uid.Text)
	}
	for c := range n.Children() {
		if many := count(c); many > maxPieces {
			return l.doc.Fail(c, "%d elements in one %s, more than %d", many, c.Name, maxPieces)
		}
	}
	remarks := n.One("remarks")
	if pieces := strings.Count(remarks.Raw(), separator); pieces > maxPieces {
		return l.doc.Fail(remarks, "the remarks have %d pieces, more than %d", pieces, maxPieces)
	}
	company := false
	for id := range n.In("idList", "id") {
		company = company || isCompany(id.One("idType").Text(), id.One("idNumber").Text())
	}
	p := newParty(l.Reading, uid, n.One("sdnType").Text(), company, last.Text+" "+first.Text, n.Here())
	p.name("", false, lists.Value{}, first, last)
	p.title(n.At("title"))
	for v := range n.In("programList", "program") {
		p.program(v.Value())
	}
	legacyNames(p, n)
	legacyFeatures(p, n)
	legacyAddresses(p, n)
	p.remarks(remarks.Value())
	n.Unknown(l.Reading)
	return p.done(n.Here())
}

func count(n *markup.Node) int {
	many := 0
	for range n.Children() {
		many++
	}
	return many
}

func legacyNames(p *party, n *markup.Node) {
	for a := range n.In("akaList", "aka") {
		a.Ignore("uid")
		kind, grade := a.One("type").Text(), a.At("category")
		weak := grade.Text == "weak"
		if !weak && grade.Text != "strong" && !grade.Empty() {
			p.r.Warn(grade.Place, "alias of unknown category %q, read as strong", grade.Text)
		}
		if kind == "" {
			kind = "a.k.a."
		}
		p.name(kind, weak, lists.Value{}, a.At("firstName"), a.At("lastName"))
	}
}

// legacyFeatures reads what the format keeps apart: identity documents with
// all else that has a word, dates and places of birth, countries, the vessel.
func legacyFeatures(p *party, n *markup.Node) {
	for _, list := range []struct{ list, item, value, kind string }{
		{"dateOfBirthList", "dateOfBirthItem", "dateOfBirth", "Birthdate"},
		{"placeOfBirthList", "placeOfBirthItem", "placeOfBirth", "Place of Birth"},
		{"nationalityList", "nationality", "country", "Nationality Country"},
		{"citizenshipList", "citizenship", "country", "Citizenship Country"},
	} {
		for item := range n.In(list.list, list.item) {
			item.Ignore("uid", "mainEntry")
			p.feature(feature{Kind: list.kind, Value: item.At(list.value)})
		}
	}
	for id := range n.In("idList", "id") {
		id.Ignore("uid")
		p.feature(feature{
			Kind: id.One("idType").Text(), Value: id.At("idNumber"), Country: id.At("idCountry"),
			Issued: id.At("issueDate"), Expires: id.At("expirationDate"),
		})
	}
	vessel := n.One("vesselInfo")
	for _, info := range []struct{ element, kind string }{
		{"callSign", "Vessel Call Sign"},
		{"vesselType", "VESSEL TYPE"},
		{"vesselFlag", "Vessel Flag"},
		{"vesselOwner", "Vessel Owner"},
		{"tonnage", "Vessel Tonnage"},
		{"grossRegisteredTonnage", "Vessel Gross Registered Tonnage"},
	} {
		p.feature(feature{Kind: info.kind, Value: vessel.At(info.element)})
	}
}

func legacyAddresses(p *party, n *markup.Node) {
	for a := range n.In("addressList", "address") {
		a.Ignore("uid")
		p.address(place{
			Address1: a.At("address1"), Address2: a.At("address2"), Address3: a.At("address3"),
			City: a.At("city"), State: a.At("stateOrProvince"), PostalCode: a.At("postalCode"), Country: a.At("country"),
		})
	}
}
