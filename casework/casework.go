// Package casework holds the rules of publication: leads a machine suspects,
// claims weighed by people, findings with every dissent beside them.
//
// The rules are built so that nobody can veto and nobody can forge. A panel of
// n members publishes with m of them, and m is always less than n. A hold has
// an owner, a reason and a deadline, and lapses by itself. A dissent can be
// neither dropped nor parted from its finding: it is inside the bytes that are
// published. All of it is a fold over the journal; an act that breaks a rule is
// void, stays in the journal for all to see, and changes nothing.
package casework

import (
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"sync"
	"time"

	"plimsoll/journal"
)

// The kinds of act casework knows.
const (
	KindPanel     = "panel.constituted"
	KindLead      = "lead.opened"
	KindDrafted   = "finding.drafted"
	KindReworded  = "finding.reworded"
	KindStance    = "stance.taken"
	KindHeld      = "finding.held"
	KindReleased  = "finding.released"
	KindPublished = "finding.published"
)

// Panel is who weighs findings, and how many must concur.
type Panel struct {
	Name    string   `json:"name"`
	Members []string `json:"members"`
	Quorum  int      `json:"quorum"`
}

func (p Panel) check() error {
	seen := map[string]bool{}
	for _, m := range p.Members {
		if seen[m] {
			return fmt.Errorf("the panel names %q twice", m)
		}
		seen[m] = true
	}
	if p.Quorum < 2 || p.Quorum >= len(p.Members) {
		return fmt.Errorf("a panel of %d with a quorum of %d: the quorum must be at least 2, so that no finding is one "+
			"person's, and less than the number of members, so that none of them has a veto", len(p.Members), p.Quorum)
	}
	return nil
}

// VoidAct is an act that broke a rule.
type VoidAct struct {
	Seq    int64
	Kind   string
	Actor  string
	Reason string
}

// Exhibits says which exhibits are kept.
type Exhibits interface{ Has(sha256 string) bool }

// Cases is the state of casework. Pass Apply to journal.Open, then Attach.
type Cases struct {
	exhibits Exhibits
	journal  *journal.Journal

	mu       sync.RWMutex
	roles    map[string]journal.Actor
	panel    *Panel
	leads    map[string]Opened
	findings map[string]*Finding
	void     []VoidAct
}

// New returns casework without cases.
func New(exhibits Exhibits) *Cases {
	return &Cases{exhibits: exhibits, roles: map[string]journal.Actor{}, leads: map[string]Opened{}, findings: map[string]*Finding{}}
}

// Attach gives casework the journal it records to.
func (c *Cases) Attach(j *journal.Journal) { c.journal = j }

// Apply folds one journal event. An act that breaks a rule is set aside.
func (c *Cases) Apply(e journal.Event) error {
	c.mu.Lock()
	defer c.mu.Unlock()
	commit, err := c.weigh(e.Act, e.Seq)
	if err != nil {
		c.void = append(c.void, VoidAct{e.Seq, e.Kind, e.Actor, err.Error()})
		return nil
	}
	if commit != nil {
		commit()
	}
	return nil
}

// record signs an act, lets the rules weigh it with nothing able to come
// between, and appends it.
func (c *Cases) record(ctx context.Context, by journal.Signer, kind, subject string, body any) error {
	act, err := by.Sign(c.journal.Now(), kind, subject, body)
	if err != nil {
		return err
	}
	_, err = c.Submit(ctx, act)
	return err
}

// Submit takes an act signed elsewhere, for instance by an expert offline.
func (c *Cases) Submit(ctx context.Context, act journal.Act) (journal.Event, error) {
	return c.journal.Append(ctx, act, func() error {
		c.mu.RLock()
		defer c.mu.RUnlock()
		if _, err := c.weigh(act, 0); err != nil {
			return fmt.Errorf("%s %s: %w", act.Kind, act.Subject, err)
		}
		return nil
	})
}

// weigh holds an act against the rules. It returns what the act does, or why
// it may not; it changes nothing itself.
func (c *Cases) weigh(a journal.Act, seq int64) (commit func(), err error) {
	switch a.Kind {
	case journal.KindEnrolled:
		return c.weighEnrolment(a)
	case KindPanel:
		return c.weighPanel(a)
	case KindLead:
		return c.weighLead(a, seq)
	case KindDrafted:
		return c.weighDraft(a)
	case KindReworded:
		return c.weighReword(a)
	case KindStance:
		return c.weighStance(a)
	case KindHeld:
		return c.weighHold(a)
	case KindReleased:
		return c.weighRelease(a, seq)
	case KindPublished:
		return c.weighPublication(a, seq)
	}
	return nil, nil // another package's act
}

func (c *Cases) weighEnrolment(a journal.Act) (func(), error) {
	actor, err := read[journal.Actor](a)
	return func() { c.roles[actor.ID] = actor }, err
}

func (c *Cases) weighPanel(a journal.Act) (func(), error) {
	p, err := read[Panel](a)
	if err == nil {
		err = c.need(a.Actor, journal.RoleOperator)
	}
	if err == nil {
		err = p.check()
	}
	for _, m := range p.Members {
		if err == nil {
			err = c.need(m, journal.RoleExpert)
		}
	}
	return func() { c.panel = &p }, err
}

func (c *Cases) need(actor, role string) error {
	if a, ok := c.roles[actor]; !ok || !a.Has(role) {
		return fmt.Errorf("%q is not enrolled as %s", actor, role)
	}
	return nil
}

func (c *Cases) needMember(actor string) error {
	if c.panel == nil {
		return fmt.Errorf("no panel is constituted")
	}
	if !slices.Contains(c.panel.Members, actor) {
		return fmt.Errorf("%q is no member of the panel", actor)
	}
	return nil
}

func read[T any](a journal.Act) (T, error) {
	var body T
	if err := json.Unmarshal(a.Body, &body); err != nil {
		return body, fmt.Errorf("reading the body of %s %s: %w", a.Kind, a.Subject, err)
	}
	return body, nil
}

// Constitute sets the panel.
func (c *Cases) Constitute(ctx context.Context, by journal.Signer, p Panel) error {
	return c.record(ctx, by, KindPanel, p.Name, p)
}

// Panel returns the panel as it stands.
func (c *Cases) Panel() (Panel, bool) {
	c.mu.RLock()
	defer c.mu.RUnlock()
	if c.panel == nil {
		return Panel{}, false
	}
	return *c.panel, true
}

// Member returns the actor enrolled under an id.
func (c *Cases) Member(id string) (journal.Actor, bool) {
	c.mu.RLock()
	defer c.mu.RUnlock()
	a, ok := c.roles[id]
	return a, ok
}

// Finding returns a finding.
func (c *Cases) Finding(id string) (Finding, bool) {
	c.mu.RLock()
	defer c.mu.RUnlock()
	f, ok := c.findings[id]
	if !ok {
		return Finding{}, false
	}
	return f.clone(), true
}

// Findings lists all findings by number.
func (c *Cases) Findings() []Finding {
	c.mu.RLock()
	defer c.mu.RUnlock()
	out := make([]Finding, 0, len(c.findings))
	for _, f := range c.findings {
		out = append(out, f.clone())
	}
	slices.SortFunc(out, func(a, b Finding) int { return cmp.Compare(a.ID, b.ID) })
	return out
}

func (f *Finding) clone() Finding {
	g := *f
	g.Stances = slices.Clone(f.Stances)
	g.Holds = slices.Clone(f.Holds)
	g.Wordings = slices.Clone(f.Wordings)
	return g
}

// Void lists the acts that broke a rule, in the order of the journal.
func (c *Cases) Void() []VoidAct {
	c.mu.RLock()
	defer c.mu.RUnlock()
	return slices.Clone(c.void)
}

// nextID numbers findings within a year: PF-2026-001.
func (c *Cases) nextID(year int) string {
	c.mu.RLock()
	defer c.mu.RUnlock()
	for n := 1; ; n++ {
		id := fmt.Sprintf("PF-%d-%03d", year, n)
		if _, taken := c.findings[id]; !taken {
			return id
		}
	}
}

// within reports whether a hold of this length is one the rules know.
func within(from, until time.Time) bool {
	return until.After(from) && until.Sub(from) <= MaxHold
}
