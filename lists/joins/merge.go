package joins

import (
	"slices"

	"plimsoll/ftm"
)

// Merge makes one entity of a party: under its id, with the statements of all
// its members, each of which still says whose it is. The entities are those
// the members were read from; others are passed over. An id that is no entry's
// gives nil.
func (j *Joined) Merge(id string, entities []*ftm.Entity) *ftm.Entity {
	p, ok := j.Party(id)
	if !ok {
		return nil
	}
	out := ftm.New(p.ID, p.Schema)
	for _, m := range p.Members {
		for _, e := range entities {
			if e.ID != m.ID {
				continue
			}
			for _, s := range e.Statements {
				if s.Dataset == m.Dataset {
					out.Statements = append(out.Statements, s)
				}
			}
		}
	}
	return out
}

// Refer returns the entity with every reference to an entry replaced by one to
// its party; Original keeps what the list refers to.
func (j *Joined) Refer(e *ftm.Entity) *ftm.Entity {
	schema, ok := ftm.Default().Schema(e.Schema)
	if !ok {
		return e
	}
	out := &ftm.Entity{ID: e.ID, Schema: e.Schema, Statements: slices.Clone(e.Statements)}
	for i := range out.Statements {
		s := &out.Statements[i]
		if p, ok := schema.Property(s.Prop); !ok || p.Type != "entity" {
			continue
		}
		n := j.v.holder(s.Value, uint16(slices.Index(j.v.sets, s.Dataset)))
		if n == noNode {
			continue
		}
		if id := j.key(j.party[n]); id != s.Value {
			if s.Original == "" {
				s.Original = s.Value
			}
			s.Value = id
		}
	}
	return out
}

// isA reports whether a schema is, or descends from, another.
func isA(schema, other string) bool {
	s, ok := ftm.Default().Schema(schema)
	return ok && s.Is(other)
}
