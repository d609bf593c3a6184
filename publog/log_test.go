package publog_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"plimsoll/publog"
)

func TestReceiptsVerifyOfflineAfterEverythingIsShutDown(t *testing.T) {
	s := newSetting(t, 3, 2)
	l := s.open()
	entries := []string{"first finding", "second finding", "third finding"}
	var receipts []publog.Receipt
	for _, e := range entries {
		began := time.Now()
		receipts = append(receipts, s.append(l, e))
		if d := time.Since(began); d > 1500*time.Millisecond {
			t.Errorf("appending took %s, want under 1.5 s", d)
		}
	}
	s.close(l)
	for i := range s.witnesses {
		s.down(i)
	}
	for i, r := range receipts {
		v, err := publog.Verify([]byte(entries[i]), r.Proof, s.policy)
		if err != nil {
			t.Fatal(err)
		}
		if v.Index != uint64(i) || v.Leaf != publog.LeafHash([]byte(entries[i])) || v.Origin != s.key.Name || len(v.Witnesses) < 2 {
			t.Errorf("entry %d: verified as %+v", i, v)
		}
		for _, w := range v.Witnesses {
			if d := time.Since(w.Time); d < 0 || d > time.Minute {
				t.Errorf("cosigned by %s at %s", w.Witness, w.Time)
			}
		}
	}
}

func TestOneWitnessOfThreeCannotStopPublication(t *testing.T) {
	s := newSetting(t, 3, 2)
	s.down(1)
	l := s.open()
	r := s.append(l, "finding")
	v, err := publog.Verify([]byte("finding"), r.Proof, s.policy)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]string{"witness-2.example"}, v.Missing); diff != "" {
		t.Error(diff)
	}
}

func TestWithoutQuorumTheEntryIsKeptAndPublishedOnceLater(t *testing.T) {
	s := newSetting(t, 3, 2)
	l := s.open(impatient)
	s.append(l, "before")
	s.down(0)
	s.down(2)

	began := time.Now()
	r, err := l.Append(t.Context(), []byte("finding"))
	if d := time.Since(began); d > 2*time.Second {
		t.Errorf("waited %s, want about 0.4 s", d)
	}
	var unpublished *publog.UnpublishedError
	if !errors.As(err, &unpublished) || !errors.Is(err, publog.ErrQuorum) {
		t.Fatalf("got %v, want an UnpublishedError", err)
	}
	if r.Index != 1 || len(r.Proof) != 0 {
		t.Errorf("receipt %+v, want index 1 and no proof", r)
	}
	var cosigned []bool
	for _, a := range unpublished.Answers {
		cosigned = append(cosigned, a.Cosigned)
	}
	if diff := cmp.Diff([]bool{false, true, false}, cosigned); diff != "" {
		t.Errorf("who cosigned: %s", diff)
	}
	for _, want := range []string{"witness-1.example: ", "connection refused", "witness-2.example: cosigned", "2 of", "will be published"} {
		if !strings.Contains(err.Error(), want) {
			t.Errorf("error does not say %q: %v", want, err)
		}
	}
	if size, err := l.Size(t.Context()); err != nil || size != 1 {
		t.Errorf("size %d, %v; want the 1 entry published before", size, err)
	}
	// Asking again while the quorum is missing must not add the entry again.
	if r, err := l.AppendOnce(t.Context(), []byte("finding")); !errors.Is(err, publog.ErrQuorum) || r.Index != 1 || !r.Existing {
		t.Errorf("asked again: %+v, %v", r, err)
	}

	s.up(0)
	var got publog.Receipt
	for deadline := time.Now().Add(8 * time.Second); ; {
		got, err = l.AppendOnce(t.Context(), []byte("finding"))
		if err == nil || time.Now().After(deadline) {
			break
		}
	}
	if err != nil {
		t.Fatal(err)
	}
	if got.Index != 1 || !got.Existing {
		t.Errorf("published at %d (existing: %t), want at 1", got.Index, got.Existing)
	}
	if _, err := publog.Verify([]byte("finding"), got.Proof, s.policy); err != nil {
		t.Error(err)
	}
	entries, err := l.Entries(t.Context(), 0, 100)
	if err != nil || len(entries) != 2 {
		t.Errorf("%d entries, %v; want 2", len(entries), err)
	}
}

func TestUnpublishedEntryIsPublishedByTheNextRun(t *testing.T) {
	s := newSetting(t, 3, 2)
	s.down(0)
	s.down(1)
	l := s.open(impatient) // a new folder, no quorum: opening must not need one
	if _, err := l.Append(t.Context(), []byte("finding")); !errors.Is(err, publog.ErrQuorum) {
		t.Fatalf("got %v", err)
	}
	ctx, cancel := context.WithTimeout(t.Context(), 200*time.Millisecond)
	defer cancel()
	began := time.Now()
	if err := l.Close(ctx); err == nil || !strings.Contains(err.Error(), "kept") {
		t.Errorf("close: %v, want that entries are kept unpublished", err)
	}
	if d := time.Since(began); d > 2*time.Second {
		t.Errorf("closing took %s, want about the deadline of 0.2 s", d)
	}
	s.up(0)
	l = s.open()
	r, err := l.AppendOnce(t.Context(), []byte("finding"))
	if err != nil || r.Index != 0 || !r.Existing {
		t.Errorf("got %+v, %v", r, err)
	}
}

func TestAppendOnceAddsNothingTwice(t *testing.T) {
	s := newSetting(t, 3, 2)
	l := s.open()
	first := s.append(l, "a")
	var wg sync.WaitGroup
	got := make([]publog.Receipt, 8)
	for i := range got {
		wg.Go(func() {
			r, err := l.AppendOnce(t.Context(), []byte([]string{"a", "b"}[i%2]))
			if err != nil {
				t.Error(err)
			}
			got[i] = r
		})
	}
	wg.Wait()
	for i, r := range got {
		if want := uint64(i % 2); r.Index != want {
			t.Errorf("call %d: index %d, want %d", i, r.Index, want)
		}
	}
	if !got[0].Existing || got[0].Leaf != first.Leaf {
		t.Errorf("existing entry: %+v", got[0])
	}
	s.close(l)

	l = s.open()
	if r, err := l.AppendOnce(t.Context(), []byte("b")); err != nil || r.Index != 1 || !r.Existing {
		t.Errorf("in the next run: %+v, %v", r, err)
	}
	if size, err := l.Size(t.Context()); err != nil || size != 2 {
		t.Errorf("size %d, %v; want 2", size, err)
	}
}

func TestReadingAcrossTiles(t *testing.T) {
	s := newSetting(t, 3, 2)
	l := s.open()
	const n = 300 // more than the 256 of one tile
	entry := func(i int) []byte { return fmt.Appendf(nil, "entry %03d", i) }
	var wg sync.WaitGroup
	for i := range n {
		wg.Go(func() {
			if _, err := l.Append(t.Context(), entry(i)); err != nil {
				t.Error(err)
			}
		})
	}
	wg.Wait()
	entries, err := l.Entries(t.Context(), 250, 1000)
	if err != nil || len(entries) != n-250 {
		t.Fatalf("%d entries, %v; want %d", len(entries), err, n-250)
	}
	for i, e := range entries {
		if e.Index != 250+uint64(i) || e.Leaf != publog.LeafHash(e.Data) {
			t.Fatalf("entry %d: %+v", i, e)
		}
	}
	for i := range n {
		at, ok, err := l.Find(t.Context(), publog.LeafHash(entry(i)))
		if err != nil || !ok {
			t.Fatalf("entry %d not found: %v", i, err)
		}
		r, err := l.Proof(t.Context(), at)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := publog.Verify(entry(i), r.Proof, s.policy); err != nil {
			t.Fatal(err)
		}
	}
	if _, ok, err := l.Find(t.Context(), publog.LeafHash([]byte("absent"))); ok || err != nil {
		t.Errorf("found what is not there (%v)", err)
	}
	if _, err := l.Proof(t.Context(), n); err == nil {
		t.Error("proved an entry that is not there")
	}
}

func TestEntrySizeIsBounded(t *testing.T) {
	s := newSetting(t, 3, 2)
	l := s.open()
	for _, tc := range []struct {
		size int
		want string
	}{{0, "empty"}, {publog.MaxEntry + 1, "65536 bytes, more than the log's limit of 65535"}, {publog.MaxEntry, ""}} {
		_, err := l.Append(t.Context(), bytes.Repeat([]byte("x"), tc.size))
		if (err == nil) != (tc.want == "") || (err != nil && !strings.Contains(err.Error(), tc.want)) {
			t.Errorf("%d bytes: %v, want %q", tc.size, err, tc.want)
		}
	}
}

func TestWitnessesRefuseARewrittenLog(t *testing.T) {
	for _, after := range []int{1, 2} {
		t.Run(fmt.Sprintf("%d entries after the rollback", after), func(t *testing.T) {
			s := newSetting(t, 3, 2)
			l := s.open()
			s.append(l, "kept")
			s.append(l, "kept too")
			s.close(l)
			logDir, backup := s.config().Dir, filepath.Join(s.dir, "backup")
			if err := os.CopyFS(backup, os.DirFS(logDir)); err != nil {
				t.Fatal(err)
			}
			l = s.open()
			s.append(l, "to be rewritten")
			s.close(l)
			// All three must know of it: two are enough for the log to go on.
			for i := range s.witnesses {
				s.down(i)
				s.up(i)
			}
			if err := errors.Join(os.RemoveAll(logDir), os.Rename(backup, logDir)); err != nil {
				t.Fatal(err)
			}
			// Time enough to ask the witnesses anew, from the size that they say they hold.
			l = s.open(func(c *publog.Config) { c.BatchAge, c.PublishTimeout = 50*time.Millisecond, 2*time.Second })
			var wg sync.WaitGroup
			for i := range after {
				wg.Go(func() {
					_, err := l.Append(t.Context(), fmt.Appendf(nil, "rewritten %d", i))
					if !errors.Is(err, publog.ErrQuorum) || !strings.Contains(err.Error(), "does not continue the one it cosigned") {
						t.Errorf("got %v, want the witnesses' refusal", err)
					}
				})
			}
			wg.Wait()
			if size, err := l.Size(t.Context()); err != nil || size != 2 {
				t.Errorf("published size %d, %v; want 2", size, err)
			}
		})
	}
}

func TestOpenRefuses(t *testing.T) {
	s := newSetting(t, 3, 2)
	other := must(publog.GenerateLogKey(rand.NewChaCha8([32]byte{9}), s.key.Name))
	same := must(publog.GenerateLogKey(rand.NewChaCha8([32]byte{9}), "other.example"))
	replace := func(old, new string) []byte { return bytes.ReplaceAll(s.policy, []byte(old), []byte(new)) }
	for _, tc := range []struct {
		name   string
		change func(*publog.Config)
		want   string
	}{
		{"all of the witnesses required", func(c *publog.Config) { c.Policy = replace("witnesses 2 ", "witnesses 3 ") }, "a required witness is a veto"},
		{"no witness required", func(c *publog.Config) { c.Policy = replace("quorum witnesses", "quorum none") }, "proves nothing"},
		{"one named witness required", func(c *publog.Config) { c.Policy = replace("quorum witnesses", "quorum witness-1.example") }, "a required witness is a veto"},
		{"witness without URL", func(c *publog.Config) { c.Policy = replace(s.members[2].URL, "") }, "has no URL"},
		{"two witnesses at one URL", func(c *publog.Config) { c.Policy = replace(s.members[2].URL, s.members[1].URL) }, "same URL"},
		{"a key that is not in the policy", func(c *publog.Config) { c.Signer = must(other.LogSigner()) }, "does not list this log's key"},
		{"another origin", func(c *publog.Config) { c.Signer = must(same.LogSigner()) }, "must be the same"},
		{"no folder", func(c *publog.Config) { c.Dir = "" }, "a folder"},
		{"too short an interval", func(c *publog.Config) { c.CheckpointInterval = time.Millisecond }, "CheckpointInterval"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			cfg := s.config()
			tc.change(&cfg)
			l, err := publog.Open(t.Context(), cfg)
			if err == nil {
				_ = l.Close(done())
				t.Fatal("opened")
			}
			if !strings.Contains(err.Error(), tc.want) {
				t.Errorf("got %v, want %q", err, tc.want)
			}
		})
	}
}

func TestALogIsOpenedOnceAtATimeAndKeepsItsKey(t *testing.T) {
	s := newSetting(t, 3, 2)
	l := s.open()
	if _, err := publog.Open(t.Context(), s.config()); err == nil || !strings.Contains(err.Error(), "has the log open") {
		t.Errorf("second open: %v", err)
	}
	s.append(l, "finding")
	s.close(l)
	if _, err := l.Append(t.Context(), []byte("late")); err == nil {
		t.Error("appended to a closed log")
	}

	cfg := s.config()
	other := must(publog.GenerateLogKey(rand.NewChaCha8([32]byte{9}), s.key.Name))
	cfg.Signer = must(other.LogSigner())
	cfg.Policy = must(publog.PolicyText(publog.Member{Key: other.Public}, s.members, 2))
	if _, err := publog.Open(t.Context(), cfg); !errors.Is(err, publog.ErrLogSignature) {
		t.Errorf("another key for the same folder: %v", err)
	}
}
