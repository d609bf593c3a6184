// Package roll holds the parties of official lists made ready to be asked:
// a [Roll] is the index over one set of snapshots, with what the lists say of
// each party; a [Keeper] holds the roll of the current snapshots, makes a new
// one beside it when a list changes, and swaps the two when the new one is
// whole. Rolls of past days are made when they are asked for.
//
// A roll never changes. Whoever takes one from the keeper keeps asking the same
// snapshots, whatever is swapped meanwhile.
package roll

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"slices"
	"strings"

	"plimsoll/ftm"
	"plimsoll/house"
	"plimsoll/lists"
	"plimsoll/screen"
)

// Index finds listed entities: every one that by name and number scores at
// least a threshold, and every one that has a text in its name, best first.
type Index interface {
	Search(q screen.Query, threshold float64) []screen.Hit
	Mention(text string) []screen.Hit
	ID() string // of its content: equal ids, equal answers
	Len() int
	Names() int
}

// Builder makes an index of entities out of the snapshots named.
type Builder func([]*ftm.Entity, []screen.Source) (Index, error)

// fromFile is the index that the house keeps.
func fromFile(h *house.House) Builder {
	return func(entities []*ftm.Entity, of []screen.Source) (Index, error) { return h.Index(entities, of) }
}

// Roll is the parties of one set of snapshots.
type Roll struct {
	// ID names the index: the same snapshots, decisions about joins and scorer
	// give the same id, and an answer that bears it can be had again.
	ID       string
	Datasets []Dataset // in order of name

	key      string
	index    Index
	register *house.Register
	parties  []*Party // in order of id
	byKey    map[string]*Party
	byMember map[member]*Party
}

// Dataset is a list as this roll has it.
type Dataset struct {
	lists.Snapshot // without entities
	Parties        int
	Listed         int // parties that it lists as sanctioned
}

// member is an entity of a list.
type member struct{ id, dataset string }

// assemble puts a roll together.
func assemble(b house.Basis, reg *house.Register, seen func(dataset, id string) lists.Seen, build Builder) (*Roll, error) {
	r := &Roll{
		key: b.Key(), register: reg,
		byKey: map[string]*Party{}, byMember: map[member]*Party{},
	}
	var all []*ftm.Entity
	var of []screen.Source
	for _, s := range reg.Snapshots {
		of = append(of, screen.Source{Dataset: s.Dataset, Snapshot: s.ID})
		all = append(all, s.Entities...)
		head := *s
		head.Entities = nil
		r.Datasets = append(r.Datasets, Dataset{Snapshot: head})
	}
	var err error
	if r.index, err = build(all, of); err != nil {
		return nil, err
	}
	r.ID = rollID(r.index.ID(), r.key)
	r.addJoined(seen)
	r.addOthers(all, seen)
	slices.SortFunc(r.parties, func(a, b *Party) int { return cmp.Compare(a.ID, b.ID) })
	r.count()
	return r, nil
}

func rollID(index, key string) string {
	sum := sha256.Sum256([]byte(index + "\n" + key))
	return hex.EncodeToString(sum[:8])
}

// addJoined takes in the parties that the joins know.
func (r *Roll) addJoined(seen func(dataset, id string) lists.Seen) {
	for joined := range r.register.Joined.Parties() {
		p := &Party{ID: joined.ID, Schema: joined.Schema, Caption: joined.Caption}
		for _, m := range joined.Members {
			for _, e := range r.register.Entities(m.ID) {
				if datasetOf(e) == m.Dataset {
					p.add(e, seen(m.Dataset, m.ID))
					r.byMember[member{m.ID, m.Dataset}] = p
				}
			}
			if m.Key != p.ID && !slices.Contains(p.Referents, m.Key) {
				p.Referents = append(p.Referents, m.Key)
			}
			r.byKey[m.Key] = p
		}
		r.parties = append(r.parties, p.finish())
	}
}

// addOthers takes in what can be found and is nobody's entry, such as a
// wallet. Those of one id are one.
func (r *Roll) addOthers(all []*ftm.Entity, seen func(dataset, id string) lists.Seen) {
	var made []*Party
	for _, e := range all {
		m := member{e.ID, datasetOf(e)}
		if s, ok := ftm.Default().Schema(e.Schema); !ok || !Findable(s) || r.byMember[m] != nil {
			continue
		}
		p := r.byKey[e.ID]
		if p == nil {
			p = &Party{ID: e.ID, Schema: e.Schema, Caption: e.Caption()}
			r.byKey[e.ID] = p
			made = append(made, p)
		}
		p.add(e, seen(m.dataset, m.id))
		r.byMember[m] = p
	}
	for _, p := range made {
		r.parties = append(r.parties, p.finish())
	}
}

func (r *Roll) count() {
	at := map[string]*Dataset{}
	for i := range r.Datasets {
		at[r.Datasets[i].Dataset] = &r.Datasets[i]
	}
	for _, p := range r.parties {
		for _, m := range p.Members {
			d := at[datasetOf(m)]
			d.Parties++
			if m.Listed() {
				d.Listed++
			}
		}
	}
}

func datasetOf(e *ftm.Entity) string {
	if len(e.Statements) == 0 {
		return ""
	}
	return e.Statements[0].Dataset
}

// Len is the number of parties.
func (r *Roll) Len() int { return len(r.parties) }

// Names is the number of names that are searched.
func (r *Roll) Names() int { return r.index.Names() }

// Parties lists all parties in order of id.
func (r *Roll) Parties() []*Party { return r.parties }

// Invented reports whether lists of the demo world are among the roll's: who
// is shown them must be told.
func (r *Roll) Invented() bool {
	return slices.ContainsFunc(r.Datasets, func(d Dataset) bool { return strings.HasPrefix(d.Dataset, "demo_") })
}

// Snapshots names the snapshot of each dataset.
func (r *Roll) Snapshots() map[string]string {
	out := make(map[string]string, len(r.Datasets))
	for _, d := range r.Datasets {
		out[d.Dataset] = d.ID
	}
	return out
}
