package ofac

import (
	"bytes"
	"context"
	"regexp"
	"strconv"
	"strings"
	"time"

	"plimsoll/lists"
	"plimsoll/lists/markup"
)

// The Advanced Sanctions Data Model keeps one party in several blocks of the
// file, joined by numbers:
//
//	ReferenceValueSets    what the numbers of types, countries ... mean: tables
//	Locations             addresses, and countries that features name
//	IDRegDocuments        by the Identity of the party
//	DistinctParties       Profile: names by part and script, features, places
//	ProfileRelationships  between two Profiles
//	SanctionsEntries      one a Profile and list: events, programmes, measures
//
// The tables stay in memory. Of locations, documents and entries only the
// number and the offset is kept, and the element is read again when its party
// needs it: a list of any length is read in the memory of one party. The
// entries follow the parties, so their block is looked up from the end of the
// file before the parties are read.
//
// How they become FollowTheMoney:
//
//   - Profile is the party, known by its ID, which the other formats print too.
//   - Alias and DocumentedName are names: the primary one is name, "F.K.A."
//     previousName, LowQuality weakAlias, others alias. A name in another
//     script is the same with its script as language. The parts are firstName,
//     lastName, middleName, fatherName (Patronymic), motherName (Matronymic).
//   - A DatePeriod is stated as precisely as its bounds are.
//   - Feature and IDRegDocument are read as words.csv says. What OFAC calls
//     false is only noted.
//   - The entry of the list that the file is becomes the party's Sanction, an
//     entry of another list a further one: EntryEvent is listingDate and
//     reason (the legal basis), the measure "Program" program, other measures
//     provisions.
//   - ProfileRelationship: see relation.
type advanced struct {
	file lists.File
	r    *lists.Reading
	doc  *markup.Document // reads on
	sets references

	locations, documents, entries shelf
	entriesAt                     int64 // where their block begins; -1 where it was not found

	own     string            // the list that the file is
	parties map[uint64]string // schema by Profile
	links   links
	seen    map[string]bool // blocks
}

func advancedFormat() lists.Format {
	return lists.Format{
		Name: "SDN_ADVANCED.XML, CONS_ADVANCED.XML", Parts: []string{lists.OnePart},
		Sniff: sniffAdvanced, Parse: parseAdvanced,
	}
}

// advancedRoot is the first element with one of the names that the model's
// namespace has had.
var advancedRoot = regexp.MustCompile(`<(?:[A-Za-z_][\w.-]*:)?Sanctions[\s>]`)

func sniffAdvanced(_ string, head []byte) string {
	m := advancedRoot.FindIndex(head)
	if m == nil || !firstElement(head, m[0]) {
		return ""
	}
	rest := head[m[0]:]
	if !bytes.Contains(rest, []byte("/sanctions/1.0")) && !bytes.Contains(rest, []byte("ADVANCED_XML")) &&
		!bytes.Contains(rest, []byte("ReferenceValueSets")) {
		return ""
	}
	return lists.OnePart
}

// firstElement reports whether nothing but declarations and comments stands
// before the byte.
func firstElement(head []byte, at int) bool {
	for i, piece := range bytes.Split(bytes.TrimPrefix(head[:at], []byte("\ufeff")), []byte{'<'}) {
		if i == 0 {
			if len(bytes.TrimSpace(piece)) > 0 {
				return false
			}
			continue
		}
		if len(piece) == 0 || piece[0] != '?' && piece[0] != '!' || bytes.HasPrefix(piece, []byte("!DOCTYPE")) {
			return false
		}
	}
	return true
}

func parseAdvanced(ctx context.Context, in lists.Input, emit lists.Emit) (*lists.Parsed, error) {
	file, _ := in.File(lists.OnePart)
	a := &advanced{
		file: file, r: lists.NewReading(ctx, in, emit, SDN, Publisher),
		doc: markup.New(ctx, file), sets: references{}, entriesAt: -1,
		parties: map[uint64]string{}, links: links{}, seen: map[string]bool{},
	}
	root, err := a.doc.Root("Sanctions")
	if err != nil {
		return nil, err
	}
	if base := root.At("@DeltaBaseVersion"); !base.Empty() {
		return nil, a.doc.Fail(root, "this is a delta file, it holds only what changed since version %s: fetch the full list (%s)", base.Text, full)
	}
	a.locations = newShelf(ctx, file, "/Sanctions/Locations[1]", "Location")
	a.documents = newShelf(ctx, file, "/Sanctions/IDRegDocuments[1]", "IDRegDocument")
	a.entries = newShelf(ctx, file, "/Sanctions/SanctionsEntries[1]", "SanctionsEntry")
	if err := a.doc.Each(a.block); err != nil {
		return nil, err
	}
	for _, name := range []string{"DateOfIssue", "DistinctParties", "ProfileRelationships", "SanctionsEntries"} {
		if !a.seen[name] {
			return nil, a.doc.FailHere("the file has no <%s>: it is not whole, fetch it again", name)
		}
	}
	if err := a.doc.End(); err != nil {
		return nil, err
	}
	return a.r.Done()
}

const full = "SDN_ADVANCED.XML or CONS_ADVANCED.XML"

// block reads one of the blocks, which come in a fixed order.
func (a *advanced) block(n *markup.Node) error {
	name := n.Name
	if a.seen[name] {
		return a.doc.Fail(n, "a second block of this name")
	}
	a.seen[name] = true
	switch name {
	case "DateOfIssue":
		return a.dateOfIssue()
	case "ReferenceValueSets":
		return a.doc.Each(a.readSet)
	case "Locations":
		return a.index(&a.locations, "@ID")
	case "IDRegDocuments":
		return a.index(&a.documents, "@IdentityID")
	case "DistinctParties":
		return a.distinctParties(n)
	case "ProfileRelationships":
		if err := a.after(n, "DistinctParties"); err != nil {
			return err
		}
		return a.doc.Each(a.relationship)
	case "SanctionsEntries":
		return a.verifyEntries(n)
	case "SanctionsEntryLinks":
		return a.doc.Each(func(link *markup.Node) error {
			a.r.Warn(link.Place(), "links between entries are not read")
			return nil
		})
	}
	a.r.Warn(n.Place(), "unknown block %s left out", name)
	return nil
}

func (a *advanced) dateOfIssue() error {
	n, err := a.doc.Tree()
	if err != nil {
		return err
	}
	m := readMoment(n)
	day, err := time.Parse(time.DateOnly, m.String())
	if err != nil {
		return a.doc.Fail(n, "DateOfIssue is %q, which is no day", m.String())
	}
	a.r.Published = day
	return nil
}

// index notes where each element of a block lies.
func (a *advanced) index(s *shelf, key string) error {
	err := a.doc.Each(func(n *markup.Node) error {
		if n.Name != s.element {
			a.r.Warn(n.Place(), "unknown element %s left out", n.Name)
			return nil
		}
		if err := refuseDelta(a.doc, n); err != nil {
			return err
		}
		id, err := number(a.doc, n, key)
		if err != nil {
			return err
		}
		s.put(id, n.Offset())
		return nil
	})
	s.sort()
	return err
}

// number reads an attribute that is a number of the model.
func number(doc *markup.Document, n *markup.Node, attr string) (uint64, error) {
	id, err := strconv.ParseUint(strings.TrimSpace(n.One(attr).Raw()), 10, 64)
	if err != nil {
		return 0, doc.Fail(n, "%s is %q, not a number", attr[1:], n.One(attr).Raw())
	}
	return id, nil
}

// refuseDelta refuses an element of a delta file.
func refuseDelta(doc *markup.Document, n *markup.Node) error {
	for c := range n.Children() {
		if c.Name == "@DeltaAction" {
			return doc.Fail(n, "this is a delta file, it holds only what changed: fetch the full list (%s)", full)
		}
	}
	return nil
}

// after refuses a file in which others do not come before a block.
func (a *advanced) after(block *markup.Node, names ...string) error {
	for _, name := range names {
		if !a.seen[name] {
			return a.doc.Fail(block, "it comes before <%s>, or that is missing: the blocks of this file are not in the order of the format", name)
		}
	}
	return nil
}

func (a *advanced) distinctParties(block *markup.Node) error {
	if err := a.after(block, "ReferenceValueSets", "Locations", "IDRegDocuments"); err != nil {
		return err
	}
	if err := a.findEntries(); err != nil {
		return err
	}
	dataset, err := a.dataset()
	if err != nil {
		return err
	}
	if a.own = sdnList; dataset == Consolidated {
		a.own = consolidatedList
	}
	_, a.r.Title = datasetOf(dataset == Consolidated)
	if a.r.In.Dataset == "" {
		a.r.Dataset = dataset
	}
	err = a.doc.Each(func(*markup.Node) error {
		n, err := a.doc.Tree()
		if err != nil {
			return err
		}
		return a.distinctParty(n)
	})
	if err == nil && len(a.parties) == 0 {
		err = a.doc.FailHere("the list has no parties")
	}
	return err
}
