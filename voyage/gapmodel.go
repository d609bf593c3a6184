package voyage

import (
	_ "embed"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"math"
	"slices"
	"strconv"
	"strings"
	"sync"
)

// gapModelFile is written by the learner; its head says from what.
//
//go:embed gapmodel.csv
var gapModelFile string

// GapFeatures is what is known of a silence of a ship far from the shore.
type GapFeatures struct {
	Reception  float64 `json:"reception"`  // positions a day that a ship in this place is heard with on average
	Hours      float64 `json:"hours"`      // of silence: the model holds from twelve on
	Before12h  int     `json:"before_12h"` // own positions in the 12 hours before it
	BeforeGap  int     `json:"before_gap"` // own positions in as long a time before as it lasted
	After12h   int     `json:"after_12h"`
	AfterGap   int     `json:"after_gap"`
	AfterKnown bool    `json:"after_known"` // as much time as the silence lasted has gone by since
}

// GapModel gives the probability that a ship itself was silent, and not just
// unheard. It has two parts: one for when the ship has just come back, one for
// when what followed is known as well.
type GapModel struct{ atReturn, later gapTables }

// gapTables is a sum of tables, each of two features, in thousandths of a
// logarithm of odds: whole numbers, so that rounding cannot undo an order.
type gapTables struct {
	base      int
	threshold float64
	steps     [5][]float64 // the least value of each step but the first
	tables    []gapTable
}

type gapTable struct {
	left, right int     // features
	odds        [][]int // by step of the left and of the right
}

var gapFeatureNames = [5]string{"reception", "before_12h", "before_gap", "after_12h", "after_gap"}

// The two parts, as the file calls them.
const (
	gapAtReturn = "return"
	gapLater    = "later"
)

// DefaultGapModel is the one that is compiled in.
var DefaultGapModel = sync.OnceValue(func() *GapModel {
	m, err := ReadGapModel(strings.NewReader(gapModelFile))
	if err != nil {
		panic("gapmodel.csv: " + err.Error()) // a test reads it
	}
	return m
})

// Probability says how likely it is that the ship was silent by itself: that
// an independent network would not have heard it for twelve hours either.
func (m *GapModel) Probability(x GapFeatures) float64 {
	p := m.part(x)
	values := x.values()
	var at [5]int
	for f := range p.steps {
		at[f] = stepOf(p.steps[f], values[f])
	}
	sum := p.base
	for i := range p.tables {
		t := &p.tables[i]
		sum += t.odds[at[t.left]][at[t.right]]
	}
	return 1 / (1 + math.Exp(-float64(sum)/1000))
}

// Silent says whether the probability is one from which silences were called
// silences of the ship with the best F0.5 when the model was fitted.
func (m *GapModel) Silent(x GapFeatures) bool {
	return m.Probability(x) >= m.part(x).threshold
}

// Applies says whether the model was fitted on silences such as this one: of
// twelve hours at least, of a ship that was heard in the twelve hours before,
// where ships are heard five times a day or more.
func (m *GapModel) Applies(x GapFeatures) bool {
	return x.Hours >= 12 && x.Reception >= 5 && x.Before12h > 0
}

func (m *GapModel) part(x GapFeatures) *gapTables {
	if x.AfterKnown {
		return &m.later
	}
	return &m.atReturn
}

func (x *GapFeatures) values() [5]float64 {
	return [5]float64{x.Reception, float64(x.Before12h), float64(x.BeforeGap), float64(x.After12h), float64(x.AfterGap)}
}

// stepOf is how many of the steps a value reaches; what is no number reaches none.
func stepOf(steps []float64, v float64) int {
	n := 0
	for n < len(steps) && v >= steps[n] {
		n++
	}
	return n
}

// ReadGapModel reads the tables. Each line begins with the part it is of.
func ReadGapModel(r io.Reader) (*GapModel, error) {
	c := csv.NewReader(r)
	c.Comment, c.FieldsPerRecord, c.ReuseRecord = '#', -1, true
	var m GapModel
	for {
		row, err := c.Read()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return nil, fmt.Errorf("reading the model of silences: %w", err)
		}
		var p *gapTables
		switch row[0] {
		case gapAtReturn:
			p = &m.atReturn
		case gapLater:
			p = &m.later
		}
		line, _ := c.FieldPos(0)
		if p == nil || len(row) < 3 {
			return nil, fmt.Errorf("reading the model of silences, line %d: want %q or %q, what it is, and its numbers", line, gapAtReturn, gapLater)
		}
		if err := p.readRow(row[1], row[2:]); err != nil {
			return nil, fmt.Errorf("reading the model of silences, line %d: %w", line, err)
		}
	}
	if err := m.atReturn.complete(); err != nil {
		return nil, fmt.Errorf("reading the model of silences, part %q: %w", gapAtReturn, err)
	}
	if err := m.later.complete(); err != nil {
		return nil, fmt.Errorf("reading the model of silences, part %q: %w", gapLater, err)
	}
	return &m, nil
}

func (p *gapTables) readRow(what string, rest []string) (err error) {
	switch what {
	case "base":
		p.base, err = strconv.Atoi(rest[0])
		return err
	case "threshold":
		p.threshold, err = strconv.ParseFloat(rest[0], 64)
		if err == nil && !(p.threshold > 0 && p.threshold < 1) {
			return fmt.Errorf("the threshold %q is no probability", rest[0])
		}
		return err
	case "steps":
		f, err := gapFeature(rest[0])
		if err != nil {
			return err
		}
		p.steps[f] = make([]float64, len(rest)-1)
		for i, s := range rest[1:] {
			if p.steps[f][i], err = strconv.ParseFloat(s, 64); err != nil {
				return err
			}
			if i > 0 && !(p.steps[f][i] > p.steps[f][i-1]) {
				return fmt.Errorf("the steps of %s do not rise at %s", rest[0], s)
			}
		}
		return nil
	}
	return p.readOdds(what, rest)
}

// readOdds reads a row of a table: of the left feature, for all steps of the
// right one.
func (p *gapTables) readOdds(left string, rest []string) error {
	l, err := gapFeature(left)
	if err != nil {
		return err
	}
	r, err := gapFeature(rest[0])
	if err != nil {
		return err
	}
	if len(rest) != 3+len(p.steps[r]) {
		return fmt.Errorf("%s has %d steps, but there are %d numbers", rest[0], 1+len(p.steps[r]), len(rest)-2)
	}
	i := slices.IndexFunc(p.tables, func(t gapTable) bool { return t.left == l && t.right == r })
	if i < 0 {
		i = len(p.tables)
		p.tables = append(p.tables, gapTable{left: l, right: r})
	}
	odds := make([]int, len(rest)-2)
	for k, s := range rest[2:] {
		if odds[k], err = strconv.Atoi(s); err != nil {
			return err
		}
	}
	p.tables[i].odds = append(p.tables[i].odds, odds)
	return nil
}

func gapFeature(name string) (int, error) {
	if f := slices.Index(gapFeatureNames[:], name); f >= 0 {
		return f, nil
	}
	return 0, fmt.Errorf("there is no feature %q: they are %s", name, strings.Join(gapFeatureNames[:], ", "))
}

// complete says what is missing of a part.
func (p *gapTables) complete() error {
	if p.threshold == 0 || len(p.tables) == 0 {
		return fmt.Errorf("it has no threshold or no table")
	}
	for _, t := range p.tables {
		if want := 1 + len(p.steps[t.left]); len(t.odds) != want {
			return fmt.Errorf("the table of %s and %s has %d rows and not %d", gapFeatureNames[t.left], gapFeatureNames[t.right], len(t.odds), want)
		}
		for _, row := range t.odds { // steps may have been written anew after the rows
			if len(row) != 1+len(p.steps[t.right]) {
				return fmt.Errorf("the table of %s and %s is not even", gapFeatureNames[t.left], gapFeatureNames[t.right])
			}
		}
	}
	return nil
}
