package match_test

import (
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
)

// Whatever is sent, the answer is JSON: an answer, or a refusal that is the
// client's to mend.
func FuzzMatch(f *testing.F) {
	server := demoWorld(f)
	for _, body := range []string{
		single(0), `{"queries":{"q":{"schema":"Vessel","properties":{"imoNumber":[990011,null,"x"],"name":"\u202e\u0301\ud800"}}}}`,
		`{"queries":{"":{"schema":"Thing","properties":{"country":"ru","name":["a",1e999]}}},"weights":{}}`,
		`{"queries":{"a":{"schema":"Person","properties":{"birthDate":"1961-02-31","gender":"F"}},"a":7}}`, "", "null", "[]", "{}", "\xff",
	} {
		f.Add(body, "limit=3&threshold=0.1")
	}
	f.Add(single(1), "as_of=2026-02-01&topics=sanction&exclude_schema=Vessel&changed_since=2020-01-01T00&%gh=&\x00=\x01")
	f.Fuzz(func(t *testing.T, body, query string) {
		r := httptest.NewRequest(http.MethodPost, "/match/default", strings.NewReader(body))
		r.URL.RawQuery = query
		w := httptest.NewRecorder()
		server.api.ServeHTTP(w, r)
		if w.Code >= 500 || !json.Valid(w.Body.Bytes()) {
			t.Fatalf("%d %s", w.Code, w.Body.String())
		}
		for name, values := range w.Header() {
			if strings.ContainsAny(name+strings.Join(values, ""), "\r\n\x00") {
				t.Fatalf("header %s: %q", name, values)
			}
		}
	})
}

func FuzzSearch(f *testing.F) {
	server := demoWorld(f)
	for _, query := range []string{"q=orrin", "q=%00&limit=0", "sort=caption:asc&filter=properties.name:x&facets=genders", "countries=fr&filter_op=AND&offset=9", "q=%ff%fe"} {
		f.Add(query)
	}
	f.Fuzz(func(t *testing.T, query string) {
		r := httptest.NewRequest(http.MethodGet, "/search/default", nil)
		r.URL.RawQuery = query
		w := httptest.NewRecorder()
		server.api.ServeHTTP(w, r)
		if w.Code >= 500 || !json.Valid(w.Body.Bytes()) {
			t.Fatalf("%d %s", w.Code, w.Body.String())
		}
	})
}
