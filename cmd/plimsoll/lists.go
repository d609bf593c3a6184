package main

import (
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"plimsoll/house"
	"plimsoll/lists"
	"plimsoll/lists/registry"
)

type listsCmd struct {
	Import  listsImportCmd  `cmd:"" help:"Take in list files as snapshots."`
	Show    listsShowCmd    `cmd:"" help:"What snapshots there are, or the parties of one."`
	Formats listsFormatsCmd `cmd:"" help:"The lists that can be read."`
}

type listsImportCmd struct {
	Files     []string `arg:"" name:"file" help:"List files as published; - for stdin."`
	Dataset   string   `help:"Keep it as this dataset instead of the authority's own." placeholder:"ID"`
	AllowDrop bool     `help:"Take a list that lost more than 5 % of its entries: you have checked that the delistings are real."`
}

func (listsImportCmd) Help() string {
	return `A file is read to its end before anything of it counts. One that is cut or
damaged is refused whole, with the place and the reason, and the snapshot
before stays.

Examples:
  plimsoll lists import consolidated.xml
  plimsoll lists import my-list.csv --dataset board_list
  curl -sf URL | plimsoll lists import -`
}

type importLine struct {
	File      string         `json:"file"`
	Dataset   string         `json:"dataset"`
	Title     string         `json:"title"`
	Published time.Time      `json:"published"`
	Snapshot  string         `json:"snapshot"`
	Exhibit   string         `json:"exhibit"`
	Counts    map[string]int `json:"counts"`
	Entities  int            `json:"entities"`
	Unchanged bool           `json:"unchanged"`
	Added     int            `json:"added"`
	Removed   int            `json:"removed"`
	Changed   int            `json:"changed"`
	Warnings  []string       `json:"warnings,omitempty"`
}

func (c *listsImportCmd) Run(e *env) error {
	h, err := e.open()
	if err != nil {
		return err
	}
	defer h.Close()
	for _, f := range c.Files {
		if err := c.one(e, h, f); err != nil {
			return err
		}
	}
	return nil
}

func (c *listsImportCmd) one(e *env, h *house.House, file string) error {
	var r io.Reader = os.Stdin
	if file != "-" {
		f, err := os.Open(file)
		if err != nil {
			return fmt.Errorf("importing a list: %w", err)
		}
		defer f.Close()
		r = f
	}
	snap, changes, err := h.Lists.Import(e.ctx, h.Operator, filepath.Base(file), r,
		lists.ImportOptions{Dataset: c.Dataset, AllowDrop: c.AllowDrop})
	if err != nil {
		return err
	}
	l := importLine{
		File: file, Dataset: snap.Dataset, Title: snap.Title, Published: snap.Published, Snapshot: snap.ID, Exhibit: snap.Exhibit,
		Counts: snap.Counts, Entities: len(snap.Entities), Unchanged: changes.Unchanged,
		Added: len(changes.Added), Removed: len(changes.Removed), Changed: len(changes.Changed),
	}
	for _, w := range changes.Warnings {
		l.Warnings = append(l.Warnings, fmt.Sprint(w))
	}
	for i, w := range l.Warnings {
		if i == 10 && !e.json {
			e.say("warning: and %d more; --json lists all", len(l.Warnings)-i)
			break
		}
		e.say("warning: %s", w)
	}
	if e.json {
		return e.line(l)
	}
	what := fmt.Sprintf("%d added, %d removed, %d changed", l.Added, l.Removed, l.Changed)
	if l.Unchanged {
		what = "unchanged"
	}
	_, err = fmt.Fprintf(e.stdout, "%s  %s of %s: %s; %s\n  snapshot %s\n  exhibit  %s\n", l.Dataset, l.Title,
		l.Published.Format(time.DateOnly), countsText(l.Counts), what, l.Snapshot, l.Exhibit)
	return err
}

func countsText(counts map[string]int) string {
	names := make([]string, 0, len(counts))
	for n := range counts {
		names = append(names, n)
	}
	slices.Sort(names)
	slices.Reverse(names) // individuals before entities, as lists are spoken of
	var parts []string
	for _, n := range names {
		parts = append(parts, fmt.Sprintf("%d %s", counts[n], n))
	}
	return strings.Join(parts, ", ")
}

type listsShowCmd struct {
	Dataset string `arg:"" optional:"" help:"Show the parties of this dataset."`
	AsOf    string `help:"As it stood at the end of this day (UTC)." placeholder:"YYYY-MM-DD"`
}

func (listsShowCmd) Help() string {
	return `Examples:
  plimsoll lists show
  plimsoll lists show un_sc --as-of 2024-03-07
  plimsoll lists show un_sc --json     FollowTheMoney JSON lines with statements`
}

func (c *listsShowCmd) Run(e *env) error {
	h, err := e.existing()
	if err != nil {
		return err
	}
	defer h.Close()
	if c.Dataset == "" {
		return c.datasets(e, h)
	}
	snap, err := h.Lists.Current(e.ctx, c.Dataset)
	if c.AsOf != "" {
		day, perr := time.Parse(time.DateOnly, c.AsOf)
		if perr != nil {
			return &exitError{2, fmt.Errorf("--as-of %q is no day: write it as 2024-03-07", c.AsOf)}
		}
		snap, err = h.Lists.AsOf(e.ctx, c.Dataset, day)
	}
	if err != nil {
		return err
	}
	var rows [][]string
	for _, ent := range snap.Entities {
		if e.json {
			if err := e.line(ent); err != nil {
				return err
			}
			continue
		}
		if ent.Listed() {
			rows = append(rows, []string{ent.ID, ent.Schema, ent.Caption()})
		}
	}
	if e.json {
		return nil
	}
	e.say("%s of %s, snapshot %s", snap.Title, snap.Published.Format(time.DateOnly), snap.ID)
	return table(e.stdout, []string{"ID", "SCHEMA", "NAME"}, rows)
}

func (c *listsShowCmd) datasets(e *env, h *house.House) error {
	snaps, err := h.Lists.All(e.ctx)
	if err != nil {
		return err
	}
	if len(snaps) == 0 {
		e.say("No list yet. Take one in: plimsoll lists import FILE")
	}
	var rows [][]string
	for _, s := range snaps {
		if e.json {
			if err := e.line(importLine{
				Dataset: s.Dataset, Title: s.Title, Published: s.Published, Snapshot: s.ID,
				Exhibit: s.Exhibit, Counts: s.Counts, Entities: len(s.Entities),
			}); err != nil {
				return err
			}
			continue
		}
		rows = append(rows, []string{s.Dataset, s.Published.Format(time.DateOnly), countsText(s.Counts), s.Title})
	}
	if e.json || len(rows) == 0 {
		return nil
	}
	return table(e.stdout, []string{"DATASET", "PUBLISHED", "COUNTS", "TITLE"}, rows)
}

type listsFormatsCmd struct{}

func (c *listsFormatsCmd) Run(e *env) error {
	var rows [][]string
	for _, a := range registry.All() {
		if e.json {
			if err := e.line(map[string]string{
				"id": a.ID, "title": a.Title, "publisher": a.Publisher, "url": a.URL,
				"licence": a.Licence, "cadence": a.Cadence,
			}); err != nil {
				return err
			}
			continue
		}
		rows = append(rows, []string{a.ID, a.Title, a.URL})
	}
	if e.json {
		return nil
	}
	return table(e.stdout, []string{"ID", "TITLE", "URL"}, rows)
}
