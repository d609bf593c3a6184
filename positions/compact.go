package positions

import (
	"context"
	"errors"
	"fmt"
	"io"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/parquet-go/parquet-go"

	"plimsoll/store"
)

// Compacted tells what a compaction did.
type Compacted struct {
	Places   int   `json:"places"` // days and cells of which several parts became one
	Before   int   `json:"parts_before"`
	Rows     int64 `json:"rows"`     // in the new parts
	Repeated int64 `json:"repeated"` // left out
	Freed    int64 `json:"freed_bytes"`
	Leftover int   `json:"leftovers"` // files that a crash left unfinished, removed
}

// mostMerged is how many parts are merged at once: of each a row group is in
// memory.
const mostMerged = 32

// Compact makes one part of the parts of each day and cell that has more than
// one. The new part is on disk before the old ones go, so that a kill at any
// moment leaves every report there at least once; readers drop the repeated.
// Unfinished files that were left before a time are removed. tell is called
// after each day and cell.
func (a *Archive) Compact(ctx context.Context, leftBefore time.Time, tell func(place string, done Compacted)) (Compacted, error) {
	var sum Compacted
	days, err := a.days()
	if err != nil {
		return sum, err
	}
	for _, day := range days {
		cells, err := a.cells(day)
		if err != nil {
			return sum, err
		}
		for _, c := range sortedCells(cells) {
			err := compactAll(ctx, cells[c], &sum, compaction[Position, positionRow]{
				openPositions, positionKind(),
				func(id string) string { return a.positionsPath(day, c, id) },
			})
			if err != nil {
				return sum, err
			}
			if len(cells[c]) > 1 {
				tell(dayName(day)+" "+c.String(), sum)
			}
		}
		if err := a.tidy(filepath.Join(positionsDir, dayName(day)), leftBefore, &sum); err != nil {
			return sum, err
		}
	}
	statics, err := a.staticDays()
	if err != nil {
		return sum, err
	}
	for _, day := range slices.Sorted(maps.Keys(statics)) {
		err := compactAll(ctx, statics[day], &sum, compaction[Static, staticRow]{
			openAllStatics, staticKind(),
			func(id string) string { return a.staticsPath(day, id) },
		})
		if err != nil {
			return sum, err
		}
		if len(statics[day]) > 1 {
			tell(dayName(day)+" statics", sum)
		}
	}
	return sum, a.tidy(staticsDir, leftBefore, &sum)
}

type compaction[T, R any] struct {
	open func(path string) (cursor[T], error)
	kind[T, R]
	path func(id string) string
}

func openPositions(path string) (cursor[Position], error) {
	p, err := openPart(path, kindPositions, positionSchema())
	if err != nil {
		return nil, err
	}
	return &positionCursor{part: p, f: &filter{to: maxTime}, cols: new(positionColumns), sum: new(Scanned)}, nil
}

func openAllStatics(path string) (cursor[Static], error) {
	return openStatics(path, func(parquet.RowGroup) (bool, error) { return true, nil })
}

// compactAll merges until one part is left.
func compactAll[T, R any](ctx context.Context, paths []string, sum *Compacted, c compaction[T, R]) error {
	if len(paths) < 2 {
		return nil
	}
	sum.Places++
	sum.Before += len(paths)
	for len(paths) > 1 {
		n := min(len(paths), mostMerged)
		made, err := compactSome(ctx, paths[:n], sum, c)
		if err != nil {
			return err
		}
		paths = append(paths[n:], made)
	}
	return nil
}

func compactSome[T, R any](ctx context.Context, paths []string, sum *Compacted, c compaction[T, R]) (made string, err error) {
	var cursors []cursor[T]
	defer func() { err = errors.Join(err, closeAll(cursors)) }()
	for _, path := range paths {
		from, err := c.open(path)
		if err != nil {
			return "", fmt.Errorf("compacting %s: %w", path, err)
		}
		cursors = append(cursors, from)
	}
	m, err := newMerge(cursors, c.compare, c.same)
	if err != nil {
		return "", err
	}
	// Named by the parts it is made of: another process that compacts the
	// same ones makes the same file.
	made = c.path(partID([]byte(base(paths))))
	var rows int64
	err = store.CreateAtomic(made, 0o644, func(to io.Writer) error {
		w := c.writer(to)
		for rows = 0; ; rows++ {
			if rows%4096 == 0 && ctx.Err() != nil {
				return ctx.Err()
			}
			row, err := m.next()
			if err != nil {
				return err
			}
			if row == nil {
				return w.close()
			}
			if err := w.add(row); err != nil {
				return err
			}
		}
	})
	if err != nil {
		return "", err
	}
	sum.Rows += rows
	sum.Repeated += m.Dropped
	sum.Freed -= sizeOf(made)
	for _, path := range paths {
		if path == made { // nothing but a compaction of itself would name it so
			continue
		}
		sum.Freed += sizeOf(path)
		if err := os.Remove(path); err != nil && !errors.Is(err, os.ErrNotExist) {
			return "", fmt.Errorf("removing a part that was merged: %w", err)
		}
	}
	return made, nil
}

func sizeOf(path string) int64 {
	fi, err := os.Stat(path)
	if err != nil {
		return 0
	}
	return fi.Size()
}

// tidy removes what a crash left half written. What is younger may be
// somebody's work.
func (a *Archive) tidy(dir string, before time.Time, sum *Compacted) error {
	list, err := readDir(filepath.Join(a.root, dir))
	if err != nil {
		return err
	}
	for _, e := range list {
		if !strings.HasPrefix(e.Name(), ".new-") {
			continue
		}
		if fi, err := e.Info(); err != nil || !fi.ModTime().Before(before) {
			continue
		}
		if err := os.Remove(filepath.Join(a.root, dir, e.Name())); err != nil {
			return fmt.Errorf("removing an unfinished file: %w", err)
		}
		sum.Leftover++
	}
	return nil
}
