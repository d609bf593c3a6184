// Package pattern finds stories in what ships did: events that follow one
// another as an oil delivery, a coal run or an arms shuttle would.
//
// Which stories, of which steps, stands in patterns.yaml; the package is the
// engine that reads it. A pattern found is a suspicion in order: it says which
// steps were observed, which only may have been, which were not seen, and what
// would refute it. Its id is made of the event by which it is known and does
// not change as the story grows.
package pattern

import (
	_ "embed"
	"fmt"
	"slices"
	"strings"
	"sync"

	"github.com/goccy/go-yaml"

	"plimsoll/geo"
	"plimsoll/voyage"
)

//go:embed patterns.yaml
var rulesFile []byte

// Beside the kinds of event of package voyage:
const (
	Sighting = "sighting" // a report or a picture, see plimsoll/voyage/sighting
	Draught  = "draught"  // what a ship sent of its draught changed
)

// How sure a step is.
const (
	Observed = "observed" // an event shows it
	Possible = "possible" // an event leaves room for it
	NotSeen  = "not seen"
)

// Rules are the stories to look for.
type Rules struct {
	DraughtMetres float64             `yaml:"draught_metres"`
	KeepDays      float64             `yaml:"keep_days"`
	Places        map[string][]string `yaml:"places"`
	Zones         []Zone              `yaml:"zones"`
	Patterns      []Rule              `yaml:"patterns"`
}

// Zone is a part of the sea, as a box: south, west, north, east.
type Zone struct {
	Name string    `yaml:"name"`
	Box  []float64 `yaml:"box"`
}

// Rule is one story.
type Rule struct {
	ID            string     `yaml:"id"`
	Title         string     `yaml:"title"`
	ShipTypes     [][2]uint8 `yaml:"ship_types"`
	Act           Act        `yaml:"act"`
	Key           string     `yaml:"key"`
	Least         int        `yaml:"least"`
	LeastObserved int        `yaml:"least_observed"`
	MinDark       int        `yaml:"min_dark"`
	Repeat        *Repeat    `yaml:"repeat"`
	Steps         []StepRule `yaml:"steps"`

	key int // of Steps
}

// Act is what the story would be, in the words of package regime.
type Act struct {
	Kind      string `yaml:"kind" json:"kind"`
	Goods     string `yaml:"goods" json:"goods,omitempty"`
	Direction string `yaml:"direction" json:"direction,omitempty"`
}

// Repeat asks for the story to happen again.
type Repeat struct {
	Least      int     `yaml:"least"`
	WithinDays float64 `yaml:"within_days"`
}

// StepRule is one step and the ways it can have been taken, the best first.
type StepRule struct {
	Name       string   `yaml:"name"`
	Title      string   `yaml:"title"`
	Optional   bool     `yaml:"optional"`
	Same       bool     `yaml:"same"`
	WithinDays float64  `yaml:"within_days"`
	Any        []Way    `yaml:"any"`
	RefutedBy  []string `yaml:"refuted_by"`
}

// Way is one way a step can have been taken.
type Way struct {
	Event    string   `yaml:"event"`
	Tags     []string `yaml:"tags"`
	Without  []string `yaml:"without"`
	Places   []string `yaml:"places"`
	NearKM   float64  `yaml:"near_km"`
	Zones    []string `yaml:"zones"`
	Draught  string   `yaml:"draught"`
	MinHours float64  `yaml:"min_hours"`
	MaxHours float64  `yaml:"max_hours"`
	Grade    string   `yaml:"grade"`
	AtMost   string   `yaml:"at_most"`
	Least    int      `yaml:"least"`
	Says     string   `yaml:"says"`

	ports     map[string]bool // codes of Places
	points    []geo.Port      // of Places, where NearKM asks for them
	zoneBoxes []Zone
}

// RulesText is the embedded file, for showing to a reader.
func RulesText() string { return string(rulesFile) }

var embedded = sync.OnceValues(func() (*Rules, error) {
	ports, err := geo.LoadPorts()
	if err != nil {
		return nil, err
	}
	return ReadRules(rulesFile, ports)
})

// DefaultRules reads the embedded file, over the embedded ports.
func DefaultRules() (*Rules, error) { return embedded() }

// ReadRules reads a whole set of rules. A word that is not known is an error:
// a rule with a slip in it would find nothing, silently.
func ReadRules(data []byte, ports *geo.Ports) (*Rules, error) {
	r := new(Rules)
	if err := yaml.UnmarshalWithOptions(data, r, yaml.Strict()); err != nil {
		return nil, fmt.Errorf("reading patterns: %w", err)
	}
	if !(r.DraughtMetres > 0) || !(r.KeepDays > 0) {
		return nil, fmt.Errorf("reading patterns: draught_metres is %v and keep_days %v: both must be given and above zero",
			r.DraughtMetres, r.KeepDays)
	}
	for _, z := range r.Zones {
		if len(z.Box) != 4 || !(z.Box[0] < z.Box[2]) || !(z.Box[1] < z.Box[3]) {
			return nil, fmt.Errorf("reading patterns: the box of zone %q is %v: give south, west, north, east", z.Name, z.Box)
		}
	}
	seen := map[string]bool{}
	for i := range r.Patterns {
		p := &r.Patterns[i]
		if p.ID == "" || seen[p.ID] {
			return nil, fmt.Errorf("reading patterns: pattern %d has the id %q: each needs one of its own", i+1, p.ID)
		}
		seen[p.ID] = true
		if err := r.prepare(p, ports); err != nil {
			return nil, fmt.Errorf("reading pattern %s: %w", p.ID, err)
		}
	}
	return r, nil
}

func (r *Rules) prepare(p *Rule, ports *geo.Ports) error {
	p.key = slices.IndexFunc(p.Steps, func(s StepRule) bool { return s.Name == p.Key })
	switch {
	case p.key < 0:
		return fmt.Errorf("its key step %q is none of its steps", p.Key)
	case p.Steps[p.key].Optional:
		return fmt.Errorf("its key step %q is optional: without it there is no story", p.Key)
	case p.Title == "" || p.Act.Kind == "":
		return fmt.Errorf("it needs a title and an act")
	case p.Least < 1 || p.Least > len(p.Steps) || p.LeastObserved < 1 || p.LeastObserved > p.Least:
		return fmt.Errorf("least is %d and least_observed %d, of %d steps", p.Least, p.LeastObserved, len(p.Steps))
	case p.Repeat != nil && (p.Repeat.Least < 2 || !(p.Repeat.WithinDays > 0)):
		return fmt.Errorf("repeat asks for %d within %v days: at least 2, within some days", p.Repeat.Least, p.Repeat.WithinDays)
	case p.Repeat != nil && p.key != 0:
		return fmt.Errorf("a story that repeats must begin with its key step")
	}
	for i := range p.Steps {
		s := &p.Steps[i]
		if s.Name == "" || s.Title == "" || len(s.Any) == 0 || !(s.WithinDays > 0) && i > 0 {
			return fmt.Errorf("step %d needs a name, a title, within_days and at least one way", i+1)
		}
		for k := range s.Any {
			if err := r.prepareWay(&s.Any[k], ports); err != nil {
				return fmt.Errorf("step %s, way %d: %w", s.Name, k+1, err)
			}
		}
	}
	return nil
}

func (r *Rules) prepareWay(w *Way, ports *geo.Ports) error {
	kinds := []string{voyage.Gap, voyage.Encounter, voyage.Loitering, voyage.PortCall, Sighting, Draught}
	switch {
	case !slices.Contains(kinds, w.Event):
		return fmt.Errorf("event %q is none of %v", w.Event, kinds)
	case w.Grade != Observed && w.Grade != Possible:
		return fmt.Errorf("grade %q is neither %q nor %q", w.Grade, Observed, Possible)
	case !slices.Contains([]string{"", "up", "down"}, w.Draught) || w.Event == Draught && w.Draught == "":
		return fmt.Errorf("draught %q is neither up nor down", w.Draught)
	case !slices.Contains([]string{"", voyage.High, voyage.Moderate, voyage.Low}, w.AtMost):
		return fmt.Errorf("at_most %q is no confidence", w.AtMost)
	case w.NearKM != 0 && len(w.Places) == 0:
		return fmt.Errorf("near_km needs places")
	case w.Least < 0:
		return fmt.Errorf("least is %d", w.Least)
	case w.Says == "":
		return fmt.Errorf("it does not say anything")
	}
	if err := r.preparePlaces(w, ports); err != nil {
		return err
	}
	for _, name := range w.Zones {
		before := len(w.zoneBoxes)
		for _, z := range r.Zones {
			if name == "any" || name == z.Name {
				w.zoneBoxes = append(w.zoneBoxes, z)
			}
		}
		if len(w.zoneBoxes) == before {
			return fmt.Errorf("zone %q is not among the zones", name)
		}
	}
	return nil
}

// preparePlaces turns names of lists, codes and countries, alone or with what
// is handled in the port, into codes. What names no port is an error.
func (r *Rules) preparePlaces(w *Way, ports *geo.Ports) error {
	if len(w.Places) == 0 {
		return nil
	}
	w.ports = map[string]bool{}
	all := ports.All()
	for _, name := range w.Places {
		list, ok := r.Places[name]
		if !ok {
			list = []string{name}
		}
		for _, place := range list {
			country, use, handles := strings.Cut(place, ":")
			found := false
			for _, p := range all {
				if p.Code != place && (p.Country != country || handles && !p.Handles(use)) {
					continue
				}
				found = true
				if !w.ports[p.Code] {
					w.ports[p.Code] = true
					w.points = append(w.points, p)
				}
			}
			if !found {
				return fmt.Errorf("place %q names no port: give a code, a country, or a country and what is handled there, as KP:coal", place)
			}
		}
	}
	return nil
}
