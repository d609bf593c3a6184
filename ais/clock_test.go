package ais

import (
	"testing"
	"time"
)

const noon = 1_772_712_000 // 2026-03-05T12:00:00Z

func TestClock(t *testing.T) {
	base := func(station uint32, utc int64) Message { return Message{Type: 4, MMSI: station, UTC: utc} }
	report := func(second uint8) Message { return Message{Type: 1, MMSI: 299000101, Second: second} }
	heard := func(at int64) Message { return Message{Type: 1, MMSI: 299000101, Second: 5, Received: at} }
	static := Message{Type: 5, Second: SecondNotAvailable}
	const a, b, wrong = 2990001, 2990002, 2990003
	const unknown = -1
	tests := []struct {
		name   string
		stream []Message
		want   []int64 // seconds after noon
	}{
		{"nothing is known without a base station", []Message{report(3), static}, []int64{unknown, unknown}},
		{"one report is not enough", []Message{base(a, noon), report(3)}, []int64{unknown, unknown}},
		{"two that agree are", []Message{base(a, noon), base(b, noon+2), report(3), static}, []int64{unknown, 2, 3, 2}},
		{"the same station twice", []Message{base(a, noon), base(a, noon+10), report(12)}, []int64{unknown, 10, 12}},
		{"the second is put into the nearest minute", []Message{base(a, noon), base(a, noon+3), report(58), report(33), report(34)}, []int64{unknown, 3, -2, 33, -26}},
		{"the time of reception comes first", []Message{heard(noon + 40), report(50), heard(noon + 70), static}, []int64{40, 50, 70, 70}},
		{"a wrong station at the start is not believed", []Message{base(wrong, noon-18000), base(a, noon), base(b, noon+1), static}, []int64{unknown, unknown, 1, 1}},
		{"nor later", []Message{base(a, noon), base(b, noon), base(wrong, noon-18000), base(a, noon+5), base(wrong, noon-17990), static}, []int64{unknown, 0, 0, 5, 5, 5}},
		{"a late report does not turn it back", []Message{base(a, noon), base(b, noon+20), base(a, noon+10), static}, []int64{unknown, 20, 20, 20}},
		{"a trusted station that is rarely heard moves it on", []Message{base(a, noon), base(a, noon+180), base(a, noon+360), static}, []int64{unknown, 180, 360, 360}},
		{"a hole in the recording", []Message{base(a, noon), base(a, noon+10), base(a, noon+86400), base(b, noon+86405), base(a, noon+86410), static}, []int64{unknown, 10, 10, 10, 86410, 86410}},
		{"special seconds are no seconds", []Message{heard(noon), report(60), report(63)}, []int64{0, 0, 0}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			var c Clock
			for i, m := range tt.stream {
				at, ok := c.Time(&m)
				got := at.Unix() - noon
				if !ok {
					got = unknown
				}
				if got != tt.want[i] {
					t.Errorf("message %d: %d, want %d", i, got, tt.want[i])
				}
				if ok && at.Location() != time.UTC {
					t.Errorf("message %d: not in UTC", i)
				}
			}
		})
	}
}
