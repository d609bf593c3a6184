package ofac

import (
	"bytes"
	"context"
	"encoding/csv"
	"errors"
	"maps"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"plimsoll/ftm"
	"plimsoll/lists"
	"plimsoll/lists/listtest"
)

func sdnSet(t testing.TB) map[string][]byte {
	t.Helper()
	return fixtures(t, "sdn.csv", "alt.csv", "add.csv", "sdn_comments.csv")
}

func TestEveryTrapOfTheDelimitedFilesIsReadAsExpected(t *testing.T) {
	p, entities := readSet(t, sdnSet(t))
	listtest.Golden(t, "testdata/sdn.golden.jsonl", p, entities)
	if want := map[string]int{"individuals": 1, "entities": 4, "vessels": 1, "aircraft": 2}; !cmp.Equal(want, p.Counts) {
		t.Errorf("counts %v, want %v", p.Counts, want)
	}
	if !p.Published.IsZero() {
		t.Errorf("published %s, which no file says", p.Published)
	}
	listtest.Says(t, listtest.Entity(t, entities, "us_ofac-90001-sanction"), map[string][]string{
		"program":     {"NPWMD", "DPRK2"},
		"authority":   {Publisher},
		"authorityId": {"90001"},
		"provisions":  {"Secondary sanctions risk: section 9(z) of an invented order"},
	})
	if e := listtest.Entity(t, entities, "us_ofac-90001"); e.Schema != "Company" {
		t.Errorf("what the list calls a private company is a %s", e.Schema)
	}
	listtest.Entity(t, entities, "us_ofac-90004_zz_lark_the_second")
}

func TestPropertiesOfAPersonInTheRemarks(t *testing.T) {
	_, entities := readSet(t, sdnSet(t))
	e := listtest.Entity(t, entities, "us_ofac-90002")
	listtest.Says(t, e, map[string][]string{
		"name":                 {"VORRICK, Thessaly, Jr."},
		"firstName":            {"Thessaly, Jr."},
		"lastName":             {"VORRICK"},
		"alias":                {"VORRIK, Tessaly"},
		"weakAlias":            {"THE LAMPLIGHTER; TESS", "SISTER 'O' DEAR"},
		"position":             {"Brigadier General", "Harbour Master of Ardle"},
		"birthDate":            {"1961-02-03", "1962", "1963", "1964", "1965", "1967", "1968", "1970-01", "1970-02", "1970-03"},
		"birthPlace":           {"Ardle, Pyongyang, Korea, North", "Larkmere"},
		"birthCountry":         {"kp"},
		"nationality":          {"kp"},
		"citizenship":          {"bs"},
		"gender":               {"female"},
		"passportNumber":       {"DEMO 000001", "DEMO000002"},
		"idNumber":             {"0665"},
		"socialSecurityNumber": {"000-00-0001"},
		"topics":               {"sanction"},
	})
	if q := e.About("birthDate")[1].Qualifier; q != ftm.Circa {
		t.Errorf("circa 1962 has the qualifier %q", q)
	}
	for _, s := range e.About("weakAlias") {
		if s.Strength != ftm.Weak {
			t.Errorf("%s is %q", s.Value, s.Strength)
		}
	}
	listtest.Says(t, listtest.Entity(t, entities, "us_ofac-90002-passport-demo-000001"), map[string][]string{
		"number": {"DEMO 000001"}, "country": {"kp"}, "startDate": {"2012-09-26"}, "endDate": {"2017-09-26"}, "holder": {"us_ofac-90002"},
	})
	listtest.Says(t, listtest.Entity(t, entities, "us_ofac-90002-wallet-eth-0xzz00"), map[string][]string{
		"publicKey": {"0xZZ00"}, "currencySymbol": {"ETH"}, "holder": {"us_ofac-90002"},
	})
	want := []string{
		"birthDate: spring of 1971", "citizenship: Larkmere", "Passport of a friend", "Chinese Commercial Code: 0000 0001",
		"wife of nobody", "Linked To: OSTRELLAN LAMPLIGHT BUNKERING", "country: Region: Gaza",
	}
	if diff := cmp.Diff(want, e.Values("notes")); diff != "" {
		t.Errorf("notes (-want +got):\n%s", diff)
	}
}

func TestPropertiesOfAShip(t *testing.T) {
	_, entities := readSet(t, sdnSet(t))
	listtest.Says(t, listtest.Entity(t, entities, "us_ofac-90003"), map[string][]string{
		"imoNumber":              {"0990011"},
		"mmsi":                   {"297000001"},
		"callSign":               {"9ZZ1", "9ZZ2"},
		"type":                   {"Crude Oil Tanker"},
		"flag":                   {"kp"},
		"pastFlags":              {"pa"},
		"tonnage":                {"12345"},
		"grossRegisteredTonnage": {"6789"},
		"buildDate":              {"1999"},
		"registrationNumber":     {"77-ARDLE"},
		"notes":                  {"Vessel Owner: Brackenfold Tidewater Lines", "Vessel Registration Identification: 77-ARDLE (Panama)", "Linked To: BRACKENFOLD TIDEWATER LINES"},
	})
}

// Remarks that were cut in the middle of a word go on in another file.
func TestCutRemarksAreJoinedWithTheComments(t *testing.T) {
	_, entities := readSet(t, sdnSet(t))
	e := listtest.Entity(t, entities, "us_ofac-90005")
	listtest.Says(t, e, map[string][]string{
		"registrationNumber": {"77-990011 (Larkmere)", "77-990012"},
		"weakAlias":          {"BRACKEN"},
	})
	for i, from := range []string{"exhibit of sdn.csv", "exhibit of sdn_comments.csv"} {
		if s := e.About("registrationNumber")[i]; s.Exhibit != from {
			t.Errorf("%s is said by %s, want %s", s.Value, s.Exhibit, from)
		}
	}
	listtest.Says(t, listtest.Entity(t, entities, "us_ofac-90006"), map[string][]string{
		"notes": {"Founded by nobody", "More of it"}, "weakAlias": {"QF"},
	})
}

func TestFilesSavedAnewByOthersAreRead(t *testing.T) {
	p, entities := readSet(t, fixtures(t, "cons_prim.csv", "cons_alt.csv"))
	if want := map[string]int{"individuals": 1, "entities": 1}; !cmp.Equal(want, p.Counts) || p.Dataset != Consolidated {
		t.Errorf("counts %v in %s", p.Counts, p.Dataset)
	}
	listtest.Says(t, listtest.Entity(t, entities, "us_ofac-95001"), map[string][]string{"ticker": {"ALT ZZ"}})
	listtest.Says(t, listtest.Entity(t, entities, "us_ofac-95001-sanction"), map[string][]string{"listingDate": {"2021-06-03"}})
	listtest.Says(t, listtest.Entity(t, entities, "us_ofac-95002"), map[string][]string{"alias": {"DOLE, A."}})
	if len(p.Warnings) > 0 {
		t.Error(p.Warnings)
	}
}

// What the formats say alike they must state alike, under the same ids.
func TestDelimitedFilesAndLegacyXMLGiveTheSameStatements(t *testing.T) {
	type said struct{ id, schema, prop, value, strength string }
	read := func(files map[string][]byte) map[said]bool {
		out := map[said]bool{}
		_, entities := readSet(t, files)
		for _, e := range entities {
			for _, s := range e.Statements {
				switch s.Prop {
				case "street", "street2", "city", "state", "postalCode", "remarks":
					continue // the delimited files do not tell the parts apart
				}
				out[said{e.ID, e.Schema, s.Prop, s.Value, string(s.Strength)}] = true
			}
		}
		return out
	}
	a, b := read(sdnSet(t)), read(fixtures(t, "legacy.xml"))
	shared := 0
	compare := func(what string, a, b map[said]bool) {
		for s := range a {
			switch {
			case b[s]:
				shared++
			case strings.HasPrefix(s.id, "us_ofac-90005"), strings.HasPrefix(s.id, "us_ofac-90006"): // not the same in the fixtures
			case s.value == "GREYLARK 7", strings.HasPrefix(s.value, "Alias "), s.value == "Passport of a friend":
			default:
				t.Errorf("%s only: %v", what, s)
			}
		}
	}
	compare("delimited files", a, b)
	compare("legacy XML", b, a)
	if shared < 250 {
		t.Errorf("only %d statements are shared", shared)
	}
}

// The place of a statement must lead back to the bytes that say it.
func TestPlacesInTheDelimitedFilesLeadToTheirCells(t *testing.T) {
	files := sdnSet(t)
	_, entities := readSet(t, files)
	n := 0
	for _, e := range entities {
		for _, s := range e.Statements {
			data := files[strings.TrimPrefix(s.Exhibit, "exhibit of ")]
			_, at := listtest.Place(t, s.Place)
			if at > 0 && data[at-1] != ',' && data[at-1] != '\n' {
				t.Errorf("%s is not where a cell begins", s.Place)
			}
			if n++; !strings.Contains(s.Place, "column") {
				continue // the row, for what is said by its being there
			}
			text := s.Original
			if text == "" {
				text = s.Value
			}
			switch cell := cellAt(data[at:]); {
			case s.Prop == "full" || s.Prop == "address": // made of several cells
			case strings.HasPrefix(text, "us_ofac-"): // a reference
			case strings.Contains(text, "77-990011"): // it goes on in the comments
				text, _, _ = strings.Cut(text, "mber")
				fallthrough
			default:
				if !strings.Contains(cell, text) {
					t.Errorf("%s: no %q in %q", s.Place, text, cell)
				}
			}
		}
	}
	if n < 150 {
		t.Errorf("only %d statements", n)
	}
}

// cellAt reads the cell that the bytes begin with.
func cellAt(data []byte) string {
	r := csv.NewReader(bytes.NewReader(data))
	r.FieldsPerRecord = -1
	row, err := r.Read()
	if err != nil {
		return err.Error()
	}
	return row[0]
}

func TestDamagedDelimitedFilesAreRefusedWhole(t *testing.T) {
	files := sdnSet(t)
	good := string(files["sdn.csv"])
	replace := func(old, with string) string { return listtest.Replace(t, good, old, with) }
	row := func(n int) int {
		at := 0
		for range n {
			at += strings.Index(good[at:], "\n") + 1
		}
		return at
	}
	for name, tc := range map[string]struct{ part, data, reason string }{
		"cut in a quotation":    {"sdn", good[:row(2)+90], "nothing closes"},
		"cut between two cells": {"sdn", good[:row(3)+10], "nothing closes"},
		"cut between two rows":  {"sdn", good[:row(4)], "the mark (0x1A)"},
		"cut in the last cell":  {"sdn", strings.TrimRight(good, "\x1a\r\n "), "middle of a line"},
		"cut before the mark":   {"sdn", strings.TrimSuffix(good, "\x1a"), "the mark (0x1A)"},
		"cut alias":             {"alt", "90001,2,\"fka\"", "3 cells"},
		"cut addresses":         {"add", string(files["add.csv"][:98]), "the mark (0x1A)"},
		"empty":                 {"sdn", "", "empty"},
		"only the mark":         {"sdn", "\x1a", "empty"},
		"HTML page":             {"sdn", "<html>\n<body>Down</body>\n</html>\n", "1 cells"},
		"JSON error body":       {"sdn", `{"status":500}` + "\n", "quotation mark"},
		"aliases in its place":  {"sdn", string(files["alt.csv"]), "5 cells"},
		"not UTF-8":             {"sdn", replace("Ardle", "Ardl\xe9"), "not UTF-8"},
		"NUL":                   {"sdn", replace("Ardle", "Ardl\x00"), "NUL"},
		"text in UTF-16":        {"sdn", "\xff\xfe1\x00,\x00", "NUL"},
		"number of letters":     {"sdn", replace("90003,", "ninety,"), "is no number"},
		"no name":               {"sdn", replace(`"GREYLARK SEVEN"`, "-0- "), "has no name"},
		"a row after the end":   {"sdn", "\x1a,,,,,,,,,,,\r\n" + good, "after the end"},
		"a cell too many":       {"sdn", replace(`,"vessel",`, `,"vessel","x",`), "13 cells"},
		"a mark inside":         {"sdn", replace(`,"vessel",`, `,"ves"sel,`), "quotation mark"},
		"absurdly many remarks": {"sdn", replace("wife of nobody", strings.Repeat("x; ", maxPieces+1)), "pieces"},
		"absurdly many aliases": {"alt", strings.Repeat("1,1,aka,x,-0- \n", maxPieces+1), "rows of one entry"},
		"comments cut":          {"comments", "90005,\"mber", "nothing closes"},
	} {
		t.Run(name, func(t *testing.T) {
			set := maps.Clone(files)
			file := map[string]string{"sdn": "sdn.csv", "alt": "alt.csv", "add": "add.csv", "comments": "sdn_comments.csv"}[tc.part]
			delete(set, file)
			_, in := setOf(t, set)
			in.Files = append(in.Files, lists.Bytes(file, tc.part, "e0", []byte(tc.data)))
			emitted := 0
			_, err := sdnTables().Parse(context.Background(), in, func(*ftm.Entity) error { emitted++; return nil })
			wantRefusal(t, err, tc.reason)
			if tc.part != "sdn" && emitted > 0 {
				t.Errorf("%d entities were handed over before the side files were read", emitted)
			}
		})
	}
}

func TestAStoppedReadingOfTheDelimitedFilesSaysWhy(t *testing.T) {
	full := errors.New("disk full")
	format, in := setOf(t, sdnSet(t))
	if _, err := format.Parse(context.Background(), in, func(*ftm.Entity) error { return full }); !errors.Is(err, full) {
		t.Errorf("got %v", err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if _, err := format.Parse(ctx, in, func(*ftm.Entity) error { return nil }); !errors.Is(err, context.Canceled) {
		t.Errorf("cancelled: got %v", err)
	}
}

func TestDatesAreAsPreciseAsWritten(t *testing.T) {
	for text, want := range map[string]lists.Date{
		"10 Dec 1948":                {Values: []string{"1948-12-10"}},
		"Dec 1948":                   {Values: []string{"1948-12"}},
		"1948":                       {Values: []string{"1948"}},
		"circa 1951":                 {Values: []string{"1951"}, Qualifier: ftm.Circa},
		"circa 02 Dec 1951":          {Values: []string{"1951-12-02"}, Qualifier: ftm.Circa},
		"circa 1951-1952":            {Values: []string{"1951", "1952"}, Qualifier: ftm.Circa},
		"1959 to 1960":               {Values: []string{"1959", "1960"}, Qualifier: ftm.Range},
		"01 Jan 1961 to 31 Dec 1961": {Values: []string{"1961"}},
		"01 Jan 1961 to 31 Dec 1962": {Values: []string{"1961", "1962"}, Qualifier: ftm.Range},
		"01 Feb 1960 to 29 Feb 1960": {Values: []string{"1960-02"}},
		"21 Mar 1962 to 20 Apr 1962": {Values: []string{"1962-03", "1962-04"}, Qualifier: ftm.Range},
		"Mar 1962 to May 1962":       {Values: []string{"1962-03", "1962-04", "1962-05"}, Qualifier: ftm.Range},
		"05 Mar 1962 to 09 Mar 1962": {Values: []string{"1962-03"}, Qualifier: ftm.Range},
		"05 Mar 1962 to 05 Mar 1962": {Values: []string{"1962-03-05"}},
		"01 Jan 1947 to 01 Jan 1949": {Values: []string{"1947", "1948", "1949"}, Qualifier: ftm.Range},
		"circa Mar 1962 to Apr 1962": {Values: []string{"1962-03", "1962-04"}, Qualifier: ftm.Circa},
		"1960 to 1959":               {},
		"Apr 1962 to Mar 1962":       {},
		"spring to autumn":           {},
		"31 Feb 1962":                {},
	} {
		got, ok := readDate(text)
		if diff := cmp.Diff(want, got); diff != "" || ok != (len(want.Values) > 0) {
			t.Errorf("%q, %v (-want +got):\n%s", text, ok, diff)
		}
	}
}
