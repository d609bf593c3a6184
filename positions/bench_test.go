package positions

import (
	"context"
	"math"
	"math/rand/v2"
	"os"
	"path/filepath"
	"testing"
	"time"
)

// traffic is a part of a day of ships in one sea, as receivers hear it: some
// under way and reporting every ten seconds or so, some at anchor every three
// minutes, all with the noise of their instruments.
func traffic(ships int, hours float64) []Position {
	rng := rand.New(rand.NewPCG(11, 12))
	var out []Position
	line := int64(0)
	type state struct {
		p        Position
		lat, lon float64
		course   float64
		knots    float64
		next     float64
	}
	fleet := make([]state, ships)
	for i := range fleet {
		s := &fleet[i]
		s.lat, s.lon, s.course = 31+rng.Float64()*8, 120+rng.Float64()*9, rng.Float64()*360
		s.p = Position{MMSI: 299000000 + uint32(i)*7, Source: "feed.nmea", Station: "r" + string(rune('a'+i%9)), Type: 1}
		if i%3 != 0 {
			s.knots = 8 + rng.Float64()*8
		} else {
			s.p.Status = 1
		}
	}
	for t := 0.0; t < hours*3600; t++ {
		for i := range fleet {
			s := &fleet[i]
			if t < s.next {
				continue
			}
			every := 10.0
			if s.knots == 0 {
				every = 180
			}
			s.next = t + every + math.Floor(rng.Float64()*3-1)
			if rng.IntN(4) == 0 { // not heard
				continue
			}
			s.course += rng.NormFloat64() * 0.5
			rad := s.course * math.Pi / 180
			s.lat += s.knots * every / 3600 / 60 * math.Cos(rad)
			s.lon += s.knots * every / 3600 / 60 * math.Sin(rad) / math.Cos(s.lat*math.Pi/180)
			line++
			p := s.p
			p.Time, p.Line = at(time.Duration(t)*time.Second), line
			p.Lat, p.Lon = deg(s.lat+rng.NormFloat64()*2e-5), deg(s.lon+rng.NormFloat64()*2e-5)
			p.SOG, p.COG = uint16(math.Max(0, s.knots*10+rng.NormFloat64())), uint16(math.Mod(s.course*10+36000+rng.NormFloat64()*5, 3600))
			p.Heading = uint16(math.Mod(s.course+360+rng.NormFloat64(), 360))
			out = append(out, p)
		}
	}
	return out
}

func size(b *testing.B, a *Archive) (bytes int64) {
	for _, f := range files(b, a) {
		bytes += sizeOf(filepath.Join(a.root, f))
	}
	return bytes
}

// BenchmarkWrite takes reports in the order of time and has them on disk.
func BenchmarkWrite(b *testing.B) {
	all := traffic(300, 12)
	b.ReportAllocs()
	for b.Loop() {
		a := Open(b.TempDir())
		keep(b, a, all)
		b.ReportMetric(float64(size(b, a))/float64(len(all)), "B/position")
	}
	b.ReportMetric(float64(len(all))*float64(b.N)/b.Elapsed().Seconds(), "positions/s")
}

func BenchmarkRead(b *testing.B) {
	all := traffic(300, 12)
	a := Open(b.TempDir())
	keep(b, a, all)
	run := func(name string, q Query) {
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			n := int64(0)
			for b.Loop() {
				s, err := a.Read(context.Background(), q, func(*Position) error { return nil })
				if err != nil {
					b.Fatal(err)
				}
				n += s.Positions
			}
			b.ReportMetric(float64(n)/b.Elapsed().Seconds(), "positions/s")
		})
	}
	run("all", Query{})
	run("ship", Query{MMSI: []uint32{all[100].MMSI}})
	run("box", Query{Box: &Box{124, 33, 126, 35}})
}

func BenchmarkExport(b *testing.B) {
	all := traffic(100, 6)
	for _, format := range Formats() {
		b.Run(format, func(b *testing.B) {
			b.ReportAllocs()
			null, err := os.OpenFile(os.DevNull, os.O_WRONLY, 0)
			if err != nil {
				b.Fatal(err)
			}
			defer null.Close()
			for b.Loop() {
				e, err := NewExporter(format, null)
				if err != nil {
					b.Fatal(err)
				}
				for i := range all {
					if err := e.Write(&all[i]); err != nil {
						b.Fatal(err)
					}
				}
				if err := e.Close(); err != nil {
					b.Fatal(err)
				}
			}
			b.ReportMetric(float64(len(all))*float64(b.N)/b.Elapsed().Seconds(), "positions/s")
		})
	}
}
