package lists

import (
	"bytes"
	"context"
	"fmt"

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
	read     map[string]named  // countries met before
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
		ctx: ctx, emit: emit, seen: map[string]string{}, read: map[string]named{},
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

// Emit hands over an entity that belongs to no entry, such as a relation
// between two.
func (r *Reading) Emit(s *Subject) error { return r.emit(s.Entity) }

// Loose makes a subject that belongs to no entry; hand it over with Emit.
func (r *Reading) Loose(id, schema string) *Subject {
	return &Subject{Entity: ftm.New(id, schema), r: r}
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
