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
	"plimsoll/voyage/pattern"
)

type watchCmd struct {
	File []string `arg:"" optional:"" help:"Ships' radio: AIVDM sentences, CSV or Parquet, plain, .gz or .zst; - for stdin. Several are followed, one after the other."`
	Live string   `help:"A stream to follow, after the files: tcp://host:port or udp://:port." placeholder:"ADDRESS"`
	radioFlags
	Strict   bool          `help:"Refuse a file at the first damaged sentence or row instead of counting it."`
	Follow   bool          `help:"Tell events as they become known, in the order of the feed, with memory for the ships there are and not for all that they sent."`
	State    string        `help:"With --follow, which it implies: go on where the watch that wrote FILE stopped, and keep the state there." placeholder:"FILE"`
	End      bool          `help:"With --state, or --follow and --keep: the feed has ended, tell what is still open."`
	Since    time.Time     `help:"With --follow: tell only what ended at or after this time." format:"2006-01-02" placeholder:"DAY"`
	GeoJSON  string        `name:"geojson" help:"Write the events as features to FILE as well, each as it was told last." placeholder:"FILE"`
	Patterns bool          `help:"Tell the stories in the events too, as plimsoll patterns does: with --follow as they become known."`
	Rules    string        `help:"With --patterns: rules of your own." type:"existingfile" placeholder:"FILE"`
	Keep     bool          `help:"Keep what was read as exhibits, and what was found on record, in the data directory."`
	Source   string        `help:"With --keep: who or what the radio comes from." default:"given by the operator"`
	As       string        `help:"With --keep and --follow: the name of the watch, which goes on under it." default:"live" placeholder:"NAME"`
	Every    time.Duration `help:"With --keep and --follow: keep, and then tell, so often." default:"1m"`
	Tracks   bool          `help:"Write the tracks instead of the events."`
}

func (watchCmd) Help() string {
	return `Reads ships' radio, builds a track for each hull and writes what the ships did,
one JSON document a line: gap, encounter, loitering, drift, port-call, jump, spoof,
identity; each with its positions, times, reason, and what would refute it. What
could not be read or used is counted by kind in the end, with line numbers.

With --follow an event is told as soon as it is known, and again under the same
id when more is known of it: the last line of an id counts. With --state FILE a
watch can be stopped, or killed, and goes on; lines that were read are passed
over when the same file is given again. Sentences of a stream that bring no time
are dated at their arrival.

With --keep a file becomes an exhibit and what was found in it goes on record. A
stream (--live, or --follow) is kept in pieces, of an hour or 16 MB at most, and
the lines that events name are numbered through all of them. Nothing is told
that is not on disk. It needs no --state: it goes on by itself.

Examples:
  plimsoll watch feed.nmea.gz > events.jsonl
  plimsoll watch aisdk-2026-03-01.csv.zst --keep --source "Danish Maritime Authority"
  plimsoll watch rows.parquet --column when=time --tracks > tracks.jsonl
  zcat *.gz | plimsoll watch -
  plimsoll watch --state watch.state feed-*.nmea --geojson events.geojson >> events.jsonl
  plimsoll watch --live tcp://receiver:10110 --keep --patterns --source "our receiver"
  plimsoll watch --live udp://:10110 --state live.state >> events.jsonl`
}

func (c *watchCmd) Run(e *env) error {
	if c.Live != "" {
		if !feed.IsLive(c.Live) {
			return &exitError{2, fmt.Errorf("--live %s is no stream: write tcp://host:port or udp://:port", c.Live)}
		}
		c.File, c.Follow = append(c.File, c.Live), true
	}
	live := slices.ContainsFunc(c.File, feed.IsLive)
	follow := c.Follow || c.State != ""
	refused := ""
	switch {
	case len(c.File) == 0:
		refused = "name a file, - for standard input, or --live ADDRESS"
	case live && !follow:
		refused = "a stream is followed: say --follow, or --state FILE"
	case c.Tracks && follow:
		refused = "--tracks takes a whole record: not with --follow, --live or --state"
	case c.Keep && c.State != "":
		refused = "a watch that is kept keeps its own state: give it a name with --as instead of --state"
	case c.Keep && live && c.Clock == "stations":
		refused = "what is kept of a stream is dated at arrival: not with --clock stations"
	case c.Patterns && c.State != "":
		refused = "--state does not remember what was told, of which patterns are made: say --keep instead"
	case len(c.File) > 1 && !follow:
		refused = "several files are followed, not put on one record: say --follow"
	case c.Every <= 0:
		refused = "--every is a time to wait, as 10s or 1m"
	case c.Rules != "" && !c.Patterns:
		refused = "--rules are for --patterns"
	}
	if refused != "" {
		return &exitError{2, errors.New(refused)}
	}
	if follow {
		return c.follow(e)
	}
	return c.record(e, c.File[0])
}

// record watches a record that is whole.
func (c *watchCmd) record(e *env, name string) error {
	found, counts, err := c.find(e, name)
	if err != nil {
		return fmt.Errorf("watching %s: %w", name, err)
	}
	if err := c.write(e, found); err != nil {
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

func (c *watchCmd) write(e *env, found house.Result) error {
	if c.GeoJSON != "" {
		if err := writeFeatures(c.GeoJSON, found.Events); err != nil {
			return err
		}
	}
	if c.Tracks {
		return lines(e, found.Tracks)
	}
	if err := lines(e, found.Events); err != nil || !c.Patterns {
		return err
	}
	rules, err := readRules(c.Rules)
	if err != nil {
		return err
	}
	return lines(e, pattern.Find(rules, found.Events))
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
		d, err := c.openRadio(e, name, c.Strict, nil)
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
