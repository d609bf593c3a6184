package voyage

import (
	"bufio"
	"compress/gzip"
	"encoding/csv"
	"io"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"plimsoll/ais"
)

// dataDir is where recorded feeds lie, which are too large and too little ours
// to be kept with the code: set PLIMSOLL_DATA to a directory with nmea/ and
// labelled/gfw_encounters/, or with these in ais/.
func dataDir(t testing.TB) string {
	dir := os.Getenv("PLIMSOLL_DATA")
	if dir == "" {
		t.Skip("PLIMSOLL_DATA is not set: no recorded feeds to read")
	}
	if _, err := os.Stat(filepath.Join(dir, "ais")); err == nil {
		return filepath.Join(dir, "ais")
	}
	return dir
}

func openGz(t testing.TB, path string) io.Reader {
	f, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { f.Close() })
	if !strings.HasSuffix(path, ".gz") {
		return bufio.NewReader(f)
	}
	z, err := gzip.NewReader(bufio.NewReader(f))
	if err != nil {
		t.Fatal(err)
	}
	return z
}

// Five minutes of the whole world: nothing can be silent for hours, nothing can
// lie together for hours, and default numbers must not become ships.
func TestRealDataOfFiveMinutesGivesTracksButNoLongEvents(t *testing.T) {
	w := defaultWatcher(t)
	if err := w.Read(ais.NewDecoder(openGz(t, filepath.Join(dataDir(t), "nmea", "aishub_nmea_sample_85k.nmea.gz")), ais.Options{})); err != nil {
		t.Fatal(err)
	}
	s := w.Stats()
	t.Logf("%+v", s)
	kinds := map[string]int{}
	for _, e := range w.Events() {
		kinds[e.Kind+" "+strings.Join(e.Tags, ",")]++
		if e.Kind != Identity {
			t.Errorf("an event that five minutes cannot hold: %+v", e)
		}
		if kinds[e.Kind+" "+strings.Join(e.Tags, ",")] < 4 {
			t.Logf("%s %s", e.Tags, e.Reason)
		}
	}
	t.Log(kinds)
	if s.Tracks < 6000 || s.Tracks > 12000 {
		t.Errorf("%d tracks of 11,071 numbers", s.Tracks)
	}
	for _, tr := range w.Tracks() {
		if m := tr.Idents[0].MMSI; m == 111111111 || m == 123456789 || !isShip(m) {
			t.Errorf("track of MMSI %d", m)
		}
		for i := 1; i < len(tr.Fixes); i++ {
			if tr.Fixes[i].Time.Before(tr.Fixes[i-1].Time) {
				t.Fatalf("track %s runs back in time", tr.ID)
			}
		}
	}
}

func TestRealDataDoesNotUpsetTheWatcher(t *testing.T) {
	files, err := filepath.Glob(filepath.Join(dataDir(t), "nmea", "*"))
	if err != nil || len(files) == 0 {
		t.Skipf("no feeds: %v", err)
	}
	for _, path := range files {
		if i, err := os.Stat(path); err != nil || i.IsDir() {
			continue
		}
		w := defaultWatcher(t)
		if err := w.Read(ais.NewDecoder(openGz(t, path), ais.Options{})); err != nil {
			t.Errorf("%s: %v", filepath.Base(path), err)
			continue
		}
		s := w.Stats()
		kinds := map[string]int{}
		for _, e := range w.Events() {
			kinds[e.Kind]++
		}
		t.Logf("%-40s fed %d positions %d statics %d ships %d tracks %d events %v rejected %v",
			filepath.Base(path), s.Fed, s.Positions, s.Statics, s.Ships, s.Tracks, kinds, s.Rejected)
	}
}

// The series of Global Fishing Watch's own tests. Its encounter runs from 07:40
// to 20:10 seen from one ship, through eight hours without any report, and to
// 10:10 seen from the other. Here it ends at 10:10 whoever is asked.
func TestRealDataEncounterClosesAtTheHole(t *testing.T) {
	dir := filepath.Join(dataDir(t), "labelled", "gfw_encounters")
	w := defaultWatcher(t)
	feedSeries(t, w, filepath.Join(dir, "real_series.csv"))
	var got []Event
	for _, e := range w.Events() {
		t.Log(e.Kind, e.Start, e.End, e.Tags, e.Reason)
		if e.Kind == Encounter {
			got = append(got, e)
		}
	}
	if len(got) == 0 {
		t.Fatal("no encounter")
	}
	if want := "2015-03-19T10:10:00Z"; got[0].End.Format(time.RFC3339) != want {
		t.Errorf("ends %s, want %s", got[0].End.Format(time.RFC3339), want)
	}
}

func feedSeries(t *testing.T, w *Watcher, path string) {
	rows, err := csv.NewReader(openGz(t, path)).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	rows = rows[1:]
	slices.SortStableFunc(rows, func(a, b []string) int { return strings.Compare(a[1], b[1]) }) // they come ship by ship
	for i, r := range rows {
		at, err := time.Parse("2006-01-02 15:04:05-07:00", strings.Replace(r[1], " UTC", "+00:00", 1))
		if err != nil {
			t.Fatal(err)
		}
		var m ais.Message
		m.Reset()
		id, _ := strconv.ParseUint(r[0], 10, 32)
		lat, _ := strconv.ParseFloat(r[2], 64)
		lon, _ := strconv.ParseFloat(r[3], 64)
		speed, _ := strconv.ParseFloat(r[4], 64)
		if id < 1000 {
			id += 299_000_100 // the made-up series number their ships 1, 2, 3
			lat++             // some lie at 0N 0E, where receivers without a fix are
		}
		m.Type, m.MMSI, m.Line, m.SOG = 1, uint32(id), i+2, uint16(math.Round(speed*10))
		m.SetPosition(lat, lon)
		w.Feed(&m, at)
	}
}
