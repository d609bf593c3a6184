package registry_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"plimsoll/lists"
	"plimsoll/lists/registry"
)

func TestEveryAuthorityDeclaresItself(t *testing.T) {
	seen, datasets := map[string]bool{}, map[string]bool{}
	for _, a := range registry.All() {
		if seen[a.ID] || !lists.ValidDataset(a.ID) {
			t.Errorf("id %q is taken or cannot name a dataset", a.ID)
		}
		seen[a.ID] = true
		if a.Title == "" || a.Publisher == "" || a.Licence == "" || a.Cadence == "" || len(a.Formats) == 0 {
			t.Errorf("%s leaves something out: %+v", a.ID, a)
		}
		for _, f := range a.Formats {
			if f.Name == "" || f.Sniff == nil || f.Parse == nil {
				t.Errorf("%s has a format that leaves something out: %+v", a.ID, f)
			}
		}
		for _, s := range a.Sources {
			if !lists.ValidDataset(s.Dataset) || len(s.URLs) == 0 || datasets[s.Dataset] {
				t.Errorf("%s has a source that names no dataset of its own, or no address: %+v", a.ID, s)
			}
			datasets[s.Dataset] = true
		}
	}
}

// The fixtures of each authority are its own and nobody else's, whoever is
// asked first.
func TestAFileIsKnownByItsBytesAndByNobodyElse(t *testing.T) {
	fixtures, err := filepath.Glob("../*/testdata/*.*")
	if err != nil {
		t.Fatal(err)
	}
	recognised := map[string]int{}
	for _, path := range fixtures {
		if strings.Contains(path, "golden") {
			continue
		}
		data, err := os.ReadFile(path)
		if err != nil {
			continue // a folder
		}
		by := map[string]bool{}
		for _, a := range registry.All() {
			if _, err := lists.Identify([]lists.Authority{a}, filepath.Base(path), data); err == nil {
				by[a.ID] = true
			}
		}
		first, err := lists.Identify(registry.All(), filepath.Base(path), data)
		if err != nil {
			continue // words and tables that no parser reads
		}
		delete(by, "own") // it takes any table with an id and a schema, and is asked last
		if len(by) > 1 {
			t.Errorf("%s is taken by %v", path, by)
		}
		recognised[first.Authority.ID]++
	}
	for _, a := range registry.All() {
		if recognised[a.ID] == 0 && !builtInTests[a.ID] {
			t.Errorf("no fixture of %s was recognised", a.ID)
		}
	}
	for _, foreign := range []string{
		"<html><body id schema>", `{"hello":1}`, "[1]", "name,number\nA,1\n", "<feed/>", "%PDF-1.7 id schema", "", "\xff\xfe<",
	} {
		if id, err := lists.Identify(registry.All(), "f", []byte(foreign)); err == nil {
			t.Errorf("%q is taken for %s", foreign, id.Authority.ID)
		}
	}
}

// builtInTests are authorities whose fixtures are made by their tests, because
// a workbook cannot be read in a review.
var builtInTests = map[string]bool{"au_dfat": true, "jp_mof": true, "jp_meti": true, "japan": true}
