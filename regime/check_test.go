package regime

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

func load(t testing.TB) *Regime {
	t.Helper()
	r, err := Load()
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func on(day string) time.Time {
	t, err := time.Parse(time.DateOnly, day)
	if err != nil {
		panic(err)
	}
	return t
}

func TestDatedActs(t *testing.T) {
	coal := Act{Kind: Export, Goods: Coal}
	sts := Act{Kind: ShipToShipTransfer, DPRKShip: true}
	oil := Act{Kind: ShipToShipTransfer, Goods: RefinedPetroleum, Direction: ToDPRK, PartyListed: true}
	supply := Act{Kind: Supply, Goods: RefinedPetroleum}
	tests := []struct {
		what   string
		act    Act
		day    string
		want   Verdict
		ids    []string
		since  Day
		capped bool
	}{
		{"coal before any rule on it", coal, "2016-03-01", NotCovered, nil, "", false},
		{"coal under the first ban", coal, "2016-03-02", Covered, []string{"2270 OP29"}, "2016-03-02", false},
		{"coal on the last day of the first ban", coal, "2016-11-29", Covered, []string{"2270 OP29"}, "2016-03-02", false},
		{"coal on the first day of the cap", coal, "2016-11-30", Covered, []string{"2321 OP26"}, "2016-11-30", true},
		{"coal on the last day of the cap", coal, "2017-08-04", Covered, []string{"2321 OP26"}, "2016-11-30", true},
		{"coal on the first day of the full ban", coal, "2017-08-05", Covered, []string{"2371 OP8"}, "2017-08-05", false},
		{"coal under the full ban", coal, "2017-08-06", Covered, []string{"2371 OP8"}, "2017-08-05", false},
		{"coal sent somewhere else from somewhere else", Act{Kind: Export, Goods: Coal, From: "id", To: "in"}, "2020-01-01", NotCovered, nil, "", false},
		{"third-country coal through Rajin", Act{Kind: Export, Goods: Coal, Claims: []string{"third-country-coal-rajin"}}, "2018-05-01", Exempt, nil, "", false},
		{"iron under the coal cap is no cap", Act{Kind: Export, Goods: "iron"}, "2017-01-01", Covered, []string{"2321 OP26"}, "2016-11-30", false},
		{"iron for livelihood before the full ban", Act{Kind: Export, Goods: "iron", Claims: []string{"livelihood"}}, "2017-01-01", Exempt, nil, "", false},
		{"livelihood does not lift the coal cap", Act{Kind: Export, Goods: Coal, Claims: []string{"livelihood"}}, "2017-01-01", Covered, []string{"2321 OP26"}, "2016-11-30", true},
		{"transfer at sea on the eve of the ban", sts, "2017-09-10", NotCovered, nil, "", false},
		{"transfer at sea on the day of the ban", sts, "2017-09-11", Covered, []string{"2375 OP11"}, "2017-09-11", false},
		{"transfer at sea under the ban", sts, "2017-09-12", Covered, []string{"2375 OP11"}, "2017-09-11", false},
		{"transfer at sea between strangers", Act{Kind: ShipToShipTransfer}, "2026-03-05", NotCovered, nil, "", false},
		{"transfer at sea with a listed ship", Act{Kind: ShipToShipTransfer, PartyListed: true}, "2026-03-05", Covered, []string{"2375 OP11"}, "2017-09-11", false},
		{"refined oil passed at sea to a listed ship", oil, "2026-03-05", Covered, []string{"2375 OP11", "2397 OP5"}, "2017-09-11", false},
		{"refined oil passed at sea in autumn 2017", oil, "2017-10-19", Covered, []string{"2375 OP11", "2375 OP14"}, "2017-09-11", false},
		{"refined oil before any cap", supply, "2017-09-10", NotCovered, nil, "", false},
		{"refined oil under the first cap", supply, "2017-12-31", Covered, []string{"2375 OP14"}, "2017-09-11", true},
		{"refined oil under the second cap", supply, "2018-01-01", Covered, []string{"2397 OP5"}, "2018-01-01", true},
		{"refined oil for another country", Act{Kind: Supply, Goods: RefinedPetroleum, From: "cn", To: "jp"}, "2020-01-01", NotCovered, nil, "", false},
		{"crude oil under the first limit", Act{Kind: Supply, Goods: CrudeOil}, "2017-12-21", Covered, []string{"2375 OP15"}, "2017-09-11", true},
		{"crude oil under the second limit", Act{Kind: Supply, Goods: CrudeOil, To: "KP"}, "2017-12-22", Covered, []string{"2397 OP4"}, "2017-12-22", true},
		{"gas liquids", Act{Kind: Supply, Goods: "natural-gas-liquids"}, "2019-06-01", Covered, []string{"2375 OP13"}, "2017-09-11", false},
		{"textiles sold by the DPRK", Act{Kind: Export, Goods: "textiles"}, "2018-06-01", Covered, []string{"2375 OP16"}, "2017-09-11", false},
		{"seafood sold to the DPRK", Act{Kind: Supply, Goods: "seafood"}, "2018-06-01", NotCovered, nil, "", false},
		{"a listed ship calls before port bans", Act{Kind: PortEntry, PartyListed: true}, "2016-03-01", NotCovered, nil, "", false},
		{"a listed ship calls", Act{Kind: PortEntry, PartyListed: true}, "2018-04-01", Covered, []string{"2270 OP22", "2321 OP12(c)", "2371 OP6", "2375 OP6"}, "2016-03-02", false},
		{"a listed ship calls in an emergency", Act{Kind: PortEntry, PartyListed: true, Claims: []string{"emergency"}}, "2018-04-01", Exempt, nil, "", false},
		{"an unlisted ship calls", Act{Kind: PortEntry}, "2018-04-01", NotCovered, nil, "", false},
		{"payment to a listed party in 2010", Act{Kind: AssetDealing, PartyListed: true}, "2010-01-01", Covered, []string{"1718 OP8(d)"}, "2006-10-14", false},
		{"payment to a listed party before the list", Act{Kind: AssetDealing, PartyListed: true}, "2006-10-13", NotCovered, nil, "", false},
		{"payment to a party that is not listed", Act{Kind: AssetDealing}, "2020-01-01", NotCovered, nil, "", false},
		{"cover for a DPRK ship", Act{Kind: Insurance, DPRKShip: true}, "2018-02-01", Covered, []string{"2270 OP20", "2321 OP22", "2397 OP11"}, "2016-03-02", false},
		{"fuel for a DPRK ship", Act{Kind: Bunkering, DPRKShip: true}, "2009-06-12", Covered, []string{"1874 OP17"}, "2009-06-12", false},
		{"a worker on the last day", Act{Kind: WorkStay, DPRKParty: true}, "2019-12-22", NotCovered, nil, "", false},
		{"a worker the day after", Act{Kind: WorkStay, DPRKParty: true}, "2019-12-23", Covered, []string{"2397 OP8"}, "2019-12-23", false},
		{"a used ship sold to the DPRK in 2017", Act{Kind: Supply, Goods: "used-vessels"}, "2017-12-21", NotCovered, nil, "", false},
		{"a used ship sold to the DPRK in 2021", Act{Kind: Supply, Goods: "used-vessels"}, "2021-12-21", Covered, []string{"2397 OP14"}, "2017-12-22", false},
	}
	r := load(t)
	for _, tt := range tests {
		t.Run(tt.what, func(t *testing.T) {
			tt.act.Date = on(tt.day)
			got := r.Check(tt.act)
			if got.Verdict != tt.want || got.Since != tt.since || got.Capped != tt.capped {
				t.Errorf("verdict %q since %q capped %v, want %q %q %v", got.Verdict, got.Since, got.Capped, tt.want, tt.since, tt.capped)
			}
			ids := got.IDs()
			if len(ids) == 0 {
				ids = nil
			}
			if diff := cmp.Diff(tt.ids, ids); diff != "" {
				t.Errorf("paragraphs (-want +got):\n%s", diff)
			}
		})
	}
}

func TestUnknownDirectionLeavesTheCapPossible(t *testing.T) {
	got := load(t).Check(Act{Kind: ShipToShipTransfer, Goods: RefinedPetroleum, PartyListed: true, Date: on("2026-03-05")})
	if diff := cmp.Diff([]string{"2375 OP11"}, got.IDs()); diff != "" {
		t.Errorf("paragraphs (-want +got):\n%s", diff)
	}
	if len(got.Possible) != 1 || got.Possible[0].ID != "2397 OP5" {
		t.Errorf("possible: %v", got.Possible)
	}
	want := []string{
		"the ship's flag and owner: 2375 OP11 names DPRK ships, the act shows a listed party",
		"which way the goods went: 2397 OP5 covers them to the DPRK only",
	}
	if diff := cmp.Diff(want, got.Open); diff != "" {
		t.Errorf("open (-want +got):\n%s", diff)
	}
}

func TestAQuestionThatIsNoneIsNotAnswered(t *testing.T) {
	r := load(t)
	for _, act := range []Act{
		{Kind: Export, Goods: Coal},
		{Kind: "coal-export", Date: on("2018-01-01")},
		{Kind: Export, Goods: "charcoal", Date: on("2018-01-01")},
		{Kind: Export, Goods: Coal, Direction: "up", Date: on("2018-01-01")},
	} {
		if got := r.Check(act); got.Verdict != Unanswered || len(got.Open) != 1 || len(got.Paragraphs) != 0 {
			t.Errorf("%+v: %+v", act, got)
		}
	}
}

func TestNothingIsCoveredWithoutAParagraphInForce(t *testing.T) {
	r := load(t)
	rapid.Check(t, func(t *rapid.T) {
		act := Act{
			Kind:      rapid.SampledFrom(kinds()).Draw(t, "kind"),
			Goods:     rapid.SampledFrom(append(goods(), "")).Draw(t, "goods"),
			Direction: rapid.SampledFrom([]Direction{"", ToDPRK, FromDPRK}).Draw(t, "direction"),
			From:      rapid.SampledFrom([]string{"", "kp", "cn"}).Draw(t, "from"),
			To:        rapid.SampledFrom([]string{"", "kp", "ru"}).Draw(t, "to"),
			Date:      on("2006-01-01").AddDate(0, 0, rapid.IntRange(0, 8000).Draw(t, "day")),

			PartyListed: rapid.Bool().Draw(t, "listed"), DPRKShip: rapid.Bool().Draw(t, "ship"),
			DPRKParty: rapid.Bool().Draw(t, "party"), DPRKGovernment: rapid.Bool().Draw(t, "government"),
			ShipSuspected: rapid.Bool().Draw(t, "suspected"), InspectionRefused: rapid.Bool().Draw(t, "refused"),
			Claims: rapid.SliceOf(rapid.SampledFrom([]string{"emergency", "committee-approval", "livelihood"})).Draw(t, "claims"),
		}
		got := r.Check(act)
		if (got.Verdict == Covered) != (len(got.Paragraphs) > 0) {
			t.Fatalf("%q with %d paragraphs", got.Verdict, len(got.Paragraphs))
		}
		if got.Verdict == Covered && (got.Since == "" || got.Since > DayOf(act.Date)) {
			t.Fatalf("covered on %s since %q", DayOf(act.Date), got.Since)
		}
		for _, p := range got.Paragraphs {
			if !p.InForce(DayOf(act.Date)) {
				t.Fatalf("%s was not in force on %s", p.ID, DayOf(act.Date))
			}
		}
		if diff := cmp.Diff(got, r.Check(act)); diff != "" {
			t.Fatalf("the same question has two answers:\n%s", diff)
		}
	})
}

func BenchmarkCheck(b *testing.B) {
	r := load(b)
	act := Act{Kind: ShipToShipTransfer, Goods: RefinedPetroleum, Direction: ToDPRK, PartyListed: true, Date: on("2026-03-05")}
	b.ReportAllocs()
	for b.Loop() {
		if r.Check(act).Verdict != Covered {
			b.Fatal("not covered")
		}
	}
}
