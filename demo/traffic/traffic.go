// Package traffic writes a week of invented radio: AIVDM sentences as shore
// stations and satellites would have received them from a small cast of ships.
//
// Ships report as ITU-R M.1371 has them report; what is received is thinned as
// in reality: near a station at all hours, in the open sea only while a
// satellite passes. Positions, speeds and courses carry noise, some sentences
// arrive damaged. The same seed gives the same bytes.
package traffic

import (
	"bufio"
	"bytes"
	"cmp"
	"fmt"
	"io"
	"math"
	"math/rand/v2"
	"slices"
	"time"

	"plimsoll/ais"
	"plimsoll/geo"
)

// Stats is what was written.
type Stats struct {
	Messages  int       `json:"messages"`
	Sentences int       `json:"sentences"`
	Damaged   int       `json:"damaged"`
	From      time.Time `json:"from"`
	To        time.Time `json:"to"`
}

// How reception thins what is sent. A provider forwards a part of what its
// receivers hear.
const (
	passEvery   = 35 * time.Minute // a satellite rises about so often
	passJitter  = 5 * time.Minute
	passLength  = 9 * time.Minute
	heardFromUp = 0.30 // share of messages that a satellite receives
	heardAshore = 0.50 // share that a shore station's feed forwards
	damage      = 1500 // one message in so many arrives damaged
	partLost    = 150  // one of so many messages of two sentences arrives with one of them
	noiseMetres = 4.0
)

// heard is a message with the moment it was received at.
type heard struct {
	at  time.Time
	msg ais.Message
}

type world struct {
	rng    *rand.Rand
	passes []time.Time
	out    []heard
}

// Write writes the week.
func Write(w io.Writer, seed uint64) (Stats, error) {
	s := world{rng: rand.New(rand.NewPCG(seed, 0x506c696d736f6c6c))} //nolint:gosec // noise, not secrets
	for t := Begin; t.Before(End); t = t.Add(passEvery) {
		s.passes = append(s.passes, t.Add(time.Duration(s.rng.Int64N(int64(passJitter)))))
	}
	for _, h := range scene() {
		s.sail(h)
	}
	s.base()
	slices.SortStableFunc(s.out, func(a, b heard) int {
		return cmp.Or(a.at.Compare(b.at), cmp.Compare(a.msg.MMSI, b.msg.MMSI), cmp.Compare(a.msg.Type, b.msg.Type))
	})
	return s.write(w)
}

// base adds the reports of the shore stations, which carry the time.
func (s *world) base() {
	for _, st := range stations() {
		for t := Begin; t.Before(End); t = t.Add(10 * time.Minute) {
			var m ais.Message
			m.Reset()
			m.Type, m.MMSI, m.UTC, m.Source, m.Received, m.Channel = 4, st.mmsi, t.Unix(), st.name, t.Unix(), 'A'
			m.SetPosition(st.place.Lat, st.place.Lon)
			s.out = append(s.out, heard{t, m})
		}
	}
}

// sail sends a hull through the week and keeps what is received.
func (s *world) sail(h hull) {
	nextStatic := Begin.Add(time.Duration(s.rng.Int64N(int64(6 * time.Minute))))
	for t := Begin.Add(time.Duration(s.rng.Int64N(int64(10 * time.Second)))); t.Before(End); {
		hours := t.Sub(Begin).Hours()
		p, knots, course := h.state(hours)
		if !slices.ContainsFunc(h.silent, func(x span) bool { return x.holds(hours) }) {
			if src, ok := s.receives(t, p); ok {
				s.out = append(s.out, heard{t, s.position(&h, hours, p, knots, course, src, t)})
			}
			if !t.Before(nextStatic) {
				nextStatic = nextStatic.Add(6 * time.Minute)
				if src, ok := s.receives(t, p); ok {
					s.out = append(s.out, heard{t, h.static(hours, src, t)})
				}
			}
		} else if !t.Before(nextStatic) {
			nextStatic = t.Add(6 * time.Minute)
		}
		t = t.Add(h.interval(hours, knots))
	}
}

// interval is the reporting interval of class A in ITU-R M.1371.
func (h hull) interval(hours, knots float64) time.Duration {
	switch {
	case knots <= 3 && h.lies(hours):
		return 3 * time.Minute
	case knots > 23:
		return 2 * time.Second
	case knots > 14:
		return 6 * time.Second
	}
	return 10 * time.Second
}

func (h hull) lies(hours float64) bool {
	return slices.ContainsFunc(h.lying, func(x span) bool { return x.holds(hours) })
}

// state is where a hull is, how fast and whereto.
func (h hull) state(hours float64) (p geo.Point, knots, course float64) {
	i := 0
	for i < len(h.way)-2 && h.way[i+1].h <= hours {
		i++
	}
	a, b := h.way[i], h.way[i+1]
	f := math.Min(1, math.Max(0, (hours-a.h)/(b.h-a.h)))
	p = geo.Between(a.point(), b.point(), f)
	metres := geo.Distance(a.point(), b.point())
	knots = metres / 1852 / (b.h - a.h)
	course = h.heading
	if metres > 1 {
		course = geo.Bearing(p, b.point())
		if f > 0.999 {
			course = geo.Bearing(a.point(), p)
		}
	}
	if h.abeam != 0 {
		p = geo.Destination(p, math.Mod(h.beside(knots, course)+90, 360), h.abeam)
	}
	return p, knots, course
}

// beside is the direction in which a hull points: along its course when it
// makes way, else as it lies.
func (h hull) beside(knots, course float64) float64 {
	if knots < 1.5 {
		return h.heading
	}
	return course
}

// receives tells whether a message sent now from a place reaches a receiver,
// and which.
func (s *world) receives(t time.Time, p geo.Point) (string, bool) {
	for _, st := range stations() {
		if geo.Distance(st.place, p) < st.km*1000 {
			return st.name, s.rng.Float64() < heardAshore
		}
	}
	if geo.Distance(deaf.centre, p) < deaf.km*1000 {
		return "", false
	}
	i, found := slices.BinarySearchFunc(s.passes, t, func(a, b time.Time) int { return a.Compare(b) })
	if !found {
		i--
	}
	if i < 0 || t.Sub(s.passes[i]) > passLength {
		return "", false
	}
	return fmt.Sprintf("demo-sat-%d", i%3+1), s.rng.Float64() < heardFromUp
}

func (s *world) position(h *hull, hours float64, p geo.Point, knots, course float64, source string, t time.Time) ais.Message {
	var m ais.Message
	m.Reset()
	id := h.ident(hours)
	p = geo.Destination(p, s.rng.Float64()*360, math.Abs(s.rng.NormFloat64())*noiseMetres)
	m.Type, m.MMSI, m.Source, m.Received, m.Channel = 1, id.mmsi, source, t.Unix(), "AB"[s.rng.IntN(2)]
	m.SetPosition(p.Lat, p.Lon)
	m.Status = 0
	if h.lies(hours) {
		m.Type, m.Status = 3, h.status
		knots = 0
	}
	m.SOG = uint16(math.Round(math.Max(0, knots+s.rng.NormFloat64()*0.1) * 10))
	m.COG = uint16(math.Round(math.Mod(course+s.rng.NormFloat64()*1.5+360, 360)*10)) % 3600
	m.Heading = uint16(math.Round(math.Mod(h.beside(knots, course)+s.rng.NormFloat64()+360, 360))) % 360
	m.Second = uint8(t.Second())
	return m
}

func (h hull) ident(hours float64) from {
	id := h.idents[0]
	for _, x := range h.idents {
		if hours >= x.h {
			id = x
		}
	}
	return id
}

func (h hull) static(hours float64, source string, t time.Time) ais.Message {
	var m ais.Message
	m.Reset()
	id := h.ident(hours)
	m.Type, m.MMSI, m.IMO, m.Name, m.CallSign = 5, id.mmsi, id.imo, id.name, id.callSign
	m.Source, m.Received, m.Channel, m.ShipType, m.Destination = source, t.Unix(), 'A', h.shipType, h.destination
	m.A, m.B, m.C, m.D = h.a, h.b, h.c, h.d
	for _, d := range h.draughts {
		if hours >= d.h {
			m.Draught = d.dm
		}
	}
	return m
}

// write encodes what was received, damaging a sentence now and then.
func (s *world) write(w io.Writer) (Stats, error) {
	bw := bufio.NewWriterSize(w, 1<<16)
	stats := Stats{From: Begin, To: End}
	var enc ais.Encoder
	var buf []byte
	for i := range s.out {
		var err error
		if buf, err = enc.Append(buf[:0], &s.out[i].msg); err != nil {
			return stats, err
		}
		stats.Messages++
		switch first := bytes.IndexByte(buf, '\n') + 1; {
		case first < len(buf) && s.rng.IntN(partLost) == 0:
			stats.Damaged++
			buf = s.orphan(buf, first)
		case s.rng.IntN(damage) == 0:
			stats.Damaged++
			buf = s.spoil(buf)
		}
		stats.Sentences += bytes.Count(buf, []byte{'\n'})
		if _, err := bw.Write(buf); err != nil {
			return stats, err
		}
	}
	return stats, bw.Flush()
}

// orphan loses one of the two sentences of a message; the second begins at
// byte first.
func (s *world) orphan(lines []byte, first int) []byte {
	if s.rng.IntN(2) == 0 {
		return lines[:first]
	}
	return lines[first:]
}

// spoil damages a message as receivers do: a character flipped, or the end of
// the line lost.
func (s *world) spoil(line []byte) []byte {
	if s.rng.IntN(2) == 0 {
		i := len(line) - 8
		line[i] ^= 1
		return line
	}
	return append(line[:len(line)-12], '\r', '\n')
}
