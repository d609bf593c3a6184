package feed

import (
	"testing"
	"time"

	"plimsoll/ais"
)

func TestAClockThatJumpsAndSpeedsThatAreNoneAreCounted(t *testing.T) {
	var tally Tally
	start := time.Date(2026, 3, 1, 0, 0, 0, 0, time.UTC)
	for i, minutes := range []int{0, 1, 63, 64, 2, 2, 1} {
		var m ais.Message
		m.Reset()
		m.Type, m.Line = 1, i+1
		if i != 3 {
			m.SOG = 80
		}
		tally.Take(&m, start.Add(time.Duration(minutes)*time.Minute))
	}
	tally.Take(&ais.Message{Type: 5, Line: 8}, time.Time{})
	want := []Odd{{oddText[oddSpeed], 1, 4}, {oddText[oddBack], 1, 5}, {oddText[oddAhead], 1, 3}}
	got := tally.Kinds()
	if len(got) != len(want) {
		t.Fatalf("%+v", got)
	}
	for i := range want {
		if got[i] != want[i] {
			t.Errorf("%+v, want %+v", got[i], want[i])
		}
	}
}
