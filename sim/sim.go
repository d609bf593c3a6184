package sim

import (
	"errors"
	"fmt"
	"math"
	"time"

	"plimsoll/ais"
	"plimsoll/geo"
)

// Config says what to simulate. The zero values of Area, Reception, Land and
// Ports stand for the seas around Korea and for what comes with the program.
type Config struct {
	Seed  uint64
	Ships int
	Start time.Time
	Days  float64
	Area  Box

	// Incidents is how many of each are played, by the names of [Incidents];
	// nil is some of every one, as many as the fleet has ships for.
	Incidents map[string]int
	// Every is the least time between two positions heard of one ship; 0 has
	// every one sent that M.1371 asks for.
	Every     time.Duration
	Reception *Reception

	Land  *geo.Land
	Ports *geo.Ports
}

// Korea is the sea area around Korea: Yellow Sea, East China Sea, Sea of Japan.
var korea = Box{South: 24, West: 117.5, North: 45, East: 142}

const (
	hour     = 3600.0
	day      = 24 * hour
	window   = 60 // seconds that are simulated at a time
	maxShips = 300_000
	maxDays  = 400
)

// Sim is one simulation. It is not safe for use by several goroutines at once.
type Sim struct {
	c        Config
	start    int64 // unix
	seconds  float64
	every    float64
	land     *geo.Land
	ports    *geo.Ports
	lanes    *lanes
	harbours []*harbour
	coast    []*harbour // ports with a receiver
	trade    []*harbour // and those that are called at
	hub      *harbour
	byCode   map[string]*harbour
	ways     map[[2]int][]geo.Point
	grounds  []geo.Point
	dice     dice
	fleet    []*vessel
	labels   []*Label
	buckets  [][]report // ring, by the second of delivery
	now      int64      // second from which on nothing is delivered yet
	line     int
	ran      bool

	skyFrom, skySince float64 // skyOpen holds from skySince up to skyFrom
	skyOpen           bool
}

// New sets the scene: ports, receivers, ships and what they are going to do.
func New(c Config) (*Sim, error) {
	switch {
	case c.Ships < 1 || c.Ships > maxShips:
		return nil, fmt.Errorf("simulating ships: %d ships; it takes 1 to %d", c.Ships, maxShips)
	case !(c.Days > 0 && c.Days <= maxDays):
		return nil, fmt.Errorf("simulating ships: %v days; it takes more than 0 and at most %d", c.Days, maxDays)
	case c.Start.Unix() <= 0 || c.Start.Year() > 9998:
		return nil, errors.New("simulating ships: the start is to be a date after 1970")
	case c.Every < 0:
		return nil, errors.New("simulating ships: the time between two positions cannot be negative")
	}
	if c.Area == (Box{}) {
		c.Area = korea
	}
	r := DefaultReception()
	if c.Reception != nil {
		r = *c.Reception
	}
	c.Reception = &r
	s := &Sim{
		c: c, start: c.Start.Unix(), seconds: c.Days * day, every: c.Every.Seconds(), land: c.Land, ports: c.Ports,
		byCode: map[string]*harbour{}, ways: map[[2]int][]geo.Point{}, dice: dice(c.Seed*0x9e3779b97f4a7c15 + 1),
	}
	if err := s.setUp(); err != nil {
		return nil, err
	}
	s.buckets = make([][]report, window+int(r.Lag*60)+8)
	return s, nil
}

func (s *Sim) setUp() (err error) {
	if s.land == nil {
		if s.land, err = geo.LoadLand(); err != nil {
			return err
		}
	}
	if s.ports == nil {
		if s.ports, err = geo.LoadPorts(); err != nil {
			return err
		}
	}
	s.lanes = newLanes(s.land, s.c.Area)
	s.chartPorts()
	if err := s.connected(); err != nil {
		return err
	}
	d := s.dice.fork()
	s.c.Reception.install(s, &d)
	if err := s.chartGrounds(); err != nil {
		return err
	}
	if err := s.playIncidents(); err != nil {
		return err
	}
	s.crewTheRest()
	return nil
}

// Run gives every message that is received to told, in the order in which the
// feed has it, with the time at which it was received: in the order of time, but
// for those that come late and those of a receiver whose clock is wrong. The message is used again for the next. An error
// of told ends the run.
func (s *Sim) Run(told func(m *ais.Message, at time.Time) error) error {
	if s.ran {
		return errors.New("simulating ships: a simulation runs once; make another with the same seed")
	}
	s.ran = true
	var m ais.Message
	end := int64(math.Ceil(s.seconds))
	for s.now < end {
		to := min(s.now+window, end)
		for _, v := range s.fleet {
			s.transmit(v, float64(to))
		}
		if err := s.flush(to, end, &m, told); err != nil {
			return err
		}
	}
	for _, l := range s.labels {
		l.close(s)
	}
	return nil
}

// flush delivers what is due before a second.
func (s *Sim) flush(to, end int64, m *ais.Message, told func(*ais.Message, time.Time) error) error {
	last := to
	if to == end {
		last = to + int64(len(s.buckets)) - window - 1 // what is still under way
	}
	for ; s.now < last; s.now++ {
		b := &s.buckets[s.now%int64(len(s.buckets))]
		for i := range *b {
			r := &(*b)[i]
			s.message(m, r)
			if err := told(m, time.Unix(m.Received, 0).UTC()); err != nil {
				return err
			}
		}
		*b = (*b)[:0]
	}
	return nil
}

// deliver puts a report into the feed at a second.
func (s *Sim) deliver(at int64, r report) {
	b := &s.buckets[max(at, s.now)%int64(len(s.buckets))]
	*b = append(*b, r)
}

// sky looks up whether a satellite is over the area, and until when that holds.
func (s *Sim) sky(t float64) {
	s.skySince, s.skyFrom, s.skyOpen = t, t+20, s.c.Reception.passing(t)
}
