package lists

import (
	"bytes"
	"encoding/csv"
	"os"
	"regexp"
	"testing"

	"plimsoll/ftm"
)

func TestEveryProgrammeLeadsToARegime(t *testing.T) {
	if _, err := loadProgrammes(); err != nil {
		t.Fatal(err)
	}
	rows, err := csv.NewReader(bytes.NewReader(programmesCSV)).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	word := regexp.MustCompile(`^[a-z]+(-[a-z]+)*$`)
	known := map[string]bool{}
	for _, row := range rows[1:] {
		known[row[2]] = true
		if !word.MatchString(row[2]) {
			t.Errorf("%q of %s is no name of a regime", row[2], row[0])
		}
	}
	// The regimes there are rules for are among them, by the same name.
	folders, err := os.ReadDir("../regime/data")
	if err != nil || len(folders) == 0 {
		t.Fatalf("no regimes: %v", err)
	}
	for _, f := range folders {
		if !known[f.Name()] {
			t.Errorf("no programme belongs to the regime %s", f.Name())
		}
	}
	if got := RegimeOf("United Nations Security Council", "dprk"); got != "dprk" {
		t.Errorf("DPRK of the UN is %q", got)
	}
	if got := RegimeOf("Nobody", "DPRK"); got != "" {
		t.Errorf("DPRK of nobody is %q", got)
	}
}

func TestDatesWithSlashesAreReadAsTheirAuthorityWritesThem(t *testing.T) {
	for text, want := range map[string][2]string{ // day first, month first
		"03/02/1961":   {"1961-02-03", "1961-03-02"},
		"25/12/1970":   {"1970-12-25", ""},
		"12/25/1970":   {"", "1970-12-25"},
		"00/00/1975":   {"1975", "1975"},
		"'00/00/1975'": {"1975", "1975"},
		"dd/mm/1937":   {"1937", "1937"},
		"dd/12/1970":   {"1970-12", ""},
		"00/05/1970":   {"1970-05", ""},
		"1961-02-03":   {"1961-02-03", "1961-02-03"},
		"31/02/1970":   {"", ""},
		"05/00/1970":   {"", "1970-05"},
	} {
		for i, read := range []func(string) (Date, bool){DayFirst, MonthFirst} {
			d, ok := read(text)
			got := ""
			if ok {
				got = d.Values[0]
			}
			if got != want[i] {
				t.Errorf("%q with %s first: %q, want %q", text, []string{"the day", "the month"}[i], got, want[i])
			}
		}
	}
}

// Published conversions, to the month: more than that the moon does not allow.
func TestTheIslamicCalendarIsConvertedNoMorePreciselyThanItCanBe(t *testing.T) {
	for _, tc := range []struct {
		y, m, d int
		want    []string
	}{
		{1361, 0, 0, []string{"1942", "1943"}},
		{1400, 1, 15, []string{"1979-12"}},            // 1400-01-01 was 20 or 21 November 1979
		{1400, 1, 10, []string{"1979-11", "1979-12"}}, // within two days of the end of November
		{1445, 9, 0, []string{"2024-03", "2024-04"}},
	} {
		d, ok := HijriDate(tc.y, tc.m, tc.d)
		if !ok || d.Qualifier != ftm.Hijri || len(d.Values) != len(tc.want) {
			t.Errorf("%d-%d-%d: %v", tc.y, tc.m, tc.d, d)
			continue
		}
		for i := range tc.want {
			if d.Values[i] != tc.want[i] {
				t.Errorf("%d-%d-%d: %v, want %v", tc.y, tc.m, tc.d, d.Values, tc.want)
			}
		}
	}
	for _, bad := range [][3]int{{0, 1, 1}, {1400, 13, 1}, {1400, 1, 31}, {3000, 1, 1}} {
		if d, ok := HijriDate(bad[0], bad[1], bad[2]); ok {
			t.Errorf("%v was read as %v", bad, d)
		}
	}
	if d, ok := NewDate(1961, 2, 30); ok {
		t.Errorf("30 February became %v", d)
	}
	if d, ok := NewDate(1961, 0, 3); ok {
		t.Errorf("a day of no month became %v", d)
	}
}

// Cleaning must never lose a letter, and cleaning twice is cleaning once.
func FuzzClean(f *testing.F) {
	for _, s := range []string{"", " a  b ", "caf\u00e9", "a\u00a0b", "\u200fابن\u200f", "\xff", "a\r\nb\tc", "a \u202f b", "\u00ad", "ب ا"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		once := Clean(s)
		if twice := Clean(once); twice != once {
			t.Errorf("%q became %q and then %q", s, once, twice)
		}
		if got := Clean(" " + s + "\n"); got != once {
			t.Errorf("blanks around %q make it %q instead of %q", s, got, once)
		}
	})
}
