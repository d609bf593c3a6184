package main

import (
	"errors"
	"fmt"
	"io"
	"os"
	"time"

	"plimsoll/ais"
	"plimsoll/feed"
	"plimsoll/house"
)

// radio is an open feed, and how its lines are numbered in the watch.
type radio struct {
	*feed.Feed
	stream bool               // it cannot be read again
	number func(line int) int // of a line of the feed
	close  func()
}

// open opens a feed. If it is kept, a file becomes an exhibit first; of a stream
// each line is kept as it is heard.
func (f *follower) open(name string) (*radio, error) {
	switch {
	case f.live == nil:
		d, err := f.cmd.openRadio(f.e, name, f.cmd.Strict, nil)
		if err != nil {
			return nil, err
		}
		return &radio{d, feed.IsLive(name), func(line int) int { return line }, func() { _ = d.Close() }}, nil
	case feed.IsLive(name) || name == "-":
		return f.openStream(name)
	}
	file, err := os.Open(name)
	if err != nil {
		return nil, err
	}
	o := f.cmd.options(f.cmd.Strict)
	add, err := f.live.File(f.e.ctx, name, file, o, f.state.Feeds[name])
	if err == nil {
		_, err = file.Seek(0, io.SeekStart)
	}
	if err != nil {
		return nil, errors.Join(err, file.Close())
	}
	d, err := feed.Read(file, o)
	if err != nil {
		return nil, errors.Join(err, file.Close())
	}
	return &radio{d, false, func(line int) int { return house.LineNumber(add + int64(line)) }, func() { _, _ = d.Close(), file.Close() }}, nil
}

func (f *follower) openStream(name string) (*radio, error) {
	ticker := time.NewTicker(f.cmd.Every)
	var d *feed.Feed
	var failed error // of keeping a line
	heard := f.live.Heard()
	d, err := f.cmd.openRadio(f.e, name, f.cmd.Strict, &feed.Record{
		Line: func(line []byte) {
			if failed == nil {
				failed = f.live.Hear(f.ctx, name, line)
			}
		},
		Tick: ticker.C,
		Between: func() error {
			if failed != nil {
				return failed
			}
			if err := f.keep(d.Stats(), false); err != nil { // each tick: it comes when it is time
				return err
			}
			if !f.saveDue() {
				return nil
			}
			return f.saveNow()
		},
	})
	if err == nil && d.Format != feed.Sentences {
		err = errors.Join(fmt.Errorf("%s is %s, and what is kept as it comes must be sentences: lay it in a file and watch that", name, d.Format), d.Close())
	}
	if err != nil {
		ticker.Stop()
		return nil, err
	}
	return &radio{d, true, func(line int) int { return house.LineNumber(heard + int64(line)) }, func() { ticker.Stop(); _ = d.Close() }}, nil
}

// keep brings what was heard and told on record, and then tells it.
func (f *follower) keep(read ais.Stats, end bool) error {
	if f.live != nil {
		if err := f.live.Keep(f.ctx, read, end); err != nil {
			return err
		}
	}
	f.kept = f.e.now()
	if f.failed == nil {
		f.failed = f.write()
	}
	return f.failed
}

// catchUp reads again what was heard after the state was saved, and what was
// told, so that a pattern that is known is not told as new.
func (f *follower) catchUp() error {
	if f.finder != nil {
		told, err := f.live.Told(f.e.ctx)
		if err != nil {
			return err
		}
		for _, ev := range told.Events {
			f.finder.Take(ev)
		}
	}
	n := 0
	err := f.live.Since(f.e.ctx, f.state.Heard, func(text io.Reader, add int64) error {
		return ais.Each(ais.NewDecoder(text, ais.Options{}), func(m *ais.Message, t time.Time) {
			if number := add + int64(m.Line); number > f.state.Heard {
				f.feed(m, t, house.LineNumber(number))
				n++
			}
		})
	})
	if err != nil {
		return fmt.Errorf("reading again what was heard: %w", err)
	}
	if n > 0 {
		f.e.say("read again what was heard after the state was saved: %s", count(n, "message", "messages"))
	}
	return f.keep(ais.Stats{}, false)
}
