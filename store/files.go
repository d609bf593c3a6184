package store

import (
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
)

// unfinished begins the name of a file that was never given its own: a crash
// left it, and it means nothing.
const unfinished = ".new-"

// WriteFileAtomic writes a file so that after a crash at any moment it is
// there whole or not at all, and on disk once the call returns.
func WriteFileAtomic(path string, data []byte, mode os.FileMode) error {
	return writeFile(path, whole(data), mode, os.Rename)
}

// CreateAtomic is WriteFileAtomic for what is written bit by bit.
func CreateAtomic(path string, mode os.FileMode, write func(io.Writer) error) error {
	return writeFile(path, write, mode, os.Rename)
}

func whole(data []byte) func(io.Writer) error {
	return func(w io.Writer) error {
		_, err := w.Write(data)
		return err
	}
}

// writeNewFile is WriteFileAtomic for a file that must not be there yet: of
// two writers one wins and the other gets an error that wraps os.ErrExist.
func writeNewFile(path string, data []byte, mode os.FileMode) error {
	return writeFile(path, whole(data), mode, func(from, to string) error {
		return errors.Join(os.Link(from, to), os.Remove(from)) // a link, unlike a rename, replaces nothing
	})
}

func writeFile(path string, write func(io.Writer) error, mode os.FileMode, place func(from, to string) error) (err error) {
	dir := filepath.Dir(path)
	f, err := os.CreateTemp(dir, unfinished+"*")
	if err != nil {
		return fmt.Errorf("writing %s: %w", path, err)
	}
	defer func() {
		if err != nil {
			_ = f.Close()
			_ = os.Remove(f.Name())
			err = fmt.Errorf("writing %s: %w", path, err)
		}
	}()
	if err = f.Chmod(mode); err != nil {
		return err
	}
	if err = write(f); err != nil {
		return err
	}
	if err = f.Sync(); err != nil {
		return err
	}
	if err = place(f.Name(), path); err != nil {
		return err
	}
	if err = syncDir(dir); err != nil {
		return err
	}
	return f.Close()
}

func syncDir(dir string) error {
	d, err := os.Open(dir)
	if err != nil {
		return err
	}
	return errors.Join(d.Sync(), d.Close())
}
