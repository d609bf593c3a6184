package table

import (
	"bytes"
	"os"
	"path/filepath"
	"testing"
)

// Samples of real tables are not kept with the code: PLIMSOLL_DATA names a
// folder with decoded/ in it, or with ais/decoded/.
func TestRealDataTables(t *testing.T) {
	dir := os.Getenv("PLIMSOLL_DATA")
	if dir == "" {
		t.Skip("PLIMSOLL_DATA is not set")
	}
	if _, err := os.Stat(filepath.Join(dir, "ais")); err == nil {
		dir = filepath.Join(dir, "ais")
	}
	for name, o := range map[string]Options{
		"dma_aisdk_format_head.csv":          {},
		"marinecadastre_20230101_sample.csv": {},
		"aisdb_exactearth_20210701.csv":      {Columns: map[string]string{"Draught": "draught_raw"}},
		"suez_evergiven_202103.csv":          {Columns: map[string]string{"ID": "mmsi", "ais_pos_timestamp": "time"}},
	} {
		data, err := os.ReadFile(filepath.Join(dir, "decoded", name))
		if err != nil {
			t.Logf("%s: %v", name, err)
			continue
		}
		t.Run(name, func(t *testing.T) {
			r, err := NewCSV(bytes.NewReader(data), o)
			if err != nil {
				t.Fatal(err)
			}
			got, s := all(t, r)
			placed := 0
			for i := range got {
				if got[i].HasPosition {
					placed++
				}
			}
			t.Logf("%d rows, %d messages, %d with a place, types %v", s.Sentences, s.Messages, placed, s.ByType)
			for _, b := range append(s.Bad, s.Lenient...) {
				t.Logf("%7d %s %v", b.Count, b.Reason, b.Lines[:min(8, len(b.Lines))])
			}
			if s.BadCount() > 0 || s.Sentences == 0 {
				t.Errorf("%d bad rows of %d", s.BadCount(), s.Sentences)
			}
		})
	}
}
