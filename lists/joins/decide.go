package joins

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"

	"plimsoll/journal"
)

// KindDecided is a person's word on whether two entries are one party. Its
// subject is the two ids with a blank between.
const KindDecided = "join.decided"

// Decisions is what people decided. Pass Apply to journal.Open, then Attach.
type Decisions struct {
	journal *journal.Journal

	mu      sync.RWMutex
	people  map[string]journal.Actor
	history map[[2]string][]Decision
	void    []Void
}

// Void is a decision that broke a rule: it is shown and changes nothing.
type Void struct {
	Seq    int64  `json:"seq"`
	By     string `json:"by"`
	Reason string `json:"reason"`
}

// NewDecisions returns none.
func NewDecisions() *Decisions {
	return &Decisions{people: map[string]journal.Actor{}, history: map[[2]string][]Decision{}}
}

// Attach gives the decisions the journal they are recorded to.
func (d *Decisions) Attach(j *journal.Journal) { d.journal = j }

type decidedBody struct {
	A       string `json:"a"`
	B       string `json:"b"`
	Same    bool   `json:"same"`
	Because string `json:"because"`
}

// Decide records, in the name of the person who signs, that two entries are
// one party or that they are not. A later decision on the same two takes the
// place of an earlier one, which stays readable.
func (d *Decisions) Decide(ctx context.Context, by journal.Signer, a, b string, same bool, because string) error {
	body := decidedBody{min(a, b), max(a, b), same, strings.TrimSpace(because)}
	act, err := by.Sign(d.journal.Now(), KindDecided, body.A+" "+body.B, body)
	if err != nil {
		return err
	}
	_, err = d.Submit(ctx, act)
	return err
}

// Submit takes a decision signed elsewhere.
func (d *Decisions) Submit(ctx context.Context, act journal.Act) (journal.Event, error) {
	return d.journal.Append(ctx, act, func() error {
		d.mu.RLock()
		defer d.mu.RUnlock()
		if _, err := d.weigh(act); err != nil {
			return fmt.Errorf("%s %s: %w", act.Kind, act.Subject, err)
		}
		return nil
	})
}

// Apply folds one journal event. A decision that breaks a rule is set aside.
func (d *Decisions) Apply(e journal.Event) error {
	d.mu.Lock()
	defer d.mu.Unlock()
	switch e.Kind {
	case journal.KindEnrolled:
		var a journal.Actor
		if err := json.Unmarshal(e.Body, &a); err != nil {
			return fmt.Errorf("reading whom %s enrols: %w", e.Actor, err)
		}
		d.people[a.ID] = a
	case KindDecided:
		x, err := d.weigh(e.Act)
		if err != nil {
			d.void = append(d.void, Void{e.Seq, e.Actor, err.Error()})
			return nil
		}
		x.Seq = e.Seq
		key := [2]string{x.A, x.B}
		d.history[key] = append(d.history[key], x)
	}
	return nil
}

// weigh holds a decision against the rules. Who may gather evidence or weigh
// it may decide; an institution that only screens may not.
func (d *Decisions) weigh(a journal.Act) (Decision, error) {
	var b decidedBody
	if err := json.Unmarshal(a.Body, &b); err != nil {
		return Decision{}, fmt.Errorf("reading the decision: %w", err)
	}
	who := d.people[a.Actor]
	switch {
	case b.A == "" || b.B == "":
		return Decision{}, errors.New("a decision names two entries")
	case b.A == b.B:
		return Decision{}, fmt.Errorf("%s is one id: entries of one id in two lists are told apart by giving one of them another id", b.A)
	case b.A > b.B:
		return Decision{}, errors.New("of the two ids the first in order stands first")
	case a.Subject != b.A+" "+b.B:
		return Decision{}, fmt.Errorf("the decision is about %s and %s, its subject is %q", b.A, b.B, a.Subject)
	case strings.TrimSpace(b.Because) == "":
		return Decision{}, errors.New("say why: a decision without a reason helps nobody who comes after")
	case !who.Has(journal.RoleAnalyst) && !who.Has(journal.RoleExpert):
		return Decision{}, fmt.Errorf("%q is enrolled neither as analyst nor as expert", a.Actor)
	case strings.TrimSpace(who.Name) == "":
		return Decision{}, fmt.Errorf("%q has no name: a decision is a named person's", a.Actor)
	}
	return Decision{A: b.A, B: b.B, Same: b.Same, Because: b.Because, By: a.Actor, Name: who.Name, At: a.At}, nil
}

// Standing lists the last decision on each pair, in the order in which they
// were taken.
func (d *Decisions) Standing() []Decision {
	d.mu.RLock()
	defer d.mu.RUnlock()
	out := make([]Decision, 0, len(d.history))
	for _, h := range d.history {
		out = append(out, h[len(h)-1])
	}
	slices.SortFunc(out, func(x, y Decision) int { return cmp.Compare(x.Seq, y.Seq) })
	return out
}

// History lists every decision on two entries, the oldest first.
func (d *Decisions) History(a, b string) []Decision {
	d.mu.RLock()
	defer d.mu.RUnlock()
	return slices.Clone(d.history[[2]string{min(a, b), max(a, b)}])
}

// Void lists the decisions that broke a rule, in the order of the journal.
func (d *Decisions) Void() []Void {
	d.mu.RLock()
	defer d.mu.RUnlock()
	return slices.Clone(d.void)
}
