package fetch

import (
	"encoding/json"
	"fmt"
	"slices"
	"sync"
	"time"

	"plimsoll/journal"
)

// KindFetched says what the addresses of a list gave; the subject is the
// dataset. It is recorded after the import. "Not modified" is not recorded.
const KindFetched = "list.fetched"

// Status is what became of a source.
type Status string

// What can become of a source.
const (
	Applied   Status = "applied"   // a new snapshot
	Unchanged Status = "unchanged" // not modified, or other bytes of the same content
	Held      Status = "held"      // what came was kept and not applied
	Skipped   Status = "skipped"   // it was not asked for
	Failed    Status = "failed"
)

// good tells whether the snapshot that serves is what the addresses gave.
func (s Status) good() bool { return s == Applied || s == Unchanged }

// File is a file as an address gave it.
type File struct {
	URL          string `json:"url"`
	Page         string `json:"page,omitempty"`      // on which the address was found
	FinalURL     string `json:"final_url,omitempty"` // where redirects led
	Status       int    `json:"status"`
	ETag         string `json:"etag,omitempty"`
	LastModified string `json:"last_modified,omitempty"`
	Bytes        int64  `json:"bytes"` // unpacked
	SHA256       string `json:"sha256,omitempty"`
}

// Fetched is the body of the event.
type Fetched struct {
	Dataset  string `json:"dataset"`
	URLs     []File `json:"urls"`
	Outcome  Status `json:"outcome"`
	Snapshot string `json:"snapshot,omitempty"` // that the files made, or made before
	Hold     string `json:"hold,omitempty"`
	Error    string `json:"error,omitempty"`
}

// Record is a recorded fetch.
type Record struct {
	Fetched
	At time.Time `json:"at"`
	By string    `json:"by"`
}

// State is the last fetch of every dataset: a fold over the journal. The zero
// State is that of an empty journal. It is safe for use by several goroutines.
type State struct {
	mu         sync.Mutex
	last, good map[string]Record
}

// Apply folds an event of the journal.
func (s *State) Apply(e journal.Event) error {
	if e.Kind != KindFetched {
		return nil
	}
	var f Fetched
	if err := json.Unmarshal(e.Body, &f); err != nil {
		return fmt.Errorf("reading %s of %s: %w", e.Kind, e.Subject, err)
	}
	r := Record{f, e.At, e.Actor}
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.last == nil {
		s.last, s.good = map[string]Record{}, map[string]Record{}
	}
	s.last[f.Dataset] = r
	if f.Outcome.good() {
		s.good[f.Dataset] = r
	}
	return nil
}

// Last returns the last recorded fetch of a dataset.
func (s *State) Last(dataset string) (Record, bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	r, ok := s.last[dataset]
	return r, ok
}

// LastGood returns the last fetch of a dataset whose files were applied, or had
// been before.
func (s *State) LastGood(dataset string) (Record, bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	r, ok := s.good[dataset]
	return r, ok
}

// Conditions are what a file is asked for with, so that the answer can be "not
// modified". The zero Conditions ask for the file.
type Conditions struct{ ETag, LastModified string }

// Conditions returns the conditions for each of the addresses that a list is
// fetched from. There are none unless the last fetch was of these very
// addresses and made the snapshot that serves now: "not modified" must never
// stand for bytes that were held, that failed to be imported, or that something
// else has replaced since.
func (s *State) Conditions(dataset, snapshot string, urls []string) []Conditions {
	out := make([]Conditions, len(urls))
	last, ok := s.Last(dataset)
	if !ok || !last.Outcome.good() || snapshot == "" || last.Snapshot != snapshot {
		return out
	}
	if !slices.EqualFunc(last.URLs, urls, func(f File, u string) bool { return f.URL == u }) {
		return out
	}
	for i, f := range last.URLs {
		out[i] = Conditions{f.ETag, f.LastModified}
	}
	return out
}

// tellsNews reports whether a fetch says anything that the last record of its
// dataset does not: a server that knows no conditions is asked a thousand times
// for the same file.
func (s *State) tellsNews(f Fetched) bool {
	last, ok := s.Last(f.Dataset)
	if !ok {
		return true
	}
	same := slices.EqualFunc(last.URLs, f.URLs, func(a, b File) bool {
		a.FinalURL, b.FinalURL = "", "" // of a load balancer's choice
		return a == b
	})
	a, b := last.Fetched, f
	return !same || a.Outcome != b.Outcome || a.Snapshot != b.Snapshot || a.Hold != b.Hold || a.Error != b.Error
}
