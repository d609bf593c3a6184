package main_test

import (
	"bufio"
	"encoding/csv"
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"plimsoll/ais"
)

// radio writes a feed of ships that each report so many times, a minute apart,
// from 1 March 2026 on, and say their IMO numbers once.
func radio(t *testing.T, name string, ships, reports int) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), name)
	f, err := os.Create(path)
	if err != nil {
		t.Fatal(err)
	}
	w := bufio.NewWriter(f)
	var enc ais.Encoder
	var buf []byte
	write := func(m *ais.Message) {
		if buf, err = enc.Append(buf[:0], m); err != nil {
			t.Fatal(err)
		}
		if _, err := w.Write(buf); err != nil {
			t.Fatal(err)
		}
	}
	start := time.Date(2026, 3, 1, 0, 0, 0, 0, time.UTC)
	for i := range reports {
		for s := range ships {
			var m ais.Message
			m.Reset()
			m.MMSI, m.Received, m.Source, m.Channel = uint32(299000001+s), start.Add(time.Duration(i)*time.Minute).Unix(), "r1", 'A'
			if i == 0 {
				m.Type, m.IMO, m.Name = 5, uint32(990011+s), "ORRIN TALE"
				write(&m)
			}
			m.Type, m.SOG, m.COG, m.Second = 1, 80, 900, 0
			m.SetPosition(37.2+float64(s)/1000, 125.1+float64(i)/1000)
			write(&m)
		}
	}
	if err := w.Flush(); err != nil {
		t.Fatal(err)
	}
	if err := f.Close(); err != nil {
		t.Fatal(err)
	}
	return path
}

func TestTracksAreKeptAndWrittenOut(t *testing.T) {
	feed := radio(t, "feed.nmea", 3, 100)
	data := filepath.Join(t.TempDir(), "data")
	run := func(args ...string) result {
		return plimsoll(t, append([]string{"tracks", "--data", data}, args...)...)
	}
	run("info").refused(t, 1, "there is no data directory")
	r := run("import", feed, feed, "--json").ok(t)
	if !strings.Contains(r.stderr, "300 positions, 3 statics taken") || !strings.Contains(r.stderr, "0 parts written, 2 there already") {
		t.Error(r.stderr)
	}
	if r := run("info", "--json").ok(t); !strings.Contains(r.stdout, `"positions": 300`) || !strings.Contains(r.stdout, `"cell": "N35E125"`) {
		t.Error(r.stdout)
	}
	for _, x := range []struct {
		want int
		args []string
	}{
		{300, nil},
		{100, []string{"--mmsi", "299000002"}},
		{200, []string{"--mmsi", "299000002", "--imo", "990013"}},
		{30, []string{"--time", "2026-03-01T00:00/2026-03-01T00:09"}},
		{300, []string{"--time", "2026-03-01"}},
		{0, []string{"--time", "2026-03-02/"}},
		{33, []string{"--box", "125.1,37,125.11,38"}},
		{11, []string{"--box", "125.1,37,125.11,38", "--imo", "990012", "--time", "/2026-03-01T23:59:59Z"}},
	} {
		r := run(append([]string{"export"}, x.args...)...).ok(t)
		rows, err := csv.NewReader(strings.NewReader(r.stdout)).ReadAll()
		if err != nil || len(rows) != x.want+1 {
			t.Errorf("%v: %d rows, want %d; %v", x.args, len(rows)-1, x.want, err)
		}
		if x.want == 0 && !strings.Contains(r.stderr, "plimsoll tracks info") {
			t.Error(r.stderr)
		}
	}
	for ext, begins := range map[string]string{"csv": "time,mmsi", "jsonl": `{"time":"2026`, "geojson": `{"type":"Feature`, "parquet": "PAR1"} {
		out := filepath.Join(t.TempDir(), "out."+ext)
		run("export", "-o", out).ok(t)
		if text, err := os.ReadFile(out); err != nil || !strings.HasPrefix(string(text), begins) {
			t.Errorf("%s: %.40q, %v", ext, text, err)
		}
	}
	run("export", "--format", "xml").refused(t, 2, "csv, jsonl, geojson, parquet")
	run("export", "-o", "x.doc").refused(t, 2, "csv, jsonl, geojson, parquet")
	run("export", "--box", "1,2,3").refused(t, 2, "west,south,east,north")
	run("export", "--box", "1,20,3,4").refused(t, 2, "south first")
	run("export", "--box", "1,2,3,4,5").refused(t, 2, "west,south,east,north")
	run("export", "--time", "yesterday").refused(t, 2, "write 2026-03-01")
	run("export", "--time", "2026-03-02/2026-03-01").refused(t, 2, "ends before it begins")
	run("import", filepath.Join(data, "nowhere.nmea")).refused(t, 1, "nowhere.nmea")

	later := radio(t, "later.nmea", 3, 120)
	run("import", later).ok(t)
	if r := run("compact").ok(t); !strings.Contains(r.stdout, "4 files merged into 2") || !strings.Contains(r.stdout, "303 reports repeated") {
		t.Error(r.stdout)
	}
	if r := run("export").ok(t); strings.Count(r.stdout, "\n") != 361 {
		t.Errorf("%d rows after the compaction", strings.Count(r.stdout, "\n")-1)
	}
}

// What was told to be kept is there after a kill at any moment, and doing it
// again completes it and doubles nothing.
func TestAKilledImportOfTracksLosesNothingThatWasTold(t *testing.T) {
	const ships, reports = 40, 1500
	feed := radio(t, "feed.nmea", ships, reports)
	data := filepath.Join(t.TempDir(), "data")
	bin, err := program()
	if err != nil {
		t.Fatal(err)
	}
	kept := func() int {
		return strings.Count(plimsoll(t, "tracks", "export", "--data", data).ok(t).stdout, "\n") - 1
	}
	args := []string{"tracks", "import", feed, "--every", "1ms", "--json", "--data", data}
	for _, told := range []int{1, 3, 6} {
		cmd := exec.Command(bin, args...)
		out, err := cmd.StdoutPipe()
		if err != nil {
			t.Fatal(err)
		}
		if err := cmd.Start(); err != nil {
			t.Fatal(err)
		}
		var last struct {
			Positions int
			Done      bool
		}
		lines := bufio.NewScanner(out)
		for n := 0; n < told && lines.Scan(); n++ {
			if err := json.Unmarshal(lines.Bytes(), &last); err != nil {
				t.Fatal(err)
			}
		}
		_ = cmd.Process.Kill()
		_ = cmd.Wait()
		if last.Done || last.Positions == 0 {
			t.Errorf("the import was over, or told nothing: %+v", last)
		}
		if n := kept(); n < last.Positions {
			t.Errorf("%d positions were told, and %d are there", last.Positions, n)
		}
	}
	// A compaction that is killed loses nothing either.
	before := kept()
	for i := range 4 {
		cmd := exec.Command(bin, "tracks", "compact", "--data", data)
		if err := cmd.Start(); err != nil {
			t.Fatal(err)
		}
		time.Sleep(time.Duration(10+20*i) * time.Millisecond)
		_ = cmd.Process.Kill()
		_ = cmd.Wait()
		if n := kept(); n != before {
			t.Errorf("%d positions before the compaction was killed, %d after", before, n)
		}
	}
	plimsoll(t, args...).ok(t)
	plimsoll(t, "tracks", "compact", "--data", data).ok(t)
	if n := kept(); n != ships*reports {
		t.Errorf("%d positions in the end, want %d", n, ships*reports)
	}
	parts, err := filepath.Glob(filepath.Join(data, "positions", "*", "*.parquet"))
	if err != nil || len(parts) == 0 {
		t.Fatal(err)
	}
	places := map[string]bool{}
	for _, p := range parts {
		places[p[:len(p)-len(".0123456789abcdef.parquet")]] = true
	}
	if len(places) != len(parts) {
		t.Errorf("%d files for %d days and cells", len(parts), len(places))
	}
}
