package casework

import (
	_ "embed"
	"fmt"
	"maps"
	"slices"
	"sync"

	"github.com/goccy/go-yaml"
)

//go:embed weights.yaml
var weightsFile []byte

// weights are the numbers of weights.yaml, which gives a reason for each.
type weights struct {
	Minimum       float64           `yaml:"minimum"`
	AroundHours   float64           `yaml:"around_hours"`
	LookBackDays  float64           `yaml:"look_back_days"`
	DraughtMetres float64           `yaml:"draught_metres"`
	Weights       map[string]weight `yaml:"weights"`
}

type weight struct {
	Weight float64 `yaml:"weight"`
	Reason string  `yaml:"reason"`
}

// What can speak for a lead.
const (
	forListed   = "listed"
	forOpenSea  = "open_sea"
	forDraught  = "draught"
	forDark     = "dark"
	forTankers  = "tankers"
	forCall     = "dprk_call"
	forSeen     = "dprk_seen"
	forDPRKDark = "dprk_dark"
	forCargo    = "draught_in_dark"
	forBound    = "bound_elsewhere"
	forOneSided = "one_sided"
	forFlagHop  = "flag_hop"
	forNumber   = "number_change"
	forIMO      = "imo_change"
	forName     = "name_change"
	forBorrowed = "borrowed"
	forFalse    = "false_positions"
	forPattern  = "pattern_" // and its confidence
	forContact  = "contact"
	forAgain    = "again"
)

var embeddedWeights = sync.OnceValues(func() (*weights, error) { return readWeights(weightsFile) })

// WeightsText is the embedded file, for showing to a reader.
func WeightsText() string { return string(weightsFile) }

func readWeights(data []byte) (*weights, error) {
	w := new(weights)
	if err := yaml.UnmarshalWithOptions(data, w, yaml.Strict()); err != nil {
		return nil, fmt.Errorf("reading the weights of leads: %w", err)
	}
	known := []string{
		forListed, forOpenSea, forDraught, forDark, forTankers, forCall, forSeen, forDPRKDark, forCargo, forBound, forOneSided,
		forFlagHop, forNumber, forIMO, forName, forBorrowed, forFalse, forPattern + "high", forPattern + "moderate", forPattern + "low",
		forContact, forAgain,
	}
	slices.Sort(known)
	if got := slices.Sorted(maps.Keys(w.Weights)); !slices.Equal(got, known) {
		return nil, fmt.Errorf("reading the weights of leads: they are %v and should be %v", got, known)
	}
	for _, name := range known {
		if x := w.Weights[name]; !(x.Weight > 0 && x.Weight <= 1) || x.Reason == "" {
			return nil, fmt.Errorf("reading the weights of leads: %s needs a weight above 0, 1 at most, and a reason", name)
		}
	}
	for _, v := range []float64{w.Minimum, w.AroundHours, w.LookBackDays, w.DraughtMetres} {
		if !(v > 0) {
			return nil, fmt.Errorf("reading the weights of leads: minimum, around_hours, look_back_days and draught_metres must be above zero")
		}
	}
	return w, nil
}
