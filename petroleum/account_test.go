package petroleum

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

// someLines draws lines of four suppliers over the months of 2022 that overlap,
// contain and replace each other, no two of one supplier, time and edition.
func someLines(rt *rapid.T) []string {
	var out []string
	there := map[string]bool{}
	for range rapid.IntRange(1, 25).Draw(rt, "lines") {
		first := rapid.IntRange(1, 12).Draw(rt, "first")
		last := rapid.IntRange(first, 12).Draw(rt, "last")
		who := rapid.SampledFrom([]string{"A", "B", "C", "D", "A+B", "B+C", "A+B+C+D"}).Draw(rt, "who")
		edition := rapid.IntRange(1, 3).Draw(rt, "edition")
		key := fmt.Sprint(first, last, who, edition)
		if there[key] {
			continue
		}
		there[key] = true
		figure := fmt.Sprintf("%d.%03d", rapid.IntRange(0, 200_000).Draw(rt, "figure"), rapid.IntRange(0, 999).Draw(rt, "thousandths"))
		var cells string
		switch rapid.IntRange(0, 3).Draw(rt, "unit") {
		case 0:
			cells = figure + ",,tonnes,gasoil"
		default:
			cells = "," + figure + ",barrels,"
		}
		end := time.Date(2022, time.Month(last)+1, 0, 0, 0, 0, 0, time.UTC).Format(time.DateOnly)
		out = append(out, fmt.Sprintf("refined-petroleum,2022-%02d-01,%s,%s,,%s,2023-0%d,,s\n", first, end, who, cells, edition))
	}
	return out
}

func bookOf(t testing.TB, lines []string) *Book {
	t.Helper()
	b, err := book(t, "").Import("lines.csv", []byte(reportedHead+strings.Join(lines, "")), "2026-01-01")
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// told is what an account says apart from the numbers of rows.
func told(a Account) []string {
	out := []string{a.ReportedBarrels.String(), a.ConvertedBarrels.String(), a.Share.String(), fmt.Sprint(a.Incomplete)}
	for _, n := range a.Notices {
		out = append(out, fmt.Sprint(n.Percent, n.By, n.Barrels))
	}
	for _, m := range a.Months {
		out = append(out, fmt.Sprint(m.Supplier, m.Month, m.State))
	}
	for _, l := range a.Reported {
		out = append(out, fmt.Sprint(l.key(), l.AsOf, l.Role))
	}
	return out
}

func TestNoOrderOfLinesChangesAnAccount(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		lines := someLines(rt)
		want := told(bookOf(t, lines).Account(2022))
		got := told(bookOf(t, rapid.Permutation(lines).Draw(rt, "order")).Account(2022))
		if diff := cmp.Diff(want, got); diff != "" {
			rt.Fatalf("another order gives another account:\n%s", diff)
		}
	})
}

func TestTheSumOfThePartsIsTheTotal(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		a := bookOf(t, someLines(rt)).Account(2022)
		var sum, converted Decimal
		counted := map[string]string{} // supplier and month
		for _, l := range a.Reported {
			if l.Role == TonnesOnly && l.Within == "" {
				converted = converted.Add(l.Tonnes.Mul(Ratio(745, 100)))
			}
			if l.Role != Summed {
				continue
			}
			sum = sum.Add(*l.Barrels)
			for _, s := range l.Suppliers {
				for m := l.Start[:7]; m <= l.End[:7]; m = (m + "-28").plus(4)[:7] {
					if other := counted[s+string(m)]; other != "" {
						rt.Fatalf("%s and %s both count %s of %s", l.ID, other, m, s)
					}
					counted[s+string(m)] = l.ID
				}
			}
		}
		if !sum.Equal(a.ReportedBarrels) || !converted.Equal(a.ConvertedBarrels) {
			rt.Fatalf("parts %s and %s, totals %s and %s", sum, converted, a.ReportedBarrels, a.ConvertedBarrels)
		}
	})
}

func (d Day) plus(days int) Day {
	t, _ := time.Parse(time.DateOnly, string(d))
	return Day(t.AddDate(0, 0, days).Format(time.DateOnly))
}

func TestThousandthsAreNotLost(t *testing.T) {
	var lines []string
	for m := 1; m <= 9; m++ {
		lines = append(lines, fmt.Sprintf("refined-petroleum,2022-%02d-01,2022-%02d-28,A,,,0.1,barrels,,,,s\n", m, m))
	}
	if got := bookOf(t, lines).Account(2022).ReportedBarrels.String(); got != "0.9" {
		t.Errorf("nine tenths are %s", got)
	}
}

func TestTheYear2024StandsWithRussiaMissingAfterJanuary(t *testing.T) {
	a := load(t).Account(2024)
	if a.ReportedBarrels.String() != "168679" || a.Share.Mul(Whole(100)).Fixed(1) != "33.7" || len(a.Notices) != 0 {
		t.Errorf("%s barrels, share %s, notices %v", a.ReportedBarrels, a.Share, a.Notices)
	}
	got := map[string]State{}
	for _, m := range a.Months {
		got[m.Supplier+" "+m.Month] = m.State
	}
	if len(a.Months) != 24 || got["Russia 2024-01"] != MonthReported || got["China 2024-08"] != MonthWithin || got["China 2024-09"] != MonthMissing {
		t.Errorf("months: %v", got)
	}
	for m := 2; m <= 12; m++ {
		if k := fmt.Sprintf("Russia 2024-%02d", m); got[k] != MonthMissing {
			t.Errorf("%s is %q", k, got[k])
		}
	}
	if r := strings.Join(a.Remarks, "\n"); !strings.Contains(r, "reported none, seen many: nothing of Russia is at hand for 2024-03 to 2024-03, for which United States gives 165000 barrels") {
		t.Errorf("remarks: %s", r)
	}
}

func TestALateReportOfWhatAJointLineLeftOutIsAdded(t *testing.T) {
	late := "refined-petroleum,2024-03-01,2024-03-31,Russia,,,1000,barrels,,2025-01-10,,s\n"
	b, err := load(t).Import("new.csv", []byte(reportedHead+late), "2025-02-01")
	if err != nil {
		t.Fatal(err)
	}
	if got := b.Account(2024).ReportedBarrels.String(); got != "169679" {
		t.Errorf("%s barrels", got)
	}
	year := "refined-petroleum,2024-01-01,2024-12-31,Russia,,,90000,barrels,,2025-01-10,,s\n"
	if b, err = load(t).Import("new.csv", []byte(reportedHead+year), "2025-02-01"); err != nil {
		t.Fatal(err)
	}
	if a := b.Account(2024); !a.Incomplete || !strings.Contains(strings.Join(a.Remarks, " "), "overlaps new.csv:2 in part") && !strings.Contains(strings.Join(a.Remarks, " "), "new.csv:2 overlaps") {
		t.Errorf("a year of one supplier beside a joint line: %v", a.Remarks)
	}
}

func TestAMonthThatIsMissingIsNotAZero(t *testing.T) {
	b := book(t, "2022-01-01,2022-01-31,A,,0,2022-02-20,,s\n2022-02-01,2022-02-28,A,,7,2022-09-01,,s\n")
	for _, tt := range []struct {
		asOf Day
		want []State
	}{
		{"2022-02-10", []State{MonthNotDue, MonthNotDue, MonthNotDue}},
		{"2022-03-30", []State{MonthNil, MonthNotDue, MonthNotDue}},
		{"2022-05-01", []State{MonthNil, MonthLate, MonthMissing}},
		{"", []State{MonthNil, MonthReported, MonthMissing}},
	} {
		a, err := b.Draw(Terms{Year: 2022, Supplier: "A", AsOf: tt.asOf})
		if err != nil {
			t.Fatal(err)
		}
		var got []State
		for _, m := range a.Months[:3] {
			got = append(got, m.State)
		}
		if diff := cmp.Diff(tt.want, got); diff != "" {
			t.Errorf("as of %q (-want +got):\n%s", tt.asOf, diff)
		}
	}
	if due := b.Account(2022).Months[0].Due; due != "2022-02-28" {
		t.Errorf("January is due by %s", due)
	}
}

func TestPublishedTotalsThatDoNotAddUpAreKept(t *testing.T) {
	a := load(t).Account(2023)
	if len(a.Differences) != 1 {
		t.Fatalf("differences: %+v", a.Differences)
	}
	d := a.Differences[0]
	if d.Published.String() != "105845" || d.Sum.String() != "105844" || d.By.String() != "1" || len(d.Parts) != 3 || a.ReportedBarrels.String() != "105845" {
		t.Errorf("difference: %+v", d)
	}
}

func TestRussia2019FitsNoUsualFactor(t *testing.T) {
	b := load(t)
	published := Whole(277_365)
	for _, f := range b.Factors() {
		c, err := ToBarrels(Whole(30_180), &f)
		if err != nil {
			t.Fatal(err)
		}
		if gap := c.Barrels.Sub(published); gap.Cmp(Whole(-5000)) > 0 && gap.Cmp(Whole(5000)) < 0 {
			t.Errorf("%s fits: %s barrels", f.ID, c.Barrels)
		}
	}
}

func TestAConversionShowsItsFactorAndIsRefusedWithoutOne(t *testing.T) {
	if _, err := ToBarrels(Whole(570), nil); err == nil {
		t.Error("converted without a factor")
	}
	b := load(t)
	for _, name := range []string{"", "guess"} {
		if _, err := b.Factor(name); err == nil {
			t.Errorf("factor %q was found", name)
		}
	}
	plain, err := b.Draw(Terms{Year: 2018})
	if err != nil {
		t.Fatal(err)
	}
	a, err := b.Draw(Terms{Year: 2018, Factor: "gasoil"})
	if err != nil {
		t.Fatal(err)
	}
	if !a.ReportedBarrels.Equal(plain.ReportedBarrels) || !plain.ConvertedBarrels.IsZero() {
		t.Errorf("reported %s with a factor and %s without, converted %s without", a.ReportedBarrels, plain.ReportedBarrels, plain.ConvertedBarrels)
	}
	i := slices.IndexFunc(a.Reported, func(l Line) bool { return l.ID == "reported.csv:2" })
	c := a.Reported[i].Conversion
	if c == nil || c.Barrels.String() != "4246.5" || c.Factor.ID != "gasoil" || c.Factor.Source == "" || c.Factor.Verified || a.Reported[i].Barrels != nil {
		t.Errorf("570 t by gasoil: %+v", a.Reported[i])
	}
}

func TestEachScenarioTellsWhenTheCapWasPassed(t *testing.T) {
	a := load(t).Account(2018)
	if len(a.Notices) != 0 {
		t.Errorf("by what was reported: %v", a.Notices)
	}
	for _, laden := range []string{Third, Half, Ninety} {
		var got []string
		for _, n := range a.EstimatedNotices {
			if n.Basis == laden {
				got = append(got, fmt.Sprint(n.Percent, " ", n.By, " ", n.Line))
			}
		}
		want := []string{"75 2018-05-30 estimates.csv:2", "90 2018-05-30 estimates.csv:2", "95 2018-05-30 estimates.csv:2", "100 2018-05-30 estimates.csv:2"}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", laden, diff)
		}
	}
	own := Ratio(3, 10)
	b, err := load(t).Draw(Terms{Year: 2018, Own: &own})
	if err != nil {
		t.Fatal(err)
	}
	first := slices.IndexFunc(b.EstimatedNotices, func(n Notice) bool { return n.Basis == "30 %" && n.Percent == 100 })
	if first < 0 || b.EstimatedNotices[first].By != "2018-08-18" { // 455,876 by May are under the cap
		t.Errorf("at 30 %%: %v", b.EstimatedNotices)
	}
	for _, bad := range []Decimal{{}, Ratio(11, 10)} {
		if _, err := load(t).Draw(Terms{Year: 2018, Own: &bad}); err == nil {
			t.Errorf("a laden share of %s was taken", bad)
		}
	}
}

// calls are invented: the numbers of the ships belong to nobody.
func calls() []Delivery {
	d := Delivery{Deadweight: Whole(6000), Source: "invented", CargoShare: Ratio(95, 100), ShareFrom: "invented", Factor: "gasoil", What: "port call of"}
	var out []Delivery
	for i := range 20 {
		d.Event, d.Day, d.Ship = fmt.Sprintf("event-%02d", i), Day("2025-01-05").plus(9*i), fmt.Sprintf("MERROWBANE %d", i)
		if i%2 == 1 {
			d.Factor = "fuel-oil"
		}
		out = append(out, d)
		d.Factor = "gasoil"
	}
	return out
}

func TestDeliveriesBecomeEstimatedLinesAndGoWithTheirEvents(t *testing.T) {
	b := load(t)
	with, err := b.WithDeliveries(calls())
	if err != nil {
		t.Fatal(err)
	}
	a := with.Account(2025)
	// 6000 t x 0.95 x 7.45 = 42,465 and x 6.35 = 36,195 barrels, ten ships each.
	want := map[string]string{Third: "262200", Half: "393310", Ninety: "707950"} // each line in whole barrels
	for _, s := range a.Seen {
		if s.Barrels.String() != want[s.Laden] {
			t.Errorf("%s: %s barrels, want %s", s.Laden, s.Barrels, want[s.Laden])
		}
	}
	if len(a.Seen) != 3 || len(a.Estimated) != 20 || !a.ReportedBarrels.IsZero() {
		t.Errorf("%d scenarios, %d lines, reported %s", len(a.Seen), len(a.Estimated), a.ReportedBarrels)
	}
	if m := a.Estimated[0].Method[0]; m != "capacity: deadweight 6000 t (invented) x cargo share 0.95 (invented) x 7.45 barrels a tonne (gasoil, usual in trade) = 42465 barrels" {
		t.Errorf("method: %s", m)
	}
	fewer, err := b.WithDeliveries(calls()[1:])
	if err != nil {
		t.Fatal(err)
	}
	if n := len(fewer.Account(2025).Estimated); n != 19 || len(b.Account(2025).Estimated) != 0 {
		t.Errorf("%d lines without the first event", n)
	}
}

func TestAFactorChangesOnlyTheEstimatedLinesThatUseIt(t *testing.T) {
	files := embeddedFiles(t)
	files[factorsFile] = &fstest.MapFile{Data: []byte(strings.Replace(string(files[factorsFile].Data), "gasoil,7.45", "gasoil,7.5", 1))}
	changed, err := LoadFS(files)
	if err != nil {
		t.Fatal(err)
	}
	accounts := func(b *Book, year int) Account {
		b, err := b.WithDeliveries(calls())
		if err != nil {
			t.Fatal(err)
		}
		return b.Account(year)
	}
	for i, e := range accounts(load(t), 2025).Estimated {
		same := cmp.Equal(e, accounts(changed, 2025).Estimated[i])
		if usesIt := i%2 == 0; same == usesIt {
			t.Errorf("%s: unchanged %v, uses the factor %v", e.ID, same, usesIt)
		}
	}
	for _, year := range load(t).Years() {
		if diff := cmp.Diff(accounts(load(t), year), accounts(changed, year)); diff != "" {
			t.Errorf("%d changed:\n%s", year, diff)
		}
	}
}

func TestADeliveryThatCannotBeComputedIsRefused(t *testing.T) {
	for what, spoil := range map[string]func(*Delivery){
		"no factor":     func(d *Delivery) { d.Factor = "" },
		"no deadweight": func(d *Delivery) { d.Deadweight = Decimal{} },
		"no source":     func(d *Delivery) { d.Source = "" },
		"no day":        func(d *Delivery) { d.Day = "2025-02-30" },
		"share over 1":  func(d *Delivery) { d.CargoShare = Ratio(3, 2) },
		"doubled":       func(d *Delivery) { d.Event = "event-01" },
	} {
		all := calls()
		spoil(&all[0])
		if _, err := load(t).WithDeliveries(all); err == nil || !strings.Contains(err.Error(), "event") {
			t.Errorf("%s: %v", what, err)
		}
	}
}

func TestABadRowRefusesTheFileAndLeavesTheAccount(t *testing.T) {
	b := load(t)
	before := told(b.Account(2026))
	good := "refined-petroleum,2026-01-01,2026-01-31,China,,,10,barrels,,2026-02-20,,s\n"
	for what, tt := range map[string]struct{ row, want string }{
		"negative":       {"refined-petroleum,2026-02-01,2026-02-28,China,,,-10,barrels,,,,s", `line 3, column barrels: "-10"`},
		"doubled":        {"refined-petroleum,2026-01-01,2026-01-31,China,,,11,barrels,,2026-02-20,,s", "line 3, column period_start: new.csv:2 has a line of China"},
		"future":         {"refined-petroleum,2026-04-01,2026-04-30,China,,,10,barrels,,,,s", "line 3, column period_end: the line is of a day after today, 2026-04-10"},
		"future edition": {"refined-petroleum,2026-02-01,2026-02-28,China,,,10,barrels,,2026-04-11,,s", "line 3, column period_end: the line is of a day after today"},
		"unit":           {"refined-petroleum,2026-02-01,2026-02-28,China,,,10,litres,,,,s", `line 3, column published: unknown unit "litres"`},
		"supplier":       {"refined-petroleum,2026-02-01,2026-02-28,Atlantis,,,10,barrels,,,,s", `line 3, column supplier: unknown supplier "Atlantis"`},
		"no figure":      {"refined-petroleum,2026-02-01,2026-02-28,China,,,,barrels,,,,s", "line 3, column barrels: a line needs tonnes or barrels"},
		"no source":      {"refined-petroleum,2026-02-01,2026-02-28,China,,,10,barrels,,,,", "line 3, column source"},
		"no factor":      {"refined-petroleum,2026-02-01,2026-02-28,China,,10,75,tonnes,,,,s", "line 3, column factor: a conversion needs a factor"},
	} {
		got, err := b.Import("new.csv", []byte(reportedHead+good+tt.row+"\n"), "2026-04-10")
		if err == nil || got != nil || !strings.Contains(err.Error(), tt.want) {
			t.Errorf("%s: error %v, want %q", what, err, tt.want)
		}
		if diff := cmp.Diff(before, told(b.Account(2026))); diff != "" {
			t.Errorf("%s changed the account:\n%s", what, diff)
		}
	}
	more, err := b.Import("new.csv", []byte(reportedHead+good), "2026-04-10")
	if err != nil {
		t.Fatal(err)
	}
	if got := more.Account(2026).ReportedBarrels.String(); got != "10" || !b.Account(2026).ReportedBarrels.IsZero() {
		t.Errorf("imported: %s barrels", got)
	}
}

func TestACorrectionShowsBoth(t *testing.T) {
	b, err := load(t).Import("new.csv", []byte(reportedHead+"refined-petroleum,2024-01-01,2024-01-31,Russia,,,15280,barrels,,2025-01-10,corrected,s\n"), "2025-02-01")
	if err != nil {
		t.Fatal(err)
	}
	a, err := b.Draw(Terms{Year: 2024, Supplier: "Russia"})
	if err != nil {
		t.Fatal(err)
	}
	if len(a.Reported) != 2 || a.Reported[0].Role != Replaced || a.Reported[0].Within != "new.csv:2" || a.ReportedBarrels.String() != "15280" {
		t.Errorf("lines: %+v", a.Reported)
	}
}

func TestTheCapsOfTheResolutions(t *testing.T) {
	b := load(t)
	for _, tt := range []struct {
		product Product
		year    int
		want    string
	}{
		{Coal, 2016, "2321 OP26 2016-11-30 2016-12-31 1000866 tonnes"},
		{Coal, 2017, "2321 OP26 2017-01-01 2017-08-04 7500000 tonnes"},
		{Coal, 2018, ""},
		{Crude, 2018, "2397 OP4 2018-01-01 2018-12-31 4000000 barrels"},
		{Refined, 2017, "2375 OP14 2017-10-01 2017-12-31 500000 barrels"},
		{Refined, 2018, "2397 OP5 2018-01-01 2018-12-31 500000 barrels"},
		{Refined, 2026, "2397 OP5 2026-01-01 2026-12-31 500000 barrels"},
	} {
		a, err := b.Draw(Terms{Year: tt.year, Product: tt.product})
		if err != nil {
			t.Fatal(err)
		}
		got := ""
		if c := a.Cap; c != nil {
			got = fmt.Sprint(c.Measure, " ", c.From, " ", c.Until, " ", c.Limit(), " ", a.Unit)
		}
		if got != tt.want {
			t.Errorf("%s %d: %q, want %q", tt.product, tt.year, got, tt.want)
		}
	}
	if c := b.Caps()[1]; c.ReplacedBy != "2397 OP5" || c.Barrels.String() != "2000000" {
		t.Errorf("the cap that never counted: %+v", c)
	}
}

func TestTheCapIsPassedAbove500000Barrels(t *testing.T) {
	for barrels, want := range map[int]int{374_999: 0, 375_000: 1, 499_999: 3, 500_000: 4, 500_001: 4} {
		a := book(t, fmt.Sprintf("2022-01-01,2022-01-31,A,,%d,,,s\n", barrels)).Account(2022)
		if len(a.Notices) != want {
			t.Errorf("%d barrels: %v", barrels, a.Notices)
		}
	}
}

func TestDecimalsAreReadStrictlyAndWrittenExactly(t *testing.T) {
	for _, bad := range []string{"", "-1", "+1", "1/3", "1e9", "1.", ".5", "1,000", "0x10", "9999999999999", "1.1234567", "1_0"} {
		if d, err := ParseDecimal(bad); err == nil {
			t.Errorf("%q was read as %s", bad, d)
		}
	}
	rapid.Check(t, func(rt *rapid.T) {
		text := rapid.StringMatching(`[1-9]\d{0,8}(\.\d{0,5}[1-9])?`).Draw(rt, "text")
		d, err := ParseDecimal(text)
		if err != nil || d.String() != text {
			rt.Fatalf("%s was written as %s (%v)", text, d, err)
		}
		third := d.Quo(Whole(3))
		var sum tally
		for range 3 {
			sum.add(third)
			sum.add(d)
		}
		if !third.Add(third).Add(third).Equal(d) || !sum.total().Equal(d.Mul(Whole(4))) {
			rt.Fatalf("three thirds of %s are not it", text)
		}
	})
}

// manyLines is a year of 10,000 lines: days of 27 suppliers, and joint months
// that hold them.
func manyLines(b *testing.B) *Book {
	b.Helper()
	names, lines := "name,note,source\n", new(strings.Builder)
	lines.WriteString(reportedHead)
	n := 0
	for s := 0; n < 10_000; s++ {
		names += fmt.Sprintf("S%02d,,s\n", s)
		for d := Day("2022-01-01"); d.Year() == 2022 && n < 10_000; d = d.plus(1) {
			fmt.Fprintf(lines, "refined-petroleum,%s,%s,S%02d,,,%d.%03d,barrels,,,,s\n", d, d, s, 10+n%40, n%1000)
			n++
		}
	}
	files := embeddedFiles(b)
	files[suppliersFile] = &fstest.MapFile{Data: []byte(names)}
	files[reportedFile] = &fstest.MapFile{Data: []byte(lines.String())}
	book, err := LoadFS(files)
	if err != nil {
		b.Fatal(err)
	}
	return book
}

func BenchmarkAccountOf10000Lines(b *testing.B) {
	book := manyLines(b)
	b.ReportAllocs()
	for b.Loop() {
		if len(book.Account(2022).Reported) != 10_000 {
			b.Fatal("lines are missing")
		}
	}
}

func BenchmarkAccount(b *testing.B) {
	book := load(b)
	b.ReportAllocs()
	for b.Loop() {
		if book.Account(2021).ReportedBarrels.IsZero() {
			b.Fatal("empty")
		}
	}
}
