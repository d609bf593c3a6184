package sim

import (
	"cmp"
	"encoding/json"
	"fmt"
	"io"
	"slices"
	"time"

	"plimsoll/geo"
)

// Label says what was really done: an incident, or something lawful that looks
// like one.
type Label struct {
	Incident string    `json:"incident"` // one of [Incidents], or what ordinary ships do: port-call, roadstead
	Kind     string    `json:"kind"`     // of the event that should come of it, as voyage names it
	Tags     []string  `json:"tags,omitempty"`
	Innocent bool      `json:"innocent,omitempty"` // an event of this kind would be a false alarm
	Ships    []uint32  `json:"ships"`              // MMSIs sent by those who took part
	Start    time.Time `json:"start"`
	End      time.Time `json:"end"`
	Place    geo.Point `json:"place"`
	ShoreKM  float64   `json:"shore_km"`
	Inshore  bool      `json:"inshore"`        // within 20 nautical miles of a shore
	Open     bool      `json:"open,omitempty"` // it had begun before the data, or not ended with it

	Parameters map[string]float64 `json:"parameters,omitempty"`
	Details    map[string]string  `json:"details,omitempty"`

	of       []*vessel
	from, to float64
	begun    bool
	ended    bool
	lasting  bool // until the data ends: that is not its edge
}

const inshoreKM = 37.04

// label prepares one; it counts when it has begun.
func (s *Sim) label(incident string, ships ...*vessel) *Label {
	k := kinds[incident]
	l := &Label{Incident: incident, Kind: k.kind, Tags: k.tags, Innocent: k.innocent, Parameters: map[string]float64{}, Details: map[string]string{}}
	l.of = ships
	s.labels = append(s.labels, l)
	return l
}

func (l *Label) begin(t float64, p geo.Point) {
	l.begun, l.from, l.Place = true, t, p
	l.note()
}

func (l *Label) finish(t float64) {
	l.ended, l.to = true, t
	l.note()
}

// note adds the numbers that the ships send at the time: they may change.
func (l *Label) note() {
	for _, v := range l.of {
		l.Ships = append(l.Ships, v.id.mmsi)
	}
}

// close works out what is shown of a label.
func (l *Label) close(s *Sim) {
	if !l.begun {
		return
	}
	if !l.ended || l.to >= s.seconds {
		l.to, l.Open = s.seconds, !l.lasting
	}
	if l.from <= 0 {
		l.from, l.Open = 0, !l.lasting
	}
	at := func(t float64) time.Time { return time.Unix(s.start+int64(t), 0).UTC() }
	l.Start, l.End = at(l.from), at(l.to)
	l.ShoreKM = float64(int(s.land.DistanceToShore(l.Place)/100)) / 10
	l.Inshore = l.ShoreKM < inshoreKM
	slices.Sort(l.Ships)
	l.Ships = slices.Compact(l.Ships)
}

// Labels lists what was done, by start. It is complete after [Sim.Run].
func (s *Sim) Labels() []Label {
	var out []Label
	for _, l := range s.labels {
		if l.begun && l.from < s.seconds {
			out = append(out, *l)
		}
	}
	slices.SortStableFunc(out, func(a, b Label) int {
		return cmp.Or(a.Start.Compare(b.Start), cmp.Compare(a.Incident, b.Incident), slices.Compare(a.Ships, b.Ships))
	})
	return out
}

// WriteLabels writes labels as JSON lines.
func WriteLabels(w io.Writer, labels []Label) error {
	out := json.NewEncoder(w)
	for i := range labels {
		if err := out.Encode(&labels[i]); err != nil {
			return fmt.Errorf("writing label %d of the simulation: %w", i+1, err)
		}
	}
	return nil
}
