package lists_test

import (
	"crypto/rand"
	"fmt"
	"strings"
	"testing"
	"time"

	"plimsoll/house"
	"plimsoll/lists"
)

// BenchmarkHistory takes 124 publications of a list of 1,000 entries, about
// 1.9 MB each, into history: exhibits, snapshots, comparisons and events, on
// disk, as a person's import does.
func BenchmarkHistory(b *testing.B) {
	const publications = 124
	data := make([]string, publications)
	size := 0
	for i := range data {
		data[i] = publication(i)
		size += len(data[i])
	}
	b.SetBytes(int64(size))
	for b.Loop() {
		day := time.Date(2026, 11, 1, 0, 0, 0, 0, time.UTC)
		h, err := house.Open(b.Context(), b.TempDir(), house.Options{Now: func() time.Time { return day }, Rand: rand.Reader})
		if err != nil {
			b.Fatal(err)
		}
		for i, text := range data {
			u := lists.Upload{Name: fmt.Sprintf("%03d.xml", i), Reader: strings.NewReader(text)}
			if _, err := h.Lists.Import(b.Context(), h.Operator, lists.Options{}, u); err != nil {
				b.Fatal(err)
			}
		}
		if err := h.Close(); err != nil {
			b.Fatal(err)
		}
	}
}

// publication is an edition of an invented list: from each to the next one
// entry goes, one comes and ten say something else.
func publication(n int) string {
	var b strings.Builder
	day := time.Date(2021, 1, 1, 0, 0, 0, 0, time.UTC).AddDate(0, 0, 7*n)
	fmt.Fprintf(&b, "<CONSOLIDATED_LIST dateGenerated=%q><INDIVIDUALS>", day.Format(time.RFC3339))
	for i := n; i < n+1000; i++ {
		note := ""
		if i%100 == n%100 {
			note = day.Format(time.DateOnly)
		}
		fmt.Fprintf(&b, `
    <INDIVIDUAL>
      <DATAID>%d</DATAID>
      <FIRST_NAME>VORRICK</FIRST_NAME>
      <SECOND_NAME>THESSALY %d</SECOND_NAME>
      <UN_LIST_TYPE>DPRK</UN_LIST_TYPE>
      <REFERENCE_NUMBER>ZZi.%06d</REFERENCE_NUMBER>
      <LISTED_ON>2012-12-31</LISTED_ON>
      <COMMENTS1>%s %s</COMMENTS1>
      <DESIGNATION><VALUE>Harbour master of an invented port</VALUE></DESIGNATION>
      <NATIONALITY><VALUE>Democratic People's Republic of Korea</VALUE></NATIONALITY>
      <LIST_TYPE><VALUE>UN List</VALUE></LIST_TYPE>
      <LAST_DAY_UPDATED><VALUE>2016-10-13</VALUE></LAST_DAY_UPDATED>
      <INDIVIDUAL_ALIAS><QUALITY>Good</QUALITY><ALIAS_NAME>Tessaly Vorrik</ALIAS_NAME></INDIVIDUAL_ALIAS>
      <INDIVIDUAL_ALIAS><QUALITY>Low</QUALITY><ALIAS_NAME>The Lamplighter</ALIAS_NAME></INDIVIDUAL_ALIAS>
      <INDIVIDUAL_ADDRESS><CITY>Pyongyang</CITY><COUNTRY>Democratic People's Republic of Korea</COUNTRY></INDIVIDUAL_ADDRESS>
      <INDIVIDUAL_DATE_OF_BIRTH><TYPE_OF_DATE>EXACT</TYPE_OF_DATE><DATE>1961-02-03</DATE></INDIVIDUAL_DATE_OF_BIRTH>
      <INDIVIDUAL_DOCUMENT><TYPE_OF_DOCUMENT>Passport</TYPE_OF_DOCUMENT><NUMBER>DEMO%06d</NUMBER></INDIVIDUAL_DOCUMENT>
    </INDIVIDUAL>`, i, i, i, strings.Repeat("An invented reason of the usual length. ", 12), note, i)
	}
	b.WriteString("</INDIVIDUALS><ENTITIES/></CONSOLIDATED_LIST>")
	return b.String()
}
