package screen

import (
	"cmp"
	"slices"
	"sync"

	"plimsoll/ftm"
	"plimsoll/names"
)

// Index is listed entities made ready to be searched. It is read-only.
type Index struct {
	parties []*party
	// tokens: a key of names.Stored to the tokens that have it, and each
	// token to the parties that bear it.
	tokens   keyed
	bearers  [][]uint32
	numbers  map[identifierKey][]uint32
	scratch  sync.Pool
	skipped  int
	nameSize int
}

type identifierKey struct {
	kind  idKind
	value string
}

// keyed maps keys to sorted lists, in two flat arrays.
type keyed struct {
	spans map[names.Key]span
	ids   []uint32
}

type span struct{ from, to uint32 }

func (k *keyed) get(key names.Key) []uint32 {
	s := k.spans[key]
	return k.ids[s.from:s.to]
}

type entry struct {
	key names.Key
	id  uint32
}

func newKeyed(entries []entry) keyed {
	slices.SortFunc(entries, func(a, b entry) int { return cmp.Or(cmp.Compare(a.key, b.key), cmp.Compare(a.id, b.id)) })
	entries = slices.Compact(entries)
	k := keyed{spans: map[names.Key]span{}, ids: make([]uint32, len(entries))}
	for i := 0; i < len(entries); {
		j := i
		for ; j < len(entries) && entries[j].key == entries[i].key; j++ {
			k.ids[j] = entries[j].id
		}
		k.spans[entries[i].key] = span{uint32(i), uint32(j)} //nolint:gosec // an index holds far fewer than 2^32 keys
		i = j
	}
	return k
}

// tokenForm is what two tokens share when they are compared alike.
type tokenForm struct {
	surface string
	kind    names.Kind
	script  names.Script
	korean  bool
}

// Build indexes the entities that can be a party: those of a matchable schema
// with a name or a number. Sanctions, addresses and relations are passed over,
// except that an identity document's number is its holder's.
func Build(entities []*ftm.Entity) *Index {
	x := &Index{numbers: map[identifierKey][]uint32{}}
	held := documentsHeld(entities)
	for _, e := range entities {
		s, ok := ftm.Default().Schema(e.Schema)
		if !ok || !s.Matchable || s.Is("Address") || s.Is("Position") {
			x.skipped++
			continue
		}
		p := readEntity(e, s)
		for _, number := range held[e.ID] {
			p.addProperty("passportNumber", number)
		}
		x.parties = append(x.parties, p)
	}
	x.indexTokens()
	for i, p := range x.parties {
		for _, id := range p.ids {
			k := identifierKey{id.kind, id.value}
			x.numbers[k] = append(x.numbers[k], uint32(i)) //nolint:gosec // see newKeyed
		}
	}
	x.scratch.New = func() any { return &marks{seen: make([]uint32, len(x.parties))} }
	return x
}

func documentsHeld(entities []*ftm.Entity) map[string][]string {
	held := map[string][]string{}
	for _, e := range entities {
		if s, ok := ftm.Default().Schema(e.Schema); ok && s.Is("Identification") {
			for _, holder := range e.Values("holder") {
				held[holder] = append(append(held[holder], e.Values("number")...), e.Values("passportNumber")...)
			}
		}
	}
	return held
}

func (x *Index) indexTokens() {
	ids := map[tokenForm]uint32{}
	var stored []entry
	for i, p := range x.parties {
		party := uint32(i) //nolint:gosec // see newKeyed
		for _, a := range p.names {
			x.nameSize++
			for i := range a.name.Words {
				w := &a.name.Words[i]
				f := tokenForm{w.Surface, w.Kind, w.Script, w.Korean != nil}
				id, ok := ids[f]
				if !ok {
					id = uint32(len(x.bearers)) //nolint:gosec // see newKeyed
					ids[f] = id
					x.bearers = append(x.bearers, nil)
					names.Stored(w, func(k names.Key) { stored = append(stored, entry{k, id}) })
				}
				if b := x.bearers[id]; len(b) == 0 || b[len(b)-1] != party {
					x.bearers[id] = append(b, party)
				}
			}
		}
	}
	x.tokens = newKeyed(stored)
}

// Len is the number of parties that can be found.
func (x *Index) Len() int { return len(x.parties) }

// Names is the number of their names.
func (x *Index) Names() int { return x.nameSize }
