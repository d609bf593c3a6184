package main_test

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/parquet-go/parquet-go"
)

// listed makes a data directory with one list of invented parties.
func listed(t *testing.T) (data string, file func(name, text string) string) {
	t.Helper()
	dir := t.TempDir()
	data = filepath.Join(dir, "data")
	file = func(name, text string) string {
		path := filepath.Join(dir, name)
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		return path
	}
	list := file("list.csv", "# dataset: mine\n# published: 2026-03-01\n# topics: sanction\nid,schema,name,imoNumber,birthDate\n"+
		"V,Vessel,ORRIN TALE,0990011,\nP,Person,Zornquist Pelmet Vangerlow,,1961-02-03\n")
	plimsoll(t, "lists", "import", list, "--data", data).ok(t)
	return data, file
}

type outRow struct {
	Row              int
	ID, Name, Status string
	Hits             []struct {
		ID, Caption, Name, Dataset, Status string
		Score                              float64
		Reasons                            []string
	}
	Error *struct {
		Row, Line      int
		Column, Reason string
	}
	Doubts []struct{ Column string }
}

func outRows(t *testing.T, text string) (rows []outRow) {
	t.Helper()
	for _, line := range strings.Split(strings.TrimSpace(text), "\n") {
		var r outRow
		if err := json.Unmarshal([]byte(line), &r); err != nil {
			t.Fatalf("%v: %q", err, line)
		}
		rows = append(rows, r)
	}
	return rows
}

const mixedBook = "\ufeffCustomer ID,Kind,Full Name,DOB,IMO No.,Branch\r\n" +
	"1,individual,Vangerlow Zornquist Pelmet,1961,,10\r\n" +
	"2,ship,Another Name,,0990011,\r\n" +
	"3,individual,Jos\xe9 Nobody,,,\r\n" +
	"4,individual,Nobody At All,03/04/1980,,\r\n" +
	"5,individual,Too Few\r\n"

func TestABookIsScreenedRowByRow(t *testing.T) {
	data, file := listed(t)
	path := file("mixed.csv", mixedBook)
	r := plimsoll(t, "screen", path, "--json", "--data", data)
	r.refused(t, 1, "2 rows could not be screened", "not screened: row 3, line 4, column 3 (Full Name)", "--encoding cp1252", "row 5, line 6, column 4 (DOB)",
		"doubt: row 4, line 5, column 4 (DOB)", "line 1, column 6 (Branch)")
	rows := outRows(t, r.stdout)
	var statuses []string
	for i, x := range rows {
		if x.Row != i+1 {
			t.Errorf("row %d is %+v", i+1, x)
		}
		statuses = append(statuses, x.Status)
	}
	if got := strings.Join(statuses, " "); got != "hit hit error clear error" {
		t.Errorf("statuses: %s", got)
	}
	if h := rows[0].Hits[0]; h.ID != "P" || h.Dataset != "mine" || h.Status != "listed" || h.Score < 0.9 || len(h.Reasons) == 0 || h.Name == "" || h.Caption == "" {
		t.Errorf("hit: %+v", h)
	}
	if e := rows[2].Error; rows[2].ID != "3" || e == nil || e.Row != 3 || e.Line != 4 || e.Column != "3 (Full Name)" {
		t.Errorf("error: %+v", rows[2])
	}
	if len(rows[3].Doubts) != 1 {
		t.Errorf("doubts: %+v", rows[3])
	}
	path = file("windows.csv", strings.TrimPrefix(mixedBook, "\ufeff"))
	plimsoll(t, "screen", path, "--encoding", "cp1252", "--data", data).refused(t, 1, "1 row could not be screened")
}

func TestEveryWayInAndOutGivesTheSame(t *testing.T) {
	data, file := listed(t)
	text := "id,schema,name,imoNumber\n1,Vessel,Orrin Tale,\n2,Person,Nobody,\n3,Person,Zornquist Pelmet Vangerlow,\n"
	path := file("b.csv", text)
	want := plimsoll(t, "screen", path, "--json", "--data", data).ok(t).stdout
	type row struct {
		ID     string `parquet:"id"`
		Schema string `parquet:"schema"`
		Name   string `parquet:"name"`
	}
	var columns bytes.Buffer
	if err := parquet.Write(&columns, []row{{"1", "Vessel", "Orrin Tale"}, {"2", "Person", "Nobody"}, {"3", "Person", "Zornquist Pelmet Vangerlow"}}); err != nil {
		t.Fatal(err)
	}
	bin, err := program()
	if err != nil {
		t.Fatal(err)
	}
	for name, in := range map[string]string{"csv": text, "parquet": columns.String()} {
		cmd := exec.Command(bin, "screen", "-", "--json", "--data", data)
		cmd.Stdin = strings.NewReader(in)
		if got, err := cmd.Output(); err != nil || string(got) != want {
			t.Errorf("%s through stdin: %v\n%s", name, err, got)
		}
	}
	if got := plimsoll(t, "screen", file("b.parquet", columns.String()), "--json", "--data", data).ok(t).stdout; got != want {
		t.Errorf("Parquet:\n%s", got)
	}
	out := filepath.Join(filepath.Dir(path), "out.jsonl")
	plimsoll(t, "screen", path, "-o", out, "--data", data, "--workers", "7").ok(t)
	if got, _ := os.ReadFile(out); string(got) != want {
		t.Errorf("into a file:\n%s", got)
	}
	var about struct {
		Rows, Hits int
		Of         struct {
			Book    struct{ SHA256 string }
			Against struct {
				Index     string
				Snapshots []struct{ Dataset, Snapshot string }
			}
		}
	}
	raw, err := os.ReadFile(out + ".about.json")
	if err == nil {
		err = json.Unmarshal(raw, &about)
	}
	if err != nil || about.Rows != 3 || about.Hits != 2 || len(about.Of.Book.SHA256) != 64 || about.Of.Against.Index == "" || about.Of.Against.Snapshots[0].Dataset != "mine" {
		t.Errorf("about: %v %+v", err, about)
	}
	table, err := csv.NewReader(strings.NewReader(plimsoll(t, "screen", path, "--data", data).ok(t).stdout)).ReadAll()
	if err != nil || len(table) != 4 || table[0][3] != "status" || table[1][3] != "hit" || table[2][3] != "clear" {
		t.Errorf("CSV: %v %q", err, table)
	}
}

func TestACellThatASpreadsheetWouldRunIsText(t *testing.T) {
	data, file := listed(t)
	out := plimsoll(t, "screen", file("b.csv", "id,schema,name\n-7,Person,=HYPERLINK(A)\n"), "--data", data).ok(t).stdout
	if !strings.Contains(out, "1,-7,'=HYPERLINK(A),clear") {
		t.Errorf("%s", out)
	}
}

func TestWhatCannotBeScreenedIsSaidBeforeAnyWork(t *testing.T) {
	data, file := listed(t)
	good := file("b.csv", "id,schema,name\n1,Person,A\n")
	plimsoll(t, "screen", file("e.csv", ""), "--data", data).refused(t, 1, "e.csv: line 1: the book is empty")
	plimsoll(t, "screen", file("n.csv", "id,schema,country\n1,Person,kr\n"), "--data", data).refused(t, 1, "line 1, column name: the column is missing")
	plimsoll(t, "screen", good, "-o", "x.pdf", "--data", data).refused(t, 2, ".jsonl or .csv")
	plimsoll(t, "screen", good, "--checkpoint", "x", "--data", data).refused(t, 2, "--checkpoint needs -o")
	plimsoll(t, "screen", good, "--map", "name=nam", "--data", data).refused(t, 2, `did you mean "name"?`)
	plimsoll(t, "screen", good, "--threshold", "7", "--data", data).refused(t, 2, "--threshold 7")
	plimsoll(t, "screen", good, "--dataset", "mien", "--data", data).refused(t, 1, "mine")
	plimsoll(t, "screen", good, "--as-of", "2001-01-01", "--data", data).refused(t, 1, "nobody to screen against")
	plimsoll(t, "screen", good, "--data", filepath.Join(t.TempDir(), "nowhere")).refused(t, 1, "there is no data directory")
	plimsoll(t, "screen", filepath.Dir(good), "--data", data).refused(t, 1, "is a folder")
}

// However often a run is killed, and wherever, what it writes in the end is
// what a run without a kill writes.
func TestAKilledScreeningGoesOnToTheSameBytes(t *testing.T) {
	data, file := listed(t)
	var text strings.Builder
	text.WriteString("id,schema,name,dob\n")
	rng := rand.New(rand.NewPCG(7, 7))
	for i := range 60_000 {
		switch i % 1000 {
		case 17:
			fmt.Fprintf(&text, "%d,Person,Zornquist Pelmet Vangerlow,1961\n", i)
		case 400:
			fmt.Fprintf(&text, "%d,Person\n", i)
		default:
			fmt.Fprintf(&text, "%d,Person,Orrin %c%c%c Tallis %d,19%02d\n", i, 'a'+rng.IntN(26), 'a'+rng.IntN(26), 'a'+rng.IntN(26), i, i%100)
		}
	}
	path := file("big.csv", text.String())
	dir := filepath.Dir(path)
	for _, ext := range []string{".jsonl", ".csv"} {
		whole := filepath.Join(dir, "whole"+ext)
		began := time.Now()
		plimsoll(t, "screen", path, "-o", whole, "--data", data).refused(t, 1, "60 rows could not be screened")
		takes := time.Since(began)
		want, err := os.ReadFile(whole)
		if err != nil {
			t.Fatal(err)
		}
		bin, _ := program()
		out, mark := filepath.Join(dir, "out"+ext), filepath.Join(dir, "mark"+ext)
		args := []string{"screen", path, "-o", out, "--checkpoint", mark, "--checkpoint-every", "20ms", "--data", data}
		kills := 0
		for range 12 {
			cmd := exec.Command(bin, args...)
			if err := cmd.Start(); err != nil {
				t.Fatal(err)
			}
			time.Sleep(time.Duration(rand.Int64N(int64(takes))))
			_ = cmd.Process.Kill()
			if cmd.Wait() != nil && cmd.ProcessState.ExitCode() == -1 {
				kills++
			}
			if got, err := os.ReadFile(out); err == nil && !bytes.Equal(got, want) {
				t.Fatalf("the output appeared before it was whole: %d of %d bytes", len(got), len(want))
			}
		}
		plimsoll(t, args...).refused(t, 1, "60 rows could not be screened")
		got, err := os.ReadFile(out)
		if err != nil || !bytes.Equal(got, want) {
			t.Fatalf("after %d kills: %v, %d bytes, want %d", kills, err, len(got), len(want))
		}
		if kills == 0 {
			t.Error("no run was killed: the book is too small")
		}
		t.Logf("%s: %d kills, a whole run takes %s", ext, kills, takes)
		plimsoll(t, args...).refused(t, 1, "this was done before")
	}
}

func TestACheckpointIsOfOneBookOneIndexAndOneSetOfOptions(t *testing.T) {
	data, file := listed(t)
	path := file("b.csv", "id,schema,name\n1,Person,Nobody\n")
	dir := filepath.Dir(path)
	mark := filepath.Join(dir, "mark")
	args := func(more ...string) []string {
		return append([]string{"screen", path, "-o", filepath.Join(dir, "o.csv"), "--checkpoint", mark, "--data", data}, more...)
	}
	plimsoll(t, args()...).ok(t)
	plimsoll(t, args()...).ok(t)
	plimsoll(t, args("--threshold", "0.9")...).refused(t, 1, "the options are others", `"threshold":0.7`, "remove it to begin again")
	file("b.csv", "id,schema,name\n2,Person,Nobody\n")
	plimsoll(t, args()...).refused(t, 1, "the book has changed", "remove it to begin again")
	file("b.csv", "id,schema,name\n1,Person,Nobody\n")
	list := file("list2.csv", "# dataset: mine\n# published: 2026-03-05\n# topics: sanction\nid,schema,name\nP,Person,Zornquist Pelmet Vangerlow\nQ,Person,Somebody New\nV,Vessel,ORRIN TALE\n")
	plimsoll(t, "lists", "import", list, "--data", data).ok(t)
	plimsoll(t, args()...).refused(t, 1, "the lists or findings have changed", "mine was of 2026-03-01 and is of 2026-03-05", "--as-of")
	file("mark", "something else")
	plimsoll(t, args()...).refused(t, 1, "is no checkpoint")
}

func TestMatchTellsWhoAndWhy(t *testing.T) {
	data, _ := listed(t)
	r := plimsoll(t, "match", "Pelmet", "Zornquist", "Vangerlow", "--birth-date", "1971", "--explain", "--threshold", "0.5", "--data", data).ok(t)
	for _, want := range []string{"speaks for", "agrees", "speaks against  birth year 1971 against 1961", "entry           P of mine"} {
		if !strings.Contains(r.stdout, want) {
			t.Errorf("the explanation lacks %q:\n%s", want, r.stdout)
		}
	}
	r = plimsoll(t, "match", "--id", "imo=0990011", "--json", "--data", data).ok(t)
	var answer struct {
		Hits    []struct{ ID, Dataset, Status string }
		Against struct {
			Index, Program string
			Snapshots      []struct{ Snapshot string }
		}
	}
	if err := json.Unmarshal([]byte(r.stdout), &answer); err != nil || len(answer.Hits) != 1 || answer.Hits[0].ID != "V" || answer.Hits[0].Status != "listed" ||
		answer.Against.Index == "" || answer.Against.Program == "" || len(answer.Against.Snapshots[0].Snapshot) != 64 {
		t.Errorf("%v: %s", err, r.stdout)
	}
	if r := plimsoll(t, "match", "Nobody", "At", "All", "--data", data).ok(t); !strings.Contains(r.stderr, "no proof of absence") {
		t.Errorf("%s", r.stderr)
	}
	plimsoll(t, "match", "--data", data).refused(t, 2, "say whom to look up")
	plimsoll(t, "match", "A", "--id", "imoNumbr=1", "--data", data).refused(t, 2, `did you mean "imoNumber"?`)
	plimsoll(t, "match", "A", "--schema", "Persn", "--data", data).refused(t, 2, `did you mean "Person"?`)
}

func TestTheBenchmarkOfBooksFindsWhatItPlanted(t *testing.T) {
	r := plimsoll(t, "bench", "book", "--rows", "5000", "--entities", "300", "--json").ok(t)
	var got struct {
		CPU            string
		Rows, Parties  int
		RowsWithHits   int     `json:"rows_with_hits"`
		RowsPerSeconds float64 `json:"rows_per_second"`
	}
	if err := json.Unmarshal([]byte(r.stdout), &got); err != nil || got.CPU == "" || got.Rows != 5000 || got.Parties != 300 || got.RowsWithHits < 8 || got.RowsPerSeconds <= 0 {
		t.Errorf("%v: %s", err, r.stdout)
	}
}
