package house

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"syscall"
	"time"

	"plimsoll/ais"
	"plimsoll/feed"
	"plimsoll/journal"
	"plimsoll/store"
	"plimsoll/vault"
	"plimsoll/voyage"
	"plimsoll/voyage/pattern"
)

// Below the data directory a watch that goes on has a folder of its own name,
// with the piece it is hearing and what it needs to go on. What counts is in the
// journal and the blobs: the rest can be made again of the pieces.
const (
	radioDir   = "radio"
	stateFile  = "state"
	tracksFile = "tracks.json.gz"
	pieceMark  = "heard-" // begins the name of the piece being heard
)

// A piece is closed when it is so large or old, if nothing that was told closes
// it before.
const (
	pieceBytes = 16 << 20
	pieceAge   = time.Hour
	fewShips   = 5000
)

var watchName = regexp.MustCompile(`^[a-z0-9][a-z0-9-]{0,40}$`)

// Live is a watch that goes on, as it is written. What it hears is kept in
// pieces, each an exhibit, and no event is recorded before the pieces it rests
// on. It is used by one goroutine.
type Live struct {
	watches *Watches
	by      journal.Signer
	name    string
	source  string
	dir     string
	lock    *os.File
	next    int64 // number of the next line
	piece   heardPiece
	events  []voyage.Event
	stories []pattern.Pattern
	counted ais.Stats // that are recorded
}

// heardPiece is the piece being heard.
type heardPiece struct {
	Piece
	file  *os.File // nil when nothing has been heard
	data  bytes.Buffer
	begun time.Time
	wrote int // of data, to the file
}

// GoOn opens a watch of that name, which nobody else may have open, and makes an
// exhibit of what a kill left.
func (w *Watches) GoOn(ctx context.Context, by journal.Signer, name, source string) (l *Live, err error) {
	if !watchName.MatchString(name) {
		return nil, fmt.Errorf("a watch cannot be called %q: use small letters, digits and -", name)
	}
	l = &Live{watches: w, by: by, name: name, source: source, dir: w.house.Data.Path(radioDir, name), next: 1}
	if err := os.MkdirAll(l.dir, 0o750); err != nil {
		return nil, fmt.Errorf("making a place for the watch: %w", err)
	}
	if l.lock, err = os.OpenFile(filepath.Join(l.dir, "lock"), os.O_CREATE|os.O_RDWR, 0o600); err != nil {
		return nil, fmt.Errorf("opening the watch %s: %w", name, err)
	}
	if err := syscall.Flock(int(l.lock.Fd()), syscall.LOCK_EX|syscall.LOCK_NB); err != nil {
		return nil, errors.Join(fmt.Errorf("the watch %s goes on elsewhere: stop that, or give this one another name", name), l.lock.Close())
	}
	for _, p := range l.pieces() {
		l.next = max(l.next, p.end())
	}
	if err := l.recover(ctx); err != nil {
		return nil, errors.Join(fmt.Errorf("going on with the watch %s: %w", name, err), l.lock.Close())
	}
	return l, nil
}

func (l *Live) pieces() []keptPiece {
	l.watches.mu.Lock()
	defer l.watches.mu.Unlock()
	if o := l.watches.ongoing[l.name]; o != nil {
		return o.pieces
	}
	return nil
}

// recover makes an exhibit of the piece that was being heard when the program
// was killed, unless that was done.
func (l *Live) recover(ctx context.Context) error {
	left, err := filepath.Glob(filepath.Join(l.dir, pieceMark+"*"))
	if err != nil {
		return err
	}
	for _, path := range left {
		number, from, _ := strings.Cut(strings.TrimPrefix(filepath.Base(path), pieceMark), "-")
		first, err := strconv.ParseInt(number, 10, 64)
		if err != nil {
			return fmt.Errorf("%s is no piece of a watch: remove it", path)
		}
		data, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		if len(data) > 0 && first >= l.next {
			address, err := url.PathUnescape(from)
			if err != nil {
				return fmt.Errorf("%s is no piece of a watch: remove it", path)
			}
			p := Piece{Feed: address, First: first, From: 1, Lines: lineCount(data), Stream: true}
			if err := l.keepPiece(ctx, &p, data); err != nil {
				return err
			}
			if err := l.record(ctx, Heard{Piece: &p}); err != nil {
				return err
			}
			l.next = p.end()
		}
		if err := os.Remove(path); err != nil {
			return err
		}
	}
	return nil
}

func lineCount(data []byte) int64 {
	n := bytes.Count(data, []byte{'\n'})
	if len(data) > 0 && data[len(data)-1] != '\n' {
		n++
	}
	return int64(n)
}

// keepPiece adds a piece to the vault.
func (l *Live) keepPiece(ctx context.Context, p *Piece, data []byte) error {
	ex, err := l.watches.house.Vault.Add(ctx, l.by, itemOf(l.name, l.source, p), data)
	p.Exhibit = ex.SHA256
	return err
}

func (l *Live) record(ctx context.Context, h Heard) error {
	h.Parameters = parametersHash()
	_, err := l.watches.house.Journal.Record(ctx, l.by, KindHeard, l.name, h)
	return err
}

// Heard is how many lines have been heard, ever.
func (l *Live) Heard() int64 { return l.next - 1 }

// Hear takes the next line, with its end.
func (l *Live) Hear(ctx context.Context, from string, line []byte) error {
	p := &l.piece
	full := p.data.Len() >= pieceBytes && bytes.HasSuffix(p.data.Bytes(), []byte{'\n'}) // a feed may bring more than that before it is kept
	if p.file != nil && (p.Feed != from || full) {
		if err := l.close(ctx, Heard{}); err != nil {
			return err
		}
	}
	if p.file == nil {
		path := filepath.Join(l.dir, fmt.Sprintf("%s%d-%s", pieceMark, l.next, url.PathEscape(from)))
		file, err := os.OpenFile(path, os.O_CREATE|os.O_WRONLY|os.O_TRUNC, 0o600)
		if err != nil {
			return fmt.Errorf("keeping what is heard: %w", err)
		}
		*p = heardPiece{file: file, begun: l.watches.house.Journal.Now(), Piece: Piece{Feed: from, First: l.next, From: 1, Stream: true}}
	}
	p.data.Write(line)
	if line[len(line)-1] == '\n' {
		l.next++
		p.Lines++
	}
	return nil
}

// File takes a whole file, as an exhibit, of which the first lines are done; it
// gives what to add to a line of the file to get its number.
func (l *Live) File(ctx context.Context, name string, file io.ReadSeeker, o feed.Options, done int) (add int64, err error) {
	item := vault.Item{Name: filepath.Base(name), Source: l.source}
	ex, err := l.watches.exhibit(ctx, l.by, item, file, o)
	if err != nil {
		return 0, err
	}
	for _, p := range l.pieces() {
		if p.Exhibit == ex.SHA256 && p.Feed == name && p.From <= int64(done)+1 {
			return p.First - p.From, nil
		}
	}
	if _, err := file.Seek(0, io.SeekStart); err != nil {
		return 0, err
	}
	n, err := feed.CountLines(file)
	if err != nil {
		return 0, fmt.Errorf("counting the lines of %s: %w", name, err)
	}
	if err := l.close(ctx, Heard{}); err != nil {
		return 0, err
	}
	p := Piece{Exhibit: ex.SHA256, Feed: name, First: l.next, From: int64(done) + 1, Lines: max(n-int64(done), 1)}
	if err := l.record(ctx, Heard{Piece: &p}); err != nil {
		return 0, err
	}
	l.next = p.end()
	return p.First - p.From, nil
}

// Tell takes an event and the patterns it made known or more of; they are told
// once [Live.Keep] has returned.
func (l *Live) Tell(e voyage.Event, stories []pattern.Pattern) {
	l.events = append(l.events, e)
	l.stories = append(l.stories, stories...)
}

// Waiting is how many events and patterns wait to be kept.
func (l *Live) Waiting() int { return len(l.events) + len(l.stories) }

// Keep brings on disk what was heard, and records what was told. What returned
// from here without an error is not lost. In the end the piece is closed too.
func (l *Live) Keep(ctx context.Context, read ais.Stats, end bool) error {
	p := &l.piece
	told := l.Waiting() > 0
	old := p.file != nil && (end || p.data.Len() >= pieceBytes || l.watches.house.Journal.Now().Sub(p.begun) >= pieceAge)
	if !told && !old {
		return l.sync()
	}
	h := Heard{
		Sentences: read.Sentences - l.counted.Sentences, Messages: read.Messages - l.counted.Messages,
		Bad: read.BadCount() - l.counted.BadCount(), Events: len(l.events), Patterns: len(l.stories),
	}
	if told {
		var err error
		if h.Result, err = l.watches.keepResult(ctx, Result{Events: l.events, Patterns: l.stories}); err != nil {
			return fmt.Errorf("keeping what was told: %w", err)
		}
	}
	if err := l.close(ctx, h); err != nil {
		return err
	}
	l.events, l.stories, l.counted = nil, nil, read
	return nil
}

// NewFeed says that what is counted begins anew.
func (l *Live) NewFeed() { l.counted = ais.Stats{} }

// sync brings on disk what was heard.
func (l *Live) sync() error {
	p := &l.piece
	if p.file == nil || p.wrote == p.data.Len() {
		return nil
	}
	n, err := p.file.Write(p.data.Bytes()[p.wrote:])
	p.wrote += n
	if err == nil {
		err = p.file.Sync()
	}
	if err != nil {
		return fmt.Errorf("keeping what is heard: %w", err)
	}
	return nil
}

// close makes an exhibit of the piece being heard, if there is one, and records
// it with the rest.
func (l *Live) close(ctx context.Context, h Heard) error {
	p := &l.piece
	if p.file == nil && h == (Heard{}) {
		return nil
	}
	if p.file != nil {
		if err := l.keepPiece(ctx, &p.Piece, p.data.Bytes()); err != nil {
			return err
		}
		piece := p.Piece
		h.Piece = &piece
	}
	if err := l.record(ctx, h); err != nil {
		return err
	}
	if p.file == nil {
		return nil
	}
	path := p.file.Name()
	err := errors.Join(p.file.Close(), os.Remove(path))
	*p = heardPiece{}
	return err
}

// Save writes what the watch needs to go on, and where its ships are: of many
// ships the last position only.
func (l *Live) Save(state func(io.Writer) error, tracks []voyage.Track) error {
	for i := range tracks {
		if n := len(tracks[i].Fixes); len(tracks) > fewShips {
			tracks[i].Fixes = tracks[i].Fixes[n-1:]
		}
	}
	if err := store.CreateAtomic(filepath.Join(l.dir, stateFile), 0o600, state); err != nil {
		return fmt.Errorf("saving the state of the watch: %w", err)
	}
	raw, err := json.Marshal(tracks)
	if err != nil {
		return fmt.Errorf("writing where the ships are: %w", err)
	}
	packed, err := pack(raw)
	if err != nil {
		return err
	}
	return store.WriteFileAtomic(filepath.Join(l.dir, tracksFile), packed, 0o640)
}

// StateFile is where Save wrote the state.
func (l *Live) StateFile() string { return filepath.Join(l.dir, stateFile) }

// Since reads again what was heard of streams after a line of that number, for a
// watch whose state is older: fn is called with every stretch of lines that
// follow one another, and what to add to their numbers.
func (l *Live) Since(ctx context.Context, line int64, fn func(text io.Reader, add int64) error) error {
	pieces := l.pieces()
	for i := 0; i < len(pieces); {
		p := &pieces[i]
		n := 1
		for i+n < len(pieces) && pieces[i+n].Feed == p.Feed && pieces[i+n].First == pieces[i+n-1].end() {
			n++
		}
		stretch := pieces[i : i+n]
		i += n
		for len(stretch) > 0 && stretch[0].end() <= line+1 {
			stretch = stretch[1:]
		}
		if len(stretch) == 0 || !p.Stream {
			continue
		}
		if err := fn(&pieceReader{ctx: ctx, vault: l.watches.house.Vault, pieces: stretch}, stretch[0].First-1); err != nil {
			return err
		}
	}
	return nil
}

// pieceReader reads pieces one after the other.
type pieceReader struct {
	ctx    context.Context //nolint:containedctx // a Reader has no other way to end
	vault  *vault.Vault
	pieces []keptPiece
	rest   []byte
}

func (r *pieceReader) Read(p []byte) (int, error) {
	for len(r.rest) == 0 {
		if len(r.pieces) == 0 {
			return 0, io.EOF
		}
		data, err := r.vault.Bytes(r.ctx, r.pieces[0].Exhibit)
		if err != nil {
			return 0, err
		}
		r.rest, r.pieces = data, r.pieces[1:]
		if n := len(data); n > 0 && data[n-1] != '\n' { // cut by a kill
			r.rest = append(data, '\n')
		}
	}
	n := copy(p, r.rest)
	r.rest = r.rest[n:]
	return n, nil
}

// Close gives the watch up for others to go on with.
func (l *Live) Close() error {
	if l.piece.file != nil {
		_ = l.piece.file.Close() // what was kept is synced
	}
	return l.lock.Close()
}

// Told reads what the watch has told, for what must not be told anew.
func (l *Live) Told(ctx context.Context) (*Result, error) {
	if l.pieces() == nil {
		return &Result{}, nil
	}
	return l.watches.told(ctx, l.name)
}
