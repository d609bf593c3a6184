package web

import (
	"net/url"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"plimsoll/web/chart"
)

func parsed(t *testing.T, query string) Query {
	t.Helper()
	v, err := url.ParseQuery(query)
	if err != nil {
		t.Fatal(err)
	}
	q, err := ParseQuery(v)
	if err != nil {
		t.Fatalf("%s: %v", query, err)
	}
	return q
}

func TestEmptyFieldsOfAFormAskForNothing(t *testing.T) {
	if q := parsed(t, "q=&kind=&flag=&from=&to=&page="); q != (Query{}) || q.Any() {
		t.Errorf("an empty form asks for %+v", q)
	}
}

func TestADayIsAskedForToItsEnd(t *testing.T) {
	q := parsed(t, "from=2026-03-05&to=2026-03-05")
	if got := q.To.Sub(q.From); got != 24*time.Hour-time.Second {
		t.Errorf("a day takes %v", got)
	}
	if q = parsed(t, "to=2026-03-05T16:00"); !q.To.Equal(time.Date(2026, 3, 5, 16, 0, 0, 0, time.UTC)) {
		t.Errorf("a minute became %v", q.To)
	}
}

func TestWhatCannotBeAskedIsSaid(t *testing.T) {
	for query, want := range map[string]string{
		"kind=pirate":                         "no kind of event",
		"from=tuesday":                        "not a time",
		"from=2026-03-06&to=2026-03-05":       "ends before it begins",
		"box=1,2,3":                           "no part of the sea",
		"box=40,120,30,130":                   "no part of the sea",
		"box=NaN,120,30,130":                  "no part of the sea",
		"page=0":                              "not the number of a page",
		"q=" + strings.Repeat("a", maxText+1): "longer than",
	} {
		v, _ := url.ParseQuery(query)
		if _, err := ParseQuery(v); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v, not %q", query, err, want)
		}
	}
}

func TestAnAddressAsksForWhatItWasMadeOf(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		minute := func(name string, from int64) time.Time {
			if !rapid.Bool().Draw(t, name) {
				return time.Time{}
			}
			return time.Unix(from+60*rapid.Int64Range(0, 50_000).Draw(t, name+" minute"), 0).UTC()
		}
		q := Query{
			Kind: rapid.SampledFrom([]string{"", "gap", "port-call"}).Draw(t, "kind"), Warns: rapid.Bool().Draw(t, "warns"), Listed: rapid.Bool().Draw(t, "listed"),
			Flag: rapid.SampledFrom([]string{"", "KP"}).Draw(t, "flag"), Text: strings.TrimSpace(rapid.StringN(0, 8, maxText).Draw(t, "text")),
			From: minute("from", 1_700_000_000-1_700_000_000%60), To: minute("to", 1_800_000_000-1_800_000_000%60),
		}
		if rapid.Bool().Draw(t, "box") {
			q.Box = &chart.Box{South: 30, West: 120.5, North: 31.25, East: 130}
		}
		_, query, _ := strings.Cut(q.Href("/"), "?")
		v, err := url.ParseQuery(query)
		if err != nil {
			t.Fatal(err)
		}
		back, err := ParseQuery(v)
		if err != nil {
			t.Fatalf("%s: %v", query, err)
		}
		if q.Box != nil && (back.Box == nil || *back.Box != *q.Box) {
			t.Fatalf("the box became %v", back.Box)
		}
		back.Box, q.Box = nil, nil
		if back != q {
			t.Fatalf("%+v became %+v", q, back)
		}
	})
}
