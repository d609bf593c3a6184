package ais

import "encoding/binary"

const (
	// maxPayload bounds the armoured characters of one message. The longest
	// message of M.1371 has 1064 bits (178 characters).
	maxPayload = 256
	maxBytes   = maxPayload * 6 / 8
)

// bitField holds the bits of one message, most significant first. What lies
// behind the last bit is zero, so a field may be read beyond the end.
type bitField struct {
	n int // bits
	b [maxBytes + 16]byte
}

// noSixBit marks characters that are no payload armour.
const noSixBit = 0x80

// sixBit gives the value of an armour character, or noSixBit.
var sixBit = func() (t [256]byte) {
	for i := range t {
		switch {
		case i >= '0' && i <= 'W':
			t[i] = byte(i - '0')
		case i >= '`' && i <= 'w':
			t[i] = byte(i - '`' + 40)
		default:
			t[i] = noSixBit
		}
	}
	return t
}()

// armour gives the character of a six bit value.
func armour(v byte) byte {
	if v < 40 {
		return v + '0'
	}
	return v - 40 + '`'
}

// load replaces the bits by those of an armoured payload.
func (f *bitField) load(payload []byte, fill int) Reason {
	f.n = 0
	return f.add(payload, fill)
}

// add appends the bits of an armoured payload, of which the last fill bits do
// not count.
func (f *bitField) add(payload []byte, fill int) Reason {
	if f.n+6*len(payload) > 6*maxPayload {
		return ReasonTooLong
	}
	if len(payload) == 0 {
		return 0
	}
	var wrong byte
	at := f.n >> 3
	have := uint(f.n & 7) // bits of an unfinished byte, kept in acc
	acc := uint64(f.b[at] >> (8 - have))
	p := payload
	for len(p) >= 8 {
		v0, v1, v2, v3 := sixBit[p[0]], sixBit[p[1]], sixBit[p[2]], sixBit[p[3]]
		v4, v5, v6, v7 := sixBit[p[4]], sixBit[p[5]], sixBit[p[6]], sixBit[p[7]]
		wrong |= v0 | v1 | v2 | v3 | v4 | v5 | v6 | v7
		w := uint64(v0)<<42 | uint64(v1)<<36 | uint64(v2)<<30 | uint64(v3)<<24 |
			uint64(v4)<<18 | uint64(v5)<<12 | uint64(v6)<<6 | uint64(v7)
		acc = acc<<48 | w // have <= 7, so at most 55 bits are in use
		binary.BigEndian.PutUint64(f.b[at:], acc<<(16-have))
		at += 6
		acc &= 1<<have - 1
		p = p[8:]
	}
	for _, c := range p {
		v := sixBit[c]
		wrong |= v
		acc = acc<<6 | uint64(v&63)
		have += 6
		if have >= 8 {
			have -= 8
			f.b[at] = byte(acc >> have)
			at++
			acc &= 1<<have - 1
		}
	}
	if wrong&noSixBit != 0 {
		return ReasonArmour
	}
	f.b[at] = byte(acc << (8 - have))
	f.n += 6*len(payload) - fill
	f.clearTail()
	return 0
}

// clearTail makes what lies behind the last bit zero, as far as a field that
// begins inside of the message can reach.
func (f *bitField) clearTail() {
	at := f.n >> 3
	f.b[at] &= ^byte(0xff >> (f.n & 7))
	binary.BigEndian.PutUint64(f.b[at+1:], 0)
}

// u reads n bits (at most 32) from bit off as an unsigned number.
func (f *bitField) u(off, n uint) uint32 {
	w := binary.BigEndian.Uint64(f.b[off>>3:])
	return uint32(w << (off & 7) >> (64 - n))
}

// i reads n bits (at most 32) from bit off as a number in two's complement.
func (f *bitField) i(off, n uint) int32 {
	w := binary.BigEndian.Uint64(f.b[off>>3:])
	return int32(int64(w<<(off&7)) >> (64 - n))
}

// flag reads one bit.
func (f *bitField) flag(off uint) bool { return f.b[off>>3]>>(7-off&7)&1 == 1 }

// text appends n characters of six bit text from bit off, as they are.
func (f *bitField) text(dst []byte, off, n uint) []byte {
	for end := off + 6*n; off < end; off += 6 {
		c := byte(f.u(off, 6))
		if c < 32 {
			c += 64
		}
		dst = append(dst, c)
	}
	return dst
}

// put appends the lowest n bits (at most 32) of v.
func (f *bitField) put(n uint, v uint32) {
	for n > 0 {
		free := 8 - uint(f.n&7)
		take := min(n, free)
		part := byte(v>>(n-take)) & byte(1<<take-1)
		at := f.n >> 3
		if f.n&7 == 0 {
			f.b[at] = 0
		}
		f.b[at] |= part << (free - take)
		f.n += int(take)
		n -= take
	}
}

func (f *bitField) putFlag(v bool) {
	if v {
		f.put(1, 1)
		return
	}
	f.put(1, 0)
}
