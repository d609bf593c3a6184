package joins

import (
	"cmp"
	"slices"
	"strings"
	"sync"
)

// view is what a Builder has taken in, put in order: an entry is known by its
// place in nodes, and the least place is the one preferred. It is never
// changed once made.
type view struct {
	sets      []string
	origins   []origin
	codes     []string
	nodes     []node
	names     []name
	births    []birth
	countries []uint16
	marks     []mark
	listings  []listing

	byID       []uint32 // nodes in order of id
	marksOf    rows     // each node's marks, in order of bucket and key, none twice
	listingsOf rows     // each node's listings

	once    sync.Once // guards what depends on the nodes alone
	sharing []uint64  // pairs with an identifier in common
	linked  []link
	crowds  []Crowd
}

// rows lists numbers for each node.
type rows struct {
	start []uint32 // of each node's items; one more than there are nodes
	items []uint32
}

func (r rows) of(n uint32) []uint32 { return r.items[r.start[n]:r.start[n+1]] }

// noNode stands for a party that is on no list.
const noNode = ^uint32(0)

// settle reads what was added since the last time and returns all in order.
func (b *Builder) settle() *view {
	if b.last != nil && len(b.last.nodes) == len(b.nodes) && len(b.last.marks) == len(b.marks) && len(b.last.listings) == len(b.listings) {
		return b.last
	}
	b.readNames(b.nodes[b.settled:])
	b.settled = len(b.nodes)
	b.nodes = b.ordered()
	v := &view{
		sets: b.sets, origins: b.origins, codes: b.codes, nodes: b.nodes, names: b.names, births: b.births,
		countries: b.countries, marks: b.marks, listings: b.listings,
	}
	v.byID = make([]uint32, len(v.nodes))
	for i := range v.byID {
		v.byID[i] = uint32(i)
	}
	slices.SortFunc(v.byID, func(x, y uint32) int { return cmp.Or(cmp.Compare(v.nodes[x].id, v.nodes[y].id), cmp.Compare(x, y)) })
	v.placeMarks()
	v.placeListings()
	b.last = v
	return v
}

// ordered returns the nodes in the order of preference.
func (b *Builder) ordered() []node {
	place := make([]int, len(b.sets))
	for i, set := range slices.SortedFunc(slices.Values(b.sets), b.compareSets) {
		place[b.setIndex[set]] = i
	}
	order := make([]uint32, len(b.nodes))
	for i := range order {
		order[i] = uint32(i)
	}
	slices.SortFunc(order, func(i, j uint32) int {
		x, y := &b.nodes[i], &b.nodes[j]
		return cmp.Or(cmp.Compare(place[x.set], place[y.set]), cmp.Compare(x.id, y.id), cmp.Compare(x.digest, y.digest))
	})
	out := make([]node, len(order))
	for i, n := range order {
		out[i] = b.nodes[n]
	}
	return out
}

// all returns the nodes of an id, in order. Of an id that lists of one's own
// use for several parties, id@dataset is the one of that dataset.
func (v *view) all(id string) []uint32 {
	if list := v.bearing(id); list != nil {
		return list
	}
	at := strings.LastIndexByte(id, '@')
	if at < 0 {
		return nil
	}
	var out []uint32
	for _, n := range v.bearing(id[:at]) {
		if v.dataset(n) == id[at+1:] {
			out = append(out, n)
		}
	}
	return out
}

// bearing returns the nodes whose entry has the id.
func (v *view) bearing(id string) []uint32 {
	from, ok := slices.BinarySearchFunc(v.byID, id, func(n uint32, id string) int { return cmp.Compare(v.nodes[n].id, id) })
	if !ok {
		return nil
	}
	to := from
	for to < len(v.byID) && v.nodes[v.byID[to]].id == id {
		to++
	}
	return v.byID[from:to]
}

// holder returns the node that a dataset means by an id: its own, or else
// that of another list.
func (v *view) holder(id string, set uint16) uint32 {
	all := v.bearing(id)
	for _, n := range all {
		if v.nodes[n].set == set {
			return n
		}
	}
	if len(all) > 0 {
		return all[0]
	}
	return noNode
}

// distribute gives each item to its node, in the order of the items. Those of
// no node are left out.
func distribute(nodes int, owners []uint32) rows {
	r := rows{start: make([]uint32, nodes+1)}
	for _, n := range owners {
		if n != noNode {
			r.start[n+1]++
		}
	}
	for n := range nodes {
		r.start[n+1] += r.start[n]
	}
	next := slices.Clone(r.start)
	r.items = make([]uint32, r.start[nodes])
	for i, n := range owners {
		if n != noNode {
			r.items[next[n]] = uint32(i)
			next[n]++
		}
	}
	return r
}

// compact drops items from each node's.
func (r *rows) compact(keep func(items []uint32) []uint32) {
	end := uint32(0)
	for n := range len(r.start) - 1 {
		kept := keep(r.items[r.start[n]:r.start[n+1]])
		r.start[n] = end
		end += uint32(copy(r.items[end:], kept))
	}
	r.start[len(r.start)-1] = end
	r.items = r.items[:end]
}

func (v *view) placeMarks() {
	owners := make([]uint32, len(v.marks))
	for i := range v.marks {
		m := &v.marks[i]
		owners[i] = v.holder(m.holder, v.origins[m.origin].set)
		if owners[i] != noNode && !v.fits(m, owners[i]) {
			owners[i] = noNode
		}
	}
	v.marksOf = distribute(len(v.nodes), owners)
	v.marksOf.compact(func(items []uint32) []uint32 {
		slices.SortFunc(items, func(i, j uint32) int { return v.compareMarks(&v.marks[i], &v.marks[j]) })
		return v.withoutDoubles(items)
	})
}

// withoutDoubles leaves out a mark that its node has already. A list states a
// document's number on its holder as well, where no country stands beside it.
func (v *view) withoutDoubles(items []uint32) []uint32 {
	kept := items[:0]
	for _, i := range items {
		if len(kept) > 0 {
			x, y := &v.marks[kept[len(kept)-1]], &v.marks[i]
			if x.kind == y.kind && x.key == y.key && (x.country == y.country || y.country == 0) {
				continue
			}
		}
		kept = append(kept, i)
	}
	return kept
}

// compareMarks orders by bucket and key, then those with a country first.
func (v *view) compareMarks(x, y *mark) int {
	none := func(m *mark) int {
		if m.country == 0 {
			return 1
		}
		return 0
	}
	return cmp.Or(
		cmp.Compare(x.kind.bucket(), y.kind.bucket()), cmp.Compare(x.key, y.key), cmp.Compare(x.kind, y.kind),
		cmp.Compare(none(x), none(y)), cmp.Compare(v.codes[x.country], v.codes[y.country]),
		cmp.Compare(x.place, y.place), cmp.Compare(x.value, y.value), cmp.Compare(v.origins[x.origin].exhibit, v.origins[y.origin].exhibit),
	)
}

// fits reports whether a party of this kind can bear the mark: a reference
// with an i is a person's and one with an e a body's. Ships have none; where
// a ship's listing states one, it is its owner's.
func (v *view) fits(m *mark, n uint32) bool {
	c := v.nodes[n].class
	switch m.kind {
	case reference:
		if m.key[2] == 'i' {
			return c&person != 0
		}
		return c&body != 0
	case shipNumber:
		return c&ship != 0
	case passport:
		return c&person != 0
	}
	return true
}

func (v *view) placeListings() {
	owners := make([]uint32, len(v.listings))
	for i := range v.listings {
		l := &v.listings[i]
		owners[i] = v.holder(l.entity, v.origins[l.origin].set)
	}
	v.listingsOf = distribute(len(v.nodes), owners)
	v.listingsOf.compact(func(items []uint32) []uint32 {
		slices.SortFunc(items, func(i, j uint32) int { return v.compareListings(&v.listings[i], &v.listings[j]) })
		return items
	})
}

func (v *view) compareListings(x, y *listing) int {
	return cmp.Or(cmp.Compare(x.id, y.id), cmp.Compare(x.since, y.since), cmp.Compare(x.authority, y.authority),
		cmp.Compare(x.reason, y.reason), cmp.Compare(x.place, y.place), slices.Compare(x.programs, y.programs))
}

func (v *view) dataset(n uint32) string { return v.sets[v.nodes[n].set] }

// source is where an entry begins.
func (v *view) source(n uint32) Source {
	x := &v.nodes[n]
	return Source{Entity: x.id, Dataset: v.sets[x.set], Exhibit: v.origins[x.origin].exhibit, Place: x.place}
}

// sourceOf is where a mark of an entry stands.
func (v *view) sourceOf(n uint32, m *mark) Source {
	o := v.origins[m.origin]
	return Source{Entity: v.nodes[n].id, Dataset: v.sets[o.set], Exhibit: o.exhibit, Place: m.place}
}
