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
	if len(payload) < 8 || len(payload) > maxPayload {
		f.n = 0
		return f.add(payload, fill)
	}
	var wrong uint64
	at := 0
	for p := payload; len(p) >= 8; p = p[8:] { // add, for bits that begin with a byte
		c := binary.BigEndian.Uint64(p)
		wrong |= noArmour(c)
		binary.BigEndian.PutUint64(f.b[at:], unarmoured(c)<<16)
		at += 6
	}
	if rest := uint(len(payload)) & 7; rest > 0 {
		c := binary.BigEndian.Uint64(payload[len(payload)-8:])
		wrong |= noArmour(c)
		binary.BigEndian.PutUint64(f.b[at:], unarmoured(c)<<(64-6*rest))
	}
	if wrong != 0 {
		f.n = 0
		return ReasonArmour
	}
	f.n = 6*len(payload) - fill
	f.clearTail()
	return 0
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
	var wrong uint64
	at := f.n >> 3
	have := uint(f.n & 7) // bits of an unfinished byte, kept in acc
	acc := uint64(f.b[at] >> (8 - have))
	p := payload
	for len(p) >= 8 {
		c := binary.BigEndian.Uint64(p)
		wrong |= noArmour(c)
		acc = acc<<48 | unarmoured(c) // have <= 7, so at most 55 bits are in use
		binary.BigEndian.PutUint64(f.b[at:], acc<<(16-have))
		at += 6
		acc &= 1<<have - 1
		p = p[8:]
	}
	rest := uint(len(p))
	w, bad := lastSixBits(payload, rest)
	acc = acc<<(6*rest) | w // at most 49 bits
	binary.BigEndian.PutUint64(f.b[at:], acc<<(64-have-6*rest))
	if wrong|bad != 0 {
		return ReasonArmour
	}
	f.n += 6*len(payload) - fill
	f.clearTail()
	return 0
}

const each = 0x0101010101010101 // times n: n in each byte

// unarmoured turns eight armour characters, the first in the highest byte, into
// 48 bits, all eight at once.
func unarmoured(c uint64) uint64 {
	v := c - each*'0' - (c+each*(0x80-'`'))>>4&(each*8) // between 'W' and '`' eight characters are left out
	v = v>>2&0x0fc00fc00fc00fc0 | v&0x003f003f003f003f
	v = v>>4&0x00fff00000fff000 | v&0x00000fff00000fff
	return v>>8&0xffffff000000 | v&0xffffff
}

// noArmour is not zero when one of eight characters is no armour: below '0',
// above 'w', or between 'W' and '`'. Sums set the highest bit of each byte that
// is at least so much.
func noArmour(c uint64) uint64 {
	low := c &^ (each * 0x80)
	gap := (low + each*(0x80-'X')) &^ (low + each*(0x80-'`'))
	return (c | ^(low + each*(0x80-'0')) | (low + each*(0x80-'x')) | gap) & (each * 0x80)
}

// lastSixBits turns the last n characters, fewer than eight, into 6n bits.
func lastSixBits(payload []byte, n uint) (v, bad uint64) {
	if n == 0 {
		return 0, 0
	}
	if len(payload) >= 8 { // read again what is before them
		c := binary.BigEndian.Uint64(payload[len(payload)-8:])
		return unarmoured(c) & (1<<(6*n) - 1), noArmour(c)
	}
	for _, c := range payload {
		b := sixBit[c]
		v, bad = v<<6|uint64(b&63), bad|uint64(b&noSixBit)
	}
	return v, bad
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

// armoured says whether all of a payload is armour.
func armoured(payload []byte) bool {
	var wrong uint64
	for i := 0; i+8 <= len(payload); i += 8 {
		wrong |= noArmour(binary.BigEndian.Uint64(payload[i:]))
	}
	_, bad := lastSixBits(payload, uint(len(payload))&7)
	return wrong|bad == 0
}
