package opensanctions

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"plimsoll/ftm"
	"plimsoll/lists"
	"plimsoll/lists/listtest"
)

func parseInto(dataset, name string, data []byte) (*lists.Parsed, []*ftm.Entity, error) {
	id, err := lists.Identify([]lists.Authority{Authority()}, name, data)
	if err != nil {
		return nil, nil, err
	}
	in := lists.Input{Dataset: dataset, Files: []lists.File{lists.Bytes(name, id.Part, "e0", data)}}
	return lists.ReadAll(context.Background(), id.Format, in)
}

func parse(name string, data []byte) (*lists.Parsed, []*ftm.Entity, error) {
	return parseInto("", name, data)
}

var traps = []string{"traps.ftm.json", "traps.nested.json", "traps.simple.csv"}

func TestEveryTrapIsReadAsExpected(t *testing.T) {
	for _, file := range traps {
		t.Run(file, func(t *testing.T) {
			p, es, err := parse(file, listtest.Fixture(t, file))
			if err != nil {
				t.Fatal(err)
			}
			golden := strings.TrimSuffix(strings.TrimSuffix(file, ".json"), ".csv") + ".golden.jsonl"
			listtest.Golden(t, "testdata/"+golden, p, es, fmt.Sprintf("%s %s %v", p.Dataset, p.Published, p.Counts))
		})
	}
}

type want struct {
	id, prop string
	values   []string
}

func check(t *testing.T, es []*ftm.Entity, wants []want) {
	t.Helper()
	byID := map[string]*ftm.Entity{}
	for _, e := range es {
		byID[e.ID] = e
	}
	for _, w := range wants {
		e := byID[w.id]
		if e == nil {
			t.Errorf("no entity %s", w.id)
			continue
		}
		if diff := cmp.Diff(w.values, e.Values(w.prop)); diff != "" {
			t.Errorf("%s of %s (-want +got):\n%s", w.prop, w.id, diff)
		}
	}
}

func TestValuesOfLines(t *testing.T) {
	p, es, err := parse("traps.ftm.json", listtest.Fixture(t, "traps.ftm.json"))
	if err != nil {
		t.Fatal(err)
	}
	check(t, es, []want{
		{"NK-orrin", "name", []string{"ORRIN TALE", "Оррин"}},
		{"NK-orrin", "imoNumber", []string{"0990011"}},
		{"NK-orrin", "owner", []string{"NK-brackenfold"}},
		{"NK-orrin", "publisher", []string{"un_1718_vessels", "us_ofac_sdn"}},
		{"NK-orrin", "createdAt", []string{"2021-09-26"}},
		{"NK-orrin", "modifiedAt", []string{"2024-05-03"}},
		{"NK-brackenfold", "name", []string{"Brackenfold “Tidewater” Lines 🚢"}},
		{"NK-brackenfold", "notes", []string{`first second "third" \ / A`}},
		{"NK-brackenfold", "createdAt", []string{"2020"}}, // the property says so
		{"NK-newer", "name", []string{"HOLLOW STAR"}},
		{"NK-newer", "topics", []string{"sanction"}},
		{"NK-newer", "notes", []string{"schema: Spaceship", "warpFactor: 9"}},
		{"NK-newer-link", "notes", []string{"schema: Entanglement", "left: NK-newer", "right: NK-orrin"}},
		{"NK-vellum", "name", []string{"Vellum Quern"}},
		{"NK-vellum", "gender", []string{"female"}},
		{"NK-vellum", "height", []string{"1.70"}},
		{"NK-vellum", "nationality", []string{"kp"}},
		{"NK-orrin-775128d4", "name", []string{"ORRIN TALE THE SECOND"}},
	})
	if p.Dataset != "opensanctions" || p.Published.Format("2006-01-02") != "2026-03-01" {
		t.Errorf("dataset %s, published %s", p.Dataset, p.Published)
	}
	if diff := cmp.Diff(map[string]int{"vessels": 2, "entities": 2, "wallets": 1}, p.Counts); diff != "" {
		t.Error(diff)
	}
	for _, e := range es {
		if e.ID == "own-2" {
			t.Error("an ownership of nothing was made")
		}
		for _, s := range e.Statements {
			if s.Place == "" || s.Exhibit != "e0" || s.Dataset != "opensanctions" {
				t.Errorf("origin of %+v", s)
			}
			if s.Prop == "weakAlias" && s.Strength != ftm.Weak || s.Value == "Оррин" && s.Lang != "und-Cyrl" {
				t.Errorf("got %+v", s)
			}
		}
	}
	if place := es[0].About("name")[1].Place; place != "line 1, properties.name[1] @93" {
		t.Errorf("place %q", place)
	}
}

func TestNestedEntitiesAreTakenOnce(t *testing.T) {
	p, es, err := parse("traps.nested.json", listtest.Fixture(t, "traps.nested.json"))
	if err != nil {
		t.Fatal(err)
	}
	var ids []string
	for _, e := range es {
		ids = append(ids, e.ID)
	}
	if diff := cmp.Diff([]string{"NK-vellum", "s-1", "addr-1", "own-1", "NK-brackenfold"}, ids); diff != "" {
		t.Error(diff)
	}
	check(t, es, []want{
		{"NK-vellum", "addressEntity", []string{"addr-1"}},
		{"s-1", "entity", []string{"NK-vellum"}},
		{"own-1", "asset", []string{"NK-brackenfold"}},
		{"NK-brackenfold", "name", []string{"Brackenfold Tidewater Lines"}}, // of its own line
		{"NK-vellum", "publisher", nil},
	})
	if p.Dataset != "lark_list" || len(p.Warnings) > 0 || p.Counts["individuals"] != 1 || p.Counts["entities"] != 1 {
		t.Errorf("%s, %v, %v", p.Dataset, p.Counts, p.Warnings)
	}
	if place := es[1].About("program")[0].Place; !strings.HasPrefix(place, "line 1, properties.sanctions[0].properties.program[0] @") {
		t.Errorf("place %q", place)
	}
}

func TestValuesOfTheTable(t *testing.T) {
	p, es, err := parse("traps.simple.csv", listtest.Fixture(t, "traps.simple.csv"))
	if err != nil {
		t.Fatal(err)
	}
	check(t, es, []want{
		{"NK-orrin", "alias", []string{"Orin Tail", "Tale; Orrin", `The "Tale"`}},
		{"NK-orrin", "imoNumber", []string{"0990011"}},
		{"NK-orrin", "registrationNumber", []string{"298000011"}},
		{"NK-orrin", "topics", []string{"sanction"}},
		{"NK-orrin", "programId", []string{"UN-SC1718"}},
		{"NK-orrin", "publisher", []string{"Larkmere List", "Demo List"}},
		{"NK-orrin-sanction-lark-1-carried-coal-2018-03-30", "entity", []string{"NK-orrin"}},
		{"NK-vellum", "birthDate", []string{"1961-02", "1962"}},
		{"NK-vellum", "country", []string{"kp", "ru"}},
		{"NK-vellum", "idNumber", []string{"DEMO123"}},
		{"NK-vellum", "notes", []string{"mood: grim"}},
		{"NK-newer", "name", []string{"HOLLOW STAR"}},
		{"NK-plane", "name", []string{"NK-plane"}},
		{"NK-plane", "notes", []string{"phones: +1 000"}},
	})
	if diff := cmp.Diff(map[string]int{"vessels": 1, "individuals": 1, "entities": 2, "aircraft": 1}, p.Counts); diff != "" {
		t.Error(diff)
	}
}

func TestTheDatasetIsTheImportsOrTheOneThatAllShare(t *testing.T) {
	line := func(datasets string) string {
		return `{"id":"x` + fmt.Sprint(len(datasets)) + `","schema":"Person","properties":{"name":["A"]},"datasets":[` + datasets + "]}\n"
	}
	for want, data := range map[string]string{
		"a_list":        line(`"a_list"`) + line(`"a_list","b_list"`),
		"opensanctions": line(`"a_list"`) + line(`"b_list","c"`),
		"b_list":        line(`"a_list","b_list"`) + line(`"c","d","b_list"`),
	} {
		if p, es, err := parse("f.json", []byte(data)); err != nil || p.Dataset != want || es[0].Statements[0].Dataset != want {
			t.Errorf("%s: %v %v", data, p, err)
		}
	}
	for _, data := range []string{line(`"a b"`), line(""), line(`"a_list","b_list"`), strings.Replace(line(""), `,"datasets":[]`, "", 1)} {
		if p, _, err := parse("f.json", []byte(data)); err != nil || p.Dataset != "opensanctions" {
			t.Errorf("%s: %v %v", data, p, err)
		}
	}
	p, es, err := parseInto("mine", "f.json", []byte(line(`"a_list"`)))
	if err != nil || p.Dataset != "mine" || es[0].First("publisher") != "a_list" {
		t.Errorf("%v %v %v", p, es, err)
	}
}

func TestPlacesLeadBackToTheBytes(t *testing.T) {
	at := regexp.MustCompile(`^line (\d+), (.*) @(\d+)$`)
	for _, file := range traps[:2] {
		data := listtest.Fixture(t, file)
		_, es, err := parse(file, data)
		if err != nil {
			t.Fatal(err)
		}
		for _, e := range es {
			for _, s := range e.Statements {
				m := at.FindStringSubmatch(s.Place)
				if m == nil {
					t.Fatalf("%s of %s has the place %q", s.Prop, e.ID, s.Place)
				}
				offset, _ := strconv.Atoi(m[3])
				if want := bytes.Count(data[:offset], []byte("\n")) + 1; m[1] != strconv.Itoa(want) {
					t.Errorf("%s is on line %d", s.Place, want)
				}
				written := strings.TrimPrefix(string(data[offset:]), `"`)
				original := s.Value
				if s.Original != "" {
					original = s.Original
				}
				if !strings.HasPrefix(written, original) && !strings.Contains(m[2], "notes") && !strings.Contains(original, "“") && written[0] != '{' && !strings.Contains(original, ": ") {
					t.Errorf("%q is not at %s but %.20q", original, s.Place, written)
				}
			}
		}
	}
}

func TestWhatIsNoExportIsRefusedWithItsPlace(t *testing.T) {
	good := `{"id":"x","schema":"Person","properties":{"name":["A"]}}` + "\n"
	with := func(old, new string) string { return good + strings.Replace(good, old, new, 1) }
	table := string(listtest.Fixture(t, "traps.simple.csv"))
	head, _, _ := strings.Cut(table, "\n")
	for name, tc := range map[string]struct {
		data, want string
		line       int
		at         int // in the line; -1 for any
	}{
		"cut":                    {good + good[:30], "it was cut, fetch it again", 2, 30},
		"cut in an escape":       {good + `{"id":"\u00`, "it was cut, fetch it again", 2, 11},
		"cut in the middle":      {good + good[:30] + "\n" + good, "ends in the middle of its JSON", 2, 30},
		"not an object":          {good + "[1]\n", "no JSON object", 2, 0},
		"HTML behind":            {good + "<html>", "no JSON object", 2, 0},
		"two on a line":          {strings.TrimSpace(good) + good, "text behind the entity", 1, len(good) - 1},
		"error body":             {good + `{"status":500}`, "an entity without an id", 2, 0},
		"no schema":              {with(`"schema"`, `"schemata"`), "without a schema", 2, 0},
		"id of two words":        {with(`"x"`, `"x y"`), "one word", 2, 6},
		"id with a NUL":          {with(`"x"`, `"x\u0000"`), "one word", 2, 6},
		"id is a list":           {with(`"x"`, `["x"]`), "id is no single value", 2, 6},
		"properties are a list":  {with(`{"name":["A"]}`, `["A"]`), "properties is no object", 2, 41},
		"list in a list":         {with(`["A"]`, `[["A"]]`), "a list inside a list", 2, 50},
		"key twice":              {with(`"schema"`, `"id":"y","schema"`), `the key "id" stands twice`, 2, 10},
		"key twice, escaped":     {with(`"schema"`, `"\u0069d":"y","schema"`), `the key "id" stands twice`, 2, 10},
		"property twice":         {with(`"A"]`, `"A"],"name":["B"]`), `the key "name" stands twice`, 2, 55},
		"lone surrogate":         {with(`"A"`, `"A\ud83d"`), `half of a surrogate pair, \ud83d`, 2, 52},
		"surrogates swapped":     {with(`"A"`, `"\udea2\ud83d"`), "half of a surrogate pair", 2, 51},
		"surrogate, then letter": {with(`"A"`, `"\ud83d\u0041"`), "half of a surrogate pair", 2, 51},
		"no hexadecimal":         {with(`"A"`, `"\u00g0"`), "hexadecimal", 2, 51},
		"unknown escape":         {with(`"A"`, `"\x"`), "means nothing in JSON", 2, 51},
		"control character":      {with(`"A"`, "\"A\t\""), "control character", 2, 52},
		"control, later":         {with(`"A"`, "\"\\nA\t\""), "control character", 2, 54},
		"NUL":                    {with(`"name"`, "\x00\"name\""), "NUL", 2, -1},
		"not UTF-8":              {with(`"A"`, "\"Andr\xe9\""), "0xE9 is not UTF-8", 2, 55},
		"missing comma":          {with(`,"schema"`, `"schema"`), "expected a comma", 2, 9},
		"missing colon":          {with(`"id":`, `"id"`), "expected a colon", 2, 5},
		"bare key":               {with(`"id"`, `id`), "expected a key", 2, 1},
		"odd number":             {with(`"A"`, `01`), "expected a comma", 2, -1},
		"odd number, point":      {with(`"A"`, `1.x`), "no number", 2, 52},
		"odd word":               {with(`"A"`, `nil`), "expected a value", 2, 50},
		"deep":                   {with(`"A"`, strings.Repeat(`{"a":`, 200)), "nested deeper than 64", 2, -1},
		"deep, beside":           {with(`"id"`, `"y":`+strings.Repeat(`[`, 200)), "nested deeper than 64", 2, -1},
		"nested too deep":        {with(`"A"`, nest(18)), "entities nested deeper than 16", 2, -1},
		"nested without id":      {with(`"A"`, `"A"],"x":[{}`), "without an id", 2, -1},
		"nested key twice":       {with(`"A"`, `"A"],"x":[{"id":"y","id":"z"}`), "stands twice", 2, -1},
		"endless property":       {with(`"A"`, `"A"`+strings.Repeat(`,"A"`, 6000)), "more than 5000 values", 2, -1},
		"endless keys":           {with(`"id"`, strings.Join(numbered(1200), "")+`"id"`), "more than 1000 keys", 2, -1},
		"endless line":           {good + strings.Repeat(" ", maxLine+(1<<20)) + good, "longer than", 2, 0},
		"blank":                  {"\n \n", "not a list", 1, 0},
		"table without rows":     {head + "\n", "no rows", 1, -1},
		"table, no id":           {head + "\n" + strings.Repeat(",", 16) + "\n", "no id", 2, -1},
		"table, id of two words": {strings.Replace(table, `"NK-orrin"`, `"NK orrin"`, 1), "one word", 2, -1},
		"table, no schema":       {strings.Replace(table, `"Vessel"`, `""`, 1), "no schema", 2, -1},
		"table cut":              {table[:len(table)/2], "", -1, -1},
		"table, endless cell":    {strings.Replace(table, "Orin Tail", strings.Repeat("A;", 6000), 1), "more than 5000", 2, -1},
	} {
		t.Run(name, func(t *testing.T) {
			p, _, err := parse("f", []byte(tc.data))
			bad := listtest.Refused(t, p, err, tc.want)
			if tc.line >= 0 && bad.Line != tc.line {
				t.Errorf("line %d, want %d", bad.Line, tc.line)
			}
			if begin := int64(len(good)) * int64(tc.line-1); tc.at >= 0 && bad.Offset != begin+int64(tc.at) {
				t.Errorf("byte %d of the line, want %d: %v", bad.Offset-begin, tc.at, err)
			}
		})
	}
}

// nest puts entities into each other.
func nest(n int) string {
	inner := `"A"`
	for i := range n {
		inner = fmt.Sprintf(`{"id":"z%d","schema":"Note","properties":{"entity":[%s]}}`, i, inner)
	}
	return inner
}

func numbered(n int) []string {
	out := make([]string, n)
	for i := range out {
		out[i] = fmt.Sprintf(`"k%d":0,`, i)
	}
	return out
}

func TestOnlyExportsAreTaken(t *testing.T) {
	long := `{"id":"x","schema":"Person","properties":{"name":["` + strings.Repeat("A", 2*lists.HeadSize) + `"]}}`
	for data, want := range map[string]bool{
		`{"id":"x","schema":"Person"}`:                   false,
		`{"id":"x","schema":"Person","statements":[]}`:   false,
		`{"results":[{"id":"x"}]}`:                       false,
		`[{"id":"x","schema":"Person","properties":{}}]`: false,
		`{"id":"x","schema":"Person","properties":[]}`:   false,
		`{"properties":{},"id":"x"}`:                     false,
		"id,schema,name\nP1,Person,A\n":                  false,
		"<html>":                                         false,
		"":                                               false,
		"{":                                              false,
		`{"id":"x","schema":"Person","properties":{}}`:                     true,
		"\ufeff\n " + `{ "id" : "x", "schema":"Person","properties" : {}}`: true,
		long: true,
		`{"caption":"x","properties":{"a":["` + strings.Repeat("A", 9000):                         true,
		"id,schema,name,aliases,birth_date,countries,addresses,identifiers,sanctions,dataset\r\n": true,
	} {
		if _, err := lists.Identify([]lists.Authority{Authority()}, "f", []byte(data)); (err == nil) != want {
			t.Errorf("%.60q: %v", data, err)
		}
	}
}

func TestTheReaderStopsWhenItIsTold(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	for i, file := range []string{"traps.ftm.json", "traps.simple.csv"} {
		in := listtest.Input(file, listtest.Fixture(t, file))
		if _, _, err := lists.ReadAll(ctx, Authority().Formats[i], in); !errors.Is(err, context.Canceled) {
			t.Errorf("got %v", err)
		}
	}
}

func TestTroubleOfTheReaderIsNotBlamedOnTheFile(t *testing.T) {
	listtest.ReaderTrouble(t, Authority().Formats[0])
}
