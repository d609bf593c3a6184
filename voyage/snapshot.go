package voyage

import (
	"bufio"
	"bytes"
	"crypto/sha256"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"reflect"
)

// snapshotMagic begins a saved state.
const snapshotMagic = "PLIMWATCH1\n"

// ErrOtherState says that a saved state was made by another version of the
// program or with other parameters: the feed has to be read again.
var ErrOtherState = errors.New("the state was saved by another version or with other parameters: begin anew, and read again the feed of the days before")

// Save writes all that the Watcher knows, so that another can go on where this
// one stands.
func (w *Watcher) Save(out io.Writer) error {
	sum := sha256.New()
	to := bufio.NewWriterSize(io.MultiWriter(out, sum), 1<<16)
	e := stateWriter{out: to, seen: map[pointer]uint64{}}
	_, _ = to.WriteString(snapshotMagic) // what fails is told by Flush
	_, _ = to.Write(w.layout())
	e.value(reflect.ValueOf(&w.state).Elem())
	if err := to.Flush(); err != nil {
		return fmt.Errorf("saving what is watched: %w", err)
	}
	if _, err := out.Write(sum.Sum(nil)); err != nil {
		return fmt.Errorf("saving what is watched: %w", err)
	}
	return nil
}

// Restore makes the Watcher, which must be new, go on from a saved state.
func (w *Watcher) Restore(in io.Reader) error {
	if w.started || w.stats.Fed > 0 {
		return errors.New("restoring what was watched: this watch has begun already")
	}
	all, err := io.ReadAll(in)
	if err != nil {
		return fmt.Errorf("reading what was watched: %w", err)
	}
	rest, ok := bytes.CutPrefix(all, []byte(snapshotMagic))
	if !ok || len(rest) < 2*sha256.Size {
		return errors.New("reading what was watched: this is no saved state, or the beginning of one")
	}
	if !bytes.HasPrefix(rest, w.layout()) {
		return ErrOtherState
	}
	body := len(all) - sha256.Size
	if sum := sha256.Sum256(all[:body]); !bytes.Equal(sum[:], all[body:]) {
		return errors.New("reading what was watched: the state is damaged, or cut short")
	}
	d := stateReader{in: rest[sha256.Size : len(rest)-sha256.Size], made: make([]reflect.Value, 1)}
	var s state
	if err := d.read(reflect.ValueOf(&s).Elem()); err != nil {
		return err
	}
	w.state = s
	return nil
}

// layout names the layout of the state and what decides its meaning: two with one
// form can go on from each other's.
func (w *Watcher) layout() []byte {
	h := sha256.New()
	describe(h, reflect.TypeFor[state](), map[reflect.Type]bool{})
	_ = json.NewEncoder(h).Encode(w.p) // a hash does not fail
	fmt.Fprint(h, w.live)
	return h.Sum(nil)
}
