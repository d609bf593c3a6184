package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"os"

	"plimsoll/store"
)

// checkpoint says how far the screening of a book is, and of what it is: it
// may be gone on with only if the rest would be made the same way.
type checkpoint struct {
	Format int      `json:"format"`
	Of     identity `json:"of"`
	Rows   int      `json:"rows"`  // done
	Bytes  int64    `json:"bytes"` // of output they take
	Hits   int      `json:"hits"`  // rows with a hit
	Errors int      `json:"errors"`
	Doubts int      `json:"doubts"`
	Done   bool     `json:"done"`
}

const checkpointFormat = 1

// identity is everything that the output depends on.
type identity struct {
	Book    bookRef       `json:"book"`
	Against about         `json:"against"`
	Options screenOptions `json:"options"`
}

type bookRef struct {
	Name   string `json:"name"`
	SHA256 string `json:"sha256"`
	Size   int64  `json:"size"`
}

type screenOptions struct {
	Out       string            `json:"out"`
	Threshold float64           `json:"threshold"`
	Limit     int               `json:"limit"`
	Datasets  []string          `json:"datasets,omitempty"`
	Map       map[string]string `json:"map,omitempty"`
	Schema    string            `json:"schema,omitempty"`
	Dates     string            `json:"dates"`
	Encoding  string            `json:"encoding"`
}

// readCheckpoint returns the checkpoint in a file, or a new one.
func readCheckpoint(path string, of identity) (checkpoint, error) {
	begin := checkpoint{Format: checkpointFormat, Of: of}
	if path == "" {
		return begin, nil
	}
	raw, err := os.ReadFile(path)
	if errors.Is(err, os.ErrNotExist) {
		return begin, nil
	}
	if err != nil {
		return begin, fmt.Errorf("reading the checkpoint: %w", err)
	}
	var c checkpoint
	if err := json.Unmarshal(raw, &c); err != nil || c.Format == 0 {
		return begin, fmt.Errorf("%s is no checkpoint: give --checkpoint another name", path)
	}
	if c.Format != checkpointFormat {
		return begin, fmt.Errorf("the checkpoint %s has format %d, and this program writes %d: finish with the program that began, or remove it to begin again", path, c.Format, checkpointFormat)
	}
	if reason := c.Of.differs(of); reason != "" {
		return begin, fmt.Errorf("the checkpoint %s cannot be gone on with: %s; or remove it to begin again", path, reason)
	}
	return c, nil
}

// differs says in what the run that was broken off differs from this one, and
// what to do.
func (a identity) differs(b identity) string {
	switch {
	case a.Book.SHA256 != b.Book.SHA256:
		return fmt.Sprintf("the book has changed: it was %s with SHA-256 %.12s and %d bytes, now %s with %.12s and %d bytes. Give the book it was",
			a.Book.Name, a.Book.SHA256, a.Book.Size, b.Book.Name, b.Book.SHA256, b.Book.Size)
	case a.Against.Program != b.Against.Program:
		return fmt.Sprintf("it was begun by the program %q, and this is %q. Finish with that", a.Against.Program, b.Against.Program)
	case a.Against.Screening != b.Against.Screening:
		return fmt.Sprintf("the lists or findings have changed: it was begun against the index %.12s, and this is %.12s. %s", a.Against.Index, b.Against.Index, a.Against.lists(b.Against))
	}
	x, _ := json.Marshal(a.Options) // plain data can be encoded
	y, _ := json.Marshal(b.Options)
	if string(x) != string(y) {
		return fmt.Sprintf("the options are others: they were %s. Give those", x)
	}
	return ""
}

// lists says which lists another answer has otherwise.
func (a about) lists(b about) string {
	was := map[string]snapshotRef{}
	for _, s := range a.Snapshots {
		was[s.Dataset] = s
	}
	for _, s := range b.Snapshots {
		if w, ok := was[s.Dataset]; ok && w.Snapshot != s.Snapshot {
			return fmt.Sprintf("%s was of %s and is of %s. Say --as-of the day it was begun", s.Dataset, w.Published, s.Published)
		}
	}
	return "Say --as-of the day it was begun, with the same --dataset"
}

func (c checkpoint) write(path string) error {
	raw, err := json.MarshalIndent(c, "", "  ")
	if err != nil {
		return err
	}
	return store.WriteFileAtomic(path, append(raw, '\n'), 0o600)
}
