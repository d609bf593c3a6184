package pattern_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"plimsoll/geo"
	"plimsoll/voyage"
	"plimsoll/voyage/pattern"
)

var first = time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)

func day(d float64) time.Time { return first.Add(time.Duration(d * 24 * float64(time.Hour))) }

// An invented ship; its number cannot be a real one's.
var wren = voyage.Ident{Track: "t-wren", MMSI: 298000701, IMO: "0990140", Name: "WREN HOLLOW"}

type change func(*voyage.Event)

func event(kind string, from, to float64, who voyage.Ident, more ...change) voyage.Event {
	e := voyage.Event{
		ID: fmt.Sprintf("%s-%v-%s", kind[:1], from, who.Track), Kind: kind, Start: day(from), End: day(to), Ships: []voyage.Ident{who},
		Place: geo.Point{Lat: 30, Lon: 140}, Confidence: voyage.Moderate, Refutes: []string{"a picture of " + kind},
	}
	for _, m := range more {
		m(&e)
	}
	return e
}

func portCall(from, to float64, who voyage.Ident, shipType uint8, code string, before, after float64) voyage.Event {
	ports, err := geo.LoadPorts()
	if err != nil {
		panic(err)
	}
	all := ports.All()
	p := all[slices.IndexFunc(all, func(p geo.Port) bool { return p.Code == code })]
	return event(voyage.PortCall, from, to, who, func(e *voyage.Event) {
		e.Evidence.Lying = &voyage.LyingEvidence{
			Port: p.Code, PortName: p.Name, PortCountry: p.Country, DraughtBefore: before, DraughtAfter: after, ShipType: shipType,
		}
		e.Place = p.Point
	})
}

func gap(from, to float64, who voyage.Ident, before, after float64, reach ...geo.Port) voyage.Event {
	return event(voyage.Gap, from, to, who, func(e *voyage.Event) {
		g := &voyage.GapEvidence{Dark: true, DraughtOff: before, DraughtOn: after}
		for _, p := range reach {
			g.Reach = append(g.Reach, geo.Reach{Port: p, HoursLeft: 20})
		}
		e.Evidence.Gap = g
		e.Tags = []string{voyage.TagDark}
	})
}

func loiter(from, to float64, who voyage.Ident, at geo.Point, before, after float64) voyage.Event {
	return event(voyage.Loitering, from, to, who, func(e *voyage.Event) {
		e.Place = at
		e.Evidence.Lying = &voyage.LyingEvidence{DraughtBefore: before, DraughtAfter: after}
	})
}

func encounter(from, to float64, who, other voyage.Ident, at geo.Point, shipType uint8, before, after float64) voyage.Event {
	return event(voyage.Encounter, from, to, who, func(e *voyage.Event) {
		e.Ships = append(e.Ships, other)
		e.Place = at
		e.Tags = []string{voyage.TagOpenSea}
		e.Evidence.Encounter = &voyage.EncounterEvidence{Hours: (to - from) * 24, Ships: []voyage.ShipPresent{
			{Track: who.Track, ShipType: shipType, DraughtBefore: before, DraughtAfter: after},
			{Track: other.Track},
		}}
	})
}

var (
	nampo = geo.Port{Code: "KPNAM", Name: "Nampo", Country: "KP"}
	rajin = geo.Port{Code: "KPRJN", Name: "Rajin", Country: "KP"}
)

func rules(t testing.TB) *pattern.Rules {
	t.Helper()
	r, err := pattern.DefaultRules()
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func one(t *testing.T, events ...voyage.Event) pattern.Pattern {
	t.Helper()
	found := pattern.Find(rules(t), events)
	if len(found) != 1 {
		t.Fatalf("found %d patterns, want one: %+v", len(found), found)
	}
	return found[0]
}

func none(t *testing.T, events ...voyage.Event) {
	t.Helper()
	for _, p := range pattern.Find(rules(t), events) {
		t.Errorf("found %s: %s", p.Rule, p.Sentence)
	}
}

func grades(p pattern.Pattern) string {
	var out []string
	for _, s := range p.Steps {
		out = append(out, s.Name+" "+s.Grade)
	}
	return strings.Join(out, ", ")
}

func TestADeliveryInTheDark(t *testing.T) {
	p := one(t,
		portCall(0, 2, wren, 80, "TWTXG", 5, 9),
		gap(8, 11, wren, 9, 5.2, nampo),
	)
	if got := grades(p); p.Rule != "petroleum-delivery" || got != "loads observed, delivers possible, light observed" {
		t.Errorf("%s: %s", p.Rule, got)
	}
	want := "WREN HOLLOW loaded at Taichung, draught 5.0 to 9.0 m (1 January 2026 to 3 January 2026), " +
		"then was silent for 72 hours, in which it can have called at Nampo (9 January 2026 to 12 January 2026), " +
		"then sat higher than before, draught 9.0 to 5.2 m (9 January 2026 to 12 January 2026). " +
		"That it handed it over for the DPRK is possible and was not observed."
	if p.Sentence != want {
		t.Errorf("sentence\n%s\nwant\n%s", p.Sentence, want)
	}
	if p.Confidence != voyage.Moderate || len(p.Refutes) < 4 || len(p.Events) != 2 || p.Ship != wren {
		t.Errorf("confidence %s, %d refutes, %d events, ship %v", p.Confidence, len(p.Refutes), len(p.Events), p.Ship)
	}
}

func TestADeliveryThatWasSeen(t *testing.T) {
	p := one(t, portCall(0, 2, wren, 80, "TWTXG", 5, 9), portCall(9, 11, wren, 80, "KPNAM", 9, 5))
	if p.Confidence != voyage.High || grades(p) != "loads observed, delivers observed, light observed" {
		t.Errorf("%s: %s", p.Confidence, grades(p))
	}
	p = one(t, portCall(9, 11, wren, 80, "KPNAM", 9, 5))
	if p.Confidence != voyage.Moderate || !strings.Contains(p.Sentence, "Not seen: that it took oil aboard.") {
		t.Errorf("%s: %s", p.Confidence, p.Sentence)
	}
}

// Only the sea in which they met speaks for the DPRK: never more than low.
func TestATransferAtSeaIsWorthLittle(t *testing.T) {
	other := voyage.Ident{Track: "t-other", MMSI: 299000799}
	at := geo.Point{Lat: 30, Lon: 125}
	p := one(t, portCall(0, 2, wren, 80, "TWTXG", 5, 9), encounter(5, 5.3, wren, other, at, 80, 9, 5))
	if p.Confidence != voyage.Low || !strings.Contains(p.Sentence, "lay beside MMSI 299000799 in the East China Sea for 7 hours") {
		t.Errorf("%s: %s", p.Confidence, p.Sentence)
	}
	none(t, portCall(0, 2, wren, 80, "TWTXG", 5, 9), encounter(5, 5.3, wren, other, geo.Point{Lat: 10, Lon: 70}, 80, 9, 5))
}

func TestWhatIsNoDelivery(t *testing.T) {
	for name, events := range map[string][]voyage.Event{
		"silence alone":                 {gap(8, 11, wren, 0, 0, nampo)},
		"silence and loading, no more":  {portCall(0, 2, wren, 80, "TWTXG", 5, 9), gap(8, 11, wren, 9, 9, nampo)},
		"no port of the DPRK in reach":  {portCall(0, 2, wren, 80, "TWTXG", 5, 9), gap(8, 11, wren, 9, 5)},
		"a container ship":              {portCall(0, 2, wren, 71, "TWTXG", 5, 9), gap(8, 11, wren, 9, 5, nampo)},
		"deeper, not lighter":           {portCall(0, 2, wren, 80, "TWTXG", 5, 6), gap(8, 11, wren, 6, 9, nampo)},
		"loaded half a year ago":        {portCall(0, 2, wren, 80, "TWTXG", 5, 9), gap(190, 193, wren, 9, 8.8, nampo), loiter(230, 231, wren, geo.Point{}, 5, 5)},
		"a draught corrected by a hand": {portCall(0, 2, wren, 80, "TWTXG", 8.8, 9), gap(8, 11, wren, 9, 8.7, nampo)},
		"lighter before it can deliver": {portCall(0, 2, wren, 80, "TWTXG", 5, 9), portCall(5, 6, wren, 80, "KRINC", 9, 5), gap(8, 11, wren, 5, 5, nampo)},
		"another ship came away light":  {portCall(0, 2, wren, 80, "TWTXG", 5, 9), gap(8, 11, voyage.Ident{Track: "t-2", MMSI: 298000702}, 9, 9, nampo), loiter(14, 15, voyage.Ident{Track: "t-2", MMSI: 298000702}, geo.Point{}, 5, 5)},
		"silence that reception explains": {portCall(0, 2, wren, 80, "TWTXG", 5, 9), func() voyage.Event {
			e := gap(8, 11, wren, 9, 9, nampo)
			e.Tags = []string{voyage.TagCoverage}
			return e
		}()},
	} {
		t.Run(name, func(t *testing.T) { none(t, events...) })
	}
}

func TestATankerThatComesOutOfTheDarkLighter(t *testing.T) {
	p := one(t, loiter(0, 1, wren, geo.Point{Lat: 30, Lon: 140}, 0, 0), gap(8, 11, wren, 9, 5, nampo))
	if p.Rule != "petroleum-delivery" || grades(p) != "loads not seen, delivers possible, light observed" || p.Confidence != voyage.Low {
		t.Errorf("%s %s: %s", p.Rule, p.Confidence, grades(p))
	}
}

// Nobody else was heard either: only the draught speaks, and not loudly.
func TestALighterShipAfterAHoleInCoverage(t *testing.T) {
	g := gap(8, 11, wren, 9, 5, nampo)
	g.Tags = []string{voyage.TagCoverage}
	p := one(t, portCall(0, 2, wren, 80, "TWTXG", 5, 9), g)
	if p.Confidence != voyage.Low || !strings.Contains(p.Sentence, "was not heard for 72 hours, in which it can have called at Nampo, draught 9.0 to 5.0 m") {
		t.Errorf("%s: %s", p.Confidence, p.Sentence)
	}
}

// What people saw makes a possible step an observed one, in the same story.
func TestASightingInTheDark(t *testing.T) {
	seen := event(pattern.Sighting, 9, 9.1, wren, func(e *voyage.Event) { e.Place = geo.Point{Lat: 39.83, Lon: 127.6} })
	before := one(t, portCall(0, 2, wren, 80, "TWTXG", 5, 9), gap(8, 11, wren, 9, 5.2, nampo))
	p := one(t, portCall(0, 2, wren, 80, "TWTXG", 5, 9), gap(8, 11, wren, 9, 5.2, nampo), seen)
	if p.ID != before.ID || !strings.Contains(p.Sentence, "was seen at Hungnam") || strings.Contains(p.Sentence, "not observed") {
		t.Errorf("%s, %s: %s", before.ID, p.ID, p.Sentence)
	}
}

func TestAVoyageToRajinAndBack(t *testing.T) {
	p := one(t, portCall(0, 2, wren, 70, "RUDUN", 5, 5), gap(3, 5, wren, 5, 5, rajin), portCall(6, 8, wren, 70, "RUDUN", 5, 5))
	if p.Rule != "rajin-voyage" || p.Confidence != voyage.Moderate {
		t.Errorf("%s %s", p.Rule, p.Confidence)
	}
	none(t, portCall(0, 2, wren, 70, "RUVVO", 5, 5), gap(3, 5, wren, 5, 5, rajin), portCall(6, 8, wren, 70, "RUVVO", 5, 5))
}

func TestACoalRun(t *testing.T) {
	off := geo.Point{Lat: 34.6, Lon: 119.9} // off Lianyungang
	p := one(t,
		portCall(-20, -18, wren, 70, "CNDLC", 0, 0),
		gap(0, 4, wren, 4, 8, nampo),
		loiter(7, 20, wren, off, 8, 8),
		portCall(21, 24, wren, 70, "CNLYG", 8, 4),
	)
	if p.Rule != "coal-export" || grades(p) != "loads possible, deeper observed, waits observed, discharges observed" ||
		p.Confidence != voyage.Moderate || !strings.Contains(p.Sentence, "lay off Lianyungang for 312 hours without calling there") {
		t.Errorf("%s %s %s: %s", p.Rule, p.Confidence, grades(p), p.Sentence)
	}
	// Off Japan it may wait for other things.
	p = one(t, gap(0, 4, wren, 4, 8, nampo), loiter(7, 8, wren, geo.Point{Lat: 36.9, Lon: 136.4}, 8, 8))
	if p.Rule != "coal-export" || grades(p) != "loads possible, deeper observed, waits possible, discharges not seen" || p.Confidence != voyage.Low {
		t.Errorf("%s %s %s: %s", p.Rule, p.Confidence, grades(p), p.Sentence)
	}
	none(t, portCall(0, 2, wren, 70, "CNLYG", 8, 4), gap(5, 8, wren, 4, 4, nampo), portCall(10, 12, wren, 70, "CNLYG", 4, 8))
}

func shuttle(from float64, who voyage.Ident) []voyage.Event {
	g := gap(from, from+3, who, 0, 0, rajin)
	g.Evidence.Gap.On = &voyage.Position{Lat: 42.7, Lon: 132.9}
	g.Evidence.Gap.Off = voyage.Position{Lat: 41, Lon: 134}
	return []voyage.Event{g}
}

func TestAShuttleIsOneOnlyWhenItGoesAgain(t *testing.T) {
	none(t, shuttle(0, wren)...)
	twice := append(shuttle(0, wren), shuttle(12, wren)...)
	p := one(t, twice...)
	if p.Rule != "arms-shuttle" || p.Rounds != 2 || p.Confidence != voyage.Low || !strings.Contains(p.Sentence, "did the same 2 times") {
		t.Errorf("%s, %d rounds, %s: %s", p.Rule, p.Rounds, p.Confidence, p.Sentence)
	}
	again := one(t, append(twice, shuttle(25, wren)...)...)
	if again.ID != p.ID || again.Rounds != 3 || again.Confidence != voyage.Moderate {
		t.Errorf("%s became %s with %d rounds, %s", p.ID, again.ID, again.Rounds, again.Confidence)
	}
	none(t, append(shuttle(0, wren), shuttle(100, wren)...)...)
	// Calls in the open are not this story.
	none(t, portCall(0, 1, wren, 70, "KPRJN", 0, 0), portCall(3, 4, wren, 70, "RUVYP", 0, 0),
		portCall(10, 11, wren, 70, "KPRJN", 0, 0), portCall(13, 14, wren, 70, "RUVYP", 0, 0))
}

// A story is known as soon as its steps are, and keeps its id as it grows.
func TestAStoryGrows(t *testing.T) {
	f := pattern.NewFinder(rules(t))
	steps := []voyage.Event{
		portCall(0, 2, wren, 80, "TWTXG", 5, 9), portCall(9, 11, wren, 80, "KPNAM", 9, 9), portCall(14, 15, wren, 80, "KRINC", 5, 5),
	}
	var ids []string
	for _, e := range steps {
		for _, p := range f.Take(e) {
			ids = append(ids, p.ID+" "+p.Confidence)
		}
	}
	if len(ids) != 2 || ids[0][:14] != ids[1][:14] || !strings.HasSuffix(ids[0], voyage.Moderate) || !strings.HasSuffix(ids[1], voyage.High) {
		t.Errorf("told %q", ids)
	}
	if more := f.Take(steps[2]); len(more) != 0 {
		t.Errorf("the same event told again makes %d patterns", len(more))
	}
}

// A hull that comes back under another number, a new track, is the same ship
// as long as it gives its IMO number, and only as long as no other hull does.
func TestAShipIsFollowedByItsIMONumber(t *testing.T) {
	again := voyage.Ident{Track: "t-again", MMSI: 299000702, IMO: wren.IMO, Name: "QUIET WREN"}
	events := []voyage.Event{portCall(0, 2, wren, 80, "TWTXG", 5, 9), gap(8, 11, again, 9, 9, nampo), loiter(14, 15, again, geo.Point{}, 5, 5)}
	p := one(t, events...)
	if p.Ship != again || len(p.Idents) != 2 {
		t.Errorf("ship %v, idents %v", p.Ship, p.Idents)
	}
	shared := event(voyage.Identity, 3, 4, wren, func(e *voyage.Event) {
		e.Ships = append(e.Ships, again)
		e.Tags = []string{voyage.TagIMOShared}
	})
	none(t, append(events, shared)...)
}

func TestPatternsDoNotDependOnTheOrderOfEvents(t *testing.T) {
	var events []voyage.Event
	for i := range 5 {
		who := voyage.Ident{Track: fmt.Sprint("t-", i), MMSI: 298000710 + uint32(i)}
		events = append(events, portCall(0, 2, who, 80, "TWTXG", 5, 9), gap(8, 11, who, 9, 5, nampo))
		events = append(events, shuttle(60, who)...)
		events = append(events, shuttle(70, who)...)
	}
	want := pattern.Find(rules(t), events)
	if len(want) != 10 {
		t.Fatalf("%d patterns", len(want))
	}
	r := rand.New(rand.NewPCG(1, 2))
	for range 5 {
		r.Shuffle(len(events), func(i, j int) { events[i], events[j] = events[j], events[i] })
		if diff := cmp.Diff(want, pattern.Find(rules(t), events)); diff != "" {
			t.Fatal(diff)
		}
	}
}
