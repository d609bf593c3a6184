package main

import (
	"bufio"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"os"
	"slices"
	"time"

	"plimsoll/ais"
	"plimsoll/feed"
	"plimsoll/store"
	"plimsoll/voyage"
)

// watchState is the head of a saved state: how far each feed was read. The
// watcher's own state follows it.
type watchState struct {
	Format int            `json:"format"`
	Feeds  map[string]int `json:"feeds"` // lines done
}

const (
	watchFormat = 1
	saveEvery   = time.Minute
)

// follow watches feeds one after the other and tells events as they become
// known. With a state it goes on where the last watch stopped.
func (c *watchCmd) follow(e *env) error {
	p, err := voyage.DefaultParameters()
	if err != nil {
		return err
	}
	f := &follower{cmd: c, e: e, told: map[string]voyage.Event{}, state: watchState{watchFormat, map[string]int{}}, saved: e.now()}
	if f.w, err = voyage.New(voyage.Config{Parameters: p, Live: true, Told: f.tell}); err != nil {
		return err
	}
	if err := f.restore(); err != nil {
		return err
	}
	for _, name := range c.File {
		if err := f.read(name); err != nil {
			return errors.Join(fmt.Errorf("watching %s: %w", name, err), f.save())
		}
	}
	if c.State == "" || c.End {
		f.w.Close()
	}
	for _, err := range []error{f.failed, f.save(), f.geoJSON()} {
		if err != nil {
			return err
		}
	}
	f.summary()
	return nil
}

type follower struct {
	cmd    *watchCmd
	e      *env
	w      *voyage.Watcher
	state  watchState
	saved  time.Time
	told   map[string]voyage.Event // by id, as told last
	failed error                   // of writing an event
}

func (f *follower) tell(ev voyage.Event) {
	if f.failed != nil || !f.cmd.Since.IsZero() && ev.End.Before(f.cmd.Since) {
		return
	}
	f.told[ev.ID] = ev
	f.failed = f.e.line(ev)
}

// restore reads the state of the last watch, if there is one.
func (f *follower) restore() error {
	if f.cmd.State == "" {
		return nil
	}
	file, err := os.Open(f.cmd.State)
	if errors.Is(err, os.ErrNotExist) {
		return nil
	}
	if err != nil {
		return fmt.Errorf("going on with a watch: %w", err)
	}
	defer file.Close()
	r := bufio.NewReader(file)
	head, err := r.ReadBytes('\n')
	if err == nil {
		err = json.Unmarshal(head, &f.state)
	}
	if err != nil || f.state.Format != watchFormat {
		return fmt.Errorf("%s is no state of a watch, or of another version: give another file to begin anew (%w)", f.cmd.State, err)
	}
	if err := f.w.Restore(r); err != nil {
		return fmt.Errorf("going on with %s: %w", f.cmd.State, err)
	}
	for name, lines := range f.state.Feeds {
		f.e.say("going on with %s after line %d", name, lines)
	}
	return nil
}

// save keeps the state, so that what was told stays told whatever comes. An
// event told after the last save is told again after a kill: its id says so.
func (f *follower) save() error {
	if f.cmd.State == "" {
		return nil
	}
	f.saved = f.e.now()
	err := store.CreateAtomic(f.cmd.State, 0o600, func(out io.Writer) error {
		if err := json.NewEncoder(out).Encode(f.state); err != nil {
			return err
		}
		return f.w.Save(out)
	})
	if err != nil {
		return fmt.Errorf("saving the state of the watch: %w", err)
	}
	return nil
}

func (f *follower) read(name string) error {
	d, err := f.cmd.openRadio(f.e, name, f.cmd.Strict)
	if err != nil {
		return err
	}
	defer func() { _ = d.Close() }()
	live, done := feed.IsLive(name), f.state.Feeds[name]
	var m ais.Message
	var clock ais.Clock
	for n := 0; ; n++ {
		err := d.Next(&m)
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return err
		}
		t, _ := clock.Time(&m)
		if m.Line <= done && !live { // read before the watch was stopped
			continue
		}
		f.w.Feed(&m, t)
		if !live {
			f.state.Feeds[name] = m.Line
		}
		if live || n%4096 == 0 {
			if err := f.pause(); err != nil {
				return err
			}
		}
	}
	st := d.Stats()
	f.e.say("%s: %s, %s", name, count(int(st.Lines), "line", "lines"), count(int(st.Messages), "message", "messages"))
	sayLeftOut(f.e, st, nil, nil)
	return f.failed
}

// pause saves now and then, and stops when asked to.
func (f *follower) pause() error {
	if err := f.e.ctx.Err(); err != nil {
		return err
	}
	if f.cmd.State != "" && f.e.now().Sub(f.saved) >= saveEvery {
		return f.save()
	}
	return f.failed
}

// geoJSON writes what was told as features.
func (f *follower) geoJSON() error {
	if f.cmd.GeoJSON == "" {
		return nil
	}
	type feature struct {
		Type       string         `json:"type"`
		ID         string         `json:"id"`
		Geometry   any            `json:"geometry"`
		Properties map[string]any `json:"properties"`
	}
	all := []feature{}
	for _, id := range slices.Sorted(maps.Keys(f.told)) {
		ev := f.told[id]
		geometry := map[string]any{"type": "Point", "coordinates": [2]float64{ev.Place.Lon, ev.Place.Lat}}
		if g := ev.Evidence.Gap; g != nil && g.On != nil {
			geometry = map[string]any{"type": "LineString", "coordinates": [2][2]float64{{g.Off.Lon, g.Off.Lat}, {g.On.Lon, g.On.Lat}}}
		}
		all = append(all, feature{"Feature", ev.ID, geometry, map[string]any{
			"kind": ev.Kind, "start": ev.Start, "end": ev.End, "open": ev.Open, "ships": ev.Ships, "tags": ev.Tags,
			"confidence": ev.Confidence, "reason": ev.Reason,
		}})
	}
	err := store.CreateAtomic(f.cmd.GeoJSON, 0o644, func(out io.Writer) error {
		return json.NewEncoder(out).Encode(map[string]any{"type": "FeatureCollection", "features": all})
	})
	if err != nil {
		return fmt.Errorf("writing %s: %w", f.cmd.GeoJSON, err)
	}
	return nil
}

func (f *follower) summary() {
	kinds := map[string]int{}
	for _, ev := range f.told {
		kinds[ev.Kind]++
	}
	f.e.say("events: %s", kindsText(kinds))
}
