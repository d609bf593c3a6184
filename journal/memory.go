package journal

import (
	"context"
	"fmt"
	"slices"
	"sync"
)

// Memory keeps events as long as the program runs: for tests and for trying
// out what an act would do. It keeps none of the promises of durability.
type Memory struct {
	mu     sync.Mutex
	events []Event
}

// Append implements [Store].
func (m *Memory) Append(_ context.Context, e Event) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	for _, have := range m.events {
		if have.ID() == e.ID() {
			return fmt.Errorf("%w, as event %d", ErrRecorded, have.Seq)
		}
	}
	if e.Seq != int64(len(m.events))+1 {
		return ErrMoved
	}
	m.events = append(m.events, e)
	return nil
}

// Read implements [Store].
func (m *Memory) Read(_ context.Context, from int64, fn func(Event) error) error {
	m.mu.Lock()
	events := slices.Clone(m.events)
	m.mu.Unlock()
	for _, e := range events {
		if e.Seq >= from {
			if err := fn(e); err != nil {
				return err
			}
		}
	}
	return nil
}
