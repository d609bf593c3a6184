package lists_test

import (
	"bytes"
	"context"
	"crypto/ed25519"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"plimsoll/journal"
	"plimsoll/lists"
	"plimsoll/lists/registry"
)

// memory is a journal store, a blob store and a vault in one.
type memory struct {
	mu       sync.Mutex
	events   []journal.Event
	blobs    map[string][]byte
	exhibits map[string][]byte
	sources  []string
	failNext string // "append" or "blob": fail once, as a crash would
}

func (m *memory) crash(what string) error {
	if m.failNext == what {
		m.failNext = ""
		return errors.New("killed")
	}
	return nil
}

func (m *memory) Append(_ context.Context, e journal.Event) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	if e.Kind == lists.KindImported {
		if err := m.crash("append"); err != nil {
			return err
		}
	}
	if e.Seq != int64(len(m.events))+1 {
		return journal.ErrMoved
	}
	m.events = append(m.events, e)
	return nil
}

func (m *memory) Read(_ context.Context, from int64, fn func(journal.Event) error) error {
	m.mu.Lock()
	events := m.events[min(int(from-1), len(m.events)):]
	m.mu.Unlock()
	for _, e := range events {
		if err := fn(e); err != nil {
			return err
		}
	}
	return nil
}

type blobs struct{ *memory }

func (b blobs) Write(_ context.Context, key string, data []byte) error {
	b.mu.Lock()
	defer b.mu.Unlock()
	if err := b.crash("blob"); err != nil {
		return err
	}
	b.blobs[key] = bytes.Clone(data)
	return nil
}

func (b blobs) Read(_ context.Context, key string) ([]byte, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	data, ok := b.blobs[key]
	if !ok {
		return nil, fmt.Errorf("no blob %s", key)
	}
	return data, nil
}

func (b blobs) Exists(_ context.Context, key string) (bool, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	_, ok := b.blobs[key]
	return ok, nil
}

type vault struct{ *memory }

func (v vault) Add(_ context.Context, _ journal.Signer, _ string, data []byte, source string) (string, error) {
	v.mu.Lock()
	defer v.mu.Unlock()
	sum := sha256.Sum256(data)
	id := hex.EncodeToString(sum[:])
	v.exhibits[id] = bytes.Clone(data)
	v.sources = append(v.sources, source)
	return id, nil
}

// desk is an opened library and who works at it.
type desk struct {
	t       *testing.T
	store   *memory
	journal *journal.Journal
	lib     *lists.Library
	by      journal.Signer
	clock   *time.Time
}

func newDesk(t *testing.T) *desk {
	t.Helper()
	now := time.Date(2026, 3, 9, 12, 0, 0, 0, time.UTC)
	seed := sha256.Sum256([]byte("operator"))
	d := &desk{
		t: t, clock: &now, by: journal.Signer{Actor: "operator", Key: ed25519.NewKeyFromSeed(seed[:])},
		store: &memory{blobs: map[string][]byte{}, exhibits: map[string][]byte{}},
	}
	d.open()
	act, err := journal.Enrol(d.by, now, journal.Actor{
		ID: "operator", Roles: []string{journal.RoleOperator}, Key: d.by.Key.Public().(ed25519.PublicKey),
	})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := d.journal.Append(t.Context(), act, nil); err != nil {
		t.Fatal(err)
	}
	return d
}

// open starts anew from what is stored, as after a restart.
func (d *desk) open() {
	d.t.Helper()
	d.lib = lists.NewLibrary(blobs{d.store}, nil, vault{d.store}, registry.All())
	j, err := journal.Open(d.t.Context(), d.store, func() time.Time { return *d.clock }, d.lib.Apply)
	if err != nil {
		d.t.Fatal(err)
	}
	d.journal = j
	d.lib.Use(j)
}

func (d *desk) try(name, data string, o lists.ImportOptions) (lists.Snapshot, lists.Changes, error) {
	return d.lib.Import(d.t.Context(), d.by, name, strings.NewReader(data), o)
}

func (d *desk) imports(name, data string, o lists.ImportOptions) (lists.Snapshot, lists.Changes) {
	d.t.Helper()
	s, c, err := d.try(name, data, o)
	if err != nil {
		d.t.Fatal(err)
	}
	return s, c
}

func (d *desk) current(dataset string) *lists.Snapshot {
	d.t.Helper()
	s, err := d.lib.Current(d.t.Context(), dataset)
	if err != nil {
		d.t.Fatal(err)
	}
	return s
}

// board makes an own list of n persons published on a day ("" for none).
func board(published string, n int) string {
	var b strings.Builder
	if published != "" {
		fmt.Fprintf(&b, "# published: %s\n", published)
	}
	b.WriteString("id,schema,name\n")
	for i := range n {
		fmt.Fprintf(&b, "P%d,Person,Thessaly Vorrick %d\n", i, i)
	}
	return b.String()
}

func unList(t *testing.T) string {
	t.Helper()
	data, err := os.ReadFile("un/testdata/traps.xml")
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}

func TestImportKeepsExhibitSnapshotAndEvent(t *testing.T) {
	d := newDesk(t)
	data := unList(t)
	snap, changes := d.imports("consolidated.xml", data, lists.ImportOptions{})
	sum := sha256.Sum256([]byte(data))
	if snap.Exhibit != hex.EncodeToString(sum[:]) || string(d.store.exhibits[snap.Exhibit]) != data {
		t.Error("the exhibit is not the file")
	}
	if !strings.HasPrefix(d.store.sources[0], "https://scsanctions.un.org/") {
		t.Errorf("the exhibit's source is %q", d.store.sources[0])
	}
	if len(changes.Added) != len(snap.Entities) || len(changes.Warnings) == 0 {
		t.Errorf("%d added of %d, %d warnings", len(changes.Added), len(snap.Entities), len(changes.Warnings))
	}
	last := d.store.events[len(d.store.events)-1]
	if last.Kind != lists.KindImported || last.Subject != "un_sc" || last.Actor != "operator" {
		t.Errorf("event %s %s by %s", last.Kind, last.Subject, last.Actor)
	}
	for _, s := range snap.Entities[0].Statements {
		if s.Exhibit != snap.Exhibit {
			t.Errorf("statement without its exhibit: %+v", s)
		}
	}
	d.open()
	again := d.current("un_sc")
	if diff := cmp.Diff(snap, *again); diff != "" {
		t.Errorf("after a restart (-before +after):\n%s", diff)
	}
}

func TestTheSameBytesAgainAreUnchanged(t *testing.T) {
	d := newDesk(t)
	first, _ := d.imports("board.csv", board("", 3), lists.ImportOptions{})
	events := len(d.store.events)
	*d.clock = d.clock.Add(48 * time.Hour)
	second, changes := d.imports("board.csv", board("", 3), lists.ImportOptions{})
	if !changes.Unchanged || len(d.store.events) != events || second.ID != first.ID || len(d.store.sources) != 1 {
		t.Errorf("unchanged %v, %d events, %d exhibits", changes.Unchanged, len(d.store.events)-events, len(d.store.sources))
	}
}

func TestGoingBackToAnEarlierFileIsAChange(t *testing.T) {
	d := newDesk(t)
	a, b := board("2026-03-01", 3), board("2026-03-01", 4)
	first, _ := d.imports("board.csv", a, lists.ImportOptions{})
	d.imports("board.csv", b, lists.ImportOptions{})
	_, changes := d.imports("board.csv", a, lists.ImportOptions{AllowDrop: true})
	if changes.Unchanged || len(changes.Removed) != 1 || d.current("board").ID != first.ID {
		t.Errorf("got %+v", changes)
	}
}

func TestARefusedFileLeavesTheSnapshotBefore(t *testing.T) {
	d := newDesk(t)
	good := unList(t)
	first, _ := d.imports("consolidated.xml", good, lists.ImportOptions{})
	events := len(d.store.events)
	for name, data := range map[string]string{
		"cut":       good[:len(good)*2/3],
		"HTML":      "<html><body>Down</body></html>",
		"JSON":      `{"status":500}`,
		"empty":     "",
		"duplicate": strings.Replace(good, "ZZi.063 .1", "ZZi.001", 1),
	} {
		_, _, err := d.try("consolidated.xml", data, lists.ImportOptions{Dataset: "un_sc", AllowDrop: true})
		var bad *lists.ParseError
		if !errors.As(err, &bad) || bad.File != "consolidated.xml" {
			t.Errorf("%s: not refused with a ParseError: %v", name, err)
		}
		sum := sha256.Sum256([]byte(data))
		if _, kept := d.store.exhibits[hex.EncodeToString(sum[:])]; !kept {
			t.Errorf("%s: what was refused is not kept as an exhibit", name)
		}
	}
	if d.current("un_sc").ID != first.ID || len(d.store.events) != events {
		t.Error("a refused file changed something")
	}
}

func TestALargeDropIsHeldUntilItIsAllowed(t *testing.T) {
	d := newDesk(t)
	first, _ := d.imports("board.csv", board("2026-03-01", 100), lists.ImportOptions{})
	if _, c := d.imports("board.csv", board("2026-03-02", 95), lists.ImportOptions{}); len(c.Removed) != 5 {
		t.Errorf("a drop of 5 %% was %+v", c)
	}
	_, _, err := d.try("board.csv", board("2026-03-03", 90), lists.ImportOptions{})
	var held *lists.HeldError
	if !errors.As(err, &held) || held.Before != 95 || held.After != 90 {
		t.Fatalf("got %v", err)
	}
	if n := len(d.current("board").Entities); n != 95 {
		t.Errorf("the held list counts: %d entities", n)
	}
	if _, c := d.imports("board.csv", board("2026-03-03", 90), lists.ImportOptions{AllowDrop: true}); len(c.Removed) != 5 {
		t.Errorf("the allowed drop was %+v", c)
	}
	asOf, err := d.lib.AsOf(t.Context(), "board", time.Date(2026, 3, 1, 23, 0, 0, 0, time.UTC))
	if err != nil || asOf.ID != first.ID || len(asOf.Entities) != 100 {
		t.Errorf("as of the first day: %v", err)
	}
}

func TestAsOfAnswersForAnyDay(t *testing.T) {
	d := newDesk(t)
	// Out of order, as when a history is filled in later.
	for _, p := range []struct {
		day string
		n   int
	}{{"2026-03-05", 22}, {"2026-03-01", 20}, {"2026-03-03", 21}} {
		_, c := d.imports("board.csv", board(p.day, p.n), lists.ImportOptions{})
		if c.Older != (p.n != 22) {
			t.Errorf("%s: older %v", p.day, c.Older)
		}
	}
	for day, want := range map[string]int{"2026-03-01": 20, "2026-03-02": 20, "2026-03-03": 21, "2026-03-04": 21, "2026-03-05": 22, "2030-01-01": 22} {
		at, _ := time.Parse(time.DateOnly, day)
		s, err := d.lib.AsOf(t.Context(), "board", at)
		if err != nil || len(s.Entities) != want {
			t.Errorf("as of %s: %v, want %d", day, err, want)
		}
	}
	if _, err := d.lib.AsOf(t.Context(), "board", time.Date(2026, 2, 28, 0, 0, 0, 0, time.UTC)); !errors.Is(err, lists.ErrNoSnapshot) {
		t.Errorf("before the first: %v", err)
	}
	if n := len(d.current("board").Entities); n != 22 {
		t.Errorf("current has %d", n)
	}
}

func TestASlipInTheDayOfPublicationDoesNotBlockLaterLists(t *testing.T) {
	d := newDesk(t)
	d.imports("board.csv", board("2062-03-01", 3), lists.ImportOptions{})
	*d.clock = d.clock.Add(24 * time.Hour)
	d.imports("board.csv", board("2026-03-10", 4), lists.ImportOptions{})
	if n := len(d.current("board").Entities); n != 4 {
		t.Errorf("current has %d", n)
	}
}

func TestACrashBetweenBlobAndEventIsHealedByImportingAgain(t *testing.T) {
	for _, what := range []string{"blob", "append"} {
		d := newDesk(t)
		d.store.failNext = what
		if _, _, err := d.try("board.csv", board("2026-03-01", 3), lists.ImportOptions{}); err == nil {
			t.Fatal("the crash did not happen")
		}
		d.open()
		if _, err := d.lib.Current(t.Context(), "board"); !errors.Is(err, lists.ErrNoSnapshot) {
			t.Errorf("%s: half an import counts: %v", what, err)
		}
		_, c := d.imports("board.csv", board("2026-03-01", 3), lists.ImportOptions{})
		if c.Unchanged || len(d.current("board").Entities) != 3 {
			t.Errorf("%s: %+v", what, c)
		}
	}
}

func TestAnAlteredSnapshotIsNoticed(t *testing.T) {
	d := newDesk(t)
	snap, _ := d.imports("board.csv", board("2026-03-01", 3), lists.ImportOptions{})
	d.open()
	key := "snapshots/" + snap.ID + ".jsonl"
	kept := d.store.blobs[key]
	d.store.blobs[key] = bytes.Replace(kept, []byte("Vorrick 1"), []byte("Vorrick 9"), 1)
	if _, err := d.lib.Current(t.Context(), "board"); err == nil || !strings.Contains(err.Error(), "altered") {
		t.Errorf("got %v", err)
	}
	delete(d.store.blobs, key)
	if _, c := d.imports("board.csv", board("2026-03-01", 3), lists.ImportOptions{}); !c.Unchanged {
		t.Errorf("importing again is %+v", c)
	}
	if !bytes.Equal(d.store.blobs[key], kept) {
		t.Error("importing again did not put the bytes back")
	}
}

func TestDatasetsDoNotMix(t *testing.T) {
	d := newDesk(t)
	d.imports("consolidated.xml", unList(t), lists.ImportOptions{})
	d.imports("board.csv", board("2026-03-01", 3), lists.ImportOptions{})
	d.imports("board.csv", board("2026-03-01", 2), lists.ImportOptions{Dataset: "a_board"})
	if diff := cmp.Diff([]string{"a_board", "board", "un_sc"}, d.lib.Datasets()); diff != "" {
		t.Error(diff)
	}
	all, err := d.lib.All(t.Context())
	if err != nil || len(all) != 3 || all[0].Dataset != "a_board" || len(all[0].Entities) != 2 || all[2].Title == "" {
		t.Errorf("all: %v %v", all, err)
	}
	if _, _, err := d.try("board.csv", board("2026-03-01", 3), lists.ImportOptions{Dataset: "un_sc"}); err == nil || !strings.Contains(err.Error(), "give it another dataset") {
		t.Errorf("an own list went into the UN's: %v", err)
	}
	if _, _, err := d.try("board.csv", board("", 1), lists.ImportOptions{Dataset: "No Such"}); err == nil {
		t.Error("a bad dataset id was taken")
	}
	if _, err := d.lib.Current(t.Context(), "bord"); err == nil || !strings.Contains(err.Error(), "did you mean board?") {
		t.Errorf("got %v", err)
	}
}

func TestImportsAtTheSameTimeAllCount(t *testing.T) {
	d := newDesk(t)
	var wg sync.WaitGroup
	for i := range 8 {
		wg.Go(func() {
			if _, _, err := d.try("board.csv", board(fmt.Sprintf("2026-03-0%d", i+1), 50+i), lists.ImportOptions{}); err != nil {
				t.Error(err)
			}
		})
	}
	wg.Wait()
	if n := len(d.lib.History("board")); n != 8 {
		t.Errorf("%d of 8 imports are there", n)
	}
	if n := len(d.current("board").Entities); n != 57 {
		t.Errorf("current has %d", n)
	}
}

// TestRealFileIsImportedWhole needs the published copy, see TestRealFiles of
// package un.
func TestRealFileIsImportedWhole(t *testing.T) {
	base := os.Getenv("PLIMSOLL_DATA")
	if base == "" {
		t.Skip("PLIMSOLL_DATA is not set")
	}
	d := newDesk(t)
	for _, name := range []string{"consolidated_2026-01-28.xml", "consolidated_2026-02-27.xml"} {
		data, err := os.ReadFile(filepath.Join(base, "lists", "un", name))
		if err != nil {
			t.Fatal(err)
		}
		start := time.Now()
		snap, c := d.imports(name, string(data), lists.ImportOptions{})
		t.Logf("%s: %v, %d entities, %d added, %d removed, %d changed, %s", name, snap.Counts, len(snap.Entities),
			len(c.Added), len(c.Removed), len(c.Changed), time.Since(start).Round(time.Millisecond))
	}
	if diff := cmp.Diff(map[string]int{"individuals": 730, "entities": 273}, d.current("un_sc").Counts); diff != "" {
		t.Error(diff)
	}
}
