package casework

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"maps"
	"slices"
	"strings"
	"time"

	"plimsoll/ftm"
	"plimsoll/regime"
	"plimsoll/voyage"
	"plimsoll/voyage/pattern"
)

// Radio is what one watch found, and the patterns and sightings besides.
type Radio struct {
	Events   []voyage.Event // sightings among them
	Tracks   []voyage.Track
	Patterns []pattern.Pattern
	Feed     Ref // the record they were found in
}

// Listing knows the listed ships. A listing that has ended counts no more.
type Listing interface {
	// Vessel finds the listed ship that bears an identity.
	Vessel(imo string, mmsi uint32) (*ftm.Entity, bool)
	// Since is the day from which the ship was surely listed, zero if no list says.
	Since(*ftm.Entity) time.Time
}

// Rules names the measures an act concerns.
type Rules interface {
	Measures(act regime.Act) []Measure
}

// The stories a lead can tell, the strongest first. A pattern's is named for
// its rule: "pattern:petroleum-delivery".
const (
	StoryTransfer = "transfer"  // lay together with a listed ship
	StoryPattern  = "pattern:"  // and the rule: events that follow one another
	StoryCall     = "dprk-call" // called at a port of the DPRK, or was seen there
	StoryDark     = "dprk-dark" // a listed ship, silent with such a port in reach
	StoryHop      = "flag-hop"  // a listed hull changed who it says it is after its listing
	StoryContact  = "contact"   // lay together with a ship that had met a listed one, or called in the DPRK
)

func storyRank(story string) int {
	order := []string{StoryTransfer, StoryPattern, StoryCall, StoryDark, StoryHop, StoryContact}
	return slices.IndexFunc(order, func(s string) bool { return story == s || s == StoryPattern && strings.HasPrefix(story, s) })
}

// Leads puts what the radio, the lists and the rules say together: suspicion
// that deserves a person's look, scored and explained. There is one lead for a
// story of a ship, whatever the number of its events, and none for one that is
// a part of another's. The result depends on nothing but what is given.
func Leads(in Radio, listed Listing, rules Rules) ([]Lead, error) {
	w, err := embeddedWeights()
	if err != nil {
		return nil, err
	}
	d := &desk{weights: w, in: in, listed: listed, rules: rules, tracks: map[string]*voyage.Track{}, ships: map[string]*ship{}, stories: map[string]*story{}}
	d.read()
	d.meetings()
	d.patterns()
	d.calls()
	d.darkness()
	d.hops()
	d.contacts()
	return d.leads(), nil
}

// desk is what stories are gathered on.
type desk struct {
	*weights
	in      Radio
	listed  Listing
	rules   Rules
	tracks  map[string]*voyage.Track
	ships   map[string]*ship // by track
	events  []*voyage.Event  // that count, in the order of time
	stories map[string]*story
}

// ship is who a track is of.
type ship struct {
	key   string // entity
	party Party
	ent   *ftm.Entity // the listed ship, nil when on no list
	since time.Time
}

// story is a lead in the making.
type story struct {
	lead      Lead
	subject   *ship
	principal map[string]bool // ids of the events it is about, the rest is beside them
	given     map[string]bool // kinds of reason it has
}

// read notes what counts, and whose it is. What was contradicted since, and
// jumps of ships whose receivers were jammed, count for nothing.
func (d *desk) read() {
	for i := range d.in.Tracks {
		d.tracks[d.in.Tracks[i].ID] = &d.in.Tracks[i]
	}
	said := map[string][]voyage.Ident{} // by track, in events
	for i := range d.in.Events {
		e := &d.in.Events[i]
		if slices.Contains(e.Tags, voyage.TagContradicted) || slices.Contains(e.Tags, voyage.TagJamming) || len(e.Ships) == 0 {
			continue
		}
		d.events = append(d.events, e)
		for _, s := range e.Ships {
			said[s.Track] = append(said[s.Track], s)
		}
	}
	slices.SortFunc(d.events, func(a, b *voyage.Event) int {
		return cmp.Or(a.Start.Compare(b.Start), strings.Compare(a.Kind, b.Kind), strings.Compare(a.ID, b.ID))
	})
	for _, track := range slices.Sorted(maps.Keys(said)) {
		d.ships[track] = d.shipOf(track, said[track])
	}
}

// about opens the story of a ship, or goes on with it.
func (d *desk) about(kind string, s *ship, e *voyage.Event) *story {
	id := leadID(kind, s.key)
	x := d.stories[id]
	if x == nil {
		x = &story{
			lead:    Lead{ID: id, Story: kind, Subject: s.key, Start: e.Start, End: e.End, Feed: d.in.Feed},
			subject: s, principal: map[string]bool{}, given: map[string]bool{},
		}
		d.stories[id] = x
		if s.ent != nil {
			x.meet(d, s)
		}
	}
	x.principal[e.ID] = true
	x.with(e)
	if e.Start.Before(x.lead.Start) {
		x.lead.Start = e.Start
	}
	if e.End.After(x.lead.End) {
		x.lead.End = e.End
	}
	return x
}

// with puts an event into the lead, once.
func (x *story) with(e *voyage.Event) {
	if !slices.ContainsFunc(x.lead.Events, func(have voyage.Event) bool { return have.ID == e.ID }) {
		x.lead.Events = append(x.lead.Events, *e)
	}
}

// meet makes a ship a party; a listed one speaks for the lead.
func (x *story) meet(d *desk, s *ship) {
	if slices.ContainsFunc(x.lead.Parties, func(p Party) bool { return p.Entity == s.party.Entity }) {
		return
	}
	x.lead.Parties = append(x.lead.Parties, s.party)
	if s.ent != nil {
		x.add(d, forListed, nil, "%s is listed (%s)", s.party.Name, strings.Join(datasets(s.ent), ", "))
	}
}

// measures notes what an act would come under.
func (x *story) measures(d *desk, act regime.Act) {
	for _, m := range d.rules.Measures(act) {
		if !slices.ContainsFunc(x.lead.Measures, func(have Measure) bool { return have.ID == m.ID }) {
			x.lead.Measures = append(x.lead.Measures, m)
		}
	}
}

// leads ends the stories: one that is a part of another's of the same ship
// goes into it, and what weighs too little is left out.
func (d *desk) leads() []Lead {
	all := slices.Collect(maps.Values(d.stories))
	slices.SortFunc(all, func(a, b *story) int {
		return cmp.Or(cmp.Compare(storyRank(a.lead.Story), storyRank(b.lead.Story)), strings.Compare(a.lead.ID, b.lead.ID))
	})
	var kept []*story
	for _, x := range all {
		i := slices.IndexFunc(kept, func(k *story) bool { return k.subject.key == x.subject.key && k.holds(x) })
		if i >= 0 {
			kept[i].absorb(x)
			continue
		}
		kept = append(kept, x)
	}
	var out []Lead
	for _, x := range kept {
		l := &x.lead
		if l.Score < d.Minimum {
			continue
		}
		slices.SortStableFunc(l.Events, func(a, b voyage.Event) int {
			return cmp.Or(a.Start.Compare(b.Start), a.End.Compare(b.End), strings.Compare(a.ID, b.ID))
		})
		slices.Sort(l.Absorbs)
		out = append(out, *l)
	}
	slices.SortFunc(out, func(a, b Lead) int {
		return cmp.Or(cmp.Compare(b.Score, a.Score), cmp.Compare(storyRank(a.Story), storyRank(b.Story)), a.Start.Compare(b.Start), cmp.Compare(a.ID, b.ID))
	})
	return out
}

// holds says that all the other is about is among the events of this one.
func (x *story) holds(y *story) bool {
	for id := range y.principal {
		if !slices.ContainsFunc(x.lead.Events, func(e voyage.Event) bool { return e.ID == id }) {
			return false
		}
	}
	return true
}

// absorb takes what the other has and this one lacks.
func (x *story) absorb(y *story) {
	for i := range y.lead.Events {
		x.with(&y.lead.Events[i])
	}
	for _, r := range y.lead.Reasons {
		if !slices.ContainsFunc(x.lead.Reasons, func(have Reason) bool {
			return have.Kind == r.Kind && (have.Event == r.Event || r.Kind == forListed && have.Text == r.Text)
		}) {
			x.put(r)
		}
	}
	for _, p := range y.lead.Parties {
		if !slices.ContainsFunc(x.lead.Parties, func(have Party) bool { return have.Entity == p.Entity }) {
			x.lead.Parties = append(x.lead.Parties, p)
		}
	}
	for _, m := range y.lead.Measures {
		if !slices.ContainsFunc(x.lead.Measures, func(have Measure) bool { return have.ID == m.ID }) {
			x.lead.Measures = append(x.lead.Measures, m)
		}
	}
	x.lead.Patterns = append(x.lead.Patterns, y.lead.Patterns...)
	x.lead.Absorbs = append(append(x.lead.Absorbs, y.lead.ID), y.lead.Absorbs...)
}

// leadID names a lead by its story and ship: it does not change as it grows.
func leadID(story, ship string) string {
	sum := sha256.Sum256([]byte("lead\x1f" + story + "\x1f" + ship))
	return "L-" + hex.EncodeToString(sum[:6])
}
