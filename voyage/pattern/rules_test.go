package pattern_test

import (
	"strings"
	"testing"

	"plimsoll/geo"
	"plimsoll/voyage"
	"plimsoll/voyage/pattern"
)

func ports(t testing.TB) *geo.Ports {
	t.Helper()
	p, err := geo.LoadPorts()
	if err != nil {
		t.Fatal(err)
	}
	return p
}

const errand = `
draught_metres: 1
keep_days: 30
patterns:
  - id: errand
    title: An errand to Weihai
    act: {kind: supply}
    key: goes
    least: 2
    least_observed: 2
    steps:
      - name: waits
        title: waited
        within_days: 5
        any: [{event: loitering, min_hours: 12, grade: observed, says: "waited {hours} hours"}]
      - name: goes
        title: went to Weihai
        within_days: 5
        any: [{event: port-call, places: [CNWEI], grade: observed, says: "called at {port}"}]
`

func TestAPatternIsAddedWithoutCode(t *testing.T) {
	r, err := pattern.ReadRules([]byte(errand), ports(t))
	if err != nil {
		t.Fatal(err)
	}
	events := []voyage.Event{loiter(0, 1, wren, geo.Point{Lat: 37, Lon: 123}, 0, 0), portCall(2, 3, wren, 30, "CNWEI", 0, 0)}
	found := pattern.Find(r, events)
	if len(found) != 1 || !strings.HasPrefix(found[0].Sentence, "WREN HOLLOW waited 24 hours") {
		t.Errorf("found %v", found)
	}
}

func TestASlipInARuleIsNamed(t *testing.T) {
	for _, c := range []struct{ from, to, says string }{
		{"CNWEI", "CNXXX", `pattern errand: step goes, way 1: place "CNXXX" names no port`},
		{"event: loitering", "event: loiterings", `step waits, way 1: event "loiterings" is none of`},
		{"grade: observed, says: \"called", "grade: sure, says: \"called", `grade "sure" is neither`},
		{"key: goes", "key: leaves", `its key step "leaves" is none of its steps`},
		{"least: 2", "least: 3", "least is 3"},
		{"draught_metres: 1", "draught_metres: 0", "draught_metres is 0"},
		{"min_hours", "min_hour", "unknown field"},
		{"places: [CNWEI]", "zones: [the moon]", `zone "the moon" is not among the zones`},
	} {
		_, err := pattern.ReadRules([]byte(strings.Replace(errand, c.from, c.to, 1)), ports(t))
		if err == nil || !strings.Contains(err.Error(), c.says) {
			t.Errorf("with %q: %v, want %q", c.to, err, c.says)
		}
	}
}

func FuzzReadRules(f *testing.F) {
	f.Add([]byte(errand))
	f.Add([]byte("patterns: [{}]"))
	p := ports(f)
	f.Fuzz(func(t *testing.T, data []byte) {
		r, err := pattern.ReadRules(data, p)
		if err == nil {
			pattern.Find(r, []voyage.Event{loiter(0, 1, wren, geo.Point{}, 5, 9), portCall(2, 3, wren, 30, "CNWEI", 9, 5)})
		}
	})
}
