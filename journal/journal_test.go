package journal_test

import (
	"context"
	"crypto/ed25519"
	"errors"
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"plimsoll/journal"
)

func signer(id string) journal.Signer {
	seed := make([]byte, ed25519.SeedSize)
	copy(seed, id)
	return journal.Signer{Actor: id, Key: ed25519.NewKeyFromSeed(seed)}
}

func actor(s journal.Signer, roles ...string) journal.Actor {
	return journal.Actor{ID: s.Actor, Name: s.Actor, Roles: roles, Key: s.Key.Public().(ed25519.PublicKey)}
}

// tick is a clock that moves a second each time it is asked.
func tick() func() time.Time {
	var mu sync.Mutex
	t := time.Date(2026, 3, 1, 0, 0, 0, 0, time.UTC)
	return func() time.Time {
		mu.Lock()
		defer mu.Unlock()
		t = t.Add(time.Second)
		return t
	}
}

var (
	operator = signer("operator")
	expert   = signer("expert")
	stranger = signer("stranger")
)

// opened returns a journal with an operator and an expert.
func opened(t *testing.T, store journal.Store, folds ...func(journal.Event) error) *journal.Journal {
	t.Helper()
	ctx := context.Background()
	now := tick()
	j, err := journal.Open(ctx, store, now, folds...)
	if err != nil {
		t.Fatal(err)
	}
	for _, a := range []journal.Actor{actor(operator, journal.RoleOperator), actor(expert, journal.RoleExpert)} {
		act, err := journal.Enrol(operator, now(), a)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := j.Append(ctx, act, nil); err != nil {
			t.Fatal(err)
		}
	}
	return j
}

func TestReplayGivesTheSameEvents(t *testing.T) {
	store := new(journal.Memory)
	var first, second []string
	fold := func(to *[]string) func(journal.Event) error {
		return func(e journal.Event) error {
			*to = append(*to, fmt.Sprintf("%d %s %s %s", e.Seq, e.Kind, e.Subject, e.Body))
			return nil
		}
	}
	j := opened(t, store, fold(&first))
	for i := range 5 {
		if _, err := j.Record(context.Background(), expert, "note.written", fmt.Sprint(i), map[string]int{"n": i}); err != nil {
			t.Fatal(err)
		}
	}
	again, err := journal.Open(context.Background(), store, tick(), fold(&second))
	if err != nil {
		t.Fatal(err)
	}
	if strings.Join(first, "\n") != strings.Join(second, "\n") {
		t.Errorf("first run:\n%v\nreplay:\n%v", first, second)
	}
	seq1, head1 := j.Head()
	seq2, head2 := again.Head()
	if seq1 != 7 || seq1 != seq2 || head1 != head2 {
		t.Errorf("heads differ: %d %s, %d %s", seq1, head1, seq2, head2)
	}
}

func TestTheFirstBrokenLinkIsNamed(t *testing.T) {
	for name, damage := range map[string]func(*journal.Event){
		"a changed body":    func(e *journal.Event) { e.Body = []byte(`{"n":99}`) },
		"a changed time":    func(e *journal.Event) { e.At = e.At.Add(time.Hour) },
		"a changed actor":   func(e *journal.Event) { e.Actor = "operator" },
		"a changed subject": func(e *journal.Event) { e.Subject = "other" },
		"a changed hash":    func(e *journal.Event) { e.Hash = journal.Genesis },
		"a changed prev":    func(e *journal.Event) { e.Prev = journal.Genesis },
		"a removed event":   func(e *journal.Event) { e.Seq++ },
		"a forged sig":      func(e *journal.Event) { e.Sig[0] ^= 1 },
	} {
		t.Run(name, func(t *testing.T) {
			store := new(journal.Memory)
			j := opened(t, store)
			for i := range 5 {
				if _, err := j.Record(context.Background(), expert, "note.written", "x", map[string]int{"n": i}); err != nil {
					t.Fatal(err)
				}
			}
			_, err := journal.Open(context.Background(), &damaged{store, 4, damage}, tick())
			var broken *journal.BrokenError
			if !errors.As(err, &broken) || broken.Seq != 4 {
				t.Errorf("got %v, want the journal broken at event 4", err)
			}
		})
	}
}

type damaged struct {
	journal.Store
	seq int64
	do  func(*journal.Event)
}

func (d *damaged) Read(ctx context.Context, from int64, fn func(journal.Event) error) error {
	return d.Store.Read(ctx, from, func(e journal.Event) error {
		if e.Seq == d.seq {
			e.Sig = append([]byte(nil), e.Sig...)
			d.do(&e)
		}
		return fn(e)
	})
}

func TestOnlyEnrolledActorsAreHeard(t *testing.T) {
	ctx := context.Background()
	j := opened(t, new(journal.Memory))
	if _, err := j.Record(ctx, stranger, "note.written", "x", nil); err == nil {
		t.Error("a stranger's act was recorded")
	}
	forged := journal.Signer{Actor: "expert", Key: stranger.Key}
	if _, err := j.Record(ctx, forged, "note.written", "x", nil); err == nil {
		t.Error("an act under another's key was recorded")
	}
	act, err := journal.Enrol(expert, j.Now(), actor(stranger, journal.RoleExpert))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := j.Append(ctx, act, nil); err == nil {
		t.Error("an expert enrolled somebody")
	}
	retired, err := journal.Enrol(operator, j.Now(), actor(expert))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := j.Append(ctx, retired, nil); err != nil {
		t.Fatal(err)
	}
	if _, err := j.Record(ctx, expert, "note.written", "x", nil); err == nil {
		t.Error("a retired expert's act was recorded")
	}
}

func TestAnActSignedElsewhereIsRecordedOnce(t *testing.T) {
	ctx := context.Background()
	j := opened(t, new(journal.Memory))
	act, err := expert.Sign(time.Date(2026, 3, 1, 12, 0, 0, 0, time.FixedZone("KST", 9*3600)), "note.written", "x", "offline")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := j.Append(ctx, act, nil); err != nil {
		t.Fatal(err)
	}
	if _, err := j.Append(ctx, act, nil); !errors.Is(err, journal.ErrRecorded) {
		t.Errorf("the second time: %v, want ErrRecorded", err)
	}
}

func TestAGuardKeepsAnActOut(t *testing.T) {
	ctx := context.Background()
	j := opened(t, new(journal.Memory))
	act, err := expert.Sign(j.Now(), "note.written", "x", nil)
	if err != nil {
		t.Fatal(err)
	}
	no := errors.New("no")
	if _, err := j.Append(ctx, act, func() error { return no }); !errors.Is(err, no) {
		t.Errorf("got %v", err)
	}
	if seq, _ := j.Head(); seq != 2 {
		t.Errorf("the journal has %d events, want 2", seq)
	}
}

// Two journals over one store stand for two processes: neither loses an event
// and both end with the same chain.
func TestWritersOfOneStoreTakeTurns(t *testing.T) {
	ctx := context.Background()
	store := new(journal.Memory)
	a := opened(t, store)
	seen := 0
	b, err := journal.Open(ctx, store, tick(), func(journal.Event) error { seen++; return nil })
	if err != nil {
		t.Fatal(err)
	}
	var wg sync.WaitGroup
	for w, j := range []*journal.Journal{a, b} {
		wg.Go(func() {
			for i := range 50 {
				if _, err := j.Record(ctx, expert, "note.written", fmt.Sprintf("%d-%d", w, i), nil); err != nil {
					t.Error(err)
				}
			}
		})
	}
	wg.Wait()
	for _, j := range []*journal.Journal{a, b} {
		if err := j.Refresh(ctx); err != nil {
			t.Fatal(err)
		}
	}
	_, headA := a.Head()
	seq, headB := b.Head()
	if seq != 102 || headA != headB || seen != 102 {
		t.Errorf("got %d events (%d folded), heads %s and %s", seq, seen, headA, headB)
	}
}

func TestBodiesThatCouldLoseTheirSignatureAreRefused(t *testing.T) {
	ctx := context.Background()
	j := opened(t, new(journal.Memory))
	for _, body := range []string{``, `{`, `{ "n": 1 }`, "\"\xff\"", `1 2`} {
		act := journal.Act{At: j.Now(), Actor: "expert", Kind: "note.written", Subject: "x", Body: []byte(body)}
		act.Sig = ed25519.Sign(expert.Key, act.Message())
		if _, err := j.Append(ctx, act, nil); err == nil {
			t.Errorf("body %q was recorded", body)
		}
	}
	for _, subject := range []string{"a\nb", "a\rb"} {
		if _, err := expert.Sign(j.Now(), "note.written", subject, nil); err == nil {
			t.Errorf("subject %q was signed", subject)
		}
	}
}
