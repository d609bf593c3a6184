package worldbank

import (
	"encoding/json"
	"os"
	"path/filepath"
	"testing"
	"time"

	"plimsoll/ftm"
)

// TestConformanceWithPublishedCopies reads published copies where PLIMSOLL_DATA
// names a folder that has them, and counts them once more with encoding/json.
func TestConformanceWithPublishedCopies(t *testing.T) {
	base := os.Getenv("PLIMSOLL_DATA")
	if base == "" {
		t.Skip("PLIMSOLL_DATA is not set")
	}
	names, _ := filepath.Glob(filepath.Join(base, "wb", "*.json"))
	if len(names) == 0 {
		t.Fatal("no copies found")
	}
	for _, name := range names {
		data, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		start := time.Now()
		p, entities, err := parse(filepath.Base(name), data)
		if err != nil {
			t.Fatal(err)
		}
		t.Logf("%v, %d entities, %.1f MB/s, %s", p.Counts, len(entities), float64(len(data))/1e6/time.Since(start).Seconds(), p.Published)
		for _, w := range p.Warnings {
			t.Log(w)
		}
		if len(p.Warnings) > 3 {
			t.Errorf("%d kinds of warning", len(p.Warnings))
		}
		var all struct {
			Response struct{ ZPROCSUPP []map[string]any }
		}
		if err := json.Unmarshal(data, &all); err != nil {
			t.Fatal(err)
		}
		want := map[string]int{}
		permanent := 0
		for _, r := range all.Response.ZPROCSUPP {
			want[map[any]string{"I": "individuals", "F": "entities", "C": "entities", "U": "others"}[r["SUPP_TYPE_CODE"]]]++
			if r["DEBAR_TO_DATE"] == "2999-12-31" {
				permanent++
			}
		}
		for kind, n := range want {
			if p.Counts[kind] != n {
				t.Errorf("%s: %d, encoding/json counts %d", kind, p.Counts[kind], n)
			}
		}
		got, topics := 0, 0
		for _, e := range entities {
			if err := ftm.Default().Check(e); err != nil {
				t.Error(err)
			}
			if e.Schema == "Sanction" && e.First("duration") == "permanent" {
				got++
			}
			if e.First("topics") == "debarment" {
				topics++
			}
		}
		t.Logf("%d without an end, %d in force", got, topics)
		if got != permanent {
			t.Errorf("%d without an end, encoding/json counts %d", got, permanent)
		}
	}
}
