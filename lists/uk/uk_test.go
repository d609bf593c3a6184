package uk

import (
	"bytes"
	"context"
	"errors"
	"flag"
	"fmt"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/text/encoding/charmap"

	"plimsoll/ftm"
	"plimsoll/lists"
)

var update = flag.Bool("update", false, "write the golden files anew")

// formatOf is the one format that knows the file.
func formatOf(t testing.TB, name string, data []byte) lists.Format {
	t.Helper()
	var found []lists.Format
	for _, f := range Authority().Formats {
		if f.Sniff(name, data[:min(len(data), lists.HeadSize)]) != "" {
			found = append(found, f)
		}
	}
	if len(found) != 1 {
		t.Fatalf("%s is known to %d formats, want 1", name, len(found))
	}
	return found[0]
}

func read(t testing.TB, f lists.Format, name string, data []byte) (*lists.Parsed, []*ftm.Entity, error) {
	t.Helper()
	return lists.ReadAll(context.Background(), f, lists.Input{Files: []lists.File{lists.Bytes(name, lists.OnePart, "e0", data)}})
}

func fixture(t testing.TB, name string) []byte {
	t.Helper()
	data, err := os.ReadFile("testdata/" + name)
	if err != nil {
		t.Fatal(err)
	}
	return data
}

func readFixture(t testing.TB, name string) (*lists.Parsed, []*ftm.Entity) {
	t.Helper()
	data := fixture(t, name)
	p, es, err := read(t, formatOf(t, name, data), name, data)
	if err != nil {
		t.Fatal(err)
	}
	return p, es
}

func TestEveryTrapOfTheFormatsIsReadAsExpected(t *testing.T) {
	for _, name := range []string{"traps.xml", "traps.csv", "conlist-2016.csv", "conlist-2022.csv"} {
		t.Run(name, func(t *testing.T) {
			p, es := readFixture(t, name)
			var got bytes.Buffer
			if err := ftm.WriteLines(&got, es); err != nil {
				t.Fatal(err)
			}
			for _, w := range p.Warnings {
				fmt.Fprintln(&got, "warning:", w)
			}
			golden := "testdata/" + strings.Replace(name, ".", "-", 1) + ".golden.jsonl"
			if *update {
				if err := os.WriteFile(golden, got.Bytes(), 0o644); err != nil {
					t.Fatal(err)
				}
			}
			want, err := os.ReadFile(golden)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(string(want), got.String()); diff != "" {
				t.Errorf("not what %s says (-want +got), run with -update if it should be:\n%s", golden, diff)
			}
			for _, e := range es {
				if err := ftm.Default().Check(e); err != nil {
					t.Error(err)
				}
			}
		})
	}
}

func entityOf(t *testing.T, es []*ftm.Entity, id string) *ftm.Entity {
	t.Helper()
	for _, e := range es {
		if e.ID == id {
			return e
		}
	}
	t.Fatalf("no entity %s", id)
	return nil
}

func wantValues(t *testing.T, e *ftm.Entity, want map[string][]string) {
	t.Helper()
	for prop, v := range want {
		if diff := cmp.Diff(v, e.Values(prop)); diff != "" {
			t.Errorf("%s of %s (-want +got):\n%s", prop, e.ID, diff)
		}
	}
}

func statement(t *testing.T, e *ftm.Entity, prop, value string) ftm.Statement {
	t.Helper()
	for _, s := range e.About(prop) {
		if s.Value == value {
			return s
		}
	}
	t.Fatalf("%s has no %s %q", e.ID, prop, value)
	return ftm.Statement{}
}

func TestPropertiesOfAPerson(t *testing.T) {
	p, es := readFixture(t, "traps.xml")
	e := entityOf(t, es, "gb_fcdo-ZZD0001")
	wantValues(t, e, map[string][]string{
		"name":           {"Thessaly O' Rell VORRICK"},
		"alias":          {"Thessali VORRICK", "Tess Quenn", "Vorrick & Quenn", "Тессали Воррик", "ثسالي فوريك", "ტესალი"},
		"weakAlias":      {"The Lamplighter"},
		"firstName":      {"Thessaly", "Thessali", "Tess"},
		"middleName":     {"O' Rell"},
		"lastName":       {"VORRICK", "Quenn", "Vorrick & Quenn"},
		"title":          {"Vice Admiral"},
		"birthDate":      {"1934-02-20", "1937", "1970-12", "1971", "1975"},
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
		if s := statement(t, e, c.prop, c.value); s.Lang != c.lang || s.Strength != c.strength {
			t.Errorf("%s is %q, %q; want %q, %q", c.value, s.Lang, s.Strength, c.lang, c.strength)
		}
	}
	if o := e.About("name")[0].Original; o != "Thessaly | O' Rell | VORRICK" {
		t.Errorf("the parts of the name became %q", o)
	}
	notes := strings.Join(e.Values("notes"), "\n")
	for _, want := range []string{"Phone number, damaged: -101823", "Phone number, damaged: 8.5E+11", "Date of birth: 31/02/1960", "Collects lamps. Height: 168cm", "Larkmere", "Expiry: 06 Nov 2018"} {
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
	s := entityOf(t, es, "gb_fcdo-ZZD0001-sanction")
	wantValues(t, s, map[string][]string{
		"authority":   {"Foreign, Commonwealth & Development Office"},
		"program":     {"The Democratic People's Republic of Korea (Sanctions) (EU Exit) Regulations 2019"},
		"listingDate": {"2020-12-31"}, "modifiedAt": {"2025-04-09"}, "unscId": {"ZZi.001"}, "authorityId": {"ZZD0001"}, "recordId": {"90001"},
		"provisions": {"Asset freeze", "Travel Ban", "Chartering of ships"}, // an indicator says the last
		"reason":     {`Thessaly Vorrick is the invented warden of the "Tallow" Bureau, and that Bureau's clerk.`},
		"summary":    {"Designation source: UK|UN"},
	})
	wantValues(t, entityOf(t, es, "gb_fcdo-ZZD0004-sanction"), map[string][]string{"provisions": {"De-flag", "Prohibition of port entry"}})
	wantValues(t, entityOf(t, es, "gb_fcdo-ZZD0002-sanction"), map[string][]string{"reason": nil, "listingDate": nil})
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
	wantValues(t, entityOf(t, es, "gb_fcdo-ZZD0001-passport-0000001"), map[string][]string{
		"startDate": {"2008-03-12"}, "endDate": {"2013-03-11"}, "country": {"af"},
		"description": {"Larkmere passport, issued on 12 Mar. 2008 in Ardle (expires on 11.3.2013)", "(Afghan). Reported lost."},
	})
}

func TestShips(t *testing.T) {
	_, es := readFixture(t, "traps.xml")
	wantValues(t, entityOf(t, es, "gb_fcdo-ZZD0004"), map[string][]string{
		"name": {"Orrin Tale"}, "alias": {"Orrin Tail 1"}, "imoNumber": {"0990023"}, "flag": {"kp"}, "pastFlags": {"ru"},
		"type": {"Chemical Carrier"}, "tonnage": {"1757"}, "buildDate": {"1973"},
	})
	e := entityOf(t, es, "gb_fcdo-ZZD0005") // its number is in its name
	wantValues(t, e, map[string][]string{"name": {"LOW REEF"}, "imoNumber": {"0990011", "0990010"}})
	if o := e.About("name")[0].Original; o != `IMO 0990011 ("LOW REEF") ` {
		t.Errorf("the name was written %q", o)
	}
}

func TestBodiesAndWhatTheyOwn(t *testing.T) {
	_, es := readFixture(t, "traps.xml")
	firm := entityOf(t, es, "gb_fcdo-ZZD0002")
	wantValues(t, firm, map[string][]string{
		"innCode": {"0000000001"}, "ogrnCode": {"0000000000002"}, "registrationNumber": {"0000003", "00000005"}, "taxNumber": {"0000000004"},
	})
	for id, schema := range map[string]string{
		"gb_fcdo-ZZD0002": "Company", "gb_fcdo-ZZD0003": "Organization", "gb_fcdo-ZZD0005-also-90006": "LegalEntity",
	} {
		if e := entityOf(t, es, id); e.Schema != schema {
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
	wantValues(t, entityOf(t, es, "gb_fcdo-ZZD0001"), map[string][]string{
		"name": {"Thessaly VORRICK"}, "weakAlias": {"Tess Quenn"}, "birthDate": {"1937", "1934-02-20"}, "nationality": {"kp"},
		"passportNumber": {"0000001"}, "notes": {`Collects lamps, and "wicks".`, "nationality: Larkmere"},
	})
	wantValues(t, entityOf(t, es, "gb_fcdo-ZZD0004"), map[string][]string{"name": {"Orrin Tale"}, "alias": {"Orrin Tail"}, "imoNumber": {"0990023"}})
	entityOf(t, es, "gb_fcdo-ZZD0004-link-current-owner-or-operator-ZZD0002")
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
	data := fixture(t, "conlist-2016.csv")
	p, es := readFixture(t, "conlist-2016.csv")
	e := entityOf(t, es, "gb_hmt-90001")
	wantValues(t, e, map[string][]string{
		"name": {"Ambrose Quenneth DOLE"}, "alias": {"Quenneth DOLE"}, "birthDate": {"1975"}, "birthPlace": {"Ardle", "Loom"},
		"birthCountry": {"tn", "ly"}, "nationality": {"us", "ye"}, "passportNumber": {"G0000001"}, "idNumber": {"0000002", "0000003"},
		"position": {"Warden", "Clerk"}, "country": {"it"}, "title": {"Dr"},
	})
	if s := statement(t, e, "birthDate", "1975"); s.Qualifier != ftm.Circa {
		t.Errorf("birth is %q", s.Qualifier)
	}
	wantValues(t, entityOf(t, es, "gb_hmt-90001-sanction"), map[string][]string{"authority": {"HM Treasury"}, "unscId": {"QI.Z.99.02"}, "listingDate": {"2002-04-24"}})
	wantValues(t, entityOf(t, es, "gb_hmt-90001-passport-g0000001"), map[string][]string{"country": {"tn"}, "startDate": {"1996-06-01"}, "endDate": {"2001-05-31"}})
	wantValues(t, entityOf(t, es, "gb_hmt-90002"), map[string][]string{
		"name": {"LOW TIDE EXCHANGE"}, "alias": {"LOW TIDE EXCHANGE"}, "previousName": {"LOW TIDE HAWALA"}, // no row is primary
	})
	wantValues(t, entityOf(t, es, "gb_hmt-90003"), map[string][]string{"passportNumber": {"0000004", "0000005"}, "birthPlace": {"Dahl", "Sand"}, "birthCountry": {"ye"}})
	if p.Dataset != HMT {
		t.Errorf("the dataset is %s", p.Dataset)
	}

	old, err := charmap.Windows1252.NewEncoder().Bytes(data)
	if err != nil || bytes.Equal(old, data) {
		t.Fatal("the fixture does not change in Windows-1252")
	}
	_, again, err := read(t, formatOf(t, "ConList.csv", old), "ConList.csv", old)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(es, again); diff != "" {
		t.Errorf("read otherwise from Windows-1252:\n%s", diff)
	}
}

func TestTheConListOf2022(t *testing.T) {
	_, es := readFixture(t, "conlist-2022.csv")
	wantValues(t, entityOf(t, es, "gb_hmt-90001"), map[string][]string{
		"name": {"Thessaly VORRICK"}, "alias": {"Тессали Воррик"}, "weakAlias": {"LAMPLIGHTER"}, "gender": {"female"},
		"phone": {"+850 2 0000001", "+850 2 0000002"}, "email": {"desk@tallow.example"}, "passportNumber": {"0000001", "0000002"},
		"notes": {"Listed in two places.", "Further Identifiying Information: Owes a lamp."},
	})
	wantValues(t, entityOf(t, es, "gb_hmt-90001-sanction"), map[string][]string{
		"authorityId": {"ZZD0001"}, "unscId": {"ZZi.001"}, "reason": {"Warden of lamps."}, "listingDate": {"2002-04-24"}, "date": {"2020-12-31"},
	})
	wantValues(t, entityOf(t, es, "gb_hmt-90001-passport-0000002"), map[string][]string{"country": {"af"}})
	if e := entityOf(t, es, "gb_hmt-90002"); e.Schema != "Company" || e.First("innCode") != "0000000001" {
		t.Errorf("the firm is a %s: %v", e.Schema, e.Properties())
	}
	wantValues(t, entityOf(t, es, "gb_hmt-90004"), map[string][]string{
		"imoNumber": {"0990023"}, "flag": {"kp"}, "pastFlags": {"ru", "ir"}, "type": {"Tanker"}, "tonnage": {"1757"}, "buildDate": {"1973"},
	})
	entityOf(t, es, "gb_hmt-90004-link-current-owner-or-operator-90002")
}

// The place of a statement must lead back to the bytes that say it.
func TestPlaceIsTheByteAtWhichTheElementBegins(t *testing.T) {
	data := fixture(t, "traps.xml")
	_, es := readFixture(t, "traps.xml")
	n := 0
	for _, e := range es {
		for _, s := range e.Statements {
			path, offset, ok := strings.Cut(s.Place, " @")
			var at int
			if _, err := fmt.Sscan(offset, &at); !ok || err != nil {
				t.Fatalf("place %q has no offset", s.Place)
			}
			element, _, _ := strings.Cut(path[strings.LastIndex(path, "/")+1:], "[")
			if !bytes.HasPrefix(data[at:], []byte("<"+element)) {
				t.Errorf("%s leads to %q", s.Place, data[at:at+20])
			}
			n++
		}
	}
	if n < 120 {
		t.Errorf("only %d statements", n)
	}
}

func TestPlaceInACSVIsTheByteAtWhichTheCellBegins(t *testing.T) {
	for _, name := range []string{"traps.csv", "conlist-2016.csv", "conlist-2022.csv"} {
		data := fixture(t, name)
		_, es := readFixture(t, name)
		n := 0
		for _, e := range es {
			for _, s := range e.Statements {
				place, offset, _ := strings.Cut(s.Place, " @")
				var at int
				if _, err := fmt.Sscan(offset, &at); err != nil {
					t.Fatalf("place %q has no offset", s.Place)
				}
				_, column, isCell := strings.Cut(place, ", column ")
				if !isCell || s.Original == "" {
					continue
				}
				cell := string(data[at:])
				if strings.HasPrefix(cell, `"`) {
					cell = strings.ReplaceAll(cell[1:], `""`, `"`)
				}
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
	xml, csv, con := string(fixture(t, "traps.xml")), string(fixture(t, "traps.csv")), string(fixture(t, "conlist-2016.csv"))
	replace := func(in, old, new string) string {
		t.Helper()
		if !strings.Contains(in, old) {
			t.Fatalf("the fixture has no %q", old)
		}
		return strings.Replace(in, old, new, 1)
	}
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
		"CSV, row without id":    {f[1], replace(csv, "\n18/12/2021,ZZD0002,", "\n18/12/2021,,"), "nothing tells whose it is"},
		"CSV, no name":           {f[1], replace(csv, "BRACKENFOLD TIDEWATER LINES,", ","), "has no name"},
		"CSV, endless party":     {f[1], csv + strings.Repeat(lastRow(csv), maxRows+1), "more than 5000 rows"},
		"ConList, cut in a cell": {f[2], con[:strings.Index(con, "last known address")], "nothing closes"},
		"ConList, cut in a row":  {f[2], con[:strings.Index(con, "Sells lamps")], "cells"},
		"ConList, UTF-16":        {f[2], "\xff\xfe" + strings.Join(strings.Split(con[:400], ""), "\x00"), "NUL"},
		"ConList, another CSV":   {f[2], csv, "does not begin with"},
		"ConList, no group":      {f[2], replace(con, "Group ID", "Group"), "a column is missing"},
	} {
		t.Run(name, func(t *testing.T) {
			p, _, err := read(t, tc.format, "list.x", []byte(tc.data))
			var bad *lists.ParseError
			if p != nil || !errors.As(err, &bad) {
				t.Fatalf("not refused with a ParseError: %v", err)
			}
			if !strings.Contains(err.Error(), tc.reason) {
				t.Errorf("the reason is %q, want it to say %q", err, tc.reason)
			}
			if bad.File != "list.x" || bad.Line < 1 || bad.Offset < 0 {
				t.Errorf("the place is %q line %d byte %d", bad.File, bad.Line, bad.Offset)
			}
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
		"id,schema,name\n", "Last Updated,12/02/2016\nid,schema,name\n", "Report Date: 24-Mar-2026\nName,Place\n",
		"<ArrayOfFinancialSanctionsTarget/>", "Name 6,Name 1,Group ID\n",
	} {
		for _, f := range Authority().Formats {
			if f.Sniff("UK-Sanctions-List.xml", []byte(foreign)) != "" {
				t.Errorf("%q is taken for %s", foreign, f.Name)
			}
		}
	}
}

type brokenDisk struct{}

func (brokenDisk) ReadAt([]byte, int64) (int, error) { return 0, errors.New("disk on fire") }

func TestTroubleOfTheReaderIsNotBlamedOnTheFile(t *testing.T) {
	for _, f := range Authority().Formats {
		in := lists.Input{Files: []lists.File{{Name: "x", Size: 10, ReaderAt: brokenDisk{}}}}
		_, err := f.Parse(context.Background(), in, func(*ftm.Entity) error { return nil })
		var bad *lists.ParseError
		if err == nil || errors.As(err, &bad) || !strings.Contains(err.Error(), "disk on fire") {
			t.Errorf("%s: got %v", f.Name, err)
		}
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
