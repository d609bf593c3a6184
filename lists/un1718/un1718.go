// Package un1718 reads the 1718 Designated Vessels List, the ships that the
// United Nations Security Council has listed under its resolutions on the
// DPRK. The Council prints it as a PDF and offers no other form. This package
// reads the PDF, its conversion to HTML, the table that others keep of it as a
// CSV, and a CSV of its own with the facts of the edition of 4 June 2020, which
// comes with the program (see [Bundled]). All four give the same entities.
//
// How its columns become FollowTheMoney:
//
//   - A row is a Vessel. Its id is "un_1718_vessels-" and the IMO number; a
//     ship without one has its name in small letters instead. Should two rows
//     have one number, the second has its name behind it.
//   - Cells hold numbered histories, "1: A 2: B 3: C", with dots or colons. The
//     last name and flag are the present ones; those before are previousName
//     and pastFlags. MMSI numbers and call signs are all stated alike.
//   - The column of IMO numbers holds the MMSI numbers as well.
//   - A date of designation is a Sanction with what the row says yes to: the
//     paragraphs are its provisions, "2321 OP12(a)", and their meaning its
//     summary. A ship designated twice has two.
//   - "Other information" is the reason of the Sanction.
//   - A ship that is an economic resource of a listed company is linked to the
//     company's entry in the consolidated list, un_sc-KPe.020: by an Ownership
//     where the row names the company, by an UnknownLink where the column of
//     Ocean Maritime Management ("controlled or operated by") says yes.
//
// What has no property of its own goes into notes. The place of a statement is
// the cell, and the byte at which it begins; in a PDF the page, the place on
// it in points, and the byte at which the page's contents begin. The PDF and
// the HTML are read as a whole, for they are short: one of more than 8 MB is
// refused.
package un1718

import (
	"bytes"
	"strings"

	"plimsoll/lists"
)

// Dataset is the id of the list unless the import gives another.
const Dataset = "un_1718_vessels"

// Publisher is the authority of the listings.
const Publisher = "United Nations Security Council"

const title = "UN 1718 Designated Vessels List"

// programme is the word that the consolidated list has for the regime.
const programme = "DPRK"

// Authority describes the list.
func Authority() lists.Authority {
	const file = "https://main.un.org/securitycouncil/sites/default/files/1718_designated_vessels_list_final.pdf"
	return lists.Authority{
		ID:        Dataset,
		Title:     title,
		Publisher: Publisher,
		URL:       "https://main.un.org/securitycouncil/en/sanctions/1718/materials/1718-Designated-Vessels-List",
		Licence:   "public list; the United Nations state no licence",
		Cadence:   "when the committee decides; the last edition is of 4 June 2020",
		Sources:   []lists.Source{{Dataset: Dataset, Title: title, URLs: []string{file}}},
		Formats: []lists.Format{
			{Name: "UN 1718 vessels PDF", Sniff: sniffPDF, Parse: parsePDF},
			{Name: "UN 1718 vessels HTML", Sniff: sniffHTML, Parse: parseHTML},
			{Name: "UN 1718 vessels CSV", Sniff: sniffSheet, Parse: parseSheet},
			{Name: "UN 1718 vessels, facts", Sniff: sniffFacts, Parse: parseFacts},
		},
	}
}

// sniffPDF must go by the name, for a PDF begins with what is packed.
func sniffPDF(name string, head []byte) string {
	n := strings.ToLower(name)
	return part(bytes.HasPrefix(head, []byte("%PDF-")) && strings.Contains(n, "1718") && strings.Contains(n, "vessel"))
}

func sniffHTML(_ string, head []byte) string {
	lower := bytes.ToLower(head)
	return part(bytes.Contains(lower, []byte("<html")) && bytes.Contains(lower, []byte("1718 designated vessels list")))
}

func part(is bool) string {
	if is {
		return lists.OnePart
	}
	return ""
}

// maxValues is more than any ship has of anything.
const maxValues = 1000
