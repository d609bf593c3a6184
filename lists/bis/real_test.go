package bis

import (
	"encoding/csv"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"plimsoll/ftm"
	"plimsoll/lists"
)

// TestConformanceWithPublishedCopies reads published copies where PLIMSOLL_DATA
// names a folder that has them, and counts their rows once more with
// encoding/csv.
func TestConformanceWithPublishedCopies(t *testing.T) {
	base := os.Getenv("PLIMSOLL_DATA")
	if base == "" {
		t.Skip("PLIMSOLL_DATA is not set")
	}
	files := 0
	for folder, kinds := range map[string]int{"us_bis": 4, "us_csl": 4} {
		names, _ := filepath.Glob(filepath.Join(base, folder, "*.*"))
		for _, name := range names {
			if strings.HasSuffix(name, ".md") {
				continue
			}
			files++
			t.Run(filepath.Base(name), func(t *testing.T) { conforms(t, name, kinds) })
		}
	}
	if files < 5 {
		t.Errorf("only %d copies found", files)
	}
}

func conforms(t *testing.T, name string, kinds int) {
	data, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	id, err := lists.Identify([]lists.Authority{Authority()}, filepath.Base(name), data)
	if err != nil {
		t.Fatal(err)
	}
	start := time.Now()
	p, entities, err := parse(id.Format, filepath.Base(name), data)
	if err != nil {
		t.Fatal(err)
	}
	t.Logf("%s: %v, %d entities, %.1f MB/s", id.Format.Name, p.Counts, len(entities), float64(len(data))/1e6/time.Since(start).Seconds())
	for _, w := range p.Warnings {
		t.Log(w)
	}
	if len(p.Warnings) > kinds {
		t.Errorf("%d kinds of warning", len(p.Warnings))
	}
	r := csv.NewReader(strings.NewReader(string(data)))
	if id.Format.Name == "DPL.TXT" {
		r.Comma = '\t'
	}
	rows, err := r.ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	total := 0
	for _, n := range p.Counts {
		total += n
	}
	if total != len(rows)-1 {
		t.Errorf("%d entries, encoding/csv has %d rows", total, len(rows)-1)
	}
	sanctions := 0
	for _, e := range entities {
		if err := ftm.Default().Check(e); err != nil {
			t.Error(err)
		}
		if e.Schema == "Sanction" {
			sanctions++
		}
	}
	if sanctions != total {
		t.Errorf("%d listings of %d entries", sanctions, total)
	}
}
