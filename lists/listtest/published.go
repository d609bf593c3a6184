package listtest

import (
	"bytes"
	"compress/gzip"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"plimsoll/ftm"
	"plimsoll/lists"
)

// RealFolder is a folder of published copies below the one that PLIMSOLL_DATA
// names. Without it the test is skipped: nobody may hand the copies on with
// the code.
func RealFolder(t testing.TB, parts ...string) string {
	t.Helper()
	base := os.Getenv("PLIMSOLL_DATA")
	if base == "" {
		t.Skip("PLIMSOLL_DATA is not set")
	}
	return filepath.Join(append([]string{base}, parts...)...)
}

// RealFiles are the published copies of a pattern, of which there must be
// some.
func RealFiles(t testing.TB, parts ...string) []string {
	t.Helper()
	names, _ := filepath.Glob(RealFolder(t, parts...))
	if len(names) == 0 {
		t.Fatal("no copies found")
	}
	return names
}

// RealFile reads a published copy, and unpacks it where its name ends in .gz.
func RealFile(t testing.TB, parts ...string) []byte {
	t.Helper()
	return ReadFile(t, RealFolder(t, parts...))
}

// ReadFile reads a file, and unpacks it where its name ends in .gz.
func ReadFile(t testing.TB, name string) []byte {
	t.Helper()
	data, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	if !strings.HasSuffix(name, ".gz") {
		return data
	}
	z, err := gzip.NewReader(bytes.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	if data, err = io.ReadAll(z); err != nil {
		t.Fatal(err)
	}
	return data
}

// ParseReal reads a published copy, logs what is in it, and checks it.
func ParseReal(t testing.TB, f lists.Format, name string, data []byte) (*lists.Parsed, []*ftm.Entity) {
	t.Helper()
	p, entities := MustParse(t, f, name, data)
	t.Logf("%s, %s: %v, %d entities, %s", name, f.Name, p.Counts, len(entities), p.Published)
	for _, w := range p.Warnings {
		t.Log(w)
	}
	Check(t, entities)
	return p, entities
}
