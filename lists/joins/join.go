package joins

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"plimsoll/lists"
)

// Build joins the entries of all that was added. The decisions are those that
// stand ([Decisions.Standing]). It can be called again when a decision is
// taken or more is added; what it built before stays as it was.
func (b *Builder) Build(standing []Decision) *Joined {
	v := b.settle()
	j := &joining{v: v, units: newGroups(len(v.nodes)), apart: map[uint64]int{}, rivals: map[uint64]uint32{}, disputed: map[uint32]bool{}}
	j.sameIDs()
	j.decide(standing)
	j.parties = newGroups(len(v.nodes))
	j.linkUp(v.links())
	return j.finish()
}

// joining is one run of Build.
//
// What one id and the decisions of people join is a unit: within it nothing is
// asked, and what one of its entries says stands for all. Units are joined to
// parties by what identifies them, and only where no two units of a party
// contradict each other.
type joining struct {
	v        *view
	units    *groups // of nodes
	parties  *groups // of units, each by its least node
	standing []Decision
	apart    map[uint64]int    // pairs of nodes held different, to the decision
	rivals   map[uint64]uint32 // pairs of nodes not joined because a third fits as well
	disputed map[uint32]bool   // units that two parties claim
	unused   []Unused
}

// sameIDs makes units of the nodes of one id. An id that begins with the name
// of a list means the same everywhere; one of somebody's own list (V1) does
// only where a name says so too.
func (j *joining) sameIDs() {
	v := j.v
	for i := 0; i < len(v.byID); {
		id := v.nodes[v.byID[i]].id
		all := v.bearing(id)
		i += len(all)
		for k, a := range all {
			for _, b := range all[k+1:] {
				if v.isSameID(a, b) {
					j.units.unite(a, b)
				}
			}
		}
	}
}

func (v *view) isSameID(a, b uint32) bool {
	x, y := &v.nodes[a], &v.nodes[b]
	if x.class&y.class == 0 {
		return false
	}
	prefix, _, dashed := strings.Cut(x.id, "-")
	if x.set == y.set || dashed && lists.ValidDataset(prefix) && strings.Contains(prefix, "_") {
		return true
	}
	us, vs := []uint32{a}, []uint32{b}
	return v.named(a, b) && len(v.contradictions(us, vs)) == 0
}

// decide applies what people decided, the newest first: of decisions that do
// not go together the newest holds.
func (j *joining) decide(standing []Decision) {
	j.standing = lastOnEach(standing)
	for i, d := range j.standing {
		for _, id := range []string{d.A, d.B} {
			if len(j.v.all(id)) == 0 {
				j.unused = append(j.unused, Unused{d, "no entry has the id " + id})
			}
		}
		if !d.Same {
			for _, a := range j.v.all(d.A) {
				for _, b := range j.v.all(d.B) {
					j.apart[pair(a, b)] = i
				}
			}
		}
	}
	for _, d := range j.standing {
		if d.Same {
			j.decideSame(d)
		}
	}
}

// lastOnEach is the last decision on each pair, the newest first.
func lastOnEach(list []Decision) []Decision {
	list = slices.Clone(list)
	slices.SortFunc(list, func(x, y Decision) int {
		return cmp.Or(cmp.Compare(y.Seq, x.Seq), cmp.Compare(x.A, y.A), cmp.Compare(x.B, y.B))
	})
	seen := map[[2]string]bool{}
	return slices.DeleteFunc(list, func(d Decision) bool {
		key := [2]string{d.A, d.B}
		before := seen[key]
		seen[key] = true
		return before
	})
}

func (j *joining) decideSame(d Decision) {
	as, bs := j.v.all(d.A), j.v.all(d.B)
	for _, a := range as {
		for _, b := range bs {
			us, vs := j.units.of(j.units.find(a)), j.units.of(j.units.find(b))
			if i, cut := j.heldApart(us, vs); cut {
				other := j.standing[i]
				j.unused = append(j.unused, Unused{d, fmt.Sprintf("%s and %s are held different", other.A, other.B)})
				return
			}
			if j.v.compatible(us, vs) {
				j.units.unite(a, b)
				return
			}
		}
	}
	if len(as) > 0 && len(bs) > 0 {
		x, y := &j.v.nodes[as[0]], &j.v.nodes[bs[0]]
		j.unused = append(j.unused, Unused{d, fmt.Sprintf("with what they are joined to, a %s and a %s cannot be one party", x.schema, y.schema)})
	}
}

// heldApart finds the decision that two groups of nodes are not one party.
func (j *joining) heldApart(us, vs []uint32) (decision int, cut bool) {
	if len(j.apart) == 0 {
		return 0, false
	}
	decision = len(j.standing)
	for _, a := range us {
		for _, b := range vs {
			if i, ok := j.apart[pair(a, b)]; ok && i < decision {
				decision = i
			}
		}
	}
	return decision, decision < len(j.standing)
}

// link is two nodes that a strong identifier joins. Links of a higher level
// go first.
type link struct {
	a, b  uint32
	level uint8
}

// levelOf says how well a pair is supported: by its best identifier, by the
// name, by the birth date, by further identifiers. The UN's own entry is the
// anchor of a reference: who else carries it belongs there before they belong
// together. The result is 0 where nothing joins the pair.
func (v *view) levelOf(a, b uint32) uint8 {
	best, full := 0, 0
	for _, h := range v.hits(a, b) {
		if !h.full || h.x.kind >= bic {
			continue
		}
		base := 3
		switch {
		case h.kind == Reference && (isUN(v.dataset(a)) || isUN(v.dataset(b))):
			base = 5
		case h.kind == Ship:
			base = 4
		}
		best, full = max(best, base), full+1
	}
	if best == 0 {
		return 0
	}
	if v.named(a, b) {
		best += 2
	}
	switch l, _, _ := likeliest(v.birthsOf(a), v.birthsOf(b)); l {
	case sameDay:
		best += 2
	case agree:
		best++
	}
	return uint8(best + min(full-1, 2))
}

// linkUp joins units to parties, level by level.
func (j *joining) linkUp(links []link) {
	for len(links) > 0 {
		n := 1
		for n < len(links) && links[n].level == links[0].level {
			n++
		}
		j.level(links[:n])
		links = links[n:]
	}
}

// level joins what the links of one level join without contradiction. Where
// they would bring together what contradicts, no order decides: a link is
// dropped if one of its ends has as good a link to a third that contradicts
// the other end, and what still does not go together after that stays apart.
// Whom two claim at one level is not given to a third at a lower one.
func (j *joining) level(links []link) {
	var edges []edge
	for _, l := range links {
		p, q := j.party(l.a), j.party(l.b)
		if p != q && !j.claimed(p) && !j.claimed(q) && !j.clash(p, q) {
			edges = append(edges, edge{min(p, q), max(p, q), l})
		}
	}
	for _, c := range components(edges) {
		if j.uniteAll(c) {
			continue
		}
		for _, rest := range components(j.undisputed(c)) {
			if !j.uniteAll(rest) {
				for _, e := range rest {
					j.rivals[pair(e.link.a, e.link.b)] = noNode
					j.disputed[e.p], j.disputed[e.q] = true, true
				}
			}
		}
	}
}

// claimed reports whether a better link of a party was dropped as disputed.
func (j *joining) claimed(p uint32) bool {
	return len(j.disputed) > 0 && slices.ContainsFunc(j.parties.of(p), func(u uint32) bool { return j.disputed[u] })
}

// party is the group of a node, known by its least node.
func (j *joining) party(n uint32) uint32 { return j.parties.find(j.units.find(n)) }

// clash reports whether two parties contradict each other.
func (j *joining) clash(p, q uint32) bool {
	for _, u := range j.parties.of(p) {
		for _, w := range j.parties.of(q) {
			us, ws := j.units.of(u), j.units.of(w)
			if _, cut := j.heldApart(us, ws); cut || j.v.clashes(us, ws) {
				return true
			}
		}
	}
	return false
}

func (j *joining) uniteAll(edges []edge) bool {
	all := ends(edges)
	if len(edges) > 1 {
		for i, p := range all {
			for _, q := range all[i+1:] {
				if j.clash(p, q) {
					return false
				}
			}
		}
	}
	for _, e := range edges {
		j.parties.unite(e.p, e.q)
	}
	return true
}

// undisputed drops the edges that have a rival.
func (j *joining) undisputed(edges []edge) []edge {
	around := map[uint32][]uint32{}
	for _, e := range edges {
		around[e.p], around[e.q] = append(around[e.p], e.q), append(around[e.q], e.p)
	}
	rival := func(at, other uint32) (uint32, bool) {
		for _, r := range around[at] {
			if r != other && j.clash(r, other) {
				return r, true
			}
		}
		return 0, false
	}
	var out []edge
	for _, e := range edges {
		r, atP := rival(e.p, e.q)
		s, atQ := rival(e.q, e.p)
		switch {
		case atP:
			j.rivals[pair(e.link.a, e.link.b)], j.disputed[e.p] = r, true
		case atQ:
			j.rivals[pair(e.link.a, e.link.b)] = s
		default:
			out = append(out, e)
		}
		if atQ {
			j.disputed[e.q] = true
		}
	}
	return out
}
