package book

import (
	"bytes"
	"errors"
	"io"
)

// maxLine is the most bytes of one line or one record.
const maxLine = 1 << 20

// errLong says that a line is longer than maxLine.
var errLong = errors.New("the line is longer than 1 MB")

// lines gives the lines of a text from one buffer, which grows to no more than
// the longest line.
type lines struct {
	r          io.Reader
	buf        []byte
	start, end int
	at         int64 // byte of buf[start] in the text
	line       int   // number of the line at buf[start], from 1
	eof        bool
}

func newLines(r io.Reader, at int64) *lines {
	return &lines{r: r, buf: make([]byte, 1<<16), at: at, line: 1}
}

// fill reads more behind what is there.
func (l *lines) fill() error {
	if l.eof {
		return io.EOF
	}
	if l.start > 0 {
		copy(l.buf, l.buf[l.start:l.end])
		l.end -= l.start
		l.start = 0
	}
	if l.end == len(l.buf) {
		l.buf = append(l.buf, make([]byte, len(l.buf))...)
	}
	for empty := 0; ; empty++ {
		n, err := l.r.Read(l.buf[l.end:])
		l.end += n
		switch {
		case errors.Is(err, io.EOF):
			l.eof = true
			if n == 0 {
				return io.EOF
			}
			return nil
		case err != nil:
			return err
		case n > 0:
			return nil
		case empty == 100:
			return io.ErrNoProgress
		}
	}
}

// peek returns the line that begins from bytes behind the current one's
// beginning, without its end, and where the line after it begins. At the end
// of the text it returns io.EOF.
func (l *lines) peek(from int) (line []byte, next int, err error) {
	scanned := from
	for {
		if i := bytes.IndexByte(l.buf[l.start+scanned:l.end], '\n'); i >= 0 {
			line, next = l.buf[l.start+from:l.start+scanned+i], scanned+i+1
			break
		}
		scanned = l.end - l.start
		if scanned-from > maxLine {
			return nil, 0, errLong
		}
		if err := l.fill(); errors.Is(err, io.EOF) {
			if scanned == from {
				return nil, 0, io.EOF
			}
			line, next = l.buf[l.start+from:l.end], scanned
			break
		} else if err != nil {
			return nil, 0, err
		}
	}
	if len(line) > maxLine {
		return nil, 0, errLong
	}
	return bytes.TrimSuffix(line, []byte("\r")), next, nil
}

// skip goes n bytes on, which hold so many lines.
func (l *lines) skip(n, count int) {
	l.start += n
	l.at += int64(n)
	l.line += count
}

// skipLong goes behind a line that is too long to be held.
func (l *lines) skipLong() error {
	for {
		if i := bytes.IndexByte(l.buf[l.start:l.end], '\n'); i >= 0 {
			l.skip(i+1, 1)
			return nil
		}
		l.skip(l.end-l.start, 0)
		if err := l.fill(); errors.Is(err, io.EOF) {
			l.line++
			return nil
		} else if err != nil {
			return err
		}
	}
}
