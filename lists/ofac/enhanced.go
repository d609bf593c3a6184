package ofac

import (
	"bytes"
	"context"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"time"

	"plimsoll/lists"
	"plimsoll/lists/markup"
)

// The enhanced format keeps a party in one element and says everything in
// words, so that it needs no tables. How it becomes FollowTheMoney:
//
//   - entity is the party, known by its id.
//   - A translation of a name is a name: the printed form as OFAC gives it,
//     in another script the same with its script as language. The parts are
//     as in the advanced format.
//   - feature and identityDocument are read as words.csv says.
//   - The party's Sanction has the programmes, types (provisions), legal
//     authorities (reason) and the day of the file's own list; the entity's
//     other lists are further ones.
//   - relationship: see link. They are handed over at the end, when it is
//     known what each party is.
type enhanced struct {
	*lists.Reading

	file lists.File
	doc  *markup.Document

	own     string   // the list that the file is; "" until it is known
	only    []string // lists that the export is made of, where it says
	parties map[string]string
	held    []link
	seen    map[string]bool
}

func enhancedFormat() lists.Format {
	return lists.Format{
		Name: "SDN_ENHANCED.XML, CONS_ENHANCED.XML", Parts: []string{lists.OnePart},
		Sniff: sniffEnhanced, Parse: parseEnhanced,
	}
}

const enhancedRoot = "sanctionsData"

var enhancedTag = regexp.MustCompile(`<(?:[A-Za-z_][\w.-]*:)?` + enhancedRoot + `[\s>]`)

func sniffEnhanced(_ string, head []byte) string {
	m := enhancedTag.FindIndex(head)
	if m == nil || !firstElement(head, m[0]) {
		return ""
	}
	return lists.OnePart
}

func parseEnhanced(ctx context.Context, in lists.Input, emit lists.Emit) (*lists.Parsed, error) {
	file, _ := in.File(lists.OnePart)
	e := &enhanced{
		Reading: lists.NewReading(ctx, in, emit, SDN, Publisher), file: file, doc: markup.New(ctx, file),
		parties: map[string]string{}, seen: map[string]bool{},
	}
	if _, err := e.doc.Root(enhancedRoot); err != nil {
		return nil, err
	}
	if err := e.doc.Each(e.block); err != nil {
		return nil, err
	}
	switch {
	case !e.seen["publicationInfo"]:
		return nil, e.doc.FailHere("the file has no <publicationInfo>: it is not whole, fetch it again")
	case len(e.parties) == 0:
		return nil, e.doc.FailHere("the list has no entities")
	}
	if err := e.doc.End(); err != nil {
		return nil, err
	}
	if err := e.relations(); err != nil {
		return nil, err
	}
	return e.Done()
}

func (e *enhanced) block(n *markup.Node) error {
	if e.seen[n.Name] {
		return e.doc.Fail(n, "a second block of this name")
	}
	e.seen[n.Name] = true
	switch n.Name {
	case "publicationInfo":
		return e.publication()
	case "referenceValues", "featureTypes":
		return nil // every use of them is written out
	case "entities":
		if !e.seen["publicationInfo"] {
			return e.doc.Fail(n, "the entities come before <publicationInfo>: the blocks of this file are not in the order of the format")
		}
		return e.doc.Each(func(*markup.Node) error {
			n, err := e.doc.Tree()
			if err != nil {
				return err
			}
			return e.entity(n)
		})
	}
	e.Warn(n.Place(), "unknown block %s left out", n.Name)
	return nil
}

// publication reads of which day the list is, and what the export was
// restricted to.
func (e *enhanced) publication() error {
	n, err := e.doc.Tree()
	if err != nil {
		return err
	}
	as := n.At("dataAsOf")
	day, _, _ := strings.Cut(as.Text, "T")
	if e.Published, err = time.Parse(time.DateOnly, day); err != nil {
		return e.doc.Fail(n, "dataAsOf is %q, which is no day", as.Text)
	}
	var filters []string
	for f := range n.All("filters") {
		for group := range f.Children() {
			group.Use()
			var words []string
			for w := range group.Children() {
				words = append(words, w.Text())
			}
			if group.Name == "sanctionsLists" {
				e.only = words
			} else if len(words) > 0 {
				filters = append(filters, group.Name+" "+strings.Join(words, ", "))
			}
		}
	}
	if len(filters) > 0 {
		e.Title = "OFAC, an extract: " + strings.Join(filters, "; ")
		e.Warn(n.Place(), "this export is an extract and not the whole list: %s", strings.Join(filters, "; "))
	}
	n.Unknown(e.Reading)
	return nil
}

// choose decides which of the two lists the file is: by the lists that the
// export was made of, else by those of the first entity, else by the name.
func (e *enhanced) choose(first *markup.Node) {
	names := e.only
	sdn := slices.Contains(names, sdnList)
	if sdn && len(names) > 1 || len(names) == 0 {
		names = nil
		for l := range first.In("sanctionsLists", "sanctionsList") {
			names = append(names, l.Text())
		}
		sdn = slices.Contains(names, sdnList)
	}
	dataset := SDN
	switch {
	case !sdn && len(names) > 0:
		dataset = Consolidated
	case len(names) != 1:
		dataset, _ = datasetOf(isConsolidated(e.file.Name))
	}
	if e.own = sdnList; dataset == Consolidated {
		e.own = consolidatedList
	}
	if e.Title == "" {
		_, e.Title = datasetOf(dataset == Consolidated)
	}
	if e.In.Dataset == "" {
		e.Dataset = dataset
	}
}

func (e *enhanced) entity(n *markup.Node) error {
	if e.own == "" {
		e.choose(n)
	}
	for c := range n.Children() {
		if name := bytes.ToLower([]byte(c.Name)); bytes.HasPrefix(name, []byte("@")) &&
			(bytes.Contains(name, []byte("action")) || bytes.Contains(name, []byte("delta"))) {
			return e.doc.Fail(n, "this is a delta file, it holds only what changed: fetch the full list (SDN_ENHANCED.XML or CONS_ENHANCED.XML)")
		}
	}
	id := n.At("@id")
	if !isUID(id.Text) {
		return e.doc.Fail(n, "the id of an entity is %q, not a number", id.Text)
	}
	for c := range n.Children() {
		if many := count(c); many > maxPieces {
			return e.doc.Fail(c, "%d elements in one %s, more than %d", many, c.Name, maxPieces)
		}
	}
	names := e.names(n)
	if len(names) == 0 {
		return e.doc.Fail(n, "an entity without a name")
	}
	company := false
	for f := range n.In("features", "feature") {
		company = company || isCompany(f.One("type").Text(), f.One("value").Text())
	}
	info := n.One("generalInfo")
	info.Ignore("identityId")
	p := newParty(e.Reading, id, info.One("entityType").Text(), company, names[0].whole.Text, n.Here())
	info.One("entityType").Ignore("@refId")
	for _, name := range names {
		name.say(p)
	}
	p.title(info.At("title"))
	e.listing(p, n)
	for f := range n.In("features", "feature") {
		e.feature(p, f)
	}
	for a := range n.In("addresses", "address") {
		e.address(p, a)
	}
	for d := range n.In("identityDocuments", "identityDocument") {
		e.document(p, d)
	}
	if remarks := info.At("remarks"); !remarks.Empty() {
		p.remarks(remarks)
	}
	e.hold(id, p, n)
	n.Unknown(e.Reading)
	return p.done(n.Here())
}

// hold keeps the relations of an entity until all parties are known.
func (e *enhanced) hold(id lists.Value, p *party, n *markup.Node) {
	if _, twice := e.parties[id.Text]; !twice {
		e.parties[strings.Clone(id.Text)] = p.Party.Schema
	}
	for r := range n.In("relationships", "relationship") {
		other, kind := r.One("relatedEntity"), r.One("type")
		kind.Ignore("@refId")
		r.One("quality").Ignore("@refId")
		l := link{
			from: kept(id), to: kept(other.At("@entityId")), kind: kept(kind.Value()), here: kept(r.Here()),
			quality: kept(r.At("quality")), comment: kept(r.At("comments")), record: kept(r.At("@id")),
		}
		if !isUID(l.to.Text) {
			e.Warn(r.Place(), "a relation with nobody left out")
			continue
		}
		e.held = append(e.held, l)
	}
}

// kept is a value that does not keep the text of its whole entity.
func kept(v lists.Value) lists.Value {
	v.Text, v.Raw = strings.Clone(v.Text), strings.Clone(v.Raw)
	return v
}

func (e *enhanced) relations() error {
	ids := links{}
	for _, l := range e.held {
		l.fromSchema, l.toSchema = e.parties[l.from.Text], e.parties[l.to.Text]
		if err := e.Emit(ids.subject(e.Reading, l)); err != nil {
			return fmt.Errorf("relation at %s: %w", l.here.Place, err)
		}
	}
	return nil
}
