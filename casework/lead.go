package casework

import (
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"math"
	"slices"
	"strings"
	"time"

	"plimsoll/ftm"
	"plimsoll/journal"
	"plimsoll/network"
	"plimsoll/voyage"
)

// Lead is a machine's suspicion: events near a listed ship, the measures they
// may concern, and why. It is for the desk of an investigator and is never
// published; only what people make of it is.
type Lead struct {
	ID       string         `json:"id"`
	Title    string         `json:"title"`
	Start    time.Time      `json:"start"`
	End      time.Time      `json:"end"`
	Measures []Measure      `json:"measures"`
	Parties  []Party        `json:"parties"`
	Events   []voyage.Event `json:"events"`
	Reasons  []Reason       `json:"reasons"`
	Score    float64        `json:"score"` // sum of the reasons' weights, at most 1
	Feed     Ref            `json:"feed"`  // the radio record the events were found in
}

// Reason is one thing that speaks for a lead.
type Reason struct {
	Text   string  `json:"text"`
	Weight float64 `json:"weight"`
	Event  string  `json:"event,omitempty"`
}

// Opened is a lead on record.
type Opened struct {
	Lead
	By  string
	At  time.Time
	Seq int64
}

// Listing finds the listed ship that bears an identity.
type Listing interface {
	Vessel(imo string, mmsi uint32) (*ftm.Entity, bool)
}

// Rules names the measures a ship-to-ship transfer concerns.
type Rules interface {
	Transfer(day time.Time, petroleum bool) []Measure
}

// Weights of what speaks for a lead. They order leads; they are no
// probability.
const (
	weightListed    = 0.30 // one of the two is listed
	weightOpenSea   = 0.20 // they lay together in the open sea, for hours
	weightDraught   = 0.25 // one rose as the other sank
	weightDark      = 0.15 // one of them was silent where others were heard
	weightTankers   = 0.10 // both say they are tankers
	draughtChange   = 0.5  // metres that are more than a correction of what was typed in
	around          = 72 * time.Hour
	tankerFirst     = 80 // ship types of ITU-R M.1371
	tankerLast      = 89
	minimumForLeads = 0.5
)

// Leads finds the encounters of a listed ship that deserve a person's look.
// An encounter at a port, at anchor or with a service craft is none. Events
// and tracks are those of one watch; the result depends on nothing else.
func Leads(events []voyage.Event, tracks []voyage.Track, feed Ref, listed Listing, rules Rules) []Lead {
	byID := make(map[string]*voyage.Track, len(tracks))
	for i := range tracks {
		byID[tracks[i].ID] = &tracks[i]
	}
	var out []Lead
	for _, e := range events {
		if e.Kind != voyage.Encounter || len(e.Ships) != 2 || e.Evidence.Encounter == nil {
			continue
		}
		if slices.Contains(e.Tags, voyage.TagPort) || slices.Contains(e.Tags, voyage.TagService) {
			continue
		}
		b := leadBuilder{events: events, tracks: byID, listed: listed}
		if l, ok := b.build(e, rules); ok {
			l.Feed = feed
			out = append(out, l)
		}
	}
	slices.SortFunc(out, func(a, b Lead) int {
		return cmp.Or(cmp.Compare(b.Score, a.Score), a.Start.Compare(b.Start), cmp.Compare(a.ID, b.ID))
	})
	return out
}

type leadBuilder struct {
	events []voyage.Event
	tracks map[string]*voyage.Track
	listed Listing
	lead   Lead
}

func (b *leadBuilder) add(weight float64, event, format string, args ...any) {
	b.lead.Reasons = append(b.lead.Reasons, Reason{fmt.Sprintf(format, args...), weight, event})
	b.lead.Score = math.Min(1, math.Round((b.lead.Score+weight)*100)/100)
}

func (b *leadBuilder) build(e voyage.Event, rules Rules) (Lead, bool) {
	b.lead = Lead{Start: e.Start, End: e.End, Events: []voyage.Event{e}}
	anyListed := false
	for _, s := range e.Ships {
		p, ent := b.party(s)
		b.lead.Parties = append(b.lead.Parties, p)
		if ent != nil {
			anyListed = true
			b.add(weightListed, e.ID, "%s is listed (%s)", p.Name, strings.Join(datasets(ent), ", "))
		}
	}
	if !anyListed {
		return Lead{}, false
	}
	tankers := b.weighEncounter(e)
	b.weighSilence(e)
	if b.lead.Score < minimumForLeads {
		return Lead{}, false
	}
	b.lead.Title = fmt.Sprintf("%s and %s lay together for %.1f hours", b.lead.Parties[0].Name, b.lead.Parties[1].Name,
		e.Evidence.Encounter.Hours)
	b.lead.Measures = rules.Transfer(e.Start, tankers)
	b.lead.ID = leadID(b.lead)
	return b.lead, true
}

// weighEncounter weighs what the two ships did, and reports whether both say
// they are tankers.
func (b *leadBuilder) weighEncounter(e voyage.Event) bool {
	ev := e.Evidence.Encounter
	if slices.Contains(e.Tags, voyage.TagOpenSea) && !ev.BothAnchored {
		b.add(weightOpenSea, e.ID, "they lay together in the open sea, %.0f km from the nearest shore, for %.1f hours",
			e.Evidence.Where.ShoreKM, ev.Hours)
	}
	if len(ev.Ships) != 2 {
		return false
	}
	one, two := ev.Ships[0], ev.Ships[1]
	d1, d2 := one.DraughtAfter-one.DraughtBefore, two.DraughtAfter-two.DraughtBefore
	known := one.DraughtBefore > 0 && one.DraughtAfter > 0 && two.DraughtBefore > 0 && two.DraughtAfter > 0
	if known && math.Abs(d1) >= draughtChange && math.Abs(d2) >= draughtChange && (d1 > 0) != (d2 > 0) {
		b.add(weightDraught, e.ID, "the draught of %s went from %.1f to %.1f m as that of %s went from %.1f to %.1f m",
			b.lead.Parties[0].Name, one.DraughtBefore, one.DraughtAfter, b.lead.Parties[1].Name, two.DraughtBefore, two.DraughtAfter)
	}
	if isTanker(one.ShipType) && isTanker(two.ShipType) {
		b.add(weightTankers, e.ID, "both say they are tankers (ship types %d and %d)", one.ShipType, two.ShipType)
		return true
	}
	return false
}

func isTanker(t uint8) bool { return t >= tankerFirst && t <= tankerLast }

// weighSilence looks for dark gaps of either ship in the days around.
func (b *leadBuilder) weighSilence(e voyage.Event) {
	for _, g := range b.events {
		if g.Kind != voyage.Gap || g.Evidence.Gap == nil || !g.Evidence.Gap.Dark || len(g.Ships) == 0 {
			continue
		}
		near := g.End.After(e.Start.Add(-around)) && g.Start.Before(e.End.Add(around))
		for _, s := range e.Ships {
			if near && g.Ships[0].Track == s.Track {
				b.lead.Events = append(b.lead.Events, g)
				b.add(weightDark, g.ID, "%s was silent for %.1f hours while %d other ships were heard around it",
					s.Label(), g.Evidence.Gap.Hours, neighbours(g))
			}
		}
	}
}

func neighbours(g voyage.Event) int {
	if g.Evidence.Reception == nil {
		return 0
	}
	return g.Evidence.Reception.Neighbours
}

// party names a ship of an event; a hull is listed when any identity it ever
// gave is.
func (b *leadBuilder) party(s voyage.Ident) (Party, *ftm.Entity) {
	idents := []voyage.HullIdent{{MMSI: s.MMSI, IMO: s.IMO, Name: s.Name}}
	if t := b.tracks[s.Track]; t != nil {
		idents = append(idents, t.Idents...)
	}
	for _, id := range idents {
		if ent, ok := b.listed.Vessel(id.IMO, id.MMSI); ok {
			return Party{
				Entity: ent.ID, Schema: ent.Schema, Name: ent.Caption(), Role: "listed ship",
				Status: network.StatusListed, Properties: ent.Properties(),
			}, ent
		}
	}
	return Party{
		Entity: trackEntity(s), Schema: "Vessel", Name: s.Label(), Role: "other ship", Status: network.StatusReported,
		Properties: shipProperties(s, idents),
	}, nil
}

// trackEntity gives an unlisted ship the steadiest id there is of it.
func trackEntity(s voyage.Ident) string {
	if s.IMO != "" {
		return "IMO" + s.IMO
	}
	return fmt.Sprintf("MMSI%09d", s.MMSI)
}

func shipProperties(s voyage.Ident, idents []voyage.HullIdent) map[string][]string {
	p := map[string][]string{"name": {s.Label()}}
	put := func(prop, v string) {
		if v != "" && !slices.Contains(p[prop], v) {
			p[prop] = append(p[prop], v)
		}
	}
	for _, id := range idents {
		put("imoNumber", id.IMO)
		if id.MMSI != 0 {
			put("mmsi", fmt.Sprintf("%09d", id.MMSI))
		}
		put("callSign", id.CallSign)
		if id.Name != "" && id.Name != s.Label() {
			put("previousName", id.Name)
		}
	}
	return p
}

func datasets(e *ftm.Entity) []string { return e.Proxy().Datasets }

func leadID(l Lead) string {
	var parts []string
	for _, e := range l.Events {
		parts = append(parts, e.ID)
	}
	sum := sha256.Sum256([]byte(strings.Join(parts, "\n")))
	return "L-" + hex.EncodeToString(sum[:6])
}

// Open puts a lead on record. The same lead is recorded once.
func (c *Cases) Open(ctx context.Context, by journal.Signer, l Lead) (bool, error) {
	if _, have := c.Lead(l.ID); have {
		return false, nil
	}
	if err := c.record(ctx, by, KindLead, l.ID, l); err != nil {
		return false, fmt.Errorf("opening lead %s: %w", l.ID, err)
	}
	return true, nil
}

func (c *Cases) weighLead(a journal.Act, seq int64) (func(), error) {
	l, err := read[Lead](a)
	if err == nil {
		err = c.need(a.Actor, journal.RoleAnalyst)
	}
	if _, have := c.leads[a.Subject]; have && err == nil {
		err = fmt.Errorf("lead %s is open", a.Subject)
	}
	if err == nil && (l.ID != a.Subject || len(l.Events) == 0 || !c.exhibits.Has(l.Feed.Exhibit)) {
		err = errors.New("a lead needs its events and the exhibit they were found in")
	}
	return func() { c.leads[a.Subject] = Opened{l, a.Actor, a.At, seq} }, err
}

// Lead returns a lead on record.
func (c *Cases) Lead(id string) (Opened, bool) {
	c.mu.RLock()
	defer c.mu.RUnlock()
	l, ok := c.leads[id]
	return l, ok
}

// AllLeads lists the leads on record, the newest event first.
func (c *Cases) AllLeads() []Opened {
	c.mu.RLock()
	defer c.mu.RUnlock()
	out := make([]Opened, 0, len(c.leads))
	for _, l := range c.leads {
		out = append(out, l)
	}
	slices.SortFunc(out, func(a, b Opened) int {
		return cmp.Or(b.Start.Compare(a.Start), cmp.Compare(a.ID, b.ID))
	})
	return out
}
