package ftm

import (
	"crypto/sha1" //nolint:gosec // the statement id of FollowTheMoney is defined with SHA-1; it is a name, not a seal
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
)

// Strength is how far an alias can be trusted to name its bearer. The empty
// value means that the list made no difference.
type Strength string

// The grades of alias that official lists use.
const (
	Strong Strength = "strong" // UN "Good", OFAC strong a.k.a.
	Weak   Strength = "weak"   // OFAC weak a.k.a., nicknames
	Low    Strength = "low"    // UN "Low" quality
)

// Statement says that an entity has a value for a property, and where an
// exhibit says so.
type Statement struct {
	Entity    string    `json:"entity_id"`
	Schema    string    `json:"schema"`
	Prop      string    `json:"prop"`
	Value     string    `json:"value"`
	Original  string    `json:"original_value,omitempty"` // as written, where Value was cleaned
	Lang      string    `json:"lang,omitempty"`
	Dataset   string    `json:"dataset"`
	Exhibit   string    `json:"exhibit,omitempty"` // SHA-256 of the bytes that say so, hex
	Place     string    `json:"place,omitempty"`   // where in them: XML path and offset, CSV row and column, sentence line
	Strength  Strength  `json:"strength,omitempty"`
	Qualifier Qualifier `json:"qualifier,omitempty"`
}

// Qualifier says in which way a date is less than exact.
type Qualifier string

// What lists say of a date besides the date. A value of FollowTheMoney has a
// precision (1961, 1961-02), and no room for these.
const (
	Circa  Qualifier = "circa"  // approximate
	Range  Qualifier = "range"  // one of several consecutive years or months
	Hijri  Qualifier = "hijri"  // counted from the Islamic calendar, which may be a day or two off
	Before Qualifier = "before" // not after this
	After  Qualifier = "after"  // not before this
)

// ID is the name FollowTheMoney gives to a statement: the SHA-1 of its
// dataset, entity, property and value.
func (s Statement) ID() string { return statementID(s.Dataset, s.Entity, s.Prop, s.Value) }

// MarshalJSON writes the statement with its id.
func (s Statement) MarshalJSON() ([]byte, error) {
	type plain Statement
	return json.Marshal(struct {
		ID string `json:"id"`
		plain
	}{s.ID(), plain(s)})
}

// Origin is the part of a statement that says where it comes from.
type Origin struct {
	Dataset  string
	Exhibit  string
	Place    string
	Original string
	Lang     string
	Strength Strength

	Qualifier Qualifier
}

// Entity is a person, company, vessel ... or a relation between two of them:
// a schema and the statements made about one id.
type Entity struct {
	ID         string      `json:"id"`
	Schema     string      `json:"schema"`
	Statements []Statement `json:"statements"`
}

// New returns an entity of which nothing has been said yet.
func New(id, schema string) *Entity { return &Entity{ID: id, Schema: schema} }

// Add records that the origin gives the entity this value. An empty value and
// one already stated by the same dataset are left out.
func (e *Entity) Add(prop, value string, from Origin) {
	value = strings.TrimSpace(value)
	if value == "" {
		return
	}
	for i := range e.Statements {
		if s := &e.Statements[i]; s.Value == value && s.Prop == prop && s.Dataset == from.Dataset {
			return
		}
	}
	if from.Original == value {
		from.Original = ""
	}
	e.Statements = append(e.Statements, Statement{
		Entity: e.ID, Schema: e.Schema,
		Prop: prop, Value: value, Original: from.Original, Lang: from.Lang, Dataset: from.Dataset,
		Exhibit: from.Exhibit, Place: from.Place, Strength: from.Strength, Qualifier: from.Qualifier,
	})
}

func statementID(parts ...string) string {
	sum := sha1.Sum([]byte(strings.Join(parts, "."))) //nolint:gosec // see the import
	return hex.EncodeToString(sum[:])
}

// Values lists what is stated of a property, in the order it was stated,
// each value once.
func (e *Entity) Values(prop string) []string {
	var out []string
	for _, s := range e.Statements {
		if s.Prop == prop && !slices.Contains(out, s.Value) {
			out = append(out, s.Value)
		}
	}
	return out
}

// First returns the first value of a property, or "".
func (e *Entity) First(prop string) string {
	for _, s := range e.Statements {
		if s.Prop == prop {
			return s.Value
		}
	}
	return ""
}

// About lists the statements of one property.
func (e *Entity) About(prop string) []Statement {
	var out []Statement
	for _, s := range e.Statements {
		if s.Prop == prop {
			out = append(out, s)
		}
	}
	return out
}

// Caption is the best single name of the entity: the first caption property
// of its schema that has a value, or its id.
func (e *Entity) Caption() string {
	if s, ok := Default().Schema(e.Schema); ok {
		for _, a := range s.ancestors {
			for _, prop := range Default().Schemata[a].Caption {
				if v := e.First(prop); v != "" {
					return v
				}
			}
		}
	}
	return e.ID
}

// Names lists every name and alias the entity bears, strong ones first.
func (e *Entity) Names() []string {
	var out []string
	for _, prop := range []string{"name", "alias", "previousName", "weakAlias", "abbreviation"} {
		for _, v := range e.Values(prop) {
			if !slices.Contains(out, v) {
				out = append(out, v)
			}
		}
	}
	return out
}

// Listed reports whether a list names the entity as sanctioned: it bears the
// topic that FollowTheMoney has for that.
func (e *Entity) Listed() bool {
	return slices.ContainsFunc(e.Statements, func(s Statement) bool { return s.Prop == "topics" && s.Value == "sanction" })
}

// Properties gives the plain FollowTheMoney form: property to values.
func (e *Entity) Properties() map[string][]string {
	out := map[string][]string{}
	for _, s := range e.Statements {
		if !slices.Contains(out[s.Prop], s.Value) {
			out[s.Prop] = append(out[s.Prop], s.Value)
		}
	}
	return out
}

// Check reports everything that keeps the entity from being valid
// FollowTheMoney: an unknown schema, a property its schema does not have, a
// required property that nobody stated.
func (m *Model) Check(e *Entity) error {
	s, ok := m.Schema(e.Schema)
	if !ok {
		return fmt.Errorf("entity %s: no schema is called %q", e.ID, e.Schema)
	}
	var errs []error
	if e.ID == "" {
		errs = append(errs, errors.New("entity has no id"))
	}
	if s.Abstract {
		errs = append(errs, fmt.Errorf("entity %s: schema %s is abstract: use one that extends it", e.ID, e.Schema))
	}
	for _, st := range e.Statements {
		if _, ok := s.Property(st.Prop); !ok {
			errs = append(errs, fmt.Errorf("entity %s: schema %s has no property %q (%s)", e.ID, e.Schema, st.Prop, st.Place))
		}
	}
	// As in FollowTheMoney itself, a schema does not inherit what its parents
	// require: an Address is a Thing, and need not have a name.
	for _, req := range s.Required {
		if e.First(req) == "" {
			errs = append(errs, fmt.Errorf("entity %s: a %s must have a %s", e.ID, e.Schema, req))
		}
	}
	return errors.Join(errs...)
}
