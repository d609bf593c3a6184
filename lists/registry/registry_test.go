package registry_test

import (
	"os"
	"testing"

	"plimsoll/lists"
	"plimsoll/lists/registry"
)

func TestEveryAuthorityDeclaresItself(t *testing.T) {
	seen := map[string]bool{}
	for _, a := range registry.All() {
		if seen[a.ID] || !lists.ValidDataset(a.ID) {
			t.Errorf("id %q is taken or cannot name a dataset", a.ID)
		}
		seen[a.ID] = true
		if a.Title == "" || a.Publisher == "" || a.Licence == "" || a.Cadence == "" || a.Sniff == nil || a.Parse == nil {
			t.Errorf("%s leaves something out: %+v", a.ID, a)
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
		if a, err := lists.Identify(registry.All(), "download.bin", data); err != nil || a.ID != want {
			t.Errorf("%s is taken for %q: %v", file, a.ID, err)
		}
	}
	for _, foreign := range []string{
		"<html><body id schema>", `{"id":"x","schema":"Person"}`, "[1]", "name,number\nA,1\n", "<sdnList/>", "%PDF-1.7 id schema",
	} {
		if a, err := lists.Identify(registry.All(), "f", []byte(foreign)); err == nil {
			t.Errorf("%q is taken for %s", foreign, a.ID)
		}
	}
}
