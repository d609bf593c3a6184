package feed

import (
	"bytes"
	"errors"
	"io"
	"testing"

	"plimsoll/ais"
)

// FuzzRead looks for a feed that panics, or whose messages name lines that its
// text does not have; and for sentences of which the record is another feed.
func FuzzRead(f *testing.F) {
	one := report(f, 299000101)
	for _, seed := range [][]byte{
		[]byte(one + "\n" + one + "," + "1700000000\r\n# x\n\n"), []byte(rows), gzipped(f, []byte(rows)), zstded(f, []byte(one)), inParquet(f),
		[]byte(`\c:1700000000*5A\` + one + one), []byte("a;b;mmsi;time\n"),
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		if len(data) > 1<<16 {
			return
		}
		src, err := Read(bytes.NewReader(data), Options{})
		if err != nil {
			return
		}
		defer func() { _ = src.Close() }()
		most, counted := CountLines(bytes.NewReader(data))
		var was []ais.Message
		for {
			var m ais.Message
			if err = src.Next(&m); err != nil {
				break
			}
			was = append(was, m)
			if m.Line < 1 || counted == nil && int64(m.Line) > most {
				t.Fatalf("line %d of %d: %+v", m.Line, most, m)
			}
		}
		if src.Format != Sentences || src.Packing != "" || !errors.Is(err, io.EOF) {
			return
		}
		var recorded bytes.Buffer
		again := &Feed{}
		again.sentences(bytes.NewReader(data), Options{Record: &Record{Line: func(line []byte) { recorded.Write(line) }}}, nil)
		n := 0
		for ; ; n++ {
			var m ais.Message
			if again.Next(&m) != nil {
				break
			}
			if n >= len(was) || m.MMSI != was[n].MMSI || m.Received != was[n].Received {
				t.Fatalf("message %d is %+v while it is recorded", n, m)
			}
		}
		if n != len(was) || !bytes.Equal(bytes.TrimSuffix(recorded.Bytes(), []byte("\n")), bytes.TrimSuffix(data, []byte("\n"))) {
			t.Fatalf("%d of %d messages, recorded as %q", n, len(was), recorded.Bytes())
		}
		if err := again.Close(); err != nil {
			t.Fatal(err)
		}
	})
}
