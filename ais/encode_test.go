package ais

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

// The text of AIS without "@"; what ends in a blank does not come back.
func aisText(n int) *rapid.Generator[string] {
	letters := []byte("ABCDEFGHIJKLMNOPQRSTUVWXYZ[\\]^_ !\"#$%&'()*+,-./0123456789:;<=>?")
	return rapid.Custom(func(t *rapid.T) string {
		b := rapid.SliceOfN(rapid.SampledFrom(letters), 0, n).Draw(t, "text")
		return strings.TrimRight(string(b), " ")
	})
}

func bitsOf[T uint8 | uint16 | uint32](t *rapid.T, name string, n uint) T {
	return T(rapid.Uint32Range(0, 1<<n-1).Draw(t, name))
}

func flagOf(t *rapid.T, name string) bool { return rapid.Bool().Draw(t, name) }

func drawPosition(t *rapid.T, m *Message, unit int32) {
	lat := rapid.OneOf(rapid.Int32Range(-maxLat/unit, maxLat/unit), rapid.Just(LatNotAvailable/unit)).Draw(t, "lat")
	lon := rapid.OneOf(rapid.Int32Range(-maxLon/unit, maxLon/unit), rapid.Just(LonNotAvailable/unit)).Draw(t, "lon")
	m.setRaw(lat*unit, lon*unit)
	m.Accuracy, m.RAIM = flagOf(t, "accuracy"), flagOf(t, "raim")
}

func drawMoving(t *rapid.T, m *Message) {
	m.COG = bitsOf[uint16](t, "cog", 12)
	m.Second = bitsOf[uint8](t, "second", 6)
}

func drawDimensions(t *rapid.T, m *Message) {
	m.A, m.B = bitsOf[uint16](t, "a", 9), bitsOf[uint16](t, "b", 9)
	m.C, m.D = bitsOf[uint16](t, "c", 6), bitsOf[uint16](t, "d", 6)
}

// aMessage draws messages as the Decoder hands them out.
var aMessage = rapid.Custom(func(t *rapid.T) Message {
	var m Message
	m.Reset()
	m.Type = rapid.SampledFrom([]uint8{1, 2, 3, 4, 5, 9, 11, 18, 19, 21, 24, 27}).Draw(t, "type")
	m.Repeat, m.MMSI = bitsOf[uint8](t, "repeat", 2), bitsOf[uint32](t, "mmsi", 30)
	m.Channel = rapid.SampledFrom([]byte{0, 'A', 'B', '1', '2'}).Draw(t, "channel")
	m.Own = flagOf(t, "own")
	m.Source = rapid.SampledFrom([]string{"", "st-1", "r003669945"}).Draw(t, "source")
	m.Received = rapid.OneOf(rapid.Just(int64(0)), rapid.Int64Range(earliest, latest-1)).Draw(t, "received")
	switch m.Type {
	case 1, 2, 3:
		drawPosition(t, &m, 1)
		drawMoving(t, &m)
		m.SOG, m.Heading = bitsOf[uint16](t, "sog", 10), bitsOf[uint16](t, "heading", 9)
		m.ROT, m.Status = rapid.Int8().Draw(t, "rot"), bitsOf[uint8](t, "status", 4)
		m.Maneuver, m.Radio = bitsOf[uint8](t, "maneuver", 2), bitsOf[uint32](t, "radio", 19)
	case 4, 11:
		drawPosition(t, &m, 1)
		m.EPFD, m.Radio = bitsOf[uint8](t, "epfd", 4), bitsOf[uint32](t, "radio", 19)
		if m.UTC = rapid.OneOf(rapid.Just(int64(0)), rapid.Int64Range(1, latest)).Draw(t, "utc"); m.UTC != 0 {
			m.Second = uint8(m.UTC % 60)
		}
	case 5:
		m.Version, m.IMO = bitsOf[uint8](t, "version", 2), bitsOf[uint32](t, "imo", 30)
		m.Name, m.CallSign = aisText(20).Draw(t, "name"), aisText(7).Draw(t, "callsign")
		m.Destination = aisText(20).Draw(t, "destination")
		m.ShipType, m.Draught, m.EPFD = bitsOf[uint8](t, "shiptype", 8), bitsOf[uint8](t, "draught", 8), bitsOf[uint8](t, "epfd", 4)
		m.ETA = ETA{bitsOf[uint8](t, "month", 4), bitsOf[uint8](t, "day", 5), bitsOf[uint8](t, "hour", 5), bitsOf[uint8](t, "minute", 6)}
		m.DTE = flagOf(t, "dte")
		drawDimensions(t, &m)
	case 9:
		drawPosition(t, &m, 1)
		drawMoving(t, &m)
		m.SOG = wholeKnots(bitsOf[uint32](t, "sog", 10), 1023)
		m.Altitude, m.Radio = bitsOf[uint16](t, "altitude", 12), bitsOf[uint32](t, "radio", 20)
		m.DTE, m.Assigned = flagOf(t, "dte"), flagOf(t, "assigned")
	case 18, 19:
		drawPosition(t, &m, 1)
		drawMoving(t, &m)
		m.SOG, m.Heading = bitsOf[uint16](t, "sog", 10), bitsOf[uint16](t, "heading", 9)
		m.Assigned = flagOf(t, "assigned")
		if m.Type == 18 {
			m.Radio = bitsOf[uint32](t, "radio", 20)
			m.CS, m.Display, m.DSC = flagOf(t, "cs"), flagOf(t, "display"), flagOf(t, "dsc")
			m.Band, m.Msg22 = flagOf(t, "band"), flagOf(t, "msg22")
			break
		}
		m.Name, m.ShipType = aisText(20).Draw(t, "name"), bitsOf[uint8](t, "shiptype", 8)
		m.EPFD, m.DTE = bitsOf[uint8](t, "epfd", 4), flagOf(t, "dte")
		drawDimensions(t, &m)
	case 21:
		drawPosition(t, &m, 1)
		drawDimensions(t, &m)
		m.Name, m.ShipType = aisText(34).Draw(t, "name"), bitsOf[uint8](t, "aid", 5)
		m.EPFD, m.Second = bitsOf[uint8](t, "epfd", 4), bitsOf[uint8](t, "second", 6)
		m.OffPosition, m.Virtual, m.Assigned = flagOf(t, "off"), flagOf(t, "virtual"), flagOf(t, "assigned")
	case 24:
		if m.Part = bitsOf[uint8](t, "part", 1); m.Part == 0 {
			m.Name = aisText(20).Draw(t, "name")
			break
		}
		m.ShipType, m.Vendor, m.CallSign = bitsOf[uint8](t, "shiptype", 8), aisText(3).Draw(t, "vendor"), aisText(7).Draw(t, "callsign")
		m.Model, m.Serial, m.EPFD = bitsOf[uint8](t, "model", 4), bitsOf[uint32](t, "serial", 20), bitsOf[uint8](t, "epfd", 4)
		if flagOf(t, "auxiliary") {
			m.MMSI = 980_000_000 + m.MMSI%10_000_000
		}
		if isAuxiliary(m.MMSI) {
			m.MotherShip = bitsOf[uint32](t, "mother", 30)
		} else {
			drawDimensions(t, &m)
		}
	case 27:
		drawPosition(t, &m, 1000)
		m.Status, m.SOG = bitsOf[uint8](t, "status", 4), wholeKnots(bitsOf[uint32](t, "sog", 6), 63)
		if cog := bitsOf[uint16](t, "cog", 9); cog != 360 && cog != 511 {
			m.COG = cog * 10
		}
		m.Late = flagOf(t, "late")
	}
	return m
})

func TestWhatIsEncodedIsDecodedToTheSame(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		want := aMessage.Draw(t, "message")
		lines, err := Encode(want)
		if err != nil {
			t.Fatal(err)
		}
		for _, line := range lines {
			if at := strings.IndexByte(line, '!'); len(line)-at > 80 {
				t.Errorf("sentence of %d characters: %s", len(line)-at, line)
			}
		}
		want.Line = len(lines)
		d := NewDecoder(strings.NewReader(strings.Join(lines, "\r\n")), Options{Strict: true})
		var got Message
		if err := d.Next(&got); err != nil {
			t.Fatalf("%v\n%s", err, strings.Join(lines, "\n"))
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Fatalf("(-want +got):\n%s\n%s", diff, strings.Join(lines, "\n"))
		}
		if s := d.Stats(); len(s.Lenient) > 0 {
			t.Fatalf("not to the letter of the standard: %v\n%s", s.Lenient, strings.Join(lines, "\n"))
		}
	})
}

func TestEncodedSentencesAreTheWellKnownOnes(t *testing.T) {
	for _, feed := range []string{goodReport, "!AIVDM,1,1,,A,403OviQuMGCqWrRO9>E6fE700@GO,0*4D", firstPart + "\n" + secondPart} {
		got, _ := readAll(t, feed)
		if len(got) != 1 {
			t.Fatalf("%d messages", len(got))
		}
		e := Encoder{sequence: 3}
		b, err := e.Append(nil, &got[0])
		if err != nil {
			t.Fatal(err)
		}
		again, _ := readAll(t, string(b))
		if diff := cmp.Diff(got, again); diff != "" {
			t.Errorf("(-want +got):\n%s", diff)
		}
		if !strings.Contains(feed, "\n") && strings.TrimSpace(string(b)) != feed {
			t.Errorf("have %s want %s", b, feed)
		}
	}
}

func TestSequenceIDsGoRound(t *testing.T) {
	var m Message
	m.Reset()
	m.Type, m.MMSI = 5, 299000101
	var e Encoder
	var b []byte
	for range 25 {
		var err error
		if b, err = e.Append(b, &m); err != nil {
			t.Fatal(err)
		}
	}
	got, stats := readAll(t, string(b))
	if len(got) != 25 || stats.BadCount() != 0 {
		t.Errorf("%d messages, %d bad", len(got), stats.BadCount())
	}
}

func TestWhatDoesNotFitIsAnError(t *testing.T) {
	tests := []struct {
		name string
		set  func(*Message)
		want string
	}{
		{"type", func(m *Message) { m.Type = 8 }, "cannot be encoded"},
		{"MMSI", func(m *Message) { m.MMSI = 1 << 30 }, "MMSI"},
		{"speed", func(m *Message) { m.SOG = 1024 }, "speed"},
		{"position", func(m *Message) { m.Lat, m.HasPosition = 1<<26, true }, "latitude"},
		{"small letters", func(m *Message) { m.Type, m.Name = 5, "Orrin Tale" }, "name"},
		{"long name", func(m *Message) { m.Type, m.Name = 5, strings.Repeat("A", 21) }, "name"},
		{"source", func(m *Message) { m.Source = `a\b` }, "source"},
		{"channel", func(m *Message) { m.Channel = ',' }, "channel"},
		{"part", func(m *Message) { m.Type, m.Part = 24, 2 }, "part"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			var m Message
			m.Reset()
			m.Type, m.MMSI = 1, 299000101
			tt.set(&m)
			if _, err := Encode(m); err == nil || !strings.Contains(err.Error(), tt.want) {
				t.Errorf("error %v, want one about %s", err, tt.want)
			}
		})
	}
}

func TestNoPositionIsSentAsNoPosition(t *testing.T) {
	lines, err := Encode(Message{Type: 1, MMSI: 299000101}) // zero place, and HasPosition not set
	if err != nil {
		t.Fatal(err)
	}
	got, _ := readAll(t, lines[0])
	if _, ok := got[0].Latitude(); ok || got[0].Lat != LatNotAvailable || got[0].Lon != LonNotAvailable {
		t.Errorf("position %d %d", got[0].Lat, got[0].Lon)
	}
}

func TestPositionInDegrees(t *testing.T) {
	var m Message
	m.SetPosition(31.2, -124.9)
	lat, ok1 := m.Latitude()
	lon, ok2 := m.Longitude()
	if !ok1 || !ok2 || lat != 31.2 || lon != -124.9 || m.Lon != -74940000 {
		t.Errorf("%v %v", lat, lon)
	}
	for _, p := range [][2]float64{{90.1, 0}, {0, 180.1}, {-91, 0}} {
		if m.SetPosition(p[0], p[1]); m.HasPosition {
			t.Errorf("%v is a place", p)
		}
	}
}
