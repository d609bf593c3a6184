package sim

import (
	"fmt"
	"math"
	"slices"

	"plimsoll/geo"
)

// incident is how one is played: by how many ships, and what they do.
type incident struct {
	name  string
	ships int
	days  float64 // that it needs
	play  func(s *Sim, d *dice, inshore bool) error
}

var incidents = []incident{
	{"dark-gap", 1, 2, (*Sim).playDarkGap},
	{"dprk-call", 1, 4, (*Sim).playDPRKCall},
	{"coverage-gap", 1, 3, (*Sim).playCoverageGap},
	{"laid-up", 1, 1.5, (*Sim).playLaidUp},
	{"encounter", 2, 1.5, (*Sim).playEncounter},
	{"tug-alongside", 2, 1.5, (*Sim).playTug},
	{"pilot", 2, 1.5, (*Sim).playPilot},
	{"anchored-neighbours", 2, 1.5, (*Sim).playNeighbours},
	{"loitering", 1, 1.5, (*Sim).playLoitering},
	{"mmsi-change", 1, 1.5, (*Sim).playMMSIChange},
	{"name-change", 1, 1.5, (*Sim).playNameChange},
	{"imo-change", 1, 1.5, (*Sim).playIMOChange},
	{"flag-hop", 1, 1.5, (*Sim).playFlagHop},
	{"imo-invalid", 1, 1.5, (*Sim).playIMOInvalid},
	{"mmsi-shared", 2, 1.5, (*Sim).playMMSIShared},
	{"imo-false", 1, 1, (*Sim).playIMOFalse},
	{"imo-borrowed", 2, 1.5, (*Sim).playIMOBorrowed},
	{"draught-across-gap", 1, 2, (*Sim).playDraughtAcrossGap},
	{"destination-across-gap", 1, 2, (*Sim).playDestinationAcrossGap},
	{"one-sided", 2, 2, (*Sim).playOneSided},
	{"jump", 1, 1.5, (*Sim).playJump},
	{"jamming", jammed, 1.5, (*Sim).playJamming},
	{"circle", 1, 2, (*Sim).playCircle},
	{"grid", 1, 2, (*Sim).playGrid},
	{"false-speed", 1, 2, (*Sim).playFalseSpeed},
	{"petroleum-delivery", 2, 5, (*Sim).playPetroleum},
	{"coal-export", 1, 5, (*Sim).playCoal},
	{"arms-shuttle", 1, 4, (*Sim).playArms},
}

// Incidents names what can be played.
func Incidents() []string {
	var names []string
	for _, i := range incidents {
		names = append(names, i.name)
	}
	return names
}

// share is how much of the fleet takes part in incidents unless they are
// counted out.
const share = 0.4

// playIncidents crews the ships of all incidents.
func (s *Sim) playIncidents() error {
	for name := range s.c.Incidents {
		if !slices.ContainsFunc(incidents, func(i incident) bool { return i.name == name }) {
			return fmt.Errorf("simulating ships: there is no incident %q; there are %v", name, Incidents())
		}
	}
	perRound := 0
	for _, i := range incidents {
		perRound += i.ships
	}
	for _, i := range incidents {
		n := s.c.Incidents[i.name]
		if s.c.Incidents == nil && s.c.Days >= i.days {
			n = int(math.Round(share * float64(s.c.Ships) / float64(perRound)))
		}
		d := s.dice.fork()
		for k := range n {
			if len(s.fleet)+i.ships > s.c.Ships {
				return fmt.Errorf("simulating ships: %d ships are too few for the incidents asked for (%s, %d of %d)", s.c.Ships, i.name, k+1, n)
			}
			if err := i.play(s, &d, k%2 == 0); err != nil {
				return fmt.Errorf("simulating ships: playing %s, %d of %d: %w", i.name, k+1, n, err)
			}
		}
	}
	return nil
}

// place is a spot near a shore or far out.
func (s *Sim) place(d *dice, inshore bool) (geo.Point, error) {
	lo, hi := 60_000.0, 260_000.0
	if inshore {
		lo, hi = 7_000, 32_000
	}
	for range 40 {
		if p, ok := s.spot(d, lo, hi); ok {
			return p, nil
		}
	}
	return geo.Point{}, fmt.Errorf("no place between %.0f and %.0f km from the shore", lo/1000, hi/1000)
}

// moment is when an incident begins: late enough for a history, early enough
// to be over before the data ends.
func (s *Sim) moment(d *dice, lasts float64) float64 {
	first := math.Min(14*hour, 0.35*s.seconds)
	last := math.Max(s.seconds-lasts-5*hour, first+1)
	return d.between(first, last)
}

// comeTo has a ship arrive at a place at about a time, from a port or from the
// open sea.
func (s *Sim) comeTo(v *vessel, d *dice, p geo.Point, at float64, stops bool) error {
	for range 40 {
		h := s.trade[d.n(len(s.trade))]
		way, ok := s.fromPort(h, p)
		if !ok || len(way) < 2 {
			continue
		}
		way = s.ownWay(v, way)
		metres := geo.Length(way)
		if metres < 40_000 || metres > 1_600_000 {
			continue
		}
		takes := metres / (v.cruise * geo.Knot)
		if takes >= at {
			way = cut(way, metres-at*v.cruise*geo.Knot)
			v.pos, v.course = way[0], bearing(way[0], way[1])
			v.heading, v.speed = v.course, v.cruise*geo.Knot
			way = way[1:]
		} else {
			s.layAt(v, h, at-takes)
			v.add(act{do: call, then: func(float64) { v.home = nil }})
		}
		v.setErrand("FOR ORDERS", v.errand.draught)
		v.add(act{do: sail, way: way, through: !stops})
		return nil
	}
	return fmt.Errorf("no port from which %v can be reached", p)
}

// do adds something that happens at a moment.
func (v *vessel) do(f func(t float64)) { v.add(act{do: call, then: f}) }

// goDark turns the transponder off, comeUp on again.
func (v *vessel) goDark(l *Label) {
	v.do(func(t float64) {
		v.radio.off = true
		if l != nil {
			l.begin(t, v.pos)
		}
	})
}

func (v *vessel) comeUp(l *Label) {
	v.do(func(t float64) {
		v.radio.off = false
		v.radio.due, v.radio.dueStatic = math.Max(v.radio.due, t), math.Max(v.radio.dueStatic, t)
		if l != nil {
			l.finish(t)
		}
	})
}

// freighter is a cargo ship or a tanker.
func freighter(d *dice) craft {
	if d.chance(0.5) {
		return tanker
	}
	return cargo
}

// nearestGround is a fishing ground near a shore or far out: there are others
// to be heard.
func (s *Sim) someGround(d *dice, inshore bool) geo.Point {
	for range 60 {
		g := s.grounds[d.n(len(s.grounds))]
		if s.land.DistanceToShore(g) < inshoreKM*1000 == inshore {
			return g
		}
	}
	return s.grounds[d.n(len(s.grounds))]
}

func (s *Sim) playDarkGap(d *dice, inshore bool) error {
	return s.playGap(d, inshore, "dark-gap", func(*vessel, *Label) {})
}

func (s *Sim) playDraughtAcrossGap(d *dice, inshore bool) error {
	return s.playGap(d, inshore, "draught-across-gap", func(v *vessel, l *Label) {
		was := v.errand.draught
		now := was + 12 + uint8(v.dice.n(20)) //nolint:gosec // small
		if was > 75 {
			now = was - 25
		}
		v.setErrand(v.errand.destination, now)
		l.Parameters["draught_before"], l.Parameters["draught_after"] = float64(was)/10, float64(now)/10
	})
}

func (s *Sim) playDestinationAcrossGap(d *dice, inshore bool) error {
	return s.playGap(d, inshore, "destination-across-gap", func(v *vessel, l *Label) {
		l.Details["from"] = v.errand.destination
		v.setErrand(portName(s.trade[v.dice.n(len(s.trade))]), v.errand.draught)
		l.Details["to"] = v.errand.destination
	})
}

// playGap has a ship be silent in a fishing ground and change something
// before it is heard again.
func (s *Sim) playGap(d *dice, inshore bool, name string, change func(v *vessel, l *Label)) error {
	v := s.recruit(freighter(d))
	g := s.someGround(d, inshore)
	lasts := d.between(8, 16) * hour
	a := s.nearby(d, g, g, 12_000)
	if err := s.comeTo(v, d, a, s.moment(d, lasts), false); err != nil {
		return err
	}
	l := s.label(name, v)
	l.Parameters["hours"] = lasts / hour
	b := s.nearby(d, a, g, 15_000)
	v.goDark(l)
	v.add(act{do: sail, way: []geo.Point{b}, knots: v.cruise * 0.7})
	v.do(func(t float64) {
		v.add(act{do: drift, stay: math.Max(60, l.from+lasts-t)})
		v.do(func(float64) { change(v, l) })
		v.comeUp(l)
		s.keepOn(v, d)
	})
	return nil
}

// dprkPorts are called at with the transponder off; the place is where it is
// turned off, within a day's reach.
var dprkPorts = []struct {
	code string
	off  geo.Point
}{
	{"KPNAM", geo.Point{Lat: 38.0, Lon: 123.7}},
	{"KPWON", geo.Point{Lat: 38.9, Lon: 130.6}},
	{"KPHGM", geo.Point{Lat: 38.9, Lon: 130.6}},
	{"KPCHO", geo.Point{Lat: 41.6, Lon: 131.6}},
	{"KPRJN", geo.Point{Lat: 41.6, Lon: 131.6}},
}

func (s *Sim) playDPRKCall(d *dice, _ bool) error {
	v := s.recruit(freighter(d))
	where := dprkPorts[d.n(len(dprkPorts))]
	l := s.label("dprk-call", v)
	return s.callUnseen(v, d, l, where.code, where.off)
}

// callUnseen goes dark, calls at a port and comes up again near where it went
// dark.
func (s *Sim) callUnseen(v *vessel, d *dice, l *Label, code string, off geo.Point) error {
	h := s.byCode[code]
	if h == nil {
		return fmt.Errorf("the port %s is not in the sea area", code)
	}
	stay := d.between(9, 16) * hour
	a, b := s.nearby(d, off, off, 10_000), s.nearby(d, off, off, 10_000)
	in, ok := s.toPort(a, h)
	out, ok2 := s.fromPort(h, b)
	if !ok || !ok2 {
		return fmt.Errorf("no way from %v to %s", off, h.port.Name)
	}
	lasts := stay + 2*geo.Length(in)/(v.cruise*geo.Knot)
	if err := s.comeTo(v, d, a, s.moment(d, lasts+2*hour), false); err != nil {
		return err
	}
	s.unseen(v, h, l, in, out, stay, s.otherCargo)
	v.do(func(float64) { s.keepOn(v, d) })
	return nil
}

// otherCargo is the draught of a ship that was laden when it was light, and the
// other way round.
func (s *Sim) otherCargo(v *vessel) uint8 {
	return s.draughtOf(v, v.errand.draught < s.draughtOf(v, true)-8)
}

func (s *Sim) laden(v *vessel) uint8 { return s.draughtOf(v, true) }

func (s *Sim) light(v *vessel) uint8 { return s.draughtOf(v, false) }

// unseen goes dark, sails in, lies there, sails out and comes up with another
// draught.
func (s *Sim) unseen(v *vessel, h *harbour, l *Label, in, out []geo.Point, stay float64, draught func(v *vessel) uint8) {
	no := take(&h.berths)
	l.Details["port"] = h.port.Code
	l.Parameters["hours_in_port"] = stay / hour
	v.goDark(l)
	v.add(act{do: sail, way: append(in[1:], h.berth(no))}, act{do: moor, stay: stay})
	v.do(func(float64) {
		was := v.errand.draught
		v.setErrand("FOR ORDERS", draught(v))
		l.Parameters["draught_before"], l.Parameters["draught_after"] = float64(was)/10, float64(v.errand.draught)/10
	})
	v.do(func(float64) { h.berths[no] = false })
	v.add(act{do: sail, way: out, through: true})
	v.comeUp(l)
}

// keepOn has a ship hold its course for a while: nobody turns about at the very
// place where something is to be hidden.
func (s *Sim) keepOn(v *vessel, d *dice) {
	for _, x := range []struct{ km, off float64 }{{50, 6}, {30, 6}, {40, 30}, {15, 20}, {40, 90}, {25, 180}, {8, 180}} {
		for range 12 {
			p := geo.Destination(v.pos, math.Mod(v.course+360+d.between(-x.off, x.off), 360), x.km*1000)
			if s.lanes.sees(v.pos, p) {
				v.add(act{do: sail, way: []geo.Point{p}, through: true})
				return
			}
		}
	}
}

func (s *Sim) playCoverageGap(d *dice, _ bool) error {
	if len(s.c.Reception.Deaf) == 0 {
		return nil
	}
	c := s.c.Reception.Deaf[d.n(len(s.c.Reception.Deaf))]
	deg := d.between(0, 360)
	for range 72 { // sides on which there is water
		deg = math.Mod(deg+35, 360)
		a, b := geo.Destination(c.Centre, deg, (c.KM+15)*1000), geo.Destination(c.Centre, math.Mod(deg+150+d.between(0, 60), 360), (c.KM+15)*1000)
		if !s.lanes.sees(a, b) {
			continue
		}
		v := s.recruit(cargo)
		lasts := geo.Distance(a, b) / (v.cruise * geo.Knot)
		if err := s.comeTo(v, d, a, s.moment(d, lasts), false); err != nil {
			return err
		}
		l := s.label("coverage-gap", v)
		v.do(func(t float64) { l.begin(t, v.pos) })
		v.add(act{do: sail, way: []geo.Point{b}, through: true})
		v.do(func(t float64) { l.finish(t) })
		return nil
	}
	return nil
}

func (s *Sim) playLaidUp(d *dice, _ bool) error {
	v := s.recruit(freighter(d))
	h := s.trade[d.n(len(s.trade))]
	no := take(&h.berths)
	v.home, v.pos, v.heading = h, h.berth(no), h.quay()
	l, call := s.label("laid-up", v), s.label("port-call", v)
	off := d.between(8, 16) * hour
	v.do(func(t float64) { call.begin(t, v.pos) })
	v.add(act{do: moor, stay: s.moment(d, off)})
	v.goDark(l)
	v.add(act{do: moor, stay: off})
	v.comeUp(l)
	v.add(act{do: moor, stay: 3 * hour})
	v.do(func(t float64) { call.finish(t); h.berths[no] = false })
	return nil
}

func (s *Sim) playLoitering(d *dice, inshore bool) error {
	v := s.recruit(freighter(d))
	p, err := s.place(d, inshore)
	if err != nil {
		return err
	}
	lasts := d.between(7, 20) * hour
	if err := s.comeTo(v, d, p, s.moment(d, lasts), true); err != nil {
		return err
	}
	l := s.label("loitering", v)
	v.do(func(t float64) { l.begin(t, v.pos) })
	v.add(act{do: drift, stay: lasts, set: d.between(0.1, 0.6)})
	v.do(func(t float64) { l.finish(t) })
	return nil
}
