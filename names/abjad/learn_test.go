package abjad_test

import (
	"flag"
	"fmt"
	"math"
	"os"
	"slices"
	"strings"
	"testing"

	"plimsoll/names"
	"plimsoll/names/abjad"
)

var learn = flag.Bool("learn", false, "learn the tables anew from the pairs in PLIMSOLL_DATA and write them")

// taught tells the pairs the tables are learned from: those under CC0, but for
// the held out.
func taught(p pair) bool {
	return (p.source == "nt" || p.source == "rg" || p.source == "np") && !p.heldOut()
}

// consonants are what a letter may plainly stand for, to start from: which of
// them it does, and how often, is learned.
var consonants = map[bool]map[byte]string{
	true: {
		'\'': "", '|': "", '>': "", '<': "", '&': "", '}': "", 'A': "", 'E': "", 'b': "b p v", 'p': "t h", 't': "t", 'v': "th t s",
		'j': "j g zh dj dg", 'H': "h", 'x': "kh h ch x k", 'd': "d", '*': "dh d z th", 'r': "r", 'z': "z s", 's': "s c z", '$': "sh ch sch s",
		'S': "s ts", 'D': "d dh z", 'T': "t", 'Z': "z dh d", 'g': "gh g", 'f': "f v ph", 'q': "q k g gh c", 'k': "k c g q ck ch x", 'l': "l", 'm': "m",
		'n': "n", 'h': "h", 'w': "w v", 'y': "y j", 'Y': "y", 'P': "p", 'J': "ch", 'R': "zh j", 'V': "v", 'G': "g gh", 'e': "y", 'a': "h",
	},
	false: {
		'A': "", 'b': "b v w", 'g': "g j gh", 'd': "d", 'h': "h", 'w': "v w", 'z': "z s zh j", 'H': "h ch kh", 'T': "t", 'y': "y j", 'k': "k ch kh c h",
		'K': "k ch kh c", 'l': "l", 'm': "m", 'n': "n", 's': "s c z", 'E': "", 'p': "p f ph", 'F': "f ph v", 'c': "ts tz z ch cz c", 'q': "k c q ck g",
		'r': "r", 'S': "sh s sch ch", 't': "t th",
	},
}

var spellings = []string{"tsch", "sch", "tch", "sh", "ch", "kh", "gh", "th", "dh", "zh", "ph", "ck", "dj", "dg", "ts", "tz", "cz"}

// units cuts a Latin word into what one letter may stand for.
func units(latin string) []string {
	latin = strings.ReplaceAll(latin, "x", "ks") // as in a code
	var out []string
next:
	for len(latin) > 0 {
		for _, s := range spellings {
			if strings.HasPrefix(latin, s) {
				out, latin = append(out, s), latin[len(s):]
				continue next
			}
		}
		n := 1
		if len(latin) > 1 && latin[0] == latin[1] && !isVowel(latin[:1]) {
			n = 2
		}
		out, latin = append(out, latin[:n]), latin[n:]
	}
	return out
}

func isVowel(unit string) bool { return strings.Contains("aeiou", unit) }

// teacher aligns pairs letter by letter by expectation and maximisation.
type teacher struct {
	arab  bool
	prob  map[byte]map[string]float64
	count map[byte]map[string]float64
}

func (t *teacher) start(sign byte, chunk []string) float64 {
	p, cons, vowels := 1.0, 0, 0
	plain := strings.Fields(consonants[t.arab][sign])
	for _, u := range chunk {
		if isVowel(u) {
			vowels++
			continue
		}
		cons++
		if len(u) == 2 && u[0] == u[1] {
			u = u[:1]
		}
		if !slices.Contains(plain, u) {
			p *= 0.004
		}
	}
	if cons == 0 && !strings.Contains("'|><&}AEwyYhpea", string(sign)) {
		p *= 0.01
	}
	if cons == 2 {
		p *= 0.02
	}
	return p * math.Pow(0.3, float64(len(chunk)))
}

func (t *teacher) score(sign byte, chunk []string) float64 {
	s := t.start(sign, chunk)
	if t.prob == nil {
		return s
	}
	return 0.999*t.prob[sign][strings.Join(chunk, "")] + 0.001*s*s
}

const maxChunk = 4

// align gives the likeliest chunk of every letter and, when counting, adds
// what all alignments say to the counts.
func (t *teacher) align(signs string, latin []string, weight float64) (chunks []string, logp float64) {
	n, m := len(signs), len(latin)
	if m > n*maxChunk || m > 40 {
		return nil, math.Inf(-1)
	}
	grid := func() [][]float64 {
		g := make([][]float64, n+1)
		for i := range g {
			g[i] = make([]float64, m+1)
		}
		return g
	}
	fwd, best, step := grid(), grid(), grid()
	scores := make([][maxChunk + 1][]float64, n)
	fwd[0][0], best[0][0] = 1, 1
	for i := range n {
		for k := range maxChunk + 1 {
			scores[i][k] = make([]float64, m+1)
			for j := 0; j+k <= m; j++ {
				if fwd[i][j] == 0 {
					continue
				}
				s := t.score(signs[i], latin[j:j+k])
				scores[i][k][j] = s
				fwd[i+1][j+k] += fwd[i][j] * s
				if b := best[i][j] * s; b > best[i+1][j+k] {
					best[i+1][j+k], step[i+1][j+k] = b, float64(k)
				}
			}
		}
	}
	if fwd[n][m] == 0 {
		return nil, math.Inf(-1)
	}
	chunks = make([]string, n)
	for i, j := n, m; i > 0; i-- {
		k := int(step[i][j])
		chunks[i-1] = strings.Join(latin[j-k:j], "")
		j -= k
	}
	logp = math.Log(best[n][m]) / float64(n)
	if t.count != nil && logp > -4.5 {
		bwd := grid()
		bwd[n][m] = 1
		for i := n - 1; i >= 0; i-- {
			for k := range maxChunk + 1 {
				for j := 0; j+k <= m; j++ {
					s := scores[i][k][j]
					if s == 0 || bwd[i+1][j+k] == 0 {
						continue
					}
					bwd[i][j] += s * bwd[i+1][j+k]
					t.count[signs[i]][strings.Join(latin[j:j+k], "")] += weight * fwd[i][j] * s * bwd[i+1][j+k] / fwd[n][m]
				}
			}
		}
	}
	return chunks, logp
}

func (t *teacher) round(pairs []pair) {
	t.count = map[byte]map[string]float64{}
	for sign := range consonants[t.arab] {
		t.count[sign] = map[string]float64{}
	}
	for _, p := range pairs {
		if !known(p.signs, t.arab) {
			continue
		}
		t.align(p.signs, units(p.latin), weigh(p))
	}
	t.prob = t.count
	for _, row := range t.prob {
		sum := 0.0
		for _, k := range sortedKeys(row) {
			sum += row[k]
		}
		for k := range row {
			row[k] /= sum
		}
	}
	t.count = nil
}

func known(signs string, arab bool) bool {
	for i := range len(signs) {
		if _, ok := consonants[arab][signs[i]]; !ok {
			return false
		}
	}
	return true
}

func weigh(p pair) float64 { return 1 + math.Log2(p.weight) }

// withoutArticle takes the Arabic article off both sides, or off the Arabic
// where the Latin does without.
func withoutArticle(p pair) pair {
	rest, ok := strings.CutPrefix(p.signs, "Al")
	if !ok || len(rest) < 3 {
		return p
	}
	if !isVowel(p.latin[:1]) {
		p.signs = rest
		return p
	}
	for _, a := range []string{"al", "el", "ul"} {
		if l, ok := strings.CutPrefix(p.latin, a); ok && len(l) >= 3 && !isVowel(l[:1]) && p.source != "nt" {
			p.signs, p.latin = rest, l
			return p
		}
	}
	return p
}

type node struct {
	total  float64
	chunks map[string]float64
}

// grow counts what is written for a letter in all its surroundings.
func grow(t *teacher, pairs []pair) (map[string]*node, []pair) {
	nodes := map[string]*node{}
	var kept []pair
	for _, p := range pairs {
		if !known(p.signs, t.arab) {
			continue
		}
		chunks, logp := t.align(p.signs, units(p.latin), 0)
		if logp < -3.2 {
			continue
		}
		kept = append(kept, p)
		last := byte('^')
		for i, c := range chunks {
			for size := 1; size <= 6; size++ {
				key := abjad.Around(p.signs, i, last, size)
				if size == 3 && i == len(chunks)-1 { // the end is its own kind: counted already
					continue
				}
				n := nodes[key]
				if n == nil {
					n = &node{chunks: map[string]float64{}}
					nodes[key] = n
				}
				n.total += weigh(p)
				n.chunks[c] += weigh(p)
			}
			if c != "" {
				last = abjad.Ending(c)
			}
		}
	}
	return nodes, kept
}

// parent is the surroundings one narrower.
func parent(key string) string {
	switch len(key) {
	case 6: // last, -2, -1, 0, 1, 2
		return key[:1] + key[2:]
	case 5: // last, -1, 0, 1, 2
		return key[:4]
	case 4: // last, -1, 0, 1
		return key[:1] + key[2:]
	}
	if kind := abjad.KindOf(key[2]); !strings.Contains("~=.", key[2:]) { // last, 0, 1
		return key[:2] + kind
	}
	return key[1:2]
}

// prune keeps the surroundings that say more than the narrower ones, with
// probabilities that lean on those.
func prune(nodes map[string]*node, least, gain float64) map[string]map[string]float64 {
	keys := sortedKeys(nodes)
	width := func(key string) int {
		if len(key) == 3 && strings.Contains("~=.", key[2:]) {
			return 2
		}
		return len(key)
	}
	slices.SortStableFunc(keys, func(a, b string) int { return width(a) - width(b) })
	kept := map[string]map[string]float64{}
	for _, key := range keys {
		n := nodes[key]
		if len(key) == 1 {
			kept[key] = map[string]float64{}
			for c, w := range n.chunks {
				kept[key][c] = w / n.total
			}
			continue
		}
		if n.total < least {
			continue
		}
		up := parent(key)
		for kept[up] == nil {
			up = parent(up)
		}
		const lean = 4
		probs, said := map[string]float64{}, 0.0
		for c, p := range kept[up] {
			probs[c] = lean * p / (n.total + lean)
		}
		for _, c := range sortedKeys(n.chunks) {
			probs[c] += n.chunks[c] / (n.total + lean)
			said += n.chunks[c] * math.Log2(probs[c]/math.Max(1e-6, kept[up][c]))
		}
		if said >= gain {
			kept[key] = probs
		}
	}
	return kept
}

func write(t *teacher, kept map[string]map[string]float64) string {
	var b strings.Builder
	for _, key := range sortedKeys(kept) {
		probs := kept[key]
		chunks := sortedKeys(probs)
		slices.SortStableFunc(chunks, func(x, y string) int {
			switch {
			case probs[x] > probs[y]:
				return -1
			case probs[x] < probs[y]:
				return 1
			}
			return 0
		})
		b.WriteString(key + "\t")
		letter := abjad.Letter(key)
		chunks = slices.DeleteFunc(chunks, func(c string) bool { // chance company in few pairs
			return probs[c] < 0.06 && t.start(letter, units(c)) < 2e-4
		})
		for i, c := range chunks {
			floor, most := 0.015, 8
			if len(key) == 1 {
				floor, most = 0.004, 16
			}
			if i >= most || i > 0 && probs[c] < floor {
				break
			}
			if i > 0 {
				b.WriteByte(' ')
			}
			if c == "" {
				c = "-"
			}
			fmt.Fprintf(&b, "%s %d", c, int(math.Round(-10*math.Log2(probs[chunks[i]]))))
		}
		b.WriteByte('\n')
	}
	return b.String()
}

const head = `# What is written in Latin letters for a letter of %s script, by what stands around it.
# Surroundings (signs of letters.go; ^ start, . end): letter | Latin ending (vowel or C), letter, kind of the next (= vowel letter,
# ~ other) | ending, letter, next | ending, before, letter, next | the same and the next but one | the same with the last but one.
# Then the options: Latin letters (- for none) and their cost in tenths of a bit. Learned by "go test -run TestLearn -learn" from %d pairs of name words in public data under CC0 1.0:
# NETransliteration-COLING2018 (Merhav and Ash, from Wikidata) and the name words of Wikidata as gathered by rigour.
`

// TestLearn writes the tables.
func TestLearn(t *testing.T) {
	if !*learn {
		t.Skip("the tables are learned anew with -learn")
	}
	arabic, hebrew := readPairs(t)
	var table strings.Builder
	table.WriteString("# Frequent name words whose usual spellings the letters do not yield: table, word in the signs of letters.go, spellings;\n# - first where what the letters yield is more frequent.\n" +
		"# From the same pairs under CC0 1.0 as arabic.tsv and hebrew.tsv.\n")
	for _, script := range []struct {
		name, title string
		arab        bool
		pairs       []pair
	}{{"arabic", "Arabic", true, arabic}, {"hebrew", "Hebrew", false, hebrew}} {
		var pairs []pair
		for _, p := range script.pairs {
			if taught(p) {
				if script.arab {
					p = withoutArticle(p)
				}
				pairs = append(pairs, p)
			}
		}
		teach := &teacher{arab: script.arab}
		for range 5 {
			teach.round(pairs)
		}
		nodes, kept := grow(teach, pairs)
		text := write(teach, prune(nodes, 7, 9))
		if err := os.WriteFile(script.name+".tsv", []byte(fmt.Sprintf(head, script.title, len(kept))+text), 0o644); err != nil {
			t.Fatal(err)
		}
		n := frequent(t, &table, script.name, text, kept)
		t.Logf("%s: %d pairs, %d kept, %d lines, %d bytes, %d words", script.title, len(pairs), len(kept), strings.Count(text, "\n"), len(text), n)
	}
	if err := os.WriteFile("words.tsv", []byte(table.String()), 0o644); err != nil {
		t.Fatal(err)
	}
}

// frequent writes the words that the letters alone do not read.
func frequent(t *testing.T, out *strings.Builder, name, text string, pairs []pair) int {
	table, err := abjad.ReadTable(text, "", name, name == "arabic")
	if err != nil {
		t.Fatal(err)
	}
	byWord := map[string]map[string]float64{}
	for _, p := range pairs {
		if byWord[p.signs] == nil {
			byWord[p.signs] = map[string]float64{}
		}
		byWord[p.signs][p.latin] += p.weight
	}
	n := 0
	for _, word := range sortedKeys(byWord) {
		spelt := byWord[word]
		sum := 0.0
		for _, w := range spelt {
			sum += w
		}
		if sum < 6 {
			continue
		}
		latins := sortedKeys(spelt)
		slices.SortStableFunc(latins, func(a, b string) int { return int(math.Round(1000 * (spelt[b] - spelt[a]))) })
		var found, add []names.Token
		for _, r := range table.Search(word) {
			if tok, ok := token(r); ok {
				found = append(found, tok)
			}
		}
		for _, l := range latins {
			tok, ok := token(l)
			if !ok || spelt[l] < 3 || spelt[l] < 0.1*sum || len(add) == 3 {
				continue
			}
			if meets(tok, found, nil) == names.Unrelated {
				add, found = append(add, tok), append(found, tok)
			}
		}
		if len(add) > 0 {
			n++
			out.WriteString(name + "\t" + word + "\t")
			if add[0].Latin() != latins[0] {
				out.WriteString("- ")
			}
			for i, tok := range add {
				if i > 0 {
					out.WriteByte(' ')
				}
				out.WriteString(tok.Latin())
			}
			out.WriteByte('\n')
		}
	}
	return n
}
