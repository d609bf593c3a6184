//go:build unix

package ais

import (
	"bytes"
	"io"
	"syscall"
	"testing"
)

// repeated reads a recording several times over, without taking the memory of
// several.
type repeated struct {
	data  []byte
	at    int
	times int
}

func (r *repeated) Read(p []byte) (int, error) {
	if r.at == len(r.data) {
		r.at = 0
		r.times--
	}
	if r.times <= 0 {
		return 0, io.EOF
	}
	n := copy(p, r.data[r.at:])
	r.at += n
	return n, nil
}

// BenchmarkRecording puts a large recording through everything: lines,
// checksums, parts, fields. Set GOMAXPROCS=1 to be fair to other decoders.
func BenchmarkRecording(b *testing.B) {
	data := recordings(b)["aishub_nmea_sample_85k.nmea.gz"]
	if data == nil {
		b.Skip("no such recording")
	}
	lines := bytes.Count(data, []byte("\n"))
	src := &repeated{data: data, times: b.N + 2}
	d := NewDecoder(src, Options{})
	var m Message
	for d.stats.Messages < 82_000 { // the names of the ships are now known
		if err := d.Next(&m); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportAllocs()
	b.SetBytes(int64(len(data)))
	b.ResetTimer()
	spent := cpuSeconds(b)
	for want := d.lines.n + lines*b.N; d.lines.n < want; {
		if err := d.Next(&m); err != nil {
			b.Fatal(err)
		}
	}
	read := float64(b.N) * float64(lines) / 1e6
	b.ReportMetric(read/b.Elapsed().Seconds(), "Mlines/s")
	b.ReportMetric(read/(cpuSeconds(b)-spent), "Mlines/cpu-s")
}

// cpuSeconds is the time this process has had of its cores: on a machine that
// does other things too it says more than the clock.
func cpuSeconds(b *testing.B) float64 {
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		b.Fatal(err)
	}
	return float64(u.Utime.Sec+u.Stime.Sec) + float64(u.Utime.Usec+u.Stime.Usec)/1e6
}
