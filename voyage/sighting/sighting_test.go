package sighting_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"plimsoll/geo"
	"plimsoll/voyage"
	"plimsoll/voyage/pattern"
	"plimsoll/voyage/sighting"
)

var noon = time.Date(2026, 3, 5, 12, 0, 0, 0, time.UTC)

const exhibit = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"

// track sails due east along a parallel at 10 knots, heard every hour from so
// many hours before noon to so many after, and silent in between.
func track(id string, ident voyage.HullIdent, at geo.Point, silentFrom, silentTo float64) voyage.Track {
	t := voyage.Track{ID: id}
	ident.First, ident.Last = noon.Add(-48*time.Hour), noon.Add(48*time.Hour)
	t.Idents = []voyage.HullIdent{ident}
	for h := -48.0; h <= 48; h++ {
		if h > silentFrom && h < silentTo {
			continue
		}
		p := geo.Destination(at, 90, h*10*geo.MetresPerNM)
		t.Fixes = append(t.Fixes, voyage.Fix{MMSI: ident.MMSI, Time: noon.Add(time.Duration(h * float64(time.Hour))), Point: p})
	}
	return t
}

var (
	sea  = geo.Point{Lat: 30, Lon: 126}
	wren = voyage.HullIdent{MMSI: 298000701, IMO: "0990140", Name: "WREN HOLLOW", ShipType: 80, A: 100, B: 20}
	moth = voyage.HullIdent{MMSI: 298000702, IMO: "0990152", Name: "GREY MOTH", ShipType: 70, A: 60, B: 20}
)

func report(t *testing.T, fields string) sighting.Report {
	t.Helper()
	all, err := sighting.Read(strings.NewReader(`{"kind":"photo","time":"2026-03-05T12:00:00Z","time_error_minutes":30,"place_error_km":2,` +
		`"source":"an invented observer","grade":"B2","exhibit":"` + exhibit + `",` + fields + `}`))
	if err != nil {
		t.Fatal(err)
	}
	return all[0]
}

func checker(t *testing.T, events []voyage.Event, tracks ...voyage.Track) *sighting.Checker {
	t.Helper()
	p, err := sighting.DefaultParameters()
	if err != nil {
		t.Fatal(err)
	}
	land, err := geo.LoadLand()
	if err != nil {
		t.Fatal(err)
	}
	return sighting.NewChecker(p, land, tracks, events)
}

func expect(t *testing.T, v sighting.Verdict, status string, says ...string) {
	t.Helper()
	for _, s := range says {
		if v.Status != status || !strings.Contains(v.Reason, s) {
			t.Errorf("%s: %s\nwant %s: %s", v.Status, v.Reason, status, s)
		}
	}
}

func TestAShipSeenWhereItWasHeard(t *testing.T) {
	c := checker(t, nil, track("t-wren", wren, sea, 0, 0), track("t-moth", moth, geo.Point{Lat: 32, Lon: 126}, 0, 0))
	v := c.Check(report(t, `"lat":30.01,"lon":126,"ships":[{"imo":"0990140","name":"Wren Hollow","type":"tanker","length":118}]`))
	expect(t, v, sighting.Joined, "WREN HOLLOW, found by its IMO number, can have been at 30.01N 126.00E")
	j := v.Ships[0].Joins[0]
	if len(j.Contradicts) != 0 || len(j.Supports) != 5 || j.Confidence != voyage.High || j.Basis != "heard" {
		t.Errorf("%+v", j)
	}
}

func TestAShipSeenInItsSilence(t *testing.T) {
	gap := voyage.Event{
		ID: "g-1", Kind: voyage.Gap, Start: noon.Add(-20 * time.Hour), End: noon.Add(20 * time.Hour), Ships: []voyage.Ident{{Track: "t-wren"}},
		Evidence: voyage.Evidence{Gap: &voyage.GapEvidence{Hours: 40}},
	}
	c := checker(t, []voyage.Event{gap}, track("t-wren", wren, sea, -20, 20))
	v := c.Check(report(t, `"lat":32,"lon":126,"ships":[{"mmsi":298000701}]`))
	expect(t, v, sighting.Joined, "it was silent then", "found by its MMSI")
	j := v.Ships[0].Joins[0]
	if j.Basis != "silence" || len(j.Events) != 1 || j.Knots < 8 || j.Knots > 14 {
		t.Errorf("%+v", j)
	}
}

func TestAShipSeenWhereItCannotHaveBeen(t *testing.T) {
	c := checker(t, nil, track("t-wren", wren, sea, 0, 0), track("t-moth", moth, geo.Point{Lat: 32, Lon: 126}, 0, 0))
	v := c.Check(report(t, `"lat":32,"lon":126,"ships":[{"imo":"0990140"}]`))
	expect(t, v, sighting.Refused, "to have been at 32.00N 126.00E", "and 30 is the most", "its identity is sent by another: GREY MOTH was heard there")
	// Sixty knots, from a silence of four hours with the place 120 nautical miles off.
	c = checker(t, nil, track("t-wren", wren, sea, -2, 2))
	v = c.Check(report(t, `"lat":32,"lon":126,"ships":[{"imo":"0990140"}]`))
	expect(t, v, sighting.Refused, "it would have had to make 60 kn")
}

func TestASightingOnLandIsRefused(t *testing.T) {
	c := checker(t, nil, track("t-wren", wren, sea, 0, 0))
	v := c.Check(report(t, `"lat":40.0,"lon":117.0,"ships":[{"imo":"0990140"}]`))
	expect(t, v, sighting.Refused, "40.00N 117.00E is on land", "no ship was there")
}

func TestAnIdentityThatThePictureContradicts(t *testing.T) {
	c := checker(t, nil, track("t-wren", wren, sea, 0, 0))
	v := c.Check(report(t, `"lat":30,"lon":126,"ships":[{"imo":"0990140","name":"OTHER NAME","type":"cargo","length":180}]`))
	expect(t, v, sighting.Joined, "by its IMO number")
	j := v.Ships[0].Joins[0]
	want := []string{
		"it sent the name WREN HOLLOW, and OTHER NAME was seen", "it says it is 120 m long, and about 180 m were seen",
		"it says it is of type 80, and a cargo was seen",
	}
	if strings.Join(j.Contradicts, "|") != strings.Join(want, "|") || j.Confidence != voyage.Moderate {
		t.Errorf("%s: %q", j.Confidence, j.Contradicts)
	}
}

func TestAShipThatIsOnlyDescribedNamesNobody(t *testing.T) {
	c := checker(t, nil, track("t-wren", wren, sea, 0, 0), track("t-moth", moth, sea, 0, 0))
	v := c.Check(report(t, `"lat":30,"lon":126,"ships":[{"type":"tanker","length":120}]`))
	expect(t, v, sighting.Possible, "one track was heard", "names nobody")
	v = c.Check(report(t, `"lat":10,"lon":126,"ships":[{"type":"tanker"}]`))
	expect(t, v, sighting.Unmatched, "no track of a ship (tanker)")
}

func TestASightingIsAnEventAmongTheOthers(t *testing.T) {
	ports, err := geo.LoadPorts()
	if err != nil {
		t.Fatal(err)
	}
	off := geo.Point{Lat: 38.0, Lon: 124.6}
	c := checker(t, nil, track("t-wren", wren, off, -30, 30))
	v := c.Check(report(t, `"lat":38.71,"lon":125.4,"ships":[{"imo":"0990140"}]`))
	events := c.Events(v, ports)
	if len(events) != 1 || strings.Join(events[0].Tags, " ") != "port dprk" {
		t.Fatalf("%+v %+v", v.Ships, events)
	}
	load := voyage.Event{
		ID: "p-1", Kind: voyage.PortCall, Start: noon.AddDate(0, 0, -6), End: noon.AddDate(0, 0, -5), Ships: []voyage.Ident{{Track: "t-wren"}},
		Evidence: voyage.Evidence{Lying: &voyage.LyingEvidence{Port: "TWTXG", PortName: "Taichung", DraughtBefore: 5, DraughtAfter: 9, ShipType: 80}},
	}
	rules, err := pattern.DefaultRules()
	if err != nil {
		t.Fatal(err)
	}
	found := pattern.Find(rules, append(events, load))
	if len(found) != 1 || found[0].Rule != "petroleum-delivery" || !strings.Contains(found[0].Sentence, "was seen at Nampo") {
		t.Errorf("%+v", found)
	}
}

func TestAReportThatMakesNoSenseIsNamed(t *testing.T) {
	good := `{"kind":"photo","time":"2026-03-05T12:00:00Z","time_error_minutes":30,"place_error_km":2,"lat":1,"lon":2,` +
		`"source":"x","grade":"B2","exhibit":"` + exhibit + `","ships":[{"name":"A"}]}`
	if _, err := sighting.Read(strings.NewReader(good)); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct{ from, to, says string }{
		{`"photo"`, `"rumour"`, `kind is "rumour"`},
		{`"time":"2026-03-05T12:00:00Z",`, ``, "time is missing"},
		{`"lat":1,`, ``, "not on the globe, or missing"},
		{`"lat":1,`, `"latitude":1,`, "unknown field"},
		{`"place_error_km":2,`, ``, "place_error_km is missing"},
		{`"B2"`, `"G7"`, `grade is "G7"`},
		{exhibit, "none", "exhibit is no SHA-256"},
		{`{"name":"A"}`, ``, "ships is missing"},
		{`{"name":"A"}`, `{}`, "ship 1 is neither named nor described"},
		{`{"name":"A"}`, `{"type":"submarine"}`, `type "submarine"`},
		{`}]}`, `}]}{}`, "more than one JSON document"},
	} {
		_, err := sighting.Read(strings.NewReader("\n" + strings.Replace(good, c.from, c.to, 1)))
		if err == nil || !strings.Contains(err.Error(), c.says) || !strings.Contains(err.Error(), "line 2") {
			t.Errorf("%s: %v, want %q", c.to, err, c.says)
		}
	}
}

func FuzzRead(f *testing.F) {
	f.Add(fmt.Sprintf(`{"kind":"photo","time":"2026-03-05T12:00:00Z","time_error_minutes":1e9,"lat":1,"lon":2,"exhibit":%q}`, exhibit))
	f.Add("{}\n[]\n")
	f.Fuzz(func(t *testing.T, text string) {
		all, err := sighting.Read(strings.NewReader(text))
		for _, r := range all {
			if err == nil && (!r.Point().Valid() || len(r.Ships) == 0 || r.Time.IsZero()) {
				t.Errorf("taken: %+v", r)
			}
		}
	})
}
