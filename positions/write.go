package positions

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"maps"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"sync"

	"plimsoll/store"
)

// DefaultBuffer is how many reports a Writer holds before it writes them:
// about 100 MB.
const DefaultBuffer = 1 << 20

// Writer takes reports in any order. It is not safe for concurrent use; several
// Writers of one archive are.
type Writer struct {
	a       *Archive
	most    int
	held    int
	at      map[bucket]*[]Position
	statics map[int]*[]Static
	last    bucket // the bucket of the report before, which most reports share
	into    *[]Position
	sum     Written
}

type bucket struct {
	day  int
	cell cell
}

// Written counts what a Writer did.
type Written struct {
	Positions int64 `json:"positions"` // taken
	Statics   int64 `json:"statics"`
	Repeated  int64 `json:"repeated"` // of them equal to another taken with them, and left out
	Refused   int64 `json:"refused"`  // no place on earth, an MMSI of more than 30 bits, no time
	Parts     int64 `json:"parts"`    // files written
	Present   int64 `json:"present"`  // files that were there already, with the same content
	Bytes     int64 `json:"bytes"`
}

// NewWriter returns a Writer that holds so many reports at most, or
// DefaultBuffer.
func (a *Archive) NewWriter(most int) *Writer {
	if most <= 0 {
		most = DefaultBuffer
	}
	return &Writer{a: a, most: most, at: map[bucket]*[]Position{}, statics: map[int]*[]Static{}}
}

// Full says that it is time to Flush: nothing is written before.
func (w *Writer) Full() bool { return w.held >= w.most }

// Held is how many reports a kill would lose now.
func (w *Writer) Held() int { return w.held }

// Written returns the counts so far.
func (w *Writer) Written() Written { return w.sum }

func plausible(mmsi uint32, unix int64) bool {
	return mmsi <= maxMMSI && unix > 0 && unix <= maxTime
}

// Position takes a report. What cannot be a report is counted and left out.
func (w *Writer) Position(p Position) {
	if !plausible(p.MMSI, p.Time) || p.Lat < -maxLat || p.Lat > maxLat || p.Lon < -maxLon || p.Lon > maxLon {
		w.sum.Refused++
		return
	}
	if p.Lon == maxLon { // the same meridian
		p.Lon = -maxLon
	}
	b := bucket{dayOf(p.Time), cellOf(p.Lat, p.Lon)}
	if w.into == nil || w.last != b {
		if w.into = w.at[b]; w.into == nil {
			w.into = new([]Position)
			w.at[b] = w.into
		}
		w.last = b
	}
	*w.into = append(*w.into, p)
	w.held++
	w.sum.Positions++
}

// Static takes what a ship said of itself.
func (w *Writer) Static(s Static) {
	if !plausible(s.MMSI, s.Time) {
		w.sum.Refused++
		return
	}
	day := dayOf(s.Time)
	if w.statics[day] == nil {
		w.statics[day] = new([]Static)
	}
	*w.statics[day] = append(*w.statics[day], s)
	w.held++
	w.sum.Statics++
}

// Flush writes what is held. Once it has returned nil everything taken so far
// is on disk; after an error what was held still is, and Flush can be tried
// again.
func (w *Writer) Flush(ctx context.Context) error {
	if w.held == 0 {
		return nil
	}
	for b := range w.at {
		if err := makeDir(filepath.Join(w.a.root, positionsDir, dayName(b.day))); err != nil {
			return err
		}
	}
	if err := makeDir(filepath.Join(w.a.root, staticsDir)); err != nil {
		return err
	}
	sum := w.sum
	if err := w.write(ctx); err != nil {
		w.sum = sum
		return err
	}
	w.held, w.into = 0, nil
	clear(w.at)
	clear(w.statics)
	return nil
}

// write writes the parts side by side: most of the time goes into waiting for
// the disk.
func (w *Writer) write(ctx context.Context) error {
	jobs := make(chan func() (partDone, error))
	var mu sync.Mutex
	var failed error
	var workers sync.WaitGroup
	for range min(2*runtime.GOMAXPROCS(0), 16) {
		workers.Go(func() {
			for job := range jobs {
				done, err := job()
				mu.Lock()
				failed = errors.Join(failed, err)
				w.sum.add(done)
				mu.Unlock()
			}
		})
	}
	stopped := func() bool {
		mu.Lock()
		defer mu.Unlock()
		return failed != nil || ctx.Err() != nil
	}
	for b, rows := range w.at {
		if stopped() {
			break
		}
		jobs <- func() (partDone, error) {
			return writePart(*rows, positionKind(), func(id string) string { return w.a.positionsPath(b.day, b.cell, id) })
		}
	}
	for day, rows := range w.statics {
		if stopped() {
			break
		}
		jobs <- func() (partDone, error) {
			return writePart(*rows, staticKind(), func(id string) string { return w.a.staticsPath(day, id) })
		}
	}
	close(jobs)
	workers.Wait()
	return errors.Join(failed, ctx.Err())
}

type partDone struct {
	repeated, bytes int64
	present         bool
}

func (s *Written) add(d partDone) {
	s.Repeated += d.repeated
	switch {
	case d.present:
		s.Present++
	case d.bytes > 0:
		s.Parts++
		s.Bytes += d.bytes
	}
}

// kind is what a kind of row needs to be written, sorted and merged.
type kind[T, R any] struct {
	writer  func(io.Writer) *partWriter[T, R]
	key     func(*T) uint64 // orders most rows
	compare func(a, b *T) int
	same    func(a, b *T) bool
}

func positionKind() kind[Position, positionRow] {
	return kind[Position, positionRow]{newPositionWriter, positionKey, comparePositions, samePosition}
}

func staticKind() kind[Static, staticRow] {
	return kind[Static, staticRow]{newStaticWriter, staticKey, compareStatics, sameStatic}
}

// order returns the places of the rows in sorted order: to move keys is
// cheaper than to move rows.
func (k kind[T, R]) order(rows []T) []place {
	places := make([]place, len(rows))
	for i := range rows {
		places[i] = place{k.key(&rows[i]), int32(i)}
	}
	slices.SortFunc(places, func(a, b place) int {
		if a.key != b.key {
			return cmp.Compare(a.key, b.key)
		}
		return k.compare(&rows[a.row], &rows[b.row])
	})
	return places
}

type place struct {
	key uint64
	row int32
}

func writePart[T, R any](rows []T, k kind[T, R], path func(id string) string) (partDone, error) {
	part, kept, err := k.encode(rows)
	if err != nil {
		return partDone{}, err
	}
	done := partDone{repeated: int64(len(rows)) - kept, bytes: int64(len(part))}
	name := path(partID(part))
	if _, err := os.Stat(name); err == nil {
		done.present = true
		return done, nil
	}
	if err := store.WriteFileAtomic(name, part, 0o644); err != nil {
		return partDone{}, err
	}
	return done, nil
}

// String says the counts in a line.
func (s Written) String() string {
	return fmt.Sprintf("%d positions, %d statics taken; %d repeated, %d refused; %d parts written, %d there already; %d bytes",
		s.Positions, s.Statics, s.Repeated, s.Refused, s.Parts, s.Present, s.Bytes)
}

func sortedCells(m map[cell][]string) []cell { return slices.Sorted(maps.Keys(m)) }

func base(paths []string) string {
	names := make([]string, len(paths))
	for i, p := range paths {
		names[i] = filepath.Base(p)
	}
	return strings.Join(names, "\n")
}
