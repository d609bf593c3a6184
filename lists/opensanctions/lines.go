package opensanctions

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"unicode/utf8"

	"plimsoll/lists"
)

// maxLine is longer than the line of any entity; the longest have some hundred
// thousand bytes.
const maxLine = 16 << 20

// lineReader reads a file line by line.
type lineReader struct {
	file lists.File
	r    io.Reader
	buf  []byte
	pos  int
	base int64 // of buf[0]
	eof  bool

	number int   // of the line last read, from 1
	at     int64 // where it begins
}

func newLineReader(f lists.File) *lineReader {
	return &lineReader{file: f, r: f.Reader(), buf: make([]byte, 0, 1<<20)}
}

// next returns a line without its end, io.EOF after the last. Blank lines are
// passed over. Last says that no newline ends it.
func (l *lineReader) next() (line string, last bool, err error) {
	for {
		raw, last, err := l.raw()
		if err != nil {
			return "", false, err
		}
		if l.number++; l.number == 1 {
			if cut := bytes.TrimPrefix(raw, []byte("\ufeff")); len(cut) < len(raw) {
				raw = cut
				l.at += 3
			}
		}
		if len(bytes.TrimSpace(raw)) == 0 {
			continue
		}
		line = string(raw)
		if !utf8.ValidString(line) {
			return "", false, l.notUTF8(line)
		}
		return line, last, nil
	}
}

// raw returns a line as it stands in the buffer.
func (l *lineReader) raw() (line []byte, last bool, err error) {
	for searched := 0; ; {
		rest := l.buf[l.pos:]
		end := bytes.IndexByte(rest[searched:], '\n')
		found := end >= 0
		if end += searched; !found {
			end = len(rest)
		}
		if end > maxLine {
			return nil, false, &lists.ParseError{
				File: l.file.Name, Line: l.number + 1, Offset: l.base + int64(l.pos),
				Reason: fmt.Sprintf("the line is longer than %d bytes: one entity stands on one line, and none is that long", maxLine),
			}
		}
		if found || l.eof && end > 0 {
			l.at = l.base + int64(l.pos)
			l.pos = min(l.pos+end+1, len(l.buf))
			return rest[:end], !found, nil
		}
		if l.eof {
			return nil, false, io.EOF
		}
		searched = end
		if err := l.fill(); err != nil {
			return nil, false, err
		}
	}
}

func (l *lineReader) fill() error {
	if l.pos > 0 {
		l.base += int64(l.pos)
		l.buf = l.buf[:copy(l.buf, l.buf[l.pos:])]
		l.pos = 0
	}
	if len(l.buf) == cap(l.buf) {
		l.buf = append(make([]byte, 0, 2*cap(l.buf)), l.buf...)
	}
	for range 100 {
		n, err := l.r.Read(l.buf[len(l.buf):cap(l.buf)])
		l.buf = l.buf[:len(l.buf)+n]
		if errors.Is(err, io.EOF) {
			l.eof = true
			return nil
		}
		if err != nil {
			return fmt.Errorf("reading %s at byte %d: %w", l.file.Name, l.base+int64(len(l.buf)), err)
		}
		if n > 0 {
			return nil
		}
	}
	return fmt.Errorf("reading %s: %w", l.file.Name, io.ErrNoProgress)
}

func (l *lineReader) notUTF8(line string) error {
	for i := 0; ; {
		r, n := utf8.DecodeRuneInString(line[i:])
		if r == utf8.RuneError && n < 2 {
			return l.fail(i, fmt.Sprintf("the byte 0x%02X is not UTF-8, in which JSON is written", line[i]))
		}
		i += n
	}
}

// fail refuses the file for a byte of the line last read.
func (l *lineReader) fail(at int, reason string) error {
	return &lists.ParseError{File: l.file.Name, Line: l.number, Offset: l.at + int64(at), Reason: reason}
}

// refuse refuses the file for what is wrong with the JSON of the line.
func (l *lineReader) refuse(err error, last bool) error {
	var bad *jsonError
	if !errors.As(err, &bad) {
		return err
	}
	if bad.cut && last {
		return l.fail(bad.at, "the file ends in the middle of a line: it was cut, fetch it again")
	}
	return l.fail(bad.at, bad.reason)
}

// read takes apart the entity of a line, which must be all that it holds.
func (l *lineReader) read(r *record, line string, last bool) error {
	c := &scanner{s: line}
	if c.peek() != '{' {
		return l.fail(c.i, "the line is no JSON object: each line of an export is one entity")
	}
	if err := r.read(c); err != nil {
		return l.refuse(err, last)
	}
	if c.peek() != 0 || c.i < len(line) {
		return l.fail(c.i, "text behind the entity: each line of an export is one entity")
	}
	return nil
}

// parseLines reads an export line by line.
func parseLines(ctx context.Context, in lists.Input, emit lists.Emit) (*lists.Parsed, error) {
	f := in.Files[0]
	if in.Dataset == "" {
		shared, err := sharedDataset(ctx, f)
		if err != nil {
			return nil, err
		}
		in.Dataset = shared
	}
	p := &parser{
		Reading: lists.NewReading(ctx, in, emit, Dataset, "OpenSanctions"),
		ctx:     ctx, file: f, lines: newLineReader(f), seen: map[idHash]struct{}{},
	}
	for {
		line, last, err := p.lines.next()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return nil, err
		}
		if err := ctx.Err(); err != nil {
			return nil, fmt.Errorf("reading %s: %w", f.Name, err)
		}
		rec := p.record(0)
		if err := p.lines.read(rec, line, last); err != nil {
			return nil, err
		}
		if err := p.entity(rec, line, "", 0); err != nil {
			return nil, err
		}
	}
	if len(p.seen) == 0 {
		return nil, &lists.ParseError{File: f.Name, Line: 1, Offset: 0, Reason: "the export has no entities"}
	}
	p.finish()
	return p.Done()
}

// sharedDataset is the one dataset that all lines of a file name, or "". It
// reads no further than it must.
func sharedDataset(ctx context.Context, f lists.File) (string, error) {
	l := newLineReader(f)
	var rec record
	var shared []string
	for {
		line, last, err := l.next()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return "", err
		}
		if err := ctx.Err(); err != nil {
			return "", fmt.Errorf("reading %s: %w", f.Name, err)
		}
		if err := l.read(&rec, line, last); err != nil {
			return "", err
		}
		if shared == nil {
			for _, d := range rec.datasets {
				shared = append(shared, d.text)
			}
		}
		n := 0
		for _, s := range shared {
			if rec.names(s) {
				shared[n] = s
				n++
			}
		}
		if shared = shared[:n]; n == 0 {
			return "", nil
		}
	}
	if len(shared) == 1 && lists.ValidDataset(shared[0]) {
		return shared[0], nil
	}
	return "", nil
}

// names reports whether the record names the dataset.
func (r *record) names(dataset string) bool {
	for _, d := range r.datasets {
		if d.text == dataset {
			return true
		}
	}
	return false
}
