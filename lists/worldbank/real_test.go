package worldbank

import (
	"encoding/json"
	"path/filepath"
	"testing"

	"plimsoll/lists/listtest"
)

// TestConformanceWithPublishedCopies reads published copies where PLIMSOLL_DATA
// names a folder that has them, and counts them once more with encoding/json.
func TestConformanceWithPublishedCopies(t *testing.T) {
	for _, name := range listtest.RealFiles(t, "wb", "*.json") {
		data := listtest.ReadFile(t, name)
		p, entities := listtest.ParseReal(t, format(), filepath.Base(name), data)
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
