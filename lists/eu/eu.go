// Package eu reads the consolidated list of financial sanctions of the
// European Union, the Financial Sanctions Files: XML 1.1, the CSV of 1.1 and
// 1.0, and the XML 1.0 of before 2017.
//
// How an entry becomes FollowTheMoney:
//
//   - A person is a Person, an enterprise an Organization: terrorist groups
//     and ministries are enterprises too. It is a Company where the list says
//     so, and a Vessel where its one IMO number is a ship's and nothing calls
//     it a firm; vessels have no kind of their own. Ids are "eu_fsf-" and the
//     EU reference number, else the logical id, which is all that XML 1.0 has.
//   - No name is primary: the first that is not weak is the name, the others
//     are aliases in the language the list gives. strong="false" and remarks
//     of low quality make a weakAlias.
//   - Titles and functions that pack "(a) ..., (b) ..." are taken apart. What
//     an enterprise has as its function is a description, kept in notes.
//   - Dates of birth keep year, month, circa and span. Those of the Islamic
//     calendar are given in ours with that qualifier.
//   - Passports and cards are Passport and Identification; numbers of registers,
//     tax offices and banks are properties of the party. Flags (known to be
//     false, reported lost) stay with the document or in notes.
//   - The one regulation of an entry is the latest act that touched it, not the
//     one that listed it: its day is modifiedAt. The day of listing is the one
//     that the entry states, else "not after" the earliest act behind any of
//     its details.
//
// The act and language behind each single detail are left out. What has no
// property of its own goes into notes.
package eu

import (
	"bytes"
	"strings"

	"plimsoll/lists"
	"plimsoll/lists/markup"
)

// Dataset is the id of the list unless the import gives another, and begins
// the ids of its parties.
const Dataset = "eu_fsf"

// publisher is whose sanctions these are.
const publisher = "European Union"

// Authority describes the list.
func Authority() lists.Authority {
	return lists.Authority{
		ID:        Dataset,
		Title:     "EU consolidated list of financial sanctions",
		Publisher: publisher,
		URL:       "https://data.europa.eu/data/datasets/consolidated-list-of-persons-groups-and-entities-subject-to-eu-financial-sanctions",
		Licence:   "reuse with acknowledgement (Commission Decision 2011/833/EU)",
		Cadence:   "when an act is published, several times a month; made anew on every request",
		Sources: []lists.Source{{
			Dataset: Dataset, Title: "EU consolidated list of financial sanctions",
			URLs: []string{"https://webgate.ec.europa.eu/fsd/fsf/public/files/xmlFullSanctionsList_1_1/content?token=dG9rZW4tMjAxNw"},
		}},
		Formats: []lists.Format{
			{Name: "XML 1.1", Sniff: sniffXML, Parse: Parse},
			{Name: "CSV", Sniff: sniffCSV, Parse: ParseCSV},
			{Name: "XML 1.0", Sniff: sniffOld, Parse: ParseOld},
		},
	}
}

func sniffXML(_ string, head []byte) string {
	if markup.FirstTag(head) == "export" && bytes.Contains(head, []byte("europa.ec/fpi/fsd/export")) {
		return lists.OnePart
	}
	return ""
}

func sniffOld(_ string, head []byte) string {
	if markup.FirstTag(head) == "WHOLE" && bytes.Contains(head, []byte("<ENTITY")) {
		return lists.OnePart
	}
	return ""
}

// sniffCSV knows the header, which is the first line; a spreadsheet program
// may have put marks around it.
func sniffCSV(_ string, head []byte) string {
	line, _, _ := bytes.Cut(bytes.TrimPrefix(head, []byte("\ufeff")), []byte("\n"))
	text := strings.TrimLeft(string(line), `"`)
	first, _, _ := strings.Cut(text, ";")
	for _, s := range []shape{shape10, shape11} {
		if strings.HasPrefix(strings.Trim(first, `"`), s.day) && strings.Contains(text, s.whole) {
			return lists.OnePart
		}
	}
	return ""
}
