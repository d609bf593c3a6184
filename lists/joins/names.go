package joins

import (
	"cmp"
	"runtime"
	"slices"
	"strings"
	"sync"
	"unicode"

	"plimsoll/ftm"
	"plimsoll/names"
)

// grade says how far a name names its bearer; less is better.
type grade uint8

const (
	primary grade = iota
	alias
	weak
)

func gradeOf(s *ftm.Statement) grade {
	switch {
	case s.Prop == "weakAlias", s.Strength == ftm.Weak, s.Strength == ftm.Low:
		return weak
	case s.Prop == "name":
		return primary
	}
	return alias
}

// name is a name and the two keys under which it is equal to another: its
// folded words in any order, and all of it written as one word. A name in
// which nothing can be read has no keys.
type name struct {
	written string
	set     uint64
	joined  uint64
	bits    uint8 // how much it tells, see names.Bits
	grade   grade
}

// Bits below which a name is borne by too many to be looked for ("Ali"), and
// from which on it is rare.
const (
	leastBits = 11
	someBits  = 18
	manyBits  = 32
)

// read computes the keys. What package names takes for a title, a particle or
// a legal form does not count. The sounds of its words are added to those
// given.
func (n *name) read(c names.Class, sounds []uint32) []uint32 {
	r := names.Read(n.written, c)
	words := make([]string, 0, len(r.Words))
	bits := 0.0
	for i := range r.Words {
		t := &r.Words[i]
		w := t.Latin()
		if w == "" {
			w = t.Surface
		}
		words = append(words, w)
		b := names.Bits(t)
		if bits += b; b < tellingBits || t.Kind != names.Word || len(t.Sounds) == 0 {
			continue
		}
		for _, sound := range []string{t.Sounds[0].Code, t.Sounds[0].Skeleton} {
			if len(sound) > 1 {
				sounds = append(sounds, uint32(fnv(fnvOffset, sound)>>32))
			}
		}
	}
	if len(words) == 0 {
		return sounds
	}
	n.bits = uint8(min(bits, 255))
	n.joined = fnv(fnvOffset+1, strings.Join(words, ""))
	slices.Sort(words)
	n.set = fnvOffset
	for _, w := range slices.Compact(words) {
		n.set = fnv(n.set, w)
	}
	return sounds
}

// tellingBits is from which on a word tells something of its bearer: "bank"
// and "Kim" do not.
const tellingBits = 5

// strangers reports whether two entries have no word in common in any of
// their names, not even by its sound. Names in scripts that cannot be read
// are no strangers to any.
func strangers(x, y *node) bool {
	if len(x.words) == 0 || len(y.words) == 0 {
		return false
	}
	for i, j := 0, 0; i < len(x.words) && j < len(y.words); {
		switch {
		case x.words[i] < y.words[j]:
			i++
		case x.words[i] > y.words[j]:
			j++
		default:
			return false
		}
	}
	return true
}

func nameClass(c class) names.Class {
	switch c {
	case person:
		return names.Person
	case body:
		return names.Organisation
	case ship:
		return names.Vessel
	}
	return names.Anything
}

// readNames reads the names of the nodes, on all processors, and puts each
// node's in order, each key once under its best grade.
func (b *Builder) readNames(nodes []node) {
	workers := min(runtime.GOMAXPROCS(0), 1+len(nodes)/1000)
	var wg sync.WaitGroup
	for w := range workers {
		wg.Go(func() {
			for i := w; i < len(nodes); i += workers {
				b.readNamesOf(&nodes[i])
			}
		})
	}
	wg.Wait()
}

func (b *Builder) readNamesOf(n *node) {
	all := b.names[n.names.from:n.names.to]
	var sounds []uint32
	for i := range all {
		sounds = all[i].read(nameClass(n.class), sounds)
	}
	slices.Sort(sounds)
	n.words = slices.Clip(slices.Clone(slices.Compact(sounds)))
	slices.SortFunc(all, func(x, y name) int {
		return cmp.Or(cmp.Compare(x.set, y.set), cmp.Compare(x.grade, y.grade), cmp.Compare(x.written, y.written))
	})
	all = slices.CompactFunc(all, func(x, y name) bool { return x.set == y.set })
	if len(all) > 0 && all[0].set == 0 {
		all = all[1:]
		n.names.from++
	}
	n.names.to = n.names.from + uint32(len(all))
}

// shareName finds the name that two entries share and that tells most. Two
// weak ones do not count.
func (v *view) shareName(x, y *node) (best sharedName, ok bool) {
	xs, ys := v.names[x.names.from:x.names.to], v.names[y.names.from:y.names.to]
	for i, j := 0, 0; i < len(xs) && j < len(ys); {
		switch {
		case xs[i].set < ys[j].set:
			i++
		case xs[i].set > ys[j].set:
			j++
		default:
			best.take(&xs[i], &ys[j])
			i++
			j++
		}
	}
	if best.x == nil && len(xs)*len(ys) <= 1<<12 {
		for i := range xs {
			for j := range ys {
				if xs[i].joined == ys[j].joined {
					best.take(&xs[i], &ys[j])
				}
			}
		}
	}
	return best, best.x != nil
}

type sharedName struct {
	x, y *name
}

// points is the worth of a shared name: see points.go.
func (s sharedName) points() int {
	p := pointsNameCommon
	switch bits := min(s.x.bits, s.y.bits); {
	case bits >= manyBits:
		p = pointsNameRare
	case bits >= someBits:
		p = pointsName
	}
	if s.x.grade == weak || s.y.grade == weak {
		p -= pointsNameWeak
	}
	return p
}

func (s *sharedName) take(x, y *name) {
	t := sharedName{x, y}
	if x.grade == weak && y.grade == weak || min(x.bits, y.bits) < leastBits {
		return
	}
	if s.x == nil || t.better(*s) {
		*s = t
	}
}

func (s sharedName) better(t sharedName) bool {
	return cmp.Or(cmp.Compare(t.points(), s.points()), cmp.Compare(s.x.grade+s.y.grade, t.x.grade+t.y.grade),
		cmp.Compare(s.x.written, t.x.written), cmp.Compare(s.y.written, t.y.written)) < 0
}

// postalKey takes the words of an address in any order, if a number is among
// them: a city alone is no address.
func postalKey(s string) (string, bool) {
	words := strings.FieldsFunc(names.Fold(s), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) })
	numbered := slices.ContainsFunc(words, func(w string) bool { return strings.ContainsAny(w, "0123456789") })
	if len(words) < 3 || !numbered {
		return "", false
	}
	slices.Sort(words)
	h := uint64(fnvOffset)
	for _, w := range slices.Compact(words) {
		h = fnv(h, w)
	}
	var key [8]byte
	for i := range key {
		key[i] = byte(h >> (8 * i))
	}
	return string(key[:]), true
}
