package sim

import (
	"math"
	"slices"

	"plimsoll/geo"
)

// vessel is one hull: how it moves, what it does next, and its radio.
type vessel struct {
	sim   *Sim
	no    int
	craft craft
	like  *build
	dice  dice

	length, beam float64
	bow, port    uint16 // metres from the antenna
	classB       bool
	mute         bool    // its installer left the dimensions out
	cruise       float64 // knots

	id     *identity
	errand *errand

	t        float64 // seconds since the start, up to which it has moved
	pos      geo.Point
	speed    float64 // metres a second
	course   float64 // degrees
	heading  float64
	turnRate float64 // degrees a second
	hold     hold

	acts   []act
	at     int // the act that goes on
	home   *harbour
	next   func(v *vessel) // plans what follows when all acts are done
	alarms []alarm         // by time

	radio radio
}

// alarm is something that happens to a ship at a moment, whatever it does.
type alarm struct {
	at   float64
	ring func(t float64)
}

// hold is how a ship stays where it is.
type hold struct {
	kind  verb
	since float64
	base  geo.Point // moored: the place; at anchor: the anchor; adrift: where it began
	phase float64
	reach float64 // metres: of the swing, or of the tide
	east  float64 // metres a second
	north float64
}

type verb uint8

const (
	sail verb = iota
	moor
	anchor
	drift
	join
	call
)

// act is one thing that a ship does.
type act struct {
	do      verb
	begun   bool
	through bool          // sail: does not stop at the end
	way     []geo.Point   // sail
	leg     int           // the point steered for
	knots   float64       // sail: 0 is the ship's own speed
	stay    float64       // seconds; 0: until
	until   func() bool   // asked every minute
	end     float64       //
	with    *vessel       // join
	abeam   float64       // join: metres between the antennas
	set     float64       // drift: knots, 0 is any below half a knot
	then    func(float64) // call
}

const (
	tide       = 44_712.0 // seconds: the moon's
	radian     = math.Pi / 180
	comeAbout  = 45.0 // degrees off the course: slow down
	waitStep   = 60.0
	fineStep   = 5.0
	coarseStep = 60.0
)

func (v *vessel) add(a ...act) { v.acts = append(v.acts, a...) }

// later has something happen to a ship at a moment.
func (v *vessel) later(at float64, ring func(t float64)) {
	i := 0
	for i < len(v.alarms) && v.alarms[i].at <= at {
		i++
	}
	v.alarms = slices.Insert(v.alarms, i, alarm{at, ring})
}

// ring does what is due.
func (v *vessel) ring(t float64) {
	for len(v.alarms) > 0 && v.alarms[0].at <= t {
		a := v.alarms[0]
		v.alarms = v.alarms[1:]
		a.ring(a.at)
	}
}

// moveTo brings a ship to a moment.
func (v *vessel) moveTo(t float64) {
	for v.t < t {
		if v.at == len(v.acts) {
			v.acts, v.at = v.acts[:0], 0
			v.next(v)
			if len(v.acts) == 0 {
				v.add(act{do: moor, stay: 3600})
			}
		}
		at := v.at
		if a := &v.acts[at]; !a.begun {
			a.begun = true
			v.begin(a)
		}
		var done bool
		a := &v.acts[at]
		switch a.do {
		case call:
			v.call(at)
			done = true
		case sail:
			done = v.sail(a, t)
		default:
			done = v.stay(a, t)
		}
		if done {
			v.acts[at] = act{do: call}
			v.at = at + 1
		}
	}
}

// call does what an act says; what it plans comes before what was planned
// already.
func (v *vessel) call(at int) {
	var tail []act
	if at+1 < len(v.acts) {
		tail = slices.Clone(v.acts[at+1:])
	}
	then := v.acts[at].then
	v.acts = v.acts[:at+1]
	then(v.t)
	v.acts = append(v.acts, tail...)
}

func (v *vessel) begin(a *act) {
	switch a.do {
	case sail:
		v.hold.kind = sail
		if a.knots == 0 {
			a.knots = v.cruise
		}
		if v.speed < 1 && len(a.way) > 0 {
			v.course = bearing(v.pos, a.way[0])
		}
	case moor, anchor, drift, join:
		v.speed, v.turnRate = 0, 0
		v.holdFor(a)
		a.end = math.Inf(1)
		if a.stay > 0 {
			a.end = v.t + a.stay
		}
	}
}

// holdFor begins to stay so that the ship does not leap.
func (v *vessel) holdFor(a *act) {
	h := hold{kind: a.do, since: v.t, base: v.pos, phase: v.dice.between(0, 2*math.Pi)}
	switch a.do {
	case anchor:
		h.reach = 60 + v.length*0.4
		e, n := h.swing(0)
		h.base = shift(v.pos, -e, -n)
	case drift:
		h.reach = v.dice.between(200, 900)
		knots := a.set
		if knots == 0 {
			knots = v.dice.between(0.1, 0.5)
		}
		dir := v.leeway(knots, a.stay)
		h.east, h.north = knots*geo.Knot*math.Sin(dir), knots*geo.Knot*math.Cos(dir)
		v.heading = math.Mod(dir/radian+90, 360)
		v.course = dir / radian
	case join:
		v.heading = a.with.heading
	}
	v.hold = h
}

// leeway is a direction in which a ship can drift without going aground.
func (v *vessel) leeway(knots, stay float64) (dir float64) {
	way := knots*geo.Knot*math.Max(stay, 6*hour) + 1500
	for range 24 {
		dir = v.dice.between(0, 2*math.Pi)
		if v.sim.lanes.sees(v.pos, shift(v.pos, way*math.Sin(dir), way*math.Cos(dir))) {
			break
		}
	}
	return dir
}

// swing is the way from the anchor, t seconds after it was let go.
func (h *hold) swing(t float64) (east, north float64) {
	a := h.phase + 1.4*math.Sin(2*math.Pi*t/tide+h.phase) + 0.12*math.Sin(2*math.Pi*t/1500)
	return h.reach * math.Sin(a), h.reach * math.Cos(a)
}

// held is where a ship that stays is at a moment.
func (v *vessel) held(t float64) geo.Point {
	h, dt := &v.hold, t-v.hold.since
	switch h.kind {
	case anchor:
		e, n := h.swing(dt)
		return shift(h.base, e, n)
	case drift:
		a := 2 * math.Pi * dt / tide
		return shift(h.base, h.east*dt+h.reach*(math.Sin(a+h.phase)-math.Sin(h.phase)),
			h.north*dt+0.6*h.reach*(math.Cos(h.phase)-math.Cos(a+h.phase)))
	}
	return h.base
}

// stay keeps a ship where it is until t or until it is over.
func (v *vessel) stay(a *act, t float64) (done bool) {
	to := math.Min(t, a.end)
	if a.until != nil || a.do == join {
		to = math.Min(to, v.t+waitStep)
	}
	if a.do == join {
		v.alongside(a, to)
	} else {
		before, dt := v.pos, to-v.t
		v.pos = v.held(to)
		if dt > 1 && v.hold.kind != moor {
			v.speed, v.course = math.Min(geo.Distance(before, v.pos)/dt, 1.5), bearing(before, v.pos)
			if v.hold.kind == anchor {
				v.heading = bearing(v.pos, v.hold.base)
			}
		}
	}
	v.t = to
	over := to >= a.end || a.until != nil && a.until()
	if over {
		v.hold.kind = sail
	}
	return over
}

// alongside brings a ship beside another that drifts or lies, over some
// minutes, and keeps it there.
func (v *vessel) alongside(a *act, to float64) {
	h := a.with
	there := h.pos
	if h.hold.kind != sail {
		there = h.held(to)
	}
	side := (h.heading + 90) * radian
	there = shift(there, a.abeam*math.Sin(side), a.abeam*math.Cos(side))
	d, dt := geo.Distance(v.pos, there), to-v.t
	before := v.pos
	if most := 1.2 * dt; d > most+3 { // 2.3 kn
		v.pos = geo.Between(v.pos, there, most/d)
	} else {
		v.pos = there
	}
	v.heading = h.heading
	if dt > 1 {
		v.speed, v.course = math.Min(geo.Distance(before, v.pos)/dt, 1.5), bearing(before, v.pos)
	}
}

// sail steers for the next point until t or until the last is reached.
func (v *vessel) sail(a *act, t float64) (done bool) {
	if a.leg >= len(a.way) {
		return true
	}
	for v.t < t {
		last := a.leg == len(a.way)-1
		east, north := offset(v.pos, a.way[a.leg])
		d := math.Hypot(east, north)
		if near := v.nearEnough(last && !a.through); d <= near {
			if last && !a.through {
				v.pos = a.way[a.leg]
			}
			if a.leg++; a.leg == len(a.way) {
				return true
			}
			continue
		}
		v.steer(a, math.Atan2(east, north)/radian, d, last && !a.through, t)
	}
	return false
}

func (v *vessel) nearEnough(stops bool) float64 {
	if stops {
		return 12
	}
	return math.Max(250, 1.6*v.speed/(v.like.turn*radian))
}

// steer sails one step.
func (v *vessel) steer(a *act, want, d float64, stops bool, t float64) {
	off := math.Remainder(want-v.course, 360)
	dt := math.Min(coarseStep, t-v.t)
	if math.Abs(off) > 1.5 || stops && d < 4000 || v.speed < 0.9*a.knots*geo.Knot {
		dt = math.Min(dt, fineStep)
	}
	goal := a.knots * geo.Knot
	if math.Abs(off) > comeAbout {
		goal *= 0.6
	}
	if d < 2.5*v.speed/(v.like.turn*radian) && math.Abs(off) > comeAbout/2 {
		goal = math.Min(goal, 2) // else it would go round and round a place within its turning circle
	}
	slow := 1.5 * v.like.gather
	if stops {
		goal = math.Min(goal, math.Sqrt(2*slow*d)*0.9+0.15)
	}
	v.speed += math.Max(-slow*dt, math.Min(v.like.gather*dt, goal-v.speed))
	rate := v.like.turn
	if v.speed < 2.5 { // tugs and thrusters
		rate = math.Max(rate, 4)
	}
	turn := math.Max(-rate*dt, math.Min(rate*dt, off))
	v.course = math.Mod(v.course+turn+360, 360)
	v.turnRate = turn / dt
	if math.Abs(v.turnRate) < 0.02 {
		v.turnRate = 0
	}
	way := v.speed * dt
	if stops {
		way = math.Min(way, d)
	}
	v.pos = shift(v.pos, way*math.Sin(v.course*radian), way*math.Cos(v.course*radian))
	v.heading = v.course
	v.t += dt
}

// offset is the way from a to b in metres east and north.
func offset(a, b geo.Point) (east, north float64) {
	return (b.Lon - a.Lon) * metresPerDe * math.Cos((a.Lat+b.Lat)/2*radian), (b.Lat - a.Lat) * metresPerDe
}

func shift(p geo.Point, east, north float64) geo.Point {
	return geo.Point{Lat: p.Lat + north/metresPerDe, Lon: p.Lon + east/(metresPerDe*math.Cos(p.Lat*radian))}
}

func bearing(a, b geo.Point) float64 {
	e, n := offset(a, b)
	return math.Mod(math.Atan2(e, n)/radian+360, 360)
}
