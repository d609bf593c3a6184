package ofac

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"plimsoll/ftm"
	"plimsoll/lists"
	"plimsoll/lists/listtest"
)

// tally counts what a parser emits and lets it go.
type tally map[string]int

func (c tally) take(e *ftm.Entity) error {
	c[e.Schema]++
	return nil
}

func readBig(ctx context.Context, file lists.File) (*lists.Parsed, tally, error) {
	c := tally{}
	p, err := advancedFormat().Parse(ctx, lists.Input{Files: []lists.File{file}}, c.take)
	return p, c, err
}

func TestAGeneratedListIsReadWholeWithoutWarnings(t *testing.T) {
	var data bytes.Buffer
	const n = 1000
	if err := generateAdvanced(&data, n); err != nil {
		t.Fatal(err)
	}
	p, c, err := readBig(t.Context(), lists.Bytes("sdn_advanced.xml", lists.OnePart, "e0", data.Bytes()))
	if err != nil {
		t.Fatal(err)
	}
	for _, w := range p.Warnings {
		if !strings.Contains(w.Reason, "check digit") && !strings.Contains(w.Reason, "cannot have") {
			t.Error(w)
		}
	}
	count := func(s string) int { return strings.Count(data.String(), s) }
	if got := c["Person"] + c["Organization"] + c["Vessel"]; got != n || c["Sanction"] != n {
		t.Errorf("%d parties and %d listings of %d", got, c["Sanction"], n)
	}
	if got := c["Ownership"] + c["Directorship"] + c["UnknownLink"]; got != count("<ProfileRelationship ") {
		t.Errorf("%d relations of %d", got, count("<ProfileRelationship "))
	}
	if c["Address"] != count("<Location ") {
		t.Errorf("%d addresses of %d", c["Address"], count("<Location "))
	}
	if per := data.Len() / n; per < 6000 || per > 8000 {
		t.Errorf("%d bytes a party, the real list has about 7,000", per)
	}
}

func BenchmarkAdvanced(b *testing.B) {
	var data bytes.Buffer
	if err := generateAdvanced(&data, 32<<20/7000); err != nil {
		b.Fatal(err)
	}
	file := lists.Bytes("sdn_advanced.xml", lists.OnePart, "e0", data.Bytes())
	b.SetBytes(file.Size)
	b.ReportAllocs()
	for b.Loop() {
		if _, _, err := readBig(b.Context(), file); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkEnhanced reads the entities of the fixture over and over, each with
// a number of its own.
func BenchmarkEnhanced(b *testing.B) {
	good := string(listtest.Fixture(b, "enhanced.xml"))
	from, to := strings.Index(good, "<entity "), strings.LastIndex(good, "<entity ")
	var data strings.Builder
	data.WriteString(good[:from])
	for i := range 1000 {
		data.WriteString(strings.ReplaceAll(good[from:to], `="99`, fmt.Sprintf(`="%d`, 10000+i)))
	}
	data.WriteString("</entities></sanctionsData>")
	listtest.Bench(b, enhancedFormat(), []byte(data.String()))
}

// TestALargeListIsReadInLittleMemory reads 1 GB where PLIMSOLL_BIG is set, and
// 25 MB where it is not, from a temporary file. The limit is for the most
// memory that the process has had, whatever it did before.
func TestALargeListIsReadInLittleMemory(t *testing.T) {
	const limit = 300 << 20
	parties := 3_500
	if os.Getenv("PLIMSOLL_BIG") != "" {
		parties = 150_000
	}
	if testing.Short() {
		t.Skip("takes seconds")
	}
	name := filepath.Join(t.TempDir(), "sdn_advanced.xml")
	f, err := os.Create(name)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	if err := generateAdvanced(f, parties); err != nil {
		t.Fatal(err)
	}
	size, err := f.Seek(0, io.SeekEnd)
	if err != nil {
		t.Fatal(err)
	}
	start := time.Now()
	p, c, err := readBig(t.Context(), lists.File{Name: name, Part: lists.OnePart, Exhibit: "e0", Size: size, ReaderAt: f})
	if err != nil {
		t.Fatal(err)
	}
	took := time.Since(start).Seconds()
	total := 0
	for _, n := range p.Counts {
		total += n
	}
	if total != parties {
		t.Errorf("%d parties, want %d", total, parties)
	}
	peak := peakMemory(t)
	t.Logf("%d parties, %.0f MB in %.1f s, %.0f MB/s; the process had %d MB at most; %v", parties, float64(size)/1e6, took, float64(size)/1e6/took, peak>>20, c)
	if peak > limit {
		t.Errorf("the process had %d MB, more than %d MB", peak>>20, limit>>20)
	}
}

// peakMemory is the most memory the process has had, as the system counts it.
func peakMemory(t *testing.T) int64 {
	t.Helper()
	status, err := os.ReadFile("/proc/self/status")
	if err != nil {
		t.Skip(err) // another system
	}
	_, after, _ := strings.Cut(string(status), "VmHWM:")
	var kilobytes int64
	if _, err := fmt.Sscan(after, &kilobytes); err != nil {
		t.Fatal(err)
	}
	return kilobytes << 10
}
