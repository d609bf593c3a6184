package publog

import (
	"crypto/ed25519"
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"unicode"

	fnote "github.com/transparency-dev/formats/note"
	"golang.org/x/mod/sumdb/note"
)

// The signature types of the C2SP signed-note format used here.
const (
	algEd25519     = 1 // a log signs its checkpoints
	algCosignature = 4 // a witness cosigns: cosignature/v1, Ed25519
	algMLDSA       = 6 // a witness cosigns: ML-DSA-44; verified here, not generated
)

// KeyPair is the key of a log or of a witness in the text forms of C2SP signed-note. The private form says
// which of the two it is for: a log's key cannot be used to cosign, nor a witness's to sign checkpoints.
type KeyPair struct {
	Name    string
	Private string // PRIVATE+KEY+name+id+key; secret
	Public  string // name+id+key, the "vkey" that policies list
}

// GenerateLogKey makes the key of a log whose origin is name, from 32 bytes of random.
func GenerateLogKey(random io.Reader, name string) (KeyPair, error) {
	return generateKey(random, name, algEd25519)
}

// GenerateWitnessKey makes the key of a witness, from 32 bytes of random.
func GenerateWitnessKey(random io.Reader, name string) (KeyPair, error) {
	return generateKey(random, name, algCosignature)
}

func generateKey(random io.Reader, name string, alg byte) (KeyPair, error) {
	if err := checkKeyName(name); err != nil {
		return KeyPair{}, fmt.Errorf("make key: %w", err)
	}
	seed := make([]byte, ed25519.SeedSize)
	if _, err := io.ReadFull(random, seed); err != nil {
		return KeyPair{}, fmt.Errorf("make key %s: read randomness: %w", name, err)
	}
	return keyFromSeed(name, alg, seed), nil
}

func keyFromSeed(name string, alg byte, seed []byte) KeyPair {
	pub := ed25519.NewKeyFromSeed(seed).Public().(ed25519.PublicKey)
	pubkey := append([]byte{alg}, pub...)
	id := keyID(name, pubkey)
	enc := base64.StdEncoding.EncodeToString
	return KeyPair{
		Name:    name,
		Private: fmt.Sprintf("PRIVATE+KEY+%s+%08x+%s", name, id, enc(append([]byte{alg}, seed...))),
		Public:  fmt.Sprintf("%s+%08x+%s", name, id, enc(pubkey)),
	}
}

// keyID is the key ID of C2SP signed-note: it binds the name to the key and its type.
func keyID(name string, pubkey []byte) uint32 {
	h := sha256.New()
	h.Write([]byte(name + "\n"))
	h.Write(pubkey)
	return binary.BigEndian.Uint32(h.Sum(nil))
}

func checkKeyName(name string) error {
	if name == "" || len(name) > 255 || strings.Contains(name, "+") || strings.ToValidUTF8(name, "") != name ||
		strings.ContainsFunc(name, func(r rune) bool { return unicode.IsSpace(r) || unicode.IsControl(r) }) {
		return fmt.Errorf("key name %q: want 1 to 255 bytes without spaces, plus signs and control characters", name)
	}
	return nil
}

// ParseKey reads the private form of a key; the public form is derived from it.
func ParseKey(private string) (KeyPair, error) {
	// Errors must not repeat what was read: it may be most of a secret.
	p := strings.SplitN(strings.TrimSpace(private), "+", 5)
	if len(p) != 5 || p[0] != "PRIVATE" || p[1] != "KEY" {
		return KeyPair{}, errors.New("not a private key: want PRIVATE+KEY+name+id+key")
	}
	if err := checkKeyName(p[2]); err != nil {
		return KeyPair{}, err
	}
	raw, err := base64.StdEncoding.Strict().DecodeString(p[4])
	if err != nil || len(raw) != 1+ed25519.SeedSize || (raw[0] != algEd25519 && raw[0] != algCosignature) {
		return KeyPair{}, fmt.Errorf("private key of %s: not an Ed25519 log or cosignature key", p[2])
	}
	k := keyFromSeed(p[2], raw[0], raw[1:])
	if k.Private != strings.TrimSpace(private) {
		return KeyPair{}, fmt.Errorf("private key of %s: its id does not fit its name and key; the file is damaged", p[2])
	}
	return k, nil
}

// LogSigner gives the signer of a log's key, for Config.
func (k KeyPair) LogSigner() (note.Signer, error) {
	s, err := note.NewSigner(k.Private)
	if err != nil {
		return nil, fmt.Errorf("key %s is not a log's: %w", k.Name, err)
	}
	return s, nil
}

// CosignatureSigner gives the signer of a witness's key. It adds the time to what it signs.
func (k KeyPair) CosignatureSigner() (note.Signer, error) {
	// The library would take a log's key too.
	if pubkey, err := splitVerifierKey(k.Public); err != nil || pubkey[0] != algCosignature {
		return nil, fmt.Errorf("key %s is not a witness's", k.Name)
	}
	s, err := fnote.NewSignerForCosignatureV1(k.Private)
	if err != nil {
		return nil, fmt.Errorf("key %s is not a witness's: %w", k.Name, err)
	}
	return s, nil
}

// Save writes the private form to path, readable by its owner only. The file appears whole or not at all, and
// an existing file is never replaced: a log that loses its key is lost.
func (k KeyPair) Save(path string) error {
	if err := saveNew(path, []byte(k.Private+"\n")); err != nil {
		return fmt.Errorf("save key %s: %w", k.Name, err)
	}
	return nil
}

// LoadKey reads a key that Save wrote. A key file that others may read is refused.
func LoadKey(path string) (KeyPair, error) {
	f, err := os.Open(path)
	if err != nil {
		return KeyPair{}, fmt.Errorf("load key: %w", err)
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		return KeyPair{}, fmt.Errorf("load key: %w", err)
	}
	if info.Mode().Perm()&0o077 != 0 {
		return KeyPair{}, fmt.Errorf("load key %s: others may read it (mode %o): make it private with chmod 600", path, info.Mode().Perm())
	}
	b, err := io.ReadAll(io.LimitReader(f, 4096))
	if err != nil {
		return KeyPair{}, fmt.Errorf("load key %s: %w", path, err)
	}
	k, err := ParseKey(string(b))
	if err != nil {
		return KeyPair{}, fmt.Errorf("load key %s: %w", path, err)
	}
	return k, nil
}

// saveNew writes a new file so that it is on disk, whole, when saveNew returns.
func saveNew(path string, data []byte) error {
	dir := filepath.Dir(path)
	f, err := os.CreateTemp(dir, ".new-*") // 0600 by CreateTemp
	if err != nil {
		return err
	}
	defer os.Remove(f.Name())
	_, err = f.Write(data)
	err = errors.Join(err, f.Sync(), f.Close())
	if err != nil {
		return err
	}
	// A link, unlike a rename, fails when the name is taken.
	if err := os.Link(f.Name(), path); err != nil {
		return err
	}
	d, err := os.Open(dir)
	if err != nil {
		return err
	}
	return errors.Join(d.Sync(), d.Close())
}
