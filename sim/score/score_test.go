package score_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"plimsoll/sim"
	"plimsoll/sim/score"
	"plimsoll/voyage"
	"plimsoll/voyage/pattern"
)

var noon = time.Date(2026, 3, 2, 12, 0, 0, 0, time.UTC)

func label(incident, kind string, innocent bool, hours float64, tags []string, ships ...uint32) sim.Label {
	return sim.Label{
		Incident: incident, Kind: kind, Tags: tags, Innocent: innocent, Ships: ships, Start: noon,
		End: noon.Add(time.Duration(hours * float64(time.Hour))), Inshore: true,
	}
}

func event(kind string, after, hours float64, tags []string, ships ...uint32) voyage.Event {
	start := noon.Add(time.Duration(after * float64(time.Hour)))
	e := voyage.Event{Kind: kind, Start: start, End: start.Add(time.Duration(hours * float64(time.Hour))), Tags: tags}
	for _, m := range ships {
		e.Ships = append(e.Ships, voyage.Ident{MMSI: m})
	}
	return e
}

func row(t *testing.T, r score.Result, what string) score.Row {
	t.Helper()
	for _, x := range r.Rows {
		if x.What == what {
			return x
		}
	}
	t.Fatalf("no row %q", what)
	return score.Row{}
}

func TestAnAlarmIsRightWhenShipsAndTimeAgree(t *testing.T) {
	labels := []sim.Label{
		label("encounter", voyage.Encounter, false, 4, nil, 1, 2),
		label("encounter", voyage.Encounter, false, 4, nil, 3, 4),
		label("tug-alongside", voyage.Encounter, true, 4, nil, 5, 6),
	}
	r := score.Measure(labels, []voyage.Event{
		event(voyage.Encounter, 0.1, 3, nil, 1, 2),                       // right
		event(voyage.Encounter, 2, 1, nil, 1, 2),                         // again
		event(voyage.Encounter, 9, 3, nil, 3, 4),                         // too late: false
		event(voyage.Encounter, 0, 3, nil, 5, 6),                         // a tug: false
		event(voyage.Encounter, 0, 3, []string{voyage.TagService}, 5, 6), // called a tug: no alarm
		event(voyage.Gap, 0, 8, []string{voyage.TagDark}, 7),             // no label of that kind: left out
		event(voyage.Encounter, 0, 3, nil, 1, 9),                         // with another ship: beside
	}, nil)
	x := row(t, r, "encounter")
	if x.Done != 2 || x.Found != 1 || x.Alarms != 4 || x.Right != 2 || x.Repeats != 1 || x.Beside != 1 {
		t.Errorf("%+v", x)
	}
	if x.Precision() != 0.5 || x.Recall() != 0.5 {
		t.Errorf("precision %v, recall %v", x.Precision(), x.Recall())
	}
	var text strings.Builder
	if err := r.WriteConfusions(&text); err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"false alarm (tug-alongside)", "missed (encounter): encounter [3 4]"} {
		if !strings.Contains(text.String(), want) {
			t.Errorf("%q is not in\n%s", want, text.String())
		}
	}
}

func TestWhatRunsOverTheEdgeCountsForNeitherSide(t *testing.T) {
	open := label("dark-gap", voyage.Gap, false, 9, []string{voyage.TagDark}, 1)
	open.Open = true
	r := score.Measure([]sim.Label{open}, []voyage.Event{event(voyage.Gap, 0, 9, []string{voyage.TagDark}, 1)}, nil)
	if x := row(t, r, "gap dark"); x.Done != 0 || x.Alarms != 0 || x.Beside != 1 {
		t.Errorf("%+v", x)
	}
	r.Add(r)
	if x := row(t, r, "gap dark"); x.Beside != 2 {
		t.Errorf("added up: %+v", x)
	}
}

func story(rule, confidence string, hours float64, ships ...uint32) pattern.Pattern {
	p := pattern.Pattern{Rule: rule, Confidence: confidence, Start: noon, End: noon.Add(time.Duration(hours * float64(time.Hour)))}
	for _, m := range ships {
		p.Idents = append(p.Idents, voyage.Ident{MMSI: m})
	}
	return p
}

func TestAStoryIsRightWhenItsShipDidThat(t *testing.T) {
	call := label("dprk-call", voyage.Gap, false, 20, []string{voyage.TagDark}, 2)
	call.Parameters = map[string]float64{"draught_before": 9, "draught_after": 4}
	labels := []sim.Label{
		label("petroleum-delivery", sim.Pattern, false, 60, []string{"petroleum-delivery"}, 1),
		call,
		label("encounter", voyage.Encounter, false, 4, nil, 3, 4),
		label("coal-export", sim.Pattern, false, 60, []string{"coal-export"}, 5),
	}
	r := score.Measure(labels, nil, []pattern.Pattern{
		story("petroleum-delivery", voyage.Moderate, 50, 1), // right
		story("petroleum-delivery", voyage.Moderate, 50, 2), // came out lighter: right
		story("coal-export", voyage.Moderate, 50, 2),        // it did not come out deeper
		story("petroleum-delivery", voyage.Low, 50, 3),      // met another: no excuse
	})
	p, c := row(t, r, "pattern petroleum-delivery"), row(t, r, "pattern coal-export")
	if p.Done != 1 || p.Found != 1 || p.Alarms != 3 || p.Right != 2 || p.Beside != 0 {
		t.Errorf("petroleum: %+v", p)
	}
	if c.Done != 1 || c.Found != 0 || c.Alarms != 1 || c.Right != 0 {
		t.Errorf("coal: %+v", c)
	}
}

func TestWhatIsToldIsCountedByItsConfidence(t *testing.T) {
	sure, unsure := event(voyage.Encounter, 0, 4, nil, 1, 2), event(voyage.Encounter, 0, 4, nil, 5, 6)
	sure.Confidence, unsure.Confidence = voyage.High, voyage.Low
	r := score.Measure([]sim.Label{label("encounter", voyage.Encounter, false, 4, nil, 1, 2)}, []voyage.Event{unsure, sure}, nil)
	r.Add(r)
	want := []score.Trust{
		{What: "encounter", Confidence: voyage.High, Told: 2, Right: 2},
		{What: "encounter", Confidence: voyage.Low, Told: 2, Right: 0},
	}
	if !slices.Equal(r.Trust, want) {
		t.Errorf("%+v", r.Trust)
	}
	var text strings.Builder
	if err := r.Write(&text); err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(text.String(), "all        high        2     2      1.000") {
		t.Error(text.String())
	}
}
