package voyage

import (
	"bufio"
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"plimsoll/ais"
	"plimsoll/geo"
)

// The made-up series of Global Fishing Watch's tests of encounters last an hour
// or so: with a shorter least time they are found, from either side alike.
func TestRealDataMadeUpEncountersAreFoundFromEitherSide(t *testing.T) {
	dir := filepath.Join(dataDir(t), "labelled", "gfw_encounters")
	for name, want := range map[string]struct {
		pairs      int
		start, end string // of the pair of ships 1 and 2
	}{
		"simple":   {1, "16:10", "17:00"},
		"dateline": {1, "16:10", "17:10"},
		"multi":    {3, "15:40", "17:40"},
		"fastsep":  {1, "15:40", "17:40"}, // one number to and fro over ten degrees of longitude: two hulls, one of them there all the time
	} {
		p, err := DefaultParameters()
		if err != nil {
			t.Fatal(err)
		}
		p.Encounter.MinHours = 0.75
		w, err := New(Config{Parameters: p})
		if err != nil {
			t.Fatal(err)
		}
		feedSeries(t, w, filepath.Join(dir, name+"_series.csv"))
		pairs := kindsOf(t, w, Encounter)
		for _, e := range pairs {
			t.Log(name, e.Start.Format("15:04"), e.End.Format("15:04"), e.Reason)
			if e.Ships[0].MMSI == 299_000_101 && e.Ships[1].MMSI == 299_000_102 {
				start, _ := time.Parse("15:04", want.start)
				end, _ := time.Parse("15:04", want.end)
				if d := minutesOff(e.Start, start); d > 10 {
					t.Errorf("%s begins at %s, want %s", name, e.Start.Format("15:04"), want.start)
				}
				if d := minutesOff(e.End, end); d > 10 {
					t.Errorf("%s ends at %s, want %s", name, e.End.Format("15:04"), want.end)
				}
			}
		}
		if len(pairs) != want.pairs {
			t.Errorf("%s: %d encounters, want %d", name, len(pairs), want.pairs)
		}
	}
}

func minutesOff(a, b time.Time) int {
	d := a.Hour()*60 + a.Minute() - b.Hour()*60 - b.Minute()
	return max(d, -d)
}

// One MMSI of many hulls. The expected segments also end where a ship was silent,
// so that ours are sums of them; but what they hold together must stay together.
func TestRealDataOfASharedNumberIsPutApart(t *testing.T) {
	type row struct {
		Lat, Lon  float64
		Timestamp string
		Segment   string
	}
	f, err := os.Open(filepath.Join(dataDir(t), "labelled", "gpsdio_segment", "segmented-416000000.json"))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	w := defaultWatcher(t)
	in := bufio.NewScanner(f)
	var rows []row
	for in.Scan() {
		var r row
		if err := json.Unmarshal(in.Bytes(), &r); err != nil {
			t.Fatal(err)
		}
		rows = append(rows, r)
	}
	slices.SortStableFunc(rows, func(a, b row) int { return strings.Compare(a.Timestamp, b.Timestamp) })
	for i, r := range rows {
		at, err := time.Parse("2006-01-02T15:04:05.000000Z", r.Timestamp)
		if err != nil {
			t.Fatal(err)
		}
		var m ais.Message
		m.Reset()
		m.Type, m.MMSI, m.Line = 1, 416000000, i+1
		m.SetPosition(r.Lat, r.Lon)
		w.Feed(&m, at)
	}
	track := map[int]string{}
	for _, tr := range w.Tracks() {
		fastest := 0.0
		for i, x := range tr.Fixes {
			track[x.Line] = tr.ID
			if i > 0 {
				dt := x.Time.Sub(tr.Fixes[i-1].Time).Seconds()
				if d := geo.Distance(x.Point, tr.Fixes[i-1].Point); dt > 600 {
					fastest = max(fastest, d/dt/geo.Knot)
				}
			}
		}
		t.Logf("%s: %d reports, %s to %s, at %.0f kn at most", tr.ID, tr.Reports, tr.First.Format(time.DateTime), tr.Last.Format(time.DateTime), fastest)
		if fastest > 55 {
			t.Errorf("%s sails at %.0f kn", tr.ID, fastest)
		}
	}
	together, apart := 0, 0
	last := map[string]string{} // track of a segment's report before
	for i, r := range rows {
		id := track[i+1]
		if id == "" {
			continue // thinned, or rejected as an error
		}
		if was, ok := last[r.Segment]; ok {
			if was == id {
				together++
			} else {
				apart++
			}
		}
		last[r.Segment] = id
	}
	t.Logf("%+v", w.Stats())
	t.Logf("%d rows, %d tracks, %d segments; of pairs one after the other in a segment %d are in one track, %d are not", len(rows), len(w.Tracks()), len(last), together, apart)
	if apart*20 > together {
		t.Errorf("%d of %d pairs put apart", apart, apart+together) // some cannot be told: two hulls in one harbour, without speeds or names
	}
	found := false
	for _, e := range w.Events() {
		found = found || hasTag(e, TagMMSIShared)
	}
	if !found {
		t.Error("nobody is told that the number is shared")
	}
}

// Recordings in which the Danish Maritime Authority's tests expect a drift; and
// one with a speed of 102.2 knots sent by a ship at anchor, which is no event.
func TestRealDataOfDriftingShips(t *testing.T) {
	for name, want := range map[string][]string{
		"212123000_drift_1": {Loitering}, // at half a knot: no way made, and 12 km gone by morning
		"538004030_drift_1": {Drift}, "219165000_ssc_1": nil,
	} {
		w := defaultWatcher(t)
		if err := w.Read(ais.NewDecoder(openGz(t, filepath.Join(dataDir(t), "labelled", name+".ais")), ais.Options{})); err != nil {
			t.Fatal(err)
		}
		kinds := map[string]bool{}
		for _, e := range w.Events() {
			t.Log(name, e.Kind, e.Tags, e.Reason)
			kinds[e.Kind] = true
			if e.Kind == Loitering && !hasTag(e, TagDrift) {
				t.Error("not called a drift:", e.Reason)
			}
		}
		for _, k := range want {
			if !kinds[k] {
				t.Errorf("%s: no %s", name, k)
			}
		}
		if len(kinds) != len(want) {
			t.Errorf("%s: %v, want %v", name, kinds, want)
		}
	}
}
