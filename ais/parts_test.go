package ais

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// ship returns the two sentences of a type 5 message of this MMSI, with the
// given sequence id.
func ship(t testing.TB, mmsi uint32, seq uint8) (first, second string) {
	t.Helper()
	var m Message
	m.Reset()
	m.Type, m.MMSI, m.Channel, m.Name = 5, mmsi, 'A', "OAKUM STAR"
	e := Encoder{sequence: seq}
	b, err := e.Append(nil, &m)
	if err != nil {
		t.Fatal(err)
	}
	lines := strings.Fields(string(b))
	if len(lines) != 2 {
		t.Fatalf("%d sentences", len(lines))
	}
	return lines[0], lines[1]
}

func TestPartsAreJoinedOnlyWithTheirOwn(t *testing.T) {
	a1, a2 := ship(t, 299000101, 1)
	b1, b2 := ship(t, 299000102, 1)
	c1, c2 := ship(t, 299000103, 2)
	three := []string{seal("AIVDM,3,1,4,A,85M000000,0"), seal("AIVDM,3,2,4,A,0000000,0"), seal("AIVDM,3,3,4,A,000,0")}
	at := func(time, s string) string { return tagged("c:"+time, s) }
	from := func(source, s string) string { return tagged("s:"+source, s) }
	tests := []struct {
		name string
		feed []string
		want []uint32 // MMSI
		bad  []Tally
	}{
		{"interleaved sequence ids", []string{a1, c1, a2, c2}, []uint32{299000101, 299000103}, nil},
		{"interleaved sources", []string{from("x", a1), from("y", b1), from("x", a2), from("y", b2)}, []uint32{299000101, 299000102}, nil},
		{"another source", []string{from("x", a1), from("y", a2)}, nil, []Tally{{ReasonOrphan, 1, []int{2}}, {ReasonIncomplete, 1, []int{1}}}},
		{"source in the first line only", []string{from("x", a1), a2}, []uint32{299000101}, nil},
		{"groups", []string{tagged("g:1-2-77", a1), tagged("g:1-2-78", b1), tagged("g:2-2-77", a2), tagged("g:2-2-78", b2)}, []uint32{299000101, 299000102}, nil},
		{"a new first part clears the old one", []string{a1, b1, b2}, []uint32{299000102}, []Tally{{ReasonIncomplete, 1, []int{1}}}},
		{"second before first", []string{a2, a1}, nil, []Tally{{ReasonOrphan, 1, []int{1}}, {ReasonIncomplete, 1, []int{2}}}},
		{"second twice", []string{a1, a2, a2}, []uint32{299000101}, []Tally{{ReasonOrphan, 1, []int{3}}}},
		{"three parts", three, []uint32{0}, nil},
		{"middle part lost", []string{three[0], three[2]}, nil, []Tally{{ReasonOutOfOrder, 1, []int{2}}, {ReasonIncomplete, 1, []int{1}}}},
		{"middle part twice", []string{three[0], three[1], three[1], three[2]}, []uint32{0}, []Tally{{ReasonOutOfOrder, 1, []int{3}}}},
		{"too late", []string{at("1700000000", a1), at("1700000099", a2)}, nil, []Tally{{ReasonOrphan, 1, []int{2}}, {ReasonIncomplete, 1, []int{1}}}},
		{"clocks a second apart", []string{at("1700000001", a1), at("1700000000", a2)}, []uint32{299000101}, nil},
		{"too many lines between", append(append([]string{a1}, make([]string, partLines)...), a2), nil, []Tally{{ReasonOrphan, 1, []int{partLines + 2}}, {ReasonIncomplete, 1, []int{1}}}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got, stats := readAll(t, strings.Join(tt.feed, "\n"))
			var mmsi []uint32
			for _, m := range got {
				mmsi = append(mmsi, m.MMSI)
			}
			if len(tt.want) > 0 && tt.want[0] == 0 { // not of a ship: only that it is there
				if len(got) != 1 || got[0].Type != 8 {
					t.Errorf("messages: %+v", got)
				}
			} else if diff := cmp.Diff(tt.want, mmsi); diff != "" {
				t.Errorf("MMSI (-want +got):\n%s", diff)
			}
			if diff := cmp.Diff(tt.bad, stats.Bad); diff != "" {
				t.Errorf("bad (-want +got):\n%s", diff)
			}
		})
	}
}

func TestMessageHasTheLineOfItsLastSentence(t *testing.T) {
	a1, a2 := ship(t, 299000101, 1)
	got, _ := readAll(t, strings.Join([]string{a1, goodReport, "# comment", a2}, "\n"))
	if len(got) != 2 || got[0].Line != 2 || got[1].Line != 4 || got[1].Type != 5 {
		t.Errorf("messages: %+v", got)
	}
}

func TestManyUnfinishedMessagesDoNotGrow(t *testing.T) {
	a1, _ := ship(t, 299000101, 1)
	var feed strings.Builder
	for i := range 3000 {
		feed.WriteString(tagged("s:st"+string(rune('a'+i%26))+string(rune('a'+i/26%26))+string(rune('a'+i/676)), a1))
		feed.WriteByte('\n')
	}
	d := NewDecoder(strings.NewReader(feed.String()), Options{})
	var m Message
	for d.Next(&m) == nil {
	}
	if n := len(d.parts.free); n > bucketSlots {
		t.Errorf("%d slots were made", n)
	}
	if n := d.Stats().BadCount(); n != 3000 {
		t.Errorf("%d counted as incomplete, want 3000", n)
	}
}
