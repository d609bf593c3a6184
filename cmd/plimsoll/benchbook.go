package main

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"runtime"
	"strings"

	"plimsoll/book"
	"plimsoll/desk"
	"plimsoll/ftm"
	"plimsoll/house"
	"plimsoll/screen/batch"
)

type benchBookCmd struct {
	Rows      int     `help:"Customers of the book, who are invented." default:"1000000"`
	Entities  int     `help:"Parties of the list, who are invented as well." default:"16000"`
	Lists     bool    `help:"Screen against the lists of --data instead."`
	Workers   int     `help:"How many rows to screen at one time; by default as many as there are processors."`
	Threshold float64 `help:"Least score of a hit." default:"${threshold}"`
}

func (benchBookCmd) Help() string {
	return `Reads an invented book as CSV, screens it and writes the rows as JSON lines to
nowhere: what "screen BOOK" does, without a disk. One row in 500 is a listed
party with a slip in its name. The same numbers give the same book.

Examples:
  plimsoll bench book
  plimsoll bench book --rows 100000 --lists --data ./plimsoll-data --json`
}

// benchBookResult is what was measured, and on what.
type benchBookResult struct {
	CPU        string  `json:"cpu"`
	Processors int     `json:"processors"`
	Workers    int     `json:"workers"`
	Index      string  `json:"index"`
	Parties    int     `json:"parties"`
	Names      int     `json:"names"`
	Rows       int     `json:"rows"`
	Hits       int     `json:"rows_with_hits"`
	Seconds    float64 `json:"seconds"`
	RowsPerSec float64 `json:"rows_per_second"`
	HeapMB     uint64  `json:"heap_mb"`
	Program    string  `json:"program"`
}

func (c *benchBookCmd) Run(e *env) error {
	if c.Rows < 1 || c.Entities < 1 || c.Workers < 0 {
		return &exitError{2, errors.New("--rows, --entities and --workers are numbers from 1")}
	}
	if c.Workers == 0 {
		c.Workers = runtime.GOMAXPROCS(0)
	}
	if !c.Lists {
		list := inventList(c.Entities)
		s, err := desk.Prepare(desk.Against{Entities: list})
		if err != nil {
			return err
		}
		return c.measure(e, s, list)
	}
	return e.look(func(h *house.House) error {
		scope := scopeFlags{}
		s, err := scope.prepare(e, h)
		if err != nil {
			return err
		}
		against, _, err := h.AgainstScope(e.ctx, house.Scope{})
		if err != nil {
			return err
		}
		return c.measure(e, s.Screening, against.Entities)
	})
}

func (c *benchBookCmd) measure(e *env, s *desk.Screening, list []*ftm.Entity) error {
	rows, err := book.Open(inventBook(c.Rows, list), book.Options{})
	if err != nil {
		return err
	}
	r := benchBookResult{
		CPU: cpuName(), Processors: runtime.NumCPU(), Workers: c.Workers, Index: s.Index().ID(), Parties: s.Index().Len(),
		Names: s.Index().Names(), Program: version(),
	}
	run := &screenRun{cmd: &screenCmd{Limit: 10, scopeFlags: scopeFlags{Threshold: c.Threshold}}, env: e, against: &screening{Screening: s}, encode: encodeJSON}
	began := e.now()
	err = batch.Run(e.ctx, batch.Options{Workers: c.Workers}, rows.Next, run.work, func(row screenedRow) error {
		r.Rows++
		if row.Status == rowHit {
			r.Hits++
		}
		_, err := io.Discard.Write(row.line)
		return err
	})
	if err != nil {
		return err
	}
	r.Seconds = e.now().Sub(began).Seconds()
	r.RowsPerSec = float64(r.Rows) / r.Seconds
	var mem runtime.MemStats
	runtime.ReadMemStats(&mem)
	r.HeapMB = mem.HeapSys >> 20
	if e.json {
		return e.document(r)
	}
	_, err = fmt.Fprintf(e.stdout, "%s, %d of %d processors\n%s against %s with %s: %.1f s, %s rows a second, %s rows with hits, %d MB of heap\n",
		r.CPU, r.Workers, r.Processors, count(r.Rows, "row", "rows"), count(r.Parties, "party", "parties"), count(r.Names, "name", "names"),
		r.Seconds, thousands(int(r.RowsPerSec)), thousands(r.Hits), r.HeapMB)
	return err
}

// cpuName is what the machine calls its processor.
func cpuName() string {
	if f, err := os.Open("/proc/cpuinfo"); err == nil {
		defer f.Close()
		lines := bufio.NewScanner(f)
		for lines.Scan() {
			if key, value, ok := strings.Cut(lines.Text(), ":"); ok && strings.TrimSpace(key) == "model name" {
				return strings.TrimSpace(value)
			}
		}
	}
	return runtime.GOOS + "/" + runtime.GOARCH
}

// inventor makes up names that sound like some, with common and rare words.
type inventor struct {
	rng    *rand.Rand
	given  []string
	family []string
}

func newInventor(seed uint64) *inventor {
	// The words are the same for every seed: list and book share them, as
	// people do.
	words := rand.New(rand.NewPCG(1, 1))                //nolint:gosec // a benchmark wants the same names again
	n := &inventor{rng: rand.New(rand.NewPCG(seed, 2))} //nolint:gosec // as above
	for range 3000 {
		n.given = append(n.given, inventWord(words))
	}
	for range 40_000 {
		n.family = append(n.family, inventWord(words))
	}
	return n
}

func inventWord(rng *rand.Rand) string {
	onsets := strings.Fields("b br ch d dr f g gr h j k kh kr l m n p pr r s sh st t tr v w y z")
	vowels := strings.Fields("a a a e e i i o o u ai ei ou")
	ends := strings.Fields("n r l s m k t d ng v")
	var b strings.Builder
	for range 1 + rng.IntN(3) {
		b.WriteString(onsets[rng.IntN(len(onsets))] + vowels[rng.IntN(len(vowels))])
	}
	if rng.IntN(3) > 0 {
		b.WriteString(ends[rng.IntN(len(ends))])
	}
	s := b.String()
	return strings.ToUpper(s[:1]) + s[1:]
}

// pick prefers the words that come first, roughly as names are spread.
func (n *inventor) pick(words []string) string {
	x := n.rng.Float64()
	return words[int(x*x*x*float64(len(words)))]
}

func (n *inventor) person() string {
	name := n.pick(n.given)
	if n.rng.IntN(3) == 0 {
		name += " " + n.pick(n.given)
	}
	return name + " " + n.pick(n.family)
}

func (n *inventor) company() string {
	trade := strings.Fields("Trading Shipping Bank Industries Technology Holding Petroleum Group Logistics Construction")
	form := []string{"Co., Ltd.", "LLC", "GmbH", "JSC", "Limited", "S.A."}
	return n.pick(n.family) + " " + n.pick(n.family) + " " + trade[n.rng.IntN(len(trade))] + " " + form[n.rng.IntN(len(form))]
}

func (n *inventor) born() string {
	return fmt.Sprintf("%d-%02d-%02d", 1930+n.rng.IntN(75), 1+n.rng.IntN(12), 1+n.rng.IntN(28))
}

// inventList makes listed parties, half of them with further names.
func inventList(size int) []*ftm.Entity {
	n := newInventor(3)
	from := ftm.Origin{Dataset: "invented"}
	out := make([]*ftm.Entity, size)
	for i := range out {
		schema, name := "Person", n.person
		switch n.rng.IntN(10) {
		case 0, 1, 2, 3:
			schema, name = "Company", n.company
		case 4:
			schema, name = "Vessel", func() string { return strings.ToUpper(n.pick(n.family) + " " + n.pick(n.given)) }
		}
		x := ftm.New(fmt.Sprintf("invented-%d", i), schema)
		x.Add("topics", "sanction", from)
		x.Add("name", name(), from)
		for range n.rng.IntN(4) {
			x.Add("alias", name(), from)
		}
		if schema == "Person" {
			x.Add("birthDate", n.born(), from)
		}
		out[i] = x
	}
	return out
}

// inventBook makes a book that is nowhere as a whole.
func inventBook(size int, list []*ftm.Entity) io.Reader {
	var names []string
	for _, x := range list {
		if s, ok := ftm.Default().Schema(x.Schema); ok && s.Is("LegalEntity") {
			names = append(names, x.First("name"))
		}
	}
	n := newInventor(5)
	return &inventedBook{n: n, size: size, listed: names, left: []byte("id,schema,name,birthDate,nationality\n")}
}

type inventedBook struct {
	n       *inventor
	i, size int
	listed  []string
	left    []byte
}

func (b *inventedBook) Read(p []byte) (int, error) {
	for len(b.left) < len(p) && b.i < b.size {
		b.i++
		var name string
		schema, born := "Person", b.n.born()
		switch {
		case b.i%500 == 0 && len(b.listed) > 0:
			schema, name, born = "", slip(b.n.rng, b.listed[b.n.rng.IntN(len(b.listed))]), ""
		case b.n.rng.IntN(5) == 0:
			schema, name, born = "Company", b.n.company(), ""
		default:
			name = b.n.person()
		}
		b.left = fmt.Appendf(b.left, "C%07d,%s,\"%s\",%s,%s\n", b.i, schema, strings.ReplaceAll(name, `"`, `""`), born, []string{"kr", "de", "gb", "pa", "us"}[b.n.rng.IntN(5)])
	}
	if len(b.left) == 0 {
		return 0, io.EOF
	}
	k := copy(p, b.left)
	b.left = b.left[:copy(b.left, b.left[k:])]
	return k, nil
}

// slip drops a letter from the middle of a name.
func slip(rng *rand.Rand, name string) string {
	letters := []rune(name)
	if len(letters) < 8 {
		return name
	}
	at := 1 + rng.IntN(len(letters)-2)
	return string(append(letters[:at:at], letters[at+1:]...))
}
