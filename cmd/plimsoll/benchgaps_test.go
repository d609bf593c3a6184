package main_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestLabelledSilencesAreMeasured(t *testing.T) {
	file := filepath.Join(t.TempDir(), "labels.csv")
	text := `sat_reception_positions_per_day,positions_12h_before,positions_12h_after,positions_gaplen_before,positions_gaplen_after,label_intentional_disabling
310.5,110,95,260,240,1
9.5,4,5,5,6,0
`
	if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, args := range [][]string{{"bench", "gaps", file}, {"bench", "gaps", file, "--json"}} {
		r := plimsoll(t, args...).ok(t)
		if !strings.Contains(r.stdout, "published filter") || !strings.Contains(r.stdout, "at the return") {
			t.Errorf("%v: %s", args, r.stdout)
		}
	}
	if err := os.WriteFile(file, []byte(text+"x,1,1,1,1,1\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	if r := plimsoll(t, "bench", "gaps", file); r.code == 0 || !strings.Contains(r.stderr, "line 4") {
		t.Errorf("a bad row: %d %s", r.code, r.stderr)
	}
}
