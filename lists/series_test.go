package lists_test

import (
	"context"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"
	"unicode"

	"plimsoll/lists"
	"plimsoll/lists/unpack"
)

// TestRealDataHistoryOfTheUnitedNations imports every publication of the
// series and holds what the library says of it against the files themselves.
func TestRealDataHistoryOfTheUnitedNations(t *testing.T) {
	files, _ := filepath.Glob(filepath.Join(os.Getenv("PLIMSOLL_DATA"), "un", "consolidated_series_*.tar.xz"))
	if len(files) == 0 {
		t.Skip("make conformance DATA=folder runs this, with a series under un/")
	}
	d := newDesk(t)
	*d.clock = time.Date(2026, 11, 1, 0, 0, 0, 0, time.UTC)
	references := map[string]map[string]bool{} // snapshot to the references its file has
	began := time.Now()
	err := eachMember(t.Context(), files[0], func(name, data string) error {
		r, err := d.try(name, data, lists.Options{AllowDrop: true})
		references[r.ID] = referencesIn(data)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	history := d.lib.History("un_sc")
	t.Logf("%d publications in %s", len(history), time.Since(began).Round(time.Millisecond))
	if len(history) != 124 {
		t.Errorf("%d snapshots", len(history))
	}
	everyEventIsInTheFiles(t, d, history, references)
	reserialisation(t, d)
}

func eachMember(ctx context.Context, archive string, fn func(name, data string) error) error {
	f, err := os.Open(archive)
	if err != nil {
		return err
	}
	defer f.Close()
	return unpack.Each(ctx, archive, f, func(name string, r io.Reader) error {
		data, err := io.ReadAll(r)
		if err != nil {
			return err
		}
		return fn(name, string(data))
	})
}

var (
	referenceTag = regexp.MustCompile(`<REFERENCE_NUMBER>([^<]*)</REFERENCE_NUMBER>`)
	oddSuffix    = regexp.MustCompile(`^(.{7})\.\d$`)
)

// referencesIn counts by another way than the parser's.
func referencesIn(data string) map[string]bool {
	out := map[string]bool{}
	for _, m := range referenceTag.FindAllStringSubmatch(data, -1) {
		out["un_sc-"+oddSuffix.ReplaceAllString(strings.ReplaceAll(m[1], " ", ""), "$1")] = true
	}
	return out
}

func everyEventIsInTheFiles(t *testing.T, d *desk, history []lists.Snapshot, references map[string]map[string]bool) {
	t.Helper()
	before := map[string]map[string]bool{}
	for i := range history {
		if i > 0 {
			before[history[i].ID] = references[history[i-1].ID]
		}
	}
	days, n := map[string]int{}, map[lists.EventKind]int{}
	err := d.lib.Timeline(t.Context(), "un_sc", func(e lists.Event, first bool) error {
		if first || e.Kind == lists.Amended {
			return nil
		}
		n[e.Kind]++
		id := regexp.MustCompile(`-\d+$`).ReplaceAllString(e.ID, "") // of a reference that stood twice
		was, is := before[e.Snapshot][id], references[e.Snapshot][id]
		if id != e.ID {
			return nil
		}
		if e.Kind == lists.Listed && (was || !is) || e.Kind == lists.Delisted && (!was || is) {
			t.Errorf("%s %s on %s: the file before has it: %v, the file has it: %v", e.ID, e.Kind, e.Day.Format(time.DateOnly), was, is)
		}
		days[e.Day.Format(time.DateOnly)+" "+string(e.Kind)]++
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	t.Logf("%d listed, %d delisted", n[lists.Listed], n[lists.Delisted])
	for day, want := range map[string]int{"2023-10-19 delisted": 84, "2021-09-08 delisted": 29, "2023-08-09 delisted": 0, "2023-08-09 listed": 0} {
		if days[day] != want {
			t.Errorf("%s: %d, want %d", day, days[day], want)
		}
	}
	lost := 0 // and nothing that went is untold
	for i := 1; i < len(history); i++ {
		for ref := range references[history[i-1].ID] {
			if !references[history[i].ID][ref] {
				lost++
			}
		}
	}
	t.Logf("the files lose %d references from one to the next", lost)
}

// reserialisation looks for changes that are only form between the last
// publication before 2 August 2023 and the one that wrote every entry anew.
func reserialisation(t *testing.T, d *desk) {
	t.Helper()
	a, errA := d.lib.Resolve("un_sc@2023-08-01")
	b, errB := d.lib.Resolve("un_sc@2023-08-02")
	if errA != nil || errB != nil {
		t.Fatal(errA, errB)
	}
	c, err := d.lib.Diff(t.Context(), a, b)
	if err != nil {
		t.Fatal(err)
	}
	kinds := map[string]int{}
	for _, ch := range c.Changed {
		for _, gone := range ch.Gone {
			for _, now := range ch.New {
				if gone.Prop == now.Prop && gone.Strength == now.Strength && gone.Qualifier == now.Qualifier && letters(gone.Value) == letters(now.Value) {
					t.Errorf("%s: %s changed in form only: %q, %q", ch.ID, gone.Prop, gone.Value, now.Value)
				}
			}
			kinds["gone "+gone.Prop]++
		}
		for _, now := range ch.New {
			kinds["new "+now.Prop]++
		}
	}
	t.Logf("%d removed, %d added, %d changed: %s", len(c.Removed), len(c.Added), len(c.Changed), fmt.Sprint(kinds))
}

// letters is what a text says without blanks, case and the commas between its
// parts. A full stop that was added is the editor's, not the printer's.
func letters(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsSpace(r) || strings.ContainsRune(",;", r) {
			return -1
		}
		return unicode.ToLower(r)
	}, s)
}
