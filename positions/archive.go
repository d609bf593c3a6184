package positions

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// Archive is the folder in which positions lie:
//
//	positions/2026-03-01/N35E125.<part>.parquet
//	statics/2026-03-01.<part>.parquet
//
// Several processes may read, write and compact it at once.
type Archive struct{ root string }

// Open returns the archive in a folder, which need not be there yet.
func Open(root string) *Archive { return &Archive{root} }

const (
	positionsDir = "positions"
	staticsDir   = "statics"
	partSuffix   = ".parquet"
	partName     = 16 // hexadecimal digits
)

// partID names a part by what it holds, so that the same reports handed in
// again make the same file and not a second one.
func partID(of ...[]byte) string {
	h := sha256.New()
	for _, b := range of {
		h.Write(b)
	}
	return hex.EncodeToString(h.Sum(nil))[:partName]
}

func (a *Archive) positionsPath(day int, c cell, part string) string {
	return filepath.Join(a.root, positionsDir, dayName(day), c.String()+"."+part+partSuffix)
}

func (a *Archive) staticsPath(day int, part string) string {
	return filepath.Join(a.root, staticsDir, dayName(day)+"."+part+partSuffix)
}

// splitPart takes the name of a part apart; what is no part's name is left alone.
func splitPart(name string) (of string, ok bool) {
	of, rest, found := strings.Cut(name, ".")
	id, suffix := strings.CutSuffix(rest, partSuffix)
	return of, found && suffix && len(id) == partName
}

func readDir(dir string) ([]os.DirEntry, error) {
	list, err := os.ReadDir(dir)
	if errors.Is(err, os.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("looking for positions at rest: %w", err)
	}
	return list, nil
}

// days lists the days there are positions of, in order.
func (a *Archive) days() ([]int, error) {
	list, err := readDir(filepath.Join(a.root, positionsDir))
	if err != nil {
		return nil, err
	}
	var days []int
	for _, e := range list {
		if day, ok := parseDay(e.Name()); ok && e.IsDir() {
			days = append(days, day)
		}
	}
	slices.Sort(days)
	return days, nil
}

// cells lists the parts of a day by cell.
func (a *Archive) cells(day int) (map[cell][]string, error) {
	dir := filepath.Join(a.root, positionsDir, dayName(day))
	list, err := readDir(dir)
	if err != nil {
		return nil, err
	}
	cells := map[cell][]string{}
	for _, e := range list { // by name, so that parts are in order
		of, ok := splitPart(e.Name())
		if !ok {
			continue
		}
		if c, ok := parseCell(of); ok {
			cells[c] = append(cells[c], filepath.Join(dir, e.Name()))
		}
	}
	return cells, nil
}

// staticDays lists the parts with statics by day.
func (a *Archive) staticDays() (map[int][]string, error) {
	dir := filepath.Join(a.root, staticsDir)
	list, err := readDir(dir)
	if err != nil {
		return nil, err
	}
	days := map[int][]string{}
	for _, e := range list {
		of, ok := splitPart(e.Name())
		if !ok {
			continue
		}
		if day, ok := parseDay(of); ok {
			days[day] = append(days[day], filepath.Join(dir, e.Name()))
		}
	}
	return days, nil
}

// makeDir makes a folder, and sees to it that it outlasts a power cut too.
func makeDir(dir string) error {
	if fi, err := os.Stat(dir); err == nil && fi.IsDir() {
		return nil
	}
	if err := makeDir(filepath.Dir(dir)); err != nil {
		return err
	}
	if err := os.Mkdir(dir, 0o755); err != nil && !errors.Is(err, os.ErrExist) {
		return fmt.Errorf("making a folder for positions: %w", err)
	}
	up, err := os.Open(filepath.Dir(dir))
	if err != nil {
		return fmt.Errorf("making a folder for positions: %w", err)
	}
	return errors.Join(up.Sync(), up.Close())
}
