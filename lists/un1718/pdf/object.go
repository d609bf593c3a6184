package pdf

import (
	"bytes"
	"fmt"
	"strconv"
)

// What an object can be: nil, bool, float64, name, text, keyword, array, dict,
// ref or *stream.
type (
	name    string
	text    string // bytes of a string, in whatever encoding
	keyword string // a bare word: an operator, or a mistake
	array   []any
	dict    map[name]any
	ref     int // number of another object
)

// stream is a dictionary with bytes behind it.
type stream struct {
	dict
	at   int64 // of the bytes, in the file
	data []byte
}

// maxNesting is deeper than any document nests its objects.
const maxNesting = 40

// syntaxError says what is wrong at a byte of what is being read.
type syntaxError struct {
	at  int
	msg string
}

func (e *syntaxError) Error() string { return fmt.Sprintf("%s (byte %d)", e.msg, e.at) }

// lexer reads objects and keywords.
type lexer struct {
	data  []byte
	pos   int
	depth int
	plain bool // numbers are never the beginning of a reference
}

func isSpace(c byte) bool {
	return c == ' ' || c == '\n' || c == '\r' || c == '\t' || c == '\f' || c == 0
}

func isDelimiter(c byte) bool { return bytes.IndexByte([]byte("()<>[]{}/%"), c) >= 0 }

func isRegular(c byte) bool { return !isSpace(c) && !isDelimiter(c) }

func isDigit(c byte) bool { return c >= '0' && c <= '9' }

func (l *lexer) fail(format string, args ...any) error {
	return &syntaxError{l.pos, fmt.Sprintf(format, args...)}
}

// skip passes over blanks and comments.
func (l *lexer) skip() {
	for l.pos < len(l.data) {
		switch c := l.data[l.pos]; {
		case isSpace(c):
			l.pos++
		case c == '%':
			for l.pos < len(l.data) && l.data[l.pos] != '\n' && l.data[l.pos] != '\r' {
				l.pos++
			}
		default:
			return
		}
	}
}

// more reports whether anything is left besides blanks.
func (l *lexer) more() bool {
	l.skip()
	return l.pos < len(l.data)
}

// peek reports whether a mark stands here.
func (l *lexer) peek(mark string) bool { return bytes.HasPrefix(l.data[l.pos:], []byte(mark)) }

// value reads an object or a keyword.
func (l *lexer) value() (any, error) {
	if !l.more() {
		return nil, l.fail("the document ends in the middle of an object")
	}
	switch c := l.data[l.pos]; {
	case c == '(':
		return l.literal()
	case l.peek("<<"):
		return l.dict()
	case c == '<':
		return l.hex()
	case c == '[':
		return l.array()
	case c == '/':
		l.pos++
		return l.name(), nil
	case isDigit(c) || c == '+' || c == '-' || c == '.':
		return l.number()
	case isRegular(c):
		return l.word(), nil
	}
	return nil, l.fail("%q where an object should begin", l.data[l.pos])
}

// word reads a run of regular characters.
func (l *lexer) word() any {
	from := l.pos
	for l.pos < len(l.data) && isRegular(l.data[l.pos]) {
		l.pos++
	}
	switch w := string(l.data[from:l.pos]); w {
	case "null":
		return nil
	case "true":
		return true
	case "false":
		return false
	default:
		return keyword(w)
	}
}

// number reads a number, or a reference "12 0 R".
func (l *lexer) number() (any, error) {
	from := l.pos
	l.pos++
	whole := isDigit(l.data[from])
	for l.pos < len(l.data) && isRegular(l.data[l.pos]) {
		whole = whole && isDigit(l.data[l.pos])
		l.pos++
	}
	raw := l.data[from:l.pos]
	if whole && !l.plain {
		if end, ok := l.generationR(); ok {
			n, err := strconv.Atoi(string(raw))
			if err != nil {
				return nil, l.fail("the reference %.20s has no number an object can have", raw)
			}
			l.pos = end
			return ref(n), nil
		}
	}
	f, err := strconv.ParseFloat(string(raw), 64)
	if err != nil || len(raw) > 40 {
		return nil, l.fail("%.20q is no number", raw)
	}
	return f, nil
}

// generationR looks for " 0 R" behind a number.
func (l *lexer) generationR() (end int, ok bool) {
	i := l.pos
	skip := func(is func(byte) bool) (n int) {
		for i < len(l.data) && is(l.data[i]) {
			i, n = i+1, n+1
		}
		return n
	}
	if skip(isSpace) == 0 || skip(isDigit) == 0 || skip(isSpace) == 0 {
		return 0, false
	}
	if i >= len(l.data) || l.data[i] != 'R' || i+1 < len(l.data) && isRegular(l.data[i+1]) {
		return 0, false
	}
	return i + 1, true
}

func (l *lexer) name() name {
	from := l.pos
	escaped := false
	for l.pos < len(l.data) && isRegular(l.data[l.pos]) {
		escaped = escaped || l.data[l.pos] == '#'
		l.pos++
	}
	raw := l.data[from:l.pos]
	if !escaped {
		return name(raw)
	}
	var out []byte
	for i := 0; i < len(raw); i++ {
		if raw[i] == '#' && i+2 < len(raw) {
			if v, err := strconv.ParseUint(string(raw[i+1:i+3]), 16, 8); err == nil {
				out = append(out, byte(v))
				i += 2
				continue
			}
		}
		out = append(out, raw[i])
	}
	return name(out)
}

// literal reads (a string), in which brackets nest and a backslash escapes.
func (l *lexer) literal() (any, error) {
	var out []byte
	nested := 0
	for l.pos++; l.pos < len(l.data); l.pos++ {
		switch c := l.data[l.pos]; c {
		case '(':
			nested++
			out = append(out, c)
		case ')':
			if nested == 0 {
				l.pos++
				return text(out), nil
			}
			nested--
			out = append(out, c)
		case '\\':
			out = l.escape(out)
		default:
			out = append(out, c)
		}
	}
	return nil, l.fail("a string that nothing closes")
}

// escape reads what a backslash begins, and stays on its last byte.
func (l *lexer) escape(out []byte) []byte {
	l.pos++
	if l.pos >= len(l.data) {
		return out
	}
	c := l.data[l.pos]
	if i := bytes.IndexByte([]byte("nrtbf"), c); i >= 0 {
		return append(out, "\n\r\t\b\f"[i])
	}
	switch {
	case c == '\r':
		if l.pos+1 < len(l.data) && l.data[l.pos+1] == '\n' {
			l.pos++
		}
		return out
	case c == '\n':
		return out
	case c >= '0' && c <= '7':
		v := 0
		for n := 0; n < 3 && l.pos < len(l.data) && l.data[l.pos] >= '0' && l.data[l.pos] <= '7'; n++ {
			v = v*8 + int(l.data[l.pos]-'0')
			l.pos++
		}
		l.pos--
		return append(out, byte(v))
	}
	return append(out, c)
}

// hex reads <48656C>.
func (l *lexer) hex() (any, error) {
	var out []byte
	half, have := byte(0), false
	for l.pos++; l.pos < len(l.data); l.pos++ {
		c := l.data[l.pos]
		if isSpace(c) {
			continue
		}
		if c == '>' {
			l.pos++
			if have {
				out = append(out, half<<4)
			}
			return text(out), nil
		}
		v, err := strconv.ParseUint(string(c), 16, 4)
		if err != nil {
			return nil, l.fail("%q inside a hexadecimal string", c)
		}
		if have {
			out = append(out, half<<4|byte(v))
		}
		half, have = byte(v), !have
	}
	return nil, l.fail("a hexadecimal string that nothing closes")
}

func (l *lexer) array() (any, error) {
	if l.depth++; l.depth > maxNesting {
		return nil, l.fail("objects are nested deeper than documents nest them")
	}
	defer func() { l.depth-- }()
	out := array{}
	for l.pos++; ; {
		if !l.more() {
			return nil, l.fail("an array that nothing closes")
		}
		if l.data[l.pos] == ']' {
			l.pos++
			return out, nil
		}
		v, err := l.value()
		if err != nil {
			return nil, err
		}
		out = append(out, v)
	}
}

func (l *lexer) dict() (any, error) {
	if l.depth++; l.depth > maxNesting {
		return nil, l.fail("objects are nested deeper than documents nest them")
	}
	defer func() { l.depth-- }()
	out := dict{}
	for l.pos += 2; ; {
		if !l.more() {
			return nil, l.fail("a dictionary that nothing closes")
		}
		if l.peek(">>") {
			l.pos += 2
			return out, nil
		}
		k, err := l.value()
		if err != nil {
			return nil, err
		}
		key, ok := k.(name)
		if !ok {
			return nil, l.fail("a dictionary whose key is no name")
		}
		if out[key], err = l.value(); err != nil {
			return nil, err
		}
	}
}
