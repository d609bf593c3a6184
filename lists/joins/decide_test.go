package joins_test

import (
	"bytes"
	"crypto/ed25519"
	"strings"
	"testing"
	"time"

	"plimsoll/ftm"
	"plimsoll/journal"
	"plimsoll/lists/joins"
)

type office struct {
	*joins.Decisions
	journal *journal.Journal
	store   *journal.Memory
	signers map[string]journal.Signer
}

func open(t *testing.T) *office {
	t.Helper()
	o := &office{Decisions: joins.NewDecisions(), store: new(journal.Memory), signers: map[string]journal.Signer{}}
	at := time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)
	now := func() time.Time { at = at.Add(time.Minute); return at }
	var err error
	if o.journal, err = journal.Open(t.Context(), o.store, now, o.Apply); err != nil {
		t.Fatal(err)
	}
	o.Attach(o.journal)
	for i, a := range []journal.Actor{
		{ID: "operator", Name: "Operator", Roles: []string{journal.RoleOperator}},
		{ID: "anna", Name: "Anna Ostrander", Roles: []string{journal.RoleAnalyst}},
		{ID: "emil", Name: "Emil Farrow", Roles: []string{journal.RoleExpert}},
		{ID: "bank", Name: "A bank", Roles: []string{journal.RoleInstitution}},
	} {
		public, private, err := ed25519.GenerateKey(bytes.NewReader(bytes.Repeat([]byte{byte(i + 1)}, 64)))
		if err != nil {
			t.Fatal(err)
		}
		a.Key = public
		o.signers[a.ID] = journal.Signer{Actor: a.ID, Key: private}
		act, err := journal.Enrol(o.signers["operator"], o.journal.Now(), a)
		if err == nil {
			_, err = o.journal.Append(t.Context(), act, nil)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	return o
}

func (o *office) decide(t *testing.T, by, a, b string, same bool, because string) {
	t.Helper()
	if err := o.Decide(t.Context(), o.signers[by], a, b, same, because); err != nil {
		t.Fatal(err)
	}
}

func twins() []*ftm.Entity {
	return []*ftm.Entity{
		entity("uk", "uk-1", "Person", "name=Orrin Vantle", "birthDate=1961-03-04"), pass("uk", "uk-1", "AA472320", "kp"),
		entity("us", "us-1", "Person", "name=Orrin Vantle", "birthDate=1961-03-04"), pass("us", "us-1", "AA472320", "kp"),
		entity("eu", "eu-1", "Person", "name=Orrin Vantle", "birthDate=1971"),
	}
}

func TestDifferentCutsAStrongJoin(t *testing.T) {
	o := open(t)
	together(t, build(o.Standing(), twins()...), "uk-1", "us-1")
	o.decide(t, "anna", "us-1", "uk-1", false, "the passport was stolen")
	j := build(o.Standing(), twins()...)
	apart(t, j, "uk-1", "us-1")
	if s, ok := suggested(j, "uk-1", "us-1"); ok {
		t.Errorf("what was decided is suggested: %+v", s)
	}
	for _, id := range []string{"uk-1", "us-1"} {
		p, _ := j.Party(id)
		if len(p.Apart) != 1 {
			t.Fatalf("%s shows %d cuts", id, len(p.Apart))
		}
		cut := p.Apart[0]
		if cut.From == id || cut.Decision.Because != "the passport was stolen" || cut.Decision.Name != "Anna Ostrander" ||
			len(cut.Would) != 1 || cut.Would[0].Kind != joins.Passport {
			t.Errorf("the cut of %s: %+v", id, cut)
		}
	}

	t.Run("a later decision takes its place", func(t *testing.T) {
		o.decide(t, "emil", "uk-1", "us-1", true, "it was not: the report was withdrawn")
		j := build(o.Standing(), twins()...)
		together(t, j, "uk-1", "us-1")
		p, _ := j.Party("uk-1")
		if len(p.Apart) != 0 || len(p.Why) != 2 || p.Why[0].Kind != joins.Decided || p.Why[0].Decision.By != "emil" {
			t.Errorf("%+v", p)
		}
		if h := o.History("us-1", "uk-1"); len(h) != 2 || h[0].Same || !h[1].Same || h[0].By != "anna" {
			t.Errorf("history: %+v", h)
		}
	})
	t.Run("the journal gives the same state again", func(t *testing.T) {
		again := joins.NewDecisions()
		if _, err := journal.Open(t.Context(), o.store, o.journal.Now, again.Apply); err != nil {
			t.Fatal(err)
		}
		if got, want := again.Standing(), o.Standing(); len(got) != 1 || got[0] != want[0] {
			t.Errorf("got %+v, want %+v", got, want)
		}
	})
}

func TestSameJoinsDespiteContradictionAndSaysSo(t *testing.T) {
	o := open(t)
	o.decide(t, "anna", "eu-1", "uk-1", true, "an old birth date")
	j := build(o.Standing(), twins()...)
	together(t, j, "eu-1", "uk-1", "us-1") // us-1 agrees with one of the two
	p, _ := j.Party("eu-1")
	if len(p.Why) == 0 || p.Why[0].Kind != joins.Decided || !has(p.Why[0].Despite, joins.Birth) || p.Why[0].Value != "an old birth date" {
		t.Errorf("why: %+v", p.Why)
	}

	t.Run("two entries of one list", func(t *testing.T) {
		o := open(t)
		o.decide(t, "anna", "uk-1", "uk-2", true, "listed twice")
		j := build(o.Standing(), entity("uk", "uk-1", "Person", "name=Orrin Vantle"), entity("uk", "uk-2", "Person", "name=O. Vantle"))
		together(t, j, "uk-1", "uk-2")
		if p, _ := j.Party("uk-1"); !has(p.Why[0].Despite, joins.Dataset) {
			t.Errorf("why: %+v", p.Why)
		}
	})
}

func TestDifferentHoldsAgainstTransitivity(t *testing.T) {
	o := open(t)
	o.decide(t, "anna", "eu-1", "us-1", false, "father and son")
	o.decide(t, "anna", "eu-1", "uk-1", true, "the father")
	j := build(o.Standing(), twins()...)
	together(t, j, "eu-1", "uk-1")
	apart(t, j, "uk-1", "us-1") // the passport would join them
	if p, _ := j.Party("us-1"); len(p.Apart) != 1 || len(p.Apart[0].Would) != 1 || p.Apart[0].From != "eu-1" {
		t.Errorf("%+v", p.Apart)
	}

	t.Run("a same that cannot be is named", func(t *testing.T) {
		o.decide(t, "anna", "uk-1", "us-1", true, "one passport")
		j := build(o.Standing(), twins()...)
		// the newest holds, and the older one that does not go with it is named
		together(t, j, "uk-1", "us-1")
		apart(t, j, "eu-1", "us-1")
		if u := j.Unused(); len(u) != 1 || u[0].Decision.Because != "the father" || !strings.Contains(u[0].Reason, "held different") {
			t.Errorf("unused: %+v", u)
		}
	})
}

func TestDecisionsWithoutEffectAreNamed(t *testing.T) {
	o := open(t)
	o.decide(t, "anna", "uk-1", "gone-1", true, "once listed")
	o.decide(t, "anna", "uk-1", "ship-1", true, "a slip of the hand")
	j := build(o.Standing(), append(twins(), entity("us", "ship-1", "Vessel", "name=FERN KEEP"))...)
	u := j.Unused()
	if len(u) != 2 || !strings.Contains(u[0].Reason+u[1].Reason, "gone-1") || !strings.Contains(u[0].Reason+u[1].Reason, "Vessel") {
		t.Errorf("unused: %+v", u)
	}
}

func TestWhoMayDecide(t *testing.T) {
	o := open(t)
	for _, c := range []struct{ by, a, b, because, want string }{
		{"bank", "uk-1", "us-1", "we think so", "neither as analyst nor as expert"},
		{"operator", "uk-1", "us-1", "we think so", "neither as analyst nor as expert"},
		{"anna", "uk-1", "us-1", "  ", "say why"},
		{"anna", "uk-1", "uk-1", "one", "one id"},
		{"anna", "uk-1", "", "one", "names two"},
	} {
		if err := o.Decide(t.Context(), o.signers[c.by], c.a, c.b, true, c.because); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%+v: %v", c, err)
		}
	}
	if err := o.Decide(t.Context(), journal.Signer{Actor: "anna", Key: o.signers["bank"].Key}, "uk-1", "us-1", true, "forged"); err == nil {
		t.Error("a forged signature is taken")
	}
	if len(o.Standing()) != 0 {
		t.Errorf("%+v", o.Standing())
	}

	t.Run("an act that came past the rules is void", func(t *testing.T) {
		act, err := o.signers["bank"].Sign(o.journal.Now(), joins.KindDecided, "uk-1 us-1", map[string]any{"a": "uk-1", "b": "us-1", "same": true, "because": "x"})
		if err == nil {
			_, err = o.journal.Append(t.Context(), act, nil)
		}
		if err != nil {
			t.Fatal(err)
		}
		if len(o.Standing()) != 0 || len(o.Void()) != 1 {
			t.Errorf("%+v, void %+v", o.Standing(), o.Void())
		}
	})
}
