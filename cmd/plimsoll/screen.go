package main

import (
	"bufio"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"time"

	"plimsoll/book"
	"plimsoll/house"
	"plimsoll/packed"
	"plimsoll/screen"
	"plimsoll/screen/batch"
)

type screenCmd struct {
	Book            string            `arg:"" help:"CSV, JSON lines or Parquet, plain or in gzip or zstd; - for stdin."`
	Out             string            `short:"o" help:"Write to this file, .jsonl or .csv, which appears once it is whole." placeholder:"FILE" type:"path"`
	Checkpoint      string            `help:"Keep here how far it is; after a kill the same command goes on from there." placeholder:"FILE" type:"path"`
	CheckpointEvery time.Duration     `help:"How often to keep that." default:"2s"`
	Workers         int               `help:"How many rows to screen at one time; by default as many as there are processors."`
	Limit           int               `help:"Most hits to write for a row; the others are counted." default:"10"`
	Map             map[string]string `help:"What a column means: a property of FollowTheMoney, id or schema; - leaves it out." mapsep:"none" placeholder:"COLUMN=PROPERTY"`
	Schema          string            `help:"Kind of party of the rows that name none." placeholder:"KIND"`
	Dates           string            `help:"How 03/04/1980 is to be read." enum:"unknown,day-first,month-first" default:"unknown"`
	Encoding        string            `help:"Of the text." enum:"utf-8,cp1252" default:"utf-8"`
	scopeFlags
}

func (screenCmd) Help() string {
	return `Writes a row for each row of the book, in its order: clear, hit or error. A row
that cannot be read is named with its line and column and does not stop the
others; a value that cannot be what its column says is left out and named.
Without -o rows go to stdout as CSV, with --json as JSON lines. Beside OUT,
OUT.about.json says which lists, options and program made it.

Columns may be called as FollowTheMoney calls its properties, or as people do
(Full Name, DOB, nationality, IMO no.). docs/screening-books.md lists them, and
what the output holds.

Nothing is kept in the data directory: to have alerts raised and decided, hand
the book in with "desk screen".

Exit code 1 if any row could not be screened.

Examples:
  plimsoll screen customers.csv -o hits.csv
  plimsoll screen book.parquet -o out.jsonl --checkpoint out.checkpoint
  zcat book.csv.gz | plimsoll screen - --json | jq 'select(.status == "hit")'
  plimsoll screen kunden.csv --encoding cp1252 --map Kunde=name --schema Person --dates day-first`
}

func (c *screenCmd) Run(e *env) error {
	if err := c.complete(); err != nil {
		return &exitError{2, err}
	}
	if err := c.check(); err != nil {
		return err
	}
	return e.look(func(h *house.House) error {
		in, file, closeBook, err := openBook(c.Book)
		if err != nil {
			return err
		}
		defer closeBook()
		rows, err := book.Open(in, c.options())
		if err != nil {
			return c.explained(err)
		}
		s, err := c.prepare(e, h)
		if err != nil {
			return err
		}
		s.about.say(e)
		return c.screen(e, file, rows, s)
	})
}

// complete checks what does not go together before any work is done.
func (c *screenCmd) complete() error {
	switch ext := strings.ToLower(filepath.Ext(c.Out)); {
	case c.Out != "" && ext != ".jsonl" && ext != ".csv":
		return fmt.Errorf("-o %s: the name must end in .jsonl or .csv, which says what to write", c.Out)
	case c.Checkpoint != "" && c.Out == "":
		return errors.New("--checkpoint needs -o OUT: what went to stdout cannot be taken back after a kill")
	case c.Checkpoint != "" && c.Book == "-":
		return errors.New("--checkpoint needs a book that can be read again: write stdin to a file first")
	case c.Limit < 1:
		return fmt.Errorf("--limit %d: give at least 1", c.Limit)
	case c.Workers < 0:
		return fmt.Errorf("--workers %d: give at least 1", c.Workers)
	}
	if c.Workers == 0 {
		c.Workers = runtime.GOMAXPROCS(0)
	}
	return nil
}

func (c *screenCmd) options() book.Options {
	o := book.Options{File: filepath.Base(c.Book), Encoding: c.Encoding, Columns: c.Map, Schema: c.Schema}
	switch c.Dates {
	case "day-first":
		o.Dates = book.DayFirst
	case "month-first":
		o.Dates = book.MonthFirst
	}
	if c.Book == "-" {
		o.File = "stdin"
	}
	return o
}

// explained makes a wrong word on the command line an error of that kind.
func (c *screenCmd) explained(err error) error {
	var refusal *book.Refusal
	if errors.As(err, &refusal) {
		return err
	}
	return &exitError{2, err}
}

// openBook opens a file, or stdin; file is nil where the bytes can be had but
// once. Parquet is read from its end: out of stdin it is laid in a file first.
func openBook(name string) (r io.Reader, file *os.File, done func(), err error) {
	if name == "-" {
		br := bufio.NewReaderSize(os.Stdin, 1<<16)
		if head, _ := br.Peek(4); packed.IsParquet(head) {
			return spooled(br)
		}
		return br, nil, func() {}, nil
	}
	f, err := os.Open(name)
	if err != nil {
		return nil, nil, nil, fmt.Errorf("reading the book: %w", err)
	}
	done = func() { _ = f.Close() }
	fi, err := f.Stat()
	if err == nil && fi.IsDir() {
		err = fmt.Errorf("reading the book: %s is a folder", name)
	}
	if err != nil {
		done()
		return nil, nil, nil, err
	}
	if !fi.Mode().IsRegular() {
		return f, nil, done, nil
	}
	return f, f, done, nil
}

func spooled(r io.Reader) (io.Reader, *os.File, func(), error) {
	f, err := os.CreateTemp("", "plimsoll-book-*")
	if err != nil {
		return nil, nil, nil, fmt.Errorf("keeping the book from stdin: %w", err)
	}
	remove := func() {
		_ = f.Close()
		_ = os.Remove(f.Name())
	}
	_, err = io.Copy(f, r)
	if err == nil {
		_, err = f.Seek(0, io.SeekStart)
	}
	if err != nil {
		remove()
		return nil, nil, nil, fmt.Errorf("keeping the book from stdin: %w", err)
	}
	return f, nil, remove, nil
}

// screen does the work: rows in, rows out.
func (c *screenCmd) screen(e *env, file *os.File, rows *book.Reader, s *screening) error {
	run := &screenRun{cmd: c, env: e, rows: rows, against: s, progress: newBookProgress(e)}
	if err := run.begin(file); err != nil {
		return errors.Join(err, run.close())
	}
	if run.mark.Done {
		e.say("this was done before")
		return run.finish()
	}
	return run.end(batch.Run(e.ctx, batch.Options{Workers: c.Workers}, rows.Next, run.work, run.emit))
}

// work screens a row; it is called by several workers.
func (r *screenRun) work(row book.Row) screenedRow {
	out := screenedRow{Row: row.Number, ID: row.ID, Name: row.Name, Status: rowClear, Doubts: row.Doubts, Error: row.Bad}
	if row.Bad != nil {
		out.Status = rowError
	} else if hits := r.against.Search(screen.Query{Schema: row.Schema, Properties: row.Properties}, r.cmd.Threshold); len(hits) > 0 {
		out.Status = rowHit
		for _, h := range hits[:min(len(hits), r.cmd.Limit)] {
			out.Hits = append(out.Hits, newRowHit(h))
		}
		out.More = len(hits) - len(out.Hits)
	}
	out.line = r.encode(&out)
	return out
}

// bookHash names the bytes of a book.
func bookHash(f io.ReaderAt) (sha string, size int64, err error) {
	h := sha256.New()
	if size, err = io.Copy(h, io.NewSectionReader(f, 0, 1<<62)); err != nil {
		return "", 0, fmt.Errorf("reading the book: %w", err)
	}
	return hex.EncodeToString(h.Sum(nil)), size, nil
}
