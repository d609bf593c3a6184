package main

import (
	"fmt"
	"strings"
	"time"

	"plimsoll/positions"
	"plimsoll/store"
)

type tracksCmd struct {
	Import  tracksImportCmd  `cmd:"" help:"Keep the positions of feeds."`
	Export  tracksExportCmd  `cmd:"" help:"Write kept positions: by ship, box and time."`
	Info    tracksInfoCmd    `cmd:"" help:"What is kept."`
	Compact tracksCompactCmd `cmd:"" help:"Make one file of the several that late reports left of a day and cell."`
}

// kept returns the positions of a data directory that must be there.
func (e *env) kept() (*positions.Archive, error) {
	if err := store.CheckExisting(e.data); err != nil {
		return nil, err
	}
	return positions.Open(e.data), nil
}

type tracksInfoCmd struct{}

func (tracksInfoCmd) Help() string {
	return `Example:
  plimsoll tracks info`
}

func (c *tracksInfoCmd) Run(e *env) error {
	a, err := e.kept()
	if err != nil {
		return err
	}
	info, err := a.Info(e.ctx)
	if err != nil {
		return err
	}
	if e.json {
		return e.document(info)
	}
	if info.Positions == 0 {
		e.say("no positions are kept: plimsoll tracks import FEED")
		return nil
	}
	rows := make([][]string, 0, len(info.Days)+1)
	row := func(name string, n int64, cells, parts int, bytes int64) []string {
		return []string{
			name, thousands(int(n)), thousands(cells), thousands(parts),
			fmt.Sprintf("%.1f MB", float64(bytes)/1e6), fmt.Sprintf("%.2f", float64(bytes)/float64(max(n, 1))),
		}
	}
	for _, d := range info.Days {
		rows = append(rows, row(d.Day, d.Positions, d.Cells, d.Parts, d.Bytes))
	}
	rows = append(rows, row("all", info.Positions, info.Cells, info.Parts, info.Bytes))
	if err := table(e.stdout, []string{"day", "positions", "cells", "files", "size", "bytes a position"}, rows); err != nil {
		return err
	}
	var cells []string
	for _, c := range info.Largest {
		cells = append(cells, fmt.Sprintf("%s %s", c.Cell, thousands(int(c.Positions))))
	}
	fmt.Fprintf(e.stdout, "\nfrom %s to %s (UTC); %s of who ships are, %.1f MB\nmost positions: %s\n", info.First.Format(time.DateTime),
		info.Last.Format(time.DateTime), count(int(info.Statics), "record", "records"), float64(info.StaticBytes)/1e6, strings.Join(cells, ", "))
	if info.Crowded > 0 {
		e.say("%s many files: plimsoll tracks compact makes one of them", count(info.Crowded, "day and cell has", "days and cells have"))
	}
	return nil
}

type tracksCompactCmd struct{}

func (tracksCompactCmd) Help() string {
	return `Files are never changed: late reports add one. This merges those of a day and
cell and leaves repeated reports out. It can be stopped at any moment, and
others may read and import meanwhile.

Example:
  plimsoll tracks compact`
}

func (c *tracksCompactCmd) Run(e *env) error {
	a, err := e.kept()
	if err != nil {
		return err
	}
	said := e.now()
	// A file that nobody finished for a day was left by a crash.
	done, err := a.Compact(e.ctx, said.Add(-24*time.Hour), func(place string, done positions.Compacted) {
		if now := e.now(); now.Sub(said) > 2*time.Second {
			said = now
			e.say("%s; %s merged so far", place, count(done.Before, "file", "files"))
		}
	})
	if err != nil {
		return err
	}
	if e.json {
		return e.document(done)
	}
	fmt.Fprintf(e.stdout, "%s merged into %s; %s repeated and left out; %.1f MB freed\n", count(done.Before, "file", "files"),
		thousands(done.Places), count(int(done.Repeated), "report", "reports"), float64(done.Freed)/1e6)
	return nil
}

// parseSpan reads FROM/TO, either of which may be missing, or one day.
func parseSpan(text string) (from, to time.Time, err error) {
	if text == "" {
		return from, to, nil
	}
	a, b, two := strings.Cut(text, "/")
	if !two {
		b = a
	}
	if from, _, err = parseMoment(a); err != nil {
		return from, to, err
	}
	_, to, err = parseMoment(b)
	if err == nil && !from.IsZero() && !to.IsZero() && to.Before(from) {
		err = fmt.Errorf("--time %q ends before it begins", text)
	}
	return from, to, err
}

// parseMoment returns the first and the last second of what was written: a
// day, a minute or a second.
func parseMoment(text string) (first, last time.Time, err error) {
	if text == "" {
		return first, last, nil
	}
	for _, l := range []struct {
		layout string
		length time.Duration
	}{
		{time.DateOnly, 24 * time.Hour},
		{"2006-01-02T15:04Z", time.Minute},
		{"2006-01-02T15:04", time.Minute},
		{"2006-01-02T15:04:05", time.Second},
		{time.RFC3339, time.Second},
	} {
		if t, err := time.Parse(l.layout, text); err == nil {
			return t, t.Add(l.length - time.Second), nil
		}
	}
	return first, last, fmt.Errorf("--time: %q is no time: write 2026-03-01, 2026-03-01T12:00 or 2026-03-01T12:00:00Z (UTC), and FROM/TO for a span", text)
}

// parseBox reads west,south,east,north.
func parseBox(text string) (*positions.Box, error) {
	if text == "" {
		return nil, nil
	}
	var b positions.Box
	var rest string
	if n, _ := fmt.Sscanf(strings.ReplaceAll(text, ",", " ")+" .", "%g %g %g %g %s", &b.West, &b.South, &b.East, &b.North, &rest); n != 5 || rest != "." {
		return nil, fmt.Errorf("--box %q: write west,south,east,north in degrees, as 124,37,126,39", text)
	}
	if err := b.Check(); err != nil {
		return nil, fmt.Errorf("--box %q: %w", text, err)
	}
	return &b, nil
}
