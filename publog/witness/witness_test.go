package witness_test

import (
	"context"
	"fmt"
	"io"
	"math/rand/v2"
	"net/http"
	"strings"
	"testing"
	"time"

	flog "github.com/transparency-dev/formats/log"
	fnote "github.com/transparency-dev/formats/note"
	"golang.org/x/mod/sumdb/note"

	"plimsoll/publog"
	"plimsoll/publog/witness"
)

func TestMain(m *testing.M) {
	publog.QuietLibraries(nil)
	m.Run()
}

type asked struct {
	t    *testing.T
	key  publog.KeyPair
	name string
}

// ask sends add-checkpoint for a tree whose root is 32 times the byte root.
func (a asked) ask(w *witness.Witness, old, size uint64, root byte) (status int, body string, checkpoint []byte) {
	a.t.Helper()
	s, err := a.key.LogSigner()
	if err != nil {
		a.t.Fatal(err)
	}
	hash := []byte(strings.Repeat(string(rune(root)), 32))
	cp, err := note.Sign(&note.Note{Text: string(flog.Checkpoint{Origin: a.name, Size: size, Hash: hash}.Marshal())}, s)
	if err != nil {
		a.t.Fatal(err)
	}
	resp, err := http.Post(w.URL+"/add-checkpoint", "text/plain", strings.NewReader(fmt.Sprintf("old %d\n\n%s", old, cp)))
	if err != nil {
		a.t.Fatal(err)
	}
	defer resp.Body.Close()
	b, err := io.ReadAll(resp.Body)
	if err != nil {
		a.t.Fatal(err)
	}
	return resp.StatusCode, string(b), cp
}

func TestAWitnessRemembersAcrossRestarts(t *testing.T) {
	random := rand.NewChaCha8([32]byte{1})
	logKey, err := publog.GenerateLogKey(random, "log.example")
	if err != nil {
		t.Fatal(err)
	}
	key, err := publog.GenerateWitnessKey(random, "witness.example")
	if err != nil {
		t.Fatal(err)
	}
	cfg := witness.Config{Key: key, Logs: []string{logKey.Public}, StateDir: t.TempDir()}
	start := func() *witness.Witness {
		w, err := witness.Start(t.Context(), cfg)
		if err != nil {
			t.Fatal(err)
		}
		return w
	}
	stop := func(w *witness.Witness) {
		ctx, cancel := context.WithTimeout(context.Background(), 5*time.Second)
		defer cancel()
		if err := w.Close(ctx); err != nil {
			t.Error(err)
		}
	}
	us := asked{t, logKey, "log.example"}

	w := start()
	status, sig, cp := us.ask(w, 0, 5, 'a')
	if status != http.StatusOK {
		t.Fatalf("first checkpoint: %d", status)
	}
	v, err := fnote.NewVerifierForCosignatureV1(w.VerifierKey)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := note.Open(append(cp, sig...), note.VerifierList(v)); err != nil {
		t.Errorf("cosignature: %v", err)
	}
	stop(w)

	w = start()
	defer stop(w)
	if status, body, _ := us.ask(w, 0, 6, 'b'); status != http.StatusConflict || body != "5\n" {
		t.Errorf("asked as if it knew nothing: %d %q, want 409 and the size it holds", status, body)
	}
	if status, _, _ := us.ask(w, 5, 5, 'b'); status != http.StatusUnprocessableEntity && status != http.StatusConflict {
		t.Errorf("another tree of the same size: %d", status)
	}
	if status, _, _ := us.ask(w, 5, 6, 'b'); status != http.StatusUnprocessableEntity {
		t.Errorf("a longer tree without consistency proof: %d", status)
	}
	if status, _, _ := us.ask(w, 5, 4, 'b'); status == http.StatusOK {
		t.Error("cosigned a shorter tree")
	}
	if status, _, _ := us.ask(w, 5, 5, 'a'); status != http.StatusOK {
		t.Errorf("the same checkpoint again: %d", status)
	}
	if status, _, _ := (asked{t, logKey, "other.example"}).ask(w, 0, 1, 'a'); status != http.StatusNotFound {
		t.Errorf("unknown log: %d", status)
	}
	thief, err := publog.GenerateLogKey(random, "log.example")
	if err != nil {
		t.Fatal(err)
	}
	if status, _, _ := (asked{t, thief, "log.example"}).ask(w, 5, 6, 'a'); status != http.StatusForbidden {
		t.Errorf("signed by another key: %d", status)
	}
}

func TestStartRefuses(t *testing.T) {
	random := rand.NewChaCha8([32]byte{2})
	logKey, _ := publog.GenerateLogKey(random, "log.example")
	key, _ := publog.GenerateWitnessKey(random, "witness.example")
	good := witness.Config{Key: key, Logs: []string{logKey.Public}, StateDir: t.TempDir()}
	for want, change := range map[string]func(*witness.Config){
		"not a witness's": func(c *witness.Config) { c.Key = logKey },
		"no log to watch": func(c *witness.Config) { c.Logs = nil },
		"log key":         func(c *witness.Config) { c.Logs = []string{"x"} },
		"two keys":        func(c *witness.Config) { c.Logs = append(c.Logs, c.Logs[0]) },
		"no folder":       func(c *witness.Config) { c.StateDir = "" },
		"listen":          func(c *witness.Config) { c.Addr = "256.0.0.1:1" },
	} {
		cfg := good
		change(&cfg)
		if w, err := witness.Start(t.Context(), cfg); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("got %v, want %q", err, want)
			if w != nil {
				_ = w.Close(t.Context())
			}
		}
	}
}
