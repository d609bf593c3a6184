package ais

import (
	"bytes"
	"testing"
	"time"
)

// traffic writes n messages of 500 invented ships, one in static of them type 5.
func traffic(b *testing.B, n, static int) []byte {
	b.Helper()
	var e Encoder
	var out []byte
	var err error
	for i := range n {
		var m Message
		m.Reset()
		m.Type, m.MMSI, m.Channel = 1, 299000000+uint32(i%500), 'A'
		m.SOG, m.COG, m.Heading, m.Second, m.Status = uint16(i%200), uint16(i%3600), uint16(i%360), uint8(i%60), 0
		m.SetPosition(float64(i%60), float64(i%150))
		m.Radio = uint32(i & 0x7ffff)
		if static > 0 && i%static == 0 {
			m.Type, m.Name, m.CallSign, m.Destination = 5, "OAKUM STAR "+string(rune('A'+i%26)), "Q8OS1", "LARKMERE"
		}
		if out, err = e.Append(out, &m); err != nil {
			b.Fatal(err)
		}
	}
	return out
}

func benchmarkDecoder(b *testing.B, static int) {
	const n = 20000
	feed := traffic(b, n, static)
	b.SetBytes(int64(len(feed)))
	b.ReportAllocs()
	for b.Loop() {
		d := NewDecoder(bytes.NewReader(feed), Options{})
		var m Message
		for d.Next(&m) == nil {
		}
		if s := d.Stats(); s.Messages != n {
			b.Fatalf("%d messages", s.Messages)
		}
	}
	b.ReportMetric(float64(b.N)*n/b.Elapsed().Seconds()/1e6, "Mmsg/s")
}

func BenchmarkDecodePositions(b *testing.B) { benchmarkDecoder(b, 0) }

func BenchmarkDecodeMixed(b *testing.B) { benchmarkDecoder(b, 10) }

func BenchmarkAppendJSON(b *testing.B) {
	var m Message
	m.Reset()
	m.Type, m.MMSI = 1, 299000101
	m.SetPosition(31.2, 124.9)
	at := time.Unix(noon, 0)
	var buf []byte
	b.ReportAllocs()
	for b.Loop() {
		buf = Line{Message: &m, Time: at}.AppendJSON(buf[:0])
	}
}

func BenchmarkEncode(b *testing.B) {
	var m Message
	m.Reset()
	m.Type, m.MMSI = 1, 299000101
	m.SetPosition(31.2, 124.9)
	var e Encoder
	var buf []byte
	b.ReportAllocs()
	for b.Loop() {
		var err error
		if buf, err = e.Append(buf[:0], &m); err != nil {
			b.Fatal(err)
		}
	}
}

// A position report costs nothing but the time to read it.
func TestPositionReportsDoNotAllocate(t *testing.T) {
	line := []byte(tagged("s:st1,c:1700000000", goodReport) + "\r\n")
	feed := bytes.Repeat(line, 5000)
	r := bytes.NewReader(feed)
	d := NewDecoder(r, Options{})
	var m Message
	if err := d.Next(&m); err != nil { // makes the buffer and the source's name
		t.Fatal(err)
	}
	var c Clock
	if n := testing.AllocsPerRun(4000, func() {
		if err := d.Next(&m); err != nil {
			t.Fatal(err)
		}
		c.Time(&m)
	}); n != 0 {
		t.Errorf("%v allocations a message", n)
	}
}
