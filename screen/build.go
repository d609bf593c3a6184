package screen

import (
	"bytes"
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"
	"math/bits"
	"slices"
	"strings"

	"plimsoll/ftm"
	"plimsoll/names"
)

// Builder gathers entities and writes an index of them. It is not for
// concurrent use.
type Builder struct {
	source  []Source
	skipped int
	held    map[string][]string // numbers of identity documents by their holder
	placed  map[string]string   // addresses that are entities, by their id
	parties []builtParty

	aliases []aliasRecord
	starts  []uint32 // where the writing of each alias begins
	writing []byte
	words   []uint32

	ids      map[string]uint32 // a token's binary form to its number
	tokens   []tokenRecord
	token    []byte
	firsts   []byte
	initials []uint32
	forms    map[string]uint16
	formSets [][]string
	tooMany  bool
	scratch  []byte
}

// builtParty is a party as it is gathered.
type builtParty struct {
	id       string
	party    *party   // what is compared, without names
	at       []string // ids of its addresses
	from, to uint32   // aliases
}

// NewBuilder begins an index of entities out of the snapshots named.
func NewBuilder(source ...Source) *Builder {
	return &Builder{source: source, held: map[string][]string{}, placed: map[string]string{}, ids: map[string]uint32{}, forms: map[string]uint16{}}
}

// Add takes an entity in if it can be a party: one of a matchable schema.
// Sanctions, addresses and relations are passed over, except that an identity
// document's number is its holder's, and an address that of who names it. The number of the party is its place
// among those taken in.
func (b *Builder) Add(e *ftm.Entity) (taken bool) {
	s, ok := ftm.Default().Schema(e.Schema)
	if ok && s.Is("Identification") {
		for _, holder := range e.Values("holder") {
			b.held[holder] = append(append(b.held[holder], e.Values("number")...), e.Values("passportNumber")...)
		}
	}
	if ok && s.Is("Address") {
		b.placed[e.ID] = addressText(e)
	}
	if !ok || !s.Matchable || s.Is("Address") || s.Is("Position") {
		b.skipped++
		return false
	}
	p := readEntity(e, s)
	from := uint32(len(b.aliases)) //nolint:gosec // checked in Write
	for i := range p.names {
		b.addAlias(&p.names[i], len(b.parties))
	}
	p.names = nil
	b.parties = append(b.parties, builtParty{e.ID, p, e.Values("addressEntity"), from, uint32(len(b.aliases))}) //nolint:gosec // checked in Write
	return true
}

func (b *Builder) addAlias(a *alias, party int) {
	r := aliasRecord{party: uint32(party), words: uint32(len(b.words)), count: uint8(len(a.name.Words)), flags: a.flags()} //nolint:gosec // checked in Write
	for i := range a.name.Words {
		r.mass += float32(a.bits[i])
		b.words = append(b.words, b.tokenID(&a.name.Words[i], a.bits[i]))
	}
	set := strings.Join(a.name.Forms, "\x00")
	n, ok := b.forms[set]
	if !ok {
		n = uint16(min(len(b.formSets), 1<<16-1)) //nolint:gosec // just bounded
		b.tooMany = b.tooMany || len(b.formSets) == 1<<16-1
		b.forms[set] = n
		b.formSets = append(b.formSets, a.name.Forms)
	}
	r.forms = n
	b.aliases = append(b.aliases, r)
	b.starts = append(b.starts, uint32(len(b.writing))) //nolint:gosec // checked in Write
	b.writing = append(b.writing, a.name.Written...)
}

func (b *Builder) tokenID(t *names.Token, carried float64) uint32 {
	b.scratch = t.AppendBinary(b.scratch[:0])
	id, ok := b.ids[string(b.scratch)]
	if !ok {
		id = uint32(len(b.tokens)) //nolint:gosec // checked in Write
		b.ids[string(b.scratch)] = id
		b.tokens = append(b.tokens, tokenRecord{data: uint32(len(b.token)), bits: float32(carried)}) //nolint:gosec // checked in Write
		b.token = append(b.token, b.scratch...)
		b.firsts = append(b.firsts, names.First(t))
		if t.Kind == names.Initial {
			b.initials = append(b.initials, id)
		}
	}
	return id
}

// Len is the number of parties taken in.
func (b *Builder) Len() int { return len(b.parties) }

// Write writes the index. The builder is spent.
func (b *Builder) Write(w io.Writer) error {
	if err := b.fits(); err != nil {
		return err
	}
	b.ids = nil
	var sec [sections][]byte
	sec[secParties], sec[secPartyData] = b.partySections()
	sec[secBearing], sec[secBears], sec[secAliases], sec[secWritten], sec[secWrittenData] = b.aliasSections()
	sec[secWords] = bytesOf(b.words)
	sec[secPostings] = bytesOf(b.postings())
	sec[secTokens], sec[secTokenData], sec[secFirsts] = bytesOf(b.tokens), b.token, b.firsts
	sec[secLimits] = bytesOf(b.limits())
	sec[secCodeBuckets], sec[secCodes] = b.keySections(names.Codes)
	sec[secBuckets], sec[secKeys] = b.keySections(names.Keys)
	sec[secNumberBuckets], sec[secNumbers] = b.numberSections()
	sec[secFormBuckets], sec[secForms] = b.formSections()
	m := see(&sec)
	m.meta.Initials = b.initials
	var matches []names.Match
	var err error
	if sec[secLeading], sec[secLeads], matches, err = leadSections(m); err != nil {
		return err
	}
	meta, err := json.Marshal(Meta{
		Names: names.Version, Screen: Version, Source: b.source, Parties: len(b.parties), Aliases: len(b.aliases),
		Tokens: len(b.tokens) - 1, Skipped: b.skipped, FormSets: b.formSets, Initials: b.initials, Matches: matches,
	})
	if err != nil {
		return fmt.Errorf("describing an index: %w", err)
	}
	sec[secMeta] = meta
	return writeImage(w, &sec)
}

func (b *Builder) fits() error {
	for _, n := range []struct {
		what     string
		have, of int
	}{
		{"parties", len(b.parties), 1 << idBits},
		{"different words", len(b.tokens), 1 << idBits},
		{"bytes of words", len(b.token), 1 << 32},
		{"names", len(b.aliases), 1 << 32},
		{"words in names", len(b.words), 1 << 32},
		{"bytes of names", len(b.writing), 1 << 32},
	} {
		if n.have >= n.of {
			return fmt.Errorf("an index holds fewer than %d %s, and here are %d: build several", n.of, n.what, n.have)
		}
	}
	if b.tooMany {
		return fmt.Errorf("an index holds fewer than %d combinations of legal forms: build several", 1<<16)
	}
	return nil
}

func (b *Builder) partySections() (starts, data []byte) {
	at := make([]uint32, 0, len(b.parties)+1)
	for _, p := range b.parties {
		for _, number := range b.held[p.id] {
			p.party.addProperty("passportNumber", number)
		}
		for _, id := range p.at {
			p.party.addProperty("address", b.placed[id])
		}
		at = append(at, uint32(len(data))) //nolint:gosec // far fewer bytes than the names have
		data = p.party.appendBinary(data)
	}
	return bytesOf(append(at, uint32(len(data)))), data //nolint:gosec // as above
}

// aliasSections puts the names in order of their mass, so that the postings of
// any token can be cut at a mass.
func (b *Builder) aliasSections() (bearing, bears, aliases, written, writing []byte) {
	order := make([]uint32, len(b.aliases))
	for i := range order {
		order[i] = uint32(i) //nolint:gosec // checked in fits
	}
	slices.SortStableFunc(order, func(x, y uint32) int { return cmp.Compare(b.aliases[x].mass, b.aliases[y].mass) })
	place := make([]uint32, len(order))
	sorted := make([]aliasRecord, len(order))
	starts := make([]uint32, len(order)+1)
	text := make([]byte, 0, len(b.writing))
	ends := append(b.starts, uint32(len(b.writing))) //nolint:gosec // checked in fits
	for at, old := range order {
		place[old] = uint32(at) //nolint:gosec // checked in fits
		sorted[at] = b.aliases[old]
		text = append(text, b.writing[ends[old]:ends[old+1]]...)
		starts[at+1] = uint32(len(text)) //nolint:gosec // checked in fits
	}
	from := make([]uint32, 0, len(b.parties)+1)
	for _, p := range b.parties {
		from = append(from, p.from)
	}
	b.aliases = sorted
	return bytesOf(append(from, uint32(len(order)))), bytesOf(place), bytesOf(sorted), bytesOf(starts), text //nolint:gosec // checked in fits
}

// massSteps is how finely masses are told apart where postings are cut.
const massSteps = 4

// limits says for every mass how many names have no more. The names are in
// order.
func (b *Builder) limits() []uint32 {
	out := make([]uint32, massSteps*names.MaxBits*names.MaxTokens+1)
	at := 0
	for step := range out {
		for at < len(b.aliases) && b.aliases[at].mass <= float32(step)/massSteps {
			at++
		}
		out[step] = uint32(at) //nolint:gosec // checked in fits
	}
	return out
}

// postings lists the names of every token, and closes the list of tokens.
func (b *Builder) postings() []uint32 {
	counts := make([]uint32, len(b.tokens)+1)
	last := make([]uint32, len(b.tokens)) // one name may hold a word twice
	each := func(yield func(token, alias uint32)) {
		clear(last)
		for i := range b.aliases {
			r := &b.aliases[i]
			for _, t := range b.words[r.words : r.words+uint32(r.count)] {
				if last[t] != uint32(i)+1 { //nolint:gosec // checked in fits
					last[t] = uint32(i) + 1 //nolint:gosec // checked in fits
					yield(t, uint32(i))     //nolint:gosec // checked in fits
				}
			}
		}
	}
	each(func(t, _ uint32) { counts[t+1]++ })
	for t := range b.tokens {
		counts[t+1] += counts[t]
		b.tokens[t].postings = counts[t]
	}
	total := counts[len(b.tokens)]
	out := make([]uint32, total)
	each(func(t, a uint32) { out[counts[t]] = a; counts[t]++ })
	b.tokens = append(b.tokens, tokenRecord{data: uint32(len(b.token)), postings: total}) //nolint:gosec // checked in fits
	return out
}

func (b *Builder) keySections(of func(*names.Token, func(names.Key))) (buckets, entries []byte) {
	return tableSections(func(yield func(hash uint64, id uint32)) {
		var t names.Token
		var own []names.Key
		for id := range b.tokens[:len(b.tokens)-1] {
			t.View(b.token[b.tokens[id].data:])
			own = own[:0]
			of(&t, func(k names.Key) { own = append(own, k) })
			slices.Sort(own)
			for _, k := range slices.Compact(own) {
				yield(spread(uint64(k)), uint32(id)) //nolint:gosec // checked in fits
			}
		}
	})
}

func (b *Builder) numberSections() (buckets, entries []byte) {
	var keys []uint64
	return tableSections(func(yield func(hash uint64, id uint32)) {
		for i, p := range b.parties {
			for _, id := range p.party.ids {
				yield(id.hash(), uint32(i)) //nolint:gosec // checked in fits
			}
			keys = keys[:0]
			for _, written := range p.party.addresses {
				a := readAddress(written)
				a.keys(func(h uint64) { keys = append(keys, h) })
			}
			slices.Sort(keys)
			for _, h := range slices.Compact(keys) {
				yield(h, uint32(i)) //nolint:gosec // checked in fits
			}
		}
	})
}

func (b *Builder) formSections() (buckets, entries []byte) {
	return tableSections(func(yield func(hash uint64, id uint32)) {
		for id := range b.tokens[:len(b.tokens)-1] {
			yield(hashBytes(b.token[b.tokens[id].data:b.tokens[id+1].data]), uint32(id)) //nolint:gosec // checked in fits
		}
	})
}

// tableSections lays out a table of hashes, walking over them twice so that
// they need not be held.
func tableSections(each func(yield func(hash uint64, id uint32))) (buckets, entries []byte) {
	total := 0
	each(func(uint64, uint32) { total++ })
	size := 1 << (bits.Len(uint(max(total, 1))) - 1) // one or two entries a bucket
	at := make([]uint32, size+1)
	t := newTable(at, nil)
	each(func(h uint64, _ uint32) { at[h>>t.shift+1]++ })
	for i := range size {
		at[i+1] += at[i]
	}
	out := make([]uint32, total)
	next := slices.Clone(at[:size])
	each(func(h uint64, id uint32) {
		n := &next[h>>t.shift]
		out[*n] = uint32(h&0xff)<<idBits | id
		*n++
	})
	return bytesOf(at), bytesOf(out)
}

// spread makes the upper bits of a hash depend on all of it.
func spread(h uint64) uint64 {
	h ^= h >> 32
	h *= 0x9e3779b97f4a7c15
	return h ^ h>>29
}

// Key names what an index of sources will hold, before it is built: two with
// one key are the same.
func Key(source []Source) string {
	h := sha256.New()
	fmt.Fprintf(h, "%s %s %s\n", magic, names.Version, Version)
	for _, s := range source {
		fmt.Fprintf(h, "%s %s\n", s.Dataset, s.Snapshot)
	}
	return hex.EncodeToString(h.Sum(nil)[:16])
}

// Build indexes entities in memory.
func Build(entities []*ftm.Entity, source ...Source) *Index {
	b := NewBuilder(source...)
	var taken []*ftm.Entity
	for _, e := range entities {
		if b.Add(e) {
			taken = append(taken, e)
		}
	}
	var out bytes.Buffer
	if err := b.Write(&out); err != nil {
		panic(err) // memory does not fail, and lists are far below the limits
	}
	x, err := Open(out.Bytes())
	if err != nil {
		panic(err) // just written
	}
	x.entity = func(i int, _, _ string) *ftm.Entity { return taken[i] }
	return x
}
