package korean

// grammar is how syllables are spelled in one alphabet, whose letters are
// bytes below 128. A syllable is an initial, which may be empty, a vowel, and
// a final, which may be empty.
type grammar struct {
	letters  [128]bool // that occur at all
	initials [128][]spelling
	vowels   [128][]spelling
	finals   [128][]spelling
	whole    [128][]whole // spellings of one syllable by usage, not by rule
}

// spelling is one way to write a part of a syllable.
type spelling struct {
	text  string
	part  uint8
	cost  uint8 // how unusual it is
	where place
}

// place restricts a vowel's spelling.
type place uint8

const (
	anywhere place = iota
	closed         // before a final only
	open           // without a final only
	bare           // without an initial only
	headed         // after an initial only
	afterJ         // after ㅈ or ㅊ only
	atEnd          // a final's spelling, at the end of the word only
	silentH        // ends in an h that is not heard, and so before no vowel
)

type whole struct {
	text  string
	class class
	cost  uint8
	alone bool // only at the start of a word
}

func newGrammar(initials, vowels, finals []spelling, wholes []whole) *grammar {
	g := new(grammar)
	mark := func(s string) {
		for i := range len(s) {
			g.letters[s[i]] = true
		}
	}
	put := func(into *[128][]spelling, all []spelling) {
		for _, s := range all {
			mark(s.text)
			into[s.text[0]] = append(into[s.text[0]], s)
		}
	}
	put(&g.initials, initials)
	put(&g.vowels, vowels)
	put(&g.finals, finals)
	for _, w := range wholes {
		mark(w.text)
		g.whole[w.text[0]] = append(g.whole[w.text[0]], w)
	}
	return g
}

// Limits of a word and of what is told of it.
const (
	MaxSyllables = 4  // of a word
	Max          = 16 // codes of a word
	maxLetters   = 24
	maxEdges     = 160
	maxParses    = 96
	worst        = 15 // a parse may cost that much more than the best
)

// edge is a syllable that a word may hold from one place to another.
type edge struct {
	to    uint8
	cost  uint8
	class class
}

// parse is one reading of a word as syllables.
type parse struct {
	classes [MaxSyllables]class
	n       uint8
	cost    uint16
}

// parser holds what a word is read with. It lives on the stack.
type parser struct {
	t       *table
	g       *grammar
	word    string
	from    [maxLetters + 2]uint8 // edges[from[i]:from[i+1]] begin at i
	edges   [maxEdges]edge
	reaches [maxLetters + 1]uint8 // bit k: the end can be reached in k syllables
	cur     parse
	parses  [maxParses]parse
	count   int
}

// read finds the parses of a word. It reports false early for most words of
// other languages.
func (p *parser) read(word string) bool {
	if len(word) == 0 || len(word) > maxLetters {
		return false
	}
	for i := range len(word) {
		if word[i] >= 128 || !p.g.letters[word[i]] {
			return false
		}
	}
	p.word = word
	if !p.findEdges() {
		return false
	}
	p.walk(0)
	return p.count > 0
}

// findEdges lists the syllables from every place that leads to the end, from
// the last place to the first, and reports whether the first is one.
func (p *parser) findEdges() bool {
	n := 0
	var starts [maxLetters + 1]uint8
	p.reaches[len(p.word)] = 1
	for i := len(p.word) - 1; i >= 0; i-- {
		starts[i] = uint8(n)
		n = p.edgesAt(i, n)
		for _, e := range p.edges[starts[i]:n] {
			p.reaches[i] |= p.reaches[e.to] << 1
		}
		p.reaches[i] &= 1<<(MaxSyllables+1) - 1
		p.from[i] = uint8(n)
	}
	// from[i] is now the end of the edges of i, which begin where those of i+1 end.
	return p.reaches[0] != 0
}

func (p *parser) at(i int) []edge {
	start := uint8(0)
	if i+1 < len(p.word) {
		start = p.from[i+1]
	}
	return p.edges[start:p.from[i]]
}

// edgesAt adds the syllables that begin at i, and returns the number of edges.
func (p *parser) edgesAt(i, n int) int {
	word := p.word
	for k := range p.g.whole[word[i]] {
		w := &p.g.whole[word[i]][k]
		if end := i + len(w.text); (i == 0 || !w.alone) && end <= len(word) && word[i:end] == w.text && p.reaches[end] != 0 {
			n = p.addEdge(n, end, w.class, w.cost)
		}
	}
	n = p.vowelsAt(i, i, noInitial, 0, n)
	for k := range p.g.initials[word[i]] {
		s := &p.g.initials[word[i]][k]
		if end := i + len(s.text); end < len(word) && word[i:end] == s.text {
			n = p.vowelsAt(i, end, int(s.part), s.cost, n)
		}
	}
	return n
}

func (p *parser) vowelsAt(start, i, initial int, cost uint8, n int) int {
	word := p.word
	for k := range p.g.vowels[word[i]] {
		v := &p.g.vowels[word[i]][k]
		end := i + len(v.text)
		if end > len(word) || word[i:end] != v.text {
			continue
		}
		if v.where == bare && i != start || v.where == headed && i == start || v.where == afterJ && initial != initialJ {
			continue
		}
		if v.where == silentH && end < len(word) && len(p.g.vowels[word[end]]) > 0 {
			continue
		}
		c := classOf(initial, int(v.part), noFinal)
		if v.where != closed && p.reaches[end] != 0 {
			n = p.addEdge(n, end, c, cost+v.cost)
		}
		if end == len(word) || v.where == open {
			continue
		}
		for m := range p.g.finals[word[end]] {
			f := &p.g.finals[word[end]][m]
			if to := end + len(f.text); to <= len(word) && word[end:to] == f.text && (f.where != atEnd || to == len(word)) && p.reaches[to] != 0 {
				n = p.addEdge(n, to, c+class(f.part), cost+v.cost+f.cost)
			}
		}
	}
	return n
}

// spellingCost is what one step of unusual spelling costs in bits.
const spellingCost = 3

// hiatusCost is that of dividing two vowels.
const hiatusCost = 9

func (p *parser) addEdge(n, to int, c class, cost uint8) int {
	if n == maxEdges || p.t.rarity[c] == absent {
		return n
	}
	p.edges[n] = edge{uint8(to), cost*spellingCost + p.t.rarity[c], c}
	return n + 1
}

// walk puts syllables together from place i to the end.
func (p *parser) walk(i int) {
	if i == len(p.word) {
		if p.count < maxParses {
			p.parses[p.count] = p.cur
			p.count++
		}
		return
	}
	left := MaxSyllables - int(p.cur.n)
	for _, e := range p.at(i) {
		if p.reaches[e.to]&(1<<left-1) == 0 {
			continue
		}
		p.step(e)
	}
}

// step takes one syllable, and where it changes the sound of the one before,
// tries what that one may have been.
func (p *parser) step(e edge) {
	before := p.cur
	if initial, _, _ := e.class.parts(); initial == noInitial && before.n > 0 && before.classes[before.n-1]%finalCount == noFinal {
		p.cur.cost += hiatusCost // two vowels together are one oftener than two
	}
	p.cur.classes[p.cur.n] = e.class
	p.cur.n++
	p.cur.cost += uint16(e.cost)
	p.walk(int(e.to))
	if before.n > 0 {
		last := before.classes[before.n-1]
		initial, _, _ := e.class.parts()
		if was := unchanged[int(last)%finalCount][initial]; was != noFinal {
			c := last - last%finalCount + class(was)
			if p.t.rarity[c] != absent {
				p.cur.classes[before.n-1] = c
				p.cur.cost += 4 * spellingCost
				p.walk(int(e.to))
			}
		}
	}
	p.cur = before
}

// unchanged tells, of a final and the initial after it as they are heard,
// which final was written when it is not the same: 압록 is heard amnok, 천리
// chŏlli, 백령 paengnyŏng.
var unchanged = [finalCount][initialCount]uint8{
	finalL:  {initialR: finalN},
	finalM:  {initialN: finalP, initialR: finalP, initialM: finalP},
	finalN:  {initialN: finalT, initialM: finalT},
	finalNg: {initialN: finalK, initialR: finalK, initialM: finalK},
}
