package main

import (
	"errors"
	"fmt"
	"time"

	"plimsoll/desk"
	"plimsoll/house"
)

// scopeFlags say against whom is screened.
type scopeFlags struct {
	Dataset   []string `help:"Only this list; repeat it for several. \"findings\" are the published findings." placeholder:"ID"`
	AsOf      string   `help:"As the lists and findings stood at the end of this day (UTC)." placeholder:"YYYY-MM-DD"`
	Threshold float64  `help:"Least score of a hit, from 0 to 1." default:"${threshold}"`
}

func (c *scopeFlags) check() error {
	if c.Threshold < 0.3 || c.Threshold > 1 {
		return &exitError{2, fmt.Errorf("--threshold %g: give 0.3 to 1; below that everybody is a hit", c.Threshold)}
	}
	_, err := optionalDay("--as-of", c.AsOf)
	return err
}

// screening is who is screened against, and how to name it in an answer.
type screening struct {
	*desk.Screening
	about about
}

// about is what an answer rests on. Two answers with the same are the same.
type about struct {
	Screening string        `json:"screening"` // names all of the following
	Index     string        `json:"index"`
	Snapshots []snapshotRef `json:"snapshots"`
	Findings  []string      `json:"findings"`
	AsOf      string        `json:"as_of,omitempty"`
	Parties   int           `json:"parties"`
	Scorer    string        `json:"scorer"`
	Names     string        `json:"names"`
	Program   string        `json:"program"`
}

type snapshotRef struct {
	Dataset   string `json:"dataset"`
	Snapshot  string `json:"snapshot"`
	Published string `json:"published"`
}

// prepare builds what is screened against.
func (c *scopeFlags) prepare(e *env, h *house.House) (*screening, error) {
	day, err := optionalDay("--as-of", c.AsOf)
	if err != nil {
		return nil, err
	}
	scope := house.Scope{Datasets: c.Dataset, AsOf: day}
	against, snaps, err := h.AgainstScope(e.ctx, scope)
	if err != nil {
		return nil, err
	}
	prepared, err := desk.Prepare(against)
	if err != nil {
		return nil, err
	}
	s := &screening{Screening: prepared}
	meta := s.Index().Meta()
	s.about = about{
		Screening: s.ID(), Index: s.Index().ID(), Snapshots: []snapshotRef{}, Findings: []string{}, AsOf: c.AsOf,
		Parties: s.Index().Len(), Scorer: meta.Screen, Names: meta.Names, Program: version(),
	}
	for _, snap := range snaps {
		s.about.Snapshots = append(s.about.Snapshots, snapshotRef{snap.Dataset, snap.ID, snap.Published.Format(time.DateOnly)})
	}
	for _, r := range against.Reported {
		if n := len(s.about.Findings); n == 0 || s.about.Findings[n-1] != r.Finding.ID {
			s.about.Findings = append(s.about.Findings, r.Finding.ID)
		}
	}
	if s.about.Parties == 0 {
		return nil, errors.New("there is nobody to screen against: take in lists first (plimsoll lists sync, or plimsoll lists import FILE)")
	}
	return s, nil
}

// say tells a person what the answer rests on.
func (a about) say(e *env) {
	day := ""
	if a.AsOf != "" {
		day = " as of " + a.AsOf
	}
	e.say("screened against %s of %s and %s%s; index %.12s", count(a.Parties, "party", "parties"),
		count(len(a.Snapshots), "list", "lists"), count(len(a.Findings), "finding", "findings"), day, a.Index)
}
