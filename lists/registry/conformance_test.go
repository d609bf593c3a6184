package registry_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"plimsoll/ftm"
	"plimsoll/lists"
	"plimsoll/lists/registry"
	"plimsoll/lists/unpack"
)

// TestConformanceOfEveryFile reads every file below the folder that
// PLIMSOLL_DATA names, prints what it is and what is in it, and checks that
// whatever is taken is valid FollowTheMoney with ids used once. The tests of
// each authority's package hold the counts against independent ones.
func TestConformanceOfEveryFile(t *testing.T) {
	dir := os.Getenv("PLIMSOLL_DATA")
	if dir == "" {
		t.Skip("make conformance DATA=folder runs this")
	}
	var files []string
	err := filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err == nil && d.Type().IsRegular() && !strings.Contains(d.Name(), "series") && !strings.Contains(d.Name(), "monthly") {
			files = append(files, path)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	slices.Sort(files)
	exported, err := os.Create(filepath.Join(t.TempDir(), "entities.ftm.json"))
	if err != nil {
		t.Fatal(err)
	}
	defer exported.Close()
	all := export{lines: json.NewEncoder(exported), seen: map[string]bool{}}
	taken := 0
	for _, path := range files {
		f, err := os.Open(path)
		if err != nil {
			t.Fatal(err)
		}
		name, _ := filepath.Rel(dir, path)
		err = unpack.Each(t.Context(), name, f, func(_ string, r io.Reader) error {
			data, err := io.ReadAll(r)
			if err == nil && conforms(t, name, data, all) {
				taken++
			}
			return err
		})
		if err := errors.Join(err, f.Close()); err != nil {
			t.Logf("%-70s %v", name, err)
		}
	}
	t.Logf("%d of %d files are lists", taken, len(files))
	if taken == 0 {
		t.Error("no file was taken")
	}
	if _, err := exported.Seek(0, io.SeekStart); err != nil {
		t.Fatal(err)
	}
	out, err := official(exported)
	t.Logf("the official FollowTheMoney library says: %s", out)
	if err != nil {
		t.Error(err)
	}
}

// export writes what every list becomes, each id once: a list that is there
// in several formats or of several days is exported by the first.
type export struct {
	lines *json.Encoder
	seen  map[string]bool
}

func (x export) add(e *ftm.Entity) error {
	if x.seen[e.ID] {
		return nil
	}
	x.seen[e.ID] = true
	return x.lines.Encode(e.Proxy())
}

func conforms(t *testing.T, name string, data []byte, all export) bool {
	t.Helper()
	id, err := lists.Identify(registry.All(), filepath.Base(name), data)
	if err != nil {
		return false // a README, a schema
	}
	if len(id.Format.Parts) > 0 && id.Part != id.Format.Parts[0] {
		t.Logf("%-70s part %q of %s", name, id.Part, id.Format.Name)
		return true
	}
	seen := map[string]bool{}
	var twice []string
	entities, statements := 0, 0
	in := lists.Input{Files: []lists.File{{
		Name: filepath.Base(name), Part: id.Part, Exhibit: "e0", Size: int64(len(data)), ReaderAt: bytes.NewReader(data),
	}}}
	began := time.Now()
	p, err := id.Format.Parse(t.Context(), in, func(e *ftm.Entity) error {
		entities++
		statements += len(e.Statements)
		if seen[e.ID] {
			twice = append(twice, e.ID)
		}
		seen[e.ID] = true
		return errors.Join(ftm.Default().Check(e), all.add(e))
	})
	took := time.Since(began).Seconds()
	if err != nil {
		var bad *lists.ParseError
		if !errors.As(err, &bad) {
			t.Errorf("%s: %v", name, err)
		}
		t.Logf("%-70s REFUSED %v", name, err)
		return false
	}
	if len(twice) > 0 {
		t.Errorf("%s: %d ids are used twice, %s among them", name, len(twice), twice[0])
	}
	t.Logf("%-70s %s, %s: %v, %d entities, %d statements, %.0f MB/s", name, p.Dataset, id.Format.Name, p.Counts, entities, statements, float64(len(data))/1e6/took)
	for _, w := range p.Warnings {
		t.Logf("%-70s   warning: %s", "", fmt.Sprintf("%.150s", w))
	}
	return true
}
