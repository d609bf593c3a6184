// Package lists turns what authorities publish into snapshots: one list as it
// stood on one day, parsed whole, immutable and named by the hash of its
// content.
//
// Each authority has a sub-package that reads its format; package registry
// names them all. This package holds what they share - cleaning of text,
// dates with their precision, names of countries - and the [Library], which
// imports files, guards against damaged ones, keeps every snapshot and answers
// what a list said on a given day.
package lists

import (
	"context"
	"fmt"
	"io"
	"strings"
	"time"

	"plimsoll/ftm"
)

// Authority is a body that publishes a list, and the reader of its format.
type Authority struct {
	ID        string // default dataset id: "un_sc"
	Title     string
	Publisher string
	URL       string // where the authority publishes the file
	Licence   string
	Cadence   string // how often it changes, in words

	// Sniff reports whether a file is of this format, from its name and its
	// first bytes.
	Sniff func(name string, head []byte) bool
	// Parse reads a file to its end, or refuses it whole with a *ParseError.
	Parse func(ctx context.Context, in Input) (*Parsed, error)
}

// Input is a file to parse.
type Input struct {
	Name    string // file name, for messages and for own lists that name no dataset
	Reader  io.Reader
	Exhibit string // SHA-256 of the bytes, hex; every statement carries it
	Dataset string // "" for the authority's own
}

// Parsed is a file read whole.
type Parsed struct {
	Dataset   string
	Title     string    // of the dataset, where the file says
	Published time.Time // zero where the file does not say
	Entities  []*ftm.Entity
	Counts    map[string]int // the list's own entries by kind; no entry is in two kinds
	Warnings  []Warning      // what was read but not understood, so that nothing is lost in silence
}

// Warning is something a parser could not use. Equal reasons are counted.
type Warning struct {
	Reason string `json:"reason"`
	Count  int    `json:"count"`
	Place  string `json:"place"` // of the first
}

func (w Warning) String() string {
	if w.Count == 1 {
		return fmt.Sprintf("%s (%s)", w.Reason, w.Place)
	}
	return fmt.Sprintf("%s (%d times, first at %s)", w.Reason, w.Count, w.Place)
}

// Warnings collects warnings in the order in which each was first met.
type Warnings struct {
	list []Warning
	at   map[string]int
}

// Add counts a reason.
func (w *Warnings) Add(reason, place string) {
	if w.at == nil {
		w.at = map[string]int{}
	}
	i, ok := w.at[reason]
	if !ok {
		i = len(w.list)
		w.at[reason] = i
		w.list = append(w.list, Warning{Reason: reason, Place: place})
	}
	w.list[i].Count++
}

// List returns what was collected.
func (w *Warnings) List() []Warning { return w.list }

// Snapshot is one list as published on one day. Whoever holds it shares its
// entities with others and must not change them.
type Snapshot struct {
	ID        string         `json:"id"` // SHA-256 of the entity lines, hex
	Dataset   string         `json:"dataset"`
	Title     string         `json:"title,omitempty"`
	Authority string         `json:"authority"`
	Published time.Time      `json:"published"` // the day of import where the file does not say
	Imported  time.Time      `json:"imported"`
	Exhibit   string         `json:"exhibit"` // SHA-256 of the file, hex
	Counts    map[string]int `json:"counts"`
	Entities  []*ftm.Entity  `json:"-"`
}

// ParseError says why a file was refused, and where in it.
type ParseError struct {
	File   string
	Line   int   // from 1; 0 where unknown
	Offset int64 // bytes from the start; -1 where unknown
	Column string
	Reason string
}

func (e *ParseError) Error() string {
	var b strings.Builder
	b.WriteString(e.File)
	if e.Line > 0 {
		fmt.Fprintf(&b, ": line %d", e.Line)
	}
	if e.Column != "" {
		fmt.Fprintf(&b, ", column %s", e.Column)
	}
	if e.Offset >= 0 {
		fmt.Fprintf(&b, " (byte %d)", e.Offset)
	}
	b.WriteString(": " + e.Reason)
	return b.String()
}
