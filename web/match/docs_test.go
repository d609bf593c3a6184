package match_test

import (
	"os"
	"regexp"
	"strings"
	"testing"
)

// What docs/api.md tells people to type works.
func TestExamplesOfTheDocumentationWork(t *testing.T) {
	text, err := os.ReadFile("../../docs/api.md")
	if err != nil {
		t.Fatal(err)
	}
	f := demoWorld(t)
	curl := regexp.MustCompile(`curl -s 'http://127\.0\.0\.1:8080([^']+)'(?: -d '([^']+)')?`)
	all := curl.FindAllStringSubmatch(string(text), -1)
	for _, m := range all {
		method := "GET"
		if m[2] != "" {
			method = "POST"
		}
		a := f.ask(method, m[1], m[2])
		if a.status != 200 || a.header.Get("X-Ignored-Parameters") != "" || a.header.Get("X-Failed-Queries") != "" {
			t.Errorf("%s: %d %s", m[1], a.status, a.raw)
		}
	}
	if len(all) < 7 {
		t.Errorf("only %d examples were found", len(all))
	}
	for _, path := range []string{"/match", "/search", "/entities", "/catalog", "/manifest", "/algorithms", "/healthz", "/readyz", "/openapi.json"} {
		if !strings.Contains(string(text), path) {
			t.Errorf("docs/api.md does not speak of %s", path)
		}
	}
}
