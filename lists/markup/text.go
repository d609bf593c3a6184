package markup

import (
	"bytes"
	"strconv"
	"unicode/utf8"
	"unsafe"
)

// Classes of bytes in text.
const (
	plain   = 0
	special = 1 << iota // & and ]
	control             // not allowed in XML
	foreign             // not ASCII
	newline             // \r, which XML reads as \n
)

var class = func() (t [256]uint8) {
	for c := range 256 {
		switch {
		case c == '&' || c == ']':
			t[c] = special
		case c == '\r':
			t[c] = newline
		case c < ' ' && c != '\t' && c != '\n':
			t[c] = control
		case c >= utf8.RuneSelf:
			t[c] = foreign
		}
	}
	return t
}()

func classes(b []byte) uint8 {
	var all uint8
	for _, c := range b {
		all |= class[c]
	}
	return all
}

// check refuses what is no text: controls, bytes that are not UTF-8.
func (s *scanner) check(b []byte, at int64) error {
	all := classes(b)
	if all&(control|foreign) == 0 {
		return nil
	}
	for i := 0; i < len(b); {
		r, n := utf8.DecodeRune(b[i:])
		if r == utf8.RuneError && n == 1 {
			return s.fail(at+int64(i), "the byte 0x%02X is not UTF-8: the file was saved in another encoding, fetch it again", b[i])
		}
		if !allowed(r) {
			return s.fail(at+int64(i), "the character U+%04X has no place in a list", r)
		}
		i += n
	}
	return nil
}

// allowed is the range of characters that XML 1.0 takes.
func allowed(r rune) bool {
	return r == '\t' || r == '\n' || r == '\r' || r >= ' ' && r <= 0xD7FF ||
		r >= 0xE000 && r <= 0xFFFD || r >= 0x10000 && r <= 0x10FFFF
}

// decode checks text and resolves its references. The result may lie in the
// file's buffer or in scratch; it holds until the next token.
func (s *scanner) decode(b []byte, at int64, inAttr bool) ([]byte, error) {
	all := classes(b)
	if all == plain {
		return b, nil
	}
	if all&(control|foreign) != 0 {
		if err := s.check(b, at); err != nil {
			return nil, err
		}
	}
	if all&special != 0 && !inAttr {
		if i := bytes.Index(b, []byte("]]>")); i >= 0 {
			return nil, s.fail(at+int64(i), "not well-formed: ]]> outside CDATA")
		}
	}
	if !inAttr { // the attributes of one tag share the scratch
		s.scratch = s.scratch[:0]
	}
	from := len(s.scratch)
	if bytes.IndexByte(b, '&') < 0 {
		if all&newline == 0 {
			return b, nil
		}
		s.scratch = normalise(s.scratch, b)
		return s.scratch[from:], nil
	}
	for i := 0; i < len(b); {
		j := bytes.IndexByte(b[i:], '&')
		if j < 0 {
			s.scratch = normalise(s.scratch, b[i:])
			break
		}
		s.scratch = normalise(s.scratch, b[i:i+j])
		i += j
		r, n := reference(b[i:])
		if n == 0 {
			return nil, s.fail(at+int64(i), "not well-formed: %.12q is no character: lists may use &amp; &lt; &gt; &quot; &apos; and numbers", b[i:])
		}
		s.scratch = utf8.AppendRune(s.scratch, r)
		i += n
	}
	return s.scratch[from:], nil
}

// reference reads &amp; or &#123; at the start of b; n is 0 where it is none.
func reference(b []byte) (r rune, n int) {
	limit := b[:min(len(b), 12)]
	j := bytes.IndexByte(limit, ';')
	if j < 2 {
		return 0, 0
	}
	switch name := string(b[1:j]); name {
	case "amp":
		r = '&'
	case "lt":
		r = '<'
	case "gt":
		r = '>'
	case "quot":
		r = '"'
	case "apos":
		r = '\''
	default:
		if name[0] != '#' || len(name) < 2 {
			return 0, 0
		}
		base, digits := 10, name[1:]
		if digits[0] == 'x' {
			base, digits = 16, digits[1:]
		}
		v, err := strconv.ParseUint(digits, base, 32)
		if err != nil || v > utf8.MaxRune || !allowed(rune(v)) {
			return 0, 0 // a lone surrogate among them
		}
		r = rune(v)
	}
	return r, j + 1
}

// normalise appends text with \r\n and \r as \n.
func normalise(dst, b []byte) []byte {
	for {
		i := bytes.IndexByte(b, '\r')
		if i < 0 {
			return append(dst, b...)
		}
		dst = append(append(dst, b[:i]...), '\n')
		if b = b[i+1:]; len(b) > 0 && b[0] == '\n' {
			b = b[1:]
		}
	}
}

// unsafeBytes looks at a string as bytes; nobody writes to them.
func unsafeBytes(s string) []byte {
	return unsafe.Slice(unsafe.StringData(s), len(s)) //nolint:gosec // names are compared, never written
}
