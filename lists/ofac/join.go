package ofac

import (
	"context"
	"errors"
	"io"
	"strings"

	"plimsoll/lists"
	"plimsoll/lists/table"
)

// tables is one reading of a set of files.
type tables struct {
	*lists.Reading

	aliases, addresses, comments *side
}

func parseTables(ctx context.Context, in lists.Input, emit lists.Emit, first string, consolidated bool) (*lists.Parsed, error) {
	t := &tables{}
	var err error
	if t.aliases, err = readSide(ctx, in, partAlt, altColumns(), 2); err != nil {
		return nil, err
	}
	if t.addresses, err = readSide(ctx, in, partAdd, addColumns(), 2); err != nil {
		return nil, err
	}
	if t.comments, err = readSide(ctx, in, partComments, commentColumns(), 1); err != nil {
		return nil, err
	}
	dataset, title := datasetOf(consolidated)
	t.Reading = lists.NewReading(ctx, in, emit, dataset, Publisher)
	t.Title = title
	main, _ := in.File(first)
	s := openSheet(ctx, main, mainColumns())
	for {
		row, uid, err := s.next()
		if errors.Is(err, io.EOF) {
			break
		}
		if err == nil {
			err = t.entry(s, row, uid)
		}
		if err != nil {
			return nil, err
		}
	}
	t.aliases.orphans(t.Reading, partAlt)
	t.addresses.orphans(t.Reading, partAdd)
	t.comments.orphans(t.Reading, partComments)
	return t.Done()
}

// entry reads a row of the main file with what the others have of it.
func (t *tables) entry(s *sheet, row *table.Row, uid lists.Value) error {
	here, name := row.Here(), cell(row, colName)
	if name.Empty() {
		return s.t.Fail("name", "entry %s has no name", uid.Text)
	}
	remarks, err := t.remarksOf(s, row, uid)
	if err != nil {
		return err
	}
	kind := cell(row, colType)
	p := newParty(t.Reading, uid, kind.Text, namesCompany(remarks), name.Text, here)
	var first, last lists.Value
	if p.Party.Schema == "Person" {
		first, last = splitName(name)
	}
	p.name("", false, name, first, last)
	p.title(cell(row, colTitle))
	programmes(p, cell(row, colProgram))
	for _, a := range t.aliases.take(uid.Text) {
		t.alias(p, a)
	}
	for i, kind := range vesselWords() {
		p.feature(feature{Kind: kind, Value: cell(row, colTitle+1+i)})
	}
	for _, text := range remarks {
		p.remarks(text...)
	}
	for _, a := range t.addresses.take(uid.Text) {
		address(p, a)
	}
	return p.done(here)
}

// vesselWords are what the columns after the title hold.
func vesselWords() []string {
	return []string{"Vessel Call Sign", "VESSEL TYPE", "Vessel Tonnage", "Vessel Gross Registered Tonnage", "Vessel Flag", "Vessel Owner"}
}

// maxRemarks is where OFAC cuts remarks: what is longer goes on in the file of
// comments, in the middle of a word.
const maxRemarks = 1000

// remarksOf joins the remarks with their continuation. Each text is divided as
// the files divide it.
func (t *tables) remarksOf(s *sheet, row *table.Row, uid lists.Value) ([][]lists.Value, error) {
	remarks := cell(row, colRemarks)
	var parts []lists.Value
	for _, c := range t.comments.take(uid.Text) {
		if !c[0].Empty() {
			parts = append(parts, c[0])
		}
	}
	pieces := strings.Count(remarks.Raw, separator)
	for _, c := range parts {
		pieces += strings.Count(c.Raw, separator)
	}
	if pieces > maxPieces {
		return nil, s.t.Fail("remarks", "the remarks have %d pieces, more than %d", pieces, maxPieces)
	}
	var texts [][]lists.Value
	switch {
	case remarks.Empty():
	case len(parts) == 0 || len(remarks.Raw) == maxRemarks:
		parts = append([]lists.Value{remarks}, parts...)
	default:
		t.Warn(parts[0].Place, "comments on remarks that are not cut: are the files of one day?")
		texts = append(texts, []lists.Value{unterminated(remarks)})
	}
	if len(parts) > 0 {
		parts[len(parts)-1] = unterminated(parts[len(parts)-1])
		texts = append(texts, parts)
	}
	return texts, nil
}

// namesCompany is isCompany for remarks.
func namesCompany(texts [][]lists.Value) bool {
	for _, parts := range texts {
		text := parts[0].Raw
		if len(parts) > 1 {
			text = joinRaw(parts)
		}
		if strings.Contains(text, "Target Type Private Company") || strings.Contains(text, "Target Type Public Company") {
			return true
		}
	}
	return false
}

func joinRaw(parts []lists.Value) string {
	var b strings.Builder
	for _, v := range parts {
		b.WriteString(v.Raw)
	}
	return b.String()
}

// programmes splits "NPWMD] [DPRK2".
func programmes(p *party, v lists.Value) {
	for one := range strings.SplitSeq(v.Text, "] [") {
		p.program(v.With(strings.Trim(one, "[] ")))
	}
}

func (t *tables) alias(p *party, row sideRow) {
	kind, name, remarks := row[0], row[1], row[2]
	if !isAliasType(kind.Text) {
		t.Warn(kind.Place, "alias of unknown type %q, read as aka", kind.Text)
	}
	if kind.Empty() {
		kind.Text = "aka"
	}
	p.name(kind.Text, false, name, lists.Value{}, lists.Value{})
	if !remarks.Empty() {
		p.Party.Note(remarks, "Alias "+name.Text+": "+remarks.Text)
	}
}

func address(p *party, row sideRow) {
	remarks := row[3]
	a := p.address(place{Address1: row[0], Rest: row[1], Country: row[2]})
	switch {
	case remarks.Empty():
	case a != nil:
		a.Add("remarks", remarks)
	default:
		p.Party.Note(remarks, "Address: "+remarks.Text)
	}
}
