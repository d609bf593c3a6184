package table

import (
	"bytes"
	"fmt"
	"strings"
	"testing"

	"plimsoll/ais"
)

// BenchmarkDanish reads the rows of 500 invented ships in the form of the
// Danish authority.
func BenchmarkDanish(b *testing.B) {
	const n = 20_000
	head, _, _ := strings.Cut(danish, "\n")
	var text bytes.Buffer
	text.WriteString(head + "\n")
	for i := range n {
		fmt.Fprintf(&text, "18/03/2023 %02d:%02d:%02d,Class A,%d,%.5f,%.5f,Under way using engine,0.0,%.1f,%.1f,%d,0990011,Q9OT1,ORRIN TALE %d,Tanker,,16,104,GPS,3.1,LARKMERE,11/03/2023 21:00:00,AIS,84,20,8,8\n",
			i/3600, i/60%60, i%60, 299000000+i%500, 50+float64(i%1000)/100, 10+float64(i%700)/100, float64(i%200)/10, float64(i%3600)/10, i%360, i%500)
	}
	b.SetBytes(int64(text.Len()))
	b.ReportAllocs()
	for b.Loop() {
		r, err := NewCSV(bytes.NewReader(text.Bytes()), Options{})
		if err != nil {
			b.Fatal(err)
		}
		var m ais.Message
		for r.Next(&m) == nil {
		}
		if s := r.Stats(); s.Sentences != n || s.BadCount() != 0 {
			b.Fatalf("%+v", s)
		}
	}
	b.ReportMetric(float64(b.N)*n/b.Elapsed().Seconds()/1e6, "Mrows/s")
}
