package web

import (
	"reflect"
	"strings"
	"testing"

	"plimsoll/voyage"
)

func valueOf(facts []Fact, label string) string {
	for _, f := range facts {
		if f.Label == label {
			return strings.ReplaceAll(f.Value, thin, " ")
		}
	}
	return ""
}

func TestASilenceShowsWhatWasMeasuredOfIt(t *testing.T) {
	e := voyage.Event{Evidence: voyage.Evidence{
		Gap: &voyage.GapEvidence{
			Hours: 9.33, DraughtOff: 7.8, DraughtOn: 4.9, DestOff: "BUSAN", Odds: &voyage.GapOdds{Probability: 0.823, GapFeatures: voyage.GapFeatures{Before12h: 31}},
		},
		Reception: &voyage.Reception{NeighbourHours: 8, SilentHours: 10, PerHourBefore: 21},
	}}
	first, more := figuresOf(&e)
	for label, want := range map[string]string{
		"Lasted": "9.33 h", "Draught": "7.8 m → 4.9 m", "Bound for, before": "BUSAN", "Odds that it was its own doing": "82.3 %",
		"Clock hours with others heard": "8", "Heard before": "21 an hour",
	} {
		if got := valueOf(first, label); got != want {
			t.Errorf("%s is %q, not %q: %v", label, got, want, first)
		}
	}
	if got := valueOf(more, "Heard in the 12 h before"); got != "31" {
		t.Errorf("what the odds were asked with is not shown: %v", more)
	}
}

func TestAFigureThatIsNotKnownYetIsShownUnderItsOwnName(t *testing.T) {
	var s figureSheet
	s.read("part.", reflect.ValueOf(struct {
		Swell  float64 `json:"swell_height_m"`
		Chance float64 `json:"probability"`
		Unsent *int    `json:"unsent"`
		Hidden float64 `json:"-"`
	}{1.25, 0.5, nil, 3}))
	want := []Fact{{Label: "Swell height m", Value: "1.25" + thin + "m"}, {Label: "Probability", Value: "50.0" + thin + "%"}}
	if !reflect.DeepEqual(s.first, want) || len(s.more) > 0 {
		t.Errorf("%+v %+v", s.first, s.more)
	}
}

func TestTheNamesOfFiguresArePlacedAndNamed(t *testing.T) {
	if len(figureNames()) < 40 {
		t.Fatalf("only %d figures have names", len(figureNames()))
	}
	for name, f := range figureNames() {
		if f.place != "first" && f.place != "more" && f.place != "never" || f.label == "" && f.place != "never" {
			t.Errorf("%s: %+v", name, f)
		}
	}
}
