package main

import (
	"fmt"
	"os"
	"path/filepath"
	"time"

	"plimsoll/edition"
	"plimsoll/publog"
	"plimsoll/store"
)

type reportCmd struct {
	Build reportBuildCmd `cmd:"" help:"Write the report of what has been published."`
}

type reportBuildCmd struct {
	Out   string `help:"Folder to write to." default:"./report" type:"path"`
	AsOf  string `help:"Leave out what was published after this day (UTC); by default after the last finding." placeholder:"YYYY-MM-DD"`
	Title string `help:"Title of the edition." default:"Findings published so far"`
}

func (reportBuildCmd) Help() string {
	return `The files depend on the published documents and the day alone: two builds
anywhere give the same bytes, and manifest.json names their hashes.

Example:
  plimsoll report build --out report --as-of 2026-03-31`
}

func (c *reportBuildCmd) Run(e *env) error {
	h, err := e.existing()
	if err != nil {
		return err
	}
	defer h.Close()
	in := edition.Input{Title: c.Title}
	limit := time.Time{}
	if c.AsOf != "" {
		day, err := parseDay("--as-of", c.AsOf)
		if err != nil {
			return err
		}
		limit = day.AddDate(0, 0, 1)
		in.AsOf = day
	}
	for _, f := range h.Cases.Findings() {
		if f.Published == nil || !limit.IsZero() && !f.Published.At.Before(limit) {
			continue
		}
		in.Entries = append(in.Entries, edition.Entry{Index: f.Published.Index, Document: f.Released.Document})
		if c.AsOf == "" && f.Published.At.After(in.AsOf) {
			in.AsOf = f.Published.At.UTC().Truncate(24 * time.Hour)
		}
	}
	if policy, err := h.Policy(); err == nil {
		if p, err := publog.ParsePolicy(policy); err == nil && len(p.Logs) > 0 {
			in.Origin = p.Logs[0].Name
		}
	}
	files, err := edition.Build(in)
	if err != nil {
		return err
	}
	if err := os.MkdirAll(c.Out, 0o755); err != nil { //nolint:gosec // a report is for everybody to read
		return fmt.Errorf("writing the report: %w", err)
	}
	for _, f := range files {
		path := filepath.Join(c.Out, f.Name)
		if err := store.WriteFileAtomic(path, f.Data, 0o644); err != nil {
			return err
		}
		if !e.json {
			fmt.Fprintln(e.stdout, path)
		}
	}
	if e.json {
		_, err = e.stdout.Write(files[len(files)-1].Data)
	}
	return err
}
