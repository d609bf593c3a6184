package casework

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"plimsoll/journal"
	"plimsoll/network"
)

// Ref leads to the bytes a claim stands on.
type Ref struct {
	Exhibit string `json:"exhibit"` // SHA-256, hex
	Place   string `json:"place"`   // where in it: line numbers, XML path, sheet cell
	Note    string `json:"note,omitempty"`
}

// Claim is one sentence of a finding that can be true or false.
type Claim struct {
	N        int    `json:"n"`
	Text     string `json:"text"`
	Exhibits []Ref  `json:"exhibits"`
}

// Measure is a paragraph the finding concerns, in this project's words.
type Measure struct {
	ID   string `json:"id"` // "2375 OP11"
	Text string `json:"text"`
}

// Party is somebody the finding is about.
type Party struct {
	Entity     string              `json:"entity"`
	Schema     string              `json:"schema"`
	Name       string              `json:"name"`
	Role       string              `json:"role"`
	Status     network.Status      `json:"status"`
	Properties map[string][]string `json:"properties"`
}

// Draft is the content of a finding: what is claimed, on what, how sure.
// Likelihood and confidence are different things and never share a sentence.
type Draft struct {
	Title      string    `json:"title"`
	Summary    string    `json:"summary"`
	Lead       string    `json:"lead,omitempty"`
	Claims     []Claim   `json:"claims"`
	Measures   []Measure `json:"measures"`
	Parties    []Party   `json:"parties"`
	Likelihood string    `json:"likelihood"` // one of Likelihoods
	Confidence string    `json:"confidence"` // one of Confidences
	World      string    `json:"world,omitempty"`
}

// Likelihoods are the words of ICD 203, each with its range in per cent.
var likelihoods = []struct {
	Word     string
	From, To int
}{
	{"almost no chance", 1, 5},
	{"very unlikely", 5, 20},
	{"unlikely", 20, 45},
	{"roughly even chance", 45, 55},
	{"likely", 55, 80},
	{"very likely", 80, 95},
	{"almost certain", 95, 99},
}

var confidences = []string{"low", "moderate", "high"}

// LikelihoodRange gives the per cent a likelihood word stands for.
func LikelihoodRange(word string) (from, to int, ok bool) {
	for _, l := range likelihoods {
		if l.Word == word {
			return l.From, l.To, true
		}
	}
	return 0, 0, false
}

// Version names the exact wording: the SHA-256 of the draft. A stance is taken
// on a version and does not carry over to another.
func (d Draft) Version() string {
	raw, err := journal.Compact(d)
	if err != nil { // strings, numbers and slices of them always marshal
		panic(err)
	}
	sum := sha256.Sum256(raw)
	return hex.EncodeToString(sum[:])
}

// check holds a draft to the first law: nothing asserted without an exhibit.
func (d Draft) check(known func(sha string) bool) error {
	var errs []error
	if d.Title == "" || len(d.Claims) == 0 {
		errs = append(errs, errors.New("a finding needs a title and at least one claim"))
	}
	for i, c := range d.Claims {
		if c.N != i+1 {
			errs = append(errs, fmt.Errorf("claim %d is numbered %d: number claims 1, 2, 3", i+1, c.N))
		}
		if strings.TrimSpace(c.Text) == "" || len(c.Exhibits) == 0 {
			errs = append(errs, fmt.Errorf("claim %d needs a text and at least one exhibit", i+1))
		}
		for _, r := range c.Exhibits {
			if !known(r.Exhibit) {
				errs = append(errs, fmt.Errorf("claim %d names exhibit %q, which is not in the vault: add it first", i+1, r.Exhibit))
			}
		}
	}
	if len(d.Measures) == 0 {
		errs = append(errs, errors.New("a finding names the measures it concerns"))
	}
	if _, _, ok := LikelihoodRange(d.Likelihood); !ok {
		errs = append(errs, fmt.Errorf("likelihood %q is not a word of ICD 203", d.Likelihood))
	}
	if !slices.Contains(confidences, d.Confidence) {
		errs = append(errs, fmt.Errorf("confidence %q is none of %s", d.Confidence, strings.Join(confidences, ", ")))
	}
	for _, p := range d.Parties {
		if !slices.Contains(network.Statuses(), p.Status) {
			errs = append(errs, fmt.Errorf("party %s has no legal status", p.Name))
		}
	}
	return errors.Join(errs...)
}

// Positions an expert may take.
const (
	Concur  = "concur"
	Dissent = "dissent"
	Abstain = "abstain"
	Recuse  = "recuse"
)

// Grounds a dissent may stand on.
var grounds = []string{"evidence", "method", "law"}

// Stance is the position of one expert on one version of a finding, under the
// expert's own signature.
type Stance struct {
	Expert   string      `json:"expert"`
	Name     string      `json:"name"`
	Version  string      `json:"version"`
	Position string      `json:"position"`
	Ground   string      `json:"ground,omitempty"` // evidence, method or law; a dissent must say
	Claim    int         `json:"claim,omitempty"`  // the claim it opposes, 0 for the whole
	Text     string      `json:"text,omitempty"`
	At       time.Time   `json:"at"`
	Act      journal.Act `json:"act"` // what was signed, for anyone to check
}

func (s Stance) check() error {
	switch s.Position {
	case Concur, Abstain, Recuse:
	case Dissent:
		if !slices.Contains(grounds, s.Ground) || strings.TrimSpace(s.Text) == "" {
			return fmt.Errorf("a dissent needs a ground (%s) and a text", strings.Join(grounds, ", "))
		}
	default:
		return fmt.Errorf("position %q is none of concur, dissent, abstain, recuse", s.Position)
	}
	return nil
}

// Hold delays publication until its deadline and no longer. It has an owner
// and a reason, and both are public.
type Hold struct {
	By     string    `json:"by"`
	Reason string    `json:"reason"`
	Set    time.Time `json:"set"`
	Until  time.Time `json:"until"`
}

// MaxHold is the longest a member may hold a finding, once.
const MaxHold = 14 * 24 * time.Hour

// Finding is a draft with everything that has happened to it.
type Finding struct {
	ID       string
	Draft    Draft
	Version  string
	By       string
	At       time.Time
	Stances  []Stance // on the current version, in the order taken; a member's newest stands
	Holds    []Hold
	Wordings []Wording // earlier wordings, oldest first

	Released  *Release
	Published *Publication
}

// Wording is a version that was replaced.
type Wording struct {
	Draft   Draft
	Version string
	By      string
	At      time.Time
	Reason  string // why it was replaced
	Stances []Stance
}

// Release is the operator's act that the rules allow publication: it fixes the
// document.
type Release struct {
	Document []byte
	At       time.Time
	Seq      int64
}

// Publication is the receipt of the public log.
type Publication struct {
	Index uint64
	Leaf  string
	Proof []byte
	At    time.Time
	Seq   int64
}

// Count returns how many members take a position on the current version.
func (f *Finding) Count(position string) int {
	n := 0
	for _, s := range f.Stances {
		if s.Position == position {
			n++
		}
	}
	return n
}

// ActiveHold returns the hold that still runs at a moment.
func (f *Finding) ActiveHold(at time.Time) (Hold, bool) {
	for _, h := range f.Holds {
		if at.Before(h.Until) {
			return h, true
		}
	}
	return Hold{}, false
}

// Status is where the finding stands at a moment.
func (f *Finding) Status(at time.Time) string {
	_, held := f.ActiveHold(at)
	switch {
	case f.Published != nil:
		return "published"
	case f.Released != nil:
		return "released"
	case held:
		return "held"
	default:
		return "draft"
	}
}
