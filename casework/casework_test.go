package casework_test

import (
	"context"
	"crypto/ed25519"
	"encoding/json"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"plimsoll/casework"
	"plimsoll/journal"
	"plimsoll/publog"
)

const exhibit = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"

type kept map[string]bool

func (k kept) Has(sha string) bool { return k[sha] }

func signer(id string) journal.Signer {
	seed := make([]byte, ed25519.SeedSize)
	copy(seed, id)
	return journal.Signer{Actor: id, Key: ed25519.NewKeyFromSeed(seed)}
}

var (
	operator = signer("operator")
	analyst  = signer("analyst")
	alder    = signer("alder")
	bryony   = signer("bryony")
	cinder   = signer("cinder")
	outsider = signer("outsider")
)

// desk is a journal with a panel of three of whom two must concur, and a clock
// the test can move.
type desk struct {
	*casework.Cases
	t     *testing.T
	store *journal.Memory
	now   time.Time
}

func newDesk(t *testing.T) *desk {
	t.Helper()
	d := &desk{t: t, store: new(journal.Memory), now: time.Date(2026, 3, 10, 9, 0, 0, 0, time.UTC)}
	d.Cases = d.reopen()
	for s, roles := range map[*journal.Signer][]string{&operator: {journal.RoleOperator}} {
		d.enrol(*s, roles...)
	}
	d.enrol(analyst, journal.RoleAnalyst)
	for _, s := range []journal.Signer{alder, bryony, cinder} {
		d.enrol(s, journal.RoleExpert)
	}
	d.ok(d.Constitute(context.Background(), operator, casework.Panel{
		Name: "panel", Members: []string{"alder", "bryony", "cinder"}, Quorum: 2,
	}))
	return d
}

// reopen folds the journal into a fresh state, as the next start would.
func (d *desk) reopen() *casework.Cases {
	d.t.Helper()
	c := casework.New(kept{exhibit: true})
	j, err := journal.Open(context.Background(), d.store, d.clock, c.Apply)
	d.ok(err)
	c.Attach(j)
	return c
}

func (d *desk) clock() time.Time { d.now = d.now.Add(time.Second); return d.now }

func (d *desk) ok(err error) {
	d.t.Helper()
	if err != nil {
		d.t.Fatal(err)
	}
}

func (d *desk) refused(err error, why string) {
	d.t.Helper()
	if err == nil || !strings.Contains(err.Error(), why) {
		d.t.Errorf("got %v, want a refusal that says %q", err, why)
	}
}

func (d *desk) enrol(s journal.Signer, roles ...string) {
	d.t.Helper()
	act, err := journal.Enrol(operator, d.clock(), journal.Actor{
		ID: s.Actor, Name: strings.ToUpper(s.Actor), Roles: roles, Key: s.Key.Public().(ed25519.PublicKey),
	})
	d.ok(err)
	_, err = d.Submit(context.Background(), act)
	d.ok(err)
}

func draft() casework.Draft {
	return casework.Draft{
		Title: "Two ships lay together", Summary: "An invented case.",
		Claims:     []casework.Claim{{N: 1, Text: "Ship A lay beside ship B.", Exhibits: []casework.Ref{{Exhibit: exhibit, Place: "line 7"}}}},
		Measures:   []casework.Measure{{ID: "2375 OP11", Text: "no ship-to-ship transfer"}},
		Likelihood: "likely", Confidence: "moderate", World: "demo",
	}
}

func (d *desk) drafted() (id, version string) {
	d.t.Helper()
	id, err := d.Propose(context.Background(), analyst, 2026, draft())
	d.ok(err)
	f, _ := d.Finding(id)
	return id, f.Version
}

func (d *desk) take(s journal.Signer, id, version, position string) error {
	p := casework.Position{Version: version, Position: position}
	if position == casework.Dissent {
		p.Ground, p.Text = "evidence", "The draught may have been typed in wrongly."
	}
	return d.Take(context.Background(), s, id, p)
}

// memoryLog stands for the public log where only the rules are tested.
type memoryLog struct{ entries [][]byte }

func (m *memoryLog) AppendOnce(_ context.Context, entry []byte) (publog.Receipt, error) {
	m.entries = append(m.entries, entry)
	return publog.Receipt{Index: uint64(len(m.entries) - 1), Leaf: publog.LeafHash(entry), Proof: []byte("proof")}, nil
}

func TestNoMemberHasAVeto(t *testing.T) {
	d, ctx := newDesk(t), context.Background()
	id, v := d.drafted()
	d.ok(d.take(cinder, id, v, casework.Dissent))
	d.ok(d.take(alder, id, v, casework.Concur))
	var log memoryLog
	_, err := d.Publish(ctx, operator, id, &log)
	d.refused(err, "1 of 3 members concur; 2 are needed")
	d.ok(d.take(bryony, id, v, casework.Concur))
	_, err = d.Publish(ctx, operator, id, &log)
	d.ok(err)
	if len(log.entries) != 1 {
		t.Fatalf("%d entries in the log", len(log.entries))
	}
}

func TestAQuorumOfAllIsRefused(t *testing.T) {
	d := newDesk(t)
	for _, p := range []casework.Panel{
		{Name: "p", Members: []string{"alder", "bryony", "cinder"}, Quorum: 3},
		{Name: "p", Members: []string{"alder", "bryony"}, Quorum: 2},
		{Name: "p", Members: []string{"alder", "bryony", "cinder"}, Quorum: 1},
		{Name: "p", Members: []string{"alder", "alder", "bryony"}, Quorum: 2},
		{Name: "p", Members: []string{"alder", "bryony", "outsider"}, Quorum: 2},
	} {
		if err := d.Constitute(context.Background(), operator, p); err == nil {
			t.Errorf("panel %v with quorum %d was constituted", p.Members, p.Quorum)
		}
	}
}

func TestADissentIsInsideWhatIsPublished(t *testing.T) {
	d, ctx := newDesk(t), context.Background()
	id, v := d.drafted()
	for s, p := range map[*journal.Signer]string{&alder: casework.Concur, &bryony: casework.Concur, &cinder: casework.Dissent} {
		d.ok(d.take(*s, id, v, p))
	}
	var log memoryLog
	_, err := d.Publish(ctx, operator, id, &log)
	d.ok(err)
	var doc casework.Document
	d.ok(json.Unmarshal(log.entries[0], &doc))
	if doc.Concur != 2 || doc.Dissent != 1 || len(doc.Stances) != 3 {
		t.Fatalf("the document counts %d concur, %d dissent, %d stances", doc.Concur, doc.Dissent, len(doc.Stances))
	}
	for _, s := range doc.Stances {
		if !ed25519.Verify(s.Key, s.Act.Message(), s.Act.Sig) {
			t.Errorf("the signature of %s cannot be checked from the document alone", s.Expert)
		}
		var said casework.Position
		d.ok(json.Unmarshal(s.Act.Body, &said))
		if said.Position != s.Position || said.Text != s.Text || said.Version != doc.Version {
			t.Errorf("what %s signed is not what the document shows: %+v", s.Expert, said)
		}
	}
}

func TestADocumentWithoutTheDissentIsVoid(t *testing.T) {
	d, ctx := newDesk(t), context.Background()
	id, v := d.drafted()
	for s, p := range map[*journal.Signer]string{&alder: casework.Concur, &bryony: casework.Concur, &cinder: casework.Dissent} {
		d.ok(d.take(*s, id, v, p))
	}
	// An operator signs a document of their own making and bypasses the rules'
	// first check by appending straight to the journal.
	blurred := map[string]any{"document": map[string]any{"format": casework.DocumentFormat, "finding": id, "stances": []any{}}}
	act, err := operator.Sign(d.clock(), casework.KindReleased, id, blurred)
	d.ok(err)
	_, err = d.Submit(ctx, act)
	d.refused(err, "not what the state says")
	raw, err := journal.Open(ctx, d.store, d.clock)
	d.ok(err)
	_, err = raw.Append(ctx, act, nil)
	d.ok(err)
	c := d.reopen()
	if f, _ := c.Finding(id); f.Released != nil {
		t.Error("the blurred document was taken for a release")
	}
	if v := c.Void(); len(v) != 1 || v[0].Kind != casework.KindReleased || v[0].Actor != "operator" {
		t.Errorf("void acts: %+v, want the operator's release, for all to see", v)
	}
}

func TestAHoldLapsesAtItsDeadline(t *testing.T) {
	d, ctx := newDesk(t), context.Background()
	id, v := d.drafted()
	d.ok(d.take(alder, id, v, casework.Concur))
	d.ok(d.take(bryony, id, v, casework.Concur))
	d.ok(d.Delay(ctx, cinder, id, "I want to see the photographs.", d.now.Add(48*time.Hour)))
	var log memoryLog
	_, err := d.Publish(ctx, operator, id, &log)
	d.refused(err, "cinder holds the finding until")
	d.refused(d.Delay(ctx, cinder, id, "once more", d.now.Add(time.Hour)), "has held finding")
	d.refused(d.Delay(ctx, alder, id, "for ever", d.now.Add(20*24*time.Hour)), "within 14 days")
	d.refused(d.Delay(ctx, outsider, id, "me too", d.now.Add(time.Hour)), "not enrolled")
	d.now = d.now.Add(49 * time.Hour)
	_, err = d.Publish(ctx, operator, id, &log)
	d.ok(err)
	if !strings.Contains(string(log.entries[0]), "I want to see the photographs.") {
		t.Error("the lapsed hold is not shown in the published document")
	}
}

func TestAStanceIsOnOneWording(t *testing.T) {
	d, ctx := newDesk(t), context.Background()
	id, v := d.drafted()
	d.ok(d.take(alder, id, v, casework.Concur))
	d.ok(d.take(bryony, id, v, casework.Concur))
	changed := draft()
	changed.Claims[0].Text = "A ship lay beside another."
	d.refused(d.Reword(ctx, analyst, id, changed, " "), "needs a reason")
	d.ok(d.Reword(ctx, analyst, id, changed, "names struck out at a member's request"))
	var log memoryLog
	_, err := d.Publish(ctx, operator, id, &log)
	d.refused(err, "0 of 3 members concur")
	d.refused(d.take(alder, id, v, casework.Concur), "read it and decide again")
	f, _ := d.Finding(id)
	d.ok(d.take(alder, id, f.Version, casework.Concur))
	d.ok(d.take(bryony, id, f.Version, casework.Concur))
	_, err = d.Publish(ctx, operator, id, &log)
	d.ok(err)
	for _, want := range []string{"Ship A lay beside ship B.", "names struck out at a member's request"} {
		if !strings.Contains(string(log.entries[0]), want) {
			t.Errorf("the published document does not show %q", want)
		}
	}
}

func TestNothingIsClaimedWithoutAnExhibit(t *testing.T) {
	d, ctx := newDesk(t), context.Background()
	for name, spoil := range map[string]func(*casework.Draft){
		"needs a text and at least one exhibit": func(d *casework.Draft) { d.Claims[0].Exhibits = nil },
		"not in the vault":                      func(d *casework.Draft) { d.Claims[0].Exhibits[0].Exhibit = "00" },
		"at least one claim":                    func(d *casework.Draft) { d.Claims = nil },
		"not a word of ICD 203":                 func(d *casework.Draft) { d.Likelihood = "surely" },
		"is none of low, moderate, high":        func(d *casework.Draft) { d.Confidence = "total" },
		"names the measures":                    func(d *casework.Draft) { d.Measures = nil },
		"number claims":                         func(d *casework.Draft) { d.Claims[0].N = 4 },
		"has no legal status":                   func(d *casework.Draft) { d.Parties = []casework.Party{{Name: "x"}} },
	} {
		dr := draft()
		spoil(&dr)
		_, err := d.Propose(ctx, analyst, 2026, dr)
		d.refused(err, name)
	}
}

func TestADissentSaysWhy(t *testing.T) {
	d, ctx := newDesk(t), context.Background()
	id, v := d.drafted()
	d.refused(d.Take(ctx, cinder, id, casework.Position{Version: v, Position: casework.Dissent}), "needs a ground")
	d.refused(d.Take(ctx, cinder, id, casework.Position{Version: v, Position: "veto"}), "none of concur")
	d.refused(d.Take(ctx, cinder, id, casework.Position{Version: v, Position: casework.Concur, Claim: 9}), "no claim 9")
	d.refused(d.Take(ctx, outsider, id, casework.Position{Version: v, Position: casework.Concur}), "not enrolled")
	d.refused(d.Take(ctx, analyst, id, casework.Position{Version: v, Position: casework.Concur}), "no member")
}

func TestAMembersNewestStanceStands(t *testing.T) {
	d, ctx := newDesk(t), context.Background()
	id, v := d.drafted()
	d.ok(d.take(alder, id, v, casework.Concur))
	d.ok(d.take(bryony, id, v, casework.Concur))
	d.ok(d.take(bryony, id, v, casework.Recuse))
	_, err := d.Publish(ctx, operator, id, new(memoryLog))
	d.refused(err, "1 of 3 members concur")
}

func TestReplayGivesTheSameFindings(t *testing.T) {
	d, ctx := newDesk(t), context.Background()
	id, v := d.drafted()
	d.ok(d.take(alder, id, v, casework.Concur))
	d.ok(d.take(bryony, id, v, casework.Concur))
	d.ok(d.take(cinder, id, v, casework.Dissent))
	_, err := d.Publish(ctx, operator, id, new(memoryLog))
	d.ok(err)
	if diff := cmp.Diff(d.Findings(), d.reopen().Findings()); diff != "" {
		t.Errorf("replay differs:\n%s", diff)
	}
}

// A crash between the log and the journal leaves a released finding; the next
// call goes on with the very document that was released.
func TestPublishingGoesOnAfterACrash(t *testing.T) {
	d, ctx := newDesk(t), context.Background()
	id, v := d.drafted()
	d.ok(d.take(alder, id, v, casework.Concur))
	d.ok(d.take(bryony, id, v, casework.Concur))
	_, err := d.Publish(ctx, operator, id, crashing{})
	d.refused(err, "will go out when this is called again")
	d.refused(d.take(cinder, id, v, casework.Dissent), "is released")
	var log memoryLog
	d.Cases = d.reopen()
	_, err = d.Publish(ctx, operator, id, &log)
	d.ok(err)
	_, err = d.Publish(ctx, operator, id, &log)
	d.ok(err)
	f, _ := d.Finding(id)
	if len(log.entries) != 1 || string(log.entries[0]) != string(f.Released.Document) {
		t.Errorf("%d entries; the document changed: %v", len(log.entries), string(log.entries[0]) != string(f.Released.Document))
	}
}

type crashing struct{}

func (crashing) AppendOnce(context.Context, []byte) (publog.Receipt, error) {
	return publog.Receipt{}, context.DeadlineExceeded
}
