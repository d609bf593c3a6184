package screen

// marks is a set of aliases that is emptied as fast as it was filled.
type marks struct {
	bits []uint64
	list []uint32
}

func newMarks(n int) marks { return marks{bits: make([]uint64, (n+63)/64)} }

func (m *marks) has(a uint32) bool { return m.bits[a/64]>>(a%64)&1 != 0 }

// add reports whether the alias is new.
func (m *marks) add(a uint32) bool {
	if m.has(a) {
		return false
	}
	m.bits[a/64] |= 1 << (a % 64)
	m.list = append(m.list, a)
	return true
}

func (m *marks) clear() {
	for _, a := range m.list {
		m.bits[a/64] = 0
	}
	m.list = m.list[:0]
}
