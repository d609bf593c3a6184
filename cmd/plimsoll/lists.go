package main

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"runtime/debug"
	"slices"
	"strings"
	"time"

	"plimsoll/house"
	"plimsoll/lists"
	"plimsoll/lists/registry"
	"plimsoll/lists/un1718"
	"plimsoll/lists/unpack"
)

type listsCmd struct {
	Sync      listsSyncCmd      `cmd:"" help:"Fetch the lists from their authorities."`
	Import    listsImportCmd    `cmd:"" help:"Take in list files as snapshots."`
	Ls        listsLsCmd        `cmd:"" help:"The lists on record, and how each stands."`
	Show      listsShowCmd      `cmd:"" help:"The parties of a list, or one of them, on a day."`
	Diff      listsDiffCmd      `cmd:"" help:"What one snapshot says other than another."`
	History   listsHistoryCmd   `cmd:"" help:"Every listing and delisting of a list, with its day."`
	Explain   listsExplainCmd   `cmd:"" help:"The bytes of the file that a value came from."`
	Export    listsExportCmd    `cmd:"" help:"A list as FollowTheMoney JSON lines."`
	Holds     listsHoldsCmd     `cmd:"" help:"Lists that came and were not applied, and why."`
	Release   listsReleaseCmd   `cmd:"" help:"Have a held list applied, in your name."`
	Dismiss   listsDismissCmd   `cmd:"" help:"Set a held list aside, in your name."`
	Joins     listsJoinsCmd     `cmd:"" help:"Parties that several lists have in common, and those that may be one."`
	Same      listsSameCmd      `cmd:"" help:"Decide that two entries are one party, in your name."`
	Different listsDifferentCmd `cmd:"" help:"Decide that two entries are different parties, in your name."`
	Formats   listsFormatsCmd   `cmd:"" help:"The lists that can be read."`
}

type listsImportCmd struct {
	Files     []string `arg:"" optional:"" name:"file" help:"List files as published, compressed or in archives (tar, zip); - for stdin."`
	Dataset   string   `help:"Keep it as this dataset instead of the authority's own." placeholder:"ID"`
	Published string   `help:"The day of publication, for files that do not say it." placeholder:"YYYY-MM-DD"`
	Expect    string   `help:"The authority whose list this should be: an error page in its place is then held." placeholder:"ID"`
	MaxDrop   float64  `help:"Hold a list that loses more than this share of its entries (per cent)." default:"3" placeholder:"3"`
	Bundled   bool     `help:"The 59 ships of the UN's 1718 list, as this program carries them, for those who have no copy."`
	AllowDrop bool     `help:"Take a list whatever it lost: you have checked that the delistings are real, as in a history."`
}

func (listsImportCmd) Help() string {
	return `A file is kept as an exhibit and read to its end before anything of it counts.
One that is cut, damaged or suddenly much shorter is held, with the place and
the reason, and the snapshot before stays: see "lists holds". Files that are
parts of one list (SDN.CSV, ALT.CSV, ADD.CSV) become one snapshot when they are
named one after the other.

Examples:
  plimsoll lists import consolidated.xml
  plimsoll lists import sdn.csv alt.csv add.csv sdn_comments.csv --published 2024-05-03
  plimsoll lists import my-list.csv --dataset board_list
  plimsoll lists import publications-2021-2026.tar.xz --allow-drop
  plimsoll lists import --bundled
  curl -sf URL | plimsoll lists import - --expect un_sc`
}

// importMemory is where the garbage collector begins to work harder. An import
// needs less than half of it; an archive may bring a dictionary of 128 MB.
const importMemory = 240 << 20

// limitMemory is for commands that import, one list at a time. Who sets the
// variable of Go knows better.
func limitMemory() {
	if os.Getenv("GOMEMLIMIT") == "" {
		debug.SetMemoryLimit(importMemory)
	}
}

type importLine struct {
	File      string         `json:"file"`
	Dataset   string         `json:"dataset"`
	Title     string         `json:"title"`
	Published time.Time      `json:"published"`
	Snapshot  string         `json:"snapshot"`
	Exhibits  []string       `json:"exhibits"`
	Counts    map[string]int `json:"counts"`
	Entities  int            `json:"entities"`
	Unchanged bool           `json:"unchanged"`
	Older     bool           `json:"older,omitempty"`
	Added     int            `json:"added"`
	Removed   int            `json:"removed"`
	Changed   int            `json:"changed"`
	Warnings  []string       `json:"warnings,omitempty"`
	Held      *lists.Hold    `json:"held,omitempty"`
}

func (c *listsImportCmd) Run(e *env) error {
	if len(c.Files) == 0 && !c.Bundled {
		return &exitError{2, errors.New("name the list files to import; - is stdin")}
	}
	day, err := optionalDay("--published", c.Published)
	if err != nil {
		return err
	}
	o := lists.Options{Dataset: c.Dataset, Expect: c.Expect, AllowDrop: c.AllowDrop, Published: day}
	h, err := e.open()
	if err != nil {
		return err
	}
	defer h.Close()
	limitMemory()
	h.Lists.MaxDrop = c.MaxDrop / 100
	observe, clear := importProgress(e)
	defer clear()
	o.Observe = observe
	held := 0
	b := h.Lists.Batch(h.Operator, o, func(names string, r lists.Result, err error) error {
		clear()
		var hold *lists.HeldError
		if errors.As(err, &hold) {
			held++
			e.say("plimsoll: %v", err)
			if e.json {
				return e.line(importLine{File: names, Dataset: hold.Hold.Dataset, Held: &hold.Hold})
			}
			return nil
		}
		if err != nil {
			return err
		}
		return tellImport(e, names, r)
	})
	defer b.Discard()
	if c.Bundled {
		u := lists.Upload{Name: "un_1718_vessels.csv", Reader: bytes.NewReader(un1718.Bundled()), Source: "carried by the program"}
		if err := b.Add(e.ctx, u); err != nil {
			return err
		}
	}
	for _, f := range c.Files {
		if err := c.one(e, b, f); err != nil {
			return err
		}
	}
	if err := b.Close(e.ctx); err != nil {
		return err
	}
	if held > 0 {
		return fmt.Errorf("%s held and not applied: see plimsoll lists holds", count(held, "list is", "lists are"))
	}
	return nil
}

// importProgress shows how far an import is, on a terminal.
func importProgress(e *env) (observe func(lists.Progress), clear func()) {
	f := e.terminal()
	if f == nil {
		return nil, func() {}
	}
	const line = "\r\x1b[K" // to the beginning of the line, and clear it
	return func(p lists.Progress) {
			if p.Total > 0 {
				fmt.Fprintf(f, "%s%s %s: %d %%", line, p.Stage, p.Name, 100*p.Done/p.Total)
				return
			}
			fmt.Fprintf(f, "%s%s %s: %d MB", line, p.Stage, p.Name, p.Done>>20)
		}, func() {
			fmt.Fprint(f, line)
		}
}

func (c *listsImportCmd) one(e *env, b *lists.Batch, file string) error {
	var r io.Reader = os.Stdin
	if file != "-" {
		f, err := os.Open(file)
		if err != nil {
			return fmt.Errorf("importing a list: %w", err)
		}
		defer f.Close()
		r = f
	}
	return unpack.Each(e.ctx, filepath.Base(file), r, func(name string, r io.Reader) error {
		return b.Add(e.ctx, lists.Upload{Name: name, Reader: r})
	})
}

// tellImport says what came of a list.
func tellImport(e *env, names string, r lists.Result) error {
	l := importLine{
		File: names, Dataset: r.Dataset, Title: r.Title, Published: r.Published, Snapshot: r.ID, Exhibits: r.Exhibits,
		Counts: r.Counts, Entities: r.Size, Unchanged: r.Unchanged, Older: r.Older,
		Added: r.Added, Removed: r.Removed, Changed: r.Changed,
	}
	for _, w := range r.Warnings {
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
	_, err := fmt.Fprintf(e.stdout, "%s  %s of %s: %s; %s\n  snapshot %s\n", l.Dataset, l.Title,
		l.Published.Format(time.DateOnly), countsText(l.Counts), what, l.Snapshot)
	for _, x := range l.Exhibits {
		_, err = fmt.Fprintf(e.stdout, "  exhibit  %s\n", x)
	}
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

type listsLsCmd struct{}

func (c *listsLsCmd) Run(e *env) error {
	h, err := e.existing()
	if err != nil {
		return err
	}
	defer h.Close()
	return listDatasets(e, h)
}

func listDatasets(e *env, h *house.House) error {
	ids := h.Lists.Datasets()
	if len(ids) == 0 {
		e.say("No list yet. Fetch them: plimsoll lists sync; or take one in: plimsoll lists import FILE")
	}
	open := map[string]int{}
	for _, hold := range h.Lists.Holds() {
		if hold.State == lists.HoldOpen {
			open[hold.Dataset]++
		}
	}
	var rows [][]string
	for _, id := range ids {
		history := h.Lists.History(id)
		s := history[len(history)-1]
		if e.json {
			if err := e.line(struct {
				lists.Snapshot
				Snapshots int `json:"snapshots"`
				Held      int `json:"held"`
			}{s, len(history), open[id]}); err != nil {
				return err
			}
			continue
		}
		note := ""
		if open[id] > 0 {
			note = fmt.Sprintf("%d held", open[id])
		}
		rows = append(rows, []string{id, s.Published.Format(time.DateOnly), fmt.Sprint(len(history)), countsText(s.Counts), s.Title, note})
	}
	if e.json || len(rows) == 0 {
		return nil
	}
	return table(e.stdout, []string{"DATASET", "PUBLISHED", "SNAPSHOTS", "COUNTS", "TITLE", ""}, rows)
}

type listsFormatsCmd struct{}

func (c *listsFormatsCmd) Run(e *env) error {
	var rows [][]string
	for _, a := range registry.All() {
		var formats, sources []string
		for _, f := range a.Formats {
			formats = append(formats, f.Name)
		}
		for _, s := range a.Sources {
			sources = append(sources, s.Dataset)
		}
		if e.json {
			if err := e.line(map[string]any{
				"id": a.ID, "title": a.Title, "publisher": a.Publisher, "url": a.URL,
				"licence": a.Licence, "cadence": a.Cadence, "formats": formats, "fetched": sources,
			}); err != nil {
				return err
			}
			continue
		}
		rows = append(rows, []string{a.ID, a.Title, strings.Join(formats, "; "), a.URL})
	}
	if e.json {
		return nil
	}
	return table(e.stdout, []string{"ID", "TITLE", "FORMATS", "URL"}, rows)
}
