package sim

// underWay has a ship pass a place at about a time and go on from there.
func (s *Sim) underWay(d *dice, c craft, inshore bool, lasts float64) (*vessel, error) {
	v := s.recruit(c)
	p, err := s.place(d, inshore)
	if err != nil {
		return nil, err
	}
	return v, s.comeTo(v, d, p, s.moment(d, lasts), false)
}

// another is an identity that no ship of the fleet bears.
func (s *Sim) another(d *dice) identity { return nobody(s.c.Ships + 1000 + d.n(50_000)) }

// turnInto has a ship be silent for some minutes and come up as somebody else.
func (s *Sim) turnInto(v *vessel, d *dice, l *Label, to func() identity) {
	silent := d.between(3, 25) * 60
	v.do(func(t float64) {
		v.radio.off = true
		l.begin(t, v.pos)
		was := *v.id
		id := to()
		v.setIdentity(id)
		v.radio.dueStatic = t + silent
		l.Ships = append(l.Ships, id.mmsi)
		l.Details["from"], l.Details["to"] = was.text(), id.text()
	})
	v.do(func(t float64) {
		s.keepOn(v, d)
		v.later(t+silent, func(t float64) {
			v.radio.off = false
			v.radio.dueStatic = t
			l.finish(t)
		})
	})
}

func (id identity) text() string {
	return fmtIdentity(id)
}

func (s *Sim) playMMSIChange(d *dice, inshore bool) error {
	v, err := s.underWay(d, freighter(d), inshore, 6*hour)
	if err != nil {
		return err
	}
	l := s.label("mmsi-change", v)
	s.turnInto(v, d, l, func() identity { return s.another(d) })
	return nil
}

func (s *Sim) playFlagHop(d *dice, inshore bool) error {
	v, err := s.underWay(d, freighter(d), inshore, 6*hour)
	if err != nil {
		return err
	}
	l := s.label("flag-hop", v)
	hop := 1 + d.n(2)
	s.turnInto(v, d, l, func() identity {
		id := *v.id
		id.mmsi = underFlag(id.mmsi, hop)
		id.sign = s.another(d).sign
		return id
	})
	return nil
}

// playChange has a ship type in something else about itself.
func (s *Sim) playChange(d *dice, inshore bool, name string, change func(id *identity)) error {
	v, err := s.underWay(d, freighter(d), inshore, 8*hour)
	if err != nil {
		return err
	}
	l := s.label(name, v)
	v.do(func(t float64) {
		was := *v.id
		id := was
		change(&id)
		v.setIdentity(id)
		l.begin(t, v.pos)
		l.finish(t + 1)
		l.Details["from"], l.Details["to"] = was.text(), id.text()
		s.keepOn(v, d)
	})
	return nil
}

// playIMOBorrowed has a ship take the IMO number of another that is afloat.
func (s *Sim) playIMOBorrowed(d *dice, inshore bool) error {
	v, err := s.underWay(d, cargo, inshore, 10*hour)
	if err != nil {
		return err
	}
	owner := s.recruit(cargo)
	s.launchAtSea(owner)
	l := s.label("imo-borrowed", v, owner)
	v.do(func(t float64) {
		id := *v.id
		id.imo = owner.id.imo
		v.setIdentity(id)
		l.begin(t, v.pos)
		l.lasting = true
		s.keepOn(v, d)
	})
	return nil
}

func (s *Sim) playNameChange(d *dice, inshore bool) error {
	return s.playChange(d, inshore, "name-change", func(id *identity) { id.name = s.another(d).name })
}

func (s *Sim) playIMOChange(d *dice, inshore bool) error {
	return s.playChange(d, inshore, "imo-change", func(id *identity) { id.imo = s.another(d).imo })
}

func (s *Sim) playIMOInvalid(d *dice, inshore bool) error {
	return s.playChange(d, inshore, "imo-invalid", func(id *identity) {
		id.imo = s.another(d).imo/10*10 + (id.imo%10+1+uint32(d.n(3)))%10
		if check(id.imo/10) == id.imo%10 {
			id.imo = id.imo/10*10 + (id.imo%10+1)%10
		}
	})
}

// playIMOFalse has a ship send an IMO number that fails its check digit from
// the first day to the last.
func (s *Sim) playIMOFalse(d *dice, inshore bool) error {
	v, err := s.underWay(d, cargo, inshore, 2*hour)
	if err != nil {
		return err
	}
	for v.length < 90 {
		v.length += 10
	}
	id := *v.id
	id.imo = id.imo/10*10 + (id.imo+1)%10
	v.id = &id
	l := s.label("imo-false", v)
	l.lasting = true
	l.begin(0, v.pos)
	return nil
}

// playMMSIShared has two ships send one number, far from each other.
func (s *Sim) playMMSIShared(d *dice, inshore bool) error {
	lasts := d.between(8, 20) * hour
	a, err := s.underWay(d, cargo, inshore, lasts)
	if err != nil {
		return err
	}
	b := s.recruit(cargo)
	s.launchAtSea(b)
	l := s.label("mmsi-shared", a, b)
	own := *b.id
	a.do(func(t float64) {
		l.Ships = append(l.Ships, a.id.mmsi)
		taken := *b.id
		taken.mmsi = a.id.mmsi
		b.setIdentity(taken)
		l.begin(t, a.pos)
		a.later(t+lasts, func(t float64) {
			b.setIdentity(own)
			l.finish(t)
		})
		s.keepOn(a, d)
	})
	return nil
}
