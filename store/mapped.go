//go:build unix

package store

import (
	"fmt"
	"math"
	"os"
	"syscall"
)

// Mapped is a file seen as memory. Its bytes are good until Unmap, also when
// the file is removed meanwhile; they must not be written to.
type Mapped struct{ Bytes []byte }

// Map maps a file that nobody changes any more.
func Map(path string) (*Mapped, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer func() { _ = f.Close() }() // the mapping stays
	info, err := f.Stat()
	if err != nil {
		return nil, fmt.Errorf("mapping %s: %w", path, err)
	}
	if info.Size() == 0 || info.Size() > math.MaxInt {
		return nil, fmt.Errorf("mapping %s: it has %d bytes", path, info.Size())
	}
	b, err := syscall.Mmap(int(f.Fd()), 0, int(info.Size()), syscall.PROT_READ, syscall.MAP_SHARED)
	if err != nil {
		return nil, fmt.Errorf("mapping %s: %w", path, err)
	}
	return &Mapped{b}, nil
}

// Unmap gives the memory back.
func (m *Mapped) Unmap() error { return syscall.Munmap(m.Bytes) }
