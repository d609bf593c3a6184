package ais

import (
	"bytes"
	"errors"
	"io"
	"testing"
)

func FuzzDecoder(f *testing.F) {
	for _, seed := range []string{
		goodReport, firstPart + "\r\n" + secondPart, secondPart + "\n" + firstPart,
		tagged("g:1-2-77,s:st1,c:1700000000", firstPart) + "\n" + tagged("g:2-2-77", secondPart),
		"1550303566167726840 " + goodReport, goodReport + ",d-109,r003669946,1325394060\r",
		"$PGHP,1,2013,11,12,12,0,0,11,219,,2190067,1,62*26\n" + goodReport,
		"!AIVDM,1,1,,B,,0*25", `\s:a*00\\c:1` + goodReport + `\`, "!!AIVDM,!*\\!\r\r\n\x00",
		seal("AIVDM,1,1,,A,E>mWTIIQQ2I@@@@@@@@@@@@@@@@ClGMj5uflp00@0;vN,2"),
		seal("AIVDM,1,1,,A,H42O55i18tMET00000000000000,2"), seal("AIVDM,2,1,1,A,8,5") + "\n" + seal("AIVDM,2,2,1,A,7,5"),
	} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		most := bytes.Count(data, []byte("\n")) + bytes.Count(data, []byte("\r")) + 1
		d := NewDecoder(bytes.NewReader(data), Options{})
		var m Message
		var c Clock
		var n int64
		for {
			err := d.Next(&m)
			if errors.Is(err, io.EOF) {
				break
			}
			if err != nil {
				t.Fatal(err)
			}
			n++
			if m.Line < 1 || m.Line > most || m.Type < 1 || m.Type > 27 {
				t.Fatalf("message %+v of %d lines", m, most)
			}
			if lat, ok := m.Latitude(); ok && (lat < -90 || lat > 90) {
				t.Fatalf("latitude %v", lat)
			}
			at, _ := c.Time(&m)
			_ = Line{Message: &m, Time: at}.AppendJSON(nil)
			if m.Source == "" && m.Channel < 0x80 {
				_, _ = Encode(m)
			}
		}
		s := d.Stats()
		if s.Messages != n || s.Lines > int64(most) || s.Blank+s.Other > s.Lines {
			t.Fatalf("%d messages, %d lines at most; stats %+v", n, most, s)
		}
		for _, b := range append(s.Bad, s.Lenient...) {
			for _, line := range b.Lines {
				if line < 1 || line > most {
					t.Fatalf("%s in line %d of %d", b.Reason, line, most)
				}
			}
		}
		sameBothWays(t, data)
		strict := NewDecoder(bytes.NewReader(data), Options{Strict: true})
		var err error
		for err == nil {
			err = strict.Next(&m)
		}
		var bad *LineError
		if (s.BadCount() == 0) != errors.Is(err, io.EOF) || s.BadCount() > 0 && !errors.As(err, &bad) {
			t.Fatalf("strict: %v, and %d bad", err, s.BadCount())
		}
	})
}
