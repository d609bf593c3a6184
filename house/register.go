package house

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"sync"
	"time"

	"plimsoll/ftm"
	"plimsoll/lists"
	"plimsoll/lists/joins"
)

// Basis is what a register is made from: snapshots, of which no entity need
// have been read yet, and what people decided about joins.
type Basis struct {
	Heads    []lists.Snapshot // in order of dataset
	Standing []joins.Decision
}

// Key names a basis: equal keys, equal registers.
func (b Basis) Key() string {
	h := sha256.New()
	for _, s := range b.Heads {
		fmt.Fprintf(h, "%s %s\n", s.Dataset, s.ID)
	}
	for _, d := range b.Standing {
		fmt.Fprintf(h, "%d %v %s %s\n", d.Seq, d.Same, d.A, d.B)
	}
	return hex.EncodeToString(h.Sum(nil))
}

// Basis is the current snapshots.
func (h *House) Basis() Basis {
	b := Basis{Standing: h.Joins.Standing()}
	for _, id := range h.Lists.Datasets() {
		if all := h.Lists.History(id); len(all) > 0 {
			b.Heads = append(b.Heads, all[len(all)-1])
		}
	}
	return b
}

// BasisAsOf is the snapshots that held at the end of a day (UTC), without the
// lists that had none yet. What people have since decided about joins counts:
// it is about who is who, not about what a list said.
func (h *House) BasisAsOf(day time.Time) (Basis, error) {
	b := Basis{Standing: h.Joins.Standing()}
	var none error
	for _, id := range h.Lists.Datasets() {
		head, err := h.Lists.HeadAsOf(id, day)
		switch {
		case errors.Is(err, lists.ErrNoSnapshot):
			none = err
		case err != nil:
			return Basis{}, err
		default:
			b.Heads = append(b.Heads, head)
		}
	}
	if len(b.Heads) == 0 && none != nil {
		return Basis{}, none
	}
	return b, nil
}

// Register is every entity of a set of snapshots, found by its id, with what
// others say of it, and the parties that several lists have in common.
type Register struct {
	Snapshots []*lists.Snapshot
	Joined    *joins.Joined

	byID  map[string][]*ftm.Entity
	about map[string][]*ftm.Entity
}

// registers keeps the register until a list or a decision changes.
type registers struct {
	mu   sync.Mutex
	of   string
	last *Register
}

// Register returns the register of the current snapshots. It is shared: whoever
// holds it must not change what is in it.
func (h *House) Register(ctx context.Context) (*Register, error) {
	return h.RegisterOf(ctx, h.Basis())
}

// RegisterOf returns the register of a basis. That of the current snapshots is
// kept and shared.
func (h *House) RegisterOf(ctx context.Context, b Basis) (*Register, error) {
	key := b.Key()
	h.registers.mu.Lock()
	last, of := h.registers.last, h.registers.of
	h.registers.mu.Unlock()
	if last != nil && of == key {
		return last, nil
	}
	snaps := make([]*lists.Snapshot, 0, len(b.Heads))
	for _, head := range b.Heads {
		s, err := h.snapshot(ctx, head)
		if err != nil {
			return nil, err
		}
		snaps = append(snaps, s)
	}
	if h.Basis().Key() != key {
		return newRegister(snaps, b.Standing), nil
	}
	h.registers.mu.Lock()
	defer h.registers.mu.Unlock()
	if h.registers.last == nil || h.registers.of != key {
		h.registers.last, h.registers.of = newRegister(snaps, b.Standing), key
	}
	return h.registers.last, nil
}

// snapshot reads the entities of a snapshot, which those who show the current
// ones may have done already.
func (h *House) snapshot(ctx context.Context, head lists.Snapshot) (*lists.Snapshot, error) {
	all := h.Lists.History(head.Dataset)
	if n := len(all); n > 0 && all[n-1].ID == head.ID {
		if s, err := h.Lists.Current(ctx, head.Dataset); err == nil && s.ID == head.ID {
			return s, nil
		}
	}
	head.Entities = make([]*ftm.Entity, 0, head.Size)
	err := h.Lists.Each(ctx, head, func(e *ftm.Entity) error {
		head.Entities = append(head.Entities, e)
		return nil
	})
	if err != nil {
		return nil, err
	}
	return &head, nil
}

func newRegister(snaps []*lists.Snapshot, standing []joins.Decision) *Register {
	r := &Register{Snapshots: snaps, byID: map[string][]*ftm.Entity{}, about: map[string][]*ftm.Entity{}}
	b := joins.NewBuilder()
	for _, s := range snaps {
		for _, e := range s.Entities {
			b.Add(e)
			r.byID[e.ID] = append(r.byID[e.ID], e)
			r.addAbout(e)
		}
	}
	r.Joined = b.Build(standing)
	return r
}

// addAbout notes whom an entity refers to: a listing its party, a relation its
// two ends.
func (r *Register) addAbout(e *ftm.Entity) {
	schema, ok := ftm.Default().Schema(e.Schema)
	if !ok {
		return
	}
	for i := range e.Statements {
		st := &e.Statements[i]
		if p, ok := schema.Property(st.Prop); ok && p.Type == "entity" && st.Prop != "addressEntity" {
			r.about[st.Value] = append(r.about[st.Value], e)
		}
	}
}

// Entities returns what the lists have under an id, a dataset after the other.
func (r *Register) Entities(id string) []*ftm.Entity { return r.byID[id] }

// About returns the listings, documents and relations that name an id.
func (r *Register) About(id string) []*ftm.Entity { return r.about[id] }

// Snapshot returns the current snapshot of a dataset.
func (r *Register) Snapshot(dataset string) (*lists.Snapshot, bool) {
	for _, s := range r.Snapshots {
		if s.Dataset == dataset {
			return s, true
		}
	}
	return nil, false
}
