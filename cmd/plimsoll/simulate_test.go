package main_test

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestASimulationIsWatched(t *testing.T) {
	dir := t.TempDir()
	feed, labels := filepath.Join(dir, "feed.nmea.zst"), filepath.Join(dir, "labels.jsonl")
	args := []string{"simulate", "--ships", "40", "--days", "2", "--seed", "9", "--incidents", "encounter=2,dark-gap=2", "-o", feed, "--labels", labels}
	r := plimsoll(t, args...).ok(t)
	if !strings.Contains(r.stderr, "messages") {
		t.Errorf("it says %q", r.stderr)
	}
	first, err := os.ReadFile(labels)
	if err != nil {
		t.Fatal(err)
	}
	incidents := map[string]int{}
	for line := range strings.Lines(string(first)) {
		var l struct{ Incident, Kind, Start string }
		if err := json.Unmarshal([]byte(line), &l); err != nil || l.Kind == "" || l.Start == "" {
			t.Fatalf("label %q: %v", line, err)
		}
		incidents[l.Incident]++
	}
	if incidents["encounter"] != 2 || incidents["dark-gap"] != 2 || incidents["port-call"] == 0 {
		t.Errorf("labels: %v", incidents)
	}
	found := plimsoll(t, "watch", feed).ok(t)
	if !strings.Contains(found.stdout, `"kind":"encounter"`) || !strings.Contains(found.stdout, `"kind":"gap"`) {
		t.Errorf("watching it found\n%.2000s", found.stdout)
	}
	plimsoll(t, args...).ok(t)
	if again, err := os.ReadFile(labels); err != nil || string(again) != string(first) {
		t.Errorf("another run of the seed has other labels (%v)", err)
	}
}

func TestASimulationThatCannotBeIsRefused(t *testing.T) {
	for _, args := range [][]string{
		{"--start", "tomorrow"}, {"--incidents", "encounter"}, {"--incidents", "mutiny=1"}, {"--ships", "0"}, {"--days", "-1"},
	} {
		if r := plimsoll(t, append([]string{"simulate", "-o", filepath.Join(t.TempDir(), "x")}, args...)...); r.code == 0 || r.stderr == "" {
			t.Errorf("%v: code %d, %q", args, r.code, r.stderr)
		}
	}
}

func TestShipsAreMeasuredOnASimulation(t *testing.T) {
	r := plimsoll(t, "bench", "ships", "--ships", "90", "--days", "2", "--seeds", "1", "--json").ok(t)
	var out struct {
		Messages int `json:"messages"`
		Rows     []struct {
			What      string   `json:"what"`
			Done      int      `json:"done"`
			Precision *float64 `json:"precision"`
			Recall    *float64 `json:"recall"`
		} `json:"rows"`
	}
	if err := json.Unmarshal([]byte(r.stdout), &out); err != nil {
		t.Fatal(err)
	}
	if out.Messages < 1000 || len(out.Rows) < 5 {
		t.Fatalf("%d messages, %d rows", out.Messages, len(out.Rows))
	}
	for _, row := range out.Rows {
		if row.What == "" || row.Precision == nil || row.Recall == nil {
			t.Errorf("row %+v", row)
		}
	}
}
