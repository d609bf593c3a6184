package un

import (
	"fmt"
	"strings"
	"testing"

	"plimsoll/lists/listtest"
)

// FuzzParse: whatever the bytes, either a ParseError or a list in which every
// entity is valid and every id is used once.
func FuzzParse(f *testing.F) {
	good := listtest.Fixture(f, "traps.xml")
	f.Add(good)
	f.Add(good[:len(good)/3])
	f.Add([]byte(""))
	f.Add([]byte("<!DOCTYPE html><html></html>"))
	f.Add([]byte(`{"status":500}`))
	f.Add([]byte("\xff\xfe<\x00C\x00"))
	f.Add([]byte(frame("<INDIVIDUAL><FIRST_NAME>A</FIRST_NAME><REFERENCE_NUMBER>ZZi.1</REFERENCE_NUMBER></INDIVIDUAL>")))
	f.Add([]byte(frame("<INDIVIDUAL><FIRST_NAME>A</FIRST_NAME><DATAID>1</DATAID><INDIVIDUAL_ALIAS><ALIAS_NAME>((ب)a;;)</ALIAS_NAME></INDIVIDUAL_ALIAS></INDIVIDUAL>")))
	f.Add([]byte(frame("<INDIVIDUAL><FIRST_NAME>&#xFFFD;</FIRST_NAME><DATAID>1</DATAID><INDIVIDUAL_DOCUMENT><NUMBER>No. No. 1 (</NUMBER></INDIVIDUAL_DOCUMENT></INDIVIDUAL>")))
	f.Fuzz(func(t *testing.T, data []byte) { listtest.Fuzz(t, format(), "f", data) })
}

func frame(individuals string) string {
	return "<CONSOLIDATED_LIST dateGenerated='2026-03-01T00:00:00Z'><INDIVIDUALS>" + individuals + "</INDIVIDUALS><ENTITIES/></CONSOLIDATED_LIST>"
}

// generated makes a list of n persons of the usual length.
func generated(n int) []byte {
	var b strings.Builder
	for i := range n {
		fmt.Fprintf(&b, `
    <INDIVIDUAL>
      <DATAID>%d</DATAID>
      <VERSIONNUM>1</VERSIONNUM>
      <FIRST_NAME>VORRICK</FIRST_NAME>
      <SECOND_NAME>THESSALY %d</SECOND_NAME>
      <UN_LIST_TYPE>DPRK</UN_LIST_TYPE>
      <REFERENCE_NUMBER>ZZi.%06d</REFERENCE_NUMBER>
      <LISTED_ON>2012-12-31</LISTED_ON>
      <COMMENTS1>%s</COMMENTS1>
      <DESIGNATION>
        <VALUE>Harbour master of an invented port</VALUE>
      </DESIGNATION>
      <NATIONALITY>
        <VALUE>Democratic People's Republic of Korea</VALUE>
      </NATIONALITY>
      <LIST_TYPE>
        <VALUE>UN List</VALUE>
      </LIST_TYPE>
      <LAST_DAY_UPDATED>
        <VALUE>2016-10-13</VALUE>
      </LAST_DAY_UPDATED>
      <INDIVIDUAL_ALIAS>
        <QUALITY>Good</QUALITY>
        <ALIAS_NAME>Tessaly Vorrik</ALIAS_NAME>
      </INDIVIDUAL_ALIAS>
      <INDIVIDUAL_ALIAS>
        <QUALITY>Low</QUALITY>
        <ALIAS_NAME>The Lamplighter</ALIAS_NAME>
      </INDIVIDUAL_ALIAS>
      <INDIVIDUAL_ADDRESS>
        <CITY>Pyongyang</CITY>
        <COUNTRY>Democratic People's Republic of Korea</COUNTRY>
      </INDIVIDUAL_ADDRESS>
      <INDIVIDUAL_DATE_OF_BIRTH>
        <TYPE_OF_DATE>EXACT</TYPE_OF_DATE>
        <DATE>1961-02-03</DATE>
      </INDIVIDUAL_DATE_OF_BIRTH>
      <INDIVIDUAL_PLACE_OF_BIRTH>
        <COUNTRY/>
      </INDIVIDUAL_PLACE_OF_BIRTH>
      <INDIVIDUAL_DOCUMENT>
        <TYPE_OF_DOCUMENT>Passport</TYPE_OF_DOCUMENT>
        <NUMBER>DEMO%06d</NUMBER>
      </INDIVIDUAL_DOCUMENT>
      <SORT_KEY/>
      <SORT_KEY_LAST_MOD/>
    </INDIVIDUAL>`, i, i, i, strings.Repeat("An invented reason of the usual length. ", 8), i)
	}
	return []byte(frame(b.String()))
}

func BenchmarkParse(b *testing.B) {
	listtest.Bench(b, format(), generated(1000))
}
