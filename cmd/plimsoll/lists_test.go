package main_test

import (
	"bufio"
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"
)

// board is an own list of n persons, published on a day in March 2026.
func board(day, n int) string {
	var b strings.Builder
	fmt.Fprintf(&b, "# dataset: board\n# published: 2026-03-%02d\n# topics: sanction\n# authority: The Board\nid,schema,name\n", day)
	for i := range n {
		fmt.Fprintf(&b, "P%03d,Person,Thessaly Vorrick %d\n", i, i)
	}
	return b.String()
}

func TestALifeOfAList(t *testing.T) {
	dir := t.TempDir()
	data := filepath.Join(dir, "data")
	file := func(name, text string) string {
		path := filepath.Join(dir, name)
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		return path
	}
	run := func(args ...string) result { return plimsoll(t, append([]string{"lists", "--data", data}, args...)...) }
	run("import", file("1.csv", board(1, 100)), file("2.csv", board(2, 101))).ok(t)

	// A drop is held until a named person releases it, with a reason.
	run("import", file("3.csv", board(3, 90))).refused(t, 1, "board is held", "from 101 to 90 entries", "lists holds")
	if r := run("ls").ok(t); !strings.Contains(r.stdout, "1 held") || !strings.Contains(r.stdout, "101 Person") {
		t.Errorf("ls:\n%s", r.stdout)
	}
	hold := strings.Fields(run("holds").ok(t).stdout)[0]
	run("release", hold, "--as", "M. Analyst").refused(t, 2, "--because")
	run("release", hold, "--as", "operator", "--because", "x").refused(t, 2, "names no person")
	run("release", hold, "--as", "M. Analyst", "--because", "in the gazette of 3 March").ok(t)
	if r := run("holds", "--all").ok(t); !strings.Contains(r.stdout, "released by m_analyst") || !strings.Contains(r.stdout, "in the gazette of 3 March") {
		t.Errorf("holds:\n%s", r.stdout)
	}
	if r := plimsoll(t, "journal", "verify", "--data", data); r.code != 0 {
		t.Errorf("journal: %s", r.stderr)
	}

	run("import").refused(t, 2, "name the list files")
	if r := run("import", "--bundled").ok(t); !strings.Contains(r.stdout, "un_1718_vessels") || !strings.Contains(r.stdout, "59 vessels") {
		t.Errorf("bundled:\n%s", r.stdout)
	}

	// What was said on a day, what changed, and the bytes it came from.
	if r := run("show", "board", "--as-of", "2026-03-02", "--json").ok(t); strings.Count(r.stdout, `"schema":"Person","statements"`) != 101 {
		t.Errorf("as of 2 March:\n%.300s", r.stdout)
	}
	run("show", "board", "--as-of", "2026-02-01").refused(t, 1, "no snapshot", "the earliest is of 2026-03-01")
	if r := run("diff", "board@2026-03-01", "board@2026-03-02").ok(t); !strings.Contains(r.stdout, "+ P100  Person  Thessaly Vorrick 100") {
		t.Errorf("diff:\n%s", r.stdout)
	}
	if r := run("history", "board").ok(t); strings.Count(r.stdout, "2026-03-03  delisted") != 11 || strings.Count(r.stdout, "2026-03-02  listed") != 1 {
		t.Errorf("history:\n%s", r.stdout)
	}
	if r := run("explain", "P042", "name").ok(t); !strings.Contains(r.stdout, "row 48, column name") || !strings.Contains(r.stdout, "bytes       Thessaly Vorrick 42") {
		t.Errorf("explain:\n%s", r.stdout)
	}
	run("explain", "P042", "birthDate").refused(t, 1, "no list states its birthDate")
	if r := run("export", "board").ok(t); !strings.Contains(r.stdout, `{"id":"P000","caption":"Thessaly Vorrick 0","schema":"Person","properties":{`) {
		t.Errorf("export:\n%.300s", r.stdout)
	}
}

// What an import has told is there after a kill at any moment, the rest is
// nowhere, and doing it again completes it.
func TestAKillDuringAnImportLosesNothingThatWasTold(t *testing.T) {
	dir := t.TempDir()
	data := filepath.Join(dir, "data")
	args := []string{"lists", "import", "--json", "--data", data}
	const days = 24
	for day := 1; day <= days; day++ {
		path := filepath.Join(dir, fmt.Sprintf("%02d.csv", day))
		if err := os.WriteFile(path, []byte(board(day, 400+day)), 0o600); err != nil {
			t.Fatal(err)
		}
		args = append(args, path)
	}
	bin, err := program()
	if err != nil {
		t.Fatal(err)
	}
	snapshots := func() int {
		r := plimsoll(t, "lists", "ls", "--json", "--data", data).ok(t)
		var l struct{ Snapshots int }
		if err := json.Unmarshal([]byte(strings.TrimSpace(r.stdout)), &l); err != nil {
			t.Fatalf("%v: %q", err, r.stdout)
		}
		return l.Snapshots
	}
	for _, told := range []int{1, 4, 9, 15} {
		cmd := exec.Command(bin, args...)
		out, err := cmd.StdoutPipe()
		if err != nil {
			t.Fatal(err)
		}
		if err := cmd.Start(); err != nil {
			t.Fatal(err)
		}
		lines := bufio.NewScanner(out)
		lines.Buffer(nil, 1<<20)
		for n := 0; n < told && lines.Scan(); n++ {
		}
		_ = cmd.Process.Kill()
		_ = cmd.Wait()
		if n := snapshots(); n < told {
			t.Errorf("killed after %d imports were told, and %d are there", told, n)
		}
		plimsoll(t, "journal", "verify", "--data", data).ok(t)
		plimsoll(t, "vault", "verify", "--data", data).ok(t)
		if left, _ := os.ReadDir(filepath.Join(data, "spool")); len(left) > 0 {
			t.Errorf("%d unfinished files were left", len(left))
		}
	}
	plimsoll(t, args...).ok(t)
	if n := snapshots(); n != days {
		t.Errorf("%d snapshots in the end, want %d", n, days)
	}
}

func TestAPersonDecidesWhoIsWho(t *testing.T) {
	dir := t.TempDir()
	data := filepath.Join(dir, "data")
	run := func(args ...string) result { return plimsoll(t, append([]string{"lists", "--data", data}, args...)...) }
	for name, text := range map[string]string{
		"one.csv": "# topics: sanction\nid,schema,name,imoNumber,flag,birthDate\nA1,Vessel,ORRIN TALE,0990011,kp,\nA2,Person,Thessaly Vorrick,,,1961-02-03\n",
		"two.csv": "# topics: sanction\nid,schema,name,imoNumber,flag,birthDate\nB1,Vessel,MERROW LIGHT,0990011,,\nB2,Person,Vorrick Thessaly,,,1961\n",
	} {
		path := filepath.Join(dir, name)
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		run("import", path).ok(t)
	}
	if r := run("joins", "B1").ok(t); !strings.Contains(r.stdout, "IMO number 0990011") {
		t.Errorf("one hull under two names:\n%s", r.stdout)
	}
	if r := run("joins").ok(t); !strings.Contains(r.stdout, "A2") || !strings.Contains(r.stdout, "B2") || !strings.Contains(r.stdout, "birth date") {
		t.Errorf("suggestions:\n%s", r.stdout)
	}
	run("same", "A2", "B9", "--as", "M. Analyst", "--because", "x").refused(t, 1, "no list has a party B9")
	run("same", "A2", "B2", "--as", "M. Analyst", "--because", "both letters give one address").ok(t)
	if r := run("joins", "A2").ok(t); !strings.Contains(r.stdout, "both letters give one address") {
		t.Errorf("after the decision:\n%s", r.stdout)
	}
	run("different", "A1", "B1", "--as", "M. Analyst", "--because", "the number was borrowed").ok(t)
	if r := run("joins", "B1").ok(t); strings.Contains(r.stdout, "one party with") || !strings.Contains(r.stdout, "the number was borrowed") {
		t.Errorf("after the second decision:\n%s", r.stdout)
	}
}

// A list is fetched, found unchanged, and an error page in its place is held
// while the snapshot before serves on.
func TestSyncFetchesAndHolds(t *testing.T) {
	list, err := os.ReadFile("../../lists/un/testdata/traps.xml")
	if err != nil {
		t.Fatal(err)
	}
	var broken atomic.Bool
	srv := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		switch {
		case broken.Load():
			fmt.Fprint(w, "<html><body>Down for maintenance</body></html>")
		case r.Header.Get("If-None-Match") == `"v1"`:
			w.WriteHeader(http.StatusNotModified)
		default:
			w.Header().Set("ETag", `"v1"`)
			_, _ = w.Write(list)
		}
	}))
	defer srv.Close()
	data := filepath.Join(t.TempDir(), "data")
	sync := func() result {
		return plimsoll(t, "lists", "sync", "--only", "un_sc", "--url", "un_sc="+srv.URL+"/consolidated.xml", "--data", data, "--json")
	}
	if r := sync().ok(t); !strings.Contains(r.stdout, `"outcome":"applied"`) {
		t.Errorf("first:\n%s%s", r.stdout, r.stderr)
	}
	if r := sync().ok(t); !strings.Contains(r.stdout, `"outcome":"unchanged"`) {
		t.Errorf("second:\n%s%s", r.stdout, r.stderr)
	}
	broken.Store(true)
	r := sync()
	r.refused(t, 1, "is held")
	if !strings.Contains(r.stdout, `"outcome":"held"`) || !strings.Contains(r.stdout, "HTML page") {
		t.Errorf("error page:\n%s", r.stdout)
	}
	if r := plimsoll(t, "lists", "ls", "--data", data).ok(t); !strings.Contains(r.stdout, "2 individuals, 2 entities") || !strings.Contains(r.stdout, "1 held") {
		t.Errorf("after it:\n%s", r.stdout)
	}
}
