package ftm

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"
)

// WriteLines writes entities with their statements, one JSON document a line.
// The bytes depend on nothing but the entities and their order.
func WriteLines(w io.Writer, entities []*Entity) error {
	enc := json.NewEncoder(w)
	enc.SetEscapeHTML(false)
	for _, e := range entities {
		if err := enc.Encode(e); err != nil {
			return fmt.Errorf("writing entity %s: %w", e.ID, err)
		}
	}
	return nil
}

// ReadLines reads what WriteLines wrote. A line that is not an entity stops
// the reading and is named by its number.
func ReadLines(r io.Reader) ([]*Entity, error) {
	br := bufio.NewReaderSize(r, 1<<16)
	var out []*Entity
	for n := 1; ; n++ {
		line, err := br.ReadBytes('\n')
		if len(bytes.TrimSpace(line)) > 0 {
			e := new(Entity)
			if jerr := json.Unmarshal(line, e); jerr != nil {
				return nil, fmt.Errorf("reading entities: line %d: %w", n, jerr)
			}
			if e.ID == "" || e.Schema == "" {
				return nil, fmt.Errorf("reading entities: line %d: an entity needs an id and a schema", n)
			}
			out = append(out, e)
		}
		if errors.Is(err, io.EOF) {
			return out, nil
		}
		if err != nil {
			return nil, fmt.Errorf("reading entities: after line %d: %w", n, err)
		}
	}
}

// Proxy is the plain FollowTheMoney document of an entity, as other tools of
// the field read it.
type Proxy struct {
	ID         string              `json:"id"`
	Caption    string              `json:"caption"`
	Schema     string              `json:"schema"`
	Properties map[string][]string `json:"properties"`
	Datasets   []string            `json:"datasets"`
}

// Proxy drops places and exhibits and keeps the values.
func (e *Entity) Proxy() Proxy {
	var sets []string
	for _, s := range e.Statements {
		if !slices.Contains(sets, s.Dataset) {
			sets = append(sets, s.Dataset)
		}
	}
	slices.Sort(sets)
	return Proxy{ID: e.ID, Caption: e.Caption(), Schema: e.Schema, Properties: e.Properties(), Datasets: sets}
}
