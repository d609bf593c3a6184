package joins

import (
	"cmp"
	"slices"
)

// This file finds the pairs that are worth comparing, without comparing all.

// bearer is a node with an identifier or a name, and the hash of that. Where
// two hashes meet by chance a pair more is looked at, and nothing is found.
type bearer struct {
	key        uint64
	node, turn uint32 // the turn keeps the order of the nodes' own lists
}

// each calls fn with the bearers of one key, each node once.
func each(all []bearer, fn func([]bearer)) {
	slices.SortFunc(all, func(x, y bearer) int {
		return cmp.Or(cmp.Compare(x.key, y.key), cmp.Compare(x.node, y.node), cmp.Compare(x.turn, y.turn))
	})
	for len(all) > 0 {
		n := 1
		for n < len(all) && all[n].key == all[0].key {
			n++
		}
		if n > 1 {
			fn(slices.CompactFunc(all[:n:n], func(x, y bearer) bool { return x.node == y.node }))
		}
		all = all[n:]
	}
}

// identified finds the pairs of nodes that share an identifier, each once,
// and the identifiers shared by too many.
func (v *view) identified() (pairs []uint64, crowds []Crowd) {
	all := make([]bearer, 0, len(v.marks))
	for n := range v.nodes {
		for turn := v.marksOf.start[n]; turn < v.marksOf.start[n+1]; turn++ {
			if m := &v.marks[v.marksOf.items[turn]]; m.kind.finds() {
				all = append(all, bearer{fnv(fnvOffset+uint64(m.kind.bucket()), m.key), uint32(n), turn})
			}
		}
	}
	each(all, func(same []bearer) {
		if len(same) > maxSharing {
			m := &v.marks[v.marksOf.items[same[0].turn]]
			crowds = append(crowds, Crowd{markKinds[m.kind], m.value, len(same)})
			return
		}
		for i, x := range same {
			for _, y := range same[i+1:] {
				if v.nodes[x.node].class&v.nodes[y.node].class != 0 {
					pairs = append(pairs, pair(x.node, y.node))
				}
			}
		}
	})
	return sortedSet(pairs), crowds
}

// links are the pairs that a strong identifier joins, the best first.
func (v *view) links() []link {
	v.once.Do(func() {
		v.sharing, v.crowds = v.identified()
		for _, p := range v.sharing {
			a, b := unpair(p)
			if level := v.levelOf(a, b); level > 0 {
				v.linked = append(v.linked, link{a, b, level})
			}
		}
		slices.SortStableFunc(v.linked, func(x, y link) int { return cmp.Compare(y.level, x.level) })
	})
	return v.linked
}

// namesakes finds the pairs of parties that share a name and no dataset. In
// what follows the nodes of bearers are parties.
func (j *Joined) namesakes() (pairs []uint64, crowds []Crowd) {
	for _, key := range []func(*name) uint64{
		func(n *name) uint64 { return n.set },
		func(n *name) uint64 { return n.joined },
	} {
		all, names := j.named(key)
		each(all, func(same []bearer) {
			if len(same) <= maxNamesakes {
				pairs = j.pairUp(pairs, same)
			} else if crowded := j.divide(&pairs, same); crowded {
				crowds = append(crowds, Crowd{Name, j.v.names[names[same[0].turn]].written, len(same)})
			}
		})
	}
	slices.SortFunc(crowds, func(x, y Crowd) int { return cmp.Or(cmp.Compare(x.Value, y.Value), cmp.Compare(x.Entries, y.Entries)) })
	return sortedSet(pairs), slices.CompactFunc(crowds, func(x, y Crowd) bool { return x.Value == y.Value })
}

// named lists the parties with each name that tells enough, and those names.
func (j *Joined) named(key func(*name) uint64) (all []bearer, names []uint32) {
	all = make([]bearer, 0, len(j.v.names))
	for n := range j.v.nodes {
		x := &j.v.nodes[n]
		for i := x.names.from; i < x.names.to; i++ {
			if m := &j.v.names[i]; m.bits >= leastBits {
				all = append(all, bearer{key(m), j.party[n], uint32(len(names))})
				names = append(names, i)
			}
		}
	}
	return all, names
}

// pairUp adds the pairs that could be one party.
func (j *Joined) pairUp(pairs []uint64, same []bearer) []uint64 {
	for i, x := range same {
		for _, y := range same[i+1:] {
			us, vs := j.members.of(x.node), j.members.of(y.node)
			if j.v.compatible(us, vs) && j.v.sameList(us, vs) == noNode {
				pairs = append(pairs, pair(x.node, y.node))
			}
		}
	}
	return pairs
}

// divide compares the bearers of a common name only where a birth year or a
// country is the same. Crowded says that even that was too many.
func (j *Joined) divide(pairs *[]uint64, same []bearer) (crowded bool) {
	var parts []bearer
	for _, x := range same {
		for _, n := range j.members.of(x.node) {
			for _, d := range j.v.birthsOf(n) {
				parts = append(parts, bearer{uint64(d.year), x.node, 0})
			}
			for _, code := range j.v.countriesOf(n) {
				parts = append(parts, bearer{1<<32 + uint64(code), x.node, 0})
			}
		}
	}
	each(parts, func(part []bearer) {
		if len(part) <= maxNamesakes {
			*pairs = j.pairUp(*pairs, part)
		} else {
			crowded = true
		}
	})
	return crowded
}
