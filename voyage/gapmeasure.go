package voyage

import (
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"math"
	"slices"
	"strconv"
)

// LabelledGap is a silence of which an independent network says whether it
// heard the ship meanwhile.
type LabelledGap struct {
	GapFeatures
	Silent bool // it did not, for twelve hours or more
}

// gapColumns are those of the labelled files, in this order.
var gapColumns = []string{
	"sat_reception_positions_per_day", "positions_12h_before", "positions_12h_after",
	"positions_gaplen_before", "positions_gaplen_after", "label_intentional_disabling",
}

// ReadLabelledGaps reads a CSV file with gapColumns. How long the silences
// were it does not say, only that they were of twelve hours at least.
func ReadLabelledGaps(r io.Reader) ([]LabelledGap, error) {
	c := csv.NewReader(r)
	c.FieldsPerRecord, c.ReuseRecord = len(gapColumns), true
	head, err := c.Read()
	if err != nil {
		return nil, fmt.Errorf("reading the head of labelled silences: %w", err)
	}
	if !slices.Equal(head, gapColumns) {
		return nil, fmt.Errorf("reading labelled silences: the columns must be %q and not %q", gapColumns, head)
	}
	var gaps []LabelledGap
	for {
		row, err := c.Read()
		if errors.Is(err, io.EOF) {
			return gaps, nil
		}
		if err != nil {
			return nil, fmt.Errorf("reading labelled silences: %w", err)
		}
		g, err := labelledGap(row)
		if err != nil {
			line, _ := c.FieldPos(0)
			return nil, fmt.Errorf("reading labelled silences, line %d: %w", line, err)
		}
		gaps = append(gaps, g)
	}
}

func labelledGap(row []string) (LabelledGap, error) {
	g := LabelledGap{GapFeatures: GapFeatures{Hours: 12, AfterKnown: true}}
	var err error
	if g.Reception, err = strconv.ParseFloat(row[0], 64); err != nil || !(g.Reception >= 0) || math.IsInf(g.Reception, 1) {
		return g, fmt.Errorf("%s is %q, which is no number from 0", gapColumns[0], row[0])
	}
	for i, to := range []*int{&g.Before12h, &g.After12h, &g.BeforeGap, &g.AfterGap} {
		if *to, err = strconv.Atoi(row[i+1]); err != nil || *to < 0 {
			return g, fmt.Errorf("%s is %q, which is no whole number from 0", gapColumns[i+1], row[i+1])
		}
	}
	if row[5] != "0" && row[5] != "1" {
		return g, fmt.Errorf("%s is %q and neither 0 nor 1", gapColumns[5], row[5])
	}
	g.Silent = row[5] == "1"
	return g, nil
}

// GapQuality is how well a rule calls silences.
type GapQuality struct {
	Rule      string  `json:"rule"`
	F05       float64 `json:"f05"`
	Precision float64 `json:"precision"`
	Recall    float64 `json:"recall"`
	Called    int     `json:"called"`
	Silent    int     `json:"silent"`
	Gaps      int     `json:"gaps"`
	ECE       float64 `json:"ece,omitempty"` // of rules that give a probability
}

// MeasureGapRule counts what a rule calls against what the labels say.
func MeasureGapRule(name string, gaps []LabelledGap, rule func(GapFeatures) bool) GapQuality {
	q := GapQuality{Rule: name, Gaps: len(gaps)}
	right := 0
	for _, g := range gaps {
		called := rule(g.GapFeatures)
		if called {
			q.Called++
		}
		if g.Silent {
			q.Silent++
			if called {
				right++
			}
		}
	}
	q.F05 = fHalf(right, q.Called, q.Silent)
	q.Precision = float64(right) / math.Max(1, float64(q.Called))
	q.Recall = float64(right) / math.Max(1, float64(q.Silent))
	return q
}

// fHalf is F0.5, by which a wrong call weighs more than a missed one.
func fHalf(right, called, silent int) float64 {
	if right == 0 {
		return 0
	}
	return 1.25 * float64(right) / (0.25*float64(silent) + float64(called))
}

// MeasureGaps measures the model on labelled silences beside what others use:
// the filter of Welch et al. 2022 and the best single threshold known.
func (m *GapModel) MeasureGaps(gaps []LabelledGap) ([]GapQuality, error) {
	if len(gaps) == 0 {
		return nil, errors.New("measuring silences: the file has none")
	}
	back := func(x GapFeatures) GapFeatures { x.AfterKnown = false; return x }
	later := MeasureGapRule("model, what followed is known", gaps, m.Silent)
	later.ECE = calibrationError(gaps, m.Probability)
	atReturn := MeasureGapRule("model, at the return", gaps, func(x GapFeatures) bool { return m.Silent(back(x)) })
	atReturn.ECE = calibrationError(gaps, func(x GapFeatures) float64 { return m.Probability(back(x)) })
	return []GapQuality{
		later, atReturn,
		MeasureGapRule("19 positions or more in the gap's length before", gaps, func(x GapFeatures) bool { return x.BeforeGap >= 19 }),
		MeasureGapRule("published filter: 14 positions in 12 h before, reception above 10", gaps, publishedGapFilter),
	}, nil
}

func publishedGapFilter(x GapFeatures) bool { return x.Before12h >= 14 && x.Reception > 10 }

// calibrationError is the mean distance between what was said and what came
// true, over ten equal parts of the scale.
func calibrationError(gaps []LabelledGap, probability func(GapFeatures) float64) float64 {
	const parts = 10
	var said, came [parts]float64
	for _, g := range gaps {
		p := probability(g.GapFeatures)
		k := min(parts-1, int(p*parts))
		said[k] += p
		if g.Silent {
			came[k]++
		}
	}
	sum := 0.0
	for k := range said {
		sum += math.Abs(said[k] - came[k])
	}
	return sum / float64(len(gaps))
}
