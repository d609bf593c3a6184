package joins

import (
	"cmp"
	"iter"
	"slices"
)

// Joined is the parties of all lists. It never changes; any number of
// goroutines may read it.
type Joined struct {
	v        *view
	party    []uint32 // of each node: the first node of its party
	members  rows     // of each first node
	standing []Decision
	decided  map[uint32][]int // of a node: decisions about its id
	apart    map[uint64]int
	rivals   map[uint64]uint32 // pairs of parties

	proposals []proposal
	unused    []Unused
	crowds    []Crowd
	counts    Counts
}

// finish reads off the result.
func (j *joining) finish() *Joined {
	v := j.v
	out := &Joined{v: v, standing: j.standing, apart: j.apart, unused: j.unused, decided: map[uint32][]int{}, rivals: map[uint64]uint32{}}
	out.party = make([]uint32, len(v.nodes))
	for n := range out.party {
		out.party[n] = j.party(uint32(n))
	}
	out.members = distribute(len(v.nodes), out.party)
	for i, d := range j.standing {
		for _, id := range []string{d.A, d.B} {
			for _, n := range v.all(id) {
				out.decided[n] = append(out.decided[n], i)
			}
		}
	}
	for p, rival := range j.rivals {
		a, b := unpair(p)
		key := pair(out.party[a], out.party[b])
		if have, ok := out.rivals[key]; !ok || rival < have {
			out.rivals[key] = rival // the least, whatever the order of the map
		}
	}
	out.propose()
	out.count()
	return out
}

func (j *Joined) count() {
	c := &j.counts
	c.Entries, c.Suggestions, c.Links = len(j.v.nodes), len(j.proposals), map[Kind]int{}
	for n := range j.party {
		if j.party[n] != uint32(n) {
			continue
		}
		c.Parties++
		if len(j.members.of(uint32(n))) > 1 {
			c.Joined++
			j.whyOf(uint32(n), func(w Join) { c.Links[w.Kind]++ })
		}
	}
}

// Counts sums up.
func (j *Joined) Counts() Counts { return j.counts }

// Unused lists the decisions that had no effect, the newest first.
func (j *Joined) Unused() []Unused { return slices.Clone(j.unused) }

// Crowds lists the names and identifiers that too many entries share.
func (j *Joined) Crowds() []Crowd { return slices.Clone(j.crowds) }

// Canonical returns the id of the party that an entry belongs to; an id that
// is no entry's stays as it is.
func (j *Joined) Canonical(id string) string {
	if all := j.v.all(id); len(all) > 0 {
		return j.key(j.party[all[0]])
	}
	return id
}

// key names an entry: see [Member].
func (j *Joined) key(n uint32) string {
	x := &j.v.nodes[n]
	if j.party[j.v.bearing(x.id)[0]] == j.party[n] {
		return x.id
	}
	return x.id + "@" + j.v.sets[x.set]
}

func (j *Joined) member(n uint32) Member {
	x := &j.v.nodes[n]
	return Member{Key: j.key(n), ID: x.id, Dataset: j.v.sets[x.set], Schema: x.schema, Caption: x.caption}
}

// Party returns the party that has an entry of this id.
func (j *Joined) Party(id string) (Party, bool) {
	all := j.v.all(id)
	if len(all) == 0 {
		return Party{}, false
	}
	return j.partyOf(j.party[all[0]]), true
}

// Parties goes through all parties, in the order of their first entries.
func (j *Joined) Parties() iter.Seq[Party] {
	return func(yield func(Party) bool) {
		for n, p := range j.party {
			if p == uint32(n) && !yield(j.partyOf(p)) {
				return
			}
		}
	}
}

func (j *Joined) partyOf(p uint32) Party {
	v, members := j.v, j.members.of(p)
	out := Party{ID: j.key(p), Caption: v.nodes[p].caption, Schema: j.schemaOf(members)}
	for _, n := range members {
		out.Members = append(out.Members, j.member(n))
		out.Listings = append(out.Listings, j.listingsOf(n)...)
	}
	slices.SortStableFunc(out.Listings, func(x, y Listing) int {
		if (x.Since == "") != (y.Since == "") {
			return cmp.Compare(y.Since, x.Since)
		}
		return cmp.Compare(x.Since, y.Since)
	})
	j.whyOf(p, func(w Join) { out.Why = append(out.Why, w) })
	out.Apart = j.cutsOf(p)
	return out
}

// schemaOf is the most particular schema among the members'.
func (j *Joined) schemaOf(members []uint32) string {
	best := j.v.nodes[members[0]].schema
	for _, n := range members[1:] {
		if s := j.v.nodes[n].schema; s != best && isA(s, best) {
			best = s
		}
	}
	return best
}

func (j *Joined) listingsOf(n uint32) []Listing {
	v, x := j.v, &j.v.nodes[n]
	var out []Listing
	for _, i := range v.listingsOf.of(n) {
		l := &v.listings[i]
		o := v.origins[l.origin]
		out = append(out, Listing{
			Dataset: v.sets[o.set], Authority: l.authority, Since: l.since, Until: l.until, Programs: l.programs,
			ProgramIDs: l.programIDs, Reason: l.reason, Sanction: l.id, Entity: x.id, Exhibit: o.exhibit, Place: l.place,
		})
	}
	if len(out) == 0 && x.listed {
		s := v.source(n)
		out = append(out, Listing{Dataset: s.Dataset, Entity: x.id, Exhibit: s.Exhibit, Place: s.Place})
	}
	return out
}

// whyOf goes through the reasons why the members of a party are one, pair by
// pair.
func (j *Joined) whyOf(p uint32, fn func(Join)) {
	members := j.members.of(p)
	for i, a := range members {
		for _, b := range members[i+1:] {
			j.why(a, b, fn)
		}
	}
}

func (j *Joined) why(a, b uint32, fn func(Join)) {
	v := j.v
	x, y := &v.nodes[a], &v.nodes[b]
	if x.id == y.id && v.isSameID(a, b) {
		fn(Join{Kind: SameID, Value: x.id, A: v.source(a), B: v.source(b), Despite: v.despite(a, b)})
	}
	for _, i := range j.decided[a] {
		d := j.standing[i]
		if d.Same && slices.Contains(j.decided[b], i) {
			fn(Join{Kind: Decided, Value: d.Because, A: v.source(a), B: v.source(b), Decision: &d, Despite: v.despite(a, b)})
		}
	}
	for _, h := range v.hits(a, b) {
		if h.full && h.x.kind < bic {
			fn(v.joinOf(a, b, h))
		}
	}
}

func (v *view) joinOf(a, b uint32, h hit) Join {
	return Join{Kind: h.kind, Value: h.x.value, A: v.sourceOf(a, h.x), B: v.sourceOf(b, h.y)}
}

// despite names what speaks against two entries that were joined all the same.
func (v *view) despite(a, b uint32) []Reason {
	us, vs := []uint32{a}, []uint32{b}
	out := v.contradictions(us, vs)
	if v.sameList(us, vs) != noNode {
		out = append(out, Reason{Dataset, v.dataset(a), pointsDataset})
	}
	return out
}

// cutsOf lists the decisions that keep a party from others.
func (j *Joined) cutsOf(p uint32) []Cut {
	if len(j.decided) == 0 {
		return nil
	}
	seen := map[int]bool{}
	var out []Cut
	for _, n := range j.members.of(p) {
		for _, i := range j.decided[n] {
			d := j.standing[i]
			if d.Same || seen[i] {
				continue
			}
			seen[i] = true
			other := d.A
			if slices.Contains(j.v.all(d.A), n) {
				other = d.B
			}
			for _, m := range j.v.all(other) {
				if q := j.party[m]; q != p {
					out = append(out, Cut{From: j.key(q), Decision: d, Would: j.would(p, q)})
					break
				}
			}
		}
	}
	slices.SortFunc(out, func(x, y Cut) int { return cmp.Compare(x.Decision.Seq, y.Decision.Seq) })
	return out
}

// would lists what joins two parties but for a decision.
func (j *Joined) would(p, q uint32) []Join {
	var out []Join
	for _, a := range j.members.of(p) {
		for _, b := range j.members.of(q) {
			for _, h := range j.v.hits(a, b) {
				if h.full && h.x.kind < bic {
					out = append(out, j.v.joinOf(a, b, h))
				}
			}
		}
	}
	return out
}
