package feed

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"time"

	"plimsoll/ais"
)

// Record says what becomes of the sentences of a feed besides being decoded.
type Record struct {
	// Line is handed each line, with its end, after its messages were read: as
	// it came, but for a tag block with the time of arrival before a sentence
	// that brought no time, as those who log radio put it. So a record that is
	// read again has the times it had.
	Line func(line []byte)
	// Between is called for each tick, between two lines: when every line that
	// was read has been handed on and its messages were taken. It need not wait
	// for a line to come. Its error ends the reading.
	Between func() error
	Tick    <-chan time.Time
}

// recorder hands a decoder one line at a time, so that it is known which line a
// message came from and none is read ahead.
type recorder struct {
	to     Record
	chunks chan chunk
	quit   chan struct{}
	buf    []byte // received, not read yet
	err    error  // behind buf
	line   []byte // being read
	rest   []byte // of line: not handed out yet
	stamp  int64  // what line is to be dated
	n      int    // of line
	cut    bool   // what follows belongs to line
}

type chunk struct {
	data []byte
	err  error
}

const maxRecorded = 1 << 16 // bytes of a line that are held; a longer one comes in pieces

func newRecorder(in io.Reader, to Record) *recorder {
	r := &recorder{to: to, chunks: make(chan chunk, 4), quit: make(chan struct{})}
	go func() {
		for {
			data := make([]byte, maxRecorded)
			n, err := in.Read(data)
			select {
			case r.chunks <- chunk{data[:n], err}:
			case <-r.quit:
				return
			}
			if err != nil {
				return
			}
		}
	}()
	return r
}

func (r *recorder) Close() error {
	close(r.quit)
	return nil
}

func (r *recorder) Read(p []byte) (int, error) {
	if len(r.rest) == 0 {
		r.handOn()
		if err := r.next(); err != nil {
			return 0, err
		}
	}
	n := copy(p, r.rest)
	r.rest = r.rest[n:]
	return n, nil
}

// next makes the next line the one to read, and waits for it.
func (r *recorder) next() error {
	for {
		end := bytes.IndexByte(r.buf, '\n') + 1
		switch {
		case end == 0 && len(r.buf) >= maxRecorded, end == 0 && r.err != nil:
			end = len(r.buf)
		}
		if end > 0 {
			if !r.cut {
				r.n++
			}
			r.cut = r.buf[end-1] != '\n'
			r.line = append(r.line[:0], r.buf[:end]...)
			if r.cut && r.err != nil && end == len(r.buf) { // where a feed ends, its line does
				r.line, r.cut = append(r.line, '\n'), false
			}
			r.buf, r.rest = r.buf[end:], r.line
			return nil
		}
		if r.err != nil && r.cut {
			r.line, r.cut = append(r.line[:0], '\n'), false
			r.rest = r.line
			return nil
		}
		if r.err != nil {
			return r.err
		}
		if err := r.wait(); err != nil {
			return err
		}
	}
}

// wait brings more bytes, or lets a tick be worked on.
func (r *recorder) wait() error {
	select {
	case <-r.to.Tick: // before what may come without a pause
		return r.to.Between()
	default:
	}
	select {
	case c := <-r.chunks:
		r.buf, r.err = append(r.buf, c.data...), c.err
		return nil
	case <-r.to.Tick:
		return r.to.Between()
	}
}

// handOn hands on the line that was read.
func (r *recorder) handOn() {
	if len(r.line) == 0 {
		return
	}
	if r.stamp != 0 {
		r.line = stamped(r.line, arrival(r.stamp))
	}
	r.to.Line(r.line)
	r.line, r.stamp = r.line[:0], 0
}

// stamped puts a tag block before the sentence of a line, or before each of
// several that has none.
func stamped(line, tag []byte) []byte {
	if bytes.Count(line, []byte{'!'}) < 2 {
		return append(tag, line...)
	}
	var out []byte
	for i, c := range line {
		if c == '!' && (i == 0 || line[i-1] != '\\') {
			out = append(out, tag...)
		}
		out = append(out, c)
	}
	return out
}

// arrival is a tag block that says when a sentence was received.
func arrival(unix int64) []byte {
	text := fmt.Sprintf("c:%d", unix)
	sum := byte(0)
	for i := range len(text) {
		sum ^= text[i]
	}
	return fmt.Appendf(nil, "\\%s*%02X\\", text, sum)
}

// dated gives messages that say nothing of when they were received the time at
// which they are, and counts them.
type dated struct {
	ais.Source
	now     func() time.Time // nil: they have none
	lines   *recorder        // or nil
	arrived int64
}

func (d *dated) Next(m *ais.Message) error {
	err := d.Source.Next(m)
	if errors.Is(err, io.EOF) && d.lines != nil {
		d.lines.handOn()
	}
	if err != nil {
		return err
	}
	if d.lines != nil {
		m.Line = d.lines.n
	}
	if m.Received != 0 || d.now == nil {
		return nil
	}
	d.arrived++
	m.Received = d.now().Unix()
	if d.lines != nil { // a line arrives at one time, whatever it holds
		if d.lines.stamp == 0 {
			d.lines.stamp = m.Received
		}
		m.Received = d.lines.stamp
	}
	return nil
}
