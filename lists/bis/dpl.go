package bis

import (
	"context"
	"errors"
	"io"

	"plimsoll/lists"
	"plimsoll/lists/table"
)

// Columns of the Denied Persons List.
const (
	dplName     = "Name"
	dplStreet   = "Street_Address"
	dplCity     = "City"
	dplState    = "State"
	dplCountry  = "Country"
	dplZip      = "Postal_Code"
	dplFrom     = "Effective_Date"
	dplTo       = "Expiration_Date"
	dplOrder    = "Standard_Order"
	dplUpdated  = "Last_Update"
	dplAction   = "Action"
	dplCitation = "FR_Citation"
)

func dplColumns() []string {
	return []string{
		dplName, dplStreet, dplCity, dplState, dplCountry, dplZip, dplFrom, dplTo, dplOrder, dplUpdated, dplAction, dplCitation,
	}
}

func sniffDPL(_ string, head []byte) string {
	if headerHas(head, dplName, dplStreet, dplFrom, dplCitation, "\t") {
		return lists.OnePart
	}
	return ""
}

// parseDPL reads the Denied Persons List to its end.
func parseDPL(ctx context.Context, in lists.Input, emit lists.Emit) (*lists.Parsed, error) {
	file, ok := in.File(lists.OnePart)
	if !ok {
		return nil, noFile(in)
	}
	r := lists.NewReading(ctx, in, emit, DPL, Publisher)
	r.Title = "US Denied Persons List"
	t := table.New(file, table.Options{Comma: '\t'})
	if err := openTable(r, t, dplColumns(), dplName, dplFrom, dplCitation); err != nil {
		return nil, err
	}
	for {
		row, err := t.Next()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return nil, err
		}
		if row.Value(dplName).Empty() {
			return nil, t.Fail(dplName, "a row without a name")
		}
		if err := dplEntry(r, row); err != nil {
			return nil, err
		}
		r.Counts["parties"]++
	}
	if r.Counts["parties"] == 0 {
		return nil, t.Fail("", "the list has no rows below its header")
	}
	return r.Done()
}

// openTable reads the header: the needed columns must be there, and those that
// are not known are warned of.
func openTable(r *lists.Reading, t *table.Reader, known []string, needed ...string) error {
	header, err := t.Header()
	if err != nil {
		return err
	}
	for _, c := range needed {
		if !t.Has(c) {
			return t.Fail("", "there is no column %s: this is another list, or its columns have changed", c)
		}
	}
	isKnown := map[string]bool{}
	for _, c := range known {
		isKnown[c] = true
	}
	for _, c := range header {
		if !isKnown[c] {
			r.Warn("row 1", "unknown column %s left out", c)
		}
	}
	return nil
}

func dplEntry(r *lists.Reading, row *table.Row) error {
	name, street, city := row.Value(dplName), row.Value(dplStreet), row.Value(dplCity)
	from, citation := row.Value(dplFrom), row.Value(dplCitation)
	here := row.Here()
	id := free(r, DPL+"-"+hash(name, street, city), row.Value(dplUpdated).Text, here)
	e := r.Entry(id, "LegalEntity")
	main, others := splitName(name.Text)
	e.Party.Name("name", name.With(main), "")
	for _, o := range others {
		e.Party.Name(o.prop, name.With(o.text), "")
	}
	e.Address(lists.Postal{Street: street, City: city, State: row.Value(dplState), PostalCode: row.Value(dplZip), Country: row.Value(dplCountry)})
	e.Party.Say("topics", "export.control", here)

	s := e.Sanction(here)
	s.Say("program", "Denied Persons List", here)
	date(r, s, "startDate", from)
	date(r, s, "endDate", row.Value(dplTo))
	date(r, s, "modifiedAt", row.Value(dplUpdated))
	s.Add("authorityId", citation)
	s.Add("summary", row.Value(dplAction))
	if v := row.Value(dplOrder); !v.Empty() {
		s.Say("provisions", "Standard order: "+v.Text, v)
	}
	return e.Emit(here)
}

// date states a date in the order of the United States.
func date(r *lists.Reading, s *lists.Subject, prop string, v lists.Value) {
	if v.Empty() {
		return
	}
	d, ok := lists.MonthFirst(v.Text)
	if !ok {
		s.Note(v, "%s: %s", prop, v.Text)
		r.Warn(v.Place, "date not understood, kept in notes")
		return
	}
	s.DateAs(prop, d, v)
}
