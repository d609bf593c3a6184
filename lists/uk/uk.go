// Package uk reads the sanctions lists of the United Kingdom: the UK Sanctions
// List of the Foreign, Commonwealth & Development Office, XML and CSV, and the
// consolidated list (ConList) that HM Treasury published until January 2026,
// CSV.
//
// How a designation becomes FollowTheMoney:
//
//   - An Individual is a Person, an Entity an Organization or, where its type
//     or a parent company says so, a Company, a Ship a Vessel. Ids are
//     "gb_fcdo-" and the unique id (DPR0097), "gb_hmt-" and the group id.
//   - Name 1 to Name 5 are given names, Name 6 is the family name of a person
//     and the whole name of others; the parts make one name in this order.
//     Variations of the primary name and aliases are alias, those of low
//     quality weakAlias, a former name previousName.
//   - Dates of birth have masks (dd/mm/1937, 00/00/1975): the year stays a year.
//   - Passports and national identifiers are documents; a repeated one stands
//     once. Register and tax numbers are told apart by the words before them.
//   - The listing is a Sanction: program is the name of the regulations, each
//     measure a provision, the statement of reasons the reason.
//   - Owners, operators, parents and subsidiaries are names only and stay in
//     notes; where such a name is another entry's, or the text gives the group
//     id of the owner, the two are joined by Ownership or UnknownLink.
//   - Cells of the ConList pack "(1) Tripoli (2) Tunis" and labels such as
//     "(UK Statement of Reasons):" are taken apart.
//
// The rows of a CSV are alias by detail, and those of one party may stand far
// apart; what they repeat is stated once, at the first row that says it.
package uk

import (
	"bytes"
	"strings"

	"plimsoll/lists"
	"plimsoll/lists/markup"
)

// Datasets of the two lists, which begin the ids of their parties.
const (
	FCDO = "gb_fcdo"
	HMT  = "gb_hmt"
)

// The authorities whose listings these are.
const (
	office   = "Foreign, Commonwealth & Development Office"
	treasury = "HM Treasury"
)

// Authority describes the lists.
func Authority() lists.Authority {
	return lists.Authority{
		ID:        FCDO,
		Title:     "UK sanctions list (and the former OFSI consolidated list)",
		Publisher: office,
		URL:       "https://www.gov.uk/government/publications/the-uk-sanctions-list",
		Licence:   "Open Government Licence v3.0",
		Cadence:   "when the Secretary of State decides, several times a month",
		Sources: []lists.Source{{
			Dataset: FCDO, Title: "UK sanctions list", URLs: []string{"https://sanctionslist.fcdo.gov.uk/docs/UK-Sanctions-List.xml"},
		}},
		Formats: []lists.Format{
			{Name: "UK Sanctions List XML", Sniff: sniffXML, Parse: Parse},
			{Name: "UK Sanctions List CSV", Sniff: sniffCSV, Parse: ParseCSV},
			{Name: "OFSI ConList CSV", Sniff: sniffConList, Parse: ParseConList},
		},
	}
}

func sniffXML(_ string, head []byte) string {
	if markup.FirstTag(head) == "Designations" {
		return lists.OnePart
	}
	return ""
}

// sniffCSV knows the list by its header, which a line with the day precedes.
func sniffCSV(_ string, head []byte) string {
	first, rest, _ := bytes.Cut(bytes.TrimPrefix(head, []byte("\ufeff")), []byte("\n"))
	header, _, _ := bytes.Cut(rest, []byte("\n"))
	if bytes.HasPrefix(bytes.TrimLeft(first, `"`), []byte(reportDate)) && has(header, "Unique ID", "Name 6", "Regime Name") {
		return lists.OnePart
	}
	return ""
}

func sniffConList(_ string, head []byte) string {
	first, rest, _ := bytes.Cut(bytes.TrimPrefix(head, []byte("\ufeff")), []byte("\n"))
	header, _, _ := bytes.Cut(rest, []byte("\n"))
	if bytes.HasPrefix(bytes.TrimLeft(first, `"`), []byte(lastUpdated)) && has(header, "Name 6", "Group Type", "Group ID") {
		return lists.OnePart
	}
	return ""
}

// How the first lines of the CSV files begin.
const (
	reportDate  = "Report Date"
	lastUpdated = "Last Updated"
)

func has(header []byte, columns ...string) bool {
	for _, c := range columns {
		if !strings.Contains(string(header), c) {
			return false
		}
	}
	return true
}
