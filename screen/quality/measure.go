package quality

import (
	"cmp"
	"slices"

	"plimsoll/screen"
)

// Options say how much is measured.
type Options struct {
	Side     Side
	Unlisted int // people asked about, at most
	Pairs    int // of each kind, at most
}

// Shares are the shares of unlisted people alerted at which recall is given;
// what is asked for is asked at the first.
var Shares = []float64{0.005, 0.001, 0.01, 0.02}

// Result is what was measured.
type Result struct {
	Versions  string             `json:"versions"`
	Side      string             `json:"side"`
	Listed    int                `json:"listed"`
	Unlisted  int                `json:"unlisted"`
	Operating []Operating        `json:"operating"`
	Recall    []Recall           `json:"recall"`
	AtDefault map[string]float64 `json:"atDefault"` // recall at the default threshold, by kind
	Default   Operating          `json:"default"`
	Fixed     []FixedResult      `json:"fixed"`
	alerts    []Alert
}

// Operating is a threshold and what it costs.
type Operating struct {
	Share     float64 `json:"share"` // of unlisted people alerted
	Threshold float64 `json:"threshold"`
}

// Recall is the share of a kind's pairs found, at each of [Shares].
type Recall struct {
	Kind
	Pairs int       `json:"pairs"`
	At    []float64 `json:"at"`
}

// Miss is a pair that scored too low.
type Miss struct {
	Pair
	Score   float64         `json:"score"`
	Reasons []screen.Reason `json:"reasons,omitempty"`
}

// Measure does all of it.
func (m *Material) Measure(o Options) *Result {
	r := m.measureAlerts(o)
	r.Fixed = measureFixed()
	r.AtDefault = map[string]float64{}
	for _, k := range Kinds {
		pairs := m.pairs(k.Name, o.Side, o.Pairs)
		if len(pairs) == 0 {
			continue
		}
		scores := scoresOf(pairs)
		recall := Recall{Kind: k, Pairs: len(pairs)}
		for _, op := range r.Operating {
			recall.At = append(recall.At, above(scores, op.Threshold))
		}
		r.Recall = append(r.Recall, recall)
		r.AtDefault[k.Name] = atLeast(scores, screen.Threshold)
	}
	return r
}

func (m *Material) measureAlerts(o Options) *Result {
	r := &Result{Versions: Versions(), Side: o.Side.String(), Listed: len(m.Listed)}
	unlisted := m.unlisted(o.Side, o.Unlisted)
	r.Unlisted = len(unlisted)
	r.alerts = m.lists().falseAlerts(unlisted)
	for _, s := range Shares {
		r.Operating = append(r.Operating, Operating{s, threshold(r.alerts, s)})
	}
	alerted := 0
	for _, a := range r.alerts {
		if a.Score >= screen.Threshold {
			alerted++
		}
	}
	r.Default = Operating{float64(alerted) / float64(max(1, r.Unlisted)), screen.Threshold}
	return r
}

func scoresOf(pairs []Pair) []float64 {
	scores := make([]float64, len(pairs))
	each(len(pairs), func(i int) { scores[i], _ = Score(pairs[i]) })
	return scores
}

func above(scores []float64, threshold float64) float64 {
	n := 0
	for _, s := range scores {
		if s > threshold {
			n++
		}
	}
	return float64(n) / float64(len(scores))
}

func atLeast(scores []float64, threshold float64) float64 {
	n := 0
	for _, s := range scores {
		if s >= threshold {
			n++
		}
	}
	return float64(n) / float64(len(scores))
}

// Misses lists the pairs of a kind that do not exceed the threshold, the
// closest first. They are always of the side [Develop].
func (m *Material) Misses(kind string, threshold float64, o Options) []Miss {
	var out []Miss
	for _, p := range m.pairs(kind, Develop, o.Pairs) {
		score, hit := Score(p)
		if score > threshold {
			continue
		}
		miss := Miss{Pair: p, Score: score}
		if hit != nil {
			miss.Reasons = hit.Reasons
		}
		out = append(out, miss)
	}
	slices.SortStableFunc(out, func(a, b Miss) int { return -cmp.Compare(a.Score, b.Score) })
	return out
}

// Alerts gives the unlisted people who came closest to a listed name and the
// threshold at the first of [Shares].
func (m *Material) Alerts(o Options) ([]Alert, float64) {
	r := m.measureAlerts(o)
	return r.alerts, r.Operating[0].Threshold
}
