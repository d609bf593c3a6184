package casework_test

import (
	"context"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"plimsoll/casework"
	"plimsoll/ftm"
	"plimsoll/geo"
	"plimsoll/regime"
	"plimsoll/voyage"
	"plimsoll/voyage/pattern"
)

// Invented ships: their numbers cannot be real ones'.
var (
	listedShip = voyage.Ident{Track: "t-listed", MMSI: 299000811, IMO: "0990011", Name: "ORRIN TALE"}
	wren       = voyage.Ident{Track: "t-wren", MMSI: 298000801, IMO: "0990140", Name: "WREN HOLLOW"}
	moth       = voyage.Ident{Track: "t-moth", MMSI: 298000802, IMO: "0990152", Name: "GREY MOTH"}
)

// shelf lists one ship, from a day on.
type shelf struct {
	ent   *ftm.Entity
	since time.Time
}

func (s shelf) Vessel(imo string, _ uint32) (*ftm.Entity, bool) {
	return s.ent, s.ent != nil && imo == listedShip.IMO
}
func (s shelf) Since(*ftm.Entity) time.Time { return s.since }

func list() shelf {
	e := &ftm.Entity{ID: "DEMO-V1", Schema: "Vessel"}
	e.Add("name", "ORRIN TALE", ftm.Origin{Dataset: "demo_list"})
	return shelf{e, at(-100)}
}

// acts notes what it was asked.
type acts map[regime.Kind]regime.Act

func (a acts) Measures(act regime.Act) []casework.Measure {
	a[act.Kind] = act
	return []casework.Measure{{ID: string(act.Kind)}}
}

func at(d float64) time.Time {
	return time.Date(2026, 3, 1, 0, 0, 0, 0, time.UTC).Add(time.Duration(d * 24 * float64(time.Hour)))
}

func lead(kind string, from, hours float64, tags []string, ships ...voyage.Ident) voyage.Event {
	return voyage.Event{
		ID: fmt.Sprintf("%s-%v-%s", kind[:1], from, ships[0].Track), Kind: kind, Start: at(from), End: at(from + hours/24), Ships: ships,
		Place: geo.Point{Lat: 31, Lon: 125}, Confidence: voyage.Moderate, Tags: tags,
	}
}

func met(from float64, a, b voyage.Ident, draughts ...float64) voyage.Event {
	e := lead(voyage.Encounter, from, 5, []string{voyage.TagOpenSea}, a, b)
	ev := &voyage.EncounterEvidence{Hours: 5, Ships: []voyage.ShipPresent{{Track: a.Track, ShipType: 80}, {Track: b.Track, ShipType: 82}}}
	if len(draughts) == 4 {
		ev.Ships[0].DraughtBefore, ev.Ships[0].DraughtAfter = draughts[0], draughts[1]
		ev.Ships[1].DraughtBefore, ev.Ships[1].DraughtAfter = draughts[2], draughts[3]
	}
	e.Evidence.Encounter = ev
	return e
}

func called(from float64, who voyage.Ident) voyage.Event {
	e := lead(voyage.PortCall, from, 30, []string{voyage.TagPort, voyage.TagDPRK}, who)
	e.Evidence.Lying = &voyage.LyingEvidence{Port: "KPNAM", PortName: "Nampo", PortCountry: "KP"}
	return e
}

func dark(from, hours float64, who voyage.Ident, reach bool, draughts ...float64) voyage.Event {
	e := lead(voyage.Gap, from, hours, []string{voyage.TagDark}, who)
	g := &voyage.GapEvidence{Dark: true, Hours: hours}
	if reach {
		e.Tags = append(e.Tags, voyage.TagDPRK)
		g.Reach = []geo.Reach{{Port: geo.Port{Code: "KPNAM", Name: "Nampo", Country: "KP"}, HoursLeft: 20}}
	}
	if len(draughts) == 2 {
		g.DraughtOff, g.DraughtOn = draughts[0], draughts[1]
	}
	e.Evidence.Gap = g
	return e
}

func renamed(from float64, who, to voyage.Ident, changes ...voyage.Change) voyage.Event {
	to.Track = who.Track
	e := lead(voyage.Identity, from, 1, []string{voyage.TagMMSIChange}, who, to)
	e.Evidence.Identity = &voyage.IdentityEvidence{Changes: changes}
	return e
}

func leads(t *testing.T, events ...voyage.Event) []casework.Lead {
	t.Helper()
	return leadsOf(t, list(), acts{}, events...)
}

func leadsOf(t *testing.T, l casework.Listing, a acts, events ...voyage.Event) []casework.Lead {
	t.Helper()
	rules, err := pattern.DefaultRules()
	if err != nil {
		t.Fatal(err)
	}
	in := casework.Radio{Events: events, Patterns: pattern.Find(rules, events), Feed: casework.Ref{Exhibit: exhibit}}
	out, err := casework.Leads(in, l, a)
	if err != nil {
		t.Fatal(err)
	}
	return out
}

func single(t *testing.T, events ...voyage.Event) casework.Lead {
	t.Helper()
	all := leads(t, events...)
	if len(all) != 1 {
		t.Fatalf("%d leads, want one: %+v", len(all), all)
	}
	return all[0]
}

func kinds(l casework.Lead) string {
	var out []string
	for _, r := range l.Reasons {
		out = append(out, r.Kind)
	}
	return strings.Join(out, " ")
}

func TestWhatIsNoLead(t *testing.T) {
	for name, events := range map[string][]voyage.Event{
		"two ships of which neither is listed": {met(0, wren, moth, 9, 5, 5, 9)},
		"a listed ship served by a tug": {func() voyage.Event {
			e := met(0, listedShip, wren)
			e.Tags = append(e.Tags, voyage.TagService)
			return e
		}()},
		"a listed ship silent far from the DPRK":       {dark(0, 20, listedShip, false)},
		"a ship on no list silent near the DPRK":       {dark(0, 20, wren, true)},
		"a ship on no list that changes its name":      {renamed(0, wren, moth, voyage.Change{Field: "name", From: "WREN HOLLOW", To: "GREY MOTH"})},
		"a listed ship renamed before it was listed":   {renamed(-200, listedShip, moth, voyage.Change{Field: "imo", From: "0990011", To: "0990152"})},
		"a call that what was heard later contradicts": {func() voyage.Event { e := called(0, wren); e.Tags = append(e.Tags, voyage.TagContradicted); return e }()},
	} {
		t.Run(name, func(t *testing.T) {
			for _, l := range leads(t, events...) {
				t.Errorf("%s %.2f %s: %s", l.Story, l.Score, l.Title, kinds(l))
			}
		})
	}
}

func TestATransferWithAListedShip(t *testing.T) {
	l := single(t, dark(-0.5, 9, wren, false), met(0, wren, listedShip, 8, 5, 3, 6))
	if l.Story != casework.StoryTransfer || l.Title != "WREN HOLLOW and ORRIN TALE lay together for 5.0 hours" ||
		l.Score != 1 || l.Subject != "IMO0990140" || len(l.Events) != 2 || l.Feed.Exhibit != exhibit {
		t.Errorf("%+v", l)
	}
	// It grows into one lead, with the id it had.
	more := single(t, met(0, wren, listedShip), met(30, listedShip, wren), dark(29, 9, wren, false))
	if more.ID != l.ID || !strings.HasSuffix(more.Title, "lay together with listed ships 2 times") || len(more.Parties) != 2 {
		t.Errorf("%s %s", more.ID, more.Title)
	}
	if got := kinds(more); got != "listed open_sea tankers open_sea tankers dark" {
		t.Errorf("reasons %s", got)
	}
}

func TestAnEndedListingMakesNoLead(t *testing.T) {
	if all := leadsOf(t, shelf{}, acts{}, met(0, wren, listedShip, 8, 5, 3, 6)); len(all) != 0 {
		t.Errorf("%+v", all)
	}
}

func TestACallInTheDPRKByAnyone(t *testing.T) {
	l := single(t, called(0, wren))
	if l.Story != casework.StoryCall || l.Title != "WREN HOLLOW called at Nampo in the DPRK" || l.Score != 0.5 {
		t.Errorf("%+v", l)
	}
	again := single(t, called(0, wren), called(20, wren))
	if again.ID != l.ID || again.Title != "WREN HOLLOW was at ports of the DPRK 2 times" || again.Score != 0.55 {
		t.Errorf("%+v", again)
	}
	doubtful := called(0, wren)
	doubtful.Confidence = voyage.Low
	if all := leads(t, doubtful); len(all) != 0 {
		t.Errorf("a doubtful call alone is a lead: %+v", all)
	}
}

func TestAListedShipInTheDark(t *testing.T) {
	l := single(t, dark(0, 40, listedShip, true, 4, 8))
	if l.Story != casework.StoryDark || kinds(l) != "listed dprk_dark dark draught_in_dark" || l.Score != 0.9 {
		t.Errorf("%s %.2f: %s", l.Story, l.Score, kinds(l))
	}
}

// A listed ship that is silent now is worth a look now; when the silence ends the
// lead says how it ended, and is the same.
func TestAListedShipThatIsSilentNow(t *testing.T) {
	now := dark(0, 12, listedShip, true)
	now.Open, now.Confidence, now.Tags[0], now.Evidence.Gap.Dark = true, voyage.Low, voyage.TagSilent, false
	first := single(t, now)
	if first.Story != casework.StoryDark || !strings.Contains(first.Title, "was not heard from") || !strings.Contains(first.Reasons[1].Text, "can have come to Nampo by then") {
		t.Errorf("%s: %+v", first.Title, first.Reasons)
	}
	ended := dark(0, 30, listedShip, true)
	ended.ID = now.ID
	later := single(t, ended)
	if later.ID != first.ID || later.Score <= first.Score || !strings.Contains(later.Title, "was silent") {
		t.Errorf("%s %.2f, then %s %.2f: %s", first.ID, first.Score, later.ID, later.Score, later.Title)
	}
}

func TestAListedHullChangesWhoItSaysItIs(t *testing.T) {
	a := acts{}
	hop := voyage.Ident{MMSI: 620999801, IMO: "0990222", Name: "PELLUCID OWL"} // a number of the Comoros that no ship has
	all := leadsOf(t, list(), a, renamed(0, listedShip, hop,
		voyage.Change{Field: "mmsi", From: "299000811", To: "620999801"}, voyage.Change{Field: "name", From: "ORRIN TALE", To: "PELLUCID OWL"}))
	if len(all) != 1 || all[0].Story != casework.StoryHop || kinds(all[0]) != "listed flag_hop name_change" || all[0].Score != 0.85 {
		t.Fatalf("%+v", all)
	}
	if !strings.Contains(all[0].Reasons[1].Text, "listed since 21 November 2025, changed its MMSI from 299000811 to 620999801, and so its flag from") {
		t.Errorf("%s", all[0].Reasons[1].Text)
	}
	if act, ok := a[regime.Flagging]; !ok || !act.PartyListed {
		t.Errorf("asked %+v", a)
	}
	l := single(t, renamed(0, listedShip, voyage.Ident{MMSI: 298000899}, voyage.Change{Field: "mmsi"}))
	if kinds(l) != "listed number_change" {
		t.Errorf("%s", kinds(l))
	}
}

func TestOneHopBack(t *testing.T) {
	first, second := met(0, wren, listedShip), met(100, moth, wren, 4, 7, 8, 5)
	all := leads(t, first, second)
	i := slices.IndexFunc(all, func(l casework.Lead) bool { return l.Story == casework.StoryContact })
	if i < 0 || len(all) != 2 {
		t.Fatalf("%+v", all)
	}
	l := all[i]
	if l.Title != "GREY MOTH lay together with WREN HOLLOW, which lay together with the listed ship ORRIN TALE" || kinds(l) != "contact open_sea draught tankers" {
		t.Errorf("%s: %s", l.Title, kinds(l))
	}
	for _, l := range leads(t, first, met(200, moth, wren, 4, 7, 8, 5)) {
		if l.Story == casework.StoryContact {
			t.Errorf("after more than 180 days: %s", l.Title)
		}
	}
	if l := single(t, met(-5, moth, wren, 4, 7, 8, 5), first); l.Story != casework.StoryTransfer {
		t.Errorf("what came before the meeting counts: %s", l.Title)
	}
}

// A pattern is a story, and takes in what tells only a part of it.
func TestAPatternTakesInItsParts(t *testing.T) {
	load := lead(voyage.PortCall, -5, 20, []string{voyage.TagPort}, wren)
	load.Evidence.Lying = &voyage.LyingEvidence{Port: "TWTXG", PortName: "Taichung", PortCountry: "TW", DraughtBefore: 5, DraughtAfter: 9, ShipType: 80}
	deliver := called(0, wren)
	deliver.Evidence.Lying.DraughtBefore, deliver.Evidence.Lying.DraughtAfter = 9, 5
	a := acts{}
	all := leadsOf(t, list(), a, load, deliver)
	if len(all) != 1 {
		t.Fatalf("%d leads: %+v", len(all), all)
	}
	l := all[0]
	if l.Story != "pattern:petroleum-delivery" || len(l.Absorbs) != 1 || len(l.Patterns) != 1 || kinds(l) != "pattern_high dprk_call draught" ||
		l.Title != "WREN HOLLOW: delivery of petroleum products to the DPRK" {
		t.Errorf("%+v", l)
	}
	if act := a[regime.Supply]; act.Goods != regime.RefinedPetroleum || act.Direction != regime.ToDPRK {
		t.Errorf("asked %+v", a)
	}
}

func TestLeadsDoNotDependOnTheOrderOfEvents(t *testing.T) {
	events := []voyage.Event{
		dark(-0.5, 9, wren, true, 8, 5), met(0, wren, listedShip, 8, 5, 3, 6), met(100, moth, wren, 4, 7, 8, 5), called(50, moth),
		dark(60, 40, listedShip, true), renamed(70, listedShip, moth, voyage.Change{Field: "name", From: "A", To: "B"}),
	}
	want := leads(t, events...)
	r := rand.New(rand.NewPCG(3, 4))
	for range 10 {
		r.Shuffle(len(events), func(i, j int) { events[i], events[j] = events[j], events[i] })
		if diff := cmp.Diff(want, leads(t, events...)); diff != "" {
			t.Fatal(diff)
		}
	}
}

func TestALeadOnRecordGrows(t *testing.T) {
	d := newDesk(t)
	first, more := single(t, called(0, wren)), single(t, called(0, wren), called(20, wren))
	for _, c := range []struct {
		lead casework.Lead
		new  bool
	}{{first, true}, {first, false}, {more, true}, {more, false}, {first, false}} {
		if is, err := d.Open(context.Background(), analyst, c.lead); err != nil || is != c.new {
			t.Errorf("%s: recorded %v, %v", c.lead.Title, is, err)
		}
	}
	d.Cases = d.reopen()
	if l, _ := d.Lead(first.ID); l.Stages != 2 || l.Title != more.Title || !l.Grown.After(l.At) || len(d.AllLeads()) != 1 {
		t.Errorf("%d stages, %q, opened %v, grown %v", l.Stages, l.Title, l.At, l.Grown)
	}
}
