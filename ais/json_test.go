package ais

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"
)

const noData = `"to":null,"dac":null,"fi":null,"data":null,"bits":null}`

func TestJSONLine(t *testing.T) {
	var m Message
	m.Reset()
	m.Line, m.Type, m.MMSI, m.SOG, m.COG, m.Second = 7, 1, 299000101, 123, 3599, 5
	m.SetPosition(-0.0000017, 124.9)
	m.Source = "a\"b\x01\xff"
	const report = `{"line":7,"time":"2026-03-05T12:00:00Z","received":null,"source":"a\"b\u0001` + "\uFFFD" + `","type":1,"repeat":0,"mmsi":299000101,` +
		`"lat":-0.000002,"lon":124.900000,"sog":12.3,"cog":359.9,"heading":null,"rot":null,"status":null,"second":5,"altitude":null,"utc":null,` +
		`"imo":null,"name":null,"callsign":null,"shiptype":null,"aid_type":null,"destination":null,"draught":null,"eta":null,` +
		`"to_bow":null,"to_stern":null,"to_port":null,"to_starboard":null,` + noData
	if got := string(Line{Message: &m, Time: time.Unix(noon, 0)}.AppendJSON(nil)); got != report {
		t.Errorf("have %s\nwant %s", got, report)
	}

	m.Reset()
	m.Line, m.Type, m.MMSI, m.IMO, m.Name, m.CallSign, m.ShipType = 9, 5, 299000101, 990011, "ORRIN TALE", "Q9OT1", 80
	m.A, m.B, m.C, m.D, m.Draught, m.Destination, m.ETA = 84, 20, 8, 8, 31, "LARKMERE", ETA{3, 5, 24, 60}
	m.Received = noon
	const static = `{"line":9,"time":null,"received":"2026-03-05T12:00:00Z","source":null,"type":5,"repeat":0,"mmsi":299000101,` +
		`"lat":null,"lon":null,"sog":null,"cog":null,"heading":null,"rot":null,"status":null,"second":null,"altitude":null,"utc":null,` +
		`"imo":990011,"name":"ORRIN TALE","callsign":"Q9OT1","shiptype":80,"aid_type":null,"destination":"LARKMERE","draught":3.1,"eta":"03-05T24:60Z",` +
		`"to_bow":84,"to_stern":20,"to_port":8,"to_starboard":8,` + noData
	if got := string(Line{Message: &m}.AppendJSON(nil)); got != static {
		t.Errorf("have %s\nwant %s", got, static)
	}
}

func TestBinaryMessagesAreGivenAsTheyWereSent(t *testing.T) {
	var to, all bitField // application 1-3 with twelve bits, and 200-10 with nine
	for _, f := range [][2]uint32{{6, 6}, {2, 0}, {30, 299000101}, {2, 0}, {30, 299000102}, {2, 0}, {10, 1}, {6, 3}, {12, 0xabc}} {
		to.put(uint(f[0]), f[1])
	}
	for _, f := range [][2]uint32{{6, 8}, {2, 0}, {30, 299000101}, {2, 0}, {10, 200}, {6, 10}, {9, 0x1ff}} {
		all.put(uint(f[0]), f[1])
	}
	d := NewDecoder(strings.NewReader(sealBits(&to)+"\n"+sealBits(&all)+"\n"+goodReport), Options{})
	want := []string{
		`"to":299000102,"dac":1,"fi":3,"data":"abc0","bits":12}`,
		`"to":null,"dac":200,"fi":10,"data":"ff80","bits":9}`,
		noData,
	}
	var m Message
	for _, w := range want {
		if err := d.Next(&m); err != nil {
			t.Fatal(err)
		}
		data, bits := d.Data(nil)
		if got := string(Line{Message: &m, Data: data, Bits: bits}.AppendJSON(nil)); !strings.HasSuffix(got, w) {
			t.Errorf("have %s\nwant its end %s", got, w)
		}
	}
}

func TestJSONOfAnyMessageIsJSON(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		m := aMessage.Draw(t, "message")
		m.Source = rapid.String().Draw(t, "source")
		b, err := json.Marshal(Line{Message: &m})
		if err != nil {
			t.Fatalf("%v: %s", err, b)
		}
		var back struct {
			MMSI uint32
			Lat  *float64
			Name *string
		}
		if err := json.Unmarshal(b, &back); err != nil {
			t.Fatal(err)
		}
		if back.MMSI != m.MMSI || (back.Lat != nil) != m.HasPosition || (back.Name != nil) != (m.Name != "") {
			t.Fatalf("%+v of %s", back, b)
		}
		if lat, _ := m.Latitude(); m.HasPosition && (*back.Lat-lat > 1e-6 || lat-*back.Lat > 1e-6) {
			t.Fatalf("latitude %v, want %v", *back.Lat, lat)
		}
	})
}

// sealBits puts bits into a sentence.
func sealBits(f *bitField) string {
	n := (f.n + 5) / 6
	payload := make([]byte, n)
	for i := range payload {
		payload[i] = armour(byte(f.u(uint(6*i), 6)))
	}
	return seal(fmt.Sprintf("AIVDM,1,1,,A,%s,%d", payload, 6*n-f.n))
}
