package house

import (
	"testing"
	"time"
)

// The number of a line leads to its piece, also when the numbers have begun anew.
func TestALineIsFoundInItsPiece(t *testing.T) {
	day := func(n int) time.Time { return time.Date(2026, 3, n, 0, 0, 0, 0, time.UTC) }
	w := &Watches{
		all: []Watch{{Feed: "record"}},
		ongoing: map[string]*ongoing{"live": {pieces: []keptPiece{
			{Piece{Exhibit: "a", First: 1, From: 1, Lines: 100}, day(1)},
			{Piece{Exhibit: "b", First: 101, From: 51, Lines: 50}, day(2)},
			{Piece{Exhibit: "c", First: lineNumbers - 9, From: 1, Lines: 20}, day(9)}, // 10 before the end and 10 after it
			{Piece{Exhibit: "d", First: lineNumbers + 11, From: 1, Lines: 100}, day(10)},
		}}},
	}
	for _, tt := range []struct {
		feed    string
		line    int
		at      time.Time
		exhibit string
		local   int
	}{
		{"a", 1, day(1), "a", 1},
		{"d", 100, day(1), "a", 100},
		{"a", 101, day(2), "b", 51},
		{"a", 101, day(10), "d", 91},
		{"a", LineNumber(lineNumbers), day(9), "c", 10},
		{"a", LineNumber(lineNumbers + 1), day(9), "c", 11},
		{"a", LineNumber(lineNumbers + 1), day(1), "a", 1},
		{"a", 50, day(10), "d", 40},
		{"a", 0, day(1), "a", 0},
		{"record", 7, day(1), "record", 7},
		{"unknown", 7, day(1), "unknown", 7},
	} {
		if exhibit, local := w.Where(tt.feed, tt.line, tt.at); exhibit != tt.exhibit || local != tt.local {
			t.Errorf("line %d of %s on %s is line %d of %s, want %d of %s", tt.line, tt.feed, tt.at.Format(time.DateOnly), local, exhibit, tt.local, tt.exhibit)
		}
	}
}
