package house

import (
	"context"
	"strings"
	"sync"

	"plimsoll/ftm"
	"plimsoll/lists"
	"plimsoll/lists/joins"
)

// Register is every entity of the current snapshots, found by its id, with
// what others say of it, and the parties that several lists have in common.
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
	snaps, err := h.Lists.All(ctx)
	if err != nil {
		return nil, err
	}
	standing := h.Joins.Standing()
	var key strings.Builder
	for _, s := range snaps {
		key.WriteString(s.Dataset + " " + s.ID + "\n")
	}
	for _, d := range standing {
		key.WriteString(d.At.String() + d.A + d.B + "\n")
	}
	h.registers.mu.Lock()
	defer h.registers.mu.Unlock()
	if h.registers.last == nil || h.registers.of != key.String() {
		h.registers.last, h.registers.of = newRegister(snaps, standing), key.String()
	}
	return h.registers.last, nil
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
