package house_test

import (
	"bytes"
	"fmt"
	"syscall"
	"testing"
	"time"

	"github.com/parquet-go/parquet-go"

	"plimsoll/ais"
	"plimsoll/feed"
	"plimsoll/house"
	"plimsoll/sim"
)

// report is a position report as tables have it.
type report struct {
	Time   int64   `parquet:"time,delta"`
	MMSI   int64   `parquet:"mmsi,dict"`
	Type   int32   `parquet:"type,dict"`
	Lat    float64 `parquet:"lat"`
	Lon    float64 `parquet:"lon"`
	SOG    float64 `parquet:"sog"`
	COG    float64 `parquet:"cog"`
	Status int32   `parquet:"status,dict"`
}

// reports are those of simulated traffic, a day of 300 ships, in each form.
func reports(b *testing.B) (forms map[string][]byte, n int) {
	b.Helper()
	s, err := sim.New(sim.Config{Seed: 8, Ships: 300, Days: 1, Every: time.Minute, Start: time.Date(2026, 3, 1, 0, 0, 0, 0, time.UTC)})
	if err != nil {
		b.Fatal(err)
	}
	var nmea, csv, table bytes.Buffer
	csv.WriteString("time,mmsi,type,lat,lon,sog,cog,status\n")
	w := sim.NewFeed(&nmea, 8, true)
	var rows []report
	err = s.Run(func(m *ais.Message, at time.Time) error {
		if m.Type > 3 || !m.HasPosition {
			return nil
		}
		r := report{Time: at.Unix(), MMSI: int64(m.MMSI), Type: int32(m.Type), Status: int32(m.Status)}
		r.Lat, _ = m.Latitude()
		r.Lon, _ = m.Longitude()
		r.SOG, _ = m.Speed()
		r.COG, _ = m.Course()
		rows = append(rows, r)
		fmt.Fprintf(&csv, "%s,%d,%d,%.6f,%.6f,%.1f,%.1f,%d\n", at.Format(time.RFC3339), r.MMSI, r.Type, r.Lat, r.Lon, r.SOG, r.COG, r.Status)
		return w.Write(m)
	})
	if err == nil {
		err = parquet.Write(&table, rows, parquet.Compression(&parquet.Zstd))
	}
	if err != nil {
		b.Fatal(err)
	}
	return map[string][]byte{"sentences": nmea.Bytes(), "csv": csv.Bytes(), "parquet": table.Bytes()}, len(rows)
}

// processorTime is what the process has used, in seconds: other work on the
// machine does not count.
func processorTime(b *testing.B) float64 {
	b.Helper()
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		b.Fatal(err)
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano()).Seconds()
}

// BenchmarkForms reads and watches the same reports in each form.
func BenchmarkForms(b *testing.B) {
	forms, n := reports(b)
	for _, form := range []string{"sentences", "csv", "parquet"} {
		open := func(b *testing.B) *feed.Feed {
			f, err := feed.Read(bytes.NewReader(forms[form]), feed.Options{})
			if err != nil {
				b.Fatal(err)
			}
			return f
		}
		b.Run(form+"/read", func(b *testing.B) {
			before := processorTime(b)
			for b.Loop() {
				f, got := open(b), 0
				var m ais.Message
				for f.Next(&m) == nil {
					got++
				}
				if got < n {
					b.Fatalf("%d of %d", got, n)
				}
			}
			b.ReportMetric(float64(b.N)*float64(n)/(processorTime(b)-before)/1e6, "Mrows/cpu-s")
		})
		b.Run(form+"/watched", func(b *testing.B) {
			before := processorTime(b)
			for b.Loop() {
				found, counts, err := house.Find(open(b))
				if err != nil || len(found.Tracks) < 200 || counts.Feed.Messages < int64(n) {
					b.Fatal(err, len(found.Tracks))
				}
			}
			b.ReportMetric(float64(b.N)*float64(n)/(processorTime(b)-before)/1e6, "Mrows/cpu-s")
		})
	}
}
