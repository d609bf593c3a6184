package worldbank

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"plimsoll/ftm"
	"plimsoll/lists"
)

var update = flag.Bool("update", false, "write the golden files anew")

func parse(name string, data []byte) (*lists.Parsed, []*ftm.Entity, error) {
	in := lists.Input{Files: []lists.File{lists.Bytes(name, lists.OnePart, "e0", data)}}
	return lists.ReadAll(context.Background(), Authority().Formats[0], in)
}

func traps(t testing.TB) []byte {
	t.Helper()
	data, err := os.ReadFile("testdata/traps.json")
	if err != nil {
		t.Fatal(err)
	}
	return data
}

func parseTraps(t *testing.T) (*lists.Parsed, []*ftm.Entity) {
	t.Helper()
	p, entities, err := parse("traps.json", traps(t))
	if err != nil {
		t.Fatal(err)
	}
	return p, entities
}

func TestEveryTrapOfTheFormatIsReadAsExpected(t *testing.T) {
	p, entities := parseTraps(t)
	var got bytes.Buffer
	if err := ftm.WriteLines(&got, entities); err != nil {
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
	for _, e := range entities {
		if err := ftm.Default().Check(e); err != nil {
			t.Error(err)
		}
	}
	if want := time.Date(2026, 3, 1, 19, 0, 6, 107e6, time.UTC); !p.Published.Equal(want) {
		t.Errorf("published %s, want %s", p.Published, want)
	}
	if diff := cmp.Diff(map[string]int{"individuals": 2, "entities": 5, "others": 2}, p.Counts); diff != "" {
		t.Error(diff)
	}
}

func entityOf(t *testing.T, entities []*ftm.Entity, id string) *ftm.Entity {
	t.Helper()
	for _, e := range entities {
		if e.ID == id {
			return e
		}
	}
	t.Fatalf("no entity %s", id)
	return nil
}

func says(t *testing.T, e *ftm.Entity, want map[string][]string) {
	t.Helper()
	for prop, values := range want {
		if diff := cmp.Diff(values, e.Values(prop)); diff != "" {
			t.Errorf("%s of %s (-want +got):\n%s", prop, e.ID, diff)
		}
	}
}

func TestPropertiesOfParties(t *testing.T) {
	_, entities := parseTraps(t)
	says(t, entityOf(t, entities, "wb_debarred-990001"), map[string][]string{
		"name": {"ORRIN VELLACOTT-ZZ"}, "title": {"MR.", "DR."}, "alias": {"ORIN VELACOT"},
		"idNumber": {"ZZ-000-001"}, "topics": {"debarment"}, "country": {"ke"},
		"address": {"3 DRIFT LANE, ARDLE, 00100, Kenya"}, "notes": {"Footnote of the list: *43 and 45"},
	})
	says(t, entityOf(t, entities, "wb_debarred-990002"), map[string][]string{
		"name":               {"BRACKENFOLD TIDEWATER WORKS (BTW)", "洛姆码头(集团)工程公司", "洛姆码头"},
		"previousName":       {"Loom Quay Works Co., Ltd."},
		"registrationNumber": {"99990000ZZ1111111X", "ZZ 77-A", "ZZ9"},
		"dunsCode":           {"990000001"},
	})
	says(t, entityOf(t, entities, "wb_debarred-990003"), map[string][]string{
		"name": {"GREYLARK ROADS LIMITED"}, "previousName": {"GREYLARK PATHS LIMITED"},
		"alias":     {"Routes et Sentiers d’Ardle", "GR Group", "Greylark Roads, Inc."},
		"taxNumber": {"ZZ5"}, "country": {"cd"}, "topics": nil,
		"notes": {"Additional information: TRADES IN THE REEF SECTOR"},
	})
	says(t, entityOf(t, entities, "wb_debarred-990004"), map[string][]string{
		"name": {"LAMPLIGHT SUPPLIES"}, "alias": {"LAMPLIGHT DREDGING JSC", "LAMPLIGHT SUPPLIES AND (PVT) LTD"},
		"topics": {"debarment"}, // its last day is the day of the file
	})
	says(t, entityOf(t, entities, "wb_debarred-990006"), map[string][]string{"name": {"THE SAME NUMBER AGAIN", "Джоррой Сесване"}})
}

func TestDebarmentWithoutAnEndHasNoEndDate(t *testing.T) {
	_, entities := parseTraps(t)
	says(t, entityOf(t, entities, "wb_debarred-990001-sanction"), map[string][]string{
		"startDate": {"2024-02-29"}, "endDate": nil, "duration": {"permanent"}, "status": {"Permanent"}, "program": {"Debarment"},
	})
	says(t, entityOf(t, entities, "wb_debarred-990003-sanction"), map[string][]string{"endDate": {"2026-02-28"}, "duration": nil})
}

func TestNumberThatStandsTwiceKeepsBothParties(t *testing.T) {
	p, entities := parseTraps(t)
	for id, name := range map[string]string{
		"wb_debarred-990005": "JORRO SESWANE", "wb_debarred-990005-2025-05-05": "THE SAME NUMBER",
		"wb_debarred-990005-2025-05-05-again": "THE SAME NUMBER AGAIN", "wb_debarred-990005-2025-05-05-again-again": "AND AGAIN",
	} {
		if got := entityOf(t, entities, id).First("name"); got != name {
			t.Errorf("%s is %q, want %q", id, got, name)
		}
	}
	if !strings.Contains(fmt.Sprint(p.Warnings), "stands at two records") {
		t.Errorf("no warning: %v", p.Warnings)
	}
}

// The place of a statement must lead back to the bytes that say it.
func TestPlaceIsTheByteAtWhichTheValueBegins(t *testing.T) {
	data := traps(t)
	_, entities := parseTraps(t)
	n := 0
	for _, e := range entities {
		for _, s := range e.Statements {
			_, offset, ok := strings.Cut(s.Place, " @")
			var at int
			if _, err := fmt.Sscan(offset, &at); !ok || err != nil {
				t.Fatalf("place %q has no offset", s.Place)
			}
			var said any
			dec := json.NewDecoder(bytes.NewReader(data[at:]))
			dec.UseNumber()
			if err := dec.Decode(&said); err != nil {
				t.Fatalf("%s leads to %.20q: %v", s.Place, data[at:], err)
			}
			if text := fmt.Sprint(said); s.Original != "" && text != s.Original {
				t.Errorf("%s leads to %q, not to %q", s.Place, text, s.Original)
			}
			n++
		}
	}
	if n < 100 {
		t.Errorf("only %d statements", n)
	}
}

func TestDamagedFilesAreRefusedWhole(t *testing.T) {
	good := string(traps(t))
	replace := func(old, new string) string {
		if !strings.Contains(good, old) {
			t.Fatalf("the fixture has no %q", old)
		}
		return strings.Replace(good, old, new, 1)
	}
	cases := map[string]struct{ data, reason string }{
		"empty":         {"", "before the list begins"},
		"HTML page":     {"<!DOCTYPE html><html><body>Down for maintenance</body></html>", "not JSON"},
		"error body":    {`{"timestamp":"2026","status":500}`, "there is no /response"},
		"other list":    {`{"results":[{"name":"A"}]}`, "there is no /response"},
		"no records":    {`{"response":{"ZPROCSUPP":[]}}`, "no records"},
		"no name":       {replace(`"SUPP_NAME": "M/S`, `"SUPP_NOM": "M/S`), "/response/ZPROCSUPP[2]: a record without SUPP_NAME"},
		"no number":     {replace(`"SUPP_ID": 990002`, `"SUPP_ID": null`), "without SUPP_ID"},
		"endless name":  {replace("ORRIN", strings.Repeat("ORRIN ", 5000)), "more than 16384 bytes"},
		"cp1252 bytes":  {replace("ORRIN", "ORR\xcfN"), "0xCF is not UTF-8"},
		"NUL":           {replace("ORRIN", "ORR\x00IN"), "not JSON"},
		"two documents": {good + good, "something follows"},
		"UTF-16":        {"\xff\xfe{\x00\"\x00", "not JSON"},
	}
	for _, cut := range []int{1, 5, 20, len(good) / 3, len(good) / 2, len(good) - 4} {
		cases[fmt.Sprintf("cut at %d", cut)] = struct{ data, reason string }{good[:cut], "ends in the middle"}
	}
	for name, tc := range cases {
		t.Run(name, func(t *testing.T) {
			p, _, err := parse("list.json", []byte(tc.data))
			var bad *lists.ParseError
			if p != nil || !errors.As(err, &bad) {
				t.Fatalf("not refused with a ParseError: %v", err)
			}
			if !strings.Contains(err.Error(), tc.reason) {
				t.Errorf("the reason is %q, want it to say %q", err, tc.reason)
			}
			if bad.File != "list.json" || bad.Line < 1 || bad.Offset < 0 {
				t.Errorf("the place is %q line %d byte %d", bad.File, bad.Line, bad.Offset)
			}
		})
	}
}

func TestOnlyThisListIsRecognised(t *testing.T) {
	sniff := Authority().Formats[0].Sniff
	if got := sniff("x", traps(t)[:400]); got != lists.OnePart {
		t.Errorf("the list is %q", got)
	}
	for _, other := range []string{"", "<html>", `{"results":[]}`, `<a>"ZPROCSUPP"</a>`, "id,schema\n", `[{"ZPROCSUPP":1}]`} {
		if got := sniff("worldbank.json", []byte(other)); got != "" {
			t.Errorf("%q is taken for the list", other)
		}
	}
}

func TestSplittingOfNames(t *testing.T) {
	for in, want := range map[string][]string{
		"A":                          {"A"},
		"A Co., Ltd., B, Inc.":       {"A Co., Ltd.", "B, Inc."},
		"A, also dba B also d/b/a C": {"A", "B", "C"},
		"A or B and C":               {"A", "B and C"},
	} {
		if diff := cmp.Diff(want, splitNames(in)); diff != "" {
			t.Errorf("%q (-want +got):\n%s", in, diff)
		}
	}
}

// FuzzParse: whatever the bytes, either a ParseError or entities that are all
// valid and have ids of their own.
func FuzzParse(f *testing.F) {
	good := traps(f)
	f.Add(good)
	f.Add(good[:len(good)/3])
	f.Add([]byte(`{"response":{"ZPROCSUPP":[{"SUPP_ID":"1","SUPP_NAME":"A (AKA","ADD_SUPP_INFO":"((also))*1 , aka (b) id #"}]}}`))
	f.Add([]byte(`{"response":{"ZPROCSUPP":[{"SUPP_ID":[1,2],"SUPP_NAME":"mr. ","ADD_SUPP_INFO":["(dba","x"]},{"SUPP_ID":1,"SUPP_NAME":{"a":1}}]}}`))
	f.Fuzz(func(t *testing.T, data []byte) {
		p, entities, err := parse("f", data)
		if err != nil {
			var bad *lists.ParseError
			if p != nil || !errors.As(err, &bad) {
				t.Fatalf("not a ParseError: %v", err)
			}
			return
		}
		seen := map[string]bool{}
		for _, e := range entities {
			if seen[e.ID] {
				t.Fatalf("two entities have the id %s", e.ID)
			}
			seen[e.ID] = true
			if err := ftm.Default().Check(e); err != nil {
				t.Fatal(err)
			}
		}
	})
}

func BenchmarkParse(b *testing.B) {
	var s strings.Builder
	s.WriteString(`{"response":{"ZPROCSUPP":[`)
	for i := range 3000 {
		if i > 0 {
			s.WriteByte(',')
		}
		fmt.Fprintf(&s, `{"MANDT":"300","SUPP_ID":%d,"SUPP_NAME":"BRACKENFOLD ROADS AND TUNNELS %d CO., LTD.","SUPP_TYPE_CODE":"F","SUPP_PRE_ACRN":null,"SUPP_POST_ACRN":null,"LAND1":"CN","COUNTRY_NAME":"China","SUPP_STATE_CODE":null,"SUPP_CITY":"ARDLE","SUPP_ADDR":"NO. %d DRIFT LANE, UPPER LOOM","SUPP_ZIP_CODE":null,"SUPP_POST_CODE":null,"SUPP_PROV_NAME":null,"LEGACY_FLG":"N","UN_SUPP_FLG":"N","INELIG_FLG":"D","DEBAR_TYPE":"O","DEBAR_FROM_DATE":"2017-01-24","DEBAR_TO_DATE":"2027-01-24","DEBAR_REASON":"Invented Guidelines, 1.22(a)(i)","AML_ENTR_IND":null,"ADD_SUPP_INFO":"(Reg. No. ZZ%d)*356","DNB_ID":null,"CREATE_USER":"ZZ000001","CREATE_DATE":"2016-10-19T00:00:00.000Z","UPD_USER":"ZZ","UPD_DATE":"2026-02-21T00:00:00.000Z","UPD_TIME":"1900-01-01T10:42:24.000Z","REGISTER":null,"PARENT":null,"RECHK_IND":"N","INELIGIBLY_STATUS":"Ongoing","SUPP_ELIG_STAT":"DEBARRED","LAST_REFRESH_DATE":"2026-02-21T19:00:06.107Z"}`, 990000+i, i, i, i)
	}
	s.WriteString(`]}}`)
	data := []byte(s.String())
	in := lists.Input{Files: []lists.File{lists.Bytes("generated", lists.OnePart, "e0", data)}}
	b.SetBytes(int64(len(data)))
	b.ReportAllocs()
	for b.Loop() {
		if _, err := Parse(context.Background(), in, func(*ftm.Entity) error { return nil }); err != nil {
			b.Fatal(err)
		}
	}
}
