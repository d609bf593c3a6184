package desk_test

import (
	"bytes"
	"context"
	"crypto/ed25519"
	"io/fs"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"plimsoll/demo/world"
	"plimsoll/desk"
	"plimsoll/ftm"
	"plimsoll/journal"
	"plimsoll/lists"
	"plimsoll/lists/own"
	"plimsoll/network"
)

const bank = "Demo Bank of Larkmere"

var operator = journal.Signer{Actor: "operator", Key: ed25519.NewKeyFromSeed(make([]byte, ed25519.SeedSize))}

func now() time.Time { return time.Date(2026, 3, 10, 9, 0, 0, 0, time.UTC) }

// open folds a journal into a desk.
func open(t *testing.T, store *journal.Memory) *desk.Desk {
	t.Helper()
	d, err := desk.New()
	if err != nil {
		t.Fatal(err)
	}
	j, err := journal.Open(context.Background(), store, now, d.Apply)
	if err != nil {
		t.Fatal(err)
	}
	d.Attach(j)
	if seq, _ := j.Head(); seq == 0 {
		act, err := journal.Enrol(operator, now(), journal.Actor{
			ID: "operator", Roles: []string{journal.RoleOperator}, Key: operator.Key.Public().(ed25519.PublicKey),
		})
		if err != nil {
			t.Fatal(err)
		}
		if _, err := j.Append(context.Background(), act, nil); err != nil {
			t.Fatal(err)
		}
	}
	return d
}

// against is the demo world's lists, and a finding that reports MERROWBANE.
func against(t *testing.T) desk.Against {
	t.Helper()
	a := desk.Against{Rule: network.OFAC, Day: now()}
	for _, name := range []string{world.UN1718, world.UN1718Vessels, world.DemoList, world.DemoParties} {
		data, err := fs.ReadFile(world.Files, name)
		if err != nil {
			t.Fatal(err)
		}
		in := lists.Input{Files: []lists.File{lists.Bytes(name, lists.OnePart, "exhibit of "+name, data)}}
		_, entities, err := lists.ReadAll(context.Background(), own.Authority().Formats[0], in)
		if err != nil {
			t.Fatal(err)
		}
		a.Entities = append(a.Entities, entities...)
	}
	ship := ftm.New("IMO0990035", "Vessel")
	for prop, v := range map[string]string{"name": "MERROWBANE", "imoNumber": "0990035", "mmsi": "298000201"} {
		ship.Add(prop, v, ftm.Origin{Dataset: "findings", Place: "finding PF-2026-001"})
	}
	a.Reported = []desk.ReportedParty{{
		Entity: ship, Finding: desk.FindingRef{
			ID: "PF-2026-001", Sentence: "Two ships met", Dissents: []string{"Cinder: nobody saw a hose"}, Measures: []string{"2375 OP11"},
		},
	}}
	return a
}

func demoBook(t *testing.T) *desk.Book {
	t.Helper()
	data, err := fs.ReadFile(world.Files, world.Book)
	if err != nil {
		t.Fatal(err)
	}
	b, err := desk.ReadBook(world.Book, bytes.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func TestTheDemoBookGivesTwoAlertsAndNoNamesake(t *testing.T) {
	d, ctx, b := open(t, new(journal.Memory)), context.Background(), demoBook(t)
	if len(b.Rows) != 240 || len(b.Bad) != 0 {
		t.Fatalf("%d rows, bad: %v", len(b.Rows), b.Bad)
	}
	alerts, err := d.Screen(ctx, operator, bank, b, against(t))
	if err != nil {
		t.Fatal(err)
	}
	got := map[string]string{}
	for _, a := range alerts {
		got[a.Row.Name] = string(a.Status) + ": " + string(a.Action)
		if len(a.Reasons) == 0 || a.Why == "" || len(a.Met.Statements) == 0 || !a.Due.After(a.Raised) {
			t.Errorf("the alert on %s is not explained: %+v", a.Row.Name, a)
		}
	}
	want := map[string]string{
		"BRACKENFOLD TIDEWATER LINES CO., LTD.": "listed: freeze",
		"MERROWBANE":                            "reported only: check",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestAReportedPartyBringsItsDissents(t *testing.T) {
	d := open(t, new(journal.Memory))
	alerts, err := d.Screen(context.Background(), operator, bank, demoBook(t), against(t))
	if err != nil {
		t.Fatal(err)
	}
	for _, a := range alerts {
		if a.Status == network.StatusReported && (len(a.Findings) != 1 || len(a.Findings[0].Dissents) != 1) {
			t.Errorf("findings: %+v", a.Findings)
		}
	}
}

func TestScreeningAgainRaisesNothingTwice(t *testing.T) {
	store, ctx := new(journal.Memory), context.Background()
	d := open(t, store)
	b, a := demoBook(t), against(t)
	first, err := d.Screen(ctx, operator, bank, b, a)
	if err != nil {
		t.Fatal(err)
	}
	d = open(t, store)
	second, err := d.Screen(ctx, operator, bank, b, a)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(first, second); diff != "" {
		t.Errorf("the alerts changed:\n%s", diff)
	}
	if n := len(d.Alerts(bank)); n != 2 {
		t.Errorf("%d alerts on record", n)
	}
	for i, want := range []bool{true, false} {
		if got, err := d.Receive(ctx, operator, bank, b); err != nil || got != want {
			t.Errorf("receiving the book, time %d: %v, %v", i+1, got, err)
		}
	}
}

func TestAFirmHalfOwnedByAListedOneIsItsOwnStatus(t *testing.T) {
	a := against(t)
	firm := ftm.New("half", "Company")
	firm.Add("name", "Zornquist Pelmet Works", ftm.Origin{Dataset: "own"})
	share := ftm.New("half-owned", "Ownership")
	for prop, v := range map[string]string{"owner": "DEMO-C1", "asset": "half", "percentage": "50"} {
		share.Add(prop, v, ftm.Origin{Dataset: "own"})
	}
	a.Entities = append(a.Entities, firm, share)
	b, err := desk.ReadBook("b.csv", strings.NewReader("id,schema,name\n1,Company,Zornquist Pelmet Works\n"))
	if err != nil {
		t.Fatal(err)
	}
	alerts, err := open(t, new(journal.Memory)).Screen(context.Background(), operator, bank, b, a)
	if err != nil {
		t.Fatal(err)
	}
	if len(alerts) != 1 || alerts[0].Status != network.StatusOwned || alerts[0].Ownership == "" {
		t.Errorf("%+v", alerts)
	}
}

func TestAnEndedListingIsNoListing(t *testing.T) {
	b, err := desk.ReadBook("b.csv", strings.NewReader("id,schema,name\n1,Company,Zornquist Pelmet Works\n2,Company,Umbrel Thackwaite Dredging\n"))
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		what string
		ends []string // of each Sanction of the parent
		want []network.Status
	}{
		{"a listing that says no end", []string{""}, []network.Status{network.StatusListed, network.StatusOwned}},
		{"its last day", []string{"2026-03-10"}, []network.Status{network.StatusListed, network.StatusOwned}},
		{"the day after", []string{"2026-03-09"}, nil},
		{"the month is not over", []string{"2026-03"}, []network.Status{network.StatusListed, network.StatusOwned}},
		{"the month is over", []string{"2026-02"}, nil},
		{"the year before", []string{"2025"}, nil},
		{"one listing of two goes on", []string{"2026-03-09", "2026-12-31"}, []network.Status{network.StatusListed, network.StatusOwned}},
		{"both are over", []string{"2026-03-09", "2024-12-31"}, nil},
		{"no Sanction at all", nil, []network.Status{network.StatusListed, network.StatusOwned}},
	} {
		a := desk.Against{Rule: network.OFAC, Day: now()}
		add := func(id, schema string, says map[string]string) {
			e := ftm.New(id, schema)
			for prop, v := range says {
				if v != "" {
					e.Add(prop, v, ftm.Origin{Dataset: "own"})
				}
			}
			a.Entities = append(a.Entities, e)
		}
		add("parent", "Company", map[string]string{"name": "Zornquist Pelmet Works", "topics": "sanction"})
		add("firm", "Company", map[string]string{"name": "Umbrel Thackwaite Dredging"})
		add("share", "Ownership", map[string]string{"owner": "parent", "asset": "firm", "percentage": "100"})
		for i, end := range c.ends {
			add("listing-"+string(rune('a'+i)), "Sanction", map[string]string{"entity": "parent", "endDate": end})
		}
		alerts, err := open(t, new(journal.Memory)).Screen(context.Background(), operator, bank, b, a)
		if err != nil {
			t.Fatal(err)
		}
		var got []network.Status
		for _, alert := range alerts {
			got = append(got, alert.Status)
		}
		slices.Sort(got)
		if diff := cmp.Diff(c.want, got); diff != "" {
			t.Errorf("%s: %s", c.what, diff)
		}
	}
}

func TestNobodyFreezesOnAReportAlone(t *testing.T) {
	_, err := desk.ReadPolicy("own.yaml", strings.NewReader(`title: own
statuses:
  listed: {action: freeze, due: 1, why: w}
  owned or controlled by listed: {action: freeze, due: 1, why: w}
  reported only: {action: freeze, due: 1, why: w}
`))
	if err == nil || !strings.Contains(err.Error(), "on no list") {
		t.Errorf("the policy: %v", err)
	}
	d, ctx := open(t, new(journal.Memory)), context.Background()
	alerts, err := d.Screen(ctx, operator, bank, demoBook(t), against(t))
	if err != nil {
		t.Fatal(err)
	}
	for _, a := range alerts {
		err := d.Decide(ctx, operator, a.ID, desk.Freeze, "to be safe")
		if refused := err != nil; refused != (a.Status == network.StatusReported) {
			t.Errorf("freezing %s (%s): %v", a.Row.Name, a.Status, err)
		}
	}
	if err := d.Decide(ctx, operator, alerts[0].ID, desk.Nothing, " "); err == nil {
		t.Error("a decision without a reason was recorded")
	}
	if err := d.Decide(ctx, operator, "A-0", desk.Nothing, "x"); err == nil {
		t.Error("an alert that is not there was decided")
	}
}

func TestABookNamesTheNearestColumn(t *testing.T) {
	_, err := desk.ReadBook("b.csv", strings.NewReader("id,schema,name,imoNumbr\n"))
	if err == nil || !strings.Contains(err.Error(), `did you mean "imoNumber"?`) {
		t.Errorf("%v", err)
	}
}

func TestARowThatCannotBeReadIsNamedAndTheOthersAreScreened(t *testing.T) {
	b, err := desk.ReadBook("b.csv", strings.NewReader("id,schema,name,imoNumber\n1,Person,A B,\n2,Persn,C,\n1,Person,D,\n3,Vessel,=1+1,0990035\n4,Vessel,E\n"))
	if err != nil {
		t.Fatal(err)
	}
	if len(b.Rows) != 2 || b.Rows[1].Name != "=1+1" {
		t.Errorf("rows: %+v", b.Rows)
	}
	var places []string
	for _, r := range b.Bad {
		places = append(places, r.String())
	}
	if len(places) != 3 || !strings.Contains(places[0], "line 3, column 2 (schema)") || !strings.Contains(places[0], `"Person"`) {
		t.Errorf("bad: %q", places)
	}
}

func FuzzReadBook(f *testing.F) {
	f.Add("id,schema,name\n1,Person,A B\n")
	f.Add("# c\nid,schema,name,imoNumber\n1,Vessel,\"A;B\\;\",0990035\n\"")
	f.Fuzz(func(t *testing.T, text string) {
		b, err := desk.ReadBook("b.csv", strings.NewReader(text))
		if err != nil {
			return
		}
		for _, r := range b.Rows {
			if r.Line < 1 || r.ID == "" {
				t.Errorf("row %+v", r)
			}
			_ = r.Query()
		}
	})
}
