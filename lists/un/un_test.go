package un

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"plimsoll/ftm"
	"plimsoll/lists"
	"plimsoll/lists/listtest"
)

func format() lists.Format { return Authority().Formats[0] }

func readTraps(t *testing.T) (*lists.Parsed, []*ftm.Entity) {
	t.Helper()
	return listtest.MustParse(t, format(), "traps.xml", listtest.Fixture(t, "traps.xml"))
}

func TestEveryTrapOfTheFormatIsReadAsExpected(t *testing.T) {
	p, entities := readTraps(t)
	listtest.Golden(t, "testdata/traps.golden.jsonl", p, entities)
	if want := time.Date(2026, 3, 2, 1, 15, 30, 500e6, time.UTC); !p.Published.Equal(want) {
		t.Errorf("published %s, want %s", p.Published, want)
	}
	if diff := cmp.Diff(map[string]int{"individuals": 2, "entities": 2}, p.Counts); diff != "" {
		t.Error(diff)
	}
}

func TestPropertiesOfAPerson(t *testing.T) {
	_, entities := readTraps(t)
	e := listtest.Entity(t, entities, "un_sc-ZZi.001")
	for prop, want := range map[string][]string{
		"name":           {"VORRICK THESSALY O' RELL", "Тессали Воррик"},
		"alias":          {"Tessaly Vorrik", "VORRIK, Tessaly", "ثسالي فوريك", "Thissali Furik", "Thisali Forik"},
		"weakAlias":      {"The Lamplighter", "Tess", "Тэсс"},
		"previousName":   {"Thessaly Quenn"},
		"birthDate":      {"1958", "1959", "1960", "1961", "1962-11-09", "1963", "1973-11", "1965", "1966", "1967"},
		"nationality":    {"kp", "bh"},
		"country":        {"kp", "hk"},
		"birthCountry":   {"ml", "sd", "ss"},
		"gender":         {"female"},
		"passportNumber": {"DEMO 000001", "96/000009"},
		"idNumber":       {"0665"},
		"topics":         {"sanction"},
	} {
		if diff := cmp.Diff(want, e.Values(prop)); diff != "" {
			t.Errorf("%s (-want +got):\n%s", prop, diff)
		}
	}
	if o := e.About("name")[0].Original; o != " VORRICK  | THESSALY  O'\u00a0RELL" {
		t.Errorf("the parts of the name became %q", o)
	}
	if l := e.About("name")[1].Lang; l != "und-Cyrl" {
		t.Errorf("the Cyrillic name has language %q", l)
	}
	if topics := listtest.Entity(t, entities, "un_sc-ZZi.063").Values("topics"); topics != nil {
		t.Errorf("somebody delisted is still %q", topics)
	}
}

// The place of a statement must lead back to the bytes that say it.
func TestPlaceIsTheByteAtWhichTheElementBegins(t *testing.T) {
	data := listtest.Fixture(t, "traps.xml")
	_, entities := readTraps(t)
	listtest.ElementsLeadBack(t, data, entities, 80)
}

func TestDamagedFilesAreRefusedWholeAndThePlaceIsNamed(t *testing.T) {
	good := string(listtest.Fixture(t, "traps.xml"))
	replace := func(old, with string) string { return listtest.Replace(t, good, old, with) }
	at := func(s string) int64 { return int64(strings.Index(good, s)) }
	for name, tc := range map[string]struct {
		data   string
		reason string
		offset int64 // -2: any
	}{
		"cut in the middle":      {good[:len(good)/2], "ends in the middle", -2},
		"cut before the last >":  {strings.TrimSpace(good)[:len(good)-5], "ends in the middle", -2},
		"empty":                  {"", "before the list begins", 0},
		"HTML page":              {"<!DOCTYPE html>\n<html><body>Down for maintenance</body></html>", "declaration", 0},
		"HTML page, bare":        {"<html><body>Down</body></html>", "begins with <html>", 0},
		"JSON error body":        {`{"timestamp":"2026","status":500}`, "text where none belongs", 0},
		"not well-formed":        {replace("</GENDER>", "</GENRE>"), "not well-formed", -2},
		"cp1252 bytes":           {replace("Ardle", "Ardl\xe9"), "UTF-8", -2},
		"declared in cp1252":     {replace("encoding='UTF-8'", "encoding='windows-1252'"), "windows-1252", -2},
		"no entries":             {"<CONSOLIDATED_LIST dateGenerated='2026-03-01T00:00:00Z'><INDIVIDUALS/><ENTITIES/></CONSOLIDATED_LIST>", "no entries", -2},
		"half of the list":       {"<CONSOLIDATED_LIST dateGenerated='2026-03-01T00:00:00Z'><INDIVIDUALS/></CONSOLIDATED_LIST>", "no <ENTITIES>", -2},
		"no day of publication":  {replace("dateGenerated", "dateMade"), "no dateGenerated", -2},
		"bad day of publication": {replace("2026-03-01T20:15:30.5-05:00", "yesterday"), "dateGenerated", -2},
		"entry without a name":   {replace("<FIRST_NAME>OSTRELLAN LAMPLIGHT BUNKERING</FIRST_NAME>", "<FIRST_NAME/>"), "without a name", -2},
		"text between entries":   {replace("</INDIVIDUALS>", "and others</INDIVIDUALS>"), "and others", at("</INDIVIDUAL>\n  </INDIVIDUALS>") + 13},
		"two documents":          {good + good[strings.Index(good, "<CONSOLIDATED"):], "second document", -2},
		"entity declared":        {replace("<CONSOLIDATED_LIST", "<!DOCTYPE x [<!ENTITY a 'b'>]><CONSOLIDATED_LIST"), "declaration", -2},
		"undefined entity":       {replace("Ardle", "&ardle;"), "no character", -2},
		"nested too deep":        {replace("<SHOE_SIZE>44</SHOE_SIZE>", strings.Repeat("<A>", 50)+strings.Repeat("</A>", 50)), "nested deeper", -2},
		"endless siblings":       {replace("<SHOE_SIZE>44</SHOE_SIZE>", strings.Repeat("<A/>", 300_000)), "more than 200000 elements", -2},
		"endless alias":          {replace("Tessaly Vorrik;", strings.Repeat("A;", 2000)), "holds 2001 names", at("<INDIVIDUAL_ALIAS>")},
		"endless text":           {replace("Ardle", strings.Repeat("x", 9<<20)), "in one piece", -2},
		"endless entry":          {replace("<SHOE_SIZE>44</SHOE_SIZE>", strings.Repeat("<A>"+strings.Repeat("y", 1<<20)+"</A>", 10)), "longer than", -2},
	} {
		t.Run(name, func(t *testing.T) {
			bad := listtest.Damaged(t, format(), "list.xml", tc.data, tc.reason)
			if tc.offset != -2 && bad.Offset != tc.offset {
				t.Errorf("byte %d, want %d", bad.Offset, tc.offset)
			}
		})
	}
}

func TestTroubleOfTheReaderIsNotBlamedOnTheFile(t *testing.T) {
	listtest.ReaderTrouble(t, format())
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if _, _, err := lists.ReadAll(ctx, format(), listtest.Input("x", listtest.Fixture(t, "traps.xml"))); !errors.Is(err, context.Canceled) {
		t.Errorf("cancelled: got %v", err)
	}
}

// A reference was once printed at two entries: neither is lost.
func TestOneReferenceAtTwoEntriesKeepsBoth(t *testing.T) {
	twice := strings.Replace(string(listtest.Fixture(t, "traps.xml")), "<REFERENCE_NUMBER>ZZi.063 .1<", "<REFERENCE_NUMBER>ZZi.001<", 1)
	p, entities := listtest.MustParse(t, format(), "list.xml", []byte(twice))
	var ids []string
	for _, e := range entities {
		if e.Schema == "Person" {
			ids = append(ids, e.ID)
		}
	}
	if len(ids) != 2 || ids[0] != "un_sc-ZZi.001" || !strings.HasPrefix(ids[1], "un_sc-ZZi.001-") {
		t.Errorf("persons %v", ids)
	}
	if !strings.Contains(fmt.Sprint(p.Warnings), "reference ZZi.001 stands at two entries") {
		t.Errorf("no warning among %v", p.Warnings)
	}
}

func TestSplittingOfAliases(t *testing.T) {
	for in, want := range map[string][]string{
		"":                                   nil,
		"Plain":                              {"Plain"},
		"A; B ;":                             {"A", "B"},
		"Wide Front (WF)":                    {"Wide Front (WF)"},
		"Wide Front (WF; W Front)":           {"Wide Front (WF; W Front)"},
		"Amir (original script: Амир)":       {"Amir", "Амир"},
		"ثس (The One; One (O))":              {"ثس", "The One", "One (O)"},
		"Hay (H) (هي (original script); Ha)": {"Hay (H)", "هي", "Ha"},
		`"Quoted, Q"`:                        {"Quoted, Q"},
		`"A" and "B"`:                        {`"A" and "B"`},
		"M. One b) M. Two":                   {"M. One", "M. Two"},
		"broken (bracket":                    {"broken (bracket"},
		")":                                  {")"},
		"(all)":                              {"(all)"},
	} {
		if diff := cmp.Diff(want, splitNames(in)); diff != "" {
			t.Errorf("%q (-want +got):\n%s", in, diff)
		}
	}
}

func TestNumbersAreTakenOutOfProse(t *testing.T) {
	for in, want := range map[string][2]string{
		"381000009":                         {"381000009", ""},
		"OR 1000009":                        {"OR 1000009", ""},
		"No. H0000099 (Larkmerian)":         {"H0000099", "Larkmerian"},
		"Larkmerian Passport No. 96/000009": {"96/000009", "Larkmerian Passport No."},
		"Travel document A 0000199":         {"A 0000199", "Travel document"},
		"381000008 (Expired 25 Jan. 2016)":  {"381000008", "Expired 25 Jan. 2016"},
		"R00000099, South Sudan":            {"R00000099", "South Sudan"},
		"passport number 8208 No. 000099":   {"8208 000099", "passport number"},
		"unknown":                           {"", ""},
		"":                                  {"", ""},
	} {
		number, said := documentNumber(in)
		if got := [2]string{number, said}; got != want {
			t.Errorf("%q: got %q, want %q", in, got, want)
		}
	}
}

// TestRealDataOfTheUnitedNations reads published copies where PLIMSOLL_DATA names a folder that
// has them under un.
func TestRealDataOfTheUnitedNations(t *testing.T) {
	dir := listtest.RealFolder(t, "un")
	for name, want := range map[string]struct{ individuals, entities, kpi, kpe int }{
		"consolidated_2026-02-27.xml": {730, 273, 80, 75},
		"consolidated_2026-01-28.xml": {726, 273, 80, 75},
		"consolidated_2018-10-29.xml": {703, 390, 80, 75},
		"consolidated_2017-07-03.xml": {650, 371, 53, 46},
	} {
		t.Run(name, func(t *testing.T) {
			p, entities := listtest.ParseReal(t, format(), name, listtest.ReadFile(t, filepath.Join(dir, name)))
			got := want
			got.individuals, got.entities, got.kpi, got.kpe = p.Counts["individuals"], p.Counts["entities"], 0, 0
			for _, e := range entities {
				switch ref := e.First("unscId"); {
				case strings.HasPrefix(ref, "KPi."):
					got.kpi++
				case strings.HasPrefix(ref, "KPe."):
					got.kpe++
				}
			}
			if got != want {
				t.Errorf("got %+v, want %+v", got, want)
			}
		})
	}
	t.Run("broken", func(t *testing.T) {
		name := "consolidated_2025-08-16_cp1252-bytes-declared-utf8.xml"
		_, _, err := listtest.Parse(format(), name, listtest.ReadFile(t, filepath.Join(dir, "broken", name)))
		var bad *lists.ParseError
		if !errors.As(err, &bad) || bad.Line != 53 || bad.Offset != 2110 {
			t.Fatalf("got %v", err)
		}
		t.Log(err)
	})
	series, _ := filepath.Glob(filepath.Join(os.Getenv("PLIMSOLL_UN_SERIES"), "*.xml"))
	for _, name := range series {
		data := listtest.ReadFile(t, name)
		p, _, err := listtest.Parse(format(), filepath.Base(name), data)
		if err != nil {
			t.Logf("refused: %v", err)
			continue
		}
		if got := bytes.Count(data, []byte("<REFERENCE_NUMBER>")); got != p.Counts["individuals"]+p.Counts["entities"] {
			t.Errorf("%s: %v, but %d references", name, p.Counts, got)
		}
	}
}
