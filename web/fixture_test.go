package web

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"math"
	"strings"
	"sync"
	"testing"
	"time"

	"plimsoll/geo"
	"plimsoll/web/chart"
)

// fixture is a Source of plausible content: the invented ships, firm, bank and
// experts of the demo world. Its exhibits are real bytes, so that the lines
// and hashes on the pages can be checked.
type fixture struct {
	chart    chart.Chart
	exhibits map[string][]byte
	radio    string // SHA-256 of the sentences
	list     string
	book     string
	evil     string // a name that tries to be markup
	broken   error  // what every method answers, where set
	empty    bool   // a house in which nothing has happened
	now      time.Time

	mu      sync.RWMutex // over chart and version, which a test may renew while pages are served
	version int
}

// renew changes what the pages show, as another process does.
func (f *fixture) renew(change func()) {
	f.mu.Lock()
	defer f.mu.Unlock()
	change()
	f.version++
}

var (
	night = time.Date(2026, 3, 5, 14, 20, 0, 0, time.UTC)
	meet  = chart.Point{Lat: 31.2, Lon: 124.9}
)

const (
	orrin     = "0990011"
	quill     = "0990023"
	merrow    = "0990035"
	findingID = "PF-2026-001"
)

func newFixture() *fixture {
	f := &fixture{
		exhibits: map[string][]byte{}, now: time.Date(2026, 3, 9, 0, 0, 0, 0, time.UTC),
		evil: `<script>alert("x")</script>`,
	}
	var radio strings.Builder
	for i := range 41200 {
		fmt.Fprintf(&radio, "!AIVDM,1,1,,A,14c8k0P000dCtHbF>v<000000000,0*%02X\n", i%256)
	}
	f.radio = f.keep([]byte(radio.String()))
	f.list = f.keep([]byte("id,schema,name\nDEMO-V1,Vessel,ORRIN TALE\nDEMO-V2,Vessel,QUILL MARROW\nDEMO-C1,Company,Brackenfold Tidewater Lines\n"))
	f.book = f.keep([]byte("ref,name\nK-001,Orla Fennimore\nK-017,Brackenfold Tidewater Lines\n"))
	f.chart = storyChart()
	return f
}

func (f *fixture) keep(b []byte) string {
	sum := sha256.Sum256(b)
	id := hex.EncodeToString(sum[:])
	f.exhibits[id] = b
	return id
}

// leg is a straight run of a ship from one place to another.
type leg struct {
	from, to chart.Point
	start    time.Time
	hours    float64
}

func sail(id string, ship chart.Ship, legs ...leg) chart.Track {
	t := chart.Track{ID: id, Ship: ship}
	line := 1
	for _, l := range legs {
		course := geo.Bearing(l.from, l.to)
		for h := 0.0; h <= l.hours; h += 0.25 {
			p := l.from
			part := h / max(l.hours, 0.25)
			p.Lat += (l.to.Lat - l.from.Lat) * part
			p.Lon += (l.to.Lon-l.from.Lon)*part + 0.01*math.Sin(h)
			t.Fixes = append(t.Fixes, chart.Fix{
				Time: l.start.Add(time.Duration(h * float64(time.Hour))), Point: p, Course: course, Speed: 11, Line: line,
			})
			line += 37
		}
	}
	return t
}

func vessel(name, imo string, mmsi uint32, kind, status string) chart.Ship {
	return chart.Ship{Name: name, IMO: imo, MMSI: mmsi, Kind: kind, Status: status, Flag: "unassigned (demo)", Href: ShipHref(imo)}
}

func storyChart() chart.Chart {
	begin := time.Date(2026, 3, 2, 0, 0, 0, 0, time.UTC)
	m := vessel("MERROWBANE", merrow, 298000201, "products tanker", "reported only")
	o := vessel("ORRIN TALE", orrin, 299000101, "products tanker", "listed")
	q := vessel("QUILL MARROW", quill, 299000102, "general cargo", "listed")
	dark := chart.Point{Lat: 30.1, Lon: 126.4}
	again := chart.Point{Lat: 31.0, Lon: 125.1}
	c := chart.Chart{
		Title: "East China Sea", From: begin, To: begin.AddDate(0, 0, 7),
		Tracks: []chart.Track{
			sail("t1", m,
				leg{chart.Point{Lat: 28.5, Lon: 128.2}, chart.Point{Lat: 28.5, Lon: 128.2}, begin, 30},
				leg{chart.Point{Lat: 28.5, Lon: 128.2}, dark, begin.Add(31 * time.Hour), 40},
				leg{again, meet, night.Add(-4 * time.Hour), 4},
				leg{meet, chart.Point{Lat: 31.22, Lon: 124.87}, night, 4.5},
				leg{chart.Point{Lat: 31.22, Lon: 124.87}, chart.Point{Lat: 29.2, Lon: 127.1}, night.Add(5 * time.Hour), 36}),
			sail("t2", o,
				leg{chart.Point{Lat: 37.4, Lon: 123.3}, meet, begin.Add(40 * time.Hour), 46},
				leg{meet, chart.Point{Lat: 31.22, Lon: 124.87}, night, 4.5},
				leg{chart.Point{Lat: 31.22, Lon: 124.87}, chart.Point{Lat: 35.1, Lon: 123.1}, night.Add(5 * time.Hour), 40}),
			sail("t3", q, leg{chart.Point{Lat: 33.5, Lon: 127.6}, chart.Point{Lat: 30.3, Lon: 123.4}, begin.Add(20 * time.Hour), 90}),
			sail("t4", vessel("PELLUCID OWL", "0990061", 298000305, "general cargo", "nothing known"),
				leg{chart.Point{Lat: 33.9, Lon: 133.4}, chart.Point{Lat: 31.2, Lon: 131.9}, begin.Add(10 * time.Hour), 60}),
		},
		Places: []chart.Place{{Name: "Demo Offshore Terminal", At: chart.Point{Lat: 28.5, Lon: 128.2}}},
	}
	for i, name := range []string{"FENWICK LOOM", "TAMSIN REEF", "COPPER HERALD", "LOWLAND MIRROR", "OAKUM STAR", "SABLE LANTERN", "DRIFTHOLM", "VANE OF ARDLE"} {
		d := float64(i)
		imo := []string{"0990047", "0990059", "0990073", "0990085", "0990097", "0990102", "0990114", "0990126"}[i]
		c.Tracks = append(c.Tracks, sail(fmt.Sprint("p", i), vessel(name, imo, 298000401+uint32(i), "general cargo", "nothing known"),
			leg{chart.Point{Lat: 30 + d*0.45, Lon: 123.0 + d*0.6}, chart.Point{Lat: 29 + math.Mod(d*1.7, 6), Lon: 128.5 - math.Mod(d*1.3, 5)}, begin.Add(time.Duration(i*5) * time.Hour), 70}))
	}
	c.Marks = []chart.Mark{
		{ID: "ev-gap", Kind: chart.Gap, Start: begin.Add(71 * time.Hour), End: night.Add(-4 * time.Hour), At: dark, To: &again, Ships: []chart.Ship{m}, Track: "t1", Label: "MERROWBANE silent for 9 h 20 min", Href: ShipHref(merrow) + "#ev-gap"},
		{ID: "ev-meet", Kind: chart.Encounter, Start: night, End: night.Add(270 * time.Minute), At: meet, Ships: []chart.Ship{m, o}, Track: "t1", Label: "MERROWBANE and ORRIN TALE side by side for 4 h 30 min", Href: ShipHref(merrow) + "#ev-meet"},
		{ID: "ev-id", Kind: chart.Identity, Start: begin.Add(60 * time.Hour), End: begin.Add(61 * time.Hour), At: chart.Point{Lat: 31.9, Lon: 125.7}, Ships: []chart.Ship{q}, Track: "t3", Label: "QUILL MARROW goes on as PELLUCID OWL", Href: ShipHref(quill) + "#ev-id"},
	}
	return c
}

func (f *fixture) World(context.Context) (World, error) {
	return World{Title: "Demo world: every ship, firm, person and bank here is invented", Demo: true, From: f.chart.From, AsOf: f.now}, nil
}

func (f *fixture) Watch(ctx context.Context, q Query) (Watch, error) {
	f.mu.RLock()
	defer f.mu.RUnlock()
	if f.broken != nil || f.empty {
		return Watch{Steps: []Step{{Name: "lists", Next: "Import a list."}}}, f.broken
	}
	finding, _ := f.Finding(ctx, findingID)
	lead, _ := f.Lead(ctx, "L-1")
	account, _ := f.Petroleum(ctx, 2024)
	desk, _ := f.Desk(ctx)
	lists, _ := f.Lists(ctx)
	return Watch{
		Query: q, Flags: []Option{{"KP", "KP (1)"}}, Span: Span{f.chart.From, f.chart.To},
		Chart: f.chart, Account: &account, Lead: &lead, Finding: &finding, Alerts: desk.Alerts, Lists: lists,
		Steps: []Step{
			{Name: "lists", Figures: []Figure{Count(155, "party", "parties", "/lists/un_1718"), Count(59, "ship", "ships", "/lists/un_1718_vessels"), Count(5, "invented", "invented", "/lists/demo_list")}},
			{Name: "ships", Figures: []Figure{Count(41200, "sentence", "sentences", "/exhibits/"+f.radio), Count(12, "ship", "ships", "/ships"), Count(3, "event", "events", "/ships#ev-gap")}},
			{Name: "lead", Figures: []Figure{{Value: "0.93", Label: "2375 OP11", Href: LeadHref("L-1")}}},
			{Name: "finding", Figures: []Figure{{Value: findingID, Href: FindingHref(findingID)}, Count(2, "concurs", "concur", FindingHref(findingID)), Count(1, "dissents", "dissent", FindingHref(findingID)+"#claim-3")}},
			{Name: "publish", Figures: []Figure{{Value: "entry 0", Href: "/log"}, {Value: "2 of 3", Label: "witnesses", Href: "/log#witnesses"}}},
			{Name: "alert", Figures: []Figure{Count(2, "alert", "alerts", "/desk#alerts"), Count(240, "record screened", "records screened", "/desk")}},
		},
	}, nil
}

func (f *fixture) Lead(_ context.Context, id string) (Lead, error) {
	if id != "L-1" {
		return Lead{}, ErrNotFound
	}
	return Lead{
		ID: id, Title: "ORRIN TALE beside a foreign tanker in the East China Sea", Score: 0.93, Measures: []string{"2375 OP11", "2397 OP5"},
		Reasons: []string{"one of the two ships is listed", "the other was silent for 9 h before", "draughts changed in opposite ways"},
		Parties: f.parties(), Events: f.events()[:2], Finding: findingID,
	}, nil
}

func (f *fixture) parties() []Party {
	return []Party{
		{ID: "DEMO-V1", Schema: "Vessel", Name: "ORRIN TALE", Role: "received", Verdict: Verdict{Status: "listed"}},
		{ID: "ship-" + merrow, Schema: "Vessel", Name: "MERROWBANE", Role: "gave", Verdict: Verdict{Status: "reported only"}},
		{ID: "DEMO-C1", Schema: "Company", Name: "Brackenfold Tidewater Lines", Role: "owner", Verdict: Verdict{Status: "listed"}},
	}
}

func (f *fixture) Findings(ctx context.Context) ([]Finding, error) {
	if f.empty || f.broken != nil {
		return nil, f.broken
	}
	x, err := f.Finding(ctx, findingID)
	return []Finding{x}, err
}

func (f *fixture) Finding(_ context.Context, id string) (Finding, error) {
	if id != findingID {
		return Finding{}, fmt.Errorf("finding %s: %w", id, ErrNotFound)
	}
	at := time.Date(2026, 3, 8, 9, 0, 0, 0, time.UTC)
	ref := func(n int) []Ref { return []Ref{{SHA256: f.radio, Name: "demo.nmea", Line: n}} }
	return Finding{
		ID: id, Title: "Ship-to-ship transfer from MERROWBANE to ORRIN TALE", Status: "published", Published: at.Add(3 * time.Hour),
		Summary:  "In the night of 5 March 2026 the products tanker MERROWBANE lay beside the listed tanker ORRIN TALE for four and a half hours and gave cargo to it.",
		Measures: []string{"2375 OP11", "2397 OP5"}, Likelihood: "very likely", Confidence: "moderate", Lead: "L-1", Parties: f.parties(),
		Claims: []Claim{
			{1, "MERROWBANE sent no position for 9 h 20 min while ships around her were heard.", append(ref(20412), ref(23977)...)},
			{2, "ORRIN TALE and MERROWBANE lay less than 100 m apart for 4 h 30 min at 31°12′N 124°54′E.", ref(24010)},
			{3, "Petroleum products went from MERROWBANE to ORRIN TALE.", append(ref(24051), Ref{SHA256: f.list, Name: "demo-list.csv", Line: 2})},
		},
		Stances: []Stance{
			{Expert: "expert-alder", Name: "Expert Alder (demo)", Position: "concur", At: at, Signature: "9f3c1122aabbccdd"},
			{Expert: "expert-bryony", Name: "Expert Bryony (demo)", Position: "concur", At: at, Signature: "77aa1122aabbccdd", Text: "The draughts leave little room."},
			{Expert: "expert-cinder", Name: "Expert Cinder (demo)", Position: "dissent", Claim: 3, Ground: "insufficient evidence", Text: "A draught is typed in by the crew. That two ships lay together is shown; that oil passed between them is not.", At: at, Signature: "31b01122aabbccdd"},
		},
		Receipt: &Receipt{Origin: "plimsoll.example/demo-log", Index: 0, Size: 1, Leaf: strings.Repeat("ab", 32), Needed: 2, Witnesses: f.witnesses()},
	}, nil
}

func (f *fixture) witnesses() []Witness {
	t := time.Date(2026, 3, 8, 12, 0, 0, 0, time.UTC)
	return []Witness{{Name: "demo-witness-1", Time: t, Size: 1}, {Name: "demo-witness-2", Time: t, Size: 1}, {Name: "demo-witness-3"}}
}

func (f *fixture) Party(ctx context.Context, id string) (Party, error) {
	p := Party{ID: id, Schema: "Company", Name: "Brackenfold Tidewater Lines", Verdict: Verdict{Status: "listed", Text: "by the demo list since 2026-01-05", Ref: &Ref{SHA256: f.list, Name: "demo-list.csv", Line: 4}}}
	switch id {
	case "DEMO-C1":
	case "DEMO-V1":
		p.Schema, p.Name, p.Ship = "Vessel", "ORRIN TALE", ShipHref(orrin)
	case "DEMO-P9":
		p.Schema, p.Name = "Person", f.evil
	case "ship-" + merrow:
		p.Schema, p.Name, p.Ship, p.Verdict = "Vessel", "MERROWBANE", ShipHref(merrow), Verdict{Status: "reported only"}
		return p, nil
	default:
		return Party{}, fmt.Errorf("party %s: %w", id, ErrNotFound)
	}
	p.Listings = []Listing{{Dataset: "demo_list", Title: "Plimsoll demo list: invented parties", Number: id, Since: time.Date(2026, 1, 5, 0, 0, 0, 0, time.UTC), Reason: "Invented for the demo."}}
	p.Related = []Relation{{Role: "owns", Party: Link{"ORRIN TALE", PartyHref("DEMO-V1")}}}
	ref := Ref{SHA256: f.list, Name: "demo-list.csv", Line: 4}
	p.Statements = []Statement{
		{Prop: "name", Value: p.Name, Dataset: "demo_list", Ref: ref},
		{Prop: "alias", Value: "브래큰폴드", Lang: "ko", Dataset: "demo_list", Ref: ref, Strength: "weak"},
		{Prop: "registrationNumber", Value: "BTL-000-DEMO", Original: "btl 000", Dataset: "demo_list", Ref: ref},
	}
	p.Findings, _ = f.Findings(ctx)
	return p, nil
}

func (f *fixture) Lists(context.Context) ([]List, error) {
	if f.empty || f.broken != nil {
		return nil, f.broken
	}
	snap := func(id string, counts ...Figure) []Snapshot {
		return []Snapshot{{ID: strings.Repeat("5e", 32), Published: time.Date(2026, 2, 27, 0, 0, 0, 0, time.UTC), Exhibits: []Ref{{SHA256: f.list, Name: id + ".csv"}}, Counts: counts}}
	}
	return []List{
		{
			ID: "un_1718", Title: "UN Security Council 1718 list", Publisher: "United Nations Security Council", URL: "https://main.un.org/securitycouncil/en/sanctions/1718", Cadence: "as changed",
			Snapshots: snap("un_1718", Count(80, "person", "persons", "/lists/un_1718"), Count(75, "entity", "entities", "/lists/un_1718")),
		},
		{ID: "un_1718_vessels", Title: "1718 designated vessels list", Publisher: "United Nations Security Council", Snapshots: snap("un_1718_vessels", Count(59, "ship", "ships", "/lists/un_1718_vessels"))},
		{ID: "demo_list", Title: "Plimsoll demo list: invented parties", Publisher: "Plimsoll", Demo: true, Snapshots: snap("demo_list", Count(5, "party", "parties", "/lists/demo_list"))},
	}, nil
}

func (f *fixture) List(ctx context.Context, id string, _ int) (List, error) {
	all, _ := f.Lists(ctx)
	for _, l := range all {
		if l.ID != id {
			continue
		}
		for _, p := range []string{"DEMO-C1", "DEMO-V1", "DEMO-P9"} {
			party, _ := f.Party(ctx, p)
			l.Entries = append(l.Entries, party)
		}
		l.Total, l.Page, l.Pages = len(l.Entries), 1, 1
		return l, nil
	}
	return List{}, fmt.Errorf("list %s: %w", id, ErrNotFound)
}

func (f *fixture) Desk(context.Context) (Desk, error) {
	if f.empty || f.broken != nil {
		return Desk{}, f.broken
	}
	due := f.now.Add(24 * time.Hour)
	return Desk{
		Books: []Book{{Institution: "Demo Bank of Larkmere", Customers: 200, Ships: 40, Alerts: 2, Screened: f.now, Against: []Link{{"demo_list", ListHref("demo_list")}}, Exhibits: []Ref{{SHA256: f.book, Name: "customers.csv"}}}},
		Alerts: []Alert{
			{
				ID: "alert-1", Institution: "Demo Bank of Larkmere", Record: "K-017", Schema: "Company", Name: "Brackenfold Tidewater Lines", Row: &Ref{SHA256: f.book, Name: "customers.csv", Line: 3}, Party: Link{"Brackenfold Tidewater Lines", PartyHref("DEMO-C1")}, Status: "listed", Action: "freeze", Score: 0.98, Due: due,
				Reasons: []Reason{{"name", 0.98, "the same words", "Brackenfold Tidewater Lines", "Brackenfold Tidewater Lines"}, {"registrationNumber", 1, "the same number", "BTL-000-DEMO", "BTL-000-DEMO"}},
			},
			{
				ID: "alert-2", Institution: "Demo Bank of Larkmere", Record: "S-009", Schema: "Vessel", Name: "MERROWBANE", Row: &Ref{SHA256: f.book, Name: "ships.csv", Line: 2}, Party: Link{"MERROWBANE", ShipHref(merrow)}, Status: "reported only", Action: "check", Score: 1, Due: due.Add(48 * time.Hour), Measures: []string{"2375 OP11"}, Findings: []Link{{findingID, FindingHref(findingID)}},
				Reasons: []Reason{{"imoNumber", 1, "the same number", merrow, merrow}},
			},
		},
	}, nil
}

func (f *fixture) Log(context.Context) (Log, error) {
	if f.empty || f.broken != nil {
		return Log{}, f.broken
	}
	return Log{
		Origin: "plimsoll.example/demo-log", Size: 1, At: f.now.Add(-12 * time.Hour), Needed: 2, Witnesses: f.witnesses(),
		Entries:    []LogEntry{{Index: 0, Leaf: strings.Repeat("ab", 32), Title: findingID + " Ship-to-ship transfer", Finding: findingID, At: f.now.Add(-12 * time.Hour)}},
		Checkpoint: "plimsoll.example/demo-log\n1\nqqqq\n\n— plimsoll.example/demo-log AAAA\n", Policy: "log plimsoll.example/demo-log+aa+bb\nwitness demo-witness-1 ...\n",
	}, nil
}

func (f *fixture) Petroleum(_ context.Context, year int) (Account, error) {
	if f.broken != nil {
		return Account{}, f.broken
	}
	if year != 0 && year != 2024 && year != 2023 || f.empty {
		return Account{}, fmt.Errorf("petroleum %d: %w", year, ErrNotFound)
	}
	d := func(m, day int) time.Time { return time.Date(2024, time.Month(m), day, 0, 0, 0, 0, time.UTC) }
	press := Link{"press, 2024-12", "https://example.org/reported"}
	return Account{
		Year: 2024, Measure: "2397 OP5", Cap: 500000, Reported: 168679, Estimated: &Range{1000000, 1000000}, Years: []int{2023, 2024},
		Lines: []AccountLine{
			{From: d(1, 1), To: d(1, 31), Who: "Russia", Barrels: 15279, Source: press, Counted: true},
			{From: d(1, 1), To: d(8, 31), Who: "China", Barrels: 153400, Source: press, Counted: true, Note: "by subtraction"},
			{From: d(3, 1), To: d(3, 31), Who: "a member state", Barrels: 165000, Estimated: true, Source: press, Counted: true},
			{From: d(1, 1), To: d(12, 31), Who: "a monitoring team", Barrels: 1000000, Estimated: true, Source: press, Counted: true},
		},
	}, nil
}

func (f *fixture) Exhibit(_ context.Context, id string) (Exhibit, error) {
	b, ok := f.exhibits[id]
	if !ok {
		return Exhibit{}, fmt.Errorf("exhibit %s: %w", id, ErrNotFound)
	}
	name := map[string]string{f.radio: "demo.nmea", f.list: "demo-list.csv", f.book: "customers.csv"}[id]
	return Exhibit{
		SHA256: id, Name: name, Type: "text/plain", Size: int64(len(b)), Source: "Plimsoll demo simulator", Rights: "CC0", Grade: "F6", Received: f.now, Text: true,
		Custody: []Custody{{At: f.now, Actor: "system", Act: "kept"}}, UsedBy: []Link{{findingID, FindingHref(findingID)}},
	}, nil
}

func (f *fixture) OpenLines(ctx context.Context, id string) (io.ReadCloser, error) {
	return f.OpenExhibit(ctx, id)
}

func (f *fixture) OpenExhibit(_ context.Context, id string) (io.ReadCloser, error) {
	b, ok := f.exhibits[id]
	if !ok {
		return nil, ErrNotFound
	}
	return io.NopCloser(bytes.NewReader(b)), nil
}

func (f *fixture) File(_ context.Context, kind FileKind, id string) (File, error) {
	if (kind == EntryFile || kind == ProofFile) && id != findingID {
		return File{}, ErrNotFound
	}
	return File{Name: map[FileKind]string{EntryFile: id + ".json", ProofFile: id + ".tlog-proof", PolicyFile: "policy.txt", CheckpointFile: "checkpoint"}[kind], Body: []byte("c2sp.org/tlog-proof@v1\n")}, nil
}

func serve(t testing.TB, f *fixture) *browserless {
	t.Helper()
	land, err := geo.LoadLand()
	if err != nil {
		t.Fatal(err)
	}
	h, err := New(Options{Source: f, Land: land})
	if err != nil {
		t.Fatal(err)
	}
	return &browserless{t: t, handler: h}
}
