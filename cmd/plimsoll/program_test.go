package main_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"io"
	"math/rand/v2"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"plimsoll/journal"
	"plimsoll/store"
)

// These tests run the program itself, built as a user builds it.

var program = sync.OnceValues(func() (string, error) {
	dir, err := os.MkdirTemp("", "plimsoll-test")
	if err != nil {
		return "", err
	}
	bin := filepath.Join(dir, "plimsoll")
	out, err := exec.Command("go", "build", "-o", bin, ".").CombinedOutput()
	if err != nil {
		return "", errors.New(string(out))
	}
	return bin, nil
})

func TestMain(m *testing.M) {
	code := m.Run()
	if bin, err := program(); err == nil {
		_ = os.RemoveAll(filepath.Dir(bin))
	}
	os.Exit(code)
}

type result struct {
	stdout, stderr string
	code           int
}

func plimsoll(t *testing.T, args ...string) result {
	t.Helper()
	return plimsollFrom(t, nil, args...)
}

func plimsollFrom(t *testing.T, stdin io.Reader, args ...string) result {
	t.Helper()
	bin, err := program()
	if err != nil {
		t.Fatal(err)
	}
	var stdout, stderr bytes.Buffer
	cmd := exec.Command(bin, args...)
	cmd.Stdin, cmd.Stdout, cmd.Stderr = stdin, &stdout, &stderr
	err = cmd.Run()
	var exit *exec.ExitError
	if err != nil && !errors.As(err, &exit) {
		t.Fatal(err)
	}
	return result{stdout.String(), stderr.String(), cmd.ProcessState.ExitCode()}
}

func (r result) ok(t *testing.T) result {
	t.Helper()
	if r.code != 0 {
		t.Fatalf("exit code %d\n%s\n%s", r.code, r.stdout, r.stderr)
	}
	return r
}

func (r result) refused(t *testing.T, code int, says ...string) {
	t.Helper()
	if r.code != code {
		t.Errorf("exit code %d, want %d\n%s\n%s", r.code, code, r.stdout, r.stderr)
	}
	for _, s := range says {
		if !strings.Contains(r.stderr, s) {
			t.Errorf("stderr lacks %q:\n%s", s, r.stderr)
		}
	}
}

func TestTheDemoDoesItsSixSteps(t *testing.T) {
	data := filepath.Join(t.TempDir(), "data")
	r := plimsoll(t, "demo", "--once", "--json", "--data", data).ok(t)
	var steps []string
	for _, line := range strings.Split(strings.TrimSpace(r.stdout), "\n") {
		var s struct {
			Step    string         `json:"step"`
			Figures map[string]any `json:"figures"`
		}
		if err := json.Unmarshal([]byte(line), &s); err != nil || len(s.Figures) == 0 {
			t.Fatalf("line %q: %v", line, err)
		}
		steps = append(steps, s.Step)
	}
	if got := strings.Join(steps, " "); got != "lists ships lead finding publish alert" {
		t.Errorf("steps: %s", got)
	}
	proof := filepath.Join(data, "published", "PF-2026-001.tlog-proof")
	policy := filepath.Join(data, "published", "log.policy")
	plimsoll(t, "log", "verify", proof, "--policy", policy).ok(t)

	document := filepath.Join(data, "published", "PF-2026-001.json")
	raw, err := os.ReadFile(document)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Contains(raw, []byte("nobody saw a hose")) || !bytes.Contains(raw, []byte("invented")) {
		t.Error("the published document lacks the dissent, or does not say that its world is invented")
	}
	blurred := bytes.Replace(raw, []byte("nobody saw a hose"), []byte("somebody saw a hose"), 1)
	if err := os.WriteFile(document, blurred, 0o600); err != nil {
		t.Fatal(err)
	}
	plimsoll(t, "log", "verify", proof, "--policy", policy).refused(t, 1, "NOT proven")

	plimsoll(t, "log", "check", "--data", data).ok(t)
	plimsoll(t, "vault", "verify", "--data", data).ok(t)
	before := plimsoll(t, "journal", "verify", "--data", data).ok(t).stdout
	plimsoll(t, "demo", "--once", "--data", data).ok(t)
	if after := plimsoll(t, "journal", "verify", "--data", data).ok(t).stdout; after != before {
		t.Errorf("a second run changed the journal:\n%s\n%s", before, after)
	}
}

// hashes reads the chain as it lies on disk.
func hashes(t *testing.T, data string) []string {
	t.Helper()
	if _, err := os.Stat(filepath.Join(data, "plimsoll.db")); errors.Is(err, os.ErrNotExist) {
		return nil
	}
	d, err := store.Open(context.Background(), data)
	if err != nil {
		t.Fatal(err)
	}
	defer d.Close()
	var out []string
	if _, err := journal.Open(context.Background(), d.Journal(), time.Now, func(e journal.Event) error {
		out = append(out, e.Hash)
		return nil
	}); err != nil {
		t.Fatal(err)
	}
	return out
}

// The program is killed at twenty random moments of the demo. Whatever was in
// the journal stays, in its place; the run after the last kill completes, and
// nothing was done twice.
func TestAKillLosesNothingThatWasAcknowledged(t *testing.T) {
	bin, err := program()
	if err != nil {
		t.Fatal(err)
	}
	began := time.Now()
	plimsoll(t, "demo", "--once", "--data", filepath.Join(t.TempDir(), "whole")).ok(t)
	whole := time.Since(began)
	seed := uint64(time.Now().UnixNano())
	t.Logf("a whole run takes %s; seed %d", whole, seed)
	rng := rand.New(rand.NewPCG(seed, 1))
	data := filepath.Join(t.TempDir(), "data")
	acknowledged := map[string]bool{}
	var chain []string
	for kill := range 20 {
		if kill%5 == 4 { // from the start again, so that early moments are hit too
			data, chain, acknowledged = filepath.Join(t.TempDir(), "data"), nil, map[string]bool{}
		}
		var stdout bytes.Buffer
		cmd := exec.Command(bin, "demo", "--once", "--json", "--data", data)
		cmd.Stdout = &stdout
		if err := cmd.Start(); err != nil {
			t.Fatal(err)
		}
		time.Sleep(time.Duration(rng.Int64N(int64(whole))))
		_ = cmd.Process.Kill()
		_ = cmd.Wait()
		now := hashes(t, data)
		if len(now) < len(chain) || strings.Join(now[:len(chain)], "") != strings.Join(chain, "") {
			t.Fatalf("kill %d: the journal lost or changed events: %d of %d", kill, len(now), len(chain))
		}
		chain = now
		for _, line := range strings.Split(stdout.String(), "\n") {
			var s struct{ Step string }
			if json.Unmarshal([]byte(line), &s) == nil && s.Step != "" {
				acknowledged[s.Step] = true
			}
		}
		for step, kind := range map[string]string{"lists": "snapshot.imported", "ships": "voyage.watched", "lead": "lead.opened", "finding": "stance.taken", "publish": "finding.published", "alert": "alert.raised"} {
			if acknowledged[step] && !strings.Contains(plimsoll(t, "journal", "show", "--json", "--kind", kind, "--data", data).ok(t).stdout, kind) {
				t.Fatalf("kill %d: step %s was acknowledged and has no %s in the journal", kill, step, kind)
			}
		}
	}
	plimsoll(t, "demo", "--once", "--data", data).ok(t)
	now := hashes(t, data)
	if strings.Join(now[:len(chain)], "") != strings.Join(chain, "") {
		t.Fatal("the last run changed events")
	}
	for kind, want := range map[string]int{"finding.drafted": 1, "finding.released": 1, "finding.published": 1, "lead.opened": 1, "alert.raised": 2, "stance.taken": 3, "voyage.watched": 1, "snapshot.imported": 4} {
		out := plimsoll(t, "journal", "show", "--json", "--kind", kind, "--data", data).ok(t).stdout
		if n := strings.Count(out, "\n"); n != want {
			t.Errorf("%d events %s, want %d", n, kind, want)
		}
	}
	var report struct{ Entries int }
	if err := json.Unmarshal([]byte(plimsoll(t, "log", "check", "--json", "--data", data).ok(t).stdout), &report); err != nil || report.Entries != 1 {
		t.Errorf("the public log has %d entries (%v), want 1", report.Entries, err)
	}
	plimsoll(t, "vault", "verify", "--data", data).ok(t)
}

func TestBadInputIsMetWithItsPlace(t *testing.T) {
	dir := t.TempDir()
	data := filepath.Join(dir, "data")
	file := func(name, text string) string {
		path := filepath.Join(dir, name)
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		return path
	}
	good := file("good.csv", "# dataset: mine\n# published: 2026-03-01\nid,schema,name\nA,Person,Nobody At All\n")
	plimsoll(t, "lists", "import", good, "--data", data).ok(t)
	before := plimsoll(t, "lists", "show", "--json", "--data", data).ok(t).stdout

	plimsoll(t, "lists", "import", file("column.csv", "id,schema,name,passprtNumber\nA,Person,B,1\n"), "--data", data).
		refused(t, 1, "column.csv", "passprtNumber", "passportNumber")
	plimsoll(t, "lists", "import", file("cut.xml", `<?xml version="1.0"?><CONSOLIDATED_LIST dateGenerated="2026-02-27T00:00:09Z"><INDIVIDUALS><INDIVIDUAL><DATAID>1</DATAID>`), "--data", data).
		refused(t, 1, "cut.xml", "line 1")
	if after := plimsoll(t, "lists", "show", "--json", "--data", data).ok(t).stdout; after != before {
		t.Errorf("a refused file changed the snapshots:\n%s\nwas\n%s", after, before)
	}
	damaged := file("feed.nmea", "!AIVDM,1,1,,A,14eG;o@034o8sd<L9i:a;WF>062D,0*7D\n!AIVDM,1,1,,A,14eG;o@034o8sd<L9i:a;WF>062D,0*00\n")
	r := plimsoll(t, "watch", damaged).ok(t)
	if !strings.Contains(r.stderr, "lines 2") {
		t.Errorf("the damaged line is not named:\n%s", r.stderr)
	}
	plimsoll(t, "watch", damaged, "--strict").refused(t, 1, "line 2")
	plimsoll(t, "lists", "import", "--dry", good).refused(t, 2, "--dry")
	plimsoll(t, "demo", "--onc").refused(t, 2, "--once")
	plimsoll(t, "journal", "verify", "--data", filepath.Join(dir, "nowhere")).refused(t, 1, "there is no data directory")
	for _, looking := range [][]string{{"match", "Anybody"}, {"leads"}, {"alerts"}, {"lists", "show"}, {"vault", "verify"}, {"log", "check"}} {
		plimsoll(t, append(looking, "--data", filepath.Join(dir, "nowhere"))...).refused(t, 1, "there is no data directory")
	}
	if _, err := os.Stat(filepath.Join(dir, "nowhere")); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("looking made a data directory: %v", err)
	}
	newer := filepath.Join(dir, "newer")
	if err := os.MkdirAll(newer, 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(newer, "plimsoll.json"), []byte(`{"program":"plimsoll","format":99}`), 0o600); err != nil {
		t.Fatal(err)
	}
	plimsoll(t, "lists", "show", "--data", newer).refused(t, 1, "format 99", "nothing was touched")
}

func TestABookIsScreenedOnce(t *testing.T) {
	dir := t.TempDir()
	data, book := filepath.Join(dir, "data"), filepath.Join(dir, "book.csv")
	list := filepath.Join(dir, "list.csv")
	for path, text := range map[string]string{
		list: "# dataset: mine\n# published: 2026-03-01\n# topics: sanction\nid,schema,name,imoNumber\nV,Vessel,ORRIN TALE,0990011\n",
		book: "id,schema,name,imoNumber\n1,Vessel,Another Name,0990011\n2,Vessel,Somebody Else,0990023\n",
	} {
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	plimsoll(t, "lists", "import", list, "--data", data).ok(t)
	for range 2 {
		r := plimsoll(t, "desk", "screen", book, "--institution", "A bank", "--json", "--data", data).ok(t)
		if strings.Count(r.stdout, "\n") != 1 || !strings.Contains(r.stdout, `"status":"listed"`) {
			t.Errorf("alerts:\n%s", r.stdout)
		}
	}
	if r := plimsoll(t, "journal", "show", "--kind", "alert.raised", "--json", "--data", data).ok(t); strings.Count(r.stdout, "\n") != 1 {
		t.Errorf("raised more than once:\n%s", r.stdout)
	}
}

func TestAPortInUseIsSaidBeforeAnyWork(t *testing.T) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	data := filepath.Join(t.TempDir(), "data")
	plimsoll(t, "demo", "--addr", l.Addr().String(), "--data", data).refused(t, 1, "is in use", "--addr")
	if _, err := os.Stat(data); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("the data directory was made: %v", err)
	}
}

func TestEveryCommandHasHelp(t *testing.T) {
	for _, args := range [][]string{{}, {"demo"}, {"lists", "import"}, {"match"}, {"screen"}, {"watch"}, {"log", "verify"}, {"journal", "verify"}, {"regime", "check"}} {
		r := plimsoll(t, append(args, "--help")...).ok(t)
		if !strings.Contains(r.stdout, "--data") || !strings.Contains(r.stdout, "--json") {
			t.Errorf("help of %v:\n%s", args, r.stdout)
		}
	}
}
