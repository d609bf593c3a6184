package web

import (
	"fmt"
	"math"
	"slices"
	"time"
)

// gauge is the mark: a circle crossed by a line. The line is the cap; the
// water rises to it from below as the cap is used, and stands above it when
// more came in. Full circle is twice the cap or more.
type gauge struct {
	Water    string  // reported, solid
	High     string  // estimates, hatched
	HighY    float64 // level of the estimates
	Word     string
	Share    string
	HasRange bool
	Over     bool
}

func newGauge(a Account) gauge {
	g := gauge{Water: segment(a.Share()), Share: percent(a.Share()), Over: a.Share() > 1}
	g.Word = g.Share + " of the cap reported"
	if a.Estimated != nil {
		g.HasRange = true
		g.High, g.HighY = segment(a.HighShare()), level(a.HighShare())
		g.Word += ", up to " + percent(a.HighShare()) + " estimated"
	}
	return g
}

const radius = 34 // in a drawing of 100

// level is the height of the water on the drawing: the line is at 50.
func level(share float64) float64 {
	return 50 + radius - radius*min(max(share, 0), 2)
}

// segment is the part of the circle under water.
func segment(share float64) string {
	y := level(share)
	if share <= 0 {
		return ""
	}
	if y <= 50-radius {
		return fmt.Sprintf("M%d,50A%d,%d 0 1 0 %d,50A%d,%d 0 1 0 %d,50Z", 50-radius, radius, radius, 50+radius, radius, radius, 50-radius)
	}
	half := math.Sqrt(radius*radius - (y-50)*(y-50))
	large := 0
	if y < 50 {
		large = 1
	}
	return fmt.Sprintf("M%.1f,%.1fA%d,%d 0 %d 0 %.1f,%.1fZ", 50-half, y, radius, radius, large, 50+half, y)
}

// bars is a year by month against the line of the cap: what was reported,
// summed from the first of January.
type bars struct {
	Bars  []bar
	CapY  float64
	Scale []tick
	Text  string
}

type bar struct {
	X, Y, W, H float64
	Label      string
	Title      string
	Who        string
}

type tick struct {
	Y    float64
	Text string
}

const (
	plotLeft, plotTop  = 86.0, 16.0
	plotWide, plotHigh = 620.0, 220.0
)

// newBars draws each counted line from its first to its last day, as high as
// the sum when it is added: width is the period, height is barrels so far.
func newBars(a Account) bars {
	var b bars
	top := max(a.Cap, a.Reported) * 1.12
	if top <= 0 {
		return b
	}
	y := func(v float64) float64 { return plotTop + plotHigh*(1-v/top) }
	b.CapY = y(a.Cap)
	for v := 0.0; v <= top; v += a.Cap / 5 {
		b.Scale = append(b.Scale, tick{Y: y(v), Text: barrels(v)})
		if a.Cap <= 0 {
			break
		}
	}
	lines := slices.DeleteFunc(slices.Clone(a.Lines), func(l AccountLine) bool { return !l.Counted || l.Estimated || l.Barrels <= 0 })
	slices.SortStableFunc(lines, func(x, y AccountLine) int { return x.To.Compare(y.To) })
	start := time.Date(a.Year, 1, 1, 0, 0, 0, 0, time.UTC)
	year := start.AddDate(1, 0, 0).Sub(start)
	x := func(t time.Time) float64 {
		return plotLeft + plotWide*min(1, max(0, t.Sub(start).Seconds()/year.Seconds()))
	}
	sum := 0.0
	for _, l := range lines {
		from, to := x(l.From), x(l.To.AddDate(0, 0, 1))
		b.Bars = append(b.Bars, bar{
			X: from + 1, W: max(2, to-from-2), Y: y(sum + l.Barrels), H: y(sum) - y(sum+l.Barrels),
			Label: barrels(l.Barrels), Who: l.Who,
			Title: l.Who + ", " + day(l.From) + " to " + day(l.To) + ": " + barrels(l.Barrels) + " barrels",
		})
		sum += l.Barrels
	}
	b.Text = "Reported deliveries summed over " + fmt.Sprint(a.Year) + ": " + barrels(sum) + " of " + barrels(a.Cap) + " barrels"
	return b
}
