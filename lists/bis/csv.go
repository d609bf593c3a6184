package bis

import (
	"context"
	"errors"
	"io"
	"strings"

	"plimsoll/lists"
	"plimsoll/lists/table"
)

// columns of the CSV, in the order of column's constants.
func cslColumns() []string {
	return []string{
		"_id", "source", "entity_number", "type", "programs", "name", "title", "addresses", "federal_register_notice",
		"start_date", "end_date", "standard_order", "license_requirement", "license_policy", "call_sign", "vessel_type",
		"gross_tonnage", "gross_registered_tonnage", "vessel_flag", "vessel_owner", "remarks", "source_list_url", "alt_names",
		"citizenships", "dates_of_birth", "nationalities", "places_of_birth", "source_information_url", "ids",
	}
}

const (
	colKey = iota
	colSource
	colNumber
	colKind
	colPrograms
	colName
	colTitle
	colAddresses
	colNotice
	colFrom
	colTo
	colOrder
	colRequirement
	colPolicy
	colCallSign
	colShipType
	colTonnage
	colRegistered
	colFlag
	colOwner
	colRemarks
	colListURL
	colAltNames
	colCitizenships
	colBirths
	colNationalities
	colBirthplaces
	colInfoURL
	colIDs
	columnCount
)

func sniffCSV(_ string, head []byte) string {
	if headerHas(head, "source", "entity_number", "federal_register_notice", "alt_names", ",") {
		return lists.OnePart
	}
	return ""
}

// parseCSV reads the CSV of the Consolidated Screening List to its end.
func parseCSV(ctx context.Context, in lists.Input, emit lists.Emit) (*lists.Parsed, error) {
	file, ok := in.File(lists.OnePart)
	if !ok {
		return nil, noFile(in)
	}
	r := newScreening(ctx, in, emit)
	t := table.New(file, table.Options{})
	if err := openTable(r, t, cslColumns(), "source", "entity_number", "name", "alt_names", "addresses"); err != nil {
		return nil, err
	}
	c := csvReader{screening: screening{r: r}}
	c.find(t.Columns())
	rows := 0
	for {
		row, err := t.Next()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return nil, err
		}
		rows++
		c.read(row)
		if c.l.tooMany() {
			return nil, t.Fail("", "a cell holds more than %d values", maxValues)
		}
		if err := c.add(&c.l); err != nil {
			return nil, err
		}
	}
	if rows == 0 {
		return nil, t.Fail("", "the list has no rows below its header")
	}
	return r.Done()
}

func newScreening(ctx context.Context, in lists.Input, emit lists.Emit) *lists.Reading {
	r := lists.NewReading(ctx, in, emit, CSL, "")
	r.Title = "US Consolidated Screening List"
	return r
}

// csvReader turns rows into listings.
type csvReader struct {
	screening

	at [columnCount]int // of each column in this file, -1 where it has none
	l  listing

	addresses, ids []lists.Value // of the row, not yet taken apart
}

func (c *csvReader) find(header []string) {
	for k, name := range cslColumns() {
		c.at[k] = -1
		for i, h := range header {
			if h == name && c.at[k] < 0 {
				c.at[k] = i
			}
		}
	}
}

func (c *csvReader) read(row *table.Row) {
	l := &c.l
	for _, one := range []struct {
		into *lists.Value
		col  int
	}{
		{&l.key, colKey},
		{&l.source, colSource},
		{&l.number, colNumber},
		{&l.kind, colKind},
		{&l.name, colName},
		{&l.title, colTitle},
		{&l.notice, colNotice},
		{&l.from, colFrom},
		{&l.to, colTo},
		{&l.order, colOrder},
		{&l.requirement, colRequirement},
		{&l.policy, colPolicy},
		{&l.callSign, colCallSign},
		{&l.shipType, colShipType},
		{&l.tonnage, colTonnage},
		{&l.registered, colRegistered},
		{&l.flag, colFlag},
		{&l.owner, colOwner},
		{&l.remarks, colRemarks},
		{&l.listURL, colListURL},
		{&l.infoURL, colInfoURL},
	} {
		*one.into = row.At(c.at[one.col])
	}
	for _, many := range []struct {
		into *[]lists.Value
		col  int
	}{
		{&l.programs, colPrograms},
		{&l.altNames, colAltNames},
		{&l.citizenships, colCitizenships},
		{&l.nationalities, colNationalities},
		{&l.births, colBirths},
		{&l.birthplaces, colBirthplaces},
		{&c.addresses, colAddresses},
		{&c.ids, colIDs},
	} {
		*many.into = split((*many.into)[:0], row.At(c.at[many.col]))
	}
	l.here = row.Here()
	l.addresses, l.ids = l.addresses[:0], l.ids[:0]
	for _, a := range c.addresses {
		l.addresses = append(l.addresses, splitAddress(a))
	}
	for _, one := range c.ids {
		id, ok := splitIdent(one)
		if !ok {
			id = ident{number: one}
		}
		l.ids = append(l.ids, id)
	}
}

// split divides a cell that holds several values.
func split(into []lists.Value, v lists.Value) []lists.Value {
	if v.Empty() {
		return into
	}
	if !strings.Contains(v.Text, ";") {
		return append(into, v)
	}
	for one := range strings.SplitSeq(v.Text, ";") {
		if one = strings.TrimSpace(one); one != "" {
			into = append(into, v.With(one))
		}
	}
	return into
}

// splitAddress reads an address of the CSV, one text that ends with the code of
// the country. An address of several places has them divided by "; and".
func splitAddress(v lists.Value) lists.Postal {
	text := strings.TrimPrefix(v.Text, "and ")
	if isCode(text) {
		return lists.Postal{Country: v.With(text)}
	}
	p := lists.Postal{Full: v.With(text)}
	if i := strings.LastIndex(text, ", "); i > 0 && isCode(text[i+2:]) {
		p.Country = v.With(text[i+2:])
	}
	return p
}
