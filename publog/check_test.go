package publog_test

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"github.com/transparency-dev/tessera/api"
	"github.com/transparency-dev/tessera/client"
	"github.com/transparency-dev/tessera/fsck"
	"golang.org/x/mod/sumdb/note"

	"plimsoll/publog"
)

func TestVerifyLogNamesWhatWasAltered(t *testing.T) {
	s := newSetting(t, 3, 2)
	l := s.open()
	const n = 260 // one full tile and a partial one
	var wg sync.WaitGroup
	for i := range n {
		wg.Go(func() {
			if _, err := l.Append(t.Context(), fmt.Appendf(nil, "entry %03d", i)); err != nil {
				t.Error(err)
			}
		})
	}
	wg.Wait()
	s.close(l)
	clean := s.config().Dir
	report, err := publog.VerifyLog(t.Context(), clean, s.policy)
	if err != nil || report.Entries != n || report.Tiles != 3 || report.Checkpoint.Size != n {
		t.Fatalf("clean log: %+v, %v", report, err)
	}
	if err := tesseraFsck(t.Context(), s, clean); err != nil {
		t.Fatalf("tessera's own check: %v", err)
	}

	flip := func(at int) func(string) error {
		return func(path string) error {
			b, err := os.ReadFile(path)
			if err != nil {
				return err
			}
			b[at] ^= 1
			return os.WriteFile(path, b, 0o600)
		}
	}
	cut := func(path string) error { return os.Truncate(path, 100) }
	const size = 2 + len("entry 000")
	for _, tc := range []struct {
		name, file string
		harm       func(string) error
		damaged    []string // file: reason
	}{
		{"a byte of an entry", "tile/entries/000", flip(7*size + 5), []string{"tile/entries/000: entry 7 was altered"}},
		{"a byte of a late entry", "tile/entries/001.p/4", flip(3*size + 5), []string{"tile/entries/001.p/4: entry 259 was altered"}},
		{"a leaf hash", "tile/0/000", flip(40), []string{"tile/0/000: its hashes are not"}},
		{"a node", "tile/1/000.p/1", flip(3), []string{"tile/1/000.p/1: its hashes are not"}},
		{"an entry file cut", "tile/entries/000", cut, []string{"tile/entries/000: "}},
		{"an entry file gone", "tile/entries/001.p/4", os.Remove, []string{"tile/entries/001.p/4: "}},
		{"a tile cut", "tile/0/001.p/4", cut, []string{"tile/0/001.p/4: its hashes are not"}},
		{"a tile gone", "tile/0/000", os.Remove, []string{"tile/0/000: "}},
	} {
		t.Run(tc.name, func(t *testing.T) {
			dir := t.TempDir()
			if err := os.CopyFS(dir, os.DirFS(clean)); err != nil {
				t.Fatal(err)
			}
			if err := tc.harm(filepath.Join(dir, tc.file)); err != nil {
				t.Fatal(err)
			}
			report, err := publog.VerifyLog(t.Context(), dir, s.policy)
			var damage *publog.DamageError
			if !errors.As(err, &damage) {
				t.Fatalf("got %v, want a DamageError", err)
			}
			found := map[string]bool{}
			for _, d := range report.Damage {
				found[d.File] = true
			}
			for _, want := range tc.damaged {
				if !strings.Contains(err.Error(), want) {
					t.Errorf("got %v, want %q", err, want)
				}
			}
			delete(found, tc.file)
			delete(found, "checkpoint")
			if len(found) > 0 {
				t.Errorf("blames also %v", found)
			}
		})
	}

	t.Run("the checkpoint", func(t *testing.T) {
		dir := t.TempDir()
		if err := os.CopyFS(dir, os.DirFS(clean)); err != nil {
			t.Fatal(err)
		}
		if err := flip(len(s.key.Name) + 3)(filepath.Join(dir, "checkpoint")); err != nil {
			t.Fatal(err)
		}
		if _, err := publog.VerifyLog(t.Context(), dir, s.policy); !errors.Is(err, publog.ErrLogSignature) {
			t.Errorf("got %v", err)
		}
	})
}

// tesseraFsck is the driver's own check. It is not used outside tests: on two damaged tiles it can wait for ever,
// and on a short entry file it panics.
func tesseraFsck(ctx context.Context, s *setting, dir string) error {
	hasher := func(raw []byte) ([][]byte, error) {
		var b api.EntryBundle
		if err := b.UnmarshalText(raw); err != nil {
			return nil, err
		}
		var hashes [][]byte
		for _, e := range b.Entries {
			h := publog.LeafHash(e)
			hashes = append(hashes, h[:])
		}
		return hashes, nil
	}
	v := must(note.NewVerifier(s.key.Public))
	return fsck.New(s.key.Name, v, client.FileFetcher{Root: dir}, hasher, fsck.Opts{N: 1}).Check(ctx)
}
