package lists

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"

	"plimsoll/journal"
)

// Progress is how far an import is with a file.
type Progress struct {
	Name  string
	Stage string // "keeping" it as an exhibit, "reading" it
	Done  int64
	Total int64 // 0 where it is not known yet
}

// step is how many bytes lie between two reports of progress.
const step = 4 << 20

// spool takes the files in, and keeps each as an exhibit before it is read.
func (j *job) spool(ctx context.Context, uploads []Upload) error {
	if d := j.o.Dataset; d != "" && !ValidDataset(d) {
		return fmt.Errorf("importing: %q cannot name a dataset: use small letters, digits and _", d)
	}
	if j.l.log() == nil {
		return errors.New("importing: the library has no journal yet: call Use")
	}
	for _, u := range uploads {
		f, err := newSpooled(j.l.Spool)
		if err != nil {
			return err
		}
		j.files = append(j.files, f)
		h := sha256.New()
		size, err := io.Copy(io.MultiWriter(f, h), &contextReader{ctx: ctx, r: u.Reader, name: u.Name, observe: j.o.Observe})
		if err != nil {
			return fmt.Errorf("importing %s: %w", u.Name, err)
		}
		file := File{Name: u.Name, Exhibit: hex.EncodeToString(h.Sum(nil)), Size: size, ReaderAt: f}
		if err := j.l.keep(ctx, j.by, file, u.Source); err != nil {
			return fmt.Errorf("importing %s: keeping it as an exhibit: %w", u.Name, err)
		}
		j.in.Files = append(j.in.Files, file)
	}
	return nil
}

// contextReader ends with its context, and tells how far it is.
type contextReader struct {
	ctx     context.Context
	r       io.Reader
	name    string
	observe func(Progress)

	done, told int64
}

func (c *contextReader) Read(b []byte) (int, error) {
	if err := c.ctx.Err(); err != nil {
		return 0, err
	}
	n, err := c.r.Read(b)
	if c.done += int64(n); c.observe != nil && c.done-c.told >= step {
		c.told = c.done
		c.observe(Progress{c.name, "keeping", c.done, 0})
	}
	return n, err
}

// watched is a file whose reading is told of. A parser may go back and forth;
// how far it is, is how far it ever was.
type watched struct {
	io.ReaderAt
	name       string
	size       int64
	observe    func(Progress)
	done, told int64
}

func (w *watched) ReadAt(b []byte, at int64) (int, error) {
	n, err := w.ReaderAt.ReadAt(b, at)
	if w.done = max(w.done, at+int64(n)); w.done-w.told >= step {
		w.told = w.done
		w.observe(Progress{w.name, "reading", w.done, w.size})
	}
	return n, err
}

// keep stores the file unless a snapshot made from these bytes is known, for
// then it is an exhibit already.
func (l *Library) keep(ctx context.Context, by journal.Signer, f File, source string) error {
	l.mu.Lock()
	known := l.known[f.Exhibit]
	l.mu.Unlock()
	if known {
		return nil
	}
	return l.exhibits.Add(ctx, by, f, source)
}

// spooled is a temporary file.
type spooled struct{ *os.File }

func (s *spooled) discard() {
	if s != nil && s.File != nil {
		_ = s.Close()
		_ = os.Remove(s.Name())
	}
}

func newSpooled(dir string) (*spooled, error) {
	f, err := Nameless(dir)
	if err != nil {
		return nil, err
	}
	return &spooled{f}, nil
}

// Nameless makes a file for something unfinished in a folder, the system's for
// "". Its name is taken away at once, so that it is gone when the program is,
// however that ends. Where the system keeps the names of open files, whoever
// holds it removes it.
func Nameless(dir string) (*os.File, error) {
	if dir != "" {
		if err := os.MkdirAll(dir, 0o700); err != nil {
			return nil, fmt.Errorf("making the folder for unfinished work: %w", err)
		}
	}
	f, err := os.CreateTemp(dir, namelessPrefix+"*")
	if err != nil {
		return nil, fmt.Errorf("making a file for unfinished work: %w", err)
	}
	_ = os.Remove(f.Name())
	return f, nil
}

const namelessPrefix = "unfinished-"

// ClearNameless removes what a kill left between the making of a file and the
// taking away of its name. It harms nobody who works in the folder: their
// files need no names.
func ClearNameless(dir string) {
	left, _ := filepath.Glob(filepath.Join(dir, namelessPrefix+"*"))
	for _, path := range left {
		_ = os.Remove(path)
	}
}
