package regime

// Total is what the account of a period holds, an act included. A unit that
// is not known stays nil: it is not zero.
type Total struct {
	Barrels *int64 `json:"barrels,omitempty"`
	Tonnes  *int64 `json:"tonnes,omitempty"`
	USD     *int64 `json:"usd,omitempty"`
}

func (t Total) negative() bool {
	for _, v := range []*int64{t.Barrels, t.Tonnes, t.USD} {
		if v != nil && *v < 0 {
			return true
		}
	}
	return false
}

// State tells on which side of a limit an account is.
type State string

// The states.
const (
	Within   State = "within the limit"
	Over     State = "over the limit"
	NotKnown State = "not known"         // a total is missing
	NoLimit  State = "no limit that day" // none is counted on the day
)

// CapState is where the account stands against the limit of one paragraph.
type CapState struct {
	Paragraph string `json:"paragraph"`
	Limit     *Limit `json:"limit,omitempty"`
	State     State  `json:"state"`
}

func (p Paragraph) capState(q question) CapState {
	for i, l := range p.Limits {
		if q.day >= l.From && (l.Until == "" || q.day <= l.Until) {
			return CapState{Paragraph: p.ID, Limit: &p.Limits[i], State: l.state(q.act.Total)}
		}
	}
	return CapState{Paragraph: p.ID, State: NoLimit}
}

// lowerOf is the rule by which an account must keep below each of the figures.
const lowerOf = "whichever is lower"

// state holds a total against a limit. Where a limit has two units and the
// lower counts, a total in one of them can show that it is passed, and only
// totals in both that it is not.
func (l Limit) state(t *Total) State {
	if t == nil {
		return NotKnown
	}
	known, units := 0, 0
	for _, u := range []struct {
		limit int64
		total *int64
	}{{l.Barrels, t.Barrels}, {l.Tonnes, t.Tonnes}, {l.USD, t.USD}} {
		if u.limit == 0 {
			continue
		}
		units++
		if u.total == nil {
			continue
		}
		known++
		if *u.total > u.limit {
			return Over
		}
	}
	if known == 0 || l.Rule == lowerOf && known < units {
		return NotKnown
	}
	return Within
}
