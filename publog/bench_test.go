package publog_test

import (
	"fmt"
	"sync/atomic"
	"testing"

	"plimsoll/publog"
)

// One entry at a time, until it is published: what a person waits for.
func BenchmarkAppend(b *testing.B) {
	s := newSetting(b, 3, 2)
	l := s.open()
	n := 0
	b.ReportAllocs()
	for b.Loop() {
		n++
		s.append(l, fmt.Sprint("entry ", n))
	}
}

// Many at a time: they share writes, checkpoints and cosignatures.
func BenchmarkAppendParallel(b *testing.B) {
	s := newSetting(b, 3, 2)
	l := s.open()
	var n atomic.Int64
	b.SetParallelism(512)
	b.ReportAllocs()
	b.RunParallel(func(pb *testing.PB) {
		for pb.Next() {
			if _, err := l.Append(b.Context(), fmt.Append(nil, "entry ", n.Add(1))); err != nil {
				b.Error(err)
				return
			}
		}
	})
	b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "entries/s")
}

func BenchmarkVerifyLog(b *testing.B) {
	s := newSetting(b, 3, 2)
	l := s.open()
	for i := range 20 {
		s.append(l, fmt.Sprint("entry ", i))
	}
	s.close(l)
	b.ReportAllocs()
	for b.Loop() {
		if _, err := publog.VerifyLog(b.Context(), s.config().Dir, s.policy); err != nil {
			b.Fatal(err)
		}
	}
}
