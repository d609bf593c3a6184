package fetch_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"plimsoll/lists"
	"plimsoll/lists/fetch"
)

func authorities() []lists.Authority {
	source := func(d string) lists.Source {
		return lists.Source{Dataset: d, URLs: []string{"https://" + d + ".example/list"}}
	}
	return []lists.Authority{
		{ID: "un_sc", Sources: []lists.Source{source("un_sc")}},
		{ID: "us_ofac", Sources: []lists.Source{source("us_ofac_sdn"), source("us_ofac_cons")}},
		{ID: "us_trade", Sources: []lists.Source{source("us_trade_csl")}},
		{ID: "ca_sema", Sources: []lists.Source{source("")}},
		{ID: "own"},
	}
}

func chosen(jobs []fetch.Job) (out []string) {
	for _, j := range jobs {
		out = append(out, j.Dataset)
	}
	return out
}

func TestSelect(t *testing.T) {
	all := fetch.Jobs(authorities())
	for _, c := range []struct {
		words string
		want  string // datasets, or after ! what the error says
	}{
		{"", "un_sc us_ofac_sdn us_ofac_cons us_trade_csl ca_sema"},
		{"un_sc", "un_sc"},
		{"un", "un_sc"},
		{"UN", "un_sc"},
		{"ofac", "us_ofac_sdn us_ofac_cons"},
		{"us_ofac_sdn", "us_ofac_sdn"},
		{"sdn", "us_ofac_sdn"},
		{"sem", "ca_sema"},
		{"ca", "ca_sema"},
		{"csl un ca_sema", "un_sc us_trade_csl ca_sema"},
		{"us", "us_ofac_sdn us_ofac_cons us_trade_csl"},
		{"s", "!several"},
		{"oafc_sdn", "!There are: un_sc, us_ofac_sdn, us_ofac_cons, us_trade_csl, ca_sema"},
		{"us_ofac_sdm", "!Did you mean us_ofac_sdn?"},
		{"own", "!no list that can be fetched is called \"own\""},
		{"sdn nonsense", "!nonsense"},
	} {
		got, err := fetch.Select(all, strings.Fields(c.words))
		if says, refused := strings.CutPrefix(c.want, "!"); refused {
			if err == nil || !strings.Contains(err.Error(), says) {
				t.Errorf("%q: %v, error %v; want %q", c.words, chosen(got), err, says)
			}
			continue
		}
		if err != nil {
			t.Errorf("%q: %v", c.words, err)
		}
		if d := cmp.Diff(strings.Fields(c.want), chosen(got)); d != "" {
			t.Errorf("%q: %s", c.words, d)
		}
	}
	if _, err := fetch.Select(all, []string{" "}); err == nil {
		t.Error("nothing names something")
	}
}

func TestRedirectGivesOtherAddresses(t *testing.T) {
	all := fetch.Jobs(authorities())
	got, err := fetch.Redirect(all, []string{"un=https://m.example/a?x=1", "sdn=http://m.example/1", "us_ofac_sdn=http://m.example/2"})
	if err != nil {
		t.Fatal(err)
	}
	if d := cmp.Diff([]string{"https://m.example/a?x=1"}, got[0].URLs); d != "" || !got[0].Given {
		t.Error(d)
	}
	if d := cmp.Diff([]string{"http://m.example/1", "http://m.example/2"}, got[1].URLs); d != "" {
		t.Error(d)
	}
	if got[2].Given || all[0].Given || all[0].URLs[0] != "https://un_sc.example/list" {
		t.Error("other jobs were changed")
	}
	for address, says := range map[string]string{
		"https://m.example/a":     "which list",
		"un":                      "which list",
		"un=ftp://m.example/a":    "https://",
		"un=/etc/passwd":          "https://",
		"un=https:///a":           "https://",
		"un=http://m.example/%zz": "is no address",
		"ofac=https://m.example/": "say which",
		"nowhere=https://m.ex/":   "There are",
	} {
		if _, err := fetch.Redirect(all, []string{address}); err == nil || !strings.Contains(err.Error(), says) {
			t.Errorf("%s: %v", address, err)
		}
	}
}
