package roll_test

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"plimsoll/ftm"
	"plimsoll/house"
	"plimsoll/house/roll"
	"plimsoll/lists"
	"plimsoll/screen"
)

func open(t *testing.T) *house.House {
	t.Helper()
	h, err := house.Open(context.Background(), t.TempDir(), house.Options{Now: time.Now, Rand: rand.Reader})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = h.Close() })
	return h
}

func list(t *testing.T, h *house.House, dataset, day string, rows ...string) {
	t.Helper()
	text := "# dataset: " + dataset + "\n# published: " + day + "\n# topics: sanction\nid,schema,name,imoNumber\n" + strings.Join(rows, "\n") + "\n"
	_, err := h.Lists.Import(t.Context(), h.Operator, lists.Options{AllowDrop: true}, lists.Upload{Name: dataset + ".csv", Reader: strings.NewReader(text)})
	if err != nil {
		t.Fatal(err)
	}
}

func refresh(t *testing.T, k *roll.Keeper) bool {
	t.Helper()
	swapped, err := k.Refresh(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return swapped
}

func find(r *roll.Roll, name string) string {
	var ids []string
	for _, m := range r.Match(screen.Query{Names: []string{name}}, screen.Threshold, roll.Filter{}) {
		ids = append(ids, m.Party.ID)
	}
	return strings.Join(ids, " ")
}

func TestRollIsMadeAnewOnlyWhenSomethingChanged(t *testing.T) {
	h := open(t)
	k := roll.NewKeeper(h, nil)
	if k.Current() != nil {
		t.Error("there is a roll before one was made")
	}
	list(t, h, "demo_a", "2026-01-01", "a1,Vessel,ORRIN TALE,0990011")
	if !refresh(t, k) || refresh(t, k) {
		t.Error("a first list is one change")
	}
	first := k.Current()
	list(t, h, "demo_b", "2026-01-02", "b1,Vessel,GREYLARK NINE,0990011")
	if k.Current() != first {
		t.Error("the roll changed before the new one was made")
	}
	if !refresh(t, k) || k.Current().ID == first.ID {
		t.Error("a second list gives another index")
	}
	if got := find(k.Current(), "GREYLARK NINE"); got != "a1" {
		t.Errorf("a party on two lists: %q", got)
	}
	if got := find(first, "GREYLARK NINE"); got != "" {
		t.Errorf("the roll before was changed: %q", got)
	}
	second := k.Current()
	expert, err := h.Enrol(t.Context(), "analyst", "Analyst (demo)", "analyst")
	if err != nil {
		t.Fatal(err)
	}
	if err := h.Joins.Decide(t.Context(), expert, "a1", "b1", false, "other hulls"); err != nil {
		t.Fatal(err)
	}
	if !refresh(t, k) || k.Current().ID == second.ID {
		t.Error("a decision about joins gives another index")
	}
	if got := find(k.Current(), "GREYLARK NINE"); got != "b1" {
		t.Errorf("a party told apart: %q", got)
	}
}

func TestDamagedListLeavesTheRollBefore(t *testing.T) {
	h := open(t)
	k := roll.NewKeeper(h, nil)
	list(t, h, "demo_a", "2026-01-01", "a1,Vessel,ORRIN TALE,0990011")
	refresh(t, k)
	before := k.Current()
	list(t, h, "demo_a", "2026-01-02", "a1,Vessel,QUILL MARROW,0990011")
	history := h.Lists.History("demo_a")
	pack := history[len(history)-1].ID + ".pack.zst"
	removed := 0
	err := filepath.WalkDir(h.Data.Path("."), func(path string, d fs.DirEntry, err error) error {
		if err == nil && d.Name() == pack {
			removed++
			return os.Remove(path)
		}
		return err
	})
	if err != nil || removed != 1 {
		t.Fatalf("%d packs removed: %v", removed, err)
	}
	if _, err := k.Refresh(t.Context()); err == nil {
		t.Error("a list that cannot be read is no error")
	}
	if k.Current() != before || k.Head()["demo_a"] == before.Snapshots()["demo_a"] {
		t.Error("the roll before must serve, and be seen to be behind")
	}
}

func TestPastDaysAreAnsweredFromTheListsOfThen(t *testing.T) {
	h := open(t)
	k := roll.NewKeeper(h, nil)
	for day := 1; day <= 5; day++ {
		list(t, h, "demo_a", fmt.Sprintf("2026-01-%02d", day), fmt.Sprintf("a%d,Vessel,ORRIN TALE,", day), "x,Vessel,QUILL MARROW,")
	}
	list(t, h, "demo_b", "2026-01-03", "b1,Vessel,PETREL LAMP,")
	refresh(t, k)
	if _, err := k.AsOf(t.Context(), date("2025-12-31")); !errors.Is(err, lists.ErrNoSnapshot) {
		t.Errorf("a day before all lists: %v", err)
	}
	var wg sync.WaitGroup
	for range 3 { // more days than are kept, again and again
		for day := 1; day <= 5; day++ {
			wg.Go(func() {
				r, err := k.AsOf(t.Context(), date(fmt.Sprintf("2026-01-%02d", day)))
				if errors.Is(err, roll.ErrBusy) {
					return
				}
				if err != nil {
					t.Error(err)
					return
				}
				if got, want := find(r, "ORRIN TALE"), fmt.Sprintf("a%d", day); got != want {
					t.Errorf("day %d: %q, want %q", day, got, want)
				}
				if got, want := find(r, "PETREL LAMP"), map[bool]string{true: "b1"}[day >= 3]; got != want {
					t.Errorf("day %d: %q, want %q", day, got, want)
				}
				p, _ := r.Party("x")
				if p.First != date("2026-01-01") || p.Last != date(fmt.Sprintf("2026-01-%02d", day)) {
					t.Errorf("day %d: seen %v to %v", day, p.First, p.Last)
				}
			})
		}
		wg.Wait()
	}
	now, err := k.AsOf(t.Context(), date("2026-02-01"))
	if err != nil || now != k.Current() {
		t.Errorf("a day since which nothing changed is the current roll: %v", err)
	}
}

func date(s string) time.Time {
	t, _ := time.Parse(time.DateOnly, s)
	return t
}

func TestAWaiterMayLeaveWhileAPastDayIsMade(t *testing.T) {
	h := open(t)
	k := roll.NewKeeper(h, nil)
	list(t, h, "demo_a", "2026-01-01", "a1,Vessel,ORRIN TALE,")
	list(t, h, "demo_a", "2026-01-02", "a2,Vessel,ORRIN TALE,")
	refresh(t, k)
	gone, leave := context.WithCancel(t.Context())
	leave()
	if r, err := k.AsOf(gone, date("2026-01-01")); err == nil && find(r, "ORRIN TALE") != "a1" || err != nil && !errors.Is(err, context.Canceled) {
		t.Errorf("%v", err)
	}
	r, err := k.AsOf(t.Context(), date("2026-01-01"))
	if err != nil || find(r, "ORRIN TALE") != "a1" {
		t.Errorf("whoever asks again finds it: %v", err)
	}
}

func TestTopicsOfRiskAreTopics(t *testing.T) {
	known := ftm.Default().Types["topic"].Values
	for _, topic := range roll.Risks() {
		if known[topic] == "" {
			t.Errorf("FollowTheMoney has no topic %q", topic)
		}
	}
}

// A schema that may be asked for is one that the index takes.
func TestFindableIsWhatTheIndexTakes(t *testing.T) {
	for _, name := range ftm.Default().SchemaNames() {
		e := ftm.New("x", name)
		e.Add("name", "Thessaly Vorrick", ftm.Origin{Dataset: "demo_a"})
		schema, _ := ftm.Default().Schema(name)
		if got := screen.Build([]*ftm.Entity{e}).Len() == 1; got != roll.Findable(schema) {
			t.Errorf("%s: indexed %v, findable %v", name, got, roll.Findable(schema))
		}
	}
}
