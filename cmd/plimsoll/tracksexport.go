package main

import (
	"fmt"
	"io"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"plimsoll/positions"
	"plimsoll/store"
)

type tracksExportCmd struct {
	MMSI   []uint32 `name:"mmsi" help:"Only this ship; repeat it for several." placeholder:"N"`
	IMO    []uint32 `name:"imo" help:"Only the ship that said it has this IMO number, while it said so; repeat it for several." placeholder:"N"`
	Box    string   `help:"Only within these degrees; a box whose west is greater than its east goes over the 180th meridian." placeholder:"W,S,E,N"`
	Time   string   `help:"Only a day, or a span: FROM/TO, with either left out for an open end (UTC)." placeholder:"FROM/TO"`
	Format string   `help:"csv, jsonl, geojson or parquet; by default what the file name says, else csv." placeholder:"FORMAT"`
	Out    string   `short:"o" help:"The file; - is stdout." default:"-" placeholder:"FILE"`
}

func (tracksExportCmd) Help() string {
	return `Writes kept positions in degrees and knots, with nothing where a ship said
nothing. They come by day; within a day by ship and time when ships are asked
for, and otherwise cell by cell. GeoJSON has a line for each ship and day (and
cell), with the time of each point. A file appears when it is whole.

Examples:
  plimsoll tracks export --mmsi 299000001 -o ship.geojson
  plimsoll tracks export --imo 0990011 --time 2026-03-01/2026-03-14 --format csv
  plimsoll tracks export --box 124,37,126,39 --time 2026-03-01T06:00/2026-03-01T18:00 -o bay.parquet
  plimsoll tracks export --time /2026-03-31 --json | head`
}

func (c *tracksExportCmd) query() (positions.Query, error) {
	q := positions.Query{MMSI: c.MMSI, IMO: c.IMO}
	var err error
	if q.Box, err = parseBox(c.Box); err != nil {
		return q, &exitError{2, err}
	}
	if q.From, q.To, err = parseSpan(c.Time); err != nil {
		return q, &exitError{2, err}
	}
	return q, nil
}

func (c *tracksExportCmd) format(e *env) (string, error) {
	format := c.Format
	if format == "" && c.Out != "-" {
		format = strings.TrimPrefix(filepath.Ext(c.Out), ".")
	}
	if format == "" {
		format = "csv"
		if e.json {
			format = "jsonl"
		}
	}
	if format == "json" || format == "ndjson" {
		format = "jsonl"
	}
	if !slices.Contains(positions.Formats(), format) {
		return "", &exitError{2, fmt.Errorf("positions cannot be written as %q: give --format %s", format, strings.Join(positions.Formats(), ", "))}
	}
	return format, nil
}

func (c *tracksExportCmd) Run(e *env) error {
	q, err := c.query()
	if err != nil {
		return err
	}
	format, err := c.format(e)
	if err != nil {
		return err
	}
	a, err := e.kept()
	if err != nil {
		return err
	}
	began := e.now()
	var done positions.Scanned
	write := func(w io.Writer) error {
		done, err = c.write(e, a, q, format, w)
		return err
	}
	if c.Out == "-" {
		err = write(e.stdout)
	} else {
		err = store.CreateAtomic(c.Out, 0o644, write)
	}
	if err != nil {
		return fmt.Errorf("exporting positions: %w", err)
	}
	e.say("%s in %.1f s; %s opened, %s read and %s passed over", count(int(done.Positions), "position", "positions"), e.now().Sub(began).Seconds(),
		count(int(done.Files), "file", "files"), count(int(done.Groups), "row group", "row groups"), thousands(int(done.Skipped)))
	if done.Positions == 0 {
		e.say("nothing kept is like that: plimsoll tracks info says which days and seas there are")
	}
	return nil
}

func (c *tracksExportCmd) write(e *env, a *positions.Archive, q positions.Query, format string, w io.Writer) (positions.Scanned, error) {
	to, err := positions.NewExporter(format, w)
	if err != nil {
		return positions.Scanned{}, err
	}
	said, n := e.now(), 0
	done, err := a.Read(e.ctx, q, func(p *positions.Position) error {
		if n++; n%65536 == 0 {
			if now := e.now(); now.Sub(said) > 2*time.Second {
				said = now
				e.say("%s written, at %s", count(n, "position", "positions"), time.Unix(p.Time, 0).UTC().Format(time.DateOnly))
			}
		}
		return to.Write(p)
	})
	if err != nil {
		return done, err
	}
	return done, to.Close()
}
