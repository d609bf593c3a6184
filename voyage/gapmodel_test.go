package voyage

import (
	"bytes"
	"math"
	"strings"
	"testing"
)

func TestTheModelOfSilencesTellsSilentShipsFromUnheardOnes(t *testing.T) {
	m := DefaultGapModel()
	for _, c := range []struct {
		what   string
		x      GapFeatures
		silent bool
	}{
		{"heard all the time, in a place where ships are heard, then nothing", GapFeatures{300, 24, 120, 240, 0, 0, false}, true},
		{"the same, and heard all the time after", GapFeatures{300, 24, 120, 240, 120, 240, true}, true},
		{"heard five times in half a day where few are heard", GapFeatures{15, 14, 5, 6, 0, 0, false}, false},
		{"the same, and so after", GapFeatures{15, 14, 5, 6, 5, 6, true}, false},
		{"never heard before", GapFeatures{15, 14, 0, 0, 0, 0, false}, false},
		{"rarely heard, but for days, and then not for as many", GapFeatures{100, 240, 3, 150, 0, 0, false}, true},
	} {
		if got := m.Silent(c.x); got != c.silent {
			t.Errorf("%s: silent %v with %.3f, want %v", c.what, got, m.Probability(c.x), c.silent)
		}
	}
}

// A ship heard oftener before, in a place where ships are heard oftener, is not
// less likely to have been silent. In the 12 hours alone it may be: for as many
// positions in the gap's length, more in 12 hours mean a shorter silence.
func TestTheProbabilityOfSilenceNeverFallsWithReceptionOrPositionsInTheGapsLength(t *testing.T) {
	m := DefaultGapModel()
	for name, p := range map[string]*gapTables{gapAtReturn: &m.atReturn, gapLater: &m.later} {
		rising := map[int]bool{0: true, 2: true, 4: true}
		checked := 0
		var at [5]int
		odds := func() int {
			sum := 0
			for _, table := range p.tables {
				sum += table.odds[at[table.left]][at[table.right]]
			}
			return sum
		}
		var walk func(f int)
		walk = func(f int) {
			if f < len(at) {
				for at[f] = 0; at[f] <= len(p.steps[f]); at[f]++ {
					walk(f + 1)
				}
				at[f] = 0
				return
			}
			here := odds()
			for g := range rising {
				if at[g] == 0 {
					continue
				}
				at[g]--
				if checked++; odds() > here {
					t.Fatalf("%s: a step down in %s from %v is more probable", name, gapFeatureNames[g], at)
				}
				at[g]++
			}
		}
		walk(0)
		t.Log(name, checked, "steps")
	}
}

func TestTheModelOfSilencesAnswersWhateverItIsAsked(t *testing.T) {
	m := DefaultGapModel()
	for _, r := range []float64{math.NaN(), math.Inf(-1), -1, 0, 1e300, math.Inf(1)} {
		for _, n := range []int{math.MinInt, -1, 0, math.MaxInt} {
			for _, known := range []bool{false, true} {
				p := m.Probability(GapFeatures{r, r, n, n, n, n, known})
				if !(p > 0 && p < 1) {
					t.Errorf("reception %g, counts %d: %g", r, n, p)
				}
			}
		}
	}
	if m.Applies(GapFeatures{Reception: 4, Hours: 20, Before12h: 9}) || m.Applies(GapFeatures{Reception: 40, Hours: 6, Before12h: 9}) ||
		m.Applies(GapFeatures{Reception: 40, Hours: 12}) || !m.Applies(GapFeatures{Reception: 40, Hours: 12, Before12h: 9}) {
		t.Error("the model was fitted on silences of 12 hours or more where ships are heard 5 times a day or more, of ships heard before")
	}
}

func TestAnIncompleteModelOfSilencesIsRefused(t *testing.T) {
	lines := strings.SplitAfter(gapModelFile, "\n")
	for i, line := range lines {
		if line == "" || line[0] == '#' || strings.Contains(line, ",base,") || strings.Contains(line, ",steps,after_12h") {
			continue
		}
		if _, err := ReadGapModel(strings.NewReader(strings.Join(lines[:i], "") + strings.Join(lines[i+1:], ""))); err == nil {
			t.Errorf("read without line %d, %.60q", i+1, line)
		}
	}
	for bad, says := range map[string]string{
		"now,base,0\n":                 `line 1: want "return" or "later"`,
		"return,base\n":                "line 1",
		"return,threshold,1.5\n":       "no probability",
		"return,steps,speed,1\n":       `no feature "speed"`,
		"return,steps,reception,5,5\n": "do not rise",
	} {
		if _, err := ReadGapModel(strings.NewReader(bad)); err == nil || !strings.Contains(err.Error(), says) {
			t.Errorf("%q: %v, want %q", bad, err, says)
		}
	}
}

const inventedGaps = `sat_reception_positions_per_day,positions_12h_before,positions_12h_after,positions_gaplen_before,positions_gaplen_after,label_intentional_disabling
310.5,110,95,260,240,1
280,90,3,400,4,1
9.5,4,5,5,6,0
22.25,3,4,3,5,0
15,5,6,6,7,1
`

func TestSilencesWithLabelsAreReadAndMeasured(t *testing.T) {
	gaps, err := ReadLabelledGaps(strings.NewReader(inventedGaps))
	if err != nil {
		t.Fatal(err)
	}
	if want := (LabelledGap{GapFeatures{280, 12, 90, 400, 3, 4, true}, true}); len(gaps) != 5 || gaps[1] != want {
		t.Fatalf("read %+v", gaps)
	}
	all, err := DefaultGapModel().MeasureGaps(gaps)
	if err != nil {
		t.Fatal(err)
	}
	for _, q := range all { // two of the three silent ones are called, and no other
		if q.Called != 2 || q.Precision != 1 || math.Abs(q.Recall-2.0/3) > 1e-9 || math.Abs(q.F05-2.5/2.75) > 1e-9 {
			t.Errorf("%+v", q)
		}
	}
	if _, err := DefaultGapModel().MeasureGaps(nil); err == nil {
		t.Error("nothing was measured")
	}
}

func TestBadRowsOfLabelledSilencesAreRefusedWithTheirLine(t *testing.T) {
	head, _, _ := strings.Cut(inventedGaps, "\n")
	for bad, says := range map[string]string{
		"":                                      "head",
		"a,b,c,d,e,f\n":                         "the columns must be",
		head + "\n1,2,3,4,5\n":                  "line 2",
		head + "\nNaN,2,3,4,5,1\n":              "line 2: sat_reception",
		head + "\n1,2,3,4,5,1\n1,2.5,3,4,5,1\n": "line 3: positions_12h_before",
		head + "\n1,2,-3,4,5,1\n":               "positions_12h_after",
		head + "\n1,2,3,4,5,yes\n":              "neither 0 nor 1",
	} {
		if _, err := ReadLabelledGaps(strings.NewReader(bad)); err == nil || !strings.Contains(err.Error(), says) {
			t.Errorf("%q: %v, want %q", bad, err, says)
		}
	}
}

// On the half it was fitted on the model must be as good as when it was fitted.
func TestRealDataOfLabelledSilences(t *testing.T) {
	all, err := DefaultGapModel().MeasureGaps(labelledGaps(t))
	if err != nil {
		t.Fatal(err)
	}
	for _, q := range all {
		t.Logf("%+v", q)
	}
	if all[0].F05 < 0.79 || all[1].F05 < 0.765 || all[0].ECE > 0.02 || all[1].ECE > 0.02 {
		t.Errorf("the model got worse: %+v", all[:2])
	}
}

func FuzzReadGapModel(f *testing.F) {
	f.Add([]byte(gapModelFile))
	f.Add([]byte("return,base,1\nreturn,threshold,0.5\nreturn,steps,reception,7\nreturn,reception,before_gap,0,1\n"))
	f.Fuzz(func(t *testing.T, data []byte) {
		m, err := ReadGapModel(bytes.NewReader(data))
		if err != nil {
			return
		}
		for _, known := range []bool{false, true} {
			if p := m.Probability(GapFeatures{50, 20, 7, 9, 7, 9, known}); !(p >= 0 && p <= 1) {
				t.Fatalf("%g is no probability", p)
			}
		}
	})
}

func FuzzReadLabelledGaps(f *testing.F) {
	f.Add([]byte(inventedGaps))
	f.Fuzz(func(t *testing.T, data []byte) {
		gaps, err := ReadLabelledGaps(bytes.NewReader(data))
		if err != nil || len(gaps) == 0 {
			return
		}
		all, err := DefaultGapModel().MeasureGaps(gaps)
		if err != nil || math.IsNaN(all[0].F05) || math.IsNaN(all[0].ECE) {
			t.Fatalf("%+v, %v", all, err)
		}
	})
}

func BenchmarkGapProbability(b *testing.B) {
	m := DefaultGapModel()
	x := GapFeatures{120, 30, 40, 90, 30, 70, true}
	b.ReportAllocs()
	for b.Loop() {
		x.Before12h++
		m.Probability(x)
	}
}
