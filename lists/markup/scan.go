// Package markup reads the XML of official lists: one pass, one entry in
// memory at a time, and for every element and attribute the byte at which it
// begins. It is several times faster than a general decoder because lists need
// little: elements, attributes, text. It refuses what they have no use for and
// others abuse: document types and entities of their own, encodings other than
// UTF-8, nesting without end.
package markup

import (
	"bytes"
	"errors"
	"fmt"
	"io"

	"plimsoll/lists"
)

// kind is what the scanner found.
type kind uint8

const (
	start kind = iota + 1
	end
	text
)

// scanner turns bytes into tags and text.
type scanner struct {
	r    io.Reader
	name string // of the file

	buf   []byte
	pos   int   // of the next byte in buf
	base  int64 // offset of buf[0] in the file
	lines int   // newlines before buf[0]
	eof   bool
	// linesTo counts the newlines before a byte, where the reading did not
	// begin with the file; nil where it did.
	linesTo func(offset int64) int
	limit   int // bytes that one token may have

	// of the token just read
	at      int64 // where it begins
	tag     []byte
	attrs   []attr
	data    []byte // text, decoded
	scratch []byte
	selfEnd bool // the start tag ends itself: an end is due
	open    [][]byte
	names   map[string]string
	recent  [256]string // of names, for finding one again quickly
}

type attr struct {
	name  []byte
	value []byte // decoded
	at    int64  // of the name
}

const window = 64 << 10

func newScanner(r io.Reader, name string, limit int) *scanner {
	return &scanner{r: r, name: name, buf: make([]byte, 0, window), limit: limit, names: make(map[string]string, 64)}
}

// fill brings more bytes behind buf[pos:]; false at the end of the file.
func (s *scanner) fill() (bool, error) {
	if s.eof {
		return false, nil
	}
	if s.pos > 0 {
		s.lines += bytes.Count(s.buf[:s.pos], []byte{'\n'})
		s.base += int64(s.pos)
		s.buf = s.buf[:copy(s.buf, s.buf[s.pos:])]
		s.pos = 0
	}
	if len(s.buf) >= s.limit {
		return false, s.fail(s.base, "more than %d bytes in one piece: this is not the list", s.limit)
	}
	if len(s.buf) == cap(s.buf) {
		s.buf = append(make([]byte, 0, 2*cap(s.buf)), s.buf...)
	}
	for range 100 {
		n, err := s.r.Read(s.buf[len(s.buf):cap(s.buf)])
		s.buf = s.buf[:len(s.buf)+n]
		if errors.Is(err, io.EOF) {
			s.eof = true
			return n > 0, nil
		}
		if err != nil {
			return false, fmt.Errorf("reading %s at byte %d: %w", s.name, s.base+int64(len(s.buf)), err)
		}
		if n > 0 {
			return true, nil
		}
	}
	return false, fmt.Errorf("reading %s: %w", s.name, io.ErrNoProgress)
}

// find makes sure that the bytes up to and with the mark lie in buf and
// returns the index behind it, from pos; -1 at the end of the file.
func (s *scanner) find(mark []byte, from int) (int, error) {
	for {
		if i := bytes.Index(s.buf[s.pos+from:], mark); i >= 0 {
			return from + i + len(mark), nil
		}
		from = max(from, len(s.buf)-s.pos-len(mark)+1)
		more, err := s.fill()
		if err != nil {
			return 0, err
		}
		if !more {
			return -1, nil
		}
	}
}

// need makes sure that n bytes lie behind pos.
func (s *scanner) need(n int) (bool, error) {
	for len(s.buf)-s.pos < n {
		more, err := s.fill()
		if err != nil || !more {
			return false, err
		}
	}
	return true, nil
}

func (s *scanner) offset() int64 { return s.base + int64(s.pos) }

// next reads a token. io.EOF is the end of the file, wherever it comes.
func (s *scanner) next() (kind, error) {
	if s.selfEnd {
		s.selfEnd = false
		s.open = s.open[:len(s.open)-1]
		return end, nil
	}
	for {
		ok, err := s.need(1)
		if err != nil {
			return 0, err
		}
		if !ok {
			return 0, io.EOF
		}
		s.at = s.offset()
		if s.buf[s.pos] != '<' {
			return text, s.readText()
		}
		if ok, err = s.need(2); err != nil {
			return 0, err
		} else if !ok {
			return 0, s.cut()
		}
		switch s.buf[s.pos+1] {
		case '/':
			return end, s.readEnd()
		case '?':
			if err := s.readInstruction(); err != nil {
				return 0, err
			}
		case '!':
			isText, err := s.readBang()
			if err != nil || isText {
				return text, err
			}
		default:
			return start, s.readStart()
		}
	}
}

// cut is the error for a file that ends inside something.
func (s *scanner) cut() error {
	return s.fail(s.base+int64(len(s.buf)), "the file ends in the middle: it was cut, fetch it again")
}

// readText reads up to the next tag.
func (s *scanner) readText() error {
	n, err := s.find([]byte{'<'}, 0)
	if err != nil {
		return err
	}
	if n < 0 {
		n = len(s.buf) - s.pos + 1
	}
	raw := s.buf[s.pos : s.pos+n-1]
	s.data, err = s.decode(raw, s.offset(), false)
	s.pos += n - 1
	return err
}

// readEnd reads </name>.
func (s *scanner) readEnd() error {
	n, err := s.find([]byte{'>'}, 2)
	if err != nil {
		return err
	}
	if n < 0 {
		return s.cut()
	}
	name := bytes.TrimRight(s.buf[s.pos+2:s.pos+n-1], " \t\r\n")
	if len(s.open) == 0 {
		return s.fail(s.at, "not well-formed: </%.40s> ends nothing", name)
	}
	want := s.open[len(s.open)-1]
	if !bytes.Equal(name, want) {
		return s.fail(s.at, "not well-formed: <%.40s> is ended by </%.40s>", want, name)
	}
	s.open = s.open[:len(s.open)-1]
	s.pos += n
	return nil
}

// readInstruction skips <?...?>; an XML declaration must not declare another
// encoding than UTF-8.
func (s *scanner) readInstruction() error {
	n, err := s.find([]byte("?>"), 2)
	if err != nil {
		return err
	}
	if n < 0 {
		return s.cut()
	}
	body := s.buf[s.pos+2 : s.pos+n-2]
	if _, ok := nameEnd(bytes.TrimSuffix(body, []byte{'?'})); !ok {
		return s.fail(s.at, "not well-formed: %.20q is no instruction", s.buf[s.pos:s.pos+n])
	}
	if rest, isDecl := bytes.CutPrefix(body, []byte("xml")); isDecl && (len(rest) == 0 || isSpace(rest[0])) {
		if enc := pseudoAttr(rest, "encoding"); enc != nil && !bytes.EqualFold(enc, []byte("utf-8")) {
			return s.fail(s.at, "the file declares the encoding %.40s; the list is published in UTF-8", enc)
		}
		if v := pseudoAttr(rest, "version"); v != nil && string(v) != "1.0" {
			return s.fail(s.at, "the file declares XML %.10s; lists are XML 1.0", v)
		}
	}
	if err := s.check(body, s.at+2); err != nil {
		return err
	}
	s.pos += n
	return nil
}

// pseudoAttr reads name="value" in an XML declaration.
func pseudoAttr(b []byte, name string) []byte {
	i := bytes.Index(b, []byte(name))
	if i < 0 {
		return nil
	}
	b = bytes.TrimLeft(b[i+len(name):], " \t\r\n")
	b, ok := bytes.CutPrefix(b, []byte("="))
	b = bytes.TrimLeft(b, " \t\r\n")
	if !ok || len(b) == 0 || b[0] != '"' && b[0] != '\'' {
		return nil
	}
	j := bytes.IndexByte(b[1:], b[0])
	if j < 0 {
		return nil
	}
	return b[1 : j+1]
}

// readBang reads a comment or CDATA; a document type is refused, for that is
// where entities that expand without end come from.
func (s *scanner) readBang() (isText bool, err error) {
	if ok, err := s.need(4); err != nil {
		return false, err
	} else if ok && string(s.buf[s.pos:s.pos+4]) == "<!--" {
		n, err := s.find([]byte("-->"), 4)
		if err != nil {
			return false, err
		}
		if n < 0 {
			return false, s.cut()
		}
		body := s.buf[s.pos+4 : s.pos+n-3]
		if bytes.Contains(body, []byte("--")) || bytes.HasSuffix(body, []byte("-")) {
			return false, s.fail(s.at, "not well-formed: -- inside a comment")
		}
		if err := s.check(body, s.at+4); err != nil {
			return false, err
		}
		s.pos += n
		return false, nil
	}
	const cdata = "<![CDATA["
	if ok, err := s.need(len(cdata)); err != nil {
		return false, err
	} else if !ok || string(s.buf[s.pos:s.pos+len(cdata)]) != cdata {
		if !ok {
			return false, s.cut()
		}
		return false, s.fail(s.at, "a declaration %.20q: lists have none, and this program does not follow them", s.buf[s.pos:s.pos+len(cdata)])
	}
	n, err := s.find([]byte("]]>"), len(cdata))
	if err != nil {
		return false, err
	}
	if n < 0 {
		return false, s.cut()
	}
	body := s.buf[s.pos+len(cdata) : s.pos+n-3]
	if err := s.check(body, s.at+int64(len(cdata))); err != nil {
		return false, err
	}
	s.scratch = normalise(s.scratch[:0], body)
	s.data = s.scratch
	s.pos += n
	return true, nil
}

// interned returns the one copy of a name, as bytes.
func (s *scanner) interned(name []byte) []byte {
	return unsafeBytes(s.intern(name))
}

// intern returns the one copy of a name. A file has few different names, which
// a look at length and ends tells apart as a rule.
func (s *scanner) intern(name []byte) string {
	if len(name) == 0 {
		return ""
	}
	slot := &s.recent[(len(name)+5*int(name[len(name)-1])+29*int(name[len(name)/2])+7*int(name[0]))%len(s.recent)]
	if *slot == string(name) {
		return *slot
	}
	have, ok := s.names[string(name)]
	if !ok {
		have = string(name)
		if len(s.names) < 4096 { // a file of a million different names is not kept
			s.names[have] = have
		}
	}
	*slot = have
	return have
}

func (s *scanner) fail(at int64, format string, args ...any) error {
	return &lists.ParseError{File: s.name, Line: s.lineOf(at), Offset: at, Reason: fmt.Sprintf(format, args...)}
}

// lineOf counts the line of a byte that lies in the buffer.
func (s *scanner) lineOf(at int64) int {
	if s.linesTo != nil {
		return 1 + s.linesTo(at)
	}
	rel := min(max(int(at-s.base), 0), len(s.buf))
	return 1 + s.lines + bytes.Count(s.buf[:rel], []byte{'\n'})
}
