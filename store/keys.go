package store

import (
	"crypto/ed25519"
	"encoding/base64"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"

	"plimsoll/journal"
)

// Signer returns the key kept for an actor, making one from rand the first
// time. The key is on disk before it is first used: an enrolment never names
// a key that a crash has lost.
func (d *Data) Signer(actor string, rand io.Reader) (journal.Signer, error) {
	if strings.ContainsAny(actor, "/\\.\n") || actor == "" {
		return journal.Signer{}, fmt.Errorf("%q cannot be the name of a key file", actor)
	}
	path := filepath.Join(d.Dir, "keys", actor+".key")
	if s, err := readKey(path, actor); !errors.Is(err, os.ErrNotExist) {
		return s, err
	}
	seed := make([]byte, ed25519.SeedSize)
	if _, err := io.ReadFull(rand, seed); err != nil {
		return journal.Signer{}, fmt.Errorf("making a key for %s: %w", actor, err)
	}
	line := base64.StdEncoding.EncodeToString(seed) + "\n"
	// Another process may make the same key at the same time: the first file
	// stays, and both use what is in it.
	if err := writeNewFile(path, []byte(line), 0o600); err != nil && !errors.Is(err, os.ErrExist) {
		return journal.Signer{}, err
	}
	return readKey(path, actor)
}

func readKey(path, actor string) (journal.Signer, error) {
	raw, err := os.ReadFile(path)
	if err != nil {
		return journal.Signer{}, fmt.Errorf("reading the key of %s: %w", actor, err)
	}
	seed, err := base64.StdEncoding.DecodeString(strings.TrimSpace(string(raw)))
	if err != nil || len(seed) != ed25519.SeedSize {
		return journal.Signer{}, fmt.Errorf("the key file %s is damaged: restore it from a backup, or enrol %q anew", path, actor)
	}
	return journal.Signer{Actor: actor, Key: ed25519.NewKeyFromSeed(seed)}, nil
}
