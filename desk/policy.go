package desk

import (
	_ "embed"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"sync"

	"github.com/goccy/go-yaml"

	"plimsoll/lists"
	"plimsoll/network"
	"plimsoll/screen"
)

//go:embed policy.yaml
var policyYAML string

// Policy is an institution's own rule book: from which score a hit is an
// alert, and what to do about it by legal status.
type Policy struct {
	Title     string                  `yaml:"title" json:"title"`
	Threshold float64                 `yaml:"threshold" json:"threshold"`
	Statuses  map[network.Status]Rule `yaml:"statuses" json:"statuses"`
}

// Rule is what the policy says about one status.
type Rule struct {
	Action Action `yaml:"action" json:"action"`
	Due    int    `yaml:"due" json:"due"` // days
	Why    string `yaml:"why" json:"why"`
}

// Bounds of what a policy may set.
const (
	MinThreshold = 0.50 // below, most alerts are noise
	MaxDue       = 365
)

var loadPolicy = sync.OnceValues(func() (*Policy, error) { return ReadPolicy("policy.yaml", strings.NewReader(policyYAML)) })

// DefaultPolicy is the policy compiled into the program. It is read-only.
func DefaultPolicy() *Policy {
	p, err := loadPolicy()
	if err != nil {
		panic(err) // the file is compiled in and covered by a test
	}
	return p
}

// ReadPolicy reads and checks a policy file. Everything wrong with it is told
// at once.
func ReadPolicy(name string, r io.Reader) (*Policy, error) {
	p := &Policy{Threshold: screen.Threshold}
	if err := yaml.NewDecoder(r, yaml.Strict()).Decode(p); err != nil {
		return nil, fmt.Errorf("reading the policy %s: %w", name, err)
	}
	if err := p.check(); err != nil {
		return nil, fmt.Errorf("the policy %s is refused: %w", name, err)
	}
	return p, nil
}

func (p *Policy) check() error {
	var errs []error
	if !(p.Threshold >= MinThreshold && p.Threshold <= 1) {
		errs = append(errs, fmt.Errorf("threshold %v must be from %v to 1", p.Threshold, MinThreshold))
	}
	known := make([]string, 0, len(network.Statuses()))
	for _, s := range network.Statuses() {
		known = append(known, string(s))
		r, ok := p.Statuses[s]
		if !ok {
			errs = append(errs, fmt.Errorf("there is no rule for status %q", s))
			continue
		}
		errs = append(errs, r.check(s))
	}
	given := make([]string, 0, len(p.Statuses))
	for s := range p.Statuses {
		given = append(given, string(s))
	}
	slices.Sort(given)
	for _, s := range given {
		if !slices.Contains(known, s) {
			errs = append(errs, fmt.Errorf("no status is called %q%s", s, meant(s, known)))
		}
	}
	return errors.Join(errs...)
}

func (r Rule) check(s network.Status) error {
	var errs []error
	if !r.Action.known() {
		names := make([]string, 0, len(Actions()))
		for _, a := range Actions() {
			names = append(names, string(a))
		}
		errs = append(errs, fmt.Errorf("status %q: no action is called %q%s", s, r.Action, meant(string(r.Action), names)))
	}
	if reason, ok := allowed(s, r.Action); !ok {
		errs = append(errs, fmt.Errorf("status %q may not say %q: %s", s, r.Action, reason))
	}
	if r.Due < 0 || r.Due > MaxDue {
		errs = append(errs, fmt.Errorf("status %q: due in %d days must be from 0 to %d", s, r.Due, MaxDue))
	}
	return errors.Join(errs...)
}

// meant points at what was probably meant.
func meant(word string, candidates []string) string {
	if n := lists.Nearest(word, candidates); n != "" {
		return fmt.Sprintf("; did you mean %q?", n)
	}
	return "; there are " + strings.Join(candidates, ", ")
}
