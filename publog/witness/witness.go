// Package witness runs a witness of public logs (C2SP tlog-witness): asked to cosign a checkpoint, it does so if the
// checkpoint is signed by a log it knows and continues, by a consistency proof, what it cosigned before. It
// does not read or keep entries. What it cosigned last is kept on disk: a witness that forgets is none.
package witness

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"sync"
	"time"

	"github.com/transparency-dev/witness/persistence/sqlite"
	"github.com/transparency-dev/witness/witness"
	"golang.org/x/mod/sumdb/note"

	"plimsoll/publog"
)

const updateTimeout = 10 * time.Second

// Config says who the witness is and which logs it watches. All but Addr is required.
type Config struct {
	Key publog.KeyPair // from publog.GenerateWitnessKey
	// Logs are the verifier keys of the logs; a log's origin is its key's name.
	Logs []string
	// StateDir is where what was cosigned is remembered. Another key needs another folder.
	StateDir string
	// Addr is host:port to listen on; by default any free port of 127.0.0.1.
	Addr string
}

// Witness is a running witness.
type Witness struct {
	Name        string
	URL         string // for the policy of a log
	VerifierKey string // for every policy

	server  *http.Server
	served  chan error
	closeDB func() error
	closing sync.Once
	err     error
}

// Member is how a policy lists the witness.
func (w *Witness) Member() publog.Member {
	return publog.Member{Name: w.Name, Key: w.VerifierKey, URL: w.URL}
}

// Start starts a witness; it answers when Start returns, until Close.
func Start(ctx context.Context, cfg Config) (*Witness, error) {
	w, err := start(ctx, cfg)
	if err != nil {
		return nil, fmt.Errorf("start witness %s: %w", cfg.Key.Name, err)
	}
	return w, nil
}

func start(ctx context.Context, cfg Config) (_ *Witness, err error) {
	if cfg.StateDir == "" {
		return nil, errors.New("no folder for its state")
	}
	if cfg.Addr == "" {
		cfg.Addr = "127.0.0.1:0"
	}
	logs, err := verifiers(cfg.Logs)
	if err != nil {
		return nil, err
	}
	signer, err := cfg.Key.CosignatureSigner()
	if err != nil {
		return nil, err
	}
	if err := os.MkdirAll(cfg.StateDir, 0o700); err != nil {
		return nil, err
	}
	// One connection: updates of one log must follow each other anyway.
	state, closeDB, err := sqlite.New(ctx, sqlite.Opts{Path: filepath.Join(cfg.StateDir, "witness.sqlite"), MaxOpenConns: 1})
	if err != nil {
		return nil, err
	}
	defer func() {
		if err != nil {
			_ = closeDB()
		}
	}()
	w, err := witness.New(ctx, witness.Opts{
		Persistence: state,
		Signers:     []note.Signer{signer},
		VerifierForLog: func(_ context.Context, origin string) (note.Verifier, bool, error) {
			v, ok := logs[origin]
			return v, ok, nil
		},
	})
	if err != nil {
		return nil, err
	}
	var lc net.ListenConfig
	l, err := lc.Listen(ctx, "tcp", cfg.Addr)
	if err != nil {
		return nil, err
	}
	mux := http.NewServeMux()
	handler := witness.NewHTTPHandler(w)
	mux.HandleFunc("POST /add-checkpoint", func(rw http.ResponseWriter, r *http.Request) {
		// A log hangs up once it has enough cosignatures. What was begun is finished all the same, so that this
		// witness does not fall behind the others.
		ctx, cancel := context.WithTimeout(context.WithoutCancel(r.Context()), updateTimeout)
		defer cancel()
		body, err := io.ReadAll(http.MaxBytesReader(rw, r.Body, witness.MaxRequestBodyBytes))
		if err != nil {
			rw.WriteHeader(http.StatusBadRequest)
			return
		}
		if forged(body, logs) {
			rw.WriteHeader(http.StatusForbidden)
			return
		}
		r = r.WithContext(ctx)
		r.Body = io.NopCloser(bytes.NewReader(body))
		handler.AddCheckpoint(rw, r)
	})
	run := &Witness{
		Name: cfg.Key.Name, URL: "http://" + l.Addr().String(), VerifierKey: cfg.Key.Public,
		server: &http.Server{
			Handler: mux, ReadTimeout: 10 * time.Second, WriteTimeout: 10 * time.Second, IdleTimeout: time.Minute,
			MaxHeaderBytes: 16 << 10,
		},
		served:  make(chan error, 1),
		closeDB: closeDB,
	}
	go func() { run.served <- run.server.Serve(l) }()
	return run, nil
}

// forged tells whether a request shows a known log's checkpoint without that log's signature. The protocol's answer is
// 403; the library gives 500.
func forged(body []byte, logs map[string]note.Verifier) bool {
	_, checkpoint, _ := bytes.Cut(body, []byte("\n\n"))
	origin, _, _ := bytes.Cut(checkpoint, []byte("\n"))
	v, ok := logs[string(origin)]
	if !ok {
		return false
	}
	_, err := note.Open(checkpoint, note.VerifierList(v))
	return err != nil
}

func verifiers(vkeys []string) (map[string]note.Verifier, error) {
	if len(vkeys) == 0 {
		return nil, errors.New("no log to watch")
	}
	logs := map[string]note.Verifier{}
	for _, k := range vkeys {
		v, err := note.NewVerifier(k)
		if err != nil {
			return nil, fmt.Errorf("log key %q: %w", k, err)
		}
		if _, ok := logs[v.Name()]; ok {
			return nil, fmt.Errorf("two keys for log %s", v.Name())
		}
		logs[v.Name()] = v
	}
	return logs, nil
}

// Close answers what was asked, until ctx ends, and stops.
func (w *Witness) Close(ctx context.Context) error {
	w.closing.Do(func() {
		err := w.server.Shutdown(ctx)
		if err != nil {
			err = errors.Join(err, w.server.Close())
		}
		if e := <-w.served; !errors.Is(e, http.ErrServerClosed) {
			err = errors.Join(err, e)
		}
		if err = errors.Join(err, w.closeDB()); err != nil {
			w.err = fmt.Errorf("close witness %s: %w", w.Name, err)
		}
	})
	return w.err
}
