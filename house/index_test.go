package house_test

import (
	"context"
	"crypto/rand"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"testing"
	"time"

	"plimsoll/ftm"
	"plimsoll/house"
	"plimsoll/screen"
)

func opened(t *testing.T) *house.House {
	t.Helper()
	day := time.Date(2026, 3, 1, 0, 0, 0, 0, time.UTC)
	h, err := house.Open(context.Background(), t.TempDir(), house.Options{Now: func() time.Time { return day }, Rand: rand.Reader})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = h.Close() })
	return h
}

func parties(names ...string) []*ftm.Entity {
	var out []*ftm.Entity
	for i, n := range names {
		e := ftm.New(fmt.Sprint("P", i), "Person")
		e.Add("name", n, ftm.Origin{Dataset: "test"})
		out = append(out, e)
	}
	return out
}

func finds(t *testing.T, x *screen.Index, name, id string) {
	t.Helper()
	hits := x.Search(screen.Query{Schema: "Person", Names: []string{name}}, screen.Threshold)
	if len(hits) != 1 || hits[0].ID != id {
		t.Errorf("%s: hits %v, want %s", name, hits, id)
	}
}

func TestAnIndexIsKeptAsAFile(t *testing.T) {
	h := opened(t)
	of := []screen.Source{{Dataset: "test", Snapshot: "a"}}
	x, err := h.Index(parties("Thessaly Vorrick", "Ambrose Quenneth Dole"), of)
	if err != nil {
		t.Fatal(err)
	}
	finds(t, x, "Vorrick Thessaly", "P0")
	again, err := h.Index(nil, of) // no entities: it must come from the file
	if err != nil || again.ID() != x.ID() {
		t.Fatalf("%v; index %s, want %s", err, again.ID(), x.ID())
	}
	finds(t, again, "Ambrose Dole", "P1")
	if err := again.Verify(); err != nil {
		t.Error(err)
	}
}

func TestADamagedIndexIsBuiltAgain(t *testing.T) {
	h := opened(t)
	of := []screen.Source{{Dataset: "test", Snapshot: "a"}}
	listed := parties("Thessaly Vorrick")
	if _, err := h.Index(listed, of); err != nil {
		t.Fatal(err)
	}
	path := h.IndexPath(of)
	whole, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	for name, b := range map[string][]byte{"half": whole[:len(whole)/2], "other": []byte("something else"), "head": append([]byte("PLIMIDX5xxxx"), whole[12:]...)} {
		if err := os.Remove(path); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, b, 0o600); err != nil {
			t.Fatal(err)
		}
		x, err := h.Index(listed, of)
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		finds(t, x, "Thessaly Vorrick", "P0")
	}
	flipped := append([]byte(nil), whole...)
	flipped[len(flipped)-9] ^= 1
	x, err := screen.Open(flipped)
	if err != nil {
		t.Fatal(err)
	}
	if x.Verify() == nil {
		t.Error("a flipped bit goes unseen")
	}
}

func TestOldIndexesGoAndThoseInUseStayReadable(t *testing.T) {
	h := opened(t)
	var first *screen.Index
	for i := range 8 {
		x, err := h.Index(parties("Thessaly Vorrick", fmt.Sprint("Merrow Lantern ", i)), []screen.Source{{Dataset: "test", Snapshot: fmt.Sprint(i)}})
		if err != nil {
			t.Fatal(err)
		}
		if first == nil {
			first = x
		}
	}
	left, _ := filepath.Glob(filepath.Join(filepath.Dir(h.IndexPath(nil)), "*"))
	if len(left) != 4 {
		t.Errorf("%d indexes are kept, want 4", len(left))
	}
	runtime.GC()
	finds(t, first, "Thessaly Vorrick", "P0")
}
