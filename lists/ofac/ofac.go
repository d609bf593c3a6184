// Package ofac reads the lists of the United States Office of Foreign Assets
// Control: the SDN list and the consolidated list of the others, each in four
// formats - ADVANCED and ENHANCED XML, the legacy XML, and delimited files.
//
// What they say becomes FollowTheMoney in the same way and under the same ids:
//
//   - An entry is us_ofac-306, by the number it has in all formats. Of two
//     entries with one number the second has its name in its id as well.
//   - An individual is a Person, a vessel a Vessel, an aircraft an Airplane,
//     an entity an Organization, or a Company where the list calls it one.
//   - Names are as OFAC prints them, "FAMILY, Given"; the parts of the main
//     name are further statements. Aliases are strong, or weakAlias; f.k.a. is
//     previousName. The delimited files print weak aliases in the remarks.
//   - What has a word of its own - documents, numbers, dates, determinations -
//     is a feature; words.csv says what becomes of it. A number is stated on
//     the party and as an Identification or Passport with its country and
//     dates. An address of a digital currency is a CryptoWallet. Numbers that
//     begin with IMO are a ship's, or a firm's.
//   - The remarks of the delimited files are such features with free text
//     between them. Free text is kept in notes, and so is "Linked To": only
//     ADVANCED and ENHANCED XML say how two parties are related.
//   - An address reads alike in all formats; the XML formats tell its parts
//     apart, too. A "Region:" is no country and stays text.
//   - The listing is a Sanction with the programmes, and the determinations as
//     provisions. Days of listing and effect that the list gives for a
//     directive are also in its summary, with the directive's name.
//
// The delimited files and the legacy XML of both lists look the same; a file
// whose name begins with "cons" is of the consolidated list.
package ofac

import "plimsoll/lists"

// Datasets of the two lists.
const (
	SDN          = "us_ofac_sdn"
	Consolidated = "us_ofac_cons"
)

// Publisher is the authority of the listings.
const Publisher = "Office of Foreign Assets Control"

// Authority describes the lists. A party has one id in all formats, for it has
// one number in all: us_ofac-306.
func Authority() lists.Authority {
	return lists.Authority{
		ID:        "us_ofac",
		Title:     "US OFAC: SDN list and consolidated (non-SDN) list",
		Publisher: Publisher,
		URL:       "https://ofac.treasury.gov/sanctions-list-service",
		Licence:   "public domain (work of the US Government)",
		Cadence:   "when OFAC acts, several times a week",
		Sources: []lists.Source{
			{Dataset: SDN, Title: "SDN list", URLs: []string{"https://sanctionslistservice.ofac.treas.gov/api/PublicationPreview/exports/SDN_ADVANCED.XML"}},
			{Dataset: Consolidated, Title: "Consolidated (non-SDN) list", URLs: []string{"https://sanctionslistservice.ofac.treas.gov/api/PublicationPreview/exports/CONS_ADVANCED.XML"}},
		},
		Formats: []lists.Format{advancedFormat(), enhancedFormat(), legacyFormat(), sdnTables(), consTables()},
	}
}
