package network_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"plimsoll/ftm"
	"plimsoll/network"
)

var day = time.Date(2026, 3, 2, 0, 0, 0, 0, time.UTC)

// owns reads "A 50 B" or "A 50 B 2020 2021-05" (start and end).
func owns(stakes ...string) []*ftm.Entity {
	var out []*ftm.Entity
	for i, s := range stakes {
		f := append(strings.Fields(s), "", "")
		e := ftm.New(fmt.Sprintf("o%02d", i), "Ownership")
		o := ftm.Origin{Dataset: "test"}
		e.Add("owner", f[0], o)
		e.Add("percentage", f[1], o)
		e.Add("asset", f[2], o)
		e.Add("startDate", f[3], o)
		e.Add("endDate", f[4], o)
		out = append(out, e)
	}
	return out
}

func TestOwnershipByListedParties(t *testing.T) {
	for _, c := range []struct {
		what   string
		stakes []string
		listed string
		rule   network.Rule
		want   string // "entity share" ...
	}{
		{"half is enough", []string{"X 50 A"}, "X", network.OFAC, "A 50"},
		{"49 is not", []string{"X 49 A"}, "X", network.OFAC, ""},
		{"a hair below is not", []string{"X 49.99999 A"}, "X", network.OFAC, ""},
		{"half is not more than half", []string{"X 50 A"}, "X", network.UK, ""},
		{"half was not enough in the EU before", []string{"X 50 A"}, "X", network.EUBefore, ""},
		{"more than half", []string{"X 50.01 A"}, "X", network.UK, "A 50.01"},
		{"chain is not multiplied", []string{"X 50 A", "A 50 B"}, "X", network.OFAC, "A 50, B 50"},
		{"a minority does not carry on", []string{"X 25 A", "A 100 B"}, "X", network.OFAC, ""},
		{"two owners add up", []string{"X 25 A", "Y 25 A"}, "X Y", network.OFAC, "A 50"},
		{"two owners do not add up in the UK", []string{"X 30 A", "Y 30 A"}, "X Y", network.UK, ""},
		{"one owner through two firms adds up", []string{"X 100 A", "X 100 B", "A 26 C", "B 26 C"}, "X", network.UK, "A 100, B 100, C 52"},
		// OFAC FAQ 401: X owns 50 % of A and 10 % of B; A owns 40 % of B.
		{"direct and indirect", []string{"X 50 A", "X 10 B", "A 40 B"}, "X", network.OFAC, "A 50, B 50"},
		{"indirect below", []string{"X 50 A", "X 10 B", "A 39 B"}, "X", network.OFAC, "A 50"},
		{"loop of owners", []string{"X 50 A", "A 50 B", "B 50 A", "B 60 C", "C 40 B"}, "X", network.OFAC, "A 100, B 90, C 60"},
		{"a loop nobody listed is in", []string{"A 60 B", "B 60 A", "X 40 A"}, "X", network.OFAC, ""},
		{"ended", []string{"X 60 A 2019 2026-03-01"}, "X", network.OFAC, ""},
		{"ends today", []string{"X 60 A 2019 2026-03-02"}, "X", network.OFAC, "A 60"},
		{"ends this year", []string{"X 60 A 2019 2026"}, "X", network.OFAC, "A 60"},
		{"not begun", []string{"X 60 A 2026-04"}, "X", network.OFAC, ""},
		{"said twice counts once", []string{"X 30 A", "X 30 A"}, "X", network.OFAC, ""},
		{"unknown share never counts", []string{"X majority A"}, "X", network.OFAC, ""},
		{"a listed firm is no finding", []string{"X 60 A", "A 60 B"}, "X A", network.OFAC, "B 60"},
		{"itself", []string{"X 60 X", "A 60 A"}, "X", network.OFAC, ""},
	} {
		g := network.Build(owns(c.stakes...))
		var got []string
		for _, o := range g.OwnedByListed(strings.Fields(c.listed), c.rule, day) {
			got = append(got, o.ID+" "+strings.TrimSuffix(o.Share.String(), " %"))
			if o.Path[len(o.Path)-1].To != o.ID || !strings.Contains(c.listed, o.Path[0].From) {
				t.Errorf("%s: path of %s does not lead from a listed party: %v", c.what, o.ID, o.Path)
			}
		}
		if s := strings.Join(got, ", "); s != c.want {
			t.Errorf("%s: got %q, want %q", c.what, s, c.want)
		}
	}
}

func TestOwnershipIsExplainedWithItsPath(t *testing.T) {
	g := network.Build(owns("X 50 A", "A 75 B"))
	owned := g.OwnedByListed([]string{"X"}, network.OFAC, day)
	want := "OFAC 50 % rule: 75 % of B held by A (75 %); path: X owns 50 % of A, which owns 75 % of B"
	if got := g.Explain(owned[1]); got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
}

// More listed parties, or larger shares, never make less owned.
func TestOwnershipOnlyGrows(t *testing.T) {
	nodes := []string{"A", "B", "C", "D", "E", "F"}
	rapid.Check(t, func(t *rapid.T) {
		var stakes, more []string
		for range rapid.IntRange(1, 12).Draw(t, "stakes") {
			a, b := rapid.SampledFrom(nodes).Draw(t, "owner"), rapid.SampledFrom(nodes).Draw(t, "asset")
			n := rapid.IntRange(1, 90).Draw(t, "share")
			stakes = append(stakes, fmt.Sprintf("%s %d %s", a, n, b))
			more = append(more, fmt.Sprintf("%s %d %s", a, n+rapid.IntRange(0, 10).Draw(t, "more"), b))
		}
		for _, rule := range []network.Rule{network.OFAC, network.UK} {
			less := network.Build(owns(stakes...)).OwnedByListed([]string{"A"}, rule, day)
			grown := network.Build(owns(more...)).OwnedByListed([]string{"A"}, rule, day)
			for _, o := range less {
				found := false
				for _, p := range grown {
					found = found || p.ID == o.ID
				}
				if !found {
					t.Fatalf("%s: %s is owned with %v and not with %v", rule.Name, o.ID, stakes, more)
				}
			}
		}
	})
}

func link(id, schema string, props ...string) *ftm.Entity {
	e := ftm.New(id, schema)
	for _, p := range props {
		prop, value, _ := strings.Cut(p, "=")
		e.Add(prop, value, ftm.Origin{Dataset: "test"})
	}
	return e
}

func TestShortestPathBetweenTwoParties(t *testing.T) {
	g := network.Build([]*ftm.Entity{
		link("P", "Person", "name=Wend Thistle"), link("C", "Company", "name=Tarn Lines"), link("V", "Vessel", "name=OWL", "owner=C"),
		link("d", "Directorship", "director=P", "organization=C"), link("f", "Family", "person=P", "relative=Q"),
		link("u", "UnknownLink", "subject=Q", "object=R", "endDate=2020"), link("z", "Person", "name=Alone"),
	})
	path := func(a, b string, day time.Time) string {
		steps, ok := g.Path(a, b, day)
		if !ok {
			return "none"
		}
		var out []string
		for _, s := range steps {
			out = append(out, s.From+" "+s.Edge.Schema+" "+s.To)
		}
		return strings.Join(out, ", ")
	}
	got := []string{path("V", "Q", day), path("R", "V", time.Time{}), path("R", "V", day), path("V", "z", day), path("V", "V", day), path("V", "nobody", day)}
	want := []string{
		"V Ownership C, C Directorship P, P Family Q", "R UnknownLink Q, Q Family P, P Directorship C, C Ownership V", "none", "none", "", "none",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func FuzzParseShare(f *testing.F) {
	for _, s := range []string{"50", "33.3 %", "12,5%", "100.00001", "-1", "1e9", "", "%", "5.5.5", "00000000000000000050"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		if share, ok := network.ParseShare(s); ok && (share < 0 || share > network.Whole) {
			t.Fatalf("%q is %s", s, share)
		}
	})
}

func BenchmarkOwnedByListed(b *testing.B) {
	var stakes []string
	for i := range 20000 {
		stakes = append(stakes, fmt.Sprintf("n%d %d n%d", i, 20+i*7%60, i*3%20000))
	}
	g := network.Build(owns(stakes...))
	b.ReportAllocs()
	b.ResetTimer()
	for range b.N {
		g.OwnedByListed([]string{"n1", "n2", "n77"}, network.OFAC, day)
	}
}
