package screen

import (
	"encoding/binary"
	"slices"
	"unsafe"

	"plimsoll/ftm"
	"plimsoll/names"
)

// appendBinary appends what an index keeps of a party besides its names.
func (p *party) appendBinary(b []byte) []byte {
	b = appendText(b, p.id)
	b = appendText(b, p.dataset)
	b = appendText(b, p.schema.Name)
	for _, list := range [][]string{p.births, p.countries, p.genders} {
		b = binary.AppendUvarint(b, uint64(len(list)))
		for _, s := range list {
			b = appendText(b, s)
		}
	}
	b = binary.AppendUvarint(b, uint64(len(p.ids)))
	for _, id := range p.ids {
		b = append(b, byte(id.kind))
		b = appendText(b, id.value)
		b = appendText(b, id.prop)
	}
	b = binary.AppendUvarint(b, uint64(len(p.addresses)))
	for _, s := range p.addresses {
		b = appendText(b, s)
	}
	return b
}

func appendText(b []byte, s string) []byte {
	return append(binary.AppendUvarint(b, uint64(len(s))), s...)
}

// partyView walks what appendBinary wrote. The strings it gives share the
// index's memory.
type partyView struct{ b []byte }

func (v *partyView) number() int {
	n, size := binary.Uvarint(v.b)
	v.b = v.b[size:]
	return int(n) //nolint:gosec // lengths within an index
}

func (v *partyView) text() string {
	n := v.number()
	s := unsafe.String(unsafe.SliceData(v.b[:n]), n) //nolint:gosec // of bytes that nobody writes to
	v.b = v.b[n:]
	return s
}

func (v *partyView) texts(reuse []string) []string {
	reuse = reuse[:0]
	for range v.number() {
		reuse = append(reuse, v.text())
	}
	return reuse
}

func (v *partyView) read(p *party) {
	p.id, p.dataset = v.text(), v.text()
	p.schema, _ = ftm.Default().Schema(v.text())
	p.births, p.countries, p.genders = v.texts(p.births), v.texts(p.countries), v.texts(p.genders)
	p.ids, p.imos = p.ids[:0], p.imos[:0]
	for range v.number() {
		kind := idKind(v.b[0])
		v.b = v.b[1:]
		id := identifier{kind: kind, value: v.text(), prop: v.text()}
		p.ids = append(p.ids, id)
		if kind == kindIMO {
			p.imos = append(p.imos, id.value)
		}
	}
	p.addresses = v.texts(p.addresses)
}

func (id identifier) hash() uint64 {
	h := uint64(14695981039346656037) ^ uint64(id.kind)
	for i := range len(id.value) {
		h = (h ^ uint64(id.value[i])) * 1099511628211
	}
	return spread(h)
}

// flags packs what an index keeps of a name besides its tokens.
func (a *alias) flags() uint8 {
	f := uint8(a.name.Class)&aliasClass | uint8(a.origin)<<aliasOrigin
	for _, c := range []struct {
		is   bool
		flag uint8
	}{{a.weak, aliasWeak}, {a.name.Korean, aliasKorean}, {a.name.Cut, aliasCut}} {
		if c.is {
			f |= c.flag
		}
	}
	return f
}

// loadParty reads party i, reusing what p holds. Names that are not among those
// wanted are beyond what is asked for and come without their words; with no set
// of them, all are wanted.
func (x *Index) loadParty(i uint32, p *party, wanted *marks) {
	v := partyView{x.party[x.parties[i]:x.parties[i+1]]}
	v.read(p)
	bears := x.bears[x.bearing[i]:x.bearing[i+1]]
	for len(p.names) < len(bears) {
		if cap(p.names) > len(p.names) {
			p.names = p.names[:len(p.names)+1]
			continue
		}
		p.names = append(p.names, alias{})
	}
	p.names = p.names[:len(bears)]
	if wanted != nil && slices.ContainsFunc(bears, func(at uint32) bool { return wanted.has(at) && made(names.Origin(x.aliases[at].flags>>aliasOrigin)) }) {
		wanted = nil // it is shown under the name it was made from
	}
	for n, at := range bears {
		a := &p.names[n]
		x.loadAlias(at, a)
		if a.beyond = wanted != nil && !wanted.has(at); !a.beyond {
			x.loadWords(at, a)
		}
	}
}

func (x *Index) loadAlias(at uint32, a *alias) {
	r := &x.aliases[at]
	text := x.writing[x.written[at]:x.written[at+1]]
	a.weak = r.flags&aliasWeak != 0
	a.origin = names.Origin(r.flags >> aliasOrigin)
	a.name.Written = unsafe.String(unsafe.SliceData(text), len(text)) //nolint:gosec // of bytes that nobody writes to
	a.name.Class = names.Class(r.flags & aliasClass)
	a.name.Korean, a.name.Cut = r.flags&aliasKorean != 0, r.flags&aliasCut != 0
	a.name.Forms = x.meta.FormSets[r.forms]
}

func (x *Index) loadWords(at uint32, a *alias) {
	r := &x.aliases[at]
	words := x.words[r.words : r.words+uint32(r.count)]
	for len(a.name.Words) < len(words) {
		if cap(a.name.Words) > len(a.name.Words) {
			a.name.Words = a.name.Words[:len(a.name.Words)+1] // its slices are used again
			continue
		}
		a.name.Words = append(a.name.Words, names.Token{})
	}
	a.name.Words, a.bits = a.name.Words[:len(words)], a.bits[:0]
	for n, id := range words {
		a.name.Words[n].View(x.token[x.tokens[id].data:])
		a.bits = append(a.bits, float64(x.tokens[id].bits))
	}
}
