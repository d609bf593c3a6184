package web

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"sync"
	"time"

	"plimsoll/house"
	"plimsoll/network"
	"plimsoll/voyage"
	"plimsoll/voyage/pattern"
	"plimsoll/web/chart"
)

// sea is what one watch found, ready for the pages about ships. Pages share
// it: whoever holds it must not change what is in it.
type sea struct {
	fromHouse
	of      string // the state it was made of
	feed    string
	sum     house.Watch
	found   *house.Result
	hulls   []hull // that said who they are, in the order of their tracks
	byTrack map[string]*hull
	byKey   map[string]*hull
	flags   []Option // that ships fly
	from    time.Time
	to      time.Time
	reg     *house.Register

	patterns func() ([]pattern.Pattern, error) // found once
}

// hull is one track and what the pages say of it.
type hull struct {
	*voyage.Track
	key     string // of its page
	ship    chart.Ship
	verdict Verdict
	parties []string // ids of the entities that it is by an identity it gave; the listed one first
	events  []int    // of the result, in order
	warned  bool     // one of them warns
	words   string   // names and numbers to look for, in small letters
}

// seas keeps the sea until the state changes that it was made of.
type seas struct {
	mu      sync.Mutex
	last    *sea
	loading chan struct{} // closed when the result that is being read is there
	late    chan struct{} // closed when patience with that has ended
}

// patience is how long pages wait for a new result to be read before they show
// the one before: that of a great sea takes many seconds. It counts from when the
// reading began, for pages wait for each other here.
const patience = 2 * time.Second

// Version implements Source. While a new result is being read the sea that is
// shown is older than what is on record: both are named.
func (h fromHouse) Version(ctx context.Context) (string, error) {
	if err := h.Journal.Refresh(ctx); err != nil {
		return "", err
	}
	s, err := h.sea(ctx)
	if err != nil || s == nil {
		return h.state(), err
	}
	return h.state() + " shown " + s.of, nil
}

// state names what the pages show: a fold of the journal, on a day, and what
// the newest watch has found so far.
func (h fromHouse) state() string {
	seq, hash := h.Journal.Head()
	name := fmt.Sprintf("%d-%.12s-%s", seq, hash, h.Journal.Now().UTC().Format(time.DateOnly))
	if all := h.Watches.All(); len(all) > 0 {
		name += "-" + h.Watches.State(all[len(all)-1])
	}
	return name
}

// sea is the newest watch, or nil before the first. While a new result is being
// read it is the watch before.
func (h fromHouse) sea(ctx context.Context) (*sea, error) {
	h.seas.mu.Lock()
	defer h.seas.mu.Unlock()
	state := h.state()
	if h.seas.last != nil && h.seas.last.of == state {
		return h.seas.last, nil
	}
	if h.seas.last != nil && !h.read(ctx) {
		return h.seas.last, nil
	}
	w, found, err := h.lastRun(ctx)
	if err != nil || found == nil {
		return nil, err
	}
	reg, err := h.Register(ctx)
	if err != nil {
		return nil, err
	}
	h.seas.last = h.newSea(*w, found, reg)
	h.seas.last.of = state
	return h.seas.last, nil
}

// read begins to read the newest result, and says whether it is there.
func (h fromHouse) read(ctx context.Context) bool {
	if h.seas.loading == nil {
		done, late := make(chan struct{}), make(chan struct{})
		h.seas.loading, h.seas.late = done, late
		time.AfterFunc(patience, func() { close(late) })
		go func() {
			defer close(done)
			_, _, _ = h.lastRun(context.WithoutCancel(ctx)) // what fails is told to the page that needs it
		}()
	}
	select {
	case <-h.seas.loading:
		h.seas.loading = nil
		return true
	case <-h.seas.late:
		return false
	}
}

func (h fromHouse) newSea(w house.Watch, found *house.Result, reg *house.Register) *sea {
	s := &sea{
		fromHouse: h, feed: w.Feed, sum: w, found: found, reg: reg,
		byTrack: make(map[string]*hull, len(found.Tracks)), byKey: make(map[string]*hull, len(found.Tracks)),
		patterns: sync.OnceValues(func() ([]pattern.Pattern, error) {
			if w.Name != "" { // it tells them as they grow
				return found.Patterns, nil
			}
			rules, err := pattern.DefaultRules()
			if err != nil {
				return nil, err
			}
			return pattern.Find(rules, found.Events), nil
		}),
	}
	named := map[string]string{}
	for _, r := range h.ReportedParties() {
		named[r.Entity.ID] = r.Finding.ID
	}
	fleet := house.NewFleet(reg.Snapshots, time.Time{})
	keys := trackKeys(found.Tracks)
	s.hulls = make([]hull, 0, len(found.Tracks)) // of full size: the maps point into it
	flown := map[string]int{}
	for i := range found.Tracks {
		t := &found.Tracks[i]
		if len(t.Idents) == 0 {
			continue
		}
		x := hull{Track: t, key: keys[t.ID]}
		x.verdict, x.parties = s.status(t, fleet, named)
		x.ship, x.words = shipOf(&x), wordsOf(t)
		s.hulls = append(s.hulls, x)
		s.byTrack[t.ID], s.byKey[x.key] = &s.hulls[len(s.hulls)-1], &s.hulls[len(s.hulls)-1]
		if x.ship.Flag != "" {
			flown[x.ship.Flag]++
		}
		s.span(t)
	}
	for i := range found.Events {
		e := &found.Events[i]
		warns := !quiet(*e) && weight(e) > 5 // what is only wrong with the radio makes no ship stand out
		for _, id := range found.Events[i].Ships {
			if x := s.byTrack[id.Track]; x != nil && (len(x.events) == 0 || x.events[len(x.events)-1] != i) {
				x.events = append(x.events, i)
				x.warned = x.warned || warns
			}
		}
	}
	for flag, n := range flown {
		s.flags = append(s.flags, Option{flag, fmt.Sprintf("%s (%s)", flag, number(n))})
	}
	slices.SortFunc(s.flags, func(a, b Option) int { return strings.Compare(a.Value, b.Value) })
	return s
}

func (s *sea) span(t *voyage.Track) {
	if s.from.IsZero() || t.First.Before(s.from) {
		s.from = t.First
	}
	if t.Last.After(s.to) {
		s.to = t.Last
	}
}

// keys gives each track the id of its page.
func (s *sea) keyOf(track string) string {
	if s == nil {
		return ""
	}
	if x := s.byTrack[track]; x != nil {
		return x.key
	}
	return ""
}

// trackKeys gives each track the id of its page: the IMO number it first gave,
// or the track's own where it gave none or another track has taken it.
func trackKeys(tracks []voyage.Track) map[string]string {
	out, taken := make(map[string]string, len(tracks)), make(map[string]bool, len(tracks))
	for i := range tracks {
		t := &tracks[i]
		key := t.ID
		for _, id := range t.Idents {
			if id.IMO != "" && !taken[id.IMO] {
				key = id.IMO
				break
			}
		}
		taken[key] = true
		out[t.ID] = key
	}
	return out
}

// status is the legal status of a hull, by any identity it ever gave.
func (s *sea) status(t *voyage.Track, fleet *house.Fleet, named map[string]string) (Verdict, []string) {
	v := Verdict{Status: "nothing known", Text: "on no list, in no finding"}
	var parties []string
	for _, id := range t.Idents {
		e, ok := fleet.Vessel(id.IMO, id.MMSI)
		if !ok || slices.Contains(parties, e.ID) {
			continue
		}
		own := s.verdict(e, s.reg)
		if own.Status == string(network.StatusListed) && v.Status != own.Status {
			v, parties = own, append([]string{e.ID}, parties...)
			continue
		}
		if len(parties) == 0 {
			v = own
		}
		parties = append(parties, e.ID)
	}
	if v.Status == string(network.StatusListed) {
		return v, parties
	}
	for _, id := range t.Idents {
		entity := "IMO" + id.IMO
		if f, ok := named[entity]; ok && id.IMO != "" {
			return Verdict{Status: string(network.StatusReported), Text: "in finding " + f + "; on no list"}, append([]string{entity}, parties...)
		}
	}
	return v, parties
}

func shipOf(x *hull) chart.Ship {
	first := x.Idents[0]
	return chart.Ship{
		Name: first.Label(), IMO: first.IMO, MMSI: first.MMSI, Kind: shipType(first.ShipType), Flag: first.Flag,
		Status: x.verdict.Status, Href: ShipHref(x.key),
	}
}

func wordsOf(t *voyage.Track) string {
	var b strings.Builder
	for _, id := range t.Idents {
		fmt.Fprintf(&b, "%s\n%s\n%09d\n%s\n", id.Name, id.IMO, id.MMSI, id.CallSign)
	}
	return strings.ToLower(b.String())
}

// shipType is the first digit of the type of ITU-R M.1371 in words.
func shipType(t uint8) string {
	switch {
	case t == 0:
		return ""
	case t == 30:
		return "fishing"
	case t == 31 || t == 32 || t == 52:
		return "tug"
	case t >= 60 && t < 70:
		return "passenger ship"
	case t >= 70 && t < 80:
		return "cargo ship"
	case t >= 80 && t < 90:
		return "tanker"
	}
	return fmt.Sprintf("type %d", t)
}

// asked tells whether a hull is among those asked for, the time aside: by who
// it is, and by an event it has.
func (s *sea) asked(x *hull, q Query) bool {
	switch {
	case q.Listed && x.verdict.Status != string(network.StatusListed):
		return false
	case q.Flag != "" && !slices.ContainsFunc(x.Idents, func(id voyage.HullIdent) bool { return id.Flag == q.Flag }):
		return false
	case q.Text != "" && !strings.Contains(x.words, strings.ToLower(q.Text)):
		return false
	case q.Kind == "" && !q.Warns:
		return true
	}
	return slices.ContainsFunc(x.events, func(i int) bool { return q.event(&s.found.Events[i]) })
}

// events lists what is asked for, in the order of time: events of a kind and a
// time that a ship asked for had a part in.
func (s *sea) events(q Query) []int {
	var out []int
	who := q.Listed || q.Flag != "" || q.Text != ""
	for i := range s.found.Events {
		e := &s.found.Events[i]
		if !q.event(e) || q.Box != nil && !q.Box.Holds(e.Place) {
			continue
		}
		if !who || slices.ContainsFunc(e.Ships, func(id voyage.Ident) bool {
			x := s.byTrack[id.Track]
			return x != nil && s.asked(x, q)
		}) {
			out = append(out, i)
		}
	}
	return out
}
