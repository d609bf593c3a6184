package lists

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"
	"time"

	"plimsoll/journal"
)

// Upload is a file that somebody hands in, or that sync has fetched.
type Upload struct {
	Name   string
	Reader io.Reader
	Source string // the address it came from; "" is a file of somebody's
}

// Options are what a person decides about an import.
type Options struct {
	Dataset   string    // "" for the one that the file or its authority names
	Published time.Time // for files that do not say on which day they were published
	AllowDrop bool      // take a list that lost more entries than the library's MaxDrop
	// Expect is the authority whose list this should be. With it, a file that is
	// no list at all is held as well: an error page in the place of the list.
	Expect string
	// Observe, where given, hears how far an import is. It is called from the
	// goroutine of the import, every few megabytes.
	Observe func(Progress)

	releases, because string // the hold that the import ends, and why
}

// DefaultMaxDrop is the share of entries that a list may lose without a person
// confirming it: a file that was cut looks like a mass delisting.
const DefaultMaxDrop = 0.03

// Result is what an import made.
type Result struct {
	Snapshot
	Unchanged bool `json:"unchanged"` // the very same snapshot is there already
	// Older says that the list was published before the current one: it is
	// kept for the days it held, and the current one stays.
	Older bool `json:"older,omitempty"`

	Added    int       `json:"added"`
	Removed  int       `json:"removed"`
	Changed  int       `json:"changed"`
	Warnings []Warning `json:"warnings,omitempty"`
}

// errMoved says that another import came between.
var errMoved = errors.New("another import came between")

// Import reads the files of one list and makes them the dataset's newest
// snapshot. The files are kept as exhibits, parsed to their end, checked and
// written down before anything of them counts; if any of this fails, the
// snapshot before stays, and a damaged or suddenly shorter list is held: the
// error is a [*HeldError]. What a crash leaves behind, importing again
// completes.
func (l *Library) Import(ctx context.Context, by journal.Signer, o Options, uploads ...Upload) (Result, error) {
	if len(uploads) == 0 {
		return Result{}, errors.New("importing: no file was given")
	}
	j := &job{l: l, by: by, o: o}
	defer j.discard()
	if err := j.spool(ctx, uploads); err != nil {
		return Result{}, err
	}
	return j.run(ctx)
}

// job is one import on its way.
type job struct {
	l  *Library
	by journal.Signer
	o  Options

	in        Input
	files     []*spooled
	authority Authority
	format    Format
	sealer    *sealer
}

func (j *job) discard() {
	for _, f := range j.files {
		f.discard()
	}
	if j.sealer != nil {
		j.sealer.discard()
	}
}

func (j *job) run(ctx context.Context) (Result, error) {
	err := j.identify()
	if err == nil {
		err = j.complete()
	}
	if err != nil {
		return Result{}, j.hold(ctx, err)
	}
	j.in.Dataset = j.o.Dataset
	if j.o.Observe != nil {
		for i := range j.in.Files {
			f := &j.in.Files[i]
			f.ReaderAt = &watched{ReaderAt: f.ReaderAt, name: f.Name, size: f.Size, observe: j.o.Observe}
		}
	}
	if j.sealer, err = newSealer(j.l.Spool); err != nil {
		return Result{}, fmt.Errorf("importing %s: %w", j.names(), err)
	}
	parsed, err := j.sealer.drain(ctx, func(emit Emit) (*Parsed, error) { return j.format.Parse(ctx, j.in, emit) })
	if err != nil {
		return Result{}, j.hold(ctx, err)
	}
	id, err := j.sealer.finish()
	if err != nil {
		return Result{}, fmt.Errorf("importing %s: %w", j.names(), err)
	}
	snap := j.snapshot(id, parsed)
	for {
		res, err := j.publish(ctx, snap)
		if errors.Is(err, errMoved) {
			continue
		}
		if err != nil {
			return Result{}, j.hold(ctx, err)
		}
		res.Warnings = parsed.Warnings
		return res, nil
	}
}

// identify finds whose list the files are, and which part each is.
func (j *job) identify() error {
	for i := range j.in.Files {
		f := &j.in.Files[i]
		f.Part = ""
		head := make([]byte, min(f.Size, HeadSize))
		if _, err := f.ReadAt(head, 0); err != nil && !errors.Is(err, io.EOF) {
			return fmt.Errorf("reading %s: %w", f.Name, err)
		}
		authorities := j.l.authorities
		if j.o.Expect != "" {
			authorities = slices.DeleteFunc(slices.Clone(authorities), func(a Authority) bool { return a.ID != j.o.Expect })
		}
		id, err := Identify(authorities, f.Name, head)
		if err != nil {
			return err
		}
		if i > 0 && (id.Authority.ID != j.authority.ID || id.Format.Name != j.format.Name) {
			return fmt.Errorf("importing: %s (%s) and %s (%s) are not files of one list: import them one after the other",
				j.in.Files[0].Name, j.format.Name, f.Name, id.Format.Name)
		}
		if first, twice := j.in.File(id.Part); twice {
			return fmt.Errorf("importing: %s and %s are the same part of the list (%s): import them one after the other", first.Name, f.Name, id.Part)
		}
		j.authority, j.format, f.Part = id.Authority, id.Format, id.Part
	}
	return nil
}

// complete checks that the main part is among the files, and puts it first.
func (j *job) complete() error {
	if main := j.format.parts()[0]; !slices.ContainsFunc(j.in.Files, func(f File) bool { return f.Part == main }) {
		return &ParseError{
			File: j.in.Files[0].Name, Offset: -1,
			Reason: fmt.Sprintf("this is the part %q of a list; the part %q must come with it", j.in.Files[0].Part, main),
		}
	}
	// The others in the order the format gives them.
	order := j.format.parts()
	slices.SortStableFunc(j.in.Files, func(a, b File) int { return cmp.Compare(slices.Index(order, a.Part), slices.Index(order, b.Part)) })
	return nil
}

func (f Format) parts() []string {
	if len(f.Parts) == 0 {
		return []string{OnePart}
	}
	return f.Parts
}

func (j *job) names() string {
	names := make([]string, len(j.in.Files))
	for i, f := range j.in.Files {
		names[i] = f.Name
	}
	return strings.Join(names, ", ")
}

func (j *job) snapshot(id string, parsed *Parsed) Snapshot {
	published := parsed.Published
	if published.IsZero() {
		published = j.o.Published
	}
	if published.IsZero() {
		published = j.l.now().UTC().Truncate(time.Second)
	}
	s := Snapshot{
		ID: id, Dataset: parsed.Dataset, Title: parsed.Title, Authority: j.authority.ID,
		Published: published.UTC(), Counts: parsed.Counts, Size: j.sealer.count,
	}
	if s.Title == "" {
		s.Title = j.authority.titleOf(s.Dataset)
	}
	for _, f := range j.in.Files {
		s.Exhibits = append(s.Exhibits, f.Exhibit)
	}
	return s
}

// titleOf names a list that does not name itself. A list of somebody's own has
// no title but what they give it.
func (a Authority) titleOf(dataset string) string {
	for _, s := range a.Sources {
		if s.Dataset == dataset && s.Title != "" {
			return s.Title
		}
	}
	if len(a.Sources) == 0 {
		return ""
	}
	return a.Title
}

// publish compares the snapshot with the one before it and records it,
// provided that no other import came between.
func (j *job) publish(ctx context.Context, snap Snapshot) (Result, error) {
	l := j.l
	if err := l.log().Refresh(ctx); err != nil {
		return Result{}, fmt.Errorf("importing %s: %w", snap.Dataset, err)
	}
	length := len(l.History(snap.Dataset))
	head, exists := l.before(snap.Dataset, func(*Snapshot) bool { return true })
	if exists && head.Authority != snap.Authority {
		return Result{}, fmt.Errorf("importing: dataset %s holds lists of authority %s, this file is of %s: give it another dataset",
			snap.Dataset, head.Authority, snap.Authority)
	}
	snap.Imported = l.now()
	res := Result{Snapshot: snap}
	previous, hasPrevious := l.before(snap.Dataset, func(s *Snapshot) bool { return !s.effective().After(snap.effective()) })
	if hasPrevious && previous.ID == snap.ID {
		res.Snapshot, res.Unchanged = previous, true
		return res, j.write(ctx, previous.ID, true)
	}
	if hasPrevious {
		if err := j.guard(&previous, &snap); err != nil {
			return Result{}, err
		}
	}
	if err := j.compare(ctx, previous, hasPrevious, &res); err != nil {
		return Result{}, err
	}
	res.Older = exists && head.effective().After(snap.effective())
	if err := j.write(ctx, snap.ID, false); err != nil {
		return Result{}, err
	}
	act, err := j.by.Sign(snap.Imported, KindImported, snap.Dataset, Imported{
		Dataset: snap.Dataset, Title: snap.Title, Authority: snap.Authority, Snapshot: snap.ID, Exhibits: snap.Exhibits,
		Published: snap.Published, Counts: snap.Counts, Entities: snap.Size,
		Added: res.Added, Removed: res.Removed, Changed: res.Changed, Releases: j.o.releases, Because: j.o.because,
	})
	if err != nil {
		return Result{}, fmt.Errorf("importing %s: %w", snap.Dataset, err)
	}
	_, err = l.log().Append(ctx, act, func() error {
		if len(l.History(snap.Dataset)) != length {
			return errMoved
		}
		return nil
	})
	if err != nil {
		return Result{}, fmt.Errorf("importing %s: %w", snap.Dataset, err)
	}
	return res, nil
}

// guard holds a list that lost too much.
func (j *job) guard(previous, snap *Snapshot) error {
	before, after := previous.entries(), snap.entries()
	if float64(before-after) > j.l.MaxDrop*float64(before) && !j.o.AllowDrop {
		return &dropError{snap.Dataset, before, after, j.l.MaxDrop}
	}
	return nil
}

// compare counts what differs from the snapshot before.
func (j *job) compare(ctx context.Context, previous Snapshot, hasPrevious bool, res *Result) error {
	old := map[idKey]digest{}
	if hasPrevious {
		if err := j.l.eachIndexed(ctx, previous, func(e IndexEntry) error {
			old[keyOf(e.ID)] = e.digest
			return nil
		}); err != nil {
			return fmt.Errorf("importing %s: %w", res.Dataset, err)
		}
	}
	if _, err := j.sealer.index.Seek(0, io.SeekStart); err != nil {
		return err
	}
	err := readIndex(j.sealer.index, func(e IndexEntry) error {
		key := keyOf(e.ID)
		switch d, had := old[key]; {
		case !had:
			res.Added++
		case d != e.digest:
			res.Changed++
		}
		delete(old, key)
		return nil
	})
	res.Removed = len(old)
	return err
}

// write keeps the pack and its index. Should the bytes of a snapshot that is
// recorded already have got lost, they are put back.
func (j *job) write(ctx context.Context, id string, onlyMissing bool) error {
	for key, f := range map[string]*spooled{packKey(id): j.sealer.pack, indexKey(id): j.sealer.index} {
		if onlyMissing {
			if there, err := j.l.blobs.Exists(ctx, key); err != nil || there {
				if err != nil {
					return fmt.Errorf("looking for snapshot %s: %w", id, err)
				}
				continue
			}
		}
		if _, err := f.Seek(0, io.SeekStart); err != nil {
			return fmt.Errorf("writing snapshot %s: %w", id, err)
		}
		if err := j.l.blobs.WriteFrom(ctx, key, f); err != nil {
			return fmt.Errorf("writing snapshot %s: %w", id, err)
		}
	}
	return nil
}

// entries counts what a list is about: its own entries, not the addresses and
// documents made of them.
func (s *Snapshot) entries() int {
	n := 0
	for c := range maps.Values(s.Counts) {
		n += c
	}
	if n == 0 {
		return s.Size
	}
	return n
}
