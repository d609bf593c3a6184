package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"time"

	"plimsoll/ais"
	"plimsoll/feed"
	"plimsoll/positions"
	"plimsoll/store"
)

type tracksImportCmd struct {
	Feeds []string `arg:"" name:"feed" help:"AIVDM sentences, CSV or Parquet, plain, .gz or .zst; - for stdin; tcp://host:port or udp://:port."`
	radioFlags
	Source string        `help:"What the feed is called in the records; by default its file name." placeholder:"NAME"`
	Every  time.Duration `help:"Write at least so often, for feeds that are slow or have no end." default:"1m"`
	Strict bool          `help:"Stop at the first damaged sentence."`
}

func (tracksImportCmd) Help() string {
	return `Reads ships' radio, or tables of it, and keeps each ship's positions, and what it
said of itself, in Parquet files by day and sea cell below the data directory
(docs/positions.md). Feeds may come in any order and overlap: repeated reports
are kept once, late ones add files. What was told to be kept is on disk; after a
kill import the feed again, and nothing is doubled. With --json a line is
written each time something has been kept.

Examples:
  plimsoll tracks import feed.nmea.gz
  plimsoll tracks import 2026-03-*.nmea.zst --json
  plimsoll tracks import aisdk-2026-03-01.csv.zst rows.parquet --column when=time
  plimsoll tracks import tcp://receiver:10110 --source harbour`
}

// keptLine tells what is on disk now.
type keptLine struct {
	Feed  string `json:"feed"`
	Lines int64  `json:"lines"` // of the feed that are read and kept
	Done  bool   `json:"done"`  // to the end of the feed
	positions.Written
	Undated int64 `json:"undated"` // messages before the feed told the time
}

func (c *tracksImportCmd) Run(e *env) error {
	d, err := store.Open(e.ctx, e.data)
	if err != nil {
		return err
	}
	defer d.Close()
	a := positions.Open(d.Dir)
	for _, name := range c.Feeds {
		if err := c.feed(e, a, name); err != nil {
			return err
		}
	}
	return nil
}

func (c *tracksImportCmd) feed(e *env, a *positions.Archive, name string) error {
	d, err := c.openRadio(e, name, c.Strict, nil)
	if err != nil {
		return err
	}
	defer func() { _ = d.Close() }()
	i := &trackImport{e: e, every: c.Every, began: e.now(), line: keptLine{Feed: c.Source}, w: a.NewWriter(0)}
	if i.line.Feed == "" {
		i.line.Feed = baseName(name)
	}
	i.d, i.live = d, feed.IsLive(name)
	err = i.read()
	if err != nil { // what came before the fault is kept all the same
		if e.ctx.Err() == nil {
			err = errors.Join(err, i.flush(e.ctx))
		}
		return fmt.Errorf("keeping the positions of %s, up to line %d: %w", name, i.line.Lines, err)
	}
	s := i.d.Stats()
	e.say("%s: %s, %s, %d bad; %s", i.line.Feed, count(int(s.Lines), "line", "lines"), count(int(s.Messages), "message", "messages"), s.BadCount(), i.w.Written())
	if i.line.Undated > 0 {
		e.say("%s: %s at its beginning could not be dated and were left out: the feed says no time and no base station had told it yet",
			i.line.Feed, count(int(i.line.Undated), "message", "messages"))
	}
	return nil
}

// trackImport is the import of one feed.
type trackImport struct {
	e     *env
	d     ais.Source
	live  bool
	w     *positions.Writer
	clock ais.Clock
	every time.Duration
	began time.Time // of what is held
	line  keptLine
}

func (i *trackImport) read() error {
	var m ais.Message
	for n := 1; ; n++ {
		err := i.d.Next(&m)
		if errors.Is(err, io.EOF) {
			i.line.Done = true
			return i.flush(context.WithoutCancel(i.e.ctx)) // a stream ends because it was asked to
		}
		if err != nil {
			return err
		}
		i.take(&m)
		if n%1024 == 0 && !i.live {
			if err := i.e.ctx.Err(); err != nil {
				return err
			}
		}
		if i.w.Full() || (i.live || n%256 == 0) && i.e.now().Sub(i.began) >= i.every {
			if err := i.flush(i.e.ctx); err != nil {
				return err
			}
		}
	}
}

func (i *trackImport) take(m *ais.Message) {
	at, ok := i.clock.Time(m)
	if !ok {
		if m.IsPosition() || m.IsStatic() {
			i.line.Undated++
		}
		return
	}
	if p, ok := positions.FromMessage(m, at, i.line.Feed); ok {
		i.w.Position(p)
	}
	if s, ok := positions.StaticFromMessage(m, at, i.line.Feed); ok {
		i.w.Static(s)
	}
}

// flush writes what is held and tells so.
func (i *trackImport) flush(ctx context.Context) error {
	if err := i.w.Flush(ctx); err != nil {
		return err
	}
	i.began = i.e.now()
	i.line.Lines, i.line.Written = i.d.Stats().Lines, i.w.Written()
	if i.e.json {
		return i.e.line(i.line)
	}
	if !i.line.Done {
		i.e.say("%s: kept up to line %d, %s", i.line.Feed, i.line.Lines, count(int(i.line.Positions), "position", "positions"))
	}
	return nil
}
