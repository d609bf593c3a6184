package opensanctions

import (
	"strconv"
	"strings"
	"unicode/utf16"
	"unicode/utf8"
)

// The scanner reads the JSON of one line. It is stricter than JSON needs to be
// where others disagree on what a text means: a lone surrogate and a key that
// stands twice are errors, and so is nesting that no entity has.

// jsonError is what is wrong at a byte of the line.
type jsonError struct {
	at     int
	reason string
	cut    bool // the line ends too early
}

func (e *jsonError) Error() string { return e.reason }

// maxDepth is deeper than any export nests.
const maxDepth = 64

type scanner struct {
	s string
	i int
}

func (c *scanner) fail(at int, reason string) error { return &jsonError{at: at, reason: reason} }

func (c *scanner) end() error {
	return &jsonError{at: len(c.s), reason: "the line ends in the middle of its JSON", cut: true}
}

func (c *scanner) space() {
	for c.i < len(c.s) {
		switch c.s[c.i] {
		case ' ', '\t', '\r', '\n':
			c.i++
		default:
			return
		}
	}
}

// peek is the next character that is no blank; 0 at the end.
func (c *scanner) peek() byte {
	c.space()
	if c.i == len(c.s) {
		return 0
	}
	return c.s[c.i]
}

// open reads the bracket of an object or array. More is false where it is
// empty, and then it is closed as well.
func (c *scanner) open(bracket, closing byte) (more bool, err error) {
	switch c.peek() {
	case bracket:
	case 0:
		return false, c.ended()
	default:
		return false, c.fail(c.i, "expected "+strconv.QuoteRune(rune(bracket)))
	}
	c.i++
	if c.peek() == closing {
		c.i++
		return false, nil
	}
	return true, nil
}

// ended tells the end of the line from a NUL in it.
func (c *scanner) ended() error {
	if c.i == len(c.s) {
		return c.end()
	}
	return c.fail(c.i, "a NUL byte: this is not a text file")
}

// next reads what follows an element: a comma, or the closing bracket.
func (c *scanner) next(closing byte) (more bool, err error) {
	switch c.peek() {
	case ',':
		c.i++
		return true, nil
	case closing:
		c.i++
		return false, nil
	case 0:
		return false, c.ended()
	}
	return false, c.fail(c.i, "expected a comma or "+strconv.QuoteRune(rune(closing)))
}

// key reads the key of an object and its colon, and stops before the value.
func (c *scanner) key() (string, error) {
	if b := c.peek(); b == 0 {
		return "", c.ended()
	} else if b != '"' {
		return "", c.fail(c.i, "expected a key in quotation marks")
	}
	k, err := c.text()
	if err != nil {
		return "", err
	}
	if b := c.peek(); b == 0 {
		return "", c.ended()
	} else if b != ':' {
		return "", c.fail(c.i, "expected a colon after the key")
	}
	c.i++
	c.space()
	return k, nil
}

// text reads a string that begins here. Without escapes it is a part of the
// line and costs nothing.
func (c *scanner) text() (string, error) {
	from := c.i + 1
	for i := from; i < len(c.s); i++ {
		switch b := c.s[i]; {
		case b == '"':
			c.i = i + 1
			return c.s[from:i], nil
		case b == '\\':
			return c.escaped(from, i)
		case b < ' ':
			return "", c.fail(i, "a control character inside a string")
		}
	}
	return "", c.end()
}

// escaped goes on with a string from its first backslash.
func (c *scanner) escaped(from, i int) (string, error) {
	var b strings.Builder
	b.Grow(2 * (i - from + 8))
	for {
		b.WriteString(c.s[from:i])
		r, n, err := c.escape(i)
		if err != nil {
			return "", err
		}
		b.WriteRune(r)
		i += n
		for from = i; ; i++ {
			if i == len(c.s) {
				return "", c.end()
			}
			if c.s[i] == '\\' {
				break
			}
			if c.s[i] == '"' {
				b.WriteString(c.s[from:i])
				c.i = i + 1
				return b.String(), nil
			}
			if c.s[i] < ' ' {
				return "", c.fail(i, "a control character inside a string")
			}
		}
	}
}

// escape reads what a backslash at i begins, and how long it is.
func (c *scanner) escape(i int) (r rune, n int, err error) {
	if i+1 == len(c.s) {
		return 0, 0, c.end()
	}
	if k := strings.IndexByte(`"\/bfnrt`, c.s[i+1]); k >= 0 {
		return rune("\"\\/\b\f\n\r\t"[k]), 2, nil
	}
	if c.s[i+1] != 'u' {
		return 0, 0, c.fail(i, "a backslash before "+strconv.QuoteRune(rune(c.s[i+1]))+" means nothing in JSON")
	}
	r, err = c.unit(i)
	if err != nil || !utf16.IsSurrogate(r) {
		return r, 6, err
	}
	if strings.HasPrefix(c.s[i+6:], `\u`) {
		second, err := c.unit(i + 6)
		if err != nil {
			return 0, 0, err
		}
		if pair := utf16.DecodeRune(r, second); pair != utf8.RuneError {
			return pair, 12, nil
		}
	}
	return 0, 0, c.fail(i, "half of a surrogate pair, "+c.s[i:i+6]+": the text was cut inside a character")
}

// unit reads the four digits of \u0041.
func (c *scanner) unit(i int) (rune, error) {
	if i+6 > len(c.s) {
		return 0, c.end()
	}
	var r rune
	for _, d := range []byte(c.s[i+2 : i+6]) {
		switch {
		case d >= '0' && d <= '9':
			r = r<<4 | rune(d-'0')
		case d|0x20 >= 'a' && d|0x20 <= 'f':
			r = r<<4 | rune(d|0x20-'a'+10)
		default:
			return 0, c.fail(i, `\u without four hexadecimal digits`)
		}
	}
	return r, nil
}

// scalar reads a string, number, true or false as text. Null is none.
func (c *scanner) scalar() (text string, isNull bool, err error) {
	switch b := c.peek(); {
	case b == '"':
		text, err = c.text()
		return text, false, err
	case b == '-' || b >= '0' && b <= '9':
		from := c.i
		err = c.number()
		return c.s[from:c.i], false, err
	case b == 0:
		return "", false, c.ended()
	}
	for _, word := range []string{"true", "false", "null"} {
		if strings.HasPrefix(c.s[c.i:], word) {
			c.i += len(word)
			return word, word == "null", nil
		}
		if strings.HasPrefix(word, c.s[c.i:]) {
			return "", false, c.end()
		}
	}
	return "", false, c.fail(c.i, "expected a value")
}

// number passes over a number as JSON writes them.
func (c *scanner) number() error {
	digits := func() bool {
		from := c.i
		for c.i < len(c.s) && c.s[c.i] >= '0' && c.s[c.i] <= '9' {
			c.i++
		}
		return c.i > from
	}
	at := func(chars string) bool {
		if c.i < len(c.s) && strings.IndexByte(chars, c.s[c.i]) >= 0 {
			c.i++
			return true
		}
		return false
	}
	bad := func() error {
		if c.i == len(c.s) {
			return c.end()
		}
		return c.fail(c.i, "no number that JSON knows")
	}
	at("-")
	if !at("0") && !digits() {
		return bad()
	}
	if at(".") && !digits() {
		return bad()
	}
	if at("eE") {
		at("+-")
		if !digits() {
			return bad()
		}
	}
	return nil
}

// skip passes over any value.
func (c *scanner) skip(depth int) error {
	closing := byte('}')
	switch c.peek() {
	case '{':
	case '[':
		closing = ']'
	default:
		_, _, err := c.scalar()
		return err
	}
	if depth >= maxDepth {
		return c.fail(c.i, "nested deeper than "+strconv.Itoa(maxDepth)+" levels: no entity is")
	}
	more, err := c.open(c.s[c.i], closing)
	for err == nil && more {
		if closing == '}' {
			_, err = c.key()
		}
		if err == nil {
			err = c.skip(depth + 1)
		}
		if err == nil {
			more, err = c.next(closing)
		}
	}
	return err
}
