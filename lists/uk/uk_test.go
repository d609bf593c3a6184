package uk

import (
	"bytes"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/text/encoding/charmap"

	"plimsoll/ftm"
	"plimsoll/lists"
	"plimsoll/lists/listtest"
)

func readFixture(t testing.TB, name string) (*lists.Parsed, []*ftm.Entity) {
	t.Helper()
	data := listtest.Fixture(t, name)
	return listtest.MustParse(t, listtest.FormatOf(t, Authority(), name, data), name, data)
}

func TestEveryTrapOfTheFormatsIsReadAsExpected(t *testing.T) {
	for _, name := range []string{"traps.xml", "traps.csv", "conlist-2016.csv", "conlist-2022.csv"} {
		t.Run(name, func(t *testing.T) {
			p, es := readFixture(t, name)
			listtest.Golden(t, "testdata/"+strings.Replace(name, ".", "-", 1)+".golden.jsonl", p, es)
		})
	}
}

func TestPropertiesOfAPerson(t *testing.T) {
	p, es := readFixture(t, "traps.xml")
	e := listtest.Entity(t, es, "gb_fcdo-ZZD0001")
	listtest.Says(t, e, map[string][]string{
		"name":           {"Thessaly O' Rell VORRICK"},
		"alias":          {"Thessali VORRICK", "Tess Quenn", "Vorrick & Quenn", "Тессали Воррик", "ثسالي فوريك", "ტესალი"},
		"weakAlias":      {"The Lamplighter"},
		"firstName":      {"Thessaly", "Thessali", "Tess"},
		"middleName":     {"O' Rell"},
		"lastName":       {"VORRICK", "Quenn", "Vorrick & Quenn"},
		"title":          {"Vice Admiral"},
		"birthDate":      {"1938-03-17", "1939", "1970-12", "1971", "1975"},
		"birthPlace":     {"Ardle, Upper Loom"},
		"birthCountry":   {"ua", "by", "suhh"},
		"nationality":    {"kp"},
		"country":        {"kp", "cd"},
		"address":        {"3 Drift Lane, Block 9, Pyongyang, 00100, Democratic People's Republic of Korea"},
		"gender":         {"female"},
		"position":       {"Warden of the Tallow Bureau"},
		"phone":          {"+850 2 0000001"},
		"email":          {"desk@tallow.example"},
		"website":        {"www.tallow.example"},
		"passportNumber": {"0000001", "0000002"},
		"idNumber":       {"000000000003"},
		"topics":         {"sanction"},
	})
	for _, c := range []struct {
		prop, value, lang string
		strength          ftm.Strength
	}{
		{"alias", "Thessali VORRICK", "", ftm.Strong},
		{"alias", "Tess Quenn", "", ftm.Strong},
		{"weakAlias", "The Lamplighter", "", ftm.Low},
		{"alias", "Тессали Воррик", "ru", ""},
		{"alias", "ثسالي فوريك", "und-Arab", ""},
	} {
		if s := listtest.Statement(t, e, c.prop, c.value); s.Lang != c.lang || s.Strength != c.strength {
			t.Errorf("%s is %q, %q; want %q, %q", c.value, s.Lang, s.Strength, c.lang, c.strength)
		}
	}
	if o := e.About("name")[0].Original; o != "Thessaly | O' Rell | VORRICK" {
		t.Errorf("the parts of the name became %q", o)
	}
	notes := strings.Join(e.Values("notes"), "\n")
	for _, want := range []string{"Phone number, damaged: -100823", "Phone number, damaged: 8.5E+11", "Date of birth: 31/02/1960", "Collects lamps. Height: 168cm", "Larkmere", "Expiry: 06 Nov 2018"} {
		if !strings.Contains(notes, want) {
			t.Errorf("%q is not in the notes:\n%s", want, notes)
		}
	}
	if want := time.Date(2026, 3, 26, 0, 0, 0, 0, time.UTC); !p.Published.Equal(want) {
		t.Errorf("published %s, want %s", p.Published, want)
	}
	if diff := cmp.Diff(map[string]int{"individuals": 1, "entities": 3, "vessels": 2}, p.Counts); diff != "" {
		t.Error(diff)
	}
}

func TestTheListing(t *testing.T) {
	_, es := readFixture(t, "traps.xml")
	s := listtest.Entity(t, es, "gb_fcdo-ZZD0001-sanction")
	listtest.Says(t, s, map[string][]string{
		"authority":   {"Foreign, Commonwealth & Development Office"},
		"program":     {"The Democratic People's Republic of Korea (Sanctions) (EU Exit) Regulations 2019"},
		"listingDate": {"2020-12-31"}, "modifiedAt": {"2025-04-09"}, "unscId": {"ZZi.001"}, "authorityId": {"ZZD0001"}, "recordId": {"90001"},
		"provisions": {"Asset freeze", "Travel Ban", "Chartering of ships"}, // an indicator says the last
		"reason":     {`Thessaly Vorrick is the invented warden of the "Tallow" Bureau, and that Bureau's clerk.`},
		"summary":    {"Designation source: UK|UN"},
	})
	listtest.Says(t, listtest.Entity(t, es, "gb_fcdo-ZZD0004-sanction"), map[string][]string{"provisions": {"De-flag", "Prohibition of port entry"}})
	listtest.Says(t, listtest.Entity(t, es, "gb_fcdo-ZZD0002-sanction"), map[string][]string{"reason": nil, "listingDate": nil})
}

func TestARepeatedDocumentStandsOnce(t *testing.T) {
	_, es := readFixture(t, "traps.xml")
	n := 0
	for _, e := range es {
		if e.Schema == "Passport" {
			n++
		}
	}
	if n != 2 {
		t.Errorf("%d passports, want 2", n)
	}
	listtest.Says(t, listtest.Entity(t, es, "gb_fcdo-ZZD0001-passport-0000001"), map[string][]string{
		"startDate": {"2008-03-12"}, "endDate": {"2013-03-11"}, "country": {"af"},
		"description": {"Larkmere passport, issued on 12 Mar. 2008 in Ardle (expires on 11.3.2013)", "(Afghan). Reported lost."},
	})
}

func TestShips(t *testing.T) {
	_, es := readFixture(t, "traps.xml")
	listtest.Says(t, listtest.Entity(t, es, "gb_fcdo-ZZD0004"), map[string][]string{
		"name": {"Orrin Tale"}, "alias": {"Orrin Tail 1"}, "imoNumber": {"0990023"}, "flag": {"kp"}, "pastFlags": {"ru"},
		"type": {"Chemical Carrier"}, "tonnage": {"1788"}, "buildDate": {"1973"},
	})
	e := listtest.Entity(t, es, "gb_fcdo-ZZD0005") // its number is in its name
	listtest.Says(t, e, map[string][]string{"name": {"LOW REEF"}, "imoNumber": {"0990011", "0990010"}})
	if o := e.About("name")[0].Original; o != `IMO 0990011 ("LOW REEF") ` {
		t.Errorf("the name was written %q", o)
	}
}

func TestBodiesAndWhatTheyOwn(t *testing.T) {
	_, es := readFixture(t, "traps.xml")
	firm := listtest.Entity(t, es, "gb_fcdo-ZZD0002")
	listtest.Says(t, firm, map[string][]string{
		"innCode": {"0000000001"}, "ogrnCode": {"0000000000002"}, "registrationNumber": {"0000003", "00000005"}, "taxNumber": {"0000000004"},
	})
	for id, schema := range map[string]string{
		"gb_fcdo-ZZD0002": "Company", "gb_fcdo-ZZD0003": "Organization", "gb_fcdo-ZZD0005-also-90006": "LegalEntity",
	} {
		if e := listtest.Entity(t, es, id); e.Schema != schema {
			t.Errorf("%s is a %s, want %s", id, e.Schema, schema)
		}
	}
	got := map[string]string{}
	for _, e := range es {
		switch e.Schema {
		case "Ownership":
			got[e.First("role")] += e.First("owner") + " owns " + e.First("asset") + ";"
		case "UnknownLink":
			got[e.First("role")] += e.First("subject") + " to " + e.First("object") + ";"
		}
	}
	want := map[string]string{
		"parent company":             "gb_fcdo-ZZD0003 owns gb_fcdo-ZZD0002;",
		"subsidiary":                 "gb_fcdo-ZZD0003 owns gb_fcdo-ZZD0002;",
		"listed as asset of":         "gb_fcdo-ZZD0002 owns gb_fcdo-ZZD0004;",
		"current owner or operator":  "gb_fcdo-ZZD0002 to gb_fcdo-ZZD0004;",
		"previous owner or operator": "gb_fcdo-ZZD0003 to gb_fcdo-ZZD0004;",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

// Rows of one party stand apart; they are one party in the end.
func TestTheCSVJoinsRowsAndRepeatsNothing(t *testing.T) {
	p, es := readFixture(t, "traps.csv")
	listtest.Says(t, listtest.Entity(t, es, "gb_fcdo-ZZD0001"), map[string][]string{
		"name": {"Thessaly VORRICK"}, "weakAlias": {"Tess Quenn"}, "birthDate": {"1939", "1938-03-17"}, "nationality": {"kp"},
		"passportNumber": {"0000001"}, "notes": {`Collects lamps, and "wicks".`, "nationality: Larkmere"},
	})
	listtest.Says(t, listtest.Entity(t, es, "gb_fcdo-ZZD0004"), map[string][]string{"name": {"Orrin Tale"}, "alias": {"Orrin Tail"}, "imoNumber": {"0990023"}})
	listtest.Entity(t, es, "gb_fcdo-ZZD0004-link-current-owner-or-operator-ZZD0002")
	if diff := cmp.Diff(map[string]int{"individuals": 1, "entities": 1, "vessels": 1}, p.Counts); diff != "" {
		t.Error(diff)
	}
	for _, w := range p.Warnings {
		if w.Count != 1 {
			t.Errorf("warned several times: %s", w)
		}
	}
}

func TestTheConListOf2016(t *testing.T) {
	data := listtest.Fixture(t, "conlist-2016.csv")
	p, es := readFixture(t, "conlist-2016.csv")
	e := listtest.Entity(t, es, "gb_hmt-90001")
	listtest.Says(t, e, map[string][]string{
		"name": {"Ambrose Quenneth DOLE"}, "alias": {"Quenneth DOLE"}, "birthDate": {"1975"}, "birthPlace": {"Ardle", "Loom"},
		"birthCountry": {"tn", "ly"}, "nationality": {"us", "ye"}, "passportNumber": {"G0000001"}, "idNumber": {"0000002", "0000003"},
		"position": {"Warden", "Clerk"}, "country": {"it"}, "title": {"Dr"},
	})
	if s := listtest.Statement(t, e, "birthDate", "1975"); s.Qualifier != ftm.Circa {
		t.Errorf("birth is %q", s.Qualifier)
	}
	listtest.Says(t, listtest.Entity(t, es, "gb_hmt-90001-sanction"), map[string][]string{"authority": {"HM Treasury"}, "unscId": {"QI.Z.99.02"}, "listingDate": {"2003-09-23"}})
	listtest.Says(t, listtest.Entity(t, es, "gb_hmt-90001-passport-g0000001"), map[string][]string{"country": {"tn"}, "startDate": {"1987-08-04"}, "endDate": {"1993-07-09"}})
	listtest.Says(t, listtest.Entity(t, es, "gb_hmt-90002"), map[string][]string{
		"name": {"LOW TIDE EXCHANGE"}, "alias": {"LOW TIDE EXCHANGE"}, "previousName": {"LOW TIDE HAWALA"}, // no row is primary
	})
	listtest.Says(t, listtest.Entity(t, es, "gb_hmt-90003"), map[string][]string{"passportNumber": {"0000004", "0000005"}, "birthPlace": {"Dahl", "Sand"}, "birthCountry": {"ye"}})
	if p.Dataset != HMT {
		t.Errorf("the dataset is %s", p.Dataset)
	}

	old, err := charmap.Windows1252.NewEncoder().Bytes(data)
	if err != nil || bytes.Equal(old, data) {
		t.Fatal("the fixture does not change in Windows-1252")
	}
	_, again, err := listtest.Parse(listtest.FormatOf(t, Authority(), "ConList.csv", old), "ConList.csv", old)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(es, again); diff != "" {
		t.Errorf("read otherwise from Windows-1252:\n%s", diff)
	}
}

func TestTheConListOf2022(t *testing.T) {
	_, es := readFixture(t, "conlist-2022.csv")
	listtest.Says(t, listtest.Entity(t, es, "gb_hmt-90001"), map[string][]string{
		"name": {"Thessaly VORRICK"}, "alias": {"Тессали Воррик"}, "weakAlias": {"LAMPLIGHTER"}, "gender": {"female"},
		"phone": {"+850 2 0000001", "+850 2 0000002"}, "email": {"desk@tallow.example"}, "passportNumber": {"0000001", "0000002"},
		"notes": {"Listed in two places.", "Further Identifiying Information: Owes a lamp."},
	})
	listtest.Says(t, listtest.Entity(t, es, "gb_hmt-90001-sanction"), map[string][]string{
		"authorityId": {"ZZD0001"}, "unscId": {"ZZi.001"}, "reason": {"Warden of lamps."}, "listingDate": {"2003-09-23"}, "date": {"2020-12-31"},
	})
	listtest.Says(t, listtest.Entity(t, es, "gb_hmt-90001-passport-0000002"), map[string][]string{"country": {"af"}})
	if e := listtest.Entity(t, es, "gb_hmt-90002"); e.Schema != "Company" || e.First("innCode") != "0000000001" {
		t.Errorf("the firm is a %s: %v", e.Schema, e.Properties())
	}
	listtest.Says(t, listtest.Entity(t, es, "gb_hmt-90004"), map[string][]string{
		"imoNumber": {"0990023"}, "flag": {"kp"}, "pastFlags": {"ru", "ir"}, "type": {"Tanker"}, "tonnage": {"1788"}, "buildDate": {"1973"},
	})
	listtest.Entity(t, es, "gb_hmt-90004-link-current-owner-or-operator-90002")
}

// The place of a statement must lead back to the bytes that say it.
func TestPlaceIsTheByteAtWhichTheElementBegins(t *testing.T) {
	data := listtest.Fixture(t, "traps.xml")
	_, es := readFixture(t, "traps.xml")
	listtest.ElementsLeadBack(t, data, es, 120)
}

func TestPlaceInACSVIsTheByteAtWhichTheCellBegins(t *testing.T) {
	for _, name := range []string{"traps.csv", "conlist-2016.csv", "conlist-2022.csv"} {
		data := listtest.Fixture(t, name)
		_, es := readFixture(t, name)
		n := 0
		for _, e := range es {
			for _, s := range e.Statements {
				place, at := listtest.Place(t, s.Place)
				_, column, isCell := strings.Cut(place, ", column ")
				if !isCell || s.Original == "" {
					continue
				}
				cell := listtest.Cell(data, at)
				first, _, _ := strings.Cut(s.Original, " | ")
				if !strings.HasPrefix(cell, first) {
					t.Errorf("%s %s (%s): %q leads to %.40q", s.Place, s.Prop, column, s.Original, cell)
				}
				n++
			}
		}
		if n < 10 {
			t.Errorf("%s: only %d cells", name, n)
		}
	}
}

func TestDamagedFilesAreRefusedWholeAndThePlaceIsNamed(t *testing.T) {
	xml, csv, con := string(listtest.Fixture(t, "traps.xml")), string(listtest.Fixture(t, "traps.csv")), string(listtest.Fixture(t, "conlist-2016.csv"))
	replace := func(in, old, with string) string { return listtest.Replace(t, in, old, with) }
	lastRow := func(s string) string { return s[strings.LastIndex(strings.TrimSpace(s), "\n")+1:] }
	f := Authority().Formats
	for name, tc := range map[string]struct {
		format lists.Format
		data   string
		reason string
	}{
		"cut in the middle":      {f[0], xml[:len(xml)/2], "ends in the middle"},
		"cut behind an entry":    {f[0], xml[:strings.Index(xml, "</Designation>")+14], "ends in the middle"},
		"cut before the last >":  {f[0], strings.TrimSpace(xml)[:len(xml)-3], "ends in the middle"},
		"empty":                  {f[0], "", "before the list begins"},
		"HTML page":              {f[0], "<!DOCTYPE html>\n<html><body>Down</body></html>", "declaration"},
		"HTML page, bare":        {f[0], "<html><body>Down</body></html>", "begins with <html>"},
		"JSON":                   {f[0], `{"status":500}`, "text where none belongs"},
		"Windows-1252 bytes":     {f[0], replace(xml, "Drift Lane", "Dr\xefft Lane"), "UTF-8"},
		"declared in another":    {f[0], replace(xml, `encoding="utf-8"`, `encoding="windows-1252"`), "windows-1252"},
		"NUL":                    {f[0], replace(xml, "Drift Lane", "Dr\x00ft Lane"), "line"},
		"no day":                 {f[0], replace(xml, "<DateGenerated>26/03/2026</DateGenerated>", ""), "no DateGenerated"},
		"bad day":                {f[0], replace(xml, "26/03/2026", "today"), "today"},
		"no designations":        {f[0], "<Designations><DateGenerated>26/03/2026</DateGenerated></Designations>", "no designations"},
		"no name":                {f[0], replace(xml, "<Name6>OSTRELLAN LAMPLIGHT (HOLDING)</Name6>", ""), "without a name"},
		"no id":                  {f[0], replace(xml, "<UniqueID>ZZD0004</UniqueID>", "<UniqueID/>"), "without a UniqueID"},
		"endless designation":    {f[0], replace(xml, "<Title>Vice Admiral</Title>", endless("<Title>%d</Title>", maxElements)), "more than 5000"},
		"CSV, cut in a cell":     {f[1], csv[:strings.Index(csv, `""wicks`)], "nothing closes"},
		"CSV, cut in a row":      {f[1], csv[:len(csv)-20], "cells"},
		"CSV, cut in the header": {f[1], csv[:200], "a column is missing"},
		"CSV, empty":             {f[1], "", "before its header"},
		"CSV, HTML":              {f[1], "<html>\n</html>", "does not begin with"},
		"CSV, NUL":               {f[1], replace(csv, "Tess", "Te\x00ss"), "NUL"},
		"CSV, Latin-1":           {f[1], replace(csv, "Tess", "T\xe9ss"), "UTF-8"},
		"CSV, no day":            {f[1], replace(csv, "24-Mar-2026", "today"), "names no day"},
		"CSV, no first line":     {f[1], csv[strings.Index(csv, "\n")+1:], "does not begin with"},
		"CSV, header alone":      {f[1], csv[:strings.Index(csv, "\n09/04")+1], "no designations"},
		"CSV, row without id":    {f[1], replace(csv, "\n14/11/2021,ZZD0002,", "\n14/11/2021,,"), "nothing tells whose it is"},
		"CSV, no name":           {f[1], replace(csv, "BRACKENFOLD TIDEWATER LINES,", ","), "has no name"},
		"CSV, endless party":     {f[1], csv + strings.Repeat(lastRow(csv), maxRows+1), "more than 5000 rows"},
		"ConList, cut in a cell": {f[2], con[:strings.Index(con, "seen there last")], "nothing closes"},
		"ConList, cut in a row":  {f[2], con[:strings.Index(con, "Sells lamps")], "cells"},
		"ConList, UTF-16":        {f[2], "\xff\xfe" + strings.Join(strings.Split(con[:400], ""), "\x00"), "NUL"},
		"ConList, another CSV":   {f[2], csv, "does not begin with"},
		"ConList, no group":      {f[2], replace(con, "Group ID", "Group"), "a column is missing"},
	} {
		t.Run(name, func(t *testing.T) {
			listtest.Damaged(t, tc.format, "list.x", tc.data, tc.reason)
		})
	}
}

func endless(format string, n int) string {
	var b strings.Builder
	for i := range n {
		fmt.Fprintf(&b, format, i)
	}
	return b.String()
}

func TestOtherFilesAreNotTakenForTheList(t *testing.T) {
	for _, foreign := range []string{
		"", "<html><body>Designations</body></html>", `{"Designations":[]}`, "[1]", "%PDF-1.7", "<sdnList/>", "<CONSOLIDATED_LIST/>",
		`<export xmlns="http://eu.europa.ec/fpi/fsd/export">`, "<!-- <Designations> -->", "<", "<?xml", "\ufeff",
		"id,schema,name\n", "Last Updated,11/01/2016\nid,schema,name\n", "Report Date: 24-Mar-2026\nName,Place\n",
		"<ArrayOfFinancialSanctionsTarget/>", "Name 6,Name 1,Group ID\n",
	} {
		for _, f := range Authority().Formats {
			if f.Sniff("UK-Sanctions-List.xml", []byte(foreign)) != "" {
				t.Errorf("%q is taken for %s", foreign, f.Name)
			}
		}
	}
}

func TestTroubleOfTheReaderIsNotBlamedOnTheFile(t *testing.T) {
	for _, f := range Authority().Formats {
		listtest.ReaderTrouble(t, f)
	}
}

func TestPackedCellsAreTakenApart(t *testing.T) {
	for in, want := range map[string][]string{
		"":                               nil,
		"Tripoli":                        {"Tripoli"},
		"(1) Tripoli (2) Tunis":          {"Tripoli", "Tunis"},
		"(1) A (2)-(3) - (4) B":          {"A", "B"},
		"(1)-(2) Tunisia (3) Libya":      {"Tunisia", "Tunisia", "Libya"},
		"(1) to (3) Algeria (4) Morocco": {"Algeria", "Algeria", "Algeria", "Morocco"},
		"(1) (2) (4) Libya (3) Morocco":  {"Libya", "Libya", "Morocco", "Libya"},
		"1) Dahl, 2) Sand":               {"Dahl", "Sand"},
		"Ardle (1)":                      {"Ardle (1)"},
		"(1) to":                         nil,
		"(1) to (999) A":                 nil,
		"(1) Born in (2015) Ardle":       {"Born in (2015) Ardle"},
		"(1)":                            nil,
	} {
		var got []string
		for _, v := range numbered(lists.Value{Text: in}) {
			got = append(got, v.Text)
		}
		if in == "(1) to (999) A" {
			if len(got) != 999 {
				t.Errorf("%q: %d items", in, len(got))
			}
			continue
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%q (-want +got):\n%s", in, diff)
		}
	}
}

func TestNumbersAreTakenOutOfWords(t *testing.T) {
	for in, want := range map[string][2]string{
		"0000001":                              {"0000001", ""},
		"OR 0000001":                           {"OR 0000001", ""},
		"12/ZZZ(N)000003":                      {"12/ZZZ(N)000003", ""},
		"Larkmerian number: 0000001":           {"0000001", "Larkmerian number"},
		"Ration card no. 0000001":              {"0000001", "Ration card no"},
		"no.0000001":                           {"0000001", "no"},
		"Larkmerian identity number:0000001":   {"0000001", "Larkmerian identity number"},
		"Italian Fiscal Code AAADTH00H00Z000V": {"AAADTH00H00Z000V", "Italian Fiscal Code"},
		"N°235/MISPAT":                         {"N°235/MISPAT", ""},
		"unknown":                              {"unknown", ""},
	} {
		number, words := bare(in)
		if got := [2]string{number, words}; got != want {
			t.Errorf("%q: got %q, want %q", in, got, want)
		}
	}
}
