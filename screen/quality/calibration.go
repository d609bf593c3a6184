package quality

import (
	"cmp"
	"slices"
)

// Prior is the share of names looked up that mean a listed party for which the
// probabilities of screen/calibration.csv hold: one in three. Another share
// multiplies the odds.
const Prior = 1.0 / 3

// Knot is a point of a fitted curve.
type Knot struct{ Value, Probability float64 }

const (
	binWidth = 0.04
	certain  = 0.995 // no name says more by itself
)

// bin is comparisons of about one value: the share of right pairs that fall
// there and the number of unlisted names whose closest listed name does.
type bin struct {
	value, right, wrong, weight float64
}

func (b bin) ratio() float64 { return b.right / b.wrong }

// Fit gives the probability that two names are one party's by their value. In
// each bin of values it is
//
//	prior x right / (prior x right + (1 - prior) x wrong)
//
// where right is the share of pairs and wrong the share of unlisted names
// there. Where the ratio falls from one bin to the next, both are put together
// (pool adjacent violators), so that the curve rises.
func Fit(right [][]float64, wrong []Alert) []Knot {
	from := 0.2
	n := int((1-from)/binWidth + 0.5)
	bins := make([]bin, n)
	at := func(v float64) int { return min(n-1, int((v-from)/binWidth)) }
	for i := range bins {
		bins[i] = bin{value: from + (float64(i)+0.5)*binWidth, wrong: 0.5 / float64(len(wrong)), weight: 1}
	}
	for _, kind := range right {
		for _, v := range kind {
			if v >= from {
				bins[at(v)].right += 1 / float64(len(kind)) / float64(len(right))
			}
		}
	}
	for _, a := range wrong {
		if a.Value >= from {
			bins[at(a.Value)].wrong += 1 / float64(len(wrong))
		}
	}
	knots := []Knot{{0, 0}}
	for _, b := range pool(bins) {
		p := min(certain, Prior*b.right/(Prior*b.right+(1-Prior)*b.wrong))
		knots = append(knots, Knot{b.value, p})
	}
	last := knots[len(knots)-1]
	return append(knots, Knot{1, max(last.Probability, certain)})
}

func pool(bins []bin) []bin {
	var out []bin
	for _, b := range bins {
		out = append(out, b)
		for len(out) > 1 && out[len(out)-2].ratio() >= out[len(out)-1].ratio() {
			x, y := out[len(out)-2], out[len(out)-1]
			w := x.weight + y.weight
			out = append(out[:len(out)-2], bin{(x.value*x.weight + y.value*y.weight) / w, x.right + y.right, x.wrong + y.wrong, w})
		}
	}
	return out
}

// values of the pairs of some kinds.
func (m *Material) values(kinds []string, o Options) [][]float64 {
	var out [][]float64
	for _, k := range kinds {
		pairs := m.pairs(k, o.Side, o.Pairs)
		v := make([]float64, len(pairs))
		each(len(pairs), func(i int) {
			if _, hit := Score(pairs[i]); hit != nil {
				v[i] = hit.Value
			}
		})
		if len(v) > 0 {
			out = append(out, v)
		}
	}
	return out
}

var (
	kindsOfPeople = []string{"hangul", "arabic", "cyrillic", "latin", "hebrew"}
	kindsOfOthers = []string{"org-latin", "org-cyrillic"}
)

// Calibrate fits the curve of people and that of everything else.
func (m *Material) Calibrate(o Options) (people, others []Knot) {
	r := m.measureAlerts(o)
	return Fit(m.values(kindsOfPeople, o), r.alerts), Fit(m.values(kindsOfOthers, o), r.firms)
}

// Calibration says how far the probabilities given are true: of right pairs
// and unlisted names that are hits at all, weighed so that the prior holds.
type Calibration struct {
	Brier float64 `json:"brier"`
	ECE   float64 `json:"ece"` // expected calibration error, ten bins of equal width
}

type outcome struct {
	score, weight float64
	right         bool
}

func calibrationOf(right [][]float64, wrong []Alert) Calibration {
	var all []outcome
	for _, kind := range right {
		for _, s := range kind {
			all = append(all, outcome{s, Prior / float64(len(kind)) / float64(len(right)), true})
		}
	}
	for _, a := range wrong {
		all = append(all, outcome{a.Score, (1 - Prior) / float64(len(wrong)), false})
	}
	slices.SortFunc(all, func(a, b outcome) int { return cmp.Compare(a.score, b.score) })
	all = slices.DeleteFunc(all, func(x outcome) bool { return x.score < floor })
	total := 0.0
	for _, x := range all {
		total += x.weight
	}
	for i := range all {
		all[i].weight /= total
	}
	var c Calibration
	var said, true_ [10]float64
	for _, x := range all {
		y := 0.0
		if x.right {
			y = 1
		}
		c.Brier += x.weight * (x.score - y) * (x.score - y)
		i := min(9, int(x.score*10))
		said[i] += x.weight * x.score
		true_[i] += x.weight * y
	}
	for i := range said {
		c.ECE += max(said[i]-true_[i], true_[i]-said[i])
	}
	return c
}
