package ais

import (
	"bytes"
	"errors"
	"io"
)

const (
	maxLine    = 4096    // bytes; no feed needs more, and a file that is not text must not fill the memory
	bufferSize = 1 << 16 // read at once
	maxEmpty   = 100     // reads in a row that give neither bytes nor an error
)

var errLineTooLong = errors.New("line too long")

// lineReader cuts a stream into lines. A line ends at LF, at CR LF (or CR CR
// LF, which some loggers write) or at a CR alone.
type lineReader struct {
	r          io.Reader
	buf        []byte
	start, end int
	n          int // number of the line returned last
	err        error
	skipping   bool // inside of a line that was too long
}

// next returns the next line without its end, valid until the following call.
// The error errLineTooLong stands for a line that was skipped; any other error
// comes from the reader and is final.
func (l *lineReader) next() ([]byte, error) {
	for {
		window := l.buf[l.start:l.end]
		if len(window) > maxLine+1 {
			window = window[:maxLine+1]
		}
		length, used := cutLine(window, l.err != nil)
		switch {
		case used > 0 && l.skipping:
			l.start += used
			l.skipping = false
			continue
		case used > 0:
			line := window[:length]
			l.start += used
			l.n++
			return line, nil
		case len(window) > maxLine:
			l.start += len(window)
			if !l.skipping {
				l.skipping = true
				l.n++
				return nil, errLineTooLong
			}
			continue
		case l.err != nil:
			return nil, l.err
		}
		l.fill()
	}
}

// cutLine finds the end of the first line: how long it is, and how many bytes
// it takes with its end; used is 0 when the end is not in sight. At the end of
// the stream whatever is left is a line.
func cutLine(b []byte, last bool) (length, used int) {
	lf := bytes.IndexByte(b, '\n')
	seg := b
	if lf >= 0 {
		seg = b[:lf]
	}
	cr := bytes.IndexByte(seg, '\r')
	if cr < 0 {
		if lf >= 0 {
			return lf, lf + 1
		}
		if last {
			return len(b), len(b)
		}
		return 0, 0
	}
	after := cr + 1
	for after < len(seg) && seg[after] == '\r' {
		after++
	}
	switch {
	case after < len(seg): // CRs and then text
		return cr, cr + 1
	case lf >= 0: // CRs and then LF
		return cr, lf + 1
	case last:
		return cr, len(b)
	default: // LF may follow
		return 0, 0
	}
}

func (l *lineReader) fill() {
	if l.buf == nil {
		l.buf = make([]byte, bufferSize)
	}
	if l.start > 0 {
		copy(l.buf, l.buf[l.start:l.end])
		l.end -= l.start
		l.start = 0
	}
	for range maxEmpty {
		n, err := l.r.Read(l.buf[l.end:])
		if n < 0 || n > len(l.buf)-l.end {
			l.err = errors.New("the reader returned an impossible count")
			return
		}
		l.end += n
		if err != nil {
			l.err = err
			return
		}
		if n > 0 {
			return
		}
	}
	l.err = io.ErrNoProgress
}
