package publog_test

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"plimsoll/publog"
)

const (
	writers         = 8
	entriesOfWriter = 1000
)

func crashEntry(writer, n int) []byte { return fmt.Appendf(nil, "writer %d entry %d", writer, n) }

type acknowledged struct {
	Writer, N int
	Receipt   publog.Receipt
}

// writeUntilKilled runs in a process of its own: it appends without end and prints what is acknowledged.
func writeUntilKilled(dir string) {
	key := must(publog.LoadKey(filepath.Join(dir, "log.key")))
	l := must(publog.Open(context.Background(), publog.Config{
		Dir: filepath.Join(dir, "log"), Signer: must(key.LogSigner()), Policy: must(os.ReadFile(filepath.Join(dir, "policy"))),
	}))
	var mu sync.Mutex
	out := json.NewEncoder(os.Stdout)
	var wg sync.WaitGroup
	for w := range writers {
		wg.Go(func() {
			for n := range entriesOfWriter {
				r, err := l.Append(context.Background(), crashEntry(w, n))
				if err != nil {
					fmt.Fprintln(os.Stderr, err)
					os.Exit(1)
				}
				mu.Lock()
				_ = out.Encode(acknowledged{w, n, r})
				mu.Unlock()
			}
		})
	}
	wg.Wait()
}

func TestKillLosesNothingAcknowledged(t *testing.T) {
	s := newSetting(t, 3, 2)
	if err := s.key.Save(filepath.Join(s.dir, "log.key")); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(s.dir, "policy"), s.policy, 0o600); err != nil {
		t.Fatal(err)
	}
	var acks []acknowledged
	for round := range 3 {
		// Every round kills at another moment of the work.
		acks = append(acks, killedWriter(t, s.dir, 20+13*round)...)
	}
	l := s.open()
	for _, a := range acks {
		entry := crashEntry(a.Writer, a.N)
		if _, err := publog.Verify(entry, a.Receipt.Proof, s.policy); err != nil {
			t.Fatalf("receipt from before the kill: %v", err)
		}
		r, err := l.Proof(t.Context(), a.Receipt.Index)
		if err != nil || r.Leaf != publog.LeafHash(entry) {
			t.Fatalf("entry %q was acknowledged at %d and is not there: %v", entry, a.Receipt.Index, err)
		}
	}
	// A re-run of the last round's work, from the start, repeats nothing that the kill left behind.
	before, err := l.Size(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	last := acks[len(acks)-1]
	for n := range last.N + 1 {
		if r, err := l.AppendOnce(t.Context(), crashEntry(last.Writer, n)); err != nil || !r.Existing {
			t.Errorf("entry %d of writer %d: %+v, %v", n, last.Writer, r, err)
		}
	}
	if after, err := l.Size(t.Context()); err != nil || after != before {
		t.Errorf("size went from %d to %d (%v)", before, after, err)
	}
	s.close(l)
	if _, err := publog.VerifyLog(t.Context(), s.config().Dir, s.policy); err != nil {
		t.Error(err)
	}
	t.Logf("%d acknowledged entries, %d in the log", len(acks), before)
}

// killedWriter starts a writer and kills it with SIGKILL once it has acknowledged some entries.
func killedWriter(t *testing.T, dir string, after int) []acknowledged {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), 20*time.Second)
	defer cancel()
	cmd := exec.CommandContext(ctx, os.Args[0])
	cmd.Env = append(os.Environ(), "PUBLOG_TEST_WRITER="+dir)
	cmd.Stderr = os.Stderr
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	var acks []acknowledged
	lines := bufio.NewScanner(out)
	lines.Buffer(nil, 1<<20)
	for lines.Scan() {
		var a acknowledged
		if json.Unmarshal(lines.Bytes(), &a) != nil {
			break // the line that the kill cut
		}
		if acks = append(acks, a); len(acks) == after {
			_ = cmd.Process.Kill()
		}
	}
	_ = cmd.Wait()
	if len(acks) < after {
		t.Fatalf("the writer ended after %d entries", len(acks))
	}
	return acks
}
