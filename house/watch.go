package house

import (
	"bytes"
	"cmp"
	"compress/gzip"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"
	"slices"
	"sync"
	"time"

	"plimsoll/journal"
	"plimsoll/voyage"
	"plimsoll/voyage/pattern"
)

// KindWatched records what a watch over a radio record found; the subject is
// the record's exhibit.
const KindWatched = "voyage.watched"

// Watched is the body of that event. The result itself lies in a blob that its
// hash names.
type Watched struct {
	Result     string `json:"result"`     // SHA-256 of the result
	Parameters string `json:"parameters"` // SHA-256 of the detectors' parameters
	Sentences  int64  `json:"sentences"`
	Messages   int64  `json:"messages"`
	Bad        int64  `json:"bad"`
	Tracks     int    `json:"tracks"`
	Events     int    `json:"events"`
	Reading
}

// Reading is how a table was read: another meaning of its columns is another
// record of ships.
type Reading struct {
	Columns    map[string]string `json:"columns,omitempty"`
	MonthFirst bool              `json:"month_first,omitempty"`
}

// Watch is a watch on record: over a whole record, or one that goes on.
type Watch struct {
	Name string // of one that goes on
	Feed string // exhibit of the radio record; of one that goes on the first piece, by which the others are found
	Watched
	At  time.Time
	Seq int64
}

// Result is what the detectors made of a radio record.
type Result struct {
	Tracks []voyage.Track `json:"tracks"`
	Events []voyage.Event `json:"events"`
	// Patterns are found by whoever asks, but in a watch that goes on, which tells
	// them as they grow.
	Patterns []pattern.Pattern `json:"patterns,omitempty"`
}

// Watches is a fold over the journal: which records have been watched.
type Watches struct {
	house *House

	mu      sync.Mutex
	all     []Watch
	ongoing map[string]*ongoing
	recent  []kept

	reading sync.Mutex // one result at a time: a great one fills the memory
}

// kept is a result that was read; the last two are kept.
type kept struct {
	sum    string
	result *Result
}

func (w *Watches) apply(e journal.Event) error {
	switch e.Kind {
	case KindHeard:
		return w.applyHeard(e)
	case KindWatched:
	default:
		return nil
	}
	var b Watched
	if err := json.Unmarshal(e.Body, &b); err != nil {
		return fmt.Errorf("reading what was watched: %w", err)
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	w.all = append(w.all, Watch{Feed: e.Subject, Watched: b, At: e.At, Seq: e.Seq})
	return nil
}

// All lists the watches, by what was recorded of them last.
func (w *Watches) All() []Watch {
	w.mu.Lock()
	defer w.mu.Unlock()
	out := slices.Clone(w.all)
	for _, o := range w.ongoing { // sorted below
		out = append(out, o.Watch)
	}
	slices.SortFunc(out, func(a, b Watch) int { return cmp.Compare(a.Seq, b.Seq) })
	return out
}

// Result reads what a watch found.
func (w *Watches) Result(ctx context.Context, watch Watch) (*Result, error) {
	if watch.Name != "" {
		return w.told(ctx, watch.Name)
	}
	if have := w.have(watch.Result); have != nil {
		return have, nil
	}
	w.reading.Lock()
	defer w.reading.Unlock()
	if have := w.have(watch.Result); have != nil {
		return have, nil
	}
	out, err := w.readResult(ctx, watch.Result)
	if err != nil {
		return nil, err
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	w.recent = append(w.recent[max(0, len(w.recent)-1):], kept{watch.Result, out})
	return out, nil
}

func (w *Watches) have(sum string) *Result {
	w.mu.Lock()
	defer w.mu.Unlock()
	for _, k := range w.recent {
		if k.sum == sum {
			return k.result
		}
	}
	return nil
}

func (w *Watches) readResult(ctx context.Context, sum string) (*Result, error) {
	packed, err := w.house.Data.Blobs.Read(ctx, resultKey(sum))
	if err != nil {
		return nil, err
	}
	raw, err := unpack(packed)
	if err != nil {
		return nil, fmt.Errorf("the result %s is damaged: watch the record again: %w", sum, err)
	}
	if hashOf(raw) != sum {
		return nil, fmt.Errorf("the result %s is damaged: watch the record again", sum)
	}
	out := new(Result)
	if err := json.Unmarshal(raw, out); err != nil {
		return nil, fmt.Errorf("reading the result %s: %w", sum, err)
	}
	return out, nil
}

func resultKey(sha string) string { return "watches/" + sha + ".json.gz" }

func hashOf(data []byte) string {
	sum := sha256.Sum256(data)
	return hex.EncodeToString(sum[:])
}

func pack(raw []byte) ([]byte, error) {
	var b bytes.Buffer
	z := gzip.NewWriter(&b)
	if _, err := z.Write(raw); err != nil {
		return nil, err
	}
	if err := z.Close(); err != nil {
		return nil, err
	}
	return b.Bytes(), nil
}

func unpack(packed []byte) ([]byte, error) {
	z, err := gzip.NewReader(bytes.NewReader(packed))
	if err != nil {
		return nil, err
	}
	return io.ReadAll(z)
}
