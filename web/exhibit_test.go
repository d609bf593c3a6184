package web

import (
	"fmt"
	"strings"
	"testing"
)

func TestExhibitShowsTheLinesAroundAPlaceWithTheirOffsets(t *testing.T) {
	f := newFixture()
	page := serve(t, f).open("/exhibits/" + f.radio + "?line=20412")
	here := page.find("tr.here")
	if len(here) != 1 || here[0].attrs["id"] != "line-20412" {
		t.Fatalf("line 20412 is not marked: %v", here)
	}
	text := string(f.exhibits[f.radio])
	offset := 0
	for range 20411 {
		offset += strings.IndexByte(text[offset:], '\n') + 1
	}
	if got := here[0].find("td")[1].words(); got != fmt.Sprint(offset) {
		t.Errorf("line 20412 begins at %d, not at %s", offset, got)
	}
	if n := len(page.find("tr")) - 1; n != 2*around+1 {
		t.Errorf("%d lines are shown, not %d", n, 2*around+1)
	}
}

func TestWindow(t *testing.T) {
	text := "one\ntwo\r\nthree\nfour"
	for name, c := range map[string]struct {
		body         string
		line         int
		offset       int64
		wanted       int
		first, lines string
	}{
		"the beginning":          {text, 0, 0, 0, "one", "1 2 3 4"},
		"a line":                 {text, 3, 0, 3, "one", "1 2 3 4"},
		"an offset inside two":   {text, 0, 5, 2, "one", "1 2 3 4"},
		"the last byte":          {text, 0, 18, 4, "one", "1 2 3 4"},
		"behind the end":         {text, 5, 0, 5, "", ""},
		"an offset behind":       {text, 0, 19, 0, "", ""},
		"nothing":                {"", 0, 0, 0, "", ""},
		"line 1 of nothing":      {"", 1, 0, 1, "", ""},
		"a last line with LF":    {"a\nb\n", 2, 0, 2, "a", "1 2"},
		"the line behind an LF":  {"a\nb\n", 3, 0, 3, "", ""},
		"bytes that are no text": {"a\xff\n", 1, 0, 1, `a\xff`, "1"},
	} {
		t.Run(name, func(t *testing.T) {
			w, err := window(strings.NewReader(c.body), c.line, c.offset)
			if err != nil {
				t.Fatal(err)
			}
			var first string
			numbers := make([]string, 0, len(w.Lines))
			for i, l := range w.Lines {
				if i == 0 {
					first = l.Text
				}
				numbers = append(numbers, fmt.Sprint(l.N))
			}
			if first != c.first || strings.Join(numbers, " ") != c.lines || w.Wanted != c.wanted {
				t.Errorf("line %d, %v, first %q", w.Wanted, numbers, first)
			}
		})
	}
}

func TestWindowDoesNotTakeALongLineWhole(t *testing.T) {
	w, err := window(strings.NewReader(strings.Repeat("x", 1<<20)+"\nend\n"), 1, 0)
	if err != nil {
		t.Fatal(err)
	}
	if !w.Lines[0].Cut || len(w.Lines[0].Text) != longest || w.Lines[1].Offset != 1<<20+1 {
		t.Errorf("cut %t, %d bytes, next at %d", w.Lines[0].Cut, len(w.Lines[0].Text), w.Lines[1].Offset)
	}
}

func FuzzWindow(f *testing.F) {
	f.Add([]byte("a\nb\nc"), 2, int64(0))
	f.Add([]byte("\r\n\r\n"), 0, int64(2))
	f.Add([]byte{0xff, '\n'}, 1, int64(1))
	f.Fuzz(func(t *testing.T, body []byte, line int, offset int64) {
		line, offset = max(line, 0), max(offset, 0)
		w, err := window(strings.NewReader(string(body)), line, offset)
		if err != nil {
			t.Fatal(err)
		}
		for _, l := range w.Lines {
			if l.Offset > int64(len(body)) || l.N < 1 || len(w.Lines) > 2*around+2 {
				t.Fatalf("line %d at %d of %d bytes, %d lines", l.N, l.Offset, len(body), len(w.Lines))
			}
		}
	})
}
