package lists

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"sync"
	"time"

	"plimsoll/ftm"
	"plimsoll/journal"
)

// Blobs keeps bytes by key. Write is durable when it returns nil, and leaves
// the old bytes or the new ones after a crash, never a part.
type Blobs interface {
	Write(ctx context.Context, key string, data []byte) error
	Read(ctx context.Context, key string) ([]byte, error)
	Exists(ctx context.Context, key string) (bool, error)
}

// Exhibits keeps a file as it came. Adding the same bytes again gives the same
// hash.
type Exhibits interface {
	Add(ctx context.Context, by journal.Signer, name string, data []byte, source string) (sha256 string, err error)
}

// KindImported says that a snapshot was imported; the subject is its dataset.
const KindImported = "snapshot.imported"

// Imported is the body of that event.
type Imported struct {
	Dataset   string         `json:"dataset"`
	Title     string         `json:"title,omitempty"`
	Authority string         `json:"authority"`
	Snapshot  string         `json:"snapshot"`
	Exhibit   string         `json:"exhibit"`
	Published time.Time      `json:"published"`
	Counts    map[string]int `json:"counts"`
	Entities  int            `json:"entities"`
	Added     int            `json:"added"`
	Removed   int            `json:"removed"`
	Changed   int            `json:"changed"`
}

// ErrNoSnapshot says that a dataset has no snapshot, or none as of a day.
var ErrNoSnapshot = errors.New("no snapshot of this list")

// Library holds every snapshot ever imported. It is safe for use by several
// goroutines. Its state is a fold over the journal; the entities lie in blobs.
type Library struct {
	blobs       Blobs
	exhibits    Exhibits
	authorities []Authority

	mu      sync.Mutex
	journal *journal.Journal
	history map[string][]Snapshot // by dataset, in order of effective day, without entities
	loaded  map[string]*Snapshot  // current snapshots with entities, by dataset
}

// NewLibrary returns an empty library. Apply must be among the folds of the
// journal; as a journal replays its events while it is opened, it may be
// handed over afterwards with Use, and be nil here.
func NewLibrary(blobs Blobs, j *journal.Journal, exhibits Exhibits, authorities []Authority) *Library {
	return &Library{
		blobs: blobs, journal: j, exhibits: exhibits, authorities: authorities,
		history: map[string][]Snapshot{}, loaded: map[string]*Snapshot{},
	}
}

// Use gives the library the journal it records imports in.
func (l *Library) Use(j *journal.Journal) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.journal = j
}

// Authorities lists whose lists can be read.
func (l *Library) Authorities() []Authority { return slices.Clone(l.authorities) }

// Apply folds an event of the journal.
func (l *Library) Apply(e journal.Event) error {
	if e.Kind != KindImported {
		return nil
	}
	var b Imported
	if err := json.Unmarshal(e.Body, &b); err != nil {
		return fmt.Errorf("reading %s of %s: %w", e.Kind, e.Subject, err)
	}
	s := Snapshot{
		ID: b.Snapshot, Dataset: b.Dataset, Title: b.Title, Authority: b.Authority,
		Published: b.Published, Imported: e.At, Exhibit: b.Exhibit, Counts: b.Counts,
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	all := append(l.history[b.Dataset], s)
	// Equal days keep the order of import, so that a correction wins.
	slices.SortStableFunc(all, func(a, b Snapshot) int { return a.effective().Compare(b.effective()) })
	l.history[b.Dataset] = all
	if cur := l.loaded[b.Dataset]; cur != nil && cur.ID != all[len(all)-1].ID {
		delete(l.loaded, b.Dataset)
	}
	return nil
}

// effective is the time from which a snapshot counts: its publication, but
// not later than its import, so that a slip like 2062 for 2026 does not
// outlive the next import for long.
func (s *Snapshot) effective() time.Time {
	if s.Published.After(s.Imported) {
		return s.Imported
	}
	return s.Published
}

// Datasets lists the datasets that have a snapshot, in order of id.
func (l *Library) Datasets() []string {
	l.mu.Lock()
	defer l.mu.Unlock()
	out := make([]string, 0, len(l.history))
	for id := range l.history {
		out = append(out, id)
	}
	slices.Sort(out)
	return out
}

// History lists the snapshots of a dataset, oldest first, without entities.
func (l *Library) History(dataset string) []Snapshot {
	l.mu.Lock()
	defer l.mu.Unlock()
	return slices.Clone(l.history[dataset])
}

// Current returns the newest snapshot of a dataset.
func (l *Library) Current(ctx context.Context, dataset string) (*Snapshot, error) {
	l.mu.Lock()
	all, loaded := l.history[dataset], l.loaded[dataset]
	l.mu.Unlock()
	if len(all) == 0 {
		return nil, fmt.Errorf("%s: %w%s", dataset, ErrNoSnapshot, l.suggest(dataset))
	}
	head := all[len(all)-1]
	if loaded != nil && loaded.ID == head.ID && loaded.Imported.Equal(head.Imported) {
		return loaded, nil
	}
	s, err := l.load(ctx, head)
	if err != nil {
		return nil, err
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	l.loaded[dataset] = s
	return s, nil
}

func (l *Library) suggest(dataset string) string {
	if near := Nearest(dataset, l.Datasets()); near != "" {
		return fmt.Sprintf(": did you mean %s?", near)
	}
	return ""
}

// All returns the current snapshot of each dataset, in order of id.
func (l *Library) All(ctx context.Context) ([]*Snapshot, error) {
	var out []*Snapshot
	for _, id := range l.Datasets() {
		s, err := l.Current(ctx, id)
		if err != nil {
			return nil, err
		}
		out = append(out, s)
	}
	return out, nil
}

// AsOf returns the snapshot that held at the end of a day (UTC).
func (l *Library) AsOf(ctx context.Context, dataset string, day time.Time) (*Snapshot, error) {
	end := day.UTC().Truncate(24 * time.Hour).Add(24 * time.Hour)
	head, ok := l.before(dataset, func(s *Snapshot) bool { return s.effective().Before(end) })
	if !ok {
		return nil, fmt.Errorf("%s as of %s: %w", dataset, day.UTC().Format(time.DateOnly), ErrNoSnapshot)
	}
	return l.load(ctx, head)
}

// before returns the last snapshot of a dataset that the condition holds for.
func (l *Library) before(dataset string, holds func(*Snapshot) bool) (Snapshot, bool) {
	l.mu.Lock()
	defer l.mu.Unlock()
	all := l.history[dataset]
	for i := len(all) - 1; i >= 0; i-- {
		if holds(&all[i]) {
			return all[i], true
		}
	}
	return Snapshot{}, false
}

// load reads the entities of a snapshot and checks them against its id.
func (l *Library) load(ctx context.Context, s Snapshot) (*Snapshot, error) {
	data, err := l.blobs.Read(ctx, blobKey(s.ID))
	if err != nil {
		return nil, fmt.Errorf("reading snapshot %s of %s: %w", s.ID, s.Dataset, err)
	}
	if got := hashOf(data); got != s.ID {
		return nil, fmt.Errorf("snapshot %s of %s has been altered: its bytes hash to %s; import the file again", s.ID, s.Dataset, got)
	}
	if s.Entities, err = ftm.ReadLines(bytes.NewReader(data)); err != nil {
		return nil, fmt.Errorf("reading snapshot %s of %s: %w", s.ID, s.Dataset, err)
	}
	return &s, nil
}

func blobKey(id string) string { return "snapshots/" + id + ".jsonl" }

func hashOf(data []byte) string {
	sum := sha256.Sum256(data)
	return hex.EncodeToString(sum[:])
}
