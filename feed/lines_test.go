package feed

import (
	"bytes"
	"io"
	"strings"
	"testing"

	"plimsoll/ais"
)

// Line n of the text is the one that messages name, in whatever form it came.
func TestLinesAreThoseThatMessagesName(t *testing.T) {
	for name, data := range map[string][]byte{
		"csv": []byte(rows), "gzip": gzipped(t, []byte(rows)), "parquet": inParquet(t), "parquet in zstd": zstded(t, inParquet(t)),
	} {
		f, err := Read(bytes.NewReader(data), Options{})
		if err != nil {
			t.Fatal(err)
		}
		var m ais.Message
		if err := f.Next(&m); err != nil {
			t.Fatal(err)
		}
		if err := f.Close(); err != nil {
			t.Fatal(err)
		}
		r, err := Lines(bytes.NewReader(data))
		if err != nil {
			t.Fatal(err)
		}
		text, err := io.ReadAll(r)
		if err != nil {
			t.Fatal(err)
		}
		if err := r.Close(); err != nil {
			t.Fatal(err)
		}
		all := strings.Split(string(text), "\n")
		if !strings.Contains(all[m.Line-1], "299000101") || !strings.Contains(all[m.Line-1], "14.5") {
			t.Errorf("%s: line %d is %q", name, m.Line, all[m.Line-1])
		}
		if n, err := CountLines(bytes.NewReader(data)); err != nil || n < int64(m.Line) {
			t.Errorf("%s: %d lines, %v", name, n, err)
		}
	}
	damaged := gzipped(t, []byte(rows))
	r, err := Lines(bytes.NewReader(damaged[:len(damaged)-9]))
	if err == nil {
		_, err = io.ReadAll(r)
	}
	if err == nil {
		t.Error("a cut file ends as if it were whole")
	}
}
