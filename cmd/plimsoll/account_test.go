package main_test

import (
	"encoding/csv"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestTheAccountOfAYearIsTold(t *testing.T) {
	for _, tt := range []struct {
		args  string
		says  []string
		lacks string
	}{
		{"--year 2021", []string{"91\u202f909 barrels, 18.4 % of 500\u202f000 (2397 OP5", "its 12 parts add up to the 91909 barrels"}, "Estimate"},
		{"--year 2024", []string{"168\u202f679 barrels, 33.7 %", "Russia, missing: 2024-02 2024-03", "reported none, seen many: nothing of Russia"}, "Difference"},
		{"--year 2023", []string{"published 105845", "add up to 105844: 1 apart"}, ""},
		{"--year 2018 --scenario half", []string{"759\u202f793 barrels (1/2)", "100 % reached by 2018-05-30, by an estimate at 1/2 laden"}, "1\u202f367\u202f628"},
		{"--year 2018 --scenario third", []string{"506\u202f529 barrels (1/3)"}, "759\u202f793"},
		{"--year 2018 --scenario 0.3", []string{"455\u202f876 barrels (30 %)", "100 % reached by 2018-08-18, by an estimate at 30 % laden"}, "759\u202f793"},
		{"--year 2018 --factor gasoil", []string{"570 t x 7.45 (gasoil, usual in trade, not verified; trade convention) = 4246.5 barrels", "241\u202f114 barrels, 48.2 %"}, ""},
		{"--year 2017 --product coal", []string{"of 7\u202f500\u202f000 (2321 OP26, counted 2017-01-01 to 2017-08-04"}, ""},
		{"--year 2018 --product coal", []string{"no cap on coal"}, ""},
	} {
		out := plimsoll(t, append([]string{"account", "petroleum"}, strings.Fields(tt.args)...)...).ok(t).stdout
		for _, s := range tt.says {
			if !strings.Contains(out, s) {
				t.Errorf("%s lacks %q:\n%s", tt.args, s, out)
			}
		}
		if tt.lacks != "" && strings.Contains(out, tt.lacks) {
			t.Errorf("%s says %q:\n%s", tt.args, tt.lacks, out)
		}
	}
}

func TestTheAccountIsWrittenAsJSONAndCSV(t *testing.T) {
	var a struct {
		Barrels json.Number `json:"reported_barrels"`
		Share   json.Number `json:"share"`
	}
	out := plimsoll(t, "account", "petroleum", "--year", "2024", "--json").ok(t).stdout
	if err := json.Unmarshal([]byte(out), &a); err != nil || a.Barrels != "168679" || a.Share != "0.337358" {
		t.Errorf("%+v, %v", a, err)
	}
	out = plimsoll(t, "account", "petroleum", "--year", "2018", "--csv").ok(t).stdout
	rows, err := csv.NewReader(strings.NewReader(out)).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	kinds := map[string]int{}
	for _, r := range rows[1:] {
		kinds[r[0]]++
	}
	if kinds["reported"] != 10 || kinds["estimated"] != 10 || len(kinds) != 2 {
		t.Errorf("rows: %v", kinds)
	}
}

func TestAnAccountThatCannotBeDrawnUpIsRefused(t *testing.T) {
	bad := filepath.Join(t.TempDir(), "new.csv")
	text := "product,period_start,period_end,supplier,without,tonnes,barrels,published,factor,as_of,note,source\n" +
		"refined-petroleum,2025-01-01,2025-01-31,Atlantis,,,10,barrels,,,,s\n"
	if err := os.WriteFile(bad, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	for args, says := range map[string][]string{
		"":                                  {"--year"},
		"--year 2018 --scenario full":       {"--scenario", "0.6"},
		"--year 2018 --scenario 1.5":        {"--scenario"},
		"--year 2018 --as-of soon":          {"--as-of"},
		"--year 2018 --csv --json":          {"--csv", "--json"},
		"--year 2018 --product peat":        {"--product"},
		"--year 2018 --factor guess":        {`unknown factor "guess"`},
		"--year 2018 --supplier Mars":       {`unknown supplier "Mars"`},
		"--year 2025 --lines " + bad:        {"new.csv: line 2, column supplier", "Atlantis"},
		"--year 2025 --lines not-there.csv": {"not-there.csv"},
	} {
		code := 2
		if strings.Contains(args, "guess") || strings.Contains(args, "Mars") || strings.Contains(args, bad) {
			code = 1
		}
		plimsoll(t, append([]string{"account", "petroleum"}, strings.Fields(args)...)...).refused(t, code, says...)
	}
}
