package main

import (
	"bytes"
	"context"
	"crypto/rand"
	"io"
	"path/filepath"
	"testing"
	"time"

	"plimsoll/ais"
	"plimsoll/house"
	"plimsoll/voyage"
)

// A state goes on behind what was told before it. Were it saved first, a kill in
// between would lose the events: the watch that goes on does not come by them again.
func TestNoStateIsSavedBeforeWhatWasToldIsOnRecord(t *testing.T) {
	now := time.Date(2026, 3, 5, 12, 0, 0, 0, time.UTC)
	clock := func() time.Time { return now }
	ctx := context.Background()
	h, err := house.Open(ctx, filepath.Join(t.TempDir(), "data"), house.Options{Now: clock, Rand: rand.Reader})
	if err != nil {
		t.Fatal(err)
	}
	defer h.Close()
	live, err := h.Watches.GoOn(ctx, h.Operator, "live", "a test")
	if err != nil {
		t.Fatal(err)
	}
	defer live.Close()
	w, err := voyage.NewDefault()
	if err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	f := &follower{
		cmd: &watchCmd{Every: 5 * time.Minute}, ctx: ctx, w: w, live: live, saved: now, kept: now.Add(30 * time.Second), wait: saveEvery,
		e: &env{ctx: ctx, stdout: &out, stderr: io.Discard, now: clock}, kinds: map[string]int{},
	}
	f.tell(voyage.Event{ID: "g-1", Kind: voyage.Gap, Start: now, End: now})
	read := func() ais.Stats { return ais.Stats{} }
	now = now.Add(saveEvery / 2)
	if err := f.keepAndSave(read); err != nil || out.Len() > 0 || live.Waiting() != 1 {
		t.Fatalf("half a minute: told %q, %d wait: %v", out.String(), live.Waiting(), err)
	}
	now = now.Add(saveEvery / 2)
	if err := f.keepAndSave(read); err != nil || !f.saved.Equal(now) {
		t.Fatalf("no state was saved: %v", err)
	}
	if live.Waiting() > 0 || out.Len() == 0 {
		t.Errorf("a state was saved while %d events were not on record", live.Waiting())
	}
}
