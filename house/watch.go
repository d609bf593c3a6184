package house

import (
	"bytes"
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

	"plimsoll/ais"
	"plimsoll/journal"
	"plimsoll/vault"
	"plimsoll/voyage"
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
}

// Watch is a watch on record.
type Watch struct {
	Feed string // exhibit of the radio record
	Watched
	At  time.Time
	Seq int64
}

// Result is what the detectors made of a radio record.
type Result struct {
	Tracks []voyage.Track `json:"tracks"`
	Events []voyage.Event `json:"events"`
}

// Watches is a fold over the journal: which records have been watched.
type Watches struct {
	house *House

	mu     sync.Mutex
	all    []Watch
	recent []kept

	reading sync.Mutex // one result at a time: a great one fills the memory
}

// kept is a result that was read; the last two are kept.
type kept struct {
	sum    string
	result *Result
}

func (w *Watches) apply(e journal.Event) error {
	if e.Kind != KindWatched {
		return nil
	}
	var b Watched
	if err := json.Unmarshal(e.Body, &b); err != nil {
		return fmt.Errorf("reading what was watched: %w", err)
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	w.all = append(w.all, Watch{e.Subject, b, e.At, e.Seq})
	return nil
}

// All lists the watches, oldest first.
func (w *Watches) All() []Watch {
	w.mu.Lock()
	defer w.mu.Unlock()
	return slices.Clone(w.all)
}

// Find runs the detectors over a radio record. It keeps nothing.
func Find(r io.Reader, o ais.Options) (Result, ais.Stats, error) {
	d := ais.NewDecoder(r, o)
	w, err := voyage.NewDefault()
	if err != nil {
		return Result{}, ais.Stats{}, err
	}
	if err := w.Read(d); err != nil {
		return Result{}, d.Stats(), err
	}
	return Result{w.Tracks(), w.Events()}, d.Stats(), nil
}

// Run keeps a radio record as an exhibit, runs the detectors over it and
// records what they found. The same record under the same parameters is
// watched once.
func (w *Watches) Run(ctx context.Context, by journal.Signer, item vault.Item, feed []byte) (Watch, error) {
	ex, err := w.house.Vault.Add(ctx, by, item, feed)
	if err != nil {
		return Watch{}, err
	}
	if have, ok := w.known(ex.SHA256); ok {
		return have, nil
	}
	found, stats, err := Find(bytes.NewReader(feed), ais.Options{})
	if err != nil {
		return Watch{}, fmt.Errorf("watching %s: %w", item.Name, err)
	}
	return w.record(ctx, by, ex, found, stats)
}

// Keep is Run for a record over which Find has been run already.
func (w *Watches) Keep(ctx context.Context, by journal.Signer, item vault.Item, feed []byte, found Result, stats ais.Stats) (Watch, error) {
	ex, err := w.house.Vault.Add(ctx, by, item, feed)
	if err != nil {
		return Watch{}, err
	}
	if have, ok := w.known(ex.SHA256); ok {
		return have, nil
	}
	return w.record(ctx, by, ex, found, stats)
}

// known is the watch on record of an exhibit under the parameters of today.
func (w *Watches) known(exhibit string) (Watch, bool) {
	params := hashOf([]byte(voyage.ParametersText()))
	for _, have := range w.All() {
		if have.Feed == exhibit && have.Parameters == params {
			return have, true
		}
	}
	return Watch{}, false
}

func (w *Watches) record(ctx context.Context, by journal.Signer, ex vault.Exhibit, found Result, stats ais.Stats) (Watch, error) {
	raw, err := json.Marshal(found)
	if err != nil {
		return Watch{}, fmt.Errorf("writing what was found in %s: %w", ex.Name, err)
	}
	sum := hashOf(raw)
	packed, err := pack(raw)
	if err != nil {
		return Watch{}, err
	}
	if err := w.house.Data.Blobs.Write(ctx, resultKey(sum), packed); err != nil {
		return Watch{}, err
	}
	params := hashOf([]byte(voyage.ParametersText()))
	body := Watched{sum, params, stats.Sentences, stats.Messages, stats.BadCount(), len(found.Tracks), len(found.Events)}
	if _, err := w.house.Journal.Record(ctx, by, KindWatched, ex.SHA256, body); err != nil {
		return Watch{}, err
	}
	all := w.All()
	return all[len(all)-1], nil
}

// Result reads what a watch found.
func (w *Watches) Result(ctx context.Context, watch Watch) (*Result, error) {
	if have := w.have(watch.Result); have != nil {
		return have, nil
	}
	w.reading.Lock()
	defer w.reading.Unlock()
	if have := w.have(watch.Result); have != nil {
		return have, nil
	}
	out, err := w.read(ctx, watch.Result)
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

func (w *Watches) read(ctx context.Context, sum string) (*Result, error) {
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
