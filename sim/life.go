package sim

import (
	"math"

	"plimsoll/geo"
)

// recruit makes the next ship of the fleet.
func (s *Sim) recruit(c craft) *vessel {
	n := len(s.fleet)
	d := s.dice.fork()
	b := &builds[c]
	v := &vessel{sim: s, no: n, craft: c, like: b, dice: d}
	id := nobody(n)
	v.id = &id
	size := v.dice.part()
	size *= size // small ships are more
	v.length = math.Round(b.length[0] + (b.length[1]-b.length[0])*size)
	v.beam = math.Round(v.length / b.slender)
	v.bow, v.port = uint16(v.length*v.dice.between(0.5, 0.85)), uint16(v.beam*v.dice.between(0.3, 0.7))
	v.cruise = v.dice.between(b.knots[0], b.knots[1])
	v.classB = v.dice.chance(b.classB)
	if v.classB {
		id.imo = 0
	}
	if v.length < 60 && v.dice.chance(0.3) { // small craft need no IMO number
		id.imo = 0
	}
	v.errand = &errand{"", s.draughtOf(v, v.dice.chance(0.5))}
	v.radio.due, v.radio.dueStatic = v.dice.between(0, 60), v.dice.between(0, staticEvery)
	s.fleet = append(s.fleet, v)
	v.next = func(v *vessel) { s.goOn(v) }
	return v
}

func (s *Sim) draughtOf(v *vessel, laden bool) uint8 {
	b := v.like
	size := (v.length - b.length[0]) / (b.length[1] - b.length[0])
	m := b.draught[0] * (0.8 + 0.5*size)
	if laden {
		m = math.Max(m+1.5, b.draught[1]*(0.45+0.55*size))
	}
	return uint8(m*10 + v.dice.between(0, 3))
}

// crewTheRest fills the fleet with ships that earn their living.
func (s *Sim) crewTheRest() {
	counts := make([]float64, len(builds))
	free := s.c.Ships - len(s.fleet)
	for n := range free {
		best := 0 // the craft that is farthest behind its share
		for c := range counts {
			if builds[c].share*float64(n+1)-counts[c] > builds[best].share*float64(n+1)-counts[best] {
				best = c
			}
		}
		counts[best]++
		v := s.recruit(craft(best)) //nolint:gosec // six of them
		v.mute = v.dice.chance(0.04)
		s.launch(v)
	}
}

// launch puts an ordinary ship somewhere into its life.
func (s *Sim) launch(v *vessel) {
	d := &v.dice
	switch {
	case v.craft == fishing:
		s.launchFishing(v)
	case v.craft == tug || d.chance(0.4):
		h := s.trade[d.n(len(s.trade))]
		s.layAt(v, h, d.between(0.1, 1)*s.stayOf(v))
	default:
		s.launchAtSea(v)
	}
}

// layAt has a ship lie at a port at the start.
func (s *Sim) layAt(v *vessel, h *harbour, stay float64) {
	no := take(&h.berths)
	v.home, v.pos, v.heading = h, h.berth(no), h.quay()
	s.lie(v, h, no, stay)
}

func (h *harbour) quay() float64 { return math.Mod(h.seaway+90, 360) }

func (s *Sim) launchAtSea(v *vessel) {
	h := s.trade[v.dice.n(len(s.trade))]
	v.home = h
	to, way := s.destination(v)
	if to == nil {
		s.layAt(v, h, s.stayOf(v))
		return
	}
	v.home = nil
	way = cut(way, geo.Length(way)*v.dice.between(0.03, 0.9))
	v.pos, v.course = way[0], bearing(way[0], way[1])
	v.heading, v.speed = v.course, v.cruise*geo.Knot
	v.errand = &errand{portName(to), v.errand.draught}
	s.callAt(v, to, way[1:])
}

func (s *Sim) stayOf(v *vessel) float64 { return v.dice.between(v.like.stayLo, v.like.stayHi) * hour }

// goOn is what a ship does when nothing else is planned: sail to a port.
func (s *Sim) goOn(v *vessel) {
	switch {
	case v.craft == tug && v.home != nil:
		s.towTrip(v)
		return
	case v.craft == fishing:
		s.fish(v)
		return
	}
	to, way := s.destination(v)
	if to == nil { // nowhere to go from here
		v.add(act{do: moor, stay: day})
		return
	}
	laden := v.dice.chance(0.5)
	v.add(act{do: call, then: func(float64) {
		draught := v.errand.draught
		if v.home != nil { // cargo is worked in port, and at sea only in secret
			draught = s.draughtOf(v, laden)
		}
		v.home = nil
		v.setErrand(portName(to), draught)
	}})
	s.callAt(v, to, way)
}

func (v *vessel) setErrand(destination string, draught uint8) {
	v.errand = &errand{destination, draught}
	v.radio.dueStatic = math.Min(v.radio.dueStatic, v.t)
}

// setIdentity has a ship say that it is somebody else.
func (v *vessel) setIdentity(id identity) {
	v.id = &id
	v.radio.dueStatic = math.Min(v.radio.dueStatic, v.t)
}

// voyages is how long ways ships of a craft go, in kilometres.
var voyages = [...][2]float64{
	cargo: {150, 1700}, tanker: {150, 1500}, fishing: {20, 400}, passenger: {60, 500}, tug: {30, 300}, other: {60, 700},
}

// destination picks a port to sail to and the way there from where the ship
// is: one as far as ships of the craft go, else the one that comes nearest to
// it.
func (s *Sim) destination(v *vessel) (*harbour, []geo.Point) {
	var best *harbour
	var bestWay []geo.Point
	off := math.Inf(1)
	for range 25 {
		to := s.trade[v.dice.n(len(s.trade))]
		if to == v.home {
			continue
		}
		var way []geo.Point
		var ok bool
		if v.home != nil {
			way, ok = s.between(v.home, to)
		} else {
			way, ok = s.toPort(v.pos, to)
		}
		if !ok || len(way) < 2 {
			continue
		}
		km := geo.Length(way) / 1000
		if miss := math.Max(voyages[v.craft][0]-km, km-voyages[v.craft][1]); miss < off {
			best, bestWay, off = to, way, miss
		}
		if off <= 0 {
			break
		}
	}
	if best == nil {
		return nil, nil
	}
	return best, s.ownWay(v, bestWay)
}

// ownWay moves the corners of a way a little: ships do not sail in one line.
func (s *Sim) ownWay(v *vessel, way []geo.Point) []geo.Point {
	out := append([]geo.Point{}, way...)
	for i := 1; i < len(out)-1; i++ {
		p := shift(out[i], 4000*v.dice.bell(), 4000*v.dice.bell())
		if s.lanes.sees(out[i-1], p) && s.lanes.sees(p, out[i+1]) {
			out[i] = p
		}
	}
	return out
}

// cut leaves out the first metres of a way.
func cut(way []geo.Point, metres float64) []geo.Point {
	for i := 1; i < len(way); i++ {
		d := geo.Distance(way[i-1], way[i])
		if d > metres {
			return append([]geo.Point{geo.Between(way[i-1], way[i], metres/d)}, way[i:]...)
		}
		metres -= d
	}
	return way[max(0, len(way)-2):]
}

func portName(h *harbour) string {
	var b []byte
	for _, r := range h.port.Name {
		switch {
		case r >= 'a' && r <= 'z':
			b = append(b, byte(r-'a'+'A'))
		case r >= 'A' && r <= 'Z' || r == ' ':
			b = append(b, byte(r))
		}
		if len(b) == 18 {
			break
		}
	}
	return string(b)
}

// callAt sails a way to a port, waits off it where that has to be, and lies
// there.
func (s *Sim) callAt(v *vessel, h *harbour, way []geo.Point) {
	if (v.craft == cargo || v.craft == tanker) && v.dice.chance(0.3) {
		s.waitOff(v, h, way)
		way = nil
	}
	no := take(&h.berths)
	v.add(act{do: sail, way: append(append([]geo.Point{}, way...), h.berth(no))})
	v.add(act{do: call, then: func(float64) { v.home, v.heading = h, h.quay() }})
	s.lie(v, h, no, s.stayOf(v))
}

// waitOff lies at anchor in the roadstead, or drifts there.
func (s *Sim) waitOff(v *vessel, h *harbour, way []geo.Point) {
	no := take(&h.roads)
	name, how, long := "roadstead", anchor, v.dice.between(4, 30)*hour
	if v.dice.chance(0.2) {
		name, how, long = "berth-wait", drift, v.dice.between(4, 8)*hour
	}
	l := s.label(name, v)
	l.Details["port"] = h.port.Code
	v.add(
		act{do: sail, way: append(append([]geo.Point{}, way...), h.roadstead(no))},
		act{do: call, then: func(t float64) { l.begin(t, v.pos) }},
		act{do: how, stay: long, set: 0.1},
		act{do: call, then: func(t float64) { l.finish(t); h.roads[no] = false }},
	)
}

// lie stays at a berth.
func (s *Sim) lie(v *vessel, h *harbour, no int, stay float64) {
	l := s.label("port-call", v)
	l.Details["port"] = h.port.Code
	v.add(
		act{do: call, then: func(t float64) { l.begin(t, v.pos); v.home = h }},
		act{do: moor, stay: stay},
		act{do: call, then: func(t float64) { l.finish(t); h.berths[no] = false }},
	)
}

// towTrip has a tug go out and come back.
func (s *Sim) towTrip(v *vessel) {
	h := v.home
	no := take(&h.berths)
	out := geo.Between(h.port.Point, h.gate, 1)
	out = shift(out, 2500*v.dice.bell(), 2500*v.dice.bell())
	if !s.lanes.isOpen(out) {
		out = h.gate
	}
	v.add(
		act{do: sail, way: []geo.Point{out}},
		act{do: drift, stay: v.dice.between(0.3, 1) * hour},
		act{do: sail, way: []geo.Point{h.berth(no)}},
		act{do: call, then: func(float64) { v.home, v.heading = h, h.quay() }},
	)
	s.lie(v, h, no, s.stayOf(v))
}

// spot is a place at sea, so many metres from the nearest shore, that can be
// reached and heard, with open water around it and no port near.
func (s *Sim) spot(d *dice, lo, hi float64) (geo.Point, bool) {
	f := s.field(s.hub)
	for range 4000 {
		i := d.n(len(s.lanes.open))
		if !s.lanes.open[i] || f.next[i] < 0 || s.c.Reception.cells[i].deaf {
			continue
		}
		p := shift(s.lanes.centre(i), 3000*d.bell(), 3000*d.bell())
		if !s.lanes.isOpen(p) {
			continue
		}
		if _, _, near := s.ports.Within(p, 14_000); near {
			continue
		}
		if m := s.land.DistanceToShore(p); m < lo || m > hi {
			continue
		}
		if s.roomAround(p, math.Min(20_000, hi/3)) {
			return p, true
		}
	}
	return geo.Point{}, false
}

// roomAround says that there is open water all around a place.
func (s *Sim) roomAround(p geo.Point, metres float64) bool {
	for deg := 0.0; deg < 360; deg += 45 {
		if !s.lanes.sees(p, geo.Destination(p, deg, metres)) {
			return false
		}
	}
	return true
}

// nearby is a place within so many metres that is reached in a straight way.
func (s *Sim) nearby(d *dice, from, around geo.Point, metres float64) geo.Point {
	for range 30 {
		p := geo.Destination(around, d.between(0, 360), metres*math.Sqrt(d.part()))
		if s.lanes.sees(from, p) {
			return p
		}
	}
	return from
}

// nearestPort is the port nearest to a place as the crow flies to which there
// is a way.
func (s *Sim) nearestPort(p geo.Point) (*harbour, []geo.Point) {
	var best *harbour
	far := math.Inf(1)
	for _, h := range s.trade {
		if d := geo.Distance(p, h.port.Point); d < far {
			best, far = h, d
		}
	}
	way, ok := s.toPort(p, best)
	if !ok {
		return nil, nil
	}
	return best, way
}
