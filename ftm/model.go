// Package ftm holds the vocabulary every other package speaks: the
// FollowTheMoney schemata, entities made of statements, and their JSON lines.
//
// A statement says that an entity has a value for a property, and in which bytes
// of which exhibit that is written. An entity is nothing but its statements; nothing is ever
// known of it that cannot be followed back to bytes.
package ftm

import (
	_ "embed"
	"encoding/json"
	"fmt"
	"slices"
	"sync"
)

//go:embed model.json
var modelJSON []byte

// Model is the FollowTheMoney ontology: which schemata exist, what they
// inherit and which properties they may carry.
type Model struct {
	Schemata map[string]*Schema `json:"schemata"`
	Types    map[string]Type    `json:"types"`
}

// Schema is one kind of thing (Person, Vessel) or of relation (Ownership).
type Schema struct {
	Name       string               `json:"-"`
	Label      string               `json:"label"`
	Plural     string               `json:"plural"`
	Extends    []string             `json:"extends"`
	Matchable  bool                 `json:"matchable"`
	Abstract   bool                 `json:"abstract"`
	Caption    []string             `json:"caption"`
	Featured   []string             `json:"featured"`
	Required   []string             `json:"required"`
	Edge       *Edge                `json:"edge"`
	Properties map[string]*Property `json:"properties"`

	ancestors []string
	all       map[string]*Property
}

// Edge says which two properties of a relation name its ends.
type Edge struct {
	Source   string `json:"source"`
	Target   string `json:"target"`
	Directed bool   `json:"directed"`
}

// Property is one attribute a schema may carry.
type Property struct {
	Name      string `json:"-"`
	Label     string `json:"label"`
	Type      string `json:"type"`
	Range     string `json:"range"`
	Reverse   string `json:"reverse"` // what the other end calls a reference: Sanction's entity is a party's sanctions
	Format    string `json:"format"`
	Matchable bool   `json:"matchable"`
}

// Type is a kind of value: name, date, country, identifier ...
type Type struct {
	Label     string            `json:"label"`
	Group     string            `json:"group"`
	Matchable bool              `json:"matchable"`
	Values    map[string]string `json:"values"` // of topics: each with its label
}

var loadDefault = sync.OnceValues(func() (*Model, error) { return parseModel(modelJSON) })

// Default returns the model compiled into the program. It is read-only.
func Default() *Model {
	m, err := loadDefault()
	if err != nil {
		panic(err) // the file is compiled in and covered by a test
	}
	return m
}

func parseModel(data []byte) (*Model, error) {
	m := new(Model)
	if err := json.Unmarshal(data, m); err != nil {
		return nil, fmt.Errorf("reading the FollowTheMoney model: %w", err)
	}
	for name, s := range m.Schemata {
		s.Name = name
		for pn, p := range s.Properties {
			p.Name = pn
		}
	}
	for _, s := range m.Schemata {
		if err := m.resolve(s); err != nil {
			return nil, err
		}
	}
	return m, nil
}

// resolve fills in what a schema inherits. Ancestors are listed nearest first.
func (m *Model) resolve(s *Schema) error {
	s.all = map[string]*Property{}
	queue := []string{s.Name}
	for len(queue) > 0 {
		name := queue[0]
		queue = queue[1:]
		if slices.Contains(s.ancestors, name) {
			continue
		}
		a, ok := m.Schemata[name]
		if !ok {
			return fmt.Errorf("reading the FollowTheMoney model: %s extends unknown schema %q", s.Name, name)
		}
		s.ancestors = append(s.ancestors, name)
		for pn, p := range a.Properties {
			if _, have := s.all[pn]; !have {
				s.all[pn] = p
			}
		}
		queue = append(queue, a.Extends...)
	}
	return nil
}

// Is reports whether the schema is, or descends from, the named one.
func (s *Schema) Is(name string) bool { return slices.Contains(s.ancestors, name) }

// Property returns the named property, own or inherited.
func (s *Schema) Property(name string) (*Property, bool) {
	p, ok := s.all[name]
	return p, ok
}

// PropertyNames lists all properties, own and inherited, in order.
func (s *Schema) PropertyNames() []string {
	names := make([]string, 0, len(s.all))
	for n := range s.all {
		names = append(names, n)
	}
	slices.Sort(names)
	return names
}

// Schema returns the named schema.
func (m *Model) Schema(name string) (*Schema, bool) {
	s, ok := m.Schemata[name]
	return s, ok
}

// SchemaNames lists the schemata in order.
func (m *Model) SchemaNames() []string {
	names := make([]string, 0, len(m.Schemata))
	for n := range m.Schemata {
		names = append(names, n)
	}
	slices.Sort(names)
	return names
}
