package main_test

import (
	"bytes"
	"context"
	"crypto/rand"
	"encoding/json"
	"io"
	mrand "math/rand/v2"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"plimsoll/ais"
	"plimsoll/house"
	"plimsoll/voyage"
)

// aired sends lines to whoever calls, one after another: what a caller that was
// killed had not read is gone, as it is on the air.
func aired(t *testing.T, text []byte) (address string, done <-chan struct{}) {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { l.Close() })
	end := make(chan struct{})
	go func() {
		for {
			conn, err := l.Accept()
			if err != nil {
				return
			}
			for len(text) > 0 && err == nil {
				n := min(len(text), 1<<14)
				if i := bytes.LastIndexByte(text[:n], '\n'); i >= 0 {
					n = i + 1
				}
				_, err = conn.Write(text[:n])
				text = text[n:]
				time.Sleep(3 * time.Millisecond)
			}
			if len(text) == 0 {
				close(end)
				time.Sleep(time.Second) // what was sent is on its way
				conn.Close()
				return
			}
			conn.Close()
		}
	}()
	return "tcp://" + l.Addr().String(), end
}

func simulated(t *testing.T, ships, days, seed string) []byte {
	t.Helper()
	path := filepath.Join(t.TempDir(), "feed.nmea")
	plimsoll(t, "simulate", "--ships", ships, "--days", days, "--seed", seed, "-o", path).ok(t)
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return text
}

// listening runs a watch over a stream until it is stopped.
type listening struct {
	cmd      *exec.Cmd
	out, err *os.File
}

func listen(t *testing.T, args ...string) *listening {
	t.Helper()
	bin, err := program()
	if err != nil {
		t.Fatal(err)
	}
	l := &listening{cmd: exec.Command(bin, args...)}
	for _, f := range []**os.File{&l.out, &l.err} {
		if *f, err = os.Create(filepath.Join(t.TempDir(), "out")); err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { (*f).Close() })
	}
	l.cmd.Stdout, l.cmd.Stderr = l.out, l.err
	if err := l.cmd.Start(); err != nil {
		t.Fatal(err)
	}
	for range 1000 {
		if strings.Contains(l.says(t), "connected to") {
			return l
		}
		time.Sleep(20 * time.Millisecond)
	}
	t.Fatalf("it does not call: %s", l.says(t))
	return l
}

func (l *listening) says(t *testing.T) string { return contents(t, l.err) }

func contents(t *testing.T, f *os.File) string {
	t.Helper()
	raw, err := os.ReadFile(f.Name())
	if err != nil {
		t.Fatal(err)
	}
	return string(raw)
}

// stop ends it and gives what it told.
func (l *listening) stop(t *testing.T, by os.Signal) string {
	t.Helper()
	_ = l.cmd.Process.Signal(by)
	if err := l.cmd.Wait(); by != syscall.SIGKILL && err != nil {
		t.Fatalf("%v\n%s", err, l.says(t))
	}
	return contents(t, l.out)
}

// Whatever a watch over a stream told is on record, with the lines it rests on,
// however often the watch is killed; and the record is what one watch over all
// that was heard tells.
func TestAKilledWatchOverAStreamLosesNothingThatItTold(t *testing.T) {
	data := filepath.Join(t.TempDir(), "data")
	address, done := aired(t, simulated(t, "60", "3", "11"))
	args := []string{"watch", "--live", address, "--keep", "--patterns", "--every", "30ms", "--data", data}
	told := ""
	for kills := 0; ; kills++ {
		l := listen(t, args...)
		select {
		case <-done:
			time.Sleep(500 * time.Millisecond)
			told += l.stop(t, syscall.SIGTERM)
			if kills < 3 {
				t.Errorf("it was killed only %d times", kills)
			}
		case <-time.After(time.Duration(150+mrand.IntN(250)) * time.Millisecond):
			told += l.stop(t, syscall.SIGKILL)
			continue
		}
		break
	}
	h, err := house.Open(context.Background(), data, house.Options{Now: time.Now, Rand: rand.Reader})
	if err != nil {
		t.Fatal(err)
	}
	defer h.Close()
	all := h.Watches.All()
	if len(all) != 1 || all[0].Name != "live" {
		t.Fatalf("%+v", all)
	}
	found, err := h.Watches.Result(context.Background(), all[0])
	if err != nil {
		t.Fatal(err)
	}
	kept := map[string]voyage.Event{}
	for _, e := range found.Events {
		kept[e.ID] = e
	}
	for id := range lastTold(t, told) {
		if _, ok := kept[id]; !ok && !strings.HasPrefix(id, "P-") {
			t.Errorf("%s was told and is not on record", id)
		}
	}
	if len(kept) < 10 || len(found.Tracks) < 40 {
		t.Fatalf("%d events, %d tracks", len(kept), len(found.Tracks))
	}
	for _, e := range found.Events {
		for _, p := range e.Positions {
			if p.Line == 0 && e.Kind == voyage.Spoof { // of places that are kept without their lines
				continue
			}
			heardAt(t, h, all[0].Feed, p)
		}
	}
	again := againOver(t, h)
	for id, e := range again {
		if kept[id].Reason != e.Reason {
			t.Errorf("%s is on record as %q, and all that was heard tells %q", id, kept[id].Reason, e.Reason)
		}
	}
	if len(again) != len(kept) {
		t.Errorf("%d events on record, %d in all that was heard", len(kept), len(again))
	}
	if n, err := h.Vault.Verify(context.Background()); err != nil || n < 3 {
		t.Errorf("%d exhibits: %v", n, err)
	}
}

// heardAt checks that the line which a position names says it.
func heardAt(t *testing.T, h *house.House, feed string, p voyage.Position) {
	t.Helper()
	sha, line := h.Watches.Where(feed, p.Line, p.Time)
	text, err := h.Vault.Bytes(context.Background(), sha)
	if err != nil {
		t.Fatal(err)
	}
	all := strings.Split(string(text), "\n")
	if line < 1 || line > len(all) {
		t.Fatalf("line %d of %d is named", line, len(all))
	}
	d := ais.NewDecoder(strings.NewReader(all[line-1]), ais.Options{})
	var m ais.Message
	if err := d.Next(&m); err != nil || m.MMSI != p.MMSI || m.Received != p.Time.Unix() {
		t.Fatalf("line %d says %q, not %+v (%v)", line, all[line-1], p, err)
	}
}

// againOver watches all that was kept, at once.
func againOver(t *testing.T, h *house.House) map[string]voyage.Event {
	t.Helper()
	p, err := voyage.DefaultParameters()
	if err != nil {
		t.Fatal(err)
	}
	out := map[string]voyage.Event{}
	w, err := voyage.New(voyage.Config{Parameters: p, Live: true, Told: func(e voyage.Event) { out[e.ID] = e }})
	if err != nil {
		t.Fatal(err)
	}
	l, err := h.Watches.GoOn(context.Background(), h.Operator, "live", "a test")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	if err := l.Since(context.Background(), 0, func(text io.Reader, _ int64) error {
		return w.Read(ais.NewDecoder(text, ais.Options{}))
	}); err != nil {
		t.Fatal(err)
	}
	return out
}

// The next watch goes on by itself, two cannot be one, and files go on record
// line by line too.
func TestWatchesThatAreKeptGoOnByName(t *testing.T) {
	data := filepath.Join(t.TempDir(), "data")
	files, rows := forms(t)
	var told strings.Builder
	for _, form := range []string{"csv.zst", "parquet"} {
		told.WriteString(plimsoll(t, "watch", "--follow", "--keep", "--as", form[:3], "--column", "when=time", "--end", "--data", data, files[form]).ok(t).stdout)
	}
	h, err := house.Open(context.Background(), data, house.Options{Now: time.Now, Rand: rand.Reader})
	if err != nil {
		t.Fatal(err)
	}
	defer h.Close()
	checked := 0
	for _, w := range h.Watches.All() {
		found, err := h.Watches.Result(context.Background(), w)
		if err != nil {
			t.Fatal(err)
		}
		for _, e := range found.Events {
			for i, p := range e.Positions {
				_, e.Positions[i].Line = h.Watches.Where(w.Feed, p.Line, p.Time)
			}
			checkLines(t, w.Name, e, rows)
			checked++
		}
	}
	if checked < 20 {
		t.Errorf("%d events on record", checked)
	}
	held, err := h.Watches.GoOn(context.Background(), h.Operator, "par", "a test")
	if err != nil {
		t.Fatal(err)
	}
	plimsoll(t, "watch", "--follow", "--keep", "--as", "par", "--data", data, files["parquet"]).refused(t, 1, "goes on elsewhere")
	if err := held.Close(); err != nil {
		t.Fatal(err)
	}
	plimsoll(t, "watch", "--follow", "--keep", "--as", "No Name", "--data", data, files["nmea"]).refused(t, 1, "small letters")
	plimsoll(t, "watch", "--keep", "--state", "x", files["nmea"]).refused(t, 2, "--as")
	plimsoll(t, "watch", "--live", "receiver:1").refused(t, 2, "tcp://")
	plimsoll(t, "watch").refused(t, 2, "name a file")
	var events []string
	for line := range strings.Lines(told.String()) {
		var e struct{ ID string }
		if err := json.Unmarshal([]byte(line), &e); err != nil {
			t.Fatal(err)
		}
		events = append(events, e.ID)
	}
	if len(events) < 20 {
		t.Errorf("%d told", len(events))
	}
}

// A stream that says no times is dated at arrival, which is said.
func TestAStreamWithoutTimesIsSaidToBeDatedAtArrival(t *testing.T) {
	var bare bytes.Buffer
	for line := range bytes.Lines(simulated(t, "5", "1", "2")) {
		if i := bytes.IndexByte(line, '!'); i >= 0 {
			bare.Write(line[i:])
		}
	}
	address, done := aired(t, bare.Bytes())
	l := listen(t, "watch", "--live", address, "--keep", "--data", filepath.Join(t.TempDir(), "data"))
	<-done
	time.Sleep(300 * time.Millisecond)
	l.stop(t, os.Interrupt)
	says := l.says(t)
	plimsoll(t, "watch", "--live", address, "--keep", "--clock", "stations").refused(t, 2, "dated at arrival")
	for _, want := range []string{"says no times", "dated at arrival, because the feed said no time"} {
		if strings.Count(says, want) != 1 {
			t.Errorf("it does not say once that %q:\n%s", want, says)
		}
	}
}
