package web

import (
	"context"
	"crypto/rand"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/chromedp"

	"plimsoll/demo"
	"plimsoll/geo"
	"plimsoll/house"
)

// These tests look at the demo world as the program made it: nothing on these
// pages comes from a fixture.

func demoHouse(t *testing.T) *house.House {
	t.Helper()
	ctx := context.Background()
	h, err := house.Open(ctx, filepath.Join(t.TempDir(), "data"), house.Options{Now: time.Now, Rand: rand.Reader})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = h.Close() })
	if err := demo.Run(ctx, h, demo.Options{Seed: demo.DefaultSeed}); err != nil {
		t.Fatal(err)
	}
	return h
}

var internalLink = regexp.MustCompile(`href="(/[^"#]*)`)

func TestEveryLinkOfTheDemoWorldLeadsSomewhere(t *testing.T) {
	land, err := geo.LoadLand()
	if err != nil {
		t.Fatal(err)
	}
	handler, err := New(Options{Source: FromHouse(demoHouse(t)), Land: land})
	if err != nil {
		t.Fatal(err)
	}
	server := httptest.NewServer(handler)
	defer server.Close()
	get := func(path string) (int, string) {
		r, err := http.Get(server.URL + path)
		if err != nil {
			t.Fatal(err)
		}
		defer r.Body.Close()
		body, err := io.ReadAll(r.Body)
		if err != nil {
			t.Fatal(err)
		}
		return r.StatusCode, string(body)
	}
	const enough, enoughLines = 300, 60 // pages, and of them lines of exhibits; more would show nothing new
	seen, queue := map[string]bool{"/": true}, []string{"/"}
	banners, twins, lines := 0, 0, 0
	for visited := 0; len(queue) > 0 && visited < enough; visited++ {
		path := queue[0]
		queue = queue[1:]
		if strings.Contains(path, "line=") {
			if lines++; lines > enoughLines {
				continue
			}
		}
		code, body := get(path)
		if code != http.StatusOK {
			t.Errorf("%s gives %d", path, code)
			continue
		}
		if !strings.Contains(body, "<!doctype html>") && !strings.Contains(body, "<!DOCTYPE html>") {
			continue
		}
		if !strings.Contains(body, demo.Banner) {
			t.Errorf("%s does not say that the world is invented", path)
		}
		banners++
		for _, m := range internalLink.FindAllStringSubmatch(body, -1) {
			if link := strings.ReplaceAll(m[1], "&amp;", "&"); !seen[link] {
				seen[link] = true
				queue = append(queue, link)
			}
		}
		if twins < 40 && !strings.Contains(path, "?") && !strings.HasSuffix(path, ".json") {
			twins++
			code, body := get(strings.TrimSuffix(path, "/") + map[bool]string{true: "/.json", false: ".json"}[path == "/"])
			if code != http.StatusOK || !json.Valid([]byte(body)) || !strings.Contains(body, "invented") {
				t.Errorf("the JSON twin of %s: %d, valid %v", path, code, json.Valid([]byte(body)))
			}
		}
	}
	if banners < 80 {
		t.Errorf("only %d pages were reached", banners)
	}
	t.Logf("%d pages, %d JSON twins", banners, twins)
}

var steps = []string{"lists", "ships", "lead", "finding", "publish", "alert"}

func TestBrowserShowsTheDemoWorld(t *testing.T) {
	needMap(t)
	b := startBrowserOn(t, FromHouse(demoHouse(t)))
	if documented() {
		b.out = filepath.Join("..", "docs", "images")
	}
	for _, size := range [][2]int64{{1280, 800}, {390, 844}} {
		where := fmt.Sprintf("the demo world at %d px", size[0])
		b.open("/", size[0], size[1])
		b.live()
		b.sixSteps(where)
		b.painted(where)
		text := ask[string](b, `document.body.innerText`)
		for _, want := range []string{demo.Banner, "MERROWBANE", "2375 OP11", "2397 OP5", "nobody saw a hose", "2 of 3", "BRACKENFOLD TIDEWATER LINES CO., LTD.", "listed", "reported only", "33.7"} {
			if !strings.Contains(text, want) {
				t.Errorf("%s does not show %q", where, want)
			}
		}
		b.quiet(where)
		b.picture(fmt.Sprintf("watch-%d", size[0]), false)
		for name, path := range map[string]string{"finding": "/findings/PF-2026-001", "desk": "/desk", "ship": "/ships/0990035", "petroleum": "/petroleum/2024", "log": "/log"} {
			b.open(path, size[0], size[1])
			if name == "ship" {
				b.live()
			}
			b.quiet(path)
			b.picture(fmt.Sprintf("%s-%d", name, size[0]), true)
		}
	}
}

func TestBrowserWithoutScriptsShowsTheDemoWorld(t *testing.T) {
	b := startBrowserOn(t, FromHouse(demoHouse(t)))
	b.do(chromedp.Func(func(ctx context.Context, target *chromedp.Target) error {
		_, err := cdp.Call(ctx, target, emulation.SetScriptExecutionDisabled, emulation.SetScriptExecutionDisabledParams{Value: true})
		return err
	}))
	b.do(chromedp.EmulateViewport(1280, 800), chromedp.Navigate(b.base+"/"), chromedp.WaitVisible(chromedp.CSS(".chart-svg .c-dark path")))
	for _, s := range steps {
		b.do(chromedp.WaitVisible(chromedp.CSS("#step-" + s + " a")))
	}
}
