// Package japan reads two lists that Japan publishes as XLSX workbooks: the
// parties whose assets the Ministry of Finance has frozen (dataset jp_mof), and
// the Foreign End User List of the Ministry of Economy, Trade and Industry
// (jp_meti).
//
// How the cells of the asset freeze become FollowTheMoney:
//
//   - Each regime has a sheet; its header begins with 告示日付, and its columns
//     vary. Ids are the section and the number of the notification (告示番号),
//     which stays when others are deleted: jp_mof-dprk-1718-bodies-4. A section
//     that the package does not know is named by a hash of the sheet's name.
//   - Sheets of individuals (個人) make a Person of each row, sheets of bodies
//     (団体) an Organization. In sheets of both, who has a date of birth, a
//     nationality, a passport, a title or a post is a Person, anything else a
//     LegalEntity. 不明 (unknown) says nothing.
//   - 英語表記 and 日本語表記 are names, the Japanese one with lang ja; what
//     stands behind "original script:" is a name as well. Spellings in brackets,
//     "Sergei (Sergey) VALE", become aliases of a person.
//   - Cells of aliases hold lists of both languages: (a) (b), ；、 and lines.
//     旧称 and f.k.a. make previousName, 確定に十分でない別名 weakAlias.
//   - 告示日付 has the day of the notification, which is the listingDate of the
//     Sanction, and days of revision (改訂), its modifiedAt. A row with 削除 is a
//     deletion. It keeps number and day alone, so that nothing is made of it; if
//     it names somebody, that is a party that is not sanctioned, with an endDate.
//   - The name of the sheet without its number and blanks, in narrow brackets, is
//     program. Days on which the United Nations listed somebody are in the
//     sanction's summary.
//   - Labels in その他の情報 (IMO番号, SWIFT, 電話番号, 出生地 ...) are taken out; the
//     text is a note. A row without day and number goes on with the one above.
//
// The End User List has one row a body, an Organization with the topic
// export.control: its weapons of concern are provisions of a Sanction. Its
// numbers move with each edition, so that ids come from country and name:
// jp_meti-kp-lampgrove-trading-company.
//
// The day of publication is the one in the file's name, where it has one, else
// when the workbook was saved.
package japan

import (
	"regexp"
	"time"

	"plimsoll/lists"
	"plimsoll/lists/sheet"
)

// Datasets of the two lists.
const (
	Freeze   = "jp_mof"
	EndUsers = "jp_meti"
)

// Publishers are the authorities of the listings.
const (
	MinistryOfFinance = "Ministry of Finance"
	MinistryOfTrade   = "Ministry of Economy, Trade and Industry"
)

const (
	freezeTitle   = "Japan: parties subject to asset freeze"
	endUsersTitle = "Japan: Foreign End User List"
	licence       = "Government of Japan Standard Terms of Use (compatible with CC BY 4.0)"
)

// Finance describes the list of the Ministry of Finance.
func Finance() lists.Authority {
	const page = "https://www.mof.go.jp/policy/international_policy/gaitame_kawase/gaitame/economic_sanctions/list.html"
	return lists.Authority{
		ID:        Freeze,
		Title:     freezeTitle,
		Publisher: MinistryOfFinance,
		URL:       page,
		Licence:   licence,
		Cadence:   "with each notification, once or twice a month",
		Sources: []lists.Source{{
			Dataset: Freeze, Title: freezeTitle, URLs: []string{page}, Link: regexp.MustCompile(`shisantouketsu\d{8}\.xlsx`),
		}},
		Formats: []lists.Format{{Name: "MOF asset freeze XLSX", Sniff: sniffFreeze, Parse: ParseFreeze}},
	}
}

// Trade describes the list of the Ministry of Economy, Trade and Industry. It
// has no source to fetch: each edition is announced on a page of its own.
func Trade() lists.Authority {
	return lists.Authority{
		ID:        EndUsers,
		Title:     endUsersTitle,
		Publisher: MinistryOfTrade,
		URL:       "https://www.meti.go.jp/english/policy/external_economy/trade_control/index.html",
		Licence:   licence,
		Cadence:   "once or twice a year",
		Formats:   []lists.Format{{Name: "METI Foreign End User List XLSX", Sniff: sniffEndUsers, Parse: ParseEndUsers}},
	}
}

func sniffFreeze(name string, head []byte) string {
	if sheet.Sniff(name, head, "*shisantouketsu*.xlsx", "*jp_mof*.xlsx") {
		return lists.OnePart
	}
	return ""
}

// sniffEndUsers knows the names that the ministry gives to the attachments of
// an announcement, the day and a number: 20250929_4.xlsx.
func sniffEndUsers(name string, head []byte) string {
	const day = "20[0-9][0-9][01][0-9][0-3][0-9]"
	if sheet.Sniff(name, head, day+"_[0-9]*.xlsx", "meti_*.xlsx", "jp_meti*.xlsx", "*foreign*user*list*.xlsx") {
		return lists.OnePart
	}
	return ""
}

var dayInName = regexp.MustCompile(`20\d{6}`)

// published is the day in the file's name, else when the workbook was saved.
func published(file lists.File, book *sheet.Book) time.Time {
	if day, err := time.Parse("20060102", dayInName.FindString(file.Name)); err == nil {
		return day
	}
	return book.Saved()
}
