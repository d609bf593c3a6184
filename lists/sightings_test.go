package lists_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"plimsoll/lists"
)

func TestSightingsTellFirstLastAndChange(t *testing.T) {
	d := newDesk(t)
	list := func(day string, ids ...string) {
		text := "# published: " + day + "\n# topics: sanction\nid,schema,name,notes\n" + strings.Join(ids, "\n") + "\n"
		d.imports("board.csv", text, lists.Options{AllowDrop: true})
	}
	seen := func(s *lists.Sightings) string {
		history := d.lib.History("board")
		if err := d.lib.Sight(t.Context(), s, history[len(history)-1]); err != nil {
			t.Fatal(err)
		}
		var out []string
		for _, id := range []string{"a", "b", "c"} {
			if x, ok := s.Of(id); ok {
				out = append(out, fmt.Sprintf("%s %s %s %s", id, x.First.Format("02"), x.Changed.Format("02"), x.Last.Format("02")))
			}
		}
		return strings.Join(out, ", ")
	}
	grown := lists.NewSightings()
	for _, step := range []struct {
		day  string
		rows []string
		want string
	}{
		{"2026-03-01", []string{"a,Person,A,", "b,Person,B,"}, "a 01 01 01, b 01 01 01"},
		{"2026-03-03", []string{"b,Person,B,more", "c,Person,C,"}, "a 01 01 01, b 01 03 03, c 03 03 03"},
		{"2026-03-05", []string{"c,Person,C,", "a,Person,A,"}, "a 01 05 05, b 01 03 03, c 03 03 05"},
		// A publication that comes late is put in its place.
		{"2026-03-04", []string{"a,Person,A,", "c,Person,C,"}, "a 01 04 05, b 01 03 03, c 03 03 05"},
		{"2026-03-06", []string{"c,Person,C,"}, "a 01 04 05, b 01 03 03, c 03 03 06"},
	} {
		list(step.day, step.rows...)
		if got := seen(grown); got != step.want {
			t.Errorf("after %s, grown: %s, want %s", step.day, got, step.want)
		}
		if diff := cmp.Diff(step.want, seen(lists.NewSightings())); diff != "" {
			t.Errorf("after %s, from the start: %s", step.day, diff)
		}
	}
}
