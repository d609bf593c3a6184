package australia

import (
	"bytes"
	"encoding/csv"
	"fmt"
	"os"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"plimsoll/ftm"
	"plimsoll/lists"
	"plimsoll/lists/listtest"
	"plimsoll/lists/sheet/sheettest"
)

// read is what a parser says and what it emits.
type read struct {
	*lists.Parsed
	Entities []*ftm.Entity
}

func parse(t testing.TB, data []byte) (*read, error) {
	t.Helper()
	p, entities, err := listtest.Parse(Authority().Formats[0], "list.xlsx", data)
	if err != nil {
		return nil, err
	}
	return &read{p, entities}, nil
}

func traps(t testing.TB) *read {
	t.Helper()
	p, err := parse(t, sheettest.File(t, "testdata/traps.csv"))
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func (p *read) entity(t testing.TB, id string) *ftm.Entity {
	t.Helper()
	return listtest.Entity(t, p.Entities, id)
}

func TestEveryTrapOfTheFormatIsReadAsExpected(t *testing.T) {
	p := traps(t)
	listtest.Golden(t, "testdata/traps.golden.jsonl", p.Parsed, p.Entities)
}

func TestRowsThatLieApartAreOneParty(t *testing.T) {
	p := traps(t)
	listtest.Says(t, p.entity(t, "au_dfat-9001"), map[string][]string{
		"name":           {"Vorrick THESSALY", "ثسالي فوريك"},
		"alias":          nil,
		"weakAlias":      {"The Lamplighter"},
		"previousName":   {"Vorrik Tessaly", "فوريك تسالي"},
		"birthDate":      {"1951", "1952", "1953", "1954", "1961", "1982-04", "1956-08-13", "1957-03-06"},
		"birthPlace":     {"Pashgrove village, Afghanistan", "Somewhere unheard of"},
		"birthCountry":   {"af"},
		"citizenship":    {"af"},
		"country":        {"af"},
		"address":        {"Lane 4, Kabul, Afghanistan", "Nowhere Street, Elsewhere"},
		"passportNumber": {"199421099", "K381110099"},
		"gender":         {"male"},
		"topics":         {"sanction"},
	})
	e := p.entity(t, "au_dfat-9001")
	if l := e.About("name")[1].Lang; l != "und-Arab" {
		t.Errorf("the Arabic name has language %q", l)
	}
	for i, want := range []ftm.Qualifier{ftm.Circa, ftm.Circa, ftm.Circa, ftm.Circa, ftm.Circa, ftm.Hijri, "", ""} {
		if got := e.About("birthDate")[i].Qualifier; got != want {
			t.Errorf("birth date %d is %q, want %q", i, got, want)
		}
	}
	listtest.Says(t, p.entity(t, "au_dfat-9001-sanction"), map[string][]string{
		"authority": {Publisher}, "program": {"1988 (Taliban)"}, "modifiedAt": {"2014-12-15"}, "listingDate": {"2004-02-03"},
		"recordId": {"9001"}, "provisions": {"Targeted financial sanction", "Travel ban"},
		"summary": {"Listed by UN Lamp Committee on 3 February 2004 (amended on 5 May 2006, 7 July 2008)", "Instrument of designation: Charter Instrument 2015"},
	})
}

func TestABodyAndAVessel(t *testing.T) {
	p := traps(t)
	firm := p.entity(t, "au_dfat-9002")
	listtest.Says(t, firm, map[string][]string{
		"name": {"OSTRELLAN LAMPLIGHT BUNKERING CO"}, "alias": {"Ostrellan Lamp Bunkers"}, "previousName": {"Lampgrove Bunkers", "Old Lampgrove"},
		"imoNumber": {"0110001"}, "swiftBic": {"OSTRKPPY"}, "country": {"kp"},
		"address": {"Lamp Street 1, Pyongyang, Democratic People's Republic of Korea", "Harbour Road 2", "Wonsan, DPRK"},
	})
	if s := firm.About("alias")[0].Strength; s != ftm.Strong || firm.Schema != "Organization" {
		t.Errorf("strength %q, schema %s", s, firm.Schema)
	}
	ship := p.entity(t, "au_dfat-9003")
	listtest.Says(t, ship, map[string][]string{"name": {"BRINDLE DUSK"}, "imoNumber": {"0990011"}, "topics": {"sanction"}})
	listtest.Says(t, p.entity(t, "au_dfat-9003-sanction"), map[string][]string{"provisions": {"Maritime restriction"}, "program": {"Autonomous (Vessels)"}})
	if ship.Schema != "Vessel" {
		t.Errorf("the ship is a %s", ship.Schema)
	}
	if diff := cmp.Diff(map[string]int{"individuals": 6, "entities": 3, "vessels": 1}, p.Counts); diff != "" {
		t.Error(diff)
	}
}

func TestAReferenceOfTwoPartiesIsNotMerged(t *testing.T) {
	p := traps(t)
	listtest.Says(t, p.entity(t, "au_dfat-9004"), map[string][]string{
		"name": {"Orrin Vale"}, "alias": nil, "birthDate": {"1962-08-24"}, "citizenship": {"tt", "ru", "ua"}, "birthCountry": {"tt"},
	})
	listtest.Says(t, p.entity(t, "au_dfat-9004-sanction"), map[string][]string{"listingDate": {"2013-03-07"}, "modifiedAt": {"2025-06-18"}, "provisions": nil, "unscId": nil})
	listtest.Says(t, p.entity(t, "au_dfat-9004-quillan-marsh"), map[string][]string{
		"name": {"Quillan Marsh"}, "alias": {"Quill Marsh"}, "birthDate": {"1970"}, "citizenship": {"et"}, "passportNumber": {"A0000999"}, "country": {"ke"}, "address": nil, "gender": {"female"},
	})
	listtest.Says(t, p.entity(t, "au_dfat-9004-quillan-marsh-sanction"), map[string][]string{"recordId": {"9004"}, "listingDate": nil, "unscId": {"QDi.999"}})
	// Two primary names of one party with the same facts are one party.
	listtest.Says(t, p.entity(t, "au_dfat-9006"), map[string][]string{"name": {"Galloway Spindle Trust"}, "alias": {"Spindle Trust of Galloway"}, "imoNumber": {"0000000"}})
	// No reference at all.
	listtest.Says(t, p.entity(t, "au_dfat-9005"), map[string][]string{"name": {"Tamsin Orrery"}, "alias": {"Tam Orrery"}})
	listtest.Says(t, p.entity(t, "au_dfat-nobody-s-number"), map[string][]string{"birthDate": {"1957-05", "1957-06", "1953-05-04", "1953-05-14", "1958"}})
	listtest.Says(t, p.entity(t, "au_dfat-9007"), map[string][]string{"name": {"Only An Alias"}, "birthDate": {"1962-09-01", "1950-11", "1954-11-09"}})
}

func TestPlaceIsTheCellThatSaysIt(t *testing.T) {
	table, err := os.ReadFile("testdata/traps.csv")
	if err != nil {
		t.Fatal(err)
	}
	r := csv.NewReader(bytes.NewReader(table))
	r.FieldsPerRecord = -1
	rows, err := r.ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	n := 0
	for _, e := range traps(t).Entities {
		for _, s := range e.Statements {
			var row int
			if k, _ := fmt.Sscanf(s.Place, `sheet "Consolidated List" row %d`, &row); k == 1 {
				if row < 2 || row >= len(rows) {
					t.Errorf("no row %d", row)
				}
				continue
			}
			var column rune
			if k, err := fmt.Sscanf(s.Place, `sheet "Consolidated List" cell %c%d`, &column, &row); k != 2 {
				t.Fatalf("place %q: %v", s.Place, err)
			}
			cell := strings.ReplaceAll(strings.Trim(rows[row][column-'A'], "{}"), "_x000D_", "\r")
			original := s.Original
			if original == "" {
				original = s.Value
			}
			if rows[row][column-'A'] == "{TRUE}" { // a truth value is stored as 1
				cell = "1"
			}
			if original != cell && s.Prop != "topics" && s.Prop != "full" && s.Prop != "address" {
				t.Errorf("%s of %s: %s has %q, not %q", s.Prop, e.ID, s.Place, cell, original)
			}
			n++
		}
	}
	if n < 80 {
		t.Errorf("only %d statements", n)
	}
}

const oldHeader = "Reference,Name of Individual or Entity,Type,Name Type,Date of Birth,Place of Birth,Citizenship,Address,Additional Information,Listing Information,Committees,Control Date\n"

func TestTheColumnsOf2024(t *testing.T) {
	p, err := parse(t, sheettest.Workbook(t, oldHeader+"9001,Orrin Vale,Individual,Primary Name,1970,,,,,,1718 (DPRK),{41988}\n"))
	if err != nil {
		t.Fatal(err)
	}
	listtest.Says(t, p.entity(t, "au_dfat-9001"), map[string][]string{"name": {"Orrin Vale"}, "birthDate": {"1970"}})
	if len(p.Warnings) != 0 {
		t.Error(p.Warnings)
	}
}

func TestWorkbooksThatAreNotTheListAreRefused(t *testing.T) {
	good := sheettest.File(t, "testdata/traps.csv")
	for name, tc := range map[string]struct {
		data   []byte
		reason string
	}{
		"empty":             {nil, "empty"},
		"HTML page":         {[]byte("<html><body>Down</body></html>"), "no XLSX workbook"},
		"NUL":               {make([]byte, 50), "no XLSX workbook"},
		"half a file":       {good[:len(good)/2], "was cut"},
		"most of a file":    {good[:len(good)-30], "was cut"},
		"another list":      {sheettest.Workbook(t, "No.,Country or Region\n1,Kenya\n"), "looked for the columns reference, name of individual or entity"},
		"header far below":  {sheettest.Workbook(t, strings.Repeat("x\n", 30)+oldHeader), "looked for the columns"},
		"a column is gone":  {sheettest.Workbook(t, strings.Replace(oldHeader, ",Committees", "", 1)+"1,A\n"), "lacks the columns committees"},
		"no entries":        {sheettest.Workbook(t, oldHeader), "no entries"},
		"two lists":         {sheettest.Workbook(t, "== A\n"+oldHeader+"1,A,Individual\n== B\n"+oldHeader), "second sheet"},
		"countless names":   {sheettest.Workbook(t, oldHeader+strings.Repeat("1,A,Individual,aka\n", maxRows+1)), "more than 5000 rows"},
		"countless address": {sheettest.Workbook(t, oldHeader+"1,A,Individual,aka,,,,"+strings.Repeat("A;", maxPieces+1)+"\n"), "more than 5000 addresses"},
	} {
		t.Run(name, func(t *testing.T) {
			p, _, err := listtest.Parse(Authority().Formats[0], "list.xlsx", tc.data)
			if bad := listtest.Refused(t, p, err, tc.reason); bad.File != "list.xlsx" {
				t.Errorf("the file is %q", bad.File)
			}
		})
	}
}

func TestSniff(t *testing.T) {
	zip := []byte("PK\x03\x04\x14\x00")
	for name, want := range map[string]string{
		"Australian_Sanctions_Consolidated_List.xlsx": "list", "regulation8_consolidated.xlsx": "list", "regulation8_consolidated_2024-11.xlsx": "list",
		"shisantouketsu20260305.xlsx": "", "20250929_4.xlsx": "", "list.xlsx": "", "regulation8_consolidated.csv": "",
	} {
		if got := sniff(name, zip); got != want {
			t.Errorf("%s: %q", name, got)
		}
		if sniff(name, []byte("<html>")) != "" || sniff(name, []byte("a,b\n")) != "" || sniff(name, []byte("{}")) != "" {
			t.Errorf("%s: another file is taken for the list", name)
		}
	}
}
