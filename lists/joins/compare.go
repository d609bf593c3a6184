package joins

import (
	"slices"
	"strings"
)

// This file holds two entries against each other: what they have in common,
// and what says that they are not one party.

// hit is an identifier that two entries share. A full one joins; one that is
// not is worth a suggestion.
type hit struct {
	kind Kind
	x, y *mark
	full bool
}

// hits finds the identifiers two entries share, each once.
func (v *view) hits(a, b uint32) []hit {
	var out []hit
	xs, ys := v.marksOf.of(a), v.marksOf.of(b)
	for i, j := 0, 0; i < len(xs) && j < len(ys); {
		x, y := &v.marks[xs[i]], &v.marks[ys[j]]
		switch c := compareKeys(x, y); {
		case c < 0:
			i++
		case c > 0:
			j++
		default:
			m, n := v.run(xs, i), v.run(ys, j)
			if h, ok := v.bestHit(a, b, xs[i:m], ys[j:n]); ok {
				out = append(out, h)
			}
			i, j = m, n
		}
	}
	return out
}

func compareKeys(x, y *mark) int {
	if c := int(x.kind.bucket()) - int(y.kind.bucket()); c != 0 {
		return c
	}
	return strings.Compare(x.key, y.key)
}

// run returns where the marks of one key end.
func (v *view) run(list []uint32, from int) int {
	to := from + 1
	for to < len(list) && compareKeys(&v.marks[list[from]], &v.marks[list[to]]) == 0 {
		to++
	}
	return to
}

func (v *view) bestHit(a, b uint32, xs, ys []uint32) (best hit, ok bool) {
	for _, i := range xs {
		for _, j := range ys {
			x, y := &v.marks[i], &v.marks[j]
			same, full := v.weigh(a, b, x, y)
			full = full && v.believable(a, b, x.kind)
			if same && (!ok || full && !best.full) {
				best, ok = hit{markKinds[min(x.kind, y.kind)], x, y, full}, true
			}
		}
	}
	return best, ok
}

// weigh says whether two marks of one key are one identifier, and whether it
// joins.
func (v *view) weigh(a, b uint32, x, y *mark) (same, full bool) {
	switch x.kind {
	case passport, register:
		return v.weighDocuments(a, b, x, y)
	case reference:
		return true, v.hasOne(a, reference) && v.hasOne(b, reference)
	case shipNumber, firmNumber, wallet, airAddress, lei:
		return true, true
	case airSerial:
		return true, v.shareTail(a, b) || v.named(a, b)
	}
	return true, false
}

// believable is false where two parties of wholly different names share a
// number that a list may well have taken over from somebody else: a firm's
// from its owner, a passport from a companion. Ships, and firms by the numbers
// they get for life, do change their names altogether.
func (v *view) believable(a, b uint32, k markKind) bool {
	switch k {
	case reference, passport, register, wallet:
		l, _, _ := likeliest(v.birthsOf(a), v.birthsOf(b))
		return l == sameDay || !strangers(&v.nodes[a], &v.nodes[b])
	}
	return true
}

// weighDocuments: numbers of one country and kind are one document's. Where a
// country is missing, where one side calls it a passport and the other not, or
// where the number is short, the name or the birth must agree as well.
func (v *view) weighDocuments(a, b uint32, x, y *mark) (same, full bool) {
	at, known := v.sameCountry(a, b, x, y)
	switch {
	case known && !at:
		return false, false
	case known && x.kind == y.kind && len(x.key) >= longNumber && !v.isTaxOffice(a, x):
		return true, true
	case x.kind != y.kind && v.nodes[a].class&v.nodes[b].class&person == 0:
		return true, false
	}
	l, _, _ := likeliest(v.birthsOf(a), v.birthsOf(b))
	return true, l >= agree || v.named(a, b)
}

// longNumber is from which length on the number of a document does not recur
// in another register of the country by chance.
const longNumber = 7

// isTaxOffice tells the code of nine digits that Russian firms of one tax
// office share (KPP); that of a bank begins with 04 and is its own.
func (v *view) isTaxOffice(n uint32, m *mark) bool {
	return m.kind == register && v.nodes[n].class&body != 0 && len(m.key) == 9 && !strings.HasPrefix(m.key, "04") &&
		strings.Trim(m.key, "0123456789") == "" &&
		(v.codes[m.country] == "ru" || m.country == 0 && slices.ContainsFunc(v.countriesOf(n), func(c uint16) bool { return v.codes[c] == "ru" }))
}

// sameCountry compares the countries of two documents. That of a firm's
// register is the firm's, where none is stated.
func (v *view) sameCountry(a, b uint32, x, y *mark) (same, known bool) {
	if x.country != 0 && y.country != 0 {
		return x.country == y.country, true
	}
	if v.nodes[a].class&v.nodes[b].class&body == 0 || x.kind != register {
		return false, false
	}
	of := func(n uint32, m *mark) []uint16 {
		if m.country != 0 {
			return []uint16{m.country}
		}
		return v.countriesOf(n)
	}
	same = overlap(of(a, x), of(b, y))
	return same, same // another country of the firm's proves nothing
}

func (v *view) named(a, b uint32) bool {
	_, ok := v.shareName(&v.nodes[a], &v.nodes[b])
	return ok
}

func (v *view) shareTail(a, b uint32) bool {
	return overlap(v.keys(a, tail), v.keys(b, tail))
}

func (v *view) hasOne(n uint32, k markKind) bool { return len(v.keys(n, k)) == 1 }

// keys lists the marks of one kind of a node, in order.
func (v *view) keys(n uint32, k markKind) []string {
	var out []string
	for _, i := range v.marksOf.of(n) {
		if m := &v.marks[i]; m.kind == k && (len(out) == 0 || out[len(out)-1] != m.key) {
			out = append(out, m.key)
		}
	}
	return out
}

func overlap[T comparable](x, y []T) bool {
	return slices.ContainsFunc(x, func(v T) bool { return slices.Contains(y, v) })
}

func (v *view) birthsOf(n uint32) []birth {
	s := v.nodes[n].births
	return v.births[s.from:s.to]
}

func (v *view) countriesOf(n uint32) []uint16 {
	s := v.nodes[n].countries
	return v.countries[s.from:s.to]
}

// compatible reports whether every entry of one side can be the same kind of
// party as every one of the other.
func (v *view) compatible(us, vs []uint32) bool {
	for _, a := range us {
		for _, b := range vs {
			if v.nodes[a].class&v.nodes[b].class == 0 {
				return false
			}
		}
	}
	return true
}

// clashes reports whether two groups of entries contradict each other. The
// entries of a group count as one: what one of them says stands for all.
func (v *view) clashes(us, vs []uint32) bool {
	return !v.compatible(us, vs) || v.sameList(us, vs) != noNode || len(v.contradictions(us, vs)) > 0
}

// sameList finds an entry that stands on one list with one of the others
// under another key.
func (v *view) sameList(us, vs []uint32) uint32 {
	for _, a := range us {
		for _, b := range vs {
			if x, y := &v.nodes[a], &v.nodes[b]; x.set == y.set && x.id != y.id {
				return a
			}
		}
	}
	return noNode
}

// contradictions names what two groups say that cannot be true of one party.
func (v *view) contradictions(us, vs []uint32) []Reason {
	var out []Reason
	if l, x, y := likeliest(gather(us, v.birthsOf), gather(vs, v.birthsOf)); l == differ {
		out = append(out, Reason{Birth, x.String() + " / " + y.String(), pointsDiffer})
	}
	if x, y := v.gendersOf(us), v.gendersOf(vs); x != 0 && y != 0 && x&y == 0 {
		out = append(out, Reason{Gender, x.String() + " / " + y.String(), pointsGender})
	}
	out = v.differentKeys(out, us, vs, shipNumber, pointsShip)
	return v.differentKeys(out, us, vs, reference, pointsReference)
}

func (v *view) differentKeys(out []Reason, us, vs []uint32, k markKind, points int) []Reason {
	of := func(n uint32) []string { return v.keys(n, k) }
	x, y := gather(us, of), gather(vs, of)
	if len(x) == 0 || len(y) == 0 || overlap(x, y) {
		return out
	}
	return append(out, Reason{markKinds[k], distinct(x) + " / " + distinct(y), points})
}

func distinct(list []string) string {
	list = slices.Clone(list)
	slices.Sort(list)
	return strings.Join(slices.Compact(list), ", ")
}

// gather puts together what the entries of a group say; for one entry it
// costs nothing.
func gather[T any](group []uint32, of func(uint32) []T) []T {
	if len(group) == 1 {
		return of(group[0])
	}
	var out []T
	for _, n := range group {
		out = append(out, of(n)...)
	}
	return out
}

// gendersOf puts together what the entries of a group say.
func (v *view) gendersOf(group []uint32) genders {
	var g genders
	for _, n := range group {
		g |= v.nodes[n].genders
	}
	return g
}

func (g genders) String() string {
	var out []string
	for i, word := range []string{"male", "female", "other"} {
		if g&(1<<i) != 0 {
			out = append(out, word)
		}
	}
	return strings.Join(out, ", ")
}
