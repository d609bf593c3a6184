package ais

import (
	"encoding/json"
	"testing"
	"time"

	"pgregory.net/rapid"
)

func TestJSONLine(t *testing.T) {
	var m Message
	m.Reset()
	m.Line, m.Type, m.MMSI, m.SOG, m.COG, m.Second = 7, 1, 299000101, 123, 3599, 5
	m.SetPosition(-0.0000017, 124.9)
	m.Source = "a\"b\x01\xff"
	const report = `{"line":7,"time":"2026-03-05T12:00:00Z","received":null,"source":"a\"b\u0001` + "\uFFFD" + `","type":1,"repeat":0,"mmsi":299000101,` +
		`"lat":-0.000002,"lon":124.900000,"sog":12.3,"cog":359.9,"heading":null,"rot":null,"status":null,"second":5,"altitude":null,"utc":null,` +
		`"imo":null,"name":null,"callsign":null,"shiptype":null,"aid_type":null,"destination":null,"draught":null,"eta":null,` +
		`"to_bow":null,"to_stern":null,"to_port":null,"to_starboard":null}`
	if got := string(Line{&m, time.Unix(noon, 0)}.AppendJSON(nil)); got != report {
		t.Errorf("have %s\nwant %s", got, report)
	}

	m.Reset()
	m.Line, m.Type, m.MMSI, m.IMO, m.Name, m.CallSign, m.ShipType = 9, 5, 299000101, 990011, "ORRIN TALE", "Q9OT1", 80
	m.A, m.B, m.C, m.D, m.Draught, m.Destination, m.ETA = 84, 20, 8, 8, 31, "LARKMERE", ETA{3, 5, 24, 60}
	m.Received = noon
	const static = `{"line":9,"time":null,"received":"2026-03-05T12:00:00Z","source":null,"type":5,"repeat":0,"mmsi":299000101,` +
		`"lat":null,"lon":null,"sog":null,"cog":null,"heading":null,"rot":null,"status":null,"second":null,"altitude":null,"utc":null,` +
		`"imo":990011,"name":"ORRIN TALE","callsign":"Q9OT1","shiptype":80,"aid_type":null,"destination":"LARKMERE","draught":3.1,"eta":"03-05T24:60Z",` +
		`"to_bow":84,"to_stern":20,"to_port":8,"to_starboard":8}`
	if got := string(Line{Message: &m}.AppendJSON(nil)); got != static {
		t.Errorf("have %s\nwant %s", got, static)
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
