package petroleum

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
)

// Estimate is somebody's figure for deliveries that nobody reported. Estimates
// of several authors look at the same deliveries, so they are never added up.
type Estimate struct {
	ID         string     `json:"id"`
	Start      Day        `json:"start"`
	End        Day        `json:"end"`
	Author     string     `json:"author"`
	Deliveries int64      `json:"deliveries,omitempty"`
	Capacity   *Decimal   `json:"capacity,omitempty"` // barrels of the tankers when full
	Scenarios  []Scenario `json:"scenarios,omitempty"`
	Method     []string   `json:"method,omitempty"`    // each step that led from what was published or seen to a figure
	Qualifier  string     `json:"qualifier,omitempty"` // at least, about, more than
	Verified   bool       `json:"verified"`            // the source shows the figure
	Note       string     `json:"note,omitempty"`
	Sources    []string   `json:"sources"`
}

// Scenario is the volume of an estimate at one assumed load of the tankers.
type Scenario struct {
	Laden   string  `json:"laden"` // "1/3", "1/2", "90 %", an own share such as "60 %", or "as stated"
	Barrels Decimal `json:"barrels"`
	Derived bool    `json:"derived,omitempty"` // computed from the capacity, not published
	Share   Decimal `json:"share"`             // of the year's cap; 0 where there is none
}

// The laden shares that every estimate is drawn up at, where it can be.
const (
	Third    = "1/3"
	Half     = "1/2"
	Ninety   = "90 %"
	AsStated = "as stated"
)

type laden struct {
	name  string
	share Decimal
}

func loads(own *Decimal) []laden {
	out := []laden{{Third, Ratio(1, 3)}, {Half, Ratio(1, 2)}, {Ninety, Ratio(9, 10)}}
	if own == nil || slices.ContainsFunc(out, func(l laden) bool { return l.share.Equal(*own) }) {
		return out
	}
	return append(out, laden{LoadName(*own), *own})
}

// LoadName names the scenario of a laden share, such as "60 %"; the shares that
// every estimate is drawn up at keep their names.
func LoadName(share Decimal) string {
	for _, l := range loads(nil) {
		if l.share.Equal(share) {
			return l.name
		}
	}
	return share.Mul(Whole(100)).String() + " %"
}

// Scenario returns the volume of the estimate at an assumed load.
func (e Estimate) Scenario(laden string) (Scenario, bool) {
	i := slices.IndexFunc(e.Scenarios, func(s Scenario) bool { return s.Laden == laden })
	if i < 0 {
		return Scenario{}, false
	}
	return e.Scenarios[i], true
}

// readCapacity works the tankers' full capacity out of the fullest scenario
// that was published: its rounding weighs least.
func (e *Estimate) readCapacity(full *Decimal) {
	if full != nil {
		e.Capacity = full
		return
	}
	all := loads(nil)
	slices.Reverse(all)
	for _, l := range all {
		if s, ok := e.Scenario(l.name); ok {
			c := s.Barrels.Quo(l.share)
			e.Capacity = &c
			e.Method = append(e.Method, fmt.Sprintf("capacity: %s barrels published at %s laden, divided by %s = %s barrels", s.Barrels, l.name, l.name, c.Fixed(2)))
			return
		}
	}
}

// at draws the estimate up at every load and holds it against the cap. A
// published figure stays; a missing one is computed from the capacity, in
// whole barrels, so that what is shown is what is added.
func (e Estimate) at(own *Decimal, c *Cap) Estimate {
	published := e.Scenarios
	e.Scenarios, e.Method = nil, slices.Clone(e.Method)
	for _, l := range loads(own) {
		i := slices.IndexFunc(published, func(s Scenario) bool { return s.Laden == l.name })
		switch {
		case i >= 0:
			e.Scenarios = append(e.Scenarios, published[i])
		case e.Capacity != nil:
			s := Scenario{Laden: l.name, Barrels: e.Capacity.Mul(l.share).Round(), Derived: true}
			e.Scenarios = append(e.Scenarios, s)
			e.Method = append(e.Method, fmt.Sprintf("%s: capacity x %s, in whole barrels = %s", l.name, l.name, s.Barrels))
		}
	}
	if i := slices.IndexFunc(published, func(s Scenario) bool { return s.Laden == AsStated }); i >= 0 {
		e.Scenarios = append(e.Scenarios, published[i])
	}
	for i := range e.Scenarios {
		if c != nil {
			e.Scenarios[i].Share = e.Scenarios[i].Barrels.Quo(c.Limit())
		}
	}
	return e
}

// estimate draws up the estimated lines, the sums of what was seen delivery
// by delivery, and the days by which each scenario reached each threshold.
func (a *Account) estimate(all []Estimate, own *Decimal) {
	seen := map[string][]step{} // by laden share: single deliveries, which do add up
	var published []Estimate
	for _, e := range all {
		if e.Start.Year() == a.Year {
			a.Estimated = append(a.Estimated, e.at(own, a.Cap))
		}
	}
	slices.SortFunc(a.Estimated, earlier)
	for _, e := range a.Estimated {
		if e.single() {
			for _, s := range e.Scenarios {
				seen[s.Laden] = append(seen[s.Laden], step{e.End, s.Barrels, e.ID})
			}
		} else {
			published = append(published, e)
		}
	}
	slices.SortFunc(published, func(x, y Estimate) int { return cmp.Or(cmp.Compare(x.End, y.End), cmp.Compare(x.ID, y.ID)) })
	for _, l := range append(loads(own), laden{name: AsStated}) {
		total, notices := a.Cap.climb(l.name, seen[l.name])
		if len(seen[l.name]) > 0 {
			s := Scenario{Laden: l.name, Barrels: total, Derived: true}
			if a.Cap != nil {
				s.Share = total.Quo(a.Cap.Limit())
			}
			a.Seen = append(a.Seen, s)
		}
		a.EstimatedNotices = append(a.EstimatedNotices, a.Cap.soonest(l.name, published, notices)...)
	}
	a.remarkSilence()
}

func earlier(x, y Estimate) int {
	return cmp.Or(cmp.Compare(x.Start, y.Start), cmp.Compare(x.End, y.End), cmp.Compare(x.ID, y.ID))
}

// soonest notes for each threshold the first day by which the deliveries seen,
// or any one published estimate by itself, reached it.
func (c *Cap) soonest(laden string, byEnd []Estimate, seen []Notice) []Notice {
	var out []Notice
	for _, percent := range thresholds() {
		i := slices.IndexFunc(seen, func(n Notice) bool { return n.Percent == percent })
		for _, e := range byEnd {
			s, ok := e.Scenario(laden)
			if !ok || c == nil || !c.reached(percent, s.Barrels) {
				continue
			}
			if i < 0 || e.End < seen[i].By {
				out = append(out, Notice{percent, laden, e.End, s.Barrels, e.ID})
				i = -2
			}
			break
		}
		if i >= 0 {
			out = append(out, seen[i])
		}
	}
	return out
}

// Only leaves the estimates and their notices at one load, and those that
// stand as stated; what was reported stays as it is.
func (a *Account) Only(name string) {
	other := func(laden string) bool { return laden != name && laden != AsStated }
	for i := range a.Estimated {
		e := &a.Estimated[i]
		e.Scenarios = slices.DeleteFunc(slices.Clone(e.Scenarios), func(s Scenario) bool { return other(s.Laden) })
		e.Method = slices.DeleteFunc(slices.Clone(e.Method), func(m string) bool {
			step, _, _ := strings.Cut(m, ":")
			return step != "capacity" && other(step)
		})
	}
	a.Seen = slices.DeleteFunc(a.Seen, func(s Scenario) bool { return other(s.Laden) })
	a.EstimatedNotices = slices.DeleteFunc(a.EstimatedNotices, func(n Notice) bool { return other(n.Basis) })
}
