package match

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"strings"
)

func bodyFault(kind, msg string, loc ...any) error {
	return misformed(fault{Type: kind, Loc: append([]any{"body"}, loc...), Msg: msg})
}

func readBody(w http.ResponseWriter, r *http.Request) ([]byte, error) {
	if e := r.Header.Get("Content-Encoding"); e != "" && !strings.EqualFold(e, "identity") {
		return nil, refuse(http.StatusUnsupportedMediaType, "The body is packed as %q: send it plain.", e)
	}
	raw, err := io.ReadAll(http.MaxBytesReader(w, r.Body, maxBody))
	var large *http.MaxBytesError
	switch {
	case errors.As(err, &large):
		return nil, refuse(http.StatusRequestEntityTooLarge, "The body is larger than %d bytes: send fewer queries at once.", maxBody)
	case err != nil:
		return nil, refuse(http.StatusBadRequest, "The body was cut before its end.")
	}
	return raw, nil
}

// readBatch reads the body as far as the queries, each of which is looked at
// by itself.
func readBatch(raw []byte) (queries []member, err error) {
	if len(bytes.TrimSpace(raw)) == 0 {
		return nil, bodyFault("missing", `the body is empty; send {"queries": {"q1": {"schema": "Person", "properties": {"name": ["..."]}}}}`)
	}
	if !json.Valid(raw) {
		var v any
		var syntax *json.SyntaxError
		if errors.As(json.Unmarshal(raw, &v), &syntax) {
			return nil, bodyFault("json_invalid", "the body is not JSON: "+syntax.Error(), syntax.Offset)
		}
		return nil, bodyFault("json_invalid", "the body is not JSON")
	}
	members, err := object(raw)
	if err != nil {
		return nil, bodyFault("object", "the body is to be a JSON object with the member queries")
	}
	found := false
	for _, m := range members {
		switch m.name {
		case "queries":
			if found {
				return nil, bodyFault("repeated", "queries stands twice in the body", "queries")
			}
			found = true
			if queries, err = object(m.value); err != nil {
				return nil, bodyFault("object", "queries is to be an object: a name of yours to each query", "queries")
			}
		case "weights", "config":
			if !empty(m.value) {
				return nil, refuse(http.StatusBadRequest,
					"%s cannot be set: the score is fitted as a whole, and two clients are to get one answer. Leave it out, and set threshold instead.", m.name)
			}
		}
	}
	if !found {
		return nil, bodyFault("missing", "the body has no member queries", "queries")
	}
	if len(queries) == 0 {
		return nil, refuse(http.StatusBadRequest, "No queries provided.")
	}
	if len(queries) > maxQueries {
		return nil, refuse(http.StatusBadRequest, "%d queries in one batch: send at most %d, in several requests.", len(queries), maxQueries)
	}
	seen := map[string]bool{}
	for _, q := range queries {
		if seen[q.name] {
			return nil, bodyFault("repeated", "two queries bear this name", "queries", q.name)
		}
		seen[q.name] = true
	}
	return queries, nil
}

func empty(raw []byte) bool {
	members, err := object(raw)
	return isNull(raw) || err == nil && len(members) == 0
}

// example is one query, as it was understood.
type example struct {
	ID         *string             `json:"id"`
	Schema     string              `json:"schema"`
	Properties map[string][]string `json:"properties"`

	warnings []warning
}

// readExample reads one query of a batch. A problem concerns it alone.
func readExample(name string, raw []byte) (*example, error) {
	members, err := object(raw)
	if err != nil {
		return nil, bodyFault("object", "a query is to be an object with schema and properties", "queries", name)
	}
	e := &example{Properties: map[string][]string{}, warnings: []warning{}}
	var props []member
	hasSchema, hasProps := false, false
	for _, m := range members {
		switch m.name {
		case "id":
			if isNull(m.value) {
				continue
			}
			id, ok := textOf(m.value)
			if !ok {
				return nil, bodyFault("string", "id is to be a string", "queries", name, "id")
			}
			e.ID = &id
		case "schema":
			if e.Schema, hasSchema = textOf(m.value); e.Schema == "" {
				return nil, bodyFault("string", "schema is to be a string, such as Person, Company or Vessel", "queries", name, "schema")
			}
		case "properties":
			hasProps = true
			if props, err = object(m.value); err != nil {
				return nil, bodyFault("object", "properties is to be an object: a property to its value or a list of values", "queries", name, "properties")
			}
		default:
			e.warnings = append(e.warnings, warning{Property: m.name, Message: "a query has no such member; it was ignored"})
		}
	}
	if !hasSchema {
		return nil, bodyFault("missing", "a query needs a schema, such as Person, Company or Vessel; Thing fits all", "queries", name, "schema")
	}
	if !hasProps {
		return nil, bodyFault("missing", "a query needs properties", "queries", name, "properties")
	}
	return e, e.read(name, props)
}
