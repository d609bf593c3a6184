package main

import (
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"time"

	"plimsoll/feed"
	"plimsoll/house"
	"plimsoll/vault"
)

type watchCmd struct {
	File []string `arg:"" help:"Ships' radio: AIVDM sentences, CSV or Parquet, plain, .gz or .zst; - for stdin; with --follow tcp://host:port and udp://:port. Several are read one after the other."`
	radioFlags
	Strict  bool      `help:"Refuse a file at the first damaged sentence instead of counting it."`
	Follow  bool      `help:"Tell events as they become known, in the order of the feed, with memory that does not grow."`
	State   string    `help:"With --follow, which it implies: go on where the watch that wrote FILE stopped, and keep the state there." placeholder:"FILE"`
	End     bool      `help:"With --state: the feed has ended, tell what is still open."`
	Since   time.Time `help:"With --follow: tell only what ended at or after this time." format:"2006-01-02" placeholder:"DAY"`
	GeoJSON string    `name:"geojson" help:"With --follow: write the events as features to FILE as well." placeholder:"FILE"`
	Keep    bool      `help:"Keep the file as an exhibit and what was found on record in the data directory."`
	Source  string    `help:"With --keep: who or what the file comes from." default:"given by the operator"`
	Tracks  bool      `help:"Write the tracks instead of the events."`
}

func (watchCmd) Help() string {
	return `Decodes the sentences, builds a track for each hull and writes what the ships
did, one JSON document a line: gap, encounter, loitering, port-call, jump, spoof,
identity; each with its positions, times, reason, and what would refute it.
Damaged sentences are counted and skipped; the first line numbers of each kind
are named.

With --follow an event is told as soon as it is known, and again under the same
id when more is known of it: the last line of an id counts. With --state FILE a
watch can be stopped, or killed, and goes on; lines that were read are passed
over when the same file is given again.

Examples:
  plimsoll watch feed.nmea.gz > events.jsonl
  plimsoll watch feed.nmea --strict
  zcat *.gz | plimsoll watch -
  plimsoll watch --state watch.state feed-*.nmea >> events.jsonl
  plimsoll watch --state live.state tcp://receiver:10110 >> events.jsonl`
}

func (c *watchCmd) Run(e *env) error {
	live := slices.ContainsFunc(c.File, feed.IsLive)
	switch record := c.Keep || c.Tracks; {
	case live && !c.Follow && c.State == "":
		return &exitError{2, errors.New("a stream is followed: say --follow, or --state FILE")}
	case record && (c.Follow || c.State != ""):
		return &exitError{2, errors.New("--keep and --tracks take a whole record: not with --follow or --state")}
	case c.Follow || c.State != "":
		return c.follow(e)
	case len(c.File) > 1:
		return &exitError{2, errors.New("several files are followed, not put on one record: say --follow")}
	}
	return c.record(e, c.File[0])
}

// record watches a record that is whole.
func (c *watchCmd) record(e *env, name string) error {
	found, counts, err := c.find(e, name)
	if err != nil {
		return fmt.Errorf("watching %s: %w", name, err)
	}
	if c.Tracks {
		err = lines(e, found.Tracks)
	} else {
		err = lines(e, found.Events)
	}
	if err != nil {
		return err
	}
	kinds := map[string]int{}
	for _, ev := range found.Events {
		kinds[ev.Kind]++
	}
	if counts != nil { // else it was on record, and counted when it was read
		sayRead(e, counts.Feed)
	}
	e.say("%s; events: %s", count(len(found.Tracks), "track", "tracks"), kindsText(kinds))
	if counts != nil {
		sayLeftOut(e, counts.Feed, counts.Ships.Rejected, counts.Odd)
	}
	return nil
}

func lines[T any](e *env, all []T) error {
	for i := range all {
		if err := e.line(all[i]); err != nil {
			return err
		}
	}
	return nil
}

func (c *watchCmd) find(e *env, name string) (house.Result, *house.Counts, error) {
	if !c.Keep {
		d, err := c.openRadio(e, name, c.Strict)
		if err != nil {
			return house.Result{}, nil, err
		}
		found, counts, err := house.Find(d)
		return found, &counts, errors.Join(err, d.Close())
	}
	file, done, err := seekable(name)
	if err != nil {
		return house.Result{}, nil, err
	}
	defer done()
	h, err := e.open()
	if err != nil {
		return house.Result{}, nil, err
	}
	defer h.Close()
	item := vault.Item{Name: baseName(name), Source: c.Source}
	w, counts, err := h.Watches.Run(e.ctx, h.Operator, item, file, c.options(c.Strict))
	if err != nil {
		return house.Result{}, counts, err
	}
	if counts == nil {
		e.say("watched before: this is what is on record")
	}
	e.say("kept as exhibit %s", w.Feed)
	found, err := h.Watches.Result(e.ctx, w)
	if err != nil {
		return house.Result{}, counts, err
	}
	return *found, counts, nil
}

// seekable opens a file that is read more than once; standard input is laid in
// one first.
func seekable(name string) (f *os.File, done func(), err error) {
	if name != "-" {
		f, err = os.Open(name)
		return f, func() { f.Close() }, err
	}
	if f, err = os.CreateTemp("", "plimsoll-stdin-*"); err != nil {
		return nil, nil, fmt.Errorf("laying standard input in a file: %w", err)
	}
	done = func() {
		f.Close()
		os.Remove(f.Name()) //nolint:errcheck // of no use any more
	}
	if _, err = io.Copy(f, os.Stdin); err != nil {
		done()
		return nil, nil, fmt.Errorf("laying standard input in a file: %w", err)
	}
	return f, done, nil
}

func baseName(name string) string {
	if name == "-" {
		return "stdin"
	}
	return filepath.Base(name)
}
