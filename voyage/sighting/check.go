package sighting

import (
	"cmp"
	_ "embed"
	"fmt"
	"math"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/goccy/go-yaml"

	"plimsoll/geo"
	"plimsoll/voyage"
)

//go:embed parameters.yaml
var parametersFile []byte

// Parameters are the numbers of parameters.yaml, which says what each does.
type Parameters struct {
	CoastKM      float64 `yaml:"coast_km"`
	MaxKnots     float64 `yaml:"max_knots"`
	SlackKM      float64 `yaml:"slack_km"`
	SlackMinutes float64 `yaml:"slack_minutes"`
	HeardMinutes float64 `yaml:"heard_minutes"`
	MaxDays      float64 `yaml:"max_days"`
	LengthShare  float64 `yaml:"length_share"`
	LengthMetres float64 `yaml:"length_metres"`
	PortKM       float64 `yaml:"port_km"`
	Candidates   int     `yaml:"candidates"`
}

var embedded = sync.OnceValues(func() (Parameters, error) {
	var p Parameters
	err := yaml.UnmarshalWithOptions(parametersFile, &p, yaml.Strict())
	return p, err
})

// DefaultParameters reads the embedded file.
func DefaultParameters() (Parameters, error) { return embedded() }

// What became of a sighting.
const (
	Joined    = "joined"    // the ship that is named can have been there
	Possible  = "possible"  // only described: these can have been it
	Refused   = "refused"   // it cannot be so
	Unmatched = "unmatched" // no track can be held against it
)

// Verdict is what became of a report.
type Verdict struct {
	Report Report `json:"report"`
	Status string `json:"status"` // the best of its ships'
	Reason string `json:"reason"`
	Ships  []Ship `json:"ships,omitempty"`
}

// Ship is what became of one ship of a report.
type Ship struct {
	Said   Described `json:"said"`
	Status string    `json:"status"`
	Reason string    `json:"reason"`
	Joins  []Join    `json:"joins,omitempty"`  // the likeliest first
	Others []Join    `json:"others,omitempty"` // heard at that place and time, saying they are other ships
}

// Join is a track that can have been there.
type Join struct {
	Ship        voyage.Ident `json:"ship"`  // as it said at the time
	How         string       `json:"how"`   // by what it was found
	Basis       string       `json:"basis"` // "heard": positions at the time; "silence": between two; "edge": before the first or after the last
	Knots       float64      `json:"knots"` // that it must have made
	NearestKM   float64      `json:"nearest_km"`
	NearestTime time.Time    `json:"nearest_time"` // of the report of it nearest in time
	Supports    []string     `json:"supports,omitempty"`
	Contradicts []string     `json:"contradicts,omitempty"`
	Events      []string     `json:"events,omitempty"` // of the track, at the time
	Confidence  string       `json:"confidence"`
}

// Checker holds reports against the tracks and events of one watch.
type Checker struct {
	p      Parameters
	land   *geo.Land
	tracks []voyage.Track
	events map[string][]*voyage.Event // by track
}

// NewChecker makes a Checker. Tracks without positions, as a live watch gives
// them, can match nothing.
func NewChecker(p Parameters, land *geo.Land, tracks []voyage.Track, events []voyage.Event) *Checker {
	c := &Checker{p: p, land: land, tracks: tracks, events: map[string][]*voyage.Event{}}
	for i := range events {
		for _, s := range events[i].Ships {
			c.events[s.Track] = append(c.events[s.Track], &events[i])
		}
	}
	return c
}

// Check holds one report against the tracks.
func (c *Checker) Check(r Report) Verdict {
	v := Verdict{Report: r}
	if inland := c.land.DistanceToShore(r.Point()) / 1000; c.land.OnLand(r.Point()) && inland > c.p.CoastKM+r.ErrorKM {
		v.Status = Refused
		v.Reason = fmt.Sprintf("%v is on land, %.0f km from the nearest shore; the place is said to be off by %.0f km at most, and the coast by %.0f: no ship was there",
			r.Point(), inland, r.ErrorKM, c.p.CoastKM)
		return v
	}
	order := []string{Joined, Possible, Refused, Unmatched}
	for _, said := range r.Ships {
		s := c.ship(&r, said)
		v.Ships = append(v.Ships, s)
		if v.Status == "" || slices.Index(order, s.Status) < slices.Index(order, v.Status) {
			v.Status, v.Reason = s.Status, s.Reason
		}
	}
	return v
}

func (c *Checker) ship(r *Report, said Described) Ship {
	s := Ship{Said: said}
	var worst *Join // of the named tracks that cannot have been there, the one that nearly can
	for i := range c.tracks {
		t := &c.tracks[i]
		how := nameOf(t, said)
		j, ok := c.place(r, t)
		if !ok || said.named() && how == "" && j.Basis != "heard" {
			continue
		}
		j.How = cmp.Or(how, "by its place and looks")
		fits := j.Knots <= c.p.MaxKnots
		c.weigh(r, t, said, &j)
		switch {
		case how != "" && fits:
			s.Joins = append(s.Joins, j)
		case how != "":
			if worst == nil || j.Knots < worst.Knots {
				worst = &j
			}
		case fits && said.named():
			s.Others = append(s.Others, j)
		case fits && j.Basis == "heard" && len(j.Contradicts) == 0:
			s.Joins = append(s.Joins, j)
		}
	}
	c.conclude(r, &s, worst)
	return s
}

// conclude says what became of the ship and why.
func (c *Checker) conclude(r *Report, s *Ship, worst *Join) {
	likeliest := func(a, b Join) int {
		return cmp.Or(cmp.Compare(len(a.Contradicts), len(b.Contradicts)), cmp.Compare(hows(a.How), hows(b.How)), cmp.Compare(a.Knots, b.Knots),
			cmp.Compare(a.NearestKM, b.NearestKM), strings.Compare(a.Ship.Track, b.Ship.Track))
	}
	slices.SortFunc(s.Joins, likeliest)
	slices.SortFunc(s.Others, likeliest)
	s.Joins = s.Joins[:min(len(s.Joins), c.p.Candidates)]
	s.Others = s.Others[:min(len(s.Others), c.p.Candidates)]
	at := r.Time.UTC().Format("2 January 2006 15:04 UTC")
	switch {
	case len(s.Joins) > 0 && s.Said.named():
		j := s.Joins[0]
		s.Status = Joined
		s.Reason = fmt.Sprintf("%s, found %s, can have been at %v on %s: %s", j.Ship.Label(), j.How, r.Point(), at, j.basis())
		s.Others = nil
	case len(s.Joins) > 0:
		s.Status = Possible
		heard := "one track was heard"
		if len(s.Joins) > 1 {
			heard = fmt.Sprintf("%d tracks were heard", len(s.Joins))
		}
		s.Reason = fmt.Sprintf("%s at %v on %s and not unlike what is described: this names nobody", heard, r.Point(), at)
	case worst != nil:
		s.Status = Refused
		s.Reason = fmt.Sprintf("%s, found %s, was heard %.0f km away at %s: to have been at %v on %s it would have had to make %s, and %.0f is the most",
			worst.Ship.Label(), worst.How, worst.NearestKM, worst.NearestTime.UTC().Format("2 January 2006 15:04 UTC"), r.Point(), at, knots(worst.Knots), c.p.MaxKnots)
		if len(s.Others) > 0 {
			s.Reason += fmt.Sprintf(". If the ship was read right, its identity is sent by another: %s was heard there", s.Others[0].Ship.Label())
		}
	default:
		s.Status = Unmatched
		s.Reason = fmt.Sprintf("no track of %s was heard within %.0f days of %s", s.Said.Label(), c.p.MaxDays, at)
	}
}

func knots(v float64) string {
	if v > 999 {
		return "more than 999 kn"
	}
	return fmt.Sprintf("%.0f kn", v)
}

func (j *Join) basis() string {
	near := fmt.Sprintf("it was heard %.1f km away at %s", j.NearestKM, j.NearestTime.UTC().Format("2 January 2006 15:04 UTC"))
	switch j.Basis {
	case "heard":
		return near
	case "silence":
		return fmt.Sprintf("it was silent then; %s, and %.0f kn would have done", near, math.Ceil(j.Knots))
	}
	return fmt.Sprintf("it was heard only before or only after; %s, and %.0f kn would have done", near, math.Ceil(j.Knots))
}

// place says what it would take of a track to have been there.
func (c *Checker) place(r *Report, t *voyage.Track) (Join, bool) {
	if len(t.Fixes) == 0 {
		return Join{}, false
	}
	spread := time.Duration((r.ErrorMinutes + c.p.SlackMinutes) * float64(time.Minute))
	from, to := r.Time.Add(-spread), r.Time.Add(spread)
	limit := time.Duration(c.p.MaxDays * 24 * float64(time.Hour))
	if t.Fixes[0].Time.Sub(to) > limit || from.Sub(t.Fixes[len(t.Fixes)-1].Time) > limit {
		return Join{}, false
	}
	i, _ := slices.BinarySearchFunc(t.Fixes, r.Time, func(f voyage.Fix, at time.Time) int { return f.Time.Compare(at) })
	if i == len(t.Fixes) || i > 0 && r.Time.Sub(t.Fixes[i-1].Time) < t.Fixes[i].Time.Sub(r.Time) {
		i--
	}
	near := &t.Fixes[i]
	j := Join{
		Ship: t.IdentAt(r.Time), NearestKM: math.Round(geo.Distance(near.Point, r.Point())/100) / 10, NearestTime: near.Time,
		Knots: c.knots(r, t.Fixes, from, to),
	}
	away := near.Time.Sub(r.Time).Abs()
	switch {
	case away <= spread+time.Duration(c.p.HeardMinutes*float64(time.Minute)):
		j.Basis = "heard"
	case r.Time.Before(t.Fixes[0].Time) || r.Time.After(t.Fixes[len(t.Fixes)-1].Time):
		j.Basis = "edge"
	default:
		j.Basis = "silence"
	}
	return j, true
}

// knots is the least speed with which a ship with these positions can have
// been at the place at some time of the span.
func (c *Checker) knots(r *Report, fixes []voyage.Fix, from, to time.Time) float64 {
	far := func(f *voyage.Fix) float64 {
		return max(geo.Distance(f.Point, r.Point())-(r.ErrorKM+c.p.SlackKM)*1000, 0)
	}
	seconds := func(t time.Time) float64 { return t.Sub(from).Seconds() }
	last := seconds(to)
	best := math.Inf(1)
	// try takes the time between two reports; one of them may be missing.
	try := func(a, b *voyage.Fix) {
		low, high, wayIn, wayOut := 0.0, last, 0.0, 0.0
		start, end := math.Inf(-1), math.Inf(1)
		if a != nil {
			start, wayIn = seconds(a.Time), far(a)
			low = max(low, start)
		}
		if b != nil {
			end, wayOut = seconds(b.Time), far(b)
			high = min(high, end)
		}
		at := high // with no report after it, as late as can be
		switch {
		case b != nil && a == nil:
			at = low
		case b != nil && wayIn+wayOut > 0:
			at = min(max(start+(end-start)*wayIn/(wayIn+wayOut), low), high)
		}
		best = min(best, max(speed(wayIn, at-start), speed(wayOut, end-at)))
	}
	i, _ := slices.BinarySearchFunc(fixes, from, func(f voyage.Fix, at time.Time) int { return f.Time.Compare(at) })
	for ; ; i++ {
		var a, b *voyage.Fix
		if i > 0 {
			a = &fixes[i-1]
		}
		if i < len(fixes) {
			b = &fixes[i]
		}
		if a != nil && a.Time.After(to) {
			break
		}
		try(a, b)
		if b == nil {
			break
		}
	}
	return math.Round(best/geo.Knot*10) / 10
}

// speed in metres a second; what is no way takes no time.
func speed(metres, seconds float64) float64 {
	if metres == 0 {
		return 0
	}
	return metres / max(seconds, 1)
}
