package un1718

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/csv"
	"encoding/hex"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"plimsoll/ftm"
	"plimsoll/lists"
	"plimsoll/lists/listtest"
)

const (
	realPDF   = "1718_designated_vessels_list_final.pdf"
	realHTML  = "1718_designated_vessels_list_final.html"
	realSheet = "un_1718_vessels_2020-06-04_extracted.csv"
)

// TestConformanceAllFormatsGiveTheSameEntities reads the list as it was
// printed, its conversion, and the table kept of it, and compares whatever they
// say with each other and with the facts that come with the program.
func TestConformanceAllFormatsGiveTheSameEntities(t *testing.T) {
	pdf := said3(t, realPDF, listtest.RealFile(t, Dataset, realPDF))
	htm := said3(t, realHTML, listtest.RealFile(t, Dataset, realHTML))
	sheet := said3(t, realSheet, listtest.RealFile(t, Dataset, realSheet))
	facts := said3(t, "vessels.csv", Bundled())
	if diff := cmp.Diff(pdf, htm); diff != "" {
		t.Errorf("PDF and HTML differ (-PDF +HTML):\n%s", diff)
	}
	// The table has one date a ship: it lost the second of the one that was designated twice.
	const twice = Dataset + "-8628597"
	second := slices.DeleteFunc(slices.Clone(pdf), func(s string) bool { return !strings.HasPrefix(s, twice+"-sanction-2018-03-30") })
	if len(second) != 8 {
		t.Errorf("the second designation says %q", second)
	}
	rest := slices.DeleteFunc(slices.Clone(pdf), func(s string) bool { return slices.Contains(second, s) })
	if diff := cmp.Diff(rest, sheet); diff != "" {
		t.Errorf("PDF and table differ (-PDF +table):\n%s", diff)
	}
	// The facts leave out what the list says in sentences, and add words of their own.
	words := func(s string) bool {
		return strings.Contains(s, " reason: ") || strings.Contains(s, " notes: ") && !strings.Contains(s, " notes: IMO number: ")
	}
	if diff := cmp.Diff(slices.DeleteFunc(slices.Clone(pdf), words), slices.DeleteFunc(facts, words)); diff != "" {
		t.Errorf("PDF and facts differ (-PDF +facts):\n%s", diff)
	}
}

// said3 parses a file and lists what it says: id, schema, property, value.
func said3(t *testing.T, name string, data []byte) []string {
	t.Helper()
	start := time.Now()
	p, es, err := parse(name, data)
	if err != nil {
		t.Fatal(err)
	}
	t.Logf("%s: %v, %d entities, published %s, %.1f MB/s", name, p.Counts, len(es), p.Published.Format(time.DateOnly), float64(len(data))/1e6/time.Since(start).Seconds())
	for _, w := range p.Warnings {
		t.Errorf("%s: warning: %s", name, w)
	}
	if p.Counts["vessels"] != 59 {
		t.Errorf("%s: %v", name, p.Counts)
	}
	if name != realSheet && p.Published.Format(time.DateOnly) != "2020-06-04" {
		t.Errorf("%s: published %s", name, p.Published)
	}
	listtest.Check(t, es)
	var out []string
	for _, e := range es {
		for _, s := range e.Statements {
			out = append(out, fmt.Sprintf("%s %s %s: %s", e.ID, e.Schema, s.Prop, s.Value))
		}
	}
	slices.Sort(out)
	return out
}

// TestConformanceCounts counts the same things without the parsers.
func TestConformanceCounts(t *testing.T) {
	page := string(listtest.RealFile(t, Dataset, realHTML))
	plain := regexp.MustCompile(`<[^>]*>`).ReplaceAllString(page, "\n")
	count := func(pattern string) int { return len(regexp.MustCompile(pattern).FindAllString(plain, -1)) }
	rows, err := csv.NewReader(bytes.NewReader(listtest.RealFile(t, Dataset, realSheet))).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	_, es, err := parse(realPDF, listtest.RealFile(t, Dataset, realPDF))
	if err != nil {
		t.Fatal(err)
	}
	got := map[string]int{}
	provisions := map[string]int{}
	for _, e := range es {
		got[e.Schema]++
		for _, prop := range []string{"imoNumber", "mmsi", "listingDate"} {
			got[prop] += len(e.About(prop))
		}
		for _, v := range e.Values("provisions") {
			provisions[v]++
		}
	}
	want := map[string]int{
		"Vessel": len(rows) - 1, "imoNumber": count(`(?m)^\d{7}$`), "mmsi": count(`\b\d{9}\b`),
		"listingDate": count(`\b\d\d-[A-Z][a-z]{2}-\d\d\b`), "Sanction": count(`\b\d\d-[A-Z][a-z]{2}-\d\d\b`),
		"Ownership": count(`\(Kpe\.\d+\)`), "UnknownLink": 22,
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-counted +parsed):\n%s", diff)
	}
	if diff := cmp.Diff(map[string]int{
		"1718 OP8(d)": 2, "2270 OP12": 2, "2321 OP12(a)": 15, "2321 OP12(d)": 13, "2371 OP6": 35, "2375 OP6": 35, "2270 OP23": 22,
	}, provisions); diff != "" {
		t.Error(diff)
	}
	t.Log(got, provisions)
}

func TestConformanceTheFactsNameTheirSource(t *testing.T) {
	sum := sha256.Sum256(listtest.RealFile(t, Dataset, realPDF))
	if !bytes.Contains(Bundled(), []byte(hex.EncodeToString(sum[:]))) {
		t.Errorf("the SHA-256 of the PDF, %x, is not in the head of vessels.csv", sum)
	}
}

func parse(name string, data []byte) (*lists.Parsed, []*ftm.Entity, error) {
	id, err := lists.Identify([]lists.Authority{Authority()}, name, data)
	if err != nil {
		return nil, nil, err
	}
	in := lists.Input{Files: []lists.File{lists.Bytes(name, id.Part, "e0", data)}}
	return lists.ReadAll(context.Background(), id.Format, in)
}
