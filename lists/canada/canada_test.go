package canada

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"plimsoll/ftm"
	"plimsoll/lists"
	"plimsoll/lists/listtest"
)

func format() lists.Format { return Authority().Formats[0] }

func parseTraps(t *testing.T) (*lists.Parsed, []*ftm.Entity) {
	t.Helper()
	return listtest.MustParse(t, format(), "traps.xml", listtest.Fixture(t, "traps.xml"))
}

func TestEveryTrapOfTheFormatIsReadAsExpected(t *testing.T) {
	p, entities := parseTraps(t)
	listtest.Golden(t, "testdata/traps.golden.jsonl", p, entities)
	if diff := cmp.Diff(map[string]int{"individuals": 5, "entities": 3, "vessels": 2}, p.Counts); diff != "" {
		t.Error(diff)
	}
	if !p.Published.IsZero() {
		t.Errorf("published %s, but the file does not say when", p.Published)
	}
}

// named finds the party of a name: ids are hashes.
func named(t *testing.T, entities []*ftm.Entity, name string) (party, sanction *ftm.Entity) {
	t.Helper()
	for i, e := range entities {
		if e.First("name") == name {
			return e, entities[i+1]
		}
	}
	t.Fatalf("nobody is called %s", name)
	return nil, nil
}

func TestPersons(t *testing.T) {
	_, entities := parseTraps(t)
	e, s := named(t, entities, "Thessaly Orrinovna VORRICK")
	listtest.Says(t, e, map[string][]string{
		"firstName": {"Thessaly Orrinovna"}, "lastName": {"VORRICK"}, "birthDate": {"1963", "1964"}, "topics": {"sanction"}, "country": nil,
		"alias":     {"Tessaly VORRIK", "Thessaly Worrick", "Tessaly Worrick", "Тэсалi ВОРЫК", "Тессали Оррин ВОРРИК", "Тессали Оррин ВОРИК"},
		"weakAlias": {"Tess"},
	})
	var langs []string
	for _, st := range e.About("alias") {
		langs = append(langs, st.Lang)
	}
	if diff := cmp.Diff([]string{"", "", "", "be", "ru", "ru"}, langs); diff != "" {
		t.Error(diff)
	}
	if q := e.About("birthDate")[0].Qualifier; q != ftm.Range {
		t.Errorf("1963 or 1964 has the qualifier %q", q)
	}
	listtest.Says(t, s, map[string][]string{
		"authority": {Publisher}, "program": {"Belarus"}, "provisions": {"Schedule 1, Part 1"}, "recordId": {"1"}, "listingDate": {"2020-09-28"},
	})
	e, _ = named(t, entities, "Ambrose DOLE")
	listtest.Says(t, e, map[string][]string{
		"alias": {"Ambrose DOHL", "Амброз ДОЛЕ", "Амброзий ДОЛЄ"}, "title": {"Major General", "major-général"}, "birthDate": {"1972-08-10", "1972-08-11"},
	})
	e, s = named(t, entities, "Quenneth")
	listtest.Says(t, e, map[string][]string{
		"birthDate": {"1999-09"}, "alias": {"The Lamplighter", "Sara Loom QUENNETH", "Sara Loom DOLE"}, "weakAlias": {"Orra", "Dole", "Jas"}, "firstName": nil,
	})
	listtest.Says(t, s, map[string][]string{"listingDate": {"2012-04-24"}, "program": {"Myanmar (Burma)"}, "provisions": nil})
	e, s = named(t, entities, "Tessal Orr")
	listtest.Says(t, e, map[string][]string{"birthDate": {"1970", "1971", "1972", "1973", "1974"}})
	listtest.Says(t, s, map[string][]string{"listingDate": nil, "summary": {"listingDate: yesterday"}, "program": {"Justice for Invented Victims Regulations (JIV)"}})
	e, _ = named(t, entities, "Jessamy Thorne")
	listtest.Says(t, e, map[string][]string{"birthDate": {"1974-02-01"}, "alias": {"Thorne Holdings"}})
}

func TestShipsAndBodies(t *testing.T) {
	_, entities := parseTraps(t)
	e, _ := named(t, entities, "Orrin Tale")
	listtest.Says(t, e, map[string][]string{"imoNumber": {"0990011"}, "type": {"Oil Tanker"}, "buildDate": {"2005"}})
	again, _ := named(t, entities, "Tale of Orrin")
	if again.Schema != "Vessel" || again.ID != e.ID+"-2" {
		t.Errorf("the ship of the same number is %s %s, want %s-2", again.Schema, again.ID, e.ID)
	}
	e, _ = named(t, entities, "Brackenfold Tide JSC")
	listtest.Says(t, e, map[string][]string{"alias": {
		"Joint Stock Company Brackenfold (BTL)", "Bracken, Ltd. and Tide Lines", `ООО "Бракенфолд"`, "Бракенфолд, ООО", `НИИ "Прилив`, "НИИ ПРИЛИВ, АО",
		"Министерство образования, науки", "МОН", "布拉肯公司",
	}})
	e, _ = named(t, entities, "Loom Research Institute (LRI)")
	listtest.Says(t, e, map[string][]string{
		"name":  {"Loom Research Institute (LRI)", "Institut de recherche Loom"},
		"alias": {"GORT/ORTAS", "the Loom", "l'Institut Loom", "معهد لوم"}, "notes": {"incorporationDate: sometime"},
	})
}

func TestIDDependsOnWhatARecordSays(t *testing.T) {
	_, entities := parseTraps(t)
	before, _ := named(t, entities, "Ambrose DOLE")
	text := strings.NewReplacer("<Item>60</Item>", "<Item>61</Item>", "Syria / Syrie ", "Syria / Syrie", "Part 2</Schedule>\n\t\t<Item>60", "part 2</Schedule>\n\t\t<Item>61").Replace(string(listtest.Fixture(t, "traps.xml")))
	_, moved, err := listtest.Parse(format(), "x", []byte(text))
	if err != nil {
		t.Fatal(err)
	}
	after, s := named(t, moved, "Ambrose DOLE")
	if before.ID != after.ID || s.First("recordId") != "61" {
		t.Errorf("an item numbered anew changed %s to %s", before.ID, after.ID)
	}
}

// The place of a statement must lead back to the bytes that say it.
func TestPlaceIsTheByteAtWhichTheElementBegins(t *testing.T) {
	data := listtest.Fixture(t, "traps.xml")
	_, entities := parseTraps(t)
	listtest.ElementsLeadBack(t, data, entities, 100)
}

func TestDamagedFilesAreRefusedWhole(t *testing.T) {
	good := string(listtest.Fixture(t, "traps.xml"))
	replace := func(old, with string) string { return listtest.Replace(t, good, old, with) }
	cases := map[string]struct{ data, reason string }{
		"empty":           {"", "before the list begins"},
		"HTML page":       {"<html><body>Down</body></html>", "begins with <html>"},
		"JSON error body": {`{"status":500}`, "text where none belongs"},
		"cp1252 bytes":    {replace("Thessaly", "Thess\xe9ly"), "UTF-8"},
		"NUL":             {replace("Thessaly", "Thess\x00ly"), ""},
		"no records":      {"<data-set></data-set>", "no records"},
		"no country":      {replace("<Country>Zimbabwe</Country>", ""), "a record without Country"},
		"no name":         {replace("<EntityOrShip>Orrin Tale</EntityOrShip>", ""), "a record without a name"},
		"endless aliases": {replace("Tessaly VORRIK", strings.Repeat("A b;", 6000)), "more than 5000 aliases"},
		"endless name":    {replace("Orrin Tale", strings.Repeat("Tale ", 20000)), "more than 65536 bytes"},
		"two documents":   {good + "<data-set/>", "second document"},
		"not well-formed": {replace("</GivenName>", "</GivenNom>"), ""},
	}
	for _, cut := range []int{300, len(good) / 3, len(good) / 2, len(good) - 4} {
		cases[fmt.Sprintf("cut at %d", cut)] = struct{ data, reason string }{good[:cut], "ends in the middle"}
	}
	for name, tc := range cases {
		t.Run(name, func(t *testing.T) {
			listtest.Damaged(t, format(), "list.xml", tc.data, tc.reason)
		})
	}
}

func TestOnlyThisListIsRecognised(t *testing.T) {
	sniff := format().Sniff
	if got := sniff("x", listtest.Fixture(t, "traps.xml")[:600]); got != lists.OnePart {
		t.Errorf("the list is %q", got)
	}
	for _, other := range []string{"", "<html>", "<data-set><row/></data-set>", "<CONSOLIDATED_LIST>", "id,schema", `{"data-set":1}`, "<swiss-sanctions-list>"} {
		if got := sniff("sema-lmes.xml", []byte(other)); got != "" {
			t.Errorf("%q is taken for the list", other)
		}
	}
}

func TestSplittingOfAliases(t *testing.T) {
	type names []string
	for in, want := range map[string]struct{ person, body names }{
		"":                                 {nil, nil},
		"A b":                              {names{"A b"}, names{"A b"}},
		"A b, C d;E f;":                    {names{"A b", "C d", "E f"}, names{"A b", "C d", "E f"}},
		"A, or B c":                        {names{"A c", "B c"}, names{"A", "B c"}},
		"A or B c or d":                    {names{"A c", "A d", "B c", "B d"}, names{"A", "B c", "d"}},
		"A b c or D e":                     {names{"A b c", "D e"}, names{"A b c", "D e"}},
		"A b or A c":                       {names{"A b", "A c"}, names{"A b", "A c"}},
		"A b or C d":                       {names{"A b d", "A C d"}, names{"A b", "C d"}},
		"A/ B or C d":                      {names{"A/ B or C d"}, names{"A", "B", "C d"}},
		"A b and C d e":                    {names{"A b", "C d e"}, names{"A b and C d e"}},
		"(А б / В г":                       {names{"А б", "В г"}, names{"А б", "В г"}},
		"A (b, c), D":                      {names{"A (b, c)", "D"}, names{"A (b, c)", "D"}},
		`"A, b" c, D Ltd., E, LLC`:         {names{`"A, b" c`, "D Ltd.", "E, LLC"}, names{`"A, b" c`, "D Ltd.", "E, LLC"}},
		"A b) ":                            {names{"A b"}, names{"A b"}},
		"also A b":                         {names{"A b"}, names{"A b"}},
		"A, French: Société a; Russian: B": {names{"A", "Société a", "B"}, names{"A", "Société a", "B"}},
		"or":                               {names{"or"}, names{"or"}},
		" / or and , ":                     {names{"/ or and"}, names{"/ or and"}},
	} {
		for _, person := range []bool{true, false} {
			expected := want.body
			if person {
				expected = want.person
			}
			var got names
			for _, n := range splitNames(in, person) {
				got = append(got, n.text)
			}
			if diff := cmp.Diff(expected, got); diff != "" {
				t.Errorf("%q, person %t (-want +got):\n%s", in, person, diff)
			}
		}
	}
	if got := writings([][]string{strings.Fields(strings.Repeat("a ", 10)), strings.Fields(strings.Repeat("b ", 10)), {"c"}, {"d"}}); len(got) > mostWritings {
		t.Errorf("%d writings", len(got))
	}
}

func TestDatesAsTheListWritesThem(t *testing.T) {
	for in, want := range map[string]string{
		"1972": "[1972]", "1955-11": "[1955-11]", " 1953-10-27": "[1953-10-27]", "1963-1964": "[1963 1964]", "Sep-99": "[1999-09]", "Jan-04": "[2004-01]",
		"27061": "[1974-02-01]", "born in the early 1970s": "[1970 1971 1972 1973 1974]", "late 1960s": "[1965 1966 1967 1968 1969]", "mid-1950s": "[1953 1954 1955 1956]",
		"unknown": "[]", "1975s": "[]", "99999": "[2173-10-13]", "Foo-99": "[]", "": "[]",
	} {
		d, _ := readDate(in)
		if got := fmt.Sprint(d.Values); got != want {
			t.Errorf("%q: got %s, want %s", in, got, want)
		}
	}
}
