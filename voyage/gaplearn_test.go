package voyage

import (
	"flag"
	"fmt"
	"math"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
)

var learnGaps = flag.Bool("learn", false, "fit the model of silences anew on the labelled ones in PLIMSOLL_DATA and write gapmodel.csv")

// The learner boosts small trees of two questions each. A leaf of such a tree
// depends on two features, so all trees together are a sum of tables.

// gapSteps are where the tables may change, at round numbers. Ships that were
// not heard at all are too few for a step of their own.
var gapSteps = func() [5][]float64 {
	short := []float64{2, 3, 4, 5, 6, 8, 10, 14, 17, 20, 30, 50, 80, 120}
	long := []float64{2, 3, 4, 5, 6, 8, 10, 12, 14, 17, 20, 25, 30, 40, 60, 100, 200, 400}
	return [5][]float64{{7, 9, 12, 15, 20, 30, 40, 60, 80, 110, 150, 200, 250, 300, 400}, short, long, short, long}
}()

type gapFit struct {
	features []int  // that may be asked for
	rising   [5]int // 1 where the answer must not fall
	trees    int
	rate     float64
	least    float64 // weight of a leaf
}

var (
	gapFitLater  = gapFit{[]int{0, 1, 2, 3, 4}, [5]int{1, 0, 1, 0, 1}, 400, 0.1, 20}
	gapFitReturn = gapFit{[]int{0, 1, 2}, [5]int{1, 0, 1, 0, 0}, 300, 0.1, 20}
)

type gapRow struct {
	at [5]uint8
	y  float64
}

func gapRows(gaps []LabelledGap) []gapRow {
	rows := make([]gapRow, len(gaps))
	for i, g := range gaps {
		v := g.values()
		for f := range v {
			rows[i].at[f] = uint8(stepOf(gapSteps[f], v[f]))
		}
		if g.Silent {
			rows[i].y = 1
		}
	}
	return rows
}

// gapBranch is what is known on a way down a tree: which rows, and between
// which values its leaves must lie.
type gapBranch struct {
	rows     []int32
	low, top float64
	g, h     float64
	value    float64
}

type gapSplit struct {
	f, step     int
	gain        float64
	left, right gapBranch
}

// bestSplit finds the question that explains most.
func (c *gapFit) bestSplit(rows []gapRow, g, h []float64, b *gapBranch) gapSplit {
	best := gapSplit{gain: 1e-6}
	for _, f := range c.features {
		var sg, sh [32]float64
		for _, i := range b.rows {
			sg[rows[i].at[f]] += g[i]
			sh[rows[i].at[f]] += h[i]
		}
		gl, hl := 0.0, 0.0
		for s := range gapSteps[f] {
			gl, hl = gl+sg[s], hl+sh[s]
			if hl < c.least || b.h-hl < c.least {
				continue
			}
			l, r := b.leaf(gl, hl), b.leaf(b.g-gl, b.h-hl)
			if c.rising[f]*int(math.Copysign(1, r-l)) < 0 {
				continue
			}
			if gain := worth(gl, hl, l) + worth(b.g-gl, b.h-hl, r) - worth(b.g, b.h, b.value); gain > best.gain {
				best = gapSplit{f, s, gain, gapBranch{low: b.low, top: b.top, value: l}, gapBranch{low: b.low, top: b.top, value: r}}
				if c.rising[f] > 0 {
					best.left.top, best.right.low = (l+r)/2, (l+r)/2
				}
			}
		}
	}
	if best.gain == 1e-6 {
		best.step = -1
		return best
	}
	for _, i := range b.rows {
		to := &best.right
		if int(rows[i].at[best.f]) <= best.step {
			to = &best.left
		}
		to.rows, to.g, to.h = append(to.rows, i), to.g+g[i], to.h+h[i]
	}
	return best
}

func (b *gapBranch) leaf(g, h float64) float64 { return max(b.low, min(b.top, g/(h+1))) }
func worth(g, h, v float64) float64            { return g*v - (h+1)*v*v/2 }

// learn fits a part. Leaves are rounded before they are added up, which keeps
// the order of any two.
func (c *gapFit) learn(rows []gapRow) gapTables {
	p := gapTables{steps: gapSteps}
	for f := range p.steps {
		if !slices.Contains(c.features, f) {
			p.steps[f] = nil
		}
	}
	silent := 0.0
	all := make([]int32, len(rows))
	for i, r := range rows {
		silent += r.y
		all[i] = int32(i)
	}
	p.base = int(math.Round(1000 * math.Log(silent/(float64(len(rows))-silent))))
	odds, g, h := make([]int, len(rows)), make([]float64, len(rows)), make([]float64, len(rows))
	for range c.trees {
		root := gapBranch{rows: all, low: math.Inf(-1), top: math.Inf(1)}
		for i, r := range rows {
			q := 1 / (1 + math.Exp(-float64(p.base+odds[i])/1000))
			g[i], h[i] = r.y-q, q*(1-q)
			root.g, root.h = root.g+g[i], root.h+h[i]
		}
		first := c.bestSplit(rows, g, h, &root)
		if first.step < 0 {
			break
		}
		for side, b := range []*gapBranch{&first.left, &first.right} {
			second := c.bestSplit(rows, g, h, b)
			if second.step < 0 {
				second = gapSplit{f: first.f, step: len(gapSteps[first.f]), left: *b}
			}
			for k, leaf := range []*gapBranch{&second.left, &second.right} {
				v := int(math.Round(1000 * c.rate * leaf.value))
				p.add(v, first.f, first.step, side, second.f, second.step, k)
				for _, i := range leaf.rows {
					odds[i] += v
				}
			}
		}
	}
	return p
}

// add puts a leaf into the table of its two features.
func (p *gapTables) add(v, f, step, side, f2, step2, side2 int) {
	l, r := min(f, f2), max(f, f2)
	if l == r { // one feature asked for twice: any table with it will do
		if r = l + 1; r > 2 && l <= 2 || r > 4 {
			l, r = l-1, l
		}
	}
	i := slices.IndexFunc(p.tables, func(t gapTable) bool { return t.left == l && t.right == r })
	if i < 0 {
		i = len(p.tables)
		t := gapTable{left: l, right: r}
		for range 1 + len(p.steps[l]) {
			t.odds = append(t.odds, make([]int, 1+len(p.steps[r])))
		}
		p.tables = append(p.tables, t)
	}
	in := func(at, f, step, side int, a, b int) bool {
		if at == f {
			return (a <= step) == (side == 0)
		}
		return (b <= step) == (side == 0)
	}
	for a := range p.tables[i].odds {
		for b := range p.tables[i].odds[a] {
			if in(l, f, step, side, a, b) && in(l, f2, step2, side2, a, b) {
				p.tables[i].odds[a][b] += v
			}
		}
	}
}

// chooseThreshold is the probability from which F0.5 is best.
func chooseThreshold(gaps []LabelledGap, probability func(GapFeatures) float64) float64 {
	type said struct {
		p      float64
		silent bool
	}
	all := make([]said, len(gaps))
	silent := 0
	for i, g := range gaps {
		all[i] = said{probability(g.GapFeatures), g.Silent}
		if g.Silent {
			silent++
		}
	}
	slices.SortFunc(all, func(a, b said) int { return int(math.Copysign(1, b.p-a.p)) * btoi(a.p != b.p) })
	best, at, right := 0.0, 0.5, 0
	for k, s := range all {
		right += btoi(s.silent)
		if k+1 < len(all) && all[k+1].p == s.p {
			continue
		}
		if f := fHalf(right, k+1, silent); f > best {
			best, at = f, s.p
		}
	}
	return math.Floor(1e4*at) / 1e4
}

func btoi(b bool) int {
	if b {
		return 1
	}
	return 0
}

func learnModel(gaps []LabelledGap) *GapModel {
	rows := gapRows(gaps)
	m := &GapModel{atReturn: gapFitReturn.learn(rows), later: gapFitLater.learn(rows)}
	for _, known := range []bool{false, true} {
		x := func(x GapFeatures) GapFeatures { x.AfterKnown = known; return x }
		t := chooseThreshold(gaps, func(g GapFeatures) float64 { return m.Probability(x(g)) })
		m.part(GapFeatures{AfterKnown: known}).threshold = t
	}
	return m
}

func labelledGaps(t testing.TB) []LabelledGap {
	gaps, err := ReadLabelledGaps(openGz(t, filepath.Join(dataDir(t), "labelled", "gfw_gap_disabling_labels.csv.gz")))
	if err != nil {
		t.Fatal(err)
	}
	return gaps
}

// gapFolds deals silences into five parts; those of one place, which share the
// value of reception, into one.
func gapFolds(gaps []LabelledGap) []int {
	r := rand.New(rand.NewPCG(20261124, 5))
	of := map[float64]int{}
	folds := make([]int, len(gaps))
	for i, g := range gaps {
		if _, ok := of[g.Reception]; !ok {
			of[g.Reception] = r.IntN(5)
		}
		folds[i] = of[g.Reception]
	}
	return folds
}

// LearnGap measures by five-fold cross-validation, then fits on all and writes.
func TestLearnGap(t *testing.T) {
	if !*learnGaps {
		t.Skip("fits the model of silences; asked for by -learn")
	}
	gaps := labelledGaps(t)
	folds := gapFolds(gaps)
	sums, names := map[string][]GapQuality{}, []string{}
	for k := range 5 {
		var fit, check []LabelledGap
		for i, g := range gaps {
			if folds[i] == k {
				check = append(check, g)
			} else {
				fit = append(fit, g)
			}
		}
		single := chooseThreshold(fit, func(x GapFeatures) float64 { return float64(x.BeforeGap) })
		all, err := learnModel(fit).MeasureGaps(check)
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, MeasureGapRule("best threshold in the gap's length before, chosen on the other folds", check,
			func(x GapFeatures) bool { return float64(x.BeforeGap) >= single }))
		for _, q := range all {
			if k == 0 {
				names = append(names, q.Rule)
			}
			sums[q.Rule] = append(sums[q.Rule], q)
		}
	}
	for _, name := range names {
		t.Log(foldsText(name, sums[name]))
	}
	m := learnModel(gaps)
	if err := os.WriteFile("gapmodel.csv", []byte(m.text(len(gaps))), 0o644); err != nil {
		t.Fatal(err)
	}
}

func foldsText(name string, folds []GapQuality) string {
	var f, p, r, e, dev float64
	var each []string
	for _, q := range folds {
		f, p, r, e = f+q.F05/5, p+q.Precision/5, r+q.Recall/5, e+q.ECE/5
		each = append(each, strconv.FormatFloat(q.F05, 'f', 3, 64))
	}
	for _, q := range folds {
		dev += (q.F05 - f) * (q.F05 - f) / 4
	}
	return fmt.Sprintf("%s: F0.5 %.4f +- %.4f (%s), precision %.3f, recall %.3f, ECE %.4f", name, f, math.Sqrt(dev), strings.Join(each, " "), p, r, e)
}

func (m *GapModel) text(n int) string {
	var b strings.Builder
	fmt.Fprintf(&b, `# The probability that a ship was silent by itself, as sums of tables of two features each.
# Fitted on %d silences of 12 hours and more, over 50 sea miles from the shore, of 2017-2019, for which Global Fishing
# Watch asked a second satellite network (Welch et al. 2022, github.com/GlobalFishingWatch/AIS-disabling-high-seas, Apache
# License 2.0); half of those published. Written by "go test ./voyage -run LearnGap -learn" with PLIMSOLL_DATA.
# part: "return" when the ship has just come back; "later" when as much time as it was silent has gone by since.
# Never falls with reception or with the positions in the gap's length before (and after).
# PART,steps,FEATURE: where the steps begin, after the first. PART,LEFT,RIGHT,FROM: thousandths of log-odds, by step of RIGHT.
`, n)
	for _, part := range []struct {
		name string
		p    *gapTables
	}{{gapAtReturn, &m.atReturn}, {gapLater, &m.later}} {
		part.p.write(&b, part.name)
	}
	return b.String()
}

func (p *gapTables) write(b *strings.Builder, name string) {
	fmt.Fprintf(b, "%s,base,%d\n%s,threshold,%g\n", name, p.base, name, p.threshold)
	for f, steps := range p.steps {
		if len(steps) == 0 {
			continue
		}
		fmt.Fprintf(b, "%s,steps,%s", name, gapFeatureNames[f])
		for _, s := range steps {
			fmt.Fprintf(b, ",%g", s)
		}
		b.WriteByte('\n')
	}
	tables := slices.Clone(p.tables)
	slices.SortFunc(tables, func(x, y gapTable) int { return (x.left*5 + x.right) - (y.left*5 + y.right) })
	for _, t := range tables {
		for i, row := range t.odds {
			from := 0.0
			if i > 0 {
				from = p.steps[t.left][i-1]
			}
			fmt.Fprintf(b, "%s,%s,%s,%g", name, gapFeatureNames[t.left], gapFeatureNames[t.right], from)
			for _, v := range row {
				fmt.Fprintf(b, ",%d", v)
			}
			b.WriteByte('\n')
		}
	}
}
