// Package canada reads Canada's consolidated list of autonomous sanctions, the
// XML of the Special Economic Measures Act (SEMA) and of the Justice for
// Victims of Corrupt Foreign Officials Act.
//
// How its elements become FollowTheMoney:
//
//   - A record with LastName or GivenName is a Person, one with ShipIMONumber, or
//     with EntityOrShip and a type of ship in TitleOrShip, a Vessel, another an
//     Organization: the list does not say which bodies are companies.
//   - There is no key, and Item is numbered anew when a schedule changes. The id
//     is "ca_sema-" and a hash of what identifies the record: country of the
//     regulation, schedule, name, date of birth, of a ship its IMO number.
//   - A person's name is GivenName and LastName, each also a statement of its
//     own. A name in brackets behind it ("also known as") is an alias; a name of
//     a body in English and French, divided by a stroke, is two names.
//   - Aliases is one text for many names, divided by ; , / and "or", at times
//     with the language before a name ("Russian: ..."). One word alone names no
//     person: it is weakAlias.
//   - DateOfBirthOrShipBuildDate is birthDate or buildDate, as precise as it is
//     written; numbers of five digits are days as Excel counts them, "Sep-99" is
//     what Excel makes of a month.
//   - The listing is a Sanction: Country, which names the regulation and not the
//     party's country, is the program in its English form, Schedule the
//     provision, Item the recordId.
//
// The list says neither of which day it is nor how many records it has. It holds
// nobody for the sake of UN sanctions. The place of a statement is the path of
// its element and the byte at which the element's tag begins.
package canada

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"strings"

	"plimsoll/lists"
	"plimsoll/lists/markup"
)

// Dataset is the id of the list unless the import gives another.
const Dataset = "ca_sema"

// Publisher is the authority of the listings.
const Publisher = "Global Affairs Canada"

// Authority describes the list.
func Authority() lists.Authority {
	return lists.Authority{
		ID:        Dataset,
		Title:     "Consolidated Canadian Autonomous Sanctions List",
		Publisher: Publisher,
		URL:       "https://www.international.gc.ca/world-monde/international_relations-relations_internationales/sanctions/consolidated-consolide.aspx?lang=eng",
		Licence:   "Open Government Licence - Canada",
		Cadence:   "when regulations change, several times a month",
		Sources: []lists.Source{{
			Dataset: Dataset, Title: "Consolidated Canadian Autonomous Sanctions List",
			URLs: []string{"https://www.international.gc.ca/world-monde/assets/office_docs/international_relations-relations_internationales/sanctions/sema-lmes.xml"},
		}},
		Formats: []lists.Format{{Name: "SEMA-LMES.XML", Sniff: sniff, Parts: []string{lists.OnePart}, Parse: Parse}},
	}
}

// The frame of the file.
const (
	root   = "data-set"
	record = "record"
)

// sniff needs the root, which is a common word, and an element of a record.
func sniff(_ string, head []byte) string {
	if !bytes.Contains(head, []byte("<"+root)) || !bytes.Contains(head, []byte("<"+record)) {
		return ""
	}
	for _, element := range []string{"<DateOfListing", "<Schedule>", "<EntityOrShip", "<Country>"} {
		if bytes.Contains(head, []byte(element)) {
			return lists.OnePart
		}
	}
	return ""
}

// Parse reads the list to its end.
func Parse(ctx context.Context, in lists.Input, emit lists.Emit) (*lists.Parsed, error) {
	file, ok := in.File(lists.OnePart)
	if !ok {
		return nil, &lists.ParseError{File: in.Dataset, Offset: -1, Reason: "no file was given"}
	}
	p := &parser{r: lists.NewReading(ctx, in, emit, Dataset, Publisher), doc: markup.New(ctx, file)}
	p.r.Title = Authority().Title
	if _, err := p.doc.Root(root); err != nil {
		return nil, err
	}
	if err := p.doc.Each(p.element); err != nil {
		return nil, err
	}
	if err := p.doc.End(); err != nil {
		return nil, err
	}
	if len(p.r.Counts) == 0 {
		return nil, p.doc.FailHere("the list has no records")
	}
	return p.r.Done()
}

type parser struct {
	r   *lists.Reading
	doc *markup.Document
}

func (p *parser) element(n *markup.Node) error {
	if n.Name != record {
		p.r.Warn(n.Place(), "unknown element /%s/%s left out", root, n.Name)
		return nil
	}
	rec, err := p.doc.Tree()
	if err != nil {
		return err
	}
	return p.record(rec)
}

func (p *parser) record(n *markup.Node) error {
	country, _ := twoLanguages(n.One("Country").Text())
	if country == "" {
		return p.doc.Fail(n, "a record without Country: it is unknown under which regulation it stands")
	}
	f := fields{
		last: n.At("LastName"), given: n.At("GivenName"), body: n.At("EntityOrShip"), title: n.At("TitleOrShip"), imo: n.At("ShipIMONumber"),
		born: n.At("DateOfBirthOrShipBuildDate"), schedule: n.At("Schedule"), item: n.At("Item"), country: n.At("Country").With(country),
		aliases: n.At("Aliases"), listed: n.At("DateOfListing"), here: n.Here(),
	}
	for _, v := range []lists.Value{f.aliases, f.body, f.last, f.given} {
		if len(v.Text) > maxText {
			return p.doc.Fail(n, "a name of more than %d bytes", maxText)
		}
	}
	schema, kind := f.schema()
	if schema == "" {
		return p.doc.Fail(n, "a record without a name")
	}
	e := p.r.Entry(p.id(&f), schema)
	q := party{Entry: e, r: p.r}
	switch schema {
	case "Person":
		q.person(&f)
	case "Vessel":
		q.ship(&f)
	default:
		q.body(&f)
	}
	if err := q.aliases(f.aliases); err != nil {
		return p.doc.Fail(n.One("Aliases"), "%s", err)
	}
	q.listing(&f)
	p.r.Counts[kind]++
	n.Unknown(p.r)
	return e.Emit(f.here)
}

// maxText is more than any name or list of aliases is long.
const maxText = 64 << 10

// fields are what a record says.
type fields struct {
	last, given, body, title, imo, born, schedule, item, country, aliases, listed, here lists.Value
}

func (f *fields) schema() (schema, kind string) {
	switch {
	case !f.last.Empty(), !f.given.Empty():
		return "Person", "individuals"
	case f.body.Empty():
		return "", ""
	case !f.imo.Empty(), !f.title.Empty():
		return "Vessel", "vessels"
	}
	return "Organization", "entities"
}

// id is the hash of what identifies a record. Case, blanks and the blank behind
// a comma make no difference. Of records that say the same the second has its
// item added.
func (p *parser) id(f *fields) string {
	of := []string{f.country.Text, f.schedule.Text, f.last.Text, f.given.Text, f.body.Text, f.born.Text}
	if !f.imo.Empty() {
		of = append(of[:2], f.imo.Text) // a ship's name changes, her number does not
	}
	text := strings.ToLower(strings.Join(of, "\n"))
	sum := sha256.Sum256([]byte(strings.ReplaceAll(text, ", ", ",")))
	id := Dataset + "-" + hex.EncodeToString(sum[:10])
	if _, taken := p.r.Taken(id); !taken {
		return id
	}
	p.r.Warn(f.here.Place, "two records say the same, both kept")
	if !f.item.Empty() {
		id += "-" + lists.Slug(f.item.Text)
	}
	return p.r.Free(id)
}
