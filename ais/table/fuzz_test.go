package table

import (
	"bytes"
	"errors"
	"io"
	"testing"

	"plimsoll/ais"
)

// drain reads a table to its end or first error, and checks what comes out.
func drain(t *testing.T, r *Reader, most int) {
	var m ais.Message
	var err error
	var n int64
	for {
		if err = r.Next(&m); err != nil {
			break
		}
		n++
		if m.Type < 1 || m.Type > 27 || m.MMSI > 999_999_999 || m.Received < earliest || m.Line < 1 || m.Line > most {
			t.Fatalf("%+v", m)
		}
		if lat, ok := m.Latitude(); ok && (lat < -90 || lat > 90) {
			t.Fatalf("%+v", m)
		}
		if lon, ok := m.Longitude(); ok && (lon < -180 || lon > 180) {
			t.Fatalf("%+v", m)
		}
	}
	if s := r.Stats(); s.Messages != n || errors.Is(err, io.EOF) && s.Sentences+s.Blank > s.Lines {
		t.Fatalf("%d messages, %+v", n, s)
	}
}

func FuzzCSV(f *testing.F) {
	f.Add([]byte(danish))
	f.Add([]byte("mmsi,base_date_time,longitude,latitude,sog\n299000101,2025-01-11 00:00:00,-80.04806,26.09241,8.8\n"))
	f.Add([]byte("mmsi;time;lat;lon;type;rot_raw\n299000101;1700000000;1e1;\"2,5\";27;-128\n\"\n"))
	f.Add([]byte("\xef\xbb\xbfMMSI\ttime\tlength\teta\n299000101\t4/3/2025 05:06:07\t-1\t03-04 05:06\n"))
	f.Fuzz(func(t *testing.T, data []byte) {
		r, err := NewCSV(bytes.NewReader(data), Options{})
		if err != nil {
			return
		}
		drain(t, r, bytes.Count(data, []byte("\n"))+1)
	})
}

func FuzzParquet(f *testing.F) {
	f.Add(parquetFile(f))
	f.Fuzz(func(t *testing.T, data []byte) {
		if len(data) > 1<<16 {
			return
		}
		r, err := NewParquet(bytes.NewReader(data), int64(len(data)), Options{})
		if err != nil {
			return
		}
		drain(t, r, 1<<30)
	})
}
