package voyage

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
)

func TestParametersAreReadStrictly(t *testing.T) {
	text := ParametersText()
	for name, c := range map[string]struct{ old, new, want string }{
		"a name that is not known": {"min_hours: 6 ", "min_hour: 6 ", "min_hour"},
		"a zero":                   {"min_samples: 4 ", "min_samples: 0 ", "min_samples is 0"},
		"a missing one":            {"  min_returns: 2 ", "  #", "min_returns is 0"},
		"no hysteresis":            {"leave_metres: 1000", "leave_metres: 400", "below encounter.enter_metres"},
		"a word for a number":      {"max_knots: 50", "max_knots: fast", "max_knots"},
		"a day and more before":    {"before_hours: 12", "before_hours: 48", "at most 24"},
	} {
		if !strings.Contains(text, c.old) {
			t.Fatalf("%s: the file has no %q", name, c.old)
		}
		_, err := ReadParameters([]byte(strings.Replace(text, c.old, c.new, 1)))
		if err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: error %v, want one with %q", name, err, c.want)
		}
	}
	if _, err := New(Config{}); err == nil {
		t.Error("a watcher without parameters was made")
	}
}

func TestEveryParameterExplainsItself(t *testing.T) {
	section := ""
	for line := range strings.Lines(ParametersText()) {
		line = strings.TrimRight(line, "\n")
		switch {
		case strings.HasPrefix(line, "#") || line == "":
		case !strings.HasPrefix(line, " "):
			section = strings.TrimSuffix(strings.Fields(line)[0], ":")
		case strings.Contains(line, ": ") && !strings.Contains(line, "#"):
			t.Errorf("%s: %q has no comment", section, strings.TrimSpace(line))
		}
	}
}

func FuzzReadParameters(f *testing.F) {
	f.Add(parametersFile)
	f.Add([]byte("order: {lag_minutes: .nan}"))
	f.Fuzz(func(t *testing.T, data []byte) {
		p, err := ReadParameters(data)
		if err == nil && p.check() != nil {
			t.Error("accepted parameters that make no sense")
		}
	})
}

// Events and tracks are kept as JSON: nothing may be lost on the way.
func TestEventsAndTracksSurviveJSON(t *testing.T) {
	w := aDay().watch(t)
	var events []Event
	if err := json.Unmarshal([]byte(asJSON(t, w.Events())), &events); err != nil {
		t.Fatal(err)
	}
	if d := cmp.Diff(w.Events(), events, cmpopts.EquateEmpty()); d != "" {
		t.Error(d)
	}
	var tracks []Track
	if err := json.Unmarshal([]byte(asJSON(t, w.Tracks())), &tracks); err != nil {
		t.Fatal(err)
	}
	if d := cmp.Diff(w.Tracks(), tracks, cmpopts.EquateNaNs(), cmpopts.EquateEmpty()); d != "" {
		t.Error(d)
	}
}

func TestUnknownValuesAreNullInJSON(t *testing.T) {
	var s sea
	s.report(ship1(299000801), noon, openSea, 102.3, 360)
	s.feed[0].msg.Heading = 511
	text := asJSON(t, s.watch(t).Tracks())
	if !strings.Contains(text, `"sog":null,"cog":null,"heading":null`) {
		t.Error(text)
	}
}
