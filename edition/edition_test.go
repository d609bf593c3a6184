package edition_test

import (
	"bytes"
	"strings"
	"testing"
	"time"

	"plimsoll/edition"
)

const document = `{"format":"plimsoll finding v1","finding":"PF-2026-001","world":"An invented world.","content":{"title":"A <b>ship</b> met another",` +
	`"summary":"Invented.","claims":[{"n":1,"text":"They lay together.","exhibits":[{"exhibit":"ab12","place":"line 7","note":"positions"}]}],` +
	`"measures":[{"id":"2375 OP11","text":"no transfer"}],"parties":[{"entity":"IMO0990035","schema":"Vessel","name":"MERROWBANE",` +
	`"role":"other ship","status":"reported only","properties":{"imoNumber":["0990035"],"nonsense":["x"]}}],"likelihood":"likely","confidence":"low"},` +
	`"concur":2,"dissent":1,"stances":[{"name":"Expert Cinder","position":"dissent","ground":"evidence","claim":1,"text":"Nobody saw a hose."}]}`

func input() edition.Input {
	return edition.Input{
		Title: "Report", AsOf: time.Date(2026, 3, 31, 0, 0, 0, 0, time.UTC), Origin: "example/log",
		Entries: []edition.Entry{{Index: 3, Document: []byte(document)}},
	}
}

func build(t *testing.T) map[string]string {
	t.Helper()
	files, err := edition.Build(input())
	if err != nil {
		t.Fatal(err)
	}
	out := map[string]string{}
	for _, f := range files {
		out[f.Name] = string(f.Data)
	}
	return out
}

func TestTwoBuildsGiveTheSameBytes(t *testing.T) {
	a, err := edition.Build(input())
	if err != nil {
		t.Fatal(err)
	}
	for range 20 {
		b, err := edition.Build(input())
		if err != nil {
			t.Fatal(err)
		}
		for i := range a {
			if a[i].Name != b[i].Name || !bytes.Equal(a[i].Data, b[i].Data) {
				t.Fatalf("%s differs", a[i].Name)
			}
		}
	}
}

func TestADissentTravelsIntoEveryFile(t *testing.T) {
	for name, text := range build(t) {
		if name != "manifest.json" && !strings.Contains(text, "Nobody saw a hose.") {
			t.Errorf("%s does not show the dissent", name)
		}
	}
}

func TestTheWorldIsNamedAsInvented(t *testing.T) {
	files := build(t)
	for _, name := range []string{"index.html", "entities.ftm.jsonl", "findings.jsonl"} {
		if !strings.Contains(files[name], "An invented world.") {
			t.Errorf("%s does not say that the world is invented", name)
		}
	}
}

func TestTextOfADocumentStaysText(t *testing.T) {
	page := build(t)["index.html"]
	if strings.Contains(page, "<b>ship</b>") || !strings.Contains(page, "&lt;b&gt;ship&lt;/b&gt;") {
		t.Error("a title was taken for markup")
	}
}

func TestPartiesAreFollowTheMoney(t *testing.T) {
	line := build(t)["entities.ftm.jsonl"]
	for _, want := range []string{`"schema":"Vessel"`, `"imoNumber":["0990035"]`, "Status: reported only."} {
		if !strings.Contains(line, want) {
			t.Errorf("%s\nlacks %s", line, want)
		}
	}
	if strings.Contains(line, "nonsense") {
		t.Error("a property that FollowTheMoney does not have was exported")
	}
}

func TestADocumentOfAnotherFormIsRefused(t *testing.T) {
	in := input()
	for _, bad := range []string{`{`, `{"format":"other"}`, `{"format":"plimsoll finding v1","dissent":2,"stances":[{}]}`} {
		in.Entries[0].Document = []byte(bad)
		if _, err := edition.Build(in); err == nil || !strings.Contains(err.Error(), "entry 3") {
			t.Errorf("%s: %v", bad, err)
		}
	}
}
