package web

import (
	"context"
	"errors"
	"io"
	"net/url"
	"strconv"
	"time"

	"plimsoll/web/chart"
)

// Source yields what the pages show. Every method may be called at any time
// and from several requests at once. A method given an id that does not exist
// returns an error that wraps ErrNotFound; the slices of a view are in the
// order in which the page shows them.
type Source interface {
	World(ctx context.Context) (World, error)
	// Version names the state that the first page shows; the same version
	// means the same page.
	Version(ctx context.Context) (string, error)
	Watch(ctx context.Context, q Query) (Watch, error)
	Ships(ctx context.Context, q Query) (Ships, error)
	Ship(ctx context.Context, imo string) (Ship, error)
	Lead(ctx context.Context, id string) (Lead, error)
	Findings(ctx context.Context) ([]Finding, error)
	Finding(ctx context.Context, id string) (Finding, error)
	Party(ctx context.Context, id string) (Party, error)
	Lists(ctx context.Context) ([]List, error)
	// List is a page of a list, counted from 1.
	List(ctx context.Context, dataset string, page int) (List, error)
	Desk(ctx context.Context) (Desk, error)
	Log(ctx context.Context) (Log, error)
	Petroleum(ctx context.Context, year int) (Account, error)
	Exhibit(ctx context.Context, sha256 string) (Exhibit, error)

	// OpenExhibit gives the bytes of an exhibit as they came.
	OpenExhibit(ctx context.Context, sha256 string) (io.ReadCloser, error)
	// OpenLines gives the lines of an exhibit that is text, or holds text.
	OpenLines(ctx context.Context, sha256 string) (io.ReadCloser, error)
	// File gives what a reader needs to check the log without us: the entry
	// and the proof of a finding, the policy, the checkpoint.
	File(ctx context.Context, kind FileKind, id string) (File, error)
}

// ErrNotFound is wrapped by the errors of a Source when it has no such thing.
var ErrNotFound = errors.New("not found")

// FileKind says which file is asked for.
type FileKind string

// The files of the log. Policy and checkpoint take no id.
const (
	EntryFile      FileKind = "entry"
	ProofFile      FileKind = "proof"
	PolicyFile     FileKind = "policy"
	CheckpointFile FileKind = "checkpoint"
)

// File is bytes to be saved under a name.
type File struct {
	Name string
	Type string // media type; text/plain where empty
	Body []byte
}

// World says whose pages these are. It is shown on every page and travels
// with every JSON document.
type World struct {
	Title string    `json:"title"`
	Demo  bool      `json:"demo"`
	From  time.Time `json:"from,omitzero"`
	AsOf  time.Time `json:"as_of,omitzero"`
}

// Figure is a number and the page that it can be followed to.
type Figure struct {
	Value string `json:"value"`
	Label string `json:"label"`
	Href  string `json:"href"`
}

// Count makes a figure of a number of things: "75 entities".
func Count(n int, one, many, href string) Figure {
	label := many
	if n == 1 {
		label = one
	}
	return Figure{Value: number(n), Label: label, Href: href}
}

// Link is a name and its page. Href may be empty.
type Link struct {
	Text string `json:"text"`
	Href string `json:"href,omitempty"`
}

// Ref is a place in an exhibit.
type Ref struct {
	SHA256 string `json:"sha256"`
	Name   string `json:"name,omitempty"`   // of the exhibit
	Place  string `json:"place,omitempty"`  // as the statement gives it
	Line   int    `json:"line,omitempty"`   // where Place is a line of text
	Offset int64  `json:"offset,omitempty"` // where Place is an offset in bytes
	Note   string `json:"note,omitempty"`
}

// Href is the exhibit's page, opened at the place.
func (r Ref) Href() string {
	if r.SHA256 == "" {
		return ""
	}
	href := "/exhibits/" + url.PathEscape(r.SHA256)
	switch {
	case r.Line > 0:
		return href + "?line=" + strconv.Itoa(r.Line) + "#line-" + strconv.Itoa(r.Line)
	case r.Offset > 0:
		return href + "?offset=" + strconv.FormatInt(r.Offset, 10)
	}
	return href
}

// Event is what a track did, with the lines of radio that show it.
type Event struct {
	ID         string      `json:"id"`
	Kind       string      `json:"kind"`
	Start      time.Time   `json:"start"`
	End        time.Time   `json:"end"`
	Open       bool        `json:"open,omitempty"` // it goes on, as far as is known
	At         chart.Point `json:"at"`
	Ships      []Link      `json:"ships"`
	Tags       []string    `json:"tags,omitempty"`
	Reason     string      `json:"reason"`
	Confidence string      `json:"confidence,omitempty"`
	Quiet      bool        `json:"quiet,omitempty"`      // as chart.Mark.Quiet
	Facts      []Fact      `json:"facts,omitempty"`      // measured: distance, speed, draught
	More       []Fact      `json:"more,omitempty"`       // measured, and less telling
	Refutes    []string    `json:"refutes,omitempty"`    // what would show that it was not so
	Parameters []Fact      `json:"parameters,omitempty"` // that decided
	Lines      []EventLine `json:"lines,omitempty"`      // every report it rests on
	Refs       []Ref       `json:"refs,omitempty"`       // some of them
}

// EventLine is a report that an event rests on.
type EventLine struct {
	Time  time.Time `json:"time"`
	MMSI  string    `json:"mmsi"`
	Lat   float64   `json:"lat"`
	Lon   float64   `json:"lon"`
	Knots *float64  `json:"knots"`
	Ref   Ref       `json:"ref"`
}

// Fact is a measured property in words, and where it is read off.
type Fact struct {
	Label string `json:"label"`
	Value string `json:"value"`
	Ref   *Ref   `json:"ref,omitempty"`
	Wide  bool   `json:"-"` // too long for a column
}
