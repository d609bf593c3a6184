package main

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"time"

	"plimsoll/ftm"
	"plimsoll/house"
	"plimsoll/screen"
	"plimsoll/store"
)

type benchSearchCmd struct {
	Material  string   `arg:"" optional:"" type:"existingdir" help:"Folder with names/ and lists/negatives/, to index and ask about real names; otherwise they are invented."`
	Names     int      `help:"Names of the index." default:"100000"`
	Lists     bool     `help:"Index the lists of --data instead."`
	Dataset   []string `help:"With --lists: only this list; repeat it for several." placeholder:"ID"`
	Queries   int      `help:"Names to ask about." default:"20000"`
	Threshold float64  `help:"Least score of a hit." default:"${threshold}"`
	Only      string   `help:"Ask for these alone: listed, slips or unlisted." enum:"all,listed,slips,unlisted" default:"all"`
}

func (benchSearchCmd) Help() string {
	return `Builds an index as a file, opens it, and asks for one name after the other on one
processor: a third of them names of the index, a third with a letter wrong, a third
unlisted. What a query costs is measured from its name to its hits.

Examples:
  plimsoll bench search --names 1000000
  plimsoll bench search FOLDER --names 5000000
  plimsoll bench search FOLDER --lists --dataset un_sc --dataset us_ofac_sdn --data ./plimsoll-data`
}

// benchSearchResult is what was measured, and on what.
type benchSearchResult struct {
	CPU        string        `json:"cpu"`
	Parties    int           `json:"parties"`
	Names      int           `json:"names"`
	Words      int           `json:"words"`
	Bytes      int64         `json:"bytes"`
	Build      time.Duration `json:"build_ns"`
	Open       time.Duration `json:"open_ns"`
	HeapMB     uint64        `json:"heap_mb"`
	Queries    int           `json:"queries"`
	Hits       int           `json:"hits"`
	PerSecond  float64       `json:"queries_per_second"`
	P50        time.Duration `json:"p50_ns"`
	P90        time.Duration `json:"p90_ns"`
	P99        time.Duration `json:"p99_ns"`
	Max        time.Duration `json:"max_ns"`
	Only       string        `json:"only"`
	MaxQuery   string        `json:"max_query"`
	Threshold  float64       `json:"threshold"`
	Program    string        `json:"program"`
	Processors int           `json:"processors"`
}

func (c *benchSearchCmd) Run(e *env) error {
	if c.Names < 1 || c.Queries < 3 {
		return &exitError{2, errors.New("--names is a number from 1, --queries one from 3")}
	}
	dir, err := os.MkdirTemp("", "plimsoll-bench-")
	if err != nil {
		return err
	}
	defer func() { _ = os.RemoveAll(dir) }()
	path := filepath.Join(dir, "index.idx")
	r := benchSearchResult{CPU: cpuName(), Threshold: c.Threshold, Program: version(), Processors: 1, Only: c.Only}
	m, err := c.material()
	if err != nil {
		return err
	}
	began := e.now()
	e.say("building the index")
	err = store.CreateAtomic(path, 0o600, func(w io.Writer) error {
		b := screen.NewBuilder()
		if err := c.fill(e, b, m); err != nil {
			return err
		}
		out := bufio.NewWriterSize(w, 1<<20)
		return errors.Join(b.Write(out), out.Flush())
	})
	if err != nil {
		return err
	}
	r.Build = e.now().Sub(began)
	return c.measure(e, path, m, &r)
}

// fill takes the entities in; names of them are kept to be asked about.
func (c *benchSearchCmd) fill(e *env, b *screen.Builder, m *searchMaterial) error {
	add := func(ent *ftm.Entity) {
		if b.Add(ent) {
			m.keep(ent)
		}
	}
	if c.Lists {
		return e.look(func(h *house.House) error {
			against, _, err := h.AgainstScope(e.ctx, house.Scope{Datasets: c.Dataset})
			for _, ent := range against.Entities {
				add(ent)
			}
			return err
		})
	}
	for i := range c.Names {
		ent := ftm.New(fmt.Sprint("n", i), "Person")
		ent.Add("name", m.name(i), ftm.Origin{Dataset: "bench"})
		add(ent)
	}
	return nil
}

func (c *benchSearchCmd) measure(e *env, path string, m *searchMaterial, r *benchSearchResult) error {
	began := e.now()
	file, err := store.Map(path)
	if err != nil {
		return err
	}
	defer func() { _ = file.Unmap() }()
	x, err := screen.Open(file.Bytes)
	if err != nil {
		return err
	}
	r.Open = e.now().Sub(began)
	r.Parties, r.Names, r.Words, r.Bytes = x.Len(), x.Names(), x.Meta().Tokens, int64(len(file.Bytes))
	queries := m.queries(c.Queries, c.Only)
	runtime.LockOSThread()
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(1))
	runtime.GC()
	took := make([]time.Duration, 0, len(queries))
	all := e.now()
	for _, q := range queries {
		began := e.now()
		r.Hits += len(x.Search(q, c.Threshold))
		t := e.now().Sub(began)
		if took = append(took, t); t > r.Max {
			r.Max, r.MaxQuery = t, q.Names[0]
		}
	}
	r.PerSecond = float64(len(queries)) / e.now().Sub(all).Seconds()
	var mem runtime.MemStats
	runtime.ReadMemStats(&mem)
	r.HeapMB = mem.HeapInuse >> 20
	runtime.KeepAlive(x)
	slices.Sort(took)
	r.Queries, r.P50, r.P90, r.P99 = len(took), took[len(took)/2], took[len(took)*9/10], took[len(took)*99/100]
	if e.json {
		return e.document(r)
	}
	_, err = fmt.Fprintf(e.stdout, `%s, one processor
index of %s with %s of %s: %.1f MB, built in %.1f s, opened in %.2f ms
%s at a threshold of %g: %s a second; p50 %v, p90 %v, p99 %v, longest %v (%s); %d MB of heap
`, r.CPU, count(r.Parties, "party", "parties"), count(r.Names, "name", "names"), count(r.Words, "word", "words"),
		float64(r.Bytes)/1e6, r.Build.Seconds(), float64(r.Open.Microseconds())/1000,
		count(r.Queries, "query", "queries"), c.Threshold, thousands(int(r.PerSecond)), r.P50, r.P90, r.P99, r.Max, r.MaxQuery, r.HeapMB)
	return err
}

// searchMaterial makes the names of an index and those asked about.
type searchMaterial struct {
	rng           *rand.Rand
	real          []string // names as lists and encyclopaedias write them
	first, family []string
	unlisted      []string
	kept          []screen.Query
	seen          int
}

func (c *benchSearchCmd) material() (*searchMaterial, error) {
	n := newInventor(11)
	m := &searchMaterial{rng: rand.New(rand.NewPCG(7, 7)), first: n.given, family: n.family} //nolint:gosec // the same names each time
	if c.Material == "" {
		for range c.Queries {
			m.unlisted = append(m.unlisted, n.person())
		}
		return m, nil
	}
	folder := func(name string) string { return filepath.Join(c.Material, name) }
	for _, f := range []struct {
		path string
		take func(line string)
	}{
		{"names/variants.tsv.gz", func(line string) {
			if f := strings.Split(line, "\t"); len(f) > 3 && (f[1] == "person" || f[1] == "org" || f[1] == "vessel") {
				m.real = append(m.real, f[2])
			}
		}},
		{"lists/negatives/namedatabases/first_names_all.txt", func(l string) { m.first = append(m.first, strings.TrimSpace(l)) }},
		{"lists/negatives/namedatabases/surnames_all.txt", func(l string) { m.family = append(m.family, strings.TrimSpace(l)) }},
		{"lists/negatives/yente_negatives_us.csv", func(l string) {
			if name, _, ok := strings.Cut(l, ","); ok && name != "full_name" {
				m.unlisted = append(m.unlisted, name)
			}
		}},
	} {
		err := readFile(folder(f.path), func(r io.Reader) error {
			lines := bufio.NewScanner(r)
			for lines.Scan() {
				f.take(lines.Text())
			}
			return lines.Err()
		})
		if err != nil {
			return nil, fmt.Errorf("%s: %w", f.path, err)
		}
	}
	slices.Sort(m.real)
	m.real = slices.Compact(m.real)
	for _, list := range [][]string{m.real, m.first, m.family, m.unlisted} {
		m.rng.Shuffle(len(list), func(i, j int) { list[i], list[j] = list[j], list[i] })
	}
	return m, nil
}

// name is the i-th name of the index: the real ones, then first and family
// names put together, some with a letter changed, as registers have them.
func (m *searchMaterial) name(i int) string {
	if i < len(m.real) {
		return m.real[i]
	}
	pick := func(words []string) string {
		x := m.rng.Float64()
		w := words[int(x*x*x*float64(len(words)))]
		if m.rng.IntN(12) == 0 {
			w = m.slip(w)
		}
		return w
	}
	name := pick(m.first)
	if m.rng.IntN(3) == 0 {
		name += " " + pick(m.first)
	}
	return name + " " + pick(m.family)
}

// slip changes a letter of a word.
func (m *searchMaterial) slip(name string) string {
	r := []rune(name)
	if len(r) < 4 {
		return name
	}
	r[1+m.rng.IntN(len(r)-1)] = rune('a' + m.rng.IntN(26)) //nolint:gosec // below 26
	return string(r)
}

// keep remembers names to ask about, each as likely as another.
func (m *searchMaterial) keep(e *ftm.Entity) {
	const most = 50_000
	all := e.Names()
	if len(all) == 0 {
		return
	}
	q := screen.Query{Schema: e.Schema, Names: []string{all[m.rng.IntN(len(all))]}}
	if m.seen++; len(m.kept) < most {
		m.kept = append(m.kept, q)
	} else if at := m.rng.IntN(m.seen); at < most {
		m.kept[at] = q
	}
}

// queries are a third of the index, a third with a slip, a third unlisted, or
// of one kind alone.
func (m *searchMaterial) queries(n int, only string) []screen.Query {
	out := make([]screen.Query, n)
	for i := range out {
		q := m.kept[m.rng.IntN(len(m.kept))]
		kind := []string{"listed", "slips", "unlisted"}[i%3]
		if only != "all" {
			kind = only
		}
		switch kind {
		case "slips":
			q.Names = []string{m.slip(q.Names[0])}
		case "unlisted":
			q = screen.Query{Schema: "Person", Names: []string{m.unlisted[m.rng.IntN(len(m.unlisted))]}}
		}
		out[i] = q
	}
	return out
}
