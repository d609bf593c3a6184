package lists

import (
	"cmp"
	"context"
	"slices"

	"plimsoll/ftm"
)

// Changes is what one snapshot says other than the one before it.
type Changes struct {
	Added   []Party  `json:"added"` // in order of id
	Removed []Party  `json:"removed"`
	Changed []Change `json:"changed"`
}

// Party is an entity in few words.
type Party struct {
	ID     string `json:"id"`
	Schema string `json:"schema"`
	Name   string `json:"name,omitempty"`
	Listed bool   `json:"listed,omitempty"`
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

	Qualifier ftm.Qualifier `json:"qualifier,omitempty"`
}

// Diff compares two snapshots by what they say, entity by entity and value by
// value. Places, exhibits, order, blanks and Unicode form are no difference.
func (l *Library) Diff(ctx context.Context, older, newer Snapshot) (Changes, error) {
	c := Changes{Added: []Party{}, Removed: []Party{}, Changed: []Change{}}
	before := map[string]IndexEntry{}
	err := l.eachIndexed(ctx, older, func(e IndexEntry) error {
		before[e.ID] = e
		return nil
	})
	if err != nil {
		return Changes{}, err
	}
	differ := map[string]*ftm.Entity{}
	err = l.eachIndexed(ctx, newer, func(e IndexEntry) error {
		old, had := before[e.ID]
		switch {
		case !had:
			c.Added = append(c.Added, e.party())
		case old.digest != e.digest:
			differ[e.ID] = nil
		}
		delete(before, e.ID)
		return nil
	})
	if err != nil {
		return Changes{}, err
	}
	for _, e := range before {
		c.Removed = append(c.Removed, e.party())
	}
	if err := l.diffValues(ctx, older, newer, differ, &c); err != nil {
		return Changes{}, err
	}
	byID := func(a, b Party) int { return cmp.Compare(a.ID, b.ID) }
	slices.SortFunc(c.Added, byID)
	slices.SortFunc(c.Removed, byID)
	slices.SortFunc(c.Changed, func(a, b Change) int { return cmp.Compare(a.ID, b.ID) })
	return c, nil
}

func (e IndexEntry) party() Party { return Party{e.ID, e.Schema, e.Caption, e.Listed} }

// diffValues compares the entities that differ, value by value.
func (l *Library) diffValues(ctx context.Context, older, newer Snapshot, differ map[string]*ftm.Entity, c *Changes) error {
	if len(differ) == 0 {
		return nil
	}
	err := l.Each(ctx, older, func(e *ftm.Entity) error {
		if _, ok := differ[e.ID]; ok {
			differ[e.ID] = e
		}
		return nil
	})
	if err != nil {
		return err
	}
	return l.Each(ctx, newer, func(e *ftm.Entity) error {
		if old := differ[e.ID]; old != nil {
			if ch, differs := diffEntity(old, e); differs {
				c.Changed = append(c.Changed, ch)
			}
		}
		return nil
	})
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
		out[Stated{s.Prop, canonical(s.Value), s.Strength, s.Qualifier}] = true
	}
	return out
}

func compareStated(a, b Stated) int {
	return cmp.Or(cmp.Compare(a.Prop, b.Prop), cmp.Compare(a.Value, b.Value), cmp.Compare(a.Strength, b.Strength), cmp.Compare(a.Qualifier, b.Qualifier))
}
