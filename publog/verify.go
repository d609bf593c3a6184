package publog

import (
	"bytes"
	"errors"
	"fmt"
	"strings"
	"time"

	flog "github.com/transparency-dev/formats/log"
	fnote "github.com/transparency-dev/formats/note"
	"github.com/transparency-dev/merkle/proof"
	"github.com/transparency-dev/merkle/rfc6962"
	"golang.org/x/mod/sumdb/note"
)

// What can be wrong with a proof. Every error of Verify is a *PolicyError, a *ProofError or wraps one of these.
var (
	ErrOrigin       = errors.New("wrong log")
	ErrLogSignature = errors.New("log signature wrong")
	ErrCheckpoint   = errors.New("checkpoint cut or damaged")
	ErrQuorum       = errors.New("quorum short")
	ErrProof        = errors.New("proof does not fit the checkpoint")
	ErrEntry        = errors.New("entry is not the one logged")
)

// Checkpoint is a checkpoint that a policy accepts.
type Checkpoint struct {
	Origin string `json:"origin"`
	Size   uint64 `json:"size"`
	Root   Hash   `json:"root"`
	// Cosignatures that verify, in the order of the policy.
	Cosignatures []Cosignature `json:"cosignatures"`
	// Missing names the policy's witnesses that did not cosign.
	Missing []string `json:"missing,omitempty"`
	Raw     []byte   `json:"-"`
}

// Cosignature says that a witness saw the log up to this checkpoint only ever grow.
type Cosignature struct {
	Witness string    `json:"witness"` // as the policy names it
	Key     string    `json:"key"`
	Time    time.Time `json:"time"`
}

// Verified is what a checked proof shows.
type Verified struct {
	Origin    string        `json:"origin"`
	Size      uint64        `json:"size"`
	Root      Hash          `json:"root"`
	Index     uint64        `json:"index"`
	Leaf      Hash          `json:"leaf"`
	Witnesses []Cosignature `json:"witnesses"`
	Missing   []string      `json:"missing,omitempty"`
}

// QuorumError says who cosigned a checkpoint and who did not. It matches ErrQuorum.
type QuorumError struct {
	Rule    string // "2 of w1, w2, w3"
	Present []string
	Missing []string
	Invalid []string // a cosignature stands there but does not verify
}

func (e *QuorumError) Error() string {
	s := fmt.Sprintf("quorum short: need %s; cosigned: %s; missing: %s", e.Rule, orNone(e.Present), orNone(e.Missing))
	if len(e.Invalid) > 0 {
		s += "; cosignature does not verify: " + strings.Join(e.Invalid, ", ")
	}
	return s
}

// Is makes errors.Is(err, ErrQuorum) true.
func (e *QuorumError) Is(target error) bool { return target == ErrQuorum }

func orNone(names []string) string {
	if len(names) == 0 {
		return "none"
	}
	return strings.Join(names, ", ")
}

// Verify checks, from these bytes alone, that entry stands in the log: the checkpoint is signed by a log of the
// policy and cosigned by its quorum, and commits to entry at the index the proof names.
func Verify(entry, proofText, policyText []byte) (Verified, error) {
	p, err := ParsePolicy(policyText)
	if err != nil {
		return Verified{}, err
	}
	return p.Verify(entry, proofText)
}

// Verify is the function of that name, for a policy already read.
func (p *Policy) Verify(entry, proofText []byte) (Verified, error) {
	pr, err := ParseProof(proofText)
	if err != nil {
		return Verified{}, err
	}
	cp, err := p.Check(pr.Checkpoint)
	if err != nil {
		return Verified{}, err
	}
	leaf := LeafHash(entry)
	if err := cp.includes(leaf, pr.Index, pr.Hashes); err != nil {
		return Verified{}, err
	}
	return Verified{
		Origin: cp.Origin, Size: cp.Size, Root: cp.Root, Index: pr.Index, Leaf: leaf,
		Witnesses: cp.Cosignatures, Missing: cp.Missing,
	}, nil
}

func (cp Checkpoint) includes(leaf Hash, index uint64, hashes []Hash) error {
	if index >= cp.Size {
		return fmt.Errorf("%w: index %d, but the checkpoint has %d entries", ErrProof, index, cp.Size)
	}
	path := make([][]byte, len(hashes))
	for i := range hashes {
		path[i] = hashes[i][:]
	}
	err := proof.VerifyInclusion(rfc6962.DefaultHasher, index, cp.Size, leaf[:], path, cp.Root[:])
	var mismatch proof.RootMismatchError
	switch {
	case errors.As(err, &mismatch):
		return fmt.Errorf("%w: leaf %s is not at index %d of %s at size %d: the entry, the index or a hash of the proof was altered",
			ErrEntry, leaf, index, cp.Origin, cp.Size)
	case err != nil:
		return fmt.Errorf("%w: %w", ErrProof, err)
	}
	return nil
}

// Check checks a checkpoint's signatures under the policy. It is how a reader accepts a log's checkpoint.
func (p *Policy) Check(raw []byte) (Checkpoint, error) {
	origin, _, ok := bytes.Cut(raw, []byte("\n"))
	if !ok {
		return Checkpoint{}, fmt.Errorf("%w: no origin line", ErrCheckpoint)
	}
	text, err := p.openLog(string(origin), raw)
	if err != nil {
		return Checkpoint{}, err
	}
	var c flog.Checkpoint
	if _, err := c.Unmarshal([]byte(text)); err != nil {
		return Checkpoint{}, fmt.Errorf("%w: %w", ErrCheckpoint, err)
	}
	// The library's reader is lenient (leading zeros, other lengths of hash).
	if len(c.Hash) != len(Hash{}) || !strings.HasPrefix(text, string(c.Marshal())) {
		return Checkpoint{}, fmt.Errorf("%w: not in the form of tlog-checkpoint", ErrCheckpoint)
	}
	cp := Checkpoint{Origin: c.Origin, Size: c.Size, Root: Hash(c.Hash), Raw: bytes.Clone(raw)}
	var invalid []string
	have := map[string]bool{}
	for _, w := range p.Witnesses {
		t, err := w.cosigned(raw)
		var bad *note.InvalidSignatureError
		switch {
		case err == nil:
			have[w.Name] = true
			cp.Cosignatures = append(cp.Cosignatures, Cosignature{Witness: w.Name, Key: w.verifier.Name(), Time: t})
		case errors.As(err, &bad):
			invalid = append(invalid, w.Name)
		default:
			cp.Missing = append(cp.Missing, w.Name)
		}
	}
	if !p.satisfied(func(w string) bool { return have[w] }) {
		e := &QuorumError{Rule: p.Rule(), Missing: cp.Missing, Invalid: invalid}
		for _, c := range cp.Cosignatures {
			e.Present = append(e.Present, c.Witness)
		}
		return Checkpoint{}, e
	}
	cp.Missing = append(cp.Missing, invalid...)
	return cp, nil
}

// openLog gives the checkpoint's text once a log key of the policy with that origin has signed it.
func (p *Policy) openLog(origin string, raw []byte) (string, error) {
	var known []string
	var failure error
	for _, l := range p.Logs {
		known = append(known, fmt.Sprintf("%q", l.Name))
		if l.Name != origin {
			continue
		}
		n, err := note.Open(raw, note.VerifierList(l.verifier))
		if err == nil {
			return n.Text, nil
		}
		var none *note.UnverifiedNoteError
		var bad *note.InvalidSignatureError
		switch {
		case errors.As(err, &none):
			failure = fmt.Errorf("%w: the checkpoint of %q has no signature by the policy's key for it", ErrLogSignature, origin)
		case errors.As(err, &bad):
			failure = fmt.Errorf("%w: the signature of %q does not fit the checkpoint's text", ErrLogSignature, origin)
		default:
			failure = fmt.Errorf("%w: %w", ErrCheckpoint, err)
		}
	}
	if failure == nil {
		failure = fmt.Errorf("%w: the checkpoint is of %q; the policy accepts %s", ErrOrigin, origin, orNone(known))
	}
	return "", failure
}

// cosigned looks for the witness's own cosignature; each is opened by itself, so that one that is bad hides no other.
func (m *Member) cosigned(raw []byte) (time.Time, error) {
	n, err := note.Open(raw, note.VerifierList(m.verifier))
	if err != nil {
		return time.Time{}, err
	}
	t, err := fnote.CoSigV1Timestamp(n.Sigs[0])
	return t.UTC(), err
}
