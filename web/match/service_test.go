package match_test

import (
	"compress/gzip"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
)

func TestReadyOnlyWhenSomebodyCanBeFound(t *testing.T) {
	f := open(t)
	check := func(what, target string, status int, detail string) {
		t.Helper()
		if a := f.get(target); a.status != status || !strings.Contains(string(a.raw), detail) {
			t.Errorf("%s, %s: %d %s, want %d with %q", what, target, a.status, a.raw, status, detail)
		}
	}
	check("before the index", "/healthz", 200, `{"status":"ok"}`)
	check("before the index", "/readyz", 503, `{"detail":"Index not ready."}`)
	check("before the index", "/catalog", 503, "Index not ready.")
	if a := f.one("/match/default", `{"schema":"Person","properties":{"name":"Thessaly Vorrick"}}`); a.status != 503 || a.header.Get("Retry-After") == "" {
		t.Errorf("a match before the index: %d %s", a.status, a.raw)
	}
	f.refresh()
	check("without lists", "/readyz", 503, "No list has been imported")
	check("without lists", "/search/default?q=a", 503, "No list has been imported")
	f.imports("board.csv", boardList("2026-01-10", "B1,Person,Wendeline Osk,1950"))
	f.refresh()
	check("with a list", "/readyz", 200, `"status":"ok"`)
	f.imports("partner.csv", partnerList)
	a := f.get("/catalog")
	if fmt.Sprint(a.at("current"), a.at("outdated"), a.at("index_stale")) != "[demo_board] [demo_partner] true" {
		t.Errorf("a list that is not in the index yet: %s", a.raw)
	}
	f.refresh()
	a = f.get("/catalog")
	if fmt.Sprint(a.at("current"), a.at("outdated"), a.at("index_stale")) != "[demo_board demo_partner] [] false" {
		t.Errorf("once it is: %s", a.raw)
	}
}

func TestCatalogueTellsListsAndCollections(t *testing.T) {
	f := demoWorld(t)
	a := f.get("/catalog")
	var names []string
	for i := 0; a.at(fmt.Sprint("datasets.", i)) != nil; i++ {
		at := fmt.Sprint("datasets.", i)
		names = append(names, fmt.Sprintf("%v %v", a.at(at+".name"), a.at(at+".entity_count")))
	}
	want := "default 20 all 20 sanctions 9 demo_board 2 demo_list 5 demo_parties 11 demo_partner 3"
	if got := strings.Join(names, " "); got != want {
		t.Errorf("datasets %s, want %s", got, want)
	}
	if got := fmt.Sprint(a.at("datasets.2.children")); got != "[demo_board demo_list demo_partner]" {
		t.Errorf("the collection of sanctions: %s", got)
	}
	if b := f.get("/manifest"); string(b.raw) != string(a.raw) {
		t.Error("the manifest is another than the catalogue")
	}
	tag := a.header.Get("ETag")
	for _, c := range []struct {
		header string
		status int
	}{{tag, 304}, {"W/" + tag, 304}, {`"other", ` + tag, 304}, {"*", 304}, {`"other"`, 200}} {
		if b := f.ask("GET", "/catalog", "", "If-None-Match", c.header); b.status != c.status {
			t.Errorf("If-None-Match %s: %d, want %d", c.header, b.status, c.status)
		}
	}
	f.imports("board.csv", boardList("2026-03-08", "B1,Person,Wendeline Osk,1951", "B3,Person,Marguerite Thole,1971"))
	f.refresh()
	if b := f.ask("GET", "/catalog", "", "If-None-Match", tag); b.status != 200 {
		t.Errorf("after a list changed: %d", b.status)
	}
	past := f.get("/catalog?as_of=2026-02-01")
	if fmt.Sprint(past.at("current"), past.at("index_stale")) != "[demo_board] false" {
		t.Errorf("the catalogue of a past day: %s", past.raw)
	}
}

func TestAlgorithmsNamesOursAlone(t *testing.T) {
	f := demoWorld(t)
	a := f.get("/algorithms")
	name := fmt.Sprint(a.at("best"))
	if a.at("algorithms.0.name") != name || a.at("algorithms.1") != nil || a.at("default") != "best" || a.at("algorithms.0.features.name.description") == nil {
		t.Errorf("%s", a.raw)
	}
	if b := f.one("/match/default?algorithm="+name, `{"schema":"Person","properties":{"name":"Thessaly Vorrick"}}`); b.status != 200 || b.at("algorithm") != name {
		t.Errorf("our own algorithm by its name: %s", b.raw)
	}
}

// Everything that reasons are told under must be described.
func TestExplanationsSpeakOfDescribedFeatures(t *testing.T) {
	f := demoWorld(t)
	features, _ := f.get("/algorithms").at("algorithms.0.features").(map[string]any)
	for _, q := range []string{
		`{"schema":"Person","properties":{"name":"Thessaly Dole","birthDate":"1994","passportNumber":"DEMO-000001","gender":"f"}}`,
		`{"schema":"Vessel","properties":{"name":"QUIL MORROW 8","imoNumber":"0990011","mmsi":"299000102","country":"ru"}}`,
		`{"schema":"Company","properties":{"name":"Brackenfold Tidewater Lines Ltd","country":"ru","registrationNumber":"BTL-000-DEMO"}}`,
		`{"schema":"CryptoWallet","properties":{"publicKey":"0xdemo000000000000000000001"}}`,
	} {
		a := f.one("/match/default?threshold=0.1&limit=100", q)
		results, _ := a.at("responses.q.results").([]any)
		if len(results) == 0 {
			t.Errorf("%s: nothing found", q)
		}
		for i := range results {
			all, _ := a.at(fmt.Sprint("responses.q.results.", i, ".explanations")).(map[string]any)
			if len(all) == 0 {
				t.Errorf("%s: result %d is not explained", q, i)
			}
			for name := range all {
				if features[name] == nil && name != "registrationNumber" {
					t.Errorf("%s: no feature is called %q", q, name)
				}
			}
		}
	}
}

func TestOtherOriginsMayAsk(t *testing.T) {
	f := demoWorld(t)
	r := httptest.NewRequest(http.MethodOptions, "/match/default", nil)
	r.Header.Set("Origin", "https://bank.example")
	r.Header.Set("Access-Control-Request-Method", "POST")
	r.Header.Set("Access-Control-Request-Headers", "content-type")
	w := httptest.NewRecorder()
	f.api.ServeHTTP(w, r)
	h := w.Header()
	if w.Code != 204 || h.Get("Access-Control-Allow-Origin") != "*" || !strings.Contains(h.Get("Access-Control-Allow-Methods"), "POST") ||
		h.Get("Access-Control-Allow-Headers") != "content-type" {
		t.Errorf("%d %v", w.Code, h)
	}
}

func TestLargeAnswersAreZippedForThoseWhoTakeThat(t *testing.T) {
	f := demoWorld(t)
	plain := f.get("/catalog")
	for _, c := range []struct {
		target, accept string
		zipped         bool
	}{
		{"/catalog", "gzip", true},
		{"/catalog", "br, gzip;q=0.5", true},
		{"/catalog", "gzip;q=0, br", false},
		{"/catalog", "", false},
		{"/healthz", "gzip", false},
	} {
		a := f.ask("GET", c.target, "", "Accept-Encoding", c.accept)
		if got := a.header.Get("Content-Encoding") == "gzip"; got != c.zipped || a.header.Get("Vary") == "" {
			t.Errorf("%s for %q: zipped %v", c.target, c.accept, got)
		}
		if c.zipped {
			z, err := gzip.NewReader(strings.NewReader(string(a.raw)))
			if err != nil {
				t.Fatal(err)
			}
			if body, err := io.ReadAll(z); err != nil || string(body) != string(plain.raw) {
				t.Errorf("%s unpacked is another answer: %v", c.target, err)
			}
		}
	}
}

func TestHeadGivesTheHeadersAlone(t *testing.T) {
	f := demoWorld(t)
	a := f.ask("HEAD", "/catalog", "")
	if a.status != http.StatusOK || len(a.raw) != 0 || a.header.Get("ETag") == "" {
		t.Errorf("%d, %d bytes", a.status, len(a.raw))
	}
}
