// Package australia reads the Consolidated List of the Australian Department
// of Foreign Affairs and Trade, an XLSX workbook of one sheet.
//
// How its cells become FollowTheMoney:
//
//   - A row is one name. Rows whose Reference begins with the same number -
//     1113, 1113a, 1113b2 - are one party: au_dfat-1113. They need not stand
//     together. A number that was given to a second party by mistake shows by a
//     second primary name of another type or day of birth; that party keeps the
//     number and gets the name as well, au_dfat-1113-orrin-vale, and a warning.
//   - Type: Individual is a Person, Entity an Organization (the list does not
//     say which are companies), Vessel a Vessel.
//   - Name Type: a primary name and one in its original script are name, aka
//     and Alias alias (weakAlias where Alias Strength is Weak), "Formerly known
//     as" and "Previously listed as" previousName, also where it stands in
//     brackets behind the name.
//   - Dates of birth and addresses are taken apart at a), b), c) and the other
//     marks that the list uses. A day is a count of days, a year, or words.
//   - Citizenship is citizenship of a person and country of anything else. The
//     last part of an address or place of birth is its country where it is
//     exactly the name of one.
//   - Additional Information is a note; passport and IMO numbers, SWIFT codes,
//     gender and the reference of the United Nations are taken out of it where
//     a label names them.
//   - The listing is a Sanction: Committees is program, Control Date (which
//     moves with each amendment) modifiedAt, Listing Information summary and,
//     where it names the day, listingDate; the columns since 2025 that say
//     which measures apply are provisions.
//
// The day of publication is when the workbook was saved.
package australia

import (
	"context"
	"slices"
	"strings"

	"plimsoll/lists"
	"plimsoll/lists/sheet"
)

// Dataset is the id of the list unless the import gives another.
const Dataset = "au_dfat"

// Publisher is the authority of the listings.
const Publisher = "Department of Foreign Affairs and Trade"

const title = "Australian Sanctions Consolidated List"

// Authority describes the list.
func Authority() lists.Authority {
	const url = "https://www.dfat.gov.au/sites/default/files/Australian_Sanctions_Consolidated_List.xlsx"
	return lists.Authority{
		ID:        Dataset,
		Title:     title,
		Publisher: Publisher,
		URL:       "https://www.dfat.gov.au/international-relations/security/sanctions/consolidated-list",
		Licence:   "CC BY 4.0",
		Cadence:   "when a listing changes, several times a month",
		Sources:   []lists.Source{{Dataset: Dataset, Title: title, URLs: []string{url}}},
		Formats:   []lists.Format{{Name: "DFAT consolidated XLSX", Sniff: sniff, Parse: Parse}},
	}
}

func sniff(name string, head []byte) string {
	if sheet.Sniff(name, head, "*regulation8*.xlsx", "*australian*sanctions*.xlsx", "*dfat*.xlsx") {
		return lists.OnePart
	}
	return ""
}

// The columns, in small letters.
const (
	colReference   = "reference"
	colName        = "name of individual or entity"
	colType        = "type"
	colNameType    = "name type"
	colStrength    = "alias strength"
	colBirth       = "date of birth"
	colBirthPlace  = "place of birth"
	colCitizenship = "citizenship"
	colAddress     = "address"
	colInformation = "additional information"
	colListing     = "listing information"
	colIMO         = "imo number"
	colCommittees  = "committees"
	colControl     = "control date"
	colInstrument  = "instrument of designation"
	colFinancial   = "targeted financial sanction"
	colTravel      = "travel ban"
	colArms        = "arms embargo"
	colMaritime    = "maritime restriction"
)

// required are the columns without which the sheet is not the list. The others
// came and went.
var required = []string{colReference, colName, colType, colNameType, colBirth, colAddress, colInformation, colCommittees, colControl}

var known = append([]string{
	colStrength, colBirthPlace, colCitizenship, colListing, colIMO, colInstrument, colFinancial, colTravel, colArms, colMaritime,
}, required...)

// headerWithin is how many rows may stand before the header.
const headerWithin = 20

// parser gathers the rows of each party, for they do not stand together.
type parser struct {
	r      *lists.Reading
	book   *sheet.Book
	header *sheet.Header
	groups map[string]*group
	order  []*group
	last   *party // to which a row without a reference belongs
}

// Parse reads the list to its end.
func Parse(ctx context.Context, in lists.Input, emit lists.Emit) (*lists.Parsed, error) {
	file, _ := in.File(lists.OnePart)
	book, err := sheet.Open(ctx, file)
	if err != nil {
		return nil, err
	}
	defer func() { _ = book.Close() }() // it lies in memory alone
	r := lists.NewReading(ctx, in, emit, Dataset, Publisher)
	r.Title, r.Published = title, book.Saved()
	p := &parser{r: r, book: book, groups: map[string]*group{}}
	for _, name := range book.Sheets() {
		if err := p.sheet(ctx, name); err != nil {
			return nil, err
		}
	}
	if p.header == nil {
		return nil, book.Refuse("no sheet of the workbook has the header of the Australian consolidated list: looked for the columns %s", strings.Join(required, ", "))
	}
	if len(p.order) == 0 {
		return nil, book.Refuse("the list has no entries")
	}
	if err := p.finish(); err != nil {
		return nil, err
	}
	return r.Done()
}

// sheet reads a sheet that has the header.
func (p *parser) sheet(ctx context.Context, name string) error {
	var header *sheet.Header
	return p.book.Each(ctx, name, func(row *sheet.Row) error {
		if header != nil {
			return p.row(row)
		}
		h := sheet.NewHeader(row, strings.ToLower)
		switch lacks := h.Lacks(required...); {
		case len(lacks) == 0 && p.header != nil:
			return row.Fail(0, "a second sheet has the header of the list: which one counts is open to doubt")
		case len(lacks) == 0:
			header, p.header = h, h
			p.unknown(row)
		case row.Number >= headerWithin:
			return sheet.ErrStop
		case h.Index(colReference) >= 0 && h.Index(colName) >= 0:
			return row.Fail(0, "the header lacks the columns %s: the list has changed its form", strings.Join(lacks, ", "))
		}
		return nil
	})
}

// unknown warns of columns that nothing is made of.
func (p *parser) unknown(row *sheet.Row) {
	for i, name := range p.header.Names {
		if name != "" && !slices.Contains(known, name) {
			p.r.Warn(row.At(i).Place, "unknown column %q left out", row.At(i).Text)
		}
	}
}

// get is what a row says in a column; the words by which the list says that it
// knows nothing are nothing.
func (p *parser) get(row *sheet.Row, column string) lists.Value {
	v := p.header.Value(row, column)
	switch strings.ToLower(strings.Trim(v.Text, " .;,")) {
	case "", "na", "n/a", "nil", "not known", "unknown", "not available", "-":
		return lists.Value{}
	}
	return v
}
