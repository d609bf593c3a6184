package ais

import (
	"bytes"
	"encoding/binary"
)

// sentence is one AIVDM or AIVDO sentence, cut into its fields.
type sentence struct {
	talker  [2]byte
	own     bool // VDO
	total   uint8
	num     uint8
	seq     uint8 // the character, 0 when the field is empty
	channel byte
	fill    int
	payload []byte
}

// isSentence says whether s, which starts with "!", is an AIS sentence as far
// as its name tells.
func isSentence(s []byte) bool {
	return len(s) >= 7 && s[3] == 'V' && s[4] == 'D' && (s[5] == 'M' || s[5] == 'O') && s[6] == ','
}

// parse cuts up the sentence at the start of b, which isSentence has passed
// and which ends before the next "!". It returns how many bytes are used.
func (s *sentence) parse(b []byte) (used int, r Reason) {
	star := bytes.IndexByte(b, '*')
	if star < 0 {
		return len(b), ReasonCutShort
	}
	if star+2 >= len(b) {
		return len(b), ReasonCutShort
	}
	hi, lo := hexDigit(b[star+1]), hexDigit(b[star+2])
	if hi > 15 || lo > 15 {
		return star + 1, ReasonCutShort
	}
	used = star + 3
	if xor(b[1:star]) != hi<<4|lo {
		return used, ReasonChecksum
	}
	s.talker = [2]byte{b[1], b[2]}
	s.own = b[5] == 'O'
	if !s.fields(b[7:star]) {
		return used, ReasonFields
	}
	if len(s.payload) == 0 {
		return used, ReasonEmpty
	}
	return used, 0
}

// fields reads "total,num,seq,channel,payload,fill".
func (s *sentence) fields(f []byte) bool {
	if len(f) < 7 || f[1] != ',' || f[3] != ',' {
		return false
	}
	s.total, s.num = f[0]-'0', f[2]-'0'
	if s.total < 1 || s.total > 9 || s.num < 1 || s.num > s.total {
		return false
	}
	f = f[4:]
	s.seq = 0
	if f[0] != ',' {
		s.seq = f[0]
		f = f[1:]
		if s.seq < '0' || s.seq > '9' || f[0] != ',' {
			return false
		}
	}
	f = f[1:]
	if len(f) == 0 {
		return false
	}
	s.channel = 0
	if f[0] != ',' {
		s.channel = f[0]
		f = f[1:]
	}
	if len(f) < 3 || f[0] != ',' {
		return false
	}
	f = f[1:]
	n := len(f)
	if f[n-2] != ',' || f[n-1] < '0' || f[n-1] > '6' { // 6 is wrong, but can only mean one thing
		return false
	}
	s.fill = int(f[n-1] - '0')
	s.payload = f[:n-2]
	return true
}

// knownTalker says whether the talker is made of capitals and digits.
func (s *sentence) knownTalker() bool { return isTalkerByte(s.talker[0]) && isTalkerByte(s.talker[1]) }

func isTalkerByte(c byte) bool { return c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' }

// hexDigit gives the value of a hexadecimal digit, or more than 15.
func hexDigit(c byte) byte {
	switch {
	case c >= '0' && c <= '9':
		return c - '0'
	case c >= 'A' && c <= 'F':
		return c - 'A' + 10
	case c >= 'a' && c <= 'f':
		return c - 'a' + 10
	}
	return 0xff
}

// xor is the NMEA checksum: all bytes, exclusive or.
func xor(b []byte) byte {
	var w uint64
	if len(b) < 8 {
		for _, c := range b {
			w ^= uint64(c)
		}
		return byte(w)
	}
	for i := 0; i+8 <= len(b); i += 8 {
		w ^= binary.LittleEndian.Uint64(b[i:])
	}
	if n := len(b) & 7; n > 0 { // the last n: read again what is before them, and shift it out
		w ^= binary.LittleEndian.Uint64(b[len(b)-8:]) >> (64 - 8*n)
	}
	w ^= w >> 32
	w ^= w >> 16
	return byte(w ^ w>>8)
}

// tagBlock is what is used of a tag block.
type tagBlock struct {
	source   []byte // s:
	received int64  // c:, 0 when absent
	badTime  bool   // there was a c:, and it cannot be
	group    uint64 // g:, a hash of the group's name; 0 when absent
	verified bool   // the checksum is there and right
}

// parse reads what stands between the two backslashes. A block without a
// checksum, or with a wrong one, is read too: verified tells.
func (t *tagBlock) parse(b []byte) (ok bool) {
	*t = tagBlock{}
	if n := len(b); n >= 3 && b[n-3] == '*' {
		hi, lo := hexDigit(b[n-2]), hexDigit(b[n-1])
		t.verified = hi < 16 && lo < 16 && xor(b[:n-3]) == hi<<4|lo
		b = b[:n-3]
	}
	ok = true
	for len(b) > 0 {
		field := b
		if i := bytes.IndexByte(b, ','); i >= 0 {
			field, b = b[:i], b[i+1:]
		} else {
			b = nil
		}
		colon := bytes.IndexByte(field, ':')
		if colon < 1 {
			ok = false
			continue
		}
		if colon != 1 {
			continue
		}
		value := field[2:]
		switch field[0] {
		case 's':
			t.source = value
		case 'c':
			t.received, ok = parseTime(value)
			t.badTime = !ok
			ok = true
		case 'g':
			t.group = groupID(value)
		}
	}
	return ok
}

// groupID names the group of "1-2-73874": the same number for all its lines,
// 0 when the field is malformed.
func groupID(b []byte) uint64 {
	for range 2 {
		i := bytes.IndexByte(b, '-')
		if i < 1 {
			return 0
		}
		b = b[i+1:]
	}
	if len(b) == 0 {
		return 0
	}
	h := uint64(14695981039346656037) // FNV-1a
	for _, c := range b {
		h = (h ^ uint64(c)) * 1099511628211
	}
	return h | 1
}
