package regime

import (
	"encoding/csv"
	"os"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// datedAct is a row of a table of acts with the answer the resolutions give.
type datedAct struct {
	what    string
	act     Act
	verdict Verdict
	ids     []string // covered: those that cover; exempt: those that are lifted; else the neighbours
	since   Day
	cap     string
}

func readActs(t *testing.T, r *Regime, file string) []datedAct {
	t.Helper()
	f, err := os.Open(file)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	rows, err := csv.NewReader(f).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	var out []datedAct
	for _, row := range rows[1:] {
		cell := map[string]string{}
		for i, name := range rows[0] {
			cell[name] = row[i]
		}
		act, err := r.Phrase(cell["act"])
		if err != nil {
			t.Fatalf("%s: %v", cell["what"], err)
		}
		act.Date, act.HS, act.Direction = on(cell["date"]), cell["hs"], Direction(cell["direction"])
		if cell["goods"] != "" {
			act.Goods = cell["goods"]
		}
		act.From, act.To = place(t, r, cell["from"]), place(t, r, cell["to"])
		act.flags(t, cell["flags"])
		act.Claims = split(cell["claims"])
		if cell["barrels"]+cell["tonnes"]+cell["usd"] != "" {
			act.Total = &Total{Barrels: number(t, cell["barrels"]), Tonnes: number(t, cell["tonnes"]), USD: number(t, cell["usd"])}
		}
		out = append(out, datedAct{
			what: cell["what"], act: act, verdict: Verdict(cell["verdict"]), ids: split(cell["paragraphs"]), since: Day(cell["since"]), cap: cell["cap"],
		})
	}
	return out
}

func (act *Act) flags(t *testing.T, names string) {
	t.Helper()
	for _, name := range split(names) {
		flag, ok := map[string]*bool{
			"listed": &act.PartyListed, "ship": &act.TargetShip, "party": &act.TargetParty, "government": &act.TargetGovernment,
			"suspected": &act.ShipSuspected, "refused": &act.InspectionRefused,
		}[name]
		if !ok {
			t.Fatalf("no flag %q", name)
		}
		*flag = true
	}
}

func split(s string) []string {
	if s == "" {
		return nil
	}
	return strings.Split(s, ";")
}

func place(t *testing.T, r *Regime, name string) string {
	t.Helper()
	if name == "" {
		return ""
	}
	code, ok := r.Country(name)
	if !ok {
		t.Fatalf("no country %q", name)
	}
	return code
}

func number(t *testing.T, s string) *int64 {
	t.Helper()
	if s == "" {
		return nil
	}
	n, err := strconv.ParseInt(s, 10, 64)
	if err != nil {
		t.Fatal(err)
	}
	return &n
}

// neighbours are the paragraphs an answer rests on when none covers the act.
func (a Answer) neighbours() []string {
	var out []string
	for _, x := range a.Exempted {
		out = append(out, x.Paragraph.ID)
	}
	for _, c := range a.Before {
		out = append(out, c.Paragraph.ID)
	}
	for _, c := range a.After {
		out = append(out, c.Paragraph.ID)
	}
	for _, n := range a.Nearest {
		out = append(out, n.Paragraph.ID)
	}
	return out
}

func TestDatedActs(t *testing.T) {
	for id, least := range map[string]int{"dprk": 60, "somalia": 8} {
		r, err := LoadNamed(id)
		if err != nil {
			t.Fatal(err)
		}
		file := "testdata/acts.csv"
		if id != "dprk" {
			file = "testdata/acts-" + id + ".csv"
		}
		acts := readActs(t, r, file)
		if len(acts) < least {
			t.Errorf("%s: %d acts, want at least %d", id, len(acts), least)
		}
		for _, tt := range acts {
			t.Run(id+"/"+tt.what, func(t *testing.T) { tt.check(t, r) })
		}
	}
}

func (d datedAct) check(t *testing.T, r *Regime) {
	got := r.Check(d.act)
	if got.Verdict != d.verdict || got.Since != d.since {
		t.Errorf("%q since %q, want %q since %q: %v", got.Verdict, got.Since, d.verdict, d.since, got.Open)
	}
	ids := got.neighbours()
	switch d.verdict {
	case Covered:
		ids = got.IDs()
	case Exempt:
		ids = ids[:len(got.Exempted)]
	}
	if diff := cmp.Diff(d.ids, ids); diff != "" {
		t.Errorf("paragraphs (-want +got):\n%s", diff)
	}
	var states []string
	for _, c := range got.Caps {
		states = append(states, string(c.State))
	}
	if state := strings.Join(states, ";"); state != d.cap {
		t.Errorf("cap %q, want %q", state, d.cap)
	}
}
