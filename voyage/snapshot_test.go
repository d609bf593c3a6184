package voyage

import (
	"bytes"
	"errors"
	"reflect"
	"slices"
	"testing"

	"pgregory.net/rapid"
)

// A watch that was stopped and went on, however often, tells what one that was
// never stopped tells.
func TestAWatchGoesOnWhereItStopped(t *testing.T) {
	s := aDay()
	want := s.watch(t).Events() // it puts the feed in order
	p, err := DefaultParameters()
	if err != nil {
		t.Fatal(err)
	}
	rapid.Check(t, func(t *rapid.T) {
		told := map[string]string{}
		fresh := func() *Watcher {
			w, err := New(Config{Parameters: p, Live: true, Told: func(e Event) { told[e.ID] = e.Reason }})
			if err != nil {
				t.Fatal(err)
			}
			return w
		}
		w := fresh()
		stops := rapid.SliceOfN(rapid.IntRange(0, len(s.feed)-1), 1, 3).Draw(t, "stops")
		for i := range s.feed {
			if slices.Contains(stops, i) {
				var saved bytes.Buffer
				if err := w.Save(&saved); err != nil {
					t.Fatal(err)
				}
				w = fresh()
				if err := w.Restore(&saved); err != nil {
					t.Fatal(err)
				}
			}
			w.Feed(&s.feed[i].msg, s.feed[i].at)
		}
		w.Close()
		for _, e := range want {
			if told[e.ID] != e.Reason {
				t.Fatalf("stopped at %v: told %q, want %q", stops, told[e.ID], e.Reason)
			}
		}
		if len(told) != len(want) {
			t.Fatalf("stopped at %v: %d events told, want %d", stops, len(told), len(want))
		}
	})
}

func TestADamagedStateIsRefused(t *testing.T) {
	s := aDay()
	w := s.watch(t)
	var saved bytes.Buffer
	if err := w.Save(&saved); err != nil {
		t.Fatal(err)
	}
	whole := saved.Bytes()
	bent := slices.Clone(whole)
	bent[len(bent)-7] ^= 1
	other := slices.Clone(whole)
	other[len(snapshotMagic)+3] ^= 1
	for what, b := range map[string][]byte{"cut": whole[:len(whole)-9], "bent": bent, "other": other, "empty": nil, "text": []byte("not a state at all, but long enough to look at, so that the head is read, which is some sixty bytes and a few")} {
		err := defaultWatcher(t).Restore(bytes.NewReader(b))
		if err == nil {
			t.Errorf("%s: accepted", what)
		}
		if errors.Is(err, ErrOtherState) != (what == "other") {
			t.Errorf("%s: %v", what, err)
		}
	}
	again := defaultWatcher(t)
	if err := again.Restore(bytes.NewReader(whole)); err != nil {
		t.Fatal(err)
	}
	var twice bytes.Buffer
	if err := again.Save(&twice); err != nil || !bytes.Equal(twice.Bytes(), whole) {
		t.Errorf("saved again: %d bytes, %d before; %v", twice.Len(), len(whole), err)
	}
}

func FuzzRestore(f *testing.F) {
	f.Add([]byte{0}, 1)
	f.Fuzz(func(t *testing.T, data []byte, n int) {
		d := stateReader{in: data, made: make([]reflect.Value, 1)}
		var s state
		_ = d.read(reflect.ValueOf(&s).Elem()) // an error or not, but no crash
	})
}
