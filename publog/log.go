// Package publog is the public log that anyone can check: a tile log (C2SP tlog-tiles) in a folder, whose every
// checkpoint must be cosigned by a quorum of independent witnesses before it is published.
//
// An entry is acknowledged once it is on disk, in the tree, and under a published checkpoint with the quorum. The
// receipt holds a .tlog-proof that Verify checks from bytes alone, without this log or any server. What the witnesses
// say is that the log has only grown; they neither read nor keep its entries. No single witness can stop
// publication: a policy under which one could is refused.
//
// The folder can be served as it is by any web server: checkpoint and tile/ are the public part. Only one process
// at a time may have it open for writing.
package publog

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"sync"
	"syscall"
	"time"

	"github.com/transparency-dev/tessera"
	"github.com/transparency-dev/tessera/storage/posix"
	"golang.org/x/mod/sumdb/note"
	"golang.org/x/sync/singleflight"
)

// MaxEntry is the most bytes an entry may have: tlog-tiles writes the length in 16 bits.
const MaxEntry = 1<<16 - 1

// Config says where a log lives and under whose eyes. Dir, Signer and Policy are required.
type Config struct {
	Dir    string
	Signer note.Signer // of a log key
	// Origin is the log's name. It is the signer's name; when set here the two must agree.
	Origin string
	// Policy is a tlog-policy text that lists this log's key and, with URLs, the witnesses of the quorum.
	Policy []byte
	// Client asks the witnesses. Its Transport is wrapped; redirects are not followed.
	Client *http.Client

	CheckpointInterval time.Duration // least time between checkpoints; 100 ms, also the least allowed
	BatchAge           time.Duration // how long an entry waits for others to share its write; 10 ms
	BatchSize          uint          // how many may share it; 256
	WitnessTimeout     time.Duration // for one round of asking; 2 s
	PublishTimeout     time.Duration // how long Append waits for the quorum; 5 s
}

func (c Config) withDefaults() Config {
	if c.Client == nil {
		c.Client = &http.Client{}
	}
	if c.Origin == "" && c.Signer != nil {
		c.Origin = c.Signer.Name()
	}
	for _, d := range []struct {
		v     *time.Duration
		value time.Duration
	}{
		{&c.CheckpointInterval, 100 * time.Millisecond},
		{&c.BatchAge, 10 * time.Millisecond},
		{&c.WitnessTimeout, 2 * time.Second},
		{&c.PublishTimeout, 5 * time.Second},
	} {
		if *d.v <= 0 {
			*d.v = d.value
		}
	}
	if c.BatchSize == 0 {
		c.BatchSize = 256
	}
	return c
}

func (c Config) check() (*Policy, error) {
	if c.Dir == "" || c.Signer == nil {
		return nil, errors.New("a folder and a signing key are needed")
	}
	if c.Origin != c.Signer.Name() {
		return nil, fmt.Errorf("origin %q, but the key is of %q: they must be the same", c.Origin, c.Signer.Name())
	}
	p, err := ParsePolicy(c.Policy)
	if err != nil {
		return nil, err
	}
	if err := p.checkForLog(); err != nil {
		return nil, err
	}
	for _, l := range p.Logs {
		if l.Name == c.Origin && l.verifier.KeyHash() == c.Signer.KeyHash() {
			return p, nil
		}
	}
	return nil, fmt.Errorf("the policy does not list this log's key: add a line \"log VKEY\" for %s", c.Origin)
}

// Log is an open log. It is safe for use by many goroutines.
type Log struct {
	cfg      Config
	policy   *Policy
	appender *tessera.Appender
	reader   tessera.LogReader
	answers  *answers
	watch    *watch
	index    leafIndex
	once     singleflight.Group

	shutdown func(context.Context) error
	stop     context.CancelFunc
	lock     *os.File
	closing  sync.Once
	closed   chan struct{}
}

// Open opens the log in cfg.Dir, creating it when the folder is empty. It does not need the witnesses to be up:
// entries that an earlier run left unpublished are published as soon as they are.
func Open(ctx context.Context, cfg Config) (*Log, error) {
	cfg = cfg.withDefaults()
	l, err := open(ctx, cfg)
	if err != nil {
		return nil, fmt.Errorf("open log %s: %w", cfg.Dir, err)
	}
	return l, nil
}

func open(ctx context.Context, cfg Config) (_ *Log, err error) {
	policy, err := cfg.check()
	if err != nil {
		return nil, err
	}
	lock, err := lockDir(cfg.Dir)
	if err != nil {
		return nil, err
	}
	defer func() {
		if err != nil {
			lock.Close()
		}
	}()
	l := &Log{cfg: cfg, policy: policy, lock: lock, closed: make(chan struct{})}
	if _, err := readCheckpoint(cfg.Dir, policy); err != nil && !errors.Is(err, os.ErrNotExist) {
		return nil, fmt.Errorf("the folder's checkpoint does not fit the policy: %w", err)
	}
	// The driver keeps working under this context until Close; that ctx ends must not stop it.
	run, stop := context.WithCancel(context.WithoutCancel(ctx))
	defer func() {
		if err != nil {
			stop()
		}
	}()
	l.stop = stop
	if err := l.start(run); err != nil {
		return nil, err
	}
	l.watch = newWatch(func() (*published, error) { return l.readPublished(run) })
	go l.watch.run(run)
	return l, nil
}

// start brings the driver up.
func (l *Log) start(ctx context.Context) error {
	group, err := l.policy.tesseraGroup()
	if err != nil {
		return err
	}
	l.answers = newAnswers(l.policy, l.cfg)
	opts := tessera.NewAppendOptions().
		WithCheckpointSigner(l.cfg.Signer).
		WithWitnesses(group, &tessera.WitnessOptions{Timeout: l.cfg.WitnessTimeout}).
		WithBatching(l.cfg.BatchSize, l.cfg.BatchAge).
		WithCheckpointInterval(l.cfg.CheckpointInterval)
	appender := func() error {
		driver, err := posix.New(ctx, posix.Config{Path: l.cfg.Dir, HTTPClient: l.answers.client()})
		if err != nil {
			return err
		}
		l.appender, l.shutdown, l.reader, err = tessera.NewAppender(ctx, driver, opts)
		return err
	}
	if err := appender(); err == nil {
		return nil
	}
	// On a new folder the driver fails when the quorum does not cosign the empty tree at once, although by then
	// the tree is made. Asked again it opens it, and publishes when the quorum is there.
	return appender()
}

// lockDir makes sure that nobody else, in this process or another, writes to the folder. The driver's own locks
// keep batches apart but not logs.
func lockDir(dir string) (*os.File, error) {
	state := filepath.Join(dir, ".state")
	if err := os.MkdirAll(state, 0o755); err != nil {
		return nil, err
	}
	f, err := os.OpenFile(filepath.Join(state, "open.lock"), os.O_CREATE|os.O_RDWR, 0o600)
	if err != nil {
		return nil, err
	}
	if err := syscall.Flock(int(f.Fd()), syscall.LOCK_EX|syscall.LOCK_NB); err != nil {
		f.Close()
		return nil, fmt.Errorf("another process has the log open: %w", err)
	}
	return f, nil
}

// Close stops taking entries, waits until those taken are published, and stops. When ctx ends first, or the quorum is
// not to be had, the error says so; the entries are on disk and are published after the next Open.
func (l *Log) Close(ctx context.Context) error {
	var err error
	l.closing.Do(func() {
		if _, ok := ctx.Deadline(); !ok {
			var cancel context.CancelFunc
			ctx, cancel = context.WithTimeout(ctx, l.cfg.PublishTimeout)
			defer cancel()
		}
		if e := l.shutdown(ctx); e != nil {
			err = fmt.Errorf("close log %s: entries are kept but not yet published (%s): %w", l.cfg.Dir, l.answers.text(), e)
		}
		close(l.closed)
		l.stop()
		// The driver cannot be waited for. A publication that was past its last check of the context needs
		// milliseconds to end; the folder is not given up before.
		time.Sleep(l.cfg.CheckpointInterval)
		l.lock.Close()
	})
	return err
}

// Policy gives the policy the log was opened with.
func (l *Log) Policy() *Policy { return l.policy }
