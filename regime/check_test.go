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

func TestUnknownDirectionLeavesTheCapPossible(t *testing.T) {
	got := load(t).Check(Act{Kind: ShipToShipTransfer, Goods: RefinedPetroleum, PartyListed: true, Date: on("2026-03-05")})
	if diff := cmp.Diff([]string{"2375 OP11"}, got.IDs()); diff != "" {
		t.Errorf("paragraphs (-want +got):\n%s", diff)
	}
	if len(got.Possible) != 1 || got.Possible[0].ID != "2397 OP5" {
		t.Errorf("possible: %v", got.Possible)
	}
	want := []string{
		"the ship's flag and owner: 2375 OP11 names ships of the DPRK, the act shows a listed party",
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
			Goods:     rapid.SampledFrom(append(r.goods(), "")).Draw(t, "goods"),
			Direction: rapid.SampledFrom([]Direction{"", ToDPRK, FromDPRK}).Draw(t, "direction"),
			From:      rapid.SampledFrom([]string{"", "kp", "cn"}).Draw(t, "from"),
			To:        rapid.SampledFrom([]string{"", "kp", "ru"}).Draw(t, "to"),
			Date:      on("2006-01-01").AddDate(0, 0, rapid.IntRange(0, 8000).Draw(t, "day")),

			PartyListed: rapid.Bool().Draw(t, "listed"), TargetShip: rapid.Bool().Draw(t, "ship"),
			TargetParty: rapid.Bool().Draw(t, "party"), TargetGovernment: rapid.Bool().Draw(t, "government"),
			ShipSuspected: rapid.Bool().Draw(t, "suspected"), InspectionRefused: rapid.Bool().Draw(t, "refused"),
			Claims: rapid.SliceOf(rapid.SampledFrom([]string{"emergency", "committee-approval", "livelihood"})).Draw(t, "claims"),
		}
		got := r.Check(act)
		if (got.Verdict == Covered) != (len(got.Paragraphs) > 0) {
			t.Fatalf("%q with %d paragraphs", got.Verdict, len(got.Paragraphs))
		}
		if got.Verdict != Unanswered && len(got.Paragraphs)+len(got.Possible)+len(got.neighbours()) == 0 {
			t.Fatalf("%q without a paragraph", got.Verdict)
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

func TestAnAccountOnceOverItsLimitStaysOver(t *testing.T) {
	r := load(t)
	rapid.Check(t, func(t *rapid.T) {
		state := func(tonnes, usd int64) State {
			return r.Check(Act{Kind: Export, Goods: Coal, Date: on("2017-03-01"), Total: &Total{Tonnes: &tonnes, USD: &usd}}).Caps[0].State
		}
		tonnes := rapid.Int64Range(0, 15_000_000).Draw(t, "tonnes")
		usd := rapid.Int64Range(0, 800_000_000).Draw(t, "usd")
		want := Within
		if tonnes > 7_500_000 || usd > 400_870_018 {
			want = Over
		}
		if got := state(tonnes, usd); got != want {
			t.Fatalf("%d t and %d USD: %q, want %q", tonnes, usd, got, want)
		}
		more := rapid.Int64Range(0, 1_000_000).Draw(t, "more")
		if want == Over && state(tonnes+more, usd+more) != Over {
			t.Fatalf("%d t and %d USD are over, %d more are not", tonnes, usd, more)
		}
	})
}

func TestActsAreReadFromWords(t *testing.T) {
	r := load(t)
	for text, want := range map[string]Act{
		"coal export":            {Kind: Export, Goods: Coal},
		"export":                 {Kind: Export},
		"Export of coal":         {},
		"iron ore export":        {Kind: Export, Goods: "iron-ore"},
		"used ship supply":       {Kind: Supply, Goods: "used-vessels"},
		"diesel supply":          {Kind: Supply, Goods: RefinedPetroleum},
		"Ship-to-ship transfer":  {Kind: ShipToShipTransfer},
		"coal sts":               {Kind: ShipToShipTransfer, Goods: Coal},
		"new joint venture":      {Kind: NewJointVenture},
		"luxury import":          {Kind: Supply, Goods: "luxury-goods"},
		"charcoal export":        {},
		"coal and gold export":   {},
		"":                       {},
		"coal":                   {},
		"bulk-cash":              {Kind: BulkCash},
		"second mission account": {Kind: SecondAccount},
	} {
		got, err := r.Phrase(text)
		if want.Kind == "" {
			if err == nil {
				t.Errorf("%q is read as %+v", text, got)
			}
			continue
		}
		if err != nil || got.Kind != want.Kind || got.Goods != want.Goods {
			t.Errorf("%q: %+v (%v), want %+v", text, got, err, want)
		}
	}
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
