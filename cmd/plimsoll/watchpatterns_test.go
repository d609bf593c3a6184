package main_test

import (
	"bytes"
	"context"
	"crypto/rand"
	"encoding/json"
	"maps"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"plimsoll/house"
	"plimsoll/voyage/pattern"
)

// stories are the sentences of the patterns among lines, by id; the last counts.
func stories(t *testing.T, lines string) map[string]string {
	t.Helper()
	out := map[string]string{}
	for line := range strings.Lines(lines) {
		var p struct{ ID, Rule, Sentence string }
		if err := json.Unmarshal([]byte(line), &p); err != nil {
			t.Fatal(err)
		}
		if p.Rule != "" {
			out[p.ID] = p.Sentence
		}
	}
	return out
}

// Patterns told as they become known end as those that are found in all events,
// and a watch that goes on knows them of what it told before.
func TestPatternsAreToldAsTheyBecomeKnown(t *testing.T) {
	dir := t.TempDir()
	feed, data := filepath.Join(dir, "feed.nmea"), filepath.Join(dir, "data")
	whole := simulated(t, "60", "10", "4")
	half := whole[:bytes.LastIndexByte(whole[:len(whole)/2], '\n')+1]
	told := ""
	for _, part := range [][]byte{half, whole} {
		if err := os.WriteFile(feed, part, 0o600); err != nil {
			t.Fatal(err)
		}
		args := []string{"watch", "--follow", "--keep", "--patterns", "--data", data, feed}
		if len(part) == len(whole) {
			args = append(args, "--end")
		}
		told += plimsoll(t, args...).ok(t).stdout
	}
	live := stories(t, plimsoll(t, "watch", "--follow", "--patterns", feed).ok(t).stdout)
	if len(live) < 2 {
		t.Fatalf("%d patterns", len(live))
	}
	if kept := stories(t, told); !maps.Equal(kept, live) {
		t.Errorf("in two parts it told\n%v\nand in one\n%v", kept, live)
	}
	h, err := house.Open(context.Background(), data, house.Options{Now: time.Now, Rand: rand.Reader})
	if err != nil {
		t.Fatal(err)
	}
	defer h.Close()
	found, err := h.Watches.Result(context.Background(), h.Watches.All()[0])
	if err != nil {
		t.Fatal(err)
	}
	rules, err := pattern.DefaultRules()
	if err != nil {
		t.Fatal(err)
	}
	recorded, all := map[string]string{}, map[string]string{}
	for _, p := range found.Patterns {
		recorded[p.ID] = p.Sentence
	}
	for _, p := range pattern.Find(rules, found.Events) {
		all[p.ID] = p.Sentence
	}
	if !maps.Equal(recorded, live) || !maps.Equal(all, live) {
		t.Errorf("on record are\n%v\nin all events\n%v\nand told was\n%v", recorded, all, live)
	}
	if leads := plimsoll(t, "leads", "find", "--data", data).ok(t); !strings.Contains(leads.stderr, "put on record") {
		t.Error(leads.stderr)
	}
	again := plimsoll(t, "leads", "find", "--data", data).ok(t)
	if !strings.Contains(again.stderr, "0 put on record") {
		t.Error(again.stderr)
	}
}
