package un

import (
	"bytes"
	"context"
	"errors"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"plimsoll/ftm"
	"plimsoll/lists"
)

var update = flag.Bool("update", false, "write the golden files anew")

// read is what a parser says and what it emits.
type read struct {
	*lists.Parsed
	Entities []*ftm.Entity
}

func parse(t testing.TB, name string, data []byte) (*read, error) {
	t.Helper()
	in := lists.Input{Files: []lists.File{lists.Bytes(name, lists.OnePart, "e0", []byte(data))}}
	p, entities, err := lists.ReadAll(context.Background(), Authority().Formats[0], in)
	if err != nil {
		return nil, err
	}
	return &read{p, entities}, nil
}

func traps(t testing.TB) []byte {
	t.Helper()
	data, err := os.ReadFile("testdata/traps.xml")
	if err != nil {
		t.Fatal(err)
	}
	return data
}

func TestEveryTrapOfTheFormatIsReadAsExpected(t *testing.T) {
	p, err := parse(t, "traps.xml", traps(t))
	if err != nil {
		t.Fatal(err)
	}
	var got bytes.Buffer
	if err := ftm.WriteLines(&got, p.Entities); err != nil {
		t.Fatal(err)
	}
	for _, w := range p.Warnings {
		fmt.Fprintln(&got, "warning:", w)
	}
	const golden = "testdata/traps.golden.jsonl"
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
	for _, e := range p.Entities {
		if err := ftm.Default().Check(e); err != nil {
			t.Error(err)
		}
	}
	if want := time.Date(2026, 3, 2, 1, 15, 30, 500e6, time.UTC); !p.Published.Equal(want) {
		t.Errorf("published %s, want %s", p.Published, want)
	}
	if diff := cmp.Diff(map[string]int{"individuals": 2, "entities": 2}, p.Counts); diff != "" {
		t.Error(diff)
	}
}

func entityOf(t *testing.T, p *read, id string) *ftm.Entity {
	t.Helper()
	for _, e := range p.Entities {
		if e.ID == id {
			return e
		}
	}
	t.Fatalf("no entity %s", id)
	return nil
}

func TestPropertiesOfAPerson(t *testing.T) {
	p, err := parse(t, "traps.xml", traps(t))
	if err != nil {
		t.Fatal(err)
	}
	e := entityOf(t, p, "un_sc-ZZi.001")
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
		"passportNumber": {"DEMO 000001", "96/184442"},
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
	if topics := entityOf(t, p, "un_sc-ZZi.063").Values("topics"); topics != nil {
		t.Errorf("somebody delisted is still %q", topics)
	}
}

// The place of a statement must lead back to the bytes that say it.
func TestPlaceIsTheByteAtWhichTheElementBegins(t *testing.T) {
	data := traps(t)
	p, err := parse(t, "traps.xml", data)
	if err != nil {
		t.Fatal(err)
	}
	n := 0
	for _, e := range p.Entities {
		for _, s := range e.Statements {
			path, offset, ok := strings.Cut(s.Place, " @")
			var at int
			if _, err := fmt.Sscan(offset, &at); !ok || err != nil {
				t.Fatalf("place %q has no offset", s.Place)
			}
			element := path[strings.LastIndex(path, "/")+1:]
			element, _, _ = strings.Cut(element, "[")
			if !bytes.HasPrefix(data[at:], []byte("<"+element)) {
				t.Errorf("%s leads to %q", s.Place, data[at:at+20])
			}
			n++
		}
	}
	if n < 80 {
		t.Errorf("only %d statements", n)
	}
}

func TestDamagedFilesAreRefusedWholeAndThePlaceIsNamed(t *testing.T) {
	good := string(traps(t))
	replace := func(old, new string) string {
		if !strings.Contains(good, old) {
			t.Fatalf("the fixture has no %q", old)
		}
		return strings.Replace(good, old, new, 1)
	}
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
			p, err := parse(t, "list.xml", []byte(tc.data))
			var bad *lists.ParseError
			if p != nil || !errors.As(err, &bad) {
				t.Fatalf("not refused with a ParseError: %v", err)
			}
			if !strings.Contains(err.Error(), tc.reason) {
				t.Errorf("the reason is %q, want it to say %q", err, tc.reason)
			}
			if bad.File != "list.xml" || bad.Line < 1 || bad.Offset < 0 {
				t.Errorf("the place is %q line %d byte %d", bad.File, bad.Line, bad.Offset)
			}
			if tc.offset != -2 && bad.Offset != tc.offset {
				t.Errorf("byte %d, want %d", bad.Offset, tc.offset)
			}
		})
	}
}

type brokenPipe struct{}

func (brokenPipe) ReadAt([]byte, int64) (int, error) { return 0, errors.New("pipe burst") }

func TestTroubleOfTheReaderIsNotBlamedOnTheFile(t *testing.T) {
	nothing := func(*ftm.Entity) error { return nil }
	broken := lists.File{Name: "x", Size: 100, ReaderAt: brokenPipe{}}
	_, err := Parse(context.Background(), lists.Input{Files: []lists.File{broken}}, nothing)
	var bad *lists.ParseError
	if err == nil || errors.As(err, &bad) || !strings.Contains(err.Error(), "pipe burst") {
		t.Errorf("got %v", err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	good := lists.Bytes("x", lists.OnePart, "e0", traps(t))
	if _, err := Parse(ctx, lists.Input{Files: []lists.File{good}}, nothing); !errors.Is(err, context.Canceled) {
		t.Errorf("cancelled: got %v", err)
	}
}

// A reference was once printed at two entries: neither is lost.
func TestOneReferenceAtTwoEntriesKeepsBoth(t *testing.T) {
	twice := strings.Replace(string(traps(t)), "<REFERENCE_NUMBER>ZZi.063 .1<", "<REFERENCE_NUMBER>ZZi.001<", 1)
	p, err := parse(t, "list.xml", []byte(twice))
	if err != nil {
		t.Fatal(err)
	}
	var ids []string
	for _, e := range p.Entities {
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
		"381420754":                         {"381420754", ""},
		"OR 1961825":                        {"OR 1961825", ""},
		"No. H0044232 (Larkmerian)":         {"H0044232", "Larkmerian"},
		"Larkmerian Passport No. 96/184442": {"96/184442", "Larkmerian Passport No."},
		"Travel document A 0139243":         {"A 0139243", "Travel document"},
		"381110042 (Expired 25 Jan. 2016)":  {"381110042", "Expired 25 Jan. 2016"},
		"R00012098, South Sudan":            {"R00012098", "South Sudan"},
		"passport number 8208 No. 555627":   {"8208 555627", "passport number"},
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
	base := os.Getenv("PLIMSOLL_DATA")
	if base == "" {
		t.Skip("PLIMSOLL_DATA is not set")
	}
	dir := filepath.Join(base, "un")
	for name, want := range map[string]struct{ individuals, entities, kpi, kpe int }{
		"consolidated_2026-02-27.xml": {730, 273, 80, 75},
		"consolidated_2026-01-28.xml": {726, 273, 80, 75},
		"consolidated_2018-10-29.xml": {703, 390, 80, 75},
		"consolidated_2017-07-03.xml": {650, 371, 53, 46},
	} {
		t.Run(name, func(t *testing.T) {
			p := parseFile(t, filepath.Join(dir, name))
			got := want
			got.individuals, got.entities, got.kpi, got.kpe = p.Counts["individuals"], p.Counts["entities"], 0, 0
			for _, e := range p.Entities {
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
		data, err := os.ReadFile(filepath.Join(dir, "broken", name))
		if err != nil {
			t.Fatal(err)
		}
		_, err = parse(t, name, data)
		var bad *lists.ParseError
		if !errors.As(err, &bad) || bad.Line != 53 || bad.Offset != 2110 {
			t.Fatalf("got %v", err)
		}
		t.Log(err)
	})
	series, _ := filepath.Glob(filepath.Join(os.Getenv("PLIMSOLL_UN_SERIES"), "*.xml"))
	for _, name := range series {
		data, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		p, err := parse(t, filepath.Base(name), data)
		if err != nil {
			t.Logf("refused: %v", err)
			continue
		}
		if got := bytes.Count(data, []byte("<REFERENCE_NUMBER>")); got != p.Counts["individuals"]+p.Counts["entities"] {
			t.Errorf("%s: %v, but %d references", name, p.Counts, got)
		}
	}
}

func parseFile(t *testing.T, name string) *read {
	t.Helper()
	data, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	start := time.Now()
	p, err := parse(t, filepath.Base(name), data)
	if err != nil {
		t.Fatal(err)
	}
	t.Logf("%v, %d entities, %.1f MB/s, %s", p.Counts, len(p.Entities), float64(len(data))/1e6/time.Since(start).Seconds(), p.Published)
	for _, w := range p.Warnings {
		t.Log(w)
	}
	for _, e := range p.Entities {
		if err := ftm.Default().Check(e); err != nil {
			t.Error(err)
		}
	}
	return p
}
