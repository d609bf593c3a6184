// Package voyage turns positions into tracks and tracks into events.
//
// A track is the positions that one hull can have made. It is not the same as
// one MMSI: two hulls may send one number, and one hull may send one number
// after another. An event is what a track did: fell silent (gap), lay with
// another (encounter), changed who it says it is (identity). Each event
// carries the reports it rests on, what would refute it, and the parameters
// that decided, all of which stand in parameters.yaml.
//
// The package is pure. A [Watcher] is fed messages with their event times, in
// any order as long as none comes later than the lag allows, and gives the
// same tracks and events whatever the order was. Nothing depends on the time
// of day at which it runs.
//
// A silence is told while it lasts where others were heard and this ship ought
// to have been; any other is told when the ship is heard again.
package voyage

import (
	"cmp"
	"fmt"
	"math"
	"slices"
	"strings"
	"time"

	"plimsoll/ais"
	"plimsoll/geo"
)

// Config is what a Watcher needs. Land and Ports default to the embedded ones.
type Config struct {
	Parameters Parameters
	Land       *geo.Land
	Ports      *geo.Ports
	// Told is called with every event when it is known, and again with the same
	// id when more is known of it.
	Told func(Event)
	// Live keeps of each hull only what the detectors need, so that memory does
	// not grow with time: tracks come without their positions, and events are not
	// gathered but told.
	Live bool
}

// Stats counts what was done with the messages.
type Stats struct {
	Fed       int      `json:"fed"`
	Positions int      `json:"positions"` // taken into tracks
	Statics   int      `json:"statics"`   // taken into identities
	Ships     int      `json:"ships"`     // MMSI with at least one position
	Tracks    int      `json:"tracks"`
	Rejected  []Reject `json:"rejected"` // by reason, in the order of the reasons
}

// Reject counts what was left out for one reason.
type Reject struct {
	Reason    string `json:"reason"`
	Count     int    `json:"count"`
	FirstLine int    `json:"first_line"`
}

// The reasons for leaving out a message.
const (
	rejectKind       = "carries neither a ship's position nor its identity"
	rejectStation    = "not the number of a ship"
	rejectDefault    = "a number that installers leave in place, sent by many"
	rejectNoTime     = "no time known"
	rejectNoPlace    = "no position available"
	rejectNull       = "position 0N 0E: receiver without a fix"
	rejectLate       = "later than the lag allows"
	rejectAhead      = "time far ahead of all others"
	rejectDuplicate  = "heard twice"
	rejectJump       = "impossible jump, not confirmed"
	rejectHulls      = "too many hulls under one number"
	rejectClosed     = "fed after the end"
	rejectUnsettled  = "identity without any position"
	maxSources       = 1<<16 - 1
	unitsPerDegree   = 600_000
	secondsPerMinute = 60
	secondsPerHour   = 3600
)

// Watcher builds tracks and events. It is not safe for use by several
// goroutines at once.
type Watcher struct {
	p       Parameters
	land    *geo.Land
	ports   *geo.Ports
	sea     *geo.Sea
	defs    map[uint32]bool
	told    func(Event)
	live    bool
	scratch []fix // positions that are looked at together
	state
}

// state is all that a Watcher knows from what it was fed; see [Watcher.Save].
type state struct {
	order   order
	sources map[string]uint16
	names   []string // of sources, by number
	ships   map[uint32]*ship
	hulls   []*hull            // in the order in which they were first heard
	numbers int32              // of hulls, those given up since included
	dropped int                // given up, still among hulls
	byIMO   map[uint32][]*hull // hulls that sent it
	byDims  map[[4]uint16][]*hull
	heard   heardGrid
	slots   slotGrid
	timers  timers
	jumps   []jumped
	now     int64 // time of the message being worked on; never runs backwards
	looked  int64 // the hour at which silences were last looked for
	started bool
	begin   int64
	stats   Stats
	rejects map[string]*Reject
	closed  bool
	tracks  []Track
	events  []Event
	byID    map[string]int // of events
}

// New makes a Watcher. It fails when the parameters make no sense.
func New(c Config) (*Watcher, error) {
	if err := c.Parameters.check(); err != nil {
		return nil, err
	}
	sea, err := c.load()
	if err != nil {
		return nil, err
	}
	w := &Watcher{
		p: c.Parameters, land: c.Land, ports: c.Ports, sea: sea, live: c.Live, told: c.Told, defs: map[uint32]bool{},
		state: state{
			sources: map[string]uint16{"": 0}, names: []string{""},
			ships: map[uint32]*ship{}, rejects: map[string]*Reject{}, byID: map[string]int{},
			byIMO: map[uint32][]*hull{}, byDims: map[[4]uint16][]*hull{},
			heard: newHeardGrid(c.Parameters.Gap, c.Live), slots: newSlotGrid(c.Parameters.Encounter),
		},
	}
	for _, m := range c.Parameters.Tracks.DefaultMMSI {
		w.defs[m] = true
	}
	w.order.init(c.Parameters.Order)
	return w, nil
}

// load fills in what is compiled in where nothing else was given, and makes the
// sea around the land.
func (c *Config) load() (sea *geo.Sea, err error) {
	if c.Ports == nil {
		if c.Ports, err = geo.LoadPorts(); err != nil {
			return nil, err
		}
	}
	if c.Land != nil {
		return geo.NewSea(c.Land), nil
	}
	if c.Land, err = geo.LoadLand(); err != nil {
		return nil, err
	}
	return geo.LoadSea()
}

// NewDefault makes a Watcher with the embedded parameters, land and ports.
func NewDefault() (*Watcher, error) {
	p, err := DefaultParameters()
	if err != nil {
		return nil, err
	}
	return New(Config{Parameters: p})
}

// Read feeds every message of a source, with the times of an [ais.Clock].
func (w *Watcher) Read(s ais.Source) error {
	if err := ais.Each(s, w.Feed); err != nil {
		return fmt.Errorf("reading AIS for tracks: %w", err)
	}
	return nil
}

// Feed takes one message and the time at which it was sent or received. The
// message is not kept. A zero time means unknown.
func (w *Watcher) Feed(m *ais.Message, t time.Time) {
	w.stats.Fed++
	position, static := isPosition(m.Type), m.IsStatic()
	switch {
	case w.closed:
		w.reject(rejectClosed, m.Line)
		return
	case !position && !static:
		w.reject(rejectKind, m.Line)
		return
	case w.defs[m.MMSI]:
		w.reject(rejectDefault, m.Line)
		return
	case !isShip(m.MMSI):
		w.reject(rejectStation, m.Line)
		return
	case t.Unix() <= 0 || t.Unix() > math.MaxUint32: // the zero time too; and after 2106
		w.reject(rejectNoTime, m.Line)
		return
	}
	o := obs{fix: fix{t: t.Unix(), line: int32(m.Line), source: w.source(m.Source)}, mmsi: m.MMSI}
	if static {
		o.static = staticOf(m, t)
	}
	if position && !w.place(m, &o) {
		if !static {
			return
		}
	}
	w.order.push(o, w.observe, w.rejectObs)
}

// isPosition lists the position reports of ships; type 9 is an aircraft's.
func isPosition(t uint8) bool { return t >= 1 && t <= 3 || t == 18 || t == 19 || t == 27 }

// place puts the position of a message into o, or says that there is none.
func (w *Watcher) place(m *ais.Message, o *obs) bool {
	lat, okLat := m.Latitude()
	lon, okLon := m.Longitude()
	if !okLat || !okLon || !(geo.Point{Lat: lat, Lon: lon}).Valid() {
		w.reject(rejectNoPlace, m.Line)
		return false
	}
	if m.Lat == 0 && m.Lon == 0 {
		w.reject(rejectNull, m.Line)
		return false
	}
	o.position = true
	o.lat, o.lon = m.Lat, m.Lon
	o.sog, o.cog, o.heading, o.status = m.SOG, m.COG, m.Heading, m.Status
	o.coarse = m.Type == 27 // a tenth of a minute: no good for lying alongside
	return true
}

func (w *Watcher) source(name string) uint16 {
	if n, ok := w.sources[name]; ok {
		return n
	}
	if len(w.names) >= maxSources {
		return 0
	}
	name = strings.Clone(name)
	n := uint16(len(w.names))
	w.sources[name] = n
	w.names = append(w.names, name)
	return n
}

func (w *Watcher) reject(reason string, line int) { w.rejectMany(reason, line, 1) }

func (w *Watcher) rejectMany(reason string, line, n int) {
	r, ok := w.rejects[reason]
	if !ok {
		r = &Reject{Reason: reason, FirstLine: line}
		w.rejects[reason] = r
	}
	r.Count += n
	r.FirstLine = min(r.FirstLine, line)
}

func (w *Watcher) rejectObs(reason string, o obs) { w.reject(reason, int(o.line)) }

// observe works on one observation; they come in the order of time.
func (w *Watcher) observe(o *obs) {
	if !w.started {
		w.started, w.begin = true, o.t
	}
	if o.t > w.now {
		w.now = o.t
		w.slots.upTo(w, o.t)
		w.due(o.t)
		w.silences(o.t / secondsPerHour * secondsPerHour)
	}
	s := w.ships[o.mmsi]
	if s == nil {
		s = &ship{mmsi: o.mmsi}
		w.ships[o.mmsi] = s
	}
	if o.position {
		w.position(s, o.fix)
	}
	if o.static != nil {
		w.static(s, o.static, o.source)
	}
}

// Close ends the feed and makes tracks and events.
func (w *Watcher) Close() {
	if w.closed {
		return
	}
	w.order.flush(w.observe, w.rejectObs)
	w.slots.end(w)
	w.silences(w.now)
	w.riseAll()
	w.endDrifts()
	w.dueAll()
	w.closed = true
	w.build()
	sortEvents(w.events)
	w.stats.Ships = 0
	for _, s := range w.ships {
		if len(s.hulls) > 0 {
			w.stats.Ships++
		}
	}
	w.stats.Tracks = len(w.tracks)
	for _, r := range w.rejects {
		w.stats.Rejected = append(w.stats.Rejected, *r)
	}
	slices.SortFunc(w.stats.Rejected, func(a, b Reject) int { return cmp.Compare(a.Reason, b.Reason) })
}

// emit tells an event, or tells it again.
func (w *Watcher) emit(e Event) {
	if w.told != nil {
		w.told(e)
	}
	if w.live {
		return
	}
	if i, ok := w.byID[e.ID]; ok {
		w.events[i] = e
		return
	}
	w.byID[e.ID] = len(w.events)
	w.events = append(w.events, e)
}

// Tracks ends the feed and returns the tracks in the order of first report.
func (w *Watcher) Tracks() []Track { w.Close(); return w.tracks }

// Events ends the feed and returns the events in the order of their start.
func (w *Watcher) Events() []Event { w.Close(); return w.events }

// Stats ends the feed and returns what was done with the messages.
func (w *Watcher) Stats() Stats { w.Close(); return w.stats }
