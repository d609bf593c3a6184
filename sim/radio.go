package sim

import (
	"math"

	"plimsoll/ais"
	"plimsoll/geo"
)

// radio is a ship's transponder.
type radio struct {
	off       bool
	due       float64 // seconds: the next position
	dueStatic float64
	falsify   falsify // nil for an honest one
	exact     bool    // false positions are sent without noise
}

// falsify gives the position that is sent instead of the true one.
type falsify func(t float64, true_ geo.Point) (p geo.Point, knots, course float64)

// report is a message on its way to the receiver of the feed.
type report struct {
	at       int64 // seconds since the start
	id       *identity
	errand   *errand
	ship     *vessel
	lat, lon int32
	sog, cog uint16
	heading  uint16
	source   int16
	kind     uint8 // type of message; 24 with part
	part     uint8
	status   uint8
	rot      int8
}

const (
	typeClassA = 1
	typeTurn   = 3
	typeStatic = 5
	typeClassB = 18
	typePart   = 24
	typeLong   = 27

	statusWay      = 0
	statusAnchor   = 1
	statusMoored   = 5
	statusFishing  = 7
	staticEvery    = 360.0
	longRangeShare = 0.12 // of what a satellite hears of class A
)

// interval is how long a ship waits between two positions (ITU-R M.1371-5,
// annex 1, tables 1 and 2).
func (v *vessel) interval() float64 {
	knots := v.speed / geo.Knot
	if v.classB {
		if knots > 2 {
			return 30
		}
		return 180
	}
	turning := math.Abs(v.turnRate) > 0.1
	switch {
	case knots <= 3 && (v.hold.kind == moor || v.hold.kind == anchor):
		return 180
	case knots > 23:
		return 2
	case knots > 14 && turning:
		return 2
	case knots > 14:
		return 6
	case turning:
		return 10.0 / 3
	}
	return 10
}

// transmit sends what is due before a moment and moves the ship there.
func (s *Sim) transmit(v *vessel, until float64) {
	for v.radio.due < until {
		at := v.radio.due
		v.moveTo(at)
		if len(v.alarms) > 0 {
			v.ring(at)
		}
		if n := v.interval(); v.radio.off {
			v.radio.due += math.Max(n, 60)
		} else {
			wait := math.Max(n, s.every)
			v.radio.due += wait
			s.position(v, at, wait/n)
		}
		if v.radio.dueStatic <= at && !v.radio.off {
			s.static(v, at)
		}
	}
	v.moveTo(until)
}

// position sends one position, which stands for n of them.
func (s *Sim) position(v *vessel, at, n float64) {
	if at >= s.skyFrom || at < s.skySince {
		s.sky(at)
	}
	first, second := s.c.Reception.hears(&v.dice, v.pos, at, n, v.classB, s.skyOpen)
	if first < 0 {
		return
	}
	r := report{at: int64(at), id: v.id, errand: v.errand, ship: v, source: int16(first), kind: v.positionType(first == 0)} //nolint:gosec // few receivers
	p, speed, course := v.pos, v.speed/geo.Knot, v.course
	if v.radio.falsify != nil {
		p, speed, course = v.radio.falsify(at, p)
	}
	if noise := s.c.Reception.NoiseM; noise > 0 {
		if v.radio.falsify != nil && v.radio.exact {
			noise = 0
		}
		p = shift(p, noise*v.dice.bell(), noise*v.dice.bell())
		if v.hold.kind != moor || v.radio.falsify != nil {
			speed = math.Max(0, speed+0.06*v.dice.bell())
		}
	}
	if g := s.c.Reception.Glitches; g > 0 && v.dice.chance(g) {
		far, deg := v.dice.between(5_000, 900_000), v.dice.between(0, 2*math.Pi)
		p = shift(p, far*math.Sin(deg), far*math.Cos(deg))
	}
	r.lat, r.lon = int32(math.Round(p.Lat*600_000)), int32(math.Round(p.Lon*600_000))
	v.fill(&r, speed, course)
	if r.kind == typeLong {
		r.coarse()
	}
	s.queue(v, r, second)
}

func (v *vessel) positionType(sky bool) uint8 {
	switch {
	case v.classB:
		return typeClassB
	case sky && v.dice.chance(longRangeShare):
		return typeLong
	case v.turnRate != 0 || v.hold.kind == anchor || v.hold.kind == moor:
		return typeTurn
	}
	return typeClassA
}

func (v *vessel) fill(r *report, knots, course float64) {
	r.sog = uint16(math.Min(knots*10+0.5, 1022))
	if knots < 0.3 { // a receiver of satellites knows no course of what does not move
		course = v.dice.between(0, 360)
	}
	r.cog = uint16(math.Mod(course*10+v.dice.between(0, 8), 3600))
	r.heading = uint16(math.Mod(v.heading+0.5+360, 360))
	if v.classB && v.no%3 > 0 { // small craft have no gyro
		r.heading = ais.HeadingNotAvailable
	}
	r.status, r.rot = statusWay, 0
	switch {
	case v.hold.kind == anchor:
		r.status = statusAnchor
	case v.hold.kind == moor:
		r.status = statusMoored
	case v.craft == fishing && knots < 5:
		r.status = statusFishing
	}
	if v.turnRate != 0 {
		rate := 4.733 * math.Sqrt(math.Abs(v.turnRate)*60)
		r.rot = int8(math.Copysign(math.Min(math.Round(rate), 126), v.turnRate))
	}
}

// coarse rounds to what a message of type 27 can hold: 1/10 minute, knots,
// degrees.
func (r *report) coarse() {
	const tenth = 1000
	round := func(x int32) int32 { return int32(math.Round(float64(x)/tenth)) * tenth }
	r.lat, r.lon = round(r.lat), round(r.lon)
	r.sog, r.cog = min(r.sog/10*10, 620), r.cog/10*10
	r.heading, r.rot = ais.HeadingNotAvailable, ais.ROTNotAvailable
	if r.status == statusMoored || r.status == statusAnchor || r.status == statusFishing {
		return
	}
	r.status = statusWay
}

// static sends who the ship is.
func (s *Sim) static(v *vessel, at float64) {
	wait := math.Max(staticEvery, 5*s.every)
	for v.radio.dueStatic <= at {
		v.radio.dueStatic += wait
	}
	first, second := s.c.Reception.hears(&v.dice, v.pos, at, 1+s.every/60, v.classB, s.skyOpen)
	if first < 0 {
		return
	}
	r := report{at: int64(at), id: v.id, errand: v.errand, ship: v, source: int16(first), kind: typeStatic} //nolint:gosec // few receivers
	if t := s.c.Reception.Typos; t > 0 && v.dice.chance(t) {
		r.id = v.id.mistyped(&v.dice)
	}
	if v.classB {
		r.kind = typePart
		s.queue(v, r, second)
		r.part = 1
	}
	s.queue(v, r, second)
}

// queue puts a report where it will be delivered, and its double.
func (s *Sim) queue(v *vessel, r report, second int) {
	c := s.c.Reception
	at := r.at
	if c.Late > 0 && v.dice.chance(c.Late) {
		at += int64(v.dice.between(0, c.Lag*60))
	}
	s.deliver(at, r)
	if second >= 0 && c.Duplicates > 0 && v.dice.chance(c.Duplicates*2) {
		r.source = int16(second) //nolint:gosec // few receivers
		s.deliver(r.at+int64(v.dice.n(3)), r)
	}
}

// message fills in the message of a report.
func (s *Sim) message(m *ais.Message, r *report) {
	m.Reset()
	v := r.ship
	m.Type, m.MMSI, m.Source = r.kind, r.id.mmsi, s.c.Reception.receivers[r.source].name
	m.Received = s.start + r.at + s.c.Reception.receivers[r.source].skew
	m.Channel = 'A' + byte(r.at&1)
	s.line++
	m.Line = s.line
	switch r.kind {
	case typeStatic:
		m.IMO, m.Name, m.CallSign = r.id.imo, r.id.name, r.id.sign
		m.Destination, m.Draught = r.errand.destination, r.errand.draught
		v.describe(m)
		m.EPFD, m.Version = 1, 2
	case typePart:
		m.Part = r.part
		if r.part == 0 {
			m.Name = r.id.name
			return
		}
		m.CallSign, m.Vendor = r.id.sign, "SIM"
		v.describe(m)
	default:
		m.Lat, m.Lon, m.HasPosition = r.lat, r.lon, true
		m.SOG, m.COG, m.Heading = r.sog, r.cog, r.heading
		m.Second = uint8(m.Received % 60) //nolint:gosec // below 60
		m.Accuracy = true
		switch r.kind {
		case typeClassB:
			m.CS, m.DSC, m.Band, m.Msg22 = true, true, true, true
		case typeLong:
			m.Status, m.Second = r.status, ais.SecondNotAvailable
		default:
			m.Status, m.ROT = r.status, r.rot
		}
	}
}

func (v *vessel) describe(m *ais.Message) {
	m.ShipType = v.like.code
	if v.mute {
		return
	}
	length, beam := uint16(v.length), uint16(v.beam)
	m.A, m.B, m.C, m.D = v.bow, length-v.bow, v.port, beam-v.port
}
