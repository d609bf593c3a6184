package match_test

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"plimsoll/screen"
	"plimsoll/web/match"
)

func openapi(t *testing.T) map[string]any {
	t.Helper()
	data, err := os.ReadFile("openapi.json")
	if err != nil {
		t.Fatal(err)
	}
	var doc map[string]any
	if err := json.Unmarshal(data, &doc); err != nil {
		t.Fatal(err)
	}
	return doc
}

func walk(v any, path ...string) any {
	for _, step := range path {
		m, _ := v.(map[string]any)
		v = m[step]
	}
	return v
}

func TestEveryRouteAndParameterIsDescribed(t *testing.T) {
	doc := openapi(t)
	paths, _ := doc["paths"].(map[string]any)
	for _, p := range match.Paths() {
		if paths[p] == nil {
			t.Errorf("%s is not described", p)
		}
	}
	if len(paths) != len(match.Paths()) {
		t.Errorf("%d paths are described, %d are served", len(paths), len(match.Paths()))
	}
	described := map[string]bool{}
	for path, item := range paths {
		for method := range item.(map[string]any) {
			all, _ := walk(item, method, "parameters").([]any)
			for _, p := range all {
				name, _ := walk(p, "name").(string)
				described[name] = true
				if walk(p, "description") == nil {
					t.Errorf("%s: parameter %s is not described", path, name)
				}
				if walk(p, "in") == "path" && !strings.Contains(path, "{"+name+"}") {
					t.Errorf("%s has no part {%s}", path, name)
				}
			}
		}
	}
	read := regexp.MustCompile(`p\.(?:text|list|integer|share|truth|day|moment)\("([a-z_]+)"`)
	files, _ := filepath.Glob("*.go")
	n := 0
	for _, file := range files {
		src, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range read.FindAllStringSubmatch(string(src), -1) {
			if n++; !described[m[1]] {
				t.Errorf("%s reads the parameter %s, which is not described", file, m[1])
			}
		}
	}
	if n < 20 {
		t.Errorf("only %d parameters were found in the code", n)
	}
	if missing := undescribed(doc["components"], "components"); len(missing) > 0 {
		t.Errorf("not described: %v", missing)
	}
}

func TestDescribedParametersAreTaken(t *testing.T) {
	f := demoWorld(t)
	values := map[string]string{
		"limit": "3", "offset": "1", "threshold": "0.5", "cutoff": "0.4", "algorithm": "best", "include_dataset": "all", "exclude_dataset": "demo_board",
		"exclude_schema": "Address", "topics": "sanction", "changed_since": "2020-01-01", "exclude_entity_ids": "DEMO-P2", "as_of": "2026-03-08",
		"q": "Orrin", "schema": "Thing", "countries": "fr", "datasets": "demo_list", "filter": "schema:Vessel", "filter_op": "AND", "target": "true",
		"sort": "caption:asc", "facets": "schema", "fuzzy": "true", "simple": "false", "nested": "true",
	}
	paths, _ := openapi(t)["paths"].(map[string]any)
	fill := strings.NewReplacer("{dataset}", "default", "{id}", "DEMO-V1", "{property}", "sanctions")
	for path, item := range paths {
		for method := range item.(map[string]any) {
			target := fill.Replace(path) + "?"
			all, _ := walk(item, method, "parameters").([]any)
			for _, p := range all {
				if name, _ := walk(p, "name").(string); walk(p, "in") == "query" {
					if values[name] == "" {
						t.Errorf("this test has no value for %s", name)
					}
					target += name + "=" + values[name] + "&"
				}
			}
			a := f.ask(strings.ToUpper(method), target, `{"queries":{"q":{"schema":"Person","properties":{"name":"Thessaly Vorrick"}}}}`)
			if a.status != 200 || a.header.Get("X-Ignored-Parameters") != "" {
				t.Errorf("%s: %d, ignored %q: %.200s", target, a.status, a.header.Get("X-Ignored-Parameters"), a.raw)
			}
		}
	}
}

func TestDescribedDefaultsAreTheOnesTaken(t *testing.T) {
	doc := openapi(t)
	all, _ := walk(doc, "paths", "/match/{dataset}", "post", "parameters").([]any)
	for _, p := range all {
		if walk(p, "name") == "threshold" && walk(p, "schema", "default") != screen.Threshold {
			t.Errorf("openapi.json says that the threshold is %v by default; it is %v", walk(p, "schema", "default"), screen.Threshold)
		}
	}
	f := demoWorld(t)
	a := f.one("/match/default", `{"schema":"Person","properties":{"name":"Thessaly Vorrick"}}`)
	if a.at("limit") != 5.0 || a.at("threshold") != screen.Threshold || a.at("cutoff") != screen.Threshold {
		t.Errorf("defaults: %v %v %v", a.at("limit"), a.at("threshold"), a.at("cutoff"))
	}
}

// Real answers and refusals of every kind fit their schema, in which nothing
// may stand that is not described.
func TestAnswersFitTheirDescription(t *testing.T) {
	f := demoWorld(t)
	doc := openapi(t)
	s := schemas{doc}
	batch := `{"queries":{
		"hit":{"id":"1","schema":"Vessel","properties":{"name":"ORIN TALE","imoNumber":"0990011","country":"Germny"}},
		"none":{"schema":"Person","properties":{"name":"Nobody Inparticular"}},
		"bad":{"schema":"Vesel","properties":{}},"worse":{"properties":{}}}}`
	bad := `{"queries":{"bad":{"schema":"Vesel","properties":{}}}}`
	seen := map[string]bool{}
	for _, c := range []struct{ method, path, target, body string }{
		{"get", "/healthz", "/healthz", ""},
		{"get", "/readyz", "/readyz", ""},
		{"get", "/catalog", "/catalog", ""},
		{"get", "/catalog", "/catalog?as_of=2026-02-01", ""},
		{"get", "/catalog", "/catalog?as_of=1999-01-01", ""},
		{"get", "/manifest", "/manifest", ""},
		{"get", "/algorithms", "/algorithms?x=1", ""},
		{"get", "/openapi.json", "/openapi.json", ""},
		{"post", "/match/{dataset}", "/match/default?threshold=0.3&x=1", batch},
		{"post", "/match/{dataset}", "/match/default?as_of=2026-03-08", batch},
		{"post", "/match/{dataset}", "/match/default", bad},
		{"post", "/match/{dataset}", "/match/default?limit=0", bad},
		{"post", "/match/{dataset}", "/match/nowhere", bad},
		{"post", "/match/{dataset}", "/match/default", "{}"},
		{"get", "/search/{dataset}", "/search/default?q=orrin&facets=schema&facets=topics", ""},
		{"get", "/search/{dataset}", "/search/default?limit=200", ""},
		{"get", "/search/{dataset}", "/search/default?sort=x", ""},
		{"get", "/entities/{id}", "/entities/DEMO-V1", ""},
		{"get", "/entities/{id}", "/entities/DEMO-C1?nested=0&x=1", ""},
		{"get", "/entities/{id}", "/entities/DEMO-O1", ""},
		{"get", "/entities/{id}", "/entities/PARTNER-7", ""},
		{"get", "/entities/{id}", "/entities/none", ""},
		{"get", "/entities/{id}/adjacent", "/entities/DEMO-C1/adjacent", ""},
		{"get", "/entities/{id}/adjacent/{property}", "/entities/DEMO-C1/adjacent/ownershipOwner", ""},
		{"get", "/entities/{id}/adjacent/{property}", "/entities/DEMO-C1/adjacent/none", ""},
	} {
		a := f.ask(strings.ToUpper(c.method), c.target, c.body)
		response, ok := walk(doc, "paths", c.path, c.method, "responses", fmt.Sprint(a.status)).(map[string]any)
		if !ok {
			t.Errorf("%s: status %d is not described", c.target, a.status)
			continue
		}
		schema, _ := walk(response, "content", "application/json", "schema").(map[string]any)
		for _, fault := range s.check(schema, a.body, "answer") {
			t.Errorf("%s: %s", c.target, fault)
		}
		headers, _ := response["headers"].(map[string]any)
		for name := range a.header {
			if strings.HasPrefix(name, "X-") && name != "X-Content-Type-Options" && headers[name] == nil && a.status == 200 {
				t.Errorf("%s: the header %s is not described", c.target, name)
			}
		}
		seen[c.path] = true
		if c.body != "" && a.status == 200 {
			var body any
			_ = json.Unmarshal([]byte(c.body), &body)
			request, _ := walk(doc, "components", "schemas", "MatchRequest").(map[string]any)
			if faults := s.check(request, body, "request"); len(faults) == 0 {
				t.Errorf("a query without schema must not fit the description of a request")
			}
		}
	}
	for _, p := range match.Paths() {
		if !seen[p] {
			t.Errorf("no answer of %s was looked at", p)
		}
	}
	// The check itself must be able to fail.
	whole, _ := walk(doc, "components", "schemas", "Total").(map[string]any)
	for _, v := range []map[string]any{{}, {"value": 1.5, "relation": "eq"}, {"value": 1.0, "relation": "gt"}, {"value": 1.0, "relation": "eq", "more": true}} {
		if len(s.check(whole, v, "")) == 0 {
			t.Errorf("%v passes as a total", v)
		}
	}
	if !slices.Contains(undescribed(map[string]any{"type": "object", "properties": map[string]any{"a": map[string]any{"type": "string"}}}, ""), ".a") {
		t.Error("what is not described is not noticed")
	}
}
