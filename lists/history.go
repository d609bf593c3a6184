package lists

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"
	"time"
)

// Event is one party's coming to a list, going from it, or change on it.
type Event struct {
	Day      time.Time `json:"day"` // of the publication that first says so
	Kind     EventKind `json:"kind"`
	Snapshot string    `json:"snapshot"`
	Party
}

// EventKind is what happened to a party between two publications.
type EventKind string

// What can happen to a party.
const (
	Listed   EventKind = "listed"
	Delisted EventKind = "delisted"
	Amended  EventKind = "amended"
)

// Timeline visits every listing, delisting and amendment of the parties of a
// dataset, publication by publication. What the first publication holds was
// listed by then; first tells those events. Between two publications there is
// no telling on which day it happened: the event has the day of the later one.
func (l *Library) Timeline(ctx context.Context, dataset string, fn func(e Event, first bool) error) error {
	history := l.History(dataset)
	if len(history) == 0 {
		return fmt.Errorf("%s: %w%s", dataset, ErrNoSnapshot, l.suggest(dataset))
	}
	before := map[string]IndexEntry{}
	for i, s := range history {
		now := make(map[string]IndexEntry, len(before))
		var events []Event
		add := func(kind EventKind, x IndexEntry) {
			events = append(events, Event{s.effective(), kind, s.ID, x.party()})
		}
		err := l.eachIndexed(ctx, s, func(x IndexEntry) error {
			if !x.Listed {
				return nil
			}
			now[x.ID] = x
			switch old, had := before[x.ID]; {
			case !had:
				add(Listed, x)
			case old.digest != x.digest:
				add(Amended, x)
			}
			return nil
		})
		if err != nil {
			return err
		}
		for id, x := range before {
			if _, still := now[id]; !still {
				add(Delisted, x)
			}
		}
		slices.SortFunc(events, func(a, b Event) int {
			return cmp.Or(strings.Compare(string(a.Kind), string(b.Kind)), strings.Compare(a.ID, b.ID))
		})
		for _, e := range events {
			if err := fn(e, i == 0); err != nil {
				return err
			}
		}
		before = now
	}
	return nil
}

// Resolve finds the snapshot that a reference names: a dataset (its current
// one), dataset@day (the one that held at the end of that day), or the
// beginning of a snapshot's id.
func (l *Library) Resolve(ref string) (Snapshot, error) {
	dataset, day, dated := strings.Cut(ref, "@")
	if dated {
		t, err := time.Parse(time.DateOnly, day)
		if err != nil {
			return Snapshot{}, fmt.Errorf("%q: %q is no day: write it as un_sc@2024-03-07", ref, day)
		}
		return l.HeadAsOf(dataset, t)
	}
	if head, ok := l.before(ref, func(*Snapshot) bool { return true }); ok {
		return head, nil
	}
	var found []Snapshot
	if len(ref) >= minPrefix {
		for _, id := range l.Datasets() {
			for _, s := range l.History(id) {
				if strings.HasPrefix(s.ID, ref) && !slices.ContainsFunc(found, func(f Snapshot) bool { return f.ID == s.ID }) {
					found = append(found, s)
				}
			}
		}
	}
	switch len(found) {
	case 1:
		return found[0], nil
	case 0:
		return Snapshot{}, fmt.Errorf("%s: %w%s", ref, ErrNoSnapshot, l.suggest(ref))
	}
	return Snapshot{}, fmt.Errorf("%s is the beginning of %d snapshots: write more of it", ref, len(found))
}

// minPrefix is how much of a snapshot's id must be written.
const minPrefix = 6

// HeadAsOf is the snapshot that held at the end of a day (UTC), without its
// entities.
func (l *Library) HeadAsOf(dataset string, day time.Time) (Snapshot, error) {
	end := day.UTC().Truncate(24 * time.Hour).Add(24 * time.Hour)
	head, ok := l.before(dataset, func(s *Snapshot) bool { return s.effective().Before(end) })
	if !ok {
		hint := l.suggest(dataset)
		if all := l.History(dataset); len(all) > 0 {
			hint = ": the earliest is of " + all[0].effective().Format(time.DateOnly)
		}
		return Snapshot{}, fmt.Errorf("%s as of %s: %w%s", dataset, day.UTC().Format(time.DateOnly), ErrNoSnapshot, hint)
	}
	return head, nil
}
