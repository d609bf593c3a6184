package publog

import (
	"encoding/hex"
	"fmt"

	"github.com/transparency-dev/merkle/rfc6962"
)

// Hash is a SHA-256 hash of the log's tree: of a leaf or of the root. It is written in hex.
type Hash [32]byte

// LeafHash is the RFC 6962 hash by which the log knows an entry. Refer to entries by it: the order of
// entries that arrive together is not promised.
func LeafHash(entry []byte) Hash { return Hash(rfc6962.DefaultHasher.HashLeaf(entry)) }

// ParseHash reads the hex form.
func ParseHash(s string) (Hash, error) {
	b, err := hex.DecodeString(s)
	if err != nil || len(b) != len(Hash{}) {
		return Hash{}, fmt.Errorf("hash %q: want %d hex digits", s, 2*len(Hash{}))
	}
	return Hash(b), nil
}

func (h Hash) String() string { return hex.EncodeToString(h[:]) }

// MarshalText writes the hex form, so that JSON carries it.
func (h Hash) MarshalText() ([]byte, error) { return []byte(h.String()), nil }

// UnmarshalText reads the hex form.
func (h *Hash) UnmarshalText(b []byte) error {
	p, err := ParseHash(string(b))
	if err != nil {
		return err
	}
	*h = p
	return nil
}
