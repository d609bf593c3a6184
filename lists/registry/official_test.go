package registry_test

import (
	"bytes"
	"encoding/json"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"testing"

	"plimsoll/ftm"
	"plimsoll/lists"
	"plimsoll/lists/registry"
)

// TestWhatIsExportedIsValidByTheOfficialModel hands everything that the
// fixtures of all formats become to the official FollowTheMoney library.
func TestWhatIsExportedIsValidByTheOfficialModel(t *testing.T) {
	if _, err := os.Stat("../../node_modules/@alephdata/followthemoney/package.json"); err != nil {
		t.Skip("the official library is not installed: make test gets it")
	}
	if _, err := exec.LookPath("node"); err != nil {
		t.Skip("there is no node here")
	}
	fixtures, err := filepath.Glob("../*/testdata/*")
	if err != nil {
		t.Fatal(err)
	}
	var lines bytes.Buffer
	enc := json.NewEncoder(&lines)
	seen := map[string]bool{}
	n, read := 0, 0
	for _, path := range fixtures {
		data, err := os.ReadFile(path)
		if err != nil {
			continue // a folder
		}
		id, err := lists.Identify(registry.All(), filepath.Base(path), data)
		if err != nil || len(id.Format.Parts) > 0 && id.Part != id.Format.Parts[0] {
			continue // a golden file
		}
		in := lists.Input{Files: []lists.File{lists.Bytes(filepath.Base(path), id.Part, "e0", data)}}
		_, entities, err := lists.ReadAll(t.Context(), id.Format, in)
		if err != nil {
			t.Errorf("%s: %v", path, err)
			continue
		}
		read++
		for _, e := range entities {
			if seen[e.ID] {
				continue // the same list in another format
			}
			seen[e.ID] = true
			n++
			if err := enc.Encode(e.Proxy()); err != nil {
				t.Fatal(err)
			}
		}
	}
	checkOfficially(t, lines.Bytes())
	t.Logf("%d fixtures, %d entities", read, n)
	if read < len(registry.All()) {
		t.Errorf("only %d fixtures were read, for %d authorities", read, len(registry.All()))
	}
	broken := ftm.New("x", "Person")
	broken.Add("imoNumber", "0990011", ftm.Origin{Dataset: "d"})
	line, _ := json.Marshal(broken.Proxy())
	if out, err := official(bytes.NewReader(append(line, '\n'))); err == nil {
		t.Errorf("a Person with an IMO number passes: %s", out)
	}
}

func checkOfficially(t *testing.T, lines []byte) {
	t.Helper()
	if out, err := official(bytes.NewReader(lines)); err != nil {
		t.Errorf("the official library finds faults: %v\n%s", err, out)
	}
}

func official(lines io.Reader) ([]byte, error) {
	cmd := exec.Command("node", "ftm/check.mjs")
	cmd.Dir = "../.."
	cmd.Stdin = lines
	return cmd.CombinedOutput()
}
