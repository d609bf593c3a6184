package house

import (
	"bufio"
	"cmp"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"slices"

	"plimsoll/ftm"
	"plimsoll/screen"
	"plimsoll/store"
)

// indexFolder is the part of a data directory where indexes are kept, each
// named by what it was built from and by. They can be built again at any time.
const indexFolder = "indexes"

// keptIndexes is how many are kept; the one used longest ago goes first.
const keptIndexes = 4

// Index gives the index of the entities of snapshots, mapped from its file. It
// builds the file first when there is none, or none that is whole.
func (h *House) Index(entities []*ftm.Entity, of []screen.Source) (*screen.Index, error) {
	path := h.IndexPath(of)
	x, err := openIndex(path)
	var unfit *screen.FormatError
	if err == nil || !errors.Is(err, fs.ErrNotExist) && !errors.As(err, &unfit) {
		return x, err
	}
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return nil, fmt.Errorf("making the folder for indexes: %w", err)
	}
	b := screen.NewBuilder(of...)
	for _, e := range entities {
		b.Add(e)
	}
	err = store.CreateAtomic(path, 0o600, func(w io.Writer) error {
		out := bufio.NewWriterSize(w, 1<<20)
		return errors.Join(b.Write(out), out.Flush())
	})
	if err != nil {
		return nil, fmt.Errorf("keeping an index: %w", err)
	}
	pruneIndexes(filepath.Dir(path), path)
	return openIndex(path)
}

// IndexPath is where the index of snapshots is kept.
func (h *House) IndexPath(of []screen.Source) string {
	return h.Data.Path(indexFolder, screen.Key(of)+".idx")
}

// openIndex maps an index. Its memory is given back when nobody uses it.
func openIndex(path string) (*screen.Index, error) {
	m, err := store.Map(path)
	if err != nil {
		return nil, fmt.Errorf("opening an index: %w", err)
	}
	x, err := screen.Open(m.Bytes)
	if err != nil {
		return nil, errors.Join(fmt.Errorf("%s: %w", path, err), m.Unmap())
	}
	runtime.AddCleanup(x, func(m *store.Mapped) { _ = m.Unmap() }, m)
	return x, nil
}

// pruneIndexes removes all but the newest indexes, one of them kept whatever
// its age. Those who have a removed one mapped keep what they see.
func pruneIndexes(dir, keep string) {
	type file struct {
		path string
		age  int64
	}
	var files []file
	paths, _ := filepath.Glob(filepath.Join(dir, "*.idx"))
	for _, p := range paths {
		if info, err := os.Stat(p); err == nil && p != keep {
			files = append(files, file{p, -info.ModTime().UnixNano()})
		}
	}
	slices.SortFunc(files, func(a, b file) int { return cmp.Or(cmp.Compare(a.age, b.age), cmp.Compare(a.path, b.path)) })
	for i, f := range files {
		if i >= keptIndexes-1 {
			_ = os.Remove(f.path)
		}
	}
}
