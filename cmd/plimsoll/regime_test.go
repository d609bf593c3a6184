package main_test

import (
	"encoding/json"
	"strings"
	"testing"
)

func TestRegimeCheckNamesAParagraphInEveryAnswer(t *testing.T) {
	tests := []struct {
		args []string
		want []string
	}{
		{
			[]string{"--act", "coal export", "--date", "2017-08-06", "--from", "DPRK"},
			[]string{
				"export (coal) on 2017-08-06: covered since 2017-08-05\n", "by 2371 OP8 [paragraph not verified, content verified], in force since 2017-08-05",
				"before, until 2017-08-04, by 2321 OP26", "replaced by 2371 OP8", "mandate under 2345 OP1, until 2018-04-24",
			},
		},
		{
			[]string{"--act", "coal export", "--date", "2017-08-04"},
			[]string{"covered since 2016-11-30, lawful up to a limit", "by 2321 OP26", "400,870,018 US dollars, whichever is lower per calendar year: not known; give the account", "after, from 2017-08-05, by 2371 OP8"},
		},
		{
			[]string{"--act", "coal export", "--date", "2018-05-01", "--claim", "third-country-coal-rajin"},
			[]string{": exempt\n", "exempt from 2371 OP8", "as claimed (third-country-coal-rajin)"},
		},
		{
			[]string{"--act", "used ship supply", "--date", "2017-11-15", "--to", "North Korea"},
			[]string{": not covered\n", "after, from 2017-12-22, by 2397 OP14"},
		},
		{
			[]string{"--act", "supply", "--hs", "271019", "--date", "2018-11-02", "--barrels", "499999"},
			[]string{"limit of 2397 OP5, 500,000 barrels per calendar year: within the limit"},
		},
		{
			[]string{"--act", "supply", "--hs", "271019", "--date", "2018-11-02", "--barrels", "500001"},
			[]string{"limit of 2397 OP5, 500,000 barrels per calendar year: over the limit"},
		},
		{
			[]string{"--act", "sts", "--date", "2024-05-01"},
			[]string{": not covered\n", "nearest 2375 OP11", "asks for one of a ship of the DPRK", "panel: none, its last mandate (2680 OP1) ended on 2024-04-30; the measures go on"},
		},
		{
			[]string{"--regime", "somalia", "--act", "charcoal export", "--date", "2013-05-01"},
			[]string{"covered since 2012-02-22", "by 2036 OP22, in force"},
		},
	}
	for _, tt := range tests {
		r := plimsoll(t, append([]string{"regime", "check"}, tt.args...)...).ok(t)
		for _, want := range tt.want {
			if !strings.Contains(r.stdout, want) {
				t.Errorf("%v: no %q in\n%s", tt.args, want, r.stdout)
			}
		}
	}
}

func TestRegimeCheckAsADocument(t *testing.T) {
	r := plimsoll(t, "regime", "check", "--json", "--act", "sts", "--dprk-ship", "--date", "2017-09-10").ok(t)
	var doc struct {
		Regime string
		Answer struct {
			Verdict string
			After   []struct {
				Paragraph struct {
					ID       string
					Verified bool
				}
			}
		}
		Mandate struct{ Paragraph string }
	}
	if err := json.Unmarshal([]byte(r.stdout), &doc); err != nil {
		t.Fatal(err)
	}
	after := doc.Answer.After
	if doc.Regime != "dprk" || doc.Answer.Verdict != "not covered" || doc.Mandate.Paragraph != "2345 OP1" ||
		len(after) != 1 || after[0].Paragraph.ID != "2375 OP11" || after[0].Paragraph.Verified {
		t.Errorf("%+v", doc)
	}
}

func TestRegimeCheckRefusesAQuestionThatIsNone(t *testing.T) {
	for _, tt := range []struct{ args, want []string }{
		{[]string{"--act", "charcoal export", "--date", "2017-08-06"}, []string{`the words name no goods`, "coal"}},
		{[]string{"--act", "supply", "--date", "2017-08-06"}, []string{"which goods"}},
		{[]string{"--act", "teleport", "--date", "2017-08-06"}, []string{"name no kind of act", "use one of supply"}},
		{[]string{"--act", "coal export", "--date", "2017-08-36"}, []string{"is no day"}},
		{[]string{"--act", "supply", "--hs", "27.10", "--date", "2017-08-06"}, []string{"without dots"}},
		{[]string{"--act", "coal export", "--from", "Korea", "--date", "2017-08-06"}, []string{"is no country"}},
		{[]string{"--act", "coal export", "--regime", "mars", "--date", "2017-08-06"}, []string{"use one of dprk, somalia"}},
		{[]string{"--act", "crude supply", "--barrels=-1", "--date", "2018-08-06"}, []string{"below zero"}},
	} {
		plimsoll(t, append([]string{"regime", "check"}, tt.args...)...).refused(t, 2, tt.want...)
	}
}
