package lists

import (
	"context"
	"slices"
	"time"
)

// Seen is when an entity first stood in a dataset, when what it says last
// changed, and the last publication that has it.
type Seen struct {
	First, Changed, Last time.Time
}

// Sightings remembers when each entity of a dataset was seen, as far as its
// snapshots have been read. It is for one goroutine.
type Sightings struct {
	read []string // the snapshots that were read, oldest first
	of   map[idKey]sighting
}

type sighting struct {
	Seen
	digest digest
	at     int // the last snapshot that has it, counted from 1
}

// NewSightings has read nothing.
func NewSightings() *Sightings { return &Sightings{of: map[idKey]sighting{}} }

// Of says when an entity was seen.
func (s *Sightings) Of(id string) (Seen, bool) {
	x, ok := s.of[keyOf(id)]
	return x.Seen, ok
}

// Sight reads the history of a dataset up to and including a snapshot. What
// was read before is not read again, unless a publication has come in between:
// then all is read anew. What comes back to a list has changed.
func (l *Library) Sight(ctx context.Context, s *Sightings, head Snapshot) error {
	history := l.History(head.Dataset)
	end := slices.IndexFunc(history, func(h Snapshot) bool { return h.ID == head.ID && h.Imported.Equal(head.Imported) })
	history = history[:end+1]
	if !s.beginning(history) {
		s.read, s.of = nil, map[idKey]sighting{}
	}
	for _, h := range history[len(s.read):] {
		if err := l.sight(ctx, s, h); err != nil {
			s.read, s.of = nil, map[idKey]sighting{} // a half-read snapshot must not count
			return err
		}
		s.read = append(s.read, h.ID)
	}
	return nil
}

// beginning reports whether what was read is how this history begins.
func (s *Sightings) beginning(history []Snapshot) bool {
	return len(s.read) <= len(history) &&
		slices.EqualFunc(s.read, history[:len(s.read)], func(id string, h Snapshot) bool { return id == h.ID })
}

func (l *Library) sight(ctx context.Context, s *Sightings, h Snapshot) error {
	day, at := h.effective(), len(s.read)+1
	return l.eachIndexed(ctx, h, func(e IndexEntry) error {
		key := keyOf(e.ID)
		x, had := s.of[key]
		if !had {
			x.First = day
		}
		if !had || x.digest != e.digest || x.at != at-1 {
			x.Changed = day
		}
		x.Last, x.digest, x.at = day, e.digest, at
		s.of[key] = x
		return nil
	})
}
