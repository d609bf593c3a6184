package screen

import (
	"fmt"
	"runtime"
	"slices"
	"sync"

	"plimsoll/names"
)

// lead says what a token of a query leads to: a listed token, and in the upper
// eight bits why: a number in Meta.Matches, or one of the roles below.
type lead uint32

func newLead(token uint32, why uint8) lead { return lead(token | uint32(why)<<idBits) }

func (l lead) token() uint32 { return uint32(l) & (1<<idBits - 1) }
func (l lead) why() uint8    { return uint8(l >> idBits) } //nolint:gosec // eight bits are left

// The roles of a listed token that is a part of what the query writes as one.
const (
	firstPart = 0xf0 // plus the number of parts: the first of them
	rarePart  = 0xf8 // plus the number of parts: of the part that fewest names have
)

// finder looks up leads. It is used again.
type finder struct {
	m       *image
	matches map[names.Match]uint8
	more    []names.Match // matches that are not in the image yet
	token   names.Token
	once    tokenSet
	form    []byte
	out     []lead
	full    bool // more matches than there are numbers
}

func newFinder(m *image) *finder {
	f := &finder{m: m, matches: map[names.Match]uint8{}}
	for i, match := range m.meta.Matches {
		f.matches[match] = uint8(i) //nolint:gosec // checked when they were written
	}
	return f
}

// number is the number of a match.
func (f *finder) number(m names.Match) uint8 {
	n, ok := f.matches[m]
	if !ok {
		n = uint8(min(len(f.matches), firstPart-1)) //nolint:gosec // just bounded
		f.full = f.full || len(f.matches) >= firstPart
		f.matches[m] = n
		f.more = append(f.more, m)
	}
	return n
}

// known finds the listed token that is the same as w in all that counts.
func (f *finder) known(w *names.Token) (token uint32, ok bool) {
	f.form = w.AppendBinary(f.form[:0])
	f.m.forms.each(hashBytes(f.form), func(id uint32) {
		if b := f.m.token[f.m.tokens[id].data:f.m.tokens[id+1].data]; string(b) == string(f.form) {
			token, ok = id, true
		}
	})
	return token, ok
}

// leads looks for everything that w leads to. What it returns is good until
// the next call.
func (f *finder) leads(w *names.Token) []lead {
	f.out = f.out[:0]
	f.once.reset()
	try := func(token uint32) {
		if !f.once.add(token) {
			return
		}
		f.token.View(f.m.token[f.m.tokens[token].data:])
		if m := names.Similarity(w, &f.token); m.Similarity > 0 {
			f.out = append(f.out, newLead(token, f.number(m)))
		}
	}
	names.Codes(w, func(k names.Key) { f.m.codes.each(spread(uint64(k)), try) })
	names.Keys(w, func(k names.Key) { f.m.keys.each(spread(uint64(k)), try) })
	if first := names.First(w); first != 0 {
		for _, token := range f.m.meta.Initials {
			if f.m.firsts[token] == first {
				try(token)
			}
		}
	}
	f.parts(w)
	return f.out
}

// parts looks for adjacent tokens that w writes as one. Of the parts the
// rarest leads to names; the first is told to the weighing of a name, which
// sees what stands beside it.
func (f *finder) parts(w *names.Token) {
	from := len(f.out)
	has := func(k names.Key) bool { return f.m.codes.has(spread(uint64(k))) }
	names.Cuts(w, has, func(parts []names.Key) {
		least, at := -1, 0
		for n, k := range parts {
			cost := 0
			f.m.codes.each(spread(uint64(k)), func(token uint32) { cost += f.m.frequency(token) })
			if least < 0 || cost < least {
				least, at = cost, n
			}
		}
		role := uint8(len(parts)) //nolint:gosec // at most names.MaxJoin
		f.m.codes.each(spread(uint64(parts[at])), func(token uint32) { f.out = append(f.out, newLead(token, rarePart+role)) })
		f.m.codes.each(spread(uint64(parts[0])), func(token uint32) { f.out = append(f.out, newLead(token, firstPart+role)) })
	})
	slices.Sort(f.out[from:])
	f.out = f.out[:from+len(slices.Compact(f.out[from:]))]
}

func (m *image) frequency(token uint32) int {
	return int(m.tokens[token+1].postings - m.tokens[token].postings)
}

func hashBytes(b []byte) uint64 {
	h := uint64(14695981039346656037)
	for _, c := range b {
		h = (h ^ uint64(c)) * 1099511628211
	}
	return spread(h)
}

// leadFrom is how many names bear a token whose leads are kept in an image of
// so many tokens: any in one of ordinary lists. In one of millions of names
// most tokens by far are borne once, and a query seldom has one of those.
func leadFrom(tokens int) int {
	if tokens <= 1<<18 {
		return 1
	}
	return 3
}

// leadSections computes the leads of the tokens of an image that enough names
// bear, all cores at work; what they find does not depend on how many there
// are.
func leadSections(m *image) (leading, leads []byte, matches []names.Match, err error) {
	const portion = 1024
	count := len(m.tokens) - 1
	from := leadFrom(count)
	found := make([][]lead, count)
	finders := make([]*finder, (count+portion-1)/portion)
	var wait sync.WaitGroup
	next := make(chan int)
	for range min(runtime.GOMAXPROCS(0), len(finders)) {
		wait.Go(func() {
			var t names.Token
			for p := range next {
				f := newFinder(m)
				for id := p * portion; id < min((p+1)*portion, count); id++ {
					if m.frequency(uint32(id)) < from { //nolint:gosec // fewer than 2^24
						continue
					}
					t.View(m.token[m.tokens[id].data:])
					found[id] = slices.Clone(f.leads(&t))
				}
				finders[p] = f
			}
		})
	}
	for p := range finders {
		next <- p
	}
	close(next)
	wait.Wait()
	return gatherLeads(found, finders, portion)
}

// gatherLeads gives the matches, which each finder numbered as they came, one
// numbering.
func gatherLeads(found [][]lead, finders []*finder, portion int) (leading, leads []byte, matches []names.Match, err error) {
	all := &finder{matches: map[names.Match]uint8{}}
	at := make([]uint32, 0, len(found)+1)
	var out []lead
	for id, list := range found {
		f := finders[id/portion]
		for _, l := range list {
			if why := l.why(); why < firstPart {
				l = newLead(l.token(), all.number(f.more[why]))
			}
			out = append(out, l)
		}
		at = append(at, uint32(len(out)-len(list))) //nolint:gosec // checked below
		if all.full || f.full || len(out) >= 1<<32 {
			return nil, nil, nil, fmt.Errorf("an index holds fewer than %d kinds of match and %d leads: build several", firstPart, 1<<32)
		}
		found[id] = nil
	}
	return bytesOf(append(at, uint32(len(out)))), bytesOf(out), all.more, nil //nolint:gosec // just checked
}
