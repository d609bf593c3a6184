package petroleum

import (
	"fmt"
	"io/fs"
	"maps"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

func load(t testing.TB) *Book {
	t.Helper()
	b, err := Load()
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func TestAccountsByYear(t *testing.T) {
	b := load(t)
	tests := []struct {
		year       int
		barrels    int64
		percent    string
		incomplete bool
		notices    []Notice
		estimates  int
	}{
		{2018, 241114, "48.2", true, nil, 3}, // the year's 48,430 t for both suppliers cannot be summed
		{2019, 418000, "83.6", false, []Notice{{75, "2019-12-31", 418000}}, 1},
		{2020, 129706, "25.9", false, nil, 2},
		{2021, 91909, "18.4", false, nil, 0},
		{2022, 17117, "3.4", true, nil, 1},
		{2023, 105845, "21.2", true, nil, 1},
		{2024, 168679, "33.7", false, nil, 3},
	}
	for _, tt := range tests {
		a := b.Account(tt.year)
		if a.Cap == nil || a.Cap.Barrels != 500_000 || a.Cap.Measure != "2397 OP5" {
			t.Errorf("%d: cap %+v", tt.year, a.Cap)
		}
		if a.ReportedBarrels != tt.barrels || fmt.Sprintf("%.1f", a.Share*100) != tt.percent || a.Incomplete != tt.incomplete {
			t.Errorf("%d: %d barrels, %.1f %%, incomplete %v; want %d, %s, %v", tt.year, a.ReportedBarrels, a.Share*100, a.Incomplete, tt.barrels, tt.percent, tt.incomplete)
		}
		if diff := cmp.Diff(tt.notices, a.Notices); diff != "" {
			t.Errorf("%d: notices (-want +got):\n%s", tt.year, diff)
		}
		if len(a.Estimated) != tt.estimates {
			t.Errorf("%d: %d estimates, want %d", tt.year, len(a.Estimated), tt.estimates)
		}
	}
	if diff := cmp.Diff([]int{2018, 2019, 2020, 2021, 2022, 2023, 2024}, b.Years()); diff != "" {
		t.Errorf("years (-want +got):\n%s", diff)
	}
}

func TestTheMonthsOfChina2021AddUp(t *testing.T) {
	a := load(t).SupplierAccount(2021, "China")
	sum := int64(0)
	months := 0
	for _, l := range a.Reported {
		if l.Role == Contained {
			sum += *l.Barrels
			months++
		}
	}
	if sum != 91_909 || months != 12 || a.ReportedBarrels != 91_909 {
		t.Errorf("%d months sum to %d, the account to %d", months, sum, a.ReportedBarrels)
	}
	if len(a.Remarks) != 1 || !strings.Contains(a.Remarks[0], "its 12 parts add up to the 91909 barrels published") {
		t.Errorf("remarks: %q", a.Remarks)
	}
	if len(a.Estimated) != 0 {
		t.Error("a supplier's account holds estimates")
	}
}

func TestRemarks(t *testing.T) {
	b := load(t)
	for year, want := range map[int]string{
		2018: "no barrels were published, so they are not in the sum",
		2019: "9.19 barrels a tonne: not the same edition or factor",
		2022: "cannot be divided between the years",
		2023: "its 3 parts add up to 105844 barrels, 105845 were published for the whole",
	} {
		if got := strings.Join(b.Account(year).Remarks, "\n"); !strings.Contains(got, want) {
			t.Errorf("%d: remarks lack %q:\n%s", year, want, got)
		}
	}
}

func TestTheEstimateOf2018KeepsItsScenarios(t *testing.T) {
	e := load(t).Account(2018).Estimated[0]
	if e.Deliveries != 89 || e.Qualifier != "at least" || !e.Verified {
		t.Errorf("estimate: %+v", e)
	}
	want := map[string]int64{"1/3": 506_529, "1/2": 759_793, "90 %": 1_367_628}
	for laden, barrels := range want {
		s, ok := e.Scenario(laden)
		if !ok || s.Barrels != barrels || s.Derived != (laden == "1/3") || s.Share <= 1 {
			t.Errorf("%s: %+v", laden, s)
		}
	}
	ninety, _ := e.Scenario("90 %")
	half, _ := e.Scenario("1/2")
	if r := float64(ninety.Barrels) / float64(half.Barrels); fmt.Sprintf("%.5f", r) != "1.80000" {
		t.Errorf("90 %% is %.5f times the half", r)
	}
}

func TestTonnesAreNeverTurnedIntoBarrels(t *testing.T) {
	for _, year := range load(t).Years() {
		for _, l := range load(t).Account(year).Reported {
			if (l.Published == InTonnes) != (l.Barrels == nil) || (l.Role == Summed) && l.Barrels == nil {
				t.Errorf("%s: published in %s, role %q, barrels %v", l.ID, l.Published, l.Role, l.Barrels)
			}
		}
	}
}

func TestCapOf2017CountsOnlyItsQuarter(t *testing.T) {
	got := load(t).Account(2017).Cap
	if got == nil || got.From != "2017-10-01" || got.Until != "2017-12-31" || got.Measure != "2375 OP14" {
		t.Errorf("cap: %+v", got)
	}
	if a := load(t).Account(2016); a.Cap != nil || a.Share != 0 || len(a.Notices) != 0 {
		t.Errorf("2016: %+v", a)
	}
}

func TestNoticesFollowTheLines(t *testing.T) {
	b := book(t, "2022-01-01,2022-01-31,A,,374999,,,s\n2022-02-01,2022-02-28,B,,1,,,s\n2022-03-01,2022-03-31,A,,100000,,,s\n")
	want := []Notice{{75, "2022-02-28", 375_000}, {90, "2022-03-31", 475_000}, {95, "2022-03-31", 475_000}}
	if diff := cmp.Diff(want, b.Account(2022).Notices); diff != "" {
		t.Errorf("notices (-want +got):\n%s", diff)
	}
}

func TestRolesOfLines(t *testing.T) {
	tests := []struct {
		what, lines string
		sum         int64
		roles       []Role
	}{
		{"a later edition replaces an earlier one", "2022-01-01,2022-01-31,A,,10,2022-03,,s\n2022-01-01,2022-01-31,A,,12,2022-05,,s\n", 12, []Role{Replaced, Summed}},
		{"a month stands in its year", "2022-01-01,2022-01-31,A,,10,,,s\n2022-01-01,2022-12-31,A,,50,,,s\n", 50, []Role{Contained, Summed}},
		{"a supplier stands in a joint figure", "2022-01-01,2022-01-31,A,,10,,,s\n2022-01-01,2022-01-31,A+B,,15,,,s\n", 15, []Role{Contained, Summed}},
		{"times that overlap are not added", "2022-01-01,2022-02-28,A,,10,,,s\n2022-02-01,2022-05-31,A,,50,,,s\n", 50, []Role{Overlaps, Summed}},
		{"two suppliers are added", "2022-01-01,2022-02-28,A,,10,,,s\n2022-02-01,2022-05-31,B,,50,,,s\n", 60, []Role{Summed, Summed}},
		{"tonnes are not added", "2022-01-01,2022-01-31,A,7,,,,s\n2022-02-01,2022-02-28,A,,50,,,s\n", 50, []Role{TonnesOnly, Summed}},
		{"a line across the turn of the year is not added", "2021-12-01,2022-01-31,A,,7,,,s\n2022-02-01,2022-02-28,A,,50,,,s\n", 50, []Role{TwoYears, Summed}},
	}
	for _, tt := range tests {
		a := book(t, tt.lines).Account(2022)
		var roles []Role
		for _, l := range a.Reported {
			roles = append(roles, l.Role)
		}
		slices.Sort(roles)
		slices.Sort(tt.roles)
		if diff := cmp.Diff(tt.roles, roles); diff != "" || a.ReportedBarrels != tt.sum {
			t.Errorf("%s: sum %d, want %d; roles (-want +got):\n%s", tt.what, a.ReportedBarrels, tt.sum, diff)
		}
	}
}

func TestTheOrderOfTheFileDoesNotMatter(t *testing.T) {
	lines := []string{
		"2022-01-01,2022-01-31,A,,10,2022-03,,s\n", "2022-01-01,2022-01-31,A,,12,2022-05,,s\n", "2022-01-01,2022-12-31,A+B,,90,2023-01,,s\n",
		"2022-03-01,2022-04-30,B,5,40,,,s\n", "2022-04-01,2022-06-30,C,,7,,,s\n", "2022-05-01,2022-08-31,C,,9,,,s\n",
	}
	want := book(t, strings.Join(lines, "")).Account(2022).ReportedBarrels
	rapid.Check(t, func(rt *rapid.T) {
		got := book(t, strings.Join(rapid.Permutation(lines).Draw(rt, "lines"), "")).Account(2022).ReportedBarrels
		if got != want {
			rt.Fatalf("sum %d, want %d", got, want)
		}
	})
}

// book makes a book of reported lines with the real caps and estimates.
func book(t testing.TB, lines string) *Book {
	t.Helper()
	files := embeddedFiles(t)
	head, _, _ := strings.Cut(string(files[reportedFile].Data), "\n")
	files[reportedFile] = &fstest.MapFile{Data: []byte(head + "\n" + lines)}
	b, err := LoadFS(files)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func embeddedFiles(t testing.TB) fstest.MapFS {
	t.Helper()
	out := fstest.MapFS{}
	for _, name := range []string{reportedFile, estimatesFile, capsFile} {
		data, err := fs.ReadFile(embedded, "data/"+name)
		if err != nil {
			t.Fatal(err)
		}
		out[name] = &fstest.MapFile{Data: data}
	}
	return out
}

func TestFaultsAreNamedByFileLineAndColumn(t *testing.T) {
	base := embeddedFiles(t)
	tests := []struct{ file, old, now, want string }{
		{reportedFile, ",570,", ",570.5,", `reported.csv: line 2, column tonnes: "570.5" is not a whole number`},
		{reportedFile, ",570,", ",,", "reported.csv: line 2, column barrels: a line needs tonnes or barrels"},
		{reportedFile, ",570,", ",-570,", "line 2, column tonnes"},
		{reportedFile, "2018-01-31", "2018-01-32", `line 2, column period_end: "2018-01-32" is not a day`},
		{reportedFile, "China+Russia", "China+", "line 2, column supplier"},
		{reportedFile, "China+Russia", "China+China", "line 2, column supplier: names a supplier twice"},
		{reportedFile, "supplier", "reporter", "reported.csv: line 1: columns are"},
		{reportedFile, "2018-06-28", "June", `line 2, column as_of: "June"`},
		{estimatesFile, "2018-05-30", "2017-05-30", "estimates.csv: line 2, column period_end: 2017-05-30 is before"},
		{estimatesFile, "barrels_one_third,true", "barrels_other,true", `column derived: "barrels_other" is not a column with a figure`},
		{estimatesFile, "barrels_one_third,true", "barrels_one_third,perhaps", `column verified: "perhaps"`},
		{capsFile, "2017-12-31", "", "caps.csv: line 3, column from: the cap from 2018-01-01 meets"},
		{capsFile, "500000,2375", "0,2375", "caps.csv: line 2, column barrels: a cap needs barrels"},
		{capsFile, "2375 OP14", "\"2375 OP14", "caps.csv"},
	}
	for _, tt := range tests {
		files := maps.Clone(base)
		text := string(files[tt.file].Data)
		if !strings.Contains(text, tt.old) {
			t.Fatalf("%s does not hold %q", tt.file, tt.old)
		}
		files[tt.file] = &fstest.MapFile{Data: []byte(strings.Replace(text, tt.old, tt.now, 1))}
		if _, err := LoadFS(files); err == nil || !strings.Contains(err.Error(), tt.want) {
			t.Errorf("%s, %q: error %v, want one with %q", tt.file, tt.now, err, tt.want)
		}
	}
	delete(base, capsFile)
	if _, err := LoadFS(base); err == nil || !strings.Contains(err.Error(), capsFile) {
		t.Errorf("a missing file: %v", err)
	}
}

// FuzzLoad feeds any bytes as each of the three files: they are read or
// refused, and what was read makes accounts without a panic.
func FuzzLoad(f *testing.F) {
	base := embeddedFiles(f)
	for _, name := range []string{reportedFile, estimatesFile, capsFile} {
		f.Add(base[name].Data[:min(len(base[name].Data), 900)])
	}
	head, _, _ := strings.Cut(string(base[reportedFile].Data), "\n")
	f.Add([]byte(head + "\n2021-12-01,2022-01-31,A+B,1,9223372036854775807,,,s\n"))
	f.Fuzz(func(t *testing.T, data []byte) {
		for _, name := range []string{reportedFile, estimatesFile, capsFile} {
			files := maps.Clone(base)
			files[name] = &fstest.MapFile{Data: data}
			b, err := LoadFS(files)
			if err != nil {
				if !strings.Contains(err.Error(), name) {
					t.Fatalf("the error names no file: %v", err)
				}
				continue
			}
			for _, year := range b.Years() {
				a := b.Account(year)
				var sum int64
				for _, l := range a.Reported {
					if l.Role == "" {
						t.Fatalf("%s has no role", l.ID)
					}
					if l.Role == Summed {
						sum += *l.Barrels
					}
				}
				if sum != a.ReportedBarrels || sum < 0 {
					t.Fatalf("%d: the summed lines hold %d, the account %d", year, sum, a.ReportedBarrels)
				}
			}
		}
	})
}

func BenchmarkAccount(b *testing.B) {
	book := load(b)
	b.ReportAllocs()
	for b.Loop() {
		if book.Account(2021).ReportedBarrels == 0 {
			b.Fatal("empty")
		}
	}
}
