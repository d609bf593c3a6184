// Package seco reads the sanctions list of the State Secretariat for Economic
// Affairs of Switzerland, the XML of all programmes in one file.
//
// How its elements become FollowTheMoney:
//
//   - A target is what it holds: individual a Person, entity an Organization (the
//     list does not say which bodies are companies), object a Vessel, Airplane or
//     other Asset. Ids are "ch_seco-" and the target's ssid.
//   - A name is put together from its parts in their order. Spellings of parts are
//     multiplied out within a script, to a bound, and are aliases; a name in
//     another script than Latin is a further name. The main identity comes first;
//     primary names of others are aliases. Low quality is weakAlias. The parts of
//     the main name are statements of their own where there is a property.
//   - Places stand apart from the targets, before or behind them. The file is read
//     twice: first places, programmes, and what each target is, then the targets.
//   - The listing is a Sanction for all sets a target is in: program is the key of
//     the programme ("North Korea"), provisions the text of the set, unscId a
//     foreign-identifier that is a reference of the United Nations.
//   - Targets taken off stay in the file. Of the modifications in effect on the
//     day of the list the newest decides; where it is de-listed, the party has no
//     topic and the Sanction an endDate. Old copies inside modifications are left
//     out.
//   - A relation between targets is Family, Ownership or, as a rule, UnknownLink.
//   - "IMO Number: ..." and the like in other-information are told by the words
//     before them; the rest of it is notes.
//
// A list of amendments has whole targets too, but only those that changed: as a
// list of its own it would take everybody else off, and is refused. The place of
// a statement is the path of its element or attribute, and the byte at which it
// begins.
package seco

import (
	"bytes"
	"context"
	"time"

	"plimsoll/lists"
	"plimsoll/lists/markup"
)

// Dataset is the id of the list unless the import gives another.
const Dataset = "ch_seco"

// Publisher is the authority of the listings.
const Publisher = "State Secretariat for Economic Affairs"

// Authority describes the list.
func Authority() lists.Authority {
	return lists.Authority{
		ID:        Dataset,
		Title:     "Switzerland: SECO sanctions list",
		Publisher: Publisher,
		URL:       "https://www.seco.admin.ch/seco/en/home/Aussenwirtschaftspolitik_Wirtschaftliche_Zusammenarbeit/Wirtschaftsbeziehungen/exportkontrollen-und-sanktionen/sanktionen-embargos.html",
		Licence:   "public list of the Swiss Confederation; no licence is stated",
		Cadence:   "when ordinances change, several times a month",
		Sources: []lists.Source{{
			Dataset: Dataset, Title: "SECO whole list",
			URLs: []string{"https://www.sesam.search.admin.ch/sesam-search-web/pages/downloadXmlGesamtliste.xhtml?lang=en&action=downloadXmlGesamtlisteAction"},
		}},
		Formats: []lists.Format{{Name: "swiss-sanctions-list (XML)", Sniff: sniff, Parts: []string{lists.OnePart}, Parse: Parse}},
	}
}

const root = "swiss-sanctions-list"

func sniff(_ string, head []byte) string {
	if bytes.Contains(head, []byte("<"+root)) {
		return lists.OnePart
	}
	return ""
}

// Parse reads the list to its end, twice.
func Parse(ctx context.Context, in lists.Input, emit lists.Emit) (*lists.Parsed, error) {
	file, ok := in.File(lists.OnePart)
	if !ok {
		return nil, &lists.ParseError{File: in.Dataset, Offset: -1, Reason: "no file was given"}
	}
	p := &parser{r: lists.NewReading(ctx, in, emit, Dataset, Publisher)}
	p.r.Title = Authority().Title
	if err := p.readTables(ctx, file); err != nil {
		return nil, err
	}
	if err := p.readTargets(ctx, file); err != nil {
		return nil, err
	}
	return p.r.Done()
}

type parser struct {
	r   *lists.Reading
	doc *markup.Document
	day string // of the list: 2026-08-27

	sets    map[string]*set   // by ssid
	places  map[string]*place // by ssid
	targets map[string]string // ssid to schema
}

// readTargets is the second reading.
func (p *parser) readTargets(ctx context.Context, file lists.File) error {
	p.doc = markup.New(ctx, file)
	if _, err := p.doc.Root(root); err != nil {
		return err
	}
	any := false
	err := p.doc.Each(func(n *markup.Node) error {
		switch n.Name {
		case "sanctions-program", "place":
			return nil
		case "target":
			any = true
			tree, err := p.doc.Tree()
			if err != nil {
				return err
			}
			return p.target(tree)
		}
		p.r.Warn(n.Place(), "unknown element /%s/%s left out", root, n.Name)
		return nil
	})
	if err != nil {
		return err
	}
	if err := p.doc.End(); err != nil {
		return err
	}
	if !any {
		return p.doc.FailHere("the list has no targets")
	}
	return nil
}

// head reads what the root says of the file.
func (p *parser) head(n *markup.Node) error {
	switch kind := n.One("@list-type").Text(); kind {
	case "whole-list":
	case "amendment":
		return p.doc.Fail(n, "this is a list of amendments: it has only the targets that changed. Import the whole list")
	default:
		return p.doc.Fail(n, "list-type is %q, not whole-list: it is unknown whether this is the whole list", kind)
	}
	day, err := time.Parse(time.DateOnly, dayOf(n.One("@date").Text()))
	if err != nil {
		return p.doc.Fail(n, "date is %q, not a day like 2026-08-27", n.One("@date").Text())
	}
	p.day, p.r.Published = day.Format(time.DateOnly), day
	return nil
}

// dayOf drops the zone that may stand behind a day.
func dayOf(date string) string { return date[:min(len(date), len(time.DateOnly))] }
