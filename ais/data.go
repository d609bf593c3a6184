package ais

// dataFrom is where the data of the binary types begins: behind the application
// identifier in 6 and 8, behind the position in 17. Types 25 and 26 are given
// from their two flags on (addressed, structured): how long the fields are that
// follow is not agreed among those who send them.
var dataFrom = [28]uint8{6: 88, 8: 56, 17: 80, 25: 38, 26: 38}

// Data appends to dst what the binary message that Next returned last holds, as
// it was sent: its first bit is the highest of the first byte, and what is left
// of the last byte is zero. Messages of other types than 6, 8, 17, 25 and 26
// have none.
func (d *Decoder) Data(dst []byte) (data []byte, bits int) {
	from := int(dataFrom[d.kind])
	if from == 0 || d.last == nil || d.last.n <= from {
		return dst, 0
	}
	bits = d.last.n - from
	for off := from; off < d.last.n; off += 8 { // behind the end all is zero
		dst = append(dst, byte(d.last.u(uint(off), 8)))
	}
	return dst, bits
}
