package house

import (
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"math"
	"os"
	"slices"
	"time"

	"plimsoll/journal"
	"plimsoll/vault"
	"plimsoll/voyage"
	"plimsoll/voyage/pattern"
)

// KindHeard records what a watch that goes on has heard and told since it last
// did; the subject is the watch's name.
const KindHeard = "voyage.heard"

// Heard is the body of that event: a piece of the feed as an exhibit, what was
// told, which rests on that piece and those before, or both.
type Heard struct {
	Piece      *Piece `json:"piece,omitempty"`
	Result     string `json:"result,omitempty"` // SHA-256 of what was told
	Parameters string `json:"parameters"`       // SHA-256 of the detectors' parameters
	Sentences  int64  `json:"sentences"`
	Messages   int64  `json:"messages"`
	Bad        int64  `json:"bad"`
	Events     int    `json:"events"` // told, some of them again
	Patterns   int    `json:"patterns"`
}

// Piece is a part of what a watch has heard. The lines of a watch are numbered
// through all its feeds.
type Piece struct {
	Exhibit string `json:"exhibit"`
	Feed    string `json:"feed"`  // address or file name
	First   int64  `json:"first"` // number in the watch of the line From
	From    int64  `json:"from"`  // line of the exhibit, from 1
	Lines   int64  `json:"lines"` // at most
	Stream  bool   `json:"stream,omitempty"`
}

// end is the number behind the last line.
func (p *Piece) end() int64 { return p.First + p.Lines }

// Positions hold the number of a line in 31 bits. A watch that hears more lines
// begins anew with 1; then the time tells.
const lineNumbers = math.MaxInt32

// LineNumber is the number that positions hold of a line.
func LineNumber(n int64) int { return int((n-1)%lineNumbers) + 1 }

// ongoing is what is folded of a watch that goes on.
type ongoing struct {
	Watch
	pieces  []keptPiece
	results []string
	merged  *merged
}

type keptPiece struct {
	Piece
	at time.Time
}

func (w *Watches) applyHeard(e journal.Event) error {
	var b Heard
	if err := json.Unmarshal(e.Body, &b); err != nil {
		return fmt.Errorf("reading what was heard: %w", err)
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	o := w.ongoing[e.Subject]
	if o == nil {
		o = &ongoing{Watch: Watch{Name: e.Subject}}
		if w.ongoing == nil {
			w.ongoing = map[string]*ongoing{}
		}
		w.ongoing[e.Subject] = o
	}
	o.At, o.Seq, o.Parameters = e.At, e.Seq, b.Parameters
	o.Sentences += b.Sentences
	o.Messages += b.Messages
	o.Bad += b.Bad
	o.Events += b.Events
	if b.Piece != nil {
		o.pieces = append(o.pieces, keptPiece{*b.Piece, e.At})
		o.Feed = cmp.Or(o.Feed, b.Piece.Exhibit)
	}
	if b.Result != "" {
		o.results = append(o.results, b.Result)
	}
	return nil
}

// Where finds the line that an event names: in the record it was found in, or
// in one of the pieces of the watch that heard it. Feed is the record, or any of
// the pieces.
func (w *Watches) Where(feed string, line int, at time.Time) (exhibit string, local int) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if line < 1 || w.recorded(feed) {
		return feed, line
	}
	for _, name := range slices.Sorted(maps.Keys(w.ongoing)) {
		o := w.ongoing[name]
		if o.heard(feed) {
			return o.where(feed, line, at)
		}
	}
	return feed, line
}

// recorded says whether an exhibit was watched as a whole.
func (w *Watches) recorded(exhibit string) bool {
	return slices.ContainsFunc(w.all, func(x Watch) bool { return x.Feed == exhibit })
}

// heard says whether an exhibit is a piece of the watch.
func (o *ongoing) heard(exhibit string) bool {
	return slices.ContainsFunc(o.pieces, func(p keptPiece) bool { return p.Exhibit == exhibit })
}

// where takes of several pieces with a line of the number the one that was kept
// nearest to the time.
func (o *ongoing) where(feed string, line int, at time.Time) (exhibit string, local int) {
	best := time.Duration(-1)
	exhibit, local = feed, line
	for i := range o.pieces {
		p := &o.pieces[i]
		into := (int64(line) - p.First%lineNumbers + lineNumbers) % lineNumbers
		if apart := p.at.Sub(at).Abs(); into < p.Lines && (best < 0 || apart < best) {
			best, exhibit, local = apart, p.Exhibit, int(p.From+into)
		}
	}
	return exhibit, local
}

// Radio says whether an exhibit is ships' radio, which is read line by line
// even where it is packed.
func (w *Watches) Radio(exhibit string) bool {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.recorded(exhibit) {
		return true
	}
	for _, o := range w.ongoing { // the order does not matter
		if o.heard(exhibit) {
			return true
		}
	}
	return false
}

// merged is what a watch has told so far: of each id the last.
type merged struct {
	results  int
	tracksAt time.Time
	events   map[string]voyage.Event
	patterns map[string]pattern.Pattern
	result   *Result
}

// State names what Result gives: it is another when a watch that goes on has
// told more, or knows better where its ships are.
func (w *Watches) State(watch Watch) string {
	if watch.Name == "" {
		return watch.Result
	}
	w.mu.Lock()
	results := 0
	if o := w.ongoing[watch.Name]; o != nil {
		results = len(o.results)
	}
	w.mu.Unlock()
	placed := int64(0)
	if at := w.placedAt(watch.Name); !at.IsZero() {
		placed = at.UnixNano()
	}
	return fmt.Sprintf("%s-%d-%d", watch.Name, results, placed)
}

// placesOf is the file that says where the ships of a watch are.
func (w *Watches) placesOf(name string) string { return w.house.Data.Path(radioDir, name, tracksFile) }

// placedAt is when that was written, zero if it was not.
func (w *Watches) placedAt(name string) time.Time {
	info, err := os.Stat(w.placesOf(name))
	if err != nil {
		return time.Time{}
	}
	return info.ModTime()
}

// told reads what a watch that goes on has told, and where its ships are.
func (w *Watches) told(ctx context.Context, name string) (*Result, error) {
	w.mu.Lock()
	o := w.ongoing[name]
	if o == nil {
		w.mu.Unlock()
		return nil, fmt.Errorf("no watch is called %q", name)
	}
	have, results := o.merged, slices.Clone(o.results)
	w.mu.Unlock()
	tracksAt := w.placedAt(name)
	if have != nil && have.results == len(results) && have.tracksAt.Equal(tracksAt) {
		return have.result, nil
	}
	next := &merged{results: len(results), tracksAt: tracksAt, events: map[string]voyage.Event{}, patterns: map[string]pattern.Pattern{}}
	from := 0
	if have != nil {
		from = have.results
		maps.Copy(next.events, have.events)
		maps.Copy(next.patterns, have.patterns)
	}
	for _, sum := range results[from:] {
		r, err := w.readResult(ctx, sum)
		if err != nil {
			return nil, err
		}
		for _, e := range r.Events {
			next.events[e.ID] = e
		}
		for _, p := range r.Patterns {
			next.patterns[p.ID] = p
		}
	}
	next.result = &Result{
		Events:   sortedBy(next.events, func(e voyage.Event) time.Time { return e.Start }),
		Patterns: sortedBy(next.patterns, func(p pattern.Pattern) time.Time { return p.Start }),
	}
	if !tracksAt.IsZero() {
		if err := readPacked(w.placesOf(name), &next.result.Tracks); err != nil {
			return nil, fmt.Errorf("reading where the ships of %s are: %w", name, err)
		}
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	o.merged = next
	return next.result, nil
}

// sortedBy puts things in the order of their time, and of their ids.
func sortedBy[T any](all map[string]T, at func(T) time.Time) []T {
	ids := slices.Sorted(maps.Keys(all))
	slices.SortStableFunc(ids, func(a, b string) int { return at(all[a]).Compare(at(all[b])) })
	out := make([]T, len(ids))
	for i, id := range ids {
		out[i] = all[id]
	}
	return out
}

func readPacked(path string, to any) error {
	packed, err := os.ReadFile(path)
	if err != nil {
		return err
	}
	raw, err := unpack(packed)
	if err != nil {
		return err
	}
	return json.Unmarshal(raw, to)
}

// itemOf is the exhibit that a piece of a stream becomes.
func itemOf(name, source string, p *Piece) vault.Item {
	return vault.Item{
		Name: fmt.Sprintf("%s-%d.nmea", name, p.First), MediaType: "text/plain", Source: source,
		Origin: "heard at " + p.Feed,
	}
}
