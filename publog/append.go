package publog

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/transparency-dev/tessera"
)

// ErrClosed is returned once Close has been called.
var ErrClosed = errors.New("the log is closed")

// ErrUnknown says that it is not known whether the entry was taken: ask again with AppendOnce.
var ErrUnknown = errors.New("not known whether the entry was taken; ask again with AppendOnce")

// Receipt is what whoever logged an entry keeps.
type Receipt struct {
	Index uint64 `json:"index"`
	Leaf  Hash   `json:"leaf"`
	// Existing: AppendOnce found the entry in the log and added nothing.
	Existing   bool   `json:"existing,omitempty"`
	Proof      []byte `json:"proof"` // the .tlog-proof file
	Checkpoint []byte `json:"checkpoint"`
}

// UnpublishedError says that an entry is in the log, durably, but that the quorum of witnesses did not cosign in time.
// The log goes on asking; AppendOnce with the same entry gives the receipt later.
type UnpublishedError struct {
	Index   uint64
	Leaf    Hash
	Waited  time.Duration
	Rule    string // "2 of w1, w2, w3"
	Answers []WitnessAnswer
	Cause   error
}

func (e *UnpublishedError) Error() string {
	parts := make([]string, len(e.Answers))
	for i, a := range e.Answers {
		parts[i] = a.Witness + ": " + a.Answer
	}
	return fmt.Sprintf("entry %d (leaf %s) is kept but not yet published: no quorum after %s (need %s): %s; "+
		"it will be published when the quorum cosigns",
		e.Index, e.Leaf, e.Waited.Round(time.Millisecond), e.Rule, strings.Join(parts, "; "))
}

// Unwrap gives the reason for not waiting longer. Is matches ErrQuorum.
func (e *UnpublishedError) Unwrap() error { return e.Cause }

// Is makes errors.Is(err, ErrQuorum) true.
func (e *UnpublishedError) Is(target error) bool { return target == ErrQuorum }

// Append adds an entry, also one that the log has already, and returns once it is durable and published under a
// checkpoint with the quorum. On *UnpublishedError the entry is kept; the receipt then has its index and leaf.
func (l *Log) Append(ctx context.Context, entry []byte) (Receipt, error) {
	if err := checkEntry(entry); err != nil {
		return Receipt{}, err
	}
	index, err := l.sequence(ctx, entry)
	if err != nil {
		return Receipt{}, fmt.Errorf("append entry %s: %w", LeafHash(entry), err)
	}
	return l.await(ctx, Receipt{Index: index, Leaf: LeafHash(entry)})
}

// AppendOnce is Append for an entry that may be in the log already, published or not: after a crash, or after
// an Append that failed. Calls with the same entry at the same time share one addition.
func (l *Log) AppendOnce(ctx context.Context, entry []byte) (Receipt, error) {
	if err := checkEntry(entry); err != nil {
		return Receipt{}, err
	}
	leaf := LeafHash(entry)
	// What is shared must not end because the first of the callers gave up.
	shared := context.WithoutCancel(ctx)
	done := l.once.DoChan(string(leaf[:]), func() (any, error) {
		index, ok, err := l.index.find(shared, l.reader, leaf)
		if err != nil || ok {
			return Receipt{Index: index, Leaf: leaf, Existing: true}, err
		}
		index, err = l.sequence(shared, entry)
		return Receipt{Index: index, Leaf: leaf}, err
	})
	select {
	case r := <-done:
		if r.Err != nil {
			return Receipt{}, fmt.Errorf("append entry %s: %w", leaf, r.Err)
		}
		return l.await(ctx, r.Val.(Receipt))
	case <-ctx.Done():
		return Receipt{}, fmt.Errorf("append entry %s: %w: %w", leaf, ErrUnknown, ctx.Err())
	}
}

func checkEntry(entry []byte) error {
	switch n := len(entry); {
	case n == 0:
		return errors.New("append: the entry is empty")
	case n > MaxEntry:
		return fmt.Errorf("append: the entry has %d bytes, more than the log's limit of %d (64 KiB): log its SHA-256 instead", n, MaxEntry)
	}
	return nil
}

// sequence gets the entry a durable place in the log.
func (l *Log) sequence(ctx context.Context, entry []byte) (uint64, error) {
	type place struct {
		index uint64
		err   error
	}
	placed := make(chan place, 1)
	// The driver's future knows no context and never resolves once the log is stopped.
	go func() {
		i, err := l.appender.Add(ctx, tessera.NewEntry(slices.Clone(entry)))()
		placed <- place{i.Index, err}
	}()
	select {
	case p := <-placed:
		return p.index, p.err
	case <-ctx.Done():
		return 0, fmt.Errorf("%w: %w", ErrUnknown, ctx.Err())
	case <-l.closed:
		return 0, fmt.Errorf("%w: %w", ErrUnknown, ErrClosed)
	}
}

// await waits until the receipt's index is published and completes it.
func (l *Log) await(ctx context.Context, r Receipt) (Receipt, error) {
	began := time.Now()
	wait, cancel := context.WithTimeout(ctx, l.cfg.PublishTimeout)
	defer cancel()
	p, err := l.watch.wait(wait, r.Index)
	if err != nil {
		if wait.Err() == nil {
			return r, fmt.Errorf("entry %d (leaf %s) is kept, but: %w", r.Index, r.Leaf, err)
		}
		return r, &UnpublishedError{
			Index: r.Index, Leaf: r.Leaf, Waited: time.Since(began), Rule: l.policy.Rule(),
			Answers: l.answers.all(r.Index), Cause: err,
		}
	}
	full, err := p.receipt(ctx, r.Index, r.Leaf)
	full.Existing = r.Existing
	return full, err
}
