package match_test

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

var update = flag.Bool("update", false, "write the golden files")

// shape lists every member of an answer with the kind of its value. Members of
// what is keyed by names of the client or the lists are shown as one.
func shape(v any, at string, out map[string]bool) {
	switch x := v.(type) {
	case map[string]any:
		out[at+" object"] = true
		for k, y := range x {
			if last := at[strings.LastIndex(at, ".")+1:]; slices.Contains([]string{"properties", "explanations", "snapshots", "responses", "features", "adjacent", "facets"}, last) {
				k = "*"
			}
			shape(y, at+"."+k, out)
		}
	case []any:
		out[at+" list"] = true
		for _, y := range x {
			shape(y, at+"[]", out)
		}
	case string:
		out[at+" string"] = true
	case float64:
		out[at+" number"] = true
	case bool:
		out[at+" bool"] = true
	case nil:
		out[at+" null"] = true
	}
}

func TestShapesStay(t *testing.T) {
	f := demoWorld(t)
	for name, a := range map[string]*answer{
		"match": f.ask("POST", "/match/default?x=1", `{"queries":{
			"hit":{"id":"1","schema":"Person","properties":{"name":"Thessaly Vorrick","birthDate":"1961","shoe":1}},
			"bad":{"schema":"Vesel","properties":{}}}}`),
		"search":     f.get("/search/default?q=orrin&x=1"),
		"entity":     f.get("/entities/DEMO-V1?x=1"),
		"flat":       f.get("/entities/DEMO-V1?nested=false"),
		"adjacent":   f.get("/entities/DEMO-C1/adjacent"),
		"catalog":    f.get("/catalog"),
		"algorithms": f.get("/algorithms"),
		"healthz":    f.get("/healthz"),
		"readyz":     f.get("/readyz"),
		"refusal":    f.get("/entities/none"),
		"faults":     f.get("/search/default?limit=x"),
	} {
		lines := map[string]bool{}
		shape(a.body, "", lines)
		all := make([]string, 0, len(lines))
		for l := range lines {
			all = append(all, l)
		}
		slices.Sort(all)
		got := strings.Join(all, "\n") + "\n"
		path := filepath.Join("testdata", "shapes", name+".txt")
		if *update {
			if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
				t.Fatal(err)
			}
			if err := os.WriteFile(path, []byte(got), 0o644); err != nil {
				t.Fatal(err)
			}
		}
		want, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(string(want), got); diff != "" {
			t.Errorf("%s has another shape; programs that read it will break (-want +got):\n%s", name, diff)
		}
	}
}

// What programs written for the field's server read is there, under the names
// and of the kinds that they expect.
func TestProgramsOfTheFieldFindWhatTheyRead(t *testing.T) {
	f := demoWorld(t)
	party := " id:string caption:string schema:string properties:map datasets:list referents:list target:bool first_seen:string last_seen:string last_change:string"
	answers := map[string]*answer{
		"match":      f.one("/match/default?limit=5&threshold=0.7&algorithm=best&fuzzy=false", `{"id":"1","schema":"Person","properties":{"name":["Thessaly Vorrick"],"birthDate":"1961"}}`),
		"search":     f.get("/search/default?q=orrin"),
		"entity":     f.get("/entities/DEMO-V1"),
		"adjacent":   f.get("/entities/DEMO-V1/adjacent"),
		"catalog":    f.get("/catalog"),
		"algorithms": f.get("/algorithms"),
	}
	for _, c := range []struct{ answer, at, members string }{
		{"match", "", "responses:map limit:number"},
		{"match", "responses.q", "status:number results:list total:map query:map"},
		{"match", "responses.q.total", "value:number relation:string"},
		{"match", "responses.q.query", "id:string schema:string properties:map"},
		{"match", "responses.q.results.0", "score:number match:bool explanations:map" + party},
		{"match", "responses.q.results.0.explanations.name", "detail:string score:number query:string candidate:string"},
		{"search", "", "limit:number offset:number total:map results:list facets:map"},
		{"search", "results.0", strings.TrimSpace(party)},
		{"search", "facets.datasets", "label:string values:list"},
		{"search", "facets.datasets.values.0", "name:string label:string count:number"},
		{"entity", "", strings.TrimSpace(party)},
		{"entity", "properties.sanctions.0", strings.TrimSpace(strings.NewReplacer("first_seen:string", "", "last_seen:string", "", "last_change:string", "").Replace(party))},
		{"adjacent", "", "entity:map adjacent:map"},
		{"adjacent", "adjacent.sanctions", "results:list total:map limit:number offset:number"},
		{"catalog", "", "datasets:list current:list outdated:list index_stale:bool"},
		{"catalog", "datasets.0", "name:string title:string version:string load:bool namespace:bool index_version:string index_current:bool children:list"},
		{"algorithms", "", "algorithms:list default:string best:string"},
		{"algorithms", "algorithms.0", "name:string description:string features:map docs:map"},
		{"algorithms", "algorithms.0.docs", "name:string description:string config:map features:map"},
	} {
		a := answers[c.answer]
		for _, m := range strings.Fields(c.members) {
			name, kind, _ := strings.Cut(m, ":")
			v := a.at(strings.TrimPrefix(c.at+"."+name, "."))
			is := map[string]string{"string": "string", "float64": "number", "bool": "bool", "[]interface {}": "list", "map[string]interface {}": "map"}[fmt.Sprintf("%T", v)]
			if is != kind {
				t.Errorf("%s %s.%s is %q, want %s", c.answer, c.at, name, is, kind)
			}
		}
	}
}
