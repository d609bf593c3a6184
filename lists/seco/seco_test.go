package seco

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"plimsoll/ftm"
	"plimsoll/lists"
	"plimsoll/lists/listtest"
)

func format() lists.Format { return Authority().Formats[0] }

func parseTraps(t *testing.T) (*lists.Parsed, []*ftm.Entity) {
	t.Helper()
	return listtest.MustParse(t, format(), "traps.xml", listtest.Fixture(t, "traps.xml"))
}

func TestEveryTrapOfTheFormatIsReadAsExpected(t *testing.T) {
	p, entities := parseTraps(t)
	listtest.Golden(t, "testdata/traps.golden.jsonl", p, entities)
	if want := time.Date(2026, 3, 1, 0, 0, 0, 0, time.UTC); !p.Published.Equal(want) {
		t.Errorf("published %s, want %s", p.Published, want)
	}
	if diff := cmp.Diff(map[string]int{"individuals": 2, "entities": 1, "vessels": 1, "aircraft": 1, "objects": 1}, p.Counts); diff != "" {
		t.Error(diff)
	}
}

func TestNamesArePutTogetherFromTheirParts(t *testing.T) {
	_, entities := parseTraps(t)
	e := listtest.Entity(t, entities, "ch_seco-101")
	listtest.Says(t, e, map[string][]string{
		"name": {"VORRICK Thessal Orrinovich Jr. al-Loomi", "ВОРРИК Тессал"},
		"alias": {
			"VORRICK Tessal Orrinovich Jr. al-Loomi", "Worrick Thessal Orrinovich Jr. al-Loomi", "Worrick Tessal Orrinovich Jr. al-Loomi", "Other Identity Zz",
		},
		"weakAlias": {"ВОРЫК", "The Lamplighter"}, "previousName": {"Thessal Quenn", "퀜"},
		"lastName": {"VORRICK"}, "firstName": {"Thessal"}, "fatherName": {"Orrinovich"}, "nameSuffix": {"Jr."}, "title": {"Dr."},
	})
	for value, want := range map[string]ftm.Statement{
		"VORRICK Thessal Orrinovich Jr. al-Loomi": {Original: "VORRICK  | Thessal | Orrinovich | Jr. | al-Loomi"},
		"ВОРРИК Тессал":                           {Lang: "ru"},
		"ВОРЫК":                                   {Lang: "be"},
		"퀜":                                       {Lang: "ko", Strength: ftm.Strong},
		"The Lamplighter":                         {Strength: ftm.Low},
	} {
		for _, s := range e.Statements {
			if s.Value == value && (s.Lang != want.Lang || s.Strength != want.Strength || s.Original != want.Original) {
				t.Errorf("%s has language %q, strength %q, original %q", value, s.Lang, s.Strength, s.Original)
			}
		}
	}
}

func TestPersonsAndTheirListing(t *testing.T) {
	_, entities := parseTraps(t)
	listtest.Says(t, listtest.Entity(t, entities, "ch_seco-101"), map[string][]string{
		"birthDate": {"1980-03-23", "1981", "1980-04", "1980-05"}, "birthPlace": {"Ardle, Upper Loom, Korea (North)"}, "birthCountry": {"kp"},
		"nationality": {"kp", "cn"}, "gender": {"male"}, "topics": {"sanction"}, "passportNumber": {"DEMO 000001"}, "website": {"example.org"},
		"address": {"3 Drift Lane, c/o Lamplight Club, 77, Pyongyang, 00100, Democratic People's Republic of Korea", "Nowhere 1"},
		"notes": {
			"tribal name: al-Loomi", "Date: 1980-2-31 Gregorian", "Document without a number: identity card China lost",
			"Travel ban does not apply on Sundays.", "related-to: target 999",
		},
	})
	listtest.Says(t, listtest.Entity(t, entities, "ch_seco-101-sanction"), map[string][]string{
		"program": {"North Korea"}, "provisions": {"Annex 1", "Vessel-related measures"}, "unscId": {"ZZi.001"}, "authorityId": nil, "recordId": {"101"},
		"startDate": {"2016-05-19"}, "listingDate": {"2016-05-18"}, "modifiedAt": {"2025-05-07"}, "reason": {"Invented director of an invented firm."},
		"endDate": nil, "summary": {"Ordinance of an invented day against North Korea"},
	})
	listtest.Says(t, listtest.Entity(t, entities, "ch_seco-101-passport-demo-000001"), map[string][]string{
		"number": {"DEMO 000001"}, "type": {"diplomatic passport"}, "country": {"kp"}, "startDate": {"2012-09-26"}, "endDate": {"2017-09-26"}, "description": {"expired"},
	})
}

func TestTheNewestModificationDecides(t *testing.T) {
	_, entities := parseTraps(t)
	for id, want := range map[string]struct{ topics, end []string }{
		"ch_seco-102":   {nil, []string{"2025-06-20"}},                  // taken off after an amendment that stands before
		"ch_seco-103":   {[]string{"sanction"}, nil},                    // taken off and listed again
		"ch_seco-104":   {[]string{"sanction"}, []string{"2026-04-01"}}, // taken off after the day of the list
		"ch_seco-105":   {[]string{"sanction"}, nil},
		"ch_seco-104-2": {nil, nil}, // taken off on no day
	} {
		listtest.Says(t, listtest.Entity(t, entities, id), map[string][]string{"topics": want.topics})
		listtest.Says(t, listtest.Entity(t, entities, id+"-sanction"), map[string][]string{"endDate": want.end})
	}
}

func TestBodiesShipsAndRelations(t *testing.T) {
	_, entities := parseTraps(t)
	listtest.Says(t, listtest.Entity(t, entities, "ch_seco-102-sanction"), map[string][]string{"authorityId": {"EU.9999.1"}, "unscId": nil, "provisions": {"Annex 1"}})
	listtest.Says(t, listtest.Entity(t, entities, "ch_seco-102"), map[string][]string{"weakAlias": {"لوم"}})
	listtest.Says(t, listtest.Entity(t, entities, "ch_seco-103"), map[string][]string{
		"imoNumber": {"0990012"}, "registrationNumber": {"ZZ-77"}, "incorporationDate": {"1999-07-01", "2016-12-26"}, "swiftBic": {"ZZZZZZ2X"}, "country": {"ir"},
		"notes": {"IMO number of the vessel: 0990011.", "E-mail address: zz@example.org; yy@example.org"},
	})
	listtest.Says(t, listtest.Entity(t, entities, "ch_seco-104"), map[string][]string{
		"name": {"Orrin Tale"}, "alias": {"Tide 2"}, "imoNumber": {"0990011", "0990023"}, "mmsi": {"299000001"}, "flag": {"pa"}, "notes": {"Formerly IMO No. 0990023, sunk"},
	})
	listtest.Says(t, listtest.Entity(t, entities, "ch_seco-101-brother-of-102"), map[string][]string{"person": {"ch_seco-101"}, "relative": {"ch_seco-102"}, "relationship": {"brother-of"}})
	listtest.Says(t, listtest.Entity(t, entities, "ch_seco-101-related-to-103"), map[string][]string{"subject": {"ch_seco-101"}, "object": {"ch_seco-103"}, "role": {"related-to"}})
	for _, id := range []string{"ch_seco-101-owner-of-104", "ch_seco-104-owned-by-103"} {
		listtest.Says(t, listtest.Entity(t, entities, id), map[string][]string{"asset": {"ch_seco-104"}})
	}
	if e := listtest.Entity(t, entities, "ch_seco-104-managed-by-103"); e.Schema != "UnknownLink" {
		t.Errorf("management became %s", e.Schema)
	}
}

// The place of a statement must lead back to the bytes that say it.
func TestPlaceIsTheByteAtWhichTheElementOrAttributeBegins(t *testing.T) {
	data := listtest.Fixture(t, "traps.xml")
	_, entities := parseTraps(t)
	listtest.ElementsLeadBack(t, data, entities, 100)
}

func manySpellings() string {
	var b strings.Builder
	for i := range 38 {
		fmt.Fprintf(&b, `<spelling-variant script="LATN">%d</spelling-variant>`, i)
	}
	return b.String()
}

// many makes names of their own, each with many spellings.
func many(n int) string {
	var b strings.Builder
	for i := range n {
		fmt.Fprintf(&b, `<name name-type="alias"><name-part order="1"><value>A%d</value></name-part><name-part order="2"><value>A</value>%s</name-part></name>`, i, manySpellings())
	}
	return b.String()
}

func TestDamagedFilesAreRefusedWhole(t *testing.T) {
	good := string(listtest.Fixture(t, "traps.xml"))
	replace := func(old, with string) string { return listtest.Replace(t, good, old, with) }
	cases := map[string]struct{ data, reason string }{
		"empty":             {"", "before the list begins"},
		"HTML page":         {"<html><body>Down</body></html>", "begins with <html>"},
		"JSON error body":   {`{"status":500}`, "text where none belongs"},
		"cp1252 bytes":      {replace("Worrick", "Worr\xeeck"), "UTF-8"},
		"NUL":               {replace("Worrick", "Worr\x00ick"), ""},
		"amendments":        {replace("whole-list", "amendment"), "list of amendments"},
		"unknown type":      {replace("whole-list", "part"), `list-type is "part"`},
		"no day":            {replace(`date="2026-03-01"`, `date="today"`), `date is "today"`},
		"no targets":        {`<swiss-sanctions-list list-type="whole-list" date="2026-03-01"/>`, "no targets"},
		"no ssid":           {replace(`<target ssid="105">`, "<target>"), "a target without ssid"},
		"nothing in it":     {`<swiss-sanctions-list list-type="whole-list" date="2026-03-01"><target ssid="1"/></swiss-sanctions-list>`, "neither individual nor entity nor object"},
		"no name":           {replace("Under Tale", ""), "a target without a name"},
		"order":             {replace(`order="3"`, `order="third"`), `order is "third"`},
		"endless spellings": {replace("<value>Thessal</value>", "<value>Thessal</value>"+strings.Repeat(`<spelling-variant script="LATN">T</spelling-variant>`, 600)), "more than 500 parts and spellings"},
		"endless details":   {replace("<shoe-size>44</shoe-size>", strings.Repeat("<address/>", 6000)), "more than 5000 details"},
		"endless names":     {replace("<shoe-size>44</shoe-size>", many(150)), "more than 5000 names"},
		"two documents":     {good + "<swiss-sanctions-list/>", "second document"},
	}
	for _, cut := range []int{300, len(good) / 3, len(good) / 2, len(good) - 4} {
		cases[fmt.Sprintf("cut at %d", cut)] = struct{ data, reason string }{good[:cut], "ends in the middle"}
	}
	for name, tc := range cases {
		t.Run(name, func(t *testing.T) {
			listtest.Damaged(t, format(), "list.xml", tc.data, tc.reason)
			_, entities, _ := listtest.Parse(format(), "list.xml", []byte(tc.data))
			if strings.HasPrefix(name, "cut") && len(entities) > 0 {
				t.Error("a file that was cut gave entities before it was refused")
			}
		})
	}
}

func TestOnlyThisListIsRecognised(t *testing.T) {
	sniff := format().Sniff
	if got := sniff("x", listtest.Fixture(t, "traps.xml")[:600]); got != lists.OnePart {
		t.Errorf("the list is %q", got)
	}
	for _, other := range []string{"", "<html>", "<data-set><record/></data-set>", "<CONSOLIDATED_LIST>", "id,schema", `{"a":1}`, "<sanctionsData>"} {
		if got := sniff("seco.xml", []byte(other)); got != "" {
			t.Errorf("%q is taken for the list", other)
		}
	}
}

func TestSpellingsAreMultipliedOutWithinBounds(t *testing.T) {
	if diff := cmp.Diff([]string{"a c", "a d", "b c", "b d"}, combine([][]string{{"a", "b"}, {"c", "d"}})); diff != "" {
		t.Error(diff)
	}
	many := [][]string{{"a", "b", "c", "d"}, {"e", "f", "g", "h"}, {"i", "j", "k", "l"}}
	if got := combine(many); len(got) != 10 || got[0] != "a e i" || got[9] != "a e l" {
		t.Errorf("64 names became %q", got)
	}
	if got := combine(nil); got != nil {
		t.Errorf("no parts became %q", got)
	}
}
