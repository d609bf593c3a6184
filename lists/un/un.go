// Package un reads the consolidated list of the United Nations Security
// Council, the XML of every sanctions regime in one file.
//
// How its elements become FollowTheMoney:
//
//   - An INDIVIDUAL is a Person, an ENTITY an Organization: the list does not
//     say which bodies are companies. Ids are "un_sc-" and the permanent
//     reference: un_sc-KPi.001.
//   - FIRST_NAME to FOURTH_NAME are parts in the list's own order, not given
//     and family name. They become one name, joined by blanks; Original keeps
//     the parts, divided by " | ". The name in its own script is a further
//     name with its script as language ("und-Arab").
//   - Aliases of quality Good are strong; Low ones are weakAlias. A former
//     name (f.k.a., "previously listed as") is previousName.
//   - A document with a number is a Passport or Identification of its holder;
//     the number stands on the holder as well.
//   - An address is an Address with its parts, and one text on the party.
//   - The listing is a Sanction: program is the word for the regime.
//   - COMMENTS1 is the reason. The IMO number in it that a shipping firm has
//     is a company number; FollowTheMoney keeps it as imoNumber of an
//     Organization, never of a Vessel.
//
// What has no property of its own goes into notes; what the parser does not
// know is counted in the warnings. The place of a statement is the path of
// its element and the byte at which the element's tag begins. An entry whose
// reference stands at an earlier one as well is kept under an id that ends in
// its DATAID.
package un

import (
	"bytes"
	"context"
	"fmt"
	"regexp"
	"time"

	"plimsoll/lists"
	"plimsoll/lists/markup"
)

// Dataset is the id of the list unless the import gives another.
const Dataset = "un_sc"

// Publisher is the authority of the listings.
const Publisher = "United Nations Security Council"

// Authority describes the list.
func Authority() lists.Authority {
	const url = "https://scsanctions.un.org/resources/xml/en/consolidated.xml"
	return lists.Authority{
		ID:        Dataset,
		Title:     title,
		Publisher: Publisher,
		URL:       "https://main.un.org/securitycouncil/en/content/un-sc-consolidated-list",
		Licence:   "public list; the United Nations state no licence",
		Cadence:   "when a committee decides, several times a month; regenerated daily",
		Sources:   []lists.Source{{Dataset: Dataset, Title: title, URLs: []string{url}}},
		Formats:   []lists.Format{{Name: "UN consolidated XML", Sniff: sniff, Parse: Parse}},
	}
}

const title = "United Nations Security Council consolidated list"

func sniff(_ string, head []byte) string {
	if bytes.Contains(head, []byte("<"+root)) {
		return lists.OnePart
	}
	return ""
}

// The frame of the file.
const (
	root        = "CONSOLIDATED_LIST"
	individuals = "INDIVIDUALS"
	entities    = "ENTITIES"
)

// Parse reads the list to its end, one entry at a time.
func Parse(ctx context.Context, in lists.Input, emit lists.Emit) (*lists.Parsed, error) {
	p := &parser{
		Reading: lists.NewReading(ctx, in, emit, Dataset, Publisher),
		doc:     markup.New(ctx, in.Files[0]),
		found:   map[string]bool{},
	}
	p.Title = title
	p.Counts["individuals"], p.Counts["entities"] = 0, 0
	head, err := p.doc.Root(root)
	if err != nil {
		return nil, err
	}
	if err := p.readStamp(head); err != nil {
		return nil, err
	}
	if err := p.doc.Each(p.section); err != nil {
		return nil, err
	}
	if err := p.doc.End(); err != nil {
		return nil, err
	}
	if err := p.finish(); err != nil {
		return nil, err
	}
	return p.Done()
}

type parser struct {
	*lists.Reading
	doc   *markup.Document
	found map[string]bool // sections
}

func (p *parser) readStamp(head *markup.Node) error {
	at := head.One("@dateGenerated")
	if at.Empty() {
		return p.doc.Fail(head, "it has no dateGenerated: the day of publication is unknown")
	}
	stamp, err := time.Parse(time.RFC3339, at.Text())
	if err != nil {
		return p.doc.Fail(head, "dateGenerated is %q, not a time like 2026-02-27T00:00:09Z", at.Text())
	}
	p.Published = stamp.UTC()
	return nil
}

// section reads INDIVIDUALS or ENTITIES entry by entry.
func (p *parser) section(head *markup.Node) error {
	name := head.Name
	want := map[string]string{individuals: "INDIVIDUAL", entities: "ENTITY"}[name]
	if want == "" {
		p.Warn(head.Place(), "unknown element /%s/%s left out", root, name)
		return nil
	}
	if p.found[name] {
		return p.doc.Fail(head, "a second <%s>", name)
	}
	p.found[name] = true
	return p.doc.Each(func(n *markup.Node) error {
		if n.Name != want {
			p.Warn(n.Place(), "unknown element /%s/%s/%s left out", root, name, n.Name)
			return nil
		}
		entry, err := p.doc.Tree()
		if err != nil {
			return err
		}
		p.Counts[map[bool]string{true: "individuals", false: "entities"}[name == individuals]]++
		return p.entry(entry, name == individuals)
	})
}

// finish checks what may only be known at the end of the file.
func (p *parser) finish() error {
	for _, s := range []string{individuals, entities} {
		if !p.found[s] {
			return p.doc.FailHere("the list has no <%s>: half of it is missing", s)
		}
	}
	if p.Counts["individuals"]+p.Counts["entities"] == 0 {
		return p.doc.FailHere("the list has no entries")
	}
	return nil
}

// suffixed is a permanent reference with something behind it: for a day or two
// KPi.055 was printed as KPi.055.1, which is no other party.
var suffixed = regexp.MustCompile(`^([A-Z]{2}[ie]\.\d{3})\.\d$`)

// reference finds the permanent reference of an entry. For want of one the
// UN's internal number stands in.
func (p *parser) reference(n *markup.Node) (ref *markup.Node, key string, err error) {
	ref = n.One("REFERENCE_NUMBER")
	data := n.One("DATAID")
	key = compact(ref.Text()) // "KPe.023 " and "KPi.063 .1" were published
	if key == "" {
		if data.Empty() {
			return nil, "", p.doc.Fail(n, "an entry with neither REFERENCE_NUMBER nor DATAID")
		}
		p.Warn(n.Place(), "entry without REFERENCE_NUMBER is known by its DATAID")
		return data, data.Text(), nil
	}
	if m := suffixed.FindStringSubmatch(key); m != nil {
		p.Warn(ref.Place(), "reference printed with a suffix is read without it")
		key = m[1]
	}
	if first, taken := p.Taken(Dataset + "-" + key); taken {
		if data.Empty() {
			return nil, "", p.doc.Fail(ref, "reference %s stands at two entries; the first is %s", key, first)
		}
		p.Warn(ref.Place(), fmt.Sprintf("reference %s stands at two entries: the second is kept beside the first", key))
		key += "-" + compact(data.Text())
	}
	return ref, key, nil
}
