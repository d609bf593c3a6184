package desk

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"time"

	"plimsoll/journal"
)

// The kinds of act the desk knows. The subject of a book is its institution,
// that of an alert and its decision the alert's id.
const (
	KindReceived = "book.received"
	KindRaised   = "alert.raised"
	KindDecided  = "alert.decided"
)

// Received is a book on record.
type Received struct {
	Institution string    `json:"institution"`
	Name        string    `json:"name"`
	Exhibit     string    `json:"exhibit"`
	Rows        int       `json:"rows"`
	Parties     int       `json:"parties"` // rows that are no ships
	Ships       int       `json:"ships"`
	Bad         []Remark  `json:"bad,omitempty"`
	Doubts      []Remark  `json:"doubts,omitempty"`
	At          time.Time `json:"at"`
}

// Decision is what a person made of an alert.
type Decision struct {
	Alert  string    `json:"alert"`
	Action Action    `json:"action"`
	Text   string    `json:"text"`
	By     string    `json:"by"`
	At     time.Time `json:"at"`
}

// Desk is the state of all institutions: a fold over the journal. Pass Apply
// to journal.Open, then Attach.
type Desk struct {
	policy  *Policy
	journal *journal.Journal

	mu        sync.RWMutex
	books     map[string][]Received
	alerts    map[string]Alert
	decisions map[string][]Decision
}

// New returns a desk under the default policy.
func New() (*Desk, error) {
	p, err := loadPolicy()
	if err != nil {
		return nil, err
	}
	return &Desk{policy: p, books: map[string][]Received{}, alerts: map[string]Alert{}, decisions: map[string][]Decision{}}, nil
}

// Attach gives the desk the journal it records to.
func (d *Desk) Attach(j *journal.Journal) { d.journal = j }

// Policy is what alerts are handled by.
func (d *Desk) Policy() *Policy { return d.policy }

// Apply folds one journal event.
func (d *Desk) Apply(e journal.Event) error {
	d.mu.Lock()
	defer d.mu.Unlock()
	switch e.Kind {
	case KindReceived:
		r, err := decode[Received](e)
		if err != nil {
			return err
		}
		r.At = e.At
		d.books[e.Subject] = append(d.books[e.Subject], r)
	case KindRaised:
		a, err := decode[Alert](e)
		if err != nil {
			return err
		}
		// One that recommends what its status forbids is void.
		_, lawful := allowed(a.Status, a.Action)
		if _, have := d.alerts[a.ID]; !have && lawful {
			a.Raised = e.At
			a.Due = e.At.AddDate(0, 0, d.policy.Statuses[a.Status].Due)
			d.alerts[a.ID] = a
		}
	case KindDecided:
		x, err := decode[Decision](e)
		if err != nil {
			return err
		}
		x.By, x.At = e.Actor, e.At
		if d.checkDecision(e.Subject, x) == nil { // one that the rules forbid changes nothing
			d.decisions[e.Subject] = append(d.decisions[e.Subject], x)
		}
	}
	return nil
}

func decode[T any](e journal.Event) (T, error) {
	var v T
	if err := json.Unmarshal(e.Body, &v); err != nil {
		return v, fmt.Errorf("reading %s %s: %w", e.Kind, e.Subject, err)
	}
	return v, nil
}

// Receive records that an institution handed in a book. The same bytes are
// recorded once.
func (d *Desk) Receive(ctx context.Context, by journal.Signer, institution string, b *Book) (bool, error) {
	d.mu.RLock()
	have := slices.ContainsFunc(d.books[institution], func(r Received) bool { return r.Exhibit == b.Exhibit })
	d.mu.RUnlock()
	if have {
		return false, nil
	}
	r := Received{Institution: institution, Name: b.Name, Exhibit: b.Exhibit, Rows: len(b.Rows), Bad: b.Bad, Doubts: b.Doubts}
	for _, row := range b.Rows {
		if row.Schema == "Vessel" {
			r.Ships++
		} else {
			r.Parties++
		}
	}
	if _, err := d.journal.Record(ctx, by, KindReceived, institution, r); err != nil {
		return false, fmt.Errorf("recording the book of %s: %w", institution, err)
	}
	return true, nil
}

// Screen screens a book and raises an alert for each hit that has none yet.
// It returns all alerts of this screening, raised now or before.
func (d *Desk) Screen(ctx context.Context, by journal.Signer, institution string, b *Book, a Against) ([]Alert, error) {
	s, err := Prepare(a)
	if err != nil {
		return nil, err
	}
	var ids []string
	for _, row := range b.Rows {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		for _, alert := range s.alerts(d.policy, institution, b.Exhibit, row) {
			ids = append(ids, alert.ID)
			if _, have := d.Alert(alert.ID); have {
				continue
			}
			if _, err := d.journal.Record(ctx, by, KindRaised, alert.ID, alert); err != nil {
				return nil, fmt.Errorf("raising alert %s: %w", alert.ID, err)
			}
		}
	}
	out := make([]Alert, 0, len(ids))
	for _, id := range ids {
		alert, _ := d.Alert(id)
		out = append(out, alert)
	}
	sortAlerts(out)
	return out, nil
}

// Decide records what a person makes of an alert.
func (d *Desk) Decide(ctx context.Context, by journal.Signer, alert string, action Action, text string) error {
	x := Decision{Alert: alert, Action: action, Text: text}
	act, err := by.Sign(d.journal.Now(), KindDecided, alert, x)
	if err != nil {
		return err
	}
	_, err = d.journal.Append(ctx, act, func() error {
		d.mu.RLock()
		defer d.mu.RUnlock()
		return d.checkDecision(alert, x)
	})
	return err
}

func (d *Desk) checkDecision(id string, x Decision) error {
	a, ok := d.alerts[id]
	switch {
	case !ok:
		return fmt.Errorf("there is no alert %s", id)
	case !x.Action.known():
		return fmt.Errorf("no action is called %q", x.Action)
	case strings.TrimSpace(x.Text) == "":
		return errors.New("a decision needs its reason")
	}
	if reason, ok := allowed(a.Status, x.Action); !ok {
		return fmt.Errorf("alert %s: %s", id, reason)
	}
	return nil
}

// Alert returns an alert.
func (d *Desk) Alert(id string) (Alert, bool) {
	d.mu.RLock()
	defer d.mu.RUnlock()
	a, ok := d.alerts[id]
	return a, ok
}

// Alerts lists the alerts of an institution, the most urgent first; of all
// institutions when it is "".
func (d *Desk) Alerts(institution string) []Alert {
	d.mu.RLock()
	defer d.mu.RUnlock()
	var out []Alert
	for _, a := range d.alerts {
		if institution == "" || a.Institution == institution {
			out = append(out, a)
		}
	}
	sortAlerts(out)
	return out
}

// Decisions lists what was decided of an alert, in order.
func (d *Desk) Decisions(alert string) []Decision {
	d.mu.RLock()
	defer d.mu.RUnlock()
	return slices.Clone(d.decisions[alert])
}

// Institutions lists who has handed in a book.
func (d *Desk) Institutions() []string {
	d.mu.RLock()
	defer d.mu.RUnlock()
	out := make([]string, 0, len(d.books))
	for i := range d.books {
		out = append(out, i)
	}
	slices.Sort(out)
	return out
}

// Book returns the newest book of an institution.
func (d *Desk) Book(institution string) (Received, bool) {
	d.mu.RLock()
	defer d.mu.RUnlock()
	all := d.books[institution]
	if len(all) == 0 {
		return Received{}, false
	}
	return all[len(all)-1], true
}
