// Package bis reads two lists of the United States about trade: the Denied
// Persons List of the Bureau of Industry and Security (DPL, tab separated) and
// the Consolidated Screening List of the International Trade Administration
// (CSL, CSV or JSON), which joins lists of the departments of Commerce, State
// and the Treasury.
//
// How they become FollowTheMoney:
//
//   - A row of the DPL is a name at an address under an order, and is kept as
//     such: a LegalEntity, for the list does not say whether it is a person.
//     There is no key; the id is "us_bis_dpl-" and a hash of name, street and
//     city: a renewed order has another date and citation and the same party.
//   - An entry of the CSL is what its type says, and a LegalEntity without one.
//     What OFAC lists has the id it has in OFAC's own lists, "us_ofac-18300",
//     drawn from entity_number. Others have "us_csl-" and the list's id; the CSV
//     of before 2020 has none, and there a hash of source, name, addresses, start
//     date and Federal Register notice stands in.
//   - A former or other name written into the name ("A/K/A") is an alias.
//   - The listing is a Sanction by the body the source column names. Orders and
//     licence rules are provisions, the Federal Register notice is authorityId.
//   - Controls of exports are no freeze: the lists of Commerce have the topic
//     export.control, debarments under ITAR debarment as well, those of the
//     Treasury and of nonproliferation sanction.
//   - Orders whose last day has passed stay in both files. Neither says of which
//     day it is, so such an entry keeps its topic beside its endDate.
//
// Numbers in the CSL that are no documents (directives, risk of secondary
// sanctions) are provisions; what has no property goes into notes. The place of
// a statement is row and column, or the path in the JSON, and the byte.
package bis

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"strings"

	"plimsoll/lists"
)

// Datasets of the two lists.
const (
	DPL = "us_bis_dpl"
	CSL = "us_csl"
)

// Publisher is the authority of the Denied Persons List.
const Publisher = "Bureau of Industry and Security"

// Authority describes the lists.
func Authority() lists.Authority {
	one := []string{lists.OnePart}
	return lists.Authority{
		ID:        "us_bis",
		Title:     "US BIS Denied Persons List and US Consolidated Screening List",
		Publisher: Publisher,
		URL:       "https://www.trade.gov/consolidated-screening-list",
		Licence:   "public domain (work of the US Government)",
		Cadence:   "the screening list is made anew every day",
		Sources: []lists.Source{
			{Dataset: DPL, Title: "Denied Persons List", URLs: []string{"https://www.bis.doc.gov/dpl/dpl.txt"}},
			{Dataset: CSL, Title: "Consolidated Screening List", URLs: []string{"https://api.trade.gov/static/consolidated_screening_list/consolidated.json"}},
		},
		Formats: []lists.Format{
			{Name: "DPL.TXT", Sniff: sniffDPL, Parts: one, Parse: parseDPL},
			{Name: "CONSOLIDATED.CSV", Sniff: sniffCSV, Parts: one, Parse: parseCSV},
			{Name: "CONSOLIDATED.JSON", Sniff: sniffJSON, Parts: one, Parse: parseJSON},
		},
	}
}

// headerHas reports whether the first line of a file has all the words.
func headerHas(head []byte, words ...string) bool {
	line, _, _ := bytes.Cut(bytes.TrimPrefix(head, []byte("\ufeff")), []byte("\n"))
	for _, w := range words {
		if !bytes.Contains(line, []byte(w)) {
			return false
		}
	}
	return !bytes.ContainsAny(line, "<{")
}

func noFile(in lists.Input) error {
	return &lists.ParseError{File: in.Dataset, Offset: -1, Reason: "no file was given"}
}

// hash makes the key of an entry from what identifies it. Case and blanks make
// no difference.
func hash(values ...lists.Value) string {
	var b strings.Builder
	for _, v := range values {
		b.WriteString(strings.ToLower(v.Text))
		b.WriteByte('\n')
	}
	sum := sha256.Sum256([]byte(b.String()))
	return hex.EncodeToString(sum[:10])
}

// free returns an id that no entry has yet: the one given, else with what is the
// entry's own, else with a number.
func free(r *lists.Reading, id, own string, from lists.Value) string {
	_, taken := r.Taken(id)
	if !taken {
		return id
	}
	r.Warn(from.Place, "two entries have one key, both kept")
	if own != "" {
		id += "-" + lists.Slug(own)
	}
	return r.Free(id)
}
