package publog

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"sync"
	"time"

	"github.com/transparency-dev/tessera/api/layout"
	"github.com/transparency-dev/tessera/client"
)

// pollPeriod is how often the published checkpoint is looked at while somebody waits for it.
const pollPeriod = 5 * time.Millisecond

// published is a checkpoint of this log with its quorum, and the builder of proofs against it.
type published struct {
	Checkpoint

	mu    sync.Mutex // the builder is not safe for concurrent use
	proof *client.ProofBuilder
}

// receipt proves a leaf. What it returns was checked, so that no receipt is given that Verify would refuse.
func (p *published) receipt(ctx context.Context, index uint64, leaf Hash) (Receipt, error) {
	r := Receipt{Index: index, Leaf: leaf}
	p.mu.Lock()
	path, err := p.proof.InclusionProof(ctx, index)
	p.mu.Unlock()
	if err != nil {
		return r, fmt.Errorf("prove entry %d: %w", index, err)
	}
	pr := Proof{Index: index, Checkpoint: p.Raw, Hashes: make([]Hash, len(path))}
	for i, h := range path {
		pr.Hashes[i] = Hash(h)
	}
	if err := p.includes(leaf, index, pr.Hashes); err != nil {
		return r, fmt.Errorf("prove entry %d: the folder's tiles are damaged, check them with VerifyLog: %w", index, err)
	}
	r.Checkpoint = p.Raw
	r.Proof = pr.Marshal()
	return r, nil
}

// readCheckpoint reads and checks the published checkpoint of a folder.
func readCheckpoint(dir string, policy *Policy) (Checkpoint, error) {
	raw, err := os.ReadFile(filepath.Join(dir, layout.CheckpointPath))
	if err != nil {
		return Checkpoint{}, err
	}
	return policy.Check(raw)
}

// readPublished gives the checkpoint as it is now. The signatures are checked when it has changed.
func (l *Log) readPublished(ctx context.Context) (*published, error) {
	raw, err := l.reader.ReadCheckpoint(ctx)
	if err != nil {
		return nil, err
	}
	if p := l.watch.last(); p != nil && bytes.Equal(raw, p.Raw) {
		return p, nil
	}
	cp, err := l.policy.Check(raw)
	if err != nil {
		return nil, fmt.Errorf("published checkpoint: %w", err)
	}
	pb, err := client.NewProofBuilder(ctx, cp.Size, l.reader.ReadTile)
	if err != nil {
		return nil, err
	}
	return &published{Checkpoint: cp, proof: pb}, nil
}

// watch lets any number of callers wait for publication with one look at the file each period, and none while
// nobody waits.
type watch struct {
	read func() (*published, error)
	wake chan struct{}
	over chan struct{} // closed when run ends

	mu      sync.Mutex
	waiting int
	latest  *published
	err     error
	changed chan struct{} // closed and replaced at every change
}

func newWatch(read func() (*published, error)) *watch {
	return &watch{read: read, wake: make(chan struct{}, 1), over: make(chan struct{}), changed: make(chan struct{})}
}

func (w *watch) last() *published {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.latest
}

// look reads the checkpoint now.
func (w *watch) look() (*published, error) {
	p, err := w.read()
	if errors.Is(err, os.ErrNotExist) {
		err = nil // nothing published yet
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	news := err != nil || w.err != nil
	if p != nil && (w.latest == nil || p.Size >= w.latest.Size) && p != w.latest {
		w.latest, news = p, true
	}
	w.err = err
	if news {
		close(w.changed)
		w.changed = make(chan struct{})
	}
	return w.latest, err
}

func (w *watch) run(ctx context.Context) {
	defer close(w.over)
	tick := time.NewTicker(pollPeriod)
	defer tick.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-w.wake:
		}
		tick.Reset(pollPeriod)
		for w.busy() {
			_, _ = w.look()
			select {
			case <-ctx.Done():
				return
			case <-tick.C:
			}
		}
	}
}

func (w *watch) busy() bool {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.waiting > 0
}

// wait returns the first checkpoint seen that commits to index.
func (w *watch) wait(ctx context.Context, index uint64) (*published, error) {
	w.mu.Lock()
	w.waiting++
	w.mu.Unlock()
	defer func() {
		w.mu.Lock()
		w.waiting--
		w.mu.Unlock()
	}()
	_, _ = w.look() // so that no error of an earlier look is taken for today's
	select {
	case w.wake <- struct{}{}:
	default:
	}
	for {
		w.mu.Lock()
		p, err, changed := w.latest, w.err, w.changed
		w.mu.Unlock()
		switch {
		case p != nil && p.Size > index:
			return p, nil
		case err != nil:
			return nil, err
		}
		select {
		case <-ctx.Done():
			return nil, ctx.Err()
		case <-w.over:
			return nil, ErrClosed
		case <-changed:
		}
	}
}
