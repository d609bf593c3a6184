package fetch_test

import (
	"bytes"
	"context"
	"crypto/ed25519"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"strings"
	"sync"
	"testing"
	"time"

	"plimsoll/journal"
	"plimsoll/lists"
	"plimsoll/lists/fetch"
)

// A harbour list is lines of text: a heading, and a line for each person.
//
//	HARBOUR BOARD
//	1 Thessaly Vorrick
//
// A second part, if there is one, begins with HARBOUR ALIASES.
const (
	heading = "HARBOUR BOARD\n"
	aliases = "HARBOUR ALIASES\n"
)

func harbour(s lists.Source) lists.Authority {
	sniff := func(_ string, head []byte) string {
		switch {
		case bytes.HasPrefix(head, []byte(heading)):
			return "main"
		case bytes.HasPrefix(head, []byte(aliases)):
			return "aliases"
		}
		return ""
	}
	s.Dataset = "zz_harbour"
	return lists.Authority{
		ID: "zz_board", Title: "Harbour Board of Zubrowka", Sources: []lists.Source{s},
		Formats: []lists.Format{{Name: "text", Parts: []string{"main", "aliases"}, Sniff: sniff, Parse: parseHarbour}},
	}
}

func parseHarbour(ctx context.Context, in lists.Input, emit lists.Emit) (*lists.Parsed, error) {
	r := lists.NewReading(ctx, in, emit, "zz_harbour", "Harbour Board")
	f := in.Files[0]
	data, err := io.ReadAll(f.Reader())
	if err != nil {
		return nil, err
	}
	for i, line := range strings.Split(strings.TrimSpace(string(data)), "\n")[1:] {
		number, name, ok := strings.Cut(line, " ")
		if !ok {
			return nil, &lists.ParseError{File: f.Name, Line: i + 2, Offset: -1, Reason: "no name"}
		}
		v := lists.Value{Text: name, Raw: name, Place: fmt.Sprintf("line %d", i+2), Exhibit: f.Exhibit}
		e := r.Entry("zz_board-"+number, "Person")
		e.Party.Add("name", v)
		e.Listed(v)
		r.Counts["individuals"]++
		if err := e.Emit(v); err != nil {
			return nil, err
		}
	}
	return r.Done()
}

// board is a harbour list of n persons.
func board(n int) string {
	var b strings.Builder
	b.WriteString(heading)
	for i := range n {
		fmt.Fprintf(&b, "%d Thessaly Vorrick %d\n", i, i)
	}
	return b.String()
}

// memory keeps blobs and exhibits.
type memory struct {
	mu       sync.Mutex
	blobs    map[string][]byte
	exhibits map[string]string // the file's name by its hash
	sources  []string
}

func (m *memory) WriteFrom(_ context.Context, key string, r io.Reader) error {
	data, err := io.ReadAll(r)
	m.mu.Lock()
	defer m.mu.Unlock()
	m.blobs[key] = data
	return err
}

func (m *memory) Open(_ context.Context, key string) (io.ReadCloser, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	data, ok := m.blobs[key]
	if !ok {
		return nil, fmt.Errorf("no blob %s", key)
	}
	return io.NopCloser(bytes.NewReader(data)), nil
}

func (m *memory) Exists(_ context.Context, key string) (bool, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	_, ok := m.blobs[key]
	return ok, nil
}

type exhibits struct{ *memory }

func (x exhibits) Add(_ context.Context, _ journal.Signer, f lists.File, source string) error {
	x.mu.Lock()
	defer x.mu.Unlock()
	if _, ok := x.exhibits[f.Exhibit]; !ok {
		x.exhibits[f.Exhibit] = f.Name
		x.sources = append(x.sources, source)
	}
	return nil
}

// Open never gives an exhibit back: nothing here releases a hold.
func (exhibits) Open(context.Context, string) (io.ReadCloser, error) {
	return nil, errors.New("not kept")
}

// store is a journal's store that can fail once, as a crash would.
type store struct {
	journal.Memory
	failing string // the kind of event
}

func (s *store) Append(ctx context.Context, e journal.Event) error {
	if e.Kind == s.failing {
		s.failing = ""
		return errors.New("killed")
	}
	return s.Memory.Append(ctx, e)
}

// bench is a library that is brought up to date from a server of the test's.
type bench struct {
	t       *testing.T
	store   *store
	memory  *memory
	journal *journal.Journal
	lib     *lists.Library
	state   *fetch.State
	by      journal.Signer
	limits  fetch.Limits
	client  *http.Client
	env     map[string]string

	mu     sync.Mutex
	waits  []time.Duration
	asleep func()
	seen   []string // what the observer was told
}

var today = time.Date(2026, 3, 9, 12, 0, 0, 0, time.UTC)

func newBench(t *testing.T, a ...lists.Authority) *bench {
	t.Helper()
	seed := sha256.Sum256([]byte("operator"))
	b := &bench{
		t: t, store: &store{}, memory: &memory{blobs: map[string][]byte{}, exhibits: map[string]string{}},
		by:     journal.Signer{Actor: "operator", Key: ed25519.NewKeyFromSeed(seed[:])},
		limits: fetch.DefaultLimits(), client: fetch.NewClient(), env: map[string]string{},
	}
	b.open(a...)
	act, err := journal.Enrol(b.by, today, journal.Actor{
		ID: "operator", Roles: []string{journal.RoleOperator}, Key: b.by.Key.Public().(ed25519.PublicKey),
	})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := b.journal.Append(t.Context(), act, nil); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(b.client.CloseIdleConnections)
	t.Cleanup(func() {
		if left, _ := os.ReadDir(b.lib.Spool); len(left) > 0 {
			t.Errorf("%d temporary files are left", len(left))
		}
	})
	return b
}

// open starts anew from what is stored, as after a restart.
func (b *bench) open(a ...lists.Authority) {
	b.t.Helper()
	b.lib, b.state = lists.NewLibrary(b.memory, nil, exhibits{b.memory}, a), &fetch.State{}
	b.lib.Spool = b.t.TempDir()
	j, err := journal.Open(b.t.Context(), b.store, func() time.Time { return today }, b.lib.Apply, b.state.Apply)
	if err != nil {
		b.t.Fatal(err)
	}
	b.journal = j
	b.lib.Use(j)
}

func (b *bench) syncer() *fetch.Syncer {
	return &fetch.Syncer{
		World: fetch.World{
			Client: b.client, Now: func() time.Time { return today }, UserAgent: "plimsoll/test",
			Random: func() float64 { return 0.5 }, Getenv: func(k string) string { return b.env[k] },
			Sleep: func(ctx context.Context, d time.Duration) error {
				b.mu.Lock()
				defer b.mu.Unlock()
				b.waits = append(b.waits, d)
				if b.asleep != nil {
					b.asleep()
				}
				return ctx.Err()
			},
		},
		Limits: b.limits, Library: b.lib, Journal: b.journal, State: b.state, By: b.by, Observer: b, Parallel: 2,
	}
}

func (b *bench) syncAll(ctx context.Context) []fetch.Outcome {
	return b.syncer().Sync(ctx, fetch.Jobs(b.lib.Authorities()))
}

// sync brings the one source up to date.
func (b *bench) sync() fetch.Outcome {
	b.t.Helper()
	out := b.syncAll(b.t.Context())
	if len(out) != 1 {
		b.t.Fatalf("%d outcomes", len(out))
	}
	return out[0]
}

// syncs is sync with what must become of it, and what its error must say.
func (b *bench) syncs(want fetch.Status, says ...string) fetch.Outcome {
	b.t.Helper()
	o := b.sync()
	if o.Outcome != want {
		b.t.Fatalf("outcome %s (%v), want %s", o.Outcome, o.Err, want)
	}
	for _, s := range says {
		if !strings.Contains(o.Error, s) {
			b.t.Errorf("error %q does not say %q", o.Error, s)
		}
	}
	return o
}

// serves checks how many persons the snapshot has that serves now; 0 is none.
func (b *bench) serves(n int) {
	b.t.Helper()
	s, err := b.lib.Current(b.t.Context(), "zz_harbour")
	switch {
	case n == 0 && !errors.Is(err, lists.ErrNoSnapshot):
		b.t.Errorf("there is a snapshot of %v", s)
	case n > 0 && err != nil:
		b.t.Error(err)
	case n > 0 && len(s.Entities) != n:
		b.t.Errorf("%d entities serve, want %d", len(s.Entities), n)
	}
}

// events lists the journal's events of a kind.
func (b *bench) events(kind string) (out []journal.Event) {
	b.t.Helper()
	if err := b.store.Read(b.t.Context(), 1, func(e journal.Event) error {
		if e.Kind == kind {
			out = append(out, e)
		}
		return nil
	}); err != nil {
		b.t.Fatal(err)
	}
	return out
}

func (b *bench) recorded(n int) {
	b.t.Helper()
	if got := len(b.events(fetch.KindFetched)); got != n {
		b.t.Errorf("%d fetches are recorded, want %d", got, n)
	}
}

func (b *bench) tell(format string, a ...any) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.seen = append(b.seen, fmt.Sprintf(format, a...))
}

func (b *bench) Attempt(d, _ string, n int)    { b.tell("%s attempt %d", d, n) }
func (b *bench) Read(d string, n, total int64) { b.tell("%s read %d of %d", d, n, total) }
func (b *bench) Waiting(d string, w time.Duration, why error) {
	b.tell("%s waits %v: %v", d, w, why)
}
func (b *bench) Importing(d string)   { b.tell("%s imports", d) }
func (b *bench) Done(o fetch.Outcome) { b.tell("%s is %s", o.Dataset, o.Outcome) }

// site is a server whose answers the test writes one by one.
type site struct {
	*httptest.Server
	mu       sync.Mutex
	requests []*http.Request
	answer   http.HandlerFunc
}

func newSite(t *testing.T, answer http.HandlerFunc) *site {
	t.Helper()
	s := &site{answer: answer}
	s.Server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		s.mu.Lock()
		s.requests = append(s.requests, r)
		a := s.answer
		s.mu.Unlock()
		a(w, r)
	}))
	t.Cleanup(s.Close)
	return s
}

func (s *site) answers(a http.HandlerFunc) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.answer = a
}

func (s *site) asked() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return len(s.requests)
}

func (s *site) last() http.Header {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.requests[len(s.requests)-1].Header
}

// gives answers with a body and its ETag, or with "not modified".
func gives(etag, body string) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		if etag != "" {
			w.Header().Set("ETag", etag)
			if r.Header.Get("If-None-Match") == etag {
				w.WriteHeader(http.StatusNotModified)
				return
			}
		}
		_, _ = io.WriteString(w, body)
	}
}

func refuses(code int) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(code) }
}

// inTurn gives the answers one after the other, the last one for ever.
func inTurn(answers ...http.HandlerFunc) http.HandlerFunc {
	var mu sync.Mutex
	n := 0
	return func(w http.ResponseWriter, r *http.Request) {
		mu.Lock()
		a := answers[min(n, len(answers)-1)]
		n++
		mu.Unlock()
		a(w, r)
	}
}

// newSync is a bench whose one source is a site.
func newSync(t *testing.T, answer http.HandlerFunc) (*bench, *site) {
	t.Helper()
	s := newSite(t, answer)
	return newBench(t, harbour(lists.Source{URLs: []string{s.URL + "/board.txt"}})), s
}

func hashOf(s string) string {
	sum := sha256.Sum256([]byte(s))
	return hex.EncodeToString(sum[:])
}
