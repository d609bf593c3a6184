package bis

import (
	"bytes"
	"context"
	"strconv"
	"strings"

	"plimsoll/lists"
	"plimsoll/lists/records"
)

func sniffJSON(_ string, head []byte) string {
	head = bytes.TrimSpace(bytes.TrimPrefix(head, []byte("\ufeff")))
	if !bytes.HasPrefix(head, []byte("{")) || !bytes.Contains(head, []byte(`"results"`)) {
		return ""
	}
	for _, key := range []string{`"federal_register_notice"`, `"source_list_url"`, `"entity_number"`} {
		if bytes.Contains(head, []byte(key)) {
			return lists.OnePart
		}
	}
	return ""
}

// parseJSON reads the JSON of the Consolidated Screening List to its end.
func parseJSON(ctx context.Context, in lists.Input, emit lists.Emit) (*lists.Parsed, error) {
	file, ok := in.File(lists.OnePart)
	if !ok {
		return nil, noFile(in)
	}
	c := jsonReader{screening: screening{r: newScreening(ctx, in, emit)}, doc: records.New(ctx, file), total: -1}
	if err := c.doc.Each([]string{"results"}, c.read, c.beside); err != nil {
		return nil, err
	}
	switch {
	case c.entries == 0:
		return nil, c.doc.FailHere("the list has no entries")
	case c.total >= 0 && c.total != c.entries:
		return nil, c.doc.FailHere("the file says that the list has %d entries, but it holds %d: fetch it again", c.total, c.entries)
	}
	return c.r.Done()
}

// jsonReader turns records into listings.
type jsonReader struct {
	screening

	doc            *records.Document
	entries, total int
	l              listing
}

// beside reads the count that the service adds to answers.
func (c *jsonReader) beside(n *records.Node) error {
	if n.Path() == "/total" {
		if total, err := strconv.Atoi(n.Text()); err == nil {
			c.total = total
		}
	}
	return nil
}

func (c *jsonReader) read(rec *records.Node) error {
	c.entries++
	l := &c.l
	*l = listing{
		here: rec.Here(), key: first(rec.At("id"), rec.At("_id")), source: rec.At("source"), number: rec.At("entity_number"), kind: rec.At("type"),
		name: rec.At("name"), title: rec.At("title"), notice: rec.At("federal_register_notice"), from: rec.At("start_date"), to: rec.At("end_date"),
		order: rec.At("standard_order"), requirement: rec.At("license_requirement"), policy: rec.At("license_policy"),
		callSign: rec.At("call_sign"), shipType: rec.At("vessel_type"), tonnage: rec.At("gross_tonnage"), registered: rec.At("gross_registered_tonnage"),
		flag: rec.At("vessel_flag"), owner: rec.At("vessel_owner"), remarks: rec.At("remarks"), listURL: rec.At("source_list_url"),
		infoURL: rec.At("source_information_url"), programs: many(l.programs, rec, "programs"), altNames: many(l.altNames, rec, "alt_names"),
		citizenships: many(l.citizenships, rec, "citizenships"), nationalities: many(l.nationalities, rec, "nationalities"),
		births: many(l.births, rec, "dates_of_birth"), birthplaces: many(l.birthplaces, rec, "places_of_birth"),
		addresses: l.addresses[:0], ids: l.ids[:0],
	}
	for a := range rec.All("addresses") {
		l.addresses = append(l.addresses, lists.Postal{
			Street: a.At("address"), City: a.At("city"), State: a.At("state"), PostalCode: a.At("postal_code"), Country: a.At("country"),
		})
	}
	for n := range rec.All("ids") {
		l.ids = append(l.ids, ident{n.At("type"), n.At("number"), n.At("country"), n.At("issue_date"), n.At("expiration_date")})
	}
	c.country(rec)
	rec.Unknown(c.r)
	if l.tooMany() {
		return c.doc.Fail(rec, "one entry has more than %d values of a kind", maxValues)
	}
	return c.add(l)
}

// country reads the country that some entries have outside their addresses.
func (c *jsonReader) country(rec *records.Node) {
	if v := rec.At("country"); !v.Empty() {
		c.l.addresses = append(c.l.addresses, lists.Postal{Country: v})
	}
}

func first(values ...lists.Value) lists.Value {
	for _, v := range values {
		if !v.Empty() {
			return v
		}
	}
	return lists.Value{}
}

// many reads what is an array, or a text with several values.
func many(into []lists.Value, rec *records.Node, key string) []lists.Value {
	into = into[:0]
	for n := range rec.All(key) {
		if v := n.Value(); strings.Contains(v.Text, "; ") {
			into = split(into, v)
		} else if !v.Empty() {
			into = append(into, v)
		}
	}
	return into
}
