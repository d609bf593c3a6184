package web

import (
	"encoding/json"
	"errors"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strings"
	"testing"
)

// addresses is one of every page.
func addresses(f *fixture) []string {
	return []string{
		"/", "/ships", "/ships/" + orrin, "/ships/" + merrow, "/leads/L-1", "/findings", "/findings/" + findingID, "/parties/DEMO-C1",
		"/parties/DEMO-P9", "/lists", "/lists/demo_list", "/desk", "/log", "/petroleum", "/petroleum/2024",
		"/exhibits/" + f.radio, "/exhibits/" + f.radio + "?line=20412",
	}
}

func TestFirstPageShowsTheSixStepsEachFigureALink(t *testing.T) {
	page := serve(t, newFixture()).open("/")
	for name, want := range map[string]string{
		"lists": "59 ships", "ships": "3 events", "lead": "2375 OP11", "finding": "2 concur", "publish": "2 of 3", "alert": "2 alerts",
	} {
		step := page.find("#step-" + name)
		if len(step) != 1 {
			t.Fatalf("step %s is on the page %d times", name, len(step))
		}
		if !strings.Contains(step[0].words(), want) {
			t.Errorf("step %s says %q, not %q", name, step[0].words(), want)
		}
		for _, figure := range step[0].find(".figure") {
			if figure.name != "a" || figure.attrs["href"] == "" {
				t.Errorf("step %s: figure %q is no link", name, figure.words())
			}
		}
	}
	for selector, want := range map[string]string{
		".demo":      "every ship, firm, person and bank here is invented",
		"blockquote": "that oil passed between them is not",
		".proof":     "2 of 3",
		".oil":       "33.7 %",
		".chart-svg": "ORRIN TALE",
	} {
		found := page.find(selector)
		if len(found) == 0 || !strings.Contains(strings.ReplaceAll(found[0].words(), thin, " "), want) {
			t.Errorf("%s does not say %q", selector, want)
		}
	}
}

func TestEveryPageNestsHasOneHeadingAndNothingInline(t *testing.T) {
	f := newFixture()
	b := serve(t, f)
	for _, path := range addresses(f) {
		page := b.open(path)
		if h := page.find("h1"); len(h) != 1 {
			t.Errorf("%s has %d h1", path, len(h))
		}
		if title := page.find("title"); len(title) == 0 || !strings.HasSuffix(title[0].words(), "· Plimsoll") {
			t.Errorf("%s has no title", path)
		}
		ids := map[string]bool{}
		page.walk(func(n *node) {
			if id := n.attrs["id"]; id != "" {
				if ids[id] {
					t.Errorf("%s: two elements are called %q", path, id)
				}
				ids[id] = true
			}
			switch {
			case n.name == "style", n.attrs["style"] != "":
				t.Errorf("%s: inline style in <%s>", path, n.name)
			case n.name == "script" && (n.attrs["src"] == "" || n.words() != ""):
				t.Errorf("%s: inline script", path)
			}
			for name := range n.attrs {
				if strings.HasPrefix(name, "on") {
					t.Errorf("%s: inline handler %s in <%s>", path, name, n.name)
				}
			}
		})
	}
}

func TestEveryInternalLinkLeadsSomewhere(t *testing.T) {
	b := serve(t, newFixture())
	seen := map[string]*node{}
	queue := []string{"/"}
	for len(queue) > 0 {
		path := queue[0]
		queue = queue[1:]
		if _, ok := seen[path]; ok {
			continue
		}
		w := b.ask(path)
		if w.Code != http.StatusOK {
			t.Errorf("%s answered %d", path, w.Code)
		}
		seen[path] = nil
		if !strings.HasPrefix(w.Header().Get("Content-Type"), "text/html") {
			continue
		}
		page, err := parse(w.Body.String())
		if err != nil {
			t.Fatalf("%s: %v", path, err)
		}
		seen[path] = page
		base, err := url.Parse(path)
		if err != nil {
			t.Fatal(err)
		}
		page.walk(func(n *node) {
			for _, attr := range []string{"href", "src", "data-map", "data-worker", "data-land", "data-view"} {
				to, err := base.Parse(n.attrs[attr])
				if n.attrs[attr] == "" || err != nil || to.Host != "" {
					continue
				}
				to.Fragment = ""
				// One line of a long exhibit leads to the next without end.
				if to.Query().Get("line") != "" && strings.HasPrefix(path, "/exhibits/") {
					continue
				}
				queue = append(queue, to.String())
			}
		})
	}
	checkFragments(t, seen)
	if len(seen) < 40 {
		t.Errorf("only %d addresses were reached from the first page", len(seen))
	}
}

// checkFragments wants what "#" points at to be on the page it points to.
func checkFragments(t *testing.T, pages map[string]*node) {
	t.Helper()
	for path, page := range pages {
		if page == nil {
			continue
		}
		base, _ := url.Parse(path)
		for _, a := range page.find("a") {
			to, err := base.Parse(a.attrs["href"])
			if err != nil || to.Host != "" || to.Fragment == "" {
				continue
			}
			id := to.Fragment
			to.Fragment = ""
			if target := pages[to.String()]; target != nil && len(target.find("#"+id)) == 0 {
				t.Errorf("%s: link %q points to #%s, which %s does not have", path, a.words(), id, to)
			}
		}
	}
}

func TestEveryPageHasAJSONTwinThatSaysItIsADemo(t *testing.T) {
	f := newFixture()
	b := serve(t, f)
	for _, path := range addresses(f) {
		twin := b.open(path).find("link.")
		i := slices.IndexFunc(twin, func(n *node) bool { return n.attrs["rel"] == "alternate" })
		if i < 0 {
			t.Fatalf("%s names no twin", path)
		}
		for _, w := range []*httptest.ResponseRecorder{b.ask(twin[i].attrs["href"]), b.ask(path, "Accept", "application/json")} {
			var doc struct {
				World World           `json:"world"`
				Data  json.RawMessage `json:"data"`
			}
			if err := json.Unmarshal(w.Body.Bytes(), &doc); err != nil || w.Code != http.StatusOK {
				t.Fatalf("twin of %s: %d %v", path, w.Code, err)
			}
			if !doc.World.Demo || len(doc.Data) < 10 {
				t.Errorf("twin of %s: demo %t, data %s", path, doc.World.Demo, doc.Data)
			}
			if got := w.Header().Get("Content-Type"); got != "application/json" {
				t.Errorf("twin of %s is %s", path, got)
			}
		}
	}
}

func TestNamesThatAreMarkupStayText(t *testing.T) {
	f := newFixture()
	f.chart.Tracks[0].Ship.Name = f.evil
	f.chart.Marks[0].Label = f.evil
	f.chart.Title = f.evil
	b := serve(t, f)
	for _, path := range addresses(f) {
		body := b.ask(path).Body.String()
		if strings.Contains(body, "<script>") {
			t.Errorf("%s carries a name as markup", path)
		}
	}
	if got := b.open("/parties/DEMO-P9").find("h1")[0].words(); got != f.evil {
		t.Errorf("the name became %q", got)
	}
}

func TestHeadersForbidWhatIsNotOurs(t *testing.T) {
	f := newFixture()
	b := serve(t, f)
	for _, path := range append(addresses(f), "/nowhere", "/index.json", "/log/policy", "/exhibits/"+f.radio+"/bytes") {
		h := b.ask(path).Header()
		csp := h.Get("Content-Security-Policy")
		if strings.Contains(csp, "unsafe") || !strings.Contains(csp, "default-src 'self'") && csp != "sandbox" {
			t.Errorf("%s: policy %q", path, csp)
		}
		if h.Get("X-Content-Type-Options") != "nosniff" {
			t.Errorf("%s may be sniffed", path)
		}
	}
	if got := b.ask("/exhibits/" + f.radio + "/bytes").Header().Get("Content-Disposition"); !strings.HasPrefix(got, "attachment") {
		t.Errorf("an exhibit is shown instead of saved: %q", got)
	}
}

func TestAssetsAreKeptAndPagesAreAskedForAgain(t *testing.T) {
	b := serve(t, newFixture())
	var sheet string
	for _, l := range b.open("/").find("link") {
		if strings.HasSuffix(l.attrs["href"], "/style.css") {
			sheet = l.attrs["href"]
		}
	}
	w := b.ask(sheet, "Accept-Encoding", "gzip")
	if got := w.Header().Get("Cache-Control"); !strings.Contains(got, "immutable") {
		t.Errorf("%s: Cache-Control %q", sheet, got)
	}
	if w.Header().Get("Content-Encoding") != "gzip" {
		t.Errorf("%s is not zipped", sheet)
	}
	page := b.ask("/")
	again := b.ask("/", "If-None-Match", page.Header().Get("ETag"))
	if again.Code != http.StatusNotModified || again.Body.Len() != 0 {
		t.Errorf("an unchanged page answered %d with %d bytes", again.Code, again.Body.Len())
	}
	if got := page.Header().Get("Cache-Control"); got != "no-cache" {
		t.Errorf("a page has Cache-Control %q", got)
	}
}

func TestFirstPaintIsUnder100kB(t *testing.T) {
	b := serve(t, newFixture())
	page := b.open("/")
	sizes := map[string]int{"/": b.ask("/", "Accept-Encoding", "gzip").Body.Len()}
	for _, l := range page.find("link") {
		if l.attrs["rel"] == "stylesheet" || l.attrs["rel"] == "preload" {
			sizes[l.attrs["href"]] = b.ask(l.attrs["href"], "Accept-Encoding", "gzip").Body.Len()
		}
	}
	total := 0
	for _, n := range sizes {
		total += n
	}
	t.Logf("first paint: %d bytes: %v", total, sizes)
	if total > 100_000 {
		t.Errorf("the first paint takes %d bytes: %v", total, sizes)
	}
}

func TestMissingPagesSayWhereToGo(t *testing.T) {
	b := serve(t, newFixture())
	for path, want := range map[string]struct {
		code  int
		words string
	}{
		"/nowhere":                        {404, "Nothing is kept at /nowhere"},
		"/ships/1234567":                  {404, "All ships"},
		"/findings/PF-1":                  {404, "All findings"},
		"/findings/PF-1/proof":            {404, "All findings"},
		"/findings/" + findingID + "/xyz": {404, "There is no such page"},
		"/petroleum/twenty":               {400, "not a year"},
		"/petroleum/2019":                 {404, "The petroleum account"},
		"/exhibits/abc":                   {400, "64 digits"},
	} {
		w := b.ask(path)
		if w.Code != want.code || !strings.Contains(w.Body.String(), want.words) {
			t.Errorf("%s answered %d: want %d and %q", path, w.Code, want.code, want.words)
		}
		var p struct{ Data Problem }
		if err := json.Unmarshal(b.ask(path, "Accept", "application/json").Body.Bytes(), &p); err != nil || p.Data.Status != want.code {
			t.Errorf("%s as JSON: %v %+v", path, err, p)
		}
	}
}

func TestFailureSaysNothingWasDoneAndKeepsTheCauseToTheLog(t *testing.T) {
	f := newFixture()
	f.broken = errors.New("disk /var/secret is on fire")
	w := serve(t, f).ask("/")
	if w.Code != http.StatusInternalServerError || strings.Contains(w.Body.String(), "secret") || !strings.Contains(w.Body.String(), "Nothing was changed") {
		t.Errorf("answered %d: %s", w.Code, w.Body)
	}
}

func TestEmptyHouseSaysWhatToDoNext(t *testing.T) {
	f := newFixture()
	f.empty = true
	b := serve(t, f)
	for path, want := range map[string]string{
		"/": "plimsoll watch", "/ships": "plimsoll watch", "/lists": "plimsoll lists import", "/findings": "no finding yet",
		"/desk": "plimsoll desk screen", "/log": "Nothing has been published",
	} {
		if got := b.open(path).words(); !strings.Contains(got, want) {
			t.Errorf("%s does not say %q: %s", path, want, got)
		}
	}
}

func TestPagesOnlyShow(t *testing.T) {
	b := serve(t, newFixture())
	r := httptest.NewRequest(http.MethodPost, "/findings", strings.NewReader("x"))
	w := httptest.NewRecorder()
	b.handler.ServeHTTP(w, r)
	if w.Code != http.StatusMethodNotAllowed || w.Header().Get("Allow") == "" {
		t.Errorf("a POST answered %d", w.Code)
	}
	r = httptest.NewRequest(http.MethodHead, "/findings", nil)
	w = httptest.NewRecorder()
	b.handler.ServeHTTP(w, r)
	if w.Code != http.StatusOK || w.Body.Len() != 0 {
		t.Errorf("HEAD answered %d with %d bytes", w.Code, w.Body.Len())
	}
}

func TestDissentStandsBesideTheSentenceItOpposes(t *testing.T) {
	page := serve(t, newFixture()).open("/findings/" + findingID)
	claim := page.find("#claim-3")
	if len(claim) != 1 || !strings.Contains(claim[0].words(), "Expert Cinder") {
		t.Fatal("the dissent is not beside claim 3")
	}
	if strings.Contains(page.find("#claim-1")[0].words(), "Expert") {
		t.Error("claim 1 has a stance that is not about it")
	}
	words := page.words()
	for _, want := range []string{"plimsoll log verify", "2 of 3 witnesses", "demo-witness-3 has not cosigned", "signed"} {
		if !strings.Contains(words, want) {
			t.Errorf("the finding does not say %q", want)
		}
	}
}
