package match

import (
	"bytes"
	"encoding/json"
	"errors"
	"unicode/utf8"
)

// A batch is cut into its queries, and these into their values, without
// decoding it as a whole: so each is judged by itself, two members of one name
// are noticed (encoding/json keeps the last and drops the order), and a query
// costs a fraction. The text is known to be valid JSON.

// member is one member of a JSON object, in the order in which it was written.
type member struct {
	name  string
	value []byte
}

var errNoObject = errors.New("not an object")

// object cuts an object into its members.
func object(raw []byte) ([]member, error) {
	raw = bytes.TrimSpace(raw)
	if len(raw) == 0 || raw[0] != '{' {
		return nil, errNoObject
	}
	var out []member
	for i := blanks(raw, 1); raw[i] != '}'; {
		end := endOf(raw, i)
		m := member{name: text(raw[i:end])}
		i = blanks(raw, blanks(raw, end)+1) // over the colon
		end = endOf(raw, i)
		m.value = raw[i:end]
		out = append(out, m)
		if i = blanks(raw, end); raw[i] == ',' {
			i = blanks(raw, i+1)
		}
	}
	return out, nil
}

// list cuts a list into its elements; what is no list is its own one element.
func list(raw []byte) [][]byte {
	raw = bytes.TrimSpace(raw)
	if len(raw) == 0 || raw[0] != '[' {
		return [][]byte{raw}
	}
	var out [][]byte
	for i := blanks(raw, 1); raw[i] != ']'; {
		end := endOf(raw, i)
		out = append(out, raw[i:end])
		if i = blanks(raw, end); raw[i] == ',' {
			i = blanks(raw, i+1)
		}
	}
	return out
}

// blanks returns the next place that is no blank.
func blanks(raw []byte, i int) int {
	for i < len(raw) && (raw[i] == ' ' || raw[i] == '\n' || raw[i] == '\t' || raw[i] == '\r') {
		i++
	}
	return i
}

// endOf returns the place behind the value that begins at i.
func endOf(raw []byte, i int) int {
	depth := 0
	for ; i < len(raw); i++ {
		switch raw[i] {
		case '"':
			for i++; raw[i] != '"'; i++ {
				if raw[i] == '\\' {
					i++
				}
			}
			if depth == 0 {
				return i + 1
			}
		case '{', '[':
			depth++
		case '}', ']':
			if depth == 0 {
				return i // the end of what a number or word stands in
			}
			if depth--; depth == 0 {
				return i + 1
			}
		case ',', ' ', '\n', '\t', '\r':
			if depth == 0 {
				return i
			}
		}
	}
	return i
}

// text reads a JSON string.
func text(raw []byte) string {
	if inside := raw[1 : len(raw)-1]; bytes.IndexByte(inside, '\\') < 0 && utf8.Valid(inside) {
		return string(inside)
	}
	var s string
	_ = json.Unmarshal(raw, &s) // it is valid
	return s
}

// textOf reads a value that is to be a string.
func textOf(raw []byte) (string, bool) {
	if raw[0] != '"' {
		return "", false
	}
	return text(raw), true
}

func isNull(raw []byte) bool { return string(raw) == "null" }

// valuesOf reads a string, a number, null, or a list of them.
func valuesOf(raw []byte) (out []string, ok bool) {
	for _, x := range list(raw) {
		switch c := x[0]; {
		case c == '"':
			out = append(out, text(x))
		case c == '-' || c >= '0' && c <= '9':
			out = append(out, string(x))
		case !isNull(x):
			return nil, false
		}
	}
	return out, true
}
