package screen

// partners finds the words of a query that a listed token can be a partner of.
// It is a hash table that is emptied by counting up.
type partners struct {
	slots []slot
	round uint32
	used  int
	list  []partner // entry 0 means none
	has   []uint64  // a bit a token: has a partner
}

func newPartners(tokens int) partners {
	return partners{slots: make([]slot, 256), has: make([]uint64, (tokens+63)/64)}
}

type slot struct {
	token, round uint32
	head         int32
}

// partner is a word of the query that a token agrees with, and what that is
// worth.
type partner struct {
	word   uint8
	parts  uint8 // the token is the first of so many that the word writes as one
	joined bool  // the token writes the word and others as one
	token  uint32
	credit float32 // its part of M and F, see score.go
	full   float32
	mass   float32 // the bits of the token; not counted when there are parts
	next   int32
}

func (p *partners) reset() {
	for i := 1; i < len(p.list); i++ {
		p.has[p.list[i].token/64] = 0
	}
	p.round++
	if p.round == 0 {
		clear(p.slots)
		p.round = 1
	}
	p.used = 0
	p.list = append(p.list[:0], partner{})
}

func (p *partners) find(token uint32) *slot {
	for at := hashToken(token) & uint32(len(p.slots)-1); ; at = (at + 1) & uint32(len(p.slots)-1) { //nolint:gosec // a small power of two
		if s := &p.slots[at]; s.round != p.round || s.token == token {
			return s
		}
	}
}

// first is the place of a token's first partner in the list, 0 for none.
func (p *partners) first(token uint32) int32 {
	if p.has[token/64]>>(token%64)&1 == 0 {
		return 0
	}
	return p.find(token).head
}

func (p *partners) add(token uint32, e partner) {
	s := p.find(token)
	if s.round != p.round {
		if 2*p.used >= len(p.slots) {
			p.grow()
			s = p.find(token)
		}
		*s = slot{token: token, round: p.round}
		p.used++
	}
	p.has[token/64] |= 1 << (token % 64)
	e.token, e.next = token, s.head
	s.head = int32(len(p.list)) //nolint:gosec // far fewer
	p.list = append(p.list, e)
}

func (p *partners) grow() {
	old := p.slots
	p.slots = make([]slot, 2*len(old))
	for _, s := range old {
		if s.round == p.round {
			*p.find(s.token) = s
		}
	}
}

func hashToken(token uint32) uint32 {
	h := token * 0x9e3779b1
	return h ^ h>>15
}

// tokenSet tells whether a token was met before, and is emptied by counting up.
type tokenSet struct {
	slots []slot
	round uint32
	used  int
}

func (s *tokenSet) reset() {
	if s.slots == nil {
		s.slots = make([]slot, 256)
	}
	s.round++
	if s.round == 0 {
		clear(s.slots)
		s.round = 1
	}
	s.used = 0
}

// add reports whether the token is new.
func (s *tokenSet) add(token uint32) bool {
	if 2*s.used >= len(s.slots) {
		old := s.slots
		s.slots = make([]slot, 2*len(old))
		s.used = 0
		for _, o := range old {
			if o.round == s.round {
				s.add(o.token)
			}
		}
	}
	for at := hashToken(token) & uint32(len(s.slots)-1); ; at = (at + 1) & uint32(len(s.slots)-1) { //nolint:gosec // a small power of two
		switch o := &s.slots[at]; {
		case o.round != s.round:
			*o = slot{token: token, round: s.round}
			s.used++
			return true
		case o.token == token:
			return false
		}
	}
}
