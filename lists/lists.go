// Package lists turns what authorities publish into snapshots: one list as it
// stood on one day, parsed whole, immutable and named by the hash of its
// content.
//
// Each authority has a sub-package that reads its formats; package registry
// names them all. This package holds what they share - cleaning of text,
// dates with their precision, names of countries, the making of entities -
// and the [Library], which imports files, holds damaged ones back, keeps every
// snapshot and answers what a list said on a given day.
package lists

import (
	"context"
	"fmt"
	"io"
	"regexp"
	"strings"
	"time"

	"plimsoll/ftm"
)

// Authority is a body that publishes lists, and the readers of their formats.
type Authority struct {
	ID        string // "un_sc"; also the dataset of its list, unless a format or the import names another
	Title     string
	Publisher string
	URL       string // the page on which the authority offers its list
	Licence   string
	Cadence   string // how often it changes, in words

	Sources []Source // what sync fetches; empty where there is nothing to fetch
	Formats []Format
}

// Source is a list that can be fetched. Its files together make one snapshot.
type Source struct {
	Dataset string
	Title   string
	URLs    []string
	// Link finds the address of the file on the page that the one URL names,
	// where the file's own address changes with each edition. Of several
	// matches the greatest in order of text is the newest.
	Link *regexp.Regexp
	// Needs names an environment variable with the key that the authority
	// asks for, sent in the header KeyHeader.
	Needs, KeyHeader string
}

// Format is a shape in which a list is published.
type Format struct {
	Name string // "SDN_ADVANCED.XML"

	// Sniff recognises a file by its name and its first bytes. A list that
	// comes in several files says which of them this one is ("alt"); the one
	// file of a list of one file is "list". "" is no file of this format.
	Sniff func(name string, head []byte) (part string)
	// Optional parts may be absent; the first of the parts never is.
	Parts []string

	// Parse reads the files to their end and hands each entity to emit as soon
	// as it is whole, or refuses the list with a *ParseError. Entities that
	// were emitted belong to emit.
	Parse func(ctx context.Context, in Input, emit Emit) (*Parsed, error)
}

// Emit takes an entity from a parser. Its error stops the parser, which
// returns it as it is.
type Emit func(*ftm.Entity) error

// Input is the files of one list.
type Input struct {
	Dataset string // "" for the authority's own
	Files   []File
}

// File returns the file that is the given part; ok is false where the list
// came without it.
func (in Input) File(part string) (f File, ok bool) {
	for _, f := range in.Files {
		if f.Part == part {
			return f, true
		}
	}
	return File{}, false
}

// OnePart is the part of a list that comes in one file.
const OnePart = "list"

// File is a file to parse, which may be read at any place, several times.
type File struct {
	Name    string // for messages, and for own lists that name no dataset
	Part    string
	Exhibit string // SHA-256 of the bytes, hex; every statement carries it
	Size    int64
	io.ReaderAt
}

// Reader reads the file from its start.
func (f File) Reader() io.Reader { return io.NewSectionReader(f.ReaderAt, 0, f.Size) }

// Parsed is what a parser says of a list besides its entities.
type Parsed struct {
	Dataset   string
	Title     string         // of the dataset, where the file says
	Published time.Time      // zero where the file does not say
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

// maxWarnings bounds how many different reasons are kept: a file of a million
// oddities has one warning more that counts the others.
const maxWarnings = 1000

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
	if !ok && len(w.list) >= maxWarnings {
		reason = "further warnings of other kinds"
		i, ok = w.at[reason]
	}
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
	ID        string         `json:"id"` // SHA-256 of the entities as they are stored, hex
	Dataset   string         `json:"dataset"`
	Title     string         `json:"title,omitempty"`
	Authority string         `json:"authority"`
	Published time.Time      `json:"published"` // the day of import where the file does not say
	Imported  time.Time      `json:"imported"`
	Exhibits  []string       `json:"exhibits"` // SHA-256 of the files, hex
	Counts    map[string]int `json:"counts"`
	Size      int            `json:"entities"` // how many entities it holds
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
