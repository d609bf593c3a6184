package journal

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"time"
)

// Store keeps events. Its duties:
//   - Append must be durable when it returns nil: the event survives a kill of
//     the process at any later moment. It must be atomic: after a crash the
//     event is there whole or not at all.
//   - Append must refuse an event whose Seq is already taken with [ErrMoved],
//     and one whose act is already recorded with [ErrRecorded], also when
//     several processes write.
//   - Read calls fn with the stored events from seq on, in order of Seq.
type Store interface {
	Append(ctx context.Context, e Event) error
	Read(ctx context.Context, from int64, fn func(Event) error) error
}

// ErrMoved says that somebody else appended first.
var ErrMoved = errors.New("the journal has moved on")

// ErrRecorded says that this very act is in the journal already.
var ErrRecorded = errors.New("the act is already recorded")

// BrokenError names the first event at which the chain does not hold.
type BrokenError struct {
	Seq    int64
	Reason string
}

func (e *BrokenError) Error() string {
	return fmt.Sprintf("journal broken at event %d: %s", e.Seq, e.Reason)
}

// Journal is the chain, verified as far as it has been read. It is safe for
// use by several goroutines.
type Journal struct {
	store Store
	now   func() time.Time

	mu       sync.Mutex
	seq      int64
	head     string
	roster   Roster
	watchers []func(Event) error
}

// Open verifies the whole chain and returns the journal ready to append. Each
// fold is called with every event from the first on, and afterwards with each
// event appended here or found to have been appended by another process, in
// order and never twice.
func Open(ctx context.Context, store Store, now func() time.Time, folds ...func(Event) error) (*Journal, error) {
	j := &Journal{store: store, now: now, head: Genesis, watchers: folds}
	j.mu.Lock()
	defer j.mu.Unlock()
	if err := j.catchUp(ctx); err != nil {
		return nil, err
	}
	return j, nil
}

// catchUp reads and verifies what the store holds beyond what is known.
func (j *Journal) catchUp(ctx context.Context) error {
	return j.store.Read(ctx, j.seq+1, j.take)
}

// take verifies the next event of the chain and hands it to the folds.
func (j *Journal) take(e Event) error {
	switch {
	case e.Seq != j.seq+1:
		return &BrokenError{j.seq + 1, fmt.Sprintf("missing; the next event is %d", e.Seq)}
	case e.Prev != j.head:
		return &BrokenError{e.Seq, "it does not follow from the event before it"}
	case e.Hash != hashEvent(e.Seq, e.Prev, e.Act):
		return &BrokenError{e.Seq, "its content does not have its hash"}
	}
	if err := j.roster.admit(e.Act); err != nil {
		return &BrokenError{e.Seq, err.Error()}
	}
	j.seq, j.head = e.Seq, e.Hash
	for _, fold := range j.watchers {
		if err := fold(e); err != nil {
			return fmt.Errorf("applying event %d (%s %s): %w", e.Seq, e.Kind, e.Subject, err)
		}
	}
	return nil
}

// Record signs an act now and appends it.
func (j *Journal) Record(ctx context.Context, by Signer, kind, subject string, body any) (Event, error) {
	act, err := by.Sign(j.now(), kind, subject, body)
	if err != nil {
		return Event{}, err
	}
	return j.Append(ctx, act, nil)
}

// Append gives a signed act its place at the end of the chain. When it returns
// without error the event is durable. An act that is in the journal already
// gives ErrRecorded. A guard, where there is one, is asked once everything
// before the act has been folded and nothing can come between; its error
// keeps the act out.
func (j *Journal) Append(ctx context.Context, act Act, guard func() error) (Event, error) {
	j.mu.Lock()
	defer j.mu.Unlock()
	for {
		if err := j.catchUp(ctx); err != nil {
			return Event{}, err
		}
		trial := j.roster.clone()
		if err := trial.admit(act); err != nil {
			return Event{}, fmt.Errorf("recording %s %s: %w", act.Kind, act.Subject, err)
		}
		if guard != nil {
			if err := guard(); err != nil {
				return Event{}, err
			}
		}
		e := Event{Seq: j.seq + 1, Prev: j.head, Act: act, Hash: hashEvent(j.seq+1, j.head, act)}
		err := j.store.Append(ctx, e)
		if errors.Is(err, ErrMoved) {
			continue // another process was faster: read its event and try behind it
		}
		if err != nil {
			return Event{}, fmt.Errorf("recording %s %s: %w", act.Kind, act.Subject, err)
		}
		return e, j.take(e)
	}
}

// Refresh reads what other processes have appended.
func (j *Journal) Refresh(ctx context.Context) error {
	j.mu.Lock()
	defer j.mu.Unlock()
	return j.catchUp(ctx)
}

// Head returns the number and hash of the last event.
func (j *Journal) Head() (seq int64, hash string) {
	j.mu.Lock()
	defer j.mu.Unlock()
	return j.seq, j.head
}

// Actor returns an enrolled actor as of the last event.
func (j *Journal) Actor(id string) (Actor, bool) {
	j.mu.Lock()
	defer j.mu.Unlock()
	return j.roster.Actor(id)
}

// Now is the journal's clock.
func (j *Journal) Now() time.Time { return j.now() }

func (r *Roster) clone() *Roster {
	c := &Roster{actors: make(map[string]Actor, len(r.actors))}
	for k, v := range r.actors {
		c.actors[k] = v
	}
	return c
}
