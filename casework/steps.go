package casework

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"plimsoll/journal"
)

// This file is the life of a finding, one step after the other: drafted,
// perhaps reworded, weighed by the members, perhaps held. For each step there
// is the method a program calls and the rule the act must pass.

// Propose drafts a finding under the next free number of the year and returns
// that number.
func (c *Cases) Propose(ctx context.Context, by journal.Signer, year int, d Draft) (string, error) {
	id := c.nextID(year)
	if err := c.record(ctx, by, KindDrafted, id, d); err != nil {
		return "", fmt.Errorf("drafting a finding: %w", err)
	}
	return id, nil
}

func (c *Cases) weighDraft(a journal.Act) (func(), error) {
	d, err := read[Draft](a)
	if err == nil {
		err = c.mayDraft(a.Actor)
	}
	if err == nil {
		err = d.check(c.exhibits.Has)
	}
	if err == nil && c.findings[a.Subject] != nil {
		err = fmt.Errorf("finding %s exists: reword it, or take another number", a.Subject)
	}
	return func() {
		c.findings[a.Subject] = &Finding{ID: a.Subject, Draft: d, Version: d.Version(), By: a.Actor, At: a.At}
	}, err
}

func (c *Cases) mayDraft(actor string) error {
	if c.need(actor, journal.RoleAnalyst) == nil || c.need(actor, journal.RoleExpert) == nil {
		return nil
	}
	return fmt.Errorf("%q is enrolled neither as analyst nor as expert", actor)
}

type rewording struct {
	Draft  Draft  `json:"draft"`
	Reason string `json:"reason"`
}

// Reword replaces the wording. The old one stays readable, with the stances
// taken on it; on the new one every member decides anew.
func (c *Cases) Reword(ctx context.Context, by journal.Signer, id string, d Draft, reason string) error {
	return c.record(ctx, by, KindReworded, id, rewording{d, reason})
}

func (c *Cases) weighReword(a journal.Act) (func(), error) {
	r, err := read[rewording](a)
	if err == nil {
		err = c.mayDraft(a.Actor)
	}
	f := c.findings[a.Subject]
	switch {
	case err != nil:
	case f == nil:
		err = fmt.Errorf("there is no finding %s", a.Subject)
	case f.Released != nil:
		err = fmt.Errorf("finding %s is released: what is public is corrected by a new finding, not reworded", a.Subject)
	case strings.TrimSpace(r.Reason) == "":
		err = errors.New("a change of wording needs a reason")
	case r.Draft.Version() == f.Version:
		err = errors.New("the wording is the same")
	default:
		err = r.Draft.check(c.exhibits.Has)
	}
	return func() {
		f.Wordings = append(f.Wordings, Wording{f.Draft, f.Version, f.By, f.At, r.Reason, f.Stances})
		f.Draft, f.Version, f.By, f.At, f.Stances = r.Draft, r.Draft.Version(), a.Actor, a.At, nil
	}, err
}

// Position is what an expert signs.
type Position struct {
	Version  string `json:"version"`
	Position string `json:"position"`
	Ground   string `json:"ground,omitempty"`
	Claim    int    `json:"claim,omitempty"`
	Text     string `json:"text,omitempty"`
}

// Take records a member's position on the wording they name.
func (c *Cases) Take(ctx context.Context, by journal.Signer, finding string, p Position) error {
	return c.record(ctx, by, KindStance, finding, p)
}

func (c *Cases) weighStance(a journal.Act) (func(), error) {
	p, err := read[Position](a)
	if err == nil {
		err = c.needMember(a.Actor)
	}
	f := c.findings[a.Subject]
	s := Stance{
		Expert: a.Actor, Name: c.roles[a.Actor].Name, Version: p.Version, Position: p.Position,
		Ground: p.Ground, Claim: p.Claim, Text: p.Text, At: a.At, Act: a,
	}
	switch {
	case err != nil:
	case f == nil:
		err = fmt.Errorf("there is no finding %s", a.Subject)
	case f.Released != nil:
		err = fmt.Errorf("finding %s is released", a.Subject)
	case p.Version != f.Version:
		err = fmt.Errorf("the position is on wording %.12s; the finding now reads %.12s: read it and decide again", p.Version, f.Version)
	case p.Claim < 0 || p.Claim > len(f.Draft.Claims):
		err = fmt.Errorf("the finding has no claim %d", p.Claim)
	default:
		err = s.check()
	}
	return func() {
		for i := range f.Stances {
			if f.Stances[i].Expert == s.Expert {
				f.Stances[i] = s
				return
			}
		}
		f.Stances = append(f.Stances, s)
	}, err
}

type holding struct {
	Reason string    `json:"reason"`
	Until  time.Time `json:"until"`
}

// Delay holds a finding back until a deadline. A member can do so once for a
// finding, for MaxHold at the most; after the deadline the hold is over
// without anyone having to lift it.
func (c *Cases) Delay(ctx context.Context, by journal.Signer, finding, reason string, until time.Time) error {
	return c.record(ctx, by, KindHeld, finding, holding{reason, until.UTC()})
}

func (c *Cases) weighHold(a journal.Act) (func(), error) {
	h, err := read[holding](a)
	if err == nil {
		err = c.needMember(a.Actor)
	}
	f := c.findings[a.Subject]
	switch {
	case err != nil:
	case f == nil:
		err = fmt.Errorf("there is no finding %s", a.Subject)
	case f.Released != nil:
		err = fmt.Errorf("finding %s is released: it can be opposed, not held", a.Subject)
	case strings.TrimSpace(h.Reason) == "":
		err = errors.New("a hold needs a reason: it is public")
	case !within(a.At, h.Until):
		err = fmt.Errorf("a hold ends after it begins and within %d days", int(MaxHold.Hours()/24))
	case f.heldBy(a.Actor):
		err = fmt.Errorf("%q has held finding %s before", a.Actor, a.Subject)
	}
	return func() { f.Holds = append(f.Holds, Hold{a.Actor, h.Reason, a.At, h.Until}) }, err
}

func (f *Finding) heldBy(actor string) bool {
	for _, h := range f.Holds {
		if h.By == actor {
			return true
		}
	}
	return false
}
