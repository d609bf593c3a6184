package own

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"plimsoll/ftm"
	"plimsoll/lists"
	"plimsoll/lists/listtest"
)

func format() lists.Format { return Authority().Formats[0] }

func fixture(t testing.TB) string {
	t.Helper()
	return string(listtest.Fixture(t, "list.csv"))
}

func TestEveryKindOfRowIsReadAsExpected(t *testing.T) {
	p, entities := listtest.MustParse(t, format(), "list.csv", []byte(fixture(t)))
	listtest.Golden(t, "testdata/list.golden.jsonl", p, entities, fmt.Sprintf("%s %q %s %v", p.Dataset, p.Title, p.Published, p.Counts))
}

func TestValuesOfARow(t *testing.T) {
	_, entities := listtest.MustParse(t, format(), "list.csv", []byte(fixture(t)))
	byID := map[string]*ftm.Entity{}
	for _, e := range entities {
		byID[e.ID] = e
	}
	for _, tc := range []struct {
		id, prop string
		want     []string
	}{
		{"V1", "imoNumber", []string{"0990011"}},
		{"V1", "topics", []string{"sanction"}},
		{"V2", "imoNumber", []string{"0990024"}}, // wrong check digit: kept, warned of
		{"V2", "notes", []string{"one", "two; still two", `back\slash`}},
		{"V2", "topics", []string{"crime.traffick", "sanction"}},
		{"C1", "alias", []string{"Brackenfold T.L.", "BTL Marine", "Бракенфолд"}},
		{"P1", "birthDate", []string{"1961", "1962-02", "1963"}},
		{"P1", "nationality", []string{"kp", "et"}},
		{"O1", "owner", []string{"C1"}},
		{"O1", "topics", nil},
		{"S1", "authority", []string{"Board of the Demo Bank of Larkmere"}},
		{"S1", "program", []string{"BOARD-2"}},
		{"V1-sanction", "entity", []string{"V1"}},
		{"V1-sanction", "program", []string{"BOARD-1"}},
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
	if byID["C1-sanction"] != nil {
		t.Error("C1 has a Sanction row and was given a second listing")
	}
	// Eight lines and the header come before, and a blank line counts.
	if place := byID["P1"].About("name")[0].Place; !strings.HasPrefix(place, "row 14, column name @") {
		t.Errorf("place %q", place)
	}
	// The note of P1 has two lines; the row after it is still the next row.
	if place := byID["O1"].About("owner")[0].Place; !strings.HasPrefix(place, "row 15, column owner @") {
		t.Errorf("place %q", place)
	}
}

func TestMistakesAreRefusedWithPlaceAndTheNearestRightName(t *testing.T) {
	for name, tc := range map[string]struct{ data, want string }{
		"empty":                   {"", "list.csv: line 1 (byte 0): the file is empty"},
		"only remarks":            {"# title: x\n", "line 2 (byte 0): the file is empty"},
		"no rows":                 {"id,schema,name\n", "no rows"},
		"unknown column":          {"id,schema,name,birthdate\nP1,Person,A,1961\n", `line 1, column birthdate (byte 15): no such column: did you mean "birthDate"?`},
		"unknown column, far":     {"id,schema,name,zzzzzzzzzz\n", "column zzzzzzzzzz (byte 15): no such column"},
		"no schema column":        {"id,name\nP1,A\n", "column schema"},
		"misspelt id":             {"idd,schema,name\nP1,Person,A\n", `column idd (byte 0): no such column: did you mean "id"?`},
		"column twice":            {"id,schema,name,name\n", "the column stands twice"},
		"nameless column":         {"id,schema,name,\n", "column 4 has no name"},
		"semicolons":              {"id;schema;name\nP1;Person;A\n", "divided by commas"},
		"unknown schema":          {"id,schema,name\nP1,Persn,A\n", `line 2, column schema (byte 18): "Persn" is no schema that a row can have: did you mean "Person"?`},
		"abstract schema":         {"id,schema,name\nP1,Thing,A\n", `"Thing" is no schema`},
		"property of another":     {"id,schema,name,imoNumber\nV1,Vessel,A,0990011\nP1,Person,B,0990011\n", "line 3, column imoNumber (byte 57): a Person has no imoNumber"},
		"ragged row":              {"id,schema,name\nP1,Person\n", "line 2 (byte 15): the row has 2 cells, the header 3"},
		"bad quotes":              {"id,schema,name\nP1,Person,\"A\"B\n", "line 2, column name (byte 28)"},
		"open quotes":             {"id,schema,name\nP1,Person,\"A\n", "line 2, column name (byte 25): a quotation mark that nothing closes"},
		"not UTF-8":               {"id,schema,name\nP1,Person,Andr\xe9\n", "line 2, column name (byte 29): the byte 0xE9 is not UTF-8"},
		"NUL":                     {"id,schema,name\nP1,Person,A\x00\n", "NUL"},
		"id twice":                {"id,schema,name\nP1,Person,A\nP1,Person,B\n", "line 3, column id (byte 27): P1 stands in row 2 already"},
		"no id":                   {"id,schema,name\n,Person,A\n", "the row has no id"},
		"id of two words":         {"id,schema,name\nP 1,Person,A\n", "an id is one word"},
		"impossible day":          {"id,schema,name,birthDate\nP1,Person,A,1961-02-30\n", `line 2, column birthDate (byte 37): "1961-02-30" is no date`},
		"no date":                 {"id,schema,name,birthDate\nP1,Person,A,1961;soon\n", `"soon" is no date`},
		"endless cell":            {"id,schema,name\nP1,Person," + strings.Repeat("A;", 6000) + "\n", "more than 5000"},
		"required property":       {"id,schema,name\nP1,Person,\n", "a Person must have a name"},
		"required end":            {"id,schema,owner,asset\nO1,Ownership,C1,\n", "a Ownership must have a asset"},
		"bad day of publication":  {"# published: first of March\nid,schema,name\nP1,Person,A\n", `line 1: published is "first of March"`},
		"bad dataset":             {"# dataset: My List!\nid,schema,name\nP1,Person,A\n", `line 1: "My List!" cannot name a dataset`},
		"misspelt line":           {"# publishd: 2026-03-01\nid,schema,name\n", `did you mean "# published"?`},
		"line not UTF-8":          {"# title: Andr\xe9\nid,schema,name\n", "line 1: the line is not UTF-8"},
		"id of a listing is used": {"# topics: sanction\n# authority: X\nid,schema,name\nP1,Person,A\nP1-sanction,Person,B\n", "P1-sanction is the id of the listing of P1"},
	} {
		t.Run(name, func(t *testing.T) {
			p, _, err := listtest.Parse(format(), "list.csv", []byte(tc.data))
			if bad := listtest.Refused(t, p, err, tc.want); bad.Line < 1 {
				t.Errorf("no line: %v", err)
			}
		})
	}
}

func TestFilesThatSpreadsheetsWrite(t *testing.T) {
	p, entities := listtest.MustParse(t, format(), `C:\lists\My List (2).csv`, []byte("\ufeff# title: A title,,\r\n\"# program: one, \"\"two\"\"\"\r\n\r\nid,schema,name\r\nP1,Person,\"A\u00a0 B\"\r\n"))
	if p.Dataset != "my_list_2" || p.Title != "A title" || !p.Published.IsZero() {
		t.Errorf("dataset %q, title %q, published %s", p.Dataset, p.Title, p.Published)
	}
	s := entities[0].About("name")[0]
	if s.Value != "A B" || s.Original != "A\u00a0 B" || s.Place != "row 5, column name @78" {
		t.Errorf("got %+v", s)
	}
}

func TestTheDatasetOfTheImportWins(t *testing.T) {
	p, entities, err := lists.ReadAll(context.Background(), format(), lists.Input{
		Dataset: "other", Files: []lists.File{lists.Bytes("x.csv", lists.OnePart, "e0", []byte(fixture(t)))},
	})
	if err != nil {
		t.Fatal(err)
	}
	if p.Dataset != "other" || entities[0].Statements[0].Dataset != "other" {
		t.Errorf("dataset %q", p.Dataset)
	}
}

// FuzzParse: whatever the bytes, either a ParseError or valid entities.
func FuzzParse(f *testing.F) {
	f.Add(fixture(f))
	f.Add("id,schema,name\nP1,Person,A\n")
	f.Add("# topics: sanction\n# authority: x\nid,schema,name\nP1,Person,A;B\\;\\\\\n")
	f.Add("\ufeff\"# title: \"\"\nid,schema\n\"\n\",")
	f.Add("id,schema,imoNumber,flag\nV1,Vessel,IMO,\xff\n")
	f.Add("#")
	f.Fuzz(func(t *testing.T, data string) { listtest.Fuzz(t, format(), "f.csv", []byte(data)) })
}
