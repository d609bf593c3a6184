package registry_test

import (
	"os"
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

func TestAFileIsKnownByItsBytesWhateverItsName(t *testing.T) {
	for file, want := range map[string]string{
		"../un/testdata/traps.xml": "un_sc",
		"../own/testdata/list.csv": "own",
	} {
		data, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		if a, err := lists.Identify(registry.All(), "download.bin", data); err != nil || a.Authority.ID != want {
			t.Errorf("%s is taken for %q: %v", file, a.Authority.ID, err)
		}
	}
	for _, foreign := range []string{
		"<html><body id schema>", `{"id":"x","schema":"Person"}`, "[1]", "name,number\nA,1\n", "<sdnList/>", "%PDF-1.7 id schema",
	} {
		if a, err := lists.Identify(registry.All(), "f", []byte(foreign)); err == nil {
			t.Errorf("%q is taken for %s", foreign, a.Authority.ID)
		}
	}
}
