package quality_test

import (
	"cmp"
	"compress/gzip"
	"encoding/csv"
	"encoding/json"
	"flag"
	"fmt"
	"io"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"plimsoll/names"
	"plimsoll/screen/quality"
)

var learn = flag.Bool("learn", false, "count the population anew from the data beside PLIMSOLL_DATA and write names/population.tsv")

// population counts in how many names of one culture a word is found.
type population struct {
	names float64
	words map[string]float64
}

// census is populations by culture.
type census map[string]*population

// add counts one name, of which the bearer has so many.
func (c census) add(culture, written string, class names.Class, weight float64) {
	p := c[culture]
	if p == nil {
		p = &population{words: map[string]float64{}}
		c[culture] = p
	}
	n := names.Read(written, class)
	seen := map[string]bool{}
	for i := range n.Words {
		for _, k := range names.PopulationKeys(&n.Words[i]) {
			seen[k] = true
		}
	}
	if len(seen) == 0 {
		return
	}
	p.names += weight
	for k := range seen {
		p.words[k] += weight
	}
}

// The table names/population.tsv is made by this test, from the halves of the
// material that quality.Report does not measure, and from people and ships of
// no list.
func TestPopulationIsCounted(t *testing.T) {
	if !*learn {
		t.Skip("-learn is not set")
	}
	base := filepath.Dir(os.Getenv("PLIMSOLL_DATA"))
	c := census{}
	countListed(t, base, c)
	countPeople(t, base, c)
	countShips(t, base, c)
	const least = 6 // fewer are chance
	bits := map[string]float64{}
	for culture, p := range c {
		t.Logf("%s: %.0f names, %d words", culture, p.names, len(p.words))
		if p.names < 1500 {
			continue
		}
		for k, n := range p.words {
			if n < least {
				continue
			}
			b := math.Log2(p.names / n)
			if have, ok := bits[k]; !ok || b < have {
				bits[k] = b
			}
		}
	}
	byBits := map[string][]string{}
	for k, b := range bits {
		if b >= names.MaxBits {
			continue
		}
		s := fmt.Sprintf("%.1f", max(1.5, b))
		byBits[s] = append(byBits[s], k)
	}
	var lines []string
	for s, keys := range byBits {
		slices.Sort(keys)
		lines = append(lines, s+"\t"+strings.Join(keys, " "))
	}
	slices.SortFunc(lines, func(a, b string) int {
		return cmp.Or(cmp.Compare(len(a[:strings.Index(a, "\t")]), len(b[:strings.Index(b, "\t")])), cmp.Compare(a, b))
	})
	head, err := os.ReadFile("testdata/population-head.txt")
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile("../../names/population.tsv", []byte(string(head)+strings.Join(lines, "\n")+"\n"), 0o644); err != nil {
		t.Fatal(err)
	}
}

func open(t *testing.T, path string) io.Reader {
	t.Helper()
	f, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { f.Close() })
	if !strings.HasSuffix(path, ".gz") {
		return f
	}
	z, err := gzip.NewReader(f)
	if err != nil {
		t.Fatal(err)
	}
	return z
}

// countListed counts parties of official lists, each once however many names
// it has, and people of Wikidata.
func countListed(t *testing.T, base string, c census) {
	text, err := io.ReadAll(open(t, filepath.Join(base, "names/variants.tsv.gz")))
	if err != nil {
		t.Fatal(err)
	}
	groups := map[string][][]string{}
	var order []string
	for line := range strings.Lines(string(text)) {
		f := strings.Split(strings.TrimSpace(line), "\t")
		prefix, _, _ := strings.Cut(f[0], ":")
		if !slices.Contains([]string{"us", "uk", "un", "eu", "np"}, prefix) || quality.SideOf(f[0]) != quality.Develop {
			continue
		}
		if groups[f[0]] == nil {
			order = append(order, f[0])
		}
		groups[f[0]] = append(groups[f[0]], f)
	}
	for _, g := range order {
		rows := groups[g]
		for _, f := range rows {
			weight := 1 / float64(len(rows))
			switch {
			case strings.HasPrefix(g, "np:") && f[3] != "Latn": // many are foreign names, and no words of Korean ones
			case strings.HasPrefix(g, "np:"):
				c.add("people of Wikidata", f[2], names.Person, 1)
			case f[1] == "person":
				c.add("listed people", f[2], names.Person, weight)
			case f[1] == "org":
				c.add("listed organisations", f[2], names.Organisation, weight)
			}
		}
	}
}

func countPeople(t *testing.T, base string, c census) {
	var m quality.Material
	if err := m.ReadNative(open(t, filepath.Join(base, "names/ko_native_pairs.tsv"))); err != nil {
		t.Fatal(err)
	}
	for _, p := range m.Pairs["hangul"] {
		if quality.SideOf("np:"+p.Listed) == quality.Develop {
			c.add("Koreans", p.Query, names.Person, 1)
		}
	}
	for _, f := range []string{"global", "us"} {
		if err := m.ReadUnlisted(open(t, filepath.Join(base, "lists/negatives/yente_negatives_"+f+".csv"))); err != nil {
			t.Fatal(err)
		}
	}
	for _, name := range m.Unlisted {
		if s := names.Scripts(name); quality.SideOf(name) == quality.Develop && len(s) == 1 {
			c.add("people, "+string(s[0]), name, names.Person, 1)
		}
	}
	var companies struct {
		Data [][]any `json:"data"`
	}
	if err := json.NewDecoder(open(t, filepath.Join(base, "lists/negatives/sec_company_tickers_2023.json"))).Decode(&companies); err != nil {
		t.Fatal(err)
	}
	for _, row := range companies.Data {
		if name, ok := row[len(row)-1].(string); ok {
			c.add("companies", name, names.Organisation, 1)
		}
	}
}

func countShips(t *testing.T, base string, c census) {
	rows, err := csv.NewReader(open(t, filepath.Join(base, "lists/negatives/imo-vessel-codes_2016.csv"))).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	seen := map[string]bool{}
	for _, r := range rows[1:] {
		if !seen[r[2]] {
			seen[r[2]] = true
			c.add("ships", r[2], names.Vessel, 1)
		}
	}
}
