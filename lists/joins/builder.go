package joins

import (
	"slices"
	"strings"

	"plimsoll/ftm"
)

// Builder takes in the entities of all lists and keeps of them what joining
// needs. It is for one goroutine; what it builds is for any number.
type Builder struct {
	rank  map[string]int // of the datasets the caller put in order
	text  keeper
	class map[string]class

	sets     []string // datasets, each once
	setIndex map[string]uint16
	origins  []origin // each once
	originAt map[origin]uint32
	codes    []string // countries, each once; the first is none
	codeAt   map[string]uint16

	nodes     []node // entries of parties
	names     []name
	births    []birth
	countries []uint16
	marks     []mark
	listings  []listing

	settled int   // how many nodes have had their names read
	last    *view // what the last Build saw
}

// origin is what many statements have in common.
type origin struct {
	set     uint16
	exhibit string
}

// span is a part of one of the builder's slices.
type span struct{ from, to uint32 }

// node is the entry of one dataset on one party.
type node struct {
	id, schema, caption, place string
	digest                     uint64 // of what is stated, to order two entries of one id and dataset
	origin                     uint32
	set                        uint16
	class                      class
	genders                    genders
	listed                     bool
	names, births, countries   span
	words                      []uint32 // hashes of what the names' words sound like, in order
}

type genders uint8

const (
	male genders = 1 << iota
	female
	otherGender
)

// listing is a Sanction.
type listing struct {
	entity, id, authority, since, until, reason, place string
	programs, programIDs                               []string
	origin                                             uint32
}

// NewBuilder begins. The datasets are those whose ids are preferred, best
// first; those of the UN (un_...) need not be named.
func NewBuilder(datasets ...string) *Builder {
	b := &Builder{
		rank: map[string]int{}, text: newKeeper(), class: map[string]class{},
		setIndex: map[string]uint16{}, originAt: map[origin]uint32{}, codes: []string{""}, codeAt: map[string]uint16{"": 0},
	}
	for i, d := range datasets {
		b.rank[d] = i + 1
	}
	return b
}

// isUN reports whether a dataset is one of the United Nations.
func isUN(dataset string) bool { return dataset == "un" || strings.HasPrefix(dataset, "un_") }

// compareSets is the order of preference.
func (b *Builder) compareSets(x, y string) int {
	place := func(d string) int {
		r, stated := b.rank[d]
		switch {
		case isUN(d):
			return r - 1<<20
		case stated:
			return r
		}
		return 1 << 20
	}
	if c := place(x) - place(y); c != 0 {
		return c
	}
	return strings.Compare(x, y)
}

// Add takes an entity of a current snapshot: a party, or what is said about
// one. Others are passed over. Within a dataset an id stands for one entity.
func (b *Builder) Add(e *ftm.Entity) {
	take := b.about(e.Schema)
	if c, known := b.class[e.Schema]; known || take == nil {
		if !known {
			c = classOf(e.Schema)
			b.class[b.text.word(e.Schema)] = c
		}
		if c == 0 {
			return
		}
		take = func(e *ftm.Entity) { b.addEntry(e, c) }
	}
	for _, part := range byDataset(e) {
		take(part)
	}
}

// about tells what to do with an entity that is no party.
func (b *Builder) about(schema string) func(*ftm.Entity) {
	switch schema {
	case "Sanction":
		return b.addListing
	case "Passport":
		return func(e *ftm.Entity) { b.addDocument(e, passport) }
	case "Identification":
		return func(e *ftm.Entity) { b.addDocument(e, register) }
	case "CryptoWallet":
		return b.addWallet
	}
	return nil
}

// byDataset takes an entity apart that several datasets speak of.
func byDataset(e *ftm.Entity) []*ftm.Entity {
	if len(e.Statements) == 0 {
		return nil
	}
	first := e.Statements[0].Dataset
	if !slices.ContainsFunc(e.Statements, func(s ftm.Statement) bool { return s.Dataset != first }) {
		return []*ftm.Entity{e}
	}
	var parts []*ftm.Entity
	for _, s := range e.Statements {
		i := slices.IndexFunc(parts, func(p *ftm.Entity) bool { return p.Statements[0].Dataset == s.Dataset })
		if i < 0 {
			i, parts = len(parts), append(parts, ftm.New(e.ID, e.Schema))
		}
		parts[i].Statements = append(parts[i].Statements, s)
	}
	return parts
}

// maxNames is how many names of an entry are compared; lists in all languages
// of the EU print a hundred.
const maxNames = 500

func (b *Builder) addEntry(e *ftm.Entity, c class) {
	first := e.Statements[0]
	n := node{
		id: b.text.keep(e.ID), schema: b.text.word(e.Schema), class: c, listed: e.Listed(),
		place: b.text.keep(first.Place), origin: b.origin(first), set: b.set(first.Dataset), digest: fnvOffset,
	}
	names, births, countries := len(b.names), len(b.births), len(b.countries)
	for i := range e.Statements {
		s := &e.Statements[i]
		n.digest = fnv(fnv(n.digest, s.Prop), s.Value)
		switch s.Prop {
		case "name", "alias", "previousName", "weakAlias":
			if len(b.names)-names < maxNames {
				b.names = append(b.names, name{written: b.text.keep(s.Value), grade: gradeOf(s)})
			}
		case "birthDate":
			if d, ok := readBirth(s.Value, s.Qualifier); ok {
				b.births = append(b.births, d)
			}
		case "gender":
			n.genders |= genderOf(s.Value)
		case "nationality", "citizenship", "country", "mainCountry", "jurisdiction", "flag", "pastFlags":
			if code := b.country(s.Value); code != 0 && !slices.Contains(b.countries[countries:], code) {
				b.countries = append(b.countries, code)
			}
		default:
			b.addMark(e, c, s)
		}
	}
	b.ownReference(e, c)
	n.names = span{uint32(names), uint32(len(b.names))}
	n.births = span{uint32(births), uint32(len(b.births))}
	n.countries = span{uint32(countries), uint32(len(b.countries))}
	n.caption = b.caption(e, n.names)
	b.nodes = append(b.nodes, n)
}

// caption shares the text of the name that it is.
func (b *Builder) caption(e *ftm.Entity, names span) string {
	c := e.Caption()
	for _, n := range b.names[names.from:names.to] {
		if n.written == c {
			return n.written
		}
	}
	return b.text.keep(c)
}

func genderOf(v string) genders {
	switch v {
	case "male":
		return male
	case "female":
		return female
	case "other":
		return otherGender
	}
	return 0
}

func (b *Builder) addListing(e *ftm.Entity) {
	from := e.Statements[0]
	for _, s := range e.About("entity") {
		b.listings = append(b.listings, listing{
			entity: b.text.keep(s.Value), id: b.text.keep(e.ID), origin: b.origin(from), place: b.text.keep(from.Place),
			authority: b.text.word(e.First("authority")), reason: b.text.word(strings.Join(e.Values("reason"), "\n")),
			since: b.text.word(least(e, "listingDate", "startDate")), until: b.text.word(e.First("endDate")),
			programs: b.words(e.Values("program")), programIDs: b.words(e.Values("programId")),
		})
		for _, ref := range e.About("unscId") {
			b.mark(reference, s.Value, ref.Value, 0, ref)
		}
	}
}

// least returns the earliest value of the first property that has one.
func least(e *ftm.Entity, props ...string) string {
	for _, p := range props {
		if v := e.Values(p); len(v) > 0 {
			return slices.Min(v)
		}
	}
	return ""
}

func (b *Builder) words(list []string) []string {
	for i, s := range list {
		list[i] = b.text.word(s)
	}
	return list
}

func (b *Builder) set(dataset string) uint16 {
	i, ok := b.setIndex[dataset]
	if !ok {
		i = uint16(len(b.sets))
		d := b.text.keep(dataset)
		b.sets, b.setIndex[d] = append(b.sets, d), i
	}
	return i
}

func (b *Builder) origin(s ftm.Statement) uint32 {
	o := origin{b.set(s.Dataset), s.Exhibit}
	i, ok := b.originAt[o]
	if !ok {
		i = uint32(len(b.origins))
		o.exhibit = b.text.keep(s.Exhibit)
		b.origins, b.originAt[o] = append(b.origins, o), i
	}
	return i
}

// maxCodes is more than there are countries, and fits the number for one.
const maxCodes = 1 << 15

func (b *Builder) country(code string) uint16 {
	i, ok := b.codeAt[code]
	if !ok && len(b.codes) > maxCodes {
		return 0
	}
	if !ok {
		i = uint16(len(b.codes))
		code = b.text.keep(code)
		b.codes, b.codeAt[code] = append(b.codes, code), i
	}
	return i
}

const (
	fnvOffset = 14695981039346656037
	fnvPrime  = 1099511628211
)

// fnv goes on with a hash; the end of each text counts.
func fnv(h uint64, s string) uint64 {
	for i := range len(s) {
		h = (h ^ uint64(s[i])) * fnvPrime
	}
	return (h ^ 0xff) * fnvPrime
}
