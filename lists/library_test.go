package lists_test

import (
	"bytes"
	"context"
	"crypto/ed25519"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
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

func (b blobs) WriteFrom(_ context.Context, key string, r io.Reader) error {
	data, err := io.ReadAll(r)
	if err != nil {
		return err
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	if err := b.crash("blob"); err != nil {
		return err
	}
	b.blobs[key] = bytes.Clone(data)
	return nil
}

func (b blobs) Open(_ context.Context, key string) (io.ReadCloser, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	data, ok := b.blobs[key]
	if !ok {
		return nil, fmt.Errorf("no blob %s", key)
	}
	return io.NopCloser(bytes.NewReader(data)), nil
}

func (b blobs) Exists(_ context.Context, key string) (bool, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	_, ok := b.blobs[key]
	return ok, nil
}

type vault struct{ *memory }

func (v vault) Add(_ context.Context, _ journal.Signer, f lists.File, source string) error {
	data, err := io.ReadAll(f.Reader())
	if err != nil {
		return err
	}
	v.mu.Lock()
	defer v.mu.Unlock()
	v.exhibits[f.Exhibit] = data
	v.sources = append(v.sources, source)
	return nil
}

func (v vault) Open(_ context.Context, sha string) (io.ReadCloser, error) {
	v.mu.Lock()
	defer v.mu.Unlock()
	data, ok := v.exhibits[sha]
	if !ok {
		return nil, fmt.Errorf("no exhibit %s", sha)
	}
	return io.NopCloser(bytes.NewReader(data)), nil
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
	d.lib = lists.NewLibrary(blobs{d.store}, nil, vault{d.store}, append(registry.All(), twoFiles()))
	j, err := journal.Open(d.t.Context(), d.store, func() time.Time { return *d.clock }, d.lib.Apply)
	if err != nil {
		d.t.Fatal(err)
	}
	d.journal = j
	d.lib.Use(j)
}

func (d *desk) try(name, data string, o lists.Options) (lists.Result, error) {
	return d.lib.Import(d.t.Context(), d.by, o, lists.Upload{Name: name, Reader: strings.NewReader(data), Source: "https://list.example/" + name})
}

func (d *desk) imports(name, data string, o lists.Options) lists.Result {
	d.t.Helper()
	r, err := d.try(name, data, o)
	if err != nil {
		d.t.Fatal(err)
	}
	return r
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
	r := d.imports("consolidated.xml", data, lists.Options{})
	sum := sha256.Sum256([]byte(data))
	exhibit := hex.EncodeToString(sum[:])
	if diff := cmp.Diff([]string{exhibit}, r.Exhibits); diff != "" || string(d.store.exhibits[exhibit]) != data {
		t.Error("the exhibit is not the file")
	}
	if d.store.sources[0] != "https://list.example/consolidated.xml" {
		t.Errorf("the exhibit's source is %q", d.store.sources[0])
	}
	snap := d.current("un_sc")
	if r.Added != len(snap.Entities) || r.Size != r.Added || len(r.Warnings) == 0 {
		t.Errorf("%d added of %d, %d warnings", r.Added, len(snap.Entities), len(r.Warnings))
	}
	last := d.store.events[len(d.store.events)-1]
	if last.Kind != lists.KindImported || last.Subject != "un_sc" || last.Actor != "operator" {
		t.Errorf("event %s %s by %s", last.Kind, last.Subject, last.Actor)
	}
	for _, s := range snap.Entities[0].Statements {
		if s.Exhibit != exhibit || s.Dataset != "un_sc" {
			t.Errorf("statement without its exhibit: %+v", s)
		}
	}
	d.open()
	again := d.current("un_sc")
	if diff := cmp.Diff(snap, again); diff != "" {
		t.Errorf("after a restart (-before +after):\n%s", diff)
	}
}

func TestTheSameBytesAgainAreUnchanged(t *testing.T) {
	d := newDesk(t)
	first := d.imports("board.csv", board("", 3), lists.Options{})
	events := len(d.store.events)
	*d.clock = d.clock.Add(48 * time.Hour)
	second := d.imports("board.csv", board("", 3), lists.Options{})
	if !second.Unchanged || len(d.store.events) != events || second.ID != first.ID || len(d.store.sources) != 1 {
		t.Errorf("unchanged %v, %d events, %d exhibits", second.Unchanged, len(d.store.events)-events, len(d.store.sources))
	}
}

func TestGoingBackToAnEarlierFileIsAChange(t *testing.T) {
	d := newDesk(t)
	a, b := board("2026-03-01", 3), board("2026-03-01", 4)
	first := d.imports("board.csv", a, lists.Options{})
	d.imports("board.csv", b, lists.Options{})
	changes := d.imports("board.csv", a, lists.Options{AllowDrop: true})
	if changes.Unchanged || changes.Removed != 1 || d.current("board").ID != first.ID {
		t.Errorf("got %+v", changes)
	}
}

func TestADamagedFileIsHeldAndTheSnapshotBeforeStays(t *testing.T) {
	d := newDesk(t)
	good := unList(t)
	first := d.imports("consolidated.xml", good, lists.Options{})
	for name, data := range map[string]string{
		"cut":            good[:len(good)*2/3],
		"HTML":           "<html><body>Down</body></html>",
		"JSON":           `{"status":500}`,
		"empty":          "",
		"wrong encoding": strings.Replace(good, "Ardle", "Ardl\xe9", 1),
	} {
		_, err := d.try("consolidated.xml", data, lists.Options{Dataset: "un_sc", AllowDrop: true})
		var bad *lists.ParseError
		var held *lists.HeldError
		if !errors.As(err, &bad) || bad.File != "consolidated.xml" || !errors.As(err, &held) {
			t.Errorf("%s: not held with a ParseError: %v", name, err)
			continue
		}
		sum := sha256.Sum256([]byte(data))
		if _, kept := d.store.exhibits[hex.EncodeToString(sum[:])]; !kept {
			t.Errorf("%s: what was held is not kept as an exhibit", name)
		}
		h, ok := d.lib.Hold(held.Hold.ID)
		if !ok || h.State != lists.HoldOpen || h.Dataset != "un_sc" || !strings.Contains(h.Reason, bad.Reason) || h.By != "operator" {
			t.Errorf("%s: the hold is %+v", name, h)
		}
		if _, err := d.lib.Release(t.Context(), d.by, h.ID, "because"); err == nil || !strings.Contains(err.Error(), "cannot be read") {
			t.Errorf("%s: released, though it cannot be read: %v", name, err)
		}
	}
	if d.current("un_sc").ID != first.ID {
		t.Error("a damaged file changed something")
	}
	if n := len(d.lib.Holds()); n != 5 {
		t.Errorf("%d holds", n)
	}
	d.open()
	if n := len(d.lib.Holds()); n != 5 {
		t.Errorf("%d holds after a restart", n)
	}
	before := len(d.store.events)
	_, _ = d.try("consolidated.xml", "", lists.Options{Dataset: "un_sc"})
	if len(d.store.events) != before {
		t.Error("the same damaged file again is a second hold")
	}
	if err := d.lib.Dismiss(t.Context(), d.by, d.lib.Holds()[0].ID, "fetched again"); err != nil {
		t.Error(err)
	}
	d.imports("consolidated.xml", good+"\n", lists.Options{})
	states := map[lists.HoldState]int{}
	for _, h := range d.lib.Holds() {
		states[h.State]++
	}
	if diff := cmp.Diff(map[lists.HoldState]int{lists.HoldDismissed: 1, lists.HoldSuperseded: 4}, states); diff != "" {
		t.Error(diff)
	}
}

func TestAFileThatIsNobodysIsRefusedWithoutAHold(t *testing.T) {
	d := newDesk(t)
	_, err := d.try("page.html", "<html><body>Down</body></html>", lists.Options{})
	var held *lists.HeldError
	if err == nil || errors.As(err, &held) || !strings.Contains(err.Error(), "HTML page") {
		t.Errorf("got %v", err)
	}
	_, err = d.try("page.html", "<html><body>Down</body></html>", lists.Options{Expect: "un_sc"})
	if !errors.As(err, &held) || held.Hold.Dataset != "un_sc" {
		t.Errorf("an error page in the place of a list is not held: %v", err)
	}
}

func TestALargeDropIsHeldUntilANamedPersonReleasesIt(t *testing.T) {
	d := newDesk(t)
	first := d.imports("board.csv", board("2026-03-01", 100), lists.Options{})
	if c := d.imports("board.csv", board("2026-03-02", 97), lists.Options{}); c.Removed != 3 {
		t.Errorf("a drop of 3 %% was %+v", c)
	}
	_, err := d.try("board.csv", board("2026-03-03", 90), lists.Options{})
	var held *lists.HeldError
	if !errors.As(err, &held) || held.Hold.Before != 97 || held.Hold.After != 90 || !held.Hold.Whole {
		t.Fatalf("got %v", err)
	}
	if n := len(d.current("board").Entities); n != 97 {
		t.Errorf("the held list counts: %d entities", n)
	}
	id := held.Hold.ID
	if _, err := d.lib.Release(t.Context(), d.by, id, " "); err == nil {
		t.Error("released without a reason")
	}
	r, err := d.lib.Release(t.Context(), d.by, id, "the delistings are in the gazette")
	if err != nil || r.Removed != 7 || d.current("board").Published.Format(time.DateOnly) != "2026-03-03" {
		t.Errorf("released: %+v %v", r, err)
	}
	d.open()
	h, _ := d.lib.Hold(id)
	if h.State != lists.HoldReleased || h.EndedBy != "operator" || h.Because != "the delistings are in the gazette" {
		t.Errorf("the hold is %+v", h)
	}
	if _, err := d.lib.Release(t.Context(), d.by, id, "again"); err == nil {
		t.Error("released twice")
	}
	asOf, err := d.lib.AsOf(t.Context(), "board", time.Date(2026, 3, 1, 23, 0, 0, 0, time.UTC))
	if err != nil || asOf.ID != first.ID || len(asOf.Entities) != 100 {
		t.Errorf("as of the first day: %v", err)
	}
	d.lib.MaxDrop = 0.5
	if c := d.imports("board.csv", board("2026-03-04", 60), lists.Options{}); c.Removed != 30 {
		t.Errorf("with a limit of 50 %%: %+v", c)
	}
}

const (
	older = "# published: 2026-03-01\n" + `id,schema,name,alias,birthDate
a,Person,A,One;Two,
b,Person,B,,
c,Person,C,,1961
d,Person,Andre` + "\u0301" + `,,
`
	newer = "# published: 2026-03-05\n" + `id,schema,birthDate,alias,name
d,Person,,,Andr` + "\u00e9" + `
c,Person,1961-02,,C
a,Person,,Two;One,A
e,Person,,,E
`
)

func TestDiffNamesWhatIsSaidOtherwiseAndNothingElse(t *testing.T) {
	d := newDesk(t)
	a := d.imports("board.csv", older, lists.Options{})
	b := d.imports("board.csv", newer, lists.Options{AllowDrop: true})
	if b.Added != 1 || b.Removed != 1 || b.Changed != 1 {
		t.Errorf("the import counts %+v", b)
	}
	got, err := d.lib.Diff(t.Context(), a.Snapshot, b.Snapshot)
	if err != nil {
		t.Fatal(err)
	}
	want := lists.Changes{
		Added: []lists.Party{{ID: "e", Schema: "Person", Name: "E"}}, Removed: []lists.Party{{ID: "b", Schema: "Person", Name: "B"}},
		Changed: []lists.Change{{
			ID: "c", Schema: "Person", Name: "C",
			Gone: []lists.Stated{{Prop: "birthDate", Value: "1961"}}, New: []lists.Stated{{Prop: "birthDate", Value: "1961-02"}},
		}},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
	// An index that is lost is made again.
	for key := range d.store.blobs {
		if strings.HasSuffix(key, ".index.zst") {
			delete(d.store.blobs, key)
		}
	}
	if again, err := d.lib.Diff(t.Context(), a.Snapshot, b.Snapshot); err != nil || !cmp.Equal(again, got) {
		t.Errorf("without the index: %+v %v", again, err)
	}
	if same, err := d.lib.Diff(t.Context(), a.Snapshot, a.Snapshot); err != nil || !same.Empty() {
		t.Errorf("a snapshot differs from itself: %+v %v", same, err)
	}
}

func TestTheTimelineTellsEveryListingAndDelisting(t *testing.T) {
	d := newDesk(t)
	list := func(day string, ids ...string) string {
		return "# published: " + day + "\n# topics: sanction\nid,schema,name,notes\n" + strings.Join(ids, "\n") + "\n"
	}
	d.imports("board.csv", list("2026-03-01", "a,Person,A,", "b,Person,B,"), lists.Options{})
	d.imports("board.csv", list("2026-03-03", "b,Person,B,more", "c,Person,C,"), lists.Options{AllowDrop: true})
	d.imports("board.csv", list("2026-03-05", "c,Person,C,", "a,Person,A,"), lists.Options{AllowDrop: true})
	var got []string
	err := d.lib.Timeline(t.Context(), "board", func(e lists.Event, first bool) error {
		got = append(got, fmt.Sprint(e.Day.Format("01-02 "), e.Kind, " ", e.ID, " ", e.Name, " ", first))
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	want := []string{
		"03-01 listed a A true", "03-01 listed b B true",
		"03-03 amended b B false", "03-03 delisted a A false", "03-03 listed c C false",
		"03-05 delisted b B false", "03-05 listed a A false",
	}
	for i := range got {
		got[i] = strings.ReplaceAll(got[i], "  ", " ")
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestASnapshotIsFoundByDatasetDayOrTheBeginningOfItsID(t *testing.T) {
	d := newDesk(t)
	a := d.imports("board.csv", board("2026-03-01", 3), lists.Options{})
	b := d.imports("board.csv", board("2026-03-05", 4), lists.Options{})
	for ref, want := range map[string]string{"board": b.ID, "board@2026-03-04": a.ID, a.ID: a.ID, b.ID[:8]: b.ID} {
		if s, err := d.lib.Resolve(ref); err != nil || s.ID != want {
			t.Errorf("%s: %v %v", ref, s.ID, err)
		}
	}
	for ref, why := range map[string]string{
		"bord": "did you mean board?", "board@2020-01-01": "the earliest is of 2026-03-01", "board@march": "is no day", a.ID[:3]: "no snapshot",
	} {
		if _, err := d.lib.Resolve(ref); err == nil || !strings.Contains(err.Error(), why) {
			t.Errorf("%s: %v, want %q", ref, err, why)
		}
	}
}

func TestExplainReadsTheBytesBehindAValue(t *testing.T) {
	d := newDesk(t)
	d.imports("consolidated.xml", unList(t), lists.Options{})
	d.imports("board.csv", "id,schema,name,notes\nP1,Person,\"Vorrick, T\",\"two\nlines\"\n", lists.Options{})
	for _, tc := range []struct{ dataset, entity, prop, bytes string }{
		{"un_sc", "un_sc-ZZi.001", "weakAlias", "<ALIAS_NAME>“The Lamplighter”</ALIAS_NAME>"},
		{"un_sc", "un_sc-ZZe.001-sanction", "unscId", "<REFERENCE_NUMBER>ZZe.001</REFERENCE_NUMBER>"},
		{"board", "P1", "name", "\"Vorrick, T\",\"two"},
		{"board", "P1", "notes", "\"two\nlines\""},
	} {
		head, _ := d.lib.Resolve(tc.dataset)
		got, err := d.lib.Explain(t.Context(), head, tc.entity, tc.prop)
		if err != nil || len(got) == 0 || !strings.HasPrefix(got[0].Excerpt, tc.bytes) || got[0].Cut {
			t.Errorf("%s %s: %+v %v", tc.entity, tc.prop, got, err)
		}
	}
	head, _ := d.lib.Resolve("board")
	if _, err := d.lib.Explain(t.Context(), head, "P9", ""); !errors.Is(err, lists.ErrNoEntity) {
		t.Errorf("got %v", err)
	}
}

func TestFilesThatArePartsOfOneListBecomeOneSnapshot(t *testing.T) {
	d := newDesk(t)
	var told []string
	b := d.lib.Batch(d.by, lists.Options{}, func(names string, r lists.Result, err error) error {
		told = append(told, fmt.Sprintf("%s: %s %v %d files, refused %v", names, r.Dataset, r.Counts, len(r.Exhibits), err != nil))
		return nil
	})
	for _, f := range [][2]string{
		{"names.txt", "NAMES\nVorrick\n"},
		{"more.txt", "MORE\n"},
		{"board.csv", board("2026-03-01", 2)},
		{"more.txt", "MORE\n"},
		{"page.html", "<html></html>"},
	} {
		if err := b.Add(t.Context(), lists.Upload{Name: f[0], Reader: strings.NewReader(f[1])}); err != nil {
			t.Fatal(err)
		}
	}
	if err := b.Close(t.Context()); err != nil {
		t.Fatal(err)
	}
	want := []string{
		"board.csv: board map[Person:2] 1 files, refused false",
		"names.txt, more.txt: two map[persons:1] 2 files, refused false",
		"page.html:  map[] 0 files, refused true",
		"more.txt:  map[] 0 files, refused true", // a part without the list it belongs to
	}
	if diff := cmp.Diff(want, told); diff != "" {
		t.Error(diff)
	}
}

// twoFiles is an authority whose list comes in two files.
func twoFiles() lists.Authority {
	return lists.Authority{ID: "two", Formats: []lists.Format{{
		Name: "two files", Parts: []string{"NAMES", "MORE"},
		Sniff: func(_ string, head []byte) string {
			word, _, _ := strings.Cut(string(head), "\n")
			return map[string]string{"NAMES": "NAMES", "MORE": "MORE"}[word]
		},
		Parse: func(ctx context.Context, in lists.Input, emit lists.Emit) (*lists.Parsed, error) {
			r := lists.NewReading(ctx, in, emit, "two", "Two")
			e := r.Entry("two-1", "Person")
			e.Party.Say("name", "Vorrick", lists.Value{Place: "line 2", Exhibit: in.Files[0].Exhibit})
			r.Counts["persons"]++
			if err := e.Emit(lists.Value{}); err != nil {
				return nil, err
			}
			return r.Done()
		},
	}}}
}

func TestAsOfAnswersForAnyDay(t *testing.T) {
	d := newDesk(t)
	// Out of order, as when a history is filled in later.
	for _, p := range []struct {
		day string
		n   int
	}{{"2026-03-05", 22}, {"2026-03-01", 20}, {"2026-03-03", 21}} {
		c := d.imports("board.csv", board(p.day, p.n), lists.Options{})
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
	d.imports("board.csv", board("2062-03-01", 3), lists.Options{})
	*d.clock = d.clock.Add(24 * time.Hour)
	d.imports("board.csv", board("2026-03-10", 4), lists.Options{})
	if n := len(d.current("board").Entities); n != 4 {
		t.Errorf("current has %d", n)
	}
}

func TestACrashBetweenBlobAndEventIsHealedByImportingAgain(t *testing.T) {
	for _, what := range []string{"blob", "append"} {
		d := newDesk(t)
		d.store.failNext = what
		if _, err := d.try("board.csv", board("2026-03-01", 3), lists.Options{}); err == nil {
			t.Fatal("the crash did not happen")
		}
		d.open()
		if _, err := d.lib.Current(t.Context(), "board"); !errors.Is(err, lists.ErrNoSnapshot) {
			t.Errorf("%s: half an import counts: %v", what, err)
		}
		c := d.imports("board.csv", board("2026-03-01", 3), lists.Options{})
		if c.Unchanged || len(d.current("board").Entities) != 3 {
			t.Errorf("%s: %+v", what, c)
		}
	}
}

func TestAnAlteredSnapshotIsNoticed(t *testing.T) {
	d := newDesk(t)
	snap := d.imports("board.csv", board("2026-03-01", 3), lists.Options{})
	d.open()
	key := "snapshots/" + snap.ID[:2] + "/" + snap.ID + ".pack.zst"
	kept := d.store.blobs[key]
	other := newDesk(t)
	o := other.imports("board.csv", strings.Replace(board("2026-03-01", 3), "Vorrick 1", "Vorrick 9", 1), lists.Options{})
	d.store.blobs[key] = other.store.blobs["snapshots/"+o.ID[:2]+"/"+o.ID+".pack.zst"]
	if _, err := d.lib.Current(t.Context(), "board"); err == nil || !strings.Contains(err.Error(), "altered") {
		t.Errorf("got %v", err)
	}
	d.store.blobs[key] = kept[:len(kept)-4]
	if _, err := d.lib.Current(t.Context(), "board"); err == nil || !strings.Contains(err.Error(), "import the file again") {
		t.Errorf("got %v", err)
	}
	delete(d.store.blobs, key)
	if c := d.imports("board.csv", board("2026-03-01", 3), lists.Options{}); !c.Unchanged {
		t.Errorf("importing again is %+v", c)
	}
	if !bytes.Equal(d.store.blobs[key], kept) {
		t.Error("importing again did not put the bytes back")
	}
}

func TestDatasetsDoNotMix(t *testing.T) {
	d := newDesk(t)
	d.imports("consolidated.xml", unList(t), lists.Options{})
	d.imports("board.csv", board("2026-03-01", 3), lists.Options{})
	d.imports("board.csv", board("2026-03-01", 2), lists.Options{Dataset: "a_board"})
	if diff := cmp.Diff([]string{"a_board", "board", "un_sc"}, d.lib.Datasets()); diff != "" {
		t.Error(diff)
	}
	all, err := d.lib.All(t.Context())
	if err != nil || len(all) != 3 || all[0].Dataset != "a_board" || len(all[0].Entities) != 2 || all[2].Title == "" {
		t.Errorf("all: %v %v", all, err)
	}
	if _, err := d.try("board.csv", board("2026-03-01", 3), lists.Options{Dataset: "un_sc"}); err == nil || !strings.Contains(err.Error(), "give it another dataset") {
		t.Errorf("an own list went into the UN's: %v", err)
	}
	if _, err := d.try("board.csv", board("", 1), lists.Options{Dataset: "No Such"}); err == nil {
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
			if _, err := d.try("board.csv", board(fmt.Sprintf("2026-03-0%d", i+1), 50+i), lists.Options{}); err != nil {
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

// TestRealDataIsImportedWhole needs the published copy, see the tests of
// package un.
func TestRealDataIsImportedWhole(t *testing.T) {
	base := os.Getenv("PLIMSOLL_DATA")
	if base == "" {
		t.Skip("PLIMSOLL_DATA is not set")
	}
	d := newDesk(t)
	for _, name := range []string{"consolidated_2026-01-28.xml", "consolidated_2026-02-27.xml"} {
		data, err := os.ReadFile(filepath.Join(base, "un", name))
		if err != nil {
			t.Fatal(err)
		}
		start := time.Now()
		snap := d.imports(name, string(data), lists.Options{})
		t.Logf("%s: %v, %d entities, %d added, %d removed, %d changed, %s", name, snap.Counts, snap.Size,
			snap.Added, snap.Removed, snap.Changed, time.Since(start).Round(time.Millisecond))
	}
	if diff := cmp.Diff(map[string]int{"individuals": 730, "entities": 273}, d.current("un_sc").Counts); diff != "" {
		t.Error(diff)
	}
}
