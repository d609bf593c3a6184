package table

import (
	"errors"
	"fmt"
	"io"

	"plimsoll/ais"
)

// Options of a Reader.
type Options struct {
	// Columns says what columns mean that are not known, or mean something
	// else: the heading to a word of docs/ais.md, or to "-" to leave it out.
	Columns map[string]string
	// MonthFirst reads 03/04/2025 as the fourth of March. Dates with slashes
	// are otherwise read with the day first.
	MonthFirst bool
	// Strict makes the first row that cannot be read an error (*ais.LineError)
	// instead of a number in the statistics.
	Strict bool
}

// rows is a table of any format. A row is valid until the following call; nil
// without a reason is a blank line.
type rows interface {
	row() (cells [][]byte, line int, r ais.Reason, err error)
	lines() int
}

const (
	repeatStatic = 360     // seconds: as often as a ship says itself who she is
	maxShips     = 1 << 20 // whose identity is remembered
	internLimit  = 1 << 16 // strings kept to be handed out again
)

// Reader yields the messages of a table. It is an [ais.Source].
type Reader struct {
	rows    rows
	fields  []field
	options Options
	cells   [fieldCount][]byte
	line    int
	queue   [4]ais.Message
	at, n   int // of queue
	known   map[uint32]identity
	strings map[string]string
	tally   ais.Tallies
	stats   ais.Stats
	err     error
}

// identity is what was last told of who a ship is.
type identity struct {
	hash uint64
	told int64
}

var _ ais.Source = (*Reader)(nil)

// NewCSV reads a table in text: a header, then a row a line, UTF-8 or ASCII.
func NewCSV(r io.Reader, o Options) (*Reader, error) {
	rows, fields, err := openCSV(r, o)
	if err != nil {
		return nil, fmt.Errorf("reading a table of AIS: %w", err)
	}
	return newReader(rows, fields, o), nil
}

func newReader(rows rows, fields []field, o Options) *Reader {
	return &Reader{rows: rows, fields: fields, options: o, known: make(map[uint32]identity), strings: make(map[string]string)}
}

// Next implements [ais.Source].
func (r *Reader) Next(m *ais.Message) error {
	for r.at == r.n {
		if r.err != nil {
			return r.err
		}
		r.at, r.n = 0, 0
		r.err = r.read()
	}
	*m = r.queue[r.at]
	r.at++
	r.stats.Messages++
	r.stats.ByType[m.Type]++
	return nil
}

// Stats implements [ais.Source]. Its sentences are rows.
func (r *Reader) Stats() ais.Stats {
	s := r.stats
	s.Lines = int64(r.rows.lines())
	s.Bad, s.Lenient = r.tally.Bad(), r.tally.Lenient()
	return s
}

// read puts the messages of the next row into the queue.
func (r *Reader) read() error {
	cells, line, reason, err := r.rows.row()
	switch {
	case errors.Is(err, io.EOF):
		return io.EOF
	case err != nil:
		return fmt.Errorf("reading a table of AIS: after line %d: %w", line, err)
	case cells == nil && reason == 0:
		r.stats.Blank++
		return nil
	}
	r.stats.Sentences++
	r.line = line
	if reason == 0 {
		for i, f := range r.fields {
			r.cells[f] = cells[i] // what is unused goes where nobody looks
		}
		reason = r.messages()
	}
	if reason == 0 {
		return nil
	}
	r.n = 0
	r.tally.Add(reason, line)
	if r.options.Strict {
		return &ais.LineError{Line: line, Reason: reason}
	}
	return nil
}

// intern returns b as a string that is shared by all messages.
func (r *Reader) intern(b []byte) string {
	if s, ok := r.strings[string(b)]; ok {
		return s
	}
	s := string(b)
	if len(s) > 64 {
		return s
	}
	if len(r.strings) >= internLimit {
		clear(r.strings)
	}
	r.strings[s] = s
	return s
}
