package main

import (
	"bufio"
	"bytes"
	"compress/gzip"
	"errors"
	"fmt"
	"io"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/klauspost/compress/zstd"

	"plimsoll/ais"
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

// openFeed opens a file by what it begins with, not by what it is called.
func openFeed(name string) (io.ReadCloser, error) {
	var f io.ReadCloser = os.Stdin
	if name != "-" {
		var err error
		if f, err = os.Open(name); err != nil {
			return nil, fmt.Errorf("reading ships' radio: %w", err)
		}
	}
	br := bufio.NewReaderSize(f, 1<<16)
	head, err := br.Peek(4)
	if err != nil && err != io.EOF {
		return nil, fmt.Errorf("reading %s: %w", name, err)
	}
	switch {
	case bytes.HasPrefix(head, []byte{0x1f, 0x8b}):
		z, err := gzip.NewReader(br)
		if err != nil {
			return nil, fmt.Errorf("reading %s as gzip: %w", name, err)
		}
		return opened{z, f}, nil
	case bytes.HasPrefix(head, []byte{0x28, 0xb5, 0x2f, 0xfd}):
		z, err := zstd.NewReader(br)
		if err != nil {
			return nil, fmt.Errorf("reading %s as zstd: %w", name, err)
		}
		return opened{z, f}, nil
	}
	return opened{br, f}, nil
}

type opened struct {
	io.Reader
	file io.Closer
}

func (f opened) Close() error { return f.file.Close() }

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
	r, err := openFeed(c.File[0])
	if err != nil {
		return err
	}
	defer r.Close()
	found, stats, err := c.find(e, r)
	if err != nil {
		return fmt.Errorf("watching %s: %w", c.File[0], err)
	}
	if c.Tracks {
		for i := range found.Tracks {
			if err := e.line(found.Tracks[i]); err != nil {
				return err
			}
		}
	} else {
		for i := range found.Events {
			if err := e.line(found.Events[i]); err != nil {
				return err
			}
		}
	}
	c.summary(e, found, stats)
	return nil
}

func (c *watchCmd) find(e *env, r io.Reader) (house.Result, ais.Stats, error) {
	if !c.Keep {
		return house.Find(r, ais.Options{Strict: c.Strict})
	}
	data, err := io.ReadAll(io.LimitReader(r, vault.MaxSize+1))
	if err != nil {
		return house.Result{}, ais.Stats{}, err
	}
	found, stats, err := house.Find(bytes.NewReader(data), ais.Options{Strict: c.Strict})
	if err != nil {
		return found, stats, err
	}
	h, err := e.open()
	if err != nil {
		return found, stats, err
	}
	defer h.Close()
	item := vault.Item{Name: filepath.Base(c.File[0]), MediaType: "text/plain", Source: c.Source}
	w, err := h.Watches.Keep(e.ctx, h.Operator, item, data, found, stats)
	if err == nil {
		e.say("kept as exhibit %s", w.Feed)
	}
	return found, stats, err
}

// summary says on stderr what was read and what could not be.
func (c *watchCmd) summary(e *env, found house.Result, stats ais.Stats) {
	e.say("%s, %s, %s; %s", count(int(stats.Lines), "line", "lines"), count(int(stats.Sentences), "sentence", "sentences"),
		count(int(stats.Messages), "message", "messages"), count(len(found.Tracks), "track", "tracks"))
	kinds := map[string]int{}
	for _, ev := range found.Events {
		kinds[ev.Kind]++
	}
	sayKinds(e, kinds)
	sayBad(e, stats)
}

func sayKinds(e *env, kinds map[string]int) {
	var parts []string
	for _, kind := range slices.Sorted(maps.Keys(kinds)) {
		parts = append(parts, fmt.Sprintf("%d %s", kinds[kind], kind))
	}
	if len(parts) == 0 {
		parts = []string{"none"}
	}
	e.say("events: %s", strings.Join(parts, ", "))
}

func sayBad(e *env, stats ais.Stats) {
	for _, t := range stats.Bad {
		e.say("skipped: %s (%s): lines %s", t.Reason, count(int(t.Count), "sentence", "sentences"), someLines(t.Lines, int(t.Count)))
	}
}

func someLines(lines []int, total int) string {
	const show = 10
	var parts []string
	for i, l := range lines {
		if i == show {
			break
		}
		parts = append(parts, fmt.Sprint(l))
	}
	if total > len(parts) {
		parts = append(parts, fmt.Sprintf("and %d more", total-len(parts)))
	}
	return strings.Join(parts, ", ")
}
