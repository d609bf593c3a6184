package eu

import (
	"context"
	"time"

	"plimsoll/lists"
	"plimsoll/lists/markup"
)

// Parse reads the XML 1.1 to its end, one entry in memory at a time.
func Parse(ctx context.Context, in lists.Input, emit lists.Emit) (*lists.Parsed, error) {
	m := newMaker(ctx, in, emit)
	doc := markup.New(ctx, in.Files[0])
	root, err := doc.Root("export")
	if err != nil {
		return nil, err
	}
	stamp := root.One("@generationDate")
	day, err := time.Parse(time.RFC3339, stamp.Text())
	if err != nil {
		return nil, doc.Fail(root, "generationDate is %q, not a time like 2026-05-01T08:25:35.000+02:00: the day of publication is unknown", stamp.Text())
	}
	m.publishedOn(day)
	return m.walk(doc, "sanctionEntity", "a euReferenceNumber and a logicalId", (*entry).read)
}

// walk reads the entries of either XML format to the end of the file. Keys are
// what the format calls that which tells one from another.
func (m *maker) walk(doc *markup.Document, element, keys string, read func(*entry, *markup.Node)) (*lists.Parsed, error) {
	var x entry
	err := doc.Each(func(n *markup.Node) error {
		if n.Name != element {
			m.Warn(n.Place(), "unknown element %s left out", n.Name)
			return nil
		}
		node, err := doc.Tree()
		if err != nil {
			return err
		}
		x.clear()
		read(&x, node)
		node.Unknown(m.Reading)
		switch {
		case x.size() > maxDetails:
			return doc.Fail(node, "one entry has more than %d details", maxDetails)
		case x.primary() < 0:
			return doc.Fail(node, "an entry without a name")
		case x.ref.Empty() && x.logicalID.Empty():
			return doc.Fail(node, "an entry without %s: nothing tells it from others", keys)
		}
		return m.emit(&x)
	})
	if err != nil {
		return nil, err
	}
	if err := doc.End(); err != nil {
		return nil, err
	}
	if m.entries() == 0 {
		return nil, doc.FailHere("the list has no entries")
	}
	return m.Done()
}

func newMaker(ctx context.Context, in lists.Input, emit lists.Emit) *maker {
	m := &maker{Reading: lists.NewReading(ctx, in, emit, Dataset, publisher)}
	m.Counts["individuals"], m.Counts["entities"] = 0, 0
	return m
}

func (m *maker) publishedOn(day time.Time) {
	m.Published = day.UTC()
	m.published = day.Format(time.DateOnly)
}

func (m *maker) entries() int { return m.Counts["individuals"] + m.Counts["entities"] }

// read fills the entry from a sanctionEntity.
func (x *entry) read(n *markup.Node) {
	x.from = n.Here()
	x.ref, x.logicalID, x.unitedID = n.At("@euReferenceNumber"), n.At("@logicalId"), n.At("@unitedNationId")
	x.details = n.At("@designationDetails")
	x.designated, x.delisted = n.At("@designationDate"), n.At("@delistingDate")
	kind := n.One("subjectType")
	x.code, x.class = kind.At("@code"), kind.At("@classificationCode")
	x.remarks = remarks(n, x.remarks)
	for r := range n.All("regulation") {
		x.acts = append(x.acts, act{
			programme: r.At("@programme"), title: r.At("@numberTitle"), published: r.At("@publicationDate"),
			inForce: r.At("@entryIntoForceDate"), url: r.At("publicationUrl"), remarks: remarks(r, nil),
		})
		r.Ignore("@logicalId", "@regulationType", "@organisationType", "corrigendum")
	}
	for c := range n.All("nameAlias") {
		x.detail(c)
		a := alias{
			whole: c.At("@wholeName"), first: c.At("@firstName"), middle: c.At("@middleName"), last: c.At("@lastName"),
			title: c.At("@title"), function: c.At("@function"), gender: c.At("@gender"), tongue: c.At("@nameLanguage"),
			strong: c.One("@strong").Text(), remarks: remarks(c, nil),
		}
		a.mend()
		x.names = append(x.names, a)
	}
	for c := range n.All("birthdate") {
		x.detail(c)
		x.births = append(x.births, birth{
			date: c.At("@birthdate"), year: c.At("@year"), month: c.At("@monthOfYear"), day: c.At("@dayOfMonth"),
			from: c.At("@yearRangeFrom"), to: c.At("@yearRangeTo"), calendar: c.At("@calendarType"), circa: isTrue(c.One("@circa").Text()),
			city: c.At("@city"), place: c.At("@place"), region: c.At("@region"), zip: c.At("@zipCode"),
			country: c.At("@countryIso2Code"), countryName: c.At("@countryDescription"), remarks: remarks(c, nil),
		})
	}
	for c := range n.All("citizenship") {
		x.detail(c)
		x.citizens = append(x.citizens, citizen{
			country: c.At("@countryIso2Code"), countryName: c.At("@countryDescription"), region: c.At("@region"),
			since: c.At("@acquisitionDate"), until: c.At("@disenfranchisementDate"), remarks: remarks(c, nil),
		})
	}
	for c := range n.All("address") {
		x.detail(c)
		x.addresses = append(x.addresses, addressOf(c))
	}
	for c := range n.All("identification") {
		x.detail(c)
		x.numbers = append(x.numbers, numberOf(c))
	}
}

func addressOf(c *markup.Node) address {
	a := address{
		street: c.At("@street"), poBox: c.At("@poBox"), city: c.At("@city"), zip: c.At("@zipCode"), region: c.At("@region"),
		place: c.At("@place"), country: c.At("@countryIso2Code"), countryName: c.At("@countryDescription"),
		atListing: c.At("@asAtListingTime"), remarks: remarks(c, nil),
	}
	for i := range c.All("contactInfo") {
		key := i.One("@key").Text()
		if v := i.At("@value"); !v.Empty() {
			a.contacts = append(a.contacts, contact{key, v})
		}
	}
	return a
}

func numberOf(c *markup.Node) number {
	n := number{
		code: c.At("@identificationTypeCode"), kind: c.At("@identificationTypeDescription"),
		number: c.At("@number"), latin: c.At("@latinNumber"), country: c.At("@countryIso2Code"), countryName: c.At("@countryDescription"),
		region: c.At("@region"), issuedBy: c.At("@issuedBy"), issued: c.At("@issueDate"), validFrom: c.At("@validFrom"),
		validTo: c.At("@validTo"), nameOn: c.At("@nameOnDocument"), diplomatic: isTrue(c.One("@diplomatic").Text()),
		remarks: remarks(c, nil),
	}
	for _, flag := range known {
		if f := c.One("@" + flag.attr); isTrue(f.Text()) {
			n.flags = append(n.flags, f.Value().With(flag.words))
		}
	}
	return n
}

// detail takes note of the act behind a detail, and passes over what says only
// in which language and under which number the detail is kept.
func (x *entry) detail(c *markup.Node) {
	day := c.One("regulationSummary").One("@publicationDate")
	x.seen(day.Text(), day.Value)
	c.Ignore("regulationSummary", "@regulationLanguage", "@logicalId")
}

// remarks are the remarks of an element, and the fields that the list may put
// in without a new version of its schema.
func remarks(n *markup.Node, out []lists.Value) []lists.Value {
	for r := range n.All("remark") {
		if v := r.Value(); !v.Empty() && v.Text != "." && v.Text != "none" {
			out = append(out, v)
		}
	}
	for i := range n.All("additionalInformation") {
		key := i.One("@key").Text()
		if v := i.At("@value"); !v.Empty() {
			out = append(out, v.With(key+": "+v.Text))
		}
	}
	return out
}
