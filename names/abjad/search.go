package abjad

import "plimsoll/names/phonetic"

// width is how many beginnings of a reading are followed at a time, slack how
// much dearer than the best (in tenths of a bit) one may be.
const (
	width = 16
	slack = 110
)

// path is the beginning of a reading: an option for each letter so far.
type path struct {
	hash   uint64
	cost   int32
	before uint8 // its index in the step before
	last   byte
	option *option
}

// step holds the best paths through the letters so far, cheapest first, no two
// of one text (or, for skeletons, of the same consonants).
type step struct {
	n     int
	paths [width]path
}

// add puts a path in its place, if it has one.
func (s *step) add(p path) {
	if s.n == width && p.cost >= s.paths[width-1].cost || s.n > 0 && p.cost > s.paths[0].cost+slack {
		return
	}
	at := s.n
	for i := range s.n {
		if s.paths[i].hash == p.hash {
			if s.paths[i].cost <= p.cost {
				return
			}
			at = i
			break
		}
	}
	if at == s.n {
		if s.n < width {
			s.n++
		} else {
			at--
		}
	}
	for ; at > 0 && s.paths[at-1].cost > p.cost; at-- {
		s.paths[at] = s.paths[at-1]
	}
	s.paths[at] = p
}

// search gives up to Max cheapest readings of a word: of different sound or,
// when bare, of different consonants; with the codes or the consonants.
func (t *table) search(letters string, bare bool) collector {
	var steps [maxLetters + 1]step
	steps[0].n, steps[0].paths[0] = 1, path{last: '^'}
	for i := range len(letters) {
		from, to := &steps[i], &steps[i+1]
		to.n = 0
		var seen [7]byte // endings met before the letter, with the options after each
		var found [7][]option
		kinds := 0
		for j := range from.n {
			p := &from.paths[j]
			k := 0
			for k < kinds && seen[k] != p.last {
				k++
			}
			if k == kinds {
				if kinds == len(seen) { // cannot be: five vowels, a consonant and the start are all
					continue
				}
				seen[k], found[k] = p.last, t.options(letters, i, p.last)
				kinds++
			}
			for o := range found[k] {
				opt := &found[k][o]
				next := path{cost: p.cost + opt.cost, before: uint8(j), last: p.last, option: opt}
				if opt.last != 0 {
					next.last = opt.last
				}
				if bare {
					next.hash = opt.bone.after(p.hash)
				} else {
					next.hash = opt.word.after(p.hash)
				}
				to.add(next)
			}
		}
		if to.n == 0 {
			return collector{}
		}
	}
	var c collector
	for j := 0; j < steps[len(letters)].n && len(c.out) < Max; j++ {
		text := spell(&steps, len(letters), j)
		kind := phonetic.Code(text)
		if bare {
			kind = phonetic.Consonants(kind)
		}
		c.add(text, kind)
	}
	return c
}

func spell(steps *[maxLetters + 1]step, at, j int) string {
	var options [maxLetters]*option
	size := 0
	for i := at; i > 0; i-- {
		p := &steps[i].paths[j]
		options[i-1], j = p.option, int(p.before)
		size += len(p.option.text)
	}
	b := make([]byte, 0, size)
	for _, o := range options[:at] {
		b = append(b, o.text...)
	}
	return string(b)
}

// options looks up what is written for letter i: by the widest surroundings
// that the table has.
func (t *table) options(letters string, i int, last byte) []option {
	for size := 6; size > 0; size-- {
		if o, ok := t.nodes[surroundings(letters, i, last, size)]; ok {
			return o
		}
	}
	return nil
}

// surroundings packs the surroundings of a letter named in [table], by size.
func surroundings(letters string, i int, last byte, size int) uint64 {
	at := func(j int) byte {
		switch {
		case j < 0:
			return '^'
		case j >= len(letters):
			return '.'
		}
		return letters[j]
	}
	if size == 1 {
		return uint64(letters[i])
	}
	n := uint64(last)
	if size == 6 {
		n = n<<8 | uint64(at(i-2))
	}
	if size >= 4 {
		n = n<<8 | uint64(at(i-1))
	}
	n = n<<8 | uint64(letters[i])
	if size == 2 {
		return n<<8 | uint64(kindOf(at(i+1)))
	}
	n = n<<8 | uint64(at(i+1))
	if size >= 5 {
		n = n<<8 | uint64(at(i+2))
	}
	return n
}

// kindOf tells a letter that may stand for a vowel, another, and the end.
func kindOf(sign byte) byte {
	switch sign {
	case '.':
		return '.'
	case 'A', '|', '>', '<', '&', '}', 'w', 'y', 'Y', 'e', 'a':
		return '='
	}
	return '~'
}
