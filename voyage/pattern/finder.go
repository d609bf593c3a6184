package pattern

import (
	"cmp"
	"crypto/sha256"
	"encoding/json"
	"maps"
	"slices"
	"strings"
	"time"

	"plimsoll/voyage"
)

// Finder takes events as they become known and gives the patterns that they
// begin or go on with. It is not safe for use by several goroutines at once.
type Finder struct {
	rules  *Rules
	kinds  map[string]bool // of events that some step looks for
	events map[string]*voyage.Event
	tracks map[string]*trackSeen
	byIMO  map[string]map[string]bool // tracks that gave a number
	shared map[string]bool            // numbers that two hulls give
	last   map[string][32]byte        // hash of what was told of a pattern, by id
	newest time.Time
	swept  time.Time
}

// trackSeen is what one track did and who it said it was.
type trackSeen struct {
	events   map[string]bool
	idents   []seenIdent
	shipType uint8
	typed    time.Time
}

type seenIdent struct {
	voyage.Ident
	at time.Time
}

// NewFinder makes a Finder.
func NewFinder(rules *Rules) *Finder {
	f := &Finder{
		rules: rules, kinds: map[string]bool{}, events: map[string]*voyage.Event{}, tracks: map[string]*trackSeen{},
		byIMO: map[string]map[string]bool{}, shared: map[string]bool{}, last: map[string][32]byte{},
	}
	for _, r := range rules.Patterns {
		for _, s := range r.Steps {
			for _, w := range s.Any {
				f.kinds[w.Event] = true
			}
		}
	}
	return f
}

// Find gives the patterns in events, whatever their order.
func Find(rules *Rules, events []voyage.Event) []Pattern {
	f := NewFinder(rules)
	for i := range events {
		f.note(&events[i])
	}
	var out []Pattern
	done := map[string]bool{}
	for _, id := range slices.Sorted(maps.Keys(f.tracks)) {
		if done[id] {
			continue
		}
		ship := f.ship(id)
		for _, t := range ship {
			done[t] = true
		}
		out = append(out, f.of(ship)...)
	}
	slices.SortFunc(out, func(a, b Pattern) int {
		return cmp.Or(a.Start.Compare(b.Start), strings.Compare(a.Rule, b.Rule), strings.Compare(a.ID, b.ID))
	})
	return out
}

// Take notes an event, new or told again, and gives the patterns that are new
// or more than they were.
func (f *Finder) Take(e voyage.Event) []Pattern {
	f.note(&e)
	f.sweep()
	var out []Pattern
	done := map[string]bool{}
	for _, s := range e.Ships {
		if done[s.Track] || f.tracks[s.Track] == nil {
			continue
		}
		ship := f.ship(s.Track)
		for _, t := range ship {
			done[t] = true
		}
		for _, p := range f.of(ship) {
			raw, err := json.Marshal(p)
			sum := sha256.Sum256(raw)
			if err != nil || f.last[p.ID] == sum {
				continue
			}
			f.last[p.ID] = sum
			out = append(out, p)
		}
	}
	return out
}

// note keeps the event and who its ships said they were.
func (f *Finder) note(e *voyage.Event) {
	if e.End.After(f.newest) {
		f.newest = e.End
	}
	for _, s := range e.Ships {
		t := f.tracks[s.Track]
		if t == nil {
			t = &trackSeen{events: map[string]bool{}}
			f.tracks[s.Track] = t
		}
		t.called(s, e.Start)
		if slices.Contains(e.Tags, voyage.TagIMOShared) && s.IMO != "" {
			f.shared[s.IMO] = true
		}
		if validIMO(s.IMO) {
			if f.byIMO[s.IMO] == nil {
				f.byIMO[s.IMO] = map[string]bool{}
			}
			f.byIMO[s.IMO][s.Track] = true
		}
		if f.kinds[e.Kind] {
			t.events[e.ID] = true
			t.says(e, s.Track)
		}
	}
	if f.kinds[e.Kind] {
		f.events[e.ID] = e
	}
}

func (t *trackSeen) called(s voyage.Ident, at time.Time) {
	for i := range t.idents {
		if have := &t.idents[i]; have.Ident == s {
			if at.Before(have.at) {
				have.at = at
			}
			return
		}
	}
	t.idents = append(t.idents, seenIdent{s, at})
}

// says keeps the type of ship that was said last.
func (t *trackSeen) says(e *voyage.Event, track string) {
	var said uint8
	if l := e.Evidence.Lying; l != nil {
		said = l.ShipType
	}
	if m := e.Evidence.Encounter; m != nil {
		for _, s := range m.Ships {
			if s.Track == track {
				said = s.ShipType
			}
		}
	}
	if said != 0 && !e.End.Before(t.typed) {
		t.shipType, t.typed = said, e.End
	}
}

// ship lists the tracks of the ship that a track is of: those that gave the
// same IMO number, which no two hulls give at once.
func (f *Finder) ship(track string) []string {
	found := map[string]bool{track: true}
	for queue := []string{track}; len(queue) > 0; queue = queue[1:] {
		for _, id := range f.tracks[queue[0]].idents {
			if f.shared[id.IMO] {
				continue
			}
			for other := range f.byIMO[id.IMO] { // the order does not matter: the result is a set
				if !found[other] {
					found[other] = true
					queue = append(queue, other)
				}
			}
		}
	}
	return slices.Sorted(maps.Keys(found))
}

// of gives the patterns of one ship.
func (f *Finder) of(ship []string) []Pattern {
	own := func(track string) bool { return slices.Contains(ship, track) }
	ids := map[string]bool{}
	var idents []seenIdent
	var shipType uint8
	var typed time.Time
	for _, track := range ship {
		t := f.tracks[track]
		maps.Copy(ids, t.events)
		idents = append(idents, t.idents...)
		if t.shipType != 0 && !t.typed.Before(typed) {
			shipType, typed = t.shipType, t.typed
		}
	}
	events := make([]*voyage.Event, 0, len(ids))
	for _, id := range slices.Sorted(maps.Keys(ids)) {
		events = append(events, f.events[id])
	}
	slices.SortStableFunc(idents, func(a, b seenIdent) int {
		return cmp.Or(a.at.Compare(b.at), strings.Compare(a.Track, b.Track), strings.Compare(a.Name, b.Name))
	})
	said := make([]voyage.Ident, len(idents))
	for i := range idents {
		said[i] = idents[i].Ident
	}
	marks := marksOf(events, own, f.rules.DraughtMetres)
	var out []Pattern
	for i := range f.rules.Patterns {
		rule := &f.rules.Patterns[i]
		if !rule.ofType(shipType) {
			continue
		}
		m := newMatcher(rule, marks, f.rules.DraughtMetres)
		for _, t := range m.stories() {
			out = append(out, m.write(t, keyTrack(t, rule.key), said))
		}
	}
	return out
}

// keyTrack is the track of the ship in the event by which the story is known:
// the id must not change when another track turns out to be the same ship.
func keyTrack(t told, key int) string {
	for _, x := range t.rounds[0] {
		if x.step == key {
			return x.mark.event.Ships[x.mark.self].Track
		}
	}
	return ""
}

// ofType says whether the rule is about ships of a type; one that never said
// its type may be any.
func (r *Rule) ofType(t uint8) bool {
	if t == 0 || len(r.ShipTypes) == 0 {
		return true
	}
	return slices.ContainsFunc(r.ShipTypes, func(x [2]uint8) bool { return t >= x[0] && t <= x[1] })
}

// sweep forgets what is too long ago to tell a story with what comes.
func (f *Finder) sweep() {
	if f.newest.Sub(f.swept) < days(1) {
		return
	}
	f.swept = f.newest
	oldest := f.newest.Add(-days(f.rules.KeepDays))
	for id, e := range f.events {
		if e.End.Before(oldest) {
			delete(f.events, id)
			for _, s := range e.Ships {
				if t := f.tracks[s.Track]; t != nil {
					delete(t.events, id)
				}
			}
		}
	}
	for id, t := range f.tracks {
		if len(t.events) > 0 || slices.ContainsFunc(t.idents, func(s seenIdent) bool { return s.at.After(oldest) }) {
			continue
		}
		for _, s := range t.idents {
			delete(f.byIMO[s.IMO], id)
		}
		delete(f.tracks, id)
	}
}

// validIMO says that the seventh digit is what the six before it ask for.
func validIMO(imo string) bool {
	if len(imo) != 7 {
		return false
	}
	sum := 0
	for i := range 7 {
		d := int(imo[i]) - '0'
		if d < 0 || d > 9 {
			return false
		}
		if i < 6 {
			sum += d * (7 - i)
		} else if sum%10 != d {
			return false
		}
	}
	return imo != "0000000"
}
