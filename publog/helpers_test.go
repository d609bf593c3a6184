package publog_test

import (
	"context"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"plimsoll/publog"
	"plimsoll/publog/witness"
)

func TestMain(m *testing.M) {
	publog.QuietLibraries(nil)
	if dir := os.Getenv("PUBLOG_TEST_WRITER"); dir != "" {
		writeUntilKilled(dir)
		return
	}
	os.Exit(m.Run())
}

// setting is a log and its witnesses, all real, on loopback.
type setting struct {
	t         testing.TB
	dir       string
	key       publog.KeyPair
	keys      []publog.KeyPair
	witnesses []*witness.Witness // nil: down
	members   []publog.Member
	policy    []byte
}

func newSetting(t testing.TB, witnesses, quorum int) *setting {
	t.Helper()
	random := rand.NewChaCha8([32]byte{1})
	s := &setting{t: t, dir: t.TempDir()}
	s.key = must(publog.GenerateLogKey(random, "log.example/findings"))
	for i := range witnesses {
		s.keys = append(s.keys, must(publog.GenerateWitnessKey(random, fmt.Sprintf("witness-%d.example", i+1))))
		s.witnesses = append(s.witnesses, nil)
		s.members = append(s.members, publog.Member{})
		s.up(i)
	}
	s.policy = must(publog.PolicyText(publog.Member{Key: s.key.Public}, s.members, quorum))
	t.Cleanup(func() {
		for i := range s.witnesses {
			s.down(i)
		}
	})
	return s
}

// up starts a witness, at the address and with the state it had before.
func (s *setting) up(i int) {
	s.t.Helper()
	w, err := witness.Start(s.t.Context(), witness.Config{
		Key: s.keys[i], Logs: []string{s.key.Public}, StateDir: filepath.Join(s.dir, s.keys[i].Name),
		Addr: strings.TrimPrefix(s.members[i].URL, "http://"),
	})
	if err != nil {
		s.t.Fatal(err)
	}
	s.witnesses[i], s.members[i] = w, w.Member()
}

func (s *setting) down(i int) {
	s.t.Helper()
	if s.witnesses[i] == nil {
		return
	}
	ctx, cancel := context.WithTimeout(context.Background(), 5*time.Second)
	defer cancel()
	if err := s.witnesses[i].Close(ctx); err != nil {
		s.t.Error(err)
	}
	s.witnesses[i] = nil
}

func (s *setting) config() publog.Config {
	return publog.Config{
		Dir: filepath.Join(s.dir, "log"), Signer: must(s.key.LogSigner()), Origin: s.key.Name, Policy: s.policy,
		WitnessTimeout: time.Second, PublishTimeout: 10 * time.Second,
	}
}

// open opens the log; cfg may be changed by the caller's functions.
func (s *setting) open(change ...func(*publog.Config)) *publog.Log {
	s.t.Helper()
	cfg := s.config()
	for _, f := range change {
		f(&cfg)
	}
	l, err := publog.Open(s.t.Context(), cfg)
	if err != nil {
		s.t.Fatal(err)
	}
	s.t.Cleanup(func() { _ = l.Close(done()) })
	return l
}

func (s *setting) append(l *publog.Log, entry string) publog.Receipt {
	s.t.Helper()
	r, err := l.Append(s.t.Context(), []byte(entry))
	if err != nil {
		s.t.Fatal(err)
	}
	return r
}

func (s *setting) close(l *publog.Log) {
	s.t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), 5*time.Second)
	defer cancel()
	if err := l.Close(ctx); err != nil {
		s.t.Fatal(err)
	}
}

// impatient makes a log give up waiting for the quorum soon.
func impatient(c *publog.Config) { c.PublishTimeout = 400 * time.Millisecond }

// done is a context that has ended: for closing without waiting.
func done() context.Context {
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	return ctx
}

func must[T any](v T, err error) T {
	if err != nil {
		panic(err)
	}
	return v
}
