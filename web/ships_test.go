package web

import (
	"bytes"
	"compress/gzip"
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"net/http"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"plimsoll/geo"
	"plimsoll/house"
	"plimsoll/vault"
	"plimsoll/voyage"
	"plimsoll/web/chart"
)

var dawn = time.Date(2026, 3, 2, 0, 0, 0, 0, time.UTC)

// afloat is a sea of n ships that sail along their own ways for twelve hours.
// Of every hundredth a silence is told.
func afloat(n int) house.Result {
	var out house.Result
	for i := range n {
		mmsi := uint32(299_000_000 + i) //nolint:gosec // few
		id := voyage.HullIdent{MMSI: mmsi, Name: fmt.Sprintf("OAKUM %05d", i), Flag: []string{"KP", "PA", "SL"}[i%3], First: dawn, Last: dawn.Add(12 * time.Hour), FirstLine: i + 1, LastLine: i + 1, Messages: 1}
		t := voyage.Track{ID: fmt.Sprintf("t-%06d", i), Idents: []voyage.HullIdent{id}, First: dawn, Last: id.Last, Reports: 24}
		for k := range 24 {
			t.Fixes = append(t.Fixes, voyage.Fix{
				MMSI: mmsi, Time: dawn.Add(time.Duration(k) * 30 * time.Minute), SOG: 10, COG: float64(i % 360), Heading: float64(i % 360), Line: i + 1,
				Point: geo.Point{Lat: 28 + float64(i%997)/100 + float64(k)/100, Lon: 122 + float64(i%1009)/90},
			})
		}
		t.Last = t.Fixes[23].Time
		out.Tracks = append(out.Tracks, t)
		if i%100 == 0 {
			out.Events = append(out.Events, silenceOf(&t))
		}
	}
	return out
}

func silenceOf(t *voyage.Track) voyage.Event {
	place := func(k int) voyage.Position {
		f := t.Fixes[k]
		return voyage.Position{Time: f.Time, Track: t.ID, MMSI: f.MMSI, Lat: f.Point.Lat, Lon: f.Point.Lon, Line: f.Line}
	}
	on := place(20)
	return voyage.Event{
		ID: "g-" + t.ID, Kind: voyage.Gap, Start: t.Fixes[4].Time, End: t.Fixes[20].Time, Place: t.Fixes[4].Point, Tags: []string{voyage.TagDark},
		Ships: []voyage.Ident{t.Ident()}, Reason: "It was not heard.", Confidence: voyage.High, Positions: []voyage.Position{place(4), on},
		Evidence: voyage.Evidence{
			Gap: &voyage.GapEvidence{
				Dark: true, Hours: 8, Off: place(4), On: &on, ReachKnots: 12,
				Reach: []geo.Reach{{Port: geo.Port{Name: "Nampo", Country: "KP", Point: geo.Point{Lat: 38.7, Lon: 125.4}}, HoursLeft: 3}},
			},
			Reception: &voyage.Reception{Neighbours: 5, NeighbourHours: 6, SilentHours: 8},
		},
	}
}

// keptHouse is a data directory with one watch on record.
func keptHouse(t testing.TB, found house.Result) *house.House {
	t.Helper()
	h, err := house.Open(context.Background(), filepath.Join(t.TempDir(), "data"), house.Options{Now: func() time.Time { return dawn.AddDate(0, 0, 7) }, Rand: rand.Reader})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = h.Close() })
	keepWatch(t, h, "first", found)
	return h
}

// keepWatch puts what a watch would have found on record.
func keepWatch(t testing.TB, h *house.House, name string, found house.Result) {
	t.Helper()
	ctx := context.Background()
	feed, err := h.Vault.Add(ctx, h.Operator, vault.Item{Name: name + ".nmea", MediaType: "text/plain", Source: "test"}, []byte(name))
	if err != nil {
		t.Fatal(err)
	}
	raw, err := json.Marshal(found)
	if err != nil {
		t.Fatal(err)
	}
	sum := sha256.Sum256(raw)
	result := hex.EncodeToString(sum[:])
	var packed bytes.Buffer
	z := gzip.NewWriter(&packed)
	if _, err := z.Write(raw); err != nil {
		t.Fatal(err)
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	if err := h.Data.Blobs.Write(ctx, "watches/"+result+".json.gz", packed.Bytes()); err != nil {
		t.Fatal(err)
	}
	body := house.Watched{Result: result, Tracks: len(found.Tracks), Events: len(found.Events)}
	if _, err := h.Journal.Record(ctx, h.Operator, house.KindWatched, feed.SHA256, body); err != nil {
		t.Fatal(err)
	}
}

func serveHouse(t testing.TB, h *house.House) *browserless {
	t.Helper()
	land, err := geo.LoadLand()
	if err != nil {
		t.Fatal(err)
	}
	handler, err := New(Options{Source: FromHouse(h), Land: land})
	if err != nil {
		t.Fatal(err)
	}
	return &browserless{t: t, handler: handler}
}

func watchOf(t *testing.T, b *browserless, query string) Watch {
	t.Helper()
	var doc struct{ Data Watch }
	body := b.ask("/index.json" + query).Body.Bytes()
	// Fixes are written shorter than they are read: the count is enough here.
	var raw struct {
		Data struct {
			Chart struct {
				Count  chart.Count
				Crowds []chart.Crowd
				Events []struct{ ID, Kind string }
				Tracks []struct {
					Ship  chart.Ship
					Fixes []json.RawMessage
				}
			}
		}
	}
	if err := json.Unmarshal(body, &raw); err != nil {
		t.Fatalf("%s: %v in %.200s", query, err, body)
	}
	doc.Data.Chart.Count, doc.Data.Chart.Crowds = raw.Data.Chart.Count, raw.Data.Chart.Crowds
	for _, x := range raw.Data.Chart.Tracks {
		doc.Data.Chart.Tracks = append(doc.Data.Chart.Tracks, chart.Track{Ship: x.Ship, Fixes: make([]chart.Fix, len(x.Fixes))})
	}
	for _, x := range raw.Data.Chart.Events {
		doc.Data.Chart.Marks = append(doc.Data.Chart.Marks, chart.Mark{ID: x.ID, Kind: x.Kind})
	}
	return doc.Data
}

func TestAFullSeaIsDrawnAsFarAsASheetHasRoomAndSaysWhatIsLeftOut(t *testing.T) {
	b := serveHouse(t, keptHouse(t, afloat(5_000)))
	page := b.open("/")
	sizes := map[string]int{"/": b.ask("/", "Accept-Encoding", "gzip").Body.Len()}
	total := 0
	for _, l := range page.find("link") {
		if l.attrs["rel"] == "stylesheet" || l.attrs["rel"] == "preload" {
			sizes[l.attrs["href"]] = b.ask(l.attrs["href"], "Accept-Encoding", "gzip").Body.Len()
		}
	}
	for _, n := range sizes {
		total += n
	}
	t.Logf("first paint of 5,000 ships: %d bytes: %v", total, sizes)
	if total > 100_000 {
		t.Errorf("the first paint takes %d bytes: %v", total, sizes)
	}
	c := watchOf(t, b, "").Chart
	if c.Count.Ships != 5_000 || c.Count.Drawn+c.Count.Crowded != 5_000 || c.Count.Drawn != len(c.Tracks) {
		t.Errorf("of 5,000 ships %+v are drawn, in %d tracks", c.Count, len(c.Tracks))
	}
	fixes, crowded := 0, 0
	for _, x := range c.Tracks {
		fixes += len(x.Fixes)
	}
	for _, x := range c.Crowds {
		crowded += x.Ships
	}
	if fixes > allFixes || crowded != c.Count.Crowded || len(c.Marks) > maxMarks {
		t.Errorf("%d fixes, %d ships in crowds, %d events", fixes, crowded, len(c.Marks))
	}
	if said := page.find(".left"); len(said) != 1 || !strings.Contains(strings.ReplaceAll(said[0].words(), thin, ""), fmt.Sprint(c.Count.Crowded)) {
		t.Errorf("the page does not say that %d ships are only counted", c.Count.Crowded)
	}
	// A number leads to the ships it stands for, without a script.
	numbers := page.find(".c-crowds")
	if len(numbers) != 1 {
		t.Fatal("no number of ships is written on the chart")
	}
	for steps := 0; len(c.Crowds) > 0; steps++ {
		if steps > 8 {
			t.Fatalf("after %d numbers there are still %+v", steps, c.Count)
		}
		biggest := slices.MaxFunc(c.Crowds, func(a, b chart.Crowd) int { return a.Ships - b.Ships })
		c = watchOf(t, b, "?"+strings.SplitN(biggest.Href, "?", 2)[1]).Chart
		if c.Count.Ships < biggest.Ships {
			t.Fatalf("a number of %d ships leads to %+v", biggest.Ships, c.Count)
		}
	}
}

func TestShipsAndEventsAreAskedForByWhatTheyAre(t *testing.T) {
	b := serveHouse(t, keptHouse(t, afloat(300)))
	for query, want := range map[string]chart.Count{
		"":                                {Ships: 300, Events: 3},
		"?kind=gap":                       {Ships: 3, Events: 3},
		"?kind=encounter":                 {Ships: 0, Events: 0},
		"?warns=1":                        {Ships: 3, Events: 3},
		"?listed=1":                       {Ships: 0, Events: 0},
		"?flag=KP":                        {Ships: 100, Events: 1},
		"?q=oakum+00100":                  {Ships: 1, Events: 1},
		"?q=299000042":                    {Ships: 1, Events: 0},
		"?q=nobody":                       {Ships: 0, Events: 0},
		"?to=2026-03-02T01:00":            {Ships: 300, Events: 0},
		"?from=2026-03-03":                {Ships: 0, Events: 0},
		"?kind=gap&from=2026-03-02T09:00": {Ships: 3, Events: 3},
	} {
		got := watchOf(t, b, query).Chart.Count
		if got.Ships != want.Ships || got.Events != want.Events {
			t.Errorf("%q: %d ships and %d events, not %d and %d", query, got.Ships, got.Events, want.Ships, want.Events)
		}
		table := b.open("/ships" + query)
		if said := table.find(".asked"); want.Ships > 0 && (len(said) == 0 || !strings.Contains(said[0].words(), fmt.Sprintf("%d ship", want.Ships))) {
			t.Errorf("/ships%s does not count %d ships", query, want.Ships)
		}
	}
	for query, want := range map[string]string{"?kind=pirate": "no kind of event", "?from=tuesday": "not a time"} {
		for _, path := range []string{"/", "/ships"} {
			if w := b.ask(path + query); w.Code != http.StatusBadRequest || !strings.Contains(w.Body.String(), want) {
				t.Errorf("%s%s answered %d", path, query, w.Code)
			}
		}
	}
}

func TestThePageIsAnsweredNotModifiedUntilSomethingIsRecorded(t *testing.T) {
	h := keptHouse(t, afloat(10))
	b := serveHouse(t, h)
	first := b.ask("/index.json")
	tag := first.Header().Get("ETag")
	if again := b.ask("/index.json", "If-None-Match", tag); again.Code != http.StatusNotModified || again.Body.Len() > 0 {
		t.Fatalf("nothing is new, and the answer is %d with %d bytes", again.Code, again.Body.Len())
	}
	if other := b.ask("/index.json?kind=gap", "If-None-Match", tag); other.Code != http.StatusOK {
		t.Errorf("another question is answered by the tag of the first: %d", other.Code)
	}
	keepWatch(t, h, "second", afloat(12))
	fresh := b.ask("/index.json", "If-None-Match", tag)
	if fresh.Code != http.StatusOK || !strings.Contains(fresh.Body.String(), "OAKUM 00011") {
		t.Errorf("a new watch is on record, and the answer is %d", fresh.Code)
	}
	if w := b.ask("/index.json?kind=pirate"); w.Header().Get("ETag") != "" {
		t.Error("an error bears a tag")
	}
}

func TestAShipsPageTellsWhoItWasAndWhy(t *testing.T) {
	found := afloat(3)
	x := &found.Tracks[0]
	x.Idents[0].Last, x.Idents[0].LastLine = dawn.Add(3*time.Hour), 40
	second := x.Idents[0]
	second.MMSI, second.Name, second.First, second.Last, second.FirstLine, second.LastLine = 299_555_555, "QUIET FARROW", dawn.Add(4*time.Hour), dawn.Add(12*time.Hour), 50, 90
	x.Idents = append(x.Idents, second)
	x.Links = []voyage.Link{
		{Kind: "join", Time: dawn.Add(4 * time.Hour), From: x.Idents[0].MMSI, To: 299_555_555, Minutes: 60, Metres: 2000, Reason: "the same dimensions came up near by"},
		{Kind: "split", Time: dawn.Add(time.Hour), From: x.Idents[0].MMSI, To: x.Idents[0].MMSI, Reason: "no ship makes 900 km in 4 minutes", Other: found.Tracks[1].ID},
	}
	b := serveHouse(t, keptHouse(t, found))
	page := b.open("/ships/" + x.ID)
	rungs := page.find(".rung")
	if len(rungs) != 3 {
		t.Fatalf("%d rungs", len(rungs))
	}
	for i, want := range [][]string{
		{"OAKUM 00000", "line 1"},
		{"One number, two hulls", "900 km in 4 minutes", "OAKUM 00001"},
		{"QUIET FARROW", "name OAKUM 00000 → QUIET FARROW", "MMSI 299000000 → 299555555", "the same dimensions came up near by", "line 40", "line 50", "1 h and 2 km apart"},
	} {
		for _, w := range want {
			if got := strings.ReplaceAll(rungs[i].words(), thin, " "); !strings.Contains(got, w) {
				t.Errorf("rung %d does not say %q: %s", i, w, got)
			}
		}
	}
	words := strings.ReplaceAll(page.words(), thin, " ")
	for _, want := range []string{"No list that was read", "high confidence", "Nampo (KP, 3 h left)", "5 others heard in 6 of 8 clock hours", "It was not heard."} {
		if !strings.Contains(words, want) {
			t.Errorf("the page does not say %q", want)
		}
	}
	// Every mark of the time line leads to an event that is on the page.
	marks := 0
	for _, svg := range page.find(".line-svg") {
		for _, a := range svg.find("a") {
			marks++
			if id := a.attrs["href"]; len(page.find(id)) != 1 {
				t.Errorf("a mark leads to %s", id)
			}
		}
	}
	if marks != 2 || len(page.find(".c-reach")) != 1 {
		t.Errorf("%d marks, %d layers of ports within reach", marks, len(page.find(".c-reach")))
	}
}

func TestAGreatFleetIsListedAPageAtATime(t *testing.T) {
	b := serveHouse(t, keptHouse(t, afloat(450)))
	var names []string
	path := "/ships"
	for path != "" {
		page := b.open(path)
		for _, row := range page.find("tbody")[0].find("tr") {
			names = append(names, row.find("a")[0].words())
		}
		path = ""
		for _, a := range page.find("a") {
			if a.attrs["rel"] == "next" {
				path = a.attrs["href"]
			}
		}
	}
	slices.Sort(names)
	if len(slices.Compact(names)) != 450 {
		t.Errorf("%d of 450 ships are listed", len(names))
	}
	if w := b.ask("/ships?page=4"); w.Code != http.StatusBadRequest {
		t.Errorf("a page past the last answered %d", w.Code)
	}
}

func BenchmarkWatchPage(b *testing.B) {
	for _, n := range []int{5_000, 50_000} {
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			pages := serveHouse(b, keptHouse(b, afloat(n)))
			size := pages.ask("/", "Accept-Encoding", "gzip").Body.Len()
			b.ReportAllocs()
			for b.Loop() {
				pages.ask("/", "Accept-Encoding", "gzip")
			}
			b.ReportMetric(float64(size), "bytes/page")
		})
	}
}
