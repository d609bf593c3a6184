package fetch_test

import (
	"compress/gzip"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"plimsoll/lists"
	"plimsoll/lists/fetch"
)

func TestAListThatHasNotChangedIsAskedForWithConditionsAndNotRecordedAgain(t *testing.T) {
	b, s := newSync(t, func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Last-Modified", "Mon, 02 Mar 2026 08:00:00 GMT")
		gives(`"a"`, board(3))(w, r)
	})
	o := b.syncs(fetch.Applied)
	if o.Result.Added != 3 || o.Authority != "zz_board" || o.Title != "Harbour Board of Zubrowka" {
		t.Errorf("%+v", o)
	}
	if h := s.last(); h.Get("If-None-Match")+h.Get("If-Modified-Since") != "" || h.Get("User-Agent") != "plimsoll/test" {
		t.Errorf("asked with %v", h)
	}
	b.serves(3)
	want := fetch.Fetched{
		Dataset: "zz_harbour", Outcome: fetch.Applied, Snapshot: o.Result.ID,
		URLs: []fetch.File{{
			URL: s.URL + "/board.txt", Status: 200, ETag: `"a"`, LastModified: "Mon, 02 Mar 2026 08:00:00 GMT",
			Bytes: int64(len(board(3))), SHA256: hashOf(board(3)),
		}},
	}
	events := b.events(fetch.KindFetched)
	var got fetch.Fetched
	if err := json.Unmarshal(events[0].Body, &got); err != nil || events[0].Subject != "zz_harbour" {
		t.Fatal(err, events)
	}
	if d := cmp.Diff(want, got); d != "" {
		t.Error(d)
	}
	if d := cmp.Diff([]string{s.URL + "/board.txt"}, b.memory.sources); d != "" {
		t.Error(d)
	}
	if b.memory.exhibits[hashOf(board(3))] != "board.txt" {
		t.Errorf("exhibits %v", b.memory.exhibits)
	}

	b.open(b.lib.Authorities()...) // the conditions come from the journal
	o = b.syncs(fetch.Unchanged)
	if o.Result != nil || o.URLs[0].Status != http.StatusNotModified {
		t.Errorf("%+v", o)
	}
	if h := s.last(); h.Get("If-None-Match") != `"a"` || h.Get("If-Modified-Since") == "" {
		t.Errorf("asked with %v", h)
	}
	b.recorded(1)
	b.serves(3)
}

func TestAChangedListBecomesTheNewestSnapshot(t *testing.T) {
	b, s := newSync(t, gives(`"a"`, board(3)))
	b.syncs(fetch.Applied)
	s.answers(gives(`"b"`, board(4)))
	if o := b.syncs(fetch.Applied); o.Result.Added != 1 {
		t.Errorf("%+v", o.Result)
	}
	b.serves(4)
	b.syncs(fetch.Unchanged)
	b.recorded(2)
}

func TestAServerWithoutValidatorsDoesNotFillTheJournal(t *testing.T) {
	b, s := newSync(t, gives("", board(3)))
	b.syncs(fetch.Applied)
	for range 4 {
		if o := b.syncs(fetch.Unchanged); o.Result == nil || o.URLs[0].Status != 200 {
			t.Errorf("%+v", o)
		}
	}
	if s.asked() != 5 {
		t.Errorf("asked %d times", s.asked())
	}
	b.recorded(2)
}

func TestConditionsStandOnlyForTheSnapshotThatServes(t *testing.T) {
	b, s := newSync(t, gives(`"a"`, board(3)))
	b.syncs(fetch.Applied)
	imported := func(n int) {
		t.Helper()
		if _, err := b.lib.Import(t.Context(), b.by, lists.Options{Dataset: "zz_harbour", AllowDrop: true},
			lists.Upload{Name: "by hand", Reader: strings.NewReader(board(n))}); err != nil {
			t.Fatal(err)
		}
	}
	imported(2) // somebody's own file: "not modified" would now hide the authority's
	b.serves(2)
	b.syncs(fetch.Applied)
	if s.last().Get("If-None-Match") != "" {
		t.Error("asked on condition of a list that another has replaced")
	}
	b.serves(3)

	urls := []string{s.URL + "/board.txt"}
	head := b.lib.History("zz_harbour")
	id := head[len(head)-1].ID
	if c := b.state.Conditions("zz_harbour", id, urls); c[0].ETag != `"a"` {
		t.Errorf("%v", c)
	}
	for _, other := range [][]string{{"https://mirror.example/board.txt"}, append(urls, urls...), nil} {
		for _, c := range b.state.Conditions("zz_harbour", id, other) {
			if c != (fetch.Conditions{}) {
				t.Errorf("conditions %v for %v", c, other)
			}
		}
	}
}

func TestACrashBetweenImportAndRecordLosesNothing(t *testing.T) {
	b, s := newSync(t, gives(`"a"`, board(3)))
	b.syncs(fetch.Applied)
	s.answers(gives(`"b"`, board(4)))
	b.store.failing = fetch.KindFetched
	b.syncs(fetch.Failed, "is applied, but recording that failed: ", "killed")
	b.serves(4)
	s.answers(gives(`"a"`, board(3))) // as it was at the last fetch on record
	b.syncs(fetch.Held)
	if s.last().Get("If-None-Match") != "" {
		t.Error("asked on condition of a snapshot that serves no more")
	}

	b, s = newSync(t, gives(`"a"`, board(3)))
	b.store.failing = lists.KindImported
	b.syncs(fetch.Failed, "killed")
	b.serves(0)
	b.syncs(fetch.Applied)
	if s.last().Get("If-None-Match") != "" {
		t.Error("asked on condition of a file that failed to be imported")
	}
	b.recorded(2)
}

func TestFullFetchesWithoutConditions(t *testing.T) {
	b, s := newSync(t, gives(`"a"`, board(3)))
	b.syncs(fetch.Applied)
	y := b.syncer()
	y.Full = true
	if out := y.Sync(t.Context(), fetch.Jobs(b.lib.Authorities())); out[0].Outcome != fetch.Unchanged || s.last().Get("If-None-Match") != "" {
		t.Errorf("%+v", out)
	}
}

func TestABusyServerIsTriedAgainLaterAndLater(t *testing.T) {
	b, s := newSync(t, inTurn(refuses(503), refuses(503), refuses(500), gives("", board(3))))
	b.syncs(fetch.Applied)
	if d := cmp.Diff([]time.Duration{1500 * time.Millisecond, 3 * time.Second, 6 * time.Second}, b.waits); d != "" {
		t.Error(d)
	}
	if s.asked() != 4 {
		t.Errorf("asked %d times", s.asked())
	}
	for _, want := range []string{
		"zz_harbour attempt 1", "zz_harbour waits 1.5s: 503 Service Unavailable", "zz_harbour attempt 4",
		fmt.Sprintf("zz_harbour read %d of %[1]d", len(board(3))), "zz_harbour imports", "zz_harbour is applied",
	} {
		if !slices.Contains(b.seen, want) {
			t.Errorf("the observer was not told %q: %q", want, b.seen)
		}
	}
}

func TestAServerThatStaysBusyFailsTheSource(t *testing.T) {
	b, s := newSync(t, refuses(502))
	b.syncs(fetch.Failed, s.URL+"/board.txt", "502 Bad Gateway", "attempt 5 of 5")
	if s.asked() != 5 || len(b.waits) != 4 {
		t.Errorf("asked %d times, waited %v", s.asked(), b.waits)
	}
	b.recorded(0)
}

func TestRetryAfter(t *testing.T) {
	for _, c := range []struct {
		name, header string
		wait         time.Duration // 0: the source fails
	}{
		{"seconds", "90", 90 * time.Second},
		{"less than would be waited anyhow", "1", 1500 * time.Millisecond},
		{"a date", today.Add(40 * time.Second).Format(http.TimeFormat), 40 * time.Second},
		{"a date gone by", today.Add(-time.Hour).Format(http.TimeFormat), 1500 * time.Millisecond},
		{"nonsense", "soon", 1500 * time.Millisecond},
		{"an hour", "3600", 0},
		{"for ever", "99999999999", 0},
	} {
		t.Run(c.name, func(t *testing.T) {
			b, s := newSync(t, inTurn(func(w http.ResponseWriter, _ *http.Request) {
				w.Header().Set("Retry-After", c.header)
				w.WriteHeader(http.StatusTooManyRequests)
			}, gives("", board(3))))
			if c.wait == 0 {
				b.syncs(fetch.Failed, "429", "left alone for")
				if s.asked() != 1 || len(b.waits) != 0 {
					t.Errorf("asked %d times, waited %v", s.asked(), b.waits)
				}
				return
			}
			b.syncs(fetch.Applied)
			if d := cmp.Diff([]time.Duration{c.wait}, b.waits); d != "" {
				t.Error(d)
			}
		})
	}
}

func TestARefusalIsNotTriedAgain(t *testing.T) {
	for _, code := range []int{401, 403, 404, 410, 204, 206, 304} {
		b, s := newSync(t, refuses(code))
		b.syncs(fetch.Failed, fmt.Sprint(code))
		if s.asked() != 1 {
			t.Errorf("%d: asked %d times", code, s.asked())
		}
		b.serves(0)
	}
	b, _ := newSync(t, func(w http.ResponseWriter, _ *http.Request) {
		w.WriteHeader(http.StatusForbidden)
		_, _ = io.WriteString(w, "{\"message\":\n\"\x1b[31myour address is not allowed\"}")
	})
	if o := b.syncs(fetch.Failed, "your address is not allowed"); strings.ContainsAny(o.Error, "\x1b\n") {
		t.Errorf("%q", o.Error)
	}
}

// cuts answers with the beginning of a body and ends the connection.
func cuts(body string, header ...string) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		for i := 0; i < len(header); i += 2 {
			w.Header().Set(header[i], header[i+1])
		}
		_, _ = io.WriteString(w, body[:len(body)/2])
		w.(http.Flusher).Flush()
		panic(http.ErrAbortHandler)
	}
}

func TestACutBodyIsTriedAgainAndNeverImported(t *testing.T) {
	whole := board(4000)
	for name, cut := range map[string]http.HandlerFunc{
		"shorter than its length": cuts(whole, "Content-Length", fmt.Sprint(len(whole))),
		"chunked":                 cuts(whole),
		"gzip":                    cuts(zip(whole), "Content-Encoding", "gzip"),
		"gzip of a known length":  cuts(zip(whole), "Content-Encoding", "gzip", "Content-Length", fmt.Sprint(len(zip(whole)))),
		"gzip that ends early": func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Encoding", "gzip")
			_, _ = io.WriteString(w, zip(whole)[:2000])
		},
	} {
		t.Run(name, func(t *testing.T) {
			b, _ := newSync(t, inTurn(cut, gives("", whole)))
			b.syncs(fetch.Applied)
			b.serves(4000)
			if len(b.waits) != 1 || len(b.memory.exhibits) != 1 {
				t.Errorf("waited %v, exhibits %v", b.waits, b.memory.exhibits)
			}

			b, _ = newSync(t, cut)
			b.syncs(fetch.Failed)
			b.serves(0)
			if len(b.memory.exhibits) != 0 {
				t.Errorf("half a list was taken: %v", b.memory.exhibits)
			}
		})
	}
}

// short is a transport that does not notice what is missing.
type short struct{}

func (short) RoundTrip(r *http.Request) (*http.Response, error) {
	return &http.Response{
		StatusCode: http.StatusOK, Status: "200 OK", Request: r, ContentLength: 1000, Header: http.Header{},
		Body: io.NopCloser(strings.NewReader(board(2))),
	}, nil
}

func TestTheLengthIsCheckedWhateverTheTransportDoes(t *testing.T) {
	b, _ := newSync(t, nil)
	b.client = &http.Client{Transport: short{}}
	b.syncs(fetch.Failed, fmt.Sprintf("cut after %d of 1000 bytes", len(board(2))))
}

func zip(s string) string {
	var b strings.Builder
	z := gzip.NewWriter(&b)
	_, _ = io.WriteString(z, s)
	_ = z.Close()
	return b.String()
}

func TestGzipOnTheWayIsUndoneAndTheExhibitIsTheList(t *testing.T) {
	b, s := newSync(t, func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Encoding", "gzip")
		_, _ = io.WriteString(w, zip(board(300)))
	})
	o := b.syncs(fetch.Applied)
	if s.last().Get("Accept-Encoding") != "gzip" || o.URLs[0].SHA256 != hashOf(board(300)) || o.Result.Exhibits[0] != hashOf(board(300)) {
		t.Errorf("%+v", o)
	}
	// How much is still to come is known all the same.
	if want := fmt.Sprintf("zz_harbour read %d of %[1]d", len(zip(board(300)))); !slices.Contains(b.seen, want) {
		t.Errorf("not told %q: %q", want, b.seen)
	}
	b, s = newSync(t, func(w http.ResponseWriter, _ *http.Request) { w.Header().Set("Content-Encoding", "br") })
	b.syncs(fetch.Failed, `packed as "br"`)
	if s.asked() != 1 {
		t.Errorf("asked %d times", s.asked())
	}
}

func TestWhatIsNoListIsHeldAndTheSnapshotBeforeServes(t *testing.T) {
	for name, c := range map[string]struct {
		body, says string
	}{
		"an error page":           {"<!DOCTYPE html><title>Maintenance</title>", "an HTML page"},
		"an error as JSON":        {`{"timestamp":1,"status":500,"error":"Internal Server Error"}`, "JSON"},
		"nothing":                 {"", "an empty file"},
		"a list with a bad line":  {board(3) + "nonsense\n", "no name"},
		"a list that lost a half": {board(10), "it would fall from 20 to 10 entries"},
	} {
		t.Run(name, func(t *testing.T) {
			b, s := newSync(t, gives(`"good"`, board(20)))
			b.syncs(fetch.Applied)
			s.answers(gives(`"bad"`, c.body))
			for range 3 {
				o := b.syncs(fetch.Held, c.says, "the snapshot before stays")
				if o.Hold == nil || o.Hold.Dataset != "zz_harbour" || o.Hold.Exhibits[0] != hashOf(c.body) {
					t.Errorf("%+v", o.Hold)
				}
			}
			if s.last().Get("If-None-Match") != "" {
				t.Error("asked on condition although the last file is held")
			}
			b.serves(20)
			b.recorded(2) // the same hold is told once
			if len(b.events(lists.KindHeld)) != 1 {
				t.Error("the hold is recorded more than once")
			}
			if r, _ := b.state.Last("zz_harbour"); r.Outcome != fetch.Held || r.By != "operator" {
				t.Errorf("%+v", r)
			}
			if r, _ := b.state.LastGood("zz_harbour"); r.URLs[0].ETag != `"good"` {
				t.Errorf("%+v", r)
			}

			s.answers(gives(`"good"`, board(20)))
			if o := b.syncs(fetch.Unchanged); o.URLs[0].Status != 200 {
				t.Errorf("%+v", o)
			}
			b.recorded(3)
			if o := b.syncs(fetch.Unchanged); o.URLs[0].Status != 304 {
				t.Errorf("%+v", o)
			}
		})
	}
}

func TestRedirects(t *testing.T) {
	b, s := newSync(t, func(w http.ResponseWriter, r *http.Request) {
		switch r.URL.Path {
		case "/board.txt":
			http.Redirect(w, r, "/storage/board-7.txt?signature=lapses", http.StatusFound)
		default:
			gives(`"a"`, board(3))(w, r)
		}
	})
	o := b.syncs(fetch.Applied)
	if f := o.URLs[0]; f.URL != s.URL+"/board.txt" || f.FinalURL != s.URL+"/storage/board-7.txt" {
		t.Errorf("%+v", f)
	}
	b.syncs(fetch.Unchanged) // the conditions go along
	if s.last().Get("If-None-Match") == "" {
		t.Error("no condition where the redirect led")
	}

	b, s = newSync(t, func(w http.ResponseWriter, r *http.Request) { http.Redirect(w, r, "/board.txt", http.StatusFound) })
	b.syncs(fetch.Failed, "more than 10 redirects")
	if s.asked() != 11 {
		t.Errorf("asked %d times", s.asked())
	}

	b, _ = newSync(t, func(w http.ResponseWriter, r *http.Request) {
		http.Redirect(w, r, "file:///etc/passwd", http.StatusFound)
	})
	b.syncs(fetch.Failed, "not on the web")
}

func TestAProtectedConnectionIsNotGivenUp(t *testing.T) {
	open := newSite(t, gives("", board(3)))
	secure := httptest.NewTLSServer(http.RedirectHandler(open.URL, http.StatusFound))
	defer secure.Close()
	b := newBench(t, harbour(lists.Source{URLs: []string{secure.URL + "/board.txt"}}))
	b.syncs(fetch.Failed, "certificate")
	if len(b.waits) != 0 {
		t.Error("a bad certificate was tried again")
	}
	b.client = secure.Client()
	b.syncs(fetch.Failed, "anybody on the way could alter the list")
	if open.asked() != 0 {
		t.Error("the open address was asked")
	}
}

func TestAFileThatIsTooLargeIsNotTaken(t *testing.T) {
	for name, answer := range map[string]http.HandlerFunc{
		"and says so": gives("", board(100)),
		"and does not": func(w http.ResponseWriter, _ *http.Request) {
			w.(http.Flusher).Flush()
			_, _ = io.WriteString(w, board(100))
		},
		"once unpacked": func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Encoding", "gzip")
			_, _ = io.WriteString(w, zip(board(100)))
		},
	} {
		t.Run(name, func(t *testing.T) {
			b, s := newSync(t, answer)
			b.limits.Size = 1000
			b.syncs(fetch.Failed, "larger than 1000 bytes")
			if s.asked() != 1 || len(b.memory.exhibits) != 0 {
				t.Errorf("asked %d times, exhibits %v", s.asked(), b.memory.exhibits)
			}
		})
	}
}

func TestAServerThatStallsIsGivenUp(t *testing.T) {
	stall := func(begin string) http.HandlerFunc {
		return func(w http.ResponseWriter, r *http.Request) {
			if begin != "" {
				_, _ = io.WriteString(w, begin)
				w.(http.Flusher).Flush()
			}
			<-r.Context().Done()
		}
	}
	b, s := newSync(t, inTurn(stall(""), gives("", board(3))))
	b.limits.Answer = 20 * time.Millisecond
	b.syncs(fetch.Applied)
	if !slices.Contains(b.seen, "zz_harbour waits 1.5s: no answer began within 20ms") || s.asked() != 2 {
		t.Errorf("%q", b.seen)
	}
	b, s = newSync(t, inTurn(stall(heading), gives("", board(3))))
	b.limits.Idle = 20 * time.Millisecond
	b.syncs(fetch.Applied)
	if !slices.Contains(b.seen, "zz_harbour waits 1.5s: no byte came for 20ms") || s.asked() != 2 {
		t.Errorf("%q", b.seen)
	}
	b, s = newSync(t, stall(heading))
	b.limits.Whole = 20 * time.Millisecond
	b.syncs(fetch.Failed, "longer than 20ms with all attempts")
	if s.asked() != 1 {
		t.Errorf("asked %d times", s.asked())
	}
}

func TestAConnectionThatFailsIsTriedAgain(t *testing.T) {
	b, s := newSync(t, gives("", board(3)))
	s.Close()
	b.syncs(fetch.Failed, "refused", "attempt 5 of 5")
}

func TestTheNewestLinkOfAPageIsFollowed(t *testing.T) {
	page := `<a href="old/board20260101.txt">January</a> <a HREF='/files/board20260301.txt?a=1&amp;b=2#top'>March</a>
		<a href=board20260201.txt>February</a> <a href="rules20260401.txt">Rules</a> board20260501.txt`
	var s *site
	s = newSite(t, func(w http.ResponseWriter, r *http.Request) {
		switch r.URL.RequestURI() {
		case "/lists/":
			_, _ = io.WriteString(w, page)
		case "/files/board20260301.txt?a=1&b=2":
			gives(`"a"`, board(3))(w, r)
		default:
			http.NotFound(w, r)
		}
	})
	b := newBench(t, harbour(lists.Source{URLs: []string{s.URL + "/lists/"}, Link: regexp.MustCompile(`board\d{8}\.txt`)}))
	o := b.syncs(fetch.Applied)
	if f := o.URLs[0]; f.URL != s.URL+"/files/board20260301.txt?a=1&b=2" || f.Page != s.URL+"/lists/" {
		t.Errorf("%+v", f)
	}
	b.syncs(fetch.Unchanged)
	if s.asked() != 4 {
		t.Errorf("asked %d times", s.asked())
	}
	page = "<h1>We have moved</h1>"
	b.syncs(fetch.Failed, "no link that matches", s.URL+"/lists/")
	page = strings.Repeat(" ", 9<<20)
	b.syncs(fetch.Failed, "larger than")
	b.serves(3)
}

func TestTheFilesOfAListAreImportedTogetherOrNotAtAll(t *testing.T) {
	second := gives(`"x"`, aliases)
	first := gives(`"a"`, board(3))
	s := newSite(t, func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/aliases.txt" {
			second(w, r)
			return
		}
		first(w, r)
	})
	b := newBench(t, harbour(lists.Source{URLs: []string{s.URL + "/board.txt", s.URL + "/aliases.txt"}}))
	second = refuses(404)
	b.syncs(fetch.Failed, "/aliases.txt: 404")
	b.serves(0)
	if len(b.memory.exhibits) != 0 {
		t.Errorf("exhibits %v", b.memory.exhibits)
	}
	second = gives(`"x"`, aliases)
	if o := b.syncs(fetch.Applied); len(o.URLs) != 2 || len(o.Result.Exhibits) != 2 {
		t.Errorf("%+v", o)
	}
	b.syncs(fetch.Unchanged)
	if s.asked() != 6 {
		t.Errorf("asked %d times", s.asked())
	}
	// One is modified: the other is needed too.
	first = gives(`"b"`, board(4))
	o := b.syncs(fetch.Applied)
	if s.asked() != 9 || o.URLs[0].Status != 200 || o.URLs[1].Status != 200 || o.URLs[1].SHA256 != hashOf(aliases) {
		t.Errorf("asked %d times: %+v", s.asked(), o.URLs)
	}
	first, second = gives(`"c"`, board(5)), inTurn(gives(`"x"`, aliases), refuses(403))
	b.syncs(fetch.Failed, "403")
	b.serves(4)
	second = gives("", "<html>")
	b.syncs(fetch.Held, "HTML")
	b.serves(4)
}

func TestAKeyIsSentToItsAuthorityAlone(t *testing.T) {
	other := newSite(t, gives("", board(3)))
	s := newSite(t, func(w http.ResponseWriter, r *http.Request) {
		http.Redirect(w, r, other.URL+"/board.txt", http.StatusFound)
	})
	b := newBench(t, harbour(lists.Source{URLs: []string{s.URL}, Needs: "HARBOUR_KEY", KeyHeader: "X-Key"}))
	b.syncs(fetch.Skipped, "environment variable HARBOUR_KEY")
	if s.asked() != 0 {
		t.Error("asked without a key")
	}
	b.env["HARBOUR_KEY"] = "sesame"
	o := b.syncs(fetch.Applied)
	if s.last().Get("X-Key") != "sesame" || other.last().Get("X-Key") != "" {
		t.Errorf("keys %q, %q", s.last().Get("X-Key"), other.last().Get("X-Key"))
	}
	for _, e := range b.events(fetch.KindFetched) {
		if strings.Contains(string(e.Body), "sesame") {
			t.Error("the key is in the journal")
		}
	}
	if o.URLs[0].FinalURL != other.URL+"/board.txt" {
		t.Errorf("%+v", o.URLs)
	}
	jobs, err := fetch.Redirect(fetch.Jobs(b.lib.Authorities()), []string{"zz_harbour=" + other.URL + "/copy.txt"})
	if err != nil {
		t.Fatal(err)
	}
	if out := b.syncer().Sync(t.Context(), jobs); out[0].Outcome != fetch.Unchanged || other.last().Get("X-Key") != "" {
		t.Errorf("%+v", out)
	}
}

func TestAPasswordInAnAddressIsNotRecorded(t *testing.T) {
	s := newSite(t, func(w http.ResponseWriter, r *http.Request) {
		if _, p, _ := r.BasicAuth(); p != "sesame" {
			w.WriteHeader(http.StatusUnauthorized)
			return
		}
		gives(`"a"`, board(3))(w, r)
	})
	b := newBench(t, harbour(lists.Source{URLs: []string{strings.Replace(s.URL, "//", "//me:sesame@", 1) + "/board.txt"}}))
	if o := b.syncs(fetch.Applied); o.URLs[0].URL != s.URL+"/board.txt" || o.URLs[0].FinalURL != "" || b.memory.sources[0] != s.URL+"/board.txt" {
		t.Errorf("%+v", o)
	}
	b.syncs(fetch.Unchanged)
	if s.last().Get("If-None-Match") == "" {
		t.Error("no condition")
	}
	s.answers(refuses(404))
	if o := b.syncs(fetch.Failed); strings.Contains(o.Error, "sesame") {
		t.Error(o.Error)
	}
}

func TestASyncThatIsStoppedStops(t *testing.T) {
	b, s := newSync(t, refuses(503))
	ctx, cancel := context.WithCancel(t.Context())
	b.asleep = cancel
	if out := b.syncAll(ctx); out[0].Outcome != fetch.Failed || !strings.Contains(out[0].Error, "canceled") {
		t.Errorf("%+v", out)
	}
	if s.asked() != 1 {
		t.Errorf("asked %d times", s.asked())
	}
	if out := b.syncAll(ctx); out[0].Outcome != fetch.Failed || !strings.Contains(out[0].Error, "not begun") || s.asked() != 1 {
		t.Errorf("%+v", out)
	}

	ctx, cancel = context.WithCancel(t.Context())
	s.answers(func(w http.ResponseWriter, r *http.Request) {
		_, _ = io.WriteString(w, heading)
		w.(http.Flusher).Flush()
		cancel()
		<-r.Context().Done()
	})
	if out := b.syncAll(ctx); out[0].Outcome != fetch.Failed {
		t.Errorf("%+v", out)
	}
	b.recorded(0)
	b.serves(0)
}

func TestOneSourceThatFailsDoesNotStopTheOthers(t *testing.T) {
	s := newSite(t, func(w http.ResponseWriter, r *http.Request) {
		switch r.URL.Path {
		case "/2":
			w.WriteHeader(http.StatusNotFound)
		case "/4":
			_, _ = io.WriteString(w, "<html>")
		default:
			_, _ = io.WriteString(w, board(2))
		}
	})
	var all []lists.Authority
	for i := range 6 {
		a := harbour(lists.Source{URLs: []string{fmt.Sprint(s.URL, "/", i)}})
		a.ID = fmt.Sprint("zz_board", i)
		a.Sources[0].Dataset = fmt.Sprint("zz_harbour", i)
		all = append(all, a)
	}
	all = append(all, lists.Authority{ID: "own"})
	b := newBench(t, all...)
	var got []string
	for _, o := range b.syncAll(t.Context()) {
		got = append(got, o.Dataset+" "+string(o.Outcome))
	}
	want := []string{
		"zz_harbour0 applied", "zz_harbour1 applied", "zz_harbour2 failed",
		"zz_harbour3 applied", "zz_harbour4 held", "zz_harbour5 applied",
	}
	if d := cmp.Diff(want, got); d != "" {
		t.Error(d)
	}
}

func TestFilesAreNamedAsTheirAddressOrServerNamesThem(t *testing.T) {
	for _, c := range []struct{ path, disposition, want string }{
		{"/board.txt?token=1", `attachment; filename="other.txt"`, "board.txt"},
		{"/content?token=1", `attachment; filename="board.txt"`, "board.txt"},
		{"/content", `attachment; filename="../../etc/board.txt"`, "board.txt"},
		{"/content", `attachment; filename="C:\\temp\\board.txt"`, "board.txt"},
		{"/content", "", "zz_harbour"},
		{"/", "", "zz_harbour"},
		{"/content", `attachment; filename=".."`, "zz_harbour"},
		{"/content", `attachment; filename=/`, "zz_harbour"},
	} {
		s := newSite(t, func(w http.ResponseWriter, r *http.Request) {
			if c.disposition != "" {
				w.Header().Set("Content-Disposition", c.disposition)
			}
			_, _ = io.WriteString(w, board(3))
		})
		b := newBench(t, harbour(lists.Source{URLs: []string{s.URL + c.path}}))
		b.syncs(fetch.Applied)
		if got := b.memory.exhibits[hashOf(board(3))]; got != c.want {
			t.Errorf("%s with %s is named %q, want %q", c.path, c.disposition, got, c.want)
		}
	}
}

func TestSleepWaitsUnlessStopped(t *testing.T) {
	if err := fetch.Sleep(t.Context(), time.Millisecond); err != nil {
		t.Error(err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if err := fetch.Sleep(ctx, time.Hour); err == nil {
		t.Error("slept through")
	}
}
