package publog_test

import (
	"bytes"
	"errors"
	"io/fs"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"

	fnote "github.com/transparency-dev/formats/note"
	"golang.org/x/mod/sumdb/note"

	"plimsoll/publog"
)

func TestKeysAreThoseOfTheLibraries(t *testing.T) {
	random := func() *rand.ChaCha8 { return rand.NewChaCha8([32]byte{5}) }
	logKey := must(publog.GenerateLogKey(random(), "log.example"))
	v, err := note.NewVerifier(logKey.Public)
	if err != nil {
		t.Fatal(err)
	}
	if s := must(logKey.LogSigner()); s.KeyHash() != v.KeyHash() || s.Name() != "log.example" {
		t.Errorf("signer %s+%08x, verifier %s+%08x", s.Name(), s.KeyHash(), v.Name(), v.KeyHash())
	}
	witness := must(publog.GenerateWitnessKey(random(), "log.example"))
	if want := must(fnote.VKeyToCosignatureV1(logKey.Public)); witness.Public != want {
		t.Errorf("witness key %s, want %s", witness.Public, want)
	}
	if again := must(publog.GenerateWitnessKey(random(), "log.example")); again != witness {
		t.Error("the same randomness gave another key")
	}
	if _, err := witness.LogSigner(); err == nil {
		t.Error("a witness's key signs as a log")
	}
	if _, err := logKey.CosignatureSigner(); err == nil {
		t.Error("a log's key cosigns")
	}
}

func TestKeyFilesArePrivateAndNeverReplaced(t *testing.T) {
	path := filepath.Join(t.TempDir(), "log.key")
	random := rand.NewChaCha8([32]byte{6})
	k := must(publog.GenerateLogKey(random, "log.example"))
	if err := k.Save(path); err != nil {
		t.Fatal(err)
	}
	if info := must(os.Stat(path)); info.Mode().Perm() != 0o600 {
		t.Errorf("mode %o, want 600", info.Mode().Perm())
	}
	if got, err := publog.LoadKey(path); err != nil || got != k {
		t.Errorf("loaded %+v, %v", got, err)
	}
	if err := must(publog.GenerateLogKey(random, "log.example")).Save(path); !errors.Is(err, fs.ErrExist) {
		t.Errorf("replaced a key: %v", err)
	}
	if left := must(os.ReadDir(filepath.Dir(path))); len(left) != 1 {
		t.Errorf("left behind: %v", left)
	}
	if err := os.Chmod(path, 0o640); err != nil {
		t.Fatal(err)
	}
	if _, err := publog.LoadKey(path); err == nil || !strings.Contains(err.Error(), "chmod 600") {
		t.Errorf("took a key that others may read: %v", err)
	}
}

func TestDamagedKeysAreRefusedWithoutRepeatingThem(t *testing.T) {
	k := must(publog.GenerateLogKey(rand.NewChaCha8([32]byte{7}), "log.example"))
	secret := k.Private[strings.LastIndex(k.Private, "+")+1:]
	for _, bad := range []string{
		"", "PRIVATE", k.Public, k.Private[:len(k.Private)-4],
		strings.Replace(k.Private, "log.example", "log.exampla", 1), strings.Replace(k.Private, "+KEY+", "+KEX+", 1),
	} {
		_, err := publog.ParseKey(bad)
		if err == nil {
			t.Errorf("accepted %q", bad)
		} else if strings.Contains(err.Error(), secret[:20]) {
			t.Errorf("the error repeats the secret: %v", err)
		}
	}
	for _, name := range []string{"", "a b", "a+b", "a\nb", "\xff", strings.Repeat("x", 256)} {
		if _, err := publog.GenerateLogKey(rand.NewChaCha8([32]byte{8}), name); err == nil {
			t.Errorf("made a key named %q", name)
		}
	}
	if _, err := publog.GenerateLogKey(bytes.NewReader([]byte("short")), "log.example"); err == nil {
		t.Error("made a key from too little randomness")
	}
}

func FuzzParseKey(f *testing.F) {
	f.Add(must(publog.GenerateLogKey(rand.NewChaCha8([32]byte{7}), "log.example")).Private)
	f.Add(must(publog.GenerateWitnessKey(rand.NewChaCha8([32]byte{7}), "w")).Private)
	f.Fuzz(func(t *testing.T, s string) {
		if k, err := publog.ParseKey(s); err == nil && k.Private != strings.TrimSpace(s) {
			t.Fatalf("%q read as %q", s, k.Private)
		}
	})
}
