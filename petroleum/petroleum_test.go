package petroleum_test

import (
	"math"
	"strings"
	"testing"
	"testing/fstest"

	"plimsoll/petroleum"
)

func account(t testing.TB, year int) petroleum.Account {
	t.Helper()
	b, err := petroleum.Load()
	if err != nil {
		t.Fatal(err)
	}
	return b.Account(year)
}

func TestTheYear2024StandsAtAThirdOfTheCap(t *testing.T) {
	a := account(t, 2024)
	if a.ReportedBarrels != 168679 || math.Abs(a.Share-0.337358) > 1e-9 || a.Cap.Measure != "2397 OP5" {
		t.Errorf("%v barrels, share %v, cap %+v", a.ReportedBarrels, a.Share, a.Cap)
	}
	for _, n := range a.Notices {
		if n.Passed {
			t.Errorf("notice at %d %% passed", n.Percent)
		}
	}
}

// The yearly total and its months are the same supply: it counts once.
func TestMonthsAndTheirTotalAreNotAddedUp(t *testing.T) {
	a := account(t, 2021)
	if a.ReportedBarrels != 91909 {
		t.Errorf("China's 2021 is %v barrels, want 91909", a.ReportedBarrels)
	}
	months := 0.0
	for _, l := range a.Reported {
		if l.Supplier == "China" && l.Within != 0 {
			months += *l.Barrels
		}
	}
	if months != 91909 {
		t.Errorf("the months sum to %v", months)
	}
}

func TestATotalThatDoesNotAddUpIsKeptWithItsDifference(t *testing.T) {
	a := account(t, 2023)
	if a.ReportedBarrels != 105845 || !strings.Contains(strings.Join(a.Remarks, " "), "sum to 105844 barrels, the published total is 105845") {
		t.Errorf("%v barrels; remarks %q", a.ReportedBarrels, a.Remarks)
	}
}

func TestTonnesAreNotTurnedIntoBarrels(t *testing.T) {
	a := account(t, 2018)
	if a.TonnesOnly == 0 || a.ReportedBarrels != 241114 || !strings.Contains(strings.Join(a.Remarks, " "), "tonnes alone") {
		t.Errorf("%d lines in tonnes alone, sum %v, remarks %q", a.TonnesOnly, a.ReportedBarrels, a.Remarks)
	}
}

func TestALineAcrossTheTurnOfTheYearIsNotCounted(t *testing.T) {
	for _, year := range []int{2022, 2023} {
		if r := strings.Join(account(t, year).Remarks, " "); !strings.Contains(r, "turn of the year") {
			t.Errorf("%d: %q", year, r)
		}
	}
}

func TestEstimatesStayWithTheirAuthor(t *testing.T) {
	for _, e := range account(t, 2018).Estimated {
		if e.Deliveries == nil || *e.Deliveries != 89 {
			continue
		}
		if *e.Ninety != 1367628 || *e.Half != 759793 || math.Abs(*e.Ninety / *e.Half-1.8) > 1e-5 || e.Author != "United States" {
			t.Errorf("%+v", e)
		}
		return
	}
	t.Error("the estimate of 89 deliveries is missing")
}

const (
	reported  = "period_start,period_end,supplier,tonnes,barrels,as_of,note,source\n"
	estimates = "period_start,period_end,author,deliveries,barrels_one_third,barrels_half,barrels_90pct,barrels_other,qualifier,derived,verified,note,source\n"
	caps      = "product,from,until,per,barrels,measure,source\nrefined-petroleum,2018-01-01,,calendar year,100,2397 OP5,s\n"
)

func book(reportedRows string) (*petroleum.Book, error) {
	return petroleum.LoadFS(fstest.MapFS{
		"reported.csv": {Data: []byte(reported + reportedRows)}, "estimates.csv": {Data: []byte(estimates)}, "caps.csv": {Data: []byte(caps)},
	})
}

func TestNoticesFallWithTheLineThatPassesThem(t *testing.T) {
	b, err := book("2020-01-01,2020-01-31,A,,70,,,s\n2020-02-01,2020-02-29,A,,21,,,s\n2020-03-01,2020-03-31,B,,10,,,s\n")
	if err != nil {
		t.Fatal(err)
	}
	want := map[int]string{75: "2020-02-29", 90: "2020-02-29", 95: "2020-03-31", 100: "2020-03-31"}
	for _, n := range b.Account(2020).Notices {
		if !n.Passed || n.By != want[n.Percent] {
			t.Errorf("%d %%: %+v, want by %s", n.Percent, n, want[n.Percent])
		}
	}
}

func TestAFaultIsNamedByFileLineAndColumn(t *testing.T) {
	for row, want := range map[string]string{
		"2020-13-01,2020-01-31,A,,70,,,s\n": "reported.csv: line 2, column period_start",
		"2020-02-01,2020-01-31,A,,70,,,s\n": "column period_end: 2020-01-31 is before",
		"2020-01-01,2020-01-31,A,,x,,,s\n":  `column barrels: "x" is no amount`,
		"2020-01-01,2020-01-31,A,,,,,s\n":   "tonnes, barrels or both",
		"2020-01-01,2020-01-31,,,1,,,s\n":   "column supplier: must not be empty",
		"2020-01-01,2020-01-31,A,,1\n":      "wrong number of fields",
	} {
		if _, err := book(row); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: %v, want %q", row, err, want)
		}
	}
}

func FuzzLoad(f *testing.F) {
	f.Add("2020-01-01,2020-01-31,A+B,,70,2021,,s\n2020-01-01,2020-12-31,A,1,70,,,s\n")
	f.Add("2020-01-01,2020-01-31,A,1e309,,,,s\n")
	f.Fuzz(func(_ *testing.T, rows string) {
		b, err := book(rows)
		if err != nil {
			return
		}
		for _, y := range b.Years() {
			_ = b.Account(y)
		}
	})
}
