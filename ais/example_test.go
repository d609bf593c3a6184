package ais_test

import (
	"fmt"
	"strings"

	"plimsoll/ais"
)

func Example() {
	feed := "!AIVDM,1,1,,B,177KQJ5000G?tO`K>RA1wUbN0TKH,0*5C\n" +
		"!AIVDM,1,1,,B,177KQJ5000G?tO`K>RA1wUbN0TKI,0*5C\n" // one character changed
	d := ais.NewDecoder(strings.NewReader(feed), ais.Options{})
	var m ais.Message
	for d.Next(&m) == nil {
		lat, _ := m.Latitude()
		lon, _ := m.Longitude()
		fmt.Printf("line %d: %09d at %.5f %.5f\n", m.Line, m.MMSI, lat, lon)
	}
	for _, bad := range d.Stats().Bad {
		fmt.Printf("%d: %s, lines %v\n", bad.Count, bad.Reason, bad.Lines)
	}
	// Output:
	// line 1: 477553000 at 47.58283 -122.34583
	// 1: wrong checksum, lines [2]
}
