package store_test

import (
	"bytes"
	"context"
	"crypto/ed25519"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"plimsoll/journal"
	"plimsoll/store"
)

func open(t *testing.T, dir string) *store.Data {
	t.Helper()
	d, err := store.Open(context.Background(), dir)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = d.Close() })
	return d
}

func now() time.Time { return time.Date(2026, 3, 1, 0, 0, 0, 123456789, time.UTC) }

func signer(seed byte) journal.Signer {
	return journal.Signer{Actor: "operator", Key: ed25519.NewKeyFromSeed(bytes.Repeat([]byte{seed}, ed25519.SeedSize))}
}

func TestTheJournalSurvivesReopening(t *testing.T) {
	ctx, dir := context.Background(), filepath.Join(t.TempDir(), "data")
	d := open(t, dir)
	j, err := journal.Open(ctx, d.Journal(), now)
	if err != nil {
		t.Fatal(err)
	}
	op := signer(1)
	act, err := journal.Enrol(op, now(), journal.Actor{
		ID: "operator", Name: "Operator", Roles: []string{journal.RoleOperator}, Key: op.Key.Public().(ed25519.PublicKey),
	})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := j.Append(ctx, act, nil); err != nil {
		t.Fatal(err)
	}
	// More events than one batch of the reader, with text that escapes badly.
	for i := range 1200 {
		if _, err := j.Record(ctx, op, "note.written", fmt.Sprint(i), map[string]string{"n": "김정은 <b>\u2028 'x' \" \\"}); err != nil {
			t.Fatal(err)
		}
	}
	seq, head := j.Head()
	if err := d.Close(); err != nil {
		t.Fatal(err)
	}
	again, err := journal.Open(ctx, open(t, dir).Journal(), now)
	if err != nil {
		t.Fatal(err)
	}
	if s, h := again.Head(); s != seq || h != head {
		t.Errorf("head is %d %s, was %d %s", s, h, seq, head)
	}
	if _, err := again.Append(ctx, act, nil); !errors.Is(err, journal.ErrRecorded) {
		t.Errorf("the same act again: %v, want ErrRecorded", err)
	}
}

func TestAppendTellsATakenPlaceFromARecordedAct(t *testing.T) {
	ctx := context.Background()
	s := open(t, t.TempDir()).Journal()
	sign := func(subject string) journal.Act {
		act, err := signer(1).Sign(now(), "note.written", subject, nil)
		if err != nil {
			t.Fatal(err)
		}
		return act
	}
	if err := s.Append(ctx, journal.Event{Seq: 1, Prev: journal.Genesis, Act: sign("a"), Hash: "h1"}); err != nil {
		t.Fatal(err)
	}
	if err := s.Append(ctx, journal.Event{Seq: 1, Prev: journal.Genesis, Act: sign("b"), Hash: "h2"}); !errors.Is(err, journal.ErrMoved) {
		t.Errorf("a taken place: %v, want ErrMoved", err)
	}
	if err := s.Append(ctx, journal.Event{Seq: 2, Prev: "h1", Act: sign("a"), Hash: "h3"}); !errors.Is(err, journal.ErrRecorded) {
		t.Errorf("a recorded act: %v, want ErrRecorded", err)
	}
}

func snapshot(t *testing.T, dir string) string {
	t.Helper()
	var b strings.Builder
	err := filepath.Walk(dir, func(path string, info os.FileInfo, err error) error {
		if err != nil {
			return err
		}
		fmt.Fprintln(&b, path, info.Size(), info.ModTime(), info.Mode())
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// openUntouched tries to open a directory of a format and checks that nothing
// in it changed.
func openUntouched(t *testing.T, format int) error {
	t.Helper()
	dir := t.TempDir()
	mark := fmt.Sprintf(`{"program":"plimsoll","format":%d}`, format)
	if err := os.WriteFile(filepath.Join(dir, "plimsoll.json"), []byte(mark), 0o600); err != nil {
		t.Fatal(err)
	}
	before := snapshot(t, dir)
	_, err := store.Open(context.Background(), dir)
	if after := snapshot(t, dir); after != before {
		t.Errorf("the directory was touched:\n%s\nwas:\n%s", after, before)
	}
	return err
}

func TestADirectoryOfANewerVersionIsRefusedUntouched(t *testing.T) {
	err := openUntouched(t, store.Format+1)
	var newer *store.NewerError
	if !errors.As(err, &newer) || newer.Have != store.Format+1 || newer.Known != store.Format {
		t.Errorf("got %v, want a NewerError", err)
	}
}

func TestADirectoryFromBeforeTheFirstReleaseIsRefusedUntouched(t *testing.T) {
	if err := openUntouched(t, 1); err == nil || !strings.Contains(err.Error(), "before the first release") {
		t.Errorf("got %v", err)
	}
}

func TestADirectoryOfSomebodyElseIsRefusedUntouched(t *testing.T) {
	for name, files := range map[string]map[string]string{
		"other files":         {"thesis.doc": "words"},
		"a damaged mark":      {"plimsoll.json": "{"},
		"a mark of no format": {"plimsoll.json": "{}"},
	} {
		t.Run(name, func(t *testing.T) {
			dir := t.TempDir()
			for f, text := range files {
				if err := os.WriteFile(filepath.Join(dir, f), []byte(text), 0o600); err != nil {
					t.Fatal(err)
				}
			}
			before := snapshot(t, dir)
			if _, err := store.Open(context.Background(), dir); err == nil || !strings.Contains(err.Error(), "nothing was touched") {
				t.Errorf("got %v", err)
			}
			if snapshot(t, dir) != before {
				t.Error("the directory was touched")
			}
		})
	}
}

// A crash may leave the name of a file that was never finished.
func TestWhatACrashLeavesIsNoObstacle(t *testing.T) {
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, ".new-123"), nil, 0o600); err != nil {
		t.Fatal(err)
	}
	open(t, dir)
}

func TestAKeyIsMadeOnceAndKept(t *testing.T) {
	dir := t.TempDir()
	d := open(t, dir)
	first, err := d.Signer("expert", bytes.NewReader(bytes.Repeat([]byte{7}, 64)))
	if err != nil {
		t.Fatal(err)
	}
	second, err := d.Signer("expert", bytes.NewReader(bytes.Repeat([]byte{8}, 64)))
	if err != nil {
		t.Fatal(err)
	}
	if !first.Key.Equal(second.Key) {
		t.Error("the key changed")
	}
	info, err := os.Stat(filepath.Join(dir, "keys", "expert.key"))
	if err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("mode %v, %v", info.Mode(), err)
	}
	if err := os.WriteFile(filepath.Join(dir, "keys", "expert.key"), []byte("damage"), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := d.Signer("expert", nil); err == nil {
		t.Error("a damaged key was taken")
	}
	if _, err := d.Signer("../operator", nil); err == nil {
		t.Error("a name that leaves the folder was taken")
	}
}

func TestBlobsReturnWhatWasWritten(t *testing.T) {
	ctx := context.Background()
	b := open(t, t.TempDir()).Blobs
	if err := b.Write(ctx, "exhibits/ab/abc", []byte("bytes")); err != nil {
		t.Fatal(err)
	}
	got, err := b.Read(ctx, "exhibits/ab/abc")
	if err != nil || string(got) != "bytes" {
		t.Errorf("%q, %v", got, err)
	}
	if _, err := b.Read(ctx, "exhibits/none"); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("got %v, want ErrNotExist", err)
	}
	if ok, err := b.Exists(ctx, "exhibits/none"); ok || err != nil {
		t.Errorf("%v, %v", ok, err)
	}
}
