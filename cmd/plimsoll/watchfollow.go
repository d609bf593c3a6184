package main

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"time"

	"plimsoll/ais"
	"plimsoll/feed"
	"plimsoll/house"
	"plimsoll/store"
	"plimsoll/voyage"
	"plimsoll/voyage/pattern"
)

// watchState is the head of a saved state: how far each feed was read. The
// watcher's own state follows it.
type watchState struct {
	Format int            `json:"format"`
	Feeds  map[string]int `json:"feeds"`           // lines done
	Heard  int64          `json:"heard,omitempty"` // lines of a watch that is kept
}

const (
	watchFormat = 1
	saveEvery   = time.Minute
)

// follower watches feeds one after the other and tells events as they become
// known. It holds no event longer than until it is told.
type follower struct {
	cmd      *watchCmd
	e        *env
	ctx      context.Context //nolint:containedctx // what is asked to stop is kept all the same
	w        *voyage.Watcher
	state    watchState
	saved    time.Time
	wait     time.Duration // until it is saved again
	kept     time.Time
	finder   *pattern.Finder // nil when no patterns are asked for
	live     *house.Live     // nil when nothing is kept
	waiting  []any           // to be told once it is kept
	features *featureFile    // nil when none are asked for
	kinds    map[string]int  // how often each kind was told
	before   []voyage.Reject // that a saved state counted
	tally    feed.Tally
	arrived  map[string]bool // feeds that are dated at arrival
	failed   error           // of telling
}

// follow goes on where the last watch stopped, if there was one that kept its
// state.
func (c *watchCmd) follow(e *env) error {
	p, err := voyage.DefaultParameters()
	if err != nil {
		return err
	}
	now := e.now()
	f := &follower{
		cmd: c, e: e, ctx: context.WithoutCancel(e.ctx), kinds: map[string]int{}, saved: now, wait: saveEvery, kept: now, arrived: map[string]bool{},
		state: watchState{Format: watchFormat, Feeds: map[string]int{}},
	}
	if f.w, err = voyage.New(voyage.Config{Parameters: p, Live: true, Told: f.tell}); err != nil {
		return err
	}
	if c.Patterns {
		rules, err := readRules(c.Rules)
		if err != nil {
			return err
		}
		f.finder = pattern.NewFinder(rules)
	}
	if !c.Keep {
		return f.run()
	}
	h, err := e.open()
	if err != nil {
		return err
	}
	defer h.Close()
	if f.live, err = h.Watches.GoOn(e.ctx, h.Operator, c.As, c.Source); err != nil {
		return err
	}
	return errors.Join(f.run(), f.live.Close())
}

func (f *follower) run() (err error) {
	if err := f.restore(); err != nil {
		return err
	}
	if f.cmd.GeoJSON != "" {
		if f.features, err = openFeatures(f.cmd.GeoJSON, f.stateFile() != ""); err != nil {
			return err
		}
		defer func() { _ = f.features.Close() }()
	}
	if f.live != nil {
		if err := f.catchUp(); err != nil {
			return err
		}
	}
	for _, name := range f.cmd.File {
		if err := f.read(name); err != nil {
			return f.stop(fmt.Errorf("watching %s: %w", name, err))
		}
	}
	if f.stateFile() == "" || f.cmd.End {
		f.w.Close()
	}
	for _, do := range []func() error{func() error { return f.keep(ais.Stats{}, true) }, f.save, f.writeFeatures} {
		if err := do(); err != nil {
			return err
		}
	}
	f.e.say("told: %s", kindsText(f.kinds))
	sayLeftOut(f.e, ais.Stats{}, since(f.before, f.w.Rejected()), f.tally.Kinds())
	return nil
}

// stop keeps and saves what there is when reading failed. Where it cannot be kept,
// or told, the state stays that of before: the next watch reads and tells it again.
func (f *follower) stop(failed error) error {
	switch err := f.keep(ais.Stats{}, true); {
	case err == nil:
		return errors.Join(failed, f.save())
	case errors.Is(failed, err):
		return failed
	default:
		return errors.Join(failed, err)
	}
}

// stateFile is where the state is kept; nowhere if it is not.
func (f *follower) stateFile() string {
	if f.live != nil {
		return f.live.StateFile()
	}
	return f.cmd.State
}

// tell is called with each event as it becomes known.
func (f *follower) tell(ev voyage.Event) {
	if f.failed != nil {
		return
	}
	var stories []pattern.Pattern
	if f.finder != nil {
		stories = f.finder.Take(ev)
	}
	if f.live != nil {
		f.live.Tell(ev, stories)
	}
	if f.cmd.Since.IsZero() || !ev.End.Before(f.cmd.Since) {
		f.waiting = append(f.waiting, ev)
	}
	for _, p := range stories {
		if f.cmd.Since.IsZero() || !p.End.Before(f.cmd.Since) {
			f.waiting = append(f.waiting, p)
		}
	}
	if f.live == nil {
		f.failed = f.write()
	}
}

// write tells what waits.
func (f *follower) write() error {
	for _, v := range f.waiting {
		if err := f.e.line(v); err != nil {
			return err
		}
		switch x := v.(type) {
		case pattern.Pattern:
			f.kinds[x.Rule]++
		case voyage.Event:
			f.kinds[x.Kind]++
			if f.features != nil {
				if err := f.features.add(x); err != nil {
					return err
				}
			}
		}
	}
	clear(f.waiting)
	f.waiting = f.waiting[:0]
	return nil
}

// restore reads the state of the last watch, if there is one.
func (f *follower) restore() error {
	path := f.stateFile()
	if path == "" {
		return nil
	}
	file, err := os.Open(path)
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
		return fmt.Errorf("%s is no state of a watch, or of another version: %s (%w)", path, f.anew(), err)
	}
	if err := f.w.Restore(r); err != nil {
		return fmt.Errorf("going on with %s: %w; %s", path, err, f.anew())
	}
	f.before = f.w.Rejected()
	for name, lines := range f.state.Feeds {
		f.e.say("going on with %s after line %d", name, lines)
	}
	return nil
}

// anew says how to begin without the state.
func (f *follower) anew() string {
	if f.live != nil {
		return "remove it, and it is made again of what was heard"
	}
	return "give another file to begin anew"
}

// save keeps the state, so that what was told stays told whatever comes. An
// event told after the last save is told again after a kill: its id says so.
func (f *follower) save() error {
	write := func(out io.Writer) error {
		if err := json.NewEncoder(out).Encode(f.state); err != nil {
			return err
		}
		return f.w.Save(out)
	}
	if f.live != nil {
		f.state.Heard = f.live.Heard()
		return f.live.Save(write, f.w.Now())
	}
	if f.cmd.State == "" {
		return nil
	}
	if err := store.CreateAtomic(f.cmd.State, 0o600, write); err != nil {
		return fmt.Errorf("saving the state of the watch: %w", err)
	}
	return nil
}

func (f *follower) read(name string) error {
	r, err := f.open(name)
	if err != nil {
		return err
	}
	defer r.close()
	err = f.readAll(name, r)
	if f.live != nil {
		err = errors.Join(err, f.keep(r.Stats(), false))
		f.live.NewFeed()
	}
	if err != nil {
		return err
	}
	st := r.Stats()
	f.e.say("%s: %s, %s", name, count(int(st.Lines), "line", "lines"), count(int(st.Messages), "message", "messages"))
	if n := r.Arrived(); n > 0 {
		f.e.say("%s: dated at arrival, because the feed said no time: %s", name, count(int(n), "message", "messages"))
	}
	sayLeftOut(f.e, st, nil, nil)
	return f.failed
}

func (f *follower) readAll(name string, r *radio) error {
	done := f.state.Feeds[name]
	var m ais.Message
	var clock ais.Clock
	for n := 0; ; n++ {
		err := r.Next(&m)
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return err
		}
		t, _ := clock.Time(&m)
		if m.Line <= done && !r.stream { // read before the watch was stopped
			continue
		}
		line := m.Line
		f.feed(&m, t, r.number(line))
		f.sayArrival(name, r)
		if !r.stream {
			f.state.Feeds[name] = line
		}
		if r.stream || n%4096 == 0 {
			if err := f.pause(r); err != nil {
				return err
			}
		}
	}
}

// sayArrival says once of a feed that it has no times: it may be a recording
// that is played again, whose ships were there another day.
func (f *follower) sayArrival(name string, r *radio) {
	if r.Arrived() == 0 || f.arrived[name] {
		return
	}
	f.arrived[name] = true
	f.e.say("%s says no times: its messages are dated at their arrival; a recording is to be watched as a file, or with --clock stations", name)
}

func (f *follower) feed(m *ais.Message, t time.Time, line int) {
	m.Line = line
	f.tally.Take(m, t)
	f.w.Feed(m, t)
}

// pause keeps and saves now and then, and stops when asked to. What is kept of a
// stream is kept between its lines, and a stream ends by itself.
func (f *follower) pause(r *radio) error {
	switch {
	case f.failed != nil:
		return f.failed
	case r.stream && f.live != nil:
		return nil
	case !r.stream && f.e.ctx.Err() != nil:
		return f.e.ctx.Err()
	}
	return f.keepAndSave(r.Stats)
}

// keepAndSave keeps if it is time, and saves if it is. A state goes on behind what
// was told: it is not saved before that is kept.
func (f *follower) keepAndSave(read func() ais.Stats) error {
	due := f.saveDue() // asked once: it may become due while this runs
	if f.live != nil && (due || f.e.now().Sub(f.kept) >= f.cmd.Every) {
		if err := f.keep(read(), false); err != nil {
			return err
		}
	}
	if !due {
		return nil
	}
	return f.saveNow()
}

func (f *follower) saveDue() bool { return f.stateFile() != "" && f.e.now().Sub(f.saved) >= f.wait }

// saveNow saves behind what is kept.
func (f *follower) saveNow() error {
	now := f.e.now()
	if err := f.save(); err != nil {
		return err
	}
	f.saved = f.e.now()
	f.wait = max(saveEvery, 20*f.saved.Sub(now)) // a large state takes its time
	return f.writeFeatures()
}

func (f *follower) writeFeatures() error {
	if f.features == nil {
		return nil
	}
	return f.features.write()
}

// since gives what was left out since another count.
func since(before, now []voyage.Reject) []voyage.Reject {
	was := map[string]int{}
	for _, r := range before {
		was[r.Reason] = r.Count
	}
	var out []voyage.Reject
	for _, r := range now {
		if r.Count -= was[r.Reason]; r.Count > 0 {
			out = append(out, r)
		}
	}
	return out
}
