package main_test

import (
	"bytes"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"
)

// A server that is running takes up what another process imports, and serves
// pages and screening at one address.
func TestTheServerTakesUpListsThatComeWhileItRuns(t *testing.T) {
	bin, err := program()
	if err != nil {
		t.Fatal(err)
	}
	data := filepath.Join(t.TempDir(), "data")
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	addr := l.Addr().String()
	l.Close()
	var said bytes.Buffer
	server := exec.Command(bin, "serve", "--data", data, "--addr", addr)
	server.Stderr = &said
	if err := server.Start(); err != nil {
		t.Fatal(err)
	}
	defer func() {
		_ = server.Process.Signal(syscall.SIGTERM)
		if err := server.Wait(); err != nil {
			t.Errorf("the server did not end in order: %v\n%s", err, said.String())
		}
	}()
	ask := func(method, path, body string) (int, string) {
		r, err := http.NewRequest(method, "http://"+addr+path, strings.NewReader(body))
		if err != nil {
			t.Fatal(err)
		}
		resp, err := http.DefaultClient.Do(r)
		if err != nil {
			return 0, err.Error()
		}
		defer resp.Body.Close()
		text, _ := io.ReadAll(resp.Body)
		return resp.StatusCode, string(text)
	}
	until := func(what string, holds func() (bool, string)) {
		t.Helper()
		var last string
		for end := time.Now().Add(time.Minute); time.Now().Before(end); time.Sleep(50 * time.Millisecond) {
			ok, got := holds()
			if ok {
				return
			}
			last = got
		}
		t.Fatalf("%s: not within a minute; last: %s", what, last)
	}
	until("without lists nobody is screened", func() (bool, string) {
		code, body := ask("GET", "/readyz", "")
		return code == 503 && strings.Contains(body, "No list has been imported"), body
	})
	for _, name := range []string{"Thessaly Vorrick", "Marguerite Thole"} {
		list := filepath.Join(t.TempDir(), "list.csv")
		text := "# dataset: demo_list\n# topics: sanction\nid,schema,name\nP1,Person," + name + "\n"
		if err := os.WriteFile(list, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		plimsoll(t, "lists", "import", list, "--data", data).ok(t)
		until(name+" is found", func() (bool, string) {
			code, body := ask("POST", "/match/default", fmt.Sprintf(`{"queries":{"q":{"schema":"Person","properties":{"name":%q}}}}`, name))
			return code == 200 && strings.Contains(body, `"id":"P1"`), body
		})
	}
	if code, body := ask("GET", "/", ""); code != 200 || !strings.Contains(body, "<html") {
		t.Errorf("the pages beside it: %d", code)
	}
	if code, body := ask("GET", "/openapi.json", ""); code != 200 || !strings.Contains(body, `"openapi": "3.1.0"`) {
		t.Errorf("the description: %d", code)
	}
}
