package un1718

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"plimsoll/ftm"
	"plimsoll/lists"
	"plimsoll/lists/listtest"
)

// traps are the fixtures by format. All ships in them are invented.
var traps = map[string]string{
	"1718 vessels.html": "traps.html",
	"ships.csv":         "traps.csv",
	"facts.csv":         "traps_facts.csv",
}

func TestEveryTrapIsReadAsExpected(t *testing.T) {
	for name, file := range traps {
		t.Run(file, func(t *testing.T) {
			p, es, err := parse(name, listtest.Fixture(t, file))
			if err != nil {
				t.Fatal(err)
			}
			golden := "testdata/" + file[:strings.LastIndexByte(file, '.')] + ".golden.jsonl"
			if strings.HasSuffix(file, ".html") {
				golden = "testdata/traps_html.golden.jsonl"
			}
			listtest.Golden(t, golden, p, es, fmt.Sprintf("%s %q %s %v", p.Dataset, p.Title, p.Published, p.Counts))
		})
	}
}

func TestValuesThatMatter(t *testing.T) {
	_, es, err := parse("1718 vessels.html", listtest.Fixture(t, "traps.html"))
	if err != nil {
		t.Fatal(err)
	}
	byID := map[string]*ftm.Entity{}
	for _, e := range es {
		byID[strings.TrimPrefix(e.ID, Dataset)] = e
	}
	for _, tc := range []struct {
		id, prop string
		want     []string
	}{
		{"-0990011", "name", []string{"ORRIN TALE"}},
		{"-0990011", "topics", []string{"sanction"}},
		{"-0990011-sanction-2018-03-30", "provisions", []string{"2321 OP12(d)", "2371 OP6", "2375 OP6"}},
		{"-0990011-sanction-2018-03-30", "summary", []string{"asset freeze", "port entry ban"}},
		{"-0990011-sanction-2018-03-30", "programId", []string{"dprk"}},
		{"-0990011-sanction-2018-03-30", "reason", []string{"The tanker ORRIN TALE met another ship for a ship-to-ship transfer & was seen – twice."}},
		{"-0990023", "name", []string{"Song of Marrow 7"}},
		{"-0990023", "previousName", []string{"Vellum 2", "Harrow Light"}},
		{"-0990023", "flag", []string{"kp"}},
		{"-0990023", "pastFlags", []string{"ki", "kh"}},
		{"-0990023", "mmsi", []string{"298000011", "298000022"}},
		{"-0990023", "callSign", []string{"ZZ3NM", "ZZUJX"}},
		{"-0990023", "notes", []string{"picture: https://ships.example/vessels/vellum_2.jpg"}},
		{"-0990023-controller-kpe-020", "subject", []string{"un_sc-KPe.020"}},
		{"-0990023-controller-kpe-020", "object", []string{Dataset + "-0990023"}},
		{"-0990035-sanction-2017-10-03", "provisions", []string{"2371 OP6", "2375 OP6"}},
		{"-0990035-sanction-2018-03-30", "provisions", []string{"2321 OP12(a)"}},
		{"-0990035-sanction-2018-03-30", "summary", []string{"de-flagging"}},
		{"-quern-of-larkmere-078", "imoNumber", nil},
		{"-quern-of-larkmere-078", "notes", []string{"IMO number: does not exist"}},
		{"-0990047-owner-kpe-999", "owner", []string{"un_sc-KPe.999"}},
		{"-0990047-owner-kpe-999", "namesMentioned", []string{"Brackenfold Tidewater & Marine"}},
		{"-0990011-orrin-tale-anew", "imoNumber", []string{"0990011"}}, // a second row of one number: kept
		{"-0990014", "imoNumber", []string{"0990014"}},                 // wrong check digit: kept
		{"-0990014", "name", []string{"WICK"}},
	} {
		e := byID[tc.id]
		if e == nil {
			t.Errorf("no entity %s", tc.id)
			continue
		}
		if diff := cmp.Diff(tc.want, e.Values(tc.prop)); diff != "" {
			t.Errorf("%s of %s (-want +got):\n%s", tc.prop, tc.id, diff)
		}
	}
}

// The first five ships of the fixtures are the same in all formats; the PDF is
// printed from them here.
func TestAllFormatsGiveTheSameEntities(t *testing.T) {
	files := map[string][]byte{"1718 vessels.pdf": printPDF(shipsInPrint())}
	for name, file := range traps {
		files[name] = listtest.Fixture(t, file)
	}
	var want []string
	for _, name := range []string{"1718 vessels.html", "ships.csv", "facts.csv", "1718 vessels.pdf"} {
		_, es, err := parse(name, files[name])
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		for _, e := range es {
			id := strings.TrimPrefix(e.ID, Dataset)
			if strings.HasPrefix(id, "-0990011-orrin") || strings.HasPrefix(id, "-0990014") {
				continue
			}
			for _, s := range e.Statements {
				if s.Prop == "reason" || strings.Contains(s.Value, "picture") || s.Value == "Seen twice." {
					continue // the facts have none
				}
				got = append(got, id+" "+s.Prop+" "+s.Value)
			}
		}
		slices.Sort(got)
		if want == nil {
			want = got
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s (-HTML +this):\n%s", name, diff)
		}
	}
}

func TestPlacesLeadBackToTheBytes(t *testing.T) {
	at := regexp.MustCompile(`@(\d+)$`)
	files := map[string][]byte{"1718 vessels.pdf": printPDF(shipsInPrint())}
	for name, file := range traps {
		files[name] = listtest.Fixture(t, file)
	}
	for name, data := range files {
		_, es, err := parse(name, data)
		if err != nil {
			t.Fatal(err)
		}
		for _, e := range es {
			for _, s := range e.Statements {
				m := at.FindStringSubmatch(s.Place)
				if m == nil {
					t.Fatalf("%s: %s of %s has the place %q", name, s.Prop, e.ID, s.Place)
				}
				offset, _ := strconv.Atoi(m[1])
				rest := data[offset:]
				switch {
				case strings.HasSuffix(name, ".html"):
					if !bytes.HasPrefix(rest, []byte("<td")) {
						t.Errorf("%s: %s stands at %q", name, s.Place, rest[:10])
					}
				case strings.HasSuffix(name, ".pdf"):
					if !bytes.HasPrefix(rest, []byte("q 1 0 0 1 0 0 cm")) {
						t.Errorf("%s: %s is at %q", name, s.Place, rest[:10])
					}
				case s.Original != "" && s.Prop != "reason":
					if !bytes.HasPrefix(bytes.TrimPrefix(rest, []byte(`"`)), []byte(s.Original)) {
						t.Errorf("%s: %q is not at %q but %q", name, s.Original, s.Place, rest[:20])
					}
				}
			}
		}
	}
}

func TestWhatIsNoListIsRefused(t *testing.T) {
	page, sheet, facts := string(listtest.Fixture(t, "traps.html")), string(listtest.Fixture(t, "traps.csv")), string(listtest.Fixture(t, "traps_facts.csv"))
	print := string(printPDF(shipsInPrint()))
	swap := func(s, old, with string) string { return listtest.Replace(t, s, old, with) }
	for name, tc := range map[string]struct{ file, data, want string }{
		"cut page":               {"f.html", page[:len(page)/2], "ends in the middle"},
		"cut page, end put back": {"f.html", page[:strings.Index(page, "<tr><td rowspan=\"2\"><p>4</p>")] + "<tr><td rowspan=\"2\"><p>5</p></td><td colspan=\"2\">1: A</td></tr></html>", `the ship in place 4 has the number "5"`},
		"page without ships":     {"f.html", "<html><title>1718 Designated Vessels List</title><body>Not found</body></html>", "no table with"},
		"page without header":    {"f.html", swap(swap(page, "IMO number", "Number"), "IMO number", "Number"), "before a header"},
		"page without a measure": {"f.html", strings.ReplaceAll(page, "Ocean Maritime Management", "Others"), "before a header"},
		"page in cp1252":         {"f.html", swap(page, "’", "\x92"), "0x92 is not UTF-8"},
		"page with NUL":          {"f.html", swap(page, "ORRIN", "ORR\x00N"), "NUL"},
		"page with a lost row":   {"f.html", swap(page, "<p>3</p>", "<p>4</p>"), "rows are missing"},
		"page, other word":       {"f.html", swap(page, "<p>Yes</p>", "<p>Perhaps</p>"), `but "Perhaps"`},
		"page, no date":          {"f.html", swap(page, "<p>30-Mar-18</p>", "<p/>"), "without a date"},
		"page, no name":          {"f.html", swap(page, "1: na 2: WICK", "1: na"), "without a name"},
		"page, open remark":      {"f.html", swap(page, "</table>", "<!-- "), "that nothing closes"},
		"page, lost letter":      {"f.html", swap(page, "<b>ORRIN", "<b>ORR\uFFFDN"), "does not tell what a character"},
		"page, wide table":       {"f.html", swap(page, `colspan="10"`, `colspan="990"`), "more than 100 columns"},
		"half a sheet":           {"f.csv", sheet[:strings.Index(sheet, "was seen")], "the row has 14 cells"},
		"sheet, open quotes":     {"f.csv", swap(sheet, ",1: TWICE", ",\"1: TWICE"), "quotation mark"},
		"sheet without rows":     {"f.csv", sheet[:strings.Index(sheet, "\r\n")+2], "no rows"},
		"sheet lacks a measure":  {"f.csv", swap(sheet, "Ocean Maritime Management", "Others"), `lacks the column "Economic resources`},
		"sheet, unknown word":    {"f.csv", swap(sheet, "Yes,Yes", "Yes,Yes*"), `but "Yes*"`},
		"sheet not UTF-8":        {"f.csv", swap(sheet, "’", "\x92"), "UTF-8"},
		"sheet, endless cell":    {"f.csv", swap(sheet, "1: 298000011", numbered(1001)), "more than 1000"},
		"sheet, endless row":     {"f.csv", swap(sheet, "298000011", strings.Repeat("298000011 2: ", 200000)), "longer than"},
		"facts without rows":     {"f.csv", facts[:strings.Index(facts, "ORRIN")], "no rows"},
		"facts, no such day":     {"f.csv", swap(facts, "2026-03-01", "March"), "published is"},
		"facts, no such measure": {"f.csv", swap(facts, "2270 OP23", "2270 OP24"), `"2270 OP24" is no measure`},
		"facts, half a measure":  {"f.csv", swap(facts, ", 2375 OP6", ""), `"2371 OP6" is no measure`},
		"facts, no measure":      {"f.csv", swap(facts, "2017-06-21: 2270 OP23", ""), "no measure is dated"},
		"facts, no name":         {"f.csv", swap(facts, "HOLLOW GANG 6", ""), "without a name"},
		"facts, 5001 names":      {"f.csv", swap(facts, "HOLLOW GANG 6", strings.Repeat("A;", 5001)), "more than 1000"},
		"cut print":              {"1718 vessels.pdf", print[:len(print)*2/3], "cut"},
		"empty print":            {"1718 vessels.pdf", string(printPDF(nil)), "no table with"},
		"print of another list":  {"1718 vessels.pdf", strings.ReplaceAll(print, "IMO number", "Number"), "before a header"},
		"print, lost ship":       {"1718 vessels.pdf", swap(print, "(3) Tj", "(4) Tj"), "rows are missing"},
		"print, strange letters": {"1718 vessels.pdf", swap(print, "/Encoding /WinAnsiEncoding", "/Encoding /Secret"), "no table with"},
	} {
		t.Run(name, func(t *testing.T) {
			p, _, err := parse(tc.file, []byte(tc.data))
			if bad := listtest.Refused(t, p, err, tc.want); bad.Offset < 0 {
				t.Errorf("no place: %v", err)
			}
		})
	}
}

// numbered is a history of n values.
func numbered(n int) string {
	var b strings.Builder
	for i := range n {
		fmt.Fprintf(&b, " %d: 298000011", i+1)
	}
	return b.String()[1:]
}

func TestOnlyItsOwnFilesAreTaken(t *testing.T) {
	for name, data := range map[string]string{
		"list.pdf": "%PDF-1.7 id schema", "1718 vessels.txt": "1718 Designated Vessels List", "f.html": "<html><body id schema>", "f.json": `{"id":"x","schema":"Person"}`,
		"un_1718_vessels.csv": "# title: UN 1718 Designated Vessels List\nid,schema,name\n", "empty": "", "f.xml": "<CONSOLIDATED_LIST>", "g.csv": "vessel_name,imo\n", "only.csv": "# remark\n",
	} {
		if _, err := lists.Identify([]lists.Authority{Authority()}, name, []byte(data)); err == nil {
			t.Errorf("%s is taken", name)
		}
	}
}

func TestTheReaderStopsWhenItIsTold(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	in := listtest.Input("vessels.csv", Bundled())
	if _, _, err := lists.ReadAll(ctx, lists.Format{Parse: parseFacts}, in); !errors.Is(err, context.Canceled) {
		t.Errorf("got %v", err)
	}
}

func TestHistories(t *testing.T) {
	for in, want := range map[string][]string{
		"":                             nil,
		"na":                           nil,
		"ORRIN TALE":                   {"ORRIN TALE"},
		"1: ORRIN TALE 2":              {"ORRIN TALE 2"},
		"1: Orrin 2 2: Tale 3: 3":      {"Orrin 2", "Tale", "3"},
		"1. Kiribati 2: Cambodia":      {"Kiribati", "Cambodia"},
		"1:298000011 2:298000022":      {"298000011", "298000022"},
		"1: NO. 2.5 2. B":              {"NO. 2.5", "B"},
		"1: A 3: B":                    {"A 3: B"},
		"2: A 3: B":                    {"2: A 3: B"},
		"1: A 2: na":                   {"A"},
		"1: a 2: b 3: c 4: d 5: e 6.f": {"a", "b", "c", "d", "e 6.f"},
	} {
		var got []string
		for _, v := range history(lists.Value{Text: in}) {
			got = append(got, v.Text)
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%q (-want +got):\n%s", in, diff)
		}
	}
}

func TestTheFactsAreWhole(t *testing.T) {
	p, es, err := parse("vessels.csv", Bundled())
	if err != nil {
		t.Fatal(err)
	}
	valid := 0
	for _, e := range es {
		if _, ok := lists.IMONumber(e.First("imoNumber")); ok {
			valid++
		}
	}
	if p.Counts["vessels"] != 59 || valid != 58 || len(p.Warnings) > 0 || len(es) != 59+60+22+2 {
		t.Errorf("%v, %d valid numbers, %d entities, %v", p.Counts, valid, len(es), p.Warnings)
	}
}
