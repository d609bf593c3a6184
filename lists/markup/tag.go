package markup

import (
	"bytes"
)

// readStart reads <name a="b" ...> or <name/>.
func (s *scanner) readStart() error {
	n, err := s.tagEnd()
	if err != nil {
		return err
	}
	b := s.buf[s.pos+1 : s.pos+n-1]
	s.scratch = s.scratch[:0]
	s.attrs = s.attrs[:0]
	s.selfEnd = len(b) > 0 && b[len(b)-1] == '/'
	if s.selfEnd {
		b = b[:len(b)-1]
	}
	i, ok := nameEnd(b)
	if !ok {
		return s.fail(s.at, "not well-formed: %.20q begins no tag", s.buf[s.pos:s.pos+n])
	}
	s.tag = b[:i]
	if i < len(b) {
		if err := s.readAttrs(b, i); err != nil {
			return err
		}
	}
	s.open = append(s.open, s.interned(s.tag))
	s.pos += n
	return nil
}

// tagEnd finds the > that ends the tag, which none inside quotes does.
func (s *scanner) tagEnd() (int, error) {
	for i, quote := 1, byte(0); ; {
		for b := s.buf[s.pos:]; i < len(b); i++ {
			switch c := b[i]; {
			case quote != 0:
				if c == quote {
					quote = 0
				}
			case c == '>':
				return i + 1, nil
			case c == '"' || c == '\'':
				quote = c
			}
		}
		more, err := s.fill()
		if err != nil {
			return 0, err
		}
		if !more {
			return 0, s.cut()
		}
	}
}

func (s *scanner) readAttrs(b []byte, i int) error {
	for {
		j := i
		for i < len(b) && isSpace(b[i]) {
			i++
		}
		if i == len(b) {
			return nil
		}
		at := s.at + 1 + int64(i)
		n, ok := nameEnd(b[i:])
		if !ok || i == j {
			return s.fail(at, "not well-formed: %.20q is no attribute", b[i:])
		}
		a := attr{name: b[i : i+n], at: at}
		i += n
		for i < len(b) && isSpace(b[i]) {
			i++
		}
		if i == len(b) || b[i] != '=' {
			return s.fail(at, "not well-formed: attribute %.40s has no value", a.name)
		}
		for i++; i < len(b) && isSpace(b[i]); i++ {
		}
		if i == len(b) || b[i] != '"' && b[i] != '\'' {
			return s.fail(at, "not well-formed: the value of attribute %.40s stands in no quotes", a.name)
		}
		n = bytes.IndexByte(b[i+1:], b[i])
		if n < 0 {
			return s.fail(at, "not well-formed: the value of attribute %.40s has no end", a.name)
		}
		raw := b[i+1 : i+1+n]
		if k := bytes.IndexByte(raw, '<'); k >= 0 {
			return s.fail(at, "not well-formed: < inside attribute %.40s", a.name)
		}
		var err error
		if a.value, err = s.decode(raw, s.at+2+int64(i), true); err != nil {
			return err
		}
		for k := range s.attrs {
			if bytes.Equal(s.attrs[k].name, a.name) {
				return s.fail(at, "not well-formed: attribute %.40s stands twice", a.name)
			}
		}
		s.attrs = append(s.attrs, a)
		i += n + 2
	}
}

func isSpace(c byte) bool { return c == ' ' || c == '\t' || c == '\n' || c == '\r' }

// Parts that a byte can play in a name.
const (
	letter = 1 << iota // it may begin with it
	mark               // or go on with it
	colon              // between prefix and name
)

var nameClass = func() (t [256]uint8) {
	for c := range 256 {
		switch {
		case c >= 'a' && c <= 'z', c >= 'A' && c <= 'Z', c == '_':
			t[c] = letter
		case c >= '0' && c <= '9', c == '-', c == '.':
			t[c] = mark
		case c == ':':
			t[c] = colon
		}
	}
	return t
}()

// nameEnd returns the length of the name that b begins with, and whether it is
// one: letters, digits and the marks names have, and a prefix. The names of
// lists are ASCII.
func nameEnd(b []byte) (n int, ok bool) {
	var all uint8
	for n < len(b) && nameClass[b[n]] != 0 {
		all |= nameClass[b[n]]
		n++
	}
	if n == 0 || nameClass[b[0]] != letter || n < len(b) && !endsName(b[n]) {
		return n, false
	}
	if all&colon == 0 {
		return n, true
	}
	prefix, name, _ := bytes.Cut(b[:n], []byte{':'})
	return n, len(prefix) > 0 && len(name) > 0 && nameClass[name[0]] == letter && bytes.IndexByte(name, ':') < 0
}

func endsName(c byte) bool {
	return isSpace(c) || c == '=' || c == '/' || c == '"' || c == '\'' || c == '<' || c == '>'
}
