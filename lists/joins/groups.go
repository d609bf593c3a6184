package joins

import "slices"

// groups are numbers that belong together. A group is known by its least
// number.
type groups struct {
	root    []uint32
	members map[uint32][]uint32 // of groups of two or more, in order
}

func newGroups(n int) *groups {
	g := &groups{root: make([]uint32, n), members: map[uint32][]uint32{}}
	for i := range g.root {
		g.root[i] = uint32(i)
	}
	return g
}

func (g *groups) find(n uint32) uint32 {
	for g.root[n] != n {
		g.root[n] = g.root[g.root[n]]
		n = g.root[n]
	}
	return n
}

// of lists the numbers of a group by its least one.
func (g *groups) of(root uint32) []uint32 {
	if m := g.members[root]; m != nil {
		return m
	}
	return g.root[root : root+1]
}

func (g *groups) unite(a, b uint32) {
	a, b = g.find(a), g.find(b)
	if a == b {
		return
	}
	if a > b {
		a, b = b, a
	}
	all := slices.Concat(g.of(a), g.of(b))
	slices.Sort(all)
	g.root[b] = a
	g.members[a] = all
	delete(g.members, b)
}

// edge is a link between two groups.
type edge struct {
	p, q uint32 // p < q
	link link
}

// components divides edges into those that hang together, in the order of the
// first edge of each.
func components(edges []edge) [][]edge {
	root := map[uint32]uint32{}
	find := func(n uint32) uint32 {
		for {
			r, ok := root[n]
			if !ok {
				return n
			}
			if up, ok := root[r]; ok {
				root[n] = up
			}
			n = r
		}
	}
	for _, e := range edges {
		if p, q := find(e.p), find(e.q); p != q {
			root[max(p, q)] = min(p, q)
		}
	}
	at := map[uint32]int{}
	var out [][]edge
	for _, e := range edges {
		r := find(e.p)
		i, ok := at[r]
		if !ok {
			i = len(out)
			at[r], out = i, append(out, nil)
		}
		out[i] = append(out[i], e)
	}
	return out
}

// ends lists the groups that edges touch, in order.
func ends(edges []edge) []uint32 {
	var out []uint32
	for _, e := range edges {
		out = append(out, e.p, e.q)
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// pair is two nodes in order, in one number.
func pair(a, b uint32) uint64 {
	if a > b {
		a, b = b, a
	}
	return uint64(a)<<32 | uint64(b)
}

func unpair(p uint64) (a, b uint32) { return uint32(p >> 32), uint32(p) }

func sortedSet(list []uint64) []uint64 {
	slices.Sort(list)
	return slices.Compact(list)
}
