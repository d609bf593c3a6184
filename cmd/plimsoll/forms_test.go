package main_test

import (
	"bufio"
	"bytes"
	"compress/gzip"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/klauspost/compress/zstd"
	"github.com/parquet-go/parquet-go"

	"plimsoll/ais"
	"plimsoll/voyage"
)

// row is a report as tables have it; a speed that is not known is null.
type row struct {
	When string   `parquet:"when"` // not a name that is known
	MMSI int64    `parquet:"mmsi"`
	Type int64    `parquet:"type"`
	Lat  float64  `parquet:"lat"`
	Lon  float64  `parquet:"lon"`
	SOG  *float64 `parquet:"sog,optional"`
	COG  *float64 `parquet:"cog,optional"`
}

// forms writes two days of simulated radio in each form in which it can come,
// and gives the rows.
func forms(t *testing.T) (files map[string]string, rows []row) {
	t.Helper()
	dir := t.TempDir()
	files = map[string]string{"nmea": filepath.Join(dir, "feed.nmea")}
	plimsoll(t, "simulate", "--ships", "40", "--days", "2", "--seed", "5", "-o", files["nmea"]).ok(t)
	text, err := os.ReadFile(files["nmea"])
	if err != nil {
		t.Fatal(err)
	}
	var csv bytes.Buffer
	csv.WriteString("when,mmsi,type,lat,lon,sog,cog\n")
	d := ais.NewDecoder(bytes.NewReader(text), ais.Options{})
	var m ais.Message
	var clock ais.Clock
	for err = d.Next(&m); err == nil; err = d.Next(&m) {
		at, dated := clock.Time(&m)
		if !m.IsPosition() || !dated {
			continue
		}
		r := row{When: at.Format("2006-01-02 15:04:05"), MMSI: int64(m.MMSI), Type: int64(m.Type)}
		r.Lat, _ = m.Latitude()
		r.Lon, _ = m.Longitude()
		fmt.Fprintf(&csv, "%s,%d,%d,%.7f,%.7f,", r.When, r.MMSI, r.Type, r.Lat, r.Lon)
		if v, ok := m.Speed(); ok {
			r.SOG = &v
			fmt.Fprint(&csv, v)
		}
		csv.WriteByte(',')
		if v, ok := m.Course(); ok {
			r.COG = &v
			fmt.Fprint(&csv, v)
		}
		csv.WriteByte('\n')
		rows = append(rows, r)
	}
	if !errors.Is(err, io.EOF) {
		t.Fatal(err)
	}
	var table bytes.Buffer
	if err := parquet.Write(&table, rows); err != nil {
		t.Fatal(err)
	}
	for name, data := range map[string][]byte{
		"nmea.gz": packedBy(t, gzipTo, text), "nmea.zst": packedBy(t, zstdTo, text), "csv": csv.Bytes(),
		"csv.zst": packedBy(t, zstdTo, csv.Bytes()), "parquet": table.Bytes(), "parquet.gz": packedBy(t, gzipTo, table.Bytes()),
	} {
		files[name] = filepath.Join(dir, "feed."+name)
		if err := os.WriteFile(files[name], data, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return files, rows
}

func gzipTo(w io.Writer) (io.WriteCloser, error) { return gzip.NewWriter(w), nil }
func zstdTo(w io.Writer) (io.WriteCloser, error) { return zstd.NewWriter(w) }

func packedBy(t *testing.T, by func(io.Writer) (io.WriteCloser, error), data []byte) []byte {
	t.Helper()
	var out bytes.Buffer
	w, err := by(&out)
	if err == nil {
		_, err = w.Write(data)
	}
	if err = errors.Join(err, w.Close()); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func events(t *testing.T, lines string) []voyage.Event {
	t.Helper()
	var out []voyage.Event
	for line := range strings.Lines(lines) {
		var e voyage.Event
		if err := json.Unmarshal([]byte(line), &e); err != nil {
			t.Fatal(err)
		}
		out = append(out, e)
	}
	return out
}

// A record is watched in whatever form it comes, kept or not, and the lines that
// events name are those of the form.
func TestAWholeRecordIsWatchedInEveryForm(t *testing.T) {
	files, rows := forms(t)
	data := filepath.Join(t.TempDir(), "data")
	want := events(t, plimsoll(t, "watch", files["nmea"]).ok(t).stdout)
	if len(want) < 10 {
		t.Fatalf("%d events", len(want))
	}
	for _, name := range slices.Sorted(maps.Keys(files)) {
		args := []string{"watch", files[name], "--column", "when=time"}
		if strings.HasPrefix(name, "nmea") {
			args = args[:2]
		}
		got := plimsoll(t, args...).ok(t)
		found := events(t, got.stdout)
		if strings.HasPrefix(name, "nmea") && got.stdout != mustLines(t, want) {
			t.Errorf("%s: other events than plain", name)
		}
		for _, e := range found {
			checkLines(t, name, e, rows)
		}
		if len(found) < 10 {
			t.Errorf("%s: %d events", name, len(found))
		}
		kept := plimsoll(t, append(args, "--keep", "--data", data)...).ok(t)
		if kept.stdout != got.stdout {
			t.Errorf("%s: kept, it gives other events", name)
		}
		if again := plimsoll(t, append(args, "--keep", "--data", data)...).ok(t); again.stdout != got.stdout || !strings.Contains(again.stderr, "watched before") {
			t.Errorf("%s: %s", name, again.stderr)
		}
	}
	plimsoll(t, "watch", files["csv"]).refused(t, 1, "--column COLUMN=time")
	list := plimsoll(t, "vault", "list", "--json", "--data", data).ok(t).stdout
	for _, kind := range []string{"text/plain", "text/csv", "application/gzip", "application/zstd", "application/vnd.apache.parquet"} {
		if !strings.Contains(list, kind) {
			t.Errorf("no exhibit is %s:\n%s", kind, list)
		}
	}
}

func mustLines(t *testing.T, all []voyage.Event) string {
	t.Helper()
	var b strings.Builder
	w := json.NewEncoder(&b)
	w.SetEscapeHTML(false)
	for i := range all {
		if err := w.Encode(all[i]); err != nil {
			t.Fatal(err)
		}
	}
	return b.String()
}

// checkLines holds what an event rests on against the rows it names. A CSV has
// a header before them.
func checkLines(t *testing.T, form string, e voyage.Event, rows []row) {
	t.Helper()
	before := 1
	switch {
	case strings.HasPrefix(form, "nmea"):
		return
	case strings.HasPrefix(form, "csv"):
		before = 2
	}
	for _, p := range e.Positions {
		r := rows[p.Line-before]
		if int64(p.MMSI) != r.MMSI || p.Time.Format("2006-01-02 15:04:05") != r.When || max(p.Lat-r.Lat, r.Lat-p.Lat) > 2e-6 {
			t.Fatalf("%s: %s names line %d for %+v, where %+v stands", form, e.ID, p.Line, p, r)
		}
	}
}

// Positions are kept from tables and from standard input as they are from
// sentences.
func TestTracksAreImportedInEveryForm(t *testing.T) {
	files, rows := forms(t)
	first := map[string]string{} // of a form, which decides the numbers of lines
	for _, name := range []string{"csv", "csv.zst", "parquet", "parquet.gz"} {
		data := filepath.Join(t.TempDir(), "data")
		in, err := os.Open(files[name])
		if err != nil {
			t.Fatal(err)
		}
		r := plimsollFrom(t, bufio.NewReader(in), "tracks", "import", "-", "--column", "when=time", "--source", "feed", "--data", data).ok(t)
		if err := in.Close(); err != nil {
			t.Fatal(err)
		}
		if !strings.Contains(r.stderr, "positions") {
			t.Error(r.stderr)
		}
		out := plimsoll(t, "tracks", "export", "--data", data).ok(t).stdout
		if n := strings.Count(out, "\n"); n < len(rows)*9/10 {
			t.Errorf("%s: %d of %d positions kept", name, n, len(rows))
		}
		form, _, packed := strings.Cut(name, ".")
		if packed && out != first[form] {
			t.Errorf("%s: other positions than plain", name)
		}
		first[form] = out
	}
}

// A table that goes through one ship after another has lost nearly everything to
// the lag, and says what to do.
func TestATableOutOfOrderSaysThatItIsToBeSorted(t *testing.T) {
	files, _ := forms(t)
	text, err := os.ReadFile(files["csv"])
	if err != nil {
		t.Fatal(err)
	}
	header, body, _ := strings.Cut(string(text), "\n")
	lines := strings.Split(strings.TrimSpace(body), "\n")
	slices.SortStableFunc(lines, func(a, b string) int { return strings.Compare(a[20:29], b[20:29]) }) // by MMSI
	path := filepath.Join(t.TempDir(), "by-ship.csv")
	if err := os.WriteFile(path, []byte(header+"\n"+strings.Join(lines, "\n")+"\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	if r := plimsoll(t, "watch", path, "--column", "when=time").ok(t); !strings.Contains(r.stderr, "sort it by time") {
		t.Error(r.stderr)
	}
	if r := plimsoll(t, "watch", files["csv"], "--column", "when=time").ok(t); strings.Contains(r.stderr, "sort it by time") {
		t.Error(r.stderr)
	}
}
