package main_test

import (
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// A feed that grows is watched on, whatever stops the watch in between: what
// was told in all is what one watch over the whole feed tells.
func TestAWatchIsGoneOnWith(t *testing.T) {
	dir := t.TempDir()
	feed, state := filepath.Join(dir, "feed.nmea"), filepath.Join(dir, "watch.state")
	plimsoll(t, "simulate", "--ships", "60", "--days", "2", "--seed", "3", "-o", feed).ok(t)
	whole, err := os.ReadFile(feed)
	if err != nil {
		t.Fatal(err)
	}
	want := lastTold(t, plimsoll(t, "watch", "--follow", feed).ok(t).stdout)
	var told strings.Builder
	for i, part := range []int{len(whole) / 3, len(whole) / 2, len(whole)} {
		cut := whole[:part]
		if n := strings.LastIndexByte(string(cut), '\n'); part < len(whole) {
			cut = cut[:n+1]
		}
		if err := os.WriteFile(feed, cut, 0o600); err != nil {
			t.Fatal(err)
		}
		told.WriteString(killed(t, time.Duration(20+40*i)*time.Millisecond, "watch", "--state", state, feed))
		args := []string{"watch", "--state", state, feed}
		if part == len(whole) {
			args = append(args, "--end", "--geojson", filepath.Join(dir, "events.geojson"))
		}
		told.WriteString(plimsoll(t, args...).ok(t).stdout)
	}
	got := lastTold(t, told.String())
	for id, reason := range want {
		if got[id] != reason {
			t.Errorf("%s: told %q, want %q", id, got[id], reason)
		}
	}
	if len(got) != len(want) || len(want) == 0 {
		t.Errorf("%d events told, want %d", len(got), len(want))
	}
	if raw, err := os.ReadFile(filepath.Join(dir, "events.geojson")); err != nil || !json.Valid(raw) {
		t.Errorf("no features: %v", err)
	}
	plimsoll(t, "watch", "--state", feed, feed).refused(t, 1, "no state of a watch")
	plimsoll(t, "watch", feed, feed).refused(t, 2, "--follow")
}

// lastTold is what each id was told to be at last.
func lastTold(t *testing.T, lines string) map[string]string {
	t.Helper()
	out := map[string]string{}
	for line := range strings.Lines(lines) {
		var e struct{ ID, Reason string }
		if err := json.Unmarshal([]byte(line), &e); err != nil {
			continue // cut by a kill
		}
		out[e.ID] = e.Reason
	}
	return out
}

// killed runs the program and kills it after a while; it gives what it had
// written.
func killed(t *testing.T, after time.Duration, args ...string) string {
	t.Helper()
	bin, err := program()
	if err != nil {
		t.Fatal(err)
	}
	out, err := os.Create(filepath.Join(t.TempDir(), "out"))
	if err != nil {
		t.Fatal(err)
	}
	defer out.Close()
	cmd := exec.Command(bin, args...)
	cmd.Stdout = out
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	time.Sleep(after)
	_ = cmd.Process.Kill()
	_ = cmd.Wait()
	raw, err := os.ReadFile(out.Name())
	if err != nil {
		t.Fatal(err)
	}
	return string(raw)
}

// What could not be written was not told: the next watch tells it.
func TestAWatchWhoseEventsCannotBeWrittenTellsThemTheNextTime(t *testing.T) {
	full, err := os.OpenFile("/dev/full", os.O_WRONLY, 0)
	if err != nil {
		t.Skip("there is no full device here")
	}
	defer full.Close()
	dir := t.TempDir()
	feed, state := filepath.Join(dir, "feed.nmea"), filepath.Join(dir, "watch.state")
	plimsoll(t, "simulate", "--ships", "40", "--days", "2", "--seed", "5", "-o", feed).ok(t)
	want := lastTold(t, plimsoll(t, "watch", "--state", filepath.Join(dir, "other.state"), feed).ok(t).stdout)
	bin, err := program()
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command(bin, "watch", "--state", state, feed)
	cmd.Stdout = full
	if err := cmd.Run(); err == nil {
		t.Fatal("it did not say that nothing could be written")
	}
	got := lastTold(t, plimsoll(t, "watch", "--state", state, feed).ok(t).stdout)
	if len(got) != len(want) || len(want) == 0 {
		t.Errorf("%d events told after all, want %d", len(got), len(want))
	}
}
