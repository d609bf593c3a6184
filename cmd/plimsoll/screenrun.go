package main

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"plimsoll/book"
	"plimsoll/store"
)

// screenRun is one screening of a book. What it writes lies in OUT.part until
// it is whole.
type screenRun struct {
	cmd      *screenCmd
	env      *env
	rows     *book.Reader
	against  *screening
	encode   func(*screenedRow) []byte
	out      *os.File
	w        *bufio.Writer
	mark     checkpoint
	saved    time.Time
	resumed  int
	began    time.Time
	bad      []book.Remark // the first of them
	doubts   tally
	progress *bookProgress
}

// mostTold is how many bad rows are named at the end; the output has them all.
const mostTold = 50

func (r *screenRun) part() string { return r.cmd.Out + ".part" }

// begin opens the output and goes to where a run before was broken off.
func (r *screenRun) begin(file *os.File) error {
	c := r.cmd
	r.encode = encodeCSV
	if strings.EqualFold(filepath.Ext(c.Out), ".jsonl") || c.Out == "" && r.env.json {
		r.encode = encodeJSON
	}
	of := identity{Book: bookRef{Name: c.options().File}, Against: r.against.about, Options: screenOptions{
		c.Out, c.Threshold, c.Limit, c.Dataset, c.Map, c.Schema, c.Dates, c.Encoding,
	}}
	switch {
	case file == nil && c.Checkpoint != "":
		return fmt.Errorf("--checkpoint needs a book that can be read again, and %s cannot", c.Book)
	case file != nil && c.Out != "":
		var err error
		if of.Book.SHA256, of.Book.Size, err = bookHash(file); err != nil {
			return err
		}
	}
	var err error
	if r.mark, err = readCheckpoint(c.Checkpoint, of); err != nil {
		return err
	}
	if r.mark.Done {
		return nil
	}
	if err := r.open(); err != nil {
		return err
	}
	r.began, r.saved = r.env.now(), r.env.now()
	return r.skip()
}

func (r *screenRun) open() error {
	if r.cmd.Out == "" {
		r.w = bufio.NewWriterSize(r.env.stdout, 1<<16)
		return r.header()
	}
	flags := os.O_RDWR | os.O_CREATE
	if r.mark.Rows == 0 {
		flags |= os.O_TRUNC
	}
	f, err := os.OpenFile(r.part(), flags, 0o600)
	if err != nil {
		return fmt.Errorf("writing the result: %w", err)
	}
	r.out, r.w = f, bufio.NewWriterSize(f, 1<<20)
	if r.mark.Rows == 0 {
		r.mark.Bytes = 0
		return r.header()
	}
	if fi, err := f.Stat(); err != nil || fi.Size() < r.mark.Bytes {
		return errors.Join(err, fmt.Errorf("%s is shorter than the checkpoint says: remove %s to begin again", r.part(), r.cmd.Checkpoint))
	}
	if err := f.Truncate(r.mark.Bytes); err != nil {
		return fmt.Errorf("writing the result: %w", err)
	}
	_, err = f.Seek(r.mark.Bytes, io.SeekStart)
	return err
}

func (r *screenRun) header() error {
	if r.cmd.Out == "" && r.env.json || strings.EqualFold(filepath.Ext(r.cmd.Out), ".jsonl") {
		return nil
	}
	return r.write([]byte(strings.Join(csvHeader, ",") + "\n"))
}

func (r *screenRun) write(line []byte) error {
	n, err := r.w.Write(line)
	r.mark.Bytes += int64(n)
	if err != nil {
		return fmt.Errorf("writing the result: %w", err)
	}
	return nil
}

// skip reads over the rows that are done.
func (r *screenRun) skip() error {
	if r.mark.Rows == 0 {
		return nil
	}
	r.resumed = r.mark.Rows
	r.env.say("going on after row %s", thousands(r.resumed))
	for range r.resumed {
		row, err := r.rows.Next()
		if err != nil {
			return fmt.Errorf("going on after row %d: %w", r.resumed, err)
		}
		r.note(row.Bad, row.Doubts)
	}
	return nil
}

// emit writes a row. It is called in the order of the book.
func (r *screenRun) emit(row screenedRow) error {
	if err := r.write(row.line); err != nil {
		return err
	}
	r.mark.Rows++
	switch row.Status {
	case rowHit:
		r.mark.Hits++
	case rowError:
		r.mark.Errors++
	}
	r.mark.Doubts += len(row.Doubts)
	r.note(row.Error, row.Doubts)
	if r.mark.Rows%256 != 0 {
		return nil
	}
	now := r.env.now()
	r.progress.show(r, now)
	if r.cmd.Checkpoint != "" && now.Sub(r.saved) >= r.cmd.CheckpointEvery {
		r.saved = now
		return r.save()
	}
	return nil
}

func (r *screenRun) note(bad *book.Remark, doubts []book.Remark) {
	if bad != nil && len(r.bad) < mostTold {
		r.bad = append(r.bad, *bad)
	}
	for _, d := range doubts {
		r.doubts.add(d)
	}
}

// save writes the checkpoint, after what it speaks of is on disk.
func (r *screenRun) save() error {
	if err := r.flush(); err != nil {
		return err
	}
	return r.mark.write(r.cmd.Checkpoint)
}

func (r *screenRun) flush() error {
	if err := r.w.Flush(); err != nil {
		return fmt.Errorf("writing the result: %w", err)
	}
	if r.out == nil {
		return nil
	}
	if err := r.out.Sync(); err != nil {
		return fmt.Errorf("writing the result: %w", err)
	}
	return nil
}

// end tells what came of the run, and gives a whole output its name.
func (r *screenRun) end(err error) error {
	r.progress.clear()
	if err == nil {
		err = r.flush()
	}
	if err != nil {
		return r.brokenOff(err)
	}
	if r.cmd.Checkpoint != "" {
		r.mark.Done = true
		if err := r.mark.write(r.cmd.Checkpoint); err != nil {
			return err
		}
	}
	return r.finish()
}

// brokenOff keeps what can be gone on with and removes what cannot.
func (r *screenRun) brokenOff(err error) error {
	if errors.Is(err, context.Canceled) {
		err = errors.New("stopped")
	}
	err = fmt.Errorf("after row %d: %w", r.mark.Rows, err)
	switch {
	case r.cmd.Checkpoint != "":
		if serr := r.save(); serr != nil {
			return errors.Join(err, serr)
		}
		return fmt.Errorf("%w; the same command goes on from there", err)
	case r.out != nil:
		return errors.Join(err, r.close(), os.Remove(r.part()))
	}
	return errors.Join(err, r.w.Flush())
}

// finish gives the output its name, which a kill may have kept a run before
// from, and says what is in it.
func (r *screenRun) finish() error {
	if err := r.close(); err != nil {
		return err
	}
	if r.cmd.Out != "" {
		if err := r.named(); err != nil {
			return err
		}
	}
	return r.tell()
}

func (r *screenRun) close() error {
	if r.out == nil {
		return nil
	}
	f := r.out
	r.out = nil
	if err := f.Close(); err != nil {
		return fmt.Errorf("writing the result: %w", err)
	}
	return nil
}

func (r *screenRun) named() error {
	about, err := json.MarshalIndent(map[string]any{
		"of": r.mark.Of, "rows": r.mark.Rows, "hits": r.mark.Hits, "errors": r.mark.Errors, "doubts": r.mark.Doubts,
	}, "", "  ")
	if err != nil {
		return err
	}
	if err := store.WriteFileAtomic(r.cmd.Out+".about.json", append(about, '\n'), 0o600); err != nil {
		return err
	}
	err = os.Rename(r.part(), r.cmd.Out)
	if fi, serr := os.Stat(r.cmd.Out); errors.Is(err, os.ErrNotExist) && serr == nil && fi.Size() == r.mark.Bytes {
		err = nil // named before
	}
	if err != nil {
		return fmt.Errorf("naming the result: %w: remove %s to begin again", err, r.cmd.Checkpoint)
	}
	return nil
}

// tell says on stderr what was done, and names what could not be.
func (r *screenRun) tell() error {
	e, m := r.env, r.mark
	for _, x := range r.rows.Remarks() {
		e.say("%s", x)
	}
	for _, line := range r.doubts.lines() {
		e.say("%s", line)
	}
	for _, x := range r.bad {
		e.say("not screened: %s", x)
	}
	if n := m.Errors - len(r.bad); n > 0 && len(r.bad) > 0 {
		e.say("and %s more, in the output with the status error", thousands(n))
	}
	speed := ""
	if done := m.Rows - r.resumed; !r.began.IsZero() && done > 0 {
		if d := e.now().Sub(r.began); d > 0 {
			speed = fmt.Sprintf(" in %.1f s (%s a second)", d.Seconds(), count(int(float64(done)/d.Seconds()), "row", "rows"))
		}
	}
	e.say("%s%s: %s clear, %s, %s", count(m.Rows, "row", "rows"), speed, thousands(m.Rows-m.Hits-m.Errors),
		count(m.Hits, "with a hit", "with hits"), count(m.Errors, "not screened", "not screened"))
	if m.Errors > 0 {
		return fmt.Errorf("%s could not be screened", count(m.Errors, "row", "rows"))
	}
	return nil
}

// tally counts remarks of one kind, so that a column written wrong
// throughout takes one line and not a million.
type tally struct {
	by    map[string]*tallied
	order []*tallied
}

type tallied struct {
	first book.Remark
	n     int
}

func (t *tally) add(r book.Remark) {
	if t.by == nil {
		t.by = map[string]*tallied{}
	}
	// What is said of different values begins or ends alike; the value stands in quotes.
	_, kind, _ := strings.Cut(strings.TrimPrefix(r.Reason, `"`), `"`)
	if kind == "" {
		kind = r.Reason
	}
	key := r.Column + "\x00" + kind
	x := t.by[key]
	if x == nil {
		if len(t.order) == 1000 {
			return
		}
		x = &tallied{first: r}
		t.by[key] = x
		t.order = append(t.order, x)
	}
	x.n++
}

func (t *tally) lines() []string {
	var out []string
	for _, x := range slices.Clone(t.order) {
		line := "doubt: " + x.first.String()
		if x.n > 1 {
			line += fmt.Sprintf(" (and %s more like it)", thousands(x.n-1))
		}
		out = append(out, line)
	}
	return out
}

// bookProgress shows how far a run is: a line that changes on a terminal, else
// a line every ten seconds.
type bookProgress struct {
	env   *env
	file  *os.File
	every time.Duration
	last  time.Time
}

func newBookProgress(e *env) *bookProgress {
	p := &bookProgress{env: e, file: e.terminal(), every: 10 * time.Second, last: e.now()}
	if p.file != nil {
		p.every = 200 * time.Millisecond
	}
	return p
}

func (p *bookProgress) show(r *screenRun, now time.Time) {
	if now.Sub(p.last) < p.every {
		return
	}
	p.last = now
	rate := float64(r.mark.Rows-r.resumed) / max(now.Sub(r.began).Seconds(), 1e-3)
	text := fmt.Sprintf("%s, %s a second, %s, %s", count(r.mark.Rows, "row", "rows"), thousands(int(rate)),
		count(r.mark.Hits, "with a hit", "with hits"), count(r.mark.Errors, "not screened", "not screened"))
	if p.file == nil {
		p.env.say("%s", text)
		return
	}
	fmt.Fprintf(p.file, "\r\x1b[K%s", text)
}

func (p *bookProgress) clear() {
	if p.file != nil {
		fmt.Fprint(p.file, "\r\x1b[K")
	}
}
