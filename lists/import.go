package lists

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
	"time"

	"plimsoll/ftm"
	"plimsoll/journal"
)

// ImportOptions are what a person decides about an import.
type ImportOptions struct {
	Dataset   string // "" for the one that the file or its authority names
	AllowDrop bool   // take a list that lost more entries than maxDrop
}

// maxDrop is the share of entries that a list may lose without a person
// confirming it: a file that was cut looks like a mass delisting.
const maxDrop = 0.05

// HeldError says that a list lost so many entries that a person must confirm.
type HeldError struct {
	Dataset       string
	Before, After int
}

func (e *HeldError) Error() string {
	return fmt.Sprintf("%s is held: it would fall from %d to %d entries, more than %d %% at once; the snapshot before stays. If the delistings are real, import again and allow the drop",
		e.Dataset, e.Before, e.After, int(maxDrop*100))
}

// errMoved says that another import came between.
var errMoved = errors.New("another import came between")

// Import reads a list file and makes it the dataset's newest snapshot. The
// file is kept as an exhibit, parsed to its end, checked and written down
// before anything of it counts; if any of this fails, the snapshot before
// stays. What a crash leaves behind, importing again completes.
func (l *Library) Import(ctx context.Context, by journal.Signer, name string, r io.Reader, o ImportOptions) (Snapshot, Changes, error) {
	if o.Dataset != "" && !ValidDataset(o.Dataset) {
		return Snapshot{}, Changes{}, fmt.Errorf("importing %s: %q cannot name a dataset: use small letters, digits and _", name, o.Dataset)
	}
	if l.log() == nil {
		return Snapshot{}, Changes{}, fmt.Errorf("importing %s: the library has no journal yet: call Use", name)
	}
	data, err := io.ReadAll(r)
	if err != nil {
		return Snapshot{}, Changes{}, fmt.Errorf("importing %s: %w", name, err)
	}
	authority, unknown := Identify(l.authorities, name, data)
	exhibit, err := l.keep(ctx, by, name, data, authority.URL)
	if err != nil {
		return Snapshot{}, Changes{}, fmt.Errorf("importing %s: keeping it as an exhibit: %w", name, err)
	}
	if unknown != nil {
		return Snapshot{}, Changes{}, fmt.Errorf("importing: %w", unknown)
	}
	parsed, err := authority.Parse(ctx, Input{Name: name, Reader: bytes.NewReader(data), Exhibit: exhibit, Dataset: o.Dataset})
	if err != nil {
		return Snapshot{}, Changes{}, fmt.Errorf("importing: %w", err)
	}
	snap, lines, err := l.seal(name, authority.ID, exhibit, parsed)
	if err != nil {
		return Snapshot{}, Changes{}, err
	}
	for {
		changes, err := l.publish(ctx, by, &snap, lines, o)
		if errors.Is(err, errMoved) {
			continue
		}
		if err != nil {
			return Snapshot{}, Changes{}, err
		}
		changes.Warnings = parsed.Warnings
		return snap, changes, nil
	}
}

// keep stores the file unless a snapshot made from these bytes is known, for
// then it is an exhibit already.
func (l *Library) keep(ctx context.Context, by journal.Signer, name string, data []byte, source string) (string, error) {
	sum := hashOf(data)
	l.mu.Lock()
	for _, all := range l.history {
		if slices.ContainsFunc(all, func(s Snapshot) bool { return s.Exhibit == sum }) {
			l.mu.Unlock()
			return sum, nil
		}
	}
	l.mu.Unlock()
	got, err := l.exhibits.Add(ctx, by, name, data, source)
	if err == nil && got != sum {
		err = fmt.Errorf("the vault calls it %s, its SHA-256 is %s", got, sum)
	}
	return sum, err
}

// seal checks what was parsed and gives it its id.
func (l *Library) seal(name, authority, exhibit string, parsed *Parsed) (Snapshot, []byte, error) {
	seen := make(map[string]bool, len(parsed.Entities))
	var bad []error
	for _, e := range parsed.Entities {
		if seen[e.ID] {
			bad = append(bad, fmt.Errorf("two entities have the id %s", e.ID))
		}
		seen[e.ID] = true
		if err := ftm.Default().Check(e); err != nil {
			bad = append(bad, err)
		}
	}
	if len(bad) > 0 {
		more := ""
		if len(bad) > 10 {
			more = fmt.Sprintf(", and %d more", len(bad)-10)
			bad = bad[:10]
		}
		return Snapshot{}, nil, fmt.Errorf("importing %s: what was read is not valid FollowTheMoney: %w%s", name, errors.Join(bad...), more)
	}
	var lines bytes.Buffer
	if err := ftm.WriteLines(&lines, parsed.Entities); err != nil {
		return Snapshot{}, nil, fmt.Errorf("importing %s: %w", name, err)
	}
	published := parsed.Published
	if published.IsZero() {
		published = l.now().UTC().Truncate(time.Second)
	}
	return Snapshot{
		ID: hashOf(lines.Bytes()), Dataset: parsed.Dataset, Title: parsed.Title, Authority: authority,
		Published: published, Exhibit: exhibit, Counts: parsed.Counts, Entities: parsed.Entities,
	}, lines.Bytes(), nil
}

func (l *Library) now() time.Time { return l.log().Now() }

func (l *Library) log() *journal.Journal {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.journal
}

// publish compares the snapshot with the one before it and records it,
// provided that no other import came between.
func (l *Library) publish(ctx context.Context, by journal.Signer, snap *Snapshot, lines []byte, o ImportOptions) (Changes, error) {
	if err := l.log().Refresh(ctx); err != nil {
		return Changes{}, fmt.Errorf("importing %s: %w", snap.Dataset, err)
	}
	length := len(l.History(snap.Dataset))
	head, exists := l.before(snap.Dataset, func(*Snapshot) bool { return true })
	if exists && head.Authority != snap.Authority {
		return Changes{}, fmt.Errorf("importing: dataset %s holds lists of authority %s, this file is of %s: give it another dataset", snap.Dataset, head.Authority, snap.Authority)
	}
	at := l.now()
	snap.Imported = at
	previous, hasPrevious := l.before(snap.Dataset, func(s *Snapshot) bool { return !s.effective().After(snap.effective()) })
	if hasPrevious && previous.ID == snap.ID {
		return l.unchanged(ctx, snap, previous, lines)
	}
	changes := Diff(nil, snap)
	if hasPrevious {
		var err error
		if changes, err = l.compare(ctx, previous, snap, o); err != nil {
			return Changes{}, err
		}
	}
	changes.Older = exists && head.effective().After(snap.effective())
	if err := l.write(ctx, snap, lines); err != nil {
		return Changes{}, err
	}
	act, err := by.Sign(at, KindImported, snap.Dataset, Imported{
		Dataset: snap.Dataset, Title: snap.Title, Authority: snap.Authority, Snapshot: snap.ID, Exhibit: snap.Exhibit,
		Published: snap.Published, Counts: snap.Counts, Entities: len(snap.Entities),
		Added: len(changes.Added), Removed: len(changes.Removed), Changed: len(changes.Changed),
	})
	if err != nil {
		return Changes{}, fmt.Errorf("importing %s: %w", snap.Dataset, err)
	}
	_, err = l.log().Append(ctx, act, func() error {
		if len(l.History(snap.Dataset)) != length {
			return errMoved
		}
		return nil
	})
	if err != nil {
		return Changes{}, fmt.Errorf("importing %s: %w", snap.Dataset, err)
	}
	return changes, nil
}

// unchanged answers for a snapshot that is recorded already. Should its bytes
// have got lost, they are put back.
func (l *Library) unchanged(ctx context.Context, snap *Snapshot, recorded Snapshot, lines []byte) (Changes, error) {
	stored, err := l.blobs.Exists(ctx, blobKey(snap.ID))
	if err != nil {
		return Changes{}, fmt.Errorf("looking for snapshot %s: %w", snap.ID, err)
	}
	if !stored {
		if err := l.write(ctx, snap, lines); err != nil {
			return Changes{}, err
		}
	}
	recorded.Entities = snap.Entities
	*snap = recorded
	c := Diff(nil, nil)
	c.Unchanged = true
	return c, nil
}

// compare finds what differs from the snapshot before, and holds a list that
// lost too much.
func (l *Library) compare(ctx context.Context, head Snapshot, snap *Snapshot, o ImportOptions) (Changes, error) {
	previous, err := l.load(ctx, head)
	if err != nil {
		return Changes{}, fmt.Errorf("importing %s: %w", snap.Dataset, err)
	}
	before, after := entries(previous), entries(snap)
	if float64(before-after) > maxDrop*float64(before) && !o.AllowDrop {
		return Changes{}, &HeldError{Dataset: snap.Dataset, Before: before, After: after}
	}
	return Diff(previous, snap), nil
}

// entries counts what a list is about: its own entries, not the addresses and
// documents made of them.
func entries(s *Snapshot) int {
	n := 0
	for _, c := range s.Counts {
		n += c
	}
	if n == 0 {
		return len(s.Entities)
	}
	return n
}

func (l *Library) write(ctx context.Context, snap *Snapshot, lines []byte) error {
	if err := l.blobs.Write(ctx, blobKey(snap.ID), lines); err != nil {
		return fmt.Errorf("writing snapshot %s of %s: %w", snap.ID, snap.Dataset, err)
	}
	return nil
}
