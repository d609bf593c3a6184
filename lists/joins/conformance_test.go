package joins_test

import (
	"bytes"
	"compress/gzip"
	"context"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"

	"plimsoll/ftm"
	"plimsoll/lists"
	"plimsoll/lists/joins"
	"plimsoll/lists/registry"

	"plimsoll/names"
)

// current are the newest whole lists among the real files, each with the
// files it is made of.
var current = [][]string{
	{"un/consolidated_2026-02-27.xml"},
	{"un_1718_vessels/1718_designated_vessels_list_final.html"},
	{"us_ofac/sdn_2024-05-03.csv", "us_ofac/alt_2024-09-27.csv"},
	{"us_ofac/cons_prim_2025-12-19.csv", "us_ofac/cons_alt_2025-12-19.csv", "us_ofac/cons_add_2025-12-19.csv", "us_ofac/cons_comments_2025-12-19.csv"},
	{"eu/fsf_xml_1.1_RECONSTRUCTED_2026-05-01.xml.gz"},
	{"uk/UK-Sanctions-List_RECONSTRUCTED_2026-08-22.xml.gz"},
	{"au/regulation8_consolidated_2024-11.xlsx"},
	{"ca/sema-lmes_2025-05.xml"},
	{"jp/mof_shisantouketsu20260305.xlsx"},
	{"jp/meti_20250929_4.xlsx"},
	{"ch/seco_excerpt_2026-08-27_transcribed.xml"},
	{"us_bis/dpl_bench.txt"},
	{"wb/worldbank_debarred_2026-02.json"},
}

// real parses the lists that some authority reads.
func real(t *testing.T) (all []*ftm.Entity, sets []string) {
	t.Helper()
	root := os.Getenv("PLIMSOLL_DATA")
	if root == "" {
		t.Skip("PLIMSOLL_DATA names no folder of real lists")
	}
	for _, files := range current {
		parsed, entities, err := parse(t.Context(), root, files)
		if err != nil {
			t.Logf("left out: %v", err)
			continue
		}
		t.Logf("%-20s %6d entities %v", parsed.Dataset, len(entities), parsed.Counts)
		if strings.Contains(files[0], "uk/UK-Sanctions-List_RECONSTRUCTED") {
			// Put together from two sources; of the persons with a UN reference
			// seven in eight have another birth date there than the UN gives.
			for _, e := range entities {
				e.Statements = slices.DeleteFunc(e.Statements, func(s ftm.Statement) bool { return s.Prop == "birthDate" })
			}
		}
		all, sets = append(all, entities...), append(sets, parsed.Dataset)
	}
	return all, sets
}

// parse reads one list of several files.
func parse(ctx context.Context, root string, files []string) (*lists.Parsed, []*ftm.Entity, error) {
	var in lists.Input
	var format lists.Format
	for _, name := range files {
		data, err := os.ReadFile(filepath.Join(root, name))
		if err != nil {
			return nil, nil, err
		}
		if strings.HasSuffix(name, ".gz") {
			name = strings.TrimSuffix(name, ".gz")
			z, err := gzip.NewReader(bytes.NewReader(data))
			if err == nil {
				data, err = io.ReadAll(z)
			}
			if err != nil {
				return nil, nil, err
			}
		}
		id, err := lists.Identify(registry.All(), filepath.Base(name), data)
		if err != nil {
			return nil, nil, err
		}
		format = id.Format
		in.Files = append(in.Files, lists.Bytes(filepath.Base(name), id.Part, "exhibit", data))
	}
	parsed, entities, err := lists.ReadAll(ctx, format, in)
	if err != nil {
		return nil, nil, fmt.Errorf("%v: %w", files, err)
	}
	return parsed, entities, nil
}

func TestConformanceAllLists(t *testing.T) {
	all, _ := real(t)
	b := joins.NewBuilder("us_ofac_sdn", "eu_fsf", "gb_fcdo")
	before := processor()
	for _, e := range all {
		b.Add(e)
	}
	taken := processor()
	j := b.Build(nil)
	built := processor()
	b.Build(nil)
	t.Logf("%d entities: taken in %v, built in %v, again in %v of processor time", len(all), taken-before, built-taken, processor()-built)
	t.Logf("%d MB in use", heap())
	c := j.Counts()
	t.Logf("%+v", c)
	for _, x := range j.Crowds() {
		t.Logf("shared by too many: %+v", x)
	}
	sizes := map[int]int{}
	for p := range j.Parties() {
		sizes[len(p.Members)]++
	}
	t.Logf("parties by number of entries: %v", sizes)
	if dir := os.Getenv("JOINS_DUMP"); dir != "" {
		dump(t, j, dir)
	}
	runtime.KeepAlive(b)
}

// dump writes joins and suggestions for a person to read.
func dump(t *testing.T, j *joins.Joined, dir string) {
	var joined, proposed bytes.Buffer
	for p := range j.Parties() {
		if len(p.Members) < 2 {
			continue
		}
		fmt.Fprintf(&joined, "%s %s", p.ID, p.Schema)
		for _, m := range p.Members {
			fmt.Fprintf(&joined, "\n   %-24s %s", m.ID, m.Caption)
		}
		for _, w := range p.Why {
			fmt.Fprintf(&joined, "\n     %s %s: %s = %s", w.Kind, w.Value, w.A.Entity, w.B.Entity)
		}
		joined.WriteString("\n\n")
	}
	for s := range j.Suggestions() {
		fmt.Fprintf(&proposed, "%d %v %s (%s) ? %s (%s)\n   for %v\n   against %v\n\n", s.Score, s.Strong, s.A.Caption, s.A.ID, s.B.Caption, s.B.ID, s.For, s.Against)
	}
	for name, text := range map[string][]byte{"joined.txt": joined.Bytes(), "proposed.txt": proposed.Bytes()} {
		blocks := strings.Split(strings.TrimSpace(string(text)), "\n\n")
		if err := os.WriteFile(filepath.Join(dir, name), text, 0o600); err != nil {
			t.Fatal(err)
		}
		r := rand.New(rand.NewPCG(3, 4))
		r.Shuffle(len(blocks), func(i, k int) { blocks[i], blocks[k] = blocks[k], blocks[i] })
		sample := strings.Join(blocks[:min(len(blocks), 120)], "\n\n")
		if err := os.WriteFile(filepath.Join(dir, "sample-"+name), []byte(sample), 0o600); err != nil {
			t.Fatal(err)
		}
	}
}

// What is known of the real lists: which ships of the UN's list stand on
// others, and how many British entries carry a UN reference.
func TestConformanceShipsAndReferences(t *testing.T) {
	all, sets := real(t)
	b := joins.NewBuilder()
	ships := map[string][]string{} // by independent reading: IMO number to datasets
	references := map[byte]int{}
	for _, e := range all {
		b.Add(e)
		if e.Schema == "Vessel" {
			for _, v := range e.Values("imoNumber") {
				if n, ok := names.IMO(v); ok {
					ships[n] = append(ships[n], e.Statements[0].Dataset)
				}
			}
		}
		if ref := e.First("unscId"); strings.HasPrefix(e.Statements[0].Dataset, "gb_") && strings.HasPrefix(ref, "KP") {
			references[ref[2]]++
		}
	}
	j := b.Build(nil)
	found, want, unShips, withReference := map[string]int{}, map[string]int{}, 0, 0
	for _, sets := range ships {
		if slices.Contains(sets, "un_1718_vessels") {
			for _, d := range []string{"us_ofac_sdn", "gb_fcdo"} {
				if slices.Contains(sets, d) {
					want[d]++
				}
			}
		}
	}
	for p := range j.Parties() {
		seen := map[string]bool{}
		for _, m := range p.Members {
			seen[m.Dataset] = true
		}
		byReference := slices.ContainsFunc(p.Why, func(w joins.Join) bool {
			return w.Kind == joins.Reference && strings.HasPrefix(w.Value, "KP")
		})
		if seen["gb_fcdo"] && seen["un_sc"] && byReference {
			withReference++
		}
		if seen["un_1718_vessels"] && p.Schema == "Vessel" {
			unShips++
			for d := range seen {
				found[d]++
			}
		}
	}
	t.Logf("ships of the UN's list: %d parties, found on %v; by number alone on %v", unShips, found, want)
	t.Logf("British entries with a UN reference of KP: %d i, %d e; joined with the UN's: %d", references['i'], references['e'], withReference)
	for _, c := range []struct {
		dataset string
		got     int
		want    int
	}{
		{"us_ofac_sdn", found["us_ofac_sdn"], 50},
		{"gb_fcdo", found["gb_fcdo"], 36},
		{"gb_fcdo", withReference, 155},
		{"un_1718_vessels", unShips, 59},
	} {
		if slices.Contains(sets, c.dataset) && c.got != c.want {
			t.Errorf("%s: %d, want %d", c.dataset, c.got, c.want)
		}
	}
	for d, n := range want {
		if found[d] != n {
			t.Errorf("%s: %d ships found, %d have the number", d, found[d], n)
		}
	}
}

// Bearers of one name whom the real lists keep apart.
func TestConformanceNamesakes(t *testing.T) {
	all, sets := real(t)
	if !slices.Contains(sets, "un_sc") || !slices.Contains(sets, "eu_fsf") {
		t.Skip("without the lists of the UN and the EU")
	}
	b := joins.NewBuilder()
	for _, e := range all {
		b.Add(e)
	}
	j := b.Build(nil)
	for _, pair := range [][2]string{
		{"un_sc-KPi.024", "eu_fsf-EU.4159.44"},
		{"un_sc-KPi.013", "eu_fsf-EU.3486.46"},
		{"un_sc-KPi.036", "eu_fsf-EU.11892.7"},
		{"un_sc-KPi.027", "eu_fsf-EU.8115.60"},
		{"un_sc-KPi.048", "eu_fsf-EU.3785.73"},
		{"eu_fsf-EU.4225.49", "eu_fsf-EU.9427.42"},
		{"un_sc-IRi.003", "un_sc-IRi.041"}, // of one passport
	} {
		for _, id := range pair {
			if _, ok := j.Party(id); !ok {
				t.Logf("no entry %s", id)
			}
		}
		apart(t, j, pair[0], pair[1])
		if s, ok := suggested(j, pair[0], pair[1]); ok {
			t.Logf("%s and %s are suggested with %d: for %v, against %v", pair[0], pair[1], s.Score, s.For, s.Against)
		}
	}
}
