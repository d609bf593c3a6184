package ofac

import (
	"context"
	"errors"
	"strings"
	"testing"

	"plimsoll/ftm"
	"plimsoll/lists"
	"plimsoll/lists/listtest"
)

// setOf makes the input of files that the authority's formats know by
// themselves, as an import does.
func setOf(t testing.TB, files map[string][]byte) (lists.Format, lists.Input) {
	t.Helper()
	var in lists.Input
	var format lists.Format
	for name, data := range files {
		id, err := lists.Identify([]lists.Authority{Authority()}, name, data)
		if err != nil {
			t.Fatal(err)
		}
		if format.Name != "" && format.Name != id.Format.Name {
			t.Fatalf("%s is of %s, not of %s", name, id.Format.Name, format.Name)
		}
		format = id.Format
		in.Files = append(in.Files, lists.Bytes(name, id.Part, "exhibit of "+name, data))
	}
	return format, in
}

// readSet reads files and checks what holds for every list.
func readSet(t testing.TB, files map[string][]byte) (*lists.Parsed, []*ftm.Entity) {
	t.Helper()
	format, in := setOf(t, files)
	p, entities, err := lists.ReadAll(context.Background(), format, in)
	if err != nil {
		t.Fatal(err)
	}
	listtest.Check(t, entities)
	return p, entities
}

func fixtures(t testing.TB, names ...string) map[string][]byte {
	t.Helper()
	files := map[string][]byte{}
	for _, name := range names {
		files[name] = listtest.Fixture(t, name)
	}
	return files
}

// wantRefusal checks that a list is refused with a reason and a place.
func wantRefusal(t *testing.T, err error, reason string) {
	t.Helper()
	var bad *lists.ParseError
	switch {
	case !errors.As(err, &bad):
		t.Errorf("not refused with a ParseError: %v", err)
	case !strings.Contains(err.Error(), reason):
		t.Errorf("the reason is %q, want it to say %q", err, reason)
	case bad.File == "" || bad.Line < 1 || bad.Offset < 0:
		t.Errorf("the place is %q line %d byte %d", bad.File, bad.Line, bad.Offset)
	}
}

func TestNothingOfOthersIsTakenForAList(t *testing.T) {
	for name, head := range map[string]string{
		"SDN.XML":          "<!DOCTYPE html><html><body>Down for maintenance</body></html>",
		"sdn.csv":          "<html><body>Down</body></html>\n",
		"alt.csv":          `{"timestamp":"2026","status":500}` + "\n",
		"un.xml":           "<?xml version='1.0'?>\n<CONSOLIDATED_LIST>\n</CONSOLIDATED_LIST>",
		"sdnListing.xml":   "<sdnListing/>",
		"add.csv":          "1,2,a,b,c,d\n",
		"book.csv":         "id,name\n1,Ambrose\n",
		"two.csv":          "17,of nobody\n",
		"prices.csv":       "1,2,3,4,5\n",
		"twelve.csv":       "1,a,b,c,d,e,f,g,h,i,j,k\n",
		"cut.csv":          `1,"AMBROSE`,
		"empty":            "",
		"sdn_comments.csv": "\n",
		"nul.csv":          "1\x00,2,aka,b,c\n",
	} {
		for _, f := range Authority().Formats {
			if part := f.Sniff(name, []byte(head)); part != "" {
				t.Errorf("%s is taken for the part %q of %s", name, part, f.Name)
			}
		}
	}
}

func TestFilesAreKnownByTheirFirstRowAndTheListByTheName(t *testing.T) {
	for name, want := range map[string][2]string{
		"sdn.csv":          {"SDN.CSV", "sdn"},
		"alt.csv":          {"SDN.CSV", "alt"},
		"add.csv":          {"SDN.CSV", "add"},
		"sdn_comments.csv": {"SDN.CSV", "comments"},
		"cons_prim.csv":    {"CONS_PRIM.CSV", "prim"},
		"cons_alt.csv":     {"CONS_PRIM.CSV", "alt"},
		"legacy.xml":       {"SDN.XML, CONSOLIDATED.XML", "list"},
	} {
		id, err := lists.Identify([]lists.Authority{Authority()}, name, listtest.Fixture(t, name))
		if err != nil {
			t.Error(err)
			continue
		}
		if got := [2]string{id.Format.Name, id.Part}; got != want {
			t.Errorf("%s is %q, want %q", name, got, want)
		}
	}
	if part := consTables().Sniff(`C:\lists\CONS_ADD.CSV`, listtest.Fixture(t, "add.csv")); part != "add" {
		t.Errorf("a path of another system: %q", part)
	}
}

func TestAWordHasOneMeaning(t *testing.T) {
	rows := strings.Split(strings.TrimSpace(string(wordsCSV)), "\n")[1:]
	if have := len(words().byFold); have != len(rows) {
		t.Errorf("%d words of %d: one stands twice", have, len(rows))
	}
	schemata := []string{"Person", "Organization", "Company", "Vessel", "Airplane"}
	for _, w := range words().byName {
		if w.prop == "" {
			continue
		}
		known := false
		for _, name := range schemata {
			schema, _ := ftm.Default().Schema(name)
			_, has := schema.Property(w.prop)
			known = known || has
		}
		if !known {
			t.Errorf("%s: no party has the property %q", w.name, w.prop)
		}
	}
	for kind, want := range map[string]word{
		"Executive Order 14024 Directive Information":   {"Executive Order 14024 Directive Information", "provision", ""},
		"Executive Order 14024 Directive Information -": {"Executive Order 14024 Directive Information -", "provision", ""},
		"Executive Order 99999 Directive Information":   {"Executive Order 99999 Directive Information", "provision", ""},
		"Secondary sanctions risk":                      {"Secondary sanctions risk:", "provision", ""},
		"vessel type":                                   {"VESSEL TYPE", "text", "type"},
		"Aircraft Manufacturer’s Serial Number (MSN)":   {"Aircraft Manufacturer's Serial Number (MSN)", "text", "serialNumber"},
		"Digital Currency Address - ZZZ":                {"Digital Currency Address - ZZZ", "wallet", ""},
		"Effective Date (EO 99999 Directive 7):":        {"Effective Date (EO 99999 Directive 7):", "day", "startDate"},
		"Transactions Prohibited":                       {},
	} {
		if got, _ := words().find(kind); got != want {
			t.Errorf("%s is %v, want %v", kind, got, want)
		}
	}
}
