package lists

import (
	"bytes"
	"context"
	"fmt"
	"strconv"

	"plimsoll/ftm"
)

// Value is something a file says at one place.
type Value struct {
	Text    string // cleaned
	Raw     string // as it stands
	Place   string // path or row and column, and the byte: "/LIST/ENTRY[3]/NAME @1234"
	Exhibit string // SHA-256 of the file
}

// Empty reports whether the file says nothing there.
func (v Value) Empty() bool { return v.Text == "" }

// With is a value drawn from this one: other text, same place.
func (v Value) With(text string) Value {
	v.Text = text
	return v
}

// Reading is one run of a parser over a list. Parsers make an [Entry] for each
// entry they meet and end with [Reading.Done].
type Reading struct {
	Parsed // counts, dataset, day: filled in by the parser

	In        Input
	Authority string // whose listings these are, in the words of [Subject.Sanction]

	ctx      context.Context
	emit     Emit
	warnings Warnings
	seen     map[string]string // party id to the place of its entry
	again    map[string]int    // the number behind an id that was last free
	read     map[string]named  // countries met before

	drafts [][]ftm.Statement // room to make entities in, used again
	slab   []ftm.Statement   // room for the statements of finished ones
}

// slabSize is how many statements are allocated at a time.
const slabSize = 128

// draft is room for the statements of an entity in the making.
func (r *Reading) draft() []ftm.Statement {
	if n := len(r.drafts); n > 0 {
		d := r.drafts[n-1]
		r.drafts = r.drafts[:n-1]
		return d
	}
	return make([]ftm.Statement, 0, 16)
}

// hand gives a finished entity away, its statements in room of just their size.
func (r *Reading) hand(e *ftm.Entity) error {
	d := e.Statements
	n := len(d)
	if n > cap(r.slab)-len(r.slab) {
		r.slab = make([]ftm.Statement, 0, max(n, slabSize))
	}
	from := len(r.slab)
	r.slab = append(r.slab, d...)
	e.Statements = r.slab[from : from+n : from+n]
	clear(d) // what it points to is not kept for its sake
	r.drafts = append(r.drafts, d[:0])
	return r.emit(e)
}

// named is what Countries makes of a text. Lists name few countries, often.
type named struct {
	codes []string
	exact bool
}

func (r *Reading) countries(text string) (codes []string, exact bool) {
	if n, ok := r.read[text]; ok {
		return n.codes, n.exact
	}
	codes, exact = Countries(text)
	if len(r.read) < 4096 {
		r.read[text] = named{codes, exact}
	}
	return codes, exact
}

// NewReading begins a run. The dataset is what the import asks for, else the
// one given.
func NewReading(ctx context.Context, in Input, emit Emit, dataset, authority string) *Reading {
	if in.Dataset != "" {
		dataset = in.Dataset
	}
	return &Reading{
		Parsed: Parsed{Dataset: dataset, Counts: map[string]int{}}, In: in, Authority: authority,
		ctx: ctx, emit: emit, seen: map[string]string{}, again: map[string]int{}, read: map[string]named{},
	}
}

// Warn counts something that could not be used.
func (r *Reading) Warn(place, format string, args ...any) {
	if len(args) > 0 {
		format = fmt.Sprintf(format, args...)
	}
	r.warnings.Add(format, place)
}

// Done ends the run.
func (r *Reading) Done() (*Parsed, error) {
	r.Parsed.Warnings = r.warnings.List()
	return &r.Parsed, nil
}

// Taken returns the place of the entry that has this party id already.
func (r *Reading) Taken(id string) (place string, taken bool) {
	place, taken = r.seen[id]
	return place, taken
}

// Free returns an id that no entry has: the one given, else the same with a
// number behind it, from 2 on.
func (r *Reading) Free(id string) string {
	if !r.has(id) {
		return id
	}
	for n := max(r.again[id], 2); ; n++ {
		if try := id + "-" + strconv.Itoa(n); !r.has(try) {
			r.again[id] = n // a list of equal entries is not counted through for each
			return try
		}
	}
}

func (r *Reading) has(id string) bool {
	_, taken := r.seen[id]
	return taken
}

// Emit hands over an entity that belongs to no entry, such as a relation
// between two.
func (r *Reading) Emit(s *Subject) error { return r.hand(s.Entity) }

// Loose makes a subject that belongs to no entry; hand it over with Emit.
func (r *Reading) Loose(id, schema string) *Subject {
	s := &Subject{Entity: ftm.New(id, schema), r: r}
	s.Statements = r.draft()
	return s
}

// ReadAll runs a parser and keeps what it emits.
func ReadAll(ctx context.Context, f Format, in Input) (*Parsed, []*ftm.Entity, error) {
	var out []*ftm.Entity
	p, err := f.Parse(ctx, in, func(e *ftm.Entity) error {
		out = append(out, e)
		return nil
	})
	return p, out, err
}

// Bytes is a file that lies in memory.
func Bytes(name, part, exhibit string, data []byte) File {
	return File{Name: name, Part: part, Exhibit: exhibit, Size: int64(len(data)), ReaderAt: bytes.NewReader(data)}
}
