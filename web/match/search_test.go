package match_test

import (
	"fmt"
	"strings"
	"testing"
)

func TestSearchFindsByPartOfAName(t *testing.T) {
	f := demoWorld(t)
	for _, c := range []struct{ what, target, want string }{
		{"one word", "/search/default?q=Vorrick", "DEMO-P1"},
		{"one word misspelt", "/search/default?q=Vorik", "DEMO-P1"},
		{"both words", "/search/default?q=Thessaly+Vorrick", "DEMO-P1"},
		{"words of two parties", "/search/default?q=Thessaly+Dole", ""},
		{"a number", "/search/default?q=0990011", "DEMO-V1"},
		{"an id", "/search/default?q=DEMO-C1", "DEMO-C1"},
		{"an id of another list", "/search/default?q=PARTNER-7", "DEMO-V1"},
		{"marks alone", "/search/default?q=%E2%80%AE%CC%81", ""},
		{"a schema", "/search/default?q=Orrin&schema=Person", ""},
		{"a schema and what descends from it", "/search/default?schema=LegalEntity&sort=caption:asc", "DEMO-P2 DEMO-C1 PARTNER-8 B3 DEMO-C101 DEMO-P1 B1"},
		{"the second page", "/search/default?schema=LegalEntity&sort=caption:desc&limit=2&offset=2", "DEMO-C101 B3"},
		{"nothing of a page", "/search/default?limit=0", ""},
		{"one list", "/search/demo_board", "B1 B3"},
		{"a list left out", "/search/default?q=Orin+Tale&exclude_dataset=demo_list", "DEMO-V1"},
		{"a dataset", "/search/default?datasets=demo_board", "B1 B3"},
		{"both datasets", "/search/default?datasets=demo_list&datasets=demo_partner&filter_op=AND", "DEMO-V1"},
		{"a country", "/search/default?countries=Kosovo", ""},
		{"a property", "/search/default?filter=properties.birthDate:1961", "DEMO-P1"},
		{"a topic", "/search/default?topics=sanction&filter=schema:Vessel", "DEMO-V1 DEMO-V2"},
		{"who is on no list", "/search/default?target=false&q=Merrowbane", "DEMO-V101"},
		{"changed since", "/search/default?changed_since=2026-03-01", "DEMO-V1 PARTNER-8 PARTNER-9"},
		{"as of a day", "/search/default?as_of=2026-01-31", "B1 B2"},
	} {
		a := f.get(c.target)
		if a.status != 200 || a.ids("results") != c.want {
			t.Errorf("%s: %d %q, want %q", c.what, a.status, a.ids("results"), c.want)
		}
	}
}

func TestSearchRefusesWhatItCannotDo(t *testing.T) {
	f := demoWorld(t)
	for _, c := range []struct{ target, detail string }{
		{"/search/default?schema=Vesel", "did you mean Vessel"},
		{"/search/default?countries=Atlantis", "no country"},
		{"/search/default?filter=properties.shoe:1", "field:value"},
		{"/search/default?filter=x", "field:value"},
		{"/search/default?sort=caption:up", "field:asc"},
		{"/search/default?facets=colour", "no facet"},
		{"/search/default?filter_op=XOR", "OR or AND"},
		{"/search/default?offset=9500", "from 0 to 9499"},
		{"/search/default?fuzzy=perhaps", "true or false"},
		{"/search/default?q=" + strings.Repeat("x", 1001), "longer"},
	} {
		if a := f.get(c.target); a.status < 400 || a.status > 499 || !strings.Contains(string(a.raw), c.detail) {
			t.Errorf("%.60s: %d %s, want %q", c.target, a.status, a.raw, c.detail)
		}
	}
}

func TestFacetsCountAllResults(t *testing.T) {
	f := demoWorld(t)
	a := f.get("/search/sanctions?limit=1&facets=schema&facets=datasets&facets=topics&facets=countries&facets=identifiers&facets=genders")
	for path, want := range map[string]string{
		"total.value":              "9",
		"facets.schema.label":      "Schemata",
		"facets.schema.values.0":   "map[count:4 label:People name:Person]",
		"facets.datasets.values.0": "map[count:5 label:Plimsoll demo list: invented parties name:demo_list]",
		"facets.topics.values":     "[map[count:9 label:Sanctioned entity name:sanction]]",
		"facets.genders.values":    "[]",
	} {
		if got := fmt.Sprint(a.at(path)); got != want {
			t.Errorf("%s: %s, want %s", path, got, want)
		}
	}
}
