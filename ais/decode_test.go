package ais

import (
	"errors"
	"fmt"
	"io"
	"reflect"
	"strings"
	"testing"
	"testing/iotest"

	"github.com/google/go-cmp/cmp"
)

// readAll decodes a whole feed.
func readAll(t testing.TB, feed string) ([]Message, Stats) {
	t.Helper()
	d := NewDecoder(strings.NewReader(feed), Options{})
	var out []Message
	for {
		var m Message
		err := d.Next(&m)
		if errors.Is(err, io.EOF) {
			return out, d.Stats()
		}
		if err != nil {
			t.Fatal(err)
		}
		out = append(out, m)
	}
}

// seal puts start and checksum around the body of a sentence.
func seal(body string) string {
	return fmt.Sprintf("!%s*%02X", body, xor([]byte(body)))
}

// tagged puts a tag block with its checksum before a sentence.
func tagged(tag, sentence string) string {
	return fmt.Sprintf(`\%s*%02X\%s`, tag, xor([]byte(tag)), sentence)
}

const (
	goodReport = "!AIVDM,1,1,,B,177KQJ5000G?tO`K>RA1wUbN0TKH,0*5C"
	firstPart  = "!AIVDM,2,1,3,B,55P5TL01VIaAL@7WKO@mBplU@<PDhh000000001S;AJ::4A80?4i@E53,0*3E"
	secondPart = "!AIVDM,2,2,3,B,1@0000000000000,2*55"
)

func TestWellKnownSentences(t *testing.T) {
	type change func(*Message)
	tests := []struct {
		name, feed string
		want       change
	}{
		{"type 1", goodReport, func(m *Message) {
			m.Type, m.MMSI, m.Channel = 1, 477553000, 'B'
			m.Status, m.ROT, m.SOG, m.COG, m.Heading, m.Second = 5, 0, 0, 510, 181, 15
			m.setRaw(28549700, -73407500)
			m.Radio = 149208
		}},
		{"type 4", "!AIVDM,1,1,,A,403OviQuMGCqWrRO9>E6fE700@GO,0*4D", func(m *Message) {
			m.Type, m.MMSI, m.Channel = 4, 3669702, 'A'
			m.UTC, m.Second, m.EPFD, m.Accuracy = 1179172659, 39, 7, true // 2007-05-14T19:57:39Z
			m.setRaw(22130260, -45811417)
			m.Radio = 67039
		}},
		{"type 5 in two parts", firstPart + "\r\n" + secondPart, func(m *Message) {
			m.Line, m.Type, m.MMSI, m.Channel = 2, 5, 369190000, 'B'
			m.IMO, m.CallSign, m.Name, m.Destination = 6710932, "WDA9674", "MT.MITCHELL", "SEATTLE"
			m.ShipType, m.A, m.B, m.C, m.D, m.EPFD, m.Draught = 99, 90, 90, 10, 10, 1, 60
			m.ETA = ETA{Month: 1, Day: 2, Hour: 8, Minute: 0}
		}},
		{"type 27", "!AIVDM,1,1,,B,KC5E2b@U19PFdLbMuc5=ROv62<7m,0*16", func(m *Message) {
			m.Type, m.Repeat, m.MMSI, m.Channel = 27, 1, 206914217, 'B'
			m.Status, m.SOG, m.COG = 2, 570, 1670
			m.setRaw(2904000, 82214000)
		}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			want := blank
			want.Line = 1
			tt.want(&want)
			got, stats := readAll(t, tt.feed)
			if diff := cmp.Diff([]Message{want}, got); diff != "" {
				t.Errorf("message (-want +got):\n%s", diff)
			}
			if len(stats.Bad) > 0 {
				t.Errorf("bad: %v", stats.Bad)
			}
		})
	}
}

func TestEveryBadLineIsCountedUnderItsReason(t *testing.T) {
	tests := []struct {
		name, line string
		want       Reason
	}{
		{"too long", "!AIVDM,1,1,,B," + strings.Repeat("0", maxLine) + ",0*00", ReasonLineTooLong},
		{"start lost", "IVDM,1,1,,B,177KQJ5000G?tO`K>RA1wUbN0TKH,0*5C", ReasonNoStart},
		{"no checksum", "!AIVDM,1,1,,B,177KQJ5000G?tO`K>RA1wUbN0TKH,0", ReasonCutShort},
		{"half a checksum", "!AIVDM,1,1,,B,177KQJ5000G?tO`K>RA1wUbN0TKH,0*5", ReasonCutShort},
		{"wrong checksum", "!AIVDM,1,1,,B,177KQJ5000G?tO`K>RA1wUbN0TKI,0*5C", ReasonChecksum},
		{"part beyond the total", seal("AIVDM,1,2,,B,177KQJ5000G?tO`K>RA1wUbN0TKH,0"), ReasonFields},
		{"fill bits", seal("AIVDM,1,1,,B,177KQJ5000G?tO`K>RA1wUbN0TKH,7"), ReasonFields},
		{"no payload", "!AIVDM,1,1,,B,,0*25", ReasonEmpty},
		{"armour", seal("AIVDM,1,1,,B,177KQJ5000G?tO`K>RA1wUbN0TKx,0"), ReasonArmour},
		{"payload too long", seal("AIVDM,1,1,,B,8" + strings.Repeat("0", maxPayload) + ",0"), ReasonTooLong},
		{"second part alone", secondPart, ReasonOrphan},
		{"first part alone", firstPart, ReasonIncomplete},
		{"type 0", seal("AIVDM,1,1,,B,077KQJ5000G?tO`K>RA1wUbN0TKH,0"), ReasonType},
		{"type 28", seal("AIVDM,1,1,,B,L77KQJ5000G?tO`K>RA1wUbN0TKH,0"), ReasonType},
		{"position report cut", seal("AIVDM,1,1,,B,177KQJ5000G?tO`K>RA1wUb,0"), ReasonTooShort},
		{"less than a header", seal("AIVDM,1,1,,B,177,0"), ReasonTooShort},
		{"type 24 part C", seal("AIVDM,1,1,,B,H42O55p0000000000000000000000,0"), ReasonPart24},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			feed := "# a comment\n" + goodReport + "\n" + tt.line + "\n" + goodReport + "\n"
			got, stats := readAll(t, feed)
			if len(got) != 2 {
				t.Errorf("the good reports around it: have %d, want 2", len(got))
			}
			want := []Tally{{Reason: tt.want, Count: 1, Lines: []int{3}}}
			if diff := cmp.Diff(want, stats.Bad); diff != "" {
				t.Errorf("bad (-want +got):\n%s", diff)
			}

			d := NewDecoder(strings.NewReader(feed), Options{Strict: true})
			var m Message
			var err error
			for err == nil {
				err = d.Next(&m)
			}
			var bad *LineError
			if !errors.As(err, &bad) || bad.Line != 3 || bad.Reason != tt.want {
				t.Errorf("strict: %v, want line 3, %s", err, tt.want)
			}
			if again := d.Next(&m); !errors.Is(again, err) {
				t.Errorf("strict, read on: %v", again)
			}
		})
	}
}

func TestOtherLinesAreNoFault(t *testing.T) {
	feed := strings.Join([]string{
		"# comment", "", "$GPGGA,123519,4807.038,N,01131.000,E,1,08,0.9,545.4,M,46.9,M,,*47",
		"!AITXT,01,01,91,FREE*31", "what is this!", "\x00\xff\xfe", "   ", goodReport,
	}, "\r\n")
	got, stats := readAll(t, feed)
	want := Stats{Lines: 8, Blank: 2, Other: 5, Sentences: 1, Messages: 1, ByType: [28]int64{1: 1}}
	if diff := cmp.Diff(want, stats); diff != "" || len(got) != 1 {
		t.Errorf("%d messages; stats (-want +got):\n%s", len(got), diff)
	}
}

func TestWhatIsBentIsReadAndCounted(t *testing.T) {
	tests := []struct {
		name, line string
		want       Reason
	}{
		{"talker", seal("=IVDM,1,1,,B,177KQJ5000G?tO`K>RA1wUbN0TKH,0"), LenientTalker},
		{"tag block checksum", `\s:st1*00\` + goodReport, LenientTagChecksum},
		{"tag block open", `\s:st1` + goodReport, LenientTagBlock},
		{"small time", tagged("c:12345", goodReport), LenientTime},
		{"junk after", goodReport + "'", LenientAfterChecksum},
		{"one character short", seal("AIVDM,1,1,,B,177KQJ5000G?tO`K>RA1wUbN0TK,0"), LenientShort},
		{"three characters long", seal("AIVDM,1,1,,B,177KQJ5000G?tO`K>RA1wUbN0TKH123,0"), LenientLong},
		{"six fill bits", seal("AIVDM,1,1,,B,177KQJ5000G?tO`K>RA1wUbN0TKH0,6"), LenientFill},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got, stats := readAll(t, tt.line)
			if len(got) != 1 || got[0].MMSI != 477553000 || got[0].Lat != 28549700 {
				t.Fatalf("message: %+v", got)
			}
			want := []Tally{{Reason: tt.want, Count: 1, Lines: []int{1}}}
			if diff := cmp.Diff(want, stats.Lenient); diff != "" {
				t.Errorf("lenient (-want +got):\n%s", diff)
			}
		})
	}
}

func TestLinesAreCountedWhateverEndsThem(t *testing.T) {
	feed := goodReport + "\n" + goodReport + "\r\n" + goodReport + "\r\r\n" + goodReport + "\r" + goodReport + "\n\n" + goodReport
	want := []int{1, 2, 3, 4, 5, 7}
	for name, r := range map[string]io.Reader{
		"at once":        strings.NewReader(feed),
		"byte by byte":   iotest.OneByteReader(strings.NewReader(feed)),
		"error with EOF": iotest.DataErrReader(strings.NewReader(feed)),
	} {
		d := NewDecoder(r, Options{})
		var m Message
		var got []int
		for d.Next(&m) == nil {
			got = append(got, m.Line)
		}
		if !reflect.DeepEqual(got, want) {
			t.Errorf("%s: lines %v, want %v", name, got, want)
		}
	}
}

func TestSeveralSentencesOfOneLineAreAllRead(t *testing.T) {
	line := tagged("s:a,c:1700000000", firstPart) + tagged("s:a,c:1700000001", secondPart) + goodReport
	cut := goodReport[:30] + goodReport
	got, stats := readAll(t, line+"\n"+cut+"\n")
	if len(got) != 3 || got[0].Type != 5 || got[0].Source != "a" || got[0].Received != 1700000000 ||
		got[1].Type != 1 || got[1].Source != "" || got[2].Line != 2 {
		t.Errorf("messages: %+v", got)
	}
	if diff := cmp.Diff([]Tally{{ReasonCutShort, 1, []int{2}}}, stats.Bad); diff != "" {
		t.Errorf("bad (-want +got):\n%s", diff)
	}
}

func TestReaderErrorIsReportedWithItsPlace(t *testing.T) {
	broken := errors.New("cable cut")
	d := NewDecoder(io.MultiReader(strings.NewReader(goodReport+"\n"), iotest.ErrReader(broken)), Options{})
	var m Message
	if err := d.Next(&m); err != nil {
		t.Fatal(err)
	}
	if err := d.Next(&m); !errors.Is(err, broken) || !strings.Contains(err.Error(), "line 1") {
		t.Errorf("error: %v", err)
	}
}

func TestTimeOfReception(t *testing.T) {
	const want = 1700000000 // 2023-11-14T22:13:20Z
	pghp := "$PGHP,1,2023,11,14,22,13,20,390,231,45,992190934,1,2B"
	pghp += fmt.Sprintf("*%02X", xor([]byte(pghp[1:])))
	tests := []struct {
		name, feed string
		source     string
		received   int64
	}{
		{"tag block, seconds", tagged("s:st1,c:1700000000", goodReport), "st1", want},
		{"tag block, milliseconds", tagged("c:1700000000123,s:st1", goodReport), "st1", want},
		{"tag block before the trailing time", tagged("c:1700000000", goodReport) + ",1600000000", "", want},
		{"trailing unix time", goodReport + ",1700000000", "", want},
		{"trailing time and station", goodReport + ",d-109,S2105,t050056.00,T56.13718694,r003669946,1700000000", "r003669946", want},
		{"station with letters", goodReport + ",r11NTRQ1,1700000000", "r11NTRQ1", want},
		{"leading nanoseconds", "1700000000987654321 " + goodReport, "", want},
		{"leading date", "2023-11-14T22:13:20.5Z " + goodReport, "", want},
		{"time line before", pghp + "\r\n" + goodReport, "992190934", want},
		{"time line too far before", pghp + "\n\n\n\n\n\n" + goodReport, "", 0},
		{"lone tag block", tagged("s:st1,c:1700000000", "") + "\n" + goodReport, "st1", want},
		{"tag block that fails its checksum", `\s:st1,c:1700000000*00\` + goodReport, "st1", 0},
		{"a station's MMSI is no time", goodReport + ",992190934", "", 0},
		{"nothing", goodReport, "", 0},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got, _ := readAll(t, tt.feed)
			if len(got) != 1 {
				t.Fatalf("%d messages", len(got))
			}
			if got[0].Received != tt.received || got[0].Source != tt.source {
				t.Errorf("have %d from %q, want %d from %q", got[0].Received, got[0].Source, tt.received, tt.source)
			}
		})
	}
}

func TestTimeOfAnUnverifiedTagBlockIsBelievedNearAVerifiedOne(t *testing.T) {
	feed := tagged("c:1700000000", goodReport) + "\n" + `\c:1700000007*00\` + goodReport + "\n" + `\c:1700900000*00\` + goodReport
	got, _ := readAll(t, feed)
	if len(got) != 3 || got[1].Received != 1700000007 || got[2].Received != 0 {
		t.Errorf("messages: %+v", got)
	}
}
