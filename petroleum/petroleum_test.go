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
		{2019, 418000, "83.6", false, []Notice{{75, Reported, "2019-12-31", Whole(418_000), "reported.csv:14"}}, 1},
		{2020, 129706, "25.9", false, nil, 2},
		{2021, 91909, "18.4", false, nil, 0},
		{2022, 17117, "3.4", true, nil, 1},
		{2023, 105845, "21.2", true, nil, 1},
		{2024, 168679, "33.7", false, nil, 3},
	}
	for _, tt := range tests {
		a := b.Account(tt.year)
		if a.Cap == nil || !a.Cap.Barrels.Equal(Whole(500_000)) || a.Cap.Measure != "2397 OP5" {
			t.Errorf("%d: cap %+v", tt.year, a.Cap)
		}
		if !a.ReportedBarrels.Equal(Whole(tt.barrels)) || a.Share.Mul(Whole(100)).Fixed(1) != tt.percent || a.Incomplete != tt.incomplete {
			t.Errorf("%d: %s barrels, share %s, incomplete %v; want %d, %s, %v", tt.year, a.ReportedBarrels, a.Share, a.Incomplete, tt.barrels, tt.percent, tt.incomplete)
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
	var sum Decimal
	months := 0
	for _, l := range a.Reported {
		if l.Role == Contained {
			sum = sum.Add(*l.Barrels)
			months++
		}
	}
	if !sum.Equal(Whole(91_909)) || months != 12 || !a.ReportedBarrels.Equal(Whole(91_909)) || len(a.Differences) != 0 {
		t.Errorf("%d months sum to %s, the account to %s; differences %v", months, sum, a.ReportedBarrels, a.Differences)
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
	want := map[string]int64{Third: 506_529, Half: 759_793, Ninety: 1_367_628}
	for laden, barrels := range want {
		s, ok := e.Scenario(laden)
		if !ok || !s.Barrels.Equal(Whole(barrels)) || s.Derived != (laden == Third) || s.Share.Cmp(Whole(1)) <= 0 {
			t.Errorf("%s: %+v", laden, s)
		}
	}
	ninety, _ := e.Scenario(Ninety)
	half, _ := e.Scenario(Half)
	if r := ninety.Barrels.Quo(half.Barrels).Fixed(5); r != "1.80000" {
		t.Errorf("90 %% is %s times the half", r)
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
	if a := load(t).Account(2016); a.Cap != nil || !a.Share.IsZero() || len(a.Notices) != 0 {
		t.Errorf("2016: %+v", a)
	}
}

func TestNoticesFollowTheLines(t *testing.T) {
	b := book(t, "2022-01-01,2022-01-31,A,,374999,,,s\n2022-02-01,2022-02-28,B,,1,,,s\n2022-03-01,2022-03-31,A,,100000,,,s\n")
	want := []Notice{
		{75, Reported, "2022-02-28", Whole(375_000), "reported.csv:3"},
		{90, Reported, "2022-03-31", Whole(475_000), "reported.csv:4"},
		{95, Reported, "2022-03-31", Whole(475_000), "reported.csv:4"},
	}
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
		if diff := cmp.Diff(tt.roles, roles); diff != "" || !a.ReportedBarrels.Equal(Whole(tt.sum)) {
			t.Errorf("%s: sum %s, want %d; roles (-want +got):\n%s", tt.what, a.ReportedBarrels, tt.sum, diff)
		}
	}
}

// book makes a book of reported lines, written without product and units, of
// suppliers A to E with the real caps and estimates.
func book(t testing.TB, lines string) *Book {
	t.Helper()
	files := embeddedFiles(t)
	files[suppliersFile] = &fstest.MapFile{Data: []byte("name,note,source\nA,,s\nB,,s\nC,,s\nD,,s\nE,,s\n")}
	files[reportedFile] = &fstest.MapFile{Data: []byte(reportedHead + whole(lines))}
	b, err := LoadFS(files)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

const reportedHead = "product,period_start,period_end,supplier,without,tonnes,barrels,published,factor,as_of,note,source\n"

// whole adds product, unit and no factor to lines of
// start,end,supplier,tonnes,barrels,as_of,note,source.
func whole(lines string) string {
	var out strings.Builder
	for line := range strings.Lines(lines) {
		c := strings.SplitN(line, ",", 6)
		unit := InBarrels
		switch {
		case c[3] != "" && c[4] != "":
			unit = InBoth
		case c[3] != "":
			unit = InTonnes
		}
		fmt.Fprintf(&out, "%s,%s,,%s,%s,,%s", Refined, strings.Join(c[:3], ","), strings.Join(c[3:5], ","), unit, c[5])
	}
	return out.String()
}

func embeddedFiles(t testing.TB) fstest.MapFS {
	t.Helper()
	out := fstest.MapFS{}
	for _, name := range fileNames() {
		data, err := fs.ReadFile(embedded, "data/"+name)
		if err != nil {
			t.Fatal(err)
		}
		out[name] = &fstest.MapFile{Data: data}
	}
	return out
}

func fileNames() []string {
	return []string{suppliersFile, factorsFile, reportedFile, estimatesFile, capsFile}
}

func TestFaultsAreNamedByFileLineAndColumn(t *testing.T) {
	base := embeddedFiles(t)
	tests := []struct{ file, old, now, want string }{
		{reportedFile, ",570,", ",570.5x,", `reported.csv: line 2, column tonnes: "570.5x" is not a number`},
		{reportedFile, ",570,", ",,", "reported.csv: line 2, column barrels: a line needs tonnes or barrels"},
		{reportedFile, ",570,", ",-570,", "line 2, column tonnes"},
		{reportedFile, "2018-01-31", "2018-01-32", `line 2, column period_end: "2018-01-32" is not a day`},
		{reportedFile, "China+Russia", "China+", "line 2, column supplier"},
		{reportedFile, "China+Russia", "China+China", "line 2, column supplier: names a supplier twice"},
		{reportedFile, "China+Russia,,", "China+Russia,Russia 2018-02-01 2018-02-28,", "line 2, column without:"},
		{reportedFile, "China+Russia,,", "China,China 2018-01-01 2018-01-02,", "line 2, column without:"},
		{reportedFile, "China+Russia", "Atlantis", `line 2, column supplier: unknown supplier "Atlantis", known are China, Russia`},
		{reportedFile, "refined-petroleum", "petrol", `line 2, column product: unknown product "petrol"`},
		{reportedFile, ",570,,tonnes,", ",570,,gallons,", `line 2, column published: unknown unit "gallons"`},
		{reportedFile, ",570,,tonnes,", ",570,,barrels,", "line 2, column barrels: is empty though published"},
		{reportedFile, ",570,,tonnes", ",570,4000,tonnes", "line 2, column factor: a conversion needs a factor"},
		{reportedFile, ",570,,tonnes,", ",570,4000,tonnes,gasoil", "line 2, column barrels: 4000 is not 570 t x 7.45 (gasoil) = 4246.5"},
		{reportedFile, ",570,,tonnes,", ",570,,tonnes,guess", `line 2, column factor: unknown factor "guess"`},
		{reportedFile, "2018-02-01,2018-02-28", "2018-01-01,2018-01-31", "line 3, column period_start: reported.csv:2 has a line of China and Russia for 2018-01-01 to 2018-01-31 already (doubled"},
		{factorsFile, "8.33", "0", "factors.csv: line 2, column barrels_per_tonne: a factor is above zero"},
		{factorsFile, "china-2021-08", "china-2020-07", "factors.csv: line 3, column id"},
		{suppliersFile, "Russia", "China", "suppliers.csv: line 3, column name"},
		{estimatesFile, ",3780000,1,", ",3780000,0,", "estimates.csv: line 4, column other_laden"},
		{estimatesFile, ",89,", ",8.9,", `line 2, column deliveries: "8.9" is not a whole number`},
		{reportedFile, "supplier", "reporter", "reported.csv: line 1: columns are"},
		{reportedFile, "2018-06-28", "June", `line 2, column as_of: "June"`},
		{estimatesFile, "2018-05-30", "2017-05-30", "estimates.csv: line 2, column period_end: 2017-05-30 is before"},
		{estimatesFile, "at least,true", "at least,perhaps", `column verified: "perhaps"`},
		{capsFile, "2017-12-31", "", "caps.csv: line 4, column from: the cap from 2018-01-01 meets"},
		{capsFile, "500000,,,2375", "0,,,2375", "caps.csv: line 2, column barrels: a cap needs barrels"},
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

// FuzzLoad feeds any bytes as each of the files: they are read or
// refused, and what was read makes accounts without a panic.
func FuzzLoad(f *testing.F) {
	base := embeddedFiles(f)
	for _, name := range fileNames() {
		f.Add(base[name].Data[:min(len(base[name].Data), 900)])
	}
	f.Add([]byte("name,note,source\n"))
	f.Add([]byte(reportedHead + whole("2021-12-01,2022-01-31,China+Russia,1,999999999999,,,s\n")))
	f.Fuzz(func(t *testing.T, data []byte) {
		for _, name := range fileNames() {
			files := maps.Clone(base)
			files[name] = &fstest.MapFile{Data: data}
			b, err := LoadFS(files)
			if err != nil {
				named := func(file string) bool {
					return strings.Contains(err.Error(), "file "+file+": ") && strings.Contains(err.Error(), "line ")
				}
				if !slices.ContainsFunc(fileNames(), named) { // a row of another file may miss what this one lost
					t.Fatalf("the error names no file: %v", err)
				}
				continue
			}
			for _, year := range b.Years() {
				a := b.Account(year)
				var sum Decimal
				for _, l := range a.Reported {
					if l.Role == "" {
						t.Fatalf("%s has no role", l.ID)
					}
					if l.Role == Summed {
						sum = sum.Add(*l.Barrels)
					}
				}
				if !sum.Equal(a.ReportedBarrels) || sum.Cmp(Decimal{}) < 0 {
					t.Fatalf("%d: the summed lines hold %s, the account %s", year, sum, a.ReportedBarrels)
				}
			}
		}
	})
}
