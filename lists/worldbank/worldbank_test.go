package worldbank

import (
	"bytes"
	"encoding/json"
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
	return listtest.MustParse(t, format(), "traps.json", listtest.Fixture(t, "traps.json"))
}

func TestEveryTrapOfTheFormatIsReadAsExpected(t *testing.T) {
	p, entities := parseTraps(t)
	listtest.Golden(t, "testdata/traps.golden.jsonl", p, entities)
	if want := time.Date(2026, 3, 1, 3, 4, 5, 6e6, time.UTC); !p.Published.Equal(want) {
		t.Errorf("published %s, want %s", p.Published, want)
	}
	if diff := cmp.Diff(map[string]int{"individuals": 2, "entities": 5, "others": 2}, p.Counts); diff != "" {
		t.Error(diff)
	}
}

func TestPropertiesOfParties(t *testing.T) {
	_, entities := parseTraps(t)
	listtest.Says(t, listtest.Entity(t, entities, "wb_debarred-990001"), map[string][]string{
		"name": {"ORRIN VELLACOTT-ZZ"}, "title": {"MR.", "DR."}, "alias": {"ORIN VELACOT"},
		"idNumber": {"ZZ-000-001"}, "topics": {"debarment"}, "country": {"ke"},
		"address": {"3 DRIFT LANE, ARDLE, 00100, Kenya"}, "notes": {"Footnote of the list: *7 and 9"},
	})
	listtest.Says(t, listtest.Entity(t, entities, "wb_debarred-990002"), map[string][]string{
		"name":               {"BRACKENFOLD TIDEWATER WORKS (BTW)", "洛姆码头(集团)工程公司", "洛姆码头"},
		"previousName":       {"Loom Quay Works Co., Ltd."},
		"registrationNumber": {"99990000ZZ1111111X", "ZZ 77-A", "ZZ9"},
		"dunsCode":           {"990000001"},
	})
	listtest.Says(t, listtest.Entity(t, entities, "wb_debarred-990003"), map[string][]string{
		"name": {"GREYLARK ROADS LIMITED"}, "previousName": {"GREYLARK PATHS LIMITED"},
		"alias":     {"Routes et Sentiers d’Ardle", "GR Group", "Greylark Roads, Inc."},
		"taxNumber": {"ZZ5"}, "country": {"cd"}, "topics": nil,
		"notes": {"Additional information: TRADES IN THE REEF SECTOR"},
	})
	listtest.Says(t, listtest.Entity(t, entities, "wb_debarred-990004"), map[string][]string{
		"name": {"LAMPLIGHT SUPPLIES"}, "alias": {"LAMPLIGHT DREDGING JSC", "LAMPLIGHT SUPPLIES AND (PVT) LTD"},
		"topics": {"debarment"}, // its last day is the day of the file
	})
	listtest.Says(t, listtest.Entity(t, entities, "wb_debarred-990006"), map[string][]string{"name": {"THE SAME NUMBER AGAIN", "Джоррой Сесване"}})
}

func TestDebarmentWithoutAnEndHasNoEndDate(t *testing.T) {
	_, entities := parseTraps(t)
	listtest.Says(t, listtest.Entity(t, entities, "wb_debarred-990001-sanction"), map[string][]string{
		"startDate": {"2024-02-29"}, "endDate": nil, "duration": {"permanent"}, "status": {"Permanent"}, "program": {"Debarment"},
	})
	listtest.Says(t, listtest.Entity(t, entities, "wb_debarred-990003-sanction"), map[string][]string{"endDate": {"2026-02-28"}, "duration": nil})
}

func TestNumberThatStandsTwiceKeepsBothParties(t *testing.T) {
	p, entities := parseTraps(t)
	for id, name := range map[string]string{
		"wb_debarred-990005": "JORRO SESWANE", "wb_debarred-990005-2025-05-05": "THE SAME NUMBER",
		"wb_debarred-990005-2025-05-05-2": "THE SAME NUMBER AGAIN", "wb_debarred-990005-2025-05-05-3": "AND AGAIN",
	} {
		if got := listtest.Entity(t, entities, id).First("name"); got != name {
			t.Errorf("%s is %q, want %q", id, got, name)
		}
	}
	if !strings.Contains(fmt.Sprint(p.Warnings), "stands at two records") {
		t.Errorf("no warning: %v", p.Warnings)
	}
}

// The place of a statement must lead back to the bytes that say it.
func TestPlaceIsTheByteAtWhichTheValueBegins(t *testing.T) {
	data := listtest.Fixture(t, "traps.json")
	_, entities := parseTraps(t)
	n := 0
	for _, e := range entities {
		for _, s := range e.Statements {
			_, at := listtest.Place(t, s.Place)
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
	good := string(listtest.Fixture(t, "traps.json"))
	replace := func(old, with string) string { return listtest.Replace(t, good, old, with) }
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
			listtest.Damaged(t, format(), "list.json", tc.data, tc.reason)
		})
	}
}

func TestOnlyThisListIsRecognised(t *testing.T) {
	sniff := format().Sniff
	if got := sniff("x", listtest.Fixture(t, "traps.json")[:400]); got != lists.OnePart {
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
	good := listtest.Fixture(f, "traps.json")
	f.Add(good)
	f.Add(good[:len(good)/3])
	f.Add([]byte(`{"response":{"ZPROCSUPP":[{"SUPP_ID":"1","SUPP_NAME":"A (AKA","ADD_SUPP_INFO":"((also))*1 , aka (b) id #"}]}}`))
	f.Add([]byte(`{"response":{"ZPROCSUPP":[{"SUPP_ID":[1,2],"SUPP_NAME":"mr. ","ADD_SUPP_INFO":["(dba","x"]},{"SUPP_ID":1,"SUPP_NAME":{"a":1}}]}}`))
	f.Fuzz(func(t *testing.T, data []byte) { listtest.Fuzz(t, format(), "f", data) })
}

func BenchmarkParse(b *testing.B) {
	var s strings.Builder
	s.WriteString(`{"response":{"ZPROCSUPP":[`)
	for i := range 3000 {
		if i > 0 {
			s.WriteByte(',')
		}
		fmt.Fprintf(&s, `{"MANDT":"300","SUPP_ID":%d,"SUPP_NAME":"BRACKENFOLD ROADS AND TUNNELS %d CO., LTD.","SUPP_TYPE_CODE":"F","SUPP_PRE_ACRN":null,"SUPP_POST_ACRN":null,"LAND1":"CN","COUNTRY_NAME":"China","SUPP_STATE_CODE":null,"SUPP_CITY":"ARDLE","SUPP_ADDR":"NO. %d DRIFT LANE, UPPER LOOM","SUPP_ZIP_CODE":null,"SUPP_POST_CODE":null,"SUPP_PROV_NAME":null,"LEGACY_FLG":"N","UN_SUPP_FLG":"N","INELIG_FLG":"D","DEBAR_TYPE":"O","DEBAR_FROM_DATE":"2016-05-05","DEBAR_TO_DATE":"2026-05-05","DEBAR_REASON":"Invented Guidelines, 1.22(a)(i)","AML_ENTR_IND":null,"ADD_SUPP_INFO":"(Reg. No. ZZ%d)*12","DNB_ID":null,"CREATE_USER":"ZZ000001","CREATE_DATE":"2015-04-04T00:00:00.000Z","UPD_USER":"ZZ","UPD_DATE":"2026-03-03T00:00:00.000Z","UPD_TIME":"1900-01-01T01:02:03.000Z","REGISTER":null,"PARENT":null,"RECHK_IND":"N","INELIGIBLY_STATUS":"Ongoing","SUPP_ELIG_STAT":"DEBARRED","LAST_REFRESH_DATE":"2026-03-03T03:04:05.006Z"}`, 990000+i, i, i, i)
	}
	s.WriteString(`]}}`)
	data := []byte(s.String())
	listtest.Bench(b, format(), data)
}
