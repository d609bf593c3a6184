package house

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"

	"plimsoll/publog"
	"plimsoll/store"
)

// LogKey returns the key of the public log, making it the first time.
func (h *House) LogKey(origin string) (publog.KeyPair, error) {
	return KeepKey(h.Data.Path("keys", "public-log.key"), h.rand, origin, publog.GenerateLogKey)
}

// KeepKey returns the key in a file, making it with generate the first time.
func KeepKey(path string, rand io.Reader, name string, generate func(io.Reader, string) (publog.KeyPair, error)) (publog.KeyPair, error) {
	k, err := publog.LoadKey(path)
	if !errors.Is(err, os.ErrNotExist) {
		return k, err
	}
	if k, err = generate(rand, name); err != nil {
		return k, err
	}
	// Another process may have been faster; the file that is there counts.
	if err := k.Save(path); err != nil && !errors.Is(err, os.ErrExist) {
		return k, err
	}
	return publog.LoadKey(path)
}

// PolicyPath is where the log's policy is kept.
func (h *House) PolicyPath() string { return h.Data.Path("log.policy") }

// LogDir is where the log's tiles are kept.
func (h *House) LogDir() string { return h.Data.Path("log") }

// SetPolicy keeps the policy of the log: its key, its witnesses, the quorum.
func (h *House) SetPolicy(text []byte) error {
	if _, err := publog.ParsePolicy(text); err != nil {
		return err
	}
	return store.WriteFileAtomic(h.PolicyPath(), text, 0o644)
}

// Policy returns the policy of the log.
func (h *House) Policy() ([]byte, error) {
	text, err := os.ReadFile(h.PolicyPath())
	if err != nil {
		return nil, fmt.Errorf("the public log has no policy yet: %w", err)
	}
	return text, nil
}

// OpenLog opens the public log for appending.
func (h *House) OpenLog(ctx context.Context, key publog.KeyPair) (*publog.Log, error) {
	policy, err := h.Policy()
	if err != nil {
		return nil, err
	}
	signer, err := key.LogSigner()
	if err != nil {
		return nil, err
	}
	return publog.Open(ctx, publog.Config{Dir: h.LogDir(), Signer: signer, Policy: policy})
}

// Rand is the house's source of randomness.
func (h *House) Rand() io.Reader { return h.rand }
