package feed

import (
	"bytes"
	"compress/gzip"
	"context"
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/klauspost/compress/zstd"
	"github.com/parquet-go/parquet-go"

	"plimsoll/ais"
)

// report is a position report of an invented ship, as a sentence.
func report(t testing.TB, mmsi uint32) string {
	t.Helper()
	var m ais.Message
	m.Reset()
	m.Type, m.MMSI, m.Channel = 1, mmsi, 'A'
	m.SetPosition(55.5, 14.5)
	b, err := ais.Encode(m)
	if err != nil {
		t.Fatal(err)
	}
	return strings.TrimSpace(strings.Join(b, "\n"))
}

const rows = "mmsi,time,lat,lon\n299000101,2025-01-11T00:00:00,55.5,14.5\n"

func gzipped(t testing.TB, b []byte) []byte {
	t.Helper()
	var out bytes.Buffer
	w := gzip.NewWriter(&out)
	if _, err := w.Write(b); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func zstded(t testing.TB, b []byte) []byte {
	t.Helper()
	w, err := zstd.NewWriter(nil)
	if err != nil {
		t.Fatal(err)
	}
	return w.EncodeAll(b, nil)
}

func inParquet(t testing.TB) []byte {
	t.Helper()
	type row struct {
		MMSI int64  `parquet:"mmsi"`
		Time string `parquet:"time"`
		Lat  float64
		Lon  float64
	}
	var b bytes.Buffer
	if err := parquet.Write(&b, []row{{299000101, "2025-01-11T00:00:00Z", 55.5, 14.5}}); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func TestWhatAFileIsIsToldByWhatItBeginsWith(t *testing.T) {
	sentence := []byte("# a comment, with commas, in it\n" + report(t, 299000101) + "\n")
	for name, tt := range map[string]struct {
		data   []byte
		o      Options
		format string
	}{
		"sentences":           {sentence, Options{}, Sentences},
		"sentences, gzip":     {gzipped(t, sentence), Options{}, Sentences},
		"sentences, zstd":     {zstded(t, sentence), Options{}, Sentences},
		"rows":                {[]byte("\n\xef\xbb\xbf" + rows), Options{}, CSV},
		"rows, gzip":          {gzipped(t, []byte(rows)), Options{}, CSV},
		"rows, zstd":          {zstded(t, []byte(rows)), Options{}, CSV},
		"rows, columns named": {[]byte(strings.Replace(rows, "mmsi", "ship", 1)), Options{Columns: map[string]string{"ship": "mmsi"}}, CSV},
		"Parquet":             {inParquet(t), Options{}, Parquet},
		"Parquet, gzip":       {gzipped(t, inParquet(t)), Options{}, Parquet},
	} {
		t.Run(name, func(t *testing.T) {
			path := filepath.Join(t.TempDir(), "a file without a telling name")
			if err := os.WriteFile(path, tt.data, 0o600); err != nil {
				t.Fatal(err)
			}
			for _, from := range []string{path, "-"} {
				tt.o.Stdin = bytes.NewReader(tt.data)
				f, err := Open(context.Background(), from, tt.o)
				if err != nil {
					t.Fatal(err)
				}
				var m ais.Message
				if err := f.Next(&m); err != nil || m.MMSI != 299000101 || !m.HasPosition || f.Format != tt.format {
					t.Errorf("%s: %v, %+v", f.Format, err, m)
				}
				if err := f.Next(&m); !errors.Is(err, io.EOF) {
					t.Errorf("after the only message: %v", err)
				}
				if err := f.Close(); err != nil {
					t.Error(err)
				}
			}
		})
	}
	if left, _ := filepath.Glob(filepath.Join(os.TempDir(), "plimsoll-feed-*")); len(left) > 0 {
		t.Errorf("left lying: %v", left)
	}
}

func TestWhatCannotBeOpenedSaysWhatToDo(t *testing.T) {
	for data, want := range map[string]string{
		"PK\x03\x04....":             "unzip -p",
		"\xff\xfea\x00":              "iconv",
		"\x1f\x8b no gzip":           "begins like gzip",
		"lat,lon,sog\n1,2,3\n":       "--column COLUMN=mmsi",
		"PAR1 and then nothing else": "damaged",
	} {
		_, err := Open(context.Background(), "-", Options{Stdin: strings.NewReader(data)})
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: %v, want it to say %q", data, err, want)
		}
	}
	if _, err := Open(context.Background(), filepath.Join(t.TempDir(), "none"), Options{}); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("a file that is not there: %v", err)
	}
	named := Options{Stdin: strings.NewReader(report(t, 299000101)), Columns: map[string]string{"ship": "mmsi"}}
	if _, err := Open(context.Background(), "-", named); err == nil {
		t.Error("columns of sentences are given a meaning, and nobody minds")
	}
	for _, address := range []string{"tcp://host", "tcp://:4000", "udp://", "tcp://host:4000/path", "udp://:notaport"} {
		if f, err := Open(context.Background(), address, Options{}); err == nil {
			f.Close()
			t.Errorf("%s is opened", address)
		}
	}
}

func TestAnEmptyFileHasNoMessages(t *testing.T) {
	f, err := Open(context.Background(), "-", Options{Stdin: strings.NewReader("")})
	if err != nil {
		t.Fatal(err)
	}
	var m ais.Message
	if err := f.Next(&m); !errors.Is(err, io.EOF) {
		t.Error(err)
	}
}

// arrived is when messages of the streams below arrive.
var arrived = time.Date(2025, 1, 11, 12, 0, 0, 0, time.UTC)
