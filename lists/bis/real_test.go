package bis

import (
	"encoding/csv"
	"path/filepath"
	"strings"
	"testing"

	"plimsoll/lists"
	"plimsoll/lists/listtest"
)

// TestConformanceWithPublishedCopies reads published copies where PLIMSOLL_DATA
// names a folder that has them, and counts their rows once more with
// encoding/csv.
func TestConformanceWithPublishedCopies(t *testing.T) {
	base := listtest.RealFolder(t)
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
	data := listtest.ReadFile(t, name)
	id, err := lists.Identify([]lists.Authority{Authority()}, filepath.Base(name), data)
	if err != nil {
		t.Fatal(err)
	}
	p, entities := listtest.ParseReal(t, id.Format, filepath.Base(name), data)
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
		if e.Schema == "Sanction" {
			sanctions++
		}
	}
	if sanctions != total {
		t.Errorf("%d listings of %d entries", sanctions, total)
	}
}
