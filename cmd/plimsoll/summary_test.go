package main_test

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/parquet-go/parquet-go"

	"plimsoll/ais"
)

// illKept is radio of one ship that has every fault once.
func illKept() []row {
	start := time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)
	speed, none := 8.0, 102.3
	at := func(minutes int) row {
		return row{
			When: start.Add(time.Duration(minutes) * time.Minute).Format("2006-01-02 15:04:05"), MMSI: 299000001, Type: 1,
			Lat: 37, Lon: 125 + float64(minutes)/400, SOG: &speed,
		}
	}
	var out []row
	for i := range 60 {
		out = append(out, at(i))
	}
	nowhere, mute := at(60), at(61)
	nowhere.Lat, nowhere.Lon = 91, 181
	mute.SOG = &none
	late, ahead := at(-180), at(60*24*400)
	ahead.Lon = 125
	out = append(out, nowhere, mute, at(61), at(61), late, ahead)
	for i := range 10 {
		out = append(out, at(62+i))
	}
	return out
}

// sentences writes rows as sentences.
func sentences(t *testing.T, rows []row) []byte {
	t.Helper()
	var enc ais.Encoder
	var out []byte
	for _, r := range rows {
		at, err := time.Parse("2006-01-02 15:04:05", r.When)
		if err != nil {
			t.Fatal(err)
		}
		var m ais.Message
		m.Reset()
		m.Type, m.MMSI, m.Received, m.Channel = uint8(r.Type), uint32(r.MMSI), at.Unix(), 'A'
		if r.Lat != 91 {
			m.SetPosition(r.Lat, r.Lon)
		}
		if *r.SOG < 102.3 {
			m.SOG = uint16(*r.SOG * 10)
		}
		if out, err = enc.Append(out, &m); err != nil {
			t.Fatal(err)
		}
	}
	return out
}

// What cannot be used is counted by kind in the end, in every form and way of
// watching.
func TestWhatCannotBeUsedIsCountedByKind(t *testing.T) {
	rows := illKept()
	nmea := sentences(t, rows)
	nmea = append(nmea, nmea[:40]...) // cut in the middle
	var csv, table bytes.Buffer
	csv.WriteString("time,mmsi,type,lat,lon,sog\n")
	for _, r := range rows {
		fmt.Fprintf(&csv, "%s,%d,%d,%.5f,%.5f,%.1f\n", r.When, r.MMSI, r.Type, r.Lat, r.Lon, *r.SOG)
	}
	csv.WriteString("2026-03-01 14:00:00,29900")
	if err := parquet.Write(&table, rows); err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	for name, data := range map[string][]byte{"nmea": nmea, "csv": csv.Bytes(), "parquet": table.Bytes()} {
		path := filepath.Join(dir, "feed."+name)
		if err := os.WriteFile(path, data, 0o600); err != nil {
			t.Fatal(err)
		}
		for _, how := range [][]string{{}, {"--follow"}, {"--keep"}, {"--follow", "--keep", "--end"}} {
			args := append([]string{"watch", path, "--data", filepath.Join(t.TempDir(), "data")}, how...)
			if name == "parquet" {
				args = append(args, "--column", "when=time")
			}
			says := plimsoll(t, args...).ok(t).stderr
			want := []string{
				"no position available (1)", "heard twice (", "later than the lag allows (1)", "time far ahead of all others (1)",
				"speed not available (102.3 knots) (1)", "time steps back by more than an hour (2)", "time steps ahead by more than an hour (1)",
			}
			switch name {
			case "nmea":
				want = append(want, "skipped: ", "lines "+fmt.Sprint(len(rows)+1))
			case "csv":
				want = append(want, "skipped: number of cells differs from the header (1)")
			}
			for _, w := range want {
				if !strings.Contains(says, w) {
					t.Errorf("%s %v does not say %q:\n%s", name, how, w, says)
				}
			}
		}
	}
}
