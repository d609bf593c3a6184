//go:build !unix

package store

import "os"

// Mapped is a file in memory.
type Mapped struct{ Bytes []byte }

// Map reads a file: this system is not asked to map it.
func Map(path string) (*Mapped, error) {
	b, err := os.ReadFile(path)
	return &Mapped{b}, err
}

// Unmap is for systems that map.
func (m *Mapped) Unmap() error { return nil }
