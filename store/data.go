// Package store keeps things on disk for the packages above it: the journal's
// events in a database, exhibits and snapshots as files, the keys of those who
// sign here. It knows engines and their dialects so that nobody else has to.
//
// A data directory holds:
//
//	plimsoll.json   the format of this directory
//	plimsoll.db     the journal (SQLite)
//	blobs/          exhibits, snapshots, results: each named by its SHA-256
//	keys/           private keys, readable by their owner alone
//	log/            the public log's tiles
package store

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// Format is the version of the data directory this program writes. It opens
// any format up to its own, and leaves a newer one untouched.
const Format = 2

// oldest is the oldest format that can still be opened. Format 1 was written
// before the first release, by versions that kept snapshots otherwise.
const oldest = 2

type formatFile struct {
	Program string `json:"program"`
	Format  int    `json:"format"`
}

// NewerError says that a directory was written by a newer program.
type NewerError struct {
	Dir         string
	Have, Known int
}

func (e *NewerError) Error() string {
	return fmt.Sprintf("the data directory %s has format %d and this program knows formats up to %d: "+
		"nothing was touched; use a newer plimsoll, or name another directory with --data", e.Dir, e.Have, e.Known)
}

// Data is an open data directory.
type Data struct {
	Dir   string
	Blobs *Blobs
	db    *sql.DB
}

// Open opens a data directory, making it first where it is missing or empty.
func Open(ctx context.Context, dir string) (*Data, error) {
	if err := checkFormat(dir); err != nil {
		return nil, err
	}
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, fmt.Errorf("making the data directory: %w", err)
	}
	// The mark comes before everything else, so that a directory left by a
	// crash at any moment is known as ours.
	if err := writeFormat(dir); err != nil {
		return nil, err
	}
	if err := os.MkdirAll(filepath.Join(dir, "keys"), 0o700); err != nil {
		return nil, fmt.Errorf("making the data directory: %w", err)
	}
	blobs, err := openDirBlobs(filepath.Join(dir, "blobs"))
	if err != nil {
		return nil, err
	}
	db, err := openSQLite(ctx, filepath.Join(dir, "plimsoll.db"))
	if err != nil {
		return nil, errors.Join(err, blobs.Close())
	}
	return &Data{Dir: dir, Blobs: blobs, db: db}, nil
}

// checkFormat reads only: a directory that is not ours, or of a newer
// version, is left exactly as it was.
func checkFormat(dir string) error {
	raw, err := os.ReadFile(filepath.Join(dir, "plimsoll.json"))
	if errors.Is(err, os.ErrNotExist) {
		entries, err := os.ReadDir(dir)
		if err != nil && !errors.Is(err, os.ErrNotExist) {
			return fmt.Errorf("looking at the data directory: %w", err)
		}
		entries = slices.DeleteFunc(entries, func(e os.DirEntry) bool { return strings.HasPrefix(e.Name(), unfinished) })
		if len(entries) > 0 {
			return fmt.Errorf("the directory %s is not empty and holds no plimsoll.json: "+
				"nothing was touched; name an empty or a Plimsoll directory with --data", dir)
		}
		return nil
	}
	if err != nil {
		return fmt.Errorf("looking at the data directory: %w", err)
	}
	var f formatFile
	if err := json.Unmarshal(raw, &f); err != nil || f.Format < 1 {
		return fmt.Errorf("the file %s does not say which format the directory has (%q): nothing was touched",
			filepath.Join(dir, "plimsoll.json"), raw)
	}
	if f.Format > Format {
		return &NewerError{dir, f.Format, Format}
	}
	if f.Format < oldest {
		return fmt.Errorf("the data directory %s has format %d, of a version before the first release: nothing was touched; "+
			"name a new directory with --data and import the lists and feeds again", dir, f.Format)
	}
	return nil
}

func writeFormat(dir string) error {
	path := filepath.Join(dir, "plimsoll.json")
	if _, err := os.Stat(path); err == nil {
		return nil
	}
	raw, err := json.Marshal(formatFile{"plimsoll", Format})
	if err != nil {
		return err
	}
	if err := WriteFileAtomic(path, append(raw, '\n'), 0o600); err != nil {
		return fmt.Errorf("marking the data directory: %w", err)
	}
	return nil
}

// Journal is the event store in the directory's database.
func (d *Data) Journal() *Journal { return &Journal{d.db} }

// Path is a place in the directory for packages that keep files of their own.
func (d *Data) Path(elem ...string) string {
	return filepath.Join(append([]string{d.Dir}, elem...)...)
}

// Close releases everything.
func (d *Data) Close() error { return errors.Join(d.db.Close(), d.Blobs.Close()) }

// OpenExisting opens a data directory that must be there already: for looking,
// where making an empty one would only hide a mistyped name.
func OpenExisting(ctx context.Context, dir string) (*Data, error) {
	if err := CheckExisting(dir); err != nil {
		return nil, err
	}
	return Open(ctx, dir)
}

// CheckExisting refuses a directory that is not there or not ours.
func CheckExisting(dir string) error {
	if _, err := os.Stat(filepath.Join(dir, "plimsoll.json")); err != nil {
		return fmt.Errorf("there is no data directory at %s: name one with --data (%w)", dir, err)
	}
	return nil
}
