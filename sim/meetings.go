package sim

import (
	"math"

	"plimsoll/geo"
)

// meeting is two ships that come to one place: the host waits, the guest comes
// alongside, both stay, and part.
type meeting struct {
	host, guest *vessel
	label       *Label
	stay        float64
	lie         verb // how the host lies
	apart       float64
	there, over bool
	after       func(t float64) // what the guest does when they have parted
}

// meet plans a meeting at a place at about a time.
func (s *Sim) meet(d *dice, m *meeting, p geo.Point, at float64) error {
	if err := s.comeTo(m.host, d, p, at-d.between(0.2, 1.5)*hour, true); err != nil {
		return err
	}
	beside := s.nearby(d, p, p, 4000)
	if err := s.comeTo(m.guest, d, beside, at, true); err != nil {
		return err
	}
	h, g := m.host, m.guest
	h.do(func(float64) { m.there = true })
	h.add(act{do: m.lie, until: func() bool { return m.over }, set: d.between(0.1, 0.4)})
	g.add(act{do: drift, until: func() bool { return m.there }, set: 0.2})
	g.do(func(float64) { // the last miles, to where the host has drifted meanwhile
		near := geo.Destination(h.pos, bearing(h.pos, g.pos), 350)
		g.add(act{do: sail, way: []geo.Point{near}, knots: math.Min(6, g.cruise)})
		s.comeAlongside(m)
	})
	return nil
}

// comeAlongside is the guest's part from when the host is in sight.
func (s *Sim) comeAlongside(m *meeting) {
	h, g := m.host, m.guest
	abeam := m.apart + h.beam/2 + g.beam/2
	g.add(act{do: join, with: h, abeam: abeam, stay: 10 * 60})
	g.do(func(t float64) {
		m.label.begin(t, g.pos)
		m.label.Parameters["hours"] = m.stay / hour
	})
	g.add(act{do: join, with: h, abeam: abeam, stay: m.stay})
	g.do(func(t float64) {
		m.label.finish(t)
		m.over = true
		s.handOver(m)
		if m.after != nil {
			m.after(t)
		}
	})
}

// handOver has what was carried over show in the draughts.
func (s *Sim) handOver(m *meeting) {
	h, g := m.host, m.guest
	if h.craft != tanker && h.craft != cargo || h.craft != g.craft {
		return
	}
	by := uint8(9 + h.dice.n(12))
	up, down := h, g
	if h.errand.draught > g.errand.draught {
		up, down = g, h
	}
	down.setErrand("FOR ORDERS", down.errand.draught-min(by, down.errand.draught/3))
	up.setErrand("FOR ORDERS", up.errand.draught+by)
}

func (s *Sim) playEncounter(d *dice, inshore bool) error {
	p, err := s.place(d, inshore)
	if err != nil {
		return err
	}
	c := tanker
	if d.chance(0.25) {
		c = cargo
	}
	m := &meeting{host: s.recruit(c), guest: s.recruit(c), stay: d.between(3, 9) * hour, lie: drift, apart: d.between(3, 12)}
	if inshore && d.chance(0.5) {
		m.lie = anchor
	}
	m.label = s.label("encounter", m.host, m.guest)
	return s.meet(d, m, p, s.moment(d, m.stay))
}

func (s *Sim) playTug(d *dice, _ bool) error {
	p, err := s.place(d, true)
	if err != nil {
		return err
	}
	m := &meeting{host: s.recruit(freighter(d)), guest: s.recruit(tug), stay: d.between(2.5, 5) * hour, lie: drift, apart: 3}
	m.label = s.label("tug-alongside", m.host, m.guest)
	return s.meet(d, m, p, s.moment(d, m.stay))
}

func (s *Sim) playPilot(d *dice, _ bool) error {
	h := s.trade[d.n(len(s.trade))]
	ship, boat := s.recruit(freighter(d)), s.recruit(other)
	boat.like = pilotBuild()
	boat.length, boat.beam, boat.bow, boat.port, boat.classB, boat.cruise = 16, 5, 5, 2, false, 18
	m := &meeting{host: ship, guest: boat, stay: d.between(0.2, 0.5) * hour, lie: drift, apart: 2}
	m.label = s.label("pilot", ship, boat)
	at := s.moment(d, m.stay)
	if err := s.comeTo(ship, d, h.gate, at-0.4*hour, true); err != nil {
		return err
	}
	ship.do(func(float64) { m.there = true })
	ship.add(act{do: drift, until: func() bool { return m.over }, set: 0.2})
	no := take(&h.berths)
	boat.home, boat.pos, boat.heading = h, h.berth(no), h.quay()
	lying := s.label("port-call", boat)
	boat.do(func(t float64) { lying.begin(t, boat.pos) })
	boat.add(act{do: moor, until: func() bool { return m.there }})
	boat.do(func(t float64) {
		lying.finish(t)
		boat.home = nil
		boat.add(act{do: sail, way: []geo.Point{geo.Destination(ship.pos, bearing(ship.pos, boat.pos), 300)}})
		s.comeAlongside(m)
		boat.add(act{do: sail, way: []geo.Point{h.berth(no)}})
		s.lie(boat, h, no, 30*day)
	})
	return nil
}

func pilotBuild() *build {
	b := builds[other]
	b.code, b.turn, b.gather = 50, 5, 0.2
	return &b
}

// playNeighbours has two ships wait at anchor near each other off a port.
func (s *Sim) playNeighbours(d *dice, _ bool) error {
	a, b := s.recruit(freighter(d)), s.recruit(freighter(d))
	l := s.label("anchored-neighbours", a, b)
	h := s.trade[d.n(len(s.trade))]
	no := take(&h.roads)
	p := h.roadstead(no)
	q := geo.Destination(p, h.seaway, d.between(380, 430))
	stay := d.between(6, 16) * hour
	at := s.moment(d, stay)
	here, gone := 0, 0
	for i, v := range []*vessel{a, b} {
		if err := s.comeTo(v, d, h.gate, at, false); err != nil {
			return err
		}
		v.add(act{do: sail, way: [][]geo.Point{{p}, {q}}[i]})
		v.do(func(t float64) {
			if here++; here == 2 {
				l.begin(t, v.pos)
			}
		})
		v.add(act{do: anchor, stay: stay})
		v.do(func(t float64) {
			if gone++; gone == 1 {
				l.finish(t)
			} else {
				h.roads[no] = false
			}
		})
	}
	return nil
}

// playOneSided has a ship lie beside another that nobody hears.
func (s *Sim) playOneSided(d *dice, inshore bool) error {
	p := s.someGround(d, inshore)
	c := tanker
	m := &meeting{host: s.recruit(c), guest: s.recruit(c), stay: d.between(5, 10) * hour, lie: drift, apart: d.between(3, 12)}
	m.label = s.label("one-sided", m.host)
	at := s.moment(d, m.stay+6*hour)
	if err := s.meet(d, m, p, at); err != nil {
		return err
	}
	g := m.guest
	dark := s.label("dark-gap", g)
	dark.Details["for"] = "a meeting unheard"
	g.later(at-2*hour, func(t float64) {
		g.radio.off = true
		dark.begin(t, g.pos)
	})
	m.after = func(t float64) {
		g.later(t+d.between(1.5, 2.5)*hour, func(t float64) {
			g.radio.off = false
			g.radio.dueStatic = t
			dark.finish(t)
		})
	}
	return nil
}
