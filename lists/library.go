package lists

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"
	"sync"
	"time"

	"github.com/klauspost/compress/zstd"

	"plimsoll/ftm"
	"plimsoll/journal"
)

// Blobs keeps bytes by key. WriteFrom leaves the old bytes or the new ones
// after a crash, never a part.
type Blobs interface {
	WriteFrom(ctx context.Context, key string, r io.Reader) error
	Open(ctx context.Context, key string) (io.ReadCloser, error)
	Exists(ctx context.Context, key string) (bool, error)
}

// Exhibits keeps files as they came. Adding the same bytes again changes
// nothing.
type Exhibits interface {
	Add(ctx context.Context, by journal.Signer, f File, source string) error
	Open(ctx context.Context, sha256 string) (io.ReadCloser, error)
}

// KindImported says that a snapshot was imported; the subject is its dataset.
const KindImported = "snapshot.imported"

// Imported is the body of that event.
type Imported struct {
	Dataset   string         `json:"dataset"`
	Title     string         `json:"title,omitempty"`
	Authority string         `json:"authority"`
	Snapshot  string         `json:"snapshot"`
	Exhibits  []string       `json:"exhibits"`
	Published time.Time      `json:"published"`
	Counts    map[string]int `json:"counts"`
	Entities  int            `json:"entities"`
	Added     int            `json:"added"`
	Removed   int            `json:"removed"`
	Changed   int            `json:"changed"`
	Releases  string         `json:"releases,omitempty"` // the hold that this import ends
	Because   string         `json:"because,omitempty"`
}

// ErrNoSnapshot says that a dataset has no snapshot, or none as of a day.
var ErrNoSnapshot = errors.New("no snapshot of this list")

// Library holds every snapshot ever imported. It is safe for use by several
// goroutines. Its state is a fold over the journal; the entities lie in blobs.
type Library struct {
	// MaxDrop is the share of entries that a list may lose without a person
	// confirming it.
	MaxDrop float64
	// Spool is the folder for unfinished imports, the system's for "". Nothing
	// in it means anything after a crash.
	Spool string

	blobs       Blobs
	exhibits    Exhibits
	authorities []Authority

	mu      sync.Mutex
	journal *journal.Journal
	history map[string][]Snapshot // by dataset, in order of effective day, without entities
	known   map[string]bool       // exhibits that snapshots were made from
	loaded  map[string]*Snapshot  // current snapshots with entities, by dataset
	holds   map[string]*Hold
}

// NewLibrary returns an empty library. Apply must be among the folds of the
// journal; as a journal replays its events while it is opened, it may be
// handed over afterwards with Use, and be nil here.
func NewLibrary(blobs Blobs, j *journal.Journal, exhibits Exhibits, authorities []Authority) *Library {
	return &Library{
		MaxDrop: DefaultMaxDrop,
		blobs:   blobs, journal: j, exhibits: exhibits, authorities: authorities,
		history: map[string][]Snapshot{}, known: map[string]bool{}, loaded: map[string]*Snapshot{}, holds: map[string]*Hold{},
	}
}

// Use gives the library the journal it records imports in.
func (l *Library) Use(j *journal.Journal) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.journal = j
}

func (l *Library) log() *journal.Journal {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.journal
}

func (l *Library) now() time.Time { return l.log().Now() }

// Authorities lists whose lists can be read.
func (l *Library) Authorities() []Authority { return slices.Clone(l.authorities) }

// Apply folds an event of the journal.
func (l *Library) Apply(e journal.Event) error {
	switch e.Kind {
	case KindImported:
		return l.applyImported(e)
	case KindHeld, KindDismissed:
		return l.applyHold(e)
	}
	return nil
}

func (l *Library) applyImported(e journal.Event) error {
	var b Imported
	if err := json.Unmarshal(e.Body, &b); err != nil {
		return fmt.Errorf("reading %s of %s: %w", e.Kind, e.Subject, err)
	}
	s := Snapshot{
		ID: b.Snapshot, Dataset: b.Dataset, Title: b.Title, Authority: b.Authority,
		Published: b.Published, Imported: e.At, Exhibits: b.Exhibits, Counts: b.Counts, Size: b.Entities,
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	all := append(l.history[b.Dataset], s)
	// Equal days keep the order of import, so that a correction wins.
	slices.SortStableFunc(all, func(a, b Snapshot) int { return a.effective().Compare(b.effective()) })
	l.history[b.Dataset] = all
	for _, x := range b.Exhibits {
		l.known[x] = true
	}
	if cur := l.loaded[b.Dataset]; cur != nil && cur.ID != all[len(all)-1].ID {
		delete(l.loaded, b.Dataset)
	}
	l.endHolds(e, b)
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
	head, err := l.HeadAsOf(dataset, day)
	if err != nil {
		return nil, err
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

// load reads the entities of a snapshot.
func (l *Library) load(ctx context.Context, s Snapshot) (*Snapshot, error) {
	s.Entities = make([]*ftm.Entity, 0, s.Size)
	err := l.Each(ctx, s, func(e *ftm.Entity) error {
		s.Entities = append(s.Entities, e)
		return nil
	})
	if err != nil {
		return nil, err
	}
	return &s, nil
}

// Each visits the entities of a snapshot one by one, and checks at the end that
// its bytes are those that were imported. An error of fn ends the visit.
func (l *Library) Each(ctx context.Context, s Snapshot, fn func(*ftm.Entity) error) error {
	r, err := l.blobs.Open(ctx, packKey(s.ID))
	if err != nil {
		return fmt.Errorf("reading snapshot %s of %s: %w", s.ID, s.Dataset, err)
	}
	defer r.Close()
	z, err := zstd.NewReader(r, zstd.WithDecoderConcurrency(1), zstd.WithDecoderMaxMemory(64<<20))
	if err != nil {
		return fmt.Errorf("reading snapshot %s of %s: %w", s.ID, s.Dataset, err)
	}
	defer z.Close()
	h := sha256.New()
	pack := ftm.NewPackReader(io.TeeReader(z, h))
	for n := 0; ; n++ {
		e, err := pack.Next()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return fmt.Errorf("snapshot %s of %s has been damaged: %w; import the file again", s.ID, s.Dataset, err)
		}
		if n%1000 == 0 && ctx.Err() != nil {
			return ctx.Err()
		}
		if err := fn(e); err != nil {
			return err
		}
	}
	if got := hex.EncodeToString(h.Sum(nil)); got != s.ID {
		return fmt.Errorf("snapshot %s of %s has been altered: its bytes hash to %s; import the file again", s.ID, s.Dataset, got)
	}
	return nil
}

// eachIndexed visits what the index of a snapshot says of its entities. An
// index that is lost is made again from the pack.
func (l *Library) eachIndexed(ctx context.Context, s Snapshot, fn func(IndexEntry) error) error {
	r, err := l.blobs.Open(ctx, indexKey(s.ID))
	if err == nil {
		defer r.Close()
		if err := readIndex(r, fn); err != nil {
			return fmt.Errorf("reading the index of snapshot %s of %s: %w", s.ID, s.Dataset, err)
		}
		return nil
	}
	var buf []byte
	return l.Each(ctx, s, func(e *ftm.Entity) error {
		x := IndexEntry{ID: e.ID, Schema: e.Schema, Listed: e.Listed()}
		x.Caption = captionOf(e)
		x.digest, buf = digestOf(e, buf)
		return fn(x)
	})
}

func packKey(id string) string  { return "snapshots/" + id[:2] + "/" + id + ".pack.zst" }
func indexKey(id string) string { return "snapshots/" + id[:2] + "/" + id + ".index.zst" }
