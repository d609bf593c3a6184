package voyage

import (
	"fmt"
	"math"
)

// GapOdds is what the model of silences says, and what it was asked with.
type GapOdds struct {
	Probability float64 `json:"probability"` // that the ship itself was silent, and not just unheard
	Silent      bool    `json:"silent"`      // it is as high as where the model was right most often
	GapFeatures
}

// odds asks the model of silences where it holds: far from the shore, for
// silences of half a day and more. Reports are counted by clock hours, and over
// a day at most: what a longer silence would ask for is taken to have gone on so.
func (w *Watcher) odds(h *hull, x *hole, g *GapEvidence, ended bool) *GapOdds {
	if g.ShoreOffKM < w.p.Gap.ModelShoreKM || w.p.Gap.BeforeHours != halfDay {
		return nil
	}
	f := GapFeatures{Reception: round(w.receptionADay(x.near.ships), 1), Hours: g.Hours, Before12h: x.receivedBefore, BeforeGap: x.asLongBefore}
	m := DefaultGapModel()
	if !m.Applies(f) {
		return nil
	}
	if ended {
		window := windowOf(g.Hours)
		x.after = x.on.t + int64(math.Max(window, halfDay)*secondsPerHour)
		if f.AfterKnown = w.now >= x.after; f.AfterKnown {
			f.After12h, _ = h.rate.before(x.on.t+(halfDay-1)*secondsPerHour, halfDay)
			n, _ := h.rate.before(x.on.t+int64((window-1)*secondsPerHour), int(window))
			f.AfterGap = goneOn(n, g.Hours)
		}
	}
	return &GapOdds{Probability: round(m.Probability(f), 3), Silent: m.Silent(f), GapFeatures: f}
}

const halfDay = 12

// windowOf is how many hours reports are counted over for a silence.
func windowOf(hours float64) float64 { return math.Max(1, math.Min(math.Round(hours), rateHours)) }

// goneOn is how many reports there would have been in so many hours, going by
// those counted in the window.
func goneOn(counted int, hours float64) int {
	return int(math.Round(float64(counted) * math.Max(1, hours/windowOf(hours))))
}

// receptionADay is how many reports a day the given ships were heard with, in
// their last day, on average.
func (w *Watcher) receptionADay(ships []uint32) float64 {
	sum, n := 0, 0
	for _, mmsi := range ships {
		for _, h := range w.ships[mmsi].hulls {
			if w.real(h) {
				count, _ := h.rate.before(h.last.t, rateHours)
				sum, n = sum+count, n+1
				break
			}
		}
	}
	return float64(sum) / math.Max(1, float64(n))
}

func oddsText(o *GapOdds) string {
	if o == nil {
		return ""
	}
	return fmt.Sprintf(" Ships around it were heard %.0f times a day: of silences like it on the high seas, %.0f in a hundred were the ship's own doing.", o.Reception, 100*o.Probability)
}
