package casework

import (
	"bytes"
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"time"

	"plimsoll/journal"
	"plimsoll/voyage"
)

// Lead is a machine's suspicion: one story of one ship, the measures it may
// concern, and why. It is for the desk of an investigator and is never
// published; only what people make of it is.
type Lead struct {
	ID       string         `json:"id"`                // of the ship and the story: it stays as the lead grows
	Story    string         `json:"story,omitempty"`   // see Stories
	Subject  string         `json:"subject,omitempty"` // entity of the ship it is about
	Title    string         `json:"title"`
	Start    time.Time      `json:"start"`
	End      time.Time      `json:"end"`
	Measures []Measure      `json:"measures"`
	Parties  []Party        `json:"parties"`
	Events   []voyage.Event `json:"events"`
	Reasons  []Reason       `json:"reasons"`
	Score    float64        `json:"score"`              // sum of the reasons' weights, at most 1
	Feed     Ref            `json:"feed"`               // the radio record the events were found in
	Patterns []string       `json:"patterns,omitempty"` // ids of patterns it takes in
	Absorbs  []string       `json:"absorbs,omitempty"`  // ids of leads that tell no more than a part of this one
}

// Reason is one thing that speaks for a lead.
type Reason struct {
	Text   string  `json:"text"`
	Weight float64 `json:"weight"`
	Event  string  `json:"event,omitempty"`
	Kind   string  `json:"kind,omitempty"` // its name in weights.yaml
}

// Opened is a lead on record.
type Opened struct {
	Lead
	By     string
	At     time.Time
	Seq    int64
	Stages int       // how often it was put on record, each time with more
	Grown  time.Time // when last
}

// Open puts a lead on record, and again when there is more of it. The same
// lead is recorded once.
func (c *Cases) Open(ctx context.Context, by journal.Signer, l Lead) (bool, error) {
	if have, ok := c.Lead(l.ID); ok && (have.same(l) || l.End.Before(have.End)) {
		return false, nil
	}
	if err := c.record(ctx, by, KindLead, l.ID, l); err != nil {
		return false, fmt.Errorf("opening lead %s: %w", l.ID, err)
	}
	return true, nil
}

func (c *Cases) weighLead(a journal.Act, seq int64) (func(), error) {
	l, err := read[Lead](a)
	if err == nil {
		err = c.need(a.Actor, journal.RoleAnalyst)
	}
	have, open := c.leads[a.Subject]
	switch {
	case err != nil || !open:
	case have.same(l):
		err = fmt.Errorf("lead %s is open", a.Subject)
	case l.End.Before(have.End):
		err = fmt.Errorf("lead %s is open, and goes on longer than this", a.Subject)
	}
	if err == nil && (l.ID != a.Subject || len(l.Events) == 0 || !c.exhibits.Has(l.Feed.Exhibit)) {
		err = errors.New("a lead needs its events and the exhibit they were found in")
	}
	now := Opened{Lead: l, By: a.Actor, At: a.At, Seq: seq, Stages: 1, Grown: a.At}
	if open {
		now.By, now.At, now.Seq, now.Stages = have.By, have.At, have.Seq, have.Stages+1
	}
	return func() { c.leads[a.Subject] = now }, err
}

// same says that two stages of a lead say the same.
func (l Lead) same(m Lead) bool {
	a, errA := json.Marshal(l)
	b, errB := json.Marshal(m)
	return errA == nil && errB == nil && bytes.Equal(a, b)
}

// Lead returns a lead on record.
func (c *Cases) Lead(id string) (Opened, bool) {
	c.mu.RLock()
	defer c.mu.RUnlock()
	l, ok := c.leads[id]
	return l, ok
}

// AllLeads lists the leads on record, the newest event first.
func (c *Cases) AllLeads() []Opened {
	c.mu.RLock()
	defer c.mu.RUnlock()
	out := make([]Opened, 0, len(c.leads))
	for _, l := range c.leads {
		out = append(out, l)
	}
	slices.SortFunc(out, func(a, b Opened) int {
		return cmp.Or(b.Start.Compare(a.Start), cmp.Compare(a.ID, b.ID))
	})
	return out
}
