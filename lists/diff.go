package lists

import (
	"cmp"
	"slices"

	"golang.org/x/text/unicode/norm"

	"plimsoll/ftm"
)

// Changes is what one snapshot says other than the one before it.
type Changes struct {
	// Unchanged says that the very same snapshot is there already.
	Unchanged bool `json:"unchanged,omitempty"`
	// Older says that the list was published before the current one: it is
	// kept for the days it held, and the current one stays.
	Older bool `json:"older,omitempty"`

	Added    []string  `json:"added"` // entity ids in order
	Removed  []string  `json:"removed"`
	Changed  []Change  `json:"changed"`
	Warnings []Warning `json:"warnings,omitempty"` // of the parser
}

// Empty reports whether nothing differs.
func (c Changes) Empty() bool { return len(c.Added)+len(c.Removed)+len(c.Changed) == 0 }

// Change is one entity whose statements differ.
type Change struct {
	ID     string   `json:"id"`
	Schema string   `json:"schema"`
	Name   string   `json:"name"` // caption, of the newer snapshot
	Gone   []Stated `json:"gone"`
	New    []Stated `json:"new"`
}

// Stated is a value without its place: what a list says, not where.
type Stated struct {
	Prop     string       `json:"prop"`
	Value    string       `json:"value"`
	Strength ftm.Strength `json:"strength,omitempty"`
}

// Diff compares two snapshots by what they say, entity by entity and value by
// value. Places, exhibits, order, blanks and Unicode form are no difference.
// A nil snapshot is an empty one.
func Diff(older, newer *Snapshot) Changes {
	before, after := byID(older), byID(newer)
	c := Changes{Added: []string{}, Removed: []string{}, Changed: []Change{}}
	for id, e := range after {
		old, ok := before[id]
		if !ok {
			c.Added = append(c.Added, id)
			continue
		}
		if ch, differs := diffEntity(old, e); differs {
			c.Changed = append(c.Changed, ch)
		}
	}
	for id := range before {
		if _, ok := after[id]; !ok {
			c.Removed = append(c.Removed, id)
		}
	}
	slices.Sort(c.Added)
	slices.Sort(c.Removed)
	slices.SortFunc(c.Changed, func(a, b Change) int { return cmp.Compare(a.ID, b.ID) })
	return c
}

func byID(s *Snapshot) map[string]*ftm.Entity {
	if s == nil {
		return nil
	}
	out := make(map[string]*ftm.Entity, len(s.Entities))
	for _, e := range s.Entities {
		out[e.ID] = e
	}
	return out
}

func diffEntity(old, now *ftm.Entity) (Change, bool) {
	c := Change{ID: now.ID, Schema: now.Schema, Name: now.Caption(), Gone: []Stated{}, New: []Stated{}}
	a, b := stated(old), stated(now)
	for s := range a {
		if !b[s] {
			c.Gone = append(c.Gone, s)
		}
	}
	for s := range b {
		if !a[s] {
			c.New = append(c.New, s)
		}
	}
	slices.SortFunc(c.Gone, compareStated)
	slices.SortFunc(c.New, compareStated)
	return c, old.Schema != now.Schema || len(c.Gone)+len(c.New) > 0
}

func stated(e *ftm.Entity) map[Stated]bool {
	out := make(map[Stated]bool, len(e.Statements))
	for _, s := range e.Statements {
		out[Stated{s.Prop, norm.NFC.String(Clean(s.Value)), s.Strength}] = true
	}
	return out
}

func compareStated(a, b Stated) int {
	return cmp.Or(cmp.Compare(a.Prop, b.Prop), cmp.Compare(a.Value, b.Value), cmp.Compare(a.Strength, b.Strength))
}
