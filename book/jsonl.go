package book

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"strconv"
	"unicode/utf8"
)

// jsonSource reads JSON lines: flat objects whose keys are columns, and
// entities of FollowTheMoney, {"id","schema","properties":{...}}, with
// whatever else their makers put beside these three.
type jsonSource struct {
	*lines
	m     *rowMaker
	cells []cell
	known map[string]*column
	first bool
}

func newJSONLines(text *bufio.Reader, m *rowMaker, at int64) *jsonSource {
	return &jsonSource{lines: newLines(text, at), m: m, known: map[string]*column{}}
}

func (s *jsonSource) next() (record, error) {
	for {
		line, next, err := s.peek(0)
		rec := record{line: s.line, at: -1}
		switch {
		case errors.Is(err, errLong):
			rec.bad = &Remark{Reason: fmt.Sprintf("the line is longer than %d bytes", maxLine)}
			return rec, s.skipLong()
		case err != nil:
			return rec, err
		case len(bytes.TrimSpace(line)) == 0:
			s.skip(next, 1)
			continue
		}
		rec.bad = s.object(line)
		rec.cells = s.cells
		s.skip(next, 1)
		return rec, nil
	}
}

// object takes a line apart.
func (s *jsonSource) object(line []byte) *Remark {
	s.cells = s.cells[:0]
	if !utf8.Valid(line) {
		i := invalid(line)
		return &Remark{Byte: s.at + int64(i) + 1, Reason: notUTF8(line[i:])}
	}
	var keys map[string]json.RawMessage
	if err := json.Unmarshal(line, &keys); err != nil {
		return s.fault(err)
	}
	if raw, entity := keys["properties"]; entity {
		var properties map[string]json.RawMessage
		if err := json.Unmarshal(raw, &properties); err != nil {
			return &Remark{Column: "properties", Reason: "properties is no object of values"}
		}
		for _, k := range []string{idColumn, schemaColumn} {
			if bad := s.add(k, keys[k]); bad != nil {
				return bad
			}
		}
		keys = properties
	}
	for _, k := range sortedKeys(keys) {
		if bad := s.add(k, keys[k]); bad != nil {
			return bad
		}
	}
	if !s.first {
		s.first = true
		return s.options()
	}
	return nil
}

// options holds --map against the first object: a name it does not have may
// still come, so that it is no reason to stop.
func (s *jsonSource) options() *Remark {
	for _, from := range sortedKeys(s.m.options.Columns) {
		if !s.m.columns.used[from] {
			s.m.columns.remarks = append(s.m.columns.remarks, Remark{Row: 1, Line: s.line, Column: clip(from), Reason: "--map names a key that the first object does not have"})
		}
	}
	return nil
}

func (s *jsonSource) fault(err error) *Remark {
	var syntax *json.SyntaxError
	if errors.As(err, &syntax) {
		return &Remark{Byte: s.at + syntax.Offset, Reason: "not JSON: " + syntax.Error()}
	}
	return &Remark{Reason: "not a JSON object: each line must be one, {...}"}
}

func (s *jsonSource) add(key string, raw json.RawMessage) *Remark {
	if len(raw) == 0 {
		return nil
	}
	col, bad := s.column(key)
	if bad != nil || col.property == "" {
		return bad
	}
	values, ok := scalars(raw)
	if !ok {
		return &Remark{Column: col.label, Reason: "neither a value nor a list of values"}
	}
	if len(values) > 0 {
		s.cells = append(s.cells, cell{column: col, list: values, at: -1})
	}
	return nil
}

func (s *jsonSource) column(key string) (*column, *Remark) {
	if c := s.known[key]; c != nil {
		return c, nil
	}
	c, err := s.m.columns.add(key, 0)
	if err != nil {
		return nil, &Remark{Column: clip(key), Reason: err.Error()}
	}
	c.label = clip(key)
	if len(s.known) < maxWords {
		s.known[key] = c
	} else {
		delete(s.m.columns.by, key)
	}
	return c, nil
}

// scalars reads a text, number or truth value, or a list of these.
func scalars(raw json.RawMessage) ([]string, bool) {
	switch raw[0] {
	case '"':
		var v string
		if json.Unmarshal(raw, &v) != nil {
			return nil, false
		}
		return []string{v}, true
	case '[':
		var items []json.RawMessage
		if json.Unmarshal(raw, &items) != nil {
			return nil, false
		}
		var out []string
		for _, i := range items {
			v, ok := scalars(i)
			if !ok || i[0] == '[' {
				return nil, false
			}
			out = append(out, v...)
		}
		return out, true
	case '{':
		return nil, false
	case 'n':
		return nil, true
	case 't', 'f':
		return []string{string(raw)}, true
	}
	if i, err := strconv.ParseFloat(string(raw), 64); err == nil && i == float64(int64(i)) && bytes.ContainsAny(raw, ".eE") {
		return []string{strconv.FormatInt(int64(i), 10)}, true // 9876543.0
	}
	return []string{string(raw)}, true
}
