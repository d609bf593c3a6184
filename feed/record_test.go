package feed

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"strings"
	"testing"
	"testing/iotest"
	"time"

	"pgregory.net/rapid"

	"plimsoll/ais"
)

// readAll gives every message of a feed, with their times.
func readAll(t *rapid.T, f *Feed) []ais.Message {
	t.Helper()
	var out []ais.Message
	for {
		var m ais.Message
		err := f.Next(&m)
		if errors.Is(err, io.EOF) {
			return out
		}
		if err != nil {
			t.Fatal(err)
		}
		out = append(out, m)
	}
}

// What is recorded of a feed gives, read again, the messages that it gave, under
// the same lines and at the same times, however the feed came in.
func TestARecordReadAgainGivesTheSameMessages(t *testing.T) {
	one, long := report(t, 299000101), voyageOf(t)
	lines := []string{
		one + "\n", one + "\r\n", `\c:1700000000*5A\` + one + "\n", `\s:r1*23\` + one + "\n", one + ",1700000100\n", "# a note\n", "\n",
		long[0] + "\n", long[1] + "\n", one + one + "\n", one[:20] + "\n", "$GPZDA,1,2*00\n", strings.Repeat("x", 70_000) + "\n",
	}
	rapid.Check(t, func(t *rapid.T) {
		text := strings.Join(rapid.SliceOf(rapid.SampledFrom(lines)).Draw(t, "lines"), "")
		if rapid.Bool().Draw(t, "cut") {
			text = strings.TrimSuffix(text, "\n")
		}
		var in io.Reader = strings.NewReader(text)
		if rapid.Bool().Draw(t, "byte by byte") && len(text) < 1000 {
			in = iotest.OneByteReader(in)
		}
		var recorded bytes.Buffer
		now := time.Unix(1_750_000_000, 0)
		f := &Feed{}
		f.sentences(in, Options{Record: &Record{Line: func(line []byte) { recorded.Write(line) }}}, func() time.Time {
			now = now.Add(time.Second)
			return now
		})
		was := readAll(t, f)
		if err := f.Close(); err != nil {
			t.Fatal(err)
		}
		again, err := Read(bytes.NewReader(recorded.Bytes()), Options{})
		if err != nil {
			t.Fatal(err)
		}
		is := readAll(t, again)
		if fmt.Sprintf("%+v", was) != fmt.Sprintf("%+v", is) {
			t.Fatalf("was %+v\nis  %+v\nof %q", was, is, recorded.String())
		}
		for _, m := range is {
			if m.Received == 0 {
				t.Fatalf("without a time: %+v", m)
			}
		}
		if !strings.HasSuffix(text, "\n") && text != "" {
			text += "\n"
		}
		if f.Arrived() == 0 && recorded.String() != text {
			t.Fatalf("%q was recorded as %q", text, recorded.String())
		}
	})
}

// voyageOf is what a ship says of its voyage, in two sentences.
func voyageOf(t *testing.T) []string {
	t.Helper()
	var m ais.Message
	m.Reset()
	m.Type, m.MMSI, m.Channel, m.Name = 5, 299000102, 'B', "ORRIN TALE"
	b, err := ais.Encode(m)
	if err != nil || len(b) != 2 {
		t.Fatal(b, err)
	}
	return []string{strings.TrimSpace(b[0]), strings.TrimSpace(b[1])}
}

// A tick is worked on while nothing comes, and when it is every line that came
// has been handed on.
func TestATickIsWorkedOnBetweenLines(t *testing.T) {
	in, out := io.Pipe()
	tick := make(chan time.Time)
	lines, between := 0, make(chan int)
	f := &Feed{}
	stop := errors.New("asked to stop")
	f.sentences(in, Options{Record: &Record{
		Line: func([]byte) { lines++ }, Tick: tick,
		Between: func() error {
			between <- lines
			if lines == 3 {
				return stop
			}
			return nil
		},
	}}, nil)
	ended := make(chan error)
	go func() {
		var m ais.Message
		for {
			if err := f.Next(&m); err != nil {
				ended <- err
				return
			}
		}
	}()
	for n := range 4 {
		tick <- time.Time{}
		if got := <-between; got != n {
			t.Fatalf("%d of %d lines were handed on", got, n)
		}
		if n == 3 {
			break
		}
		if _, err := io.WriteString(out, report(t, 299000101)+"\n"); err != nil {
			t.Fatal(err)
		}
		time.Sleep(20 * time.Millisecond) // the line is on its way
	}
	if err := <-ended; !errors.Is(err, stop) {
		t.Error(err)
	}
	if err := f.Close(); err != nil {
		t.Fatal(err)
	}
}
